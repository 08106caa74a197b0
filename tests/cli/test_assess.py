"""The sheet on the command line: written, filled in, given back, and never overwritten at the cost of what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.assessing.tools import filled

import kkrconsult as kc

ROUND = "midtjylland-klima-2020"
INBOX = Path(__file__).parents[2] / "examples" / ROUND / "inbox"
AT = ("--at", "2020-12-18T12:00")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kkrconsult", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sheet as it was written, and two in which somebody wrote."""
    path = tmp_path_factory.mktemp("ark")
    result = run("assess", ROUND, INBOX, "-o", path / "ny.xlsx", *AT)
    assert (result.returncode, result.stdout, result.stderr) == (0, f"{path / 'ny.xlsx'}\n", "")
    data = (path / "ny.xlsx").read_bytes()
    rows = {"aarhus-dk2020": {"Udfald": "imødekommet", "Vurdering": "Pladsholder for en vurdering."}}
    (path / "mette.xlsx").write_bytes(filled(data, rows))
    rows = {"aarhus-dk2020": {"Udfald": "ikke"}, "viborg-dk2020": {"Udfald": "vist nok"}}
    (path / "ole.xlsx").write_bytes(filled(data, rows))
    return path


class TestASheet:
    @pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".csv"])
    def test_is_written_for_many_programs_with_the_same_bytes(self, tmp_path: Path, suffix: str) -> None:
        for name in ("a", "b"):
            assert run("assess", ROUND, INBOX, "-o", tmp_path / f"{name}{suffix}", *AT, "--lang", "en").returncode == 0
        first, second = ((tmp_path / f"{name}{suffix}").read_bytes() for name in ("a", "b"))
        assert first == second

    def test_for_an_unknown_program_is_refused(self, tmp_path: Path) -> None:
        result = run("assess", ROUND, INBOX, "-o", tmp_path / "x.ods", *AT)
        assert (result.returncode, result.stdout) == (2, "")
        assert ".xlsx, .docx, .csv" in result.stderr

    def test_carries_everything_over(self, folder: Path, tmp_path: Path) -> None:
        target = tmp_path / "vurdering.xlsx"
        given = ("--assessments", folder / "mette.xlsx")
        assert run("assess", ROUND, INBOX, "-o", target, *given, *AT).returncode == 0
        book = kc.read_assessments(target, kc.load_round(ROUND))
        assert [one.reply for one in book.assessments] == ["Pladsholder for en vurdering."]
        # In its own place it may be written too, since it loses nothing.
        assert run("assess", ROUND, INBOX, "-o", target, "--assessments", target, *AT).returncode == 0

    def test_is_never_overwritten_at_the_cost_of_what_it_says(self, folder: Path) -> None:
        before = (folder / "mette.xlsx").read_bytes()
        result = run("assess", ROUND, INBOX, "-o", folder / "mette.xlsx", *AT)
        assert result.returncode == 2
        assert f"aarhus-dk2020; give it too, with --assessments {folder / 'mette.xlsx'}" in result.stderr
        assert (folder / "mette.xlsx").read_bytes() == before


class TestRemarks:
    def test_are_in_what_is_written(self, folder: Path, tmp_path: Path) -> None:
        given = ("--assessments", folder / "mette.xlsx")
        result = run("export", ROUND, INBOX, "json", "-o", tmp_path / "r.json", *given, *AT)
        assert (result.returncode, result.stderr) == (0, "")
        found = kc.from_json(kc.Report, (tmp_path / "r.json").read_bytes())
        assert (found.accounting.disposed, found.accounting.open) == (1, 55)
        assert run("report", ROUND, INBOX, "-o", tmp_path / "alt", *given, *AT).returncode == 0
        assert "Pladsholder for en vurdering." in (tmp_path / "alt" / "hoeringsnotat.md").read_text(encoding="utf-8")
        checked = json.loads(run("check", ROUND, INBOX, *given, *AT, "--format", "json").stdout)
        assert checked["accounting"]["disposed"] == 1

    def test_that_contradict_each_other_end_with_1_and_are_named(self, folder: Path, tmp_path: Path) -> None:
        given = ("--assessments", folder / "mette.xlsx", "--assessments", folder / "ole.xlsx")
        for command in (
            ("status", ROUND, INBOX),
            ("assess", ROUND, INBOX, "-o", tmp_path / "a.xlsx"),
            ("export", ROUND, INBOX, "json", "-o", tmp_path / "r.json"),
        ):
            result = run(*command, *given, *AT)
            assert result.returncode == 1
            assert "Om bemærkningen aarhus-dk2020 er der skrevet noget forskelligt i udfald" in result.stderr
            assert "»imødekommet« (" in result.stderr
            assert "mette.xlsx, række" in result.stderr
            assert "Beslut, hvad der gælder" in result.stderr
        result = run("check", ROUND, INBOX, *given, *AT)
        assert result.returncode == 1
        assert "Aarhus: Om bemærkningen aarhus-dk2020" in result.stdout
        assert "[assessment.unknown-disposition]" in result.stdout

    def test_that_are_not_there_are_a_wrong_usage(self) -> None:
        result = run("status", ROUND, INBOX, "--assessments", "findes-ikke.xlsx", *AT)
        assert (result.returncode, result.stdout) == (2, "")
        assert "findes-ikke.xlsx" in result.stderr

    def test_that_cannot_be_read_make_the_report_incomplete(self, tmp_path: Path) -> None:
        (tmp_path / "billede.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        result = run("status", ROUND, INBOX, "--assessments", tmp_path / "billede.xlsx", *AT)
        assert result.returncode == 3
        assert "billede.xlsx" in result.stderr
