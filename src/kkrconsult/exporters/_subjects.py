"""The points of a report by what they are about: the round as a whole, each track, each supplementary theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.model import Point, Response, ThemeProposal, TrackPoint
from kkrconsult.report import PointEntry, Report, accepted_ids

__all__ = ["Group", "Subjects"]

_Key = tuple[str, str]
_Place = tuple[tuple[object, ...], int, int]
"""Where a point stands: by sender, in which response, and at which place in it."""


@attrs.frozen(kw_only=True)
class Group:
    """Points on one thing."""

    title: str
    """What they are about."""
    entries: Iterator[tuple[Response, PointEntry]]
    """The points, by sender, each with its response; read as they are asked for."""


class Subjects:
    """Sorts the points of a report once; every point is in exactly one group.

    Kept is where each point stands, and not what it says.
    """

    def __init__(self, report: Report, responses: Sequence[Response], words: Words, names: Names) -> None:
        self._words, self._report, self._responses = words, report, responses
        self._tracks = {track.id: words.text(track.title) for track in report.round.tracks}
        self._themes = {point: theme.id for theme in report.themes for point in theme.points}
        self._remarks = {item.point: item for item in report.assessments}
        self._found: dict[_Key, list[_Place]] = {}
        accepted = accepted_ids(report.participation)
        for number, response in enumerate(responses):
            if response.points and response.id in accepted:
                order = names.order_of(response)
                for index, point in enumerate(response.points):
                    self._found.setdefault(self._key(point), []).append((order, number, index))

    @property
    def count(self) -> int:
        """How many points there are."""
        return sum(map(len, self._found.values()))

    def _key(self, point: Point) -> _Key:
        if isinstance(point, TrackPoint):
            return ("track", point.track) if point.track in self._tracks else ("strange", point.track)
        if isinstance(point, ThemeProposal):
            return ("theme", self._themes[point.id]) if point.id in self._themes else ("ungrouped", "")
        return "general", ""

    def groups(self) -> Iterator[Group]:
        """The groups that have points: the round as a whole, the tracks in their order, the themes in theirs."""
        words = self._words
        titles = {("general", ""): words("general-points")}
        titles |= {("track", one): title for one, title in self._tracks.items()}
        titles |= {key: f"{words('unknown-tracks')}: {key[1]}" for key in sorted(self._found) if key[0] == "strange"}
        titles |= {("theme", theme.id): f"{words('theme-label')} {theme.title}" for theme in self._report.themes}
        titles[("ungrouped", "")] = words("ungrouped")
        for key, title in titles.items():
            if key in self._found:
                yield Group(title=title, entries=self._entries(sorted(self._found[key])))

    def _entries(self, places: Sequence[_Place]) -> Iterator[tuple[Response, PointEntry]]:
        last, response = -1, None
        for _, number, index in places:
            if number != last or response is None:
                last, response = number, self._responses[number]
            point = response.points[index]
            remark = self._remarks.get(point.id)
            yield (
                response,
                PointEntry(point=point, response=response.id, participants=response.participants, assessment=remark),
            )
