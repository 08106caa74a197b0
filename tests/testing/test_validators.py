"""`assert_validator` lets a good validator pass, and names the rule that a broken one breaks."""

from __future__ import annotations

import functools
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.testing import specimen_docs, specimens
from tests.testing.specimens import CODE, SUMMARY, per, validator

import kkrconsult as kc
from kkrconsult.testing import RULES, Case, ContractError, assert_validator, constructed_responses, make
from kkrconsult.testing._docs import modules_of

TEXTS = {"da": "Set: {n}", "en": "Seen: {n}"}


def code(text: Any, **fields: Any) -> tuple[kc.Code, ...]:
    return (kc.Code("acme.seen", kc.Severity.INFO, text, **fields),)


GOOD = per(specimens.good)
BROKEN: dict[str, tuple[str, kc.ValidatorSpec, dict[str, Any], str]] = {
    "a name that is taken": ("registers", per(specimens.good, name="deadline"), {}, "deadline"),
    "a code of the library's own": (
        "registers",
        per(specimens.undeclared, codes=(kc.Code("file.seen", kc.Severity.INFO, TEXTS),)),
        {},
        r"must not begin with file\.",
    ),
    "options of a type that a file cannot hold": (
        "registers",
        per(specimens.good, options=specimens.Unwritable),
        {},
        "option when has type complex, which a file cannot hold",
    ),
    "no summary": ("summary", per(specimens.good, summary={"en": "x"}), {}, "no text in 'da'; say in one line"),
    "a summary of two lines": (
        "summary",
        per(specimens.good, summary={**SUMMARY, "da": "a\nb"}),
        {},
        "summary in 'da' has several lines",
    ),
    "a summary that is no table": ("registers", per(specimens.good, summary="x"), {}, "summary must be texts"),
    "an option without a text": (
        "options-schema",
        per(specimens.good, options=specimens.Undocumented),
        {},
        "option pages of Undocumented has no text",
    ),
    "options without a docstring": (
        "options-schema",
        per(specimens.good, options=specimens.Bare),
        {},
        "Bare has no docstring",
    ),
    "options that can be changed": (
        "options-schema",
        per(specimens.good, options=specimens.Changing),
        {},
        r"Changing can be changed .* use @attrs\.frozen",
    ),
    "options that are never equal": (
        "options-schema",
        per(specimens.good, options=specimens.Incomparable),
        {},
        "compare by value",
    ),
    "options that are read as others": (
        "options-schema",
        per(specimens.good, options=specimens.OneWay),
        {},
        "OneWay cannot be written and read again: DataError",
    ),
    "options without a default, though it runs in every round": (
        "registers",
        per(specimens.asks_for_words, options=specimens.Demanding),
        {"options": {"words": 3}},
        "option words has no default, but it runs in every round; give it a default",
    ),
    "an option without a type": (
        "registers",
        per(specimens.good, options=specimens.Untyped),
        {},
        "words is no option, for it has no type; write words: int = 3",
    ),
    "options that have to be given": (
        "options-schema",
        per(specimens.asks_for_words, options=specimens.Demanding, enabled=False),
        {},
        r"validators\.acme\.words.*\n?.*give some that can as options=…",
    ),
    "options given wrongly": (
        "options-schema",
        per(specimens.asks_for_words, options=specimens.Demanding, enabled=False),
        {"options": {"words": "many"}},
        r"validators\.acme\.words",
    ),
    "options that stay where they are": (
        "pickles",
        per(specimens.good, options=specimens.Locked),
        {},
        "its options cannot be pickled: TypeError: .*it stays here",
    ),
    "options that travel badly": (
        "pickles",
        per(specimens.good, options=specimens.Fickle),
        {},
        "its options come out of a pickle as others",
    ),
    "a code that is not declared": (
        "declared-codes",
        per(specimens.undeclared),
        {},
        r"does not declare its code 'acme\.secret'; add it to codes",
    ),
    "an example for what is not declared": (
        "declared-codes",
        GOOD,
        {"finds": {"acme.seen": make(kc.Response), "acme.secret": make(kc.Response)}},
        r"an example for 'acme\.secret', which it does not declare; it has: 'acme\.seen'",
    ),
    "a code without an example": (
        "every-code-found",
        GOOD,
        {"finds": {}},
        r"finds has no example for acme\.seen; give an answer",
    ),
    "an example that leads to nothing": (
        "every-code-found",
        GOOD,
        {"finds": {"acme.seen": make(kc.Response, title=None)}},
        r"the example for acme\.seen leads to nothing",
    ),
    "an example that cannot be used": (
        "options-schema",
        GOOD,
        {"finds": {"acme.seen": Case(options={"words": 3})}},
        r"the options of the example for acme\.seen cannot be used",
    ),
    "an example that it fails on": (
        "no-crash",
        per(specimens.crashes),
        {"responses": (), "finds": {"acme.seen": make(kc.Response, received_at=None)}},
        r"on the example for acme\.seen it raises AttributeError",
    ),
    "a complaint of what is right": (
        "accepts",
        GOOD,
        {"accepts": make(kc.Response, title="Godt")},
        r"complains of what it must accept: acme\.seen\(n=4\) on response svar-1",
    ),
    "a text in English alone": (
        "every-language",
        per(specimens.good, codes=code("Seen: {n}")),
        {},
        r'text of acme\.seen has none in \'da\'; give it as {"da": "…", "en": "…"}',
    ),
    "no text": ("every-language", per(specimens.good, codes=code({})), {}, r"text of acme\.seen has none in 'da'"),
    "texts that disagree": (
        "every-language",
        per(specimens.good, codes=code({"da": "Set", "en": "Seen: {n}"})),
        {},
        r"text of acme\.seen in 'da' lacks {n}, which it has in 'en'",
    ),
    "a meaning in Danish alone": (
        "every-language",
        per(specimens.good, codes=code(TEXTS, meaning={"da": "Noget."})),
        {},
        r"meaning of acme\.seen has none in 'en'",
    ),
    "a parameter that is missing": (
        "params-fill-texts",
        per(specimens.without_params),
        {},
        r"{n} in the text of acme\.seen in 'da' stays as it is, .*it has: number",
    ),
    "a parameter that is None": ("params-fill-texts", per(specimens.with_nothing), {}, "becomes 'None'"),
    "a parameter that is no text": ("params-fill-texts", per(specimens.with_an_empty_table), {}, "becomes nothing"),
    "what it raises on some answers": (
        "no-crash",
        per(specimens.crashes),
        {},
        r"on the answers 'uden-tidspunkt' it raises AttributeError: .*\(in crashes, line \d+ of .*specimens\)",
    ),
    "a round without a deadline": (
        "no-crash",
        validator(kc.per_response(specimens.wants_a_deadline)),
        {},
        r"in a round without a deadline, parties and tracks it raises AssertionError",
    ),
    "nothing instead of no findings": (
        "no-crash",
        per(specimens.returns_nothing),
        {},
        r"raises TypeError: .*where there is nothing to say, return \(\)",
    ),
    "texts instead of findings": ("no-crash", per(specimens.returns_texts), {}, "'too long' and not a Finding"),
    "what it raises before any answer": (
        "no-crash",
        validator(specimens.CrashesAtOnce),
        {},
        r"without any answer it raises OSError: .*no file",
    ),
    "what it raises on several answers": (
        "no-crash",
        validator(specimens.CrashesOnMany),
        {},
        "on several answers together it raises ValueError: nothing said",
    ),
    "what it raises in another order": (
        "no-crash",
        validator(specimens.CrashesOnOrder),
        {},
        "looked at again, or in another order, it raises RuntimeError: .*wrong way round",
    ),
    "chance": ("deterministic", per(specimens.by_chance()), {}, "looked at twice, .*goes by chance"),
    "the order of arrival": (
        "deterministic",
        validator(specimens.FirstOne),
        {},
        r"in another order .*1 more: acme\.seen\(n='ordret-gentagelse'\).*1 fewer: acme\.seen\(n='almindeligt'\)",
    ),
    "the clock": ("no-clock", per(specimens.on_the_clock), {}, r"in the year 1999 .*use context\.at"),
    "a change of the answers": ("no-mutation", per(specimens.retitles), {}, "it changes the answer 'almindeligt'"),
    "a change of the round": (
        "no-mutation",
        validator(kc.per_response(specimens.renames)),
        {},
        r"it changes the round; .*attrs\.evolve",
    ),
    "a change of the options": (
        "no-mutation",
        per(specimens.changes_options, options=specimens.Options),
        {},
        "it changes its options; make new values",
    ),
    "state in the class": ("no-shared-state", validator(specimens.Shared), {}, "two runs in turns .*keep .*on self"),
    "what was said once and for all": (
        "no-shared-state",
        per(specimens.says_it_once),
        {},
        r"not find what it found the very first time: .* fewer: .*cache; keep what is remembered on self",
    ),
    "a list that is never emptied": (
        "no-shared-state",
        per(specimens.says_one_thing),
        {"finds": {"acme.seen": make(kc.Response, title="Vand")}, "responses": ()},
        r"asked again, it does not find what it found before: 1 fewer: acme\.seen",
    ),
    "a count in the class": (
        "no-shared-state",
        validator(specimens.Adding),
        {},
        "looked at twice, .*; it remembers outside of self, such as in a module, a class",
    ),
    "a cache that remembers": (
        "no-shared-state",
        per(specimens.goes_by_a_cache),
        {"accepts": ()},
        "in a process of its own, where it was asked nothing before",
    ),
    "the hash of a text": (
        "other-process",
        per(specimens.goes_by_hashes),
        {},
        "in a process with another hash seed, time zone and locale, it finds something else",
    ),
    "a check that was not lifted": (
        "creates",
        validator(specimens.makes_a_generator),
        {},
        r"create gave a generator, not a validator; did you mean create=kc\.per_response\(check\)\?",
    ),
    "no merge": (
        "creates",
        validator(specimens.WithoutMerge),
        {},
        "create gave a WithoutMerge without merge; a validator has all of observe, finish and merge",
    ),
    "no context": (
        "creates",
        validator(specimens.WithoutContext),
        {},
        r"create cannot be called .*; take both: __init__\(self, options, context\)",
    ),
    "what it raises when it is made": (
        "no-crash",
        validator(specimens.CrashesOnMaking),
        {},
        "raises TypeError: 'inside'",
    ),
    "parts that get lost": ("merge-equals-whole", validator(specimens.Forgetful), {}, r"in \d parts that are merged"),
    "a merge that fails": (
        "merge-equals-whole",
        validator(specimens.CrashesOnMerge),
        {},
        "merging parts raises NotImplementedError: 'later'",
    ),
    "a lock in the state": ("pickles", validator(specimens.Lock), {}, "what a run remembers cannot be pickled"),
    "state that is left behind": ("pickles", validator(specimens.Lossy), {}, "out of a pickle have lost something"),
    "a function inside another": (
        "pickles",
        per(lambda response, options: [specimens.seen()]),
        {},
        "use functions and classes of a module",
    ),
    "an example that is wrong": (
        "doc-examples",
        per(specimen_docs.check),
        {},
        r"example in tests\.testing\.specimen_docs does not give what it says:(\n.*)*Expected:\n +3\n +Got:\n +2",
    ),
    "a document that is not there": (
        "doc-examples",
        GOOD,
        {"documents": ["no/such/README.md"]},
        r"the document 'no/such/README\.md' cannot be read",
    ),
}


def broken(spec: kc.ValidatorSpec, **arguments: Any) -> ContractError:
    with pytest.raises(ContractError) as caught:
        assert_validator(spec, **arguments)
    return caught.value


class TestAGoodValidator:
    def test_passes_and_gives_what_it_found(self) -> None:
        found = assert_validator(GOOD)
        titled = [answer for answer in constructed_responses() if answer.title]
        assert len(found) == len(titled)
        assert {finding.validator for finding in found} == {"acme"}

    def test_passes_with_examples_of_all_kinds(self) -> None:
        answer = make(kc.Response)
        for example in (answer, [answer], Case(responses=(answer,), at=make(kc.Report).at, round=make(kc.Round))):
            assert_validator(GOOD, finds={"acme.seen": example}, accepts=make(kc.Response, title=None))

    def test_of_the_whole_round_passes(self) -> None:
        finds = {"acme.seen": [make(kc.Response, id=id_) for id_ in ("a", "b")]}
        assert assert_validator(validator(specimens.Whole), finds=finds, accepts=())

    def test_that_is_off_by_default_is_tried_all_the_same(self) -> None:
        assert assert_validator(per(specimens.good, enabled=False))

    def test_takes_options_as_an_object_or_as_a_table(self) -> None:
        spec = per(specimens.asks_for_words, options=specimens.Demanding, enabled=False)
        for options in (specimens.Demanding(words=7), {"words": 7}):
            (found,) = assert_validator(spec, options=options, responses=[make(kc.Response)])
            assert found.params == {"n": 7}

    def test_takes_the_options_of_the_round(self) -> None:
        settings = kc.Settings(validators=kc.FrozenMap({"acme": kc.FrozenMap({"words": 5})}))
        spec = per(specimens.asks_for_words, options=specimens.Demanding, enabled=False)
        (found,) = assert_validator(spec, round=make(kc.Round, settings=settings), responses=[make(kc.Response)])
        assert found.params == {"n": 5}

    def test_may_have_options_whose_source_nobody_can_look_at(self) -> None:
        assert assert_validator(per(specimens.good, options=specimens.Sourceless))

    def test_needs_the_extra_for_its_clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "time_machine", None)
        with pytest.raises(kc.MissingExtraError, match=r"a check of a contract .*kkrconsult\[testing\]"):
            assert_validator(GOOD)

    def test_is_told_when_the_clock_itself_is_broken(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "time_machine.py").write_text("import no_such_module\n", encoding="utf-8")
        monkeypatch.delitem(sys.modules, "time_machine", raising=False)
        monkeypatch.syspath_prepend(tmp_path)
        with pytest.raises(ModuleNotFoundError, match="no_such_module"):
            assert_validator(GOOD)

    def test_may_have_nothing_to_look_at(self) -> None:
        assert assert_validator(GOOD, responses=()) == ()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_one_is_told_which_rule_it_breaks(name: str) -> None:
    rule, spec, arguments, message = BROKEN[name]
    error = broken(spec, **arguments)
    assert {breach.rule for breach in error.breaches} == {rule}, error

    assert re.search(message, str(error)), error
    assert str(error).startswith(f"validator {spec.name} breaks its contract in ")


def test_every_rule_has_a_specimen() -> None:
    assert {rule.name for rule in RULES if "validator" in rule.applies_to} == {rule for rule, *_ in BROKEN.values()}


def test_what_is_remembered_is_found_again_where_everything_was_asked_before() -> None:
    for _ in range(2):
        assert {breach.rule for breach in broken(per(specimens.says_it_once)).breaches} == {"no-shared-state"}


def test_one_that_no_other_process_can_import_is_held_to_the_rest() -> None:
    assert_validator(validator(lambda options, context: specimens.Whole(options, context)))


class TestWhatIsSaid:
    def test_helps_once_for_each_rule_where_a_breach_says_not_how_itself(self) -> None:
        (remedy,) = [rule.remedy for rule in RULES if rule.name == "no-crash"]
        said = str(broken(per(specimens.crashes), finds={"acme.seen": make(kc.Response, received_at=None)}))
        assert said.count("[no-crash]") == 2
        assert said.count(f"      What helps: {remedy}") == 1
        assert "What helps" not in str(broken(per(specimens.retitles)))

    def test_leads_to_no_line_of_the_library(self) -> None:
        assert "kkrconsult.engine" not in str(broken(per(specimens.returns_nothing)))

    def test_is_everything_at_once_in_the_order_of_the_rules(self) -> None:
        spec = per(specimens.without_params, summary={}, options=specimens.Undocumented)
        rules = [breach.rule for breach in broken(spec, finds={}).breaches]
        assert rules == ["summary"] * 2 + ["options-schema", "every-code-found"] + ["params-fill-texts"] * 2

    def test_spoils_no_answers_for_others(self) -> None:
        broken(per(specimens.retitles))
        assert not any(answer.title == "Andet" for answer in constructed_responses())

    def test_names_a_few_answers_of_many(self) -> None:
        assert " and " in str(broken(per(specimens.returns_nothing)))


class TestTheModulesWhoseExamplesAreRun:
    @pytest.mark.parametrize(
        "owner",
        [
            specimen_docs.check,
            specimen_docs.Options,
            specimen_docs.Options(),
            functools.partial(specimen_docs.check, options=None),
            kc.per_response(specimen_docs.check),
            specimen_docs.Options().__eq__,
        ],
    )
    def test_are_those_that_something_was_written_in(self, owner: object) -> None:
        assert specimen_docs in modules_of([owner])

    def test_are_named_once(self) -> None:
        assert len(modules_of([specimen_docs.check, specimen_docs.Options, GOOD.create])) == 2

    def test_do_not_hang_on_what_is_not_there_yet(self) -> None:
        def outer() -> Any:
            def inner() -> Any:
                return late

            assert modules_of([inner])
            late = 3
            return inner, late

        outer()


class TestDocuments:
    def test_are_run_as_they_stand(self, tmp_path: Path) -> None:
        readme = tmp_path / "README.md"
        readme.write_text(
            "# Acme\n\n```python\n>>> 1 + 1\n2\n```\n\nAnd:\n\n```\n>>> 'a'\n'a'\n```\n", encoding="utf-8"
        )
        assert_validator(GOOD, documents=[readme])

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("# Acme\n", "has no >>> example; write one"),
            ("```\n>>> 1 + 1\n3\n```\n", r"example in README\.md does not give what it says"),
            (">>>1\n", "cannot be understood"),
        ],
    )
    def test_that_are_wrong_are_named(self, tmp_path: Path, text: str, message: str) -> None:
        readme = tmp_path / "README.md"
        readme.write_text(text, encoding="utf-8")
        error = broken(GOOD, documents=[str(readme)])
        assert [breach.rule for breach in error.breaches] == ["doc-examples"]
        with pytest.raises(ContractError, match=message):
            raise error

    def test_may_check_the_very_plugin_that_they_are_about(self, tmp_path: Path) -> None:
        readme = tmp_path / "README.md"
        readme.write_text(
            ">>> from tests.testing.test_validators import GOOD\n"
            ">>> from kkrconsult.testing import assert_validator\n"
            f">>> found = assert_validator(GOOD, documents=[{str(readme)!r}])\n",
            encoding="utf-8",
        )
        assert_validator(GOOD, documents=[readme])


def test_codes_are_those_of_the_specimens() -> None:
    assert GOOD.codes == (CODE,)
