"""Where the bytes of large files come from: paths of this machine, and URLs of any file system that fsspec knows.

A URL may hold a password, or a signature that is as good as one: what is shown of it holds neither.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

from kkrconsult.errors import KkrconsultError, MissingExtraError, ReadError, bounded
from kkrconsult.intake._files import tame

__all__ = ["is_url", "name_of", "opened", "shown", "size_of"]

# One letter and a colon is a drive of Windows. "simplecache::s3://…" is a URL by way of another file system.
_SCHEME = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]+::)*[A-Za-z][A-Za-z0-9+.-]+://")
_USER = re.compile(r"(?<=://)[^/]*@")
_QUERY = re.compile(r"[?#].*?(?=::|\Z)", re.DOTALL)
_QUERY_IN_TEXT = re.compile(r"(?<=\?)[^\s'\"]+")
# What a path ends with is what tells it from others.
_LONGEST_PATH = 500
_NEAR = 1 << 20
"""Most bytes at a time of a file of this machine."""
_FAR = 1 << 22
"""Most bytes at a time from elsewhere, where every request takes a while."""
_BEYOND = 1 << 16
"""The same behind the range that was asked for: the rest of one line."""


def is_url(path: str) -> bool:
    r"""Whether a path names its file system.

    >>> is_url("s3://bucket/svar.jsonl"), is_url("C:\\svar.jsonl"), is_url("svar.jsonl")
    (True, False, False)
    """
    return _SCHEME.match(path) is not None


def shown(path: str) -> str:
    """A path for messages: quoted, bounded, and of a URL without user, password and query.

    >>> shown("https://anna:hemmeligt@example.org/svar.jsonl?signature=abc")
    "'https://***@example.org/svar.jsonl?***'"
    """
    return bounded(_masked(path) if is_url(path) else path, _LONGEST_PATH)


def name_of(path: str) -> str:
    """Name of the file in findings and sums.

    >>> name_of("https://anna:hemmeligt@example.org/2026/svar.jsonl?signature=abc")
    'svar.jsonl'
    """
    if not is_url(path):
        return tame(Path(path).name)
    # Of a chain, the first that names a file: the ones behind it are what it is in.
    file = next(one for one in path.split("::") if "://" in one)
    places = [one for one in _QUERY.sub("", _USER.sub("", file)).partition("://")[2].split("/") if one]
    return tame(unquote(places[-1]) if places else "")


def size_of(path: str | os.PathLike[str]) -> int:
    """How many bytes a file has.

    Raises:
        MissingExtraError: It is a URL, and the extra ``cluster`` is not installed.
        ReadError: It is not there, or its file system does not say.
    """
    name = os.fspath(path)
    if not is_url(name):
        try:
            return Path(name).stat().st_size
        except (OSError, ValueError) as error:
            raise _unreadable(name, error) from None
    files, place = _file_system(name)
    try:
        size = files.size(place)
    except Exception as error:
        raise _unreadable(name, error) from None
    if not isinstance(size, int):
        raise ReadError(f"{shown(name)} cannot be read in parts: its file system does not say how large it is")
    return size


@contextlib.contextmanager
def opened(path: str | os.PathLike[str], start: int = 0, stop: int | None = None) -> Iterator[BinaryIO]:
    """Open a file to read its bytes from a place on. Of a URL no more is fetched than is read, but for a buffer.

    Args:
        path: A path, or a URL.
        start: The byte to begin at.
        stop: The first byte that is likely not to be wanted; behind it, little is fetched at a time.

    Yields:
        A buffered stream, which can seek. Reading raises `ReadError` where the file system refuses.

    Raises:
        MissingExtraError: It is a URL, and the extra ``cluster`` is not installed.
        ReadError: It cannot be opened.
    """
    name = os.fspath(path)
    far = is_url(name)
    most = _FAR if far else _NEAR
    with _raw(name) as raw:
        pieces = _Pieces(raw, name, stop, _BEYOND if far else most, far=far)
        with io.BufferedReader(pieces, most) as stream:
            if start:
                stream.seek(start)
            yield stream


def _raw(path: str) -> Any:
    """A file without a buffer. One elsewhere keeps nothing of what was read: what reads it does."""
    try:
        if not is_url(path):
            return Path(path).open("rb", buffering=0)
        files, place = _file_system(path)
        return files.open(place, "rb", cache_type="none")
    except KkrconsultError:
        raise
    # Each file system has errors of its own.
    except Exception as error:
        raise _unreadable(path, error) from None


def _file_system(url: str) -> tuple[Any, str]:
    try:
        import fsspec  # pyright: ignore[reportMissingImports]
    except ModuleNotFoundError:
        raise MissingExtraError("cluster", f"reading {shown(url)}") from None
    try:
        files, place = fsspec.core.url_to_fs(url)
    except Exception as error:
        raise _unreadable(url, error) from None
    return files, place


def _masked(url: str) -> str:
    return _QUERY.sub("?***", _USER.sub("***@", url))


def _unreadable(path: str, error: Exception) -> ReadError:
    """The error for one of a file system; what it says may quote the URL."""
    if isinstance(error, FileNotFoundError) and isinstance(error.__cause__, Exception):
        # A server that does not let us in, or is not there, is a file that is not there too, by what fsspec says.
        error = error.__cause__
    reason = getattr(error, "strerror", None) or ("no such file" if isinstance(error, FileNotFoundError) else "")
    if not reason:
        said = str(error) or type(error).__name__
        for secret in _secrets(path) if is_url(path) else ():
            said = said.replace(secret, "***")
        reason = bounded(_QUERY_IN_TEXT.sub("***", _USER.sub("***@", said)), _LONGEST_PATH)[1:-1]
    return ReadError(f"{shown(path)} cannot be read: {reason}")


def _secrets(url: str) -> Iterator[str]:
    """Users' names and passwords in a URL, as they stand and as they are meant."""
    for found in _USER.findall(url):
        for part in (found[:-1], *found[:-1].split(":", 1)[1:]):
            yield from (one for one in (part, unquote(part)) if one)


class _Pieces(io.RawIOBase):
    """A file, read in pieces of a size that fits where it is; errors are told with its path."""

    def __init__(self, file: Any, path: str, stop: int | None, beyond: int, *, far: bool) -> None:
        self._file = file
        self._path = path
        self._stop = stop
        self._beyond = beyond
        self._far = far
        self._size: int | None = getattr(file, "size", None) if far else None
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        if whence == os.SEEK_END:
            raise io.UnsupportedOperation("a place in a file is told from its beginning")
        self._at = offset + (self._at if whence == os.SEEK_CUR else 0)
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        wanted = len(buffer)
        if self._stop is not None:
            wanted = min(wanted, self._stop - self._at if self._at < self._stop else self._beyond)
        if self._size is not None:
            wanted = min(wanted, max(self._size - self._at, 0))
        if not wanted:
            return 0
        try:
            # Whatever else reads the same file may have moved it: some file systems give all readers one.
            self._file.seek(self._at)
            if not self._far:
                # Straight to where they are wanted. Not all file systems elsewhere can do that.
                count: int = self._file.readinto(memoryview(buffer)[:wanted])
                self._at += count
                return count
            piece = self._file.read(wanted)
        except Exception as error:
            raise _unreadable(self._path, error) from None
        if not piece and self._size is not None:
            raise ReadError(f"{shown(self._path)} cannot be read: it ends at byte {self._at} of {self._size}")
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
