"""A round ends with the tracks of its outcome, and each track knows where it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import instances

import kkrconsult as kc
from kkrconsult.config import dump_round, parse_round
from kkrconsult.rounds import known_from

INBOX = Path(__file__).parents[2] / "examples" / "midtjylland-klima-2020" / "inbox"
AT = dt.datetime(2020, 12, 18, tzinfo=dt.UTC)
REFERENCE = kc.load_round("midtjylland-klima-2020")
DAY = dt.date(2021, 2, 1)
K = kc.TrackChangeKind


def da(text: str) -> kc.LocalizedText:
    return kc.localized(da=text)


def track(id: str, *history: kc.TrackChange, title: str = "", **rest: object) -> kc.Track:
    return kc.Track(id=id, title=da(title or id.title()), history=history, **rest)  # type: ignore[arg-type]


def a_round(
    before: Sequence[kc.Track], after: Sequence[kc.Track], *themes: kc.ThemeDecision, on: dt.date | None = DAY
) -> kc.Round:
    return kc.Round(
        id="proeve",
        title=da("Prøve"),
        participants=(kc.Participant(id="skive", name="Skive"), kc.Participant(id="aaby", name="Åby")),
        tracks=tuple(before),
        themes=themes,
        outcome=kc.Outcome(tracks=tuple(after), decided_on=on),
    )


def report(round_: kc.Round, *answers: tuple[tuple[str, ...], str]) -> kc.Report:
    made = [
        kc.Response(
            id=f"svar-{number}",
            participants=parties,
            sender=None if parties else kc.Sender(name="Konstrueret forening"),
            points=(kc.ThemeProposal(id=f"p{number}", title=title, text="Konstrueret."),),
        )
        for number, (parties, title) in enumerate(answers)
    ]
    return kc.check(round_, made, at=AT)


def steps(found: kc.Track) -> list[kc.TrackChangeKind]:
    return [step.kind for step in found.history]


class TestTheReferenceRound:
    def settled(self) -> kc.Round:
        note = "Konstrueret: ingen kilde fortæller, hvad svarene førte til."
        round_ = kc.merge_themes(REFERENCE, ["Affald", "Cirkulær økonomi"], title="Affald i kredsløb", note=note)
        round_ = kc.promote_theme(round_, "Affald i kredsløb", "affald")
        return kc.promote_theme(round_, "Klimatilpasning og vand", "vand-og-klimasikring")

    def test_ends_with_its_five_tracks(self) -> None:
        found = kc.adopt(REFERENCE).tracks
        assert [str(one.title) for one in found] == [
            "Klimahandleplaner (DK2020)",
            "Grøn vækst",
            "Samarbejde og vidensdeling",
            "Affaldshåndtering, heriblandt cirkulære processer",
            "Vand og klimasikring",
        ]
        assert {one.status for one in found} == {kc.TrackStatus.FINAL}
        assert [steps(one) for one in found] == [
            [K.RENAMED, K.ADOPTED],
            [K.ADOPTED],
            [K.RENAMED, K.ADOPTED],
            [K.PROMOTED, K.ADOPTED],
            [K.PROMOTED, K.ADOPTED],
        ]

    def test_tells_nothing_that_no_source_tells(self) -> None:
        history = [step for one in kc.adopt(REFERENCE).tracks for step in one.history]
        assert {step.by for step in history} == {()}
        assert {step.on for step in history} == {None}
        promoted = [str(step.note) for step in history if step.kind is K.PROMOTED]
        assert all("hvem der foreslog det, fortæller kilderne ikke" in note for note in promoted)

    def test_keeps_who_carries_a_track_and_what_it_is_called(self) -> None:
        before, after = REFERENCE.tracks, kc.adopt(REFERENCE).tracks
        for old, new in zip(before, after, strict=False):
            assert (new.id, new.actors, new.description) == (old.id, old.actors, old.description)
            assert set(old.aliases) <= set(new.aliases)
        assert "Videndeling og kompetencer" in after[2].aliases

    def test_with_constructed_answers_tells_who_proposed_what(self) -> None:
        round_ = self.settled()
        answers = kc.read_inbox(INBOX, round_)
        found = kc.adopt(round_, kc.check(round_, answers, at=AT)).tracks
        waste = found[3].history
        assert [step.kind for step in waste] == [K.PROPOSED, K.PROPOSED, K.MERGED, K.PROMOTED, K.ADOPTED]
        assert [(step.titles, step.by) for step in waste[:2]] == [
            (("Affald",), ("silkeborg", "skanderborg", "syddjurs")),
            (("Cirkulær økonomi",), ("favrskov", "herning", "silkeborg", "aarhus")),
        ]
        assert (waste[2].titles, waste[2].grouped_by) == (("Affald", "Cirkulær økonomi"), kc.GroupedBy.PERSON)
        assert str(waste[2].note).startswith("Konstrueret")
        assert (waste[3].titles, len(waste[3].from_tracks)) == (("Affald i kredsløb",), 1)
        water = found[4].history
        assert (water[0].by, water[0].points) == (
            ("herning", "horsens", "lemvig", "struer"),
            ("herning-tema-2", "horsens-tema-1-v2", "lemvig-tema-1"),
        )

    def test_is_the_same_when_it_is_adopted_again_or_read_from_its_file(self) -> None:
        round_ = self.settled()
        answers = kc.check(round_, kc.read_inbox(INBOX, round_), at=AT)
        adopted = kc.adopt(round_, answers)
        assert kc.adopt(adopted, answers) == kc.adopt(adopted) == adopted
        again = parse_round(dump_round(adopted), known=known_from(kc.load_plugins()))
        assert again == adopted
        assert kc.from_json(kc.Round, kc.to_json(adopted)) == adopted

    def test_still_knows_the_tracks_that_its_answers_name(self) -> None:
        round_ = self.settled()
        before = kc.check(round_, kc.read_inbox(INBOX, round_), at=AT)
        adopted = kc.adopt(round_, before)
        after = kc.check(adopted, kc.read_inbox(INBOX, adopted), at=AT)
        assert after.counts == before.counts
        assert [entry.point for entry in after.points] == [entry.point for entry in before.points]


class TestTracks:
    def test_that_are_renamed_remember_their_earlier_title(self) -> None:
        found = kc.adopt(a_round([track("a", title="Før")], [track("a", title="Efter")])).tracks[0]
        assert [(step.kind, step.on, step.title) for step in found.history] == [
            (K.RENAMED, DAY, da("Før")),
            (K.ADOPTED, DAY, None),
        ]
        assert found.aliases == ("Før",)

    @pytest.mark.parametrize(
        ("before", "after", "renamed"),
        [
            (da("Før"), kc.localized(da="Før", en="Before"), False),
            (kc.localized(da="Før", en="Before"), kc.localized(da="Før", en="Earlier"), True),
            (da("Før"), kc.localized(en="Before"), True),
        ],
    )
    def test_are_renamed_only_where_a_title_changed(
        self, before: kc.LocalizedText, after: kc.LocalizedText, renamed: bool
    ) -> None:
        round_ = a_round([kc.Track(id="a", title=before)], [kc.Track(id="a", title=after)])
        assert (K.RENAMED in steps(kc.adopt(round_).tracks[0])) is renamed

    def test_that_were_merged_live_on_under_their_old_id(self) -> None:
        merged = kc.TrackChange(kind=K.MERGED, from_tracks=("a", "b", "andet"))
        round_ = a_round(
            [track("a", aliases=("spor 1",)), track("b", title="Bål")], [track("c", merged, title="Begge")]
        )
        adopted = kc.adopt(round_)
        assert [(one.id, one.status.value) for one in adopted.tracks] == [
            ("c", "final"),
            ("a", "dropped"),
            ("b", "dropped"),
        ]
        assert steps(adopted.tracks[0]) == [K.MERGED, K.ADOPTED]
        assert adopted.tracks[0].aliases == ("spor 1", "a", "b", "Bål")
        assert [(step.kind, step.on, step.to_tracks) for step in adopted.tracks[1].history] == [(K.MERGED, DAY, ("c",))]
        assert kc.became(adopted, "a") == kc.became(adopted, "b") == adopted.tracks[:1]

    def test_that_were_merged_are_not_complained_of(self) -> None:
        merged = kc.TrackChange(kind=K.MERGED, from_tracks=("a",))
        adopted = kc.adopt(a_round([track("a"), track("b")], [track("c", merged)]))
        said = tuple(kc.TrackPoint(id=f"p-{one}", track=one, text="Konstrueret.") for one in ("a", "b", "c"))
        counts = kc.check(adopted, [kc.Response(id="x", participants=("skive",), points=said)], at=AT).counts
        assert (counts.get("track.dropped"), counts.get("track.unknown")) == (1, None)

    def test_that_were_divided_live_on_in_each_part(self) -> None:
        from_a = kc.TrackChange(kind=K.SPLIT, from_tracks=("a",))
        adopted = kc.adopt(a_round([track("a")], [track("b", from_a), track("c", from_a)]))
        old = adopted.tracks[2]
        assert (old.history[0].kind, old.history[0].to_tracks, old.history[0].titles) == (
            K.SPLIT,
            ("b", "c"),
            ("B", "C"),
        )
        assert kc.became(adopted, "a") == adopted.tracks[:2]
        assert [one.aliases for one in adopted.tracks[:2]] == [(), ()]

    def test_that_the_outcome_does_not_have_are_dropped_and_kept(self) -> None:
        adopted = kc.adopt(a_round([track("a"), track("b")], [track("b")]))
        dropped = adopted.tracks[1]
        assert (dropped.id, dropped.status, steps(dropped)) == ("a", kc.TrackStatus.DROPPED, [K.DROPPED])
        assert str(dropped.history[0].note) == "Sporet er ikke blandt resultatets spor."
        assert kc.became(adopted, "a") == kc.became(adopted, "z") == ()
        assert kc.adopt(adopted) == adopted

    def test_that_the_outcome_drops_itself_are_dropped(self) -> None:
        found = kc.adopt(a_round([track("a")], [track("a", status=kc.TrackStatus.DROPPED), track("b")])).tracks
        assert [(one.id, one.status.value, steps(one)[-1]) for one in found] == [
            ("a", "dropped", K.DROPPED),
            ("b", "final", K.ADOPTED),
        ]

    def test_keep_the_history_of_earlier_rounds(self) -> None:
        earlier = kc.TrackChange(kind=K.ADOPTED, on=dt.date(2017, 1, 1))
        found = kc.adopt(a_round([track("a", earlier)], [track("a")])).tracks[0]
        assert [(step.kind, step.on) for step in found.history] == [(K.ADOPTED, earlier.on), (K.ADOPTED, DAY)]

    def test_take_no_name_that_is_another_track_s(self) -> None:
        merged = kc.TrackChange(kind=K.MERGED, from_tracks=("a",))
        before = [track("a", title="Vand", aliases=("Fælles",)), track("b", title="Gammelt")]
        found = kc.adopt(a_round(before, [track("b", merged, title="Nyt"), track("vand", title="Vand")])).tracks
        assert found[0].aliases == ("Gammelt", "Fælles", "a")

    def test_that_followed_one_another_lead_to_the_last(self) -> None:
        moved = [kc.TrackChange(kind=K.MERGED, to_tracks=(one,)) for one in ("b", "c", "a")]
        gone = kc.TrackStatus.DROPPED
        chain = [track("a", moved[0], status=gone), track("b", moved[1], moved[2], status=gone), track("c")]
        assert kc.became(a_round(chain, []), "a") == (chain[2],)


class TestThemes:
    def test_become_tracks_with_those_behind_them(self) -> None:
        round_ = a_round([], [track("vand")], kc.ThemeDecision(title="Vand", track="vand", note="Mange vil det."))
        adopted = kc.adopt(round_, report(round_, (("aaby", "skive"), "Vandet"), ((), "Vand"), (("fremmed",), "Vand")))
        proposed, promoted, _ = adopted.tracks[0].history
        assert (proposed.by, proposed.points, proposed.titles) == (("skive", "aaby"), ("p0", "p1", "p2"), ("Vand",))
        assert str(proposed.note) == "Også foreslået af 2 afsendere, som ikke er høringsparter."
        assert (promoted.kind, promoted.on, promoted.note) == (K.PROMOTED, DAY, None)

    def test_may_become_part_of_a_track_that_was_there(self) -> None:
        round_ = a_round([track("a")], [track("a")], kc.ThemeDecision(title="Vand", track="a"))
        answers = report(round_, (("skive",), "Vand"))
        adopted = kc.adopt(round_, answers)
        assert steps(adopted.tracks[0]) == [K.PROPOSED, K.MERGED, K.ADOPTED]
        assert adopted.tracks[0].history[1].titles == ("Vand",)
        assert kc.adopt(adopted, answers) == adopted

    @pytest.mark.parametrize(
        ("with_answers", "note"), [(False, "ingen svar er taget med"), (True, "Intet tema fra svarene er besluttet")]
    )
    def test_that_are_not_known_are_not_made_up(self, with_answers: bool, note: str) -> None:
        round_ = a_round([], [track("vand")])
        found = kc.adopt(round_, report(round_, (("skive",), "Vand")) if with_answers else None)
        promoted = found.tracks[0].history[0]
        assert (promoted.by, promoted.from_tracks, note in str(promoted.note)) == ((), (), True)

    def test_keep_what_was_merged_renamed_and_taken_out(self) -> None:
        round_ = a_round([], [track("vand"), track("hav")])
        round_ = kc.merge_themes(round_, ["Vand", "Regn"], note="Det samme.")
        round_ = kc.rename_theme(round_, "Vand", "Alt vand")
        round_ = kc.split_theme(round_, "Alt vand", {"Havet": ["Stormflod"]})
        round_ = kc.promote_theme(round_, "Alt vand", "vand")
        round_ = kc.promote_theme(round_, "Havet", "hav")
        answers = report(round_, (("skive",), "Vand"), (("aaby",), "Regn"), (("aaby",), "Stormflod"))
        water, sea = kc.adopt(round_, answers).tracks
        assert steps(water) == [K.PROPOSED, K.PROPOSED, K.MERGED, K.RENAMED, K.PROMOTED, K.ADOPTED]
        assert [str(step.title) for step in water.history if step.title] == ["Vand"]
        assert steps(sea) == [K.PROPOSED, K.SPLIT, K.RENAMED, K.PROMOTED, K.ADOPTED]
        assert [str(step.title) for step in sea.history if step.title] == ["Alt vand", "Stormflod"]

    def test_without_a_title_are_told_by_their_points(self) -> None:
        round_ = a_round([], [track("vand")], kc.ThemeDecision(title="Vand", points=("p0", "p1"), track="vand"))
        adopted = kc.adopt(round_, report(round_, (("skive",), ""), (("aaby",), " ")))
        assert [step.points for step in adopted.tracks[0].history][:2] == [("p0",), ("p1",)]
        assert adopted.tracks[0].history[0].titles == ()


class TestHistoryOfATheme:
    def test_that_a_program_put_together_says_so(self) -> None:
        round_ = a_round([], [])
        found = report(round_, (("skive",), "Vand"), (("aaby",), "vandet"), (("aaby",), "Støj"))
        together, alone = found.themes
        assert [(step.kind, step.grouped_by, step.grouper) for step in kc.theme_history(found, together)] == [
            (K.PROPOSED, None, None),
            (K.MERGED, kc.GroupedBy.PROGRAM, "same-title"),
        ]
        assert [step.kind for step in kc.theme_history(found, alone)] == [K.PROPOSED]

    def test_that_a_person_put_together_says_so_too(self) -> None:
        decisions = (kc.ThemeDecision(title="Støj"), kc.ThemeDecision(title="Vand", titles=("Regn",)))
        round_ = a_round([], [], *decisions)
        found = report(round_, (("skive",), "Vand"), (("aaby",), "Regn"))
        (theme,) = found.themes
        assert [(step.kind, step.grouped_by) for step in kc.theme_history(found, theme)] == [
            (K.PROPOSED, None),
            (K.PROPOSED, None),
            (K.MERGED, kc.GroupedBy.PERSON),
        ]

    def test_in_a_round_that_names_no_parties_counts_all_that_answers_name(self) -> None:
        round_ = kc.Round(id="r", title=da("R"))
        found = report(round_, (("skive", "aaby"), "Vand"))
        assert kc.theme_history(found, found.themes[0])[0].by == ("skive", "aaby")


class TestWhatCannotBeAdopted:
    @pytest.mark.parametrize("outcome", [None, kc.Outcome(summary=da("Det gik godt."))])
    def test_is_a_round_whose_outcome_names_no_tracks(self, outcome: kc.Outcome | None) -> None:
        with pytest.raises(kc.DataError, match="which tracks there are in the end"):
            kc.adopt(attrs.evolve(a_round([track("a")], []), outcome=outcome))

    def test_is_a_report_of_another_round(self) -> None:
        with pytest.raises(kc.DataError, match="is of another round"):
            kc.adopt(a_round([], [track("a")]), report(REFERENCE))


# ------------------------------------------------------------------------------------------ properties


@st.composite
def rounds(draw: st.DrawFn) -> kc.Round:
    """Rounds whose outcome keeps, renames, merges, divides and drops tracks, and takes up themes."""
    ids = st.sampled_from(["a", "b", "c", "d"])
    before = draw(st.lists(ids, unique=True, max_size=3))
    after = draw(st.lists(ids, unique=True, min_size=1, max_size=3))
    change = st.builds(
        kc.TrackChange,
        kind=st.sampled_from(K),
        on=st.none() | st.just(DAY),
        from_tracks=st.lists(ids, max_size=2).map(tuple),
    )
    titles = st.sampled_from(["Vand", "Støj", "Skov"])

    def tracks(names: list[str]) -> list[kc.Track]:
        return [
            track(
                name,
                *draw(st.lists(change, max_size=2)),
                title=draw(titles),
                status=draw(st.sampled_from(kc.TrackStatus)),
            )
            for name in names
        ]

    decisions = [
        kc.ThemeDecision(title=title, track=draw(st.none() | st.sampled_from(after)))
        for title in draw(st.lists(titles, unique=True))
    ]
    made = a_round(tracks(before), tracks(after), *decisions, on=draw(st.none() | st.just(DAY)))
    names = draw(st.lists(titles, unique=True, max_size=2))
    more = kc.ThemeDecision(title="Alt", merges=tuple(item.title for item in decisions if item.title in names))
    return attrs.evolve(made, themes=(*made.themes, more))


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from([("skive",), ("skive", "aaby"), ()]),
        st.sampled_from(["Vand", "vandet", "Støj", "Alt", "Nyt", ""]),
    ),
    max_size=5,
)


class TestAlways:
    @given(rounds(), ANSWERS)
    @settings(max_examples=60)
    def test_no_track_and_no_proposal_is_lost(
        self, round_: kc.Round, answers: list[tuple[tuple[str, ...], str]]
    ) -> None:
        assert round_.outcome
        found = report(round_, *answers)
        adopted = kc.adopt(round_, found)
        held = [one.id for one in adopted.tracks]
        assert len(held) == len(set(held))
        assert set(held) == {one.id for one in (*round_.tracks, *round_.outcome.tracks)}
        told = {one.id: {point for step in one.history for point in step.points} for one in adopted.tracks}
        assert all(set(theme.points) <= told[theme.track] for theme in found.themes if theme.track)
        assert report(adopted, *answers).themes == found.themes

    @given(rounds(), ANSWERS)
    @settings(max_examples=60)
    def test_no_history_is_lost_and_a_second_time_changes_nothing(
        self, round_: kc.Round, answers: list[tuple[tuple[str, ...], str]]
    ) -> None:
        found = report(round_, *answers)
        adopted = kc.adopt(round_, found)
        assert kc.adopt(adopted, found) == kc.adopt(adopted) == adopted
        after = {one.id: one for one in adopted.tracks}
        for old in round_.tracks:
            assert set(steps(old)) <= set(steps(after[old.id]))
            assert {str(old.title), *old.aliases} <= {
                name for one in adopted.tracks for name in (str(one.title), *one.aliases)
            }

    @given(rounds())
    @settings(max_examples=20)
    def test_the_round_is_otherwise_what_it_was(self, round_: kc.Round) -> None:
        adopted = kc.adopt(round_)
        assert attrs.evolve(adopted, tracks=round_.tracks) == round_
        assert parse_round(dump_round(adopted), known=known_from(kc.load_plugins())) == adopted

    @given(instances(kc.Round), instances(kc.Outcome))
    @settings(max_examples=20)
    def test_any_round_can_be_adopted(self, round_: kc.Round, outcome: kc.Outcome) -> None:
        tracks = tuple({one.id: one for one in outcome.tracks}.values()) or (track("a"),)
        adopted = kc.adopt(attrs.evolve(round_, outcome=attrs.evolve(outcome, tracks=tracks)))
        assert {one.id for one in adopted.tracks} == {one.id for one in (*round_.tracks, *tracks)}
