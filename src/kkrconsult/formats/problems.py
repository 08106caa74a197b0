"""What can be wrong with a file of answers: the codes, and findings that name file, place and remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kkrconsult.danish import suggest
from kkrconsult.errors import DataError, Problem, bounded, dotted
from kkrconsult.findings import Code, Finding, Location, Severity
from kkrconsult.structure import FrozenMap

__all__ = [
    "CSV_CODES",
    "JSON_CODES",
    "MARKDOWN_CODES",
    "assessment_sheet",
    "finding",
    "hint",
    "not_a_response",
    "place",
    "problems_of",
    "reason_of",
]

_COMMON_CODES = (
    Code("answer.encoding", Severity.WARNING),  # encoding
    Code("answer.day-only", Severity.WARNING),  # day, field
)
JSON_CODES = (Code("json.unknown-key", Severity.WARNING),)  # key; hint
CSV_CODES = (
    *_COMMON_CODES,
    Code("csv.unknown-column", Severity.WARNING),  # column; hint
    Code("csv.repeated-column", Severity.ERROR),  # column; other
    Code("csv.no-sender", Severity.ERROR),  # columns: list of those that there are
    Code("csv.no-rows", Severity.WARNING),
    Code("csv.row-length", Severity.ERROR),  # cells, columns
    Code("csv.quotes", Severity.ERROR),  # last: the last line that is lost
    Code("csv.cell", Severity.ERROR),  # column, reason
    Code("csv.contradiction", Severity.ERROR),  # response, column, line: of the first row
)
MARKDOWN_CODES = (
    *_COMMON_CODES,
    Code("markdown.no-front-matter", Severity.ERROR),
    Code("markdown.not-toml", Severity.ERROR),  # reason
    Code("markdown.yaml", Severity.ERROR),
    Code("markdown.field", Severity.ERROR),  # field, reason
    Code("markdown.unknown-section", Severity.WARNING),  # heading; hint
    Code("markdown.unplaced", Severity.WARNING),  # paragraphs: how many
)

_LONGEST_REASON = 400
_LONGEST_FIELD = 120


def finding(code: str, location: Location, **params: object) -> Finding:
    """A finding about a place in a file."""
    return Finding(code=code, params=FrozenMap({"file": location.file, **params}), location=location)


def place(name: str, line: int | None = None, column: int | None = None, field: str | None = None) -> Location:
    """A place in a file; the name of the field is cut, since it may come from the file."""
    return Location(file=name, line=line, column=column, field=field[:_LONGEST_FIELD] if field else None)


def not_a_response(name: str, *, line: int | None = None, column: int | None = None, **reason: str) -> Finding:
    """A finding for something that should have been a response.

    Args:
        name: Name of the file.
        line: Where in the file.
        column: Where in the line.
        **reason: Why it is none, by language.
    """
    return finding("file.not-a-response", place(name, line, column), reason=FrozenMap(reason))


def assessment_sheet(name: str) -> Finding:
    """The finding that a file is no answer but the sheet in which answers are assessed; it quotes all of them."""
    return not_a_response(
        name,
        da="det er et vurderingsskema; tag det ud af indbakken, og giv det med --assessments",
        en="it is an assessment sheet; take it out of the inbox, and give it with --assessments",
    )


def problems_of(name: str, error: DataError, *, line: int | None = None) -> Iterator[Finding]:
    """One finding for each problem of an error."""
    for problem in error.problems or [Problem(message=error.message)]:
        where = place(name, line or problem.line, problem.column, dotted(problem.path) or None)
        yield finding("file.not-a-response", where, reason=reason_of(problem, path=True))


def reason_of(problem: Problem, *, path: bool = False) -> str:
    """A problem in one line of bounded length: what was found, what is allowed, what was probably meant."""
    parts = [problem.message]
    if path and problem.path:
        parts[0] = f"{dotted(problem.path)[:_LONGEST_FIELD]}: {problem.message}"
    if problem.found is not None:
        parts.append(f"found {problem.found}")
    if problem.allowed is not None:
        parts.append(f"allowed: {problem.allowed}")
    text = "; ".join(parts) + (f". {problem.suggestion}" if problem.suggestion else "")
    return text if len(text) <= _LONGEST_REASON else text[: _LONGEST_REASON - 1] + "…"


def hint(written: str, known: Iterable[str]) -> FrozenMap[str, str]:
    """What was probably meant, as a sentence by language with a space in front; empty where nothing is alike."""
    meant: Sequence[str] = suggest(written[:_LONGEST_FIELD], known)
    if not meant:
        return FrozenMap({"da": "", "en": ""})
    shown = bounded(meant[0])
    return FrozenMap({"da": f" Menes der {shown}?", "en": f" Did you mean {shown}?"})
