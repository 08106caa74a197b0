"""The overview page in a real browser: accessible, quiet, usable by keyboard alone, the same without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.exporters.pages import assessed, example, hostile, written
from tests.rendered.browser import SETTINGS, Browser, Setting, check_page

import kkrconsult as kc
from kkrconsult.audience import public_view
from kkrconsult.report import Report

# The filters are there with scripts only, so these say different things; what they say is compared below.
WITH = [setting for setting in SETTINGS if setting.scripts]
SOME = [Setting(360, "dark"), Setting(768), Setting(1280, "dark")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def report() -> Report:
    return assessed(example())


@pytest.fixture(scope="module")
def overview(folder: Path, report: Report) -> Path:
    return saved(folder / "overview.html", written(report))


def saved(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def empty(name: str) -> Report:
    return kc.check(kc.load_round(name), (), at=example().at)


PAGES: dict[str, Callable[[Report], str]] = {
    "internal": written,
    "public and in English": lambda report: written(public_view(report), language="en"),
    "hostile": lambda report: written(hostile()),
    "of all Denmark": lambda report: written(empty("dk2020-runde-1-2020")),
    "without tracks or parties": lambda report: written(empty("nordjylland-sundhedsaftale-2024")),
    "not kept and incomplete": lambda report: written(attrs.evolve(report, responses=(), complete=False)),
}


class TestThePage:
    @pytest.mark.parametrize("name", PAGES)
    def test_is_accessible_and_asks_for_nothing(
        self, browser: Browser, report: Report, tmp_path: Path, name: str
    ) -> None:
        file = saved(tmp_path / "page.html", PAGES[name](report))
        check_page(browser, file, WITH if name == "internal" else SOME)
        check_page(browser, file, [Setting(768, scripts=False)])

    @pytest.mark.parametrize("setting", [Setting(1280), Setting(360, "dark")], ids=str)
    def test_is_accessible_with_everything_unfolded_and_filtered(
        self, browser: Browser, overview: Path, setting: Setting
    ) -> None:
        with browser.page(overview, setting) as page:
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            page.fill("#by-text", "dk2020")
            assert browser._look(page) == ()

    def test_says_the_same_without_scripts_but_for_the_filter(self, browser: Browser, overview: Path) -> None:
        texts = []
        for scripts in (True, False):
            with browser.page(overview, Setting(scripts=scripts)) as page:
                filter_ = page.inner_text("#filter") if scripts else ""
                assert page.is_visible("#filter") is scripts
                texts.append(page.inner_text("main").replace(filter_, ""))
        assert re.sub(r"\s+", " ", texts[0]) == re.sub(r"\s+", " ", texts[1])

    def test_shows_every_answer_on_paper(self, browser: Browser, overview: Path, folder: Path) -> None:
        pypdfium2 = pytest.importorskip("pypdfium2")
        with browser.page(overview, Setting(scripts=False)) as page:
            page.pdf(path=str(folder / "overview.pdf"), prefer_css_page_size=True)
            last = page.locator(".list > li").last.locator("p").nth(1).inner_text()
            page.emulate_media(media="print")
            assert not page.is_visible("#filter")
        document = pypdfium2.PdfDocument(folder / "overview.pdf")
        text = " ".join(" ".join(one.get_textpage().get_text_range().split()) for one in document)
        width, height = document[0].get_size()
        assert (round(width), round(height)) == (595, 842)
        assert " ".join(last.split()) in text
        # What is folded away on screens is there.
        assert "Foreningen Eksempel" in text
        assert "Heraf efter fristen" in text


@pytest.fixture
def page(browser: Browser, overview: Path) -> Iterator[Any]:
    with browser.page(overview, Setting(1280)) as found:
        yield found
        assert found.seen_complaints == []


def shown(page: Any) -> int:
    return int(page.locator(".list > li:visible").count())


class TestTheFilter:
    def test_begins_with_everything(self, page: Any) -> None:
        assert shown(page) == 56
        assert page.inner_text("#shown") == "Viser alle 56 bemærkninger."
        assert "#" not in page.url

    def test_finds_words_in_the_text(self, page: Any) -> None:
        page.fill("#by-text", "PLADSHOLDER isvinter")
        number = shown(page)
        assert 0 < number < 56
        assert page.inner_text("#shown") == f"Viser {number} af 56 bemærkninger."
        counts = page.locator(".group:visible .quantity").all_inner_texts()
        assert sum(int(count.strip("()").split(" / ")[0]) for count in counts) == number
        assert all("isvinter" in text for text in page.locator(".list > li:visible").all_inner_texts())

    def test_says_so_where_nothing_fits(self, page: Any) -> None:
        page.fill("#by-text", "findes ikke")
        assert shown(page) == 0
        assert page.inner_text("#shown") == "Ingen bemærkninger passer."
        assert page.locator(".group:visible").count() == 0

    def test_combines_track_party_outcome_and_status(self, page: Any) -> None:
        page.select_option("#by-track", "track-1")
        assert shown(page) == 15
        assert page.locator(".group:visible").count() == 1
        page.select_option("#by-party", label=page.locator("#by-party option", has_text="Norddjurs").inner_text())
        assert page.locator(".list > li:visible .who").all_inner_texts() == ["Norddjurs"]
        page.select_option("#by-status", "answered")
        assert shown(page) == 0
        page.select_option("#by-status", "late-accepted")
        assert shown(page) == 1

    def test_finds_a_joint_answer_by_each_of_its_parties(self, page: Any) -> None:
        label = page.locator("#by-party option", has_text="Struer").inner_text()
        page.select_option("#by-party", label=label)
        assert set(page.locator(".list > li:visible .who").all_inner_texts()) == {"Lemvig og Struer"}

    def test_stands_in_the_address_and_comes_back_from_it(self, page: Any, browser: Browser, overview: Path) -> None:
        page.fill("#by-text", "vand & sø")
        page.select_option("#by-disposition", "open")
        address = page.evaluate("location.hash")
        assert address == "#filter?text=vand+%26+s%C3%B8&disposition=open"
        page.fill("#by-text", "")
        number = shown(page)
        page.evaluate("location.hash = '#filter?text=dk2020&track=track-1&party=ukendt'")
        page.wait_for_function("document.getElementById('by-text').value === 'dk2020'")
        assert page.input_value("#by-track") == "track-1"
        assert page.input_value("#by-party") == ""
        assert shown(page) == 15 != number

    def test_is_emptied_at_once(self, page: Any) -> None:
        page.fill("#by-text", "dk2020")
        page.click("#filter button")
        page.wait_for_function("document.getElementById('shown').textContent.includes('alle')")
        assert shown(page) == 56
        assert page.evaluate("location.hash") == ""

    def test_gives_way_to_a_link_to_a_point_that_it_hides(self, page: Any) -> None:
        page.select_option("#by-track", "track-1")
        page.evaluate("location.hash = '#point-50'")
        page.wait_for_function("!document.getElementById('point-50').hidden")
        assert shown(page) == 56

    def test_is_announced(self, page: Any) -> None:
        # An output element is a live region that speaks when it may.
        assert page.evaluate("document.getElementById('shown').tagName") == "OUTPUT"
        assert page.get_by_role("status").inner_text().startswith("Viser alle")


class TestTheKeyboard:
    def test_reaches_everything_that_a_mouse_does(self, page: Any) -> None:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        reached = set()
        for _ in range(160):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href')"))
        assert {f"#party-{number}" for number in range(1, 21)} <= reached
        assert {"by-text", "by-track", "by-party", "by-disposition", "by-status"} <= reached

    def test_shows_what_a_tile_says_and_hides_it_again(self, page: Any) -> None:
        tile = page.locator(".map .tile", has_text="Samsø")
        tile.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        tip = tile.locator(".tip")
        assert tip.bounding_box()["width"] > 50
        assert "mangler" in tip.inner_text()
        page.keyboard.press("Escape")
        assert page.evaluate("getComputedStyle(document.activeElement.querySelector('.tip')).clipPath") == "inset(50%)"

    def test_follows_a_tile_to_its_row(self, page: Any) -> None:
        page.locator(".map .tile", has_text="Samsø").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('tr:target')")
        assert page.locator("tr:target th").inner_text() == "Samsø"
        assert page.is_visible("tr:target")


class TestTiles:
    @pytest.mark.parametrize("width", [360, 768, 1280])
    def test_are_large_enough_to_be_hit(self, browser: Browser, folder: Path, overview: Path, width: int) -> None:
        denmark = saved(folder / "denmark.html", written(empty("dk2020-runde-1-2020")))
        for file in (overview, denmark):
            with browser.page(file, Setting(width)) as page:
                boxes = page.locator(".map .tile").evaluate_all(
                    "all => all.map((one) => one.getBoundingClientRect()).map((box) => [box.width, box.height])"
                )
                assert min(side for box in boxes for side in box) >= 24

    @pytest.mark.parametrize("width", [360, 768, 1280])
    def test_say_what_they_say_inside_the_window(self, browser: Browser, overview: Path, width: int) -> None:
        with browser.page(overview, Setting(width)) as page:
            for tile in page.locator(".map a.tile, .row a.tile").all():
                tile.hover()
                box = tile.locator(".tip").bounding_box()
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= width
                assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
