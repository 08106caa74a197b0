"""A file of JSON Lines in parts: wherever it is cut, each line is in one of them, and each fault has its own number."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.both_ways import both_ways  # noqa: F401 - a fixture for every test here
from tests.engine.test_engine import AT, BUILT_IN, ROUND, answer

import kkrconsult as kc

GOOD = kc.to_json(answer(1)).encode()
LINES = st.one_of(
    st.integers(0, 60).map(lambda number: kc.to_json(answer(number)).encode()),
    st.sampled_from(
        [b"", b"   ", b"{", b"[]", b'{"id": "x"}', b"\xff\xfe", b"\xef\xbb\xbf" + GOOD, b'"\\u00e6"', b"\r"]
    ),
    st.binary(max_size=20).map(lambda data: data.replace(b"\n", b" ")),
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """The bytes of a file, with or without a byte order mark and a last line end."""
    lines = draw(st.lists(LINES, max_size=8))
    ends = draw(st.sampled_from([b"\n", b"\r\n"]))
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return mark + ends.join(lines) + draw(st.sampled_from([b"", ends]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=files(), cuts=st.lists(st.integers(0, 4000), max_size=4))
def test_any_cuts_give_what_the_whole_file_gives(tmp_path: Path, data: bytes, cuts: list[int]) -> None:
    file = tmp_path / "svar.jsonl"
    file.write_bytes(data)
    places = [0, *sorted(cuts), None]
    parts = [kc.FilePart(path=str(file), start=start or 0, stop=stop) for start, stop in itertools.pairwise(places)]
    assert [item for part in parts for item in part] == list(kc.FilePart(path=str(file)))


@pytest.mark.parametrize("count", [1, 2, 3, 100])
def test_a_file_checked_in_parts_is_the_file_checked_at_once(tmp_path: Path, count: int) -> None:
    file = tmp_path / "svar.jsonl"
    lines = [kc.to_json(answer(number)) for number in range(7)]
    file.write_text("\n".join([*lines[:3], "{}", *lines[3:]]), encoding="utf-8")
    parts = kc.parts_of(file, count)
    assert 1 <= len(parts) <= count
    summaries = [kc.check_part(ROUND, part, at=AT, registry=BUILT_IN) for part in parts]
    report = kc.finish(kc.merge(*summaries), registry=BUILT_IN)
    assert report == kc.check(ROUND, kc.FilePart(path=str(file)), at=AT, registry=BUILT_IN)
    (fault,) = [finding for finding in report.findings if finding.code == "file.not-a-response"][:1]
    assert fault.location == kc.Location(file="svar.jsonl", line=4, field="id")
    assert (report.accounting.files, report.accounting.files_read, report.accounting.received) == (1, 1, 7)


def test_a_file_of_which_nothing_can_be_read_makes_the_report_incomplete(tmp_path: Path) -> None:
    file = tmp_path / "svar.jsonl"
    file.write_text("{}\n" * 3, encoding="utf-8")
    report = kc.check(ROUND, kc.FilePart(path=str(file)), at=AT, registry=BUILT_IN)
    assert not report.complete
    assert report.accounting.problems == 1


def test_a_line_that_is_too_long_costs_only_itself_wherever_the_file_is_cut(tmp_path: Path) -> None:
    file = tmp_path / "svar.jsonl"
    file.write_bytes(GOOD + b"\n" + b"x" * 10_500_000 + b"\n" + GOOD + b"\n")
    for cut in (1, len(GOOD) + 5, 10_400_000):
        parts = [kc.FilePart(path=str(file), stop=cut), kc.FilePart(path=str(file), start=cut)]
        found = [item for part in parts for item in part]
        assert [type(item) for item in found] == [kc.Response, kc.Finding, kc.Response]
        assert isinstance(found[1], kc.Finding)
        assert found[1].location == kc.Location(file="svar.jsonl", line=2)


def test_many_faults_do_not_end_the_reading(tmp_path: Path) -> None:
    file = tmp_path / "svar.jsonl"
    file.write_bytes(b"{\n" * 3000 + GOOD + b"\n")
    report = kc.check(ROUND, kc.FilePart(path=str(file)), at=AT, registry=BUILT_IN, cap=10)
    assert report.counts["file.not-a-response"] == 3000
    assert sum(finding.code == "file.not-a-response" for finding in report.findings) == 10
    assert report.accounting.received == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "mangler.jsonl")
    with pytest.raises(kc.ReadError, match=r"mangler\.jsonl"):
        kc.parts_of(missing, 2)
    with pytest.raises(kc.ReadError, match=r"mangler\.jsonl"):
        kc.check(ROUND, kc.FilePart(path=missing), at=AT + dt.timedelta(0), registry=BUILT_IN)


def test_no_parts_at_all_are_refused(tmp_path: Path) -> None:
    with pytest.raises(kc.ReadError, match="at least one"):
        kc.parts_of(tmp_path, 0)
