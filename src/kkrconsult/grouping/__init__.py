"""Which proposed themes belong together: strategies without dependencies, each with its reasons.

`group_by_title` only joins what says the same in its title. `group_by_words` also joins titles that share words, parts
of compounds included, and says which; it suggests, and a person decides: `decided` does as that person said.
"""

from __future__ import annotations

from kkrconsult.grouping._decided import DECIDED, Decided, decided
from kkrconsult.grouping._titles import SAME_TITLE, TitleOptions, group_by_title, in_order, shown_title, title_words
from kkrconsult.grouping._words import SHARED_WORDS, WordOptions, group_by_words

__all__ = [
    "DECIDED",
    "SAME_TITLE",
    "SHARED_WORDS",
    "Decided",
    "TitleOptions",
    "WordOptions",
    "decided",
    "group_by_title",
    "group_by_words",
    "in_order",
    "shown_title",
    "title_words",
]
