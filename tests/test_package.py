"""The package is lazy: importing it loads nothing, each name loads its module, and type checkers see the whole."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import kkrconsult as kc

SOURCE = ast.parse(Path(str(kc.__file__)).read_text(encoding="utf-8"))


def fresh(code: str) -> str:
    """What code prints in an interpreter that has imported nothing of ours."""
    # A run that measures coverage would have the interpreter load modules of its own.
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE_"))}
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=True, env=plain
    ).stdout.strip()


class TestNames:
    @pytest.mark.parametrize("name", kc.__all__)
    def test_each_is_what_its_module_has(self, name: str) -> None:
        (home,) = [module for module, names in kc._HOMES.items() if name in names.split()]
        assert getattr(kc, name) is getattr(import_module(home), name)

    def test_they_are_those_that_type_checkers_see(self) -> None:
        seen = {
            alias.asname or alias.name
            for node in ast.walk(SOURCE)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kkrconsult")
            for alias in node.names
        }
        assert seen == set(kc.__all__)
        assert sorted(" ".join(kc._HOMES.values()).split()) == sorted(kc.__all__)

    def test_they_are_sorted_and_each_is_there_once(self) -> None:
        assert kc.__all__ == sorted(set(kc.__all__))

    def test_one_that_is_misspelt_is_no_attribute(self) -> None:
        with pytest.raises(AttributeError, match="module 'kkrconsult' has no attribute 'chek'"):
            kc.chek  # type: ignore[attr-defined]  # noqa: B018

    def test_dir_shows_them_all_before_any_is_loaded(self) -> None:
        assert set(kc.__all__) <= set(dir(kc))
        shown = "import kkrconsult as kc; print(set(kc.__all__) <= set(dir(kc)), 'check' in vars(kc))"
        assert fresh(shown) == "True False"


class TestLoading:
    def test_importing_the_package_loads_nothing_else(self) -> None:
        code = (
            "import sys; before = set(sys.modules); import kkrconsult; "
            "print(sorted(set(sys.modules) - before - {'__future__'}))"
        )
        assert fresh(code) == "['kkrconsult']"

    def test_a_class_of_the_model_loads_no_plugins(self) -> None:
        code = (
            "import sys, kkrconsult as kc; kc.Response; "
            "print([name for name in ('pluggy', 'tomllib', 'kkrconsult.plugins', 'click') if name in sys.modules])"
        )
        assert fresh(code) == "[]"

    @pytest.mark.parametrize("module", ["exporting", "exporters", "engine", "intake"])
    def test_importing_a_module_takes_no_name_away(self, module: str) -> None:
        code = (
            f"import kkrconsult.{module}, kkrconsult as kc; "
            "print(all(callable(f) for f in (kc.export, kc.check, kc.read_inbox, kc.load_round)))"
        )
        assert fresh(code) == "True"


@pytest.mark.parametrize("package", ["model", "plugins", "structure"])
class TestLazyPackages:
    def test_each_name_is_what_a_module_has_and_what_type_checkers_see(self, package: str) -> None:
        module = import_module(f"kkrconsult.{package}")
        source = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        homes = {
            alias.name: node.module
            for node in ast.walk(source)
            if isinstance(node, ast.ImportFrom) and node.module not in {"__future__", "kkrconsult._lazy"}
            for alias in node.names
        }
        assert set(homes) == set(module.__all__)
        for name, home in homes.items():
            # Asked for anew, and not what another test has loaded.
            found = module.__getattr__(name)
            assert found is getattr(import_module(str(home)), name)
            assert vars(module)[name] is found

    def test_one_that_is_misspelt_is_no_attribute(self, package: str) -> None:
        with pytest.raises(AttributeError, match=f"module 'kkrconsult.{package}' has no attribute 'chek'"):
            import_module(f"kkrconsult.{package}").chek  # noqa: B018


@pytest.mark.parametrize("name", ["adoption", "config", "intake", "plugins"])
def test_a_package_that_loads_its_names_late_lists_them_before(name: str) -> None:
    package = import_module(f"kkrconsult.{name}")
    assert set(package.__all__) <= set(dir(package))
