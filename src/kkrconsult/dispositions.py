"""What dispositions are called in a round, and which one somebody meant by what they wrote.

Every document takes its words from here, so that a region has to say only once what it calls them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Set

from kkrconsult.danish import fold
from kkrconsult.model import Disposition, Round
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, word, word_for

__all__ = ["disposition_label", "disposition_labels", "disposition_of", "says_open"]

_SHORTEST = 2
"""Fewest letters of an abbreviation: with one alone, somebody may have slipped."""
_LONGEST = 200
_WORDS = re.compile(r"[^\W_]+")


def disposition_label(round_: Round, disposition: Disposition, language: str = "da") -> str:
    """What a disposition is called in a round: the round's own words, or those of the catalogue.

    Args:
        round_: The round.
        disposition: The disposition.
        language: The reader's language. Words of the round's own are used in any language where they are in it, and
            else only in Danish.
    """
    own = round_.assessment.labels.of(disposition)
    if own is not None and (language in own.translations or language not in languages()):
        return own.in_language(language).strip()
    return word_for(disposition, language)


def disposition_labels(round_: Round, language: str = "da") -> tuple[str, ...]:
    """What all dispositions are called in a round, in their usual order."""
    return tuple(disposition_label(round_, disposition, language) for disposition in Disposition)


@functools.cache
def _open_words() -> frozenset[str]:
    return frozenset({"", *(fold(word("disposition.open", language)) for language in languages())})


def says_open(written: str) -> bool:
    """Whether a text says that nothing has been decided yet."""
    return len(written) <= _LONGEST and fold(written) in _open_words()


def disposition_of(round_: Round, written: str) -> Disposition | None:
    """The disposition that somebody meant, in any language that has a catalogue, in full or abbreviated.

    Capitals, spaces and signs do not matter. An abbreviation is the beginning of each word, or of the first ones, or
    the first letters of all: »delv. imødek.«, »ikke«, »t.t.e.«. It has to fit one disposition only.

    Args:
        round_: The round, whose own words go first.
        written: What stands there.

    Returns:
        The disposition; None where the text fits none, or several.
    """
    if len(written) > _LONGEST:
        return None
    folded = fold(written)
    meant: Set[Disposition] = {disposition for phrase, disposition in _own(round_) if fold(phrase) == folded}
    meant = meant if len(meant) == 1 else _in_full().get(folded, frozenset())
    if len(meant) == 1:
        return next(iter(meant))
    typed = _WORDS.findall(written.casefold())
    if sum(map(len, typed)) < _SHORTEST:
        return None
    phrases = [*_own(round_), *_common()]
    short = {disposition for phrase, disposition in phrases if _abbreviates(typed, _WORDS.findall(phrase.casefold()))}
    return short.pop() if len(short) == 1 else None


def _own(round_: Round) -> Iterator[tuple[str, Disposition]]:
    for disposition in Disposition:
        label = round_.assessment.labels.of(disposition)
        for phrase in label.translations.values() if label else ():
            yield phrase, disposition


def _common() -> Iterator[tuple[str, Disposition]]:
    for disposition in Disposition:
        yield disposition.value, disposition
        for language in languages():
            yield word_for(disposition, language), disposition


def _also() -> Iterator[tuple[str, Disposition]]:
    """Other ways to put it, which nobody abbreviates."""
    for disposition in Disposition:
        for language in languages():
            for phrase in word(f"disposition-also.{disposition.value}", language).split(";"):
                yield phrase, disposition


@functools.cache
def _in_full() -> Mapping[str, frozenset[Disposition]]:
    found: dict[str, frozenset[Disposition]] = {}
    for phrase, disposition in (*_common(), *_also()):
        found[fold(phrase)] = found.get(fold(phrase), frozenset()) | {disposition}
    return FrozenMap(found)


def _abbreviates(typed: list[str], words: list[str]) -> bool:
    """Whether what was typed is short for some words."""
    if len(typed) <= len(words) and all(whole.startswith(part) for part, whole in zip(typed, words, strict=False)):
        return True
    return len(typed) == 1 and len(words) > 1 and typed[0] == "".join(one[0] for one in words)
