"""The overview page: what stands on it, for whom, and that texts of strangers are only ever text."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from tests.exporters.pages import ENDLESS, Node, assessed, example, hostile, read, written
from tests.strategies import Scenario, scenarios

import kkrconsult as kc
from kkrconsult.audience import public_view
from kkrconsult.charts import LIGHT
from kkrconsult.engine import check
from kkrconsult.errors import DataError, MissingExtraError
from kkrconsult.exporters.report_html import Options
from kkrconsult.model import (
    GeneralPoint,
    GroupedBy,
    Participant,
    Response,
    Round,
    Sender,
    Theme,
    ThemeProposal,
    ThemeReason,
    Track,
    TrackPoint,
    localized,
)
from kkrconsult.report import Report
from kkrconsult.rounds import load_round
from kkrconsult.structure import FrozenMap

CET = dt.timezone(dt.timedelta(hours=1))
ROUNDS = (
    "dk2020-runde-1-2020",
    "hovedstaden-klimastrategi-2011",
    "midtjylland-infrastruktur-2007",
    "midtjylland-klima-2020",
    "nordjylland-sundhedsaftale-2024",
    "syddanmark-akutplan-2021",
)


@pytest.fixture(scope="module")
def report() -> Report:
    return example()


@pytest.fixture(scope="module")
def page(report: Report) -> Node:
    return read(written(report))


@pytest.fixture(scope="module")
def full(report: Report) -> Node:
    return read(written(assessed(report)))


def section(page: Node, name: str) -> Node:
    return page.one("section", id=name)


def rows(table: Node) -> list[list[str]]:
    return [[cell.text for cell in row.children if isinstance(cell, Node)] for row in table.one("tbody").find("tr")]


def small(*points: object, **more: object) -> Report:
    """One answer with these points to a round with one track, and one unsolicited answer."""
    round_ = Round(
        id="lille",
        title=localized(da="En lille høring"),
        tracks=(Track(id="t", title=localized(da="Et spor")),),
        participants=(Participant(id="skive", name="Skive"),),
    )
    at = dt.datetime(2020, 12, 1, tzinfo=CET)
    answers = (
        Response(id="s1", participants=("skive",), received_at=at, points=points),  # type: ignore[arg-type]
        Response(id="s2", sender=Sender(name="Borger"), received_at=at, points=(GeneralPoint(id="g", text="Hej"),)),
    )
    return attrs.evolve(check(round_, answers, at=at), **more)  # type: ignore[arg-type]


class TestTheHead:
    def test_says_what_the_page_is_about_and_for_whom(self, page: Node) -> None:
        assert page.one("h1").text == "Høring om KKR Midtjyllands klimastrategi (konstrueret forlængelse)"
        assert page.one("title").text == "Overblik: Høring om KKR Midtjyllands klimastrategi (konstrueret forlængelse)"
        assert [entry.text for entry in page.one("dl", class_="state").find("div")] == [
            "Høringen er lukket, afventer konklusion",
            "Opgjort 20. december 2020 kl. 12.00",
            "Til intern brug",
        ]

    def test_has_the_figures_that_matter_most(self, full: Node) -> None:
        assert [entry.text for entry in full.one("section", class_="figures").find("a")] == [
            "17 af 19 hørte parter har svaret 89 % · 1 mangler · 1 uopfordret",
            "1 svar efter fristen frist 15. december 2020 · 1 med forlænget frist",
            "2 / 15 politisk / administrativt behandlet 1 med forbehold",
            "56 bemærkninger 3 spor",
            "12 åbne bemærkninger 44 af 56 er afgjort",
            "4 supplerende temaer 3 foreslået af flere",
        ]

    def test_tells_what_answers_say_of_themselves(self, page: Node) -> None:
        said = [note.text for note in page.one("header").find("div", class_="callout")]
        assert said == [
            "19 svar siger om sig selv: ”Dette svar er konstrueret som eksempel og udtrykker ikke kommunens holdning.”",
        ]

    def test_says_first_that_something_could_not_be_read(self, report: Report) -> None:
        found = read(written(attrs.evolve(report, complete=False))).one("header").find("div", class_="callout")
        assert found[0].text.startswith("Siden er ufuldstændig")
        assert "bad" in found[0].attributes["class"].split()

    def test_says_that_the_answers_were_not_kept(self, report: Report) -> None:
        text = read(written(attrs.evolve(report, responses=()))).one("header").text
        assert "Svarene selv er ikke gemt i opgørelsen" in text


class TestTheMap:
    def test_has_a_tile_for_each_municipality_of_the_region(self, page: Node) -> None:
        tiles = page.one("ul", class_="map").find("li")
        names = [tile.one("bdi", class_="who").text for tile in tiles]
        assert len(names) == len(set(names)) == 19
        assert len({tile.attributes["class"].replace(" east", "") for tile in tiles}) == 19

    def test_says_of_each_how_it_stands_and_since_when(self, page: Node) -> None:
        said = {tip.one("bdi").text: tip.text for tip in page.one("ul", class_="map").find("span", class_="tip")}
        assert said["Odder"].startswith("Odder: ingen bemærkninger, modtaget ")
        assert said["Samsø"] == "Samsø: mangler, frist 15. december 2020 kl. 10.00"
        assert "fælles svar med Struer" in said["Lemvig"]

    def test_leads_to_the_row_of_the_table_that_says_the_same(self, page: Node) -> None:
        who = section(page, "who")
        for link in who.find("a", class_="tile"):
            row = who.one("tr", id=link.attributes["href"][1:])
            assert row.find("bdi")[0].text == link.one("bdi", class_="who").text

    def test_has_those_who_are_no_municipality_below(self, page: Node) -> None:
        (tile,) = section(page, "who").one("ul", class_="row").find("li")
        assert tile.one("bdi").text == "Foreningen Eksempel (konstrueret)"

    def test_explains_colours_by_letters_words_and_numbers(self, page: Node) -> None:
        legend = page.one("ul", class_="legend")
        assert [entry.text for entry in legend.find("li")] == [
            "Shar svaret: 15",
            "Iingen bemærkninger: 1 Odder",
            "Fsvaret for sent, tæller med: 1 Norddjurs",
            "Tsvar trukket tilbage: 1 Skive",
            "Mmangler: 1 Samsø",
            "Uuopfordret: 1 Foreningen Eksempel (konstrueret)",
        ]

    def test_shows_the_neighbours_who_were_not_asked(self) -> None:
        round_ = Round(
            id="x",
            title=localized(da="x"),
            region="midtjylland",
            participants=(Participant(id="egen-id", name="Ringkøbing-Skjern", code="760"),),
        )
        found = read(written(check(round_, (), at=dt.datetime(2020, 12, 1, tzinfo=CET))))
        tiles = found.one("ul", class_="map")
        assert len(tiles.find("li")) == 19
        assert len(tiles.find("span", class_="is-not-asked")) == 18
        assert tiles.one("a", class_="tile").one("bdi").text == "Ringkøbing-Skjern"

    def test_gives_one_place_to_one_party(self) -> None:
        parties = (Participant(id="a", name="Første", code="751"), Participant(id="b", name="Anden", code="751"))
        round_ = Round(id="x", title=localized(da="x"), participants=parties)
        who = section(read(written(check(round_, (), at=dt.datetime(2020, 12, 1, tzinfo=CET)))), "who")
        assert len(who.one("ul", class_="map").find("li")) == 1
        assert len(who.one("ul", class_="row").find("li")) == 1

    def test_leaves_a_crowd_to_the_table(self) -> None:
        who = section(read(written(hostile())), "who")
        assert len(who.one("ul", class_="row").find("li")) == 60
        assert len(rows(who.one("table"))) == 74
        assert "11 flere står kun i tabellen" in who.text

    def test_is_not_there_where_there_is_nobody(self) -> None:
        who = section(
            read(written(Report(round=Round(id="x", title=localized(da="x")), at=dt.datetime(2020, 1, 1, tzinfo=CET)))),
            "who",
        )
        assert who.find("ul") == []
        assert "ingen liste over hørte parter" in who.text


class TestTheCharts:
    def test_say_what_they_show_and_have_their_numbers_in_a_table(self, page: Node) -> None:
        for name in ("when", "tracks", "themes", "handling", "length"):
            found = section(page, name)
            assert len(found.find("svg")) == 2
            assert found.one("p", class_="finding").text.endswith(".")
            assert rows(found.one("table"))
            assert found.one("div", class_="drawing").attributes["aria-hidden"] == "true"

    def test_are_left_out_where_they_cannot_be_drawn(self, report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "matplotlib", None)
        found = read(written(report))
        assert found.find("svg") == []
        assert 'pip install "kkrconsult[charts]"' in found.one("header").text
        for name in ("when", "tracks", "themes", "handling", "length"):
            (numbers,) = section(found, name).find("details", class_="numbers")
            assert "open" in numbers.attributes
            assert rows(numbers.one("table"))

    def test_are_not_there_where_there_is_nothing_to_show(self) -> None:
        found = read(written(small(round=Round(id="x", title=localized(da="x")), responses=())))
        assert section(found, "themes").text == "Hvilke temaer foreslås? Ingen har foreslået supplerende temaer."
        assert "ingen bemærkninger" in section(found, "tracks").text
        assert "ingen svar, der tæller med" in section(found, "handling").text
        assert "Længden er ikke kendt" in section(found, "length").text


class TestThemes:
    def test_say_who_proposes_them_and_why_they_stand_together(self) -> None:
        points = (
            ThemeProposal(id="p1", title="Vand"),
            ThemeProposal(id="p2", title="Hav"),
            ThemeProposal(id="p3", title="Luft"),
        )
        themes = (
            Theme(
                id="a",
                title="Vand og hav",
                points=("p1", "p2", "væk"),
                participants=("skive",),
                grouped_by=GroupedBy.PERSON,
                reasons=(ThemeReason(kind="decided"), ThemeReason(kind="eget", words=("vand", "hav"))),
                track="t",
            ),
            Theme(id="b", title="Luft", points=("p3",), participants=("Borger", "skive")),
            Theme(id="c", title="Andet", points=("p1", "p3")),
        )
        cards = section(read(written(small(*points, themes=themes))), "themes").one("ul", class_="themes")
        first, second, third = [child for child in cards.children if isinstance(child, Node)]
        assert first.text == "Luft Foreslået af Borger og Skive 1 forslag: Luft Luft"
        assert second.text == (
            "Vand og hav Foreslået af Skive Sat sammen af en person: besluttet af sekretariatet; eget (vand, hav). "
            "Blevet til sporet Et spor 2 forslag: Vand og hav VandHav"
        )
        assert third.text.startswith("Andet Sat sammen af programmet.")
        assert {link.attributes["href"] for link in cards.find("a")} == {"#point-1", "#point-2", "#point-3"}


class TestThePoints:
    def test_are_all_there_with_what_became_of_them(self, report: Report, full: Node) -> None:
        found = section(full, "points")
        listed = [entry for entry in found.find("li") if entry.attributes.get("id", "").startswith("point-")]
        assert len(listed) == len(report.points) == 56
        assert Counter(entry.attributes["data-disposition"] for entry in listed)["open"] == 12
        first = listed[0]
        assert first.one("strong", class_="who").text == "Favrskov"
        labels = [label.text for label in first.find("p", class_="field")]
        assert labels == ["Resumé", "Vurdering", "Ændring", "Ansvarlig"]
        assert "Bemærkningen er ændret, siden den blev vurderet." in first.text

    def test_stand_under_their_tracks_and_then_beside_them(self) -> None:
        report = small(
            TrackPoint(id="p1", track="t", text="Et", rationale="Fordi"),
            TrackPoint(id="p2", track="ukendt", text="To"),
            ThemeProposal(id="p3", title="Vand"),
            GeneralPoint(id="p4", text="Fire\n\nFem\nSeks"),
        )
        groups = section(read(written(report)), "points").find("section", class_="group")
        assert [(group.attributes["data-track"], group.one("h3").text) for group in groups] == [
            ("track-1", "Et spor (1)"),
            ("theme", "Forslag til supplerende temaer (1)"),
            ("general", "Generelle bemærkninger (2)"),
            ("unknown", "Spor, som høringen ikke har (1)"),
        ]
        assert "Begrundelse" in groups[0].text
        assert groups[3].one("p", class_="theme").text == "ukendt"
        assert [one.text for one in groups[2].find("p") if one.attributes.get("dir") == "auto"] == [
            "Hej",
            "Fire",
            "FemSeks",
        ]

    def test_name_a_track_without_any(self) -> None:
        (group, _) = section(read(written(small())), "points").find("section", class_="group")
        assert group.text == "Et spor (0) Ingen bemærkninger."

    def test_can_be_filtered_by_everything_that_they_have(self, full: Node) -> None:
        form = full.one("form")
        assert "hidden" in form.attributes
        choices = {
            select.attributes["id"]: {option.attributes["value"] for option in select.find("option")} - {""}
            for select in form.find("select")
        }
        points = [entry for entry in full.find("li") if "data-party" in entry.attributes]
        had = {
            "by-track": {group.attributes["data-track"] for group in full.find("section", class_="group")},
            "by-party": {key for point in points for key in point.attributes["data-party"].split()},
            "by-disposition": {point.attributes["data-disposition"] for point in points},
            "by-status": {key for point in points for key in point.attributes["data-status"].split()},
        }
        assert choices == had
        labelled = {label.attributes["for"] for label in form.find("label")}
        assert labelled == {*choices, "by-text"}

    def test_of_a_joint_answer_belong_to_all_who_gave_it(self, full: Node) -> None:
        (point, *_) = [entry for entry in full.find("li") if entry.attributes.get("data-party", "").count(" ") == 1]
        assert point.one("strong", class_="who").text == "Lemvig og Struer"

    def test_are_kept_apart_where_two_have_one_id(self) -> None:
        report = small(GeneralPoint(id="g", text="Den samme"))
        numbers = [e.attributes["id"] for e in read(written(report)).find("li") if "data-party" in e.attributes]
        assert numbers == ["point-1", "point-2"]

    def test_are_cut_where_a_page_of_them_could_not_be_opened(self) -> None:
        report = small(
            GeneralPoint(id="p1", text="kort"),
            GeneralPoint(id="p2", text="a" * 900),
            GeneralPoint(id="p3", text="b" * 900, rationale="c" * 400),
        )
        found = read(written(report, most_text=2000))
        assert "er skåret af efter 796 tegn" in found.one("header").text
        assert "a" * 796 + " …" in found.text
        assert "c" * 400 in found.text
        assert "a" * 900 in read(written(report)).text
        assert "skåret af efter 200 tegn" in read(written(report, most_text=0)).text


class TestTheRest:
    def test_accounts_for_what_came_in(self, page: Node) -> None:
        assert [entry.text for entry in section(page, "accounting").find("li")][-1] == (
            "Bemærkninger: 56 = 0 behandlede + 56 åbne"
        )

    def test_tells_the_secretariat_what_the_check_found(self, page: Node, report: Report) -> None:
        found = section(page, "findings")
        assert len(found.find("tbody")) == 2
        assert sum(len(rows(table)) for table in found.find("table")) == len(report.findings)
        assert ["fejl", "Holstebro"] in [row[:2] for row in rows(found.find("table")[0])]

    def test_says_how_many_findings_are_not_kept(self, report: Report) -> None:
        some = attrs.evolve(report, findings=report.findings[:3])
        assert "er talt, men ikke gemt" in section(read(written(some)), "findings").text
        none = attrs.evolve(report, findings=(), severities=FrozenMap())
        assert section(read(written(none)), "findings").text.endswith("Kontrollen fandt intet.")


class TestTheAudience:
    def test_of_the_public_is_told_no_findings_and_nothing_internal(self, report: Report) -> None:
        internal = assessed(report)
        text = read(written(public_view(internal))).text
        assert "Ida Ansvarlig" in read(written(internal)).text
        assert "Ida Ansvarlig" not in text
        assert "Dette er den offentlige udgave." in text
        assert "Bemærkningen er ændret" not in text
        assert re.search(r"Kontrollen fandt \d+ fejl, som står i den interne udgave\.", text)
        assert not any(entry.point.id in text for entry in internal.points)

    def test_of_the_public_is_told_that_there_are_no_errors(self, report: Report) -> None:
        clean = attrs.evolve(public_view(report), severities=FrozenMap())
        assert section(read(written(clean)), "findings").text.endswith("Kontrollen fandt ingen fejl.")

    def test_of_the_public_learns_how_much_is_held_back(self) -> None:
        report = small(GeneralPoint(id="p1", text="Hemmeligt"))
        held = tuple(attrs.evolve(one, publication_consent=one.id != "s1") for one in report.responses)
        found = read(written(public_view(attrs.evolve(report, responses=held))))
        assert "Hemmeligt" not in found.text
        assert "1 må ikke offentliggøres" in found.one("section", class_="figures").text


class TestThePage:
    @pytest.mark.parametrize("language", ["da", "en"])
    def test_has_this_outline(self, report: Report, language: str) -> None:
        found = read(written(assessed(report), language=language))
        outline = "\n".join(f"{node.tag} {node.text}" for node in found.walk() if re.fullmatch("h[1-6]", node.tag))
        golden = Path(__file__).parent / "golden" / f"report-html.{language}.txt"
        assert outline + "\n" == golden.read_text(encoding="utf-8")

    def test_is_the_same_each_time(self, report: Report) -> None:
        assert written(report) == written(report)

    def test_is_sound(self, report: Report) -> None:
        for found in (report, assessed(report), hostile(), public_view(report), attrs.evolve(report, responses=())):
            is_sound(written(found))

    @settings(max_examples=15)
    @given(scenarios())
    def test_is_sound_whatever_comes(self, scenario: Scenario) -> None:
        found = check(scenario.round, scenario.responses, at=scenario.at)
        for each in (found, public_view(found)):
            is_sound(written(each))

    @pytest.mark.parametrize("name", ROUNDS)
    @pytest.mark.parametrize("language", ["da", "en"])
    def test_can_be_made_of_every_shipped_round_before_anybody_answers(self, name: str, language: str) -> None:
        round_ = load_round(name)
        report = check(round_, (), at=dt.datetime(2024, 1, 1, tzinfo=CET))
        for each in (report, public_view(report)):
            text = written(each, language=language)
            is_sound(text)
            assert (
                read(text)
                .one("section", id="answers")
                .text.endswith("Der er endnu ikke kommet svar." if language == "da" else "Nobody has answered yet.")
            )

    def test_is_written_by_its_name(self, report: Report, tmp_path: Path) -> None:
        target = tmp_path / "overblik.html"
        kc.export(report, "report-html", target, audience="public", options={"language": "en"})
        assert "For the public" in read(target.read_text(encoding="utf-8")).one("header").text

    def test_refuses_a_language_that_it_does_not_know(self) -> None:
        with pytest.raises(DataError, match="language"):
            Options(language="tlh")
        with pytest.raises(ValueError, match="most_text"):
            Options(most_text=-1)

    def test_names_the_extra_that_it_needs(self, report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
        from kkrconsult.exporters import report_html
        from kkrconsult.rendering import pages

        report_html._template.cache_clear()
        pages.environment.cache_clear()
        monkeypatch.setitem(sys.modules, "jinja2", None)
        try:
            with pytest.raises(MissingExtraError, match=r"kkrconsult\[documents\]"):
                written(report)
        finally:
            report_html._template.cache_clear()
            pages.environment.cache_clear()


ALLOWED = {
    *(
        "root",
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "div",
        "header",
        "p",
        "bdi",
        "h1",
        "h2",
        "h3",
        "h4",
    ),
    *("dl", "dt", "dd", "main", "section", "ul", "li", "strong", "small", "span", "details", "summary", "table"),
    *("caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "br", "form", "label", "input", "select"),
    *("option", "button", "output", "footer", "script", "svg", "g", "path", "text", "defs", "use", "clippath"),
    *("rect", "pattern"),
}


def is_sound(text: str) -> None:
    """Only our own elements, each name once, every reference leads somewhere, and only our own style and script."""
    page = read(text)
    assert {node.tag for node in page.walk()} <= ALLOWED
    ids = Counter(node.attributes["id"] for node in page.walk() if "id" in node.attributes)
    assert [name for name, number in ids.items() if number > 1] == []
    for node in page.walk():
        assert not {key for key in node.attributes if key == "style" or key.startswith("on")}
        for key in ("aria-labelledby", "for"):
            assert set(node.attributes.get(key, "").split()) <= set(ids), node
        if "href" in node.attributes:
            assert node.attributes["href"].startswith("#")
            assert node.attributes["href"][1:] in ids, node.attributes
    policy = page.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    for tag in ("style", "script"):
        for found in page.find(tag):
            (inside,) = found.children
            assert isinstance(inside, str)
            digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert not re.search(r"url\(['\"]?(?!#)|@import", "".join(str(one.children[0]) for one in page.find("style")))


class TestTextsOfStrangers:
    def test_are_only_ever_text(self) -> None:
        page = read(written(hostile()))
        assert page.find("img") == []
        shown = page.one("h1").text
        assert shown.startswith("</script></style><!-- \"q\" 'a' <img src=x onerror=alert(1)>")
        assert "{{ 7*7 }}" in shown
        assert "\x00" not in written(hostile())

    def test_are_kept_whole_where_they_are_what_was_said_and_cut_where_they_are_names(self) -> None:
        page = read(written(hostile()))
        assert ENDLESS in page.text
        names = [one.text for one in page.find("bdi")]
        assert max(map(len, names)) <= 130
        assert len(page.one("h1").text) <= 300

    def test_are_isolated_from_the_direction_of_what_is_around_them(self) -> None:
        for node in read(written(hostile())).walk():
            own = "".join(child for child in node.children if isinstance(child, str))
            if "\u202e" in own:
                assert (
                    node.tag in ("bdi", "option", "title", "text", "caption", "th", "td", "span")
                    or node.attributes.get("dir") == "auto"
                ), (node.tag, node.attributes)


class TestColours:
    def test_of_charts_are_those_that_charts_are_drawn_in(self, report: Report) -> None:
        style = str(read(written(report)).one("style").children[0])
        blocks = re.findall(r"\{([^{}]*--chart-[^{}]*)\}", style)
        light = dict(re.findall(r"--chart-([\w-]+):\s*(#\w{6})", blocks[0]))
        dark = dict(re.findall(r"--chart-([\w-]+):\s*(#\w{6})", blocks[1]))
        assert light == LIGHT
        assert set(dark) == set(LIGHT)

    @pytest.mark.parametrize("paint", ["good", "partly", "bad", "noted", "main", "main-too", "muted"])
    def test_in_the_dark_are_seen_and_carry_text(self, report: Report, paint: str) -> None:
        from tests.charts.test_drawing import contrast

        style = str(read(written(report)).one("style").children[0])
        dark = dict(re.findall(r"--chart-([\w-]+):\s*(#\w{6})", re.findall(r"\{([^{}]*--chart-[^{}]*)\}", style)[1]))
        ground = re.findall(r"--paper: (#\w{6})", style)[1]
        assert contrast(dark[paint], ground) >= 3
        assert contrast(dark[paint], dark["on"]) >= 4.5
