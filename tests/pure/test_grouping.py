"""Themes with the same title stand together, and none is ever dropped."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import instances, lines, texts

from kkrconsult.errors import KkrconsultError
from kkrconsult.grouping import (
    DECIDED,
    SAME_TITLE,
    SHARED_WORDS,
    TitleOptions,
    WordOptions,
    decided,
    group_by_title,
    group_by_words,
    quotes_of,
    title_words,
)
from kkrconsult.model import GroupedBy, Proposal, ThemeDecision, ThemeQuote, ThemeReason


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
        (reason,) = theme.reasons
        assert (reason.kind, reason.words) == (SAME_TITLE, ("grøn", "mobilitet"))
        assert reason.points == ("p1", "p2", "p3")

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


class TestQuotes:
    def test_tell_who_says_what_about_the_word_that_is_shared(self) -> None:
        text = "Konstrueret. Vi foreslår,\nat kommunerne\nsorterer Affaldet ens. Mere står her."
        (theme,) = group_by_words(
            [
                proposal("p2", "Mindre  affald", "Ærø", "Aarhus", text="Uden det ord. Slut"),
                proposal("p1", "Affaldssortering", "Skive", text=text.replace("\nat", " at").replace("\ns", " s")),
            ]
        )
        (reason,) = theme.reasons
        assert reason.quotes == (
            ThemeQuote(
                point="p1",
                participants=("Skive",),
                title="Affaldssortering",
                text="Vi foreslår, at kommunerne sorterer Affaldet ens.",
            ),
            ThemeQuote(point="p2", participants=("Ærø", "Aarhus"), title="Mindre affald", text="Uden det ord."),
        )

    def test_are_short_and_empty_where_nothing_is_said(self) -> None:
        quotes = quotes_of([proposal("p1", "Vand", text="ord " * 90), proposal("p2", "Vand", text=" \n.!")])
        assert [len(quote.text) for quote in quotes] == [100, 0]
        assert quotes[0].text.endswith("ord…")

    def test_cut_no_word_in_two_where_they_need_not(self) -> None:
        (quote,) = quotes_of([proposal("p1", "Vand", text=f"Skriv til navn@eksempel.dk {'i' * 99}")])
        assert quote.text == "Skriv til navn@eksempel.dk…"
        (quote,) = quotes_of([proposal("p1", "Vand", text="i" * 200)])
        assert quote.text == "i" * 99 + "…"

    @given(_proposals())
    def test_are_one_for_each_proposal(self, made: list[Proposal]) -> None:
        quotes = quotes_of(made, ["a"])
        assert [quote.point for quote in quotes] == sorted(item.point for item in made)
        assert all(len(quote.text) <= 100 for quote in quotes)


class TestReasons:
    @pytest.mark.parametrize("likeness", [-0.1, 1.1])
    def test_measure_likeness_from_0_to_1(self, likeness: float) -> None:
        with pytest.raises(KkrconsultError):
            ThemeReason(kind="like", likeness=likeness)


DEFAULT = WordOptions()


def titled(*titles: str) -> list[Proposal]:
    return [proposal(f"p{number:02}", title, f"Kommune {number}") for number, title in enumerate(titles)]


def together(*titles: str, options: WordOptions = DEFAULT) -> list[set[str]]:
    """The titles of each theme."""
    made = titled(*titles)
    names = {item.point: item.title for item in made}
    return [{names[point] for point in theme.points} for theme in group_by_words(made, options)]


class TestSharedWords:
    @pytest.mark.parametrize(
        ("one", "other", "word"),
        [
            ("Affaldssortering", "Mindre affald", "affald"),
            ("Klimatilpasning", "Tilpasning til nye tider", "tilpasning"),
            ("Spildevand", "Grundvand og drikkevand", "vand"),
            ("Kollektiv trafik", "Trafik og transport", "trafik"),
            ("Indkøbsaftaler", "Grønne indkøb", "indkøb"),
            ("Naturskolerne", "Mere natur", "natur"),
            ("Cykelstier", "Den gode cykel", "cykel"),
            ("Hvaler", "Hvalsafari", "hvaler"),
            ("Klitplantning", "Plantning af hegn", "plantning"),
        ],
    )
    def test_join_titles_whose_words_are_parts_of_compounds(self, one: str, other: str, word: str) -> None:
        (theme,) = group_by_words(titled(one, other))
        assert [reason.words for reason in theme.reasons if reason.kind == SHARED_WORDS] == [(word,)]
        assert theme.grouper == SHARED_WORDS

    def test_do_not_join_titles_without_any(self) -> None:
        assert sorted(together("Støj", "Larm", "!!!"), key=sorted) == [{"!!!"}, {"Larm"}, {"Støj"}]
        assert [theme.points for theme in group_by_words(titled("", " "))] == [("p00",), ("p01",)]

    def test_that_any_strategy_has_are_not_enough(self) -> None:
        assert together("Fælles indsats for skoven", "Fælles indsats mod støj") == [
            {"Fælles indsats for skoven"},
            {"Fælles indsats mod støj"},
        ]

    def test_do_not_join_a_chain_of_neighbours_that_have_nothing_in_common(self) -> None:
        found = together("Affald", "Affald og energi", "Energi og mobilitet", "Mobilitet")
        assert {"Affald", "Mobilitet"} not in found
        assert max(len(theme) for theme in found) == 2

    def test_find_the_themes_of_a_hearing(self) -> None:
        wanted = [
            {"Grønne indkøb", "Indkøbsaftaler", "Fælles indkøb"},
            {"Affaldssortering", "Genbrug og affald", "Mindre affald"},
            {"Kollektiv transport", "Trafik og transport", "Bæredygtig transport"},
            {"Energi i bygninger", "Energirenovering af kommunale bygninger", "Energieffektive bygninger"},
            {"Klimatilpasning", "Klimatilpasning langs kysterne", "Fælles klimatilpasning"},
        ]
        found = together(*sorted(title for theme in wanted for title in theme), "Biodiversitet")
        assert sorted(found, key=sorted) == sorted([*wanted, {"Biodiversitet"}], key=sorted)

    def test_are_named_with_those_who_have_them_beside_titles_that_are_the_same(self) -> None:
        (theme,) = group_by_words(titled("Affald", "AFFALDET", "Affaldssortering"))
        assert [(one.kind, one.words, one.points) for one in theme.reasons] == [
            (SAME_TITLE, ("affald",), ("p00", "p01")),
            (SHARED_WORDS, ("affald",), ("p00", "p01", "p02")),
        ]
        assert theme.grouped_by is GroupedBy.PROGRAM

    def test_must_be_as_many_as_the_options_say(self) -> None:
        titles = ("Affald og energi", "Affald og trafik")
        assert together(*titles, options=WordOptions(least=0.2)) == [set(titles)]
        assert together(*titles, options=WordOptions(least=0.9)) == [{titles[0]}, {titles[1]}]

    def test_are_those_of_the_options(self) -> None:
        titles = ("Storkereder", "Storkeunger")
        assert len(together(*titles)) == 2
        assert together(*titles, options=WordOptions(elements=("stork",))) == [set(titles)]

    def test_are_found_in_words_of_any_length(self) -> None:
        (theme,) = group_by_words(titled("vand" * 5000, "Vandmiljø"))
        assert theme.reasons[0].words == ("vand",)

    @pytest.mark.parametrize("least", [0, -1, 1.5])
    def test_cannot_be_asked_for_beyond_reason(self, least: float) -> None:
        with pytest.raises((ValueError, KkrconsultError)):
            WordOptions(least=least)

    @given(_proposals())
    def test_lose_no_proposal(self, made: list[Proposal]) -> None:
        themes = group_by_words(made)
        assert Counter(point for theme in themes for point in theme.points) == Counter(item.point for item in made)
        assert len({theme.id for theme in themes}) == len(themes)

    @given(_proposals(), st.data())
    def test_are_the_same_in_any_order(self, made: list[Proposal], data: st.DataObject) -> None:
        assert group_by_words(data.draw(st.permutations(made))) == group_by_words(made)


class TestWhatAPersonDecided:
    MADE = titled("Affald", "Genbrug", "Støj", "Larm fra byggeri")

    def test_puts_titles_together_that_have_no_word_in_common(self) -> None:
        found = decided(self.MADE, [ThemeDecision(title="Støj", titles=("larm fra byggerier",), note="Det samme.")])
        (theme,) = found.themes
        assert (theme.title, theme.points, theme.grouped_by) == ("Støj", ("p02", "p03"), GroupedBy.PERSON)
        assert theme.participants == ("Kommune 2", "Kommune 3")
        (reason,) = theme.reasons
        assert (reason.kind, reason.words, reason.points) == (DECIDED, ("Det samme.",), ("p02", "p03"))
        assert [quote.participants for quote in reason.quotes] == [("Kommune 2",), ("Kommune 3",)]
        assert [item.point for item in found.left] == ["p00", "p01"]
        assert found.missing == {}

    def test_holds_for_answers_that_come_later_under_the_same_id(self) -> None:
        decision = ThemeDecision(title="Cirkulær økonomi", titles=("Affald",), track="cirkulaer")
        (before,) = decided(self.MADE, [decision]).themes
        (after,) = decided([*self.MADE, proposal("p99", "Den cirkulære økonomi", "Skive")], [decision]).themes
        assert (before.id, before.track) == (after.id, after.track) == (before.id, "cirkulaer")
        assert (before.points, after.points) == (("p00",), ("p00", "p99"))
        assert before.reasons[0].words == ()

    def test_goes_by_the_id_before_the_title(self) -> None:
        decisions = [ThemeDecision(title="Affald"), ThemeDecision(title="Andet", points=("p00",))]
        assert [(theme.title, theme.points) for theme in decided(self.MADE, decisions).themes] == [("Andet", ("p00",))]

    def test_says_what_it_names_and_nobody_proposed(self) -> None:
        decisions = [
            ThemeDecision(title="Nyt", titles=("Affald", "Afald"), points=("p01", "p77")),
            ThemeDecision(title="Intet"),
        ]
        found = decided(self.MADE, decisions)
        assert found.missing == {"Nyt": ("Afald", "p77")}
        assert [theme.points for theme in found.themes] == [("p00", "p01")]

    @given(_proposals(), st.lists(st.sampled_from(["Vand", "Grøn mobilitet", "–"]), unique=True))
    def test_loses_no_proposal(self, made: list[Proposal], titles: list[str]) -> None:
        found = decided(made, [ThemeDecision(title=title) for title in titles])
        kept: list[str] = [point for theme in found.themes for point in theme.points]
        kept += [item.point for item in found.left]
        assert sorted(kept) == sorted(item.point for item in made)
