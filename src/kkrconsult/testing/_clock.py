"""Two moments that no test runs at: whoever reads a clock gives two answers."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator

from kkrconsult.errors import MissingExtraError

__all__ = ["MOMENTS", "pretended"]

MOMENTS = (
    dt.datetime(1999, 3, 4, 5, 6, 7, tzinfo=dt.UTC),
    dt.datetime(2087, 10, 11, 12, 13, 14, tzinfo=dt.UTC),
)
"""In other years, months, hours and seconds, one of them before every deadline of a test and one after."""


@contextlib.contextmanager
def pretended(moment: dt.datetime) -> Iterator[None]:
    """Have every clock of this process stand at a moment.

    Raises:
        MissingExtraError: The extra ``testing`` is not installed.
    """
    try:
        import time_machine
    except ModuleNotFoundError as error:
        if error.name != "time_machine":
            raise
        raise MissingExtraError("testing", "a check of a contract") from None
    with time_machine.travel(moment, tick=False):
        yield
