"""The validator keeps its contract, and finds what it is for. All answers are constructed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import kkrconsult as kc
import pytest
from kkrconsult.testing import assert_validator, make, reference_round

from kkr_sprogtjek import COUNTED, OTHER_LANGUAGE, OUTLIER, TOO_LONG, Options, validator
from kkr_sprogtjek.validator import Run

DANISH = "Kommunen er enig i, at det er vigtigt, men vi vil gerne have mere tid til at se på, hvad der skal ske nu. "
ENGLISH = (
    "The municipality agrees that this is important, but we would like more time to see what must be done about it. "
)
README = Path(__file__).parents[1] / "README.md"


def answer(id_: str, body: str, **changes: object) -> kc.Response:
    return make(kc.Response, id=id_, body=body, **changes)


def run(*responses: kc.Response, options: Options | None = None) -> list[kc.Finding]:
    context = kc.Context(round=reference_round(), at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    validator_run = Run(options or Options(), context)
    found = [finding for response in responses for finding in validator_run.observe(response)]
    return [*found, *validator_run.finish()]


def test_it_keeps_its_contract() -> None:
    lengths = [answer(f"svar-{number}", DANISH) for number in range(5)]
    assert_validator(
        validator,
        finds={
            OTHER_LANGUAGE.name: answer("engelsk", ENGLISH),
            TOO_LONG.name: answer("langt", DANISH * 80),
            OUTLIER.name: [*lengths, answer("langt", DANISH * 30)],
            COUNTED.name: answer("dansk", DANISH),
        },
        accepts=[answer("taget-tilbage", ENGLISH, withdrawn=kc.Withdrawal(reason="Konstrueret."))],
        documents=[README],
    )


class TestLanguage:
    def test_of_an_answer_may_be_any_that_was_agreed_on(self) -> None:
        options = Options(languages=("da", "en"))
        assert {one.code for one in run(answer("a", ENGLISH), options=options)} == {COUNTED.name}

    def test_is_named_in_the_readers_words(self) -> None:
        (found,) = (one for one in run(answer("a", ENGLISH)) if one.code == OTHER_LANGUAGE.name)
        assert found.params["language"] == {"da": "engelsk", "en": "English"}

    def test_of_a_short_answer_is_not_told(self) -> None:
        (found,) = run(answer("a", "We agree with this."))
        assert found.params["counts"] == {"da": "ubestemt 1", "en": "not told 1"}

    def test_is_counted_over_the_round(self) -> None:
        found = run(answer("a", DANISH), answer("b", ENGLISH), answer("c", DANISH), answer("d", "Enig."))
        (counted,) = (one for one in found if one.code == COUNTED.name)
        assert counted.params["counts"] == {
            "da": "dansk 2, engelsk 1, ubestemt 1",
            "en": "Danish 2, English 1, not told 1",
        }

    def test_must_be_one_that_is_known(self) -> None:
        with pytest.raises(ValueError, match="'fr'"):
            Options(languages=("fr",))


class TestLength:
    @pytest.mark.parametrize(("words", "found"), [(3, False), (4, True)])
    def test_may_be_what_was_agreed_on_and_no_more(self, words: int, found: bool) -> None:
        codes = {one.code for one in run(answer("a", "ord " * words), options=Options(most_words=3))}
        assert (TOO_LONG.name in codes) is found

    def test_has_no_limit_with_0(self) -> None:
        codes = {one.code for one in run(answer("a", "ord " * 5000), options=Options(most_words=0))}
        assert TOO_LONG.name not in codes

    @pytest.mark.parametrize(("words", "found"), [(50, False), (51, True), (2, False), (1, True)])
    def test_is_pointed_out_where_it_is_far_from_the_others(self, words: int, found: bool) -> None:
        answers = [answer(f"svar-{number}", "ord " * 10) for number in range(5)]
        outliers = [one for one in run(*answers, answer("andet", "ord " * words)) if one.code == OUTLIER.name]
        assert [one.subject.id for one in outliers if one.subject] == (["andet"] if found else [])

    def test_is_not_compared_where_there_is_little_to_compare(self) -> None:
        answers = [answer(f"svar-{number}", "ord " * 10) for number in range(3)]
        assert OUTLIER.name not in {one.code for one in run(*answers, answer("andet", "ord " * 500))}


class TestTheWholeRound:
    def test_leaves_out_what_another_answer_replaced(self) -> None:
        first = answer("første", ENGLISH)
        second = answer("anden", DANISH, supersedes="første", version=2)
        (counted,) = (one for one in run(first, second) if one.code == COUNTED.name)
        assert counted.params["counts"] == {"da": "dansk 1", "en": "Danish 1"}

    def test_of_no_answers_has_nothing_to_say(self) -> None:
        assert run() == []

    def test_is_checked_by_kkrconsult_once_installed(self) -> None:
        round_ = reference_round()
        response = answer("a", ENGLISH, participants=(round_.participants[0].id,))
        report = kc.check(round_, [response], at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        assert validator.name in {entry.name for entry in kc.load_plugins().validators}
        assert report.counts[OTHER_LANGUAGE.name] == 1
        settings = attrs.evolve(
            round_.settings, validators=kc.FrozenMap({"sprogtjek": kc.FrozenMap({"languages": ("da", "en")})})
        )
        report = kc.check(
            attrs.evolve(round_, settings=settings), [response], at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        )
        assert OTHER_LANGUAGE.name not in report.counts
