"""The numbers of lines, for parts that come in the order of their files: what is before each has been counted."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from kkrconsult.engine import Summary, renumbered
from kkrconsult.findings import Finding
from kkrconsult.intake import FilePart, lines_before, moved
from kkrconsult.parallel._job import Done

__all__ = ["Numbers"]


class Numbers:
    """Knows where the part before ended, and how many lines had begun by then."""

    def __init__(self) -> None:
        self._ends: tuple[str, int | None] | None = None
        self._lines: int | None = 0

    def known(self, part: FilePart) -> int | None:
        """How many lines begin before a part; None where that has not been counted."""
        if part.start == 0:
            return 0
        return self._lines if self._ends == (part.path, part.start) else None

    def settle(self, one: Done, part: Summary) -> Sequence[Finding]:
        """Give what is said of lines the numbers that they have in the file.

        Args:
            one: A part that was checked in another process, which knows the lines of the part only.
            part: What it came to; changed.

        Returns:
            What was found in it.

        Raises:
            ReadError: The part is not the first of its file, and what is before it cannot be read.
        """
        before, found = self.known(one.part), one.findings
        if part.state.stores[""].counts:
            before = lines_before(one.part) if before is None else before
            change = functools.partial(_moved, lines=before)
            renumbered(part, change)
            found = [*map(change, found)]
        self.passed(one.part, one.lines, before)
        return found

    def passed(self, part: FilePart, lines: int, before: int | None) -> None:
        """Take note of a part that is done.

        Args:
            part: The part.
            lines: How many lines begin in it.
            before: How many begin before it, where that is known.
        """
        self._ends = (part.path, part.stop)
        self._lines = None if before is None else before + lines


def _moved(finding: Finding, lines: int) -> Finding:
    # Validators are given no lines: theirs, if any, are of something else.
    return moved(finding, lines) if finding.validator is None else finding
