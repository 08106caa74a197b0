"""Commands that write sheets and documents."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import click

import kkrconsult as kc
from kkrconsult.cli import _listing, _show
from kkrconsult.cli._large import Large, PathOrUrl, files_of, large_options
from kkrconsult.cli._options import assessed, at_option, language_option, plugin_options, reading_options
from kkrconsult.cli._progress import progress
from kkrconsult.cli._set import SetWriter, listed
from kkrconsult.cli._status import INCOMPLETE, OK, written
from kkrconsult.cli._using import Using
from kkrconsult.exporting import check_streaming
from kkrconsult.texts import word

__all__ = ["assess", "export", "report"]


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True))
@click.option("-o", "output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@at_option
@language_option
@plugin_options
@reading_options
@assessed
def assess(round_id: str, inbox: str, output: Path, at: dt.datetime | None, lang: str, using: Using) -> int:
    """Write the sheet in which the points are assessed.

    The ending of the file says for which program: .xlsx, .docx or .csv. With --assessments the new sheet has everything
    that stands in the old ones, and says what is new or has changed. A file with remarks that the new one would not
    have is never overwritten.
    """
    registry = using.registry(round_id)
    book = using.book(using.round(round_id, registry))
    report = using.report(round_id, inbox, at, registry, book=book)
    kc.write_assessments(report, output, book=book, language=lang)
    click.echo(f"{output}")
    return written(report, lang, using)


def documents_language(exporter: str, registry: kc.Registry) -> dict[str, object]:
    """The option of an exporter for the language that the user asked for by name; what a round file says stays else."""
    context = click.get_current_context()
    if context.get_parameter_source("lang") is click.core.ParameterSource.DEFAULT:
        return {}
    own = [entry.spec.options for entry in registry.exporters if entry.name == exporter]
    taken = any("language" in _listing.option_names(options) for options in own)
    return {"language": context.params["lang"]} if taken else {}


def _options(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> dict[str, object]:
    found: dict[str, object] = {}
    for value in values:
        key, equals, text = value.partition("=")
        if not equals:
            raise click.BadParameter(f"{value!r} is not of the form key=value")
        try:
            found[key] = json.loads(text)
        except json.JSONDecodeError:
            found[key] = text
    return found


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=PathOrUrl(exists=True))
@click.argument("exporter")
@click.option("-o", "output", required=True, type=click.Path(dir_okay=False), help="File; - for standard output.")
@click.option("--audience", type=click.Choice(["public", "internal"]), help="For whom; default: internal.")
@click.option(
    "--format", "form", metavar="ENDING", help="Format, such as docx, where the file's ending does not say it."
)
@click.option("--option", "options", multiple=True, callback=_options, metavar="KEY=VALUE", help="Exporter's option.")
@at_option
@language_option
@plugin_options
@reading_options
@assessed
@large_options
def export(
    round_id: str,
    inbox: str,
    exporter: str,
    output: str,
    audience: str | None,
    form: str | None,
    options: dict[str, object],
    at: dt.datetime | None,
    lang: str,
    using: Using,
    large: Large,
) -> int:
    """Write one document.

    With --jobs or --cluster the answers are read one at a time and never all in memory, by exporters that can do that.
    """
    registry = using.registry(round_id)
    options = {**documents_language(exporter, registry), **options}
    target = sys.stdout.buffer if output == "-" else output
    again: list[str] | None = None
    if large.takes(inbox):
        path = None if output == "-" else output
        check_streaming(registry, exporter, path, format=form, audience=audience)
        again = files_of(inbox)
        report = large.report(using, round_id, inbox, at, registry, lang, keep_themes=True)
    else:
        report = using.report(round_id, inbox, at, registry)
    kc.export(
        report, exporter, target, audience=audience, options=options, format=form, registry=registry, responses=again
    )
    if output != "-":
        click.echo(output)
    return written(report, lang, using)


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True))
@click.option("-o", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder.")
@click.option("--audience", type=click.Choice(["public", "internal"]), help="For whom; default: internal.")
@at_option
@language_option
@plugin_options
@reading_options
@assessed
def report(
    round_id: str,
    inbox: str,
    folder: Path,
    audience: str | None,
    at: dt.datetime | None,
    lang: str,
    using: Using,
) -> int:
    """Write all documents into a folder.

    On the screen stands what was found.
    """
    registry = using.registry(round_id)
    result = using.report(round_id, inbox, at, registry)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"the folder {folder} cannot be made: {error.strerror}") from None
    writer = SetWriter(
        report=result,
        inbox=inbox,
        folder=folder,
        audience=audience,
        registry=registry,
        options=lambda exporter: documents_language(exporter, registry),
    )
    names, failed = [], False
    with progress(word("cli.writing", lang)) as told:
        outcomes = list(writer.write(told))
    for name, problem in outcomes:
        if problem is None:
            names.append(name)
            continue
        # Whoever installed the command alone gets all the rest.
        failed |= not isinstance(problem, kc.MissingExtraError)
        click.echo(f"{name} was left out: {problem}", err=True)
    click.echo(_show.overview(result, lang))
    click.echo("")
    if audience != "public":
        click.echo(word("cli.internal", lang))
    click.echo(listed(folder, names, lang))
    return max(written(result, lang, using), INCOMPLETE if failed else OK)
