"""The titles of supplementary themes: there, short, and not those of a track that the round already has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from kkrconsult.danish import fold
from kkrconsult.findings import Code, Finding, Severity
from kkrconsult.model import Response, ThemeProposal
from kkrconsult.plugins.records import Context, ValidatorSpec
from kkrconsult.structure import FrozenMap
from kkrconsult.validators._common import EachResponse, at_point, dropped, headline

__all__ = ["SPEC", "Options"]


@attrs.frozen(kw_only=True)
class Options:
    """What a title may be."""

    maximum_characters: int = attrs.field(default=110, validator=attrs.validators.gt(0))
    """Longest title, in characters. Danish case systems take titles of about 110."""


class _Run(EachResponse):
    """Indexes the names of the tracks once."""

    def __init__(self, options: Options, context: Context) -> None:
        self._options = options
        self._invited = context.round.new_themes
        self._tracks = {
            fold(name): track
            for track in reversed(context.round.tracks)
            for name in (*track.aliases, *track.title.translations.values(), track.id)
        }

    def observe(self, response: Response) -> Iterable[Finding]:
        seen: set[str] = set()
        for point in response.points:
            if isinstance(point, ThemeProposal) and not self._is_plain(point, seen):
                return self._look(response)
        return ()

    def _is_plain(self, theme: ThemeProposal, seen: set[str]) -> bool:
        """Whether there is nothing to say of a title, as of most."""
        folded = fold(theme.title)
        if not self._invited or not folded or folded in self._tracks or folded in seen:
            return False
        seen.add(folded)
        return len(theme.title) <= self._options.maximum_characters

    def _look(self, response: Response) -> Iterator[Finding]:
        if dropped(response):
            return
        seen: set[str] = set()
        for point in response.points:
            if isinstance(point, ThemeProposal):
                for code, params in self._faults(point, seen):
                    yield Finding(code=code, params=FrozenMap(params), location=at_point(point))

    def _faults(self, theme: ThemeProposal, seen: set[str]) -> Iterator[tuple[str, dict[str, object]]]:
        title = {"title": headline(theme)}
        if not self._invited:
            yield "theme.not-invited", {**title}
        folded = fold(theme.title)
        if not folded:
            yield "theme.missing-title", {"text": headline(theme)}
            return
        track = self._tracks.get(folded)
        # What a track came from is called the same for a good reason.
        if track is not None and theme.id not in {point for step in track.history for point in step.points}:
            name = dict(track.title.translations)
            yield "theme.same-as-track", {**title, "track": track.id, "track_title": name}
        if folded in seen:
            yield "theme.repeated", {**title}
        seen.add(folded)
        length = len(theme.title.strip())
        if length > self._options.maximum_characters:
            yield (
                "theme.too-long",
                {**title, "characters": length, "limit": self._options.maximum_characters},
            )


SPEC = ValidatorSpec(
    name="theme-title",
    codes=(
        Code("theme.missing-title", Severity.ERROR),  # text: how the proposal begins
        Code("theme.too-long", Severity.WARNING),  # title, characters, limit
        Code("theme.same-as-track", Severity.WARNING),  # title; track: id; track_title
        Code("theme.repeated", Severity.WARNING),  # title
        Code("theme.not-invited", Severity.WARNING),  # title
    ),
    options=Options,
    create=_Run,
    summary={
        "da": "Om supplerende temaer har en brugbar titel, og om der er bedt om dem.",
        "en": "Whether supplementary themes have a usable title, and whether they were asked for.",
    },
)
