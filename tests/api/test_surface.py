"""The record of the public names: what is added must be recorded, and what breaks must be told in the changelog.

The packages here are constructed, and have nothing but the name in common with the real one.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import pytest
from tools.api_surface.__main__ import COMMAND, MODULES, main

import kkrconsult as kc

RECORDED: dict[str, Any] = json.loads((Path(__file__).parent / "surface.json").read_text(encoding="utf-8"))

BEFORE = """
from __future__ import annotations
import enum
from typing import ClassVar
import attrs
from kkrconsult._other import LIMIT, Base

__all__ = ["Base", "Colour", "Either", "Error", "Meal", "Pair", "cook", "serve"]

@attrs.frozen(kw_only=True)
class Meal(Base):
    TYPE: ClassVar[str] = "meal"
    name: str
    parts: tuple[str, ...] = ()
    notes: dict[str, str] = attrs.field(factory=dict)
    price: int | None = attrs.field(default=None, converter=int)
    weight: int = attrs.field(init=False)

    @property
    def title(self) -> str: ...

    def cut(self, pieces: int, /, how: str = "even", *, at: str | None = None) -> list[Meal]: ...

@attrs.frozen
class Pair:
    left: int
    right: int = 0

class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"

class Error(ValueError):
    def __init__(self, message: str) -> None:
        self.message = message

Either = Meal | Pair

def cook(what: str, *, limit: int = LIMIT, **more: object) -> Meal: ...

def serve(meal: Meal) -> None: ...
"""
OTHER = """
import attrs

LIMIT = 10

@attrs.frozen(kw_only=True)
class Base:
    id: str

    def known(self) -> bool: ...
"""


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Project:
    made = Project(tmp_path, capsys)
    made.write("__init__", BEFORE)
    made.write("_other", OTHER)
    (tmp_path / "changelog.d").mkdir()
    assert made.run("record") == (0, "")
    return made


@attrs.frozen
class Project:
    """A constructed project with a record of its names."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def write(self, module: str, text: str) -> None:
        (self.folder / "kkrconsult").mkdir(exist_ok=True)
        (self.folder / "kkrconsult" / f"{module}.py").write_text(text, encoding="utf-8")

    def change(self, *changes: tuple[str, str], of: str = "__init__") -> None:
        text = BEFORE if of == "__init__" else OTHER
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        self.write(of, text)

    def tell(self, text: str, kind: str = "removed") -> None:
        (self.folder / "changelog.d" / f"+it.{kind}.md").write_text(text, encoding="utf-8")

    def run(self, command: str) -> tuple[int, str]:
        arguments = ["--source", self.folder, "--recorded", self.folder / "surface.json"]
        arguments += ["--changelog", self.folder / "changelog.d"]
        status = main([command, *map(str, arguments), "--modules", "kkrconsult"])
        return status, self.capsys.readouterr().out


class TestWhatIsRecorded:
    def test_is_content_with_what_has_not_changed(self, project: Project) -> None:
        assert project.run("check") == (0, "")

    def test_is_the_same_bytes_each_time(self, project: Project) -> None:
        before = (project.folder / "surface.json").read_bytes()
        project.run("record")
        assert (project.folder / "surface.json").read_bytes() == before

    def test_is_each_name_with_what_it_takes_and_has(self, project: Project) -> None:
        entries = json.loads((project.folder / "surface.json").read_text(encoding="utf-8"))
        meal = entries["kkrconsult.Meal"]
        assert {field["name"]: field.get("default") for field in meal["fields"]} == {
            "id": None,
            "name": None,
            "parts": "()",
            "notes": "dict()",
            "price": "None",
        }
        assert set(meal["members"]) == {"TYPE", "cut", "known", "title", "weight"}
        assert entries["kkrconsult.cook"]["parameters"][1]["default"] == "LIMIT = 10"
        assert entries["kkrconsult.Colour"]["members"]["RED"] == {"kind": "attribute", "value": "'red'"}


ADDED = {
    "a name": [('"serve"]', '"serve", "wash"]\n\ndef wash() -> None: ...')],
    "a field with a default": [("    parts:", "    sauce: str | None = None\n    parts:")],
    "a field with a factory": [("    parts:", "    sauce: list[str] = attrs.field(factory=list)\n    parts:")],
    "a parameter with a default": [("limit: int = LIMIT", "limit: int = LIMIT, hot: bool = True")],
    "a parameter by position at the end": [("def serve(meal: Meal)", "def serve(meal: Meal, cold: bool = False)")],
    "a method": [("    @property\n", "    def eat(self) -> None: ...\n\n    @property\n")],
    "a member of an enumeration": [('    BLUE = "blue"', '    BLUE = "blue"\n    GREEN = "green"')],
    "a default": [("def serve(meal: Meal)", "def serve(meal: Meal | None = None)")],
    "a wider type": [("    name: str", "    name: str | int")],
    "a way to give it": [("*, limit", "limit")],
}


class TestAnAddition:
    @pytest.mark.parametrize("what", ADDED)
    def test_must_be_recorded_and_needs_nothing_else(self, what: str, project: Project) -> None:
        project.change(*ADDED[what])
        status, said = project.run("check")
        assert status == 1
        assert said.endswith(f"This is not recorded yet. Run: {COMMAND}\n")
        assert project.run("record") == (0, "")
        assert project.run("check") == (0, "")

    def test_is_named(self, project: Project) -> None:
        project.change(*ADDED["a name"])
        assert "kkrconsult.wash is new\n" in project.run("check")[1]


BROKEN = {
    "a removed name": ([('"cook", ', "")], "kkrconsult.cook was removed"),
    "a name that is something else": (
        [("def serve(meal: Meal) -> None: ...", "class serve: ...")],
        "kkrconsult.serve was a function and is a class",
    ),
    "a removed field": ([("    parts: tuple[str, ...] = ()\n", "")], "kkrconsult.Meal.parts was removed"),
    "a renamed field": (
        [("    parts:", "    pieces:")],
        "kkrconsult.Meal.parts was removed; new are: pieces",
    ),
    "a new field without a default": (
        [("    parts:", "    sauce: str\n    parts:")],
        "kkrconsult.Meal.sauce is new and has no default; records grow by fields that have one",
    ),
    "a default of a field that is no more": (
        [("parts: tuple[str, ...] = ()", "parts: tuple[str, ...]")],
        "kkrconsult.Meal.parts has no default any more",
    ),
    "another default of a field": (
        [("default=None, converter=int", "default=0, converter=int")],
        "kkrconsult.Meal.price had the default None and has 0",
    ),
    "fields by keyword alone": (
        [("@attrs.frozen\n", "@attrs.frozen(kw_only=True)\n")],
        "kkrconsult.Pair.left was positional or keyword and is keyword-only",
    ),
    "fields in another order": (
        [("    left: int\n    right: int = 0", "    first: int = 0\n    left: int = 0\n    right: int = 0")],
        "kkrconsult.Pair takes by position first, left, right, where it took left, right",
    ),
    "a removed method": ([("    def cut(", "    def _cut(")], "kkrconsult.Meal.cut was removed"),
    "a property that is a method": (
        [("    @property\n", "")],
        "kkrconsult.Meal.title was a property and is a function",
    ),
    "a removed parameter": (
        [("*, limit: int = LIMIT, ", "")],
        "kkrconsult.cook has lost the parameter limit",
    ),
    "a renamed parameter": (
        [("serve(meal: Meal)", "serve(dish: Meal)")],
        "kkrconsult.serve has lost the parameter meal; new are: dish",
    ),
    "a new parameter without a default": (
        [("serve(meal: Meal)", "serve(meal: Meal, guest: str)")],
        "kkrconsult.serve has a new parameter guest without a default",
    ),
    "another default of a parameter": (
        [('how: str = "even"', 'how: str = "odd"')],
        "kkrconsult.Meal.cut has a parameter how that had the default 'even' and has 'odd'",
    ),
    "a parameter by keyword alone": (
        [("serve(meal: Meal)", "serve(*, meal: Meal)")],
        "kkrconsult.serve has a parameter meal that was positional or keyword and is keyword-only",
    ),
    "a parameter of a constructor": (
        [("__init__(self, message: str)", "__init__(self, message: str, code: int)")],
        "kkrconsult.Error.__init__ has a new parameter code without a default",
    ),
    "a base that is no more": (
        [("Error(ValueError)", "Error(Exception)")],
        "kkrconsult.Error is no ValueError any more",
    ),
    "another value of an enumeration": (
        [('BLUE = "blue"', 'BLUE = "navy"')],
        "kkrconsult.Colour.BLUE was 'blue' and is 'navy'",
    ),
    "another constant of a class": (
        [('TYPE: ClassVar[str] = "meal"', 'TYPE: ClassVar[str] = "dish"')],
        "kkrconsult.Meal.TYPE was 'meal' and is 'dish'",
    ),
}


class TestABreak:
    @pytest.mark.parametrize("what", BROKEN)
    def test_is_refused_until_the_changelog_names_it(self, what: str, project: Project) -> None:
        changes, words = BROKEN[what]
        project.change(*changes)
        status, said = project.run("record")
        assert project.run("check") == (status, said)
        assert status == 1
        assert words in said.splitlines()
        assert COMMAND in said
        broken = [line.partition(" ")[0] for line in said.splitlines() if line.startswith("kkrconsult.")]
        project.tell(" ".join(f"`{name.removeprefix('kkrconsult.')}`" for name in broken))
        assert project.run("record") == (0, "")
        assert project.run("check") == (0, "")

    def test_of_a_base_counts_for_those_built_on_it(self, project: Project) -> None:
        project.change(("    def known(self) -> bool: ...", ""), of="_other")
        said = project.run("check")[1].splitlines()
        assert {"kkrconsult.Base.known was removed", "kkrconsult.Meal.known was removed"} <= set(said)

    def test_of_a_constant_that_is_a_default_counts(self, project: Project) -> None:
        project.change(("LIMIT = 10", "LIMIT = 20"), of="_other")
        assert (
            "kkrconsult.cook has a parameter limit that had the default LIMIT = 10 and has LIMIT = 20"
            in (project.run("check")[1])
        )

    @pytest.mark.parametrize("text", ["`Meal.parts`", "`kkrconsult.Meal.parts`", "`kc.Meal.parts` is gone, `so`"])
    def test_may_be_named_in_any_of_the_ways_people_write(self, text: str, project: Project) -> None:
        project.change(("    parts: tuple[str, ...] = ()\n", ""))
        project.tell(text)
        assert project.run("record") == (0, "")

    def test_of_a_function_may_be_named_as_a_call(self, project: Project) -> None:
        project.change(("serve(meal: Meal)", "serve(dish: Meal)"))
        project.tell("`serve(dish=…)` instead of `meal`.", kind="changed")
        assert project.run("record") == (0, "")

    @pytest.mark.parametrize(
        ("text", "kind"),
        [("Meal.parts", "removed"), ("`Meal`", "removed"), ("`parts`", "changed"), ("`Meal.parts`", "added")],
    )
    def test_is_not_excused_by_a_fragment_that_does_not_name_it(self, text: str, kind: str, project: Project) -> None:
        project.change(("    parts: tuple[str, ...] = ()\n", ""))
        project.tell(text, kind)
        assert project.run("record")[0] == 1


class TestTheRecordsOfPlugins:
    """The promise: a record that a plugin makes today can be made tomorrow."""

    NAMES = ("ValidatorSpec", "ExporterSpec", "ReaderSpec", "RoundSpec", "GrouperSpec", "Code", "Finding")

    @pytest.mark.parametrize("name", NAMES)
    def test_have_every_recorded_field_and_grow_by_those_with_a_default(self, name: str) -> None:
        recorded = {field["name"]: field for field in RECORDED[f"kkrconsult.{name}"]["fields"]}
        assert recorded
        fields = {field.name: field for field in attrs.fields(getattr(kc, name)) if field.init}
        assert recorded.keys() <= fields.keys()
        for key, field in fields.items():
            if "default" in recorded.get(key, {"default": ""}):
                assert field.default is not attrs.NOTHING, f"{name}.{key} needs a default"


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_is_recorded(module: str) -> None:
    missing = {f"{module}.{name}" for name in import_module(module).__all__} - RECORDED.keys()
    assert not missing, f"run: {COMMAND}"
