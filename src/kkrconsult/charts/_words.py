"""What charts share: their fixed words, names of days, and how the parties are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kkrconsult.danish import format_date, format_moment, join_names
from kkrconsult.texts import word

__all__ = ["Words"]


class Words:
    """The fixed words of charts, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **params: object) -> str:
        """A word of the charts."""
        return word(f"chart.{key}", self.language, **params)

    def day(self, day: dt.date, *, year: bool = False) -> str:
        """A day in short, for an axis."""
        month = self("months").split()[day.month - 1]
        return self("day-and-year" if year else "day", day=day.day, month=month, year=day.year)

    def date(self, day: dt.date) -> str:
        """A day in words."""
        return format_date(day, self.language)

    def moment(self, moment: dt.datetime) -> str:
        """A moment in words, in its own zone."""
        return format_moment(moment, self.language)

    def joined(self, parts: Iterable[str]) -> str:
        """Texts with commas between them, and the word for "and" before the last."""
        return join_names(list(parts), self.language)

    def sentences(self, *parts: str) -> str:
        """Sentences, one after the other; empty ones are left out."""
        return " ".join(part for part in parts if part)
