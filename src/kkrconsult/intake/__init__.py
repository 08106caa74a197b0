"""Reading an inbox: files, folders, zip archives and streams, each file to exactly one end.

A file becomes responses, or a named problem, or a duplicate of a named other; nothing is skipped in silence. Files are
taken in the order of their names, so that the order in which a disk lists them means nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from kkrconsult.errors import ReadError
from kkrconsult.findings import Finding
from kkrconsult.inbox import Duplicate, Inbox
from kkrconsult.intake._files import File, Limits, Source, files_of, problem
from kkrconsult.intake._reading import Item, Progress, Readers
from kkrconsult.model import Response, Round, SourceFile
from kkrconsult.plugins import Registered, Registry, load_plugins

__all__ = ["Limits", "read_inbox"]


def read_inbox(
    source: Source | Iterable[Source],
    round_: Round,
    *,
    registry: Registry | None = None,
    limits: Limits = Limits(),
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Inbox:
    """Read everything in an inbox.

    Args:
        source: A file, a folder (with its folders), a zip archive, a binary stream with a ``name``, or several of
            those.
        round_: The round, whose settings hold the readers' options.
        registry: The plugins; by default those installed.
        limits: How much is taken in, and how long a file may take.
        jobs: How many worker processes read at a time; by default one a processor.
        progress: Called with the number of files that are done, and of all.

    Returns:
        The inbox. Bad files are problems in it and never exceptions.

    Raises:
        ReadError: The inbox itself is not there or cannot be listed.
        ConfigError: The round's options of a reader cannot be used.
    """
    registry = load_plugins() if registry is None else registry
    several = not isinstance(source, (str, os.PathLike)) and not hasattr(source, "read")
    sources: Iterable[Any] = source if several else (source,)  # type: ignore[assignment]
    files: list[File] = []
    for one in sources:
        for file in files_of(one, limits):
            if len(files) >= limits.files:
                raise ReadError(f"the inbox holds more than {limits.files} files; read it in parts, or raise the limit")
            files.append(file)
    files.sort(key=lambda file: file.name)
    named = list(zip(_distinct([file.name for file in files]), files, strict=True))
    return _Intake(Readers(round_, registry, limits), named, progress).read(jobs)


class _Intake:
    """Reads files, and says of each how it ended."""

    def __init__(self, readers: Readers, files: list[tuple[str, File]], progress: Progress | None) -> None:
        self._readers = readers
        self._files = files
        self._progress = progress
        self._done = 0
        self._sources: list[SourceFile] = []
        self._found: list[list[Item]] = [[] for _ in files]
        self._duplicates: list[Duplicate] = []

    def read(self, jobs: int | None) -> Inbox:
        apart: list[tuple[int, Registered[Any]]] = []
        known: dict[str, str] = {}
        for index, (name, file) in enumerate(self._files):
            data = file.load()
            if isinstance(data, Finding):
                self._sources.append(SourceFile(name=name))
                self._ended(index, [data])
                continue
            digest = hashlib.sha256(data).hexdigest()
            self._sources.append(SourceFile(name=name, sha256=digest, size=len(data)))
            original = known.setdefault(digest, name)
            reader = self._readers.choose(name, data)
            if original != name:
                self._duplicates.append(Duplicate(file=name, of=original))
                self._ended(index, [problem(name, "file.duplicate", original=original)])
            elif isinstance(reader, Finding):
                self._ended(index, [reader])
            elif self._readers.goes_apart(reader):
                apart.append((index, reader))
            else:
                self._ended(index, list(self._readers.here(name, data, reader)))
        queue = [(*self._files[index], reader) for index, reader in apart]
        for position, items in self._readers.apart(queue, jobs=jobs):
            self._ended(apart[position][0], items)
        return self._inbox()

    def _ended(self, index: int, items: list[Item]) -> None:
        self._found[index] = items
        self._done += 1
        if self._progress:
            self._progress(self._done, len(self._files))

    def _inbox(self) -> Inbox:
        ids = _Ids()
        responses: list[Response] = []
        problems: list[Finding] = []
        read: list[str] = []
        for source, items in zip(self._sources, self._found, strict=True):
            given = [item for item in items if isinstance(item, Response)]
            problems += [item for item in items if isinstance(item, Finding)]
            responses += [ids.own(attrs.evolve(item, source=item.source or source)) for item in given]
            read += [source.name] if given else []
            if not given and not any(_about(one, source.name) for one in problems):
                problems.append(problem(source.name, "file.not-a-response", reason="empty"))
        return Inbox(
            responses=tuple(responses),
            problems=tuple(problems),
            duplicates=tuple(self._duplicates),
            files=tuple(self._sources),
            read=tuple(read),
        )


def _about(finding: Finding, name: str) -> bool:
    return finding.subject is not None and finding.subject.id == name


def _distinct(names: list[str]) -> Iterator[str]:
    """Names that differ, also where two streams share one."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


class _Ids:
    """Keeps responses and points apart that bring the same id, such as those of two files made from one copy."""

    def __init__(self) -> None:
        self._responses = _Names()
        self._points = _Names()

    def own(self, response: Response) -> Response:
        """The same response with ids that no other has."""
        points = tuple(attrs.evolve(point, id=self._points.free(point.id)) for point in response.points)
        return attrs.evolve(response, id=self._responses.free(response.id), points=points)


class _Names:
    """Names that were given away, each with the number that was last put behind it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def free(self, name: str) -> str:
        """The name, or the name with the next number that is free; in constant time on average."""
        own, number = name, self._numbers.get(name, 1)
        while own in self._numbers:
            number += 1
            own = f"{name}-{number}"
        self._numbers[name] = number
        self._numbers.setdefault(own, 1)
        return own
