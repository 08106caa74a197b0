"""What holds for every exporter of the library: one report gives one file, and the sink is the caller's."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kkrconsult as kc
from kkrconsult.plugins import Registered

# All formats, over and over: measuring what is run would take as long as running it, and each has tests of its own.
pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[2]
LETTERS = ROOT / "examples" / "midtjylland-klima-2020" / "letters"
REGISTRY = kc.load_plugins(entry_points=False)
AT = dt.datetime(2020, 12, 18, 12, tzinfo=dt.UTC)
EXPORTERS = [pytest.param(entry, id=f"{entry.name}{entry.spec.suffix}") for entry in REGISTRY.exporters]


@pytest.fixture(scope="module")
def report() -> kc.Report:
    """The example inbox, with some of its points assessed."""
    round_ = kc.load_round("midtjylland-klima-2020", registry=REGISTRY)
    inbox = kc.read_inbox(LETTERS, round_, registry=REGISTRY)
    points = [point.id for response in inbox.responses for point in response.points]
    remarks = [
        kc.Assessment(point=point, disposition=disposition, summary="Konstrueret resumé", reply="Konstrueret vurdering")
        for point, disposition in zip(points, kc.Disposition, strict=False)
    ]
    return kc.check(round_, inbox, at=AT, assessments=remarks, registry=REGISTRY)


class OneWay(io.RawIOBase):
    """A sink that can only be written to, such as a pipe."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.data += data
        return len(data)


def written(entry: Registered[Any], report: kc.Report, **given: Any) -> bytes:
    sink = OneWay()
    kc.export(report, entry.name, sink, format=entry.spec.suffix, registry=REGISTRY, **given)  # type: ignore[arg-type]
    assert not sink.closed
    return bytes(sink.data)


@pytest.mark.parametrize("entry", EXPORTERS)
class TestEveryExporter:
    def test_writes_the_same_bytes_twice_and_leaves_the_sink_open(
        self, entry: Registered[Any], report: kc.Report
    ) -> None:
        first = written(entry, report)
        assert first
        assert first == written(entry, report)

    def test_writes_a_public_edition(self, entry: Registered[Any], report: kc.Report) -> None:
        assert written(entry, report, audience="public")

    def test_has_a_summary_in_both_languages(self, entry: Registered[Any], report: kc.Report) -> None:
        assert set(entry.spec.summary) >= {"da", "en"}


class TestRounds:
    @pytest.mark.parametrize("entry", EXPORTERS)
    def test_every_shipped_round_without_answers_can_be_written(self, entry: Registered[Any]) -> None:
        for found in REGISTRY.rounds:
            round_ = kc.load_round(found.name, registry=REGISTRY)
            report = kc.check(round_, (), at=AT, registry=REGISTRY)
            # No responses are no lines.
            assert written(entry, report) or entry.name == "jsonl"


DIGESTS = """
import hashlib, io, sys, datetime as dt
import kkrconsult as kc
registry = kc.load_plugins(entry_points=False)
round_ = kc.load_round("midtjylland-klima-2020", registry=registry)
inbox = kc.read_inbox(sys.argv[1], round_, registry=registry)
responses = inbox.responses[::-1] if sys.argv[2] == "backwards" else inbox.responses
report = kc.check(round_, responses, at=dt.datetime(2020, 12, 18, 12, tzinfo=dt.UTC), registry=registry)
for entry in registry.exporters:
    sink = io.BytesIO()
    kc.export(report, entry.name, sink, format=entry.spec.suffix, registry=registry)
    print(entry.name, entry.spec.suffix, hashlib.sha256(sink.getvalue()).hexdigest())
"""


def test_no_clock_zone_locale_or_chance_has_a_part_in_what_is_written() -> None:
    """Two processes that differ in all of these, and in the order of the answers, write the same bytes."""
    settings = (
        ("forwards", {"TZ": "UTC", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"}),
        ("backwards", {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "2", "LC_ALL": "C"}),
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", DIGESTS, str(LETTERS), order],
            env={**os.environ, **more},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for order, more in settings
    ]
    assert found[0] == found[1]
    assert len(found[0].splitlines()) == len(REGISTRY.exporters)
