"""Documents as pages: axe-core and a real browser find nothing wrong with them, and the keyboard reaches everything."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from tests.rendered.browser import Browser, Setting, check_page
from tests.rendered.notes import example_note
from tests.rendering.sample import PAPER

from kkrconsult.rendering import render


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A document with everything that a document can hold."""
    file = tmp_path / "sample.html"
    file.write_bytes(render(PAPER, ".html"))
    return file


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """The consultation report of the example letters."""
    file = tmp_path / "note.html"
    file.write_bytes(render(example_note(), ".html"))
    return file


class TestAPage:
    def test_with_everything_is_accessible(self, browser: Browser, sample: Path) -> None:
        check_page(browser, sample)

    def test_of_the_example_letters_is_accessible(self, browser: Browser, note: Path) -> None:
        check_page(browser, note)

    def test_can_be_read_at_four_times_the_size(self, browser: Browser, sample: Path) -> None:
        # WCAG 1.4.10: a window of 1280 px at 400 % is one of 320 px.
        visit = browser.visit(sample, Setting(width=320))
        assert visit.sideways <= 0
        assert visit.violations == ()

    def test_lets_the_keyboard_skip_to_the_content(self, browser: Browser, sample: Path) -> None:
        with browser.page(sample, Setting(width=768)) as page:
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className") == "skip"
            assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == "main"

    def test_shows_where_the_keyboard_is(self, browser: Browser, sample: Path) -> None:
        with browser.page(sample, Setting(width=768)) as page:
            seen = set()
            for _ in range(6):
                page.keyboard.press("Tab")
                seen.add(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
            assert seen == {"solid"}

    def test_scrolls_a_wide_table_with_the_keys(self, browser: Browser, sample: Path) -> None:
        with browser.page(sample, Setting(width=768)) as page:
            page.evaluate("document.querySelector('[role=group] table').style.width = '2000px'")
            page.focus("[role=group]")
            page.keyboard.press("End")
            page.keyboard.press("ArrowRight")
            page.wait_for_function("document.querySelector('[role=group]').scrollLeft > 0", timeout=5000)

    def test_keeps_its_table_a_table_where_rows_are_cards(self, browser: Browser, sample: Path) -> None:
        with browser.page(sample, Setting(width=360)) as page:
            tree = page.locator("table").first.aria_snapshot()
        assert "- table" in tree
        assert '- rowheader "Prøve"' in tree
        assert '- columnheader "Udfald"' in tree

    def test_prints_every_part_of_it(self, browser: Browser, sample: Path) -> None:
        pdfium = pytest.importorskip("pypdfium2")
        with browser.page(sample, Setting(scheme="dark")) as page:
            printed = page.pdf(prefer_css_page_size=True, print_background=True)
        with contextlib.closing(pdfium.PdfDocument(printed)) as document:
            texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
            assert document[0].get_size() == pytest.approx((595, 842), abs=1)
        assert "Gå til indholdet" not in "".join(texts)
        assert "ikke imødekommet" in "".join(texts[:-1])
        # The page break of the document.
        assert texts[-1].startswith("2 Tal")
