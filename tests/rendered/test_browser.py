"""The harness itself: what is wrong with a page is found, and a page that is right passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rendered.browser import Browser, Setting, check_page

GOOD = """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Prøve</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>:root{color-scheme:light dark}</style></head><body><main><h1>Prøve</h1><p>Tekst.</p></main></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "page.html"


class TestTheHarness:
    def test_lets_a_page_pass_that_is_right(self, browser: Browser, page: Path) -> None:
        page.write_text(GOOD, encoding="utf-8")
        check_page(browser, page)

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ('lang="da"', "", "axe: html-has-lang"),
            ("<p>", '<p style="color:#bbb;background:#fff">', "axe: color-contrast"),
            ("<p>", '<img src="https://example.com/a.png" alt=""><p>', "asked for https://example.com/a.png"),
            ("<p>", "<script>document.title = 'x'</script><p>", "complaint: Executing inline script violates"),
            ("<p>", '<p style="width:2000px">', "px too wide"),
            ("<p>", "<noscript>Kun uden.</noscript><p>", "says something else than with scripts"),
        ],
    )
    def test_finds_what_is_wrong(self, browser: Browser, page: Path, old: str, new: str, fault: str) -> None:
        page.write_text(GOOD.replace(old, new), encoding="utf-8")
        with pytest.raises(AssertionError) as caught:
            check_page(browser, page, [Setting(360), Setting(360, scripts=False)])
        assert fault in str(caught.value)

    def test_finds_what_is_wrong_only_where_scripts_are_off(self, browser: Browser, page: Path) -> None:
        page.write_text(GOOD.replace("<p>", "<noscript><img src='data:,'></noscript><p>"), encoding="utf-8")
        assert browser.visit(page, Setting(scripts=True)).violations == ()
        (found,) = browser.visit(page, Setting(scripts=False)).violations
        assert found.startswith("image-alt")

    def test_takes_pictures(self, browser: Browser, page: Path, tmp_path: Path) -> None:
        page.write_text(GOOD, encoding="utf-8")
        browser.picture(page, Setting(width=360, scheme="dark"), tmp_path / "phone.png")
        assert (tmp_path / "phone.png").read_bytes().startswith(b"\x89PNG")
