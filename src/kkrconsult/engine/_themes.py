"""The supplementary themes of a report: proposals in, every one of them in exactly one theme out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kkrconsult.errors import bounded
from kkrconsult.grouping import shown_title
from kkrconsult.model import Theme, ThemeProposal
from kkrconsult.plugins import Proposal
from kkrconsult.report import Report

__all__ = ["alone", "checked", "proposals_of"]


def proposals_of(report: Report) -> list[Proposal]:
    """The proposed themes of the accepted responses, as a grouper sees them, in the order of their ids."""
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


def checked(themes: Iterable[object], proposals: Sequence[Proposal]) -> tuple[Theme, ...]:
    """What a grouper gave, if it lost and doubled nothing.

    Raises:
        TypeError: It gave something else than themes.
        ValueError: A proposal is in no theme, or in several.
    """
    found: list[Theme] = []
    for theme in themes:
        if not isinstance(theme, Theme):
            raise TypeError(f"it gave {bounded(theme)} and not a Theme")
        found.append(theme)
    if sorted(point for theme in found for point in theme.points) != [proposal.point for proposal in proposals]:
        raise ValueError("it did not put every proposal into exactly one theme")
    return tuple(found)


def alone(proposal: Proposal) -> Theme:
    """A theme of one proposal."""
    title = shown_title([proposal])
    return Theme(id=proposal.point, title=title, points=(proposal.point,), participants=proposal.participants)
