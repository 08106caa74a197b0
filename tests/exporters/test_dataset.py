"""The open data are what their description says, and hang together; programs read back what was written."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from tests.strategies import Scenario, scenarios

import kkrconsult as kc
from kkrconsult.formats.cells import unguard
from kkrconsult.model import localized
from kkrconsult.records import KINDS

ROOT = Path(__file__).parents[2]
REGISTRY = kc.load_plugins(entry_points=False)
AT = dt.datetime(2020, 12, 18, 12, tzinfo=dt.UTC)
SHIPPED = sorted(entry.spec.id for entry in REGISTRY.rounds)
HOSTILE = '=HYPERLINK("http://ond.example";"tryk")\r\n"citat", og; mere\x00\tslut'

Table = list[dict[str, str]]


def archive(report: kc.Report, audience: str = "internal", **options: Any) -> dict[str, bytes]:
    sink = io.BytesIO()
    kc.export(report, "dataset", sink, audience=audience, options=options, registry=REGISTRY)
    with zipfile.ZipFile(sink) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def package(files: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["datapackage.json"])
    return found


def tables(files: dict[str, bytes]) -> dict[str, Table]:
    return {
        name.removeprefix("data/").removesuffix(".csv"): list(csv.DictReader(io.StringIO(data.decode(), newline="")))
        for name, data in files.items()
        if name.startswith("data/")
    }


def example() -> kc.Report:
    round_ = kc.load_round("midtjylland-klima-2020", registry=REGISTRY)
    inbox = kc.read_inbox(ROOT / "examples/midtjylland-klima-2020/inbox", round_, registry=REGISTRY)
    return kc.check(round_, inbox, at=AT, registry=REGISTRY)


def report_of(*responses: kc.Response, round_: kc.Round | None = None) -> kc.Report:
    plain = kc.Round(
        id="r", title=localized(da="R"), participants=(kc.Participant(id="skive", name="Skive", code="779"),)
    )
    return kc.check(round_ or plain, responses, at=AT, registry=REGISTRY)


def answer(text: str, **more: Any) -> kc.Response:
    point = kc.GeneralPoint(id="p1", text=text)
    return kc.Response(**{"id": "a", "participants": ("skive",), "points": (point,), **more})


_PATTERNS = {
    "boolean": r"true|false",
    "integer": r"-?\d+",
    "number": r"-?\d+(\.\d+)?(e[-+]\d+)?",
    "date": r"\d{4}-\d\d-\d\d",
    "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "string": r"(?s:.*)",
}


def faults(files: dict[str, bytes]) -> list[str]:
    """What in the tables is not as the description says."""
    described, found = package(files)["resources"], tables(files)
    wrong: list[str] = []
    for resource in described:
        name, schema = resource["name"], resource["schema"]
        data = files[resource["path"]]
        if (resource["bytes"], resource["hash"]) != (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"):
            wrong.append(f"{name}: bytes or hash")
        columns = [field["name"] for field in schema["fields"]]
        if next(csv.reader(io.StringIO(data.decode(), newline=""))) != columns:
            wrong.append(f"{name}: columns")
        for field in schema["fields"]:
            values = [row[field["name"]] for row in found[name]]
            limits = field.get("constraints", {})
            kept = [value for value in values if value]
            wrong += [f"{name}.{field['name']}: {value!r}" for value in kept if not _fits(value, field["type"], limits)]
            if limits.get("required") and len(kept) < len(values):
                wrong.append(f"{name}.{field['name']}: empty")
        keys = [tuple(row[part] for part in schema.get("primaryKey", columns)) for row in found[name]]
        if "primaryKey" in schema and len(set(keys)) < len(keys):
            wrong.append(f"{name}: primary key")
        for key in schema.get("foreignKeys", []):
            (own,), (there,) = key["fields"], key["reference"]["fields"]
            known = {row[there] for row in found[key["reference"]["resource"]]}
            wrong += [f"{name}.{own}: {row[own]}" for row in found[name] if row[own] and row[own] not in known]
    return wrong


def _fits(value: str, kind: str, limits: dict[str, Any]) -> bool:
    return bool(re.fullmatch(_PATTERNS[kind], value)) and value in limits.get("enum", [value])


class TestTheTables:
    @pytest.mark.parametrize("audience", ["internal", "public"])
    @pytest.mark.parametrize("texts", [True, False])
    def test_are_what_their_description_says(self, audience: str, texts: bool) -> None:
        assert faults(archive(example(), audience, texts=texts)) == []

    @pytest.mark.parametrize("language", ["da", "en"])
    @pytest.mark.parametrize("round_id", SHIPPED)
    def test_are_so_for_every_shipped_round_without_answers(self, round_id: str, language: str) -> None:
        report = kc.check(kc.load_round(round_id, registry=REGISTRY), [], at=AT, registry=REGISTRY)
        files = archive(report, language=language)
        assert faults(files) == []
        assert len(tables(files)["parties"]) == len(report.round.participants)

    @given(scenarios())
    @settings(max_examples=15)
    def test_are_so_whatever_is_answered(self, scenario: Scenario) -> None:
        report = kc.check(scenario.round, scenario.responses, at=scenario.at, registry=REGISTRY)
        for audience in ("internal", "public"):
            assert faults(archive(report, audience)) == []

    def test_hold_every_record_of_the_report(self) -> None:
        report = example()
        found = tables(archive(report))
        assert set(KINDS) < set(found)
        assert {kind: len(found[kind]) for kind in KINDS} == {kind: len(report.records(kind)) for kind in KINDS}
        assert [row["text"] for row in found["points"]] == [entry.point.text for entry in report.points]

    def test_tell_a_joint_response_by_its_parties(self) -> None:
        found = tables(archive(example()))["response-parties"]
        assert [row["party"] for row in found if row["response"] == "lemvig-konstrueret"] == ["lemvig", "struer"]

    def test_know_the_parties_that_nobody_consulted(self) -> None:
        # A report may be made by hand, without participation.
        report = attrs.evolve(
            report_of(answer("x", participants=("skive", "ukendt"))), participation=kc.Participation()
        )
        files = archive(report)
        assert faults(files) == []
        assert [(row["party"], row["consulted"]) for row in tables(files)["parties"]] == [
            ("skive", "true"),
            ("ukendt", "false"),
        ]

    def test_have_the_tracks_as_they_became(self) -> None:
        found = {row["track"]: row for row in tables(archive(example()))["tracks"]}
        assert found["videndeling"]["title"] == "Videndeling og kompetencer"
        assert (found["videndeling"]["final_title"], found["videndeling"]["status"]) == (
            "Samarbejde og vidensdeling",
            "final",
        )
        assert (found["affald"]["consulted"], found["affald"]["title"]) == ("false", "")

    def test_have_tracks_that_only_an_answer_knows(self) -> None:
        point = kc.TrackPoint(id="p", track="opfundet", text="x")
        files = archive(report_of(answer("x", points=(point,))))
        assert faults(files) == []
        assert [(row["track"], row["status"]) for row in tables(files)["tracks"]] == [("opfundet", "")]

    def test_write_moments_in_utc_and_days_as_days(self) -> None:
        zone = dt.timezone(dt.timedelta(hours=1))
        handled = kc.Handling(mode=kc.HandlingMode.POLITICAL, decided_on=dt.date(2020, 12, 1))
        pages = kc.PageCount(pages=2, basis=kc.PageBasis.COUNTED)
        moment = dt.datetime(2020, 12, 15, 10, 0, 0, 5, tzinfo=zone)
        found = tables(archive(report_of(answer("x", received_at=moment, handling=handled, pages=pages))))["responses"]
        assert (found[0]["received_at"], found[0]["decided_on"], found[0]["pages"]) == (
            "2020-12-15T09:00:00Z",
            "2020-12-01",
            "2",
        )

    @pytest.mark.parametrize("year", [1, 9999])
    def test_write_moments_at_the_ends_of_the_calendar(self, year: int) -> None:
        zone = dt.timezone(dt.timedelta(hours=12 if year == 1 else -12))
        moment = dt.datetime(year, 1 if year == 1 else 12, 1 if year == 1 else 31, 6, tzinfo=zone)
        report = attrs.evolve(report_of(), responses=(answer("x", received_at=moment),))
        assert tables(archive(report))["responses"][0]["received_at"].startswith(f"{year:04}-")


class TestWhatIsPublished:
    def test_has_no_answer_that_is_not_to_be_published(self) -> None:
        files = archive(report_of(answer("Hemmeligt", publication_consent=False)), "public")
        assert faults(files) == []
        assert all(b"Hemmeligt" not in data for data in files.values())
        (party,) = tables(files)["parties"]
        assert (party["status"], party["response"]) == ("answered", "")

    def test_has_no_number_of_a_person(self) -> None:
        files = archive(report_of(answer("Ring til 0101701234 om sagen.", title="Fra 010170-1234")), "public")
        assert not [name for name, data in files.items() if re.search(rb"010170-?1234", data)]

    def test_may_leave_out_what_was_written(self) -> None:
        remark = kc.Assessment(point="p1", reply="Vurderet", summary="Sammenfattet", change="Ændret")
        point = kc.TrackPoint(
            id="p1",
            track="t",
            text="Skrevet",
            rationale="Begrundet",
            anchor=kc.Anchor(file="hemmelig.docx", section="Overskriften"),
        )
        written = answer("x", points=(point,), title="Emnet", body="Brødet")
        report = kc.check(
            kc.Round(id="r", title=localized(da="R")), [written], at=AT, assessments=[remark], registry=REGISTRY
        )
        said = ["Vurderet", "Sammenfattet", "Ændret", "Skrevet", "Begrundet", "hemmelig.docx", "Overskriften"]
        said += ["Emnet", "Brødet"]
        whole, bare = (b"".join(archive(report, texts=texts).values()).decode() for texts in (True, False))
        assert [text for text in said if text not in whole] == []
        assert [text for text in said if text in bare] == []

    def test_says_so_where_it_is_not_for_the_public(self) -> None:
        report = report_of()
        assert b"Intern udgave" in archive(report)["README.md"]
        assert b"Intern udgave" not in archive(report, "public")["README.md"]

    def test_says_that_answers_are_constructed(self) -> None:
        assert "konstrueret som eksempel" in archive(example())["README.md"].decode()

    def test_says_that_it_is_incomplete(self) -> None:
        assert "ufuldstændige" in archive(attrs.evolve(report_of(), complete=False))["README.md"].decode()


class TestTheDescription:
    def test_names_round_sources_publisher_and_the_moment_asked_about(self) -> None:
        found = package(archive(example()))
        assert (found["name"], found["version"], found["created"]) == (
            "midtjylland-klima-2020",
            "2020.12.18.120000",
            "2020-12-18T12:00:00Z",
        )
        assert found["contributors"] == [{"title": "KKR Midtjylland", "roles": ["publisher"]}]
        assert found["sources"][0]["path"].startswith("https://www.kl.dk/")
        assert "licenses" not in found

    def test_names_the_licence_that_somebody_decided_on(self) -> None:
        report = report_of()
        assert package(archive(report, licence="CC-BY-SA-4.0"))["licenses"] == [
            {"name": "CC-BY-SA-4.0", "path": "https://creativecommons.org/licenses/by-sa/4.0/"}
        ]
        assert package(archive(report, licence="CC0-1.0"))["licenses"][0]["path"].endswith("/zero/1.0/")
        assert package(archive(report, licence="PDDL-1.0"))["licenses"] == [{"name": "PDDL-1.0"}]
        own = "https://kkr.example/vilkaar"
        assert package(archive(report, licence=own))["licenses"] == [{"path": own}]
        assert b"CC0-1.0" in archive(report, licence="CC0-1.0")["README.md"]

    @pytest.mark.parametrize(
        ("option", "value"), [("licence", "min egen"), ("licence", ""), ("language", "tlh"), ("unknown", 1)]
    )
    def test_refuses_options_that_do_not_fit(self, option: str, value: Any) -> None:
        with pytest.raises(kc.ConfigError, match=option):
            archive(report_of(), "internal", **{option: value})

    def test_says_in_each_language_what_the_columns_are(self) -> None:
        danish, english = (package(archive(report_of(), language=language)) for language in ("da", "en"))
        for one, other in zip(danish["resources"], english["resources"], strict=True):
            assert one["title"] != other["title"] or one["description"] != other["description"]
            for field, same in zip(one["schema"]["fields"], other["schema"]["fields"], strict=True):
                assert field["name"] == same["name"]
                assert field["description"] != same["description"]
                assert all(entry["label"] for entry in field.get("categories", []))

    def test_leaves_out_an_address_that_is_none(self) -> None:
        round_ = kc.Round(
            id="r", title=localized(da="R"), sources=(kc.Source(title="Hylden", url="file:///etc/passwd"),)
        )
        assert package(archive(report_of(round_=round_)))["sources"] == [{"title": "Hylden"}]

    def test_is_in_the_text_beside_it_too(self) -> None:
        files = archive(example(), language="en")
        text = files["README.md"].decode()
        for resource in package(files)["resources"]:
            assert f"`{resource['path']}`" in text
            assert [
                field["name"] for field in resource["schema"]["fields"] if f"| `{field['name']}` |" not in text
            ] == []


class TestCells:
    def test_hold_what_was_written_sign_for_sign(self) -> None:
        (row,) = tables(archive(report_of(answer(HOSTILE))))["points"]
        assert row["text"] == HOSTILE

    def test_are_guarded_against_spreadsheets_where_that_is_asked_for(self) -> None:
        files = archive(report_of(answer(HOSTILE)), guard=True)
        (row,) = tables(files)["points"]
        assert row["text"].startswith("'=")
        assert unguard(row["text"]) == HOSTILE
        assert (row["rationale"], faults(files)) == ("", [])
        assert b"apostrof" in files["README.md"]

    def test_take_texts_that_no_file_can_hold(self) -> None:
        (row,) = tables(archive(report_of(answer("\ud800 slut"))))["points"]
        assert row["text"] == "? slut"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert archive(example()) == archive(example())
