"""The report of a round: everything that exporters write is a function of it."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator

import attrs

from kkrconsult.findings import Code, Finding, Severity
from kkrconsult.model import (
    Accounting,
    Assessment,
    Participation,
    Point,
    Response,
    Round,
    Standing,
    Theme,
    check_moment,
    fixed_moment,
    refuse,
)
from kkrconsult.notebook import page
from kkrconsult.standings import accepted_ids
from kkrconsult.structure import FrozenMap

__all__ = ["Audience", "PluginUse", "PointEntry", "Report", "accepted_ids", "points_of"]


class Audience(enum.Enum):
    """For whom a document is."""

    PUBLIC = "public"
    INTERNAL = "internal"


@attrs.frozen(kw_only=True)
class PluginUse:
    """A plugin that had a part in a report."""

    name: str
    """Name of the plugin."""
    version: str | None = None
    """Version of its distribution."""
    kind: str | None = None
    """How it came here: ``entry-point`` (installed), ``given`` by a program, or ``local``, a Python file."""
    file: str | None = None
    """Name of a local one's file, without the folder: a report travels, and the folder is somebody's own."""


@attrs.frozen(kw_only=True)
class PointEntry:
    """A point together with the response that makes it and what the secretariat says of it."""

    point: Point
    """The point."""
    response: str
    """Id of the response."""
    participants: tuple[str, ...]
    """Ids of the parties behind the response; none for an unsolicited one."""
    assessment: Assessment | None = None
    """The secretariat's remarks."""


@attrs.frozen(kw_only=True)
class Report:
    """What a check of a round came to, at a moment."""

    round: Round
    """The round."""
    at: dt.datetime = attrs.field(converter=fixed_moment)
    """The moment at which the question was asked."""
    complete: bool = True
    """Whether everything ran and every file was read; an incomplete report is never valid."""
    findings: tuple[Finding, ...] = ()
    """The findings, gravest first; of each code at most as many as the engine stores."""
    counts: FrozenMap[str, int] = FrozenMap()
    """How many findings there were by code, including those not stored."""
    severities: FrozenMap[str, int] = FrozenMap()
    """How many findings there were by severity, including those not stored."""
    codes: tuple[Code, ...] = ()
    """The codes of the findings, so that the report can be read without the plugins."""
    participation: Participation = Participation()
    """Who has answered, and how."""
    responses: tuple[Response, ...] = ()
    """All responses, in the order of receipt; none where the caller asked not to keep them."""
    themes: tuple[Theme, ...] = ()
    """The supplementary themes of the accepted responses."""
    assessments: tuple[Assessment, ...] = ()
    """The secretariat's remarks on points."""
    accounting: Accounting = Accounting()
    """The sums that must come out even."""
    plugins: tuple[PluginUse, ...] = ()
    """Plugins that took part, besides the built-in ones."""
    audience: Audience = Audience.INTERNAL
    """For whom this report is; what the public may not see is not in a public one."""

    def __attrs_post_init__(self) -> None:
        if self.at is None:
            refuse(self, "at", "must be a moment: a date and time with a zone or offset", self.at)
        check_moment(self, "at", self.at)

    @property
    def valid(self) -> bool:
        """Whether the round is complete and nothing was found at error level."""
        return self.complete and not self.severities.get(Severity.ERROR.value, 0)

    @property
    def accepted(self) -> tuple[Response, ...]:
        """The responses that count, in the order of receipt."""
        standing = {entry.response: entry.standing for entry in self.participation.responses}
        return tuple(response for response in self.responses if standing.get(response.id) is Standing.ACCEPTED)

    def records(self, kind: str = "points", language: str = "da") -> list[dict[str, object]]:
        """The report as plain records, for pandas or Polars: ``pandas.DataFrame(report.records("responses"))``.

        Args:
            kind: ``points``, ``responses``, ``parties``, ``findings`` or ``themes``.
            language: Language of the messages of findings; all else is data.

        Returns:
            The rows, all with the same names in the same order.

        Raises:
            DataError: There is no such kind.
        """
        from kkrconsult.records import records  # it knows this class

        return records(self, kind, language)

    def _repr_html_(self) -> str:
        """How it shows itself in a notebook."""
        facts: list[tuple[str, object]] = [
            ("at", self.at.isoformat()),
            ("complete", self.complete),
            ("valid", self.valid),
            ("responses", len(self.responses)),
            ("answering", f"{self.participation.answering} / {self.participation.consulted}"),
            ("points", len(self.points)),
            ("themes", len(self.themes)),
            *((f"findings: {severity}", number) for severity, number in self.severities.items()),
        ]
        return page(self.round.title.in_language("da"), facts, self.records("parties"))

    @property
    def points(self) -> tuple[PointEntry, ...]:
        """Every point of the responses that count, in the order of receipt and then of the text."""
        return tuple(entry for _, entry in points_of(self, self.responses))


def points_of(report: Report, responses: Iterable[Response]) -> Iterator[tuple[Response, PointEntry]]:
    """Every point of those of some responses that count, with its response, one at a time.

    Args:
        report: The report, which may hold no responses.
        responses: Its responses.
    """
    accepted: frozenset[str] | None = None
    remarks = {item.point: item for item in report.assessments}
    for response in responses:
        # Most reports of very many responses hold none of them.
        accepted = accepted_ids(report.participation) if accepted is None else accepted
        if response.id not in accepted:
            continue
        for point in response.points:
            yield (
                response,
                PointEntry(
                    point=point,
                    response=response.id,
                    participants=response.participants,
                    assessment=remarks.get(point.id),
                ),
            )
