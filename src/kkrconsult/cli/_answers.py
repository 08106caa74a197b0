"""Commands on what came in."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

import kkrconsult as kc
from kkrconsult.cli import _show
from kkrconsult.cli._create import create
from kkrconsult.cli._formats import FORMATS, line_of
from kkrconsult.cli._large import Large, PathOrUrl, large_options
from kkrconsult.cli._options import assessed, at_option, language_option, plugin_options, reading_options
from kkrconsult.cli._progress import progress
from kkrconsult.cli._status import INCOMPLETE, OK, finished, written
from kkrconsult.cli._themes import THEME_FORMATS, with_history
from kkrconsult.cli._using import Using
from kkrconsult.texts import word

__all__ = ["check", "sidecar", "status", "themes"]


def _report(round_id: str, inbox: str, at: dt.datetime | None, lang: str, using: Using, large: Large) -> kc.Report:
    registry = using.registry(round_id)
    if large.takes(inbox):
        return large.report(using, round_id, inbox, at, registry, lang)
    return using.report(round_id, inbox, at, registry)


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=PathOrUrl(exists=True))
@at_option
@language_option
@plugin_options
@reading_options
@assessed
@large_options
def status(round_id: str, inbox: str, at: dt.datetime | None, lang: str, using: Using, large: Large) -> int:
    """Show who has answered, who has not, and what is due when."""
    report = _report(round_id, inbox, at, lang, using, large)
    click.echo(_show.status(report, lang))
    return written(report, lang, using)


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=PathOrUrl(exists=True))
@at_option
@click.option(
    "--format", "form", type=click.Choice(sorted(FORMATS)), default="text", show_default=True, help="How to print."
)
@language_option
@plugin_options
@reading_options
@assessed
@large_options
def check(round_id: str, inbox: str, at: dt.datetime | None, form: str, lang: str, using: Using, large: Large) -> int:
    """Check the answers against what the round demands.

    With --jobs or --cluster --format jsonl prints all findings as they are found, in the order of the files; without
    them, and in the other formats, the gravest come first, and of each code at most a thousand.
    """
    if form == "jsonl" and large.takes(inbox):
        registry = using.registry(round_id)
        codes = registry.codes

        def told(finding: kc.Finding) -> None:
            sys.stdout.write(f"{line_of(codes, finding, lang)}\n")

        return finished(large.report(using, round_id, inbox, at, registry, lang, findings=told))
    report = _report(round_id, inbox, at, lang, using, large)
    click.echo(FORMATS[form](report, lang))
    return finished(report)


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True))
@at_option
@click.option("--grouper", metavar="NAME", help="Group with this one, such as shared-words, instead of the round's.")
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(THEME_FORMATS)),
    default="text",
    show_default=True,
    help="How to print; toml: as [[themes]] for the round file.",
)
@click.option("--history", is_flag=True, help="Show where each theme comes from, instead of its proposals.")
@click.option(
    "--at-least",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many parties make a theme a candidate for a new track; default: what the round says.",
)
@language_option
@plugin_options
@reading_options
def themes(
    round_id: str,
    inbox: str,
    at: dt.datetime | None,
    grouper: str | None,
    form: str,
    at_least: int | None,
    lang: str,
    using: Using,
    *,
    history: bool,
) -> int:
    """Show which supplementary themes belong together, and why.

    Those that most parties propose come first; last stands which of them may become a new track.
    """
    if history and form != "text":
        raise click.UsageError("--history is for text; --format json has all that it tells")
    report = using.report(round_id, inbox, at, using.registry(round_id), grouper)
    click.echo(with_history(report, lang, at_least) if history else THEME_FORMATS[form](report, lang, at_least))
    return OK if report.complete else INCOMPLETE


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True))
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="File; default: in the inbox.")
@plugin_options
def sidecar(round_id: str, inbox: str, output: Path | None, using: Using) -> None:
    """Write an inbox.toml to fill in.

    It has a table for each file whose sender or moment of receipt is not known. One that is there is never overwritten.
    """
    from kkrconsult.recognition import SIDECAR_NAME, sidecar_stub

    registry = using.registry(round_id)
    round_ = using.round(round_id, registry)
    folder = Path(inbox)
    if output is None and not folder.is_dir():
        raise click.UsageError(f"{inbox} is no folder; say with -o where {SIDECAR_NAME} is to be")
    target = output or folder / SIDECAR_NAME
    with progress(word("cli.reading")) as told:
        came_in = kc.read_inbox(inbox, round_, registry=registry, progress=told)
    create(target, sidecar_stub(came_in))
