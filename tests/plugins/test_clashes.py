"""Where two plugins want the same name, order decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.findings import Code, Severity
from kkrconsult.plugins import (
    ExporterSpec,
    GrouperSpec,
    ReaderSpec,
    Registry,
    RoundSpec,
    ValidatorSpec,
    hookimpl,
    load_plugins,
    per_response,
)

Install = Callable[..., Path]


def nothing(*_: Any) -> tuple[()]:
    return ()


def validator(name: str, *codes: Code) -> ValidatorSpec[Any]:
    return ValidatorSpec(name=name, codes=codes, create=per_response(nothing))


def exporter(name: str, suffix: str) -> ExporterSpec[Any]:
    return ExporterSpec(name=name, suffix=suffix, media_type="text/plain", write=nothing)  # type: ignore[arg-type]


def reader(name: str, *codes: Code) -> ReaderSpec[Any]:
    return ReaderSpec(name=name, suffixes=(), read=nothing, codes=codes)


class Plugin:
    """A plugin that gives these records."""

    def __init__(self, name: str, *records: Any) -> None:
        self.__name__ = name
        self.records = records

    def _of(self, kind: type[Any]) -> Iterable[Any]:
        return [record for record in self.records if isinstance(record, kind)]

    @hookimpl
    def kkrconsult_validators(self) -> Iterable[ValidatorSpec[Any]]:
        return self._of(ValidatorSpec)

    @hookimpl
    def kkrconsult_exporters(self) -> Iterable[ExporterSpec[Any]]:
        return self._of(ExporterSpec)

    @hookimpl
    def kkrconsult_readers(self) -> Iterable[ReaderSpec[Any]]:
        return self._of(ReaderSpec)

    @hookimpl
    def kkrconsult_rounds(self) -> Iterable[RoundSpec]:
        return self._of(RoundSpec)

    @hookimpl
    def kkrconsult_groupers(self) -> Iterable[GrouperSpec[Any]]:
        return self._of(GrouperSpec)


SAME: dict[str, Callable[[], Any]] = {
    "validator 'acme'": lambda: validator("acme"),
    "exporter 'acme.md'": lambda: exporter("acme", ".md"),
    "reader 'acme'": lambda: reader("acme"),
    "round 'acme'": lambda: RoundSpec(id="acme", region="danmark", load=str),
    "grouper 'acme'": lambda: GrouperSpec(name="acme", group=nothing),
}
A_CODE = Code("acme.code", Severity.WARNING, "x")


def outcome(*plugins: Plugin, **arguments: Any) -> tuple[set[str], dict[str, str]]:
    """The plugins in use, and the messages of those that are not."""
    registry = load_plugins(extra=plugins, entry_points=False, **arguments)
    return used(registry), messages(registry)


def used(registry: Registry) -> set[str]:
    return {info.name for info in registry.plugins if info.kind != "builtin"}


def messages(registry: Registry) -> dict[str, str]:
    found = [failure for failure in registry.failures if failure.kind != "builtin"]
    assert all(failure.stage == "registered" for failure in found), found
    return {failure.name: failure.message for failure in found}


class TestStrangers:
    @pytest.mark.parametrize("what", SAME)
    def test_of_two_who_want_the_same_name_neither_gets_it(self, what: str) -> None:
        names, said = outcome(Plugin("one", SAME[what]()), Plugin("two", SAME[what]()), Plugin("three"))
        assert names == {"three"}
        assert said == {
            "one": f"{what} is also claimed by plugin 'two' (given), so neither gets it; "
            "uninstall or disable one of them (--disable plugin:two, or disabled=['plugin:two'])",
            "two": f"{what} is also claimed by plugin 'one' (given), so neither gets it; "
            "uninstall or disable one of them (--disable plugin:one, or disabled=['plugin:one'])",
        }

    @pytest.mark.parametrize("make", [validator, reader])
    def test_nor_the_same_code(self, make: Any) -> None:
        names, said = outcome(Plugin("one", validator("a", A_CODE)), Plugin("two", make("b", A_CODE)))
        assert not names
        assert said["one"].startswith("code 'acme.code' is also claimed by plugin 'two'")

    def test_several_names_are_told_in_one_sentence(self) -> None:
        plugins = [Plugin(name, validator("a", A_CODE), reader("r")) for name in ("one", "two")]
        _, said = outcome(*plugins, Plugin("three", reader("r")))
        assert said["one"] == (
            "code 'acme.code', reader 'r' and validator 'a' are also claimed by plugin 'two' (given), so neither gets "
            "them; uninstall or disable one of them (--disable plugin:two, or disabled=['plugin:two']); "
            "reader 'r' is also claimed by plugin 'three' (given), so neither gets it; "
            "uninstall or disable one of them (--disable plugin:three, or disabled=['plugin:three'])"
        )

    def test_different_kinds_of_records_may_share_a_name(self) -> None:
        names, said = outcome(*(Plugin(what, make()) for what, make in SAME.items()))
        assert names == set(SAME)
        assert not said

    def test_a_plugin_may_add_a_format_to_anothers_document(self) -> None:
        names, _ = outcome(Plugin("one", exporter("acme", ".md")), Plugin("two", exporter("acme", ".html")))
        assert names == {"one", "two"}

    def test_all_clashes_are_settled_at_once(self) -> None:
        # Were they settled one by one, the last would depend on who is looked at first.
        names, said = outcome(
            Plugin("one", validator("a")),
            Plugin("two", validator("a"), validator("b")),
            Plugin("three", validator("b")),
        )
        assert not names
        assert set(said) == {"one", "two", "three"}

    def test_everything_that_a_plugin_would_have_given_is_kept_with_its_failure(self) -> None:
        plugins = [Plugin("one", validator("a"), reader("r")), Plugin("two", validator("a"))]
        registry = load_plugins(extra=plugins, entry_points=False)
        claims = {failure.name: failure.claims for failure in registry.failures}
        assert claims["one"] == ("reader:r", "validator:a")

    def test_disabling_one_settles_it(self) -> None:
        plugins = [Plugin("one", validator("a")), Plugin("two", validator("a"))]
        assert outcome(*plugins, disabled=["two"]) == ({"one"}, {})

    def test_disabling_the_record_settles_it(self) -> None:
        plugins = [Plugin("one", validator("a"), validator("b")), Plugin("two", validator("a"))]
        assert outcome(*plugins, disabled=["validator:a"]) == ({"one", "two"}, {})

    def test_two_distributions_are_both_named(self, install: Install) -> None:
        source = """
from kkrconsult.plugins import RoundSpec, hookimpl

@hookimpl
def kkrconsult_rounds():
    return [RoundSpec(id="acme-2030", region="danmark", load=str)]
"""
        install("acme-one", "[kkrconsult]\none = acme_one\n", {"acme_one": source})
        install("acme-two", "[kkrconsult]\ntwo = acme_two\n", {"acme_two": source}, version="2.1")
        said = messages(load_plugins())
        assert "plugin 'two' (acme-two 2.1)" in said["one"]
        assert "plugin 'one' (acme-one 1.0)" in said["two"]

    def test_two_plugins_of_one_name_are_told_apart_by_distribution(self, install: Install) -> None:
        source = """
from kkrconsult.plugins import RoundSpec, hookimpl

@hookimpl
def kkrconsult_rounds():
    return [RoundSpec(id=__name__.replace("_", "-"), region="danmark", load=str)]
"""
        install("acme-one", "[kkrconsult]\nacme = acme_one\n", {"acme_one": source})
        install("Acme_Two", "[kkrconsult]\nacme = acme_two\n", {"acme_two": source})
        registry = load_plugins()
        assert [failure.stage for failure in registry.failures if failure.name == "acme"] == ["registered"] * 2
        assert "(--disable distribution:…, or disabled=['distribution:…'])" in registry.failures[-1].message
        assert used(load_plugins(disabled=["distribution:acme-two"])) == {"acme"}

    def test_plugins_of_one_distribution_may_share_a_code(self, install: Install) -> None:
        source = """
from kkrconsult.findings import Code, Severity
from kkrconsult.plugins import ReaderSpec, hookimpl

@hookimpl
def kkrconsult_readers():
    code = Code("acme.code", Severity.{severity})
    return [ReaderSpec(name=__name__.replace("_", "-"), suffixes=(), read=print, codes=(code,))]
"""
        warning, error = source.format(severity="WARNING"), source.format(severity="ERROR")
        points = "[kkrconsult]\none = acme_one\ntwo = acme_two\n"
        install("acme", points, {"acme_one": warning, "acme_two": warning})
        assert used(load_plugins()) == {"one", "two"}
        points = "[kkrconsult]\none = acme_one\nthree = acme_three\n"
        install("acme", points, {"acme_three": error}, version="2.0")
        assert not used(load_plugins())


class TestBuiltIn:
    def test_what_is_built_in_stays(self) -> None:
        taken = GrouperSpec(name="same-title", group=nothing)
        plugins = [Plugin("one", taken), Plugin("two", validator("fine"))]
        registry = load_plugins(extra=plugins, entry_points=False)
        assert registry.grouper("same-title").plugin.kind == "builtin"
        assert used(registry) == {"two"}
        assert messages(registry) == {"one": "grouper 'same-title' is built in (groupers); give yours another name"}

    def test_all_that_is_taken_is_told_at_once(self) -> None:
        plugin = Plugin("exporters", exporter("matrix", ".csv"), exporter("matrix", ".xlsx"))
        _, said = outcome(plugin)
        assert said == {
            "exporters": "exporter 'matrix.csv', exporter 'matrix.xlsx' and plugin 'exporters' are built in "
            "(exporters); give yours other names"
        }

    def test_who_clashes_with_it_takes_nobody_else_down(self) -> None:
        taken = GrouperSpec(name="same-title", group=nothing)
        names, said = outcome(Plugin("one", taken, validator("a")), Plugin("two", validator("a")))
        assert names == {"two"}
        assert set(said) == {"one"}

    def test_a_plugin_is_not_called_like_a_built_in_one(self) -> None:
        names, said = outcome(Plugin("groupers"))
        assert not names
        assert said == {"groupers": "plugin 'groupers' is built in (groupers); give yours another name"}


class TestOrder:
    @given(st.permutations(range(6)))
    def test_the_order_of_given_plugins_changes_nothing(self, order: list[int]) -> None:
        plugins = [PLUGINS[index] for index in order]
        assert load_plugins(extra=plugins, entry_points=False) == EXPECTED

    def test_the_order_of_distributions_changes_nothing(
        self, install: Install, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source = """
from kkrconsult.plugins import RoundSpec, hookimpl

@hookimpl
def kkrconsult_rounds():
    return [RoundSpec(id="{id}", region="danmark", load=str)]
"""
        folders = [
            install(f"d{name}", f"[kkrconsult]\n{name} = acme_{name}\n", {f"acme_{name}": source.format(id=id_)})
            for name, id_ in [("a", "x"), ("b", "y"), ("c", "x"), ("d", "z")]
        ]
        first = load_plugins()
        assert used(first) == {"b", "d"}
        for folder in folders:
            monkeypatch.syspath_prepend(folder)
        assert load_plugins() == first

    def test_records_are_sorted_by_name(self) -> None:
        plugins = [Plugin("z", validator("b"), validator("d")), Plugin("y", validator("c"), validator("a"))]
        registry = load_plugins(extra=plugins, entry_points=False)
        names = [entry.name for entry in registry.validators]
        assert names == sorted(names)
        assert {"a", "b", "c", "d"} <= set(names)
        assert [info.name for info in registry.plugins][-2:] == ["y", "z"]


PLUGINS = [
    Plugin("one", validator("a"), exporter("doc", ".md")),
    Plugin("two", validator("a")),
    Plugin("three", exporter("doc", ".html"), exporter("doc", ".csv")),
    Plugin("three", validator("three")),
    Plugin("five", reader("five"), reader("four"), validator("five", A_CODE)),
    Plugin("six", "rubbish"),
]
EXPECTED = load_plugins(extra=PLUGINS, entry_points=False)
