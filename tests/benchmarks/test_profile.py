"""The tool that tells where the time goes: it names every stage, and writes its table where a page has room for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools import profile_check

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "see-where-the-time-goes.md"


def test_every_validator_that_runs_is_a_stage(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"Før.\n{profile_check.BEGIN}old\n{profile_check.END}Efter.\n", encoding="utf-8")
    assert profile_check.main(["--answers", "100", "--write", str(page)]) == 0
    assert capsys.readouterr().out == ""
    written = page.read_text(encoding="utf-8")
    assert written.startswith(f"Før.\n{profile_check.BEGIN}| stage |")
    assert written.endswith(f"{profile_check.END}Efter.\n")
    named = re.findall(r"^\| `([a-z-]+)` \|", written, re.MULTILINE)
    assert named == [step.name for step in profile_check.plan_of().steps]
    # The page in the documentation has the same stages.
    assert re.findall(r"^\| `([a-z-]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE) == named


def test_functions_are_shown_without_the_folder_that_they_are_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert profile_check.main(["--answers", "100", "--functions", "200"]) == 0
    said = capsys.readouterr().out
    assert "engine/_run.py" in said.replace("\\", "/")
    assert str(profile_check.ROOT / "src") not in said
