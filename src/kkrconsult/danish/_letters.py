"""Danish letters: alphabetical order, and names reduced to what matters when they are matched."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

__all__ = ["SortKey", "fold", "sort_key", "without_marks"]

SortKey: TypeAlias = tuple[Any, Any, str]
"""What `sort_key` returns (letters, then spelling, then the text itself), to be compared and not read."""

_ALPHABET: Final = "0123456789abcdefghijklmnopqrstuvwxyzæøå"
_SPACE: Final = (" ", 0)
_RANKS: Final[Mapping[str, int]] = {" ": 0} | {letter: rank for rank, letter in enumerate(_ALPHABET, 1)}
_FOREIGN: Final[Mapping[str, str]] = {
    "ä": "æ", "ö": "ø", "ü": "y", "ð": "d", "þ": "th", "œ": "oe",
    "ő": "ø", "ű": "y", "ǻ": "å", "đ": "d", "ł": "l", "ı": "i",
}  # fmt: skip
"""Foreign letters and the Danish ones they are sorted as.

The first row is Retskrivningsordbogen § 4(3); the second does likewise with letters not mentioned there.
"""

# As in Danish addresses of the web. Other letters with marks lose them; these are letters of their own.
_PLAIN: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})

_MUNICIPALITY_WORDS: Final = frozenset({"kommune", "kommunes", "regionskommune", "regionskommunes"})


def _spell(text: str) -> list[tuple[str, int]]:
    """Spell a text in the letters of the Danish alphabet.

    Returns:
        Lower-case letters, digits and single spaces, each with 0 if it was written so, or 1 if it stands for
        another spelling (ü, é, aa). Hyphens, dashes, slashes and underscores become spaces; other signs go.
    """
    spelled: list[tuple[str, int]] = []
    previous = ""
    for char in unicodedata.normalize("NFKC", text).casefold():
        if char == previous == "a":
            spelled[-1] = ("å", 1)
            previous = ""  # so that a third a is one of its own
            continue
        previous = char
        if char in _ALPHABET:
            spelled.append((char, 0))
        elif char.isspace() or char in "/_" or unicodedata.category(char) == "Pd":
            if spelled and spelled[-1] != _SPACE:
                spelled.append(_SPACE)
        else:
            spelled.extend((letter, int(letter != char)) for letter in _danish_letters(char))
    if spelled and spelled[-1] == _SPACE:
        spelled.pop()
    return spelled


def _plain(text: str, table: bytes) -> bytes | None:
    """A text as `_spell` spells it, but for the number of spaces, by a table of 256 bytes; None where that cannot tell.

    Most texts have signs of Latin-1 only, and no letter that becomes two.
    """
    try:
        seen = text.encode("latin-1").translate(table)
    except UnicodeEncodeError:
        return None
    if _UNUSUAL in seen:
        return None
    return seen


def _danish_letters(char: str) -> str:
    """Return the letters that stand for a character which is not in the Danish alphabet; none for a sign."""
    if char in _FOREIGN:
        return _FOREIGN[char]
    base = unicodedata.normalize("NFD", char)[0]
    if base in _ALPHABET:
        return base
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return char if char.isalnum() else ""


_UNUSUAL: Final = 1
_SIGN: Final = b"\x02"


def _table(*, marks: bool) -> bytes:
    """What becomes of each sign of Latin-1: a letter or digit, a space, nothing, or more than a table can say.

    Args:
        marks: Whether a letter may lose its mark, or become another; but none may become an a, of which two are an å.
    """
    table = bytearray(256)
    for char in map(chr, range(256)):
        small = char.casefold()
        if len(small) > 1 or not unicodedata.is_normalized("NFKC", char):
            table[ord(char)] = _UNUSUAL
        elif small.isspace() or small in "/_" or unicodedata.category(small) == "Pd":
            table[ord(char)] = ord(" ")
        elif small in _ALPHABET:
            table[ord(char)] = ord(small)
        else:
            letters = _danish_letters(small)
            usual = marks and len(letters) == 1 and letters != "a" and letters in _ALPHABET
            table[ord(char)] = ord(letters) if usual else _UNUSUAL if letters else _SIGN[0]
    return bytes(table)


_FOLDED: Final = _table(marks=True)
_SPELLED: Final = _table(marks=False)
_RANKED: Final = bytes(_RANKS.get(chr(code), 0) for code in range(256))


def sort_key(text: str) -> SortKey:
    """Return the key that puts texts in Danish alphabetical order.

    The order is that of Retskrivningsordbogen (Dansk Sprognævn) § 4: æ, ø and å come last, aa sorts as å, ü
    as y, ä as æ, ö as ø, and accents do not count. Only between texts that are otherwise equal does the
    spelling decide: å before aa, plain letters before foreign or accented ones, then capitals before small
    letters. For names of several words § 4(4) leaves a choice; here they are ordered word by word. A hyphen
    parts words too, digits come before letters, and other signs do not count.

    That aa is two letters in some words (ekstraarbejde) cannot be seen from the spelling, and is ignored: it
    does not happen in the names of Danish municipalities.

    Args:
        text: A name or a title.

    Returns:
        A key to compare. Different texts have different keys, so that no order is left to chance.
    """
    plain = _plain(text, _SPELLED)
    if plain is not None and b"aa" not in plain:
        words = b" ".join(plain.translate(None, _SIGN).split())
        return words.translate(_RANKED).decode("latin-1"), "\0" * len(words), text
    spelled = _spell(text)
    # As texts, since those are compared much faster than numbers, and hundreds of thousands of names are sorted.
    # Letters of other alphabets come after å, in the order of their code points; the last are no letters.
    ranks = "".join(chr(min(_RANKS.get(letter, len(_RANKS) + ord(letter)), sys.maxunicode)) for letter, _ in spelled)
    # Capitals come before small letters in Unicode, as in § 4(1), so the text itself settles what is left.
    return ranks, "".join(chr(variant) for _, variant in spelled), text


def fold(text: str) -> str:
    """Reduce a name to what matters when it is matched.

    Case, accents, spaces, hyphens and other signs vanish, aa becomes å, foreign letters become Danish ones,
    and the words "kommune" and "regionskommune", also in the genitive, are left out unless nothing else is
    there.

    Args:
        text: A name as somebody wrote it.

    Returns:
        Letters and digits only; empty if the text has none. Folding it again changes nothing.
    """
    plain = _plain(text, _FOLDED)
    if plain is not None:
        # Two that a sign stands between are not one letter yet.
        plain = plain.replace(b"aa", b"\xe5")
        letters = plain.translate(None, _SIGN + b" ")
        if b"kommune" not in letters:
            return letters.decode("latin-1").replace("aa", "å")
        words = plain.translate(None, _SIGN).decode("latin-1").split()
    else:
        words = "".join(letter for letter, _ in _spell(text)).split()
    kept = [word for word in words if word not in _MUNICIPALITY_WORDS] or words
    return "".join(kept).replace("aa", "å")


def without_marks(text: str) -> str:
    """Write a text in small letters without marks, for names that may have no others: ø becomes oe, and é becomes e.

    Letters of other alphabets stay as they are.
    """
    plain = unicodedata.normalize("NFC", text).lower().translate(_PLAIN)
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
