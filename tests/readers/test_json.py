"""JSON and JSON Lines from anyone: each fault is named with its place, the rest is read, and nothing raises."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.both_ways import both_ways  # noqa: F401 - a fixture for every test here
from tests.spoilt import spoilt
from tests.strategies import instances, plain_data

from kkrconsult.document import Document
from kkrconsult.findings import Finding
from kkrconsult.formats import json_lines
from kkrconsult.jsonio import to_json
from kkrconsult.model import Response
from kkrconsult.readers import json_, jsonl
from kkrconsult.readers._streams import MOST_PROBLEMS
from kkrconsult.structure import thaw
from kkrconsult.texts import message

ANSWER = Response(id="svar-1", participants=("aarhus",), body="Konstrueret svar: æøå.")
OTHER = Response(id="svar-2", participants=("aarhus",), body="Et konstrueret svar mere.")
LINE = to_json(ANSWER).encode()
BOM = b"\xef\xbb\xbf"


def read(data: bytes, **options: Any) -> list[Response | Finding]:
    found = list(json_.read(io.BytesIO(data), "svar.json", json_.Options(**options)))
    assert not any(isinstance(one, Document) for one in found)
    return [one for one in found if not isinstance(one, Document)]


def read_lines(data: bytes, **options: Any) -> list[Response | Finding]:
    return list(jsonl.read(io.BytesIO(data), "svar.jsonl", jsonl.Options(**options)))


def fault(found: list[Response | Finding]) -> tuple[str, int | None]:
    """What the only thing found says, and on which line."""
    (finding,) = found
    assert isinstance(finding, Finding)
    assert finding.code == "file.not-a-response"
    assert finding.location is not None
    assert finding.location.file == finding.params["file"]
    reason = finding.params["reason"]
    if isinstance(reason, Mapping):
        assert reason.keys() == {"da", "en"}
        reason = reason["en"]
    return str(reason), finding.location.line


class TestJson:
    @pytest.mark.parametrize(
        "data",
        [
            LINE,
            BOM + LINE,
            b"\n\n  " + LINE,
            b"[" + LINE + b"]",
            b'{"responses": [' + LINE + b'], "at": "2020-12-15T10:00:00Z"}',
        ],
        ids=["one", "byte-order-mark", "leading-blanks", "list", "report"],
    )
    def test_an_answer_is_found_in_every_wrapping(self, data: bytes) -> None:
        assert read(data) == [ANSWER]

    @pytest.mark.parametrize("data", [b"[]", b'{"responses": []}'])
    def test_no_answer_is_a_fault(self, data: bytes) -> None:
        assert fault(read(data)) == ("there is no response in it", None)

    def test_one_that_is_not_right_costs_only_itself_and_says_which_it_was(self) -> None:
        first, second, third = read(b"[" + LINE + b', {"id": 5}, ' + to_json(OTHER).encode() + b"]")
        assert (first, third) == (ANSWER, OTHER)
        assert isinstance(second, Finding)
        assert second.location is not None
        assert str(second.location.field).startswith("[1]")

    def test_one_in_a_wrapping_says_where_in_the_file_it_was(self) -> None:
        _, second = read(b'{"responses": [' + LINE + b', {"id": "x", "particpants": ["aarhus"]}]}')
        assert isinstance(second, Finding)
        assert second.location is not None
        assert second.location.field == "responses[1].particpants"
        assert "Did you mean 'participants'?" in str(second.params["reason"])

    def test_a_key_beside_the_answers_that_nobody_knows_is_a_warning(self) -> None:
        first, second = read(b'{"finding": [], "responses": [' + LINE + b"]}")
        assert second == ANSWER
        assert isinstance(first, Finding)
        assert (first.code, first.params["key"]) == ("json.unknown-key", "'finding'")
        assert message(first.code, first.params, "en").endswith("'finding'. Did you mean 'findings'?")

    def test_a_file_that_is_too_large_is_not_read(self) -> None:
        (finding,) = read(LINE, largest_file=20)
        assert isinstance(finding, Finding)
        assert (finding.code, finding.params["limit"]) == ("file.too-large", 20)

    def test_a_file_of_nothing_but_faults_is_given_up(self) -> None:
        found = read(b"[" + b"3," * 5_000 + b"3]")
        assert len(found) == MOST_PROBLEMS + 1
        assert "at least 1000 faults" in fault(found[-1:])[0]

    @pytest.mark.parametrize("cut", [1, 10, len(LINE) - 1])
    def test_half_a_file_is_named_with_its_line(self, cut: int) -> None:
        assert fault(read(b"\n" + LINE[:cut]))[1] == 2

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\xff\xfe",
            b'{"id": "a", "id": "b"}',
            b"[" * 100_000,
            b"[" * 500 + b"]" * 500,
            b'{"id": NaN}',
            b"9" * 10_000,
            b'"\\ud800"',
            b"null",
            b'{"responses": 3}',
        ],
        ids=["empty", "utf-16", "twice", "deep", "deep-closed", "nan", "digits", "surrogate", "null", "number"],
    )
    def test_what_is_no_answer_is_named(self, data: bytes) -> None:
        reason, _ = fault(read(data))
        assert reason
        assert len(reason) < 500

    @given(st.binary(max_size=60) | plain_data().map(lambda data: json.dumps(thaw(data)).encode()))
    def test_nothing_raises_and_nothing_goes_in_silence(self, data: bytes) -> None:
        assert read(data)

    @pytest.mark.parametrize(
        ("head", "expected"), [(b' {"', True), (BOM + b"\n[", True), (b"Hej", False), (b"", False), (b"<", False)]
    )
    def test_the_beginning_tells(self, head: bytes, expected: bool) -> None:
        assert json_.sniff(head) is expected


class TestJsonLines:
    def test_blank_lines_and_a_byte_order_mark_do_not_matter(self) -> None:
        assert read_lines(BOM + LINE + b"\r\n\n  \n" + to_json(OTHER).encode()) == [ANSWER, OTHER]

    @pytest.mark.parametrize(
        "bad",
        [b'{"id": ', b"\xff", b'{"id": "a", "id": "b"}', b"[" * 100_000, b"3", b"[]", LINE + LINE],
        ids=["half", "encoding", "twice", "deep", "number", "list", "two-on-a-line"],
    )
    def test_a_line_that_is_not_right_costs_only_itself(self, bad: bytes) -> None:
        first, *faults, last = read_lines(LINE + b"\n" + bad + b"\n" + to_json(OTHER).encode())
        assert (first, last) == (ANSWER, OTHER)
        assert fault(faults)[1] == 2

    @pytest.mark.parametrize("line", [b" " + LINE, LINE + b" \t", LINE.decode().encode("utf-16-be")])
    def test_a_line_that_is_unusual_is_read(self, line: bytes) -> None:
        assert read_lines(line) == [ANSWER]

    @pytest.mark.parametrize("length", [5_001, 9_999, 10_002, 50_000])
    def test_a_line_that_is_too_long_is_named_and_those_after_it_are_read(self, length: int) -> None:
        fault_, other = read_lines(b"x" * length + b"\n" + LINE, longest_line=5_000)
        assert other == ANSWER
        assert fault([fault_]) == ("the line has more than 5000 bytes", 1)

    def test_a_last_line_that_is_too_long_is_named(self) -> None:
        assert fault(read_lines(b"x" * 90, longest_line=40))[1] == 1

    def test_a_line_of_just_the_length_is_read(self) -> None:
        assert read_lines(LINE + b"\n" + LINE, longest_line=len(LINE)) == [ANSWER, ANSWER]
        assert read_lines(LINE, longest_line=len(LINE)) == [ANSWER]

    @given(st.lists(st.binary(max_size=30) | st.just(LINE), max_size=6))
    def test_nothing_raises_and_every_line_comes_to_something(self, lines: list[bytes]) -> None:
        data = b"\n".join(lines)
        found = read_lines(data)
        assert found.count(ANSWER) >= sum(line == LINE for line in data.split(b"\n"))
        places = {item.location.line for item in found if isinstance(item, Finding) and item.location}
        silent = {number for number, line in enumerate(data.split(b"\n"), 1) if line.strip() and line != LINE}
        assert silent - {1} <= places

    @given(st.data(), st.lists(instances(Response), min_size=1, max_size=3))
    def test_what_comes_of_lines_is_what_the_exact_way_makes_of_them(
        self, data: st.DataObject, responses: list[Response]
    ) -> None:
        lines = b"\n".join(data.draw(st.just(line) | spoilt(line)) for line in map(_line, responses))
        found = read_lines(lines)
        with pytest.MonkeyPatch.context() as patch:
            for quick in ("fast_decoder", "straight_decoder"):
                patch.setattr(json_lines, quick, lambda _: lambda _: None)
            assert read_lines(lines) == found


def _line(response: Response) -> bytes:
    return to_json(response).encode()
