"""Where findings are kept during a run."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kkrconsult.findings import Finding, Severity, finding_key

__all__ = ["DEFAULT_CAP", "Store"]

DEFAULT_CAP = 1000
"""How many findings of one code a report stores; all are counted."""


class Store:
    """Findings by code: all counted; of each the first `cap` in sorting order kept, in whatever order they came."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self.counts: Counter[tuple[str, Severity]] = Counter()
        self._kept: dict[str, list[tuple[tuple[Any, ...], Finding]]] = {}

    def add(self, finding: Finding) -> None:
        assert finding.severity is not None  # noqa: S101 - the caller fills it in
        self.counts[finding.code, finding.severity] += 1
        self._keep(finding_key(finding), finding)

    def _keep(self, key: tuple[Any, ...], finding: Finding) -> None:
        kept = self._kept.setdefault(finding.code, [])
        if len(kept) >= self._cap and (not kept or key >= kept[-1][0]):
            return
        kept.insert(bisect(kept, key, key=lambda entry: entry[0]), (key, finding))
        del kept[self._cap :]

    def copy(self) -> Store:
        """One that can go on without changing this one."""
        twin = Store(self._cap)
        twin.counts = self.counts.copy()
        twin._kept = {code: kept.copy() for code, kept in self._kept.items()}
        return twin

    def merge(self, other: Store) -> None:
        self.counts.update(other.counts)
        for entries in other._kept.values():
            for key, finding in entries:
                self._keep(key, finding)

    def __iter__(self) -> Iterator[Finding]:
        return (finding for entries in self._kept.values() for _, finding in entries)
