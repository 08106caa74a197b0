"""Commands on what is installed: plugins, and what they give."""

from __future__ import annotations

import click

from kkrconsult.cli import _listing, _steps
from kkrconsult.cli._options import format_option, language_option, registry_options
from kkrconsult.cli._status import INCOMPLETE, OK
from kkrconsult.cli._using import Using

__all__ = ["codes", "explain", "exporters", "plugins", "readers", "validators"]


@click.command()
@format_option
@click.option(
    "--explain",
    "name",
    is_flag=False,
    flag_value=_steps.EVERY,
    metavar="[NAME]",
    help="Show every step, and why a plugin is not there; with NAME of that plugin, distribution or record alone.",
)
@click.option("--traceback", is_flag=True, help="With --explain: also where an exception came from.")
@registry_options
def plugins(form: str, name: str | None, using: Using, *, traceback: bool) -> int:
    """List the plugins, what each gives, and those that failed."""
    if traceback and name is None:
        raise click.UsageError("--traceback is for --explain")
    registry = using.registry()
    if name is not None:
        return OK if _steps.steps(registry, form, name, using.words, traceback=traceback) else INCOMPLETE
    _listing.plugins(registry, form)
    return INCOMPLETE if registry.failures else OK


@click.command()
@format_option
@language_option
@registry_options
def validators(form: str, lang: str, using: Using) -> None:
    """List the validators."""
    _listing.records(using.registry().validators, form, lang)


@click.command()
@format_option
@language_option
@registry_options
def exporters(form: str, lang: str, using: Using) -> None:
    """List the exporters."""
    _listing.records(using.registry().exporters, form, lang)


@click.command()
@format_option
@language_option
@registry_options
def readers(form: str, lang: str, using: Using) -> None:
    """List the readers."""
    registry = using.registry()
    _listing.records(registry.readers, form, lang)
    if form == "text":
        _listing.shared_suffixes(registry, lang)


@click.command()
@format_option
@language_option
@registry_options
def codes(form: str, lang: str, using: Using) -> None:
    """List every code that a finding may have."""
    _listing.codes(using.registry(), form, lang)


@click.command()
@click.argument("name", metavar="CODE|VALIDATOR")
@language_option
@registry_options
def explain(name: str, lang: str, using: Using) -> None:
    """Say what a code or a validator means.

    Also why it matters, and how to mend what it finds.
    """
    click.echo(_listing.explain(using.registry(), name, lang))
