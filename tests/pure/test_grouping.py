"""Themes with the same title stand together, and none is ever dropped."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import instances, lines, texts

from kkrconsult.grouping import SAME_TITLE, TitleOptions, group_by_title, title_words
from kkrconsult.model import GroupedBy, Proposal, ThemeReason


def proposal(point: str, title: str, *participants: str, text: str = "") -> Proposal:
    return Proposal(point=point, title=title, participants=participants, text=text)


def _proposals() -> st.SearchStrategy[list[Proposal]]:
    titles = st.sampled_from(["Vand", "vand!", "Grøn mobilitet", "Den grønne mobilitet", "", " ", "–"])
    one = st.builds(
        Proposal,
        point=st.sampled_from(["p1", "p2", "p3", "p4"]),
        title=titles | lines() | texts(),
        text=texts(),
        participants=st.lists(st.sampled_from(["Aarhus", "Skive", "Ærø"]), max_size=2).map(tuple),
    )
    return st.lists(one | instances(Proposal), max_size=6)


class TestTitlesAreTheSame:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Biodiversitet", "BIODIVERSITET."),
            ("Grøn mobilitet", "Den grønne mobilitet"),
            ("Vand og klima", "Klima, vand"),
            ("Kommunens affald", "Affaldet i kommunerne"),
            ("Naturskole i Ålborg", "naturskolen i Aalborg"),
            ("Cirkulær økonomi", "Cirkulær\u00a0økonomi"),
            ("Skattene", "skatten"),
        ],
    )
    def test_apart_from_what_does_not_matter(self, one: str, other: str) -> None:
        assert title_words(one) == title_words(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("Vand", "Vind"), ("Grøn mobilitet", "Mobilitet"), ("Havne", "Havet"), ("!!!", "???"), ("En", "Et")],
    )
    def test_but_not_where_the_words_differ(self, one: str, other: str) -> None:
        assert title_words(one) != title_words(other)

    def test_only_to_the_ending_where_endings_are_to_count(self) -> None:
        strict = TitleOptions(endings=False)
        assert title_words("Affaldet", strict) != title_words("Affald", strict)

    def test_whatever_the_stop_words_of_the_options_are(self) -> None:
        assert title_words("Ny energi", TitleOptions(stop_words=("ny",))) == title_words("Energi")

    def test_never_for_blank_ones(self) -> None:
        assert title_words(" \n") == ()


class TestGroups:
    def test_put_the_same_title_together_with_the_reason(self) -> None:
        (theme,) = group_by_title(
            [
                proposal("p2", "Den grønne mobilitet", "Ærø"),
                proposal("p1", "Grøn mobilitet", "Aarhus"),
                proposal("p3", "Grøn  mobilitet", "Skive", "Aarhus"),
            ]
        )
        assert theme.title == "Grøn mobilitet"
        assert theme.points == ("p1", "p2", "p3")
        assert theme.participants == ("Skive", "Ærø", "Aarhus")
        assert (theme.grouped_by, theme.grouper) == (GroupedBy.PROGRAM, SAME_TITLE)
        assert theme.reasons == (ThemeReason(kind=SAME_TITLE, words=("grøn", "mobilit"), points=("p1", "p2", "p3")),)

    def test_of_one_proposal_need_no_reason(self) -> None:
        (theme,) = group_by_title([proposal("p1", "Vand", "Skive")])
        assert theme.reasons == ()

    def test_stand_in_the_order_of_how_many_propose_them_and_then_of_the_alphabet(self) -> None:
        themes = group_by_title(
            [
                proposal("p1", "Åer", "Skive"),
                proposal("p2", "Aber", "Skive"),
                proposal("p3", "Vand", "Skive"),
                proposal("p4", "Vand", "Ærø"),
            ]
        )
        assert [theme.title for theme in themes] == ["Vand", "Aber", "Åer"]

    def test_show_the_spelling_that_most_use(self) -> None:
        (theme,) = group_by_title([proposal(f"p{n}", title) for n, title in enumerate(["VAND", "Vand", "Vand"])])
        assert theme.title == "Vand"

    def test_leave_blank_titles_alone_and_show_their_text(self) -> None:
        themes = group_by_title(
            [
                proposal("p1", "", text="Vi ønsker\nmere vand."),
                proposal("p2", " ", text="ord " * 40),
                proposal("p3", ""),
            ]
        )
        assert sorted(theme.title for theme in themes) == [
            "Vi ønsker mere vand.",
            "ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord…",
            "p3",
        ]
        assert {len(theme.points) for theme in themes} == {1}

    def test_of_nothing_are_none(self) -> None:
        assert group_by_title([]) == ()

    @given(_proposals())
    def test_hold_every_proposal_exactly_once(self, made: list[Proposal]) -> None:
        themes = group_by_title(made)
        assert Counter(point for theme in themes for point in theme.points) == Counter(item.point for item in made)
        assert {name for theme in themes for name in theme.participants} == {
            name for item in made for name in item.participants
        }

    @given(_proposals(), st.data())
    def test_do_not_hang_on_the_order(self, made: list[Proposal], data: st.DataObject) -> None:
        assert group_by_title(data.draw(st.permutations(made))) == group_by_title(made)

    @given(_proposals())
    def test_have_ids_that_differ(self, made: list[Proposal]) -> None:
        themes = group_by_title(made)
        assert len({theme.id for theme in themes}) == len(themes)
