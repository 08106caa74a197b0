"""How long it takes to begin: commands and imports in processes of their own, many times in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.large.data import Start
from benchmarks.large.measuring import environment

__all__ = ["TITLES", "measured"]

_MODEL = "import kkrconsult as kc; kc.Response(id='svar-1', sender=kc.Sender(name='Konstrueret'))"

TITLES = {
    "bare": "bare interpreter: `python -c pass`",
    "click": '`python -c "import click"`',
    "attrs": '`python -c "import attrs"`',
    "import": '`python -c "import kkrconsult"`',
    "model": "the first `kc.Response(…)`",
    "help": "`kkrconsult --help`",
    "rounds": "`kkrconsult rounds`",
}


def _commands() -> Mapping[str, Sequence[str]]:
    python = sys.executable
    script = Path(python).with_name("kkrconsult")
    program = [str(script)] if script.exists() else [python, "-m", "kkrconsult"]
    return {
        "bare": [python, "-c", "pass"],
        "click": [python, "-c", "import click"],
        "attrs": [python, "-c", "import attrs"],
        "import": [python, "-c", "import kkrconsult"],
        "model": [python, "-c", _MODEL],
        "help": [*program, "--help"],
        "rounds": [*program, "rounds"],
    }


def measured(runs: int, tell: Callable[[str], None]) -> tuple[Start, ...]:
    """Start all of them so many times, in turn; what is compiled is there from a run before."""
    commands, env = _commands(), environment()
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            began = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=env)
            if number:
                times[name].append((time.perf_counter() - began) * 1000)
    tell(f"started {len(commands)} things {runs} times")
    return tuple(
        Start(name=name, median=statistics.median(found), least=min(found), runs=runs) for name, found in times.items()
    )
