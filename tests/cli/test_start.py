"""What a command loads before it does anything: an overview loads no command, and a list no more than it shows.

Modules are counted and not milliseconds, so that it is the same on every machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import click
import pytest

from kkrconsult.cli._app import app

# What is costly to load, and is not needed to list a few names.
COSTLY = {"dateutil", "email", "importlib.metadata", "logging", "socket", "tempfile", "tomllib", "zipfile", "zoneinfo"}
LAYERS = {
    "assessing", "assessment", "config", "danish", "document", "engine", "exporters", "exporting", "groupers",
    "grouping", "intake", "model.response", "model.round", "participation", "plugins._options", "readers", "report",
    "structure._schema", "texts", "timeline", "validators",
}  # fmt: skip
CONTEXT = click.Context(app)


def loaded(*arguments: str) -> set[str]:
    """The modules that a command has loaded at its end, without those of a bare interpreter."""
    code = (
        "import json, sys; before = set(sys.modules); sys.argv[0] = 'kkrconsult'\n"
        "from kkrconsult.cli import main\n"
        "try:\n main()\nexcept SystemExit as end: assert not end.code, end.code\n"
        "print(json.dumps(sorted(set(sys.modules) - before)), file=sys.stderr)"
    )
    # A run that measures coverage would have the interpreter load modules of its own.
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE_"))}
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, env=plain, check=True)
    return set(json.loads(done.stderr))


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_an_overview_loads_no_command_and_nothing_that_commands_need(option: str) -> None:
    found = loaded(option)
    ours = {name for name in found if name.startswith("kkrconsult.")}
    assert ours <= {f"kkrconsult.{name}" for name in ("_version", "cli", "cli._app", "cli._status", "errors")}
    assert not found & {"attrs", "attr", "pluggy", *COSTLY}


def test_listing_the_rounds_loads_the_rounds_and_no_other_plugins() -> None:
    found = loaded("rounds")
    assert "kkrconsult.regions" in found
    assert not found & COSTLY
    assert not found & {f"kkrconsult.{name}" for name in LAYERS}


@pytest.mark.parametrize("name", app.list_commands(CONTEXT))
def test_the_overview_says_of_a_command_what_it_says_of_itself(name: str) -> None:
    command = app.get_command(CONTEXT, name)
    assert command is not None
    assert command.name == name
    said = " ".join(app.get_help(CONTEXT).split())
    assert f"{name} {command.get_short_help_str(limit=60)}" in said


def test_a_command_that_there_is_not_is_none() -> None:
    assert app.get_command(CONTEXT, "findes-ikke") is None
