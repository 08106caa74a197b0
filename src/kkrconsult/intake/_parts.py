"""A file of JSON Lines in parts, each of which can be read by itself, in another process or on another machine."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from typing import BinaryIO

import attrs

from kkrconsult.errors import ReadError
from kkrconsult.findings import Finding, Subject, SubjectKind
from kkrconsult.formats.json_lines import read_lines
from kkrconsult.intake._opening import name_of, opened, shown, size_of
from kkrconsult.model import Response

__all__ = ["FilePart", "Reading", "Window", "lines_before", "moved", "parts_of"]

_CHUNK = 1 << 20


@attrs.frozen(kw_only=True)
class FilePart:
    """Some lines of a file of JSON Lines: those that begin in a range of bytes. It can be read any number of times.

    Wherever the cuts are, each line is in exactly one part; a line that is cut belongs to the part that it begins in.
    """

    # Parts are shown in the logs of clusters.
    path: str = attrs.field(repr=shown)
    """Path of the file, as whoever reads the part sees it; or a URL that fsspec knows (needs the extra ``cluster``)."""
    start: int = attrs.field(default=0, validator=attrs.validators.ge(0))
    """First byte of the range."""
    stop: int | None = None
    """First byte after the range; None for the end of the file."""

    @property
    def file(self) -> str:
        """Name of the file in findings and sums."""
        return name_of(self.path)

    @property
    def size(self) -> int:
        """How many bytes the range has; 0 where the file is not there."""
        if self.stop is not None:
            return max(self.stop - self.start, 0)
        try:
            return max(size_of(self.path) - self.start, 0)
        except ReadError:
            return 0

    def __iter__(self) -> Iterator[Response | Finding]:
        """Read the part, line by line; memory stays flat.

        Raises:
            MissingExtraError: It is at a URL, and the extra ``cluster`` is not installed.
            ReadError: The file cannot be opened or read.
        """
        return iter(Reading(self))


class Reading:
    """A part that is read, line by line, with the numbers that its lines have in the file.

    Args:
        part: The part.
        before: How many lines of the file begin before it; None where that is not known. It is counted then, but only
            where something is to be said of a line: otherwise nothing is read but the part.
    """

    def __init__(self, part: FilePart, before: int | None = None) -> None:
        self.part = part
        self.before = before
        self.lines = 0
        """How many lines begin in the part, once it has been read to its end."""

    @property
    def file(self) -> str:
        """Name of the file in findings and sums."""
        return self.part.file

    def __iter__(self) -> Iterator[Response | Finding]:
        start, stop = self.part.start, self.part.stop
        # The byte before the range tells whether a line begins with it.
        with opened(self.part.path, max(start - 1, 0), stop) as stream:
            window = Window(stream, start, stop)
            for item in read_lines(window, self.file, begins=not start):
                if isinstance(item, Response):
                    yield item
                    continue
                if self.before is None:
                    self.before = lines_before(self.part)
                yield _told(item, self.before)
            self.lines = window.lines


def _told(finding: Finding, before: int) -> Finding:
    """What is said of a line, as a finding on its file."""
    where = finding.location
    if where is None or where.file is None:
        return finding
    return attrs.evolve(
        moved(finding, before),
        subject=finding.subject or Subject(kind=SubjectKind.FILE, id=where.file),
        # As if the built-in reader of such files had said it.
        plugin=finding.plugin or "readers",
    )


def moved(finding: Finding, lines: int) -> Finding:
    """What is said of a line, with a number that is higher by so many."""
    where = finding.location
    if where is None or where.line is None:
        return finding
    return attrs.evolve(finding, location=attrs.evolve(where, line=where.line + lines))


class Window:
    """The lines of a stream that begin in a range of bytes. The stream stands before the first of them."""

    def __init__(self, stream: BinaryIO, start: int, stop: int | None) -> None:
        self._stream = stream
        self._stop = stop
        self.at = start
        """The byte that comes next."""
        self._within = False
        self.lines = 0
        """How many have begun."""
        if start:
            # The line that the cut goes through begins before the range.
            self.at = start - 1
            while line := stream.readline(_CHUNK):
                self.at += len(line)
                if line.endswith(b"\n"):
                    break

    def readline(self, size: int = -1, /) -> bytes:
        """The next line, or the next piece of one that is too long."""
        if not self._within and self._stop is not None and self.at >= self._stop:
            return b""
        line = self._stream.readline(size)
        self.at += len(line)
        if line and not self._within:
            self.lines += 1
        self._within = not line.endswith(b"\n")
        return line


def lines_before(part: FilePart) -> int:
    """How many lines begin before those of a part: what ends before its first byte, and what is cut there.

    Raises:
        ReadError: The file cannot be read.
    """
    count, left, last = 0, part.start, b"\n"
    with opened(part.path, stop=part.start) as stream:
        while left and (chunk := stream.read(min(left, _CHUNK))):
            count += chunk.count(b"\n")
            left -= len(chunk)
            last = chunk[-1:]
    return count + (last != b"\n")


def parts_of(path: str | os.PathLike[str], count: int) -> tuple[FilePart, ...]:
    """Cut a file of JSON Lines into parts of about the same size.

    Args:
        path: The file: a path, or a URL that fsspec knows.
        count: How many parts at most; fewer where the file is small.

    Returns:
        The parts, in the order of the file. Nothing is read but the file's size.

    Raises:
        MissingExtraError: It is at a URL, and the extra ``cluster`` is not installed.
        ReadError: The file is not there, its file system does not say how large it is, or `count` is less than 1.
    """
    if count < 1:
        raise ReadError(f"a file is cut into at least one part, not {count}")
    name = os.fspath(path)
    size = size_of(name)
    cuts = sorted({size * number // count for number in range(count)} | {size})
    if len(cuts) == 1:
        return (FilePart(path=name),)
    return tuple(FilePart(path=name, start=start, stop=stop) for start, stop in itertools.pairwise(cuts))
