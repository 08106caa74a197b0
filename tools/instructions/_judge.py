"""Whether a ratio is still what was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import attrs

__all__ = ["LIMIT", "Count", "Verdict", "judge"]

LIMIT = 0.05
"""How much a ratio may differ from the one recorded, as a share of it."""


@attrs.frozen(kw_only=True)
class Count:
    """What was counted for one way of reading."""

    way: str
    """``core`` or ``fast``."""
    library: int
    """Instructions for an answer that is read and checked."""
    reference: int
    """Instructions for the same line, parsed and scanned by the standard library alone."""

    @property
    def ratio(self) -> float:
        """How many times as much the library takes."""
        return round(self.library / self.reference, 3)


@attrs.frozen(kw_only=True)
class Verdict:
    """What is to be said of a count."""

    outcome: Literal["ok", "regressed", "improved", "no record"]
    text: str

    @property
    def failed(self) -> bool:
        """Whether the change may not land as it is."""
        return self.outcome == "regressed"


def judge(count: Count, record: Mapping[str, Any] | None, build: str) -> Verdict:
    """Compare a count with what was recorded.

    Args:
        count: What was counted.
        record: What was recorded for this minor version of Python: the ``build`` of the interpreter, and ``ratios`` by
            way; None where nothing was.
        build: How this interpreter was built: another compiler makes other instructions of the same code.
    """
    told = f"{count.way}: {count.library:,} instructions an answer, {count.ratio} times {count.reference:,}"
    recorded = None if record is None or record["build"] != build else record["ratios"].get(count.way)
    if recorded is None:
        return Verdict(outcome="no record", text=f"{told}; nothing is recorded for this interpreter ({build})")
    change = count.ratio / recorded - 1
    told = f"{told}; recorded: {recorded}, {change:+.1%}"
    if change > LIMIT:
        return Verdict(outcome="regressed", text=f"{told}: slower. Make it as fast as it was, or record it and say why")
    if change < -LIMIT:
        return Verdict(outcome="improved", text=f"{told}: faster. Record it, so that it stays")
    return Verdict(outcome="ok", text=told)
