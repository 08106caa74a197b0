"""Files that a command makes and never overwrites."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["create"]


def create(file: Path, text: str) -> None:
    """Write a file that is not there yet, and say so."""
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise click.UsageError(f"{file} is there already; choose another name") from None
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}") from None
    click.echo(f"{file}")
