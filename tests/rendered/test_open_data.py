"""The open data pass the checks of frictionless, the library of those who made the format."""

from __future__ import annotations

import importlib
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.exporters.test_dataset import AT, HOSTILE, REGISTRY, SHIPPED, answer, example, report_of

import kkrconsult as kc

if "KKRCONSULT_NO_SKIPS" in os.environ:
    frictionless: Any = importlib.import_module("frictionless")
else:
    frictionless = pytest.importorskip("frictionless")


def unpacked(report: kc.Report, folder: Path, audience: str = "internal", **options: Any) -> Path:
    file = folder / "data.zip"
    kc.export(report, "dataset", file, audience=audience, options=options, registry=REGISTRY)
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder / "out")
    return folder / "out"


def faults(folder: Path) -> list[object]:
    found = frictionless.Package(str(folder / "datapackage.json")).validate()
    return [*found.errors, *(error for task in found.tasks for error in task.errors)]


@pytest.mark.parametrize("audience", ["internal", "public"])
@pytest.mark.parametrize("options", [{}, {"texts": False, "language": "en"}, {"guard": True, "licence": "CC-BY-4.0"}])
def test_of_the_example(tmp_path: Path, audience: str, options: dict[str, Any]) -> None:
    assert faults(unpacked(example(), tmp_path, audience, **options)) == []


@pytest.mark.parametrize("round_id", SHIPPED)
def test_of_a_round_without_answers(tmp_path: Path, round_id: str) -> None:
    report = kc.check(kc.load_round(round_id, registry=REGISTRY), [], at=AT, registry=REGISTRY)
    assert faults(unpacked(report, tmp_path)) == []


def test_of_hostile_text_that_reads_back_as_it_was(tmp_path: Path) -> None:
    folder = unpacked(report_of(answer(HOSTILE, title='"', body="'\n\n,;\r\n")), tmp_path)
    assert faults(folder) == []
    package = frictionless.Package(str(folder / "datapackage.json"))
    assert [row["text"] for row in package.get_resource("points").read_rows()] == [HOSTILE]


def test_that_were_meddled_with_do_not_pass(tmp_path: Path) -> None:
    folder = unpacked(example(), tmp_path)
    table = folder / "data" / "response-parties.csv"
    table.write_bytes(table.read_bytes().replace(b"aarhus", b"nirgends", 1))
    assert faults(folder)
