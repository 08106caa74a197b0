"""Alphabetical order in the language of the reader."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from kkrconsult.danish._letters import SortKey, sort_key
from kkrconsult.danish._locales import locale

__all__ = ["collation_key"]

# Signs and letters in the order of CLDR's root collation. What is not listed follows those of its kind, by code point.
_SPACES: Final = "\t\n\v\f\r\x85\u2028\u2029 "
_SIGNS: Final = "_-‐‒–—―,;:!¡?¿.·'‘’‚‹›\"“”„«»()[]{}§¶@*/\\&#%‰†‡•′"
_SYMBOLS: Final = "`´^¯¨¸°©®+±÷×<=>¬|¦~−"
_MONEY: Final = "¤¢$£¥€"
_DIGITS: Final = "0123456789"
_LETTERS: Final = "abcdefghiıjklmnŋopqĸrstŧuvwxyzþ"
_MARKS: Final = "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304"
"""Accents, from the acute to the macron."""

_PLACES: Final[Mapping[str, tuple[int, int]]] = {
    char: (kind, place)
    for kind, chars in enumerate((_SPACES, _SIGNS, _SYMBOLS, _MONEY, _DIGITS, _LETTERS))
    for place, char in enumerate(chars)
}
_KINDS: Final[Mapping[str, int]] = {"Z": 0, "P": 1, "S": 2, "Sc": 3, "N": 4, "L": 5}
_LISTED: Final = 1000
"""More than the places of any kind that are listed."""

_STROKES: Final = str.maketrans(
    {"ø": "o\u0338", "Ø": "O\u0338"}
    | {letter: f"{base}\u0335" for letter, base in zip("đĐħĦłŁ", "dDhHlL", strict=True)}
)
"""Letters that are another one with a stroke, which Unicode does not take apart."""

_VARIANTS: Final[Mapping[str, str]] = {"æ": "ae", "œ": "oe", "ß": "ss", "ð": "d"}
"""Letters that come right after others: what Unicode calls a difference of the second level."""
_PLAIN, _VARIANT, _MARK = 1, 2, 3
"""Weights of the second level: a letter as it is, one of `_VARIANTS`, and the least of the accents."""


def collation_key(text: str, lang: str) -> SortKey:
    """Return the key that puts texts in the alphabetical order of the reader's language.

    Danish has its own order (`sort_key`). English, and each language that knows no other, has the root order of
    the Unicode CLDR: by letters first, å as a, æ as ae, ø as o; then by accents; then small letters before
    capitals. Spaces come before signs, signs before digits, and digits before letters.

    >>> sorted(["Aarhus", "Ærø", "Åbo", "Skive"], key=lambda name: collation_key(name, "en"))
    ['Aarhus', 'Åbo', 'Ærø', 'Skive']

    The root order is followed for Latin letters and common signs; letters of other alphabets come after, by code
    point.

    Args:
        text: A name or a title.
        lang: One of `written_languages`.

    Returns:
        A key to compare with others of the same language. Different texts have different keys, so that no order
        is left to chance.

    Raises:
        ValueError: The language is none of `written_languages`.
    """
    return sort_key(text) if locale(lang).order == "danish" else _root_key(text)


def _root_key(text: str) -> SortKey:
    letters: list[int] = []
    accents: list[int] = []
    capitals: list[int] = []
    for char in _taken_apart(text):
        kind = unicodedata.category(char)
        if kind[0] == "M":
            place = _MARKS.find(char)
            accents.append(_MARK + place if place >= 0 else _MARK + len(_MARKS) + ord(char))
            continue
        small = char.lower()
        for number, letter in enumerate(_VARIANTS.get(small, small)):
            letters.append(_weight(letter, kind))
            accents.append(_VARIANT if small in _VARIANTS and not number else _PLAIN)
            capitals.append(int(small != char))
    return tuple(letters), (*accents, 0, *capitals), text


def _taken_apart(text: str) -> Iterator[str]:
    """The characters of a text, each letter followed by its accents; what is not seen is left out."""
    for char in unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).translate(_STROKES)):
        if char in _PLACES:
            yield char
        elif unicodedata.category(char) not in ("Cc", "Cf"):
            yield from unicodedata.normalize("NFKD", char)


def _weight(char: str, kind: str) -> int:
    """Where a character stands among all others."""
    if kind == "Nd":
        char = str(unicodedata.decimal(char))
    group, place = _PLACES.get(char) or (_KINDS.get(kind, _KINDS.get(kind[0], 5)), _LISTED + ord(char))
    return group * 0x200000 + place
