"""How charts are drawn: the same bytes each time, safe inside a page, and readable whatever the labels hold."""

from __future__ import annotations

import itertools
import re
import struct
import sys
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator

import attrs
import pytest
from tests.charts.test_charts import answer, report

from kkrconsult.charts import LIGHT, Chart, _draw, answers_over_time
from kkrconsult.charts._chart import table_of
from kkrconsult.charts._sheet import shown, ticks_up_to, width_of, wrapped
from kkrconsult.charts._specs import (
    HATCHES,
    Bar,
    Bars,
    Column,
    Columns,
    Key,
    Paint,
    Rule,
    Segment,
    Spec,
    Steps,
)
from kkrconsult.errors import MissingExtraError

SVG = "{http://www.w3.org/2000/svg}"
NASTY = 'a $x^2$ </script><!-- "q" \u202e\u0000 \U0001f600 & ' + "ord " * 3000


def legend() -> tuple[Key, ...]:
    return tuple(Key(paint=paint, text=f"hvad {paint.value} betyder") for paint in Paint)


def a_bars(label: str = "Grøn vækst") -> Bars:
    parts = tuple(Segment(paint=paint, value=number) for number, paint in enumerate(Paint, 5))
    rows = (
        Bar(label=label, total="68", segments=parts),
        Bar(label="", total="1", segments=(Segment(paint=Paint.PARTLY, value=1),)),
        Bar(label="Intet", total="0", segments=()),
        Bar(label="Smalt", total="2", segments=(Segment(paint=Paint.BAD, value=1), Segment(paint=Paint.GOOD, value=1))),
    )
    return Bars(rows=rows, legend=legend())


def a_steps(label: str = "Frist 15. december") -> Steps:
    return Steps(
        points=((1.0, 1), (4.5, 12)),
        ends=6.0,
        first=0.0,
        last=9.0,
        late=((4.5, 12),),
        full=19,
        full_label="alle 19",
        rules=(Rule(at=4.0, label=label), Rule(at=6.0, label="Forlænget", dashed=True)),
        ticks=tuple((float(day), f"{day}. december") for day in range(10)),
        legend=(("line", "svar"), ("late", "for sent")),
    )


def a_columns(label: str = "Højst 2 sider") -> Columns:
    return Columns(
        columns=(Column(left=0.5, right=1, within=4), Column(left=1.5, right=2, within=1, beyond=2)),
        last=3.0,
        ticks=((0.0, "0"), (1.0, "1"), (2.0, "2")),
        label="A4-sider",
        rules=(Rule(at=2.0, label=label),),
        legend=legend(),
    )


def a_chart(spec: Spec, **changes: object) -> Chart:
    found = Chart(name="proeve", title="Prøve", alt="En sætning.", table=table_of("Prøve", ("a",), []), spec=spec)
    return attrs.evolve(found, **changes)  # type: ignore[arg-type]


Make = Callable[..., Spec]
SPECS = pytest.mark.parametrize("make", [a_bars, a_steps, a_columns])


def elements(svg: str | bytes) -> Iterator[ET.Element]:
    return ET.fromstring(svg).iter()


def forget() -> None:
    """Have charts drawn anew."""
    _draw._svg.cache_clear()
    _draw._png.cache_clear()


class TestAFigure:
    @SPECS
    def test_has_the_same_bytes_each_time(self, make: Make) -> None:
        chart = a_chart(make())
        first = (chart.figure(), chart.inline("a"))
        forget()
        assert (chart.figure(), chart.inline("a")) == first

    @SPECS
    def test_is_a_picture_of_the_size_it_says(self, make: Make) -> None:
        figure = a_chart(make()).figure(160)
        width, height = struct.unpack(">II", figure.png[16:24])
        assert width == pytest.approx(160 / 25.4 * 200, abs=2)
        assert height == pytest.approx(figure.height_mm / 25.4 * 200, abs=2)
        assert figure.width_mm == 160

    @SPECS
    def test_says_what_it_shows_inside_the_file(self, make: Make) -> None:
        figure = a_chart(make(), alt="Et \x00 & <b> \ud800").figure()
        root = ET.fromstring(figure.svg)
        assert root.get("role") == "img"
        named = {element.get("id"): element.text for element in root.iter() if element.get("id")}
        assert [named[one] for one in (root.get("aria-labelledby") or "").split()] == [
            "Prøve",
            "Et \ufffd & <b> \ufffd",
        ]

    @SPECS
    def test_has_letters_of_the_size_that_was_drawn(self, make: Make) -> None:
        """What makes the file small must not make letters larger than the room that they were given."""
        chart = a_chart(make())
        scale = re.compile(rb"scale\(([\d.]+)")
        raw, _ = _draw.svg(chart.spec, 160, letters=False)
        wanted = sorted(float(number) for number in scale.findall(raw))
        assert wanted
        assert sorted(float(number) for number in scale.findall(chart.figure().svg)) == pytest.approx(wanted, rel=1e-3)

    @SPECS
    def test_needs_no_font_and_nothing_from_elsewhere(self, make: Make) -> None:
        svg = a_chart(make()).figure().svg
        assert b"<text" not in svg
        assert {
            value for value in re.findall(rb'(?:xlink:)?href="([^"]*)"', svg) if not value.startswith(b"#")
        } == set()
        assert not {element.tag for element in elements(svg)} & {f"{SVG}{one}" for one in ("script", "style", "image")}

    def test_of_a_round_without_a_list_has_no_line_for_all(self) -> None:
        assert "alle 19" in a_chart(a_steps()).inline("a")
        assert "alle 19" not in a_chart(attrs.evolve(a_steps(), full=0)).inline("a")

    def test_carries_the_note_as_its_caption(self) -> None:
        assert a_chart(a_bars(), note="Uden de sene.").figure().caption == "Uden de sene."


class TestADrawingForAPage:
    @SPECS
    def test_has_the_colours_of_the_page(self, make: Make) -> None:
        svg = a_chart(make()).inline("a")
        assert set(re.findall(r"var\(--chart-([a-z-]+)\)", svg)) <= set(LIGHT)
        assert re.findall(r"#[0-9a-f]{6}", svg) == []

    @SPECS
    def test_is_not_heard_and_has_no_style_of_its_own(self, make: Make) -> None:
        svg = a_chart(make()).inline("a")
        root = ET.fromstring(svg)
        assert (root.get("aria-hidden"), root.get("class"), root.get("width")) == ("true", "chart", None)
        assert " style=" not in svg
        assert "<style" not in svg
        assert "xlink" not in svg

    def test_has_letters_as_text_of_the_pages_font(self) -> None:
        texts = [element.text for element in elements(a_chart(a_bars()).inline("a")) if element.tag == "text"]
        assert "Grøn vækst" in texts
        assert "font-family" not in a_chart(a_bars()).inline("a")

    @SPECS
    def test_shares_no_id_with_another_on_the_page(self, make: Make) -> None:
        one, two = a_chart(make()).inline("a"), a_chart(make()).inline("b")
        first, second = (re.findall(r' id="([^"]+)"', svg) for svg in (one, two))
        assert set(first).isdisjoint(second)
        assert len(first) == len(set(first))
        assert set(re.findall(r'(?:url\(|href=")#([^")]+)', one)) == set(first)

    @SPECS
    def test_is_small(self, make: Make) -> None:
        assert len(a_chart(make()).inline("a")) < 40_000

    @pytest.mark.parametrize("width", [160, 88])
    @SPECS
    def test_keeps_text_within_its_edges(self, make: Make, width: float) -> None:
        root = ET.fromstring(a_chart(make()).inline("a", width))
        for element in root.iter():
            if element.tag == "text" and element.text:
                x, size = float(element.get("x", "nan")), float(element.get("font-size", "nan"))
                points = width_of(element.text, size, bold=element.get("font-weight") is not None) / 25.4 * 72
                start = {"end": x - points, "middle": x - points / 2}.get(element.get("text-anchor", ""), x)
                assert start >= -3
                assert start + points <= width / 25.4 * 72 + 3


class TestStrangersTexts:
    @pytest.mark.parametrize("make", [a_bars, a_steps, a_columns])
    def test_are_only_ever_text(self, make: Make) -> None:
        chart = a_chart(make(NASTY))
        for svg in (chart.inline("a"), chart.figure().svg.decode()):
            assert "<script" not in svg
            assert "<!--" not in svg
            assert len(svg) < 200_000

    def test_are_never_formulas(self) -> None:
        assert "a $x^2$ &lt;/script&gt;" in a_chart(a_bars("a $x^2$ </script>")).inline("a")

    def test_lose_what_steers_and_show_a_box_for_what_the_font_lacks(self) -> None:
        assert shown("a\u202eb\u0000c\n d \u4e2d") == "abc d □"

    def test_are_cut_visibly(self) -> None:
        assert len(shown("x" * 10_000)) == 300
        assert shown("x" * 10_000).endswith("…")


class TestALongLabel:
    def test_is_broken_between_words(self) -> None:
        assert wrapped("Grøn vækst og viden", 8, 20, 3) == ["Grøn vækst", "og viden"]

    def test_is_broken_inside_a_word_that_does_not_fit(self) -> None:
        assert len(wrapped("x" * 40, 8, 20, 4)) == 4

    def test_is_cut_where_it_needs_more_lines_than_there_are(self) -> None:
        assert wrapped("Grøn vækst og viden og vand", 8, 20, 1) == ["Grøn vækst…"]

    def test_of_nothing_is_nothing(self) -> None:
        assert wrapped("  ", 8, 20, 2) == []


class TestAnAxis:
    @pytest.mark.parametrize("highest", [*range(1, 60), 98, 500, 2000, 10**30])
    def test_has_a_few_whole_numbers_from_0(self, highest: int) -> None:
        ticks = ticks_up_to(highest)
        assert ticks[0] == 0
        assert 2 <= len(ticks) <= 7
        assert ticks[-1] <= highest
        assert len({later - earlier for earlier, later in itertools.pairwise(ticks)}) == 1


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


class TestTheColours:
    def test_have_names_of_their_own(self) -> None:
        assert len(set(LIGHT.values())) == len(LIGHT)
        assert {paint.value for paint in Paint} <= set(LIGHT)

    @pytest.mark.parametrize("paint", [paint for paint in Paint if paint is not Paint.OPEN])
    def test_are_seen_on_white_and_carry_numbers(self, paint: Paint) -> None:
        # Numbers on a paint are also in the table; 3:1 is what WCAG 1.4.11 asks of pictures.
        assert contrast(LIGHT[paint.value], "#ffffff") >= 3
        assert contrast(LIGHT[paint.value], LIGHT["on"]) >= 3

    def test_of_what_is_hollow_have_an_edge_that_is_seen(self) -> None:
        assert contrast(LIGHT["edge"], "#ffffff") >= 3
        assert contrast(LIGHT["ink"], LIGHT["open"]) >= 4.5

    def test_never_stand_alone(self) -> None:
        filled = [HATCHES[paint] for paint in (Paint.GOOD, Paint.PARTLY, Paint.BAD, Paint.NOTED)]
        assert len(set(filled)) == len(filled)


class TestMatplotlib:
    def test_is_asked_for_by_the_name_of_its_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "matplotlib", None)
        for draw in (lambda: a_chart(a_bars()).figure(), lambda: a_chart(a_bars()).inline("a")):
            with pytest.raises(MissingExtraError, match=r"kkrconsult\[charts\]"):
                draw()

    def test_is_not_needed_for_what_a_chart_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "matplotlib", None)
        assert answers_over_time(report(answer("viborg", 2))) is not None

    def test_has_its_settings_back_afterwards_and_those_of_the_user_have_no_part(self) -> None:
        import matplotlib as mpl

        plain = a_chart(a_bars()).figure()
        forget()
        with mpl.rc_context({"axes.grid": True, "font.size": 30, "svg.fonttype": "none", "hatch.linewidth": 9}):
            assert a_chart(a_bars()).figure() == plain
            assert mpl.rcParams["font.size"] == 30

    def test_draws_in_several_threads_what_it_draws_in_one(self) -> None:
        wanted = {
            letters: a_chart(a_columns()).inline("a") if letters else a_chart(a_columns()).figure().svg.decode()
            for letters in (True, False)
        }
        found: list[tuple[bool, str]] = []
        forget()

        def draw(letters: bool) -> None:
            chart = a_chart(a_columns())
            found.append((letters, chart.inline("a") if letters else chart.figure().svg.decode()))

        threads = [threading.Thread(target=draw, args=(number % 2 == 0,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 6
        assert all(svg == wanted[letters] for letters, svg in found)
