"""A report as plain records, and in a notebook."""

from __future__ import annotations

import csv
import datetime as dt
import io

import attrs
import pytest
from hypothesis import given, settings
from tests.strategies import Scenario, scenarios

import kkrconsult as kc
from kkrconsult.model import localized
from kkrconsult.records import KINDS

AT = dt.datetime(2020, 12, 18, tzinfo=dt.UTC)
REGISTRY = kc.load_plugins(entry_points=False)


def report(scenario: Scenario) -> kc.Report:
    return kc.check(scenario.round, scenario.responses, at=scenario.at, registry=REGISTRY)


class TestRecords:
    @given(scenarios())
    @settings(max_examples=20)
    def test_are_one_a_thing_and_alike(self, scenario: Scenario) -> None:
        found = report(scenario)
        numbers = {kind: len(found.records(kind)) for kind in KINDS}
        assert numbers == {
            "points": len(found.points),
            "responses": len(found.responses),
            "parties": len(found.participation.parties),
            "findings": len(found.findings),
            "themes": len(found.themes),
        }
        for kind in KINDS:
            assert len({tuple(row) for row in found.records(kind)}) <= 1

    @given(scenarios())
    @settings(max_examples=10)
    def test_hold_plain_values_that_a_table_takes(self, scenario: Scenario) -> None:
        for kind in KINDS:
            for row in report(scenario).records(kind):
                csv.writer(io.StringIO()).writerow(row.values())
                assert not [
                    value for value in row.values() if isinstance(value, (dict, list, tuple)) or attrs.has(type(value))
                ]

    def test_of_points_tell_what_was_said_and_done(self) -> None:
        point = kc.ThemeProposal(
            id="p1",
            title="Vand",
            text="Mere.",
            rationale="Tørke.",
            anchor=kc.Anchor(file="a.docx", page=2, section="Tema"),
        )
        plain = kc.GeneralPoint(id="p2", text="Tak.")
        remark = kc.Assessment(
            point="p1", disposition=kc.Disposition.NOTED, summary="S", reply="R", change="C", responsible="B"
        )
        round_ = kc.Round(id="r", title=localized(da="R"), participants=(kc.Participant(id="skive", name="Skive"),))
        answers = [
            kc.Response(id="a", participants=("skive", "ukendt"), points=(point,)),
            kc.Response(id="b", sender=kc.Sender(name="Bente"), points=(plain,)),
        ]
        found = kc.check(round_, answers, at=AT, assessments=[remark], registry=REGISTRY)
        rows = {row["point"]: row for row in found.records()}
        assert list(rows["p1"].values()) == [
            "p1",
            "a",
            "Skive; ukendt",
            "theme-proposal",
            None,
            "Vand",
            "Vand",
            "Mere.",
            "Tørke.",
            "a.docx",
            2,
            "Tema",
            "noted",
            "S",
            "R",
            "C",
            "B",
        ]
        assert (rows["p2"]["sender"], rows["p2"]["disposition"], rows["p2"]["page"]) == ("Bente", None, None)
        english = {row["message"] for row in found.records("findings", "en")}
        assert english.isdisjoint({row["message"] for row in found.records("findings")})

    def test_of_responses_tell_what_is_known_and_nothing_else(self) -> None:
        bare = kc.Response(id="a", sender=None, participants=("x",))
        full = attrs.evolve(
            bare,
            id="b",
            handling=kc.Handling(mode=kc.HandlingMode.POLITICAL, body="Byrådet"),
            pages=kc.PageCount(pages=2, basis=kc.PageBasis.COUNTED),
            channel=kc.Channel.EMAIL,
        )
        found = kc.check(kc.Round(id="r", title=localized(da="R")), [bare, full], at=AT, registry=REGISTRY)
        rows = {row["response"]: row for row in found.records("responses")}
        assert (rows["a"]["handling"], rows["a"]["pages"], rows["a"]["channel"]) == (None, None, None)
        assert (rows["b"]["handling"], rows["b"]["body"], rows["b"]["pages"], rows["b"]["pages_basis"]) == (
            "political",
            "Byrådet",
            2.0,
            "counted",
        )
        alone = kc.Report(round=found.round, at=found.at, responses=(bare,))
        assert alone.records("responses")[0]["standing"] is None

    def test_of_findings_without_particulars_are_there_too(self) -> None:
        round_ = kc.Round(id="r", title=localized(da="R"))
        place = kc.Location(file="a.docx")
        findings = (kc.Finding(code="a.b"), kc.Finding(code="a.c", severity=kc.Severity.INFO, location=place))
        found = kc.Report(round=round_, at=AT, findings=findings).records("findings")
        assert [(row["severity"], row["about"], row["file"]) for row in found] == [
            (None, None, None),
            ("info", None, "a.docx"),
        ]

    def test_of_an_unknown_kind_are_refused_with_the_known_ones(self) -> None:
        made = kc.Report(round=kc.Round(id="r", title=localized(da="R")), at=AT)
        with pytest.raises(kc.DataError, match="points, responses, parties, findings, themes") as caught:
            made.records("point")
        assert caught.value.problems[0].suggestion == "Did you mean 'points'?"


class TestInANotebook:
    def test_a_round_shows_its_deadline_and_tracks(self) -> None:
        text = kc.load_round("midtjylland-klima-2020", registry=REGISTRY)._repr_html_()
        assert "2020-12-15 10:00:00 (Europe/Copenhagen)" in text
        assert "<td>dk2020</td><td>DK2020</td>" in text

    def test_a_report_shows_who_answered(self) -> None:
        round_ = kc.load_round("midtjylland-klima-2020", registry=REGISTRY)
        text = kc.check(round_, [], at=AT, registry=REGISTRY)._repr_html_()
        assert '<th style="text-align:left">answering</th><td>0 / 19</td>' in text
        assert "<td>Skanderborg</td>" in text
        assert "findings: warning" in text

    def test_a_name_is_text_whatever_it_holds(self) -> None:
        party = kc.Participant(id="x", name="<script>alert(1)</script>")
        round_ = kc.Round(id="r", title=localized(da="<b>&"), participants=(party,))
        text = round_._repr_html_() + kc.check(round_, [], at=AT, registry=REGISTRY)._repr_html_()
        assert "<script" not in text
        assert "<b>" not in text
        assert "&lt;script&gt;" in text
