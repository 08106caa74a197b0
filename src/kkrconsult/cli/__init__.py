"""The command line (extra ``cli``): thin, every command is a few calls of the public API."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line, and say which extra is missing where it cannot."""
    try:
        import click  # noqa: F401
    except ModuleNotFoundError:
        print('The kkrconsult command needs an extra: pip install "kkrconsult[cli]"', file=sys.stderr)
        raise SystemExit(2) from None
    from kkrconsult.cli._app import run

    raise SystemExit(run(sys.argv[1:]))
