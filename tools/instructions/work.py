"""What is counted: ``tools.instructions`` runs it under callgrind, with a file of answers to go through.

python -m tools.instructions.work core|fast FILE
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

ROUND = Path(__file__).parents[2] / "benchmarks" / "round.toml"
AT = dt.datetime(2026, 3, 27, 11, tzinfo=dt.UTC)
WARM_UP = 20
"""Lines that go first and are not counted, so that what is made once takes no part in it."""


def reference() -> Callable[[list[bytes]], int]:
    """Parse each line and scan its text, by the standard library alone."""
    patterns = [re.compile(pattern) for pattern in (r"\d{6}[- ]?\d{4}", "vedhæft|vedlagt")]

    def run(lines: list[bytes]) -> int:
        found = 0
        for line in lines:
            try:
                answer = json.loads(line)
            except ValueError:
                continue
            body = str(answer.get("body")) if isinstance(answer, dict) else ""
            for pattern in patterns:
                found += len(pattern.findall(body))
        return found

    return run


def library() -> Callable[[list[bytes]], int]:
    """Read and check each line, and conclude."""
    import kkrconsult as kc
    from kkrconsult.formats.json_lines import read_lines

    registry = kc.load_plugins(kind="validator", entry_points=False)
    round_ = kc.load_round(ROUND, registry=registry)

    def run(lines: list[bytes]) -> int:
        part = read_lines(io.BytesIO(b"".join(lines)), "svar.jsonl")
        summary = kc.check_part(round_, part, at=AT, registry=registry, keep_responses=False)
        return sum(kc.finish(summary, registry=registry).counts.values())

    return run


def main(way: str, file: str) -> None:
    """Do it, each with a mark before and behind."""
    lines = Path(file).read_bytes().splitlines(keepends=True)
    if way == "core":
        # As where the extra is not installed.
        sys.modules["msgspec"] = None  # type: ignore[assignment]
    for run in (library(), reference()):
        run(lines[:WARM_UP])
        # Callgrind writes down what it has counted whenever this function is called, and counts anew.
        os.getppid()
        found = run(lines[WARM_UP:])
        os.getppid()
        print(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
