"""Which responses may be published, and which may at least be named."""

from __future__ import annotations

import attrs

from kkrconsult.assessment import fingerprint
from kkrconsult.model import Assessment, Response, Standing
from kkrconsult.report import Report

__all__ = ["Split", "split"]


@attrs.frozen(kw_only=True)
class Split:
    """The responses of a report, parted by whether the public may read them; made once for a report."""

    published: tuple[Response, ...]
    """Those that may be published, in the order of receipt."""
    hidden: tuple[Response, ...]
    """The others."""
    ids: frozenset[str]
    """Ids of those that may be published."""
    named: frozenset[str]
    """Ids that may be named: these, and earlier versions of them."""
    points: frozenset[str]
    """Ids of the points that may be published."""
    shared: frozenset[str]
    """Ids of published points that a hidden answer uses for a point of its own."""
    consulted: frozenset[str]
    """Ids of the parties that were asked; anybody else who answered is known by the sender's name."""

    def admits(self, assessment: Assessment) -> bool:
        """Whether the secretariat's remarks are on a point that may be published."""
        if assessment.point not in self.shared:
            return assessment.point in self.points
        # One id, two points: the checksum of the text says which was meant.
        return any(
            point.id == assessment.point and fingerprint(point) == assessment.fingerprint
            for response in self.published
            for point in response.points
        )


def split(report: Report) -> Split:
    """Part the responses of a report.

    Published are those that count and those that were rejected, unless they were withdrawn or their sender said no to
    publication. An earlier version is not: whoever replaces an answer takes back what the new one does not say again.
    Nor is what came after the moment of the report, which is in none of its sums.
    """
    standings: dict[str, set[Standing]] = {}
    for entry in report.participation.responses:
        standings.setdefault(entry.response, set()).add(entry.standing)
    gone = [{Standing.SUPERSEDED}, {Standing.WITHDRAWN}, {Standing.SUPERSEDED, Standing.WITHDRAWN}]
    unseen = {one for one, found in standings.items() if found in gone} | set(report.participation.later)
    published: list[Response] = []
    hidden: list[Response] = []
    for response in report.responses:
        may = response.withdrawn is None and response.publication_consent is not False and response.id not in unseen
        (published if may else hidden).append(response)
    ids = frozenset(response.id for response in published)
    taken_back = [one for one in hidden if one.withdrawn is not None or one.publication_consent is False]
    points = frozenset(point.id for response in published for point in response.points)
    return Split(
        published=tuple(published),
        hidden=tuple(hidden),
        ids=ids,
        named=ids | _earlier(report, ids, {one.id for one in taken_back}),
        points=points,
        shared=points & {point.id for response in taken_back for point in response.points},
        consulted=frozenset(one.participant for one in report.participation.parties if one.consulted),
    )


def _earlier(report: Report, ids: frozenset[str], taken_back: set[str]) -> frozenset[str]:
    """Ids of versions that a published response replaced, directly or through others."""
    replaced = {
        entry.response: entry.superseded_by
        for entry in report.participation.responses
        if entry.standing is Standing.SUPERSEDED and entry.response not in taken_back
    }
    named: set[str] = set()
    for first in replaced:
        chain: dict[str, None] = {}
        one: str | None = first
        while one is not None and one not in ids and one not in chain:
            chain[one] = None
            one = replaced.get(one)
        if one in ids:
            named.update(chain)
    return frozenset(named)
