"""Where the time of checking goes: by stage and validator, or by function.

python tools/profile_check.py [--answers N] [--functions N] [--write PAGE]

Processor time and not the clock's, least of several rounds in turn: what else the machine does touches it little.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import importlib.metadata
import io
import os
import platform
import pstats
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import kkrconsult as kc  # noqa: E402
from benchmarks.large.corpus import AT, Spec, answers  # noqa: E402
from benchmarks.large.corpus import ROUND as ROUND_FILE  # noqa: E402
from kkrconsult.engine import Plan  # noqa: E402
from kkrconsult.engine._run import Run  # noqa: E402
from kkrconsult.structure import decode, fast_decoder, json_loads, straight_decoder  # noqa: E402

BATCH = 50
"""Answers that go through one stage before they go to the next."""
ROUNDS = 5
BEGIN, END = "<!-- written by tools/profile_check.py -->\n", "<!-- up to here -->\n"


@attrs.frozen
class Stage:
    """What is done with every answer."""

    name: str
    seconds: float
    """For all answers."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print or write."""
    parser = argparse.ArgumentParser(prog="tools/profile_check.py", description=__doc__)
    parser.add_argument("--answers", type=int, default=2000, help="how many answers (default: %(default)s)")
    parser.add_argument("--functions", type=int, metavar="N", help="show the N functions that take most, instead")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the table into a page, and do not print it")
    options = parser.parse_args(arguments)
    lines = [one.line for one in answers(Spec(responses=max(options.answers, 100)))][: options.answers]
    plan = plan_of()
    if options.functions is not None:
        print(functions(plan, lines, options.functions), end="")
        return 0
    text = table(*measured(plan, lines), len(lines))
    if options.write is None:
        print(text, end="")
        return 0
    page = options.write.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    options.write.write_text(f"{before}{BEGIN}{text}{END}{after}", encoding="utf-8", newline="\n")
    return 0


def plan_of() -> Plan:
    """What the constructed round of the benchmarks demands."""
    registry = kc.load_plugins(entry_points=False)
    round_ = kc.load_round(ROUND_FILE, registry=registry)
    return Plan.compile(round_, at=dt.datetime.fromisoformat(AT), registry=registry, keep_responses=False)


def measured(plan: Plan, lines: Sequence[bytes]) -> tuple[list[Stage], dict[str, float]]:
    """The least of several rounds: of each stage, and of all that are run together, by the way of reading."""
    rounds = [_stages(plan, lines) for _ in range(ROUNDS)]
    stages = [min(same, key=lambda stage: stage.seconds) for same in zip(*rounds, strict=True)]
    ways: dict[str, Callable[[bytes], kc.Response | None]] = {"core": _made}
    if (fast := fast_decoder(kc.Response)) is not None:
        ways["fast"] = fast
    whole = {}
    for name, way in ways.items():
        whole[f"reading, {name}"] = min(_seconds(lambda: list(map(way, lines))) for _ in range(ROUNDS))  # noqa: B023
        runs = [_run(plan, lines, way) for _ in range(ROUNDS)]
        whole[f"all, {name}"], whole["report"] = (min(same) for same in zip(*runs, strict=True))
    return stages, whole


def _stages(plan: Plan, lines: Sequence[bytes]) -> list[Stage]:
    """One round. In the order of the engine, so that what stages share is paid by the first of them, as it is there."""
    run = Run(plan)
    steps: dict[str, Callable[[Any], object]] = {
        "who answered, in the engine": run.state.participation.observe,
        "the accounts, in the engine": run.state.accounts.observe,
    }
    for name, validator in run.state.validators.items():
        # What it yields is made when it is asked for.
        steps[f"`{name}`"] = _asked(validator)
    spent = dict.fromkeys(["read the line", "make objects of its JSON", *steps], 0.0)
    stream = io.BytesIO(b"".join(lines))

    def timed(name: str, do: Callable[[Any], Any], over: Iterable[Any]) -> list[Any]:
        began = time.process_time()
        done = [do(one) for one in over]
        spent[name] += time.process_time() - began
        return done

    for start in range(0, len(lines), BATCH):
        batch = range(start, min(start + BATCH, len(lines)))
        read = timed("read the line", lambda _: stream.readline(), batch)
        made = timed("make objects of its JSON", _made, read)
        responses = [one for one in made if one is not None]
        for name, step in steps.items():
            timed(name, step, responses)
    return [Stage(name, seconds) for name, seconds in spent.items()]


def _asked(validator: Any) -> Callable[[Any], object]:
    return lambda response: tuple(validator.observe(response))


def _made(line: bytes) -> kc.Response | None:
    """As the core does it: straight, and where it is not sure then exactly."""
    found = straight_decoder(kc.Response)(line)
    if found is not None:
        return found
    try:
        exact: kc.Response = decode(kc.Response, json_loads(line))
    except kc.DataError:
        return None
    return exact


def _run(plan: Plan, lines: Sequence[bytes], way: Callable[[bytes], kc.Response | None]) -> tuple[float, float]:
    """Check as it is done, and give the seconds for the answers and for the report."""
    run = Run(plan)
    answers_ = _seconds(lambda: run.take(made for made in map(way, lines) if made is not None))
    return answers_, _seconds(run.finish)


def _seconds(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


def table(stages: Sequence[Stage], whole: dict[str, float], count: int) -> str:
    """The stages in Markdown, with what they were measured with."""
    each = 1e6 / count
    every = whole["all, core"]
    rows = [(stage.name, stage.seconds) for stage in stages]
    rows += [
        ("the engine between them", max(every - sum(stage.seconds for stage in stages), 0.0)),
        ("**all, as it is run**", every),
    ]
    text = "| stage | µs an answer | share |\n|---|---:|---:|\n"
    text += "".join(f"| {name} | {seconds * each:.1f} | {seconds / every:.0%} |\n" for name, seconds in rows)
    text += f"\nThe report, which is made once, takes {whole['report'] * 1e3:.0f} ms.\n"
    if "all, fast" in whole:
        read, all_ = whole["reading, fast"] * each, whole["all, fast"] * each
        text += (
            f"With the extra `fast`, making objects takes {read:.1f} µs instead of {whole['reading, core'] * each:.1f},"
            f"\nand all takes {all_:.1f} µs.\n"
        )
    with_ = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("attrs", "python-dateutil"))
    if "all, fast" in whole:
        with_ += f", msgspec {importlib.metadata.version('msgspec')}"
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"{text}\n{count:,} constructed answers; processor time, least of {ROUNDS} rounds; {machine}, {with_}.\n"


def functions(plan: Plan, lines: Sequence[bytes], many: int) -> str:
    """The functions that take most time of their own; measuring them makes small ones look larger than they are."""
    profile = cProfile.Profile(time.process_time)
    way = fast_decoder(kc.Response) or _made
    # Once before, so that what is made once takes no part in it.
    _run(plan, lines, way)
    profile.runcall(_run, plan, lines, way)
    text = io.StringIO()
    pstats.Stats(profile, stream=text).sort_stats("tottime").print_stats(many)
    # Paths of this machine are of no use to others.
    return text.getvalue().replace(f"{ROOT}{os.sep}", "").lstrip()


if __name__ == "__main__":
    sys.exit(main())
