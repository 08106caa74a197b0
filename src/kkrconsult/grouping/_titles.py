"""Themes by title: joins only what says the same in its title; anything cleverer is a guess, to be seen as one."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from kkrconsult.danish import sort_key
from kkrconsult.grouping._quotes import quotes_of
from kkrconsult.model import GroupedBy, Proposal, Theme, ThemeReason

__all__ = [
    "SAME_TITLE",
    "TitleOptions",
    "as_written",
    "by_words",
    "group_by_title",
    "in_order",
    "shown_title",
    "stem",
    "theme_of",
    "title_words",
]

SAME_TITLE = "same-title"
"""Name of the strategy, and of the one reason that it knows."""

# fmt: off
_STOP_WORDS = (
    "af", "at", "de", "den", "der", "det", "dets", "en", "er", "et", "for", "fra", "i", "med", "mellem",
    "og", "om", "over", "på", "samt", "som", "til", "ved", "a", "an", "and", "in", "of", "on", "the", "to",
    "with",
)
# fmt: on
_ENDINGS = ("ernes", "erne", "enes", "ens", "ets", "ene", "ers", "en", "et", "er", "es", "e", "s")
_SHORTEST_STEM = 4
_DOUBLED = re.compile(r"([bdfgklmnprstv])\1$")


@attrs.frozen(kw_only=True)
class TitleOptions:
    """How titles are compared."""

    stop_words: tuple[str, ...] = _STOP_WORDS
    """Words of a title that do not matter, in lower case."""
    endings: bool = True
    """Whether endings of number and definiteness are left out of account: "kommunerne" is "kommune"."""


def stem(word: str) -> str:
    """A word without its Danish endings: lightly done, since it is whole titles that are compared."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            # Endings come in rows (kommune-r-ne-s), and a consonant is doubled before them (grøn, grønne).
            return stem(_DOUBLED.sub(r"\1", word.removesuffix(ending)))
    return word


def title_words(title: str, options: TitleOptions = TitleOptions()) -> tuple[str, ...]:
    """The words by which a title is compared: in lower case, sorted, without what does not matter.

    >>> title_words("Den grønne mobilitet!") == title_words("Mobilitet, grøn")
    True

    Args:
        title: The title.
        options: How titles are compared.

    Returns:
        The words, each once. Where all of them are stop words, they all stay; a title without letters and
        digits is one word of its own; empty for a blank title.
    """
    folded = unicodedata.normalize("NFKC", title).casefold().replace("aa", "å")
    words = re.findall(r"\w+", folded) or ([" ".join(folded.split())] if folded.strip() else [])
    kept = [word for word in words if word not in options.stop_words] or words
    if options.endings:
        kept = [stem(word) for word in kept]
    return tuple(sorted(set(kept)))


def group_by_title(proposals: Sequence[Proposal], options: TitleOptions = TitleOptions()) -> tuple[Theme, ...]:
    """Put proposals together whose titles have the same words, apart from small words and endings.

    Args:
        proposals: The proposals, in any order.
        options: How titles are compared.

    Returns:
        Themes, those that most parties propose first, then in Danish alphabetical order. Every proposal is
        in exactly one of them; one with a blank title stands alone. Ids are made of the content and the same
        for any order.
    """
    return in_order(theme_of({words: members}, SAME_TITLE) for words, members in by_words(proposals, options).items())


def by_words(proposals: Iterable[Proposal], options: TitleOptions) -> dict[tuple[str, ...], list[Proposal]]:
    """Proposals by the words of their titles; one with a blank title is by itself, under an empty word."""
    groups: dict[tuple[str, ...], list[Proposal]] = {}
    for proposal in proposals:
        words = title_words(proposal.title, options)
        groups.setdefault(words or ("", proposal.point), []).append(proposal)
    return groups


def in_order(themes: Iterable[Theme]) -> tuple[Theme, ...]:
    """Themes as they are shown: those that most parties propose first, then in Danish alphabetical order."""
    return tuple(
        sorted(
            themes,
            key=lambda theme: (-len(theme.participants), -len(theme.points), sort_key(theme.title), theme.id),
        )
    )


def theme_of(
    members: Mapping[tuple[str, ...], Sequence[Proposal]], grouper: str, reasons: Iterable[ThemeReason] = ()
) -> Theme:
    """A theme of some proposals.

    Args:
        members: The proposals, by the words of their titles; those with the same words stand together for that reason.
        grouper: Name of the strategy.
        reasons: Why those with different words stand together.
    """
    every = sorted(
        (item for group in members.values() for item in group),
        key=lambda item: (item.point, item.title, item.text, item.participants),
    )
    points = tuple(item.point for item in every)
    parties = {name for item in every for name in item.participants}
    words = sorted(members)
    digest = hashlib.sha256(
        "\x1f".join((*(word for one in words for word in one), "", *points)).encode("utf-8", "surrogatepass")
    ).hexdigest()
    same = (
        ThemeReason(
            kind=SAME_TITLE,
            words=as_written(one, members[one]),
            points=tuple(sorted(item.point for item in members[one])),
            quotes=quotes_of(members[one], one),
        )
        for one in words
        if len(members[one]) > 1
    )
    return Theme(
        id=f"theme-{digest[:12]}",
        title=shown_title(every),
        points=points,
        participants=tuple(sorted(parties, key=sort_key)),
        grouped_by=GroupedBy.PROGRAM,
        grouper=grouper,
        reasons=(*same, *reasons),
    )


def as_written(stems: Iterable[str], members: Iterable[Proposal]) -> tuple[str, ...]:
    """Words as a reader knows them, and not as they are compared: in their shortest form in some titles.

    A part of a compound that stands in no title by itself is given as it is.
    """
    forms: dict[str, list[str]] = {}
    for token in {token for item in members for token in _tokens(item.title)}:
        forms.setdefault(stem(token.replace("aa", "å")), []).append(token)
    return tuple(min(forms.get(one, (one,)), key=lambda form: (len(form), form)) for one in stems)


def _tokens(title: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold())


def shown_title(members: Sequence[Proposal]) -> str:
    """The title for a theme of some proposals: what most of them call it.

    Of titles used as often it is the first in the alphabet. Without any title it is the beginning of the text, and
    without that the id of the point.
    """
    spellings = Counter(" ".join(item.title.split()) for item in members)
    best = min(spellings, key=lambda title: (-spellings[title], sort_key(title)))
    if best:
        return best
    text = " ".join(members[0].text.split())
    return (text if len(text) <= 60 else text[:59].rstrip() + "…") or members[0].point
