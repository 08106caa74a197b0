"""Reasons: a supplementary theme is asked for together with why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from kkrconsult.danish import fold
from kkrconsult.findings import Code, Finding, Severity
from kkrconsult.model import Point, Response, ThemeProposal, TrackPoint
from kkrconsult.plugins.records import ValidatorSpec, per_response
from kkrconsult.structure import FrozenMap
from kkrconsult.validators._common import at_point, dropped, headline

__all__ = ["SPEC", "Options"]


# Not a, of which two are one letter.
_SURE = frozenset("bcdefghijlmnopqstuvwxyzæøå")
# Words that are left out begin so: "kommune" and "regionskommune".
_LEFT_OUT = ("kom", "reg")
# The first sign that may make another letter of the one before it.
_MARKS = "\u0300"


@attrs.frozen(kw_only=True)
class Options:
    """Which points need a rationale."""

    themes: bool = True
    """Whether supplementary themes do."""
    tracks: bool = False
    """Whether points on tracks do. Often such a point is itself the rationale for its track."""


def check(response: Response, options: Options) -> Iterable[Finding]:
    """Find points without a rationale, and themes whose rationale only says the theme again."""
    for point in response.points:
        if not _is_plain(point, options):
            return _look(response, options)
    return ()


def _is_plain(point: Point, options: Options) -> bool:
    """Whether a look at how the texts of a point begin shows that there is nothing to say of it, as of most."""
    if isinstance(point, ThemeProposal):
        return not options.themes or _begin_otherwise(point.rationale or "", (point.title, point.text))
    return not options.tracks


def _begin_otherwise(reason: str, others: Iterable[str]) -> bool:
    """Whether a reason surely says something, and something else than other texts when all are folded."""
    begins = _beginning(reason)
    if not begins:
        return False
    for text in others:
        other = _beginning(text)
        if text and (not other or begins.startswith(other) or other.startswith(begins)):
            return False
    return True


def _beginning(text: str) -> str:
    """Letters with which a folded text begins; empty where only folding it would tell.

    A letter keeps its place unless it is the first of two that become one, or of a word that is left out.
    """
    start = text[:3].lower()
    if start.isascii() and start.isalpha() and "a" not in start and text[3:4] < _MARKS:
        return start if start not in _LEFT_OUT else ""
    return start[:1] if start[:1] in _SURE and start[1:2] < _MARKS else ""


def _look(response: Response, options: Options) -> Iterator[Finding]:
    if dropped(response):
        return
    for point in response.points:
        if isinstance(point, ThemeProposal) and options.themes:
            code, reason = None, _folded(point)
            if not reason:
                code = "rationale.missing"
            elif reason in (fold(point.title), fold(point.text)):
                code = "rationale.repeats"
            if code is not None:
                params = {"title": headline(point)}
                yield Finding(code=code, params=FrozenMap(params), location=at_point(point))
        elif isinstance(point, TrackPoint) and options.tracks and not _folded(point):
            params = {"track": point.track}
            yield Finding(code="rationale.track-missing", params=FrozenMap(params), location=at_point(point))


def _folded(point: Point) -> str:
    """The rationale without what does not matter; signs alone are no reason."""
    return fold(point.rationale or "")


SPEC = ValidatorSpec(
    name="rationale",
    codes=(
        Code("rationale.missing", Severity.WARNING),  # title
        Code("rationale.repeats", Severity.WARNING),  # title
        Code("rationale.track-missing", Severity.WARNING),  # track
    ),
    options=Options,
    create=per_response(check),
    summary={
        "da": "Om supplerende temaer er begrundet.",
        "en": "Whether supplementary themes come with a rationale.",
    },
)
