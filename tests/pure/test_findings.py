"""Findings are data: complete, plain, and in an order that hangs on nothing but themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import instances

from kkrconsult.errors import DataError
from kkrconsult.findings import Code, Finding, Location, Severity, Subject, SubjectKind, finding_key
from kkrconsult.model import (
    Assessment,
    Disposition,
    GeneralPoint,
    Participation,
    Response,
    ResponseStatus,
    Round,
    Standing,
    localized,
)
from kkrconsult.report import PointEntry, Report
from kkrconsult.structure import FrozenMap

AT = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
ROUND = Round(id="prøve", title=localized(da="Prøve"))


class TestACode:
    def test_may_have_one_text_which_is_english(self) -> None:
        assert Code("acme.odd", Severity.INFO, "Odd").text == {"en": "Odd"}

    def test_may_have_a_text_a_language_and_say_more(self) -> None:
        code = Code("acme.odd", Severity.INFO, {"da": "Sær"}, meaning="It is odd.", remedy={"da": "Ret det."})
        assert code.text == {"da": "Sær"}
        assert code.meaning == {"en": "It is odd."}
        assert code.remedy == {"da": "Ret det."}

    @pytest.mark.parametrize("name", ["odd", "Acme.odd", "acme.", "acme odd", "acme.too_many", "", 5, "acme.odd\n"])
    def test_has_a_subject_and_a_what(self, name: Any) -> None:
        with pytest.raises(DataError, match=r"Code: name must be a code such as pages\.too-many"):
            Code(name, Severity.INFO)

    def test_has_a_severity(self) -> None:
        with pytest.raises(DataError, match=r"(?s)Code: severity must be a Severity.*found 'error'"):
            Code("acme.odd", "error")  # type: ignore[arg-type]

    @pytest.mark.parametrize("text", ["{", "}", "{a", "{a:{b}}", "{a!}", 5])
    def test_has_a_text_that_can_be_filled_in(self, text: Any) -> None:
        with pytest.raises(DataError, match=r"Code: text must be text with \{name\} for parameters"):
            Code("acme.odd", Severity.INFO, {"da": text})


class TestASubject:
    def test_has_an_id(self) -> None:
        with pytest.raises(DataError, match="Subject: id must be text"):
            Subject(kind=SubjectKind.FILE, id=" ")


class TestAFinding:
    def test_freezes_its_parameters(self) -> None:
        given_ = {"names": ["a", {"b": [1]}]}
        finding = Finding(code="acme.odd", params=given_)
        given_["names"].append("c")
        assert finding.params == {"names": ("a", FrozenMap({"b": (1,)}))}
        assert hash(finding) == hash(Finding(code="acme.odd", params=given_ | {"names": ["a", {"b": [1]}]}))

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("at", AT),
            ("day", AT.date()),
            ("raw", b"x"),
            ("share", float("nan")),
            ("share", float("inf")),
            ("deep", [{"a": {1: "x"}}]),
            ("deep", {"a": [object]}),
            (1, "x"),
        ],
    )
    def test_has_plain_parameters(self, name: Any, value: object) -> None:
        with pytest.raises(DataError, match=r"parameter .* of 'acme.odd' must be plain JSON data, not"):
            Finding(code="acme.odd", params={name: value})

    def test_has_a_code(self) -> None:
        with pytest.raises(DataError, match=r"(?s)Finding: code must be text.*found None"):
            Finding(code=None)  # type: ignore[arg-type]

    @pytest.mark.parametrize("code", ["A", "words", "acme.Too-wordy", "acme.", "acme too.wordy", "acme.too-wordy\n"])
    def test_has_one_that_could_be_declared(self, code: str) -> None:
        with pytest.raises(DataError, match=r"Finding: code must be a code such as pages\.too-many; found"):
            Finding(code=code)


class TestTheOrderOfFindings:
    def test_begins_with_the_gravest(self) -> None:
        made = [Finding(code="a.b", severity=severity) for severity in (None, Severity.INFO, Severity.ERROR)]
        made.append(Finding(code="a.a", severity=Severity.WARNING))
        ordered = sorted(made, key=finding_key)
        assert [item.severity for item in ordered] == [Severity.ERROR, Severity.WARNING, Severity.INFO, None]
        assert [severity.rank for severity in Severity] == [0, 1, 2]

    def test_goes_on_by_code_subject_and_place(self) -> None:
        here = Subject(kind=SubjectKind.RESPONSE, id="svar-1")
        ordered = [
            Finding(code="a.a"),
            Finding(code="a.b"),
            Finding(code="a.b", subject=here),
            Finding(code="a.b", subject=here, location=Location(page=2)),
            Finding(code="a.b", subject=here, location=Location(page=10)),
            Finding(code="a.b", subject=here, location=Location(page=10, paragraph=3)),
            Finding(code="a.b", subject=attrs.evolve(here, id="svar-2")),
        ]
        backwards = ordered[::-1]
        assert sorted(backwards, key=finding_key) == ordered

    @given(st.lists(instances(Finding), max_size=5), st.data())
    def test_hangs_on_nothing_else(self, made: list[Finding], data: st.DataObject) -> None:
        shuffled = data.draw(st.permutations(made))
        assert [finding_key(item) for item in sorted(shuffled, key=finding_key)] == [
            finding_key(item) for item in sorted(made, key=finding_key)
        ]


def report(**fields: Any) -> Report:
    return Report(**{"round": ROUND, "at": AT, **fields})


def answer(identity: str, *points: str) -> Response:
    made = tuple(GeneralPoint(id=point, text="Tak") for point in points)
    return Response(id=identity, participants=("skive",), points=made)


class TestAReport:
    @pytest.mark.parametrize("at", [None, dt.datetime(2021, 1, 1), "2021-01-01"])  # noqa: DTZ001
    def test_is_of_a_moment(self, at: Any) -> None:
        with pytest.raises(DataError, match="Report: at must be a moment"):
            report(at=at)

    def test_is_valid_when_it_is_complete_and_has_no_error(self) -> None:
        assert report().valid
        assert report(severities=FrozenMap({"warning": 3, "error": 0})).valid
        assert not report(severities=FrozenMap({"error": 1})).valid
        assert not report(complete=False).valid

    def test_has_the_responses_that_count_and_their_points(self) -> None:
        remark = Assessment(point="p3", disposition=Disposition.NOTED)
        made = report(
            responses=(answer("svar-1", "p1"), answer("svar-2", "p2", "p3"), answer("svar-3", "p4")),
            participation=Participation(
                responses=(
                    ResponseStatus(response="svar-1", standing=Standing.SUPERSEDED),
                    ResponseStatus(response="svar-2", standing=Standing.ACCEPTED),
                )
            ),
            assessments=(remark,),
        )
        assert [item.id for item in made.accepted] == ["svar-2"]
        assert made.points == (
            PointEntry(point=GeneralPoint(id="p2", text="Tak"), response="svar-2", participants=("skive",)),
            PointEntry(
                point=GeneralPoint(id="p3", text="Tak"), response="svar-2", participants=("skive",), assessment=remark
            ),
        )
