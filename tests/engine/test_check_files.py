"""Files checked in processes: the report is that of one process to the byte, and a process that dies is said."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from pathlib import Path

import pytest
from tests.engine.test_engine import AT, BUILT_IN, COUNT, ROUND, answer, plugin
from tests.engine.test_sandbox import children

import kkrconsult as kc

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
