"""Values of a spreadsheet's cells as texts that people would have typed: numbers, dates and times (ECMA-376 part 1)."""

from __future__ import annotations

import datetime as dt
import re

import attrs

from kkrconsult.formats.plain_text import tidy

__all__ = ["Shown", "number_text", "shown_by", "string_text", "unescaped"]

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
# Built-in number formats of dates and times (18.8.30), those of East Asia included.
_DATES = frozenset({14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_TIMES = frozenset({18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47, 55, 56})
_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
_DAY_ZERO_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001
_LEAP_DAY = 60
_MOST_EXACT = 10**15


@attrs.frozen(kw_only=True)
class Shown:
    """As what a cell shows its number."""

    date: bool = False
    """With a date."""
    time: bool = False
    """With a time."""


def shown_by(number: int, code: str | None = None) -> Shown:
    """What a number format shows.

    >>> shown_by(164, 'd. mmmm yyyy "kl." hh:mm')
    Shown(date=True, time=True)

    Args:
        number: Its number; the first 163 are built in.
        code: How it is written, where it is not built in.
    """
    if code is None:
        return Shown(date=number in _DATES, time=number in _TIMES)
    signs = _LITERAL.sub("", code.split(";", maxsplit=1)[0]).lower()
    time = any(sign in signs for sign in "hs")
    return Shown(date=any(sign in signs for sign in "yd") or ("m" in signs and not time), time=time)


def unescaped(text: str) -> str:
    """A string as it was before it was stored: characters that XML does not take are written as ``_x0007_``.

    Source: ECMA-376 part 1, 22.9.2.19.
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def string_text(text: str) -> str:
    """A string as it reads; see `unescaped` and `kkrconsult.formats.plain_text.tidy`."""
    return tidy(unescaped(text))


def number_text(text: str, shown: Shown, *, since_1904: bool = False) -> str:
    """A number, or the date or time that it is shown as, in ISO 8601.

    >>> number_text("44180.4375", Shown(date=True, time=True))
    '2020-12-15T10:30:00'

    Args:
        text: The number as stored.
        shown: As what it is shown.
        since_1904: Whether days are counted from the year 1904, and not from 1900.
    """
    try:
        number = float(text)
    except ValueError:
        return string_text(text)
    if shown.date or shown.time:
        moment = _moment(number, shown, _DAY_ZERO_1904 if since_1904 else _DAY_ZERO)
        if moment is not None:
            return moment
    if number.is_integer() and abs(number) < _MOST_EXACT:
        return str(int(number))
    return repr(number)


def _moment(number: float, shown: Shown, zero: dt.datetime) -> str | None:
    """A date or time; None where the number is none."""
    # The year 1900 is taken to have had a leap day, so the days before it count from a day later.
    early = zero is _DAY_ZERO and 0 < number < _LEAP_DAY
    try:
        moment = zero + dt.timedelta(days=number + early, milliseconds=500)
    except (OverflowError, ValueError):
        return None
    moment = moment.replace(microsecond=0)
    if shown.time and not shown.date and 0 <= number < 1:
        return moment.time().isoformat()
    whole = moment.time() == dt.time()
    return moment.date().isoformat() if whole and not shown.time else moment.isoformat()
