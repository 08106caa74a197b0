"""Other orders of the same, and what differs between two results, in few words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from kkrconsult.errors import bounded
from kkrconsult.findings import Finding
from kkrconsult.structure import thaw

__all__ = ["difference", "named", "shown", "shuffled"]

T = TypeVar("T")

_MOST_SHOWN = 3


def shuffled(items: Iterable[T], seed: int, name: Callable[[T], str]) -> list[T]:
    """The items in an order that hangs on a number and on nothing else."""
    return sorted(items, key=lambda item: hashlib.sha256(f"{seed} {name(item)}".encode()).digest())


def difference(expected: Iterable[Finding], got: Iterable[Finding]) -> str:
    """Which findings are too many, and which are missing."""
    before, after = Counter(map(shown, expected)), Counter(map(shown, got))
    parts = []
    for word, some in (("more", after - before), ("fewer", before - after)):
        if some:
            parts.append(f"{some.total()} {word}: {named(sorted(some), quoted=False)}")
    return "; ".join(parts) or "the same findings in another form"


def shown(finding: Finding) -> str:
    """A finding in few words."""
    params = ", ".join(f"{name}={thaw(value)!r}" for name, value in finding.params.items())
    about = f" on {finding.subject.kind.value} {finding.subject.id}" if finding.subject else ""
    return bounded_plain(f"{finding.code}({params}){about}")


def bounded_plain(text: str) -> str:
    """A text of ours, cut where a stranger's part of it is long."""
    return bounded(text, 160)[1:-1] if len(text) > 150 else text


def named(names: Sequence[str], *, quoted: bool = True) -> str:
    """The first few of several, and how many more there are."""
    shown = [repr(name) if quoted else name for name in names[:_MOST_SHOWN]]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")
