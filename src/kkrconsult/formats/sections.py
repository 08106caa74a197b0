"""The text of an answer file: its headings say which paragraphs are which point, so that every paragraph has its place.

A heading of the second level opens a section: a track, a supplementary theme, general remarks, or what is outside the
points. ``### Begrundelse`` parts the rationale from the rest. A line of text that looks like such a heading has a
backslash in front, as in any Markdown.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from kkrconsult.assessment import paragraphs
from kkrconsult.danish import fold
from kkrconsult.formats.names import Names
from kkrconsult.formats.rows import typed_points
from kkrconsult.model import GeneralPoint, Point, Response, ThemeProposal, TrackPoint
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, word, words_below

__all__ = ["Answer", "read_sections", "section_names", "write_sections"]


class _Part(enum.Enum):
    """What a section is."""

    TRACK = "track"
    THEME = "theme"
    GENERAL = "general"
    ASIDE = "aside"
    PREAMBLE = "preamble"


_RATIONALE = "rationale"
_ALIASES: Mapping[str, str] = {
    "tema": "theme",
    "theme": "theme",
    "generelt": "general",
    "general": "general",
    "lagt til side": "aside",
    "set aside": "aside",
    "motivering": _RATIONALE,
    "reasons": _RATIONALE,
}
_ID = re.compile(r"[^\s{}]+")
_ESCAPED = re.compile(r"^\\(?=\\*(?:#{1,3}[ \t]|<!--))", re.MULTILINE)
_TO_ESCAPE = re.compile(r"^(?=\\*(?:#{1,3}[ \t]|<!--))", re.MULTILINE)
_LONGEST_KEYWORD = 60
_NO_REASON = "uden for punkterne"


@functools.cache
def _keywords() -> Mapping[str, str]:
    """What a section is, by its folded first words, in every language that has a catalogue."""
    found = {fold(name): part for name, part in _ALIASES.items()}
    for language in languages():
        found.update({fold(name): part for part, name in words_below("answer-file", language).items()})
    return FrozenMap(found)


@functools.cache
def _reasons() -> Mapping[str, str]:
    """Reason to set a paragraph aside, by its folded name in any language."""
    found = {
        fold(name): reason for language in languages() for reason, name in words_below("set-aside", language).items()
    }
    return FrozenMap({**found, **{fold(reason): reason for reason in words_below("set-aside")}})


def section_names() -> tuple[str, ...]:
    """The headings that there are, in every language, for suggestions."""
    parts = [part.value for part in _Part if part is not _Part.PREAMBLE]
    return tuple(word(f"answer-file.{part}", language) for language in languages() for part in parts)


@attrs.define
class _Section:
    part: _Part
    argument: str = ""
    heading: str = ""
    id: str | None = None
    line: int = 0
    text: list[str] = attrs.field(factory=list)
    rationale: list[str] | None = None

    def add(self, line: str) -> None:
        (self.text if self.rationale is None else self.rationale).append(line)


@attrs.define
class Answer:
    """What the text of an answer file says."""

    title: str | None = None
    """The heading of the first level at its top."""
    body: str = ""
    """All paragraphs, without the headings that order them."""
    points: list[dict[str, Any]] = attrs.field(factory=list)
    """The points as plain data."""
    lines: list[int] = attrs.field(factory=list)
    """The line of each point's heading, counted from the first line of the text."""
    set_aside: list[dict[str, Any]] = attrs.field(factory=list)
    """What is outside the points, as plain data."""
    unknown: list[tuple[int, str]] = attrs.field(factory=list)
    """Headings of the second level that are no section's: line and text."""
    unplaced: int = 0
    """How many paragraphs stand before the first section; none where there is no section at all."""


# --------------------------------------------------------------------------------------------- reading


def read_sections(text: str, response: object, names: Names, *, titled: bool) -> Answer:
    """Read the text of an answer file.

    Args:
        text: What stands below the particulars, its lines parted by line feeds.
        response: Id of the response, of which the ids of points are made.
        names: Ids of tracks by title.
        titled: Whether a heading of the first level at the top is the title, and not text.
    """
    answer = Answer()
    sections = _split(_without_comments(text), answer, titled=titled)
    body: list[str] = []
    for section in sections:
        said = _paragraphs(section.text)
        why = _paragraphs(section.rationale or [])
        numbers = list(range(len(body) + 1, len(body) + len(said) + len(why) + 1))
        body += [*said, *why]
        if section.part is _Part.PREAMBLE:
            answer.unplaced = len(numbers) if len(sections) > 1 else 0
        elif section.part is _Part.ASIDE:
            if numbers:
                reason = _reasons().get(fold(section.argument), section.argument) or _NO_REASON
                answer.set_aside.append({"paragraphs": numbers, "reason": reason})
        elif point := _point(section, said, why, numbers, names):
            answer.points.append(point)
            answer.lines.append(section.line)
    answer.body = "\n\n".join(body)
    answer.points = typed_points(response, answer.points)
    return answer


def _paragraphs(lines: Sequence[str]) -> tuple[str, ...]:
    return paragraphs(_ESCAPED.sub("", "\n".join(lines)))


def _without_comments(text: str) -> str:
    """Blank out comments that begin a line: the form explains itself in them. Lines keep their numbers."""
    parts: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        if start == 0 or text[start - 1] == "\n":
            parts += [text[done:start], "\n" * text.count("\n", start, end)]
            done = end + len("-->")
        else:
            parts.append(text[done : start + 4])
            done = start + 4
    return "".join([*parts, text[done:]])


def _split(text: str, answer: Answer, *, titled: bool) -> list[_Section]:
    sections = [_Section(_Part.PREAMBLE)]
    for number, line in enumerate(text.split("\n"), 1):
        current = sections[-1]
        at_top = current.part is _Part.PREAMBLE and answer.title is None and not any(map(str.strip, current.text))
        if titled and at_top and (title := _heading_text(line, "#")):
            answer.title = _ESCAPED.sub("", title)
        elif (text_of := _heading_text(line, "##")) is not None:
            section = _section(text_of, number)
            if section:
                sections.append(section)
            else:
                answer.unknown.append((number, text_of))
                current.add(line)
        elif (
            current.part in (_Part.TRACK, _Part.THEME, _Part.GENERAL)
            and (why := _heading_text(line, "###"))
            and _keywords().get(fold(why[:_LONGEST_KEYWORD])) == _RATIONALE
        ):
            # A second one goes on where the first ended; the blank line keeps their paragraphs apart.
            current.rationale = [*(current.rationale or []), ""]
        else:
            current.add(line)
    return sections


def _heading_text(line: str, marks: str) -> str | None:
    """The text of a heading without the marks before and behind it; None where the line is no such heading.

    Not a regular expression: white space in the middle of a long line would cost it the square of its length.
    """
    if not line.startswith((f"{marks} ", f"{marks}\t")):
        return None
    text = line[len(marks) :].strip(" \t")
    shorter = text.rstrip("#")
    return shorter.rstrip(" \t") if not shorter or shorter[-1] in " \t" else text


def _without_id(text: str) -> tuple[str, str | None]:
    """A heading's text, and the id that stands behind it in braces, ``{#id}``."""
    before, mark, identity = text.removesuffix("}").rpartition("{#")
    if mark and text.endswith("}") and before[-1:] in (" ", "\t") and _ID.fullmatch(identity):
        return before.rstrip(" \t"), identity
    return text, None


def _section(heading: str, line: int) -> _Section | None:
    text, identity = _without_id(heading)
    keyword, colon, argument = text.partition(":")
    name = _keywords().get(fold(keyword[:_LONGEST_KEYWORD]))
    argument = argument.strip()
    if name in (None, _RATIONALE) or (name == "track" and not argument) or (name == "theme" and not colon):
        return None
    return _Section(_Part(name), argument, text, identity, line)


def _point(
    section: _Section, said: Sequence[str], why: Sequence[str], numbers: list[int], names: Names
) -> dict[str, Any] | None:
    """The point of a section as plain data; None for one that was left empty, as sections of a form are."""
    if not numbers and not (section.part is _Part.THEME and section.argument):
        return None
    point: dict[str, Any] = {}
    if section.part is _Part.TRACK:
        point["track"] = names.track(section.argument)
    if section.part is _Part.THEME:
        point["title"] = section.argument
    point["text"] = "\n\n".join(said)
    if why:
        point["rationale"] = "\n\n".join(why)
    if not point["text"] and not point.get("title"):
        # A rationale alone is both: what is said of the track, and why.
        point["text"] = point["rationale"]
    point["anchor"] = {"section": section.heading, "paragraphs": numbers}
    if section.id:
        point["id"] = section.id
    return point


# --------------------------------------------------------------------------------------------- writing


def write_sections(response: Response, language: str) -> tuple[str, dict[str, str]]:
    """Write body, points and what is set aside as sections.

    Whether this says all that the response says is for the caller to see, by reading it again.

    Returns:
        The text, with an empty line before each block; and the ids of tracks by the titles in its headings, where the
        ids do not follow from those.
    """
    body = paragraphs(response.body)
    tracks: dict[str, str] = {}
    parts: list[tuple[float, str, Sequence[str], Sequence[str]]] = []
    last = 0.0
    derived = typed_points(response.id, [_named(point) for point in response.points])
    for point, expected in zip(response.points, derived, strict=True):
        numbers = point.anchor.paragraphs if point.anchor else ()
        last = float(numbers[0]) if numbers else last + 0.001
        own = [body[number - 1] for number in numbers if number <= len(body)]
        why = len(paragraphs(point.rationale)) if point.rationale else 0
        heading = _heading(point, language, tracks) + ("" if expected["id"] == point.id else f" {{#{point.id}}}")
        parts.append((last, heading, own[: len(own) - why], own[len(own) - why :]))
    for item in response.set_aside:
        own = [body[number - 1] for number in item.paragraphs if number <= len(body)]
        reason = word(f"set-aside.{item.reason}", language) if item.reason in words_below("set-aside") else item.reason
        parts.append((float(item.paragraphs[0]), f"{word('answer-file.aside', language)}: {reason}", own, ()))
    parts.sort(key=lambda part: part[0])
    claimed = {number for item in response.set_aside for number in item.paragraphs}
    claimed |= {number for point in response.points if point.anchor for number in point.anchor.paragraphs}
    loose = [text for number, text in enumerate(body, 1) if number not in claimed]
    blocks = list(_lines(loose, parts, language))
    return "".join(f"\n{block}\n" for block in blocks), tracks


def _lines(
    loose: Sequence[str], parts: Sequence[tuple[float, str, Sequence[str], Sequence[str]]], language: str
) -> Iterator[str]:
    yield from map(_escaped, loose)
    for _, heading, said, why in parts:
        yield f"## {heading}"
        yield from map(_escaped, said)
        if why:
            yield f"### {word('answer-file.rationale', language)}"
            yield from map(_escaped, why)


def _escaped(paragraph: str) -> str:
    return _TO_ESCAPE.sub(r"\\", paragraph)


def _named(point: Point) -> dict[str, str]:
    title = {"title": point.title} if isinstance(point, ThemeProposal) else {}
    return {**title, "text": point.text}


def _heading(point: Point, language: str, tracks: dict[str, str]) -> str:
    """The heading of a point: the one it had, where it had one that still says what it is."""
    section = point.anchor.section if point.anchor else None
    found = _section(section, 0) if section else None
    part = {TrackPoint: _Part.TRACK, ThemeProposal: _Part.THEME, GeneralPoint: _Part.GENERAL}[type(point)]
    argument = point.track if isinstance(point, TrackPoint) else getattr(point, "title", "")
    if section and found and found.part is part:
        if isinstance(point, TrackPoint) and Names().track(found.argument) != point.track:
            tracks[found.argument] = point.track
        return section
    return word(f"answer-file.{part.value}", language) + (f": {argument}" if part is not _Part.GENERAL else "")
