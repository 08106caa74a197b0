"""Documents as trees: text stays text, headings number themselves, and what is empty is not there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.paper import (
    Builder,
    Callout,
    Cell,
    Column,
    Figure,
    Heading,
    Items,
    PageBreak,
    Paper,
    Paragraph,
    ParagraphKind,
    Run,
    Table,
    Tone,
    emphasis,
    line,
    link,
    paragraphs,
    plain,
    strong,
)

FIGURE = Figure(svg=b"<svg/>", png=b"", width_mm=10, height_mm=5, alt="Intet")


def built(build: Builder) -> Paper:
    return build.paper(title="Konstrueret", language="da")


class TestLines:
    def test_neighbours_of_one_style_become_one(self) -> None:
        assert line("a", "b", strong("c"), strong("d"), emphasis("e")) == (
            Run(text="ab"),
            Run(text="cd", strong=True),
            Run(text="e", emphasis=True),
        )

    def test_white_space_at_the_ends_goes_and_in_the_middle_stays(self) -> None:
        assert line("  ", strong(" Frist: "), " i dag ", " ") == (strong("Frist: "), Run(text=" i dag"))

    def test_nothing_but_white_space_is_no_line(self) -> None:
        assert line(" \n", strong(" ")) == ()

    def test_control_characters_are_no_white_space(self) -> None:
        assert plain(line("\x0cø\x1f")) == "\x0cø\x1f"

    def test_lines_can_be_put_together(self) -> None:
        assert line(line("a"), " ", line(strong("b"))) == (Run(text="a "), strong("b"))

    @given(st.lists(st.builds(Run, text=st.text(), strong=st.booleans())))
    def test_no_word_is_lost_on_the_way(self, runs: list[Run]) -> None:
        found = line(*runs)
        assert "".join(plain(found).split()) == "".join("".join(run.text for run in runs).split())
        assert all(run.text for run in found)

    def test_only_addresses_on_the_web_are_links(self) -> None:
        assert link("https://example.org/a").url == "https://example.org/a"
        assert link("https://example.org", "her") == Run(text="her", url="https://example.org")
        assert link("javascript:alert(1)") == Run(text="javascript:alert(1)")
        assert link("http://x.dk/<b>").url is None


class TestParagraphs:
    def test_blank_lines_part_them(self) -> None:
        assert [plain(one) for one in paragraphs("a\nb\r\n \r\nc\r\r\n\n d ")] == ["a\nb", "c", "d"]

    def test_an_empty_text_has_none(self) -> None:
        assert paragraphs(" \n\n ") == []

    @given(st.text())
    def test_no_word_is_lost(self, text: str) -> None:
        assert "".join("".join(plain(one) for one in paragraphs(text)).split()) == "".join(text.split())


class TestHeadings:
    def test_they_number_themselves(self) -> None:
        build = Builder()
        for text, level in (("a", 1), ("b", 2), ("c", 3), ("d", 2), ("e", 1), ("f", 2)):
            build.heading(text, level)
        found = built(build).headings
        assert [one.shown for one in found] == ["1 a", "1.1 b", "1.1.1 c", "1.2 d", "2 e", "2.1 f"]
        assert [one.anchor for one in found] == ["s1", "s1-1", "s1-1-1", "s1-2", "s2", "s2-1"]

    def test_they_can_do_without_numbers(self) -> None:
        build = Builder(numbered=False)
        build.heading("a\n b")
        assert built(build).blocks == (Heading(level=1, text="a b", anchor="s1"),)


class TestBlocks:
    def test_what_is_empty_is_left_out(self) -> None:
        build = Builder()
        build.say(" ")
        build.text("")
        build.items(["", " "])
        build.titled("Liste", [])
        build.table([Column(label="a")], [])
        build.note(" ")
        assert built(build).blocks == ()

    def test_a_list_has_its_title(self) -> None:
        build = Builder()
        build.titled("Liste", ["a", strong("b"), line("c")])
        assert built(build).blocks == (
            Paragraph(line=(strong("Liste"),), kind=ParagraphKind.LABEL),
            Items(items=(line("a"), (strong("b"),), line("c"))),
        )

    def test_a_text_of_several_paragraphs_has_its_label_once(self) -> None:
        build = Builder()
        build.text("a\n\nb", label="Formål.")
        assert built(build).blocks == (
            Paragraph(line=(strong("Formål."), Run(text=" a"))),
            Paragraph(line=line("b")),
        )

    def test_tables_notes_pictures_and_pages(self) -> None:
        build = Builder()
        cell = Cell(lines=(line("a"), line(strong("b"))), tone=Tone.GOOD)
        build.table([Column(label="x", width=3)], [[cell]], "Hvad", row_headings=False)
        build.note("Obs", tone=Tone.BAD)
        build.figure(FIGURE)
        build.page_break()
        table = Table(columns=(Column(label="x", width=3),), rows=((cell,),), caption="Hvad", row_headings=False)
        assert built(build).blocks == (table, Callout(lines=(line("Obs"),), tone=Tone.BAD), FIGURE, PageBreak())
        assert cell.text == "a\nb"
