"""Runs competitors in turn, each in a process of its own, and holds what they found against the truth."""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from benchmarks.large.competitors import FAST, LIBRARIES
from benchmarks.large.corpus import Spec, write
from benchmarks.large.data import Competitor, Found, LeftOut, Machine, Measurement
from benchmarks.large.truth import Truth, differences
from benchmarks.large.worker import peak

__all__ = [
    "Corpus",
    "WrongResultError",
    "busy",
    "codes_of_checks",
    "environment",
    "left_out",
    "machine",
    "make",
    "measure",
    "run",
    "run_once",
]

_ROOT = Path(__file__).parents[2]
_GLANCE = 0.2
# Ends well where reading a line has brought msgspec in.
_READ_A_LINE = """
import io, sys
from kkrconsult.formats.json_lines import read_lines
list(read_lines(io.BytesIO(b"{}"), "a.jsonl"))
sys.exit("msgspec" not in sys.modules)
"""


class WrongResultError(Exception):
    """A competitor did not find what is there, or found what is not; its speed means nothing then."""


@attrs.frozen(kw_only=True)
class Corpus:
    """Files that were made."""

    lines: Path
    truth: Truth
    size: int
    """Bytes."""


def make(folder: Path, spec: Spec) -> Corpus:
    """Make a corpus in a folder, with its truth; what was made before is used again."""
    name = f"svar-{spec.responses}-{spec.seed}-{spec.defects}"
    lines, truth = folder / f"{name}.jsonl", folder / f"{name}.truth.json"
    if not truth.exists():
        with lines.open("wb") as out, (folder / "truth.part").open("w", encoding="utf-8") as told:
            write(spec, out, told)
        # Last of all, so that a run that was cut short leaves nothing that looks whole.
        (folder / "truth.part").rename(truth)
    return Corpus(lines=lines, truth=Truth.read(truth), size=lines.stat().st_size)


def codes_of_checks() -> Mapping[str, Collection[str]]:
    """The codes of each validator."""
    import kkrconsult as kc

    specs = [entry.spec for entry in kc.load_plugins(entry_points=False).validators]
    return {spec.name: {code.name for code in spec.codes} for spec in specs}


def left_out(competitors: Sequence[Competitor]) -> Iterator[LeftOut]:
    """Those that cannot run here, each with the reason."""
    for one in competitors:
        missing = [name for name in one.needs if importlib.util.find_spec(name) is None]
        if missing:
            yield LeftOut(competitor=one.name, reason=f"not installed: {', '.join(missing)}")
        elif one.name == FAST and not _has_fast_path():
            yield LeftOut(competitor=one.name, reason="this kkrconsult reads with the standard library only")


def _has_fast_path() -> bool:
    """Whether the library takes msgspec where it is installed."""
    return subprocess.run([sys.executable, "-c", _READ_A_LINE], check=False).returncode == 0


def measure(
    competitors: Sequence[Competitor],
    corpora: Mapping[int, Corpus],
    warm_up: Corpus,
    *,
    rounds: int,
    codes: Mapping[str, Collection[str]],
    tell: Callable[[str], None] = lambda _: None,
) -> list[Measurement]:
    """Run all of them once, then all of them once more, and so on: what slows the machine down meets everybody.

    Args:
        competitors: Who runs.
        corpora: By fraction, what competitors are given.
        warm_up: A small corpus that each of them goes through first.
        rounds: How often.
        codes: The codes of each validator.
        tell: Is told what goes on.

    Raises:
        WrongResultError: One of them is wrong.
    """
    found = []
    for number in range(rounds):
        # Every second time the other way round, so that nobody always comes after the same one.
        for one in competitors if number % 2 == 0 else reversed(competitors):
            made = run_once(one, corpora[one.fraction], warm_up, codes)
            tell(f"{one.name}: {made.wall:.2f} s, {made.cpu_each:.1f} µs of processor an answer")
            found.append(made)
    return found


def run_once(
    competitor: Competitor, corpus: Corpus, warm_up: Corpus, codes: Mapping[str, Collection[str]]
) -> Measurement:
    """Run a competitor once, and see whether it was right.

    Raises:
        WrongResultError: It is wrong, or ended without a result.
    """
    made, found = run(competitor, str(corpus.lines), str(warm_up.lines), corpus.truth.responses)
    wrong = differences(found, corpus.truth.for_(competitor, codes))
    if wrong:
        raise WrongResultError(f"{competitor.name} is wrong:\n  " + "\n  ".join(wrong))
    return made


def run(competitor: Competitor, corpus: str, warm_up: str, responses: int) -> tuple[Measurement, Found]:
    """Run a competitor once, and give what it found as well.

    Raises:
        WrongResultError: It ended without a result.
    """
    order = {
        "run": competitor.run,
        "prepare": competitor.prepare,
        "task": {"corpus": corpus, "jobs": competitor.jobs},
        "warm_up": warm_up,
        # An import of these fails in the worker, as where they are not installed.
        "without": competitor.without,
    }
    answer, workers = _in_a_process(competitor.name, order)
    made = Measurement(
        competitor=competitor.name,
        responses=responses,
        cpu=answer["cpu"],
        wall=answer["wall"],
        peak=answer["peak"],
        worker_peak=workers,
    )
    return made, Found(counts=answer["counts"], about=answer["about"])


def _in_a_process(name: str, order: Mapping[str, Any]) -> tuple[dict[str, Any], int | None]:
    """What a worker said, and the most memory that any process had which it started."""
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    # Polars and its like: as many threads as they take by themselves.
    env = {**environment(), "PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "benchmarks.large.worker"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(order).encode())
        process.stdin.close()
        with _Watch(process.pid) as watch:
            said = process.stdout.read()
    if process.returncode:
        raise WrongResultError(f"{name} ended with exit status {process.returncode}")
    answer: dict[str, Any] = json.loads(said)
    return answer, watch.most


def environment() -> dict[str, str]:
    """What processes that are measured have in their environment.

    As after an installation, which compiles everything: where nothing may be written, all that is not installed but
    taken from its sources would be compiled anew by every process, and everybody else would not.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _Watch:
    """Looks from time to time at the memory of the processes below another, which only the system knows of."""

    def __init__(self, pid: int) -> None:
        self.most: int | None = None
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_GLANCE):
            for pid in _below(self._pid):
                found = peak(pid)
                if found is not None:
                    self.most = max(self.most or 0, found)


def _below(pid: int) -> list[int]:
    """The processes that another started, and those that they started; none where the system does not tell."""
    found: list[int] = []
    ahead = [pid]
    while ahead:
        one = ahead.pop()
        # Each thread has the processes that it started itself.
        for listed in Path(f"/proc/{one}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                children = [int(child) for child in listed.read_text(encoding="ascii").split()]
                found += children
                ahead += children
    return found


def machine() -> Machine:
    """Where this runs."""
    versions = {}
    for name in ("kkrconsult", *LIBRARIES):
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = ""
    return Machine(
        system=f"{platform.system()} {platform.release()}",
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        python=f"{platform.python_implementation()} {platform.python_version()}",
        versions=versions,
    )


def busy(seconds: float = 1.0) -> float | None:
    """The share of all processors that is taken, as long as one looks; None where the system does not tell."""
    before = _ticks()
    time.sleep(seconds)
    after = _ticks()
    if before is None or after is None or after[1] == before[1]:
        return None
    return 1 - (after[0] - before[0]) / (after[1] - before[1])


def _ticks() -> tuple[int, int] | None:
    """What processors did since the system began: nothing, and in all."""
    try:
        with Path("/proc/stat").open(encoding="ascii") as lines:
            numbers = [int(one) for one in lines.readline().split()[1:9]]
    except (OSError, ValueError):
        return None
    # Idle, and waiting for disks.
    return numbers[3] + numbers[4], sum(numbers)


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    return f"{platform.machine()}, {names[0]}" if names else platform.machine()
