"""How each language writes dates, numbers and lists: data of the Unicode CLDR, packaged as ``locales.json``.

The file is written by ``tools/locale_data.py``; nobody edits it by hand.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

__all__ = ["Locale", "known_locales", "locale", "read_locales", "written_languages"]


@attrs.frozen(kw_only=True)
class Locale:
    """What one language does. Patterns are templates for `str.format`; their fields are those of CLDR's patterns."""

    cldr: str
    """The locale of CLDR that the data are from, such as ``en_GB``."""
    months: tuple[str, ...]
    """The names of the twelve months as they stand in a date, January first."""
    weekdays: tuple[str, ...]
    """The names of the seven days as they stand in a sentence, Monday first."""
    date: str
    """A day with its month in words: CLDR's long date."""
    time: str
    """Hours and minutes: CLDR's short time."""
    time_with_seconds: str
    """CLDR's medium time."""
    moment: str
    """How ``{date}`` and ``{time}`` are put together."""
    list_pair: str
    """What stands between the two of a list of two."""
    list_start: str
    """What stands after the first of a longer list."""
    list_middle: str
    """What stands between the others of a longer list."""
    list_end: str
    """What stands before the last of a longer list."""
    decimal: str
    """The decimal sign."""
    group: str
    """What parts thousands."""
    minus: str
    """The sign of a negative number."""
    infinity: str
    """The sign of a number without end."""
    nan: str
    """What stands for no number at all."""
    order: str
    """Whose alphabetical order holds: ``danish`` or ``root``."""


def read_locales(data: Mapping[str, Any]) -> Mapping[str, Locale]:
    """Make what ``locales.json`` holds into locales, by language; the order is that of the file."""
    found = {}
    for language, fields in data["languages"].items():
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
        }
        found[language] = Locale(**values)
    return MappingProxyType(found)


@functools.cache
def known_locales() -> Mapping[str, Locale]:
    """The packaged locales, by language. They are read when the first is wanted, not at import."""
    import importlib.resources
    import json

    text = importlib.resources.files(__name__.rpartition(".")[0]).joinpath("locales.json").read_text(encoding="utf-8")
    return read_locales(json.loads(text))


def locale(lang: str) -> Locale:
    """The locale of a language.

    Raises:
        ValueError: The language is none of `written_languages`.
    """
    found = known_locales().get(lang)
    if found is None:
        known = ", ".join(written_languages())
        raise ValueError(f"dates and numbers cannot be written in {lang[:20]!r}; choose one of {known}")
    return found


def written_languages() -> tuple[str, ...]:
    """The languages in which dates, numbers and lists are written; Danish first."""
    return tuple(known_locales())
