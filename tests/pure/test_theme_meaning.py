"""Titles of like meaning stand together, whatever model says what they mean."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import instances, lines, texts

from kkrconsult.errors import KkrconsultError
from kkrconsult.grouping import SAME_TITLE, SIMILAR_MEANING, MeaningOptions, group_by_meaning
from kkrconsult.model import GroupedBy, Proposal, Theme

ABOUT = {"støj": 0, "larm": 0, "ro": 0, "vand": 1, "regn": 1}


def topics(said: Sequence[str]) -> list[list[float]]:
    """A stand-in for a language model: it knows what five words are about, and nothing else."""
    found = []
    for text in said:
        row = [0.0, 0.0]
        for word in text.casefold().split():
            if word in ABOUT:
                row[ABOUT[word]] += 1
        found.append(row)
    return found


def scattered(said: Sequence[str]) -> list[list[float]]:
    """A stand-in for a language model to which every text means something else."""
    return [[byte - 127.5 for byte in hashlib.sha256(text.encode()).digest()] for text in said]


def titled(*titles: str) -> list[Proposal]:
    return [
        Proposal(point=f"p{number}", title=title, text=f"{title} er vigtigt.", participants=(f"Kommune {number}",))
        for number, title in enumerate(titles)
    ]


def proposals() -> st.SearchStrategy[list[Proposal]]:
    title = st.sampled_from(["Støj", "Larm", "støj!", "Vand", "", " ", "\0", "\udc80"]) | lines() | texts()
    one = st.builds(Proposal, point=st.sampled_from(["p1", "p2", "p3"]), title=title)
    return st.lists(one | instances(Proposal), max_size=6)


class TestThemes:
    def test_are_titles_of_like_meaning_without_a_word_in_common(self) -> None:
        themes = group_by_meaning(titled("Støj", "Larm", "Regn", "Vand", "Idræt"), topics)
        assert [theme.points for theme in themes] == [("p0", "p1"), ("p2", "p3"), ("p4",)]
        assert {theme.grouper for theme in themes} == {SIMILAR_MEANING}
        assert {theme.grouped_by for theme in themes} == {GroupedBy.PROGRAM}

    def test_of_one_proposal_need_no_reason(self) -> None:
        (theme,) = group_by_meaning(titled("Idræt"), topics)
        assert theme.reasons == ()

    def test_of_nothing_are_none_and_ask_no_model(self) -> None:
        def never(said: Sequence[str]) -> list[list[float]]:
            raise AssertionError(said)

        assert group_by_meaning([], never) == ()

    def test_need_likeness_on_average(self) -> None:
        made = titled("Støj", "Larm vand")
        assert len(group_by_meaning(made, topics, MeaningOptions(least=0.9))) == 2
        assert len(group_by_meaning(made, topics, MeaningOptions(least=0.1))) == 1

    @pytest.mark.parametrize(("words", "number"), [(0.0, 2), (1.0, 1)])
    def test_rest_on_shared_words_as_much_as_the_options_say(self, words: float, number: int) -> None:
        options = MeaningOptions(words=words)
        assert len(group_by_meaning(titled("Affaldssortering", "Mindre affald"), scattered, options)) == number

    def test_of_which_the_model_knows_nothing_stand_alone(self) -> None:
        def silent(said: Sequence[str]) -> list[list[float]]:
            return [[0.0] for _ in said]

        assert len(group_by_meaning(titled("Støj", "Larm"), silent)) == 2

    @given(proposals())
    def test_hold_every_proposal_exactly_once(self, made: list[Proposal]) -> None:
        themes = group_by_meaning(made, scattered, MeaningOptions(least=0.05))
        assert Counter(point for theme in themes for point in theme.points) == Counter(item.point for item in made)
        assert len({theme.id for theme in themes}) == len(themes)

    @given(proposals(), st.data())
    def test_do_not_hang_on_the_order(self, made: list[Proposal], data: st.DataObject) -> None:
        options = MeaningOptions(least=0.05)
        other = data.draw(st.permutations(made))
        assert group_by_meaning(other, scattered, options) == group_by_meaning(made, scattered, options)

    @given(proposals())
    def test_hang_together_by_one_reason_less_than_they_have_titles(self, made: list[Proposal]) -> None:
        for theme in group_by_meaning(made, scattered, MeaningOptions(least=0.01)):
            pairs = [reason for reason in theme.reasons if reason.kind == SIMILAR_MEANING]
            same = [reason for reason in theme.reasons if reason.kind == SAME_TITLE]
            assert {point for reason in pairs for point in reason.points} in (set(), set(theme.points))
            titles = len(theme.points) - sum(len(reason.points) - 1 for reason in same)
            assert len(pairs) == titles - 1


class TestReasons:
    def theme(self) -> Theme:
        (theme,) = group_by_meaning(titled("Støj", "Larm", "Larm støj", "STØJ"), topics)
        return theme

    def test_are_the_nearest_pairs_with_likeness_words_and_quotes(self) -> None:
        same, *pairs = self.theme().reasons
        assert (same.kind, same.points) == (SAME_TITLE, ("p0", "p3"))
        assert [(pair.kind, pair.words, pair.points) for pair in pairs] == [
            (SIMILAR_MEANING, ("larm",), ("p1", "p2")),
            (SIMILAR_MEANING, ("støj",), ("p0", "p2", "p3")),
        ]
        assert all(pair.likeness is not None and 0.8 < pair.likeness < 1 for pair in pairs)
        assert [(quote.participants, quote.text) for quote in pairs[0].quotes] == [
            (("Kommune 1",), "Larm er vigtigt."),
            (("Kommune 2",), "Larm støj er vigtigt."),
        ]

    def test_do_not_hang_on_the_last_digits_of_a_vector(self) -> None:
        def shaken(said: Sequence[str]) -> list[list[float]]:
            return [[value * (1 + 1e-9) for value in row] for row in topics(said)]

        made = titled("Støj", "Larm", "Larm støj", "Vand")
        assert group_by_meaning(made, shaken) == group_by_meaning(made, topics)


class TestAModel:
    @pytest.mark.parametrize("rows", [[], [[1.0]], [[1.0]] * 10 + [[1.0, 2.0]]], ids=["none", "few", "ragged"])
    def test_that_gives_no_vector_for_each_text_is_refused(self, rows: list[list[float]]) -> None:
        with pytest.raises(ValueError, match="one vector of the same length for each of 11 texts"):
            group_by_meaning(titled("Støj"), lambda said: rows)

    def test_gets_short_texts_that_can_be_encoded(self) -> None:
        seen: list[str] = []

        def noting(said: Sequence[str]) -> list[list[float]]:
            seen.extend(said)
            return topics(said)

        group_by_meaning(titled("a\0b", "c\udc80d", "lang " * 99), noting)
        assert [text.encode() for text in seen if "\0" in text] == []
        assert "Forslag til tema: c?d" in seen
        assert max(map(len, seen)) < 250


@pytest.mark.parametrize("options", [{"least": 0}, {"least": 1.1}, {"words": -0.1}, {"words": 2}])
def test_options_stay_within_reason(options: dict[str, float]) -> None:
    with pytest.raises((ValueError, KkrconsultError)):
        MeaningOptions(**options)
