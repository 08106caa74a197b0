"""Options are bound for the engine, the exporters and the round file by the same two functions."""

from __future__ import annotations

import pytest
from tests.config.known import Broken, Docx, Markdown, PageLimit, Words

from kkrconsult.config import bind_options, bind_validator
from kkrconsult.errors import ConfigError
from kkrconsult.findings import Severity
from kkrconsult.structure import FrozenMap

CODES = ("pages.too-many", "pages.too-few")


class TestBindOptions:
    def test_an_empty_table_gives_the_defaults(self) -> None:
        assert bind_options(PageLimit, {}) == PageLimit()

    def test_frozen_tables_are_read_like_others(self) -> None:
        found = bind_options(Markdown, FrozenMap({"columns": FrozenMap({"a": "b"})}))
        assert found.columns == {"a": "b"}

    def test_a_key_of_another_format_is_left_out(self) -> None:
        table = {"template": "a.docx", "width": 60}
        assert bind_options(Markdown, table, shared=(Markdown, Docx)) == Markdown(width=60)
        with pytest.raises(ConfigError, match="template: unknown key; allowed: columns, width"):
            bind_options(Markdown, table)

    def test_problems_have_file_and_path(self) -> None:
        with pytest.raises(ConfigError) as caught:
            bind_options(Words, {"wrds": 1, "tags": 1}, path=("exporters", "x"), file="runde.toml")
        assert caught.value.message == "the options of x cannot be used:"
        assert [(problem.file, problem.path) for problem in caught.value.problems] == [
            ("runde.toml", ("exporters", "x", "wrds")),
            ("runde.toml", ("exporters", "x", "tags")),
        ]

    def test_an_unknown_key_hides_no_other_problem(self) -> None:
        with pytest.raises(ConfigError) as caught:
            bind_options(PageLimit, {"minimum": -2, "maksimum": 3})
        assert [problem.path for problem in caught.value.problems] == [("maksimum",), ("minimum",)]

    def test_a_plugin_that_fails_is_named(self) -> None:
        with pytest.raises(ConfigError, match=r"the options of Broken cannot be used:\n .*failed: KeyError: '1'"):
            bind_options(Broken, {"value": 1})


class TestBindValidator:
    def test_nothing_said_leaves_all_as_it_is(self) -> None:
        found = bind_validator(PageLimit, CODES, {})
        assert (found.enabled, dict(found.severity), found.options) == (True, {}, PageLimit())
        assert not bind_validator(PageLimit, CODES, {}, enabled=False).enabled

    def test_the_librarys_own_keys_are_split_off(self) -> None:
        table = {"enabled": False, "severity": {"pages.too-few": "info"}, "maximum": 4}
        found = bind_validator(PageLimit, CODES, table)
        assert not found.enabled
        assert found.severity == {"pages.too-few": Severity.INFO}
        assert found.options == PageLimit(maximum=4)

    def test_what_is_off_has_no_options_if_they_are_not_complete(self) -> None:
        assert bind_validator(Words, (), {"enabled": False}).options is None

    def test_all_problems_are_told_at_once(self) -> None:
        table = {"enabled": 1, "severity": {"pages.few": "fejl"}, "maximm": 4}
        with pytest.raises(ConfigError) as caught:
            bind_validator(PageLimit, CODES, table, file="runde.toml")
        assert caught.value.message == "the settings of PageLimit cannot be used:"
        assert [problem.path for problem in caught.value.problems] == [
            ("enabled",),
            ("severity", "pages.few"),
            ("severity", "pages.few"),
            ("maximm",),
        ]
        assert caught.value.problems[-1].allowed == "enabled, maximum, minimum, severity, since"
        assert {problem.file for problem in caught.value.problems} == {"runde.toml"}
