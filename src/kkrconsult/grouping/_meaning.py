"""Themes by what their titles mean: "støj" and "larm" belong together, though they share no word.

What a title means is a vector that a language model gives; this module knows no model and takes any. All titles are
a little alike in such a model, because all are short Danish texts about what municipalities do. So likeness is measured
from a point that is fixed by some titles that say nothing, and a pair is as much alike whatever else is proposed.
Shared words count too.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from operator import mul

import attrs

from kkrconsult.grouping._linkage import joined
from kkrconsult.grouping._quotes import quotes_of
from kkrconsult.grouping._titles import TitleOptions, as_written, by_words, in_order, shown_title, theme_of
from kkrconsult.grouping._words import WordOptions, shared
from kkrconsult.model import Proposal, Theme, ThemeReason

__all__ = ["SIMILAR_MEANING", "Embed", "MeaningOptions", "group_by_meaning"]

SIMILAR_MEANING = "similar-meaning"
"""Name of the strategy, and of the reason that it gives."""

Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""What gives a vector for each of some texts, always the same for the same text."""

_AS = "Forslag til tema: {}"
_NOTHING_SAID = (
    "Bedre samarbejde mellem kommunerne", "Flere penge til området", "Ny viden og forskning",
    "Fælles indsats i hele regionen", "Mindre bureaukrati", "Lokale løsninger", "Erhvervslivet skal med",
    "Hjælp til familier", "Planlægning af byer", "Støtte til landdistrikter",
)  # fmt: skip
_LONGEST = 200
_DIGITS = 4


@attrs.frozen(kw_only=True)
class MeaningOptions:
    """How much alike titles must be, and what counts."""

    least: float = attrs.field(
        default=0.25, validator=attrs.validators.and_(attrs.validators.gt(0), attrs.validators.le(1))
    )
    """How much alike the titles of a theme must be on average, above 0 to 1: higher for fewer and surer themes."""
    words: float = attrs.field(
        default=0.2, validator=attrs.validators.and_(attrs.validators.ge(0), attrs.validators.le(1))
    )
    """How much shared words count beside the meaning, from 0 (not at all) to 1 (nothing else does)."""


def group_by_meaning(
    proposals: Sequence[Proposal], embed: Embed, options: MeaningOptions = MeaningOptions()
) -> tuple[Theme, ...]:
    """Put proposals together whose titles mean much the same.

    Args:
        proposals: The proposals, in any order.
        embed: Gives the vector of each text; only the angle between two of them counts.
        options: How much alike titles must be, and what counts.

    Returns:
        Themes, those that most parties propose first, then in Danish alphabetical order. Every proposal is in exactly
        one of them; one that is like no other stands alone. The reasons are the pairs of titles that hold a theme
        together: how much alike they are, which words they share, what they say. Ids are made of the content and the
        same for any order. Time and memory grow with the square of the number of different titles: seconds for a few
        hundred.

    Raises:
        ValueError: `embed` gave another number of vectors than it got texts, or vectors of different lengths.
    """
    units = by_words(proposals, TitleOptions())
    keys = sorted(units)
    parts, words = shared(keys, WordOptions())
    meaning = _likeness([shown_title(units[key])[:_LONGEST] for key in keys], embed)
    likeness = {
        pair: value
        for pair in sorted(meaning.keys() | words.keys())
        if (value := _mixed(meaning.get(pair, 0.0), words.get(pair, 0.0), options.words)) > 0
    }
    return in_order(
        theme_of(
            {keys[one]: units[keys[one]] for one in group},
            SIMILAR_MEANING,
            [
                _reason(likeness[pair], pair, [units[keys[one]] for one in pair], parts)
                for pair in _nearest(group, likeness)
            ],
        )
        for group in joined(len(keys), likeness, options.least)
    )


def _mixed(meaning: float, words: float, share: float) -> float:
    # The last digits of a vector hang on the processor; they are to decide nothing.
    return round((1 - share) * meaning + share * words, _DIGITS)


def _likeness(titles: Sequence[str], embed: Embed) -> dict[tuple[int, int], float]:
    """How much alike titles are in meaning: the cosine of their angle, for all pairs that are alike at all."""
    if not titles:
        return {}
    # Models are programs of others, which a character that no text has may bring down.
    plain = (title.replace("\0", " ").encode("utf-8", "replace").decode("utf-8") for title in titles)
    texts = [_AS.format(title) for title in (*plain, *_NOTHING_SAID)]
    rows = [list(map(float, row)) for row in embed(texts)]
    if len(rows) != len(texts) or len({len(row) for row in rows}) != 1:
        raise ValueError(f"there must be one vector of the same length for each of {len(texts)} texts")
    said, nothing = rows[: len(titles)], rows[len(titles) :]
    centre = [math.fsum(column) / len(nothing) for column in zip(*nothing, strict=True)]
    units = [_unit([value - middle for value, middle in zip(row, centre, strict=True)]) for row in said]
    return {
        (one, other): value
        for one, other in itertools.combinations(range(len(units)), 2)
        if (value := min(sum(map(mul, units[one], units[other])), 1.0)) > 0
    }


def _unit(row: Sequence[float]) -> list[float]:
    length = math.sqrt(math.fsum(value * value for value in row))
    return [value / length for value in row] if length else list(row)


def _nearest(group: Sequence[int], likeness: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs that hold a group together: one for each member but the first, each the nearest that was there."""
    held, left, pairs = [group[0]], list(group[1:]), list[tuple[int, int]]()
    while left:
        _, pair, new = min(
            (-likeness.get(_ordered(one, other), 0.0), _ordered(one, other), other) for one in held for other in left
        )
        held.append(new)
        left.remove(new)
        pairs.append(pair)
    # Groups are joined only where some pair of their members is alike, so every pair here is.
    return sorted(pairs, key=lambda pair: (-likeness[pair], pair))


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _reason(
    value: float, pair: tuple[int, int], sides: Sequence[Sequence[Proposal]], parts: Sequence[frozenset[str]]
) -> ThemeReason:
    members = [item for side in sides for item in side]
    common = sorted(parts[pair[0]] & parts[pair[1]])
    return ThemeReason(
        kind=SIMILAR_MEANING,
        words=as_written(common, members),
        points=tuple(sorted(item.point for item in members)),
        likeness=value,
        quotes=quotes_of(members, common),
    )
