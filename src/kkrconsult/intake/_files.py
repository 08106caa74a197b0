"""The files of an inbox: those of folders, the entries of zip archives, and streams; each with a name and its bytes.

Bytes are loaded when they are wanted, so that a large inbox is never in memory as a whole. Nothing is unpacked to disk,
so no name can lead out of a folder, and no link is followed.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from kkrconsult.errors import ReadError, bounded
from kkrconsult.findings import Finding, Location, Subject, SubjectKind
from kkrconsult.structure import FrozenMap

__all__ = ["File", "Limits", "Source", "archive_entries", "files_of", "files_of_part", "is_leftover", "problem"]

Source = str | os.PathLike[str] | BinaryIO

_LEFTOVERS = ("~$", "._", ".~lock.")
_LEFTOVER_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


@attrs.frozen(kw_only=True)
class Limits:
    """How much an inbox may hold and take. What is over a limit is a named problem."""

    file_bytes: int = 50_000_000
    """Most bytes of one file."""
    files: int = 10_000
    """Most files, those inside archives and e-mails included."""
    archive_ratio: int = 200
    """Most bytes that one byte of a zip archive may become."""
    archive_bytes: int = 500_000_000
    """Most bytes that one zip archive may become in all."""
    depth: int = 5
    """How deep files may stand inside files: an attachment of an e-mail that is attached to an e-mail."""
    seconds: float = 30.0
    """Most seconds that reading one file may take, in a worker process."""
    memory_bytes: int = 1_500_000_000
    """Most bytes of memory that a worker process may have."""
    output_bytes: int = 200_000_000
    """Most bytes that reading one file may give."""


@attrs.frozen(kw_only=True)
class File:
    """A file that is there."""

    name: str
    """Its name, with the folders below the inbox."""
    load: Callable[[], bytes | Finding]
    """Gives its bytes, or the finding that says why it cannot."""


def _given(value: bytes | Finding) -> bytes | Finding:
    return value


def _file_of(name: str, value: bytes | Finding) -> File:
    return File(name=name, load=partial(_given, value))


def problem(name: str, code: str, **params: object) -> Finding:
    """A finding about a file."""
    return Finding(
        code=code,
        params=FrozenMap({"file": name, **params}),
        subject=Subject(kind=SubjectKind.FILE, id=name),
        location=Location(file=name),
    )


def is_leftover(name: str) -> bool:
    """Whether a file is a program's own trace in a folder, and nobody's answer."""
    return name.startswith(_LEFTOVERS) or name.lower() in _LEFTOVER_NAMES


def files_of(source: Any, limits: Limits) -> Iterator[File]:
    """The files of a source: a path of a file or folder, or a binary stream.

    Raises:
        ReadError: There is no such file or folder, or it cannot be listed.
    """
    if hasattr(source, "read"):
        name = Path(str(getattr(source, "name", "") or "stream")).name
        data = source.read(limits.file_bytes + 1)
        yield from _expanded(name, partial(_given, _within(name, data, limits)), limits)
        return
    path = Path(source)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise ReadError(f"{bounded(str(path))} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not stat.S_ISDIR(mode):
        yield from _on_disk(path, path.name, limits)
        return
    try:
        yield from _folder(path, "", limits)
    except OSError as error:
        raise ReadError(f"{bounded(str(path))} cannot be listed: {error.strerror or error}") from None


def _folder(path: Path, below: str, limits: Limits) -> Iterator[File]:
    for entry in sorted(path.iterdir()):
        name = f"{below}{entry.name}"
        if entry.is_symlink():
            # A link may lead anywhere on the disk; what it leads to was not sent by anyone.
            yield _file_of(name, problem(name, "inbox.symlink"))
        elif entry.is_dir():
            yield from _folder(entry, f"{name}/", limits)
        elif not is_leftover(entry.name):
            yield from _on_disk(entry, name, limits)


def _on_disk(path: Path, name: str, limits: Limits) -> Iterator[File]:
    yield from _expanded(name, partial(_load, path, name, limits), limits)


def _load(path: Path, name: str, limits: Limits) -> bytes | Finding:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # Opening a pipe or a device could wait for ever.
            return problem(name, "file.unsafe", reason="not an ordinary file")
        with path.open("rb") as stream:
            return _within(name, stream.read(limits.file_bytes + 1), limits)
    except OSError as error:
        return problem(name, "file.unreadable", reason=str(error.strerror or error))


def _within(name: str, data: bytes, limits: Limits) -> bytes | Finding:
    return data if len(data) <= limits.file_bytes else _too_large(name, len(data), limits.file_bytes)


def _too_large(name: str, size: int, limit: int) -> Finding:
    return problem(name, "file.too-large", size=size, limit=limit)


def files_of_part(name: str, data: bytes, limits: Limits) -> Iterator[File]:
    """The files of one that came inside another: itself, or the entries of an archive."""
    yield from _expanded(name, partial(_given, _within(name, data, limits)), limits)


def _expanded(name: str, load: Callable[[], bytes | Finding], limits: Limits) -> Iterator[File]:
    if not name.lower().endswith(".zip"):
        yield File(name=name, load=load)
        return
    data = load()
    if isinstance(data, Finding):
        yield _file_of(name, data)
    else:
        yield from archive_entries(name, data, limits)


def archive_entries(name: str, data: bytes, limits: Limits) -> Iterator[File]:
    """The files of a zip archive, read in memory."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        yield _file_of(name, problem(name, "file.unreadable", reason=bounded(str(error))))
        return
    total = sum(entry.file_size for entry in entries)
    most = min(limits.archive_bytes, limits.archive_ratio * len(data))
    if total > most or len(entries) > limits.files:
        yield _file_of(name, _too_large(name, total, most))
        return
    if not entries:
        yield _file_of(name, problem(name, "file.empty"))
    for entry in entries:
        inner = f"{name}/{entry.filename}"
        if is_leftover(Path(entry.filename).name) or entry.filename.startswith("__MACOSX/"):
            continue
        if entry.flag_bits & 1:
            yield _file_of(inner, problem(inner, "file.unsafe", reason="encrypted"))
        elif entry.filename.lower().endswith(".zip"):
            yield _file_of(inner, problem(inner, "file.unsafe", reason="an archive in an archive"))
        else:
            yield File(name=inner, load=partial(_member, archive, entry, inner, limits))


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits) -> bytes | Finding:
    try:
        with archive.open(entry) as stream:
            # The declared size may lie: no more than the limit is ever unpacked.
            return _within(name, stream.read(limits.file_bytes + 1), limits)
    except Exception as error:
        return problem(name, "file.unreadable", reason=bounded(str(error)))
