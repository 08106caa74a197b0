"""The built-in grouper: it puts themes together whose titles say the same."""

from __future__ import annotations

from collections.abc import Iterable

from kkrconsult.grouping import SAME_TITLE, TitleOptions, group_by_title
from kkrconsult.plugins import GrouperSpec, hookimpl

__all__ = ["kkrconsult_groupers", "same_title"]

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


@hookimpl
def kkrconsult_groupers() -> Iterable[GrouperSpec]:
    """Give the built-in grouper."""
    return [same_title]
