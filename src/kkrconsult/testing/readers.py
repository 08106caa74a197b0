"""Whether a reader keeps its contract: `assert_reader`."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import Any, BinaryIO, TypeVar, cast

import attrs

from kkrconsult.config.options import bind_options
from kkrconsult.document import Document
from kkrconsult.errors import KkrconsultError
from kkrconsult.findings import Finding
from kkrconsult.model import Response
from kkrconsult.plugins import ReaderSpec
from kkrconsult.plugins.codes import LIBRARY_CODES
from kkrconsult.sandbox import Failure, WorkerLimits
from kkrconsult.structure import encode
from kkrconsult.testing._clock import MOMENTS, pretended
from kkrconsult.testing._contract import Breach, hold
from kkrconsult.testing._docs import modules_of, on_examples
from kkrconsult.testing._hostile_bytes import HostileFile, hostile_bytes, hostile_names
from kkrconsult.testing._reading import Reading, Result, attempt, attempts, compiled, travels, wrong_kinds
from kkrconsult.testing._sealed import OneWayStream, sealed
from kkrconsult.testing._shared import crashed, on_options, on_summary, registered, subject
from kkrconsult.testing._texts import on_codes, on_params
from kkrconsult.testing._writing import ELSEWHERE
from kkrconsult.testing.rules import in_order

__all__ = ["LIMITS", "assert_reader"]

O = TypeVar("O")  # noqa: E741 - the options of a record

LIMITS = WorkerLimits(seconds=20)
"""What one file may take: less time than an inbox grants, and the same memory."""

_HEAD = 4096
_MOST_SHOWN = 3
_FILE_CODES = tuple(code for code in LIBRARY_CODES if code.name.startswith("file."))


def assert_reader(
    spec: ReaderSpec[O],
    *,
    samples: Mapping[str, bytes],
    options: O | Mapping[str, object] | None = None,
    documents: Iterable[str | PathLike[str]] = (),
    limits: WorkerLimits = LIMITS,
) -> tuple[Response | Finding | Document, ...]:
    """Check that a reader keeps its contract; the rules are in `RULES`.

    Each sample is read as it is, and then in some hundred ways in which somebody might have damaged it: in another
    process, within limits, so that what hangs or crashes there is told and ends no test run. A reader whose functions
    cannot be imported by name is tried in this process, and a warning says so.

    Args:
        spec: The reader.
        samples: Files that it reads, by name: small ones, one for each thing that files may be or have.
        options: Its options: an instance, or a table as a round file has it; the defaults if None.
        documents: Paths of documents whose ``>>>`` examples must run, such as a README.
        limits: What reading one damaged file may take.

    Returns:
        What it found in the samples, in their order.

    Raises:
        ContractError: It breaks rules; the message has all of them.
        MissingExtraError: The extra ``testing`` is not installed.
    """
    __tracebackhide__ = True
    _, breaches = registered(spec)
    breaches += [*on_summary(spec), *on_codes(spec.codes)]
    found: list[object] = []
    bound = _options(spec, options)
    if isinstance(bound, Breach):
        breaches += [*on_options(spec.options, None), bound]
    else:
        breaches += on_options(spec.options, bound)
        readings = [Reading(read=spec.read, options=bound, name=name, data=data) for name, data in samples.items()]
        found, more = _Check(spec=spec, readings=readings, limits=limits).run()
        breaches += more
    breaches += on_examples([one for one in (spec.read, spec.sniff, spec.options) if one is not None], documents)
    hold(subject(spec), in_order(breaches))
    return tuple(cast("Response | Finding | Document", item) for item in found)


def _options(spec: ReaderSpec[Any], options: object | None) -> Any:
    """Its options, or why there are none."""
    if isinstance(options, spec.options):
        return options
    table: Any = options if isinstance(options, Mapping) else {} if options is None else encode(options)
    try:
        return bind_options(spec.options, table, path=("readers", spec.name))
    except KkrconsultError as error:
        return Breach(rule="options-schema", message=f"{error}; give options that fit")


@attrs.frozen(kw_only=True)
class _Check:
    spec: ReaderSpec[Any]
    readings: Sequence[Reading]
    limits: WorkerLimits

    def run(self) -> tuple[list[object], list[Breach]]:
        if not self.readings:
            return [], [Breach(rule="samples-are-read", message="there are no samples; give at least one file")]
        found: list[object] = []
        breaches: list[Breach] = []
        good: list[tuple[Reading, str]] = []
        for reading in self.readings:
            items, more = self._sample(reading)
            found += items or []
            breaches += more
            if items and not more:
                good.append((reading, repr(items)))
        # What cannot be read whole says nothing new when it is damaged.
        if good:
            breaches += self._hostile(good)
            breaches += self._isolated([reading for reading, _ in good])
        return found, breaches

    # ------------------------------------------------------------------------------- a file as it is

    def _sample(self, reading: Reading) -> tuple[list[object] | None, list[Breach]]:
        """Read a sample, and watch; None where nothing came of it that could be compared."""
        name = reading.name
        stream, breaches = OneWayStream(reading.data), list[Breach]()
        raised: Exception | None = None
        items: list[object] = []
        with sealed(*(module.__name__ for module in modules_of([reading.read]))) as noted:
            try:
                items = reading.items(cast("BinaryIO", stream))
            except Exception as error:  # a stranger's code
                raised = error
        if noted:
            message = f"reading {name}, it {'; it '.join(noted)}; take what you need from the stream and the options"
            breaches.append(Breach(rule="sealed", message=message))
        if stream.shut:
            message = f"it closed the stream of {name}, which is the caller's; detach a TextIOWrapper"
            breaches.append(Breach(rule="stream-left-open", message=message))
        if isinstance(raised, io.UnsupportedOperation):
            message = f"it needs a stream that can {raised}; read it whole first: io.BytesIO(stream.read(limit))"
            breaches.append(Breach(rule="one-way-stream", message=message))
        elif raised is not None:
            breaches.append(Breach(rule="samples-are-read", message=f"reading {name}, it raised {crashed(raised)}"))
        if raised is not None:
            return None, breaches
        breaches += [*self._of_sample(reading, items), *self._items(items, name), *_alike(reading, items)]
        return items, breaches

    def _of_sample(self, reading: Reading, items: Sequence[object]) -> Iterator[Breach]:
        name = reading.name
        if self.spec.suffixes and not name.lower().endswith(self.spec.suffixes):
            allowed = ", ".join(self.spec.suffixes)
            yield Breach(rule="samples-are-read", message=f"the name {name} does not end in any of {allowed}")
        if not items:
            message = f"{name} came to nothing; give a response or a document, or a finding that says why there is none"
            yield Breach(rule="samples-are-read", message=message)
        known, raised = self._sniffed(reading.data)
        if raised:
            yield Breach(rule="sniff", message=f"looking at the first bytes of {name}, it raised {raised}")
        elif not known:
            yield Breach(rule="sniff", message=f"sniff does not know {name} by its first 4,096 bytes")

    def _sniffed(self, data: bytes) -> tuple[bool, str | None]:
        """Whether the first bytes are known, if there is somebody to know them; and what was raised."""
        if self.spec.sniff is None:
            return True, None
        try:
            return bool(self.spec.sniff(data[:_HEAD])), None
        except Exception as error:  # a stranger's code
            return False, crashed(error)

    def _items(self, items: Iterable[object], name: str) -> Iterator[Breach]:
        items = list(items)
        for shown in wrong_kinds(items):
            yield Breach(rule="only-items", message=f"of {name} it gave {shown}; give Response, Document or Finding")
        yield from self._findings([item for item in items if isinstance(item, Finding)])

    def _findings(self, findings: Sequence[Finding]) -> Iterator[Breach]:
        codes = (*self.spec.codes, *_FILE_CODES)
        known = {code.name for code in codes}
        for code in dict.fromkeys(one.code for one in findings if one.code not in known):
            allowed = ", ".join(one.name for one in self.spec.codes) or "none"
            message = f"it gave a finding {code}, which it does not declare (it declares: {allowed}); add a Code"
            yield Breach(rule="declared-codes", message=message)
        yield from on_params(findings, codes)

    # ------------------------------------------------------------------------------- files of others

    def _hostile(self, good: Sequence[tuple[Reading, str]]) -> Iterator[Breach]:
        tries = list(_tries([reading for reading, _ in good]))
        for _, file, _ in tries:
            _, raised = self._sniffed(file.data)
            if raised:
                message = f"looking at the first bytes of {file.name[:80]!r} ({file.what}), it raised {raised}"
                yield Breach(rule="sniff", message=message)
                break
        if not all(travels(reading) for reading, _ in good):
            yield from self._here(tries)
            return
        whole = [("other-process", HostileFile("itself", one.name, one.data), one) for one, _ in good]
        shown = {index: text for index, (_, text) in enumerate(good)}
        every = [*whole, *tries]
        told: dict[str, int] = {}
        for index, result in attempts([reading for *_, reading in every], self.limits, dict(ELSEWHERE)):
            rule, file, _ = every[index]
            for breach in self._of_result(rule, file, result, shown.get(index)):
                told[breach.rule] = told.get(breach.rule, 0) + 1
                if told[breach.rule] <= _MOST_SHOWN:
                    yield breach
            # Each of those costs a process and all the time that is granted.
            if told.get("within-limits", 0) >= _MOST_SHOWN:
                return

    def _here(self, tries: Sequence[tuple[str, HostileFile, Reading]]) -> Iterator[Breach]:
        """In this process, where what swells cannot be tried."""
        message = (
            f"the functions of {subject(self.spec)} cannot be imported by name, so it was tried in this process: what "
            "hangs or crashes ends the tests, and archives that swell were left out; move it to a module of its own"
        )
        warnings.warn(message, stacklevel=2)
        told: dict[str, int] = {}
        for rule, file, reading in tries:
            if not file.explosive:
                for breach in self._of_result(rule, file, attempt(reading), None):
                    told[breach.rule] = told.get(breach.rule, 0) + 1
                    if told[breach.rule] <= _MOST_SHOWN:
                        yield breach

    def _of_result(self, rule: str, file: HostileFile, result: Result | Failure, shown: str | None) -> Iterator[Breach]:
        what = f"{file.name[:80]!r} ({file.what})"
        if isinstance(result, Failure):
            message = f"reading {what} came to nothing ({result.kind}: {result.detail}); set bounds to what a file may "
            yield Breach(rule="within-limits", message=f"{message}make it do, and give a finding")
            return
        if result.raised:
            message = f"reading {what}, it raised {result.raised}; give a finding such as file.unreadable"
            yield Breach(rule=rule, message=message)
        for wrong in result.wrong:
            yield Breach(rule="only-items", message=f"of {what} it gave {wrong}; give Response, Document or Finding")
        yield from self._findings(result.findings)
        if shown is not None and not result.raised and result.shown and result.shown != shown:
            message = f"{file.name} gives something else in a process with another hash seed, time zone and locale"
            yield Breach(rule="other-process", message=message)

    def _isolated(self, readings: Sequence[Reading]) -> Iterator[Breach]:
        if self.spec.isolated or not all(map(travels, readings)):
            return
        found = compiled(readings, self.limits)
        if isinstance(found, tuple) and found:
            names = ", ".join(found[:_MOST_SHOWN])
            message = f"it works in the caller's own process, and loads compiled code that may crash there: {names}"
            yield Breach(rule="isolated", message=f"{message}; leave isolated=False out")


def _tries(readings: Iterable[Reading]) -> Iterator[tuple[str, HostileFile, Reading]]:
    """What is tried: the rule that it may break, the file, and the reading of it."""
    seen: set[str] = set()
    for reading in readings:
        suffix = reading.name.rpartition(".")[2]
        files = [
            *(("hostile-bytes", one) for one in hostile_bytes(reading.name, reading.data, others=suffix not in seen)),
            *(("hostile-names", one) for one in hostile_names(reading.name, reading.data)),
        ]
        seen.add(suffix)
        yield from ((rule, file, attrs.evolve(reading, name=file.name, data=file.data)) for rule, file in files)


def _alike(reading: Reading, items: Sequence[object]) -> Iterator[Breach]:
    """The same again, whatever the clock says."""
    shown = repr(items)
    if (again := _again(reading)) != shown:
        stands = {_at(reading, 0) for _ in range(2)}
        message = f"read twice, {reading.name} gives something else the second time"
        if stands == {again}:
            message += ", and no clock is to blame: it remembers the first, in a module or a cache"
            yield Breach(rule="no-shared-state", message=message)
        else:
            yield Breach(rule="deterministic" if len(stands) > 1 else "no-clock", message=message)
    elif any(_at(reading, which) != shown for which in range(len(MOMENTS))):
        message = f"with another time on the clock, {reading.name} gives something else"
        yield Breach(rule="no-clock", message=message)


def _again(reading: Reading) -> str:
    try:
        return repr(reading.items())
    except Exception as error:  # a stranger's code
        return crashed(error)


def _at(reading: Reading, which: int) -> str:
    with pretended(MOMENTS[which]):
        return _again(reading)
