"""What streams holds nothing of the responses but where they are: many times as many take no more memory for texts."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from tests.exporters.test_streaming import REGISTRY, STREAMING

LABELS = [entry.name + entry.spec.suffix for entry in STREAMING]
FEW, MANY = 150, 4000
"""So many that a buffer of a megabyte, which may or may not be there at the moment that counts, is no growth."""
TEXT = 6000
"""Bytes of the text of a response."""

MEASURED = """
import datetime as dt
import gc
import json
import sys
import tracemalloc

import kkrconsult as kc

class Nowhere:
    def write(self, data):
        return len(data)

    def writelines(self, lines):
        for _ in lines:
            pass

registry = kc.load_plugins(entry_points=False, disabled=["validator:near-duplicate"])
party = kc.Participant(id="p", name="P")
round_ = kc.Round(id="konstrueret", title=kc.localized(da="Konstrueret"), participants=(party,))
at = dt.datetime(2020, 12, 2, tzinfo=dt.UTC)
folder, size = sys.argv[1], int(sys.argv[2])
found = {}
for count in map(int, sys.argv[3:]):
    file = f"{folder}/{count}.jsonl"
    with open(file, "w", encoding="utf-8") as lines:
        for number in range(count):
            # In the order of receipt, the other way round, and back again.
            at_ = at + dt.timedelta(minutes=number if number % 3 else -number)
            point = kc.GeneralPoint(id=f"k{number}-p", text="Konstrueret punkt.")
            answer = kc.Response(
                id=f"k{number}", participants=("p",), received_at=at_, body="ord " * (size // 4), points=(point,)
            )
            lines.write(kc.to_json(answer) + "\\n")
    report = kc.check_files(round_, file, at=at + dt.timedelta(days=30), registry=registry, jobs=1, keep_themes=True)
    report.participation.responses  # They are the report's, and made when they are asked for.
    jobs = {
        entry.name + entry.spec.suffix: lambda entry=entry: kc.export(
            report, entry.name, Nowhere(), format=entry.spec.suffix, registry=registry, responses=file
        )
        for entry in registry.exporters
        if entry.spec.stream is not None
    }
    jobs["records"] = lambda: sum(1 for _ in kc.stream_records(report, "points", responses=file))
    for name, job in jobs.items():
        job() if count == min(map(int, sys.argv[3:])) else None  # What is imported and cached on the way is no growth.
        gc.collect()
        tracemalloc.start()
        job()
        found.setdefault(name, []).append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def peaks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[int]]:
    """Most bytes that each took, of few responses and of many."""
    folder = tmp_path_factory.mktemp("memory")
    command = [sys.executable, "-c", MEASURED, str(folder), *map(str, (TEXT, FEW, MANY))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("label", [*LABELS, "records"])
def test_memory_grows_by_a_tenth_of_a_response_at_most(peaks: dict[str, list[int]], label: str) -> None:
    few, many = peaks[label]
    assert (many - few) / (MANY - FEW) < TEXT / 10


def test_every_exporter_that_streams_was_measured(peaks: dict[str, list[int]]) -> None:
    assert set(peaks) == {*LABELS, "records"}
    assert len(REGISTRY.exporters) > len(LABELS)
