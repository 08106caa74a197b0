"""The built-in groupers: one puts themes together whose titles say the same, one those that share words."""

from __future__ import annotations

from collections.abc import Iterable

from kkrconsult.grouping import SAME_TITLE, SHARED_WORDS, TitleOptions, WordOptions, group_by_title, group_by_words
from kkrconsult.plugins import GrouperSpec, hookimpl

__all__ = ["kkrconsult_groupers", "same_title", "shared_words"]

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


@hookimpl
def kkrconsult_groupers() -> Iterable[GrouperSpec]:
    """Give the built-in groupers."""
    return [same_title, shared_words]
