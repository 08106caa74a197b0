"""What pyproject.toml promises, and lists in it that must agree with one another."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import kkrconsult

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


class TestDependencies:
    def test_the_core_needs_exactly_three(self) -> None:
        names = [re.split(r"[<>=~! ;\[]", one)[0] for one in PROJECT["project"]["dependencies"]]
        assert names == ["attrs", "pluggy", "python-dateutil"]

    def test_the_test_extra_and_the_test_group_are_one_list(self) -> None:
        assert PROJECT["project"]["optional-dependencies"]["test"] == PROJECT["dependency-groups"]["test"]


class TestLists:
    def test_mutation_leaves_out_what_touches_the_world_and_no_more(self) -> None:
        table = PROJECT["tool"]["kkrconsult"]
        left_out = {f"src/kkrconsult/{glob}" for glob in (*table["files"], *table["streams"], "_version.py")}
        assert set(PROJECT["tool"]["mutmut"]["do_not_mutate"]) == left_out


class TestVersion:
    def test_the_package_says_which_version_it_is(self) -> None:
        assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev\d+)?", kkrconsult.__version__)

    def test_type_checkers_are_told_that_the_package_is_typed(self) -> None:
        assert (Path(str(kkrconsult.__file__)).parent / "py.typed").is_file()
