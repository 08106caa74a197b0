"""The example files: constructed, marked as such, made by their script, and with the cases that they are to show."""

from __future__ import annotations

import datetime as dt
import runpy
from pathlib import Path
from typing import Any

import pytest

import kkrconsult as kc
from kkrconsult.privacy import Kind, find

EXAMPLES = Path(__file__).parents[2] / "examples"
HERE = EXAMPLES / "midtjylland-klima-2020"
FILES = sorted((HERE / "inbox").iterdir())
AT = dt.datetime(2020, 12, 18, 11, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def inbox() -> kc.Inbox:
    return kc.read_inbox(HERE / "inbox", kc.load_round("midtjylland-klima-2020"))


@pytest.fixture(scope="module")
def report(inbox: kc.Inbox) -> kc.Report:
    return kc.check(kc.load_round("midtjylland-klima-2020"), inbox, at=AT)


def script(name: str) -> dict[str, Any]:
    return runpy.run_path(str(EXAMPLES / name))


class TestMarking:
    @pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
    def test_a_file_is_named_as_constructed(self, file: Path) -> None:
        assert "konstrueret" in file.name

    def test_every_text_begins_by_saying_that_it_is_constructed(self, inbox: kc.Inbox) -> None:
        notice = "Dette svar er konstrueret som eksempel og udtrykker ikke kommunens holdning."
        assert len(inbox.responses) == len(FILES) == 19
        assert [response.id for response in inbox if not response.body.startswith(notice)] == []

    def test_every_point_is_a_placeholder(self, inbox: kc.Inbox) -> None:
        points = [point for response in inbox for point in response.points]
        assert points
        assert [point.id for point in points if not point.text.startswith("Pladsholder")] == []

    def test_the_files_are_what_the_script_makes(self) -> None:
        made = script("midtjylland-klima-2020/make_inbox.py")
        written = {f"{response.id}.json": kc.to_json(response, indent=2) + "\n" for response in made["inbox"]()}
        assert {file.name: file.read_text(encoding="utf-8") for file in FILES} == written

    def test_the_round_with_an_extension_follows_the_shipped_one(self) -> None:
        made = script("midtjylland-klima-2020/make_inbox.py")
        assert (HERE / "round-with-extension.toml").read_text(encoding="utf-8") == made["round_with_extension"]()

    def test_the_round_with_decisions_follows_the_shipped_one(self) -> None:
        made = script("midtjylland-klima-2020/make_inbox.py")
        assert (HERE / "round-with-decisions.toml").read_text(encoding="utf-8") == made["round_with_decisions"]()


class TestCases:
    def test_every_paragraph_is_accounted_for(self, report: kc.Report) -> None:
        sums = report.accounting
        assert sums.paragraphs == sums.paragraphs_in_points + sums.paragraphs_set_aside

    def test_each_problem_is_found_where_it_was_put(self, report: kc.Report) -> None:
        found = {(finding.code, finding.subject.id if finding.subject else "") for finding in report.findings}
        assert found == {
            ("deadline.late", "norddjurs-konstrueret"),
            ("deadline.late", "ringkoebing-skjern-konstrueret"),
            ("pages.too-many", "holstebro-konstrueret"),
            ("personal-data.cpr", "viborg-konstrueret"),
            ("handling.reservation", "randers-konstrueret"),
            ("participation.missing", "samsoe"),
            ("participation.withdrawn", "skive"),
            ("party.joint", "lemvig-konstrueret"),
            ("party.unsolicited", "forening-konstrueret"),
        }

    def test_the_participation_shows_every_state(self, report: kc.Report) -> None:
        counts = {status: count for status, count in report.participation.by_status.items() if count}
        assert counts == {
            "answered": 14,
            "no-remarks": 1,
            "late-accepted": 2,
            "withdrawn": 1,
            "missing": 1,
            "unsolicited": 1,
        }

    def test_a_second_version_takes_the_place_of_the_first(self, report: kc.Report) -> None:
        horsens = next(party for party in report.participation.parties if party.participant == "horsens")
        assert horsens.counted == "horsens-konstrueret-version-2"
        assert horsens.responses == ("horsens-konstrueret", "horsens-konstrueret-version-2")

    def test_a_late_answer_has_no_decision(self, inbox: kc.Inbox) -> None:
        (late,) = [response for response in inbox if response.id == "norddjurs-konstrueret"]
        assert late.decision is None

    def test_one_answer_is_political_with_body_and_day_and_one_administrative(self, inbox: kc.Inbox) -> None:
        handling = {response.id: response.handling for response in inbox}
        assert handling["hedensted-konstrueret"] == kc.Handling(
            mode=kc.HandlingMode.POLITICAL, body="Byrådet", decided_on=dt.date(2020, 12, 8)
        )
        assert handling["favrskov-konstrueret"] == kc.Handling(mode=kc.HandlingMode.ADMINISTRATIVE)

    def test_the_only_personal_number_is_of_someone_who_is_not_born(self, inbox: kc.Inbox) -> None:
        hits = [
            response.body[hit.start : hit.end]
            for response in inbox
            for hit in find(response.everything_said)
            if hit.kind is Kind.CPR
        ]
        assert hits == ["010136-9999"]

    def test_themes_that_several_propose_come_together(self, report: kc.Report) -> None:
        assert {theme.title: theme.participants for theme in report.themes} == {
            "Cirkulær økonomi": ("Favrskov", "Herning", "Silkeborg", "Aarhus"),
            "Affald": ("Silkeborg", "Skanderborg", "Syddjurs"),
            "Klimatilpasning og vand": ("Herning", "Horsens", "Lemvig", "Struer"),
            "Biodiversitet": ("Skanderborg",),
        }

    def test_with_decisions_its_outcome_is_adopted_with_those_who_proposed_it(self, inbox: kc.Inbox) -> None:
        decided = kc.load_round(HERE / "round-with-decisions.toml")
        adopted = kc.adopt(decided, kc.check(decided, inbox, at=AT))
        waste, water = adopted.tracks[3:]
        assert {party for step in waste.history for party in step.by} == {
            *("favrskov", "herning", "silkeborg", "skanderborg", "syddjurs", "aarhus")
        }
        assert {party for step in water.history for party in step.by} == {"herning", "horsens", "lemvig", "struer"}
        assert all("Konstrueret" in str(theme.note) for theme in decided.themes)

    def test_with_an_extension_its_party_is_in_time(self, inbox: kc.Inbox) -> None:
        extended = kc.load_round(HERE / "round-with-extension.toml")
        assert set(extended.title.translations.values()) == {
            "Høring om KKR Midtjyllands klimastrategi (konstrueret forlængelse)",
            "Consultation on the climate strategy of KKR Midtjylland (constructed extension)",
        }
        parties = kc.check(extended, inbox, at=AT).participation.parties
        assert [party.participant for party in parties if party.late] == ["norddjurs"]
        assert [party.participant for party in parties if party.extended] == ["ringkoebing-skjern"]


class TestScripts:
    def test_the_walkthrough_tells_who_is_missing(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        script("walkthrough.py")["main"](tmp_path / "out")
        assert "missing: Samsø\n" in capsys.readouterr().out
        public = (tmp_path / "out" / "hoeringsnotat.md").read_text(encoding="utf-8")
        assert "Høring om KKR Midtjyllands klimastrategi" in public
        assert "010136-9999" not in public

    def test_the_walkthrough_needs_no_folder(self, capsys: pytest.CaptureFixture[str]) -> None:
        script("walkthrough.py")["main"]()
        assert "the høringsnotat for the public has" in capsys.readouterr().out

    def test_the_tables_give_three_lists(self) -> None:
        hearings = {hearing.name: hearing for hearing in script("read_tables.py")["hearings"]()}
        counts = {name: [len(names) for names in hearing.lists.values()] for name, hearing in hearings.items()}
        assert counts == {
            "L113_2023-24": [14, 2, 0, 0],
            "L136_2013-14_kkr": [0, 0, 0, 27],
            "L17_2023-24_partial": [18, 8, 13, 0],
            "L56_2023-24_joint": [7, 4, 0, 0],
        }
        assert "incomplete: (cut off after Dansk Transport og Logistik)" in hearings["L17_2023-24_partial"].quirks

    def test_the_tables_can_be_printed(self, capsys: pytest.CaptureFixture[str]) -> None:
        script("read_tables.py")["main"]()
        assert "Har ikke afgivet høringssvar (13): Arbejderbevægelsens Erhvervsråd" in capsys.readouterr().out
