"""How far a command has come, for somebody who waits at a terminal."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click

__all__ = ["progress"]


@contextlib.contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give what tells how many files are done, of how many; None where nobody looks, such as in a nightly job.

    Args:
        label: What is being done.

    The bar goes to standard error, so that it is in no result.
    """
    if not sys.stderr.isatty():
        yield None
        return
    with contextlib.ExitStack() as stack:
        bar: Any = None

        def told(done: int, of: int) -> None:
            nonlocal bar
            if bar is None:
                bar = stack.enter_context(
                    click.progressbar(length=of, label=label, show_pos=True, width=24, file=sys.stderr)
                )
            # E-mails bring files of their own.
            bar.length = of
            bar.update(done - bar.pos)

        yield told
