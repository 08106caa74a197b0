"""The proposed themes of a report, as a grouper sees them, and what a grouper gave of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from kkrconsult.danish import sort_key
from kkrconsult.errors import bounded
from kkrconsult.grouping._titles import shown_title
from kkrconsult.model import GroupedBy, Proposal, Theme, ThemeProposal
from kkrconsult.report import Report

__all__ = ["alone", "checked", "proposals_of"]


def proposals_of(report: Report) -> list[Proposal]:
    """The proposed themes of the accepted responses, in the order of their ids.

    Args:
        report: The report.

    Returns:
        The proposals, each with the names of all parties behind the response, or of its sender.
    """
    names = {party.id: party.name for party in report.round.participants}
    senders = {item.id: item.sender.name for item in report.responses if item.sender}
    found = [
        Proposal(
            point=entry.point.id,
            title=entry.point.title,
            text="\n\n".join(text for text in (entry.point.text, entry.point.rationale) if text),
            participants=tuple(names.get(party, party) for party in entry.participants)
            or (senders.get(entry.response, entry.response),),
        )
        for entry in report.points
        if isinstance(entry.point, ThemeProposal)
    ]
    return sorted(found, key=lambda proposal: proposal.point)


def checked(themes: Iterable[object], proposals: Sequence[Proposal], grouper: str) -> tuple[Theme, ...]:
    """What a grouper gave, if it lost and doubled nothing.

    Who proposes a theme follows from its proposals, so a grouper need not say it, and cannot say it wrongly. Its name
    is kept where it does not give another.

    Args:
        themes: What it gave.
        proposals: What it got.
        grouper: Its name.

    Raises:
        TypeError: It gave something else than themes.
        ValueError: A proposal is in no theme, or in several.
    """
    found: list[Theme] = []
    for theme in themes:
        if not isinstance(theme, Theme):
            raise TypeError(f"it gave {bounded(theme)} and not a Theme")
        found.append(theme)
    if sorted(point for theme in found for point in theme.points) != sorted(item.point for item in proposals):
        raise ValueError("it did not put every proposal into exactly one theme")
    who = {item.point: item.participants for item in proposals}
    return tuple(
        attrs.evolve(
            theme,
            points=tuple(sorted(theme.points)),
            participants=_in_order(name for point in theme.points for name in who[point]),
            grouper=theme.grouper or (grouper if theme.grouped_by is GroupedBy.PROGRAM else None),
        )
        for theme in found
    )


def alone(proposal: Proposal) -> Theme:
    """A theme of one proposal."""
    return Theme(
        id=proposal.point,
        title=shown_title([proposal]),
        points=(proposal.point,),
        participants=_in_order(proposal.participants),
    )


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=sort_key))
