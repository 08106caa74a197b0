"""Markdown documents: what a reader sees is what was written, whatever it was."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kkrconsult.errors import ExportError
from kkrconsult.paper import Builder, Cell, Column, Figure, ParagraphKind, Run, Tone, emphasis, line, link, strong
from kkrconsult.rendering import render


def rendered(build: Builder, **properties: object) -> str:
    return render(build.paper(title="Konstrueret", language="da", **properties), ".md").decode()


def shown(markdown: str) -> str:
    """What a renderer shows, without its tags."""
    page = MarkdownIt("commonmark").enable("table").render(markdown)
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


def squeezed(text: str) -> str:
    return "".join(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\ufffd", text).split())


class TestBlocks:
    def test_every_kind_has_its_form(self) -> None:
        build = Builder()
        build.heading("Høringen")
        build.say("Se ", link("https://example.org", "siden"), " og ", link("https://example.org"), ".")
        build.say("Småt", kind=ParagraphKind.NOTE)
        build.items(["1. juni", emphasis("b")])
        build.table([Column(label="a|b")], [[Cell(lines=(line("x"), line(strong("y"))))]])
        build.note("Obs", "igen", tone=Tone.BAD)
        build.page_break()
        build.figure(Figure(svg=b"", png=b"", width_mm=1, height_mm=1, alt="Alle svarede.", caption="Hvem"))
        build.figure(Figure(svg=b"", png=b"", width_mm=1, height_mm=1, alt="Alle svarede."))
        text = rendered(build, contents="Indhold", facts=(("Status", "Udkast"),))
        assert text == (
            "# Konstrueret\n\n- **Status:** Udkast\n\n**Indhold**\n\n- [1 Høringen](#s1)\n\n"
            '<a id="s1"></a>\n\n## 1 Høringen\n\n'
            "Se [siden](<https://example.org>) og <https://example.org>.\n\n*Småt*\n\n- 1\\. juni\n- *b*\n\n"
            "| a\\|b |\n| --- |\n| x<br><br>**y** |\n\n> Obs\n>\n> igen\n\n---\n\n*Hvem*\n\nAlle svarede.\n\n"
            "Alle svarede.\n"
        )

    def test_a_document_without_headings_has_no_contents(self) -> None:
        assert rendered(Builder(), contents="Indhold") == "# Konstrueret\n\n**Indhold**\n"

    def test_half_a_letter_does_not_cost_the_document(self) -> None:
        build = Builder()
        build.say("a\ud800b")
        assert "a?b" in rendered(build)

    def test_there_are_no_templates(self) -> None:
        with pytest.raises(ExportError, match="no templates for Markdown"):
            render(Builder().paper(title="x", language="da"), ".md", b"")


class TestText:
    @settings(deadline=None)
    @given(st.text(st.characters(exclude_categories=["Cs"])), st.booleans(), st.booleans())
    def test_whatever_was_written_is_what_is_shown(self, text: str, bold: bool, slanted: bool) -> None:
        build = Builder()
        build.say(Run(text=text, strong=bold, emphasis=slanted))
        build.items([Run(text=text, strong=bold)])
        build.table([Column(label=text)], [[Cell(lines=(line(text),))]])
        build.note(text)
        found = squeezed(shown(rendered(build)))
        wanted = squeezed(text)
        count = 5 if wanted else 0
        assert found.replace("Konstrueret", "", 1) == wanted * count
