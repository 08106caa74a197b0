"""Danish names, dates and alphabetical order.

Sorting and matching the names of municipalities, suggesting the spelling that was meant, reading dates the
Danish way round, and writing dates and lists in Danish and English. Everything here is a pure function of its
arguments; the module imports nothing else of kkrconsult, so every layer may use it.

Example:
    >>> sorted(["Aarhus", "Ærø", "Skive"], key=sort_key)
    ['Skive', 'Ærø', 'Aarhus']
    >>> fold("Århus Kommunes") == fold("aarhus")
    True
    >>> parse_danish_date("12.3.2026")
    datetime.date(2026, 3, 12)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final, TypeAlias

import attrs

__all__ = [
    "LANGUAGES",
    "SortKey",
    "fold",
    "format_date",
    "format_moment",
    "join_names",
    "name_variants",
    "parse_danish_date",
    "sort_key",
    "suggest",
    "weekday_name",
]

SortKey: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], str]
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

_MUNICIPALITY_WORDS: Final = frozenset({"kommune", "kommunes", "regionskommune", "regionskommunes"})
_ALIKE: Final = 0.6  # difflib's own default
_COUNCILS: Final = (
    ("Byrådet", "Byråd"),
    ("Kommunalbestyrelsen", "Kommunalbestyrelse"),
    ("Borgerrepræsentationen", "Borgerrepræsentation"),  # Copenhagen's
)


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
    spelled = _spell(text)
    # Letters of other alphabets come after å, in the order of their code points.
    ranks = tuple(_RANKS.get(letter, len(_RANKS) + ord(letter)) for letter, _ in spelled)
    # Capitals come before small letters in Unicode, as in § 4(1), so the text itself settles what is left.
    return ranks, tuple(variant for _, variant in spelled), text


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
    words = "".join(letter for letter, _ in _spell(text)).split()
    kept = [word for word in words if word not in _MUNICIPALITY_WORDS] or words
    return "".join(kept).replace("aa", "å")


def name_variants(name: str) -> frozenset[str]:
    """Return the ways in which a municipality's name is commonly written by those who answer.

    Match by comparing `fold(text)` with the folded variants. Names that do not follow from the name itself
    (Mors for Morsø) are aliases and must come from data; give each of them to this function too.

    Args:
        name: The short or official name, such as `"Aarhus"` or `"Københavns Kommune"`.

    Returns:
        The name, its genitive, with and without "Kommune", as the sender of a council ("Byrådet i Aarhus",
        "Aarhus Byråd"), each with å or aa, with hyphen or space, and with ae, oe and aa for æ, ø and å.
    """
    short = re.sub(r" (?:regions)?kommunes?$", "", " ".join(name.split()), flags=re.IGNORECASE)
    modern = short.replace("Aa", "Å").replace("aa", "å")
    older = short.replace("Å", "Aa").replace("å", "aa")
    ascii_only = older
    for letter, pair in (("æ", "ae"), ("ø", "oe"), ("Æ", "Ae"), ("Ø", "Oe")):
        ascii_only = ascii_only.replace(letter, pair)
    spellings = {short, modern, older, ascii_only}
    spellings |= {spelling.replace("-", " ") for spelling in spellings}
    variants: set[str] = set()
    for spelling in spellings:
        # After s, x and z the genitive adds nothing but, in running text, an apostrophe.
        unmarked = spelling.casefold().endswith(("s", "x", "z"))
        genitive = spelling if unmarked else f"{spelling}s"
        variants.add(f"{spelling}'" if unmarked else genitive)
        for form in (spelling, genitive):
            variants |= {form, f"{form} Kommune", f"{form} Kommunes", f"{form} kommune", f"{form} kommunes"}
            for definite, plain in _COUNCILS:
                variants |= {f"{form} {plain}", f"{definite} i {form} Kommune"}
        variants |= {f"{definite} i {spelling}" for definite, _ in _COUNCILS}
    return frozenset(variants)


def suggest(word: str, candidates: Iterable[str], n: int = 1) -> tuple[str, ...]:
    """Return the candidates that a misspelt word may have meant.

    Args:
        word: What was written.
        candidates: What may be written, in any order.
        n: The most candidates to return.

    Returns:
        At most n candidates, the likeliest first; none if nothing is alike enough. Spellings are compared
        folded, so that "kobenhavns kommune" finds "København".
    """
    import difflib  # needed for a misspelt word only

    wanted = fold(word)
    matcher = difflib.SequenceMatcher()
    matcher.set_seq2(wanted)  # it remembers its second sequence
    scored = []
    for candidate in set(candidates) if wanted else ():
        matcher.set_seq1(fold(candidate))
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            ratio = matcher.ratio()
            if ratio >= _ALIKE:
                scored.append((-ratio, sort_key(candidate), candidate))
    return tuple(candidate for _, _, candidate in sorted(scored)[: max(n, 0)])


@attrs.frozen(kw_only=True)
class _Language:
    """How one language writes dates and lists."""

    months: tuple[str, ...]
    """The names of the twelve months, January first."""
    weekdays: tuple[str, ...]
    """The names of the seven days, Monday first."""
    date: str
    """A pattern of `{day}`, `{month}` and `{year}`."""
    moment: str
    """A pattern of `{date}` and `{time}`."""
    colon: str
    """What parts hours, minutes and seconds."""
    conjunction: str
    """The word before the last name of a list."""


_DANISH_MONTHS: Final = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
_ENGLISH_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LANGUAGES: Final[Mapping[str, _Language]] = {
    "da": _Language(
        months=_DANISH_MONTHS,
        weekdays=("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
        date="{day}. {month} {year}",
        moment="{date} kl. {time}",
        colon=".",
        conjunction="og",
    ),
    "en": _Language(
        months=_ENGLISH_MONTHS,
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        date="{day} {month} {year}",
        moment="{date} at {time}",
        colon=":",
        conjunction="and",
    ),
}

LANGUAGES: Final = tuple(_LANGUAGES)
"""The languages in which this module writes dates and lists; Danish first."""


def _language(lang: str) -> _Language:
    if lang not in _LANGUAGES:
        raise ValueError(f"dates cannot be written in {lang[:20]!r}; choose one of {', '.join(LANGUAGES)}")
    return _LANGUAGES[lang]


def format_date(day: date, lang: str) -> str:
    """Write a date in words: "15. december 2020", "15 December 2020".

    Args:
        day: The date; of a datetime, its own local date.
        lang: One of `LANGUAGES`.

    Returns:
        The date without its weekday.

    Raises:
        ValueError: The language is none of `LANGUAGES`.
    """
    words = _language(lang)
    return words.date.format(day=day.day, month=words.months[day.month - 1], year=day.year)


def format_moment(moment: datetime, lang: str) -> str:
    """Write a date and time: "15. december 2020 kl. 10.00", "15 December 2020 at 10:00".

    Args:
        moment: The moment, written in its own zone: convert it first if another is meant.
        lang: One of `LANGUAGES`.

    Returns:
        Hours and minutes; also the seconds unless they are zero, so that what came half a minute late does
        not look as if it came in time.

    Raises:
        ValueError: The language is none of `LANGUAGES`.
    """
    words = _language(lang)
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return words.moment.format(date=format_date(moment, lang), time=clock.replace(":", words.colon))


def weekday_name(day: date, lang: str) -> str:
    """Name the weekday of a date: "tirsdag", "Tuesday".

    Args:
        day: The date.
        lang: One of `LANGUAGES`.

    Returns:
        The name, capitalised as in the middle of a sentence.

    Raises:
        ValueError: The language is none of `LANGUAGES`.
    """
    return _language(lang).weekdays[day.weekday()]


def join_names(names: Iterable[str], lang: str) -> str:
    """Join names into a list in words: "A, B og C", "A, B and C".

    Args:
        names: The names, in the order wanted.
        lang: One of `LANGUAGES`.

    Returns:
        The list; a single name alone, and nothing for no names.

    Raises:
        ValueError: The language is none of `LANGUAGES`.
    """
    conjunction = f" {_language(lang).conjunction} "
    *most, last = [*names] or [""]
    return conjunction.join([", ".join(most), last] if most else [last])


def parse_danish_date(text: str) -> date | None:
    """Read a date the Danish way: the day comes first, never the month.

    Reads "15. december 2020", "15. dec. 2020", "15.12.2020", "15/12-2020", "15-12-2020" and "2020-12-15"; all
    but the last also after "den" or "d." or a weekday. A year has four digits: "12.3.26" is not guessed at.

    Args:
        text: The date and nothing else; spaces around it do not matter.

    Returns:
        The date, or None if the text is none, if there is no such day, or if the weekday is wrong.
    """
    found = _DATE.fullmatch(" ".join(text.casefold().split()))
    if found is None:
        return None
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
    else:
        year, day = int(found["year"]), int(found["day"])
        month = int(found["number"]) if found["number"] else _MONTHS[found["month"]]
    try:
        result = date(year, month, day)
    except ValueError:
        return None
    if found["weekday"] and found["weekday"] != weekday_name(result, "da"):
        return None
    return result


_MONTHS: Final[Mapping[str, int]] = {
    name: number
    for number, month in enumerate(_LANGUAGES["da"].months, 1)
    for name in {month, month[:3], month[:4] if month == "september" else month}
}
"""Danish names of months and their abbreviations, and the number of the month."""

_DATE: Final = re.compile(
    rf"""
    (?P<iso> [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} )
    |
    (?: (?P<weekday> {"|".join(_LANGUAGES["da"].weekdays)} ) ,?[ ] )?
    (?: den[ ] | d\.[ ]? )?
    (?P<day> [0-9]{{1,2}} )
    (?:
        [ ]?[./-][ ]? (?P<number> [0-9]{{1,2}} ) (?: [ ]?[./-][ ]? | [ ] )
        |
        \.?[ ]? (?P<month> {"|".join(sorted(_MONTHS, reverse=True))} ) (?: \.[ ]? | ,?[ ] )
    )
    (?P<year> [0-9]{{4}} )
    """,
    re.VERBOSE,
)
