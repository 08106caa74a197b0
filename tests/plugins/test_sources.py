"""Plugins are found where they may be, each is loaded by itself, and what fails is named."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kkrconsult.errors import PluginError
from kkrconsult.plugins import PluginFailure, PluginInfo, Registry, RoundSpec, hookimpl, load_plugins

ROUND = """
from kkrconsult.plugins import RoundSpec, hookimpl

@hookimpl
def kkrconsult_rounds():
    return [RoundSpec(id="{id}", region="danmark", load=str)]
"""
EMPTY = """
from kkrconsult.plugins import hookimpl

@hookimpl
def kkrconsult_rounds():
    return []
"""

Install = Callable[..., Path]
FailureOf = Callable[..., PluginFailure]


class Rounds:
    """A plugin that is an object."""

    def __init__(self, *ids: str) -> None:
        self.ids = ids
        self.__name__ = "+".join(ids)

    @hookimpl
    def kkrconsult_rounds(self) -> Iterable[RoundSpec]:
        return [RoundSpec(id=id_, region="danmark", load=lambda: "") for id_ in self.ids]


def round_ids(registry: Registry) -> list[str]:
    return [entry.name for entry in registry.rounds if entry.plugin.kind != "builtin"]


def stranger(registry: Registry) -> PluginInfo:
    (info,) = [info for info in registry.plugins if info.kind != "builtin"]
    return info


def strange_failures(registry: Registry) -> list[PluginFailure]:
    return [failure for failure in registry.failures if failure.kind != "builtin"]


class TestBuiltIn:
    def test_all_of_them_load(self) -> None:
        registry = load_plugins(entry_points=False, strict=True)
        names = [info.name for info in registry.plugins]
        assert names == ["exporters", "groupers", "readers", "regions", "validators"]
        assert {info.kind for info in registry.plugins} == {"builtin"}
        assert {info.distribution for info in registry.plugins} == {"kkrconsult"}

    def test_one_that_cannot_be_imported_does_not_stop_the_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "kkrconsult.regions", None)
        registry = load_plugins(entry_points=False)
        (failure,) = [one for one in registry.failures if one.name == "regions"]
        assert (failure.kind, failure.stage) == ("builtin", "loaded")
        assert "'kkrconsult.regions' does not exist" in failure.message
        assert "groupers" in [info.name for info in registry.plugins]


class TestGiven:
    def test_an_object_is_a_plugin(self) -> None:
        registry = load_plugins(extra=[Rounds("acme-2030")], entry_points=False)
        assert round_ids(registry) == ["acme-2030"]
        assert stranger(registry) == PluginInfo(
            name="acme-2030", kind="given", gives=registry.round("acme-2030").plugin.gives
        )

    def test_a_module_is_a_plugin_with_its_version(self) -> None:
        module = types.ModuleType("acme")
        exec(ROUND.format(id="acme-2030"), module.__dict__)
        module.__version__ = "3.1"  # type: ignore[attr-defined]
        registry = load_plugins(extra=[module], entry_points=False)
        assert round_ids(registry) == ["acme-2030"]
        assert (stranger(registry).name, stranger(registry).version) == ("acme", "3.1")

    def test_a_class_with_static_methods_is_a_plugin(self) -> None:
        class Acme:
            @staticmethod
            @hookimpl
            def kkrconsult_rounds() -> list[RoundSpec]:
                return [RoundSpec(id="acme-2030", region="danmark", load=lambda: "")]

        assert round_ids(load_plugins(extra=[Acme], entry_points=False)) == ["acme-2030"]

    def test_an_object_without_a_name_is_called_by_its_class(self) -> None:
        class Acme:
            @hookimpl
            def kkrconsult_rounds(self) -> list[RoundSpec]:
                return []

        assert stranger(load_plugins(extra=[Acme()], entry_points=False)).name == "Acme"

    def test_a_name_that_cannot_be_asked_for_does_no_harm(self, failure_of: FailureOf) -> None:
        class Acme:
            def __getattr__(self, name: str) -> object:
                raise RuntimeError("no")

        assert failure_of(Acme()).name == "Acme"

    def test_the_same_object_twice_is_one_plugin(self) -> None:
        plugin = Rounds("acme-2030")
        registry = load_plugins(extra=[plugin, plugin], entry_points=False)
        assert round_ids(registry) == ["acme-2030"]
        assert not strange_failures(registry)

    def test_what_is_no_plugin_at_all_is_named(self, failure_of: FailureOf) -> None:
        failure = failure_of("acme")
        assert (failure.stage, failure.kind) == ("validated", "given")
        assert failure.message == "it has no function marked with @kkrconsult.hookimpl: 'acme' (str)"

    def test_a_hook_alone_is_not_a_plugin(self, failure_of: FailureOf) -> None:
        @hookimpl
        def kkrconsult_rounds() -> list[RoundSpec]:
            return []

        assert "name the module that holds it" in failure_of(kkrconsult_rounds).message


class TestEntryPoints:
    def test_an_installed_module_is_a_plugin(self, install: Install) -> None:
        install("Acme_Tools", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": ROUND.format(id="acme-2030")})
        registry = load_plugins()
        assert round_ids(registry) == ["acme-2030"]
        info = stranger(registry)
        assert (info.name, info.kind, info.distribution, info.version) == (
            *("acme", "entry-point", "Acme_Tools", "1.0"),
        )
        assert dict(info.gives) == {"round": ("acme-2030",)}

    def test_an_installed_object_is_a_plugin(self, install: Install) -> None:
        source = """
from kkrconsult.plugins import RoundSpec, hookimpl

class Plugin:
    @hookimpl
    def kkrconsult_rounds(self):
        yield RoundSpec(id="acme-2030", region="danmark", load=lambda: "")

plugin = Plugin()
"""
        install("acme", "[kkrconsult]\nacme = acme_mod:plugin\n", {"acme_mod": source})
        assert round_ids(load_plugins()) == ["acme-2030"]

    def test_they_can_be_left_out(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": ROUND.format(id="acme-2030")})
        assert not round_ids(load_plugins(entry_points=False))
        assert "acme_mod" not in sys.modules

    def test_other_groups_are_not_ours(self, install: Install) -> None:
        install("acme", "[console_scripts]\nkkrconsult-acme = acme_mod:main\n")
        registry = load_plugins()
        assert not strange_failures(registry)

    def test_an_installed_plugin_that_is_given_too_counts_once(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": ROUND.format(id="acme-2030")})
        first = load_plugins()
        registry = load_plugins(extra=[sys.modules["acme_mod"]])
        assert registry == first
        assert stranger(registry).kind == "entry-point"

    def test_the_same_line_twice_is_one_plugin(self, install: Install) -> None:
        lines = "[kkrconsult]\nacme = acme_mod\nacme = acme_mod\n"
        install("acme", lines, {"acme_mod": ROUND.format(id="acme-2030")})
        assert round_ids(load_plugins()) == ["acme-2030"]

    def test_the_first_distribution_of_a_name_hides_the_others(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nold = acme_old\n", {"acme_old": ROUND.format(id="old")}, version="1.0")
        install("acme", "[kkrconsult]\nnew = acme_new\n", {"acme_new": ROUND.format(id="new")}, version="2.0")
        registry = load_plugins()
        assert round_ids(registry) == ["new"]
        assert stranger(registry).version == "2.0"

    def test_one_without_plugins_hides_an_older_one_that_had_some(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nold = acme_old\n", {"acme_old": ROUND.format(id="old")}, version="1.0")
        install("acme", "", version="2.0")
        assert not round_ids(load_plugins())

    def test_a_missing_dependency_of_the_plugin_is_named(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": "import no_such_thing_anywhere\n"})
        (failure,) = strange_failures(load_plugins())
        assert (failure.name, failure.distribution, failure.version) == ("acme", "acme", "1.0")
        assert (failure.kind, failure.stage, failure.claims) == ("entry-point", "loaded", ())
        assert failure.message == (
            "it needs the module 'no_such_thing_anywhere', which is not installed; install what provides it"
        )
        assert "import no_such_thing_anywhere" in failure.traceback

    def test_a_module_that_does_not_exist_is_named(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nacme = acme_mod.plugin\n")
        (failure,) = strange_failures(load_plugins())
        assert failure.message == (
            "its module 'acme_mod.plugin' does not exist; reinstall the plugin or mend its entry point"
        )

    def test_an_object_that_does_not_exist_is_named(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nacme = acme_mod:plugin\n", {"acme_mod": ""})
        (failure,) = strange_failures(load_plugins())
        assert "'acme_mod:plugin', but the module has no 'plugin'" in failure.message

    def test_a_malformed_entry_point_is_named(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nacme = not a module\n")
        (failure,) = strange_failures(load_plugins())
        assert failure.stage == "loaded"
        assert "'not a module' is malformed" in failure.message

    def test_a_module_that_raises_is_named(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": "1 / 0\n"})
        (failure,) = strange_failures(load_plugins())
        assert failure.message == "it cannot be imported: ZeroDivisionError: division by zero"

    def test_a_module_that_is_not_python_is_named(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": "def :\n"})
        (failure,) = strange_failures(load_plugins())
        assert failure.message.startswith("it cannot be imported: SyntaxError: ")

    def test_a_module_that_ends_the_program_does_not(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": "raise SystemExit(3)\n"})
        (failure,) = strange_failures(load_plugins())
        assert "it ends the program when imported (SystemExit: 3)" in failure.message

    def test_somebody_who_wants_to_stop_is_let_go(self, install: Install) -> None:
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": "raise KeyboardInterrupt\n"})
        with pytest.raises(KeyboardInterrupt):
            load_plugins()

    def test_one_for_another_version_of_the_library_says_so(self, install: Install) -> None:
        source = "from kkrconsult.plugins import TelepathySpec\n"
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": source})
        (failure,) = strange_failures(load_plugins())
        assert "TelepathySpec" in failure.message
        assert "another version of kkrconsult than 0." in failure.message

    def test_a_name_that_the_library_lacks_says_so_too(self, install: Install) -> None:
        source = "import kkrconsult as kc\nkc.TelepathySpec\n"
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": source})
        (failure,) = strange_failures(load_plugins())
        assert "another version of kkrconsult than 0." in failure.message

    def test_an_invalid_record_made_at_import_is_named(self, install: Install) -> None:
        source = ROUND.format(id="Not Kebab").replace("def", "spec = RoundSpec(id='A b', region='x', load=str)\ndef")
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": source.replace("@hookimpl\n", "")})
        (failure,) = strange_failures(load_plugins())
        assert failure.stage == "loaded"
        assert "RoundSpec: id must be in kebab-case" in failure.message
        assert "'A b'" in failure.message

    @pytest.mark.parametrize("damage", ["[kkrconsult]\nno equals sign\n", "[kkrconsult\nacme = x\n"])
    def test_damaged_metadata_hurts_nobody_else(self, install: Install, damage: str) -> None:
        install("broken", damage)
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": ROUND.format(id="acme-2030")})
        registry = load_plugins()
        assert round_ids(registry) == ["acme-2030"]
        assert {failure.name for failure in strange_failures(registry)} <= {"broken"}

    def test_an_entry_that_cannot_be_parsed_is_named(self, install: Install) -> None:
        install("broken", "[kkrconsult]\nno equals sign\n")
        (failure,) = strange_failures(load_plugins())
        assert (failure.name, failure.stage) == ("broken", "found")
        assert "its installed metadata cannot be read" in failure.message

    def test_entries_in_no_known_encoding_are_nobodys(self, install: Install) -> None:
        install("broken", b"[kkrconsult]\nacme = \xff\xfe\n")
        assert not strange_failures(load_plugins())

    def test_a_distribution_whose_folder_has_another_name_still_gives_its_plugins(self, install: Install) -> None:
        source = ROUND.format(id="acme-2030")
        install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": source}, folder="emca")
        registry = load_plugins()
        assert round_ids(registry) == ["acme-2030"]
        assert (stranger(registry).distribution, stranger(registry).version) == ("acme", "1.0")

    @pytest.mark.filterwarnings("ignore::DeprecationWarning")
    def test_a_distribution_without_metadata_still_gives_its_plugins(self, install: Install) -> None:
        source = ROUND.format(id="acme-2030")
        install(None, "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": source}, folder="nameless")
        registry = load_plugins()
        assert round_ids(registry) == ["acme-2030"]
        assert (stranger(registry).distribution, stranger(registry).version) == (None, None)

    def test_metadata_in_no_known_encoding_costs_only_the_name(self, install: Install) -> None:
        source = ROUND.format(id="acme-2030")
        place = install("acme", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": source})
        (place / "acme-1.0.dist-info" / "METADATA").write_bytes(b"Name: \xff")
        registry = load_plugins()
        assert round_ids(registry) == ["acme-2030"]
        assert stranger(registry).distribution is None


class TestLocalFiles:
    def test_a_file_is_a_plugin(self, tmp_path: Path) -> None:
        path = tmp_path / "house_rules.py"
        path.write_text(ROUND.format(id="ours"), encoding="utf-8")
        registry = load_plugins(local=[path], entry_points=False)
        assert round_ids(registry) == ["ours"]
        assert (stranger(registry).name, stranger(registry).kind) == ("house_rules", "local")

    def test_nothing_is_left_in_its_folder(self, tmp_path: Path) -> None:
        path = tmp_path / "house_rules.py"
        path.write_text(EMPTY, encoding="utf-8")
        load_plugins(local=[path], entry_points=False)
        assert [entry.name for entry in tmp_path.iterdir()] == ["house_rules.py"]

    def test_the_same_file_twice_is_one_plugin_and_one_module(self, tmp_path: Path) -> None:
        path = tmp_path / "house_rules.py"
        path.write_text(ROUND.format(id="ours"), encoding="utf-8")
        before = set(sys.modules)
        first = load_plugins(local=[path, str(path)], entry_points=False)
        assert round_ids(first) == ["ours"]
        assert len(set(sys.modules) - before) == 1
        assert load_plugins(local=[str(path)], entry_points=False) == first
        assert len(set(sys.modules) - before) == 1

    def test_a_changed_file_is_read_anew_at_once(self, tmp_path: Path) -> None:
        path = tmp_path / "house_rules.py"
        path.write_text(ROUND.format(id="a"), encoding="utf-8")
        first = load_plugins(local=[path], entry_points=False)
        path.write_text(ROUND.format(id="b"), encoding="utf-8")
        assert round_ids(load_plugins(local=[path], entry_points=False)) == ["b"]
        assert round_ids(first) == ["a"]

    def test_its_option_types_are_found_where_hints_are_texts(self, tmp_path: Path) -> None:
        path = tmp_path / "house_rules.py"
        path.write_text(
            """
from __future__ import annotations
import attrs
from kkrconsult.plugins import GrouperSpec, hookimpl

class Sort(str):
    @classmethod
    def __from_plain__(cls, data): return cls(data)
    def __to_plain__(self): return str(self)
    @classmethod
    def __plain_schema__(cls): return {"type": "string"}

@attrs.frozen
class Options:
    sort: Sort = Sort("x")

@hookimpl
def kkrconsult_groupers():
    return [GrouperSpec(name="ours", options=Options, group=lambda proposals, options: ())]
""",
            encoding="utf-8",
        )
        registry = load_plugins(local=[path], entry_points=False)
        assert registry.grouper("ours").plugin.name == "house_rules"

    def test_one_that_a_registry_rejects_stays_for_another_that_has_it(self, tmp_path: Path) -> None:
        path, rival = tmp_path / "house_rules.py", tmp_path / "rival.py"
        for file in (path, rival):
            file.write_text(ROUND.format(id="ours"), encoding="utf-8")
        before = set(sys.modules)
        load_plugins(local=[path], entry_points=False)
        (kept,) = set(sys.modules) - before
        assert len(strange_failures(load_plugins(local=[path, rival], entry_points=False))) == 2
        assert set(sys.modules) - before == {kept}

    def test_one_that_does_not_exist_is_named(self, tmp_path: Path, failure_of: FailureOf) -> None:
        failure = failure_of(local=[tmp_path / "gone.py"])
        assert (failure.name, failure.kind, failure.stage) == ("gone", "local", "found")
        assert failure.message.endswith("cannot be read: No such file or directory")

    def test_a_path_that_is_no_path_is_named(self, failure_of: FailureOf) -> None:
        assert "null" in failure_of(local=["a\0b.py"]).message

    def test_one_that_raises_leaves_no_module_behind(self, tmp_path: Path, failure_of: FailureOf) -> None:
        before = set(sys.modules)
        path = tmp_path / "house_rules.py"
        path.write_text("x = 1\nraise ValueError('nej')\n", encoding="utf-8")
        failure = failure_of(local=[path])
        assert (failure.stage, failure.message) == ("loaded", "it cannot be imported: ValueError: nej")
        assert 'house_rules.py", line 2' in failure.traceback
        assert set(sys.modules) == before

    @pytest.mark.parametrize("source", ["", ROUND.format(id="x").replace("return", "return 1,")])
    def test_one_that_is_rejected_leaves_no_module_behind(
        self, tmp_path: Path, failure_of: FailureOf, source: str
    ) -> None:
        before = set(sys.modules)
        path = tmp_path / "house_rules.py"
        path.write_text(source, encoding="utf-8")
        assert failure_of(local=[path]).stage == "validated"
        assert set(sys.modules) == before

    def test_two_of_one_name_are_told_apart_by_nothing_and_both_fail(self, tmp_path: Path) -> None:
        before = set(sys.modules)
        for folder in ("a", "b"):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "rules.py").write_text(ROUND.format(id=folder), encoding="utf-8")
        registry = load_plugins(local=[tmp_path / "a/rules.py", tmp_path / "b/rules.py"], entry_points=False)
        assert [failure.stage for failure in strange_failures(registry)] == ["registered", "registered"]
        assert "plugin 'rules' is also claimed by" in strange_failures(registry)[0].message
        assert set(sys.modules) == before

    def test_somebody_who_wants_to_stop_is_let_go(self, tmp_path: Path) -> None:
        before = set(sys.modules)
        path = tmp_path / "house_rules.py"
        path.write_text("raise KeyboardInterrupt", encoding="utf-8")
        with pytest.raises(KeyboardInterrupt):
            load_plugins(local=[path], entry_points=False)
        assert set(sys.modules) == before


class TestSpecimens:
    """What the type checkers accept also loads."""

    @pytest.mark.parametrize("name", ["contract", "exporter", "validator"])
    def test_a_plugin_that_is_typed_right_is_registered(self, name: str) -> None:
        path = Path(__file__).parents[1] / "typing" / "specimens" / "good" / f"{name}.py"
        registry = load_plugins(local=[path], entry_points=False)
        assert stranger(registry).name == name
        assert stranger(registry).gives


class TestStrict:
    def test_it_raises_with_all_failures_at_once(self) -> None:
        with pytest.raises(PluginError) as caught:
            load_plugins(extra=["acme", b"emca"], entry_points=False, strict=True)
        messages = [problem.message for problem in caught.value.problems]
        assert any("plugin 'str' (given): it has no function" in message for message in messages)
        assert any("plugin 'bytes' (given): it has no function" in message for message in messages)


class TestSeveralRegistries:
    def test_two_registries_do_not_see_each_other(self) -> None:
        one = load_plugins(extra=[Rounds("a")], entry_points=False)
        other = load_plugins(extra=[Rounds("b")], entry_points=False)
        assert (round_ids(one), round_ids(other)) == (["a"], ["b"])
        assert not round_ids(load_plugins(entry_points=False))

    def test_a_rejected_plugin_leaves_nothing_in_the_next_registry(self) -> None:
        class Half:
            @hookimpl
            def kkrconsult_rounds(self) -> list[RoundSpec]:
                return [RoundSpec(id="half", region="danmark", load=lambda: "")]

            @hookimpl  # type: ignore[type-var]
            def kkrconsult_validators(self, config: object) -> list[object]:
                return []

        registry = load_plugins(extra=[Half(), Rounds("whole")], entry_points=False)
        assert round_ids(registry) == ["whole"]
        assert [failure.name for failure in strange_failures(registry)] == ["Half"]
