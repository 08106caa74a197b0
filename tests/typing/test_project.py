"""A project of somebody else, checked with ``mypy --strict`` against the installed package, is told every type."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

import kkrconsult

PROGRAM = Path(__file__).parent / "specimens" / "project" / "program.py"
EXPECTED = re.compile(r"reveal_type\(.*\)  # R: (?P<type>.+)$")
REVEALED = re.compile(r'^program\.py:(?P<line>\d+): note: Revealed type is "(?P<type>.+)"$')
PYPROJECT = """
[tool.mypy]
strict = true
# Beyond strict: what cannot be imported is not taken for anything.
disallow_any_unimported = true
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python in which the package is installed as an installer does it, as files in site-packages."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home, symlinks=os.name != "nt")
    paths = {"base": str(home), "platbase": str(home)}
    site = Path(sysconfig.get_path("purelib", "venv", paths))
    package = Path(str(kkrconsult.__file__)).parent
    shutil.copytree(package, site / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    # What it depends on is where it is already.
    (site / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Path(sysconfig.get_path("scripts", "venv", paths)) / ("python.exe" if os.name == "nt" else "python")


def checked(python: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    shutil.copy(PROGRAM, folder)
    (folder / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    options = ["--no-color-output", "--no-pretty", f"--cache-dir={folder / 'cache'}"]
    command = [sys.executable, "-m", "mypy", f"--python-executable={python}", *options, PROGRAM.name]
    environment = {name: value for name, value in os.environ.items() if name not in ("MYPYPATH", "PYTHONPATH")}
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", env=environment, check=False)


def test_every_call_gives_the_type_that_it_should(python: Path, tmp_path: Path) -> None:
    done = checked(python, tmp_path)
    lines = PROGRAM.read_text(encoding="utf-8").splitlines()
    expected = {number: match["type"] for number, line in enumerate(lines, 1) if (match := EXPECTED.search(line))}
    assert len(expected) == sum("reveal_type(" in line for line in lines)
    matches = filter(None, map(REVEALED.match, done.stdout.splitlines()))
    # Versions of mypy differ in whether they say where tuple and str come from.
    found = {int(match["line"]): match["type"].replace("builtins.", "") for match in matches}
    assert found == expected, done.stdout + done.stderr
    assert done.returncode == 0, done.stdout + done.stderr


def test_without_its_mark_the_package_would_not_be_typed(python: Path, tmp_path: Path) -> None:
    """So that the other test is known to look at what is installed."""
    (mark,) = python.parents[1].rglob("kkrconsult/py.typed")
    mark.rename(mark.with_name("py.untyped"))
    try:
        done = checked(python, tmp_path)
    finally:
        mark.with_name("py.untyped").rename(mark)
    assert "missing library stubs or py.typed marker" in done.stdout
