"""The points of a report by what they are about: the round as a whole, each track, each supplementary theme."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.model import ThemeProposal, TrackPoint
from kkrconsult.report import PointEntry, Report

__all__ = ["Group", "Subjects"]


@attrs.frozen(kw_only=True)
class Group:
    """Points on one thing."""

    title: str
    """What they are about."""
    entries: tuple[PointEntry, ...]
    """The points, by sender."""


class Subjects:
    """Sorts the points of a report once; every point is in exactly one group."""

    def __init__(self, report: Report, words: Words, names: Names) -> None:
        self._words, self._report = words, report
        self.tracks = {track.id: words.text(track.title) for track in report.round.tracks}
        self._themes = {point: theme.id for theme in report.themes for point in theme.points}
        self._found: dict[tuple[str, str], list[PointEntry]] = {}
        for entry in sorted(report.points, key=lambda entry: names.order(entry.response)):
            self._found.setdefault(self._key(entry), []).append(entry)

    def _key(self, entry: PointEntry) -> tuple[str, str]:
        point = entry.point
        if isinstance(point, TrackPoint):
            return ("track", point.track) if point.track in self.tracks else ("strange", point.track)
        if isinstance(point, ThemeProposal):
            return ("theme", self._themes[point.id]) if point.id in self._themes else ("ungrouped", "")
        return "general", ""

    def groups(self) -> Iterator[Group]:
        """The groups that have points: the round as a whole, the tracks in their order, the themes in theirs."""
        words = self._words
        titles = {("general", ""): words("general-points")}
        titles |= {("track", one): title for one, title in self.tracks.items()}
        titles |= {key: f"{words('unknown-tracks')}: {key[1]}" for key in sorted(self._found) if key[0] == "strange"}
        titles |= {("theme", theme.id): f"{words('theme-label')} {theme.title}" for theme in self._report.themes}
        titles[("ungrouped", "")] = words("ungrouped")
        for key, title in titles.items():
            if key in self._found:
                yield Group(title=title, entries=tuple(self._found[key]))
