"""The tracks that points are about: each must be one of the round's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kkrconsult.adoption import became
from kkrconsult.danish import fold, suggest
from kkrconsult.findings import Code, Finding, Severity
from kkrconsult.model import Response, TrackPoint, TrackStatus
from kkrconsult.plugins.records import Context, NoOptions, ValidatorSpec
from kkrconsult.structure import FrozenMap
from kkrconsult.validators._common import EachResponse, at_point, dropped

__all__ = ["SPEC"]


class _Run(EachResponse):
    """Builds the set of tracks once."""

    def __init__(self, _options: NoOptions, context: Context) -> None:
        self._tracks = {track.id: track for track in context.round.tracks}
        # A track that lives on in another was not dropped: what is said of it has a place.
        self._dropped = {
            track.id
            for track in context.round.tracks
            if track.status is TrackStatus.DROPPED and not became(context.round, track.id)
        }
        self._open = self._tracks.keys() - self._dropped
        # Of two tracks with one name the first is meant: those that are none any more stand last.
        self._names = {
            name: track.id
            for track in reversed(context.round.tracks)
            for name in (*track.aliases, *track.title.translations.values(), track.id)
        }
        self._folded = {fold(name): track for name, track in self._names.items()}

    def observe(self, response: Response) -> Iterable[Finding]:
        for point in response.points:
            if isinstance(point, TrackPoint) and point.track not in self._open:
                return self._look(response)
        return ()

    def _look(self, response: Response) -> Iterator[Finding]:
        if dropped(response):
            return
        for point in response.points:
            if not isinstance(point, TrackPoint):
                continue
            track = self._tracks.get(point.track)
            if track is None:
                meant = self._meant(point.track)
                params = {"track": point.track, "suggestions": meant, "suggested": len(meant)}
                yield Finding(code="track.unknown", params=FrozenMap(params), location=at_point(point))
            elif point.track in self._dropped:
                params = {"track": point.track, "title": dict(track.title.translations)}
                yield Finding(code="track.dropped", params=FrozenMap(params), location=at_point(point))

    def _meant(self, written: str) -> list[str]:
        """Id of the track that was probably meant: known by another name, or misspelt; at most one."""
        exact = self._folded.get(fold(written))
        return [exact] if exact else [self._names[name] for name in suggest(written, self._names)]


SPEC = ValidatorSpec(
    name="known-track",
    codes=(
        Code("track.unknown", Severity.ERROR),  # track; suggestions: ids; suggested: how many
        Code("track.dropped", Severity.WARNING),  # track, title
    ),
    options=NoOptions,
    create=_Run,
    summary={
        "da": "Om bemærkninger til spor hører til et af høringens spor.",
        "en": "Whether points on tracks are about tracks of the round.",
    },
)
