"""Text in every form in which a file may hold it: escaped, folded, encoded, or between bytes that are none."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from kkrconsult.formats.encodings import decode_text
from kkrconsult.formats.mail_headers import decode_labelled
from kkrconsult.leaks._pieces import Extract, Piece, Place

__all__ = ["as_text", "embedded", "in_bytes", "variants"]

_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_RUNS = (
    (re.compile(rb"(?:[\t\x20-\x7e]|\xc3[\x80-\xbf]){6,}"), "utf-8"),
    (re.compile(rb"[\t\x20-\x7e\xc5\xc6\xd8\xe5\xe6\xf8\xe4\xe9\xf6\xfc]{6,}"), "latin-1"),
    (re.compile(rb"(?:[\t\x20-\x7e\xa0-\xff]\x00){6,}"), "utf-16-le"),
    (re.compile(rb"(?:\x00[\t\x20-\x7e\xa0-\xff]){6,}"), "utf-16-be"),
)
"""Runs of letters between bytes that are none, and how they are read."""

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_NAMED = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": " ", "N": "\n"}
_CALENDAR = re.compile(r"\s*BEGIN:V")
_JSON = re.compile(r"\s*[\[{]\s*[\[{\"\]}]")
_FOLD = re.compile(r"\r?\n[ \t]")
_QUOTED = re.compile(r"=(?:[0-9A-F]{2}|[ \t]*\r?\n)")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(r"&#?\w{2,31};")
_BASE64 = re.compile(
    r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{60,}+(?:\r?\n[ \t]?[A-Za-z0-9+/]{4,}+)*+(?:\r?\n[ \t]?[A-Za-z0-9+/]{1,3}(?==))?"
)
_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))


def as_text(data: bytes) -> str | None:
    """Bytes as text, where they are one; None for anything else."""
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    found = decode_text(data)
    # A picture may be read as Windows-1252 too, and nobody does.
    if found is None or "\x00" in found.text or (found.encoding == "cp1252" and _NO_TEXT.search(data)):
        return None
    return found.text


def in_bytes(data: bytes, where: Place) -> Iterator[Piece]:
    """Whatever looks like text in a file that is none, or beside what is known of its format."""
    for pattern, encoding in _RUNS:
        runs = [match[0].decode(encoding, "replace") for match in pattern.finditer(data)]
        if runs:
            yield Piece(where=where, text="\n".join(runs), prose=False)


def variants(text: str) -> Iterator[str]:
    """A text as it stands, and as those read it who undo what it may be written in: each form only where it differs.

    JSON and Markdown put backslashes before signs, calendars fold lines, web pages have entities, addresses have
    percent signs and e-mails equals signs.
    """
    if _CALENDAR.match(text):
        text = _FOLD.sub("", text)
    is_escaped = "\\" in text
    # In JSON a backslash is never anything else.
    if not (is_escaped and _JSON.match(text)):
        yield text
    if is_escaped:
        yield _whole(_ESCAPE.sub(_unescaped, text))
    if _ENTITY.search(text):
        yield html.unescape(text)
    if _PERCENT.search(text):
        yield decode_labelled(unquote_to_bytes(text), "utf-8").text
    if _QUOTED.search(text):
        yield decode_labelled(binascii.a2b_qp(text.encode("utf-8", "replace")), "utf-8").text


def _unescaped(match: re.Match[str]) -> str:
    number, sign = match[1] or match[2], match[3]
    return chr(int(number, 16)) if number else _NAMED.get(sign, sign)


def _whole(text: str) -> str:
    """Letters that were escaped in two halves, as one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def embedded(text: str, where: Place, depth: int, extract: Extract) -> Iterator[Piece]:
    """Files that stand in a text as base64, such as pictures in a web page.

    What merely looks like base64 becomes bytes that mean nothing; that they are no archive is no reason to refuse them.
    """
    for match in _BASE64.finditer(text):
        found = "".join(match[0].split())
        # One sign alone holds six bits, which make no byte.
        found = found[: len(found) - 1] if len(found) % 4 == 1 else found
        data = base64.b64decode(found + "=" * (-len(found) % 4))
        yield from (piece for piece in extract(data, (*where, "base64"), depth + 1) if piece.problem is None)
