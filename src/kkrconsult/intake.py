"""Reading an inbox: files, folders, zip archives and streams, each file to exactly one end.

A file becomes responses, or a named problem, or a duplicate of a named other; nothing is skipped in silence. Files are
taken in the order of their names, so that the order in which a disk lists them means nothing.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from kkrconsult.config.options import bind_options
from kkrconsult.errors import ReadError, bounded
from kkrconsult.findings import Finding, Location, Subject, SubjectKind
from kkrconsult.inbox import Duplicate, Inbox
from kkrconsult.model import Response, Round, SourceFile
from kkrconsult.plugins import Registry, load_plugins
from kkrconsult.structure import FrozenMap

__all__ = ["Limits", "read_inbox"]

Source = str | os.PathLike[str] | BinaryIO

_HEAD = 4096
_LEFTOVERS = ("~$", "._", ".~lock.")
_LEFTOVER_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


@attrs.frozen(kw_only=True)
class Limits:
    """How much an inbox may hold. What is over a limit is a named problem."""

    file_bytes: int = 50_000_000
    """Most bytes of one file."""
    files: int = 10_000
    """Most files, those inside archives included."""
    archive_ratio: int = 200
    """Most bytes that one byte of a zip archive may become."""
    archive_bytes: int = 500_000_000
    """Most bytes that one zip archive may become in all."""


@attrs.frozen
class _File:
    """A file that is there: a name, and its bytes or the finding that says why there are none."""

    name: str
    data: bytes | None
    problem: Finding | None = None


def read_inbox(
    source: Source | Iterable[Source],
    round_: Round,
    *,
    registry: Registry | None = None,
    limits: Limits = Limits(),
) -> Inbox:
    """Read everything in an inbox.

    Args:
        source: A file, a folder (with its folders), a zip archive, a binary stream with a ``name``, or several of
            those.
        round_: The round, whose settings hold the readers' options.
        registry: The plugins; by default those installed.
        limits: How much is taken in.

    Returns:
        The inbox. Bad files are problems in it and never exceptions.

    Raises:
        ReadError: The inbox itself is not there or cannot be listed.
        ConfigError: The round's options of a reader cannot be used.
    """
    registry = load_plugins() if registry is None else registry
    several = not isinstance(source, (str, os.PathLike)) and not hasattr(source, "read")
    sources: Iterable[Any] = source if several else (source,)  # type: ignore[assignment]
    files: list[_File] = []
    for one in sources:
        for file in _files(one, limits):
            if len(files) >= limits.files:
                raise ReadError(f"the inbox holds more than {limits.files} files; read it in parts, or raise the limit")
            files.append(file)
    return _read(sorted(files, key=lambda file: file.name), round_, registry)


def _read(files: list[_File], round_: Round, registry: Registry) -> Inbox:
    readers = _Readers(round_, registry)
    known: dict[str, str] = {}
    taken: dict[str, int] = {}
    sources: list[SourceFile] = []
    responses: list[Response] = []
    problems: list[Finding] = []
    duplicates: list[Duplicate] = []
    for name, file in zip(_distinct([file.name for file in files]), files, strict=True):
        if file.data is None:
            sources.append(SourceFile(name=name))
            problems.append(file.problem or _problem(name, "file.unreadable", reason="?"))
            continue
        digest = hashlib.sha256(file.data).hexdigest()
        source = SourceFile(name=name, sha256=digest, size=len(file.data))
        sources.append(source)
        if digest in known:
            duplicates.append(Duplicate(file=name, of=known[digest]))
            problems.append(_problem(name, "file.duplicate", original=known[digest]))
            continue
        known[digest] = name
        before = len(responses)
        for item in readers.read(name, file.data):
            if isinstance(item, Finding):
                problems.append(item)
            else:
                responses.append(_with_own_id(attrs.evolve(item, source=item.source or source), taken))
        if len(responses) == before and not any(_about(problem, name) for problem in problems):
            problems.append(_problem(name, "file.not-a-response", reason="empty"))
    return Inbox(
        responses=tuple(responses), problems=tuple(problems), duplicates=tuple(duplicates), files=tuple(sources)
    )


def _about(problem: Finding, name: str) -> bool:
    return problem.subject is not None and problem.subject.id == name


def _distinct(names: list[str]) -> Iterator[str]:
    """Names that differ, also where two streams share one."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _with_own_id(response: Response, taken: dict[str, int]) -> Response:
    """Keep two responses apart that bring the same id, such as two files made from one copy of the form."""
    number = taken.get(response.id, 0) + 1
    taken[response.id] = number
    return response if number == 1 else _with_own_id(attrs.evolve(response, id=f"{response.id}-{number}"), taken)


class _Readers:
    """The readers with their options bound, each once."""

    def __init__(self, round_: Round, registry: Registry) -> None:
        self._registry = registry
        self._options = {
            entry.name: bind_options(
                entry.spec.options, round_.settings.readers.get(entry.name, FrozenMap()), path=("readers", entry.name)
            )
            for entry in registry.readers
        }

    def read(self, name: str, data: bytes) -> Iterator[Response | Finding]:
        if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
            yield _problem(name, "file.empty")
            return
        try:
            entry = self._registry.reader_for(name, data[:_HEAD])
        except ReadError:
            known = sorted({suffix for reader in self._registry.readers for suffix in reader.spec.suffixes})
            yield _problem(name, "file.unknown-type", known=known)
            return
        try:
            for item in entry.spec.read(io.BytesIO(data), name, self._options[entry.name]):
                if isinstance(item, Response):
                    yield item
                elif isinstance(item, Finding):
                    yield attrs.evolve(
                        item,
                        subject=item.subject or Subject(kind=SubjectKind.FILE, id=name),
                        plugin=item.plugin or entry.plugin.name,
                    )
                else:
                    yield _problem(name, "file.unreadable", reason=f"{entry.name}: {bounded(item)}")
        except Exception as error:
            reason = f"{entry.name}: {type(error).__name__}: {bounded(str(error))}"
            yield _problem(name, "file.unreadable", reason=reason)


def _problem(name: str, code: str, **params: object) -> Finding:
    return Finding(
        code=code,
        params=FrozenMap({"file": name, **params}),
        subject=Subject(kind=SubjectKind.FILE, id=name),
        location=Location(file=name),
    )


def _files(source: Any, limits: Limits) -> Iterator[_File]:
    if hasattr(source, "read"):
        name = Path(str(getattr(source, "name", "") or "stream")).name
        yield from _bytes(name, source.read(limits.file_bytes + 1), limits)
        return
    path = Path(source)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise ReadError(f"{bounded(str(path))} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not stat.S_ISDIR(mode):
        yield from _file(path, path.name, limits)
        return
    try:
        yield from _folder(path, "", limits)
    except OSError as error:
        raise ReadError(f"{bounded(str(path))} cannot be listed: {error.strerror or error}") from None


def _folder(path: Path, below: str, limits: Limits) -> Iterator[_File]:
    for entry in sorted(path.iterdir()):
        name = f"{below}{entry.name}"
        if entry.is_symlink():
            # A link may lead anywhere on the disk; what it leads to was not sent by anyone.
            yield _File(name, None, _problem(name, "inbox.symlink"))
        elif entry.is_dir():
            yield from _folder(entry, f"{name}/", limits)
        elif not _leftover(entry.name):
            yield from _file(entry, name, limits)


def _leftover(name: str) -> bool:
    """Whether a file is a program's own trace in a folder, and nobody's answer."""
    return name.startswith(_LEFTOVERS) or name.lower() in _LEFTOVER_NAMES


def _file(path: Path, name: str, limits: Limits) -> Iterator[_File]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # Opening a pipe or a device could wait for ever.
            yield _File(name, None, _problem(name, "file.unsafe", reason="not an ordinary file"))
            return
        with path.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
    except OSError as error:
        yield _File(name, None, _problem(name, "file.unreadable", reason=str(error.strerror or error)))
        return
    yield from _bytes(name, data, limits)


def _bytes(name: str, data: bytes, limits: Limits) -> Iterator[_File]:
    if len(data) > limits.file_bytes:
        yield _too_large(name, len(data), limits.file_bytes)
    elif name.lower().endswith(".zip"):
        yield from _archive(name, data, limits)
    else:
        yield _File(name, data)


def _too_large(name: str, size: int, limit: int) -> _File:
    return _File(name, None, _problem(name, "file.too-large", size=size, limit=limit))


def _archive(name: str, data: bytes, limits: Limits) -> Iterator[_File]:
    """The files of a zip archive, read in memory: nothing is unpacked, so no path can lead out of it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        yield _File(name, None, _problem(name, "file.unreadable", reason=bounded(str(error))))
        return
    total = sum(entry.file_size for entry in entries)
    if total > limits.archive_bytes or total > limits.archive_ratio * max(len(data), 1) or len(entries) > limits.files:
        yield _too_large(name, total, min(limits.archive_bytes, limits.archive_ratio * len(data)))
        return
    if not entries:
        yield _File(name, None, _problem(name, "file.empty"))
    for entry in entries:
        inner = f"{name}/{entry.filename}"
        if _leftover(Path(entry.filename).name) or entry.filename.startswith("__MACOSX/"):
            continue
        if entry.flag_bits & 1:
            yield _File(inner, None, _problem(inner, "file.unsafe", reason="encrypted"))
        elif entry.filename.lower().endswith(".zip"):
            yield _File(inner, None, _problem(inner, "file.unsafe", reason="an archive in an archive"))
        else:
            yield _member(archive, entry, inner, limits)


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits) -> _File:
    try:
        with archive.open(entry) as stream:
            # The declared size may lie: no more than the limit is ever unpacked.
            data = stream.read(limits.file_bytes + 1)
    except Exception as error:
        return _File(name, None, _problem(name, "file.unreadable", reason=bounded(str(error))))
    return _too_large(name, len(data), limits.file_bytes) if len(data) > limits.file_bytes else _File(name, data)
