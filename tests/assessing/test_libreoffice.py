"""Sheets that LibreOffice opened and saved, in its own formats and others, come back with all that was written."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.assessing.tools import ANSWERS, FAELLES, LATER, codes, read, report, sheet

import kkrconsult as kc
from kkrconsult.assessment import fingerprint

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

BOOK = kc.AssessmentBook.of(
    [
        kc.Assessment(
            point="skive-n",
            disposition=kc.Disposition.ACCOMMODATED,
            summary="Kort, æøå.",
            reply="=1+1 er to\n\nog @mere",
            change="-5 pct.",
            responsible="007",
            fingerprint="0123456789abcdef",
        ),
        kc.Assessment(point="faelles-e", reply="Halvt udfyldt.", fingerprint=fingerprint(FAELLES.points[1])),
        kc.Assessment(point="viborg-n", disposition=kc.Disposition.NOTED, reply="Bemærkningen er gået ud."),
    ]
)
REPORT = report(book=BOOK)
SECOND = "csv:Text - txt - csv (StarCalc):{parts},34,{encoding},1,,0,false,true,false,false,false,2"


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One profile for all runs: making it takes longer than a run does."""
    return f"-env:UserInstallation=file://{tmp_path_factory.mktemp('profile')}"


def saved(profile: str, data: bytes, suffix: str, *steps: str, folder: Path) -> bytes:
    """A file that LibreOffice opened and saved, in each of some formats after the other."""
    file = folder / f"ark{suffix}"
    file.write_bytes(data)
    for number, step in enumerate(steps):
        out = folder / str(number)
        command = [str(SOFFICE), profile, "--headless", "--convert-to", step]
        command += ["--infilter=CSV:59,34,76"] if file.suffix == ".csv" else []
        subprocess.run([*command, "--outdir", str(out), str(file)], check=True, capture_output=True, timeout=120)
        (file,) = [path for path in out.iterdir() if path.suffix == f".{step.partition(':')[0]}"]
    return file.read_bytes()


def same(book: kc.AssessmentBook) -> None:
    assert codes(book) == []
    assert book.assessments == REPORT.assessments
    assert book.seen >= {entry.point.id for entry in REPORT.points}
    again = report(book=book)
    assert again.counts["assessment.changed"] == 1
    assert again.counts["assessment.gone"] == 1


@pytest.mark.parametrize("steps", [("xlsx",), ("ods", "xlsx"), ("xlsx", "ods", "xlsx")])
def test_a_workbook_comes_back(profile: str, tmp_path: Path, steps: tuple[str, ...]) -> None:
    data = saved(profile, sheet(REPORT, ".xlsx", BOOK), ".xlsx", *steps, folder=tmp_path)
    same(read(data))
    # What LibreOffice saved is a sheet like any other: one more answer, and only that is new.
    found = report([*ANSWERS, LATER], read(data))
    assert "assessment.gone" not in found.counts


@pytest.mark.parametrize(("parts", "encoding"), [("59", "76"), ("44", "ANSI"), ("9", "76")])
def test_its_table_comes_back_as_csv(profile: str, tmp_path: Path, parts: str, encoding: str) -> None:
    step = SECOND.format(parts=parts, encoding=encoding)
    book = read(saved(profile, sheet(REPORT, ".xlsx", BOOK), ".xlsx", step, folder=tmp_path))
    there = {entry.point.id for entry in REPORT.points}
    assert codes(book) == []
    assert book.assessments == tuple(one for one in REPORT.assessments if one.point in there)


@pytest.mark.parametrize("steps", [("docx",), ("odt", "docx")])
def test_a_document_comes_back(profile: str, tmp_path: Path, steps: tuple[str, ...]) -> None:
    same(read(saved(profile, sheet(REPORT, ".docx", BOOK), ".docx", *steps, folder=tmp_path)))


def test_a_csv_comes_back_as_a_workbook(profile: str, tmp_path: Path) -> None:
    data = saved(profile, sheet(REPORT, ".csv", BOOK), ".csv", "xlsx", folder=tmp_path)
    book = read(data)
    assert {one.point: one.disposition for one in book.assessments} == {
        one.point: one.disposition for one in REPORT.assessments
    }


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_sheet_can_be_printed(profile: str, tmp_path: Path, suffix: str) -> None:
    assert saved(profile, sheet(REPORT, suffix, BOOK), suffix, "pdf", folder=tmp_path).startswith(b"%PDF")
