"""The length of an answer: counted, declared, estimated, or unknown."""

from __future__ import annotations

from typing import Any

import pytest
from tests.validators.tools import answer, codes, general, only, run

from kkrconsult.errors import DataError
from kkrconsult.findings import Finding
from kkrconsult.model import (
    Attachment,
    Decision,
    DecisionKind,
    NoRemarks,
    PageBasis,
    PageCount,
    Response,
    Withdrawal,
)
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import message, word_for

NAME = "page-limit"


def pages(number: float, basis: PageBasis = PageBasis.COUNTED) -> PageCount:
    return PageCount(pages=number, basis=basis)


def long(number: float, **fields: Any) -> Response:
    """An answer with text for so many pages of 2,400 characters."""
    return answer(body="x" * round(number * 2400), **fields)


def _plain(finding: Finding) -> dict[str, object]:
    """The parameters, with the English words for how the length is known."""
    basis = finding.params["basis"]
    assert isinstance(basis, FrozenMap)
    return {**finding.params, "basis": basis["en"]}


class TestACountedLength:
    @pytest.mark.parametrize("number", [1, 1.5, 2])
    def test_within_the_limits_is_fine(self, number: float) -> None:
        assert run(NAME, answer(pages=pages(number))) == []

    @pytest.mark.parametrize("basis", [PageBasis.COUNTED, PageBasis.DECLARED])
    def test_above_the_maximum_is_an_error(self, basis: PageBasis) -> None:
        finding = only(run(NAME, answer(pages=pages(3, basis))))
        assert finding.code == "pages.too-many"
        assert _plain(finding) == {"pages": 3, "limit": 2, "estimated": False, "basis": basis.value}
        how = word_for(basis, "da")
        assert message(finding.code, finding.params, "da") == f"Svaret fylder 3 sider ({how}); der er plads til 2."

    def test_below_the_minimum_is_noted(self) -> None:
        finding = only(run(NAME, answer(pages=pages(0.5))))
        assert finding.code == "pages.too-few"
        assert _plain(finding) == {"pages": 0.5, "limit": 1, "estimated": False, "basis": "counted"}

    def test_goes_before_the_text(self) -> None:
        assert run(NAME, long(9, pages=pages(2))) == []

    def test_has_the_limits_that_the_round_sets(self) -> None:
        assert run(NAME, answer(pages=pages(3)), maximum=3) == []
        assert codes(run(NAME, answer(pages=pages(1)), minimum=2)) == ["pages.too-few"]
        assert run(NAME, answer(pages=pages(0.1)), minimum=0) == []


class TestAnEstimatedLength:
    @pytest.mark.parametrize(
        ("number", "code"),
        [
            (0.7, ["pages.too-few"]),
            (0.8, []),  # with a quarter more it is a page
            (1.6, []),  # with a quarter more it is two pages
            (1.7, ["pages.estimated"]),
            (2.6, ["pages.estimated"]),
            (2.7, ["pages.too-many"]),  # with a quarter less it is more than two pages
        ],
    )
    def test_is_uncertain_near_the_limit(self, number: float, code: list[str]) -> None:
        assert codes(run(NAME, long(number))) == code

    def test_is_called_one(self) -> None:
        finding = only(run(NAME, long(3)))
        assert _plain(finding) == {"pages": 3, "limit": 2, "estimated": True, "basis": "estimated"}
        assert message(finding.code, finding.params, "da").startswith("Svaret fylder 3 sider (anslået);")

    def test_has_two_decimals(self) -> None:
        assert only(run(NAME, answer(body="x" * 5000))).params["pages"] == 2.08

    def test_may_be_the_readers(self) -> None:
        assert codes(run(NAME, answer(pages=pages(2.2, PageBasis.ESTIMATED)))) == ["pages.estimated"]

    def test_hangs_on_the_characters_of_a_page(self) -> None:
        assert codes(run(NAME, long(1.7), characters_per_page=2800)) == []

    def test_is_taken_at_its_word_without_tolerance(self) -> None:
        assert run(NAME, long(2), tolerance=0) == []
        assert codes(run(NAME, long(2.01), tolerance=0)) == ["pages.too-many"]

    def test_is_made_of_the_points_where_there_is_no_body(self) -> None:
        points = (general(text="x" * 9999),)
        assert codes(run(NAME, answer(body="", points=points))) == ["pages.too-many"]


class TestAttachments:
    FILE = Attachment(name="svar.pdf", pages=pages(2))
    UNCOUNTED = Attachment(name="svar.pdf")

    def test_do_not_count_unless_the_round_says_so(self) -> None:
        one = answer(pages=pages(1), attachments=(self.FILE,))
        assert run(NAME, one) == []
        assert only(run(NAME, one, count_attachments=True)).params["pages"] == 3

    def test_make_a_short_text_a_covering_note(self) -> None:
        finding = only(run(NAME, answer(body="Se svaret.", attachments=(self.FILE,))))
        assert finding.code == "pages.unknown"
        assert finding.params == {"attachments": 1}

    def test_leave_a_long_text_as_it_is(self) -> None:
        assert run(NAME, long(1.5, attachments=(self.UNCOUNTED,))) == []

    def test_of_unknown_length_make_the_sum_unknown(self) -> None:
        one = answer(pages=pages(2), attachments=(self.UNCOUNTED,))
        assert codes(run(NAME, one, count_attachments=True)) == ["pages.unknown"]

    def test_of_unknown_length_do_not_hide_what_is_too_long_without_them(self) -> None:
        one = answer(pages=pages(3), attachments=(self.UNCOUNTED,))
        assert codes(run(NAME, one, count_attachments=True)) == ["pages.too-many"]

    def test_may_be_all_that_there_is(self) -> None:
        assert run(NAME, answer(body="", attachments=(self.FILE,)), count_attachments=True) == []
        assert codes(run(NAME, answer(body="", attachments=(self.FILE,)))) == ["pages.unknown"]

    def test_make_the_sum_an_estimate_where_one_part_is(self) -> None:
        finding = only(run(NAME, long(1, attachments=(self.FILE,)), count_attachments=True))
        assert finding.code == "pages.too-many"
        assert _plain(finding) == {"pages": 3, "limit": 2, "estimated": True, "basis": "counted + estimated"}


class TestNothingIsSaid:
    def test_about_an_answer_without_content(self) -> None:
        assert run(NAME, answer(body=" \n ")) == []

    @pytest.mark.parametrize(
        "fields",
        [
            {"no_remarks": NoRemarks()},
            {"declined": True},
            {"withdrawn": Withdrawal(reason="Fejl")},
            {"decision": Decision(kind=DecisionKind.REJECTED)},
        ],
    )
    def test_about_an_answer_whose_length_does_not_matter(self, fields: dict[str, object]) -> None:
        assert run(NAME, long(9, **fields)) == []


def test_limits_that_leave_no_room_are_refused() -> None:
    with pytest.raises(DataError, match="minimum"):
        run(NAME, minimum=3)
