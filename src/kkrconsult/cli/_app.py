"""The command line as a whole.

Exit status: 0 nothing at error level, 1 findings at error level, 2 wrong usage or configuration, 3 incomplete.
Results go to standard output; progress and warnings to standard error.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Sequence

import click

import kkrconsult as kc
from kkrconsult.cli._status import INCOMPLETE, OK, USAGE

__all__ = ["run"]

# What each module of commands has, with what the overview says of it: an overview, or one command, loads no others.
_COMMANDS = {
    "_rounds": {
        "adopt": "Write the round file with the tracks that the round ended...",
        "form": "Write the answer form to send to the parties.",
        "new": "Write a commented round file to fill in.",
        "rounds": "List the rounds that are shipped and installed.",
        "schema": "Print the JSON Schema of a round file, for editors.",
        "show": "Show a round: timeline, tracks, parties, demands.",
    },
    "_answers": {
        "check": "Check the answers against what the round demands.",
        "sidecar": "Write an inbox.toml to fill in.",
        "status": "Show who has answered, who has not, and what is due when.",
        "themes": "Show which supplementary themes belong together, and why.",
    },
    "_documents": {
        "assess": "Write the sheet in which the points are assessed.",
        "export": "Write one document.",
        "report": "Write all documents into a folder.",
    },
    "_installed": {
        "codes": "List every code that a finding may have.",
        "explain": "Say what a code or a validator means.",
        "exporters": "List the exporters.",
        "plugins": "List the plugins, what each gives, and those that failed.",
        "readers": "List the readers.",
        "validators": "List the validators.",
    },
    "_plugin": {"plugin": "Make plugins."},
}


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit status. No traceback ever reaches a user."""
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


class _Commands(click.Group):
    """The commands, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(name for names in _COMMANDS.values() for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        from importlib import import_module

        for module, names in _COMMANDS.items():
            if cmd_name in names:
                found = getattr(import_module(f"kkrconsult.cli.{module}"), cmd_name)
                return found if isinstance(found, click.Command) else None
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(sorted(pair for names in _COMMANDS.values() for pair in names.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kc.__version__, prog_name="kkrconsult")
@click.pass_context
def app(context: click.Context) -> None:
    """Consultation rounds (høringer): who answered, what they said, and a høringsnotat.

    ROUND is the id of a shipped round or the path of a round file. INBOX is a file, a folder or a zip archive.
    """
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        context.color = False
