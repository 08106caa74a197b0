"""The reference round, fact by fact, as KKR Midtjylland's page and the other sources tell them."""

from __future__ import annotations

import datetime as dt

import pytest

import kkrconsult as kc


@pytest.fixture(scope="module")
def round_() -> kc.Round:
    return kc.load_round("midtjylland-klima-2020")


class TestDates:
    def test_the_deadline_is_15_december_2020_at_ten_local_time(self, round_: kc.Round) -> None:
        assert round_.deadline == kc.Deadline(
            day=dt.date(2020, 12, 15), time=dt.time(10), timezone="Europe/Copenhagen", grace_minutes=0
        )

    def test_the_day_on_which_the_letter_was_sent_is_left_open_and_named_as_unknown(self, round_: kc.Round) -> None:
        assert round_.opens is None
        assert any("høringsbrevet blev sendt" in unknown.in_language("da") for unknown in round_.unknowns)

    @pytest.mark.parametrize(
        ("step", "kind", "day", "status"),
        [
            ("beslutning", kc.MilestoneKind.DECIDED, dt.date(2020, 6, 17), kc.MilestoneStatus.DONE),
            ("konference", kc.MilestoneKind.CONFERENCE, dt.date(2020, 9, 30), kc.MilestoneStatus.CANCELLED),
            ("droeftelse", kc.MilestoneKind.DISCUSSED, dt.date(2021, 2, 1), kc.MilestoneStatus.PLANNED),
            ("klimakonference-2021", kc.MilestoneKind.CONFERENCE, None, kc.MilestoneStatus.PLANNED),
        ],
    )
    def test_the_steps_have_their_days(
        self, round_: kc.Round, step: str, kind: kc.MilestoneKind, day: dt.date | None, status: kc.MilestoneStatus
    ) -> None:
        found = {milestone.id: milestone for milestone in round_.milestones}[step]
        assert (found.kind, found.on, found.status) == (kind, day, status)

    def test_no_step_is_left_out_of_these_tests(self, round_: kc.Round) -> None:
        steps = ["beslutning", "konference", "droeftelse", "klimakonference-2021"]
        assert [milestone.id for milestone in round_.milestones] == steps


class TestCancelledConference:
    def test_it_was_cancelled_because_of_covid_19(self, round_: kc.Round) -> None:
        reason = round_.milestones[1].reason
        assert reason is not None
        assert "covid-19" in reason.in_language("da")
        assert "Covid-19" in reason.in_language("en")

    def test_the_four_digital_talks_took_its_place(self, round_: kc.Round) -> None:
        assert round_.milestones[1].replaced_by == tuple(material.id for material in round_.materials)
        assert len(round_.materials) == 4
        assert all(material.digital and material.kind is kc.MaterialKind.TALK for material in round_.materials)

    @pytest.mark.parametrize(
        ("material", "speaker", "organisation", "tracks"),
        [
            ("oplaeg-klimaudfordringen", "Hans Sanderson", "Aarhus Universitet", ()),
            ("oplaeg-dk2020", "Inge Nilsson", "CONCITO", ("dk2020",)),
            ("oplaeg-groen-vaekst", "Lars Bach Jensen", "Dansk Industri", ("groen-vaekst",)),
            ("oplaeg-samsoe", "Søren Hermansen", "Energiakademiet, Samsø", ()),
        ],
    )
    def test_each_talk_has_its_speaker(
        self, round_: kc.Round, material: str, speaker: str, organisation: str, tracks: tuple[str, ...]
    ) -> None:
        found = {entry.id: entry for entry in round_.materials}[material]
        assert found.speakers == (kc.Speaker(name=speaker, organisation=organisation),)
        assert found.tracks == tracks


class TestTracks:
    @pytest.mark.parametrize(
        ("index", "track", "title", "actors"),
        [
            (0, "dk2020", "DK2020", {"Kommunerne", "Region Midtjylland", "Realdania", "CONCITO"}),
            (1, "groen-vaekst", "Grøn vækst", {"Erhvervshus Midtjylland", "Det lokale erhvervsfremmesystem"}),
            (
                2,
                "videndeling",
                "Videndeling og kompetencer",
                {"Kommunerne", "Uddannelsesinstitutioner", "Relevante interessenter"},
            ),
        ],
    )
    def test_the_three_provisional_tracks_have_their_actors(
        self, round_: kc.Round, index: int, track: str, title: str, actors: set[str]
    ) -> None:
        found = round_.tracks[index]
        assert (found.id, str(found.title), found.status) == (track, title, kc.TrackStatus.PROVISIONAL)
        assert {actor.name for actor in found.actors} == actors

    def test_there_are_three_and_the_answers_may_add_to_them(self, round_: kc.Round) -> None:
        assert len(round_.tracks) == 3
        assert round_.new_themes
        assert round_.purpose is not None
        assert "fjerde eller femte spor" in str(round_.purpose)

    @pytest.mark.parametrize(
        ("track", "words"),
        [
            ("dk2020", ("klimahandlingsplaner", "målemetoder", "mobilitet og transport", "Coast2Coast")),
            ("groen-vaekst", ("grønne omstilling", "erhvervsfremmesystem", "resultatkontrakt")),
            ("videndeling", ("viden", "uddannelsesinstitutioner", "kompetencer", "årlig konference")),
        ],
    )
    def test_the_descriptions_tell_what_each_is_about(
        self, round_: kc.Round, track: str, words: tuple[str, ...]
    ) -> None:
        text = str({entry.id: entry for entry in round_.tracks}[track].description)
        assert [word for word in words if word not in text] == []


class TestOutcome:
    @pytest.mark.parametrize(
        ("index", "title", "kind", "came_from"),
        [
            (0, "Klimahandleplaner (DK2020)", kc.TrackChangeKind.RENAMED, ("dk2020",)),
            (1, "Grøn vækst", kc.TrackChangeKind.ADOPTED, ("groen-vaekst",)),
            (2, "Samarbejde og vidensdeling", kc.TrackChangeKind.RENAMED, ("videndeling",)),
            (3, "Affaldshåndtering, heriblandt cirkulære processer", kc.TrackChangeKind.PROMOTED, ()),
            (4, "Vand og klimasikring", kc.TrackChangeKind.PROMOTED, ()),
        ],
    )
    def test_the_five_final_tracks_have_a_history(
        self, round_: kc.Round, index: int, title: str, kind: kc.TrackChangeKind, came_from: tuple[str, ...]
    ) -> None:
        assert round_.outcome is not None
        track = round_.outcome.tracks[index]
        assert (str(track.title), track.status) == (title, kc.TrackStatus.FINAL)
        (change,) = track.history
        assert (change.kind, change.from_tracks, change.by) == (kind, came_from, ())

    def test_what_is_inferred_says_so(self, round_: kc.Round) -> None:
        assert round_.outcome is not None
        assert len(round_.outcome.tracks) == 5
        changed = [track.history[0] for track in round_.outcome.tracks if track.id != "groen-vaekst"]
        assert all("vores slutning" in str(change.note) for change in changed)

    def test_the_day_of_the_decision_is_not_made_up(self, round_: kc.Round) -> None:
        assert round_.outcome is not None
        assert round_.outcome.decided_on is None
        assert round_.concluded_on is None


class TestWhatIsAsked:
    def test_every_municipality_of_the_region_is_asked(self, round_: kc.Round) -> None:
        assert len(round_.participants) == 19
        assert {party.region for party in round_.participants} == {"midtjylland"}

    @pytest.mark.parametrize(
        ("demand", "words", "validators"),
        [
            ("et-svar", "ét svar fra hver", ("one-response-per-participant",)),
            ("omfang", "1-2 A4-sider", ("page-limit",)),
            ("behandling", "politisk eller administrativt", ("handling",)),
            ("indhold", "supplerende temaer med begrundelse", ("rationale", "theme-title", "known-track")),
        ],
    )
    def test_each_demand_names_the_validators_that_check_it(
        self, round_: kc.Round, demand: str, words: str, validators: tuple[str, ...]
    ) -> None:
        found = {entry.id: entry for entry in round_.demands}[demand]
        assert words in str(found.text)
        assert found.validators == validators

    def test_a_demand_names_only_validators_that_there_are(self, round_: kc.Round) -> None:
        known = {entry.name for entry in kc.load_plugins().validators}
        assert {name for demand in round_.demands for name in demand.validators} <= known

    def test_an_answer_takes_one_to_two_pages(self, round_: kc.Round) -> None:
        assert round_.settings.validators["page-limit"] == {"minimum": 1, "maximum": 2}

    def test_the_note_has_a_column_for_the_remarks_of_the_kkr(self, round_: kc.Round) -> None:
        assert round_.settings.exporters["hoeringsnotat"]["columns"] == {"assessment": "KKR's bemærkninger"}


class TestMandate:
    @pytest.mark.parametrize(
        ("area", "parent", "actors"),
        [
            ("trafik", None, {"Midttrafik"}),
            ("infrastruktur", None, set[str]()),
            ("klima-og-miljoe", None, set[str]()),
            ("limfjordsraadet", "klima-og-miljoe", {"Limfjordsrådet"}),
            (
                "regional-klimaindsats",
                "klima-og-miljoe",
                {"Administrativ styregruppe", "Fælleskommunalt Klimasekretariat"},
            ),
            (
                "dk2020-partnerskab",
                "klima-og-miljoe",
                {"KL", "Realdania", "Regionerne", "Politisk partnerskabsgruppe"},
            ),
        ],
    )
    def test_each_area_has_its_place_and_its_actors(
        self, round_: kc.Round, area: str, parent: str | None, actors: set[str]
    ) -> None:
        found = {entry.id: entry for entry in round_.areas}[area]
        assert found.parent == parent
        assert {actor.name for actor in found.actors} == actors

    def test_the_round_belongs_to_climate_and_environment(self, round_: kc.Round) -> None:
        assert round_.area == "klima-og-miljoe"
        assert round_.region == "midtjylland"
        assert len(round_.areas) == 6

    def test_the_source_is_named(self, round_: kc.Round) -> None:
        assert (round_.sources[0].url or "").startswith("https://www.kl.dk/politik/kkr/kkr-midtjylland/")
        assert round_.sources[0].title.endswith("(sidst opdateret 28. august 2023)")
