"""A plugin may say which version of the public names it was written for, and is refused where that is not here."""

from __future__ import annotations

import re
import types
from collections.abc import Callable
from pathlib import Path

import pytest

import kkrconsult as kc
from kkrconsult.plugins import PluginFailure, describe, load_plugins
from kkrconsult.plugins._api import check_api
from kkrconsult.plugins._found import Rejected

FailureOf = Callable[..., PluginFailure]
MAJOR, MINOR = map(int, kc.API_VERSION.split("."))


def plugin(asked: object) -> types.ModuleType:
    module = types.ModuleType("acme")
    module.kkrconsult_api = asked  # type: ignore[attr-defined]

    @kc.hookimpl
    def kkrconsult_rounds() -> list[kc.RoundSpec]:
        return [kc.RoundSpec(id="acme-2030", region="danmark", load=str)]

    module.kkrconsult_rounds = kkrconsult_rounds  # type: ignore[attr-defined]
    return module


def test_the_version_is_two_numbers() -> None:
    assert re.fullmatch(r"[0-9]+\.[0-9]+", kc.API_VERSION)


class TestAPluginThatAsks:
    def test_for_what_is_here_is_used_and_what_it_asked_for_is_listed(self) -> None:
        registry = load_plugins(extra=[plugin(kc.API_VERSION)], entry_points=False, strict=True)
        assert registry.round("acme-2030").plugin.api == kc.API_VERSION
        (row,) = [row for row in describe(registry) if row["name"] == "acme"]
        assert row["api"] == kc.API_VERSION

    def test_for_nothing_is_used(self) -> None:
        registry = load_plugins(extra=[plugin(None)], entry_points=False, strict=True)
        assert registry.round("acme-2030").plugin.api is None

    def test_for_more_is_refused_with_both_versions_and_what_to_do(self, failure_of: FailureOf) -> None:
        asked = f"{MAJOR}.{MINOR + 1}"
        failure = failure_of(plugin(asked))
        assert (failure.stage, failure.api) == ("validated", asked)
        assert failure.message == (
            f"it asks for version {asked} of kkrconsult's API, and kkrconsult {kc.__version__} has {kc.API_VERSION}; "
            "upgrade kkrconsult"
        )

    def test_for_a_later_one_that_broke_names_is_refused(self, failure_of: FailureOf) -> None:
        assert failure_of(plugin(f"{MAJOR + 1}.0")).message.endswith("; upgrade kkrconsult")

    def test_for_one_from_before_names_broke_is_refused(self, failure_of: FailureOf) -> None:
        failure = failure_of(plugin(f"{MAJOR - 1}.7"))
        assert failure.message.endswith("; upgrade the plugin, or install an older kkrconsult")

    def test_is_refused_before_its_hooks_are_called(self, failure_of: FailureOf) -> None:
        module = plugin("999.0")
        called: list[object] = []

        @kc.hookimpl
        def kkrconsult_rounds() -> list[kc.RoundSpec]:
            called.append(None)
            return []

        module.kkrconsult_rounds = kkrconsult_rounds  # type: ignore[attr-defined]
        assert "999.0" in failure_of(module).message
        assert not called

    def test_in_a_file_is_refused_in_the_same_way(self, tmp_path: Path, failure_of: FailureOf) -> None:
        path = tmp_path / "own.py"
        path.write_text("kkrconsult_api = '999.0'\n", encoding="utf-8")
        assert failure_of(local=[path]).message.endswith("; upgrade kkrconsult")

    @pytest.mark.parametrize("asked", [1, 1.0, "1", "1.0.0", ">=1.0", "", "01.0", "1.٣", ("1", "0")])
    def test_for_what_is_no_version_is_told_how_to_write_one(self, asked: object, failure_of: FailureOf) -> None:
        failure = failure_of(plugin(asked))
        assert (failure.stage, failure.api) == ("validated", None)
        assert failure.message.startswith("its kkrconsult_api is ")
        assert failure.message.endswith(f'write a text of two numbers, such as "{kc.API_VERSION}"')

    def test_in_a_way_that_raises_is_named(self, failure_of: FailureOf) -> None:
        class Acme:
            @property
            def kkrconsult_api(self) -> str:
                raise RuntimeError("nej")

        assert failure_of(Acme()).message == "its kkrconsult_api cannot be read: RuntimeError: nej"


@pytest.mark.parametrize(
    ("asked", "here", "fits"),
    [
        ("1.0", "1.0", True),
        ("1.0", "1.9", True),
        ("1.9", "1.10", True),
        ("1.10", "1.9", False),
        ("1.0", "2.0", False),
        ("2.0", "1.9", False),
        (None, "2.0", True),
    ],
)
def test_the_first_number_must_be_the_same_and_the_second_at_least(asked: str | None, here: str, *, fits: bool) -> None:
    if fits:
        check_api(asked, here)
        return
    with pytest.raises(Rejected, match=re.escape(here)):
        check_api(asked, here)
