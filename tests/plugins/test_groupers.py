"""The built-in grouper comes through the same hook as a stranger's."""

from __future__ import annotations

from kkrconsult.plugins import Proposal, load_plugins


def test_the_same_title_is_one_theme() -> None:
    entry = load_plugins(entry_points=False).grouper("same-title")
    proposals = [
        Proposal(point="1", title="Grøn mobilitet", participants=("Skive",)),
        Proposal(point="2", title="Den grønne mobilitet", participants=("Struer",)),
        Proposal(point="3", title="Vand", participants=("Skive",)),
    ]
    themes = list(entry.spec.group(proposals, entry.spec.options()))
    assert [theme.points for theme in themes] == [("1", "2"), ("3",)]
    assert {theme.grouper for theme in themes} == {entry.name}


def test_shared_words_are_one_theme_where_a_round_asks_for_it() -> None:
    entry = load_plugins(entry_points=False).grouper("shared-words")
    proposals = [Proposal(point="1", title="Mindre affald"), Proposal(point="2", title="Affaldssortering")]
    assert [theme.points for theme in entry.spec.group(proposals, entry.spec.options())] == [("1", "2")]


def test_it_says_what_it_does_in_both_languages() -> None:
    summary = load_plugins(entry_points=False).grouper("same-title").spec.summary
    assert set(summary) == {"da", "en"}
