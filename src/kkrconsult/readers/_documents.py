"""What every reader of documents does: turn any failure into a finding, and give files inside a name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, TypeVar
from xml.parsers.expat import ExpatError

from kkrconsult.document import Document
from kkrconsult.errors import bounded
from kkrconsult.findings import Finding
from kkrconsult.formats.packages import Package, TooLargeError, UnsafeError
from kkrconsult.formats.plain_text import tidy
from kkrconsult.formats.problems import finding, place
from kkrconsult.readers._streams import whole
from kkrconsult.structure import FrozenMap

__all__ = ["OLE", "carefully", "locked", "old_office_file", "opened_package", "part_name", "read_whole", "unreadable"]

T = TypeVar("T")

_LONGEST_NAME = 240
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "application/zip": ".zip",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rtf": ".rtf",
}


def unreadable(name: str, **reason: str) -> Finding:
    """The finding that a file cannot be read.

    Args:
        name: Name of the file.
        **reason: Why, by language.
    """
    return finding("file.unreadable", place(name), reason=FrozenMap(reason))


def carefully(items: Iterable[T], name: str) -> Iterator[T | Finding]:
    """Pass on what a reader finds. Whatever a library raises on a file that nobody foresaw becomes a finding.

    Too little memory is passed on, since whoever set the limit has to know.
    """
    try:
        yield from items
    except MemoryError:
        raise
    except RecursionError:
        reason = {"da": "den er indlejret for dybt", "en": "it is nested too deeply"}
        yield finding("file.unsafe", place(name), reason=FrozenMap(reason))
    except Exception as error:
        what = f"{type(error).__name__}: {bounded(str(error))}"
        yield unreadable(name, da=f"den er beskadiget ({what})", en=f"it is damaged ({what})")


def read_whole(stream: BinaryIO, name: str, limit: int, read: Callable[[bytes], Iterable[T]]) -> Iterator[T | Finding]:
    """Read a file as a whole, no more of it than a limit; whatever happens becomes a finding.

    Args:
        stream: The file.
        name: Its name.
        limit: Most bytes of it.
        read: What reads its bytes.
    """

    def items() -> Iterator[T | Finding]:
        data = whole(stream, name, limit)
        if isinstance(data, Finding):
            yield data
        else:
            yield from read(data)

    yield from carefully(items(), name)


def locked(name: str) -> Finding:
    """The finding that a file is locked with a password."""
    return unreadable(
        name,
        da="den er låst med en adgangskode; bed afsenderen om den uden",
        en="it is locked with a password; ask the sender for it without one",
    )


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How the files of old Office programs begin, and new ones that are locked."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def opened_package(
    data: bytes, name: str, largest: int, program: str, read: Callable[[Package, str], Document | Finding]
) -> Iterator[Finding | Document]:
    """Open an office file and read it; whatever is wrong with it becomes a finding.

    Args:
        data: Its bytes.
        name: Its name.
        largest: Most bytes that it may unpack to.
        program: The program that saves such files.
        read: What reads it.
    """
    if data.startswith(OLE):
        yield old_office_file(data, name)
        return
    try:
        package = Package(io.BytesIO(data), largest)
        try:
            yield read(package, name)
        finally:
            package.close()
    except UnsafeError as error:
        reason = {"da": f"den er bygget til at skade ({error})", "en": f"it is built to do harm ({error})"}
        yield finding("file.unsafe", place(name), reason=FrozenMap(reason))
    except TooLargeError:
        reason = {"da": f"mere end {largest} byte udpakket", "en": f"more than {largest} bytes unpacked"}
        yield finding("file.over-limit", place(name), reason=FrozenMap(reason))
    except (zipfile.BadZipFile, ExpatError, EOFError, KeyError, NotImplementedError, OSError, ValueError) as error:
        what = bounded(str(error))
        yield unreadable(
            name,
            da=f"den er beskadiget eller ikke fra {program} ({what})",
            en=f"it is damaged, or not from {program} ({what})",
        )


def old_office_file(data: bytes, name: str, **reason: str) -> Finding:
    """The finding that a file is of the old kind, or locked; both begin alike.

    Args:
        data: Its bytes.
        name: Its name.
        **reason: What to do with one of the old kind, by language, where it is known of which program.
    """
    if _ENCRYPTED in data:
        return locked(name)
    return unreadable(name, **(reason or _OLD))


_OLD = {
    "da": "den er i et gammelt format; åbn den, og gem den som .docx eller PDF",
    "en": "it is in an old format; open it, and save it as .docx or PDF",
}


def part_name(written: str | None, number: int, media_type: str | None = None) -> str:
    """The name of a file inside another, without folders and without what no file system takes.

    A long name is kept, and one that is too long for any disk is cut before its suffix.

    Args:
        written: The name that it has, if any.
        number: Which of the files it is, for one without a name.
        media_type: Its media type, for the suffix of one without a name.
    """
    plain = " ".join(tidy(written or "").replace("\\", "/").rpartition("/")[2].split())
    plain = re.sub(r'[\x00-\x1f<>:"|?*]', "_", plain).strip(". ")
    if not plain:
        return f"vedhæftet-{number}{_SUFFIXES.get((media_type or '').lower(), '')}"
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix) > 10:
        return plain[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(suffix) - 1]}.{suffix}"
