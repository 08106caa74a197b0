"""The command line: ``python -m tools.instructions check|record``. Needs valgrind."""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import itertools
import json
import os
import platform
import re
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.instructions import Count, judge
from tools.instructions.work import WARM_UP

from benchmarks.large.corpus import Spec, answers

ROOT = Path(__file__).parents[2]
RECORD = ROOT / "benchmarks" / "instructions.json"
LINES = 120
"""Lines that are counted."""
MARK = "getppid"
"""The function at which callgrind begins to count anew; see `tools.instructions.work`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Count, and compare or write. Gives 1 where something takes more than was recorded."""
    parser = argparse.ArgumentParser(prog="python -m tools.instructions", description="Instructions for an answer.")
    parser.add_argument("command", choices=["check", "record"])
    options = parser.parse_args(arguments)
    version = ".".join(platform.python_version_tuple()[:2])
    records = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    counts = _counts()
    if options.command == "record":
        records[version] = {
            "build": _build(),
            "ratios": {count.way: count.ratio for count in counts},
            "with": {name: importlib.metadata.version(name) for name in ("attrs", "msgspec", "python-dateutil")},
        }
        text = json.dumps(dict(sorted(records.items())), indent=2, ensure_ascii=False) + "\n"
        RECORD.write_text(text, encoding="utf-8", newline="\n")
    verdicts = [judge(count, records.get(version), _build()) for count in counts]
    for verdict in verdicts:
        print(f"{verdict.outcome}: {verdict.text}", flush=True)
    return int(any(verdict.failed for verdict in verdicts))


def _counts() -> list[Count]:
    ways = ["core", "fast"] if importlib.util.find_spec("msgspec") else ["core"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "svar.jsonl"
        # Of a corpus of some size the first lines, among which all is mixed.
        lines = itertools.islice(answers(Spec(responses=1000)), WARM_UP + LINES)
        file.write_bytes(b"".join(answer.line for answer in lines))
        return [_count(way, file, Path(folder) / way) for way in ways]


def _count(way: str, file: Path, folder: Path) -> Count:
    folder.mkdir()
    work = [sys.executable, "-m", "tools.instructions.work", way, str(file)]
    counting = [
        *("valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'counted'}"),
        *(f"--dump-before={prefix}{MARK}" for prefix in ("", "__")),
    ]
    # Sets of texts have one order.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    # Once without, so that nothing is compiled while it is counted.
    subprocess.run(work, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=environment)
    try:
        done = subprocess.run(
            [*counting, *work], cwd=ROOT, capture_output=True, text=True, env=environment, check=False
        )
    except FileNotFoundError:
        raise SystemExit("valgrind is needed (on Debian: apt-get install valgrind)") from None
    dumps = sorted(folder.glob("counted.*"), key=lambda path: int(path.suffix[1:]))
    if done.returncode or len(dumps) != 4:
        raise SystemExit(f"{way} was not counted ({len(dumps)} marks):\n{done.stderr}")
    # Before each mark: what came up to the library, the library, what is between, and the reference.
    _, library, _, reference = (_total(dump) // LINES for dump in dumps)
    return Count(way=way, library=library, reference=reference)


def _total(dump: Path) -> int:
    found = re.search(r"^totals: (\d+)", dump.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    return int(found[1])


def _build() -> str:
    flags = str(sysconfig.get_config_var("CONFIG_ARGS") or "")
    kinds = [
        name for name in ("--enable-optimizations", "--with-lto", "--disable-gil", "--with-pydebug") if name in flags
    ]
    return " ".join([platform.machine(), platform.python_compiler(), *kinds])


if __name__ == "__main__":
    sys.exit(main())
