"""The command as a whole: whoever is wrong ends it, and whoever is missing is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.large import main as command
from benchmarks.large import startup
from benchmarks.large.data import Competitor
from benchmarks.large.store import read
from benchmarks.large.truth import STRUCTURE

LIAR = Competitor(name="liar", title="A liar", run="tests.benchmarks.liar:check", checks=(STRUCTURE,))
ABSENT = Competitor(name="absent", title="Absent", run="nowhere:at_all", checks=(), needs=("not_installed_anywhere",))


class TestTheCommand:
    def test_fails_where_a_competitor_is_wrong(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(command, "COMPETITORS", (LIAR,))
        assert command.main(["--check", "--only", "liar", "--folder", str(tmp_path)]) == 1
        assert "liar is wrong:\n  file.not-a-response: 0 found" in capsys.readouterr().err

    def test_names_whom_it_leaves_out(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(command, "COMPETITORS", (ABSENT,))
        assert command.main(["--check", "--only", "absent", "--folder", str(tmp_path)]) == 0
        assert capsys.readouterr().out.startswith("left out: absent (not installed: not_installed_anywhere)\n0 ")

    def test_knows_all_competitors_by_name(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            command.main(["--check", "--only", "cor"])
        assert "no competitor is called cor; there are: core, fast," in capsys.readouterr().err

    def test_keeps_what_was_measured_beside_what_it_measures(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "results.json"
        monkeypatch.setattr(startup, "measured", lambda *_: ())
        given = ["--parts", "peers", "--responses", "200", "--rounds", "1", "--only", "core"]
        options = ["--folder", str(tmp_path), "--results", str(file)]
        assert command.main([*given, *options]) == 0
        assert command.main(["--parts", "start-up", *options]) == 0
        found = read(file)
        assert found is not None
        assert found.peers is not None
        assert [one.competitor for one in found.peers.measurements] == ["core"]
