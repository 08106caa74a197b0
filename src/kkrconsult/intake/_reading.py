"""Running readers over files: the library's plain ones here, the others in worker processes."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import attrs

from kkrconsult.config.options import bind_options
from kkrconsult.document import Document
from kkrconsult.errors import FAULTS, MissingExtraError, ReadError, bounded
from kkrconsult.findings import Finding, Subject, SubjectKind
from kkrconsult.intake._files import File, Limits, problem
from kkrconsult.model import Response, Round
from kkrconsult.plugins import LIBRARY_CODES, Registered, Registry
from kkrconsult.sandbox import Failure, WorkerLimits, Workers
from kkrconsult.structure import FrozenMap

__all__ = ["Item", "Progress", "Readers"]

Item = Response | Finding | Document
Progress = Callable[[int, int], None]

_HEAD = 4096
_BLANK = b"\0 \t\r\n\xef\xbb\xbf"
_FILE_CODES = frozenset(code.name for code in LIBRARY_CODES if code.name.startswith("file."))
_CODES = {"time": "file.over-limit", "memory": "file.over-limit", "output": "file.over-limit"}


@attrs.frozen
class _Job:
    """One file for one reader, as it travels to a worker."""

    name: str
    data: bytes
    read: Callable[[BinaryIO, str, Any], Any]
    options: object


def _do(job: _Job) -> list[Any]:
    """What a worker does."""
    return list(job.read(io.BytesIO(job.data), job.name, job.options))


class Readers:
    """The readers of a registry, with the round's options bound once."""

    def __init__(self, round_: Round, registry: Registry, limits: Limits) -> None:
        self._registry = registry
        self._limits = limits
        self._workers: Workers | None = None
        self._options: Mapping[str, Any] = {
            entry.name: bind_options(
                entry.spec.options, round_.settings.readers.get(entry.name, FrozenMap()), path=("readers", entry.name)
            )
            for entry in registry.readers
        }

    def choose(self, name: str, data: bytes) -> Registered[Any] | Finding:
        """The reader for a file, or why there is none."""
        if not data.strip(_BLANK):
            return problem(name, "file.empty")
        try:
            head = data[:_HEAD]
            return self._registry.reader_of_content(self._registry.reader_for(name, head), head)
        except ReadError:
            known = sorted({suffix for entry in self._registry.readers for suffix in entry.spec.suffixes})
            return problem(name, "file.unknown-type", known=known)

    def goes_apart(self, entry: Registered[Any]) -> bool:
        """Whether a reader works in a process of its own; one made on the fly cannot be called from there."""
        if not entry.spec.isolated or getattr(entry.spec.read, "__module__", "__main__") == "__main__":
            return False
        try:
            pickle.dumps((entry.spec.read, self._options[entry.name]))
        except FAULTS:
            return False
        return True

    def here(self, name: str, data: bytes, entry: Registered[Any]) -> Iterator[Item]:
        """Read in this process; what came before a reader failed stays."""
        try:
            for item in entry.spec.read(io.BytesIO(data), name, self._options[entry.name]):
                yield from _checked(name, entry, [item])
        except MissingExtraError as error:
            yield problem(name, "file.needs-extra", extra=error.extra)
        except FAULTS as error:
            yield problem(name, "file.unreadable", reason=_gave_up(entry.name, error))

    def apart(
        self, files: Sequence[tuple[str, File, Registered[Any]]], *, jobs: int | None = None
    ) -> Iterator[tuple[int, list[Item]]]:
        """Read in worker processes.

        Args:
            files: Names, files and readers.
            jobs: How many workers; by default one a processor.

        Yields:
            The index of a file with what it held, in the order in which they are done.
        """
        if not files:
            return
        limits = WorkerLimits(
            seconds=self._limits.seconds, memory_bytes=self._limits.memory_bytes, output_bytes=self._limits.output_bytes
        )
        if self._workers is None:
            self._workers = Workers(_do, limits=limits, jobs=jobs)
        for index, outcome in self._workers.run(files, self._job):
            name, _, entry = files[index]
            if isinstance(outcome, Failure):
                yield index, [_failure(name, outcome, limits)]
            else:
                yield index, list(_checked(name, entry, outcome))

    def close(self) -> None:
        """End the worker processes."""
        if self._workers is not None:
            self._workers.close()
            self._workers = None

    def _job(self, file: tuple[str, File, Registered[Any]]) -> _Job:
        name, source, entry = file
        data = source.load()
        return _Job(name, data if isinstance(data, bytes) else b"", entry.spec.read, self._options[entry.name])


def _checked(name: str, entry: Registered[Any], items: Sequence[object]) -> Iterator[Item]:
    """What a reader gave, with its origin; anything else than it may give is a problem."""
    for item in items:
        if isinstance(item, (Response, Document)):
            yield item
        elif isinstance(item, Finding):
            yield attrs.evolve(
                item,
                subject=item.subject or Subject(kind=SubjectKind.FILE, id=name),
                plugin=item.plugin or entry.plugin.name,
            )
            if item.code not in _FILE_CODES and all(item.code != code.name for code in entry.spec.codes):
                # The finding stays: it is about a file, which may be an answer, and hangs on nothing but that file.
                yield _undeclared(entry, item.code)
        else:
            shown = bounded(item)
            reason = {"da": f"læseren {entry.name} gav {shown}", "en": f"the reader {entry.name} gave {shown}"}
            yield problem(name, "file.unreadable", reason=FrozenMap(reason))


def _undeclared(entry: Registered[Any], code: str) -> Finding:
    params = {"plugin": entry.plugin.name, "record": f"reader {entry.name}", "code": code}
    subject = Subject(kind=SubjectKind.PLUGIN, id=entry.plugin.name)
    return Finding(code="plugin.undeclared-code", params=FrozenMap(params), subject=subject, plugin=entry.plugin.name)


def _gave_up(reader: str, error: BaseException) -> FrozenMap[str, str]:
    said = f"{type(error).__name__}: {bounded(str(error))}"
    return FrozenMap({"da": f"læseren {reader} gik i stå ({said})", "en": f"the reader {reader} failed ({said})"})


def _failure(name: str, failure: Failure, limits: WorkerLimits) -> Finding:
    """A file that a worker was stopped at, or that stopped a worker."""
    number = {"time": f"{limits.seconds:g}", "memory": str(limits.memory_bytes), "output": str(limits.output_bytes)}
    danish, english = _STOPPED.get(failure.kind, ("læseren gik i stykker ({detail})", "the reader failed ({detail})"))
    given = {"n": number.get(failure.kind, ""), "detail": failure.detail}
    reason = FrozenMap({"da": danish.format(**given), "en": english.format(**given)})
    return problem(name, _CODES.get(failure.kind, "file.unreadable"), reason=reason)


_STOPPED = {
    "time": ("det tog mere end {n} sekunder", "it took more than {n} seconds"),
    "memory": ("det krævede mere end {n} byte hukommelse", "it took more than {n} bytes of memory"),
    "output": ("der kom mere end {n} byte ud af den", "more than {n} bytes came out of it"),
}
