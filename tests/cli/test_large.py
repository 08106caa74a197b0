"""An inbox that is too large to be had in memory is checked in parts, with the same result."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import zoneinfo
from pathlib import Path

import attrs
import pytest
from tests.cli.test_cli import AT, INBOX, ROUND, run

import kkrconsult as kc


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The constructed answers of the example as JSON Lines, and a line that is wrong."""
    round_ = kc.load_round(ROUND)
    lines = [kc.to_json(response) for response in kc.read_inbox(INBOX, round_).responses]
    folder = tmp_path_factory.mktemp("large")
    (folder / "a.jsonl").write_text("\n".join([*lines[:9], "{"]), encoding="utf-8")
    (folder / "b.jsonl").write_text("\n".join(lines[9:]), encoding="utf-8")
    return folder


def test_any_number_of_processes_finds_what_reading_all_of_it_finds(large: Path) -> None:
    whole, *parts = (run("check", ROUND, large, *AT, "--format", "json", *more) for more in ((), *JOBS))
    assert whole.returncode == 1
    wanted = json.loads(whole.stdout)
    for one in parts:
        found = json.loads(one.stdout)
        assert one.returncode == 1
        assert found["findings"] == wanted["findings"]
        assert found["accounting"] == wanted["accounting"]


JOBS = (("--jobs", "1"), ("--jobs", "2"))


def test_all_findings_are_printed_as_they_are_found(large: Path) -> None:
    whole, *parts = (run("check", ROUND, large, *AT, "--format", "jsonl", *more) for more in ((), *JOBS))
    assert parts[0].stdout == parts[1].stdout
    assert {one.returncode for one in (whole, *parts)} == {1}
    wanted, found = ([json.loads(line) for line in one.stdout.splitlines()] for one in (whole, parts[0]))
    assert sorted(map(repr, found)) == sorted(map(repr, wanted))
    # Of the first file first, and in its order; what holds for the whole round last.
    about = [finding["subject"]["id"] for finding in found]
    assert about.index("a.jsonl") < len(about) - 1
    assert found[-1]["subject"]["kind"] not in ("response", "file")


def test_status_is_the_same(large: Path) -> None:
    assert run("status", ROUND, large, *AT, "--jobs", "2").stdout == run("status", ROUND, large, *AT).stdout


def test_the_url_of_a_file_is_checked_like_the_file(large: Path) -> None:
    pytest.importorskip("fsspec")
    file = large / "a.jsonl"
    wanted = run("check", ROUND, file, *AT, "--lang", "en", "--jobs", "1")
    for more in ((), ("--jobs", "2")):
        found = run("check", ROUND, file.as_uri(), *AT, "--lang", "en", *more)
        assert (found.returncode, found.stdout, found.stderr) == (1, wanted.stdout, wanted.stderr)
    assert run("status", ROUND, file.as_uri(), *AT).stdout == run("status", ROUND, file, *AT, "--jobs", "1").stdout


@pytest.mark.parametrize("exporter", ["jsonl", "dataset"])
def test_documents_are_written_of_answers_that_are_not_in_memory(large: Path, tmp_path: Path, exporter: str) -> None:
    suffix = {"jsonl": ".jsonl", "dataset": ".zip"}[exporter]
    for number in (1, 2):
        target = tmp_path / f"{number}{suffix}"
        result = run("export", ROUND, large, exporter, "-o", target, *AT, "--jobs", number)
        assert (result.returncode, result.stdout.strip()) == (0, str(target))
    round_ = kc.load_round(ROUND)
    parts = [kc.FilePart(path=str(large / name)) for name in ("a.jsonl", "b.jsonl")]
    moment = dt.datetime.fromisoformat(AT[1]).replace(tzinfo=zoneinfo.ZoneInfo(round_.timezone))
    whole = kc.check(round_, [item for part in parts for item in part], at=moment)
    # Files are not counted where only their lines were given.
    whole = attrs.evolve(whole, accounting=kc.check_files(round_, parts, at=moment, jobs=1).accounting)
    kc.export(whole, exporter, tmp_path / f"whole{suffix}")
    expected = (tmp_path / f"whole{suffix}").read_bytes()
    assert expected == (tmp_path / f"1{suffix}").read_bytes() == (tmp_path / f"2{suffix}").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("matrix", "-o", "x.docx"),
            "on the command line, leave out --jobs",
        ),
        (("jsonl", "-o", "-", "--audience", "public"), "looked through"),
        (("jsonl", "-o", "x.zip"), "it writes .jsonl"),
    ],
)
def test_what_cannot_be_written_so_is_said_before_anything_is_checked(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    broken = tmp_path / "svar.jsonl"
    broken.mkdir()
    (broken / "a.txt").touch()  # Would be refused where the files are looked at.
    result = run("export", ROUND, broken, *arguments, "--jobs", "1")
    assert result.returncode == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((INBOX, "--jobs", "2"), "is not JSON Lines"),
        (("https://anna:hemmeligt@example.org/svar.zip",), "https://***@example.org/svar.zip' is not JSON Lines"),
        (("mangler://svar.jsonl",), "mangler://svar.jsonl"),
        (("--jobs", "0"), "--jobs"),
        (("--jobs", "1", "--count-pages"), "--count-pages"),
    ],
)
def test_what_cannot_be_done_is_said(large: Path, arguments: tuple[object, ...], said: str) -> None:
    inbox, *rest = (large, *arguments) if str(arguments[0]).startswith("--") else arguments
    result = run("check", ROUND, inbox, *rest)
    assert result.returncode == 2
    assert said in result.stderr
    assert "hemmeligt" not in result.stderr
    assert "Traceback" not in result.stderr


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    result = run("check", ROUND, tmp_path, "--jobs", "1")
    assert result.returncode == 2
    assert "no file of JSON Lines" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made by pty, which Windows lacks")
def test_a_bar_says_how_many_answers_there_were_and_how_many_a_second(large: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "kkrconsult", "status", ROUND, str(large), "--jobs", "1", "--lang", "en"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=follower, check=True)
    os.close(follower)
    said = os.read(leader, 100_000).decode("utf-8")
    os.close(leader)
    assert "19 answers, " in said
    assert " a second" in said
    assert b"a second" not in done.stdout
