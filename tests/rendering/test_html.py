"""A page on the web: what stands in it, that strangers' text stays text, and templates of a region's own."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rendering.sample import FIGURE, PAPER, SVG, papers, texts_of

from kkrconsult.errors import ExportError
from kkrconsult.paper import Figure, Paper, Paragraph, Run, Table, line, strong
from kkrconsult.rendering import render
from kkrconsult.rendering._plain import flat, printable
from kkrconsult.rendering.html import REQUIRED, VARIABLES

GOLDEN = Path(__file__).parent / "golden" / "paper.html"
LEAST = "<title>{{ title }}</title><html lang='{{ language }}'>{{ body }}"
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "a", "div", "header", "h1", "h2", "h3", "h4", "dl", "dt", "dd"),
    *("nav", "ol", "li", "main", "p", "strong", "em", "br", "ul", "table", "caption", "colgroup", "col", "thead", "tr"),
    *("th", "tbody", "td", "span", "blockquote", "figure", "figcaption", "footer"),
    *("svg", "defs", "lineargradient", "stop", "rect", "text"),
}


class Reader(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.parts: list[str] = []
        self.style = ""
        self.feed(page.decode())
        self.text = "".join(self.parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "style" and not self.style:
            self.style = data
        else:
            self.parts.append(data)

    def all(self, tag: str, attribute: str) -> list[str]:
        return [found[attribute] or "" for name, found in self.tags if name == tag and attribute in found]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def with_blocks(*blocks: Table | Figure) -> Paper:
    return attrs.evolve(PAPER, blocks=blocks)


class TestThePage:
    def test_is_as_it_was_last_agreed_on(self) -> None:
        found = render(PAPER, ".html").decode()
        body = found[found.index("<body>") :]
        assert body == GOLDEN.read_text(encoding="utf-8")

    def test_is_the_same_for_the_same_document(self) -> None:
        assert render(PAPER, ".html") == render(PAPER, ".html")

    def test_names_its_language_title_author_and_subject(self) -> None:
        page = Reader(render(attrs.evolve(PAPER, language="en"), ".html"))
        assert page.all("html", "lang") == ["en"]
        assert {"author": "KKR Eksempel", "description": "Et eksempel", "keywords": "høring, eksempel"}.items() <= {
            str(found["name"]): found["content"] for tag, found in page.tags if tag == "meta" and "name" in found
        }.items()
        assert "Skip to the content" in page.text

    def test_leads_from_the_contents_to_each_section(self) -> None:
        page = Reader(render(PAPER, ".html"))
        ids = [str(found["id"]) for _, found in page.tags if "id" in found]
        assert len(ids) == len(set(ids))
        targets = [href[1:] for href in page.all("a", "href") if href.startswith("#")]
        assert targets == ["main", "s1", "s1-1", "s2"]
        assert set(targets) <= set(ids)

    def test_lets_in_its_own_style_and_nothing_else(self) -> None:
        page = Reader(render(PAPER, ".html"))
        (policy,) = [found["content"] for _, found in page.tags if found.get("http-equiv") == "Content-Security-Policy"]
        assert policy is not None
        digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
        assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:")
        assert "script" not in policy
        assert not any("style" in found or any(key.startswith("on") for key in found) for _, found in page.tags)

    def test_asks_for_nothing_from_elsewhere(self) -> None:
        page = Reader(render(PAPER, ".html"))
        assert not any("src" in found for _, found in page.tags)
        assert [href for href in page.all("a", "href") if ":" in href] == ["https://example.dk/a?b=1&c=2"]
        assert {tag for tag, _ in page.tags} <= TAGS

    def test_leaves_out_what_there_is_nothing_of(self) -> None:
        page = Reader(render(Paper(title="Kun en titel", language="da"), ".html"))
        assert not {"dl", "nav", "footer"} & {tag for tag, _ in page.tags}
        assert "author" not in page.all("meta", "name")

    def test_has_a_way_to_scroll_wide_tables_from_the_keyboard(self) -> None:
        page = Reader(render(PAPER, ".html"))
        groups = [found for _, found in page.tags if found.get("role") == "group"]
        assert groups == [{"class": "region", "role": "group", "tabindex": "0", "aria-label": "2 Tal"}]

    def test_shows_the_caption_of_a_table_that_has_no_title_above_it(self) -> None:
        table = next(block for block in PAPER.blocks if isinstance(block, Table))
        page = Reader(render(with_blocks(table), ".html"))
        (caption,) = [found for tag, found in page.tags if tag == "caption"]
        assert "class" not in caption

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a b"])
    def test_makes_no_link_of_an_address_that_is_not_on_the_web(self, url: str) -> None:
        paper = attrs.evolve(PAPER, facts=(), blocks=(), top=(), contents="")
        table = Paper(title="x", language="da", blocks=(Paragraph(line=(Run(text="her", url=url),)),))
        assert "her" in Reader(render(table, ".html")).text
        assert Reader(render(table, ".html")).all("a", "href") == Reader(render(paper, ".html")).all("a", "href")


class TestTextOfStrangers:
    @given(
        papers(st.text(max_size=20) | st.sampled_from(["<script>", "{{ title }}", "</p>&amp;", '"><b>', "]]>", "\0"]))
    )
    def test_comes_out_as_it_went_in_and_is_never_markup(self, paper: Paper) -> None:
        page = Reader(render(paper, ".html"))
        assert {tag for tag, _ in page.tags} <= TAGS
        said = squeezed(page.text)
        for text in texts_of(paper):
            assert squeezed(printable(text)) in said
        assert flat(paper.title) in said
        (alt,) = page.all("svg", "aria-label")
        assert alt == printable(next(block.alt for block in paper.blocks if isinstance(block, Figure)))

    @given(st.text())
    def test_is_made_fit_for_a_file(self, text: str) -> None:
        found = printable(text)
        found.encode()
        assert printable(found) == found
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\r]", found)


class TestPictures:
    def test_are_drawn_in_the_page_with_ids_of_their_own(self) -> None:
        page = render(with_blocks(FIGURE, FIGURE), ".html").decode()
        ids = re.findall(r' id="(figure-[^"]+)"', page)
        assert len(ids) == len(set(ids)) > 2
        assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)
        assert "<title id" not in page

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b"<rect", b"<script>alert(1)</script><rect"),
            (b"<rect", b"<style>body{display:none}</style><rect"),
            (b"<rect", b'<image href="https://example.com/a.png"/><rect'),
            (b"<rect", b"<foreignObject><p>x</p></foreignObject><rect"),
            (b"<rect", b'<use href="other.svg#a"/><rect'),
            (b"<rect", b'<rect onclick="alert(1)"'),
            (b"url(#g)", b"url(https://example.com/a)"),
            (b"url(#g)", b"url(#elsewhere)"),
            (b"<rect", b'<a href="javascript:alert(1)"><rect/></a><rect'),
            (b"<rect", b'<b xmlns="http://www.w3.org/1999/xhtml"/><rect'),
            (b"<svg", b"<!DOCTYPE svg><svg"),
            (b"<svg xmlns", b"<svg data-xmlns"),
            (b"</svg>", b""),
            (b"<rect", b"<!-- fin --><?php x?><rect"),
        ],
    )
    def test_that_could_do_more_than_draw_are_shown_as_pictures(self, old: bytes, new: bytes) -> None:
        changed = SVG.replace(old, new)
        assert changed != SVG
        text = render(with_blocks(attrs.evolve(FIGURE, svg=changed, alt='Et "billede"')), ".html")
        page = Reader(text)
        assert [tag for tag, _ in page.tags if tag in ("svg", "img")] == (["img"] if b"<?php" not in new else ["svg"])
        if b"<?php" not in new:
            assert page.all("img", "alt") == ['Et "billede"']
            assert base64.b64decode(page.all("img", "src")[0].partition(",")[2]) == changed
        assert b"php" not in text.replace(base64.b64encode(changed), b"")

    def test_without_a_view_box_get_one_of_their_size(self) -> None:
        svg = SVG.replace(b' viewBox="0 0 80 40"', b"")
        page = Reader(render(with_blocks(attrs.evolve(FIGURE, svg=svg)), ".html"))
        assert page.all("svg", "viewbox") == ["0 0 80 40"]


class TestTemplates:
    def test_of_the_region_get_the_document(self) -> None:
        found = render(PAPER, ".html", f"<p>KKR Eksempel</p>{LEAST}".encode()).decode()
        assert found.startswith("<p>KKR Eksempel</p><title>Høringsnotat: et konstrueret eksempel</title>")
        assert "<h2 id=" in found

    def test_can_use_every_name(self) -> None:
        template = "".join(f"[{name}={{{{ {name} }}}}]" for name in VARIABLES)
        found = render(PAPER, ".html", template.encode()).decode()
        assert "[author=KKR Eksempel]" in found
        assert "[landscape=False]" in found

    def test_escape_what_is_text(self) -> None:
        paper = attrs.evolve(PAPER, title="<b>", blocks=())
        assert "<title>&lt;b&gt;</title>" in render(paper, ".html", LEAST.encode()).decode()

    def test_tell_everything_that_is_wrong_with_them(self) -> None:
        with pytest.raises(ExportError) as caught:
            render(PAPER, ".html", b"{{ titel }}{{ language }}{% include 'other.html' %}")
        said = str(caught.value)
        assert "titel" in said
        assert "Did you mean 'title'?" in said
        assert "{{ title }} is missing" in said
        assert "{{ body }} is missing" in said
        assert "other.html" in said
        assert "{{ language }} is missing" not in said

    @pytest.mark.parametrize(
        ("template", "fault"),
        [
            (b"{{ title ", "line 1: unexpected end of template"),
            (b"\n{% for x in %}", "line 2"),
            (b"{{ title | shout }}", "No filter named"),
            (b"\xff", "no text in UTF-8: byte 0"),
            (LEAST.encode() + b"{{ title.__class__.__mro__ }}", "SecurityError"),
            (LEAST.encode() + b"{{ 1 / 0 }}", "ZeroDivisionError"),
        ],
    )
    def test_that_cannot_be_used_are_refused(self, template: bytes, fault: str) -> None:
        with pytest.raises(ExportError) as caught:
            render(PAPER, ".html", template)
        assert fault in str(caught.value)

    def test_must_use_what_screen_readers_need(self) -> None:
        assert set(REQUIRED) <= set(VARIABLES)
        assert "language" in REQUIRED


def test_the_address_of_a_link_is_escaped() -> None:
    paper = Paper(title="x", language="da", blocks=(Paragraph(line=line(strong('"&<'))),))
    assert html.escape('"&<', quote=False).encode() in render(paper, ".html").replace(b"&#34;", b'"')
