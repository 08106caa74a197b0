"""Looking for personal data by hand: what a competent person writes who knows this round and no more.

There are two of it. One is compiled regular expressions. The other looks at the text as bytes first, for what must be
there, as the library does; it is the fastest that is known, and so the floor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

__all__ = ["Scan", "guarded", "plain"]

Scan: TypeAlias = Callable[[str, Iterable[str]], "list[str]"]
"""Given a body and the texts besides, the codes of what stands in them, one for each hit."""

# Everything with eight digits or more; which number it is, is decided then. A lookbehind would cost ten times as much.
_NUMBER = re.compile(r"[0-9](?:[ -]?[0-9]){7,}")
_CPR = re.compile(r"([0-9]{2})([0-9]{2})[0-9]{2}[- ]?[0-9]{4}")
_PHONE = re.compile(r"(?:[0-9]{2} ){3}[0-9]{2}|[0-9]{4} [0-9]{4}")
_ABROAD = re.compile(r"45 ?(?:[0-9]{2} ?){4}")
_UNDIVIDED = re.compile(r"[0-9]{8}")
_EMAIL = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
_PRIVATE = frozenset(
    (
        "gmail.com", "googlemail.com", "icloud.com", "mail.dk", "msn.com", "me.com", "mac.com", "jubii.dk", "aol.com",
        "stofanet.dk", "youmail.dk", "ofir.dk", "tdcadsl.dk", "webspeed.dk", "protonmail.com", "proton.me",
    )
)  # fmt: skip
_PRIVATE_NAMES = ("hotmail.", "live.", "outlook.", "yahoo.")
_PROTECTED = re.compile(
    r"(?:adresse|navne)-?\s?beskytte|(?:beskytte(?:t|de)|hemmelig[et]?)\s(?:navn|adresse)", re.IGNORECASE
)

_TABLE = bytes(48 if chr(code).isdecimal() else 32 if chr(code) in " -.?\xa0\xad" else 120 for code in range(256))
_SHAPES = (b"000000", b"00 00 00 00", b"0000 0000")


def plain(body: str, besides: Iterable[str]) -> list[str]:
    """Compiled regular expressions over all texts."""
    rest = "\n".join([text for text in besides if text not in body])
    return [*_numbers(body), *_addresses(body), *_numbers(rest), *_addresses(rest), *_protected(body, rest)]


def guarded(body: str, besides: Iterable[str]) -> list[str]:
    """The same, where a look at the bytes says that it is worth while."""
    rest = "\n".join([text for text in besides if text not in body])
    text = f"{body}\n{rest}"
    seen = text.encode("latin-1", "replace").translate(_TABLE)
    found: list[str] = []
    if any(shape in seen for shape in _SHAPES):
        found += _numbers(text)
    if "@" in text:
        found += _addresses(text)
    return found + _protected_near(text)


def _protected_near(text: str) -> list[str]:
    # The pattern has no fixed beginning; looking for what must be in it, and then around that, is much faster.
    for stem in ("esky", "emmelig"):
        at = text.find(stem)
        while at >= 0:
            if _PROTECTED.search(text, max(at - 20, 0), at + 40):
                return ["personal-data.protected"]
            at = text.find(stem, at + 1)
    return []


def _numbers(text: str) -> list[str]:
    found = []
    for match in _NUMBER.finditer(text):
        code = _kind(match.group(), text, match.start())
        if code is not None:
            found.append(code)
    return found


def _kind(number: str, text: str, start: int) -> str | None:
    date = _CPR.fullmatch(number)
    if date is not None and int(date[1]) % 60 <= 31 and 1 <= int(date[2]) <= 12:
        return "personal-data.cpr"
    before = text[max(start - 5, 0) : start]
    if before.endswith("+") and _ABROAD.fullmatch(number):
        return "personal-data.phone"
    if _PHONE.fullmatch(number) or (_UNDIVIDED.fullmatch(number) and before.lower().endswith(("tlf. ", "tlf "))):
        return "personal-data.phone"
    return None


def _addresses(text: str) -> list[str]:
    if "@" not in text:
        return []
    domains = [match[1].lower() for match in _EMAIL.finditer(text)]
    return ["personal-data.email" for domain in domains if domain in _PRIVATE or domain.startswith(_PRIVATE_NAMES)]


def _protected(*texts: str) -> list[str]:
    for text in texts:
        if ("eskytte" in text or "emmelig" in text) and _PROTECTED.search(text):
            return ["personal-data.protected"]
    return []
