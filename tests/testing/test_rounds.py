"""`assert_round` lets a good round pass, and names the rule that a broken one breaks."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.testing import specimen_docs, specimens
from tests.testing.specimens import SUMMARY, TEXT, of_text, round_spec

import kkrconsult as kc
from kkrconsult.config import parse_round
from kkrconsult.rounds import known_from
from kkrconsult.testing import RULES, ContractError, assert_round, make, reference_round

ROUND = parse_round(TEXT, known=known_from(kc.load_plugins(entry_points=False)))


class Acme:
    @kc.hookimpl
    def kkrconsult_validators(self) -> list[kc.ValidatorSpec]:
        return [specimens.per(specimens.asks_for_words, options=specimens.Demanding, enabled=False)]


class Crashing:
    @kc.hookimpl
    def kkrconsult_validators(self) -> list[kc.ValidatorSpec]:
        return [specimens.per(specimens.crashes)]


class Broken:
    @kc.hookimpl  # type: ignore[type-var]
    def kkrconsult_validators(self) -> None:
        return None


def counting() -> Callable[[], str]:
    count = itertools.count()
    return lambda: TEXT.replace("A constructed", f"Constructed {next(count)}")


def counting_rounds() -> Callable[[], kc.Round]:
    count = itertools.count()
    return lambda: attrs.evolve(ROUND, organiser=str(next(count)))


def fails() -> str:
    raise OSError("no file")


def of_round(**changes: Any) -> kc.RoundSpec:
    return round_spec(lambda: attrs.evolve(ROUND, **changes))


SETTINGS = kc.Settings(validators=kc.FrozenMap({"page-limit": kc.FrozenMap({"maximun": 2})}))


TEMPLATE = '\n[exporters.hoeringsnotat]\ntemplate = "brev.docx"\n'


def with_template(value: object) -> kc.RoundSpec:
    table = kc.FrozenMap({"hoeringsnotat": kc.FrozenMap({"template": value})})
    return of_round(settings=kc.Settings(exporters=table))


BROKEN: dict[str, tuple[str, kc.RoundSpec, dict[str, Any], str]] = {
    "an id that is taken": (
        "registers",
        round_spec(lambda: attrs.evolve(ROUND, id="midtjylland-klima-2020"), id="midtjylland-klima-2020"),
        {},
        "midtjylland-klima-2020",
    ),
    "no summary": ("summary", attrs.evolve(of_text(TEXT), summary={}), {}, "no text in 'da'"),
    "what it raises": ("loads", round_spec(fails), {}, "load raises OSError: 'no file'"),
    "something else": ("loads", round_spec(lambda: 3), {}, "load gives 3; it must give a Round"),
    "another text each time": ("loads", round_spec(counting()), {}, "another round the second time"),
    "another round each time": ("loads", round_spec(counting_rounds()), {}, "another round the second time"),
    "no round file": ("loads", of_text("schema = "), {}, "its file cannot be used: "),
    "a key that there is not": ("loads", of_text(TEXT + "\n[validators.page-limit]\nmaximun = 2\n"), {}, "maximum"),
    "a plugin that is broken": ("loads", of_text(TEXT), {"plugins": [Broken()]}, "returned nothing"),
    "another id": ("id-and-region", of_round(id="andet"), {}, "the record says id 'acme-runde', and the round 'andet'"),
    "another region": (
        "id-and-region",
        attrs.evolve(of_text(TEXT), region="syddanmark"),
        {},
        "the record says region 'syddanmark', and the round 'midtjylland'",
    ),
    "a title in English alone": (
        "danish",
        of_round(title=kc.localized(en="A consultation")),
        {},
        "there is no Danish text in title",
    ),
    "a track in English alone": (
        "danish",
        of_text(TEXT.replace('{ da = "Klima", en = "Climate" }', '{ en = "Climate" }')),
        {},
        r"there is no Danish text in tracks\[0\]\.title",
    ),
    "settings that no file can hold": (
        "lossless",
        with_template(3j),
        {},
        r"(?s)written as JSON and read again: TypeError.*written as a round file and read again: .*no form in TOML",
    ),
    "settings that become others": (
        "lossless",
        with_template(dt.date(2024, 5, 15)),
        {},
        "written as a round file and read again, it is another round",
    ),
    "a Python file beside it": (
        "no-local-plugins",
        of_text(TEXT + '\n[plugins]\nlocal = ["regler.py"]\n'),
        {},
        r"asks for 'regler\.py' beside it",
    ),
    "a template without a folder": (
        "files-are-there",
        of_text(TEXT + TEMPLATE),
        {},
        r"exporter hoeringsnotat is to use the file 'brev\.docx', but the record has no folder",
    ),
    "a template that is not in its folder": (
        "files-are-there",
        attrs.evolve(of_text(TEXT + TEMPLATE), folder="no-such-folder"),
        {},
        r"exporter hoeringsnotat is to use the file 'brev\.docx', which is not in the record's folder",
    ),
    "a validator that fails": (
        "works",
        of_text(TEXT),
        {"plugins": [Crashing()]},
        r"on constructed answers validator acme of plugin Crashing failed .*/specimens\.py, line \d+\)",
    ),
    "an example that is wrong": (
        "doc-examples",
        round_spec(specimen_docs.load),
        {},
        r"tests\.testing\.specimen_docs does not give what it says",
    ),
}


class TestAGoodRound:
    def test_passes_as_a_text_or_as_a_round(self) -> None:
        assert assert_round(of_text(TEXT)) == assert_round(of_round()) == ROUND

    def test_passes_with_all_that_a_round_can_have(self) -> None:
        spec = kc.RoundSpec(id=reference_round().id, region="midtjylland", load=reference_round, summary=SUMMARY)
        assert assert_round(spec) == reference_round()
        assert_round(make(kc.RoundSpec))

    def test_passes_without_a_deadline_parties_or_tracks(self) -> None:
        assert_round(of_round(deadline=None, participants=(), tracks=()))

    def test_may_have_files_beside_it(self, tmp_path: Path) -> None:
        (tmp_path / "brev.docx").write_bytes(b"")
        spec = attrs.evolve(of_text(TEXT + TEMPLATE), folder=tmp_path)
        assert assert_round(spec).settings.exporters["hoeringsnotat"] == {"template": "brev.docx"}

    def test_may_have_settings_for_the_plugins_that_come_with_it(self) -> None:
        spec = of_text(TEXT + "\n[validators.acme]\nwords = 3\n")
        assert assert_round(spec, plugins=[Acme()]).settings.validators["acme"] == {"words": 3}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_one_is_told_which_rule_it_breaks(name: str) -> None:
    rule, spec, arguments, message = BROKEN[name]
    with pytest.raises(ContractError) as caught:
        assert_round(spec, **arguments)
    assert {breach.rule for breach in caught.value.breaches} == {rule}, caught.value
    assert re.search(message, str(caught.value)), caught.value
    assert str(caught.value).startswith(f"round {spec.id} breaks its contract in ")


def test_settings_that_nobody_knows_are_found_wherever_they_are_read() -> None:
    with pytest.raises(ContractError) as caught:
        assert_round(of_round(settings=SETTINGS))
    assert [breach.rule for breach in caught.value.breaches] == ["lossless", "works"]
    assert str(caught.value).count("maximum") >= 2


def test_every_rule_has_a_specimen() -> None:
    assert {rule.name for rule in RULES if "round" in rule.applies_to} == {rule for rule, *_ in BROKEN.values()}
