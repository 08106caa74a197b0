"""The commands.

Exit status: 0 nothing at error level, 1 findings at error level, 2 wrong usage or configuration, 3 incomplete.
Results go to standard output; progress and warnings to standard error.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import functools
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import attrs
import click

import kkrconsult as kc
from kkrconsult.cli import _history, _listing, _show
from kkrconsult.cli._assessments import assessments_option, on_assessments
from kkrconsult.cli._formats import FORMATS
from kkrconsult.cli._progress import progress
from kkrconsult.cli._set import SetWriter, listed
from kkrconsult.cli._themes import THEME_FORMATS, with_history
from kkrconsult.texts import languages, word
from kkrconsult.timeline import zone_of

__all__ = ["run"]

F = TypeVar("F", bound=Callable[..., Any])

OK, FOUND, USAGE, INCOMPLETE = 0, 1, 2, 3


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit status. No traceback ever reaches a user."""
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING, stream=sys.stderr)
    sink = sys.stdout
    try:
        status = app.main(args=list(arguments), prog_name="kkrconsult", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else OK
    except SystemExit:
        # Click ends the program itself when the reader of a pipe, such as head, has seen enough, and replaces the sink.
        if sys.stdout is not sink:
            return OK
        raise
    except click.ClickException as error:
        error.show(sys.stderr)
        return USAGE
    except click.Abort:
        click.echo("stopped", err=True)
        return 130
    except kc.KkrconsultError as error:
        click.echo(f"kkrconsult: {error}", err=True)
        return USAGE
    except OSError as error:
        # What is still in the buffer cannot be written either, and Python would say so again at its end.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno == errno.EPIPE:
            return OK
        click.echo(f"kkrconsult: the output cannot be written: {error.strerror or error}", err=True)
        return INCOMPLETE


def _language(function: F) -> F:
    return click.option("--lang", type=click.Choice(languages()), default="da", show_default=True, help="Language.")(
        function
    )


def _documents_language(exporter: str, registry: kc.Registry) -> dict[str, object]:
    """The option of an exporter for the language that the user asked for by name; what a round file says stays else."""
    context = click.get_current_context()
    if context.get_parameter_source("lang") is click.core.ParameterSource.DEFAULT:
        return {}
    own = [entry.spec.options for entry in registry.exporters if entry.name == exporter]
    taken = any("language" in _listing.option_names(options) for options in own)
    return {"language": context.params["lang"]} if taken else {}


def _moment(_context: click.Context, _option: click.Parameter, value: str | None) -> dt.datetime | None:
    if value is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(value)
        if len(value) == len("2020-12-15"):
            # As with deadlines, a day alone is meant with all its hours.
            moment = dt.datetime.combine(moment.date(), dt.time(23, 59, 59))
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a moment; write it as 2020-12-15T10:00") from None
    return moment


def _at(function: F) -> F:
    return click.option(
        "--at",
        metavar="MOMENT",
        callback=_moment,
        help="As of then: 2020-12-15T10:00, or a day for its end; default: now.",
    )(function)


def _as_json(function: F) -> F:
    return click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
    )(function)


@attrs.frozen(kw_only=True)
class _Using:
    """Which plugins a command works with, as its options say."""

    disabled: tuple[str, ...]
    strict: bool
    local: bool
    file_times: bool = False
    count_pages: bool = False
    assessments: tuple[str, ...] = ()

    def registry(self, round_id: str | None = None) -> kc.Registry:
        """Load the plugins; those beside a round file only where the caller allows them."""
        from kkrconsult.rounds import local_plugins

        files = local_plugins(round_id) if self.local and round_id is not None else ()
        return kc.load_plugins(disabled=self.disabled, strict=self.strict, local=files)

    def round(self, round_id: str, registry: kc.Registry) -> kc.Round:
        """Load a round."""
        return kc.load_round(round_id, registry=registry, allow_local_plugins=self.local)

    def report(
        self,
        round_id: str,
        inbox: str,
        at: dt.datetime | None,
        registry: kc.Registry,
        grouper: str | None = None,
        book: kc.AssessmentBook | None = None,
    ) -> kc.Report:
        """Load, read and check, with another grouper than the round's if one is named."""
        round_ = self.round(round_id, registry)
        book = self.book(round_) if book is None else book
        if grouper is not None:
            own = round_.settings.groupers.get(grouper, kc.FrozenMap())
            settings = attrs.evolve(round_.settings, groupers=kc.FrozenMap({grouper: own}))
            round_ = attrs.evolve(round_, settings=settings)
        with progress(word("cli.reading")) as told:
            came_in = kc.read_inbox(
                inbox,
                round_,
                registry=registry,
                progress=told,
                file_times=self.file_times,
                count_pages=self.count_pages,
            )
        return kc.check(round_, came_in, at=_aware(at, round_), assessments=book, registry=registry, strict=self.strict)

    def book(self, round_: kc.Round) -> kc.AssessmentBook:
        """Read the sheets that were named."""
        return kc.merge_assessments(*(kc.read_assessments(file, round_) for file in self.assessments))


def _using(function: F) -> F:
    """Give a command the options on plugins; it gets them as ``using``."""

    @click.option("--disable", multiple=True, metavar="NAME", help="Leave out a plugin, or validator:NAME and such.")
    @click.option("--strict", is_flag=True, help="Stop at a plugin that fails, instead of going on without it.")
    @click.option("--allow-local-plugins", "local", is_flag=True, help="Run the Python files that a round file names.")
    @functools.wraps(function)
    def command(disable: tuple[str, ...], *, strict: bool, local: bool, **rest: Any) -> Any:
        return function(using=_Using(disabled=disable, strict=strict, local=local), **rest)

    return cast("F", command)


def _reading(function: F) -> F:
    """Give a command that reads an inbox the options on how; for above `_using`."""

    @click.option(
        "--file-times", is_flag=True, help="Take a file's time of change for when it came, where nothing tells."
    )
    @click.option(
        "--count-pages", is_flag=True, help="Have LibreOffice count the pages of Word and OpenDocument files."
    )
    @functools.wraps(function)
    def command(using: _Using, *, file_times: bool, count_pages: bool, **rest: Any) -> Any:
        return function(using=attrs.evolve(using, file_times=file_times, count_pages=count_pages), **rest)

    return cast("F", command)


def _assessed(function: F) -> F:
    """Give a command that reads an inbox the sheets in which its points were assessed; for above `_using`."""

    @assessments_option
    @functools.wraps(function)
    def command(using: _Using, *, assessments: tuple[str, ...], **rest: Any) -> Any:
        return function(using=attrs.evolve(using, assessments=assessments), **rest)

    return cast("F", command)


def _aware(moment: dt.datetime | None, round_: kc.Round) -> dt.datetime:
    """The moment that is meant: a local one is local to the round's zone."""
    if moment is None:
        return dt.datetime.now(zone_of(round_.timezone))
    if moment.tzinfo is not None:
        return moment
    from kkrconsult.calendar_ import resolve_local

    try:
        return resolve_local(moment, round_.timezone)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--at") from None


def _status(report: kc.Report) -> int:
    if not report.complete:
        return INCOMPLETE
    return OK if report.valid else FOUND


def _written(report: kc.Report, language: str, using: _Using) -> int:
    """The status of a command that wrote what was asked for; what is wrong with the sheets it says on the side."""
    for line in on_assessments(report, language, using.assessments):
        click.echo(line, err=True)
    if not report.complete:
        return INCOMPLETE
    return FOUND if report.counts.get("assessment.conflict") else OK


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kc.__version__, prog_name="kkrconsult")
@click.pass_context
def app(context: click.Context) -> None:
    """Consultation rounds (høringer): who answered, what they said, and a høringsnotat.

    ROUND is the id of a shipped round or the path of a round file. INBOX is a file, a folder or a zip archive.
    """
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        context.color = False


@app.command()
@_as_json
@_language
@_using
def rounds(form: str, lang: str, using: _Using) -> None:
    """List the rounds that are shipped and installed."""
    _listing.rounds(using.registry(), form, lang)


@app.command()
@click.argument("round_id", metavar="ROUND")
@_language
@_using
def show(round_id: str, lang: str, using: _Using) -> None:
    """Show a round: timeline, tracks, parties, demands."""
    click.echo(_show.round_(using.round(round_id, using.registry(round_id)), lang))


@app.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--region",
    required=True,
    metavar="ID",
    help="Id of the KKR, such as midtjylland; a wrong one gets the list of all.",
)
@_language
def new(file: Path, region: str, lang: str) -> None:
    """Write a commented round file to fill in."""
    from kkrconsult.config import new_round_file
    from kkrconsult.rounds import known_from

    today = dt.date.today()  # noqa: DTZ011 - a day in the user's own zone
    text = new_round_file(region, today=today, language=lang, known=known_from(kc.load_plugins()))
    _create(file, text)


@app.command()
@click.argument("round_id", metavar="ROUND")
@click.option("-o", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@_language
@_using
def form(round_id: str, file: Path, lang: str, using: _Using) -> None:
    """Write the answer form to send to the parties.

    The ending of the file says for which program: .docx, .odt, .md or .html.
    """
    from kkrconsult.exporting import whole_file
    from kkrconsult.forms import write_form

    round_ = using.round(round_id, using.registry(round_id))
    with whole_file(file) as sink:
        write_form(round_, sink, file.suffix.lower(), language=lang)
    click.echo(f"{file}")


@app.command()
@_using
def schema(using: _Using) -> None:
    """Print the JSON Schema of a round file, for editors."""
    from kkrconsult.config import round_schema
    from kkrconsult.rounds import known_from

    click.echo(json.dumps(round_schema(known_from(using.registry())), ensure_ascii=False, indent=2))


@app.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True))
@_at
@_language
@_using
@_reading
@_assessed
def status(round_id: str, inbox: str, at: dt.datetime | None, lang: str, using: _Using) -> int:
    """Show who has answered, who has not, and what is due when."""
    report = using.report(round_id, inbox, at, using.registry(round_id))
    click.echo(_show.status(report, lang))
    return _written(report, lang, using)


@app.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True))
@_at
@click.option(
    "--format", "form", type=click.Choice(sorted(FORMATS)), default="text", show_default=True, help="How to print."
)
@_language
@_using
@_reading
@_assessed
def check(round_id: str, inbox: str, at: dt.datetime | None, form: str, lang: str, using: _Using) -> int:
    """Check the answers against what the round demands."""
    report = using.report(round_id, inbox, at, using.registry(round_id))
    click.echo(FORMATS[form](report, lang))
    return _status(report)


@app.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True))
@_at
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
@_language
@_using
@_reading
def themes(
    round_id: str,
    inbox: str,
    at: dt.datetime | None,
    grouper: str | None,
    form: str,
    at_least: int | None,
    lang: str,
    using: _Using,
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


@app.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True), required=False)
@click.option(
    "-o", "output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Round file to write."
)
@_at
@_language
@_using
@_reading
def adopt(round_id: str, inbox: str | None, output: Path, at: dt.datetime | None, lang: str, using: _Using) -> int:
    """Write the round file with the tracks that the round ended with.

    Which those are stands in its [outcome]; which themes became one of them, in its [[themes]]. With INBOX their
    history tells who proposed what. Comments of the file are not kept, and a file that is there is never overwritten.
    """
    from kkrconsult.config import dump_plugins, dump_round

    registry = using.registry(round_id)
    report = using.report(round_id, inbox, at, registry) if inbox is not None else None
    adopted = kc.adopt(report.round if report is not None else using.round(round_id, registry), report)
    click.echo(_history.tracks(adopted, lang))
    click.echo("")
    _create(output, dump_round(adopted) + dump_plugins(_local(round_id, output)))
    return OK if report is None or report.complete else INCOMPLETE


def _local(round_id: str, output: Path) -> list[str]:
    """The Python files that a round file names, as seen from another."""
    from kkrconsult.rounds import local_plugins

    folder = output.resolve().parent
    return [os.path.relpath(file, folder).replace(os.sep, "/") for file in local_plugins(round_id)]


@app.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True))
@click.option("-o", "output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@_at
@_language
@_using
@_reading
@_assessed
def assess(round_id: str, inbox: str, output: Path, at: dt.datetime | None, lang: str, using: _Using) -> int:
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
    return _written(report, lang, using)


@app.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True))
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="File; default: in the inbox.")
@_using
def sidecar(round_id: str, inbox: str, output: Path | None, using: _Using) -> None:
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
    _create(target, sidecar_stub(came_in))


def _create(file: Path, text: str) -> None:
    """Write a file that is not there yet, and say so."""
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise click.UsageError(f"{file} is there already; choose another name") from None
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}") from None
    click.echo(f"{file}")


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


@app.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True))
@click.argument("exporter")
@click.option("-o", "output", required=True, type=click.Path(dir_okay=False), help="File; - for standard output.")
@click.option("--audience", type=click.Choice(["public", "internal"]), help="For whom; default: internal.")
@click.option(
    "--format", "form", metavar="ENDING", help="Format, such as docx, where the file's ending does not say it."
)
@click.option("--option", "options", multiple=True, callback=_options, metavar="KEY=VALUE", help="Exporter's option.")
@_at
@_language
@_using
@_reading
@_assessed
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
    using: _Using,
) -> int:
    """Write one document."""
    registry = using.registry(round_id)
    report = using.report(round_id, inbox, at, registry)
    options = {**_documents_language(exporter, registry), **options}
    target = sys.stdout.buffer if output == "-" else output
    kc.export(report, exporter, target, audience=audience, options=options, format=form, registry=registry)
    if output != "-":
        click.echo(output)
    return _written(report, lang, using)


@app.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("inbox", type=click.Path(exists=True))
@click.option("-o", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder.")
@click.option("--audience", type=click.Choice(["public", "internal"]), help="For whom; default: internal.")
@_at
@_language
@_using
@_reading
@_assessed
def report(
    round_id: str,
    inbox: str,
    folder: Path,
    audience: str | None,
    at: dt.datetime | None,
    lang: str,
    using: _Using,
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
        options=lambda exporter: _documents_language(exporter, registry),
    )
    written, failed = [], False
    with progress(word("cli.writing", lang)) as told:
        outcomes = list(writer.write(told))
    for name, problem in outcomes:
        if problem is None:
            written.append(name)
            continue
        # Whoever installed the command alone gets all the rest.
        failed |= not isinstance(problem, kc.MissingExtraError)
        click.echo(f"{name} was left out: {problem}", err=True)
    click.echo(_show.overview(result, lang))
    click.echo("")
    if audience != "public":
        click.echo(word("cli.internal", lang))
    click.echo(listed(folder, written, lang))
    return max(_written(result, lang, using), INCOMPLETE if failed else OK)


@app.command()
@_as_json
@click.option("--explain", "steps", is_flag=True, help="Show every step, and why a plugin is not there.")
@_using
def plugins(form: str, using: _Using, *, steps: bool) -> int:
    """List the plugins, what each gives, and those that failed."""
    registry = using.registry()
    _listing.plugins(registry, form, steps=steps)
    return INCOMPLETE if registry.failures else OK


@app.command()
@_as_json
@_language
@_using
def validators(form: str, lang: str, using: _Using) -> None:
    """List the validators."""
    _listing.records(using.registry().validators, form, lang)


@app.command()
@_as_json
@_language
@_using
def exporters(form: str, lang: str, using: _Using) -> None:
    """List the exporters."""
    _listing.records(using.registry().exporters, form, lang)


@app.command()
@_as_json
@_language
@_using
def readers(form: str, lang: str, using: _Using) -> None:
    """List the readers."""
    _listing.records(using.registry().readers, form, lang)


@app.command()
@_as_json
@_language
@_using
def codes(form: str, lang: str, using: _Using) -> None:
    """List every code that a finding may have."""
    _listing.codes(using.registry(), form, lang)


@app.command()
@click.argument("name", metavar="CODE|VALIDATOR")
@_language
@_using
def explain(name: str, lang: str, using: _Using) -> None:
    """Say what a code or a validator means.

    Also why it matters, and how to mend what it finds.
    """
    click.echo(_listing.explain(using.registry(), name, lang))
