"""Reasons: a supplementary theme is asked for together with why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from kkrconsult.danish import fold
from kkrconsult.findings import Code, Finding, Severity
from kkrconsult.model import Point, Response, ThemeProposal, TrackPoint
from kkrconsult.plugins.records import ValidatorSpec, per_response
from kkrconsult.structure import FrozenMap
from kkrconsult.validators._common import at_point, dropped, headline

__all__ = ["SPEC", "Options"]


# Letters that are folded by themselves: not a, of which two are one letter. What is left out, "kommune" and
# "regionskommune", are words that begin with k and r; others with these letters are known by their first three.
_SURE = re.compile("(?:[b-jl-qs-zæøå][b-zæøå]*+ ?)++|(?!kom|reg)[kr][b-z]{2}")
# The first sign that may make another letter of the one before it.
_MARKS = "\u0300"
_ENOUGH = 12


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
    """Letters with which a folded text begins; empty where only folding it would tell."""
    start = text[:_ENOUGH].lower()
    sure = _SURE.match(start)
    if sure is None or (start[sure.end() :] or text[_ENOUGH : _ENOUGH + 1])[:1] >= _MARKS:
        return ""
    return sure[0].replace(" ", "")


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
