"""`assert_grouper` lets a good grouper pass, and names the rule that a broken one breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from tests.testing import specimen_docs, specimens
from tests.testing.specimens import grouper

import kkrconsult as kc
from kkrconsult.testing import RULES, ContractError, assert_grouper, make

GOOD = grouper(specimens.pairs)
BROKEN: dict[str, tuple[str, kc.GrouperSpec, dict[str, Any], str]] = {
    "a name that is taken": ("registers", grouper(specimens.pairs, name="same-title"), {}, "same-title"),
    "no summary": ("summary", grouper(specimens.pairs, summary={}), {}, "no text in 'da'"),
    "an option without a text": (
        "options-schema",
        grouper(specimens.pairs, options=specimens.Undocumented),
        {},
        "option pages of Undocumented has no text",
    ),
    "options that have to be given": (
        "options-schema",
        grouper(specimens.pairs, options=specimens.Demanding),
        {},
        "give some that can as options=…",
    ),
    "a proposal that is lost": (
        "every-proposal-once",
        grouper(specimens.loses),
        {"titles": ["Vand", ""]},
        "of '' alone it makes themes with 'forslag-001' in no theme",
    ),
    "a proposal in two themes": (
        "every-proposal-once",
        grouper(specimens.doubles),
        {},
        "of 'Grøn mobilitet' alone it makes themes with 'forslag-000' in several themes",
    ),
    "a proposal of nobody": (
        "every-proposal-once",
        grouper(specimens.invents),
        {},
        "of no proposals it makes themes with 'opfundet' in a theme, though nobody proposed it",
    ),
    "texts instead of themes": ("every-proposal-once", grouper(specimens.makes_texts), {}, "which is no Theme"),
    "what it raises on a blank title": (
        "no-crash",
        grouper(specimens.fails_on_blanks),
        {},
        "of '' alone it raises IndexError",
    ),
    "what it raises on several": (
        "no-crash",
        grouper(specimens.fails_on_all),
        {},
        "of all proposals it raises RuntimeError: 'too many'",
    ),
    "the order of arrival": (
        "deterministic",
        grouper(specimens.groups_as_they_come),
        {},
        r"in another order it makes other themes: \d+ differ, such as 'Tema forslag-000'",
    ),
    "chance": ("deterministic", grouper(specimens.groups_by_chance()), {}, "asked twice, it makes different themes"),
    "what was new once and for all": (
        "no-shared-state",
        grouper(specimens.groups_what_is_new),
        {},
        "asked again, it makes other themes than the very first time; it remembers in a module",
    ),
    "the hash of a title": (
        "other-process",
        grouper(specimens.groups_by_hashes),
        {},
        "in a process with another hash seed, time zone and locale, it makes other themes",
    ),
    "the clock": ("no-clock", grouper(specimens.groups_by_the_year), {}, "in the year 1999 it makes other themes"),
    "a change of the list": ("no-mutation", grouper(specimens.empties_the_list), {}, "sort into a list of its own"),
    "no reason": ("reasons", grouper(specimens.says_no_reason), {}, "of 2 proposals has no reasons"),
    "a strange reason": ("reasons", grouper(specimens.gives_a_strange_reason), {}, "is about 'andet', not in it"),
    "ids that count up": (
        "theme-ids",
        grouper(specimens.counts_ids),
        {},
        "is 'tema-1' among others and 'tema-0' alone",
    ),
    "ids that repeat": ("theme-ids", grouper(specimens.repeats_ids), {}, "several themes have the id 'tema'"),
    "an example that is wrong": (
        "doc-examples",
        grouper(specimens.pairs, options=specimen_docs.Options),
        {},
        r"tests\.testing\.specimen_docs does not give what it says",
    ),
}


class TestAGoodGrouper:
    def test_passes_and_gives_the_themes(self) -> None:
        themes = assert_grouper(GOOD)
        assert {len(theme.points) for theme in themes} == {2}
        assert {theme.grouper for theme in themes} == {GOOD.name}

    def test_takes_titles_or_whole_proposals(self) -> None:
        (theme,) = assert_grouper(GOOD, titles=["Vand", make(kc.Proposal, point="x", participants=("Ådal",))])
        assert theme.points == ("forslag-000", "x")
        assert theme.participants == ("Birkelund", "Ådal")

    def test_takes_options_as_an_object_or_as_a_table(self) -> None:
        spec = grouper(specimens.pairs, options=specimens.Demanding)
        for options in (specimens.Demanding(words=7), {"words": 7}):
            assert assert_grouper(spec, options=options)

    def test_may_lack_an_extra_and_says_which(self) -> None:
        def group(proposals: Any, options: Any) -> Any:
            raise kc.MissingExtraError("themes", "grouping")

        with pytest.raises(kc.MissingExtraError, match="themes"):
            assert_grouper(grouper(group))


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_one_is_told_which_rule_it_breaks(name: str) -> None:
    rule, spec, arguments, message = BROKEN[name]
    with pytest.raises(ContractError) as caught:
        assert_grouper(spec, **arguments)
    assert {breach.rule for breach in caught.value.breaches} == {rule}, caught.value
    assert re.search(message, str(caught.value)), caught.value
    assert str(caught.value).startswith(f"grouper {spec.name} breaks its contract in ")


def test_every_rule_has_a_specimen() -> None:
    assert {rule.name for rule in RULES if "grouper" in rule.applies_to} == {rule for rule, *_ in BROKEN.values()}


def test_what_is_remembered_is_found_again_where_everything_was_asked_before() -> None:
    said = []
    for _ in range(2):
        with pytest.raises(ContractError) as caught:
            assert_grouper(grouper(specimens.groups_what_is_new))
        assert {breach.rule for breach in caught.value.breaches} == {"no-shared-state"}
        said.append(str(caught.value))
    assert "in a process of its own, where it was asked nothing before" in said[1]


def test_one_that_no_other_process_can_import_is_held_to_the_rest() -> None:
    def inside(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
        return specimens.pairs(proposals, options)

    assert_grouper(grouper(inside))
