"""The consultation report of the example letters, as a document."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

import kkrconsult as kc
from kkrconsult.exporters.hoeringsnotat import Options, consultation_report
from kkrconsult.paper import Paper

__all__ = ["example_note"]

_LETTERS = Path(__file__).parents[2] / "examples" / "midtjylland-klima-2020" / "letters"


@functools.cache
def example_note() -> Paper:
    """The consultation report of the example letters."""
    round_ = kc.load_round("midtjylland-klima-2020")
    report = kc.check(round_, kc.read_inbox(_LETTERS, round_), at=dt.datetime(2020, 12, 18, 12, tzinfo=dt.UTC))
    return consultation_report(report, Options())
