"""The files of an inbox: those of folders, the entries of zip archives, and streams; each with a name and its bytes.

Bytes are loaded when they are wanted, so that a large inbox is never in memory as a whole. Nothing is unpacked to disk,
so no name can lead out of a folder, and no link is followed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import io
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from kkrconsult.errors import ReadError, bounded
from kkrconsult.findings import Finding, Location, Subject, SubjectKind
from kkrconsult.structure import FrozenMap

__all__ = [
    "File",
    "Limits",
    "Source",
    "archive_entries",
    "files_of",
    "files_of_part",
    "is_leftover",
    "problem",
    "tame",
]

Source = str | os.PathLike[str] | BinaryIO

_NOT_A_FILE = FrozenMap({"da": "det er ikke en almindelig fil", "en": "it is not an ordinary file"})
_ENCRYPTED = FrozenMap({"da": "den er krypteret", "en": "it is encrypted"})
_NESTED = FrozenMap({"da": "den er et arkiv inde i et arkiv", "en": "it is an archive inside an archive"})
_REASONS: Mapping[int, FrozenMap[str, str]] = {
    errno.EACCES: FrozenMap({"da": "der er ikke adgang til den", "en": "access is denied"}),
    errno.ENOENT: FrozenMap({"da": "den er der ikke længere", "en": "it is no longer there"}),
    errno.EIO: FrozenMap({"da": "disken melder fejl", "en": "the disk reports an error"}),
}
# Control characters, the marks that turn the direction of writing, and what no file system takes.
_STRANGE = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069:*?"<>|]')
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
    changed_at: dt.datetime | None = None
    """When the file was last changed, as the disk has it; None for what is inside another file."""


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


def tame(name: str) -> str:
    r"""A file's name as its sender chose it, without what could lead out of a folder or break a line.

    >>> tame("../../etc/passwd")
    'etc/passwd'
    >>> tame("C:\\svar\\brev\n.txt")
    'C_/svar/brev_.txt'
    """
    parts = (_STRANGE.sub("_", part).strip() for part in name.replace("\\", "/").split("/"))
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "_"


def _system(error: OSError) -> FrozenMap[str, str]:
    """Why the system refused, in words."""
    known = _REASONS.get(error.errno or 0)
    return known or FrozenMap({"da": f"systemet siger {error.strerror or error}", "en": str(error.strerror or error)})


def _broken(error: Exception) -> FrozenMap[str, str]:
    """Why an archive cannot be read; what its library says is English."""
    said = bounded(str(error) or type(error).__name__)
    return FrozenMap({"da": f"arkivet er beskadiget ({said})", "en": f"the archive is damaged ({said})"})


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
        entries = sorted(path.iterdir())
    except OSError as error:
        raise ReadError(f"{bounded(str(path))} cannot be listed: {error.strerror or error}") from None
    yield from _listed(entries, "", limits)


def _folder(path: Path, name: str, limits: Limits) -> Iterator[File]:
    try:
        entries = sorted(path.iterdir())
    except OSError as error:
        # One folder that is closed to us must not cost the others.
        yield _file_of(name, problem(name, "file.unreadable", reason=_system(error)))
        return
    yield from _listed(entries, f"{name}/", limits)


def _listed(entries: list[Path], below: str, limits: Limits) -> Iterator[File]:
    for entry in entries:
        name = f"{below}{entry.name}"
        if entry.is_symlink():
            # A link may lead anywhere on the disk; what it leads to was not sent by anyone.
            yield _file_of(name, problem(name, "inbox.symlink"))
        elif entry.is_dir():
            yield from _folder(entry, name, limits)
        elif not is_leftover(entry.name):
            yield from _on_disk(entry, name, limits)


def _on_disk(path: Path, name: str, limits: Limits) -> Iterator[File]:
    changed: dt.datetime | None = None
    with contextlib.suppress(OSError, OverflowError, ValueError):
        changed = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    for file in _expanded(name, partial(_load, path, name, limits), limits):
        # What an archive holds was put there by somebody else, at another time.
        yield attrs.evolve(file, changed_at=changed) if file.name == name else file


def _load(path: Path, name: str, limits: Limits) -> bytes | Finding:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # Opening a pipe or a device could wait for ever.
            return problem(name, "file.unsafe", reason=_NOT_A_FILE)
        with path.open("rb") as stream:
            return _within(name, stream.read(limits.file_bytes + 1), limits)
    except OSError as error:
        return problem(name, "file.unreadable", reason=_system(error))


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
        yield _file_of(name, problem(name, "file.unreadable", reason=_broken(error)))
        return
    total = sum(entry.file_size for entry in entries)
    most = min(limits.archive_bytes, limits.archive_ratio * len(data))
    if total > most or len(entries) > limits.files:
        yield _file_of(name, _too_large(name, total, most))
        return
    if not entries:
        yield _file_of(name, problem(name, "file.empty"))
    for entry in entries:
        inner = f"{name}/{tame(entry.filename)}"
        if is_leftover(Path(entry.filename).name) or entry.filename.startswith("__MACOSX/"):
            continue
        if entry.flag_bits & 1:
            yield _file_of(inner, problem(inner, "file.unsafe", reason=_ENCRYPTED))
        elif entry.filename.lower().endswith(".zip"):
            yield _file_of(inner, problem(inner, "file.unsafe", reason=_NESTED))
        else:
            yield File(name=inner, load=partial(_member, archive, entry, inner, limits))


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits) -> bytes | Finding:
    try:
        with archive.open(entry) as stream:
            # The declared size may lie: no more than the limit is ever unpacked.
            return _within(name, stream.read(limits.file_bytes + 1), limits)
    except Exception as error:
        return problem(name, "file.unreadable", reason=_broken(error))
