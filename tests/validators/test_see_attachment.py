"""Answers whose text only points to a file."""

from __future__ import annotations

from typing import Any

import pytest
from tests.validators.tools import answer, codes, general, only, run

from kkrconsult.model import Attachment, Decision, DecisionKind, NoRemarks, Withdrawal

NAME = "see-attachment"
FILES = (Attachment(name="svar.pdf"),)


class TestACoveringNote:
    @pytest.mark.parametrize(
        "body",
        [
            "Se vedhæftede.",
            "Hermed Aarhus' svar, som er VEDLAGT.",
            "Til KKR\n\nse venligst\nbilag 1",
            "Please see the attached file.",
            "",
        ],
    )
    def test_leaves_the_answer_unread(self, body: str) -> None:
        finding = only(run(NAME, answer(body=body, attachments=FILES)))
        assert finding.code == "response.see-attachment"
        assert finding.params == {"attachments": 1}

    def test_without_a_file_is_an_error(self) -> None:
        assert codes(run(NAME, answer(body="Se vedhæftede."))) == ["response.attachment-missing"]

    def test_is_known_by_the_words_that_the_round_gives(self) -> None:
        one = answer(body="Svaret ligger i  sagen # 4.", attachments=FILES)
        assert run(NAME, one) == []
        assert codes(run(NAME, one, phrases=["i sagen # 4", " "])) == ["response.see-attachment"]


class TestAnAnswer:
    @pytest.mark.parametrize(
        "body",
        [
            "Vi støtter de tre spor.",
            "Bilag 2 i materialet savner vand.",
            "Vand mangler i strategien. " * 13 + "Se vedhæftede.",
            "x" * 1001 + " vedhæftet",
        ],
    )
    def test_that_says_something_itself_is_fine(self, body: str) -> None:
        assert run(NAME, answer(body=body, attachments=FILES)) == []

    def test_may_be_short_by_the_rounds_own_measure(self) -> None:
        one = answer(body="Vi støtter sporene, se vedhæftede.", attachments=FILES)
        assert codes(run(NAME, one)) == ["response.see-attachment"]
        assert run(NAME, one, short_words=4) == []

    def test_without_anything_is_somebody_elses_business(self) -> None:
        assert run(NAME, answer(body="")) == []

    @pytest.mark.parametrize(
        "fields",
        [
            {"points": (general(),)},
            {"no_remarks": NoRemarks()},
            {"declined": True},
            {"withdrawn": Withdrawal(reason="Fejl")},
            {"decision": Decision(kind=DecisionKind.REJECTED)},
        ],
    )
    def test_that_was_read_or_need_not_be_is_fine(self, fields: dict[str, Any]) -> None:
        assert run(NAME, answer(body="Se vedhæftede.", **fields)) == []
