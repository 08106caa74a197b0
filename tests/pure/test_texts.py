"""What people read: the same in both languages, filled in without ever failing."""

from __future__ import annotations

import ast
import enum
import importlib.resources
import string
import tomllib
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import ENUMS, instances, plain_data, texts

import kkrconsult
from kkrconsult.calendar_ import DayCount
from kkrconsult.findings import Code
from kkrconsult.grouping import SAME_TITLE
from kkrconsult.model import GeneralPoint, HandlingMode, Status, ThemeProposal, TrackPoint
from kkrconsult.plugins import load_plugins
from kkrconsult.texts import fill, languages, meaning, message, remedy, template, word, word_for, words_below
from kkrconsult.timeline import EventKind, Phase, ReminderKind

PACKAGE = Path(str(kkrconsult.__file__)).parent


def catalogue(language: str) -> dict[str, Any]:
    file = importlib.resources.files("kkrconsult.texts").joinpath(f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


DA, EN = catalogue("da"), catalogue("en")
PARTS = ("message", "meaning", "remedy")


def entries(found: dict[str, Any]) -> dict[str, str]:
    """Every text of a catalogue by a key that is unique in it."""
    codes = {f"{code}/{part}": text for code, table in found["codes"].items() for part, text in table.items()}
    words: dict[str, str] = found["words"]
    return words | codes


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def shown(text: str) -> set[str]:
    """The placeholders whose values are seen. Which word fits a number is each language's own affair."""
    return {name for _, name, kind, _ in string.Formatter().parse(text) if name and not (kind or "").startswith("n=")}


class TestTheCatalogues:
    def test_have_the_same_keys(self) -> None:
        assert sorted(entries(DA)) == sorted(entries(EN))

    @pytest.mark.parametrize("key", sorted(entries(DA)))
    def test_use_the_same_placeholders(self, key: str) -> None:
        danish, english = entries(DA)[key], entries(EN).get(key, "")
        assert shown(danish) == shown(english)
        assert "" not in placeholders(danish) | placeholders(english)

    @pytest.mark.parametrize("language", ["da", "en"])
    def test_know_only_the_kinds_of_placeholders_that_there_are(self, language: str) -> None:
        for key, text in entries(catalogue(language)).items():
            for _, _, kind, _ in string.Formatter().parse(text):
                assert not kind or kind in ("moment", "date", "list") or kind.startswith("n="), key

    @pytest.mark.parametrize("language", ["da", "en"])
    def test_have_no_empty_text(self, language: str) -> None:
        assert all(text.strip() for text in entries(catalogue(language)).values())

    def test_give_every_code_a_message_a_meaning_and_a_remedy(self) -> None:
        assert {code for code, table in DA["codes"].items() if set(table) != set(PARTS)} == set()

    def test_speak_of_meaning_and_remedy_without_placeholders(self) -> None:
        # They explain a code in general; only a message is about one finding.
        for found in (DA, EN):
            for code, table in found["codes"].items():
                assert placeholders(table["meaning"]) | placeholders(table["remedy"]) == set(), code

    def test_have_every_code_that_is_declared_without_a_text_of_its_own(self) -> None:
        without_text = {name for name, code in load_plugins().codes.items() if not code.text}
        assert without_text - set(DA["codes"]) == set()

    def test_have_no_code_that_nobody_declares(self) -> None:
        assert set(DA["codes"]) - set(load_plugins().codes) == set()

    @pytest.mark.parametrize("kind", [*ENUMS, DayCount, Phase, ReminderKind, EventKind], ids=lambda kind: kind.__name__)
    def test_have_a_word_for_every_member_of_an_enum(self, kind: type[enum.Enum]) -> None:
        for member in kind:
            assert word_for(member, "da")
            assert word_for(member, "en")

    def test_have_words_for_what_is_named_by_text(self) -> None:
        for kind in (TrackPoint, ThemeProposal, GeneralPoint):
            assert word(f"point.{kind.TYPE}")
        assert set(words_below("set-aside")) == {
            *("notice", "greeting", "signature", "cover", "quoted", "form", "letterhead", "handling", "heading"),
        }
        assert SAME_TITLE in words_below("theme-reason")

    def test_have_every_word_that_the_program_asks_for(self) -> None:
        asked = {
            (path.name, node.args[0].value)
            for path in PACKAGE.rglob("*.py")
            if "word(" in (source := path.read_text(encoding="utf-8"))
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "word"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        }
        assert asked
        assert {(file, key) for file, key in asked if key not in DA["words"]} == set()

    def test_are_found_with_danish_first(self) -> None:
        assert languages() == ("da", "en")


class TestAWord:
    def test_is_in_the_language_asked_for(self) -> None:
        assert word("status.no-remarks") == "ingen bemærkninger"
        assert word("status.no-remarks", "en") == "no remarks"
        assert word_for(HandlingMode.POLITICAL) == "politisk"
        assert word_for(Status.NOT_YET_DUE, "en") == "not yet due"

    def test_is_danish_in_a_language_without_a_catalogue(self) -> None:
        assert word("status.missing", "kl") == "mangler"

    def test_that_there_is_not_is_a_fault_of_the_program(self) -> None:
        with pytest.raises(KeyError, match="unheard-of"):
            word("status.unheard-of")

    def test_takes_parameters(self) -> None:
        assert word("period.days", days=1) == "1 dag"
        assert word("period.days", "en", days=75) == "75 days"

    def test_of_a_group_is_found_by_the_rest_of_its_key(self) -> None:
        assert words_below("phase", "en")["draft"] == "draft"
        assert set(words_below("phase")) == {member.value for member in Phase}
        assert words_below("phase", "kl")["draft"] == "kladde"


class TestFillingIn:
    @pytest.mark.parametrize(
        ("text", "value", "danish", "english"),
        [
            ("{x}", "abc", "abc", "abc"),
            ("{x}", 3, "3", "3"),
            ("{x}", None, "None", "None"),
            ("{x}", 2.5, "2,5", "2.5"),
            ("{x}", 2.0, "2", "2"),
            ("{x}", 1 / 3, "0,33", "0.33"),
            ("{x}", 12345.6, "12.345,6", "12,345.6"),
            ("{x}", 12345, "12345", "12345"),  # a year, a line or a reference must not get a dot
            ("{x}", 1e300, "1e+300", "1e+300"),
            ("{x}", 10**400, "∞", "∞"),
            ("{x:moment}", "2020-12-15T10:00:00+01:00", "15. december 2020 kl. 10.00", "15 December 2020 at 10:00"),
            ("{x:moment}", "2020-12-15", "15. december 2020", "15 December 2020"),
            ("{x:date}", "2020-12-15", "15. december 2020", "15 December 2020"),
            ("{x:date}", "i morgen", "i morgen", "i morgen"),
            ("{x:moment}", "i morgen", "i morgen", "i morgen"),
            ("{x:date}", 5, "5", "5"),
            ("{x:list}", ["A", "B", "C"], "A, B og C", "A, B and C"),
            ("{x:list}", ("A",), "A", "A"),
            ("{x:list}", "ABC", "ABC", "ABC"),
            ("{x:list}", 5, "5", "5"),
            ("{x:n=side/sider}", 1, "side", "side"),
            ("{x:n=side/sider}", 0, "sider", "sider"),
            ("{x:n=side/sider}", 1.5, "sider", "sider"),
            ("{x}", {"da": "juli", "en": "July"}, "juli", "July"),
            ("{x}", {"en": "July"}, "July", "July"),
            ("{x}", {"kl": "juli"}, "", ""),
            ("{{{x}}}", 1, "{1}", "{1}"),
            ("{y}", 1, "{y}", "{y}"),
            ("{y:moment}", 1, "{y}", "{y}"),
            ("{x!r}", "a", "a", "a"),
        ],
    )
    def test_writes_as_the_language_does(self, text: str, value: object, danish: str, english: str) -> None:
        assert fill(text, {"x": value}) == danish
        assert fill(text, {"x": value}, "en") == english

    def test_writes_dates_and_lists_in_danish_where_a_language_has_no_rules_yet(self) -> None:
        assert fill("{x:date} {y:list}", {"x": "2020-12-15", "y": ["A", "B"]}, "kl") == "15. december 2020 A og B"

    def test_never_looks_into_a_value(self) -> None:
        assert fill("{x.__class__} {x[0]}", {"x": "abc"}) == "{x.__class__} {x[0]}"

    @given(st.sampled_from(sorted(entries(DA).values())), st.dictionaries(texts(), plain_data(), max_size=3), st.data())
    def test_never_fails_whatever_the_parameters(
        self, text: str, extra: dict[str, object], data: st.DataObject
    ) -> None:
        params = {name: data.draw(plain_data(), label=name) for name in sorted(placeholders(text))}
        for language in ("da", "en", "kl"):
            assert isinstance(fill(text, {**extra, **params}, language), str)


class TestAMessage:
    OWN: ClassVar = {"da": "{n} ord", "en": "{n} words"}

    def test_is_what_the_code_itself_says(self) -> None:
        assert message("acme.too-wordy", {"n": 9}, "da", self.OWN) == "9 ord"
        assert message("acme.too-wordy", {"n": 9}, "en", self.OWN) == "9 words"

    def test_is_danish_then_english_then_whatever_there_is(self) -> None:
        assert message("acme.too-wordy", {"n": 9}, "kl", self.OWN) == "9 ord"
        assert message("acme.too-wordy", {"n": 9}, "kl", {"en": "{n} words"}) == "9 words"
        assert message("acme.too-wordy", {"n": 9}, "da", {"fo": "{n} orð"}) == "9 orð"

    def test_of_a_code_without_a_text_is_the_bare_facts(self) -> None:
        assert message("acme.too-wordy", {"n": 9, "of": "x"}) == "acme.too-wordy n=9 of=x"

    def test_of_a_built_in_code_is_in_the_catalogue(self) -> None:
        assert message("file.empty", {"file": "svar.md"}) == "Filen svar.md er tom."
        assert template("file.empty", "en") == EN["codes"]["file.empty"]["message"]

    def test_has_a_meaning_and_a_remedy_beside_it(self) -> None:
        assert meaning("file.empty") == DA["codes"]["file.empty"]["meaning"]
        assert remedy("file.empty", "en") == EN["codes"]["file.empty"]["remedy"]
        assert meaning("acme.too-wordy") is None
        assert remedy("acme.too-wordy", "da", {"en": "Write less."}) == "Write less."

    @given(instances(Code), st.dictionaries(texts(), plain_data(), max_size=2))
    def test_of_a_code_that_may_be_declared_can_always_be_filled_in(
        self, code: Code, params: dict[str, object]
    ) -> None:
        for language in ("da", "en", "fo"):
            assert isinstance(message(code.name, params, language, code.text), str)
