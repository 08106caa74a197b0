"""Where findings are kept during a run."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

from kkrconsult.findings import Finding, Severity, finding_key

__all__ = ["DEFAULT_CAP", "Store", "in_sorting_order"]

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
        severity, code, subject = finding.severity, finding.code, finding.subject
        self.counts[code, severity] += 1
        kept = self._kept.get(code)
        # Most of what is one too many is told by the beginning of its key.
        if (
            kept
            and len(kept) >= self._cap
            and subject
            and (severity.rank, code, (subject.kind.value, subject.id)) > kept[-1][0][:3]
        ):
            return
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

    def change(self, changed: Callable[[Finding], Finding]) -> None:
        """Put other findings of the same codes and severities in place of these."""
        for code, entries in self._kept.items():
            findings = [changed(finding) for _, finding in entries]
            keys = map(finding_key, findings)
            self._kept[code] = sorted(zip(keys, findings, strict=True), key=lambda entry: entry[0])

    def merge(self, other: Store) -> None:
        self.counts.update(other.counts)
        for entries in other._kept.values():
            for key, finding in entries:
                self._keep(key, finding)

    @property
    def entries(self) -> Iterable[tuple[tuple[Any, ...], Finding]]:
        """What is kept, each with its key."""
        return (entry for entries in self._kept.values() for entry in entries)


def in_sorting_order(stores: Iterable[Store]) -> tuple[Finding, ...]:
    """What is kept in some stores, by the keys that they have of it: to make them takes longer than to sort."""
    entries = sorted((entry for store in stores for entry in store.entries), key=itemgetter(0))
    return tuple(finding for _, finding in entries)
