"""Answer files: one answer as Markdown with its particulars in TOML at the top, read and written without loss."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import attrs

from kkrconsult.config._lines import Position, key_positions, locate
from kkrconsult.config._text import load_toml
from kkrconsult.errors import DataError, Path, Problem, bounded, dotted
from kkrconsult.findings import Finding
from kkrconsult.formats.front_matter import FENCE, Particulars, read_particulars, write_particulars
from kkrconsult.formats.names import Names, is_id, slug
from kkrconsult.formats.problems import finding, hint, place, reason_of
from kkrconsult.formats.rows import typed_points
from kkrconsult.formats.sections import Answer, read_sections, section_names, write_sections
from kkrconsult.model import Response
from kkrconsult.structure import decode

__all__ = ["read_answer_file", "write_response_markdown"]

_YAML = re.compile(r"^[^\W\d][\w -]*:(?:[ \t]|$)", re.MULTILINE)
_YAML_FENCE = "---"
_POINTS_KEYS = ("points", "set_aside", "body")


def write_response_markdown(response: Response, *, language: str = "da") -> str:
    """Write a response as an answer file.

    Where the headings of an answer file can say what the points are, they do, and the file is one that a person could
    have written. Where they cannot, the points stand in the particulars, and the text below is the body as it is; and a
    body that would not survive as text (for its line ends, say) stands in the particulars too.

    Args:
        response: The response.
        language: Language of keys, words and headings, ``da`` or ``en``. Either is read.

    Returns:
        The text of the file; `read_answer_file` gives the response back.
    """
    text, tracks = write_sections(response, language)
    as_it_is = f"\n{response.body}\n" if response.body else ""
    for fields, known, below in ((_POINTS_KEYS, tracks, text), (("body",), {}, as_it_is)):
        written = write_particulars(response, fields, known, language) + below
        if list(read_answer_file(written, "x.md", Names(), "UTC")) == [response]:
            return written
    return write_particulars(response, (), {}, language)


def read_answer_file(text: str, name: str, names: Names, zone: str) -> Iterator[Response | Finding]:
    """Read an answer file.

    Args:
        text: The text of the file.
        name: Its name, of which the id is made where the file gives none.
        names: Ids of parties and tracks by name.
        zone: Name of the time zone of times without an offset.

    Returns:
        The response, unless something in it cannot be used; and a finding for whatever is worth one.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    fence = lines[start].strip()
    if fence not in (FENCE, _YAML_FENCE):
        yield finding("markdown.no-front-matter", place(name, start + 1))
        return
    end = next((number for number in range(start + 1, len(lines)) if lines[number].rstrip() == fence), None)
    if end is None:
        reason = {"da": f"linjen {fence} efter dem mangler", "en": f"the line {fence} below them is missing"}
        yield finding("markdown.not-toml", place(name, start + 1), reason=reason)
        return
    source = "\n".join(lines[start + 1 : end])
    data = load_toml(source)
    if isinstance(data, Problem):
        if _looks_like_yaml(source):
            yield finding("markdown.yaml", place(name, start + 1))
        else:
            line = start + 1 + (data.line or 0)
            yield finding("markdown.not-toml", place(name, line, data.column), reason=reason_of(data))
        return
    yield from _File(name, source, start + 1, end + 1).read(data, "\n".join(lines[end + 1 :]), names, zone)


def _looks_like_yaml(source: str) -> bool:
    first = next((line for line in source.split("\n") if line.strip() and not line.startswith("#")), "")
    return _YAML.match(first) is not None


@attrs.frozen(slots=False)
class _File:
    """One answer file, with what is needed to say where in it something stands."""

    name: str
    source: str
    above: int
    above_text: int

    def read(self, data: Mapping[str, object], text: str, names: Names, zone: str) -> Iterator[Response | Finding]:
        particulars = read_particulars(data, names, zone)
        plain = particulars.plain
        plain.setdefault("id", self._own_id())
        if particulars.tracks:
            names = names.with_tracks(particulars.tracks)
        answer = Answer()
        if any(field in plain for field in _POINTS_KEYS):
            self._take_verbatim(particulars, text)
        else:
            answer = read_sections(text, plain["id"], names, titled="title" not in plain)
            found = {"body": answer.body, "points": answer.points, "set_aside": answer.set_aside}
            plain.update(found, title=answer.title or plain.get("title"))
        problems = [self._problem(Problem(message=reason, path=path)) for path, reason in particulars.problems]
        response: Response | None = None
        try:
            response = decode(Response, plain)
        except DataError as error:
            faults = error.problems or [Problem(message=error.message)]
            problems += [self._fault(fault, particulars, answer) for fault in faults]
        if problems or response is None:
            yield from problems
            return
        yield from self._notes(particulars, answer)
        yield response

    def _own_id(self) -> str:
        stem = PurePosixPath(self.name.replace("\\", "/")).name.rsplit(".", 1)[0]
        return stem if is_id(stem) and stem == stem.lower() else slug(stem)

    def _take_verbatim(self, particulars: Particulars, text: str) -> None:
        """Take the text as it stands, since the points are in the particulars."""
        plain = particulars.plain
        body = text.removeprefix("\n").removesuffix("\n")
        if "body" not in plain:
            plain["body"] = body
        elif body.strip():
            key = particulars.written["body"]
            particulars.problems.append(((key,), "the text stands both here and below; keep one of them"))
        points = plain.get("points")
        if isinstance(points, list) and all(isinstance(point, dict) for point in points):
            plain["points"] = typed_points(plain["id"], points)

    def _notes(self, particulars: Particulars, answer: Answer) -> Iterator[Finding]:
        for key, day in particulars.day_only:
            where = place(self.name, self._line((key,)), field=key)
            yield finding("answer.day-only", where, field=key, day=day.isoformat())
        for line, heading in answer.unknown:
            where = place(self.name, self.above_text + line)
            meant = hint(heading.partition(":")[0], section_names())
            yield finding("markdown.unknown-section", where, heading=bounded(heading), hint=meant)
        if answer.unplaced:
            yield finding("markdown.unplaced", place(self.name, self.above_text + 1), paragraphs=answer.unplaced)

    def _fault(self, fault: Problem, particulars: Particulars, answer: Answer) -> Finding:
        """A fault of the response, led back to the key or heading that it comes from."""
        path = fault.path
        if path[:1] == ("points",) and len(path) > 1 and isinstance(path[1], int) and path[1] < len(answer.lines):
            line = self.above_text + answer.lines[path[1]]
            field = dotted(path[2:]) or "points"
            return finding("markdown.field", place(self.name, line, field=field), field=field, reason=reason_of(fault))
        written = (particulars.written.get(str(key), key) for key in path[:1])
        return self._problem(attrs.evolve(fault, path=(*written, *path[1:])))

    def _problem(self, problem: Problem) -> Finding:
        position = self._position(problem.path)
        line = self.above + position.line if position else self.above
        where = place(self.name, line, position.column if position else None, dotted(problem.path) or None)
        return finding("markdown.field", where, field=where.field or "?", reason=reason_of(problem))

    def _line(self, path: Path) -> int:
        position = self._position(path)
        return self.above + position.line if position else self.above

    def _position(self, path: Path) -> Position | None:
        return locate(self._positions, path)

    @functools.cached_property
    def _positions(self) -> Mapping[Path, Position]:
        return key_positions(self.source)
