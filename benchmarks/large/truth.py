"""What must be found, and whether it was. A competitor that is wrong is not slow or fast: the run fails."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from benchmarks.large.data import Competitor, Found
from benchmarks.large.defects import NOT_A_RESPONSE

__all__ = ["STRUCTURE", "Expected", "Truth", "differences"]

STRUCTURE = "structure"
_MOST_SHOWN = 5
_ENOUGH = 1000


@attrs.frozen(kw_only=True)
class Expected:
    """One thing that must be found."""

    line: int | None
    """Its line; None for what is about the round."""
    code: str
    about: str
    """Whom it is about: an answer, a party, or the line itself."""
    kind: str
    """The kind of fault."""


@attrs.frozen(kw_only=True)
class Truth:
    """Everything that must be found in a corpus."""

    responses: int
    findings: tuple[Expected, ...]

    @classmethod
    def read(cls, path: Path) -> Truth:
        """Read what `corpus.write` wrote."""
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(responses=data["responses"], findings=tuple(Expected(**one) for one in data["findings"]))

    def for_(self, competitor: Competitor, codes: Mapping[str, Collection[str]]) -> list[Expected]:
        """What a competitor must find.

        Args:
            competitor: The competitor.
            codes: The codes of each validator.
        """
        wanted = {code for check in competitor.checks for code in codes.get(check, ())}
        structural = STRUCTURE in competitor.checks
        kinds = competitor.kinds
        return [
            one
            for one in self.findings
            if one.code in wanted
            or (structural and one.code == NOT_A_RESPONSE and (kinds is None or one.kind in kinds))
        ]


def differences(found: Found, expected: Iterable[Expected]) -> list[str]:
    """What is wrong with what a competitor found, in words; nothing where it is right.

    Where a report keeps the first thousand of a code only, all are counted, and those that are kept must be right.
    """
    told: dict[str, Counter[str]] = {}
    for one in expected:
        told.setdefault(one.code, Counter())[one.about] += 1
    wrong = []
    for code in sorted({*told, *found.counts}):
        must, count = told.get(code, Counter[str]()), found.counts.get(code, 0)
        about = Counter(found.about.get(code, ()))
        if count != must.total():
            wrong.append(f"{code}: {count} found, {must.total()} there")
        if extra := about - must:
            wrong.append(f"{code}: found, but not there: {_some(extra)}")
        if about.total() < min(count, _ENOUGH):
            wrong.append(f"{code}: {count} counted, but only {about.total()} named")
        if (missing := must - about) and about.total() < _ENOUGH:
            wrong.append(f"{code}: there, but not found: {_some(missing)}")
    return wrong


def _some(found: Counter[str]) -> str:
    return ", ".join(sorted(found)[:_MOST_SHOWN])
