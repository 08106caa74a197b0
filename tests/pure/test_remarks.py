"""Remarks from many places: all are kept, what agrees is one, and nobody silently wins."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import ids, instances, texts

from kkrconsult.errors import DataError
from kkrconsult.findings import Finding, Location
from kkrconsult.jsonio import from_json, to_json
from kkrconsult.model import Assessment, Disposition
from kkrconsult.remarks import FIELDS, AssessmentBook, Remark, agreed, merge_assessments, own_field
from kkrconsult.structure import FrozenMap

YES, NO = Disposition.ACCOMMODATED, Disposition.NOT_ACCOMMODATED
A, B, C = (Location(file=name, line=row) for name, row in (("a.xlsx", 2), ("b.xlsx", 7), ("b.xlsx", 3)))


def remark(point: str | None = "p1", place: Location = A, **said: Any) -> Remark:
    return Remark(point=point, places=(place,), **said)


def book(*remarks: Remark, **rest: Any) -> AssessmentBook:
    return merge_assessments(AssessmentBook(remarks=remarks, **rest))


class TestARemark:
    def test_says_what_is_in_it_and_no_more(self) -> None:
        at = dt.datetime(2021, 1, 5, 12, tzinfo=dt.timezone(dt.timedelta(hours=1)))
        found = remark(disposition=YES, reply=" ", assessed_at=at, others=FrozenMap({"Noter": "Ring", "Tom": ""}))
        assert found.said == {
            "disposition": "accommodated",
            "assessed_at": "2021-01-05T11:00:00+00:00",
            "[Noter]": "Ring",
        }
        assert not found.blank
        assert remark(reply="").blank

    def test_keeps_a_disposition_that_nobody_knows(self) -> None:
        assert remark(written="vist nok").said == {"disposition": "vist nok"}

    @pytest.mark.parametrize("wrong", [{"point": "a b"}, {"assessed_at": dt.datetime(2021, 1, 5)}, {"places": [A]}])  # noqa: DTZ001
    def test_cannot_be_built_of_what_is_impossible(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(DataError):
            Remark(**wrong)


class TestRemarksThatAgree:
    def test_are_one_with_all_their_places(self) -> None:
        found = book(remark(reply="Ja  tak", place=B), remark(reply="Ja tak\n"), remark(reply="Ja tak", place=C))
        (one,) = found.remarks
        assert one.places == (A, C, B)
        assert found.conflicts == ()

    def test_complete_one_another(self) -> None:
        found = book(remark(disposition=YES), remark(reply="Fint.", place=B), remark(responsible="MIK", place=C))
        assert found.conflicts == ()
        assert found.assessments == (Assessment(point="p1", disposition=YES, reply="Fint.", responsible="MIK"),)

    def test_are_not_contradicted_by_empty_cells(self) -> None:
        found = book(remark(reply="Fint."), remark(place=B), remark(reply="  ", place=C))
        assert [one.reply for one in found.assessments] == ["Fint."]
        assert found.conflicts == ()

    def test_of_the_same_moment_agree_whatever_its_offset(self) -> None:
        at = dt.datetime(2021, 1, 5, 12, tzinfo=dt.UTC)
        other = at.astimezone(dt.timezone(dt.timedelta(hours=1)))
        found = book(remark(reply="x", assessed_at=at), remark(reply="x", assessed_at=other, place=B))
        assert found.conflicts == ()
        assert [one.assessed_at for one in found.assessments] == [at]


class TestRemarksThatContradictOneAnother:
    FOUND = book(
        remark(disposition=YES, reply="Fint.", summary="Kort."),
        remark(disposition=NO, reply="Fint.", summary="Længere.", place=B),
        remark(disposition=NO, reply="Fint.", summary="Længere.", place=C),
    )

    def test_are_all_kept_and_named_with_their_places(self) -> None:
        assert [
            (conflict.field, [(version.text, version.places) for version in conflict.versions])
            for conflict in self.FOUND.conflicts
        ] == [
            ("disposition", [("accommodated", (A,)), ("not-accommodated", (C, B))]),
            ("summary", [("Kort.", (A,)), ("Længere.", (C, B))]),
        ]

    def test_leave_the_point_open_and_use_only_what_they_agree_on(self) -> None:
        assert self.FOUND.assessments == (Assessment(point="p1", reply="Fint."),)

    def test_may_do_so_in_a_column_of_the_secretariats_own(self) -> None:
        found = book(remark(others=FrozenMap({"N": "a"})), remark(others=FrozenMap({"N": "b"}), place=B))
        assert [conflict.field for conflict in found.conflicts] == [own_field("N")]

    def test_may_do_so_about_a_word_that_nobody_knows(self) -> None:
        found = book(remark(written="vist nok"), remark(disposition=YES, place=B))
        assert [version.text for version in found.conflicts[0].versions] == ["accommodated", "vist nok"]
        assert [one.disposition for one in found.assessments] == [None]


class TestThePointsText:
    def test_that_was_assessed_is_kept(self) -> None:
        found = book(remark(reply="x", fingerprint="old"))
        assert found.against({"p1": "new"})[0].fingerprint == "old"
        assert found.assessments[0].fingerprint == "old"
        assert book(remark(reply="x")).assessments[0].fingerprint is None

    def test_is_the_present_one_where_somebody_looked_again_at_all_of_it(self) -> None:
        found = book(remark(reply="x", fingerprint="old"), remark(reply="x", fingerprint="new", place=B))
        assert found.against({"p1": "new"})[0].fingerprint == "new"
        assert found.against({"p1": "newer"})[0].fingerprint == "new"

    def test_is_the_old_one_where_somebody_looked_at_a_part(self) -> None:
        found = book(remark(reply="x", fingerprint="old"), remark(summary="y", fingerprint="new", place=B))
        assert found.against({"p1": "new"})[0].fingerprint == "old"

    def test_of_a_row_without_a_word_does_not_count(self) -> None:
        found = book(remark(reply="x", fingerprint="old"), remark(fingerprint="new", place=B))
        assert found.against({"p1": "new"})[0].fingerprint == "old"


class TestABook:
    def test_knows_which_points_have_a_row(self) -> None:
        assert book(remark(), remark("p2", reply="x")).seen == {"p1", "p2"}

    def test_keeps_what_is_about_no_point_that_there_is(self) -> None:
        loose = remark(None, reply="Hvor hører det til?", source=FrozenMap({"sender": "Skive"}))
        found = book(remark("p1", reply="x"), remark("p2", reply="y"), remark("p3"), loose, remark(None))
        assert [one.point for one in found.gone(["p1"])] == ["p2"]
        assert found.loose == (loose,)

    def test_keeps_loose_remarks_apart_that_are_of_different_rows(self) -> None:
        one, other = (remark(None, reply="x", source=FrozenMap({"sender": name})) for name in ("Skive", "Viborg"))
        assert len(book(one, other).loose) == 2

    def test_is_made_of_assessments_too(self) -> None:
        assessments = (Assessment(point="a", disposition=YES), Assessment(point="b", reply="x", fingerprint="f"))
        assert AssessmentBook.of(assessments).assessments == assessments
        twice = (*assessments, Assessment(point="a", disposition=NO))
        assert [conflict.point for conflict in AssessmentBook.of(twice).conflicts] == ["a"]

    def test_cannot_hold_lists(self) -> None:
        with pytest.raises(DataError):
            AssessmentBook(remarks=[])  # type: ignore[arg-type]


def _remarks() -> st.SearchStrategy[Remark]:
    few = st.sampled_from([None, "", "a", "b", "a ", "Å", "A\u030a"])
    places = st.lists(st.builds(Location, file=st.sampled_from("ab"), line=st.integers(1, 3)), max_size=2)
    return st.builds(
        Remark,
        point=st.none() | st.sampled_from(["p1", "p2"]) | ids(),
        disposition=st.none() | st.sampled_from(Disposition),
        written=st.none() | texts(),
        summary=few,
        reply=few | texts(),
        responsible=few,
        fingerprint=st.sampled_from([None, "x", "y"]),
        others=st.dictionaries(st.sampled_from("NM"), texts(), max_size=2).map(FrozenMap),
        source=st.dictionaries(st.sampled_from(["text", "sender"]), texts(), max_size=1).map(FrozenMap),
        places=places.map(tuple),
    )


def _books() -> st.SearchStrategy[AssessmentBook]:
    return st.builds(
        AssessmentBook,
        remarks=st.lists(_remarks(), max_size=5).map(tuple),
        problems=st.lists(instances(Finding), max_size=1).map(tuple),
        files=st.lists(st.sampled_from("ab"), max_size=2).map(tuple),
        unread=st.lists(st.sampled_from("ab"), max_size=2).map(tuple),
    )


class TestMerging:
    @given(_books(), _books(), _books())
    def test_knows_no_order(self, one: AssessmentBook, two: AssessmentBook, three: AssessmentBook) -> None:
        whole = merge_assessments(one, two, three)
        assert merge_assessments(three, one, two) == whole
        assert merge_assessments(merge_assessments(one, two), three) == whole
        assert merge_assessments(whole, whole, one) == whole

    @given(_books(), _books())
    def test_loses_nothing_that_was_said(self, one: AssessmentBook, two: AssessmentBook) -> None:
        def said(books: tuple[AssessmentBook, ...]) -> set[tuple[str | None, str, str]]:
            flat = [item for each in books for item in each.remarks]
            return {
                (item.point, field, " ".join(text.replace("A\u030a", "Å").split()))
                for item in flat
                for field, text in item.said.items()
                if text.isascii() or text.strip() in ("Å", "A\u030a")
            }

        assert said((one, two)) <= said((merge_assessments(one, two),))

    @given(_books())
    def test_uses_of_each_point_what_all_agree_on(self, one: AssessmentBook) -> None:
        whole = merge_assessments(one)
        disputed = {(conflict.point, conflict.field) for conflict in whole.conflicts}
        for assessment in whole.assessments:
            common = agreed(whole.by_point()[assessment.point])
            assert all((assessment.point, field) not in disputed for field in common)
            assert {field for field in FIELDS if getattr(assessment, field) is not None} <= set(common)

    @given(_books())
    def test_comes_back_from_json(self, one: AssessmentBook) -> None:
        plain = attrs.evolve(one, problems=())
        try:
            text = to_json(plain)
        except UnicodeEncodeError:
            return
        assert from_json(AssessmentBook, text) == plain

    def test_of_none_is_empty(self) -> None:
        assert merge_assessments() == AssessmentBook()
