"""HTML as blocks: what is seen is kept, and nothing hidden, fetched or run comes in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.document import BlockKind
from kkrconsult.formats.html_text import declared_encoding, html_text

P, H, LI, TR, NOTE = (
    BlockKind.PARAGRAPH,
    BlockKind.HEADING,
    BlockKind.LIST_ITEM,
    BlockKind.TABLE_ROW,
    BlockKind.NOTE,
)


def found(text: str) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in html_text(text).blocks]


def texts(text: str) -> list[str]:
    return [block.text for block in html_text(text).blocks]


class TestBlocks:
    @pytest.mark.parametrize(
        ("page", "blocks"),
        [
            ("Hej", [(P, "Hej")]),
            ("<p>en<p>to", [(P, "en"), (P, "to")]),
            ("<div>en</div>to", [(P, "en"), (P, "to")]),
            ("<p>en\n  linje<br>to</p>", [(P, "en linje\nto")]),
            ("<p>en<br><br>to", [(P, "en"), (P, "to")]),
            ("<h2>Spor</h2><p>x", [(H, "Spor"), (P, "x")]),
            ("<ul><li>en<li>to</ul>", [(LI, "en"), (LI, "to")]),
            ("<ol start=3><li>en<li>to</ol>", [(LI, "3. en"), (LI, "4. to")]),
            ("<ol start=x><li><p>en</p><p>to</p></ol>", [(LI, "1. en"), (P, "to")]),
            ("<li>løs", [(LI, "løs")]),
            ("<pre>a  b\n  c</pre>", [(P, "a  b\n  c")]),
            ("<b>f</b>ed &aelig;&#248;&aring;&nbsp;&amp;", [(P, "fed æøå &")]),
            ("<dl><dt>a<dd>b<dt>c</dl>", [(P, "a"), (P, "b"), (P, "c")]),
            ("<textarea>skrevet &amp; sendt</textarea>", [(P, "skrevet & sendt")]),
            ("", []),
            ("<p> &nbsp; </p>", []),
        ],
    )
    def test_they_are_what_a_reader_sees(self, page: str, blocks: list[tuple[BlockKind, str]]) -> None:
        assert found(page) == blocks

    def test_headings_and_items_have_levels(self) -> None:
        page = "<h1>a</h1><h6>b</h6><ul><li>c<ul><li>d</ul></ul>"
        assert [block.level for block in html_text(page).blocks] == [1, 6, 1, 2]

    @pytest.mark.parametrize(
        ("page", "blocks"),
        [
            ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", [(TR, "A\tB"), (TR, "1\t2")]),
            ("<table><tr><td>A</td><td></td><td>B<br>C</td></tr></table>", [(TR, "A\t\tB\nC")]),
            ("<table><tr><td>A<td>B<td></table>", [(TR, "A\tB")]),
            ("<table><tr><td><p>a<p>b</table>", [(P, "a"), (P, "b")]),
            ("<table><tr><td>x<td><table><tr><td>a<td>b</table></table>", [(TR, "x\ta b")]),
            ("<table><tr><td><p>a<p>b<p>c<p>d<td>e</table>", [(P, "a"), (P, "b"), (P, "c"), (P, "d"), (P, "e")]),
            (f"<table><tr><td>{'a' * 1600}<td>b</table>", [(P, "a" * 1600), (P, "b")]),
            ("<tr><td>a<td>b</tr></table>", [(P, "a"), (P, "b")]),
            ("<table>a<tr>b<td>c<td>d", [(P, "a"), (P, "b"), (TR, "c\td")]),
        ],
    )
    def test_rows_are_told_from_tables_that_only_place_things(
        self, page: str, blocks: list[tuple[BlockKind, str]]
    ) -> None:
        assert found(page) == blocks

    def test_what_is_quoted_is_a_note_by_its_depth(self) -> None:
        page = (
            "ny<blockquote type=cite>gammel<blockquote type='CITE'>ældre</blockquote>"
            "<table><tr><td>a<td>b</table></blockquote><blockquote>indrykket</blockquote>"
            "<div class='x gmail_quote'>post</div>"
        )
        blocks = html_text(page).blocks
        assert [(block.kind, block.level) for block in blocks] == [
            (P, None),
            (NOTE, 1),
            (NOTE, 2),
            (NOTE, 1),
            (P, None),
            (NOTE, 1),
        ]


class TestWhatIsNotText:
    @pytest.mark.parametrize(
        "page",
        [
            "<script>ond('</p>')</script>ok",
            "<style>p{}</style>ok",
            "<head><title>T</title></head>ok",
            "<!-- <p>skjult --->ok",
            "<!doctype html><?xml?>ok",
            "<svg><text>x</text></svg>ok",
            "<p style='display: none'>x</p>ok",
            "<span hidden>x</span>ok",
            "<span style='mso-hide:all'>x</span>ok",
            "<span style='FONT-SIZE:0px'>x</span>ok",
            "<div style='display:none'><p><b>x</b></p></div>ok",
        ],
    )
    def test_it_is_left_out(self, page: str) -> None:
        assert texts(page) == ["ok"]

    def test_what_is_hidden_is_remarked(self) -> None:
        assert html_text("<i hidden>x</i>ok").remarks == ("hidden-text",)
        assert html_text("<i style='font-size:0.9em'>ok</i>").remarks == ()

    def test_a_page_of_nothing_but_hidden_text_is_read(self) -> None:
        page = html_text("<div style='display:none'>Vores svar")
        assert [block.text for block in page.blocks] == ["Vores svar"]
        assert page.remarks == ("hidden-text",)

    @pytest.mark.parametrize(
        ("page", "remarks"),
        [
            ("<img src=http://x.dk/a.png>", ("external-references",)),
            ("<img src='//x.dk/a.png'>", ("external-references",)),
            ("<link href=https://x.dk/a.css>", ("external-references",)),
            ("<object data=https://x.dk/>", ("external-references",)),
            ("<a href=https://x.dk>x</a><img src=a.png><img>", ()),
            ("<script>x</script>", ("scripts",)),
        ],
    )
    def test_references_and_scripts_are_remarked(self, page: str, remarks: tuple[str, ...]) -> None:
        assert html_text(page).remarks == remarks

    def test_pictures_of_the_letter_itself_are_known(self) -> None:
        assert html_text("<img src='cid:logo@x'><img src=CID:b>").embedded == {"logo@x", "b"}

    def test_title_and_language_are_read(self) -> None:
        page = html_text("<html lang=da><title> H&oslash;ring\n om klima</title><title>b</title><html lang=en>")
        assert (page.title, page.language) == ("Høring om klima", "da")
        assert (html_text("<title></title><html>").title, html_text("<html>").language) == (None, None)

    @pytest.mark.parametrize(
        ("head", "encoding"),
        [
            (b"<meta charset=utf-8>", "utf-8"),
            (b"<META http-equiv='x' content='text/html; charset=ISO-8859-1'>", "ISO-8859-1"),
            (b"<p>charset=x", None),
        ],
    )
    def test_the_declared_encoding_is_found(self, head: bytes, encoding: str | None) -> None:
        assert declared_encoding(head) == encoding


class TestBrokenTags:
    @pytest.mark.parametrize(
        ("page", "expected"),
        [
            ("a < b og c > d", ["a < b og c > d"]),
            ("<p", []),
            ("<p>ok<a href='x>y", ["oky"]),
            ("<p>ok<a href='x>y</a> mere", ["oky mere"]),
            ("ok<!-- aldrig lukket> mere", ["ok mere"]),
            ("ok<script>aldrig lukket", ["okaldrig lukket"]),
            ("ok<textarea>aldrig lukket", ["okaldrig lukket"]),
            ("</p></table></ul></td>ok", ["ok"]),
            ("<b><i>ok</b></i>", ["ok"]),
            ("<div " + " ".join(f"a{n}=1" for n in range(80)) + ">ok", ["ok"]),
        ],
    )
    def test_the_text_between_them_is_kept(self, page: str, expected: list[str]) -> None:
        assert texts(page) == expected

    @pytest.mark.parametrize(
        "tag", ["<div>", "<table><tr><td>", "<ul><li>", "<blockquote type=cite>", "<p hidden></p>"]
    )
    def test_depth_does_not_matter(self, tag: str) -> None:
        assert texts(tag * 3000 + "ok")[-1].endswith("ok")

    @pytest.mark.parametrize("piece", ["<!--", "<title>", "<script>", "<a '", '<a "', "<", "&#", "<p><li>", "</div>"])
    def test_a_hundred_thousand_broken_tags_are_read_in_one_pass(self, piece: str) -> None:
        html_text(piece * 100_000)

    @given(st.text(alphabet="<>/!-='\"pbrtdahule &;# ", max_size=200))
    def test_nothing_raises(self, text: str) -> None:
        html_text(text)

    @given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=10), min_size=1, max_size=6))
    def test_no_word_is_lost(self, words: list[str]) -> None:
        page = "".join(
            f"<{tag}>{word}</{tag}>" for word, tag in zip(words, ["p", "td", "li", "b", "h1", "x"], strict=False)
        )
        assert "".join("".join(texts(page)).split()) == "".join(texts("".join(words)))
