"""Whether a check was given what it takes: the commonest slip is the name of a thing instead of the thing."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePath
from typing import Any

from kkrconsult.errors import DataError, bounded
from kkrconsult.findings import Finding
from kkrconsult.model import Response, Round

__all__ = ["check_item", "check_part", "check_terms"]


def check_terms(round_: Any, at: Any) -> None:
    """Refuse what is no round, and what is no moment.

    Raises:
        DataError: Says what to do instead.
    """
    if not isinstance(round_, Round):
        advice = ""
        if isinstance(round_, (str, PurePath)):
            advice = f"; load it first: kc.load_round({bounded(str(round_))})"
        raise DataError(f"check takes a Round, not {bounded(round_)}{advice}")
    if not isinstance(at, dt.datetime) or at.tzinfo is None:
        raise DataError(f"check: at must be a moment: a date and time with a zone or offset; found {bounded(at)}")


def check_part(part: Any) -> None:
    """Refuse the name of an inbox, which is a sequence to Python, and a single response.

    Raises:
        DataError: Says what to do instead.
    """
    if isinstance(part, (str, bytes, PurePath)):
        name = bounded(part if isinstance(part, bytes) else str(part))
        raise DataError(f"check takes responses, not {bounded(part)}; read them first: kc.read_inbox({name}, round_)")
    if isinstance(part, (Response, Finding)):
        raise DataError(f"check takes several responses, not a single {type(part).__name__}; put it into a list")


def check_item(item: Any) -> None:
    """Refuse anything but a response where one has to be.

    Raises:
        DataError: Says what was found.
    """
    if not isinstance(item, Response):
        raise DataError(f"check takes responses, and findings for what could not be read; found {bounded(item)}")
