"""Themes are merged, renamed, split and promoted by hand, and every step can be taken back."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kkrconsult as kc
from kkrconsult.config import dump_round, parse_round
from kkrconsult.grouping import decided, decision_for, flat_decisions
from kkrconsult.model import merged_into, taken_out_of
from kkrconsult.rounds import known_from

AT = dt.datetime(2020, 12, 15, tzinfo=dt.UTC)
ROUND = attrs.evolve(
    kc.load_round("midtjylland-klima-2020"),
    settings=kc.Settings(groupers=kc.FrozenMap({"shared-words": kc.FrozenMap[str, object]()})),
)
TITLES = {
    "p1": "Affald",
    "p2": "Mindre affald",
    "p3": "Genbrug",
    "p4": "Støj",
    "p5": "Larm fra byggeri",
    "p6": "",
}


def report(round_: kc.Round = ROUND) -> kc.Report:
    answers = [
        kc.Response(
            id=f"svar-{point}",
            participants=(party,),
            points=(kc.ThemeProposal(id=point, title=title, text="Konstrueret."),),
        )
        for (point, title), party in zip(
            TITLES.items(), ["skive", "struer", "lemvig", "odder", "samsoe", "horsens"], strict=True
        )
    ]
    return kc.check(round_, answers, at=AT)


def themes(round_: kc.Round) -> dict[str, tuple[str, ...]]:
    return {theme.title: theme.points for theme in report(round_).themes}


class TestMerging:
    def test_puts_themes_together_that_a_program_left_apart(self) -> None:
        round_ = kc.merge_themes(ROUND, ["Støj", "Larm fra byggeri"], note="Det samme.", report=report())
        (decision,) = round_.themes
        assert decision == kc.ThemeDecision(title="Støj", titles=("Larm fra byggeri",), note="Det samme.")
        assert themes(round_)["Støj"] == ("p4", "p5")

    def test_takes_all_that_a_program_had_put_together(self) -> None:
        round_ = kc.merge_themes(ROUND, ["affald", "Genbrug"], title="Cirkulær økonomi", report=report())
        assert round_.themes[0].titles == ("Affald", "Genbrug", "Mindre affald")
        assert themes(round_)["Cirkulær økonomi"] == ("p1", "p2", "p3")

    def test_builds_on_what_was_decided_before(self) -> None:
        first = kc.merge_themes(ROUND, ["Støj", "Larm fra byggeri"])
        second = kc.merge_themes(first, ["Støj", "Genbrug"], title="Alt", report=report(first))
        assert second.themes[1] == kc.ThemeDecision(title="Alt", titles=("Genbrug",), merges=("Støj",))
        assert themes(second)["Alt"] == ("p3", "p4", "p5")
        assert second.themes[:1] == first.themes

    def test_keeps_the_track_that_all_parts_have_in_common(self) -> None:
        both = attrs.evolve(
            ROUND,
            themes=(
                kc.ThemeDecision(title="Støj", track="dk2020"),
                kc.ThemeDecision(title="Genbrug", track="affald"),
                kc.ThemeDecision(title="Affald"),
            ),
        )
        assert kc.merge_themes(both, ["Støj", "Affald"]).themes[-1].track == "dk2020"
        assert kc.merge_themes(both, ["Støj", "Genbrug"]).themes[-1].track is None

    def test_keeps_proposals_without_a_title_by_their_id(self) -> None:
        blank = next(theme for theme in report().themes if theme.points == ("p6",))
        round_ = kc.merge_themes(ROUND, ["Støj", blank.title], report=report())
        assert themes(round_)["Støj"] == ("p4", "p6")

    @pytest.mark.parametrize("names", [[], ["Støj"], ["Støj", "STØJ"]])
    def test_needs_two_themes(self, names: list[str]) -> None:
        with pytest.raises(kc.DataError, match="two themes or more"):
            kc.merge_themes(ROUND, names)

    def test_of_a_theme_that_is_not_there_is_refused_with_what_was_meant(self) -> None:
        with pytest.raises(kc.DataError, match="Did you mean 'Genbrug'"):
            kc.merge_themes(ROUND, ["Genbruk", "Støj"], report=report())

    def test_of_what_is_part_of_another_theme_is_refused(self) -> None:
        decided_on = attrs.evolve(ROUND, themes=(kc.ThemeDecision(title="Støj"),))
        first = kc.merge_themes(decided_on, ["Støj", "Larm"], title="X")
        with pytest.raises(kc.DataError, match="is part of 'X'"):
            kc.merge_themes(first, ["Støj", "Genbrug"])

    def test_does_not_take_back_what_was_settled_since_the_report(self) -> None:
        old = report()
        round_ = kc.split_theme(ROUND, "Affald", {"For sig": ["p1"]}, report=old)
        round_ = kc.rename_theme(round_, "Affald", "Affaldet i det hele", report=old)
        assert themes(round_)["For sig"] == ("p1",)


class TestRenaming:
    def test_gives_a_program_s_theme_another_name_for_later_answers_too(self) -> None:
        round_ = kc.rename_theme(ROUND, "Affald", "Cirkulær økonomi", report=report())
        assert themes(round_)["Cirkulær økonomi"] == ("p1", "p2")

    def test_leaves_what_was_decided_as_it_was(self) -> None:
        first = kc.merge_themes(ROUND, ["Støj", "Larm fra byggeri"])
        second = kc.rename_theme(first, "Støj", "Ro", note="Positivt.")
        assert second.themes == (*first.themes, kc.ThemeDecision(title="Ro", merges=("Støj",), note="Positivt."))
        assert themes(second)["Ro"] == ("p4", "p5")
        assert [theme.reasons[0].words for theme in report(second).themes if theme.title == "Ro"] == [("Positivt.",)]


class TestSplitting:
    def test_takes_proposals_out_of_a_decided_theme(self) -> None:
        first = kc.merge_themes(ROUND, ["Støj", "Larm fra byggeri", "Genbrug"])
        second = kc.split_theme(first, "Støj", {"Genbrug": []}, note="Noget andet.")
        assert (themes(second)["Støj"], themes(second)["Genbrug"]) == (("p4", "p5"), ("p3",))

    def test_takes_single_proposals_by_their_ids(self) -> None:
        first = kc.merge_themes(ROUND, ["Støj", "Larm fra byggeri"])
        second = kc.split_theme(first, "Støj", {"Byggeri": ["p5"]}, report=report(first))
        assert second.themes[1].points == ("p5",)
        assert themes(second)["Byggeri"] == ("p5",)

    def test_may_go_on_in_what_was_taken_out(self) -> None:
        one = kc.merge_themes(ROUND, ["Støj", "Larm fra byggeri", "Genbrug"])
        two = kc.split_theme(one, "Støj", {"Rest": ["Larm fra byggeri", "Genbrug"]})
        three = kc.split_theme(two, "Rest", {"Genbrug": ["Genbrug"]})
        assert [themes(three)[title] for title in ("Støj", "Rest", "Genbrug")] == [("p4",), ("p5",), ("p3",)]

    def test_parts_what_a_program_put_together(self) -> None:
        round_ = kc.split_theme(ROUND, "Affald", {"Mindre affald": []}, report=report())
        assert (themes(round_)["Affald"], themes(round_)["Mindre affald"]) == (("p1",), ("p2",))

    def test_needs_a_part(self) -> None:
        with pytest.raises(kc.DataError, match="what is taken out"):
            kc.split_theme(ROUND, "Støj", {})

    def test_cannot_put_a_proposal_into_two_parts(self) -> None:
        first = kc.merge_themes(ROUND, ["Støj", "Larm fra byggeri"])
        with pytest.raises(kc.DataError, match="in another theme already"):
            kc.split_theme(first, "Støj", {"A": ["Larm fra byggeri"], "B": ["Larm fra byggeri"]})


class TestPromoting:
    def test_says_which_track_a_theme_became(self) -> None:
        round_ = kc.promote_theme(ROUND, "Affald", "affald", report=report())
        found = {theme.title: theme.track for theme in report(round_).themes}
        assert (found["Affald"], found["Støj"]) == ("affald", None)

    def test_adds_a_new_track_to_the_outcome(self) -> None:
        round_ = attrs.evolve(ROUND, outcome=None)
        track = kc.Track(id="stoej", title=kc.localized(da="Mindre støj"))
        promoted = kc.promote_theme(round_, "Støj", track)
        assert promoted.outcome == kc.Outcome(tracks=(track,))
        assert promoted.themes[0].track == "stoej"
        assert kc.undo_theme(promoted, "Støj").themes == ()

    def test_needs_a_track_that_is_there_and_a_new_one_that_is_not(self) -> None:
        with pytest.raises(kc.DataError, match="does not name a track"):
            kc.promote_theme(ROUND, "Støj", "stoej")
        with pytest.raises(kc.DataError, match="has the id of another track"):
            kc.promote_theme(ROUND, "Støj", ROUND.tracks[0])

    def test_keeps_the_title_of_what_was_decided(self) -> None:
        first = kc.merge_themes(ROUND, ["Støj", "Larm fra byggeri"])
        second = kc.promote_theme(first, "Støj", "dk2020")
        assert second.themes[1] == kc.ThemeDecision(title="Støj", merges=("Støj",), track="dk2020")
        assert themes(second)["Støj"] == ("p4", "p5")


class TestUndoing:
    def test_brings_back_exactly_what_was_also_by_way_of_a_file(self) -> None:
        rounds = [ROUND]
        rounds.append(kc.merge_themes(rounds[-1], ["Støj", "Larm fra byggeri"], report=report()))
        rounds.append(kc.rename_theme(rounds[-1], "Støj", "Ro"))
        rounds.append(kc.split_theme(rounds[-1], "Ro", {"Byggeri": ["Larm fra byggeri"]}))
        rounds.append(kc.promote_theme(rounds[-1], "Byggeri", "dk2020"))
        rounds.append(kc.merge_themes(rounds[-1], ["Byggeri", "Affald"], report=report()))
        names = ["Støj", "Ro", "Byggeri", "Byggeri", "Byggeri"]
        known = known_from(kc.load_plugins())
        for before, after, name in reversed(list(zip(rounds, rounds[1:], names, strict=False))):
            read_again = parse_round(dump_round(after), known=known)
            assert kc.undo_theme(read_again, name) == before
            assert themes(kc.undo_theme(after, name)) == themes(before)

    def test_needs_a_decision(self) -> None:
        with pytest.raises(kc.DataError, match="there is no theme 'Støj'"):
            kc.undo_theme(ROUND, "Støj")

    def test_goes_from_the_last_step_backwards(self) -> None:
        first = kc.merge_themes(ROUND, ["Støj", "Larm fra byggeri"])
        renamed = kc.rename_theme(first, "Støj", "Ro")
        parted = kc.split_theme(renamed, "Ro", {"Byggeri": ["Larm fra byggeri"]})
        for round_, theme, upon in [(renamed, "Støj", "Ro"), (parted, "Ro", "Byggeri")]:
            with pytest.raises(kc.DataError, match=f"has '{upon}' built upon it"):
                kc.undo_theme(round_, theme)


class TestDecisions:
    def test_may_only_have_parts_that_stand_before_them(self) -> None:
        parts = [kc.ThemeDecision(title="A", merges=("B",)), kc.ThemeDecision(title="B")]
        with pytest.raises(kc.DataError, match="does not name a theme that stands before"):
            attrs.evolve(ROUND, themes=tuple(parts))

    def test_may_have_a_part_only_once(self) -> None:
        parts = [
            kc.ThemeDecision(title="A"),
            kc.ThemeDecision(title="B", merges=("A",)),
            kc.ThemeDecision(title="C", merges=("a",)),
        ]
        with pytest.raises(kc.DataError, match="is part of a theme already"):
            attrs.evolve(ROUND, themes=tuple(parts))
        twice = (parts[0], kc.ThemeDecision(title="B", merges=("A", "a")))
        with pytest.raises(kc.DataError, match="is part of a theme already"):
            attrs.evolve(ROUND, themes=twice)

    def test_without_a_name_to_be_taken_out_of_are_refused(self) -> None:
        with pytest.raises(kc.DataError, match="splits"):
            kc.ThemeDecision(title="A", splits=" ")

    def test_claim_a_title_only_once_where_they_do_not_build_on_one_another(self) -> None:
        parts = (
            kc.ThemeDecision(title="A", titles=("x",)),
            kc.ThemeDecision(title="B", titles=("x",), splits="A"),
            kc.ThemeDecision(title="C", titles=("x",), splits="A"),
        )
        attrs.evolve(ROUND, themes=parts[:2])
        with pytest.raises(kc.DataError, match="in another theme already"):
            attrs.evolve(ROUND, themes=parts)

    def test_tell_what_is_part_of_what(self) -> None:
        parts = (
            kc.ThemeDecision(title="A"),
            kc.ThemeDecision(title="A", merges=("A",)),
            kc.ThemeDecision(title="B", splits="a"),
            kc.ThemeDecision(title="C", splits="nothing"),
        )
        assert (merged_into(parts), taken_out_of(parts)) == ({0: 1}, {2: 1})

    def test_say_all_notes_of_their_parts_once(self) -> None:
        parts = (
            kc.ThemeDecision(title="A", note="Først."),
            kc.ThemeDecision(title="B", note="Først."),
            kc.ThemeDecision(title="C", merges=("A", "B"), note="Så."),
        )
        (theme,) = decided([kc.Proposal(point="p", title="a")], parts).themes
        assert theme.reasons[0].words == ("Så.", "Først.")

    @given(st.lists(st.sampled_from(["Støj", "Affald", "Genbrug"]), min_size=2, max_size=3, unique=True))
    def test_lose_no_proposal(self, names: list[str]) -> None:
        round_ = kc.merge_themes(ROUND, names, report=report())
        assert sorted(point for points in themes(round_).values() for point in points) == sorted(TITLES)

    def test_keep_a_theme_as_it_is(self) -> None:
        theme = next(theme for theme in report().themes if theme.title == "Affald")
        assert decision_for(theme, TITLES) == kc.ThemeDecision(title="Affald", titles=("Mindre affald",))


class TestFlat:
    def test_decisions_say_what_holds_in_the_end(self) -> None:
        round_ = kc.merge_themes(ROUND, ["Støj", "Larm fra byggeri", "Genbrug"])
        round_ = kc.split_theme(round_, "Støj", {"Rest": ["Larm fra byggeri", "p3"]}, report=report(round_))
        round_ = kc.rename_theme(round_, "Støj", "Ro", note="Positivt.")
        flat = flat_decisions(round_.themes)
        assert [(one.title, one.titles, one.points, one.note) for one in flat] == [
            ("Rest", ("Larm fra byggeri",), ("p3",), None),
            ("Ro", ("Støj", "Genbrug"), (), "Positivt."),
        ]
        assert themes(attrs.evolve(round_, themes=flat)) == themes(round_)

    def test_decisions_that_build_on_nothing_stay_as_they_are(self) -> None:
        decisions = (kc.ThemeDecision(title="Støj", titles=("Larm",)),)
        assert flat_decisions(decisions) == decisions
