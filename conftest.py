"""Runs the examples in the documentation, and sets what holds for every test.

In README.md and under docs/ these blocks are run, top to bottom, each page in a fresh folder that holds a
copy of examples/ and nothing else:

- ``python``: run; with ``>>>`` the output is compared.
- ``console``: each line after ``$`` is run by bash, and what it prints (standard output, then standard error)
  is compared; ``...`` stands for anything. A command must succeed; to show one that does not, write
  ``command || echo "exit status $?"``.
- any block after ``<!-- file: name -->``: written to that file, for the blocks below to use.

``sh`` blocks are not run here: the README's two commands are, by .ci/run. Nor are the two tutorials for authors of
plugins, which tools/tutorials.py follows from an empty folder (``nox -s tutorials``). ``<!-- skip: next -->`` skips a
block. Docstrings under src/ are run too, where they have ``>>>``.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from sybil import Document, Example, Region, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

ROOT = Path(__file__).parent

# No test may depend on how fast the machine is; where a failure must be repeatable, so are the examples.
settings.register_profile(
    "kkrconsult",
    deadline=None,
    derandomize="CI" in os.environ,
    # The same examples every time find nothing new, so there are fewer of them; elsewhere they differ each time.
    max_examples=50 if "CI" in os.environ else 100,
    print_blob=True,
    # Mutation tests run the same test many times over in one process.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
# For seeing which lines run: pytest --hypothesis-profile=few.
settings.register_profile("few", settings.get_profile("kkrconsult"), max_examples=10)
settings.load_profile("kkrconsult")

_FILE_COMMENT = re.compile(
    r"^<!-- file: (?P<name>[^\n]+?) -->\n+(?P<fence>`{3,}|~{3,})[^\n]*\n(?P<text>.*?)^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_OPTIONS = doctest.ELLIPSIS | doctest.REPORT_NDIFF


def parse_files(document: Document) -> Iterable[Region]:
    """Find the blocks that a comment turns into files.

    The region ends with the comment, so that a Python file is also run as the Python block that it is.
    """
    for match in _FILE_COMMENT.finditer(document.text):
        end = document.text.index("\n", match.start())
        yield Region(match.start(), end, (match["name"], match["text"]), _write_file)


def _write_file(example: Example) -> None:
    name, text = example.parsed
    target = Path(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def console_steps(block: str) -> list[tuple[str, str]]:
    """Split a console block into commands, each with the output that is expected of it."""
    steps: list[tuple[list[str], list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append(([line[2:]], []))
        elif not steps:
            raise ValueError(f"a console block begins with '$ ', not with {line!r}")
        elif line.startswith("> ") and not steps[-1][1]:
            steps[-1][0].append(line[2:])
        else:
            steps[-1][1].append(line.rstrip())
    return [("\n".join(command), "\n".join(output).strip("\n")) for command, output in steps]


def run_console(example: Example) -> str | None:
    """Run a console block; the answer is what was wrong with it, if anything."""
    environment = {
        **os.environ,
        "COLUMNS": "100",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "PYTHONUTF8": "1",
        "TERM": "dumb",
    }
    checker = doctest.OutputChecker()
    for command, expected in console_steps(example.parsed):
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, encoding="utf-8", env=environment, check=False
        )
        printed = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines()).strip("\n")
        if done.returncode:
            return f"$ {command}\nended with status {done.returncode}:\n{printed}"
        wanted = doctest.Example(command, f"{expected}\n" if expected else "")
        got = f"{printed}\n" if printed else ""
        if not checker.check_output(wanted.want, got, _OPTIONS):
            return f"$ {command}\n{checker.output_difference(wanted, got, _OPTIONS)}"
    return None


def enter_folder(namespace: dict[str, Any]) -> None:
    """Give a page a folder of its own, with the examples in it."""
    folder = tempfile.mkdtemp(prefix="kkrconsult-docs-")
    namespace["__folders__"] = (folder, str(Path.cwd()))
    if (ROOT / "examples").is_dir():
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
    os.chdir(folder)


def leave_folder(namespace: dict[str, Any]) -> None:
    """Go back, and remove the page's folder."""
    folder, before = namespace["__folders__"]
    os.chdir(before)
    shutil.rmtree(folder)


_pages = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=_OPTIONS),
        CodeBlockParser("console", run_console),
        parse_files,
        SkipParser(),
    ],
    patterns=["docs/**/*.md", "docs/*.md"],
    filenames=["README.md"],
    # The tutorials for authors of plugins make environments of their own: nox -s tutorials.
    excludes=["docs/_build/**", "docs/tutorial/first-validator.md", "docs/tutorial/first-exporter.md"],
    setup=enter_folder,
    teardown=leave_folder,
    name="pages",
)
_docstrings = Sybil(
    parsers=[DocTestParser(optionflags=_OPTIONS)],
    patterns=["src/**/*.py"],
    name="docstrings",
)

pytest_collect_file = SybilCollection((_pages, _docstrings)).pytest()
