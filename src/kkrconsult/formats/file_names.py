"""Names of files made of what people write: safe on every system, each once, and still readable.

Danish letters stay; what leads out of a folder, hides a file, turns the direction of writing, or is taken for a device
on Windows does not.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["FileNames", "safe_name", "safe_path"]

# Path separators, what Windows refuses (Microsoft, "Naming Files, Paths, and Namespaces"), and the percent sign, which
# manifests of archives (RFC 8493, 2.1.3) and addresses give a meaning of its own.
_REFUSED = re.compile(r'[<>:"/\\|?*%]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|\Z)", re.IGNORECASE)
_LONGEST = 120
_LONGEST_SUFFIX = 12


def safe_name(text: str, otherwise: str = "fil") -> str:
    r"""One part of a path, from any text.

    >>> safe_name("Ærø / Sønderjylland: svar")
    'Ærø _ Sønderjylland_ svar'
    >>> safe_name("..\\..\\CON.txt")
    '_.._CON.txt'
    >>> safe_name("nul"), safe_name(" . ")
    ('nul_', 'fil')

    Args:
        text: What somebody wrote.
        otherwise: The name for a text of which nothing is left.

    Returns:
        A name of at most 120 bytes in UTF-8; a short ending such as ``.docx`` survives where it has to be cut.
    """
    spaced = " ".join(unicodedata.normalize("NFC", text[: 4 * _LONGEST]).split())
    # Control characters, invisible and private ones, halves of pairs: the categories that begin with C.
    plain = "".join("_" if unicodedata.category(char)[0] == "C" else char for char in spaced)
    name = _cut(_REFUSED.sub("_", plain).strip(" ."))
    device = _DEVICES.match(name)
    if device:
        name = f"{name[: device.end()]}_{name[device.end() :]}"
    return name or otherwise


def _cut(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    ending = dot + suffix if stem and len(suffix) <= _LONGEST_SUFFIX else ""
    room = _LONGEST - len(ending.encode())
    return name if len(name.encode()) <= _LONGEST else _bytes(name[: len(name) - len(ending)], room) + ending


def _bytes(text: str, most: int) -> str:
    """As many letters as fit, none of them cut in two."""
    return text.encode()[:most].decode("utf-8", "ignore").rstrip(" .")


def safe_path(name: str, otherwise: str = "fil") -> str:
    """A path below some folder, from any text with slashes; each of its parts is safe.

    >>> safe_path("../2020/Å*.eml")
    '2020/Å_.eml'
    """
    parts = (safe_name(part, "") for part in name.split("/"))
    return "/".join(part for part in parts if part) or otherwise


class FileNames:
    """Gives each file a name of its own, also where capitals do not count; mutable, one for each archive."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def own(self, path: str) -> str:
        """The path wanted, or the same with a number before its ending; it is taken now.

        >>> names = FileNames()
        >>> names.own("brev/Århus.eml"), names.own("brev/århus.eml"), names.own("brev/Århus.eml/bilag.pdf")
        ('brev/Århus.eml', 'brev/århus-2.eml', 'brev_Århus.eml_bilag.pdf')
        """
        if self._folders_of(path) & self._files:
            # A file cannot be a folder too.
            path = path.replace("/", "_")
        folder, slash, name = path.rpartition("/")
        stem, dot, suffix = name.rpartition(".")
        stem, dot, suffix = (stem, dot, suffix) if stem else (name, "", "")
        found, number = path, 1
        while _folded(found) in self._files | self._folders:
            number += 1
            found = f"{folder}{slash}{stem}-{number}{dot}{suffix}"
        self._files.add(_folded(found))
        self._folders |= self._folders_of(found)
        return found

    def _folders_of(self, path: str) -> set[str]:
        parts = _folded(path).split("/")[:-1]
        return {"/".join(parts[: count + 1]) for count in range(len(parts))}


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path.casefold())
