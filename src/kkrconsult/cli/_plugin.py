"""The commands for authors of plugins."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from kkrconsult.cli._options import language_option
from kkrconsult.plugins.registry import RecordKind
from kkrconsult.scaffold import KINDS, make_plugin, names_for
from kkrconsult.texts import word

__all__ = ["plugin"]


@click.group()
def plugin() -> None:
    """Make plugins."""


@plugin.command("new")
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice(KINDS), help="What the plugin gives.")
@click.option(
    "-o",
    "folder",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to put the package's folder into; default: here.",
)
@language_option
def new(name: str, kind: str, folder: Path, lang: str) -> None:
    """Make a package with a plugin that works and is tested.

    NAME is what the package is called, such as acme-words: lower-case letters, digits and hyphens. Nothing that is
    there is overwritten, and nothing is fetched. Needs the extra authors.

    The language is that of the messages; what is in the package is in English.
    """
    given = cast("RecordKind", kind)
    made = make_plugin(name, given, folder)
    click.echo(f"{folder / made.name}")
    click.echo("")
    click.echo(word("cli.plugin-next", lang))
    explained = f"kkrconsult plugins --explain {names_for(name, given).prefix}"
    for line in (f"cd {folder / made.name}", 'pip install -e ".[dev]"', "pytest", explained):
        click.echo(f"  {line}")
