"""What all parts of the overview page share: its fixed words, moments in the round's own time, and short names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kkrconsult.danish import join_names
from kkrconsult.report import Report
from kkrconsult.texts import word
from kkrconsult.timeline import zone_of

__all__ = ["Words", "short"]

_LONGEST_NAME = 120


def short(name: str, most: int = _LONGEST_NAME) -> str:
    """A name on one line, cut visibly where it is longer than any name."""
    found = " ".join(name[: 20 * most].split())
    return found if len(found) <= most else found[: most - 1].rstrip() + "…"


class Words:
    """The fixed words of the page, in its language."""

    def __init__(self, report: Report, language: str) -> None:
        self.language = language
        self._zone = zone_of(report.round.timezone)

    def __call__(self, key: str, **params: object) -> str:
        """A word of the page."""
        return word(f"overview.{key}", self.language, **params)

    def moment(self, moment: dt.datetime | None) -> str:
        """A moment in the round's own time; nothing for an unknown one."""
        return self("moment", at=moment.astimezone(self._zone).isoformat()) if moment else ""

    def joined(self, parts: Iterable[str]) -> str:
        """Texts with commas between them, and the word for "and" before the last."""
        return join_names(list(parts), self.language)

    def percent(self, part: int, whole: int) -> str:
        """A share in whole per cent; never 0 of something, nor all of less than all."""
        found = round(100 * part / whole)
        shown = min(max(found, 1 if part else 0), 99 if part < whole else 100)
        return self("percent", n=shown)
