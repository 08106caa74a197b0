"""Options that several commands have."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs
import click

from kkrconsult.cli._assessments import assessments_option
from kkrconsult.cli._using import Using

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = [
    "assessed",
    "at_option",
    "format_option",
    "language_option",
    "plugin_options",
    "reading_options",
    "registry_options",
]

F = TypeVar("F", bound=Callable[..., Any])


class _Language(click.ParamType):  # type: ignore[type-arg]
    """One of the languages that there are. Danish always is, so nothing is looked up for it."""

    # Without an argument for its own type, which older versions of click do not take.

    name = "choice"

    @property
    def _choice(self) -> click.Choice[str]:
        from kkrconsult.texts import languages

        return click.Choice(languages())

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if value == "da" else self._choice.convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str | None:
        # Older versions of click give no context, and take none.
        given: list[Any] = [param] if ctx is None else [param, ctx]
        return self._choice.get_metavar(*given)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return self._choice.shell_complete(ctx, param, incomplete)


def language_option(function: F) -> F:
    return click.option("--lang", type=_Language(), default="da", show_default=True, help="Language.")(function)


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


def at_option(function: F) -> F:
    return click.option(
        "--at",
        metavar="MOMENT",
        callback=_moment,
        help="As of then: 2020-12-15T10:00, or a day for its end; default: now.",
    )(function)


def format_option(function: F) -> F:
    return click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
    )(function)


def _python_files(_context: click.Context, _option: click.Parameter, files: tuple[Path, ...]) -> tuple[Path, ...]:
    for file in files:
        if file.is_dir():
            raise click.BadParameter(f"{file} is a folder; name one file of it, or install it: pip install -e {file}")
        if not file.is_file():
            raise click.BadParameter(f"there is no file {file}; installed plugins need no --plugin")
        if file.suffix != ".py":
            raise click.BadParameter(f"{file} is no Python file; its name must end with .py")
    return files


def registry_options(function: F) -> F:
    """Give a command without a round the options on plugins; it gets them as ``using``."""

    @click.option("--disable", multiple=True, metavar="NAME", help="Leave out a plugin, or validator:NAME and such.")
    @click.option(
        "--plugin",
        "files",
        multiple=True,
        type=click.Path(path_type=Path),
        callback=_python_files,
        metavar="FILE",
        help="Run a Python file as a plugin; may be given several times.",
    )
    @click.option("--strict", is_flag=True, help="Stop at a plugin that fails, instead of going on without it.")
    @functools.wraps(function)
    def command(disable: tuple[str, ...], files: tuple[Path, ...], *, strict: bool, **rest: Any) -> Any:
        return function(using=Using(disabled=disable, strict=strict, local=False, files=files), **rest)

    return cast("F", command)


def plugin_options(function: F) -> F:
    """Give a command on a round the options on plugins; it gets them as ``using``."""

    @registry_options
    @click.option("--allow-local-plugins", "local", is_flag=True, help="Run the Python files that a round file names.")
    @functools.wraps(function)
    def command(using: Using, *, local: bool, **rest: Any) -> Any:
        return function(using=attrs.evolve(using, local=local), **rest)

    return cast("F", command)


def reading_options(function: F) -> F:
    """Give a command that reads an inbox the options on how; for above `plugin_options`."""

    @click.option(
        "--file-times", is_flag=True, help="Take a file's time of change for when it came, where nothing tells."
    )
    @click.option(
        "--count-pages", is_flag=True, help="Have LibreOffice count the pages of Word and OpenDocument files."
    )
    @functools.wraps(function)
    def command(using: Using, *, file_times: bool, count_pages: bool, **rest: Any) -> Any:
        return function(using=attrs.evolve(using, file_times=file_times, count_pages=count_pages), **rest)

    return cast("F", command)


def assessed(function: F) -> F:
    """Give a command that reads an inbox the sheets in which its points were assessed; for above `plugin_options`."""

    @assessments_option
    @functools.wraps(function)
    def command(using: Using, *, assessments: tuple[str, ...], **rest: Any) -> Any:
        return function(using=attrs.evolve(using, assessments=assessments), **rest)

    return cast("F", command)
