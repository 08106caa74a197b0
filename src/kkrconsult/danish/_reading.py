"""Dates as Danes write them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from datetime import date

from kkrconsult.danish._locales import locale
from kkrconsult.danish._writing import weekday_name

__all__ = ["parse_danish_date"]


def parse_danish_date(text: str) -> date | None:
    """Read a date the Danish way: the day comes first, never the month.

    Reads "15. december 2020", "15. dec. 2020", "15.12.2020", "15/12-2020", "15-12-2020" and "2020-12-15"; all
    but the last also after "den" or "d." or a weekday. A year has four digits: "12.3.26" is not guessed at.

    Args:
        text: The date and nothing else; spaces around it do not matter.

    Returns:
        The date, or None if the text is none, if there is no such day, or if the weekday is wrong.
    """
    found = _date().fullmatch(" ".join(text.casefold().split()))
    if found is None:
        return None
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
    else:
        year, day = int(found["year"]), int(found["day"])
        month = int(found["number"]) if found["number"] else _months()[found["month"]]
    try:
        result = date(year, month, day)
    except ValueError:
        return None
    if found["weekday"] and found["weekday"] != weekday_name(result, "da"):
        return None
    return result


@functools.cache
def _months() -> Mapping[str, int]:
    """Danish names of months and their abbreviations, and the number of the month."""
    return {
        name: number
        for number, month in enumerate(locale("da").months, 1)
        for name in {month, month[:3], month[:4] if month == "september" else month}
    }


@functools.cache
def _date() -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?P<iso> [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} )
        |
        (?: (?P<weekday> {"|".join(locale("da").weekdays)} ) ,?[ ] )?
        (?: den[ ] | d\.[ ]? )?
        (?P<day> [0-9]{{1,2}} )
        (?:
            [ ]?[./-][ ]? (?P<number> [0-9]{{1,2}} ) (?: [ ]?[./-][ ]? | [ ] )
            |
            \.?[ ]? (?P<month> {"|".join(sorted(_months(), reverse=True))} ) (?: \.[ ]? | ,?[ ] )
        )
        (?P<year> [0-9]{{4}} )
        """,
        re.VERBOSE,
    )
