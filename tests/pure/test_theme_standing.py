"""Themes are ranked by how many parties stand behind them, however many proposals that makes."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import kkrconsult as kc

AT = dt.datetime(2020, 12, 15, tzinfo=dt.UTC)
ROUND = kc.load_round("midtjylland-klima-2020")


def answer(id: str, *parties: str, themes: tuple[str, ...], sender: str | None = None) -> kc.Response:
    points = tuple(kc.ThemeProposal(id=f"{id}-{number}", title=title) for number, title in enumerate(themes))
    who = kc.Sender(name=sender) if sender else None
    return kc.Response(id=id, participants=parties, sender=who, points=points)


def standings(*answers: kc.Response, round_: kc.Round = ROUND, at_least: int | None = None) -> list[kc.ThemeStanding]:
    return list(kc.rank_themes(kc.check(round_, answers, at=AT), at_least))


class TestAParty:
    def test_counts_once_however_often_it_proposes_a_theme(self) -> None:
        (found,) = standings(
            answer("a", "skive", "struer", themes=("Vand", "Vandet")),
            answer("b", "lemvig", themes=("Vand",)),
        )
        assert (found.parties, len(found.theme.points)) == (("lemvig", "skive", "struer"), 3)

    def test_of_a_joint_response_counts_like_any_other(self) -> None:
        joint = answer("a", "skive", "aarhus", "struer", themes=("Vand",))
        first, second = standings(joint, answer("b", "lemvig", "odder", themes=("Støj", "Støj")))
        assert [(one.theme.title, len(one.parties)) for one in (first, second)] == [("Vand", 3), ("Støj", 2)]
        assert first.theme.participants == ("Skive", "Struer", "Aarhus")

    def test_that_was_not_asked_counts_apart(self) -> None:
        found = standings(
            answer("a", "skive", themes=("Vand",)),
            answer("b", sender="Foreningen Eksempel (konstrueret)", themes=("Vand",)),
            answer("c", sender="Foreningen Eksempel (konstrueret)", themes=("Vand",)),
            answer("d", "aalborg", themes=("Vand",)),
            at_least=2,
        )
        assert [(one.parties, one.others, one.candidate) for one in found] == [(("skive",), 2, False)]

    def test_counts_in_a_round_that_names_no_parties(self) -> None:
        nobody = attrs.evolve(ROUND, participants=(), extensions=())
        found = standings(
            answer("a", "skive", themes=("Vand",)), answer("b", sender="X", themes=("Vand",)), round_=nobody
        )
        assert [(one.parties, one.others) for one in found] == [(("skive",), 1)]


class TestCandidates:
    ANSWERS = (
        answer("a", "skive", themes=("Vand", "Støj")),
        answer("b", "struer", themes=("Vand", "Støj", "Affald")),
        answer("c", "lemvig", themes=("Vand",)),
    )

    def test_are_themes_of_as_many_parties_as_the_round_says(self) -> None:
        assert [one.theme.title for one in standings(*self.ANSWERS) if one.candidate] == ["Vand"]
        lower = attrs.evolve(ROUND, track_candidate_from=2)
        assert [one.theme.title for one in standings(*self.ANSWERS, round_=lower) if one.candidate] == ["Vand", "Støj"]

    def test_may_be_asked_for_by_another_number(self) -> None:
        assert [one.theme.title for one in standings(*self.ANSWERS, at_least=1)] == ["Vand", "Støj", "Affald"]
        assert all(one.candidate for one in standings(*self.ANSWERS, at_least=1))

    def test_are_no_tracks_yet(self) -> None:
        settled = kc.promote_theme(ROUND, "Vand", "vand-og-klimasikring")
        assert [one.candidate for one in standings(*self.ANSWERS, round_=settled, at_least=3)] == [False] * 3

    @pytest.mark.parametrize("number", [0, -1, True])
    def test_need_a_party_at_least(self, number: int) -> None:
        with pytest.raises(kc.DataError, match="track_candidate_from"):
            attrs.evolve(ROUND, track_candidate_from=number)
