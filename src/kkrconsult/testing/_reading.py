"""One way of having a reader read: in this process or in another, and what came of it."""

from __future__ import annotations

import importlib.machinery
import io
import pickle
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any, BinaryIO

import attrs

from kkrconsult.document import Document
from kkrconsult.errors import MissingExtraError, ReadError, bounded
from kkrconsult.findings import Finding
from kkrconsult.model import Response
from kkrconsult.sandbox import Failure, WorkerLimits, Workers
from kkrconsult.testing._shared import crashed

__all__ = ["Reading", "Result", "attempt", "attempts", "compiled", "travels", "wrong_kinds"]

_MOST_KEPT = 20


@attrs.frozen(kw_only=True)
class Reading:
    """What a reader is asked to read."""

    read: Callable[[BinaryIO, str, Any], Iterable[object]]
    """The reader's function."""
    options: object
    """Its options."""
    name: str
    """Name of the file."""
    data: bytes
    """The file."""

    def items(self, stream: BinaryIO | None = None) -> list[object]:
        """Read.

        Args:
            stream: What to read from; by default what the library itself hands over.

        Raises:
            Exception: Whatever the reader raises.
        """
        return list(self.read(io.BytesIO(self.data) if stream is None else stream, self.name, self.options))


@attrs.frozen(kw_only=True)
class Result:
    """What came of it, as far as it matters where the file was hostile."""

    raised: str | None = None
    """What was raised and may not be."""
    wrong: tuple[str, ...] = ()
    """What it gave that a reader may not give."""
    findings: tuple[Finding, ...] = ()
    """Some of its findings, one of each code."""
    shown: str = ""
    """All that it gave, for comparing."""


def wrong_kinds(items: Iterable[object]) -> tuple[str, ...]:
    """What a reader may not give, shown; each kind once."""
    strange = (item for item in items if not isinstance(item, (Response, Finding, Document)))
    return tuple(dict.fromkeys(bounded(item) for item in strange))[:_MOST_KEPT]


def attempt(reading: Reading) -> Result:
    """Read, and keep what came of it; what a worker does."""
    raised, items = None, list[object]()
    try:
        items = reading.items()
    except (ReadError, MissingExtraError):
        pass
    except MemoryError:
        raise  # the process that runs this says so in its own way
    except Exception as error:  # a stranger's code
        raised = crashed(error)
    findings = {item.code: item for item in items if isinstance(item, Finding)}
    return Result(
        raised=raised,
        wrong=wrong_kinds(items),
        findings=tuple(findings.values())[:_MOST_KEPT],
        shown=repr(items) if len(items) < _MOST_KEPT else "",
    )


def travels(reading: Reading) -> bool:
    """Whether it can be done in another process: its functions and classes can be imported by name."""
    if getattr(reading.read, "__module__", "__main__") == "__main__":
        return False
    try:
        pickle.dumps(reading)
    except Exception:
        return False
    return True


def attempts(
    readings: Sequence[Reading], limits: WorkerLimits, environment: dict[str, str]
) -> Iterator[tuple[int, Result | Failure]]:
    """Read in another process, within limits; the index of each reading with what came of it."""
    with Workers(attempt, limits=limits, jobs=1, environment=environment) as crew:
        yield from crew.run(readings)


# -------------------------------------------------------------------------- what a reader brings along


_TRUSTED = ("msgspec.",)
"""What the library itself reads JSON with, where it is installed."""


def compiled(readings: Sequence[Reading], limits: WorkerLimits) -> tuple[str, ...] | Failure:
    """The modules of compiled code, but for Python's own and `_TRUSTED`, that reading loads into a new process."""
    with Workers(_loaded, limits=limits, jobs=1) as crew:
        # Packed once more, so that nothing is imported before it is looked at what is there.
        outcome: tuple[str, ...] | Failure = next(iter(crew.run([pickle.dumps(readings)])))[1]
    return outcome


def _loaded(packed: bytes) -> tuple[str, ...]:
    before = set(sys.modules)
    for reading in pickle.loads(packed):  # noqa: S301 - from the process that started this one
        attempt(reading)
    own = PurePath(sysconfig.get_paths()["platstdlib"])
    return tuple(
        sorted(
            name
            for name, module in list(sys.modules.items())
            if name not in before
            and not name.startswith(_TRUSTED)
            and _is_foreign(getattr(module, "__file__", None), own)
        )
    )


def _is_foreign(file: object, own: PurePath) -> bool:
    """Whether a file is compiled code that did not come with Python."""
    if not isinstance(file, str) or not file.endswith(tuple(importlib.machinery.EXTENSION_SUFFIXES)):
        return False
    path = PurePath(file)
    inside = path.is_relative_to(own) or path.parent.name in ("lib-dynload", "DLLs")
    return not inside or not {"site-packages", "dist-packages"}.isdisjoint(path.parts)
