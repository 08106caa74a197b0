"""A program of somebody else: what each call gives is told to the type checker, and nothing of it is Any.

After ``# R:`` stands what a type checker must reveal.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, reveal_type

import attrs

import kkrconsult as kc
from kkrconsult.testing import (
    assert_exporter,
    assert_reader,
    assert_validator,
    constructed_report,
    constructed_responses,
    make,
    reference_round,
)


@attrs.frozen(kw_only=True)
class Options:
    """Options."""

    words: int = 800


def check(response: kc.Response, options: Options) -> Iterator[kc.Finding]:
    """Look at one response."""
    reveal_type(response.participants)  # R: tuple[str, ...]
    reveal_type(response.attachments)  # R: tuple[kkrconsult.model.response.Attachment, ...]
    if len(response.text.split()) > options.words:
        yield kc.Finding(code="acme.too-wordy")


def write(report: kc.Report, sink: BinaryIO, options: Options) -> None:
    """Write the number of findings."""
    reveal_type(report.counts)  # R: kkrconsult.structure._frozen.FrozenMap[str, int]
    sink.write(str(len(report.findings)).encode())


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[kc.Response]:
    """Read nothing."""
    yield from ()


def group(proposals: Sequence[kc.Proposal], options: Options) -> Iterable[kc.Theme]:
    """Group nothing."""
    reveal_type(proposals[0].title)  # R: str
    return ()


code = kc.Code("acme.too-wordy", kc.Severity.WARNING, "too wordy")
validator = kc.ValidatorSpec(name="acme-words", codes=(code,), options=Options, create=kc.per_response(check))
exporter = kc.ExporterSpec(name="acme-list", suffix=".txt", media_type="text/plain", options=Options, write=write)
reader = kc.ReaderSpec(name="acme-none", suffixes=(".none",), options=Options, read=read)
grouper = kc.GrouperSpec(name="acme-group", options=Options, group=group)
reveal_type(validator)  # R: kkrconsult.plugins.records.ValidatorSpec[program.Options]
reveal_type(exporter)  # R: kkrconsult.plugins.records.ExporterSpec[program.Options]
reveal_type(reader)  # R: kkrconsult.plugins.records.ReaderSpec[program.Options]
reveal_type(grouper)  # R: kkrconsult.plugins.records.GrouperSpec[program.Options]
reveal_type(validator.options)  # R: type[program.Options]


@kc.hookimpl
def kkrconsult_validators() -> Iterable[kc.ValidatorSpec]:
    """Give the validator."""
    return [validator]


reveal_type(kkrconsult_validators())  # R: typing.Iterable[kkrconsult.plugins.records.ValidatorSpec[Any]]


def run(at: dt.datetime) -> bool:
    """Run a whole round."""
    registry = kc.load_plugins(entry_points=False)
    reveal_type(registry)  # R: kkrconsult.plugins.registry.Registry
    round_ = kc.load_round("midtjylland-klima-2020", registry=registry)
    reveal_type(round_)  # R: kkrconsult.model.round.Round
    reveal_type(round_.tracks)  # R: tuple[kkrconsult.model.track.Track, ...]
    inbox = kc.read_inbox("inbox", round_)
    reveal_type(inbox)  # R: kkrconsult.inbox.Inbox
    report = kc.check(round_, inbox.responses, at=at, registry=registry)
    reveal_type(report)  # R: kkrconsult.report.Report
    reveal_type(report.findings)  # R: tuple[kkrconsult.findings.Finding, ...]
    reveal_type(report.plugins)  # R: tuple[kkrconsult.report.PluginUse, ...]
    kc.export(report, "hoeringsnotat", io.BytesIO(), audience="public", format="md")
    reveal_type(kc.from_json(kc.Report, kc.to_json(report)))  # R: kkrconsult.report.Report
    reveal_type(kc.API_VERSION)  # R: str
    reveal_type(report.valid)  # R: bool
    return report.valid


def test_it() -> None:
    """What a plugin's tests use."""
    reveal_type(make(kc.Response, title="Svar"))  # R: kkrconsult.model.response.Response
    reveal_type(reference_round())  # R: kkrconsult.model.round.Round
    reveal_type(constructed_responses())  # R: tuple[kkrconsult.model.response.Response, ...]
    reveal_type(constructed_report())  # R: kkrconsult.report.Report
    reveal_type(assert_validator(validator))  # R: tuple[kkrconsult.findings.Finding, ...]
    reveal_type(assert_exporter(exporter))  # R: bytes
    for given in assert_reader(reader, samples={"a.none": b""}):
        if isinstance(given, kc.Response):
            reveal_type(given)  # R: kkrconsult.model.response.Response
