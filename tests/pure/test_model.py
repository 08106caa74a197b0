"""Every class of the model: written and read back without loss, and impossible to build wrong."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import zoneinfo
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.strategies import CLASSES, instances

from kkrconsult.errors import DataError
from kkrconsult.jsonio import from_json, to_json
from kkrconsult.model import (
    Accounting,
    Anchor,
    Assessment,
    Attachment,
    Contact,
    Deadline,
    Decision,
    Demand,
    Extension,
    GeneralPoint,
    Handling,
    HandlingMode,
    LocalizedText,
    MandateArea,
    Material,
    Milestone,
    MilestoneKind,
    Outcome,
    PageBasis,
    PageCount,
    Participant,
    Participation,
    PartyStatus,
    Point,
    Proposal,
    Provenance,
    ProvenanceKind,
    Receipt,
    Reservation,
    Response,
    ResponseStatus,
    Round,
    Sender,
    SetAside,
    Signatory,
    Source,
    SourceFile,
    Standing,
    Status,
    Theme,
    ThemeDecision,
    ThemeProposal,
    Track,
    TrackChange,
    TrackChangeKind,
    TrackPoint,
    Withdrawal,
    as_moment,
    localized,
)
from kkrconsult.structure import FrozenMap, decode, encode, json_schema

# The biggest classes hold all others, so fewer of them say as much.
_EXAMPLES = {"Report": 6, "Round": 15, "Response": 30}
_PATIENCE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
EVERY = pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
NAIVE = dt.datetime(2020, 12, 15, 10)  # noqa: DTZ001 - what must be refused
AWARE = dt.datetime(2020, 12, 15, 10, tzinfo=dt.UTC)
DAY = dt.date(2020, 12, 15)
TITLE = localized(da="Titel")


def for_instances(cls: type[Any], check: Any) -> None:
    """Run a check on many objects of a class."""
    run = given(instances(cls))(check)
    settings(max_examples=_EXAMPLES.get(cls.__name__, 25), suppress_health_check=_PATIENCE)(run)()


@pytest.mark.no_cover
@EVERY
class TestEveryClass:
    def test_is_read_back_from_its_json_as_it_was(self, cls: type[Any]) -> None:
        def check(made: Any) -> None:
            text = to_json(made)
            assert from_json(cls, text) == made
            assert from_json(cls, text.encode()) == made
            assert to_json(from_json(cls, text)) == text

        for_instances(cls, check)

    def test_fits_its_own_schema(self, cls: type[Any]) -> None:
        schema = json_schema(cls)
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)

        def check(made: Any) -> None:
            validator.validate(json.loads(to_json(made)))

        for_instances(cls, check)

    def test_refuses_a_key_that_it_does_not_have(self, cls: type[Any]) -> None:
        if cls is LocalizedText:
            pytest.skip("its keys are languages")
        validator = jsonschema.Draft202012Validator(json_schema(cls))

        def check(made: Any) -> None:
            data = {**encode(made), "ukendt_nøgle": 1}
            with pytest.raises(DataError) as caught:
                decode(cls, data)
            assert [(problem.path, problem.message) for problem in caught.value.problems] == [
                (("ukendt_nøgle",), "unknown key")
            ]
            assert not validator.is_valid(json.loads(json.dumps(data)))

        run = given(instances(cls))(check)
        settings(max_examples=3, suppress_health_check=_PATIENCE)(run)()

    def test_cannot_change_and_can_be_hashed_and_pickled(self, cls: type[Any]) -> None:
        def check(made: Any) -> None:
            assert hash(made) == hash(copy.copy(made))
            assert pickle.loads(pickle.dumps(made)) == made
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(made, attrs.fields(cls)[0].name, None)

        run = given(instances(cls))(check)
        settings(max_examples=5, suppress_health_check=_PATIENCE)(run)()

    def test_documents_every_field(self, cls: type[Any]) -> None:
        from kkrconsult.structure import class_doc, field_docs

        assert class_doc(cls)
        assert set(field_docs(cls)) == {field.name for field in attrs.fields(cls)}


class TestAUnionOfPoints:
    @given(instances(Point))
    def test_knows_its_kinds_by_their_type(self, point: Any) -> None:
        assert json.loads(to_json(point))["type"] == type(point).TYPE
        assert from_json(Point, to_json(point)) == point

    def test_refuses_an_unknown_type_with_a_suggestion(self) -> None:
        with pytest.raises(DataError, match=r"type: must name one .* found 'track-pont'.* 'track-point'\?"):
            from_json(Point, {"type": "track-pont", "id": "p1", "text": "x"})


def refused(field: str, found: object) -> Any:
    """What an impossible value is answered with: the field and the value."""
    return pytest.raises(DataError, match=rf"(?s){field}.*found {_quoted(found)}")


def _quoted(found: object) -> str:
    import re

    return re.escape(repr(found)[:40])


PARTY = {"id": "skive", "name": "Skive"}
ANSWER = {"id": "svar-1", "participants": ("skive",)}
ROUND = {"id": "prøve", "title": TITLE}

IMPOSSIBLE = [
    (Accounting, {}, "files", -1),
    (Accounting, {}, "open", True),
    (Anchor, {}, "page", 0),
    (Anchor, {}, "page", 1.5),
    (Anchor, {}, "paragraphs", (2, 1)),
    (Anchor, {}, "paragraphs", (0,)),
    (Anchor, {}, "paragraphs", [1]),
    (Anchor, {}, "paragraphs", (1, 1)),
    (Assessment, {}, "point", ""),
    (Assessment, {"point": "p1"}, "assessed_at", NAIVE),
    (Attachment, {}, "name", " "),
    (Attachment, {"name": "bilag.pdf"}, "sha256", "ABC"),
    (Attachment, {"name": "bilag.pdf"}, "size", -1),
    (Deadline, {}, "day", AWARE),
    (Deadline, {"day": DAY}, "time", dt.time(10, tzinfo=dt.UTC)),
    (Deadline, {"day": DAY}, "time", "10:00"),
    (Deadline, {"day": DAY}, "timezone", ""),
    (Deadline, {"day": DAY}, "grace_minutes", -5),
    (Deadline, {"day": DAY}, "grace_minutes", True),
    (Decision, {}, "kind", "rejected"),
    (Demand, {"text": TITLE}, "id", "to ord"),
    (Demand, {"id": "d", "text": TITLE}, "validators", ["page-limit"]),
    (Extension, {"deadline": Deadline(day=DAY)}, "participants", ["skive"]),
    (Extension, {"deadline": Deadline(day=DAY)}, "granted_on", AWARE),
    (GeneralPoint, {"text": "x"}, "id", "-p1"),
    (GeneralPoint, {"id": "p1"}, "text", "\n"),
    (Handling, {}, "mode", "political"),
    (Handling, {"mode": HandlingMode.POLITICAL}, "decided_on", "2020-12-15"),
    (MandateArea, {"title": TITLE}, "id", None),
    (MandateArea, {"id": "klima", "title": TITLE}, "actors", []),
    (Material, {"title": TITLE}, "id", "a/b"),
    (Material, {"id": "m", "title": TITLE}, "speakers", []),
    (Material, {"id": "m", "title": TITLE}, "tracks", "dk2020"),
    (Milestone, {"kind": MilestoneKind.OTHER, "title": TITLE}, "id", ""),
    (Milestone, {"id": "m", "kind": MilestoneKind.OTHER, "title": TITLE}, "on", AWARE),
    (Milestone, {"id": "m", "kind": MilestoneKind.OTHER, "title": TITLE}, "replaced_by", []),
    (Outcome, {}, "tracks", []),
    (Outcome, {}, "decided_on", AWARE),
    (Outcome, {}, "sources", []),
    (PageCount, {"basis": PageBasis.COUNTED}, "pages", -1),
    (PageCount, {"basis": PageBasis.COUNTED}, "pages", True),
    (PageCount, {"basis": PageBasis.COUNTED}, "pages", "2"),
    (PageCount, {"basis": PageBasis.COUNTED}, "pages", 10**30),
    (PageCount, {"basis": PageBasis.COUNTED}, "pages", float("nan")),
    (PageCount, {"basis": PageBasis.COUNTED}, "pages", float("inf")),
    (Participant, {"name": "Skive"}, "id", "x" * 121),
    (Participant, {"id": "skive"}, "name", ""),
    (Participant, PARTY, "aliases", ["Skive Kommune"]),
    (Participant, PARTY, "email_domains", ["skive.dk"]),
    (Participant, PARTY, "added_on", AWARE),
    (Participant, PARTY, "code", "77"),
    (Participant, PARTY, "cvr", "1234567"),
    (PartyStatus, {"name": "Skive", "status": Status.MISSING}, "participant", ""),
    (PartyStatus, {"participant": "skive", "status": Status.MISSING}, "name", ""),
    (PartyStatus, {"participant": "skive", "name": "Skive", "status": Status.MISSING}, "responses", ["svar-1"]),
    (PartyStatus, {"participant": "skive", "name": "Skive", "status": Status.MISSING}, "joint_with", []),
    (PartyStatus, {"participant": "skive", "name": "Skive", "status": Status.MISSING}, "due", NAIVE),
    (PartyStatus, {"participant": "skive", "name": "Skive", "status": Status.MISSING}, "received_at", NAIVE),
    (Proposal, {"title": "Vand"}, "point", ""),
    (Proposal, {"title": "Vand", "point": "p1"}, "participants", ["Skive"]),
    (Provenance, {"kind": ProvenanceKind.ASSUMED}, "confidence", 1.1),
    (Receipt, {"at": AWARE}, "response", ""),
    (Receipt, {"response": "svar-1"}, "at", NAIVE),
    (Receipt, {"response": "svar-1"}, "at", None),
    (Reservation, {}, "expected_on", AWARE),
    (Response, {"participants": ("skive",)}, "id", "svar 1"),
    (Response, {"id": "svar-1"}, "participants", ()),
    (Response, {"id": "svar-1"}, "participants", ["skive"]),
    (Response, {"id": "svar-1"}, "participants", ("skive", "skive")),
    (Response, ANSWER, "points", []),
    (Response, ANSWER, "set_aside", []),
    (Response, ANSWER, "attachments", []),
    (Response, ANSWER, "on_behalf_of", []),
    (Response, ANSWER, "received_at", NAIVE),
    (Response, ANSWER, "received_at", "2020-12-15"),
    (Response, ANSWER, "body", b"bytes"),
    (Response, ANSWER, "version", 0),
    (Response, ANSWER, "version", True),
    (Response, ANSWER, "supersedes", "svar-1"),
    (ResponseStatus, {"standing": Standing.ACCEPTED}, "response", ""),
    (ResponseStatus, {"response": "svar-1", "standing": Standing.ACCEPTED}, "participants", []),
    (Round, {"title": TITLE}, "id", "en høring"),
    (Round, ROUND, "opens", NAIVE),
    (Round, ROUND, "timezone", ""),
    (Round, ROUND, "concluded_on", AWARE),
    (Round, ROUND, "tracks", []),
    (Sender, {}, "name", ""),
    (SetAside, {"reason": "form"}, "paragraphs", ()),
    (SetAside, {"paragraphs": (1,)}, "reason", " "),
    (Signatory, {}, "name", ""),
    (Source, {}, "title", ""),
    (SourceFile, {}, "name", ""),
    (SourceFile, {"name": "svar.md"}, "sha256", "0" * 63),
    (SourceFile, {"name": "svar.md"}, "size", 1.0),
    (Theme, {"title": "Vand", "points": ()}, "id", ""),
    (Theme, {"id": "t", "points": ()}, "title", ""),
    (Theme, {"id": "t", "title": "Vand"}, "points", []),
    (ThemeDecision, {}, "title", " "),
    (ThemeDecision, {"title": "Vand"}, "titles", []),
    (ThemeProposal, {"id": "p1"}, "title", None),
    (ThemeProposal, {"id": "p1", "title": " "}, "text", ""),
    (Track, {"title": TITLE}, "id", "spor 1"),
    (Track, {"id": "t", "title": TITLE}, "aliases", ["spor 1"]),
    (Track, {"id": "t", "title": TITLE}, "actors", []),
    (Track, {"id": "t", "title": TITLE}, "history", []),
    (TrackChange, {"kind": TrackChangeKind.RENAMED}, "on", AWARE),
    (TrackChange, {"kind": TrackChangeKind.RENAMED}, "by", []),
    (TrackChange, {"kind": TrackChangeKind.RENAMED}, "from_tracks", []),
    (TrackPoint, {"id": "p1", "text": "x"}, "track", ""),
    (TrackPoint, {"id": "p1", "track": "dk2020"}, "text", ""),
    (Withdrawal, {}, "reason", ""),
    (Withdrawal, {"reason": "Fejl"}, "at", NAIVE),
]


class TestAnImpossibleValue:
    @pytest.mark.parametrize(
        ("cls", "rest", "field", "value"),
        IMPOSSIBLE,
        ids=[f"{cls.__name__}.{field}-{index}" for index, (cls, _, field, _) in enumerate(IMPOSSIBLE)],
    )
    def test_is_refused_with_class_field_and_value(
        self, cls: type[Any], rest: dict[str, Any], field: str, value: object
    ) -> None:
        with refused(f"{cls.__name__}: {field} ", value) as caught:
            cls(**rest, **{field: value})
        assert caught.value.problems[0].path == (field,)

    def test_of_an_alias_is_refused(self) -> None:
        with refused("Participant: aliases ", " "):
            Participant(id="skive", name="Skive", aliases=("Skive Kommune", " "))

    def test_of_one_of_several_parties_is_refused(self) -> None:
        with refused("Response: participants ", ""):
            Response(id="svar-1", participants=("skive", ""))

    def test_of_two_points_with_one_id_is_refused(self) -> None:
        twice = GeneralPoint(id="p1", text="x")
        with refused("Response: points ", ["p1", "p1"]):
            Response(id="svar-1", participants=("skive",), points=(twice, twice))

    def test_is_a_track_point_without_a_track(self) -> None:
        with pytest.raises(TypeError, match="track"):
            TrackPoint(id="p1", text="x")  # type: ignore[call-arg]

    def test_is_shown_short_however_long_it_is(self) -> None:
        with pytest.raises(DataError) as caught:
            GeneralPoint(id="x" * 10_000_000, text="x")
        assert len(str(caught.value)) < 400


class TestARound:
    def test_whose_parts_do_not_fit_together_says_all_that_is_wrong(self) -> None:
        with pytest.raises(DataError) as caught:
            Round(
                id="prøve",
                title=TITLE,
                participants=(Participant(id="skive", name="Skive"), Participant(id="skive", name="Skive igen")),
                tracks=(Track(id="dk2020", title=TITLE),),
                materials=(Material(id="brev", title=TITLE, tracks=("dk2021",)),),
                milestones=(
                    Milestone(id="møde", kind=MilestoneKind.MEETING, title=TITLE, replaced_by=("brev", "breve")),
                ),
                extensions=(Extension(deadline=Deadline(day=DAY), participants=("skive", "skove")),),
                areas=(MandateArea(id="klima", title=TITLE),),
                area="klimaet",
            )
        found = {problem.path: (problem.found, problem.suggestion) for problem in caught.value.problems}
        assert found == {
            ("participants", 1, "id"): ("'skive'", None),
            ("materials", 0, "tracks", 0): ("'dk2021'", "Did you mean 'dk2020'?"),
            ("milestones", 0, "replaced_by", 1): ("'breve'", "Did you mean 'brev'?"),
            ("extensions", 0, "participants", 1): ("'skove'", "Did you mean 'skive'?"),
            ("area",): ("'klimaet'", "Did you mean 'klima'?"),
        }

    def test_has_each_proposal_in_one_theme_and_every_theme_on_a_track_that_is_there(self) -> None:
        themes = (
            ThemeDecision(title="Vand", titles=("Klima  og vand",), points=("p1",), track="vand"),
            ThemeDecision(title="VAND", titles=("klima og Vand", "Hav"), points=("p2", "p1"), track="vnad"),
        )
        outcome = Outcome(tracks=(Track(id="vand", title=localized(da="Vand")),))
        with pytest.raises(DataError) as caught:
            Round(id="r", title=localized(da="R"), themes=themes, outcome=outcome)
        assert [(problem.path, problem.suggestion) for problem in caught.value.problems] == [
            (("themes", 1, "track"), "Did you mean 'vand'?"),
            (("themes", 1, "title"), None),
            (("themes", 1, "titles", 0), None),
            (("themes", 1, "points", 1), None),
        ]

    def test_may_name_an_area_that_it_does_not_describe(self) -> None:
        assert Round(id="prøve", title=TITLE, area="klima").area == "klima"


class TestAMoment:
    # 2:30 on 25 October 2020 came twice in Copenhagen.
    TWICE = dt.datetime(2020, 10, 25, 2, 30, tzinfo=zoneinfo.ZoneInfo("Europe/Copenhagen"))

    def test_keeps_its_offset_through_the_hour_that_comes_twice(self) -> None:
        for fold, offset in ((0, "+02:00"), (1, "+01:00")):
            made = Response(id="svar-1", participants=("skive",), received_at=self.TWICE.replace(fold=fold))
            assert made.received_at is not None
            assert made.received_at.isoformat() == f"2020-10-25T02:30:00{offset}"
            assert from_json(Response, to_json(made)) == made

    def test_of_a_zone_without_an_offset_is_left_as_it_is(self) -> None:
        class Nowhere(dt.tzinfo):
            def utcoffset(self, moment: dt.datetime | None) -> None:
                return None

            def dst(self, moment: dt.datetime | None) -> None:
                return None

            def tzname(self, moment: dt.datetime | None) -> None:
                return None

        odd = NAIVE.replace(tzinfo=Nowhere())
        assert as_moment(odd) is odd

    @given(st.none() | st.just(NAIVE))
    def test_that_is_none_is_left_to_the_class_to_judge(self, value: dt.datetime | None) -> None:
        assert as_moment(value) is value


class TestAText:
    def test_is_danish_where_no_language_is_named(self) -> None:
        assert from_json(LocalizedText, '"Grøn vækst"') == localized(da="Grøn vækst")

    def test_is_given_in_the_first_language_it_has(self) -> None:
        text = localized(da="Vand", en="Water", kl="Imeq")
        assert text.in_language("fo", "kl") == "Imeq"
        assert text.in_language("fo") == "Vand"
        assert localized(en="Water", kl="Imeq").in_language("da") == "Water"
        assert localized(kl="Imeq", fo="Vatn").in_language() == "Vatn"
        assert str(text) == "Vand"

    def test_may_come_as_any_mapping(self) -> None:
        assert LocalizedText(translations={"da": "Vand"}) == localized(da="Vand")

    @pytest.mark.parametrize(
        ("data", "complaint"),
        [
            ({}, "at least one language"),
            ({"Dansk": "Vand"}, "not a language tag"),
            ({3: "Vand"}, "not a language tag"),
            ({"da": ""}, "must be text that is not empty"),
            ({"da": 3}, "must be text that is not empty"),
            (3, "must be text or a table of languages"),
            ("", "must be text that is not empty"),
        ],
    )
    def test_that_is_none_is_refused(self, data: object, complaint: str) -> None:
        with pytest.raises(DataError, match=complaint):
            decode(LocalizedText, data)

    def test_is_refused_with_the_place_where_it_stands(self) -> None:
        with pytest.raises(DataError) as caught:
            decode(Track, {"id": "t", "title": {"da": " "}})
        assert caught.value.problems[0].path == ("title", "da")


class TestAResponse:
    def test_is_joint_when_several_parties_are_behind_it(self) -> None:
        assert Response(id="s", participants=("a", "b")).joint
        assert not Response(id="s", participants=("a",)).joint

    def test_has_the_text_of_its_body_or_else_of_its_points(self) -> None:
        points = (
            ThemeProposal(id="p1", title="Vand", text="Mere vand", rationale="Klima"),
            GeneralPoint(id="p2", text="Tak"),
        )
        made = Response(id="s", participants=("a",), points=points)
        assert made.text == "Vand\n\nMere vand\n\nKlima\n\nTak"
        assert attrs.evolve(made, body="Brev").text == "Brev"

    def test_says_everything_once(self) -> None:
        points = (ThemeProposal(id="p1", title="Vand", text="Mere vand"), GeneralPoint(id="p2", text="Tak"))
        made = Response(id="s", participants=("a",), title="Svar", points=points, body="Mere vand, tak")
        assert made.everything_said == "Mere vand, tak\n\nSvar\n\nVand\n\nTak"
        assert attrs.evolve(made, body="").everything_said == "Svar\n\nVand\n\nMere vand\n\nTak"


class TestTheRest:
    def test_a_party_s_full_name_is_the_official_one(self) -> None:
        assert (
            Participant(id="a", name="København", official_name="Københavns Kommune").full_name == "Københavns Kommune"
        )
        assert Participant(id="a", name="Skive").full_name == "Skive"

    def test_participation_finds_a_party_by_its_id(self) -> None:
        entry = PartyStatus(participant="skive", name="Skive", status=Status.MISSING)
        found = Participation(parties=(entry,))
        assert found.of("skive") is entry
        assert found.of("aarhus") is None

    @pytest.mark.parametrize(
        "fields",
        [
            {"files": 1},
            {"received": 1},
            {"paragraphs": 1},
            {"points": 1},
        ],
    )
    def test_accounts_that_do_not_come_out_even_are_not_balanced(self, fields: dict[str, int]) -> None:
        assert Accounting().balanced
        assert not Accounting(**fields).balanced

    def test_an_empty_map_is_a_fresh_default(self) -> None:
        assert Response(id="s", participants=("a",)).provenance == FrozenMap()
        assert Contact() == Contact()
