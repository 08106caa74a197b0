"""What somebody wrote in an e-mail, told from what was left below it; and plain text as blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.document import Block, BlockKind
from kkrconsult.formats.mail_thread import mail_blocks, mark_thread, unflowed
from kkrconsult.formats.plain_text import is_list_item, paragraphs, text_blocks, tidy, unwrapped


def levels(text: str) -> list[tuple[int | None, str]]:
    """The blocks of an e-mail with how far back they are; None for the writer's own."""
    return [(block.level if block.kind is BlockKind.NOTE else None, block.text) for block in mail_blocks(text)]


class TestTheThread:
    @pytest.mark.parametrize(
        "head",
        [
            "-----Oprindelig meddelelse-----",
            "-----Original Message-----",
            "---------- Videresendt meddelelse ----------",
            "---------- Forwarded message ---------",
            "Start på videresendt besked:",
            "Begin forwarded message:",
            "________________________________\nFra: KKR <kkr@x.dk>\nSendt: 1. oktober 2020\nTil: Aarhus\nEmne: Høring",
            "Fra: KKR\nSendt: 1. oktober 2020 10:00\nTil: Aarhus\nEmne: Høring",
            "Fra: KKR\nSendt: 1. oktober 2020 10:00\nTil: Aarhus\nCc: Bo\nEmne: Høring\nVigtighed: Høj",
            "Fra: KKR\nSendt: 1. oktober 2020\nTil: Aarhus <a@b.dk>;\nBo <bo@b.dk>\nEmne: Høring",
            "*Fra:* KKR\n*Sendt:* 1. oktober 2020\n*Til:* Aarhus\n*Emne:* Høring",
            "From: KKR\nSent: 1 October 2020\nTo: Aarhus\nSubject: Hearing",
            "From: KKR <kkr@x.dk>\nDate: 1 October 2020\nTo: Aarhus\nSubject: Hearing",
            "Den 1. okt. 2020 kl. 10.15 skrev KKR <kkr@x.dk>:",
            "Den tor. 1. okt. 2020 kl. 10.15 skrev KKR\n<kkr@x.dk>:",
            "On Thu, Oct 1, 2020 at 10:15 AM KKR <kkr@x.dk> wrote:",
            "KKR <kkr@x.dk> skrev den 1. oktober 2020:",
        ],
    )
    def test_it_is_known_in_the_ways_that_programs_begin_it(self, head: str) -> None:
        assert levels(f"Vores svar.\n\n{head}\n\nDet gamle.") == [(None, "Vores svar."), (1, head), (1, "Det gamle.")]

    @pytest.mark.parametrize(
        "head",
        [
            "Til: KKR Midtjylland\nFra: Aarhus Kommune\nDato: 3. december 2020\nEmne: Høring",
            "Fra: Aarhus Kommune\nDato: 3. december 2020\nTil: KKR Midtjylland",
            "Fra: Aarhus Kommune",
            "Fra: i dag\nSendt: er alting",
            "Den 3. december 2020 skrev vi til jer følgende:",
            "Vi skrev: ja",
            "--------------------",
            "________________________________\nVenlig hilsen",
            "Emne: Høring",
            "x" * 400 + " skrev 10:15 a@b:",
        ],
    )
    def test_the_head_of_a_letter_is_the_writers_own(self, head: str) -> None:
        assert levels(f"{head}\n\nVores svar.") == [(None, head), (None, "Vores svar.")]

    def test_each_letter_below_is_further_back(self) -> None:
        text = "A\n\nFra: B\nSendt: 1\nTil: C\n\nB\n\n-----Original Message-----\nFra: D\nSendt: 1\nTil: B\n\nD"
        assert [level for level, _ in levels(text)] == [None, 1, 1, 2, 2]

    def test_a_head_in_the_middle_of_a_paragraph_parts_it(self) -> None:
        assert levels("Svar\n-----Oprindelig meddelelse-----\nGammelt") == [
            (None, "Svar"),
            (1, "-----Oprindelig meddelelse-----\nGammelt"),
        ]

    def test_what_stands_between_quotations_is_the_writers_own(self) -> None:
        text = "Den 1. okt. 2020 kl. 10.15 skrev KKR:\n> Hvad mener I?\n\nVi mener ja.\n> > Ældre\nSlut"
        assert levels(text) == [
            (1, "Den 1. okt. 2020 kl. 10.15 skrev KKR:"),
            (1, "Hvad mener I?"),
            (None, "Vi mener ja."),
            (2, "Ældre"),
            (None, "Slut"),
        ]

    def test_a_quotation_at_the_end_needs_nothing_behind_it(self) -> None:
        assert [level for level, _ in levels("Ja\n\nDen 1. okt. 2020 kl. 10.15 skrev KKR:\n> x")] == [None, 1, 1]

    def test_quotations_in_an_earlier_letter_are_further_back_than_it(self) -> None:
        text = "-----Original Message-----\nJa\nDen 1. okt. kl. 10.15 skrev KKR:\n> Nå?\nNej"
        assert [level for level, _ in levels(text)] == [1, 2, 2, 1]

    def test_a_line_that_a_mailbox_marked_is_the_writers_own(self) -> None:
        assert levels(">From Aarhus with love") == [(None, "From Aarhus with love")]

    def test_notes_and_fields_of_pages_stay_what_they_are(self) -> None:
        blocks = (
            Block(text="Fra: KKR\nSendt: 1\nTil: A"),
            Block(kind=BlockKind.NOTE, text="fodnote"),
            Block(kind=BlockKind.NOTE, text="citat", level=1),
            Block(kind=BlockKind.FIELD, field="spor", text=""),
        )
        assert [(block.kind, block.level) for block in mark_thread(blocks)] == [
            (BlockKind.NOTE, 1),
            (BlockKind.NOTE, None),
            (BlockKind.NOTE, 2),
            (BlockKind.FIELD, None),
        ]

    def test_a_head_may_be_spread_over_blocks_as_in_pages(self) -> None:
        blocks = [Block(text=text) for text in ("Svar", "Fra: KKR", "Sendt: 1. oktober", "Til: Aarhus", "Gammelt")]
        assert [block.level for block in mark_thread(blocks)] == [None, 1, 1, 1, 1]

    @given(st.text(alphabet="Fra: Sendt\nTil>skrev10.5@<-", max_size=200))
    def test_nothing_raises_and_no_letter_is_lost(self, text: str) -> None:
        def letters(text: str) -> list[str]:
            return sorted("".join(text.split()).replace(">", ""))

        assert letters("".join(block.text for block in mail_blocks(text))) == letters(text)


class TestFlowedText:
    @pytest.mark.parametrize(
        ("text", "delete_space", "expected"),
        [
            ("en \nto", False, "en to"),
            ("en \nto", True, "ento"),
            ("en\nto", False, "en\nto"),
            ("> en \n> to\ntre", False, "> en to\ntre"),
            ("> en \n>> to", False, "> en \n>> to"),
            ("Hilsen \n-- \nAnna", False, "Hilsen \n-- \nAnna"),
            (" stuffed", False, "stuffed"),
            ("", False, ""),
        ],
    )
    def test_lines_are_joined_where_they_say_so(self, text: str, delete_space: bool, expected: str) -> None:
        assert unflowed(text, delete_space=delete_space) == expected


WRAPPED = """Aarhus Kommune bakker op om arbejdet med klimahandleplaner og ser
gerne, at samarbejdet mellem kommunerne fortsætter. Vi vil gerne
bidrage.
Det er vigtigt.

Venlig hilsen
Anna Hansen
Klimakoordinator"""


class TestPlainText:
    def test_lines_that_only_the_width_parted_are_joined(self) -> None:
        first, second = text_blocks(WRAPPED)
        assert first.text.count("\n") == 1
        assert first.text.endswith("Vi vil gerne bidrage.\nDet er vigtigt.")
        assert second.text == "Venlig hilsen\nAnna Hansen\nKlimakoordinator"

    @pytest.mark.parametrize(
        "text", ["kort\nlinje", "x " * 80 + "\n" + "y " * 80 + "\nz z", ("a " * 30 + "\nb b\nc c")]
    )
    def test_lines_that_somebody_ended_stay(self, text: str) -> None:
        (block,) = text_blocks(text)
        assert block.text.count("\n") == text.count("\n")

    def test_items_of_a_list_are_blocks_of_their_own(self) -> None:
        kinds = [(block.kind, block.text) for block in text_blocks("Vi mener:\n- et\n  mere\n2. to")]
        assert kinds == [
            (BlockKind.PARAGRAPH, "Vi mener:"),
            (BlockKind.LIST_ITEM, "- et\nmere"),
            (BlockKind.LIST_ITEM, "2. to"),
        ]

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("- et", True),
            ("• et", True),
            ("a) et", True),
            ("(1) et", True),
            ("iv. et", True),
            ("12. et", True),
            ("-et", False),
            ("2020 et", False),
            ("og. et", False),
            ("1.", False),
            ("3. december 2020", False),
            ("1. maj", False),
            ("3. Dec. 2020", False),
            ("3. majs og korn", True),
            ("3. decentrale løsninger", True),
            ("123. maj", True),
        ],
    )
    def test_a_list_item_is_known(self, line: str, expected: bool) -> None:
        assert is_list_item(line) is expected

    def test_blank_lines_part_paragraphs(self) -> None:
        assert list(paragraphs(["", "a", "b ", " ", "c"])) == [["a", "b"], ["c"]]

    def test_without_a_width_lines_stay(self) -> None:
        assert unwrapped(["a", "b"], None) == "a\nb"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a\u030a", "å"),
            ("a\u00a0b\u2009c", "a b c"),
            ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
            ("a\x0cb", "a\n\nb"),
            ("kom\xadmune\u200b\ufeff", "kommune"),
            ("\x00a\x1b\u202e", "a"),
            ("\ud800", "\ufffd"),
            ("a\tb\n", "a\tb\n"),
        ],
    )
    def test_a_text_is_tidied(self, text: str, expected: str) -> None:
        assert tidy(text) == expected

    @given(st.text())
    def test_tidy_text_stays_as_it_is(self, text: str) -> None:
        assert tidy(tidy(text)) == tidy(text)
        tidy(text).encode()
