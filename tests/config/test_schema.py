"""The JSON Schema of round files agrees with what reads them."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from tests.config.known import HEAD, KNOWN, mistakes, round_of, with_lines
from tests.config.test_dump import rounds
from tests.config.test_parse import FULL

from kkrconsult.config import SCHEMA_ID, Known, dump_round, new_round_file, round_schema
from kkrconsult.model import Round
from kkrconsult.municipalities import areas

SCHEMA = round_schema(KNOWN)
VALIDATOR = Draft202012Validator(SCHEMA)


def plain(value: Any) -> Any:
    """TOML data as an editor shows it to a schema: dates and times as texts."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else value


def fits(text: str) -> bool:
    found: bool = VALIDATOR.is_valid(plain(tomllib.loads(text)))
    return found


class TestTheSchema:
    def test_is_one(self) -> None:
        Draft202012Validator.check_schema(SCHEMA)
        Draft202012Validator.check_schema(round_schema(Known()))
        assert SCHEMA["$id"] == SCHEMA_ID

    def test_describes_every_key(self) -> None:
        bare = [
            f"{name}.{key}"
            for name, described in [("file", SCHEMA), *SCHEMA["$defs"].items()]
            for key, item in described.get("properties", {}).items()
            if not item.get("description")
        ]
        assert bare == []

    def test_offers_no_null_which_toml_has_not(self) -> None:
        assert "null" not in str(SCHEMA).replace("None", "null").replace("'null'", "null").split(": ")

    def test_knows_options_codes_and_defaults_of_plugins(self) -> None:
        table = SCHEMA["properties"]["validators"]["properties"]["page-limit"]
        assert table["description"] == "Length of the answer."
        assert table["properties"]["maximum"] == {"type": "integer", "default": 2, "description": "Most pages."}
        assert set(table["properties"]["severity"]["properties"]) == {"pages.too-few", "pages.too-many"}
        assert table["properties"]["enabled"]["default"] is True
        several = SCHEMA["properties"]["exporters"]["properties"]["hoeringsnotat"]["properties"]
        assert set(several) == {"columns", "width", "template"}


class TestValidFiles:
    @pytest.mark.parametrize("language", ["da", "en"])
    @pytest.mark.parametrize("region", areas())
    def test_a_new_file_fits(self, region: str, language: str) -> None:
        assert fits(new_round_file(region, today=dt.date(2027, 1, 4), language=language, known=KNOWN))

    @pytest.mark.parametrize(
        "text",
        [
            FULL,
            HEAD,
            with_lines(HEAD, {"opens": "2020-10-01T08:00:00+02:00", "deadline": "2020-12-15"}),
            HEAD + "[validators.acme-words]\nenabled = false",
            HEAD + "[validators.acme-words]\nwords = 1",
            HEAD + "[exporters.acme-sheet]\nwords = 1",
            HEAD + "[[participants]]\nid = 'a'\nname = 'A'",
        ],
    )
    def test_one_that_is_read_fits(self, text: str) -> None:
        round_of(text)
        assert fits(text), [error.message for error in VALIDATOR.iter_errors(plain(tomllib.loads(text)))]

    @given(rounds())
    @settings(max_examples=20)
    def test_a_written_round_fits(self, round_: Round) -> None:
        text = dump_round(round_)
        if "[validators.near-duplicate]" not in text:  # It is switched off, so the schema has no table for it.
            assert fits(text)


class TestMistakenFiles:
    @pytest.mark.parametrize(
        "text",
        [
            HEAD.replace("schema = 1", "schema = 2"),
            HEAD.replace("schema = 1", ""),
            HEAD.replace("title", "titel"),
            HEAD + "region = 'midtjyland'",
            HEAD + "draft = 'ja'",
            with_lines(HEAD, {"deadline": "2020-12-15T10:00:00+01:00"}),
            with_lines(HEAD, {"deadline": "10"}),
            HEAD + "[[tracks]]\ntitle = 'A'",
            HEAD + "[[milestones]]\nid = 'a'\nkind = 'sendt'\ntitle = 'A'",
            HEAD + "[participants]\nregion = 'midtjyland'",
            HEAD + "[participants]\nregion = 'midtjylland'\nexclude = ['samsø']",
            HEAD + "[participants]\nparties = ['samsø']",
            HEAD + "[[demands]]\nid = 'a'\ntext = 'A'\nvalidators = ['pagelimit']",
            HEAD + "[validators.pagelimit]",
            HEAD + "[validators.page-limit]\nmaxmum = 1",
            HEAD + "[validators.page-limit]\nmaximum = 'to'",
            HEAD + "[validators.page-limit]\nminimum = -1",
            HEAD + "[validators.page-limit]\nenabled = 1",
            HEAD + "[validators.page-limit]\nseverity = { 'pages.few' = 'error' }",
            HEAD + "[validators.page-limit]\nseverity = { 'pages.too-few' = 'fejl' }",
            HEAD + "[validators.acme-words]\nenabled = true",
            HEAD + "[exporters.acme-sheet]",
            HEAD + "[readers.csv]\ndelimiter = '|'",
            HEAD + "[plugins]\nlokal = []",
        ],
    )
    def test_what_a_schema_can_tell_it_tells(self, text: str) -> None:
        assert mistakes(text)
        assert not fits(text)
