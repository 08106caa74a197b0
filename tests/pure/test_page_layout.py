"""Printed pages: paragraphs, headings, rows and edges, found from nothing but places of lines."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.document import Block, BlockKind
from kkrconsult.formats.hyphenation import joined, words_with_hyphens
from kkrconsult.formats.page_layout import Line, Page, lay_out

HEIGHT = 842.0
WIDTH = 5.0  # of a letter
LONG = "Kommunen bakker op om arbejdet og ser gerne, at det fortsætter i de"


def line(text: str, bottom: float, left: float = 70.0, size: float = 11.0, **more: Any) -> Line:
    plain = text.replace("\t", " ")
    first = plain.split(" ")[0]
    rest = left + (len(first) + 1) * WIDTH if " " in plain else left
    values = {
        "right": left + len(plain) * WIDTH,
        "first_word": len(first) * WIDTH,
        "inner_left": rest,
        "size": size,
        **more,
    }
    return Line(text=text, left=left, bottom=bottom, **values)


def page(*lines: Line, number: int = 1) -> Page:
    return Page(number=number, height=HEIGHT, lines=lines)


def stacked(*texts: str, top: float = 700.0, pitch: float = 14.0, **more: Any) -> list[Line]:
    return [line(text, top - index * pitch, **more) for index, text in enumerate(texts)]


def blocks(*lines: Line) -> list[tuple[BlockKind, str]]:
    (found,) = lay_out([page(*lines)])
    return [(block.kind, block.text) for block in found.blocks]


def texts(*lines: Line) -> list[str]:
    return [text for _, text in blocks(*lines)]


class TestParagraphs:
    def test_lines_that_fill_the_page_are_one(self) -> None:
        assert texts(*stacked(LONG, LONG, "kommende år.")) == [f"{LONG} {LONG} kommende år."]

    def test_a_gap_parts_them(self) -> None:
        first, second = stacked(LONG, LONG), stacked(LONG, LONG, top=660)
        assert texts(*first, *second) == [f"{LONG} {LONG}"] * 2

    def test_the_end_of_a_sentence_with_room_behind_it_parts_them(self) -> None:
        assert texts(*stacked(LONG, "de kommende år.", LONG)) == [f"{LONG} de kommende år.", LONG]

    def test_an_indented_line_after_a_sentence_parts_them(self) -> None:
        full = LONG[:-1] + "."
        assert texts(*stacked(full, full), line(LONG, 672, left=90)) == [f"{full} {full}", LONG]

    def test_lines_that_somebody_ended_stay_apart(self) -> None:
        assert texts(*stacked(LONG, LONG, top=700), *stacked("Anna Hansen", "Aarhus Kommune", top=600)) == [
            f"{LONG} {LONG}",
            "Anna Hansen\nAarhus Kommune",
        ]

    def test_columns_are_read_one_after_the_other(self) -> None:
        left = stacked("venstre spalte går", "over to linjer i alt")
        right = stacked("højre spalte er for", "sig selv hele vejen", left=320.0)
        assert texts(*left, *right) == [
            "venstre spalte går over to linjer i alt",
            "højre spalte er for sig selv hele vejen",
        ]

    def test_what_stands_beside_is_a_column_of_its_own(self) -> None:
        assert texts(line(LONG, 700), line("Sagsnr.", 690, left=450), line(LONG, 680)) == [LONG, "Sagsnr.", LONG]

    def test_a_bold_phrase_that_fills_a_line_parts_nothing(self) -> None:
        bold = line(LONG, 686, bold=True)
        assert texts(line(LONG, 700), bold, line("kommende år.", 672)) == [f"{LONG} {LONG} kommende år."]

    def test_one_that_goes_on_overleaf_is_on_the_page_where_it_begins(self) -> None:
        first = page(*stacked(LONG, "Vi vil gerne"))
        second = page(*stacked("bidrage til det."), line("Nyt afsnit.", 600), number=2)
        one, two = lay_out([first, second])
        assert [block.text for block in one.blocks] == [f"{LONG} Vi vil gerne bidrage til det."]
        assert [(block.text, block.page) for block in two.blocks] == [("Nyt afsnit.", 2)]
        assert two.length == len("bidrage til det.") + len("Nyt afsnit.")

    def test_its_own_lines_stay_apart_when_it_goes_on_overleaf(self) -> None:
        first = page(line(LONG, 700), *stacked("Til vores", "gode naboer", "i Region", top=600))
        one, two = lay_out([first, page(line("midtjylland", 600), number=2)])
        assert one.blocks[-1].text == "Til vores\ngode naboer\ni Region midtjylland"
        assert two.blocks == ()

    def test_it_may_go_on_over_several_pages(self) -> None:
        pages = [page(line(text, 600), number=number) for number, text in enumerate(("Vi vil", "gerne være", "med"), 1)]
        assert [[block.text for block in one.blocks] for one in lay_out(pages)] == [["Vi vil gerne være med"], [], []]

    def test_a_word_may_be_cut_overleaf(self) -> None:
        one, _ = lay_out([page(line("vores kom-", 600)), page(line("mune", 600), number=2)])
        assert [block.text for block in one.blocks] == ["vores kommune"]

    @pytest.mark.parametrize("following", ["Ny sætning", "- punkt", "1) punkt"])
    def test_a_sentence_that_ends_does_not_go_on(self, following: str) -> None:
        one, two = lay_out([page(line("Slut her", 600)), page(line(following, 600), number=2)])
        assert (len(one.blocks), len(two.blocks)) == (1, 1)

    def test_a_page_without_text_has_no_length(self) -> None:
        assert [one.length for one in lay_out([page(), page(line("x", 600), number=2)])] == [0, 1]
        assert lay_out([]) == []


class TestHeadings:
    def test_larger_letters_make_them_the_largest_first(self) -> None:
        found = lay_out(
            [
                page(
                    line("Svar", 760, size=20),
                    line("Spor 1", 730, size=14),
                    *stacked(LONG, LONG),
                    line("§", 600, size=30),
                )
            ]
        )[0].blocks
        assert [(block.kind, block.level) for block in found] == [
            (BlockKind.HEADING, 2),
            (BlockKind.HEADING, 3),
            (BlockKind.PARAGRAPH, None),
            (BlockKind.PARAGRAPH, None),
        ]

    def test_one_may_take_two_lines(self) -> None:
        heading = [line("En lang overskrift over", 740, size=16), line("to linjer", 722, size=16)]
        assert blocks(*heading, *stacked(LONG, LONG))[0] == (BlockKind.HEADING, "En lang overskrift over\nto linjer")

    def test_a_bold_line_is_one_below_those(self) -> None:
        found = lay_out([page(line("Svar", 760, size=20), line("Spor 1", 714, bold=True), *stacked(LONG, LONG))])
        assert [(block.kind, block.level) for block in found[0].blocks][1] == (BlockKind.HEADING, 2)

    @pytest.mark.parametrize("text", ["Det er vigtigt.", "x " * 70, "a\tb"])
    def test_a_bold_sentence_is_none(self, text: str) -> None:
        gaps = ((200.0, 90.0),) * text.count("\t")
        assert blocks(line(text, 740, bold=True, gaps=gaps), *stacked(LONG, LONG))[0][0] is not BlockKind.HEADING

    def test_in_bold_text_bold_says_nothing(self) -> None:
        assert {kind for kind, _ in blocks(*stacked(LONG, LONG, "Slut", bold=True))} == {BlockKind.PARAGRAPH}

    def test_a_whole_page_of_large_letters_is_none(self) -> None:
        large = stacked(*[LONG] * 5, top=780, pitch=20, size=14)
        assert BlockKind.HEADING not in {kind for kind, _ in blocks(*large, *stacked(*[LONG] * 6, top=500))}


class TestListsRowsAndNotes:
    def test_items_that_hang_are_whole(self) -> None:
        lines = [
            line("• " + LONG, 700),
            line("kommende år", 686, left=80),
            line("• to", 672),
            line(LONG, 658),
            line("slut.", 644),
        ]
        assert blocks(*lines) == [
            (BlockKind.LIST_ITEM, f"• {LONG} kommende år"),
            (BlockKind.LIST_ITEM, "• to"),
            (BlockKind.PARAGRAPH, f"{LONG} slut."),
        ]

    def test_items_that_do_not_hang_are_whole_too(self) -> None:
        assert texts(line("1. " + LONG, 700), line("slut", 686)) == [f"1. {LONG} slut"]

    def test_a_date_that_begins_a_line_is_no_item(self) -> None:
        assert blocks(*stacked(LONG, "3. december 2020.")) == [(BlockKind.PARAGRAPH, f"{LONG} 3. december 2020.")]

    def test_an_item_ends_where_the_text_stands_further_left(self) -> None:
        assert texts(line("- " + LONG, 700, left=90), line(LONG, 686)) == [f"- {LONG}", LONG]

    def test_gaps_below_one_another_part_cells(self) -> None:
        lines = [
            line("Kommune\tSvar", 700, gaps=((200.0, 15.0),)),
            line("Aarhus\tJa", 686, gaps=((200.0, 20.0),)),
        ]
        assert blocks(*lines) == [(BlockKind.TABLE_ROW, "Kommune\tSvar"), (BlockKind.TABLE_ROW, "Aarhus\tJa")]

    def test_a_very_wide_gap_parts_cells_by_itself(self) -> None:
        assert blocks(line("Dato\t3. december", 700, gaps=((300.0, 90.0),)))[0][0] is BlockKind.TABLE_ROW

    def test_words_that_are_drawn_apart_to_fill_the_line_are_no_cells(self) -> None:
        spread = line("Klimahandlingsplanen\tog", 700, gaps=((250.0, 30.0),), right=405.0)
        assert texts(spread, line(LONG, 686, right=405.0)) == [f"Klimahandlingsplanen og {LONG}"]

    def test_a_gap_in_a_line_that_does_not_fill_it_parts_cells(self) -> None:
        assert texts(line("Dato\t3/12", 700, gaps=((250.0, 30.0),)), *stacked(LONG, top=600)) == ["Dato\t3/12", LONG]

    def test_small_letters_with_a_number_are_a_note(self) -> None:
        found = blocks(*stacked(LONG, LONG), line("1 Se bilaget", 150, size=8), line("småt", 130, size=8))
        assert [kind for kind, _ in found] == [BlockKind.PARAGRAPH, BlockKind.NOTE, BlockKind.PARAGRAPH]


class TestEdges:
    def test_what_stands_at_the_edge_of_several_pages_is_header_or_footer(self) -> None:
        pages = [
            page(
                line(f"Side {number} af 3", 30),
                line("Aarhus Kommune", 810),
                *stacked(LONG, f"tekst {number}."),
                number=number,
            )
            for number in (1, 2, 3)
        ]
        for one in lay_out(pages):
            kinds = [block.kind for block in one.blocks]
            assert (kinds[0], kinds[-1]) == (BlockKind.HEADER, BlockKind.FOOTER)
            assert kinds[1:-1] == [BlockKind.PARAGRAPH]
            assert one.length == len(LONG) + len("tekst 1.")

    @pytest.mark.parametrize("text", ["Aarhus Kommune\t{}", "{}\tAarhus Kommune", "Svar, side {}", "Svar s. {} af 2"])
    def test_a_header_may_have_the_number_of_the_page(self, text: str) -> None:
        pages = [
            page(
                line(text.format(number), 810, gaps=((300.0, 90.0),) * text.count("\t")), line(LONG, 400), number=number
            )
            for number in (1, 2)
        ]
        assert [one.blocks[0].kind for one in lay_out(pages)] == [BlockKind.HEADER] * 2

    def test_tracks_that_each_begin_a_page_are_no_header(self) -> None:
        pages = [
            page(line(f"Spor {number}", 760, size=16), *stacked(LONG, LONG), number=number) for number in (1, 2, 3)
        ]
        assert [(one.blocks[0].kind, one.blocks[0].text) for one in lay_out(pages)] == [
            (BlockKind.HEADING, f"Spor {number}") for number in (1, 2, 3)
        ]

    def test_what_stands_there_once_is_text(self) -> None:
        assert blocks(line("Aarhus Kommune", 810), *stacked(LONG))[0] == (BlockKind.PARAGRAPH, "Aarhus Kommune")

    def test_a_paragraph_that_stands_in_the_middle_of_every_page_is_text(self) -> None:
        pages = [page(line("Samme ord", 400), number=number) for number in (1, 2)]
        assert [block.kind for one in lay_out(pages) for block in one.blocks] == [BlockKind.PARAGRAPH] * 2

    @pytest.mark.parametrize(
        ("text", "bottom", "kind"),
        [
            ("1", 30, BlockKind.FOOTER),
            ("Side 1 af 2", 30, BlockKind.FOOTER),
            ("- 1 -", 30, BlockKind.FOOTER),
            ("1/2", 810, BlockKind.HEADER),
            ("file:///home/svar.html\t1/1", 20, BlockKind.FOOTER),
            ("https://x.dk/svar 1/1", 20, BlockKind.FOOTER),
            ("24.11.2026 04.10\tHøringssvar", 820, BlockKind.HEADER),
            ("11/24/26, 4:10 AM\tHøringssvar", 820, BlockKind.HEADER),
            ("3. december 2020", 810, BlockKind.PARAGRAPH),
            ("1", 400, BlockKind.PARAGRAPH),
        ],
    )
    def test_page_numbers_and_what_browsers_print_are_known(self, text: str, bottom: float, kind: BlockKind) -> None:
        gaps = ((300.0, 90.0),) * text.count("\t")
        found = blocks(line(text, bottom, gaps=gaps), *stacked(LONG, LONG))
        assert (kind, text) in found

    def test_both_edges_are_looked_at(self) -> None:
        found = blocks(line("1", 30), line("2/2", 810), line("side 2", 45), *stacked(LONG))
        assert [kind for kind, _ in found] == [
            BlockKind.HEADER,
            BlockKind.PARAGRAPH,
            BlockKind.FOOTER,
            BlockKind.FOOTER,
        ]


class TestHyphens:
    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("vores kom-", "mune og", "vores kommune og"),
            ("Ringkøbing-", "Skjern", "Ringkøbing-Skjern"),
            ("CO2-", "udledning", "CO2-udledning"),
            ("KKR-", "sekretariat", "KKR-sekretariat"),
            ("e-", "mail", "e-mail"),
            ("by- og e-", "mail", "by- og e-mail"),
            ("klima-", "og energi", "klima- og energi"),
            ("Nord-", "2020", "Nord-2020"),
            ("ja -", "og", "ja - og"),
            ("ja -", "måske", "ja - måske"),
            ("en-", "", "en- "),
            ("en-", "(to)", "en- (to)"),
            ("ikke-kom-", "munale", "ikke-kommunale"),
        ],
    )
    def test_the_writers_hyphens_stay_and_the_programs_go(self, before: str, after: str, expected: str) -> None:
        assert joined(before, after) == expected

    def test_a_word_that_is_written_so_elsewhere_keeps_its_hyphen(self) -> None:
        known = words_with_hyphens("Vores Mini-grid er godt.")
        assert known == {"mini-grid"}
        assert joined("et mini-", "grid", known) == "et mini-grid"

    def test_hyphens_at_line_ends_are_joined_in_paragraphs(self) -> None:
        text = LONG[:-3]
        assert texts(*stacked(f"{text} kom-", "mune.")) == [f"{text} kommune."]


numbers = st.floats(min_value=-50, max_value=900, allow_nan=False)
lines = st.builds(
    Line,
    text=st.text(alphabet="ab1.- •", min_size=1, max_size=20).filter(str.strip),
    left=numbers,
    right=numbers,
    first_word=numbers,
    inner_left=numbers,
    bottom=numbers,
    size=st.floats(min_value=0.5, max_value=100),
    bold=st.booleans(),
)


class TestAnyPage:
    @given(st.lists(st.lists(lines, max_size=6), max_size=4))
    def test_nothing_raises_and_no_letter_is_lost(self, contents: list[list[Line]]) -> None:
        pages = [page(*content, number=number) for number, content in enumerate(contents, 1)]
        found: list[Block] = [block for one in lay_out(pages) for block in one.blocks]

        def letters(text: str) -> list[str]:
            return sorted(sign for sign in text if sign.isalnum())

        said = "".join(line.text for content in contents for line in content)
        assert letters("".join(block.text for block in found)) == letters(said)
