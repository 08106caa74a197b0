"""One way of having an exporter write: what it is given, and in which circumstances."""

from __future__ import annotations

import atexit
import contextlib
import datetime as dt
import functools
import io
import locale
import pickle
import threading
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast

import attrs

from kkrconsult.plugins import GivenFile
from kkrconsult.report import Report
from kkrconsult.sandbox import Failure, WorkerLimits, Workers
from kkrconsult.structure import FrozenMap
from kkrconsult.testing._clock import pretended
from kkrconsult.testing._sealed import OneWaySink
from kkrconsult.testing._shared import crashed

__all__ = ["ELSEWHERE", "Files", "Job", "elsewhere", "given_files", "travels"]

Files = Mapping[str, Mapping[str, bytes]]
"""What options that are paths lead to: by option, the contents of files by name."""

ELSEWHERE = FrozenMap({"PYTHONHASHSEED": "20201215", "TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "C"})
"""What another process has in its environment: all that a program may go by and must not."""

# Of those that are there, the first: decimal commas, or letters that have no other case elsewhere.
_LOCALES = ("tr_TR.UTF-8", "da_DK.UTF-8", "de_DE.UTF-8", "C.UTF-8", "C")


@attrs.frozen
class _Bytes:
    """Opens a file that is in memory; picklable."""

    data: bytes

    def __call__(self) -> BinaryIO:
        return io.BytesIO(self.data)


def given_files(files: Files) -> FrozenMap[str, tuple[GivenFile, ...]]:
    """Files in memory as an exporter is given them, in the order of their names."""
    return FrozenMap(
        {
            option: tuple(GivenFile(name=name, open=_Bytes(content)) for name, content in sorted(members.items()))
            for option, members in files.items()
        }
    )


@attrs.frozen(kw_only=True)
class Job:
    """What an exporter is asked to write."""

    write: Callable[..., None]
    """The exporter's function."""
    report: Report
    """The report."""
    options: object
    """Its options."""
    more: tuple[object, ...] = ()
    """What it is given besides: its files, where it takes any."""
    moment: dt.datetime | None = None
    """What all clocks say; None for the truth."""

    def on(self, report: Report) -> Job:
        """The same for another report."""
        return attrs.evolve(self, report=report)

    def onto(self, sink: OneWaySink) -> bytes:
        """Write to a sink, and give what is in it.

        Raises:
            Exception: Whatever the exporter raises.
        """
        with pretended(self.moment) if self.moment else contextlib.nullcontext():
            self.write(self.report, cast("BinaryIO", sink), self.options, *self.more)
        return bytes(sink.data)

    def run(self) -> bytes | str:
        """Write; what was written, or in words what was raised."""
        try:
            return self.onto(OneWaySink())
        except Exception as error:  # a stranger's code
            return f"it raised {crashed(error)}"


def travels(job: Job) -> bool:
    """Whether a job can be done in another process: its functions and classes can be imported by name."""
    if getattr(job.write, "__module__", "__main__") == "__main__":
        return False
    try:
        pickle.dumps(job)
    except Exception:
        return False
    return True


def elsewhere(job: Job) -> bytes | str:
    """Do a job in another process, with another hash seed, time zone and locale."""
    with _TURN:
        outcome: Any = next(iter(_crew().run([job])))[1]
    if isinstance(outcome, Failure):
        return f"it came to nothing ({outcome.kind}: {outcome.detail})"
    return cast("bytes | str", outcome)


# There is one such process, and it does one job at a time.
_TURN = threading.Lock()


@functools.cache
def _crew() -> Workers:
    """One other process for all exporters of a test run: what it imports takes longer than most of them do."""
    crew = Workers(_run, limits=WorkerLimits(seconds=120), jobs=1, environment=ELSEWHERE)
    atexit.register(crew.close)
    return crew


def _run(job: Job) -> bytes | str:
    """What the other process does."""
    for name in _LOCALES:
        try:
            locale.setlocale(locale.LC_ALL, name)
        except locale.Error:
            continue
        break
    return job.run()
