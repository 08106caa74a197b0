"""The command line as a whole.

Exit status: 0 nothing at error level, 1 findings at error level, 2 wrong usage or configuration, 3 incomplete.
Results go to standard output; progress and warnings to standard error.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
from collections.abc import Sequence

import click

import kkrconsult as kc
from kkrconsult.cli import _answers, _documents, _installed, _plugin, _rounds
from kkrconsult.cli._status import INCOMPLETE, OK, USAGE

__all__ = ["run"]


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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kc.__version__, prog_name="kkrconsult")
@click.pass_context
def app(context: click.Context) -> None:
    """Consultation rounds (høringer): who answered, what they said, and a høringsnotat.

    ROUND is the id of a shipped round or the path of a round file. INBOX is a file, a folder or a zip archive.
    """
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        context.color = False


for _group in (_rounds, _answers, _documents, _installed, _plugin):
    for _command in _group.COMMANDS:
        app.add_command(_command)
