"""What was measured is told as it is: in tables, in a plot, and in the documentation."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import attrs

from benchmarks.large.competitors import COMPETITORS, SCALING, by_name
from benchmarks.large.data import LeftOut, Machine, Measurement, Nearness, Results, Section, Start
from benchmarks.large.goals import goals
from benchmarks.large.measuring import codes_of_checks
from benchmarks.large.pages import BEGIN, END, PAGE, PLOT, spliced
from benchmarks.large.plot import growth_plot
from benchmarks.large.store import RESULTS, read, written
from benchmarks.large.tables import document
from benchmarks.large.truth import STRUCTURE

MACHINE = Machine(
    system="Konstrueret 1.0", processor="x", cores=2, python="CPython 3", versions={"attrs": "25", "x": ""}
)
STORED = read(RESULTS)
STARTED = {"click": 40.0, "help": 80.0}


def took(name: str, each: float, *, wall: float | None = None, count: int = 1000, peak: int = 40) -> Measurement:
    seconds = each * count / 1e6
    passed = seconds if wall is None else wall
    megabytes = peak * 1_000_000
    return Measurement(
        competitor=name, responses=count, cpu=seconds, wall=passed, peak=megabytes, worker_peak=megabytes // 2
    )


def section(*made: Measurement, left_out: tuple[LeftOut, ...] = ()) -> Section:
    return Section(responses=1000, rounds=1, measurements=made, left_out=left_out)


def results(**parts: Any) -> Results:
    return attrs.evolve(Results(machine=MACHINE, seed=1), **parts)


def value(found: Results, what: str) -> tuple[float | None, bool | None]:
    (goal,) = (one for one in goals(found) if one.what.startswith(what))
    # Rounded: what is divided here has no exact quotient.
    return None if goal.value is None else round(goal.value, 6), goal.met


EVERYTHING = results(
    peers=section(
        took("core", 50), took("core", 70), took("core", 60), took("pydantic", 90), took("jsonschema", 600, count=100),
        took("floor-scan", 40), left_out=(LeftOut(competitor="polars", reason="not installed: polars"),),
    ),
    scaling=section(took("jobs-1", 60, wall=2.0), took("jobs-2", 60, wall=1.0)),
    growth=tuple(took("jobs-2", 60, count=10**power, peak=10 * power) for power in (4, 5)),
    near_duplicates=(Nearness(name="kkrconsult", texts=9, planted=4, found=3, right=3, cpu=1.0, peak=None),),
    start_up=tuple(Start(name=name, median=99.0, least=least, runs=3) for name, least in STARTED.items()),
)  # fmt: skip


class TestGoals:
    def test_are_not_measured_where_nothing_was(self) -> None:
        assert {goal.met for goal in goals(results())} == {None}

    def test_compare_medians_in_the_direction_that_is_meant(self) -> None:
        assert value(EVERYTHING, "Core path") == (1.5, True)
        slow = results(peers=section(took("core", 100), took("pydantic", 110)))
        assert value(slow, "Core path") == (1.1, False)

    def test_take_the_fastest_peer_there_is(self) -> None:
        peers = section(took("fast", 50), took("pydantic", 90), took("msgspec", 40), took("floor-scan", 40))
        assert value(results(peers=peers), "Path `fast`, time against the fastest") == (1.25, False)
        assert value(results(peers=peers), "Path `fast`, time against the floor") == (1.25, True)

    def test_of_several_processes_are_about_the_time_that_passes(self) -> None:
        assert value(EVERYTHING, "Two processes, speed") == (2.0, True)
        pools = section(
            took("jobs-2", 1, wall=1.2), took("pool-pydantic", 1, wall=1.5), took("pool-msgspec", 1, wall=1.0)
        )
        assert value(results(scaling=pools), "Two processes, time against a pool of two with pyd") == (0.8, True)
        assert value(results(scaling=pools), "Two processes, time against a pool of two with msg") == (1.2, False)

    def test_of_a_million_answers_need_a_million(self) -> None:
        wall = {"jobs-2": 9.0, "pool-pydantic": 10.0}
        growth = {
            count: [took(name, 1, wall=wall[name], count=count) for name in wall] for count in (10_000, 1_000_000)
        }
        what = "A million answers on two processes, the same with pydantic"
        assert value(results(growth=tuple(growth[10_000])), what) == (None, None)
        assert value(results(growth=tuple(growth[1_000_000])), what) == (0.9, True)

    def test_of_memory_leave_out_what_grows_with_the_answers(self) -> None:
        growth = (took("jobs-2", 1, count=10_000, peak=60), took("jobs-2", 1, count=110_000, peak=160))
        # A kilobyte an answer, above fifty megabytes; a worker has half of what the main process has.
        assert value(results(growth=growth), "Most memory") == (80.0, True)

    def test_of_beginning_compare_the_least_of_all_runs(self) -> None:
        assert value(EVERYTHING, "`kkrconsult --help`") == (2.0, True)


class TestResults:
    def test_are_read_as_they_were_written(self, tmp_path: Path) -> None:
        file = tmp_path / "results.json"
        assert read(file) is None
        file.write_text(written(EVERYTHING), encoding="utf-8")
        assert read(file) == EVERYTHING

    def test_name_who_was_left_out_and_who_was_given_less(self) -> None:
        told = document(EVERYTHING)
        assert "Left out: Polars" in told
        assert "(not installed: polars)" in told
        assert "Given 100 answers only, since it takes long: jsonschema." in told
        assert "| 60.0 | 50.0 | 60.0 | 50.0 | 1.50 | 40 |" in told

    def test_say_that_the_machine_was_busy(self) -> None:
        assert "Other programs" not in document(results(busy={"peers": 0.05}))
        assert "Other programs took a part of the processors: 63% (`peers`)" in document(results(busy={"peers": 0.63}))

    def test_say_that_a_goal_was_missed(self) -> None:
        assert "| not met |" in document(results(peers=section(took("core", 100), took("pydantic", 110))))


class TestThePlot:
    def test_says_in_words_what_it_shows(self) -> None:
        root = ET.fromstring(growth_plot(EVERYTHING.growth))
        names = {child.get("id"): child.text for child in root}
        assert root.get("role") == "img"
        assert (root.get("aria-labelledby") or "").split() == ["growth-title", "growth-desc"]
        assert "0.6 seconds for 10,000 answers, 6 seconds for 100,000 answers" in str(names["growth-desc"])
        assert "main process: 40 MB" in str(names["growth-desc"])

    def test_is_for_light_and_dark(self) -> None:
        assert "prefers-color-scheme: dark" in growth_plot(EVERYTHING.growth)

    def test_needs_no_memory_where_the_system_does_not_tell(self) -> None:
        growth = [attrs.evolve(one, peak=None, worker_peak=None) for one in EVERYTHING.growth]
        assert "Memory" not in growth_plot(growth)


class TestTheDocumentation:
    def test_has_what_was_measured(self) -> None:
        assert STORED is not None
        page = PAGE.read_text(encoding="utf-8")
        assert page.count(BEGIN) == page.count(END) == 1
        # python benchmarks/run.py --write-only
        assert page == spliced(page, STORED)

    def test_has_the_plot_of_it(self) -> None:
        assert STORED is not None
        assert PLOT.read_text(encoding="utf-8") == growth_plot(STORED.growth)

    def test_keeps_what_stands_around_it(self) -> None:
        page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
        new = spliced(page, EVERYTHING)
        assert new.startswith(f"before\n{BEGIN}\n")
        assert new.endswith(f"{END}\nafter\n")
        assert "old" not in new
        assert spliced(new, EVERYTHING) == new


class TestCompetitors:
    def test_are_told_apart_by_their_names(self) -> None:
        names = [one.name for one in (*COMPETITORS, *SCALING)]
        assert len(set(names)) == len(names)
        assert all(by_name(name).name == name for name in names)

    def test_name_checks_that_there_are(self) -> None:
        there = {STRUCTURE, *codes_of_checks()}
        assert all(set(one.checks) <= there for one in COMPETITORS)
