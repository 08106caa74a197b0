"""Which proposed themes belong together: strategies without dependencies, each with its reasons.

`group_by_title` only joins what says the same in its title. `group_by_words` also joins titles that share words, parts
of compounds included, and says which; `group_by_meaning` asks a language model that the caller brings. They suggest,
and a person decides: `decided` does as that person said, and `merge_themes` and its like write down what is said.
`rank_themes` tells which themes many parties stand behind.
"""

from __future__ import annotations

from kkrconsult.grouping._coming import ThemeStanding, rank_themes
from kkrconsult.grouping._decided import DECIDED, Claims, Decided, decided, decided_id
from kkrconsult.grouping._flat import flat_decisions
from kkrconsult.grouping._known import with_themes
from kkrconsult.grouping._meaning import SIMILAR_MEANING, Embed, MeaningOptions, group_by_meaning
from kkrconsult.grouping._proposals import alone, checked, proposals_of
from kkrconsult.grouping._quotes import quotes_of
from kkrconsult.grouping._settle import (
    decision_for,
    merge_themes,
    promote_theme,
    rename_theme,
    split_theme,
    undo_theme,
)
from kkrconsult.grouping._titles import SAME_TITLE, TitleOptions, group_by_title, in_order, shown_title, title_words
from kkrconsult.grouping._words import SHARED_WORDS, WordOptions, group_by_words

__all__ = [
    "DECIDED",
    "SAME_TITLE",
    "SHARED_WORDS",
    "SIMILAR_MEANING",
    "Claims",
    "Decided",
    "Embed",
    "MeaningOptions",
    "ThemeStanding",
    "TitleOptions",
    "WordOptions",
    "alone",
    "checked",
    "decided",
    "decided_id",
    "decision_for",
    "flat_decisions",
    "group_by_meaning",
    "group_by_title",
    "group_by_words",
    "in_order",
    "merge_themes",
    "promote_theme",
    "proposals_of",
    "quotes_of",
    "rank_themes",
    "rename_theme",
    "shown_title",
    "split_theme",
    "title_words",
    "undo_theme",
    "with_themes",
]
