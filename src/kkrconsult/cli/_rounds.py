"""Commands on rounds and their files."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import click

import kkrconsult as kc
from kkrconsult.cli._create import create
from kkrconsult.cli._options import (
    at_option,
    format_option,
    language_option,
    plugin_options,
    reading_options,
    registry_options,
)
from kkrconsult.cli._status import INCOMPLETE, OK
from kkrconsult.cli._using import Using

__all__ = ["adopt", "form", "new", "rounds", "schema", "show"]


@click.command()
@format_option
@language_option
@registry_options
def rounds(form: str, lang: str, using: Using) -> None:
    """List the rounds that are shipped and installed."""
    from kkrconsult.cli import _listing

    _listing.rounds(using.registry(kind="round"), form, lang)


@click.command()
@click.argument("round_id", metavar="ROUND")
@language_option
@plugin_options
def show(round_id: str, lang: str, using: Using) -> None:
    """Show a round: timeline, tracks, parties, demands."""
    from kkrconsult.cli import _show

    click.echo(_show.round_(using.round(round_id, using.registry(round_id)), lang))


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--region",
    required=True,
    metavar="ID",
    help="Id of the KKR, such as midtjylland; a wrong one gets the list of all.",
)
@language_option
def new(file: Path, region: str, lang: str) -> None:
    """Write a commented round file to fill in."""
    from kkrconsult.config import new_round_file
    from kkrconsult.rounds import known_from

    today = dt.date.today()  # noqa: DTZ011 - a day in the user's own zone
    text = new_round_file(region, today=today, language=lang, known=known_from(kc.load_plugins()))
    create(file, text)


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.option("-o", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@language_option
@plugin_options
def form(round_id: str, file: Path, lang: str, using: Using) -> None:
    """Write the answer form to send to the parties.

    The ending of the file says for which program: .docx, .odt, .md or .html.
    """
    from kkrconsult.exporting import whole_file
    from kkrconsult.forms import write_form

    round_ = using.round(round_id, using.registry(round_id))
    with whole_file(file) as sink:
        write_form(round_, sink, file.suffix.lower(), language=lang)
    click.echo(f"{file}")


@click.command()
@plugin_options
def schema(using: Using) -> None:
    """Print the JSON Schema of a round file, for editors."""
    from kkrconsult.config import round_schema
    from kkrconsult.rounds import known_from

    click.echo(json.dumps(round_schema(known_from(using.registry())), ensure_ascii=False, indent=2))


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True), required=False)
@click.option(
    "-o", "output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Round file to write."
)
@at_option
@language_option
@plugin_options
@reading_options
def adopt(round_id: str, inbox: str | None, output: Path, at: dt.datetime | None, lang: str, using: Using) -> int:
    """Write the round file with the tracks that the round ended with.

    Which those are stands in its [outcome]; which themes became one of them, in its [[themes]]. With INBOX their
    history tells who proposed what. Comments of the file are not kept, and a file that is there is never overwritten.
    """
    from kkrconsult.cli import _history
    from kkrconsult.config import dump_plugins, dump_round

    registry = using.registry(round_id)
    report = using.report(round_id, inbox, at, registry) if inbox is not None else None
    adopted = kc.adopt(report.round if report is not None else using.round(round_id, registry), report)
    click.echo(_history.tracks(adopted, lang))
    click.echo("")
    create(output, dump_round(adopted) + dump_plugins(_local(round_id, output)))
    return OK if report is None or report.complete else INCOMPLETE


def _local(round_id: str, output: Path) -> list[str]:
    """The Python files that a round file names, as seen from another."""
    from kkrconsult.rounds import local_plugins

    folder = output.resolve().parent
    return [os.path.relpath(file, folder).replace(os.sep, "/") for file in local_plugins(round_id)]
