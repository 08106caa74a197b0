"""Where a theme comes from: who proposed it under which title, and what was done with it since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from kkrconsult.danish import sort_key
from kkrconsult.grouping import Claims, decided_id, proposals_of, title_words
from kkrconsult.model import (
    GroupedBy,
    LocalizedText,
    Proposal,
    Round,
    Theme,
    TrackChange,
    TrackChangeKind,
    localized,
    plain_title,
)
from kkrconsult.report import Report
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, word

__all__ = ["Origins", "decided_history", "noted", "theme_history"]


def noted(key: str, **params: object) -> LocalizedText:
    """A remark from the catalogues, in every language that has one."""
    return LocalizedText(translations=FrozenMap({one: word(f"adoption.{key}", one, **params) for one in languages()}))


@attrs.frozen(kw_only=True)
class Origins:
    """Who stands behind the proposals of a report: consulted parties by their ids, all others by number only.

    A history may be published with the round, and whoever was not asked may be a private person.
    """

    proposals: tuple[Proposal, ...] = ()
    """The proposals."""
    parties: Mapping[str, tuple[str, ...]] = FrozenMap()
    """Ids of the consulted parties behind a proposal, by its id."""
    others: Mapping[str, frozenset[str]] = FrozenMap()
    """Those behind it who were not asked."""
    names: Mapping[str, str] = FrozenMap()
    """Name of a party by its id."""

    @classmethod
    def of(cls, report: Report | None) -> Origins:
        """Those of a report; none without one."""
        if report is None:
            return cls()
        names = {party.id: party.name for party in report.round.participants}
        senders = {item.id: item.sender.name for item in report.responses if item.sender}
        parties: dict[str, list[str]] = {}
        others: dict[str, set[str]] = {}
        for entry in report.points:
            asked = [one for one in entry.participants if one in names or not names]
            parties.setdefault(entry.point.id, []).extend(asked)
            sender = () if entry.participants else (senders.get(entry.response, entry.response),)
            rest = {one for one in (*entry.participants, *sender) if one not in asked}
            others.setdefault(entry.point.id, set()).update(rest)
        return cls(
            proposals=tuple(proposals_of(report)),
            parties=FrozenMap({point: tuple(found) for point, found in parties.items()}),
            others=FrozenMap({point: frozenset(found) for point, found in others.items()}),
            names=FrozenMap(names),
        )

    def proposed(self, members: Iterable[Proposal]) -> list[TrackChange]:
        """A step for each title under which proposals were made, in Danish alphabetical order."""
        by_title: dict[tuple[str, ...], list[Proposal]] = {}
        for item in members:
            by_title.setdefault(title_words(item.title) or ("", item.point), []).append(item)
        steps = []
        for same in by_title.values():
            points = tuple(sorted(item.point for item in same))
            who = {one for point in points for one in self.parties.get(point, ())}
            others = {one for point in points for one in self.others.get(point, ())}
            title = min((" ".join(item.title.split()) for item in same), key=lambda one: (not one, sort_key(one)))
            steps.append(
                TrackChange(
                    kind=TrackChangeKind.PROPOSED,
                    by=tuple(one for _, one in sorted((sort_key(self.names.get(one, one)), one) for one in who)),
                    titles=(title,) if title else (),
                    points=points,
                    note=noted("others", n=len(others)) if others else None,
                )
            )
        return sorted(steps, key=lambda step: ([sort_key(title) for title in step.titles], step.points))


def theme_history(report: Report, theme: Theme) -> tuple[TrackChange, ...]:
    """Tell where a theme of a report comes from.

    Args:
        report: The report.
        theme: One of its themes.

    Returns:
        The steps, oldest first: a proposal for each title, with the parties behind it; then what was put together,
        renamed or taken out of something else, and whether a person or a program did it.
    """
    origins = Origins.of(report)
    for index, decision in enumerate(report.round.themes):
        if theme.grouped_by is GroupedBy.PERSON and decided_id(decision.title) == theme.id:
            whole = Claims(report.round.themes).whole(index)
            return decided_history(report.round, whole, origins)
    members = [item for item in origins.proposals if item.point in set(theme.points)]
    steps = origins.proposed(members)
    if len(steps) > 1 or (len(members) > 1 and theme.reasons):
        steps.append(
            TrackChange(
                kind=TrackChangeKind.MERGED,
                titles=_titles(steps),
                points=theme.points,
                grouped_by=theme.grouped_by,
                grouper=theme.grouper,
            )
        )
    return tuple(steps)


def decided_history(round_: Round, index: int, origins: Origins) -> tuple[TrackChange, ...]:
    """The same of a decision of the round, by its index; without answers only what was decided."""
    claims = Claims(round_.themes)
    members: dict[int, list[Proposal]] = {}
    for item in origins.proposals:
        found = claims(item)
        if found is not None:
            members.setdefault(found, []).append(item)
    return tuple(_decided(round_, index, origins, claims, members))


def _decided(
    round_: Round, index: int, origins: Origins, claims: Claims, members: Mapping[int, Sequence[Proposal]]
) -> list[TrackChange]:
    decision = round_.themes[index]
    parts = claims.parts(index)
    steps = [step for part in parts for step in _decided(round_, part, origins, claims, members)]
    proposed = origins.proposed(members.get(index, ()))
    note = localized(da=decision.note) if decision.note and decision.note.strip() else None
    steps += proposed
    if decision.splits is not None:
        steps.append(
            TrackChange(
                kind=TrackChangeKind.SPLIT,
                title=localized(da=decision.splits),
                grouped_by=GroupedBy.PERSON,
                note=note,
            )
        )
    titles = (*(round_.themes[part].title for part in parts), *_titles(proposed))
    before = tuple({plain_title(title): title for title in titles}.values())
    if len(before) > 1:
        merged = TrackChange(kind=TrackChangeKind.MERGED, titles=before, grouped_by=GroupedBy.PERSON, note=note)
        steps.append(merged)
    elif before and title_words(before[0]) != title_words(decision.title):
        steps.append(TrackChange(kind=TrackChangeKind.RENAMED, title=localized(da=before[0]), note=note))
    return steps


def _titles(steps: Iterable[TrackChange]) -> tuple[str, ...]:
    return tuple(title for step in steps for title in step.titles)
