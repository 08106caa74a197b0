"""What the caller does not want is left out, and a name that nothing has is an error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kkrconsult.errors import PluginError
from kkrconsult.plugins import ExporterSpec, Registry, RoundSpec, hookimpl, load_plugins

Install = Callable[..., Path]


class Acme:
    """A plugin with a round and a document in two formats."""

    @hookimpl
    def kkrconsult_rounds(self) -> list[RoundSpec]:
        return [RoundSpec(id="acme-2030", region="danmark", load=str)]

    @hookimpl
    def kkrconsult_exporters(self) -> list[ExporterSpec[Any]]:
        return [
            ExporterSpec(name="acme", suffix=suffix, media_type="text/plain", write=lambda *_: None)
            for suffix in (".csv", ".md")
        ]


def load(*disabled: str, extra: tuple[object, ...] = (Acme(),)) -> Registry:
    return load_plugins(extra=extra, disabled=disabled, entry_points=False)


def problems(*disabled: str, extra: tuple[object, ...] = (Acme(),)) -> list[str]:
    with pytest.raises(PluginError) as caught:
        load(*disabled, extra=extra)
    return [str(problem) for problem in caught.value.problems]


class TestPlugins:
    @pytest.mark.parametrize("name", ["Acme", "plugin:Acme"])
    def test_a_plugin_is_disabled_by_name(self, name: str) -> None:
        registry = load(name)
        assert "Acme" not in [info.name for info in registry.plugins]
        assert [info.name for info in registry.disabled_plugins] == ["Acme"]
        assert registry.disabled == ("plugin:Acme",)

    def test_so_is_a_built_in_one(self) -> None:
        registry = load("groupers")
        assert not registry.groupers
        assert "groupers" not in [info.name for info in registry.plugins]

    def test_one_name_needs_no_list(self) -> None:
        registry = load_plugins(extra=[Acme()], disabled="Acme", entry_points=False)
        assert registry.disabled == ("plugin:Acme",)

    def test_a_disabled_plugin_is_not_even_imported(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": "raise SystemExit"})
        registry = load_plugins(disabled=["acme"])
        assert "acme_mod" not in sys.modules
        assert not [failure for failure in registry.failures if failure.name == "acme"]

    @pytest.mark.parametrize("name", ["Acme.Tools", "acme-tools", "ACME__tools"])
    def test_all_plugins_of_a_distribution_are_disabled_at_once(self, install: Install, name: str) -> None:
        install("Acme_Tools", "[kkrconsult]\nacme = acme_mod\nother = acme_mod:x\n", {"acme_mod": ""})
        registry = load_plugins(disabled=[f"distribution:{name}"])
        assert {info.name for info in registry.disabled_plugins} == {"acme", "other"}


class TestRecords:
    def test_one_record_is_disabled_and_the_rest_of_its_plugin_stays(self) -> None:
        registry = load("round:acme-2030")
        assert not [entry for entry in registry.rounds if entry.name == "acme-2030"]
        assert {entry.spec.suffix for entry in registry.exporters if entry.name == "acme"} == {".csv", ".md"}
        (info,) = [info for info in registry.plugins if info.name == "Acme"]
        assert dict(info.gives) == {"exporter": ("acme.csv", "acme.md")}

    def test_a_document_is_disabled_in_all_formats(self) -> None:
        assert not [entry for entry in load("exporter:acme").exporters if entry.name == "acme"]

    def test_or_in_one(self) -> None:
        assert load("exporter:acme.csv").exporter("acme").spec.suffix == ".md"


class TestMistakes:
    def test_a_plugin_that_does_not_exist_is_an_error_with_a_suggestion(self) -> None:
        assert problems("Acne") == ["there is no plugin 'Acne'. Did you mean 'Acme'?"]

    def test_so_is_a_record(self) -> None:
        (problem,) = problems("round:acme-2031", extra=(Acme(),))
        assert problem == "there is no round 'acme-2031'. Did you mean 'acme-2030'?"

    def test_a_record_named_without_its_kind_is_recognised(self) -> None:
        assert problems("acme-2030") == ["there is no plugin 'acme-2030'. Did you mean 'round:acme-2030'?"]

    def test_a_name_like_no_other_gets_no_suggestion(self) -> None:
        assert problems("distribution:zzzzzz") == ["there is no distribution 'zzzzzz'"]

    def test_all_mistakes_are_told_at_once(self) -> None:
        assert len(problems("Acne", "round:nope", "distribution:nope")) == 3

    def test_a_kind_that_does_not_exist_is_an_error_with_a_suggestion(self) -> None:
        (problem,) = problems("rounds:acme-2030")
        assert problem == (
            "cannot disable 'rounds:acme-2030': there is no such kind of thing; allowed: plugin, "
            "distribution, validator, exporter, reader, round, grouper. Did you mean 'round'?"
        )

    def test_a_record_may_be_that_of_a_plugin_that_fails(self) -> None:
        # Otherwise a plugin that breaks would stop everyone who disables a part of it.
        registry = load("validator:rubbish-words", extra=("rubbish",))
        assert [failure.name for failure in registry.failures] == ["str"]
        assert registry.disabled == ("validator:rubbish-words",)
