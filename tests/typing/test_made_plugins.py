"""A plugin of every kind passes the strict type checker as it is made, tests included."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import kkrconsult
from kkrconsult.scaffold import KINDS, make_plugin

pytest.importorskip("cookiecutter")

# Where the package is imported from; a type checker finds it by itself only in site-packages.
HOME = Path(str(kkrconsult.__file__)).parents[1]


def test_all_kinds_are_fully_typed(tmp_path: Path) -> None:
    made = [make_plugin(f"kkr-acme-{kind}", kind, tmp_path / "made") for kind in KINDS]
    every = [path for package in made for path in sorted(package.rglob("*.py"))]
    assert len(every) == len(KINDS) * 4 - 1
    # That one is the same in all of them but for two texts, and two modules of one name cannot be looked at together.
    files = [path for path in every if path.name != "test_plugin.py" or path.is_relative_to(made[0])]
    paths = [str(package / "src") for package in made]
    if HOME.name != "site-packages":
        paths.append(str(HOME))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path / 'cache'}"),
            # What kkrconsult imports itself is none of theirs.
            *("--follow-imports=silent", *map(str, files)),
        ],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "MYPYPATH": os.pathsep.join(paths)},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
