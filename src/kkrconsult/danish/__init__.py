"""Danish names, dates and alphabetical order, and how other languages write the same.

Sorting and matching the names of municipalities, suggesting the spelling that was meant, reading dates the
Danish way round, and writing dates, numbers and lists in the languages of documents. Everything here is a pure
function of its arguments; the package imports nothing else of kkrconsult, so every layer may use it.

Example:
    >>> sorted(["Aarhus", "Ærø", "Skive"], key=sort_key)
    ['Skive', 'Ærø', 'Aarhus']
    >>> fold("Århus Kommunes") == fold("aarhus")
    True
    >>> parse_danish_date("12.3.2026")
    datetime.date(2026, 3, 12)
    >>> format_number(1234.5, "da"), format_number(1234.5, "en")
    ('1.234,5', '1,234.5')
"""

from __future__ import annotations

from kkrconsult.danish._collation import collation_key
from kkrconsult.danish._letters import SortKey, fold, sort_key, without_marks
from kkrconsult.danish._locales import written_languages
from kkrconsult.danish._many import fold_all
from kkrconsult.danish._names import name_variants, suggest
from kkrconsult.danish._reading import parse_danish_date
from kkrconsult.danish._writing import format_date, format_moment, format_number, join_names, weekday_name

__all__ = [
    "SortKey",
    "collation_key",
    "fold",
    "fold_all",
    "format_date",
    "format_moment",
    "format_number",
    "join_names",
    "name_variants",
    "parse_danish_date",
    "sort_key",
    "suggest",
    "weekday_name",
    "without_marks",
    "written_languages",
]
