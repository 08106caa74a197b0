"""kkrconsult plugins --explain: the answer to why a plugin is not there."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kkrconsult.cli._app import app

GOOD = """
import kkrconsult as kc

kkrconsult_api = "1.0"

@kc.hookimpl
def kkrconsult_rounds():
    return [kc.RoundSpec(id="acme-2030", region="danmark", load=str)]
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def install(site: Path, name: str, entry_points: str) -> None:
    info = site / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)], standalone_mode=False)


def shown(*arguments: object) -> list[str]:
    return run("plugins", *arguments).stdout.splitlines()


class TestAPluginInUse:
    def test_shows_each_step(self, tmp_path: Path) -> None:
        path = tmp_path / "acme_file.py"
        path.write_text(GOOD, encoding="utf-8")
        assert shown("--plugin", path, "--explain", "acme_file") == [
            "acme_file  local: registered",
            f"  found: file {path}",
            f"  loaded: {path}",
            "  validated: asks for API 1.0; gives round:acme-2030",
            "  registered",
        ]
        assert run("plugins", "--plugin", path, "--explain", "acme-2030").return_value == 0

    def test_shows_what_of_it_is_disabled(self, tmp_path: Path) -> None:
        path = tmp_path / "acme_file.py"
        path.write_text(GOOD, encoding="utf-8")
        lines = shown("--plugin", path, "--disable", "round:acme-2030", "--explain", "acme_file")
        assert lines[-1] == "  disabled by the caller: round:acme-2030"


class TestAPluginThatFailed:
    def test_shows_where_it_was_found_and_why_it_stopped(self, site: Path) -> None:
        install(site, "acme-tools", "[kkrconsult]\nacme-bad = acme_bad_module\n")
        (site / "acme_bad_module.py").write_text("1 / 0\n", encoding="utf-8")
        assert shown("--explain", "acme-bad") == [
            "acme-bad  entry-point  acme-tools 1.0: failed",
            f'  found: entry point acme-bad = "acme_bad_module" in group kkrconsult of acme-tools ({site})',
            "  not loaded: it cannot be imported: ZeroDivisionError: division by zero",
            "For the traceback: kkrconsult plugins --explain acme-bad --traceback",
        ]
        assert run("plugins", "--explain", "acme-bad").return_value == 3

    def test_shows_its_traceback_on_request_alone(self, site: Path) -> None:
        install(site, "acme-tools", "[kkrconsult]\nacme-bad = acme_bad_module\n")
        (site / "acme_bad_module.py").write_text("1 / 0\n", encoding="utf-8")
        lines = shown("--explain", "acme-bad", "--traceback")
        assert lines[-1].strip() == "ZeroDivisionError: division by zero"
        assert any("acme_bad_module.py" in line and line.startswith("    ") for line in lines)
        assert not any("For the traceback" in line for line in lines)
        assert shown("--explain")[-1] == "For the traceback: kkrconsult plugins --explain --traceback"
        for asked in (True, False):
            told = run("plugins", "--explain", "acme-bad", "--format", "json", *(["--traceback"] if asked else []))
            assert ("ZeroDivisionError" in json.loads(told.stdout)["plugins"][0]["traceback"]) == asked

    def test_says_how_to_ask_for_the_traceback_of_the_same_plugin(self, tmp_path: Path) -> None:
        path = tmp_path / "my rule.py"
        path.write_text("1 / 0\n", encoding="utf-8")
        lines = shown("--explain", "my rule", "--plugin", path, "--disable", "regions")
        asked = f"--explain 'my rule' --plugin '{path}' --disable regions --traceback"
        assert lines[-1] == f"For the traceback: kkrconsult plugins {asked}"
        assert shown(*shlex.split(asked))[-1].strip() == "ZeroDivisionError: division by zero"
        asked = f"--explain --plugin '{path}' --traceback"
        assert shown("--explain", "--plugin", path)[-1] == f"For the traceback: kkrconsult plugins {asked}"
        assert "ZeroDivisionError: division by zero" in run("plugins", *shlex.split(asked)).stdout

    def test_that_is_a_module_without_hooks_is_told_to_name_the_one_that_has_them(self, site: Path) -> None:
        install(site, "acme-tools", "[kkrconsult]\nacme-bare = acme_bare_module\n")
        (site / "acme_bare_module.py").write_text("", encoding="utf-8")
        assert shown("--explain", "acme-bare")[-1] == (
            "  not validated: it has no function marked with @kkrconsult.hookimpl; "
            "mark the hooks of module acme_bare_module, or name the module that holds them"
        )

    def test_shows_with_whom_it_clashes(self, tmp_path: Path) -> None:
        for name in ("one", "two"):
            (tmp_path / f"{name}.py").write_text(GOOD, encoding="utf-8")
        lines = shown("--plugin", tmp_path / "one.py", "--plugin", tmp_path / "two.py", "--explain", "one")
        assert lines[0] == "one  local: conflict"
        assert lines[-1] == f"  clashes with: plugin 'two' (local {tmp_path / 'two.py'})"


class TestADisabledPlugin:
    def test_shows_by_which_words(self) -> None:
        result = run("plugins", "--disable", "regions", "--explain", "regions")
        assert result.stdout.splitlines()[-1] == "  disabled by the caller: plugin:regions; it was not loaded"
        assert result.return_value == 0


class TestANameThatNothingHas:
    def test_shows_what_is_nearly_the_same(self) -> None:
        result = run("plugins", "--explain", "regons")
        assert "  Did you mean 'regions'?" in result.stdout.splitlines()
        assert "with the Python that it was installed with" not in result.stdout
        assert result.return_value == 3

    def test_shows_what_is_installed_without_an_entry_point_and_the_lines_to_write(self, site: Path) -> None:
        install(site, "kkrconsult-acme", "[kkrconsult_plugins]\nacme = kkrconsult_acme\n")
        lines = shown("--explain", "acme")
        assert (
            "  kkrconsult-acme 1.0 is installed: its entry points are in the group kkrconsult_plugins; "
            "the group is kkrconsult."
        ) in lines
        assert lines[-2:] == ["    [project.entry-points.kkrconsult]", '    acme = "kkrconsult_acme"']

    def test_shows_what_depends_on_the_library_without_an_entry_point(self, site: Path) -> None:
        install(site, "kkrconsult-acme", "")
        line = (
            "  kkrconsult-acme 1.0 is installed: it has kkrconsult in its name, but has no entry point in the group "
            "kkrconsult."
        )
        assert line in shown("--explain", "acme")

    def test_says_the_same_to_programs(self, site: Path) -> None:
        install(site, "kkrconsult-acme", "")
        told = json.loads(run("plugins", "--explain", "acme", "--format", "json").stdout)
        assert told["plugins"] == []
        (found,) = told["absent"]["unconnected"]
        assert found == {"name": "kkrconsult-acme", "version": "1.0", "why": "it has kkrconsult in its name"}


def test_all_are_shown_where_no_name_is_given() -> None:
    told = json.loads(run("plugins", "--explain", "--format", "json").stdout)
    assert {row["name"] for row in told["plugins"]} >= {"exporters", "groupers", "readers", "regions", "validators"}
    assert told["absent"] is None


def test_a_traceback_is_of_something_that_is_explained() -> None:
    result = CliRunner().invoke(app, ["plugins", "--traceback"])
    assert result.exit_code == 2
    assert "--traceback is for --explain" in result.stderr
