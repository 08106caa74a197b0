"""Follows tutorials as written: from an empty folder, command by command, in one shell, in an environment of its own.

    python tools/tutorials.py --wheels DIST docs/tutorial/first-validator.md …

A page is a script: each line after ``$`` in a ``console`` block is given to one bash that stays (so ``cd`` and an
environment that was switched on hold), and what it prints is compared, with ``...`` for anything. A block after
``<!-- file: name -->`` is written to that file below the folder that the shell is in. The package itself comes from the
wheels in DIST, as it would come from where packages are installed from.

At the end it prints how long each page took, since that is what a tutorial promises.
"""

from __future__ import annotations

import argparse
import doctest
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, cast

_BLOCK = re.compile(
    r"(?:^<!-- file: (?P<name>[^\n]+?) -->\n+)?^(?P<fence>`{3,})(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_DONE = "tutorial-step-done"


def steps(page: str) -> Iterator[tuple[str, str, str]]:
    """What a page asks for, in its order: ``("file", name, text)`` and ``("run", command, expected)``."""
    for block in _BLOCK.finditer(page):
        if block["name"]:
            yield "file", block["name"], block["text"]
        elif block["language"] == "console":
            for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
                command, _, expected = part.partition("\n")
                yield "run", command, expected


class Shell:
    """A bash that stays from command to command."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._bash = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def run(self, command: str) -> tuple[int, str]:
        """Give a command, and take its status and what it printed."""
        given, taken = cast("IO[str]", self._bash.stdin), cast("IO[str]", self._bash.stdout)
        given.write(f"{command} </dev/null\nprintf '\\n{_DONE} %s\\n' \"$?\"\n")
        given.flush()
        lines: list[str] = []
        for line in taken:
            if line.startswith(_DONE):
                return int(line.split()[1]), "".join(lines)[:-1]
            lines.append(line)
        return self._bash.wait(), "".join(lines)

    def close(self) -> None:
        """End it."""
        self._bash.communicate()


def follow(page: Path, environment: Mapping[str, str]) -> list[str]:
    """Follow one page in a new empty folder; the answer says what went wrong, and stops there."""
    checker = doctest.OutputChecker()
    with tempfile.TemporaryDirectory(prefix="tutorial-") as folder:
        shell = Shell(Path(folder), environment)
        try:
            for kind, what, text in steps(page.read_text(encoding="utf-8")):
                if kind == "file":
                    target = Path(shell.run("pwd")[1].strip()) / what
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_text(text, encoding="utf-8")
                    continue
                status, printed = shell.run(what)
                if status:
                    return [f"$ {what}\nended with status {status}:\n{printed}"]
                wanted = doctest.Example(what, text)
                if text.strip() and not checker.check_output(wanted.want, printed, _OPTIONS):
                    return [f"$ {what}\n{checker.output_difference(wanted, printed, _OPTIONS)}"]
        finally:
            shell.close()
    return []


def environment_for(wheels: Path | None) -> dict[str, str]:
    """The environment of somebody new: nothing of this one's Python, and the package to be had from the wheels."""
    own = {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTEST_ADDOPTS"}
    kept = {name: value for name, value in os.environ.items() if name not in own}
    # Whoever runs this from a virtual environment has its commands first on the path.
    within = Path(sys.prefix) / "bin"
    kept["PATH"] = os.pathsep.join(one for one in kept["PATH"].split(os.pathsep) if Path(one) != within)
    kept |= {"COLUMNS": "100", "NO_COLOR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1", "TERM": "dumb"}
    if wheels is not None:
        kept["PIP_FIND_LINKS"] = str(wheels.resolve())
    return kept


def main(arguments: Sequence[str] | None = None) -> int:
    """Follow the pages, and say how long each took."""
    parser = argparse.ArgumentParser(description="Follow tutorials as written.")
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--wheels", type=Path, help="folder with the wheel to be installed")
    given = parser.parse_args(arguments)
    failed = 0
    for page in given.pages:
        began = time.monotonic()
        faults = follow(page, environment_for(given.wheels))
        took = time.monotonic() - began
        print(f"{'FAILED' if faults else 'ok':<7} {took:5.0f} s  {page}")
        for fault in faults:
            print(fault)
        failed += bool(faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
