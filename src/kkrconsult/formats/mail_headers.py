"""Headers of e-mails as people and programs write them: encoded words, addresses, parameters and dates.

After RFC 5322, RFC 2047 and RFC 2231, and more forgiving than those: raw letters beyond ASCII, encoded words in file
names, and letters cut in two by a line end are all common in what Danish municipalities send.
"""

from __future__ import annotations

import binascii
import codecs
import datetime as dt
import email.utils
import re
from urllib.parse import unquote_to_bytes

from kkrconsult.formats.encodings import Decoded, decode_text

__all__ = ["addresses", "decode_labelled", "header_parameters", "header_text", "mail_moment", "raw_text"]

_ENCODED_WORD = re.compile(r"=\?([!->@-~]{1,40}?)(?:\*[!->@-~]*)?\?([bBqQ])\?([^?\s]*|[^?\r\n]*)\?=")
_PARAMETER = re.compile(
    r"""\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*+)"?|([^;]*))[^;]*(?:;|\Z)""",
    re.DOTALL,
)
_NUMBERED = re.compile(r"(?P<name>[^*]+)(?:\*(?P<number>\d{1,4}))?(?P<encoded>\*)?")
_EXTENDED = re.compile(r"(?P<charset>[^']{0,40})'(?P<language>[^']{0,40})'(?P<text>.*)", re.DOTALL)
# Encodings that are taken for another: what programs call Latin-1 or ASCII is Windows-1252 (WHATWG Encoding Standard,
# "Names and labels"), or UTF-8 that somebody forgot to name.
_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252", "iso8859-15"})
# Codecs that are no encodings of texts that people send, or that take long.
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
# One mailbox among several: commas and semicolons part them, but not within quotation marks, brackets or comments.
_MAILBOX = re.compile(r"""(?:"(?:[^"\\]|\\.)*+"|<[^<>]*+>|\([^()]*+\)|[^,;"<(]|["<(])++""", re.DOTALL)
_ANGLE = re.compile(r"<([^<>]*)>?\s*\Z")
_BARE = re.compile(r"[^\s<>\"'()]+@[^\s<>\"'()]+")
_MOST_PARAMETERS = 200
_LONGEST_PARAMETERS = 10_000
_LONGEST_DATE = 200
_LONGEST_ADDRESSES = 200_000
_YEARS = range(1970, 2200)


def raw_text(data: bytes) -> str:
    """Bytes of headers as text that gives the bytes back: letters beyond ASCII become surrogates (PEP 383)."""
    return data.decode("ascii", "surrogateescape")


def decode_labelled(data: bytes, label: str | None) -> Decoded:
    """Turn bytes into text by the encoding that they are said to have, which is often the wrong one.

    Args:
        data: The bytes.
        label: The name of their encoding, if one is given.

    Returns:
        The text, guessed where the name was missing or wrong and it mattered.
    """
    name = _codec(label)
    if data.isascii() and name not in ("utf-7", "iso2022_jp", "hz"):
        return Decoded(data.decode("ascii"), "ascii", False)
    if name is not None and name not in _WESTERN:
        try:
            return Decoded(data.decode(name), name, False)
        except (LookupError, UnicodeError, ValueError):
            pass
    found = decode_text(data)
    if found is None:
        # Five bytes mean nothing in Windows-1252; Latin-1 has (invisible) signs for them.
        return Decoded(data.decode("latin-1"), "latin-1", True)
    if name == "iso8859-15" and found.encoding == "cp1252" and not re.search(rb"[\x80-\x9f]", data):
        return Decoded(data.decode("iso8859-15"), name, False)
    return Decoded(found.text, found.encoding, found.encoding != name and not _is_superset(found.encoding, name))


def _is_superset(encoding: str, name: str | None) -> bool:
    return encoding == "cp1252" and name == "iso8859-1"


def _codec(label: str | None) -> str | None:
    """The name by which Python knows an encoding; None where it is none, or none for mail."""
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return None if name in _NO_CHARSETS else name


def header_text(raw: str) -> str:
    """A header as people read it.

    >>> header_text("=?utf-8?Q?H=C3=B8ringssvar_fra?= =?utf-8?B?IMOFcmh1cw==?=")
    'Høringssvar fra Århus'

    Args:
        raw: The header as `raw_text`, unfolded.
    """
    pieces: list[str] = []
    pending: list[tuple[str, bytes]] = []
    position = 0

    def flush() -> None:
        # Words of one encoding are put together first: some programs cut a letter in two between them.
        for charset, data in pending:
            pieces.append(decode_labelled(data, charset).text)
        pending.clear()

    for match in _ENCODED_WORD.finditer(raw):
        between = raw[position : match.start()]
        if between.strip() or not pending:
            flush()
            pieces.append(_raw_letters(between))
        charset, data = match[1].lower(), _encoded_word(match[2], match[3])
        if pending and pending[-1][0] == charset:
            pending[-1] = (charset, pending[-1][1] + data)
        else:
            pending.append((charset, data))
        position = match.end()
    flush()
    pieces.append(_raw_letters(raw[position:]))
    return " ".join("".join(pieces).split())


def _encoded_word(kind: str, text: str) -> bytes:
    data = text.encode("ascii", "surrogateescape")
    if kind in "qQ":
        return binascii.a2b_qp(data, header=True)
    plain = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    plain = plain[:-1] if len(plain) % 4 == 1 else plain
    return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))


def _raw_letters(text: str) -> str:
    """Letters that were sent without any encoding, as UTF-8 or else Windows-1252."""
    if text.isascii():
        return text
    return decode_labelled(text.encode("utf-8", "surrogateescape"), None).text


def addresses(raw: str) -> list[tuple[str, str]]:
    """The names and addresses in From, To or Cc; an address has an "@", a name may be empty."""
    found: list[tuple[str, str]] = []
    # A name may hold a comma once it is decoded, so the addresses are parted first.
    for match in _MAILBOX.finditer(raw[:_LONGEST_ADDRESSES]):
        mailbox = match[0].strip()
        angle = _ANGLE.search(mailbox)
        bare = None if angle else _BARE.search(mailbox)
        if angle:
            name, address = mailbox[: angle.start()], angle[1]
        elif bare:
            name, address = mailbox[: bare.start()] + mailbox[bare.end() :], bare[0]
        else:
            name, address = mailbox, ""
        name = _unwrapped(header_text(re.sub(r"\\(.)", r"\1", name)))
        address = _raw_letters("".join(address.split())).strip("'\"")
        if "@" not in address:
            # What X.400 and Exchange call addresses are none that anybody could write to.
            name, address = name or header_text(address), ""
        if address or (name and not name.endswith(":")):
            found.append((name, address))
    return found


def _unwrapped(name: str) -> str:
    """A name without what it is wrapped in; what only a part of it is wrapped in stays: "Anna (KKR)"."""
    while len(name) > 1 and name[0] + name[-1] in ('""', "''", "()"):
        name = name[1:-1].strip()
    if name.count('"') == 1:
        name = name.strip('" ')
    return name if name.strip("'\"() ") else ""


def header_parameters(raw: str) -> tuple[str, dict[str, str]]:
    """A header such as Content-Disposition: its value, and what stands behind it, decoded.

    >>> header_parameters("attachment; filename*0*=utf-8''H%C3%B8rings; filename*1=svar.docx")
    ('attachment', {'filename': 'Høringssvar.docx'})
    """
    value, _, rest = raw.partition(";")
    plain: dict[str, str] = {}
    extended: dict[str, dict[int, tuple[str, bool]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(rest[:_LONGEST_PARAMETERS])):
        if count >= _MOST_PARAMETERS:
            break
        text = re.sub(r"\\(.)", r"\1", match[2]) if match[2] is not None else match[3].strip()
        name = _NUMBERED.fullmatch(match[1].lower())
        if name is None:
            continue
        if name["number"] is None and name["encoded"] is None:
            plain.setdefault(name["name"], header_text(text))
        else:
            pieces = extended.setdefault(name["name"], {})
            pieces.setdefault(int(name["number"] or 0), (text, name["encoded"] is not None))
    # What is extended was written for programs that know it, the plain one beside it for those that do not.
    plain.update({name: _joined(pieces) for name, pieces in extended.items()})
    return header_text(value), plain


def _joined(pieces: dict[int, tuple[str, bool]]) -> str:
    """Put the pieces of a parameter together (RFC 2231)."""
    data, charset = b"", None
    ordered = [pieces[number] for number in sorted(pieces)]
    for index, (piece, encoded) in enumerate(ordered):
        match = _EXTENDED.fullmatch(piece) if encoded and index == 0 else None
        charset = (match["charset"] or None) if match else charset
        raw = (match["text"] if match else piece).encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(raw) if encoded else raw
    text = decode_labelled(data, charset or "utf-8").text
    return header_text(text) if charset is None else text


def mail_moment(raw: str) -> dt.datetime | None:
    """A date as e-mails write it, aware; None where it is none.

    One without a zone, or with ``-0000``, is taken for UTC, which RFC 5322 (3.3) says of the latter.
    """
    try:
        moment = email.utils.parsedate_to_datetime(raw[:_LONGEST_DATE])
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        # Far from any answer, and near the limits where arithmetic fails.
        return moment if moment.astimezone(dt.UTC).year in _YEARS else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
