"""Dates, numbers and lists, written as a language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from kkrconsult.danish._locales import locale

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["format_date", "format_moment", "format_number", "join_names", "weekday_name"]


def format_date(day: date, lang: str) -> str:
    """Write a date in words: "15. december 2020", "15 December 2020".

    Of CLDR's four forms this is the long one: the weekday of the full form is seldom wanted (see `weekday_name`),
    and the month of the medium form is cut short. English is that of Great Britain.

    Args:
        day: The date; of a datetime, its own local date.
        lang: One of `written_languages`.

    Returns:
        The date without its weekday.

    Raises:
        ValueError: The language is none of `written_languages`.
    """
    words = locale(lang)
    month = words.months[day.month - 1]
    return words.date.format(d=day.day, dd=f"{day.day:02}", M=day.month, MM=f"{day.month:02}", MMMM=month, y=day.year)


def format_moment(moment: datetime, lang: str) -> str:
    """Write a date and time: "15. december 2020 kl. 10.00", "15 December 2020 at 10:00".

    The time is CLDR's short one. Of the ways to put date and time together that CLDR has, this is the one for an
    event ("kl.", "at"), not the one of lists and logs, which merely sets them side by side.

    Args:
        moment: The moment, written in its own zone: convert it first if another is meant.
        lang: One of `written_languages`.

    Returns:
        Hours and minutes; also the seconds unless they are zero, so that what came half a minute late does
        not look as if it came in time.

    Raises:
        ValueError: The language is none of `written_languages`.
    """
    words = locale(lang)
    pattern = words.time_with_seconds if moment.second else words.time
    time = pattern.format(H=moment.hour, HH=f"{moment:%H}", mm=f"{moment:%M}", ss=f"{moment:%S}")
    return words.moment.format(date=format_date(moment, lang), time=time)


def weekday_name(day: date, lang: str) -> str:
    """Name the weekday of a date: "tirsdag", "Tuesday".

    Args:
        day: The date.
        lang: One of `written_languages`.

    Returns:
        The name, capitalised as in the middle of a sentence.

    Raises:
        ValueError: The language is none of `written_languages`.
    """
    return locale(lang).weekdays[day.weekday()]


def join_names(names: Iterable[str], lang: str) -> str:
    """Join names into a list in words: "A, B og C", "A, B and C".

    Danish and British English, by CLDR as by our own ear, have no comma before the last.

    Args:
        names: The names, in the order wanted.
        lang: One of `written_languages`.

    Returns:
        The list; a single name alone, and nothing for no names.

    Raises:
        ValueError: The language is none of `written_languages`.
    """
    words = locale(lang)
    first, *rest = [*names] or [""]
    if not rest:
        return first
    *middle, last = rest
    if not middle:
        return f"{first}{words.list_pair}{last}"
    return f"{first}{words.list_start}{words.list_middle.join(middle)}{words.list_end}{last}"


def format_number(value: float | Decimal, lang: str, decimals: int = 2, *, keep_zeros: bool = False) -> str:
    """Write a number with the decimal sign of a language, and thousands parted: "1.234,5", "1,234.5".

    Rounding is that of CLDR: to the nearest, a half to the even neighbour, by the decimal digits that a person
    sees (2.675 is a half). Departing from it, what rounds to zero has no minus sign.

    Args:
        value: The number; a year or another number that names something is not one to be written so.
        lang: One of `written_languages`.
        decimals: The most decimals to write; not negative.
        keep_zeros: Write all those decimals, also where they are zeros: for columns of a table.

    Returns:
        The number; "∞" for one without end.

    Raises:
        ValueError: The language is none of `written_languages`.
    """
    from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext  # few texts hold a number

    words = locale(lang)
    number = Decimal(str(value))
    if number.is_nan():
        return words.nan
    sign = words.minus if number.is_signed() else ""
    if number.is_infinite():
        return sign + words.infinity
    with localcontext(Context(rounding=ROUND_HALF_EVEN)):
        digits = f"{abs(number):,.{decimals}f}"
    whole, _, part = digits.partition(".")
    if not keep_zeros:
        part = part.rstrip("0")
    if not digits.strip("0."):
        sign = ""
    return sign + whole.replace(",", words.group) + (words.decimal + part if part else "")
