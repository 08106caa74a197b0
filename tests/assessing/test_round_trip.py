"""From a report to a sheet, through somebody's hands, and back: nothing that was written gets lost."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.assessing import tools
from tests.assessing.tools import ANSWERS, FORMATS, LATER, SAID, filled, read, report, sheet, table
from tests.strategies import texts

import kkrconsult as kc
from kkrconsult.assessing._text import chunks, cut, lines_of, sheet_text, units
from kkrconsult.remarks import FIELDS
from kkrconsult.structure import FrozenMap


class TestTheWholeWay:
    def test_from_a_report_to_remarks_and_to_a_new_sheet_when_one_more_answer_comes(self) -> None:
        data = filled(sheet(report()), SAID)
        book = read(data)
        # A script that writes "=1+1 er to" writes a formula, as whoever types it does.
        assert tools.codes(book) == ["assessment.no-value"]
        found = report(book=book)
        assert (found.accounting.points, found.accounting.disposed, found.accounting.open) == (7, 2, 5)
        by_point = {entry.point.id: entry.assessment for entry in found.points}
        remark = by_point["skive-n"]
        assert remark is not None
        assert remark.disposition is kc.Disposition.ACCOMMODATED
        assert (remark.summary, remark.reply, remark.responsible) == ("Kort.", "=1+1 er to\nog mere", "MIK")
        assert by_point["skive-t"] is not None
        assert by_point["skive-t"].disposition is None
        assert by_point["faelles-n"] is None

        later = report([*ANSWERS, LATER], book)
        new = sheet(later, book=book)
        assert [row["Id"] for row in table(new) if row["Mærke"] == "ny"] == ["viborg-n"]
        assert read(new).assessments == book.assessments
        # And once more: what was new last time is not new any more.
        assert [row["Id"] for row in table(sheet(later, book=read(new))) if row["Mærke"]] == []

    @pytest.mark.parametrize("first", FORMATS)
    @pytest.mark.parametrize("second", FORMATS)
    def test_goes_over_any_format(self, first: str, second: str) -> None:
        book = read(filled(sheet(report()), SAID))
        found = report(book=book)
        for suffix in (first, second):
            book = read(sheet(found, suffix, book))
            assert book.problems == ()
        assert book.assessments == found.assessments
        assert book.seen == {entry.point.id for entry in found.points}


def _said() -> st.SearchStrategy[kc.Assessment]:
    awkward = st.sampled_from(
        [
            "=1+1",
            "+45",
            "-",
            "@a",
            "'=x",
            "'",
            "_x0041_",
            "a\x00b",
            "\ud800",
            "a\r\nb",
            "\t=x\n",
            "åben",
            "ID",
            "Resumé",
        ]
    )
    anything = st.none() | awkward | texts(max_size=30) | st.text(max_size=20)
    return st.builds(
        kc.Assessment,
        point=st.sampled_from([point.id for answer in ANSWERS for point in answer.points]),
        disposition=st.none() | st.sampled_from(kc.Disposition),
        summary=anything,
        reply=anything,
        change=anything,
        responsible=anything,
        assessed_by=anything,
        fingerprint=st.none() | st.just("0123456789abcdef"),
    )


def _plain(book: kc.AssessmentBook) -> dict[str, dict[str, str]]:
    """All that is said of each point, as every format can hold it."""
    found: dict[str, dict[str, str]] = {}
    for remark in book.remarks:
        said = {field: sheet_text(text).strip() for field, text in remark.said.items()}
        said = {field: text for field, text in said.items() if text}
        if remark.point is not None and said:
            assert found.setdefault(remark.point, said) == said
    return found


class TestAnyText:
    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize("language", ["da", "en"])
    @given(st.lists(_said(), max_size=4, unique_by=lambda one: one.point))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
    def test_comes_back_from_every_format(self, suffix: str, language: str, said: list[kc.Assessment]) -> None:
        book = kc.AssessmentBook.of(said)
        found = report(book=book)
        again = read(sheet(found, suffix, book, language))
        assert again.problems == ()
        assert _plain(again) == _plain(book)
        assert [(one.point, one.disposition) for one in again.assessments] == [
            (one.point, one.disposition) for one in book.assessments if one.point in _plain(book)
        ]
        assert {one.point: one.fingerprint for one in again.assessments if one.fingerprint == "0123456789abcdef"} == {
            one.point: one.fingerprint
            for one in book.assessments
            if one.fingerprint == "0123456789abcdef" and one.point in _plain(book)
        }

    @pytest.mark.parametrize("suffix", FORMATS)
    @given(st.data())
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
    def test_of_an_answer_changes_nothing_in_its_sheet(self, suffix: str, data: st.DataObject) -> None:
        text = data.draw(texts(blank=False, max_size=40) | st.text(min_size=1).filter(str.strip))
        answer = attrs.evolve(
            LATER,
            participants=(),
            sender=kc.Sender(name=data.draw(texts(blank=False))),
            points=(kc.TrackPoint(id="v-1", track="natur", text=text, rationale=data.draw(st.none() | texts())),),
        )
        book = read(sheet(report([answer]), suffix))
        assert book.problems == ()
        assert book.seen == {"v-1"}
        assert book.assessments == ()

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_longer_than_a_cell_goes_on_in_further_columns(self, suffix: str) -> None:
        long = "".join(f"Sætning nummer {number} 😀. " for number in range(6000)).strip()
        own = FrozenMap({"Noter": long[:50_000]})
        remark = kc.Remark(point="skive-n", disposition=kc.Disposition.NOTED, reply=long, others=own)
        book = kc.AssessmentBook(remarks=(remark,))
        data = sheet(report(book=book), suffix, book)
        if suffix == ".xlsx":
            heads = list(table(data)[0])
            assert heads[heads.index("Vurdering") + 1] == "Vurdering (2)"
            assert max(units(str(text)) for row in table(data) for text in row.values()) <= 32_000
        (again,) = read(data).by_point()["skive-n"]
        assert (again.reply, dict(again.others)) == (long, dict(own))

    def test_in_columns_that_people_number_themselves_is_not_run_together(self) -> None:
        data = sheet(report())

        def add(wb: Any) -> None:
            page = wb["Vurdering"]
            column = page.max_column + 1
            for place, (head, text) in enumerate([("Vurdering (2)", "b"), ("N", "c"), ("N (2)", "d")]):
                page.cell(1, column + place).value = head
                page.cell(2, column + place).value = text
            page.cell(2, 11).value = "a"

        (remark,) = read(tools.edited(data, add)).by_point()["skive-n"]
        assert (remark.reply, dict(remark.others)) == ("a\nb", {"N": "c", "N (2)": "d"})


class TestTextsOfASheet:
    @given(st.text())
    @example("a\r\nb\rc\x0bd\x0ce")
    def test_are_what_every_format_can_hold_and_stay_so(self, text: str) -> None:
        found = sheet_text(text)
        assert sheet_text(found) == found
        found.encode("utf-8")

    @given(st.text(st.sampled_from("ab 😀\n"), max_size=300), st.integers(20, 60))
    def test_are_parted_into_pieces_that_fit_and_are_the_text(self, text: str, limit: int) -> None:
        pieces = chunks(text, limit)
        assert "".join(pieces) == text
        assert all(units(piece) <= limit for piece in pieces)
        assert all(units(piece) > limit // 2 for piece in pieces[:-1])

    def test_are_shortened_visibly(self) -> None:
        assert cut("abc", "[…]") == "abc"
        shown = cut("abc " * 100, "[forkortet]", 60)
        assert len(shown) <= 60
        assert shown.endswith(" …\n[forkortet]")

    @pytest.mark.parametrize(
        ("text", "width", "lines"),
        [
            ("", 10, 1),
            ("000", 10, 1),
            ("000 000 000", 8, 2),
            ("a\nb\n", 10, 3),
            ("0" * 25, 10, 3),
            ("00 " + "0" * 12, 10, 3),
            ("mmmm", 5, 2),
            ("iiii iiii", 5, 1),
        ],
    )
    def test_take_so_many_lines(self, text: str, width: float, lines: int) -> None:
        assert lines_of(text, width) == lines


def test_every_field_of_an_assessment_can_stand_in_a_sheet() -> None:
    assert {field.name for field in attrs.fields(kc.Assessment)} == {*FIELDS, "point", "fingerprint"}
