"""Themes by shared words: "affaldssortering" and "Mindre affald" belong together, and the word that says so is told.

Danish writes compounds in one word, which hides what titles share. A compound is taken apart at a word that stands by
itself in some title, or that municipalities use all the time. Words that many titles have say little, and those of
every strategy (fælles, indsats, grøn) least. Groups grow by their average likeness, so that no chain of neighbours
joins what has nothing in common. All of it is a suggestion, for a person to accept or correct.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import attrs

from kkrconsult.grouping._linkage import joined
from kkrconsult.grouping._quotes import quotes_of
from kkrconsult.grouping._titles import TitleOptions, as_written, by_words, in_order, stem, theme_of
from kkrconsult.model import Proposal, Theme, ThemeReason

__all__ = ["SHARED_WORDS", "WordOptions", "group_by_words", "shared"]

SHARED_WORDS = "shared-words"
"""Name of the strategy, and of the reason that it gives."""

# fmt: off
_ELEMENTS = (
    "affald", "areal", "bolig", "borger", "byggeri", "bygning", "cykel", "drikkevand", "energi", "erhverv",
    "finansiering", "forsyning", "fødevarer", "genbrug", "grundvand", "havvand", "indkøb", "jord", "klima",
    "kollektiv", "kyst", "landbrug", "landskab", "miljø", "mobilitet", "natur", "oversvømmelse", "plads",
    "regnvand", "ressource", "skole", "skov", "spildevand", "storm", "tilpasning", "trafik", "transport",
    "uddannelse", "undervisning", "vand", "varme", "vind", "økonomi",
)
_COMMON = (
    "arbejde", "bæredygtig", "fokus", "fremtid", "fælles", "grøn", "handling", "indsats", "klima", "kommune", "ny",
    "omstilling", "plan", "projekt", "region", "regional", "samarbejde", "spor", "strategi", "styrke", "tema", "tiltag",
    "udvikling", "øget", "bedre", "mere", "mindre",
)
# fmt: on
_LINKS = ("", "s", "e", "er")
_SHORTEST_PART, _SHORTEST_KNOWN = 3, 4
_COMMON_WEIGHT, _FEW = 0.2, 20


@attrs.frozen(kw_only=True)
class WordOptions:
    """How titles are compared, and how much alike they must be."""

    least: float = attrs.field(
        default=0.3, validator=attrs.validators.and_(attrs.validators.gt(0), attrs.validators.le(1))
    )
    """How much alike the titles of a theme must be on average, above 0 to 1: 1 for the same words."""
    elements: tuple[str, ...] = _ELEMENTS
    """Words at which compounds are taken apart, besides those that stand by themselves in some title; lower case."""
    common: tuple[str, ...] = _COMMON
    """Words that say little, since any theme may have them; lower case."""


def group_by_words(proposals: Sequence[Proposal], options: WordOptions = WordOptions()) -> tuple[Theme, ...]:
    """Put proposals together whose titles share words, parts of compounds included.

    Args:
        proposals: The proposals, in any order.
        options: How titles are compared.

    Returns:
        Themes, those that most parties propose first, then in Danish alphabetical order. Every proposal is in exactly
        one of them; one that is like no other stands alone. Each reason names a word and the proposals that have it.
        Ids are made of the content and the same for any order. Time grows with the square of the number of different
        titles that share words: seconds for two thousand.
    """
    units = by_words(proposals, TitleOptions())
    keys = sorted(units)
    parts, likeness = shared(keys, options)
    return in_order(
        theme_of({keys[one]: units[keys[one]] for one in group}, SHARED_WORDS, _reasons(group, keys, parts, units))
        for group in joined(len(keys), likeness, options.least)
    )


def shared(
    keys: Sequence[tuple[str, ...]], options: WordOptions
) -> tuple[list[frozenset[str]], dict[tuple[int, int], float]]:
    """The words of titles, compounds taken apart, and how much alike two titles are by the words that they share.

    Args:
        keys: The titles, each by the words by which it is compared, in ascending order.
        options: How they are compared.
    """
    # Every sum is made in one order, so that rounding is the same whatever the order of a set.
    parts = _parts(keys, options)
    return parts, _likeness(parts, _weights(parts, options))


def _reasons(
    group: Sequence[int],
    keys: Sequence[tuple[str, ...]],
    parts: Sequence[frozenset[str]],
    units: Mapping[tuple[str, ...], Sequence[Proposal]],
) -> list[ThemeReason]:
    """A reason for every word that several titles of a group have."""
    holders: dict[str, list[int]] = {}
    for one in group:
        for part in parts[one]:
            holders.setdefault(part, []).append(one)
    members = [item for one in group for item in units[keys[one]]]
    return [
        ThemeReason(
            kind=SHARED_WORDS,
            words=as_written((part,), members),
            points=tuple(sorted(item.point for one in holders[part] for item in units[keys[one]])),
            quotes=quotes_of((item for one in holders[part] for item in units[keys[one]]), (part,)),
        )
        for part in sorted(holders, key=lambda part: (-len(holders[part]), part))
        if len(holders[part]) > 1
    ]


# ------------------------------------------------------------------------------------------------ words


def _parts(keys: Sequence[tuple[str, ...]], options: WordOptions) -> list[frozenset[str]]:
    """The words of each title, compounds taken apart."""
    alone = Counter(word for words in keys for word in words if word.isalpha())
    known = {stem(word) for word in options.elements} | {word for word in alone if len(word) >= _SHORTEST_KNOWN}
    longest = sorted(known, key=lambda word: (-len(word), word))
    split = {word: _split(word, longest) for word in alone}
    return [frozenset(part for word in words if word for part in split.get(word, (word,))) for words in keys]


def _split(word: str, known: Collection[str]) -> tuple[str, ...]:
    """The parts of a compound, by the longest known word at its beginning or else at its end."""
    found: list[str] = []
    while part := next((one for one in known if _begins(word, one)), None):
        found.append(part)
        word = _unlinked(word.removeprefix(part), known)
    end = next((one for one in known if word.endswith(one) and len(word) - len(one) >= _SHORTEST_PART), None)
    if end is None:
        return (*found, word)
    return *found, stem(word.removesuffix(end).removesuffix("s")), end


def _begins(word: str, part: str) -> bool:
    return word.startswith(part) and len(word) - len(part) >= _SHORTEST_PART


def _unlinked(rest: str, known: Collection[str]) -> str:
    """The second part of a compound without what links it to the first, as the s in affaldssortering."""
    found = [short for link in _LINKS if rest.startswith(link) and (short := stem(rest.removeprefix(link))) in known]
    if found:
        return found[0]
    return stem(rest[1:] if rest.startswith("s") and len(rest) > _SHORTEST_PART else rest)


def _weights(parts: Sequence[frozenset[str]], options: WordOptions) -> dict[str, float]:
    """How much a word says: less, the more titles have it."""
    common = {stem(word) for word in options.common}
    held = Counter(part for one in parts for part in one)
    # Among few titles a word that all of them have still says something.
    titles = max(len(parts), _FEW)
    return {
        part: math.log(1 + titles / number) * (_COMMON_WEIGHT if part in common else 1.0)
        for part, number in held.items()
    }


# -------------------------------------------------------------------------------------------- likeness


def _likeness(parts: Sequence[frozenset[str]], weights: Mapping[str, float]) -> dict[tuple[int, int], float]:
    """How much alike titles are, from 0 to 1, for all pairs that share a word (weighted Dice coefficient)."""
    holders: dict[str, list[int]] = {}
    for index, one in enumerate(parts):
        for part in one:
            holders.setdefault(part, []).append(index)
    whole = [math.fsum(weights[part] for part in one) for one in parts]
    pairs = {pair for held in holders.values() for pair in itertools.combinations(held, 2)}
    return {
        (one, other): 2 * math.fsum(weights[part] for part in parts[one] & parts[other]) / (whole[one] + whole[other])
        for one, other in sorted(pairs)
    }
