"""Plugins that are typed right pass the type checkers; wrong ones fail them, and where they are wrong.

In specimens/bad/ a comment ``# E: code`` ends each line on which a type checker must complain; ``code`` is
mypy's.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import kkrconsult

SPECIMENS = Path(__file__).parent / "specimens"
GOOD = sorted((SPECIMENS / "good").glob("*.py"))
BAD = sorted((SPECIMENS / "bad").glob("*.py"))
EXPECTED = re.compile(r"# E: (?P<code>[a-z-]+)$")
MYPY_LINE = re.compile(r"^(?P<path>.+?\.py):(?P<line>\d+): error: .*\[(?P<code>[a-z-]+)\]$")
# Where the package is imported from; a type checker finds it by itself only in site-packages.
HOME = Path(str(kkrconsult.__file__)).parents[1]

Complaint = tuple[str, int, str]


def expected(paths: list[Path]) -> set[Complaint]:
    return {
        (path.name, number, match["code"])
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := EXPECTED.search(line))
    }


def mypy(paths: list[Path], cache: Path) -> tuple[set[Complaint], str]:
    """What ``mypy --strict`` complains of, and all that it printed."""
    environment = dict(os.environ)
    if HOME.name != "site-packages":
        environment["MYPYPATH"] = str(HOME)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={cache}"),
            *("--no-error-summary", "--no-color-output", "--no-pretty", *map(str, paths)),
        ],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    printed = done.stdout + done.stderr
    assert done.returncode in {0, 1}, printed
    matches = [MYPY_LINE.match(line) for line in done.stdout.splitlines() if ": error:" in line]
    assert all(matches), printed
    return {(Path(m["path"]).name, int(m["line"]), m["code"]) for m in matches if m}, printed


def pyright(paths: list[Path], folder: Path) -> tuple[set[tuple[str, int]], str]:
    """The lines that pyright complains of, and all that it printed."""
    if find_spec("pyright") is None:
        reason = "pyright is not installed; nox -s typing has it"
        if "KKRCONSULT_NO_SKIPS" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    # It looks only at files below its configuration.
    for path in paths:
        shutil.copy(path, folder)
    config = folder / "pyrightconfig.json"
    config.write_text(json.dumps({"extraPaths": [str(HOME)]}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(config)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    assert answer["summary"]["filesAnalyzed"] == len(paths), done.stdout
    complaints = {
        (Path(one["file"]).name, one["range"]["start"]["line"] + 1)
        for one in answer["generalDiagnostics"]
        if one["severity"] == "error"
    }
    return complaints, done.stdout


def test_there_are_specimens_and_every_bad_one_says_where() -> None:
    assert GOOD
    assert BAD
    assert {path.name for path in BAD} == {name for name, _, _ in expected(BAD)}
    assert not expected(GOOD)


class TestMypy:
    def test_right_plugins_pass(self, tmp_path: Path) -> None:
        complaints, printed = mypy(GOOD, tmp_path)
        assert not complaints, printed

    def test_wrong_plugins_fail_where_they_are_wrong(self, tmp_path: Path) -> None:
        complaints, printed = mypy(BAD, tmp_path)
        assert complaints == expected(BAD), printed


class TestPyright:
    def test_right_plugins_pass(self, tmp_path: Path) -> None:
        complaints, printed = pyright(GOOD, tmp_path)
        assert not complaints, printed

    def test_wrong_plugins_fail_where_they_are_wrong(self, tmp_path: Path) -> None:
        complaints, printed = pyright(BAD, tmp_path)
        assert complaints == {(name, line) for name, line, _ in expected(BAD)}, printed
