"""What came in: the result of reading an inbox, in which every file is accounted for."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kkrconsult.findings import Finding
from kkrconsult.model import Response, SourceFile

__all__ = ["Duplicate", "Inbox"]


@attrs.frozen(kw_only=True)
class Duplicate:
    """A file with the same content as another."""

    file: str
    """Name of the copy."""
    of: str
    """Name of the file that was read."""


@attrs.frozen(kw_only=True)
class Inbox:
    """Everything that was found in an inbox. Each file ends as one of: read, a problem, or a duplicate."""

    responses: tuple[Response, ...] = ()
    """The responses, by file name and then in the order of the file."""
    problems: tuple[Finding, ...] = ()
    """What could not be read, each with its file and its remedy."""
    duplicates: tuple[Duplicate, ...] = ()
    """Copies of files that were read."""
    files: tuple[SourceFile, ...] = ()
    """Every file, sorted by name."""
    read: tuple[str, ...] = ()
    """Names of the files that gave a response. A response from an archive may name another file as its source: the one
    that it was first read from."""

    def __iter__(self) -> Iterator[Response]:
        return iter(self.responses)

    def __len__(self) -> int:
        return len(self.responses)

    @property
    def unread(self) -> tuple[str, ...]:
        """Names of the files of which nothing could be read."""
        ended = {*self.read, *(entry.file for entry in self.duplicates)}
        return tuple(file.name for file in self.files if file.name not in ended)
