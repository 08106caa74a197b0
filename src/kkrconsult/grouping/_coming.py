"""Which themes may become a further track: those that many parties propose, however many proposals that makes."""

from __future__ import annotations

import attrs

from kkrconsult.danish import sort_key
from kkrconsult.model import Theme
from kkrconsult.report import Report

__all__ = ["ThemeStanding", "rank_themes"]


@attrs.frozen(kw_only=True)
class ThemeStanding:
    """How many stand behind a theme."""

    theme: Theme
    """The theme."""
    parties: tuple[str, ...] = ()
    """Ids of the consulted parties that propose it, each once, in Danish alphabetical order of their names."""
    others: int = 0
    """How many others propose it, who were not asked."""
    candidate: bool = False
    """Whether it may become a further track: enough parties propose it, and it is none yet."""


def rank_themes(report: Report, at_least: int | None = None) -> tuple[ThemeStanding, ...]:
    """Say how many parties stand behind each theme, those with most parties first.

    A party counts once for a theme, however often it proposes it and in however many responses; each party of a joint
    response counts. Whoever was not asked is counted apart and makes no candidate. A round that names no parties counts
    all whom a response names.

    Args:
        report: The report.
        at_least: How many parties a candidate needs; by default what the round says (`Round.track_candidate_from`).

    Returns:
        Every theme of the report, in the order of parties, then others, then the Danish alphabet.
    """
    needed = report.round.track_candidate_from if at_least is None else at_least
    names = {party.id: party.name for party in report.round.participants}
    senders = {item.id: item.sender.name for item in report.responses if item.sender}
    behind: dict[str, set[str]] = {}
    for entry in report.points:
        stranger = f"\0{senders.get(entry.response, entry.response)}"
        behind.setdefault(entry.point.id, set()).update(entry.participants or (stranger,))
    found: list[ThemeStanding] = []
    for theme in report.themes:
        who = {one for point in theme.points for one in behind.get(point, ())}
        parties = {one for one in who if (one in names if names else not one.startswith("\0"))}
        ordered = sorted((sort_key(names.get(one, one)), one) for one in parties)
        found.append(
            ThemeStanding(
                theme=theme,
                parties=tuple(one for _, one in ordered),
                others=len(who - parties),
                candidate=theme.track is None and len(parties) >= needed,
            )
        )
    return tuple(
        sorted(
            found,
            key=lambda one: (-len(one.parties), -one.others, sort_key(one.theme.title), one.theme.id),
        )
    )
