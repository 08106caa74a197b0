"""Whether an exporter keeps its contract: `assert_exporter`."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import Any, TypeVar

import attrs

from kkrconsult.config.options import bind_options
from kkrconsult.errors import KkrconsultError
from kkrconsult.leaks import leaks_in
from kkrconsult.plugins import ExporterSpec
from kkrconsult.report import Report
from kkrconsult.structure import encode
from kkrconsult.testing._clock import MOMENTS
from kkrconsult.testing._contract import Breach, hold
from kkrconsult.testing._corpus import constructed_report
from kkrconsult.testing._docs import modules_of, on_examples
from kkrconsult.testing._material import material
from kkrconsult.testing._output import difference, faults_of
from kkrconsult.testing._sealed import OneWaySink, sealed
from kkrconsult.testing._shared import crashed, on_options, on_summary, registered, subject
from kkrconsult.testing._streaming import Watched, beside
from kkrconsult.testing._writing import Files, Job, elsewhere, given_files, travels
from kkrconsult.testing.rules import in_order
from kkrconsult.texts import languages, word_for

__all__ = ["assert_exporter"]

O = TypeVar("O")  # noqa: E741 - the options of a record

_MOST_SHOWN = 3
_MOST_HELD = 4
"""Responses that an exporter may hold which writes them one at a time: some that it looks at together."""


def assert_exporter(
    spec: ExporterSpec[O],
    *,
    report: Report | None = None,
    options: O | Mapping[str, object] | None = None,
    files: Files | None = None,
    documents: Iterable[str | PathLike[str]] = (),
) -> bytes:
    """Check that an exporter keeps its contract; the rules are in `RULES`.

    Args:
        spec: The exporter.
        report: The report that it writes; `constructed_report` if None.
        options: Its options: an instance, or a table as a round file has it; the defaults if None.
        files: For options that are paths, what they lead to: by option, contents by name of file. The option itself
            need not be given.
        documents: Paths of documents whose ``>>>`` examples must run, such as a README.

    Returns:
        What it wrote of the report.

    Raises:
        ContractError: It breaks rules; the message has all of them.
        MissingExtraError: The extra ``testing`` is not installed, or one that the exporter or the look through what
            it wrote needs.
    """
    __tracebackhide__ = True
    _, breaches = registered(spec)
    breaches += on_summary(spec)
    base: bytes | None = None
    table = _table(options, files or {})
    try:
        bound = bind_options(spec.options, table, path=("exporters", spec.name))
    except KkrconsultError as error:
        breaches += on_options(spec.options, None)
        breaches.append(Breach(rule="options-schema", message=f"{error}; give options that fit"))
    else:
        more = (given_files(files or {}),) if spec.files else ()
        # A copy, so that one that changes its report spoils no other test.
        own = pickle.loads(pickle.dumps(constructed_report() if report is None else report))  # noqa: S301
        job = Job(write=spec.write, report=own, options=bound, more=more)
        base, found = _first(job)
        breaches += [*on_options(spec.options, bound), *found]
        if base is not None:
            breaches += _others(job, spec, table, base)
    breaches += on_examples((spec.write, spec.options), documents)
    hold(subject(spec), in_order(breaches))
    return base or b""


def _table(options: object | None, files: Files) -> dict[str, object]:
    """Options as a round file has them, with a path for each file."""
    given: Any = options if isinstance(options, Mapping) else {} if options is None else encode(options)
    return {**{name: next(iter(members), name) for name, members in files.items()}, **given}


def _others(job: Job, spec: ExporterSpec[Any], table: Mapping[str, object], base: bytes) -> Iterator[Breach]:
    """What can be seen by writing again, or something else."""
    yield from _same_bytes(job, base)
    yield from _public(job)
    yield from _hostile(job, spec.suffix)
    yield from _language(job, spec, table, base)
    yield from _empty(job)
    yield from _streamed(job, spec, base)


def _first(job: Job) -> tuple[bytes | None, list[Breach]]:
    """Write once, and watch; None where nothing came of it that could be compared."""
    sink, before = OneWaySink(), (repr(job.report), repr(job.options))
    found: list[Breach] = []
    raised: Exception | None = None
    with sealed(*(module.__name__ for module in modules_of([job.write]))) as noted:
        try:
            job.onto(sink)
        except Exception as error:  # a stranger's code
            raised = error
    found += _of_sink(sink, raised)
    if noted:
        found.append(Breach(rule="sealed", message=f"it {'; it '.join(noted)}; take what you need from the report"))
    if (repr(job.report), repr(job.options)) != before:
        message = "the report or the options are not what they were before; build new values with attrs.evolve"
        found.append(Breach(rule="no-mutation", message=message))
    return (None if raised else bytes(sink.data)), found


def _of_sink(sink: OneWaySink, raised: Exception | None) -> Iterator[Breach]:
    """What was done to the sink."""
    if sink.not_bytes:
        kinds = ", ".join(dict.fromkeys(sink.not_bytes))
        yield Breach(rule="bytes-only", message=f"it wrote {kinds} to a binary sink; encode text: text.encode()")
    elif sink.misused or _asked_to_seek(raised):
        what = ", ".join(dict.fromkeys(sink.misused)) or str(raised)
        message = f"it needs a sink that can {what}; write to an io.BytesIO of your own first, and then its bytes"
        yield Breach(rule="one-way-sink", message=message)
    elif raised is not None:
        yield Breach(rule="writes", message=f"it raised {crashed(raised)}")
    elif not sink.data:
        yield Breach(rule="writes", message="it wrote nothing of a report full of answers")
    if sink.shut:
        message = "it closed the sink, which is the caller's; detach a TextIOWrapper, and use no with statement on it"
        yield Breach(rule="sink-left-open", message=message)


def _asked_to_seek(raised: Exception | None) -> bool:
    return isinstance(raised, io.UnsupportedOperation)


# --------------------------------------------------------------------------------------- the same bytes


def _same_bytes(job: Job, base: bytes) -> list[Breach]:
    """The same bytes again, whatever is different around; looked at together first, and one by one if not alike."""
    other = material(job.report).reordered
    there = travels(job)
    late = attrs.evolve(job, moment=MOMENTS[1])
    if (
        attrs.evolve(job, report=other, moment=MOMENTS[0]).run() == base
        and (elsewhere(late) if there else late.run()) == base
    ):
        return []
    again = job.run()
    if again != base:
        rule, why = _unsteady([attrs.evolve(job, moment=MOMENTS[0]).run() for _ in range(2)], again)
        return [_differs(rule, f"written twice, the same report gives two files{why}", base, again)]
    by_clock = [
        _differs("no-clock", "with another time on the clock, it writes something else", base, changed)
        for moment in MOMENTS
        if (changed := attrs.evolve(job, moment=moment).run()) != base
    ]
    found = by_clock[:1]
    if (changed := job.on(other).run()) != base:
        message = "of a report that is equal, made of the answers in another order, it writes something else"
        found.append(_differs("order-independent", message, base, changed))
    # Another process has another time zone: whether it is tomorrow there already depends on when this is asked.
    if there and not by_clock and (changed := elsewhere(job)) != base:
        message = "in a process with another hash seed, time zone and locale, it writes something else"
        found.append(_differs("other-process", message, base, changed))
    return found


def _differs(rule: str, message: str, base: bytes, other: bytes | str) -> Breach:
    where = difference(base, other) if isinstance(other, bytes) else other
    return Breach(rule=rule, message=f"{message}: {where}")


# ------------------------------------------------------------------------------------- other reports


def _unsteady(stopped: list[bytes | str], again: bytes | str) -> tuple[str, str]:
    """The rule that is broken, and why, where the second time gives something else.

    Args:
        stopped: What was written twice while the clock stood still in another year.
        again: What was written the second time.
    """
    if stopped[0] != stopped[1]:
        return "deterministic", ""
    if stopped[0] == again:
        return "no-shared-state", ", and no clock is to blame: it remembers the first, in a module or a cache"
    return "no-clock", ""


def _public(job: Job) -> Iterator[Breach]:
    edition = material(job.report).edition
    written = job.on(edition.public).run()
    if isinstance(written, str):
        yield Breach(rule="public-safe", message=f"of the public edition of the report, {written}")
        return
    leaks = leaks_in(written, edition)
    if leaks:
        found = "; ".join(f"{word_for(one.kind, 'en')} ({one.shown}) in {one.where}" for one in leaks[:_MOST_SHOWN])
        message = f"what it writes for the public says what the public may not read: {found}; write nothing but what "
        yield Breach(rule="public-safe", message=f"{message}is in the report, and keep nothing from an earlier one")


def _hostile(job: Job, suffix: str) -> Iterator[Breach]:
    written = job.on(material(job.report).hostile).run()
    if isinstance(written, str):
        yield Breach(rule="hostile-text", message=f"of a report full of hostile texts, {written}")
        return
    for fault in list(dict.fromkeys(faults_of(written, suffix)))[:_MOST_SHOWN]:
        yield Breach(rule="hostile-text", message=fault)


def _language(job: Job, spec: ExporterSpec[Any], table: Mapping[str, object], base: bytes) -> Iterator[Breach]:
    if "language" not in {field.name for field in attrs.fields(spec.options)}:
        return
    found: dict[str, bytes | str] = {}
    for language in languages():
        try:
            bound = bind_options(spec.options, {**table, "language": language}, path=("exporters", spec.name))
        except KkrconsultError as error:
            found[language] = f"its options refuse it: {crashed(error)}"
            continue
        found[language] = base if bound == job.options else attrs.evolve(job, options=bound).run()
    for language, written in found.items():
        if isinstance(written, str):
            yield Breach(rule="language-option", message=f"in the language {language}, {written}")
    if isinstance(found.get("da"), bytes) and found["da"] == found.get("en"):
        message = "it has an option for the language, but writes the same in Danish and in English"
        yield Breach(rule="language-option", message=message)


def _streamed(job: Job, spec: ExporterSpec[Any], base: bytes) -> Iterator[Breach]:
    """Write once more, with the responses beside the report."""
    if spec.stream is None:
        return
    watched = Watched(job.report.responses)
    with sealed(*(module.__name__ for module in modules_of([spec.stream]))) as noted:
        written = attrs.evolve(job, write=beside(spec.stream, watched)).run()
    if noted:
        message = f"it {'; it '.join(noted)} where it streams; take what you need from the report and the responses"
        yield Breach(rule="sealed", message=message)
    if written != base:
        yield _differs(
            "streams-the-same", "with the responses beside the report, it writes something else", base, written
        )
    if watched.most > _MOST_HELD:
        message = (
            f"it held {watched.most} responses at a time that it was handed one by one; go through them again instead"
        )
        yield Breach(rule="streams-one-by-one", message=message)


def _empty(job: Job) -> Iterator[Breach]:
    written = job.on(material(job.report).empty).run()
    if isinstance(written, str):
        yield Breach(rule="empty-round", message=f"of a round that nobody has answered yet, {written}")
