"""Findings of the built-in readers: each names the file, the place, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from kkrconsult.errors import DataError, dotted
from kkrconsult.findings import Finding, Location
from kkrconsult.structure import FrozenMap

__all__ = ["not_a_response", "problems_of"]


def not_a_response(name: str, reason: str, *, line: int | None = None, column: int | None = None) -> Finding:
    """A finding for something that should have been a response."""
    return Finding(
        code="file.not-a-response",
        params=FrozenMap({"file": name, "reason": reason}),
        location=Location(file=name, line=line, column=column),
    )


def problems_of(name: str, error: DataError, *, line: int | None = None) -> Iterator[Finding]:
    """One finding for each problem of an error."""
    if not error.problems:
        yield not_a_response(name, error.message, line=line)
    for problem in error.problems:
        reason = str(problem) if problem.line is None else problem.message
        place = Location(
            file=name, line=line or problem.line, column=problem.column, field=dotted(problem.path) or None
        )
        yield Finding(code="file.not-a-response", params=FrozenMap({"file": name, "reason": reason}), location=place)
