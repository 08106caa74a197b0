"""Work in processes of its own: what loops, crashes or eats memory costs its own item and nothing else."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.engine.misdeeds import double, hash_seed, misbehave

from kkrconsult.sandbox import Failure, WorkerLimits, Workers, _Window, cores, run_isolated

LIMITS = WorkerLimits(seconds=3, output_bytes=1_000_000)


def outcomes(*items: str, jobs: int = 2) -> list[Any]:
    found = dict(run_isolated(misbehave, items, limits=LIMITS, jobs=jobs))
    assert sorted(found) == list(range(len(items)))
    return [found[index] for index in range(len(items))]


class TestEveryItem:
    def test_comes_once_with_its_own_result(self) -> None:
        assert sorted(run_isolated(double, range(7), jobs=2)) == [(number, number * 2) for number in range(7)]

    def test_none_needs_no_process(self) -> None:
        assert list(run_isolated(double, [])) == []

    def test_there_is_a_processor_to_run_it(self) -> None:
        assert cores() >= 1


class TestTheWindow:
    """What may be begun beyond the first item that is not done, for whoever takes items in their order."""

    def test_opens_by_as_many_as_are_done_in_a_row(self) -> None:
        window = _Window(6, 2)
        assert window.open() == range(2)
        assert not window.open()
        window.close(1)
        assert not window.open()
        window.close(0)
        assert window.open() == range(2, 4)
        window.close(2)
        window.close(3)
        assert window.open() == range(4, 6)
        window.close(4)
        assert not window.open()

    def test_is_open_for_all_where_nobody_asks(self) -> None:
        assert _Window(6, None).open() == range(6)

    @pytest.mark.parametrize("ahead", [1, 2, 5])
    def test_costs_no_item(self, ahead: int) -> None:
        found = dict(run_isolated(double, range(12), jobs=2, ahead=ahead))
        assert found == {number: 2 * number for number in range(12)}


class TestMisbehaviour:
    @pytest.mark.parametrize(
        ("item", "kind"),
        [
            ("loop", "time"),
            ("crash", "crash"),
            ("leave", "crash"),
            ("memory", "memory"),
            ("output", "output"),
            ("raise", "error"),
            ("exit", "error"),
            ("unpicklable", "error"),
            ("unreadable", "error"),
        ],
    )
    def test_costs_its_own_item_and_nothing_else(self, item: str, kind: str) -> None:
        before, bad, after = outcomes("a", item, "b", jobs=1)
        assert (before, after) == ("A", "B")
        assert isinstance(bad, Failure)
        assert bad.kind == kind
        assert bad.detail

    def test_of_many_at_once_is_told_apart(self) -> None:
        kinds = [one.kind if isinstance(one, Failure) else one for one in outcomes("loop", "a", "crash", "loop", "b")]
        assert kinds == ["time", "A", "crash", "time", "B"]


def children() -> list[int]:
    """Processes that this one started and that are still there."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:2]
            command = status.with_name("cmdline").read_bytes()
            # One that was forked has our own command.
            ours = b"kkrconsult.sandbox" in command or command == Path("/proc/self/cmdline").read_bytes()
            if int(parent) == os.getpid() and state != "Z" and ours:
                found.append(int(status.parent.name))
    return sorted(found)


class TestAfterwards:
    def test_no_process_is_left_over(self) -> None:
        # The checks of exporters keep one for themselves as long as tests run.
        before = children()
        outcomes("a", "loop", "crash")
        assert children() == before

    def test_nor_when_the_caller_stops_listening(self) -> None:
        before = children()
        for _ in run_isolated(double, range(50), jobs=2):
            assert len(children()) > len(before)
            break
        assert children() == before

    def test_a_plain_script_may_use_it_without_a_guard(self, tmp_path: Path) -> None:
        script = tmp_path / "script.py"
        script.write_text(
            "from kkrconsult.sandbox import run_isolated\nprint(sorted(run_isolated(abs, [-1, -2], jobs=2)))\n",
            encoding="utf-8",
        )
        found = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
        assert found.stdout == "[(0, 1), (1, 2)]\n"


def test_workers_may_have_an_environment_of_their_own() -> None:
    with Workers(hash_seed, jobs=1, environment={"PYTHONHASHSEED": "4711"}) as crew:
        assert list(crew.run([None])) == [(0, "4711")]
    assert os.environ.get("PYTHONHASHSEED") != "4711"
