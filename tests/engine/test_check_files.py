"""Files checked in processes: the report is that of one process to the byte, and a process that dies is said."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import signal
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.engine.test_engine import AT, BUILT_IN, COUNT, ROUND, answer, plugin
from tests.engine.test_sandbox import children

import kkrconsult as kc
from kkrconsult.engine import Plan, Terms
from kkrconsult.findings import finding_key
from kkrconsult.parallel import _cut
from kkrconsult.parallel._job import jobs_of, work

LOCAL = """
import os
import signal

import kkrconsult as kc


def check(response, options):
    if response.title == "end":
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    if response.title == "fail":
        raise ZeroDivisionError
    if response.title:
        yield kc.Finding(code="house.title", params={"title": response.title})


@kc.hookimpl
def kkrconsult_validators():
    code = kc.Code("house.title", kc.Severity.INFO, {"da": "Titel: {title}", "en": "Title: {title}"})
    return [kc.ValidatorSpec(name="house-title", codes=(code,), options=kc.NoOptions, create=kc.per_response(check))]
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two files with some lines that are wrong."""
    made = []
    for name, numbers in (("a.jsonl", range(40)), ("b.jsonl", range(40, 60))):
        lines = [kc.to_json(answer(number, ("anden", "bøv", "aaby")[number % 3])) for number in numbers]
        lines[5:5] = ["{", ""]
        made.append(tmp_path / name)
        made[-1].write_text("\n".join(lines), encoding="utf-8")
    return made


def cut(file: Path, count: int = 4) -> tuple[kc.FilePart, ...]:
    """Small files are not cut by themselves."""
    return kc.parts_of(file, count)


def written(*titles: str, folder: Path) -> Path:
    file = folder / "svar.jsonl"
    answers = [answer(number, title=title) for number, title in enumerate(titles)]
    file.write_text("\n".join(map(kc.to_json, answers)), encoding="utf-8")
    return file


class TestAnyNumberOfProcesses:
    @pytest.mark.parametrize("keep", [True, False])
    def test_give_the_same_report_to_the_byte(self, files: list[Path], keep: bool) -> None:
        whole = kc.check(
            ROUND,
            [item for file in files for item in kc.FilePart(path=str(file))],
            at=AT,
            registry=BUILT_IN,
            keep_responses=keep,
        )
        parts = [part for file in files for part in cut(file)]
        reports = [
            kc.check_files(ROUND, parts, at=AT, registry=BUILT_IN, jobs=jobs, keep_responses=keep) for jobs in (1, 2)
        ]
        assert kc.to_json(reports[0]) == kc.to_json(reports[1])
        assert reports[0].accounting.files == 2
        assert reports[0].findings == whole.findings
        assert reports[0].responses == whole.responses

    def test_say_how_far_they_are(self, files: list[Path]) -> None:
        told: list[tuple[int, int, int]] = []
        kc.check_files(
            ROUND, cut(files[0]), at=AT, registry=BUILT_IN, jobs=2, progress=lambda *numbers: told.append(numbers)
        )
        size = files[0].stat().st_size
        assert told[-1] == (size, size, 40)
        assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
        assert len(told) == 4

    def test_load_the_same_plugins_once_more(self, tmp_path: Path) -> None:
        own = tmp_path / "regler.py"
        own.write_text(LOCAL, encoding="utf-8")
        known = kc.load_plugins(entry_points=False, local=[own], disabled=["validator:near-duplicate"])
        report = kc.check_files(ROUND, written("x", "y", folder=tmp_path), at=AT, registry=known, jobs=2)
        assert report.counts["house.title"] == 2

    def test_a_plugin_that_is_no_module_is_refused_with_what_to_do(self, files: list[Path]) -> None:
        known = kc.load_plugins(entry_points=False, extra=[plugin(COUNT)])
        with pytest.raises(kc.PluginError, match="put it into a module"):
            kc.check_files(ROUND, files, at=AT, registry=known, jobs=2)
        assert kc.check_files(ROUND, files, at=AT, registry=known, jobs=1).counts["count.total"] == 1

    def test_no_process_at_all_is_refused(self, files: list[Path]) -> None:
        with pytest.raises(kc.ReadError, match="at least one process"):
            kc.check_files(ROUND, files, at=AT, registry=BUILT_IN, jobs=0)


class TestAProcess:
    """To start one takes as long as to check some thousand answers, and most of that is loading modules."""

    def test_loads_what_checks_and_nothing_else(self, files: list[Path], tmp_path: Path) -> None:
        plan = Plan.compile(ROUND, at=AT, registry=BUILT_IN, keep_responses=False)
        job = tmp_path / "job.pickle"
        job.write_bytes(pickle.dumps((work, jobs_of(plan, cut(files[0]))[0])))
        code = (
            "import pickle, sys; import kkrconsult.sandbox; work, job = pickle.load(open(sys.argv[1], 'rb'))\n"
            "assert work(job).responses; print(*sys.modules)"
        )
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE_"))}
        done = subprocess.run([sys.executable, "-c", code, str(job)], capture_output=True, env=plain, check=True)
        found = {name.removeprefix("kkrconsult.") for name in done.stdout.decode().split()}
        assert found >= {"engine", "validators.deadline", "intake._parts"}
        assert not found & {"exporters", "groupers", "grouping", "readers", "recognition", "regions", "rounds"}
        assert not found & {"config._parse", "intake._inbox", "plugins._load", "subprocess"}

    def test_checks_by_the_validators_of_the_registry_only(self, files: list[Path]) -> None:
        known = kc.load_plugins(entry_points=False, disabled=["validator:handling"])
        reports = [kc.check_files(ROUND, files, at=AT, registry=known, jobs=jobs) for jobs in (1, 2)]
        assert reports[0] == reports[1]
        whole = kc.check_files(ROUND, files, at=AT, registry=BUILT_IN, jobs=1)
        assert "handling.missing" not in reports[0].counts
        assert "handling.missing" in whole.counts

    def test_that_has_other_validators_checks_nothing(self) -> None:
        plan = Plan.compile(ROUND, at=AT, registry=BUILT_IN)
        terms = Terms.of(plan)
        assert terms.plan_for_parts(BUILT_IN).steps == plan.steps
        with pytest.raises(kc.DataError, match="validators"):
            terms.plan_for_parts(kc.Registry())

    def test_does_without_plugins_that_check_nothing(self, files: list[Path]) -> None:
        known = kc.load_plugins(entry_points=False, extra=[object()])
        reports = [kc.check_files(ROUND, files, at=AT, registry=known, jobs=jobs) for jobs in (1, 2)]
        assert reports[0] == reports[1]


class TestFindings:
    @pytest.fixture
    def known(self, tmp_path: Path) -> kc.Registry:
        own = tmp_path / "regler.py"
        own.write_text(LOCAL, encoding="utf-8")
        return kc.load_plugins(entry_points=False, local=[own], disabled=["validator:near-duplicate"])

    @staticmethod
    def told(parts: Any, known: kc.Registry, **more: Any) -> tuple[list[kc.Finding], kc.Report]:
        told: list[kc.Finding] = []
        report = kc.check_files(ROUND, parts, at=AT, registry=known, findings=told.append, **more)
        return told, report

    def test_are_told_in_the_order_of_the_file_and_of_the_round_last(self, tmp_path: Path, known: kc.Registry) -> None:
        titles = [f"konstrueret {number}" for number in range(9, 0, -1)]
        parts = cut(written(*titles, folder=tmp_path), 5)
        ways = [self.told(parts, known, jobs=jobs, cap=2)[0] for jobs in (1, 2, 3)]
        assert ways[0] == ways[1] == ways[2]
        found = [one.params["title"] for one in ways[0] if one.code == "house.title"]
        assert found == titles
        assert ways[0][-1].subject is not None
        assert ways[0][-1].subject.kind is not kc.SubjectKind.RESPONSE

    def test_are_all_that_the_report_counts(self, files: list[Path]) -> None:
        told, report = self.told(files, BUILT_IN, jobs=1, cap=1)
        assert dict(report.counts) == dict(sorted(Counter(one.code for one in told).items()))
        assert len(told) > len(report.findings)
        assert set(report.findings) <= set(told)
        whole = kc.check_files(ROUND, files, at=AT, registry=BUILT_IN, jobs=1)
        assert sorted(told, key=finding_key) == list(whole.findings)

    def test_are_told_by_a_check_of_what_is_in_memory_too(self, files: list[Path]) -> None:
        items = [item for file in files for item in kc.FilePart(path=str(file))]
        told: list[kc.Finding] = []
        report = kc.check(ROUND, items, at=AT, registry=BUILT_IN, findings=told.append)
        assert sorted(told, key=finding_key) == list(report.findings)
        parts: list[kc.Finding] = []
        summary = kc.check_part(ROUND, items, at=AT, registry=BUILT_IN, findings=parts.append)
        kc.finish(summary, registry=BUILT_IN, findings=parts.append)
        assert parts == told

    def test_of_a_validator_that_fails_were_told_before(self, tmp_path: Path, known: kc.Registry) -> None:
        parts = cut(written("x", "fail", "y", "z", folder=tmp_path), 2)
        ways = [self.told(parts, known, jobs=jobs) for jobs in (1, 2)]
        assert ways[0] == ways[1]
        told, report = ways[0]
        assert [one.params["title"] for one in told if one.code == "house.title"] == ["x", "y", "z"]
        assert "house.title" not in report.counts
        assert not report.complete
        assert "plugin.crashed" in {one.code for one in told[-3:]}

    def test_that_cannot_be_told_stop_the_check_and_retire_no_validator(self, files: list[Path]) -> None:
        def full(finding: kc.Finding) -> None:
            raise OSError("konstrueret: no space left")

        for jobs in (1, 2):
            with pytest.raises(OSError, match="no space left"):
                kc.check_files(ROUND, cut(files[0]), at=AT, registry=BUILT_IN, jobs=jobs, findings=full)


class TestParts:
    @pytest.mark.parametrize(
        ("size", "most"), [(0, 0), (100, 100), (3 << 20, 1 << 20), (100 << 20, 100 << 16), (3 << 30, 8 << 20)]
    )
    def test_of_a_file_are_of_bounded_size_whatever_the_processes(self, tmp_path: Path, size: int, most: int) -> None:
        file = tmp_path / "svar.jsonl"
        with file.open("wb") as sink:
            sink.truncate(size)  # A hole: it takes no room.
        rest = kc.FilePart(path=str(file), start=min(7, size))
        for whole, end in ((file, size or None), (rest, None), (attrs.evolve(rest, stop=size), size)):
            found = list(_cut(whole))
            assert found[0].start == (whole.start if isinstance(whole, kc.FilePart) else 0)
            assert found[-1].stop == end
            assert all(before.stop == after.start for before, after in pairwise(found))
            sizes = [part.size for part in found]
            assert max(sizes) <= 2 * most
            # What is begun last is done last, so it is not large.
            assert sizes[:-1] == sorted(sizes[:-1], reverse=True)
            assert sizes[-1] < 2 << 20
            assert len(sizes) < 500


class TestWhatGoesWrong:
    @pytest.mark.skipif(sys.platform == "win32", reason="a process is not killed there")
    def test_a_process_that_is_killed_is_named_and_no_report_is_made(self, tmp_path: Path) -> None:
        own = tmp_path / "regler.py"
        own.write_text(LOCAL, encoding="utf-8")
        known = kc.load_plugins(entry_points=False, local=[own])
        with pytest.raises(kc.ReadError, match=r"svar\.jsonl from byte \d+ .*process ended before it was done"):
            kc.check_files(ROUND, cut(written("x", "end", folder=tmp_path), 2), at=AT, registry=known, jobs=2)

    def test_a_validator_that_fails_in_one_process_failed_in_the_whole(self, tmp_path: Path) -> None:
        own = tmp_path / "regler.py"
        own.write_text(LOCAL, encoding="utf-8")
        known = kc.load_plugins(entry_points=False, local=[own])
        parts = cut(written("x", "y", "fail", folder=tmp_path), 3)
        reports = [kc.check_files(ROUND, parts, at=AT, registry=known, jobs=jobs) for jobs in (1, 2)]
        assert reports[0] == reports[1]
        assert reports[0].counts["plugin.crashed"] == 1
        assert "house.title" not in reports[0].counts
        with pytest.raises(kc.PluginError, match="house-title"):
            kc.check_files(ROUND, parts, at=AT, registry=known, jobs=2, strict=True)

    def test_a_file_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        for jobs in (1, 2):
            part = kc.FilePart(path=str(tmp_path / "mangler.jsonl"))
            with pytest.raises(kc.ReadError, match=r"mangler\.jsonl"):
                kc.check_files(ROUND, part, at=AT, registry=BUILT_IN, jobs=jobs)

    @pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")
    def test_stopping_it_ends_every_process(self, files: list[Path]) -> None:
        # In the background of a shell the signal is ignored, and Python leaves it so.
        before_us = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            self.stopped(files)
        finally:
            signal.signal(signal.SIGINT, before_us)

    @staticmethod
    def stopped(files: list[Path]) -> None:
        def stop(*_: object) -> None:
            os.kill(os.getpid(), signal.SIGINT)

        before = children()
        with pytest.raises(KeyboardInterrupt):
            kc.check_files(ROUND, cut(files[0], 40), at=AT, registry=BUILT_IN, jobs=2, progress=stop)
        assert children() == before


def test_moments_without_a_zone_are_refused(files: list[Path]) -> None:
    with pytest.raises(kc.DataError):
        kc.check_files(ROUND, files, at=dt.datetime(2020, 1, 1), registry=BUILT_IN)  # noqa: DTZ001
