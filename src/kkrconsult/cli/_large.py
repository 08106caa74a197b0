"""The options for inboxes that are too large to be had in memory: files of JSON Lines, checked in parts."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, cast

import attrs
import click

import kkrconsult as kc
from kkrconsult.cli._using import Using, aware
from kkrconsult.texts import word

__all__ = ["Large", "PathOrUrl", "files_of", "large_options"]

F = TypeVar("F", bound=Callable[..., Any])

_ENDINGS = (".jsonl", ".ndjson")


class PathOrUrl(click.Path):
    """The path of something that is there, or a URL."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Leave a URL as it is: whether something is there is seen when it is read."""
        from kkrconsult.intake import is_url

        return value if isinstance(value, str) and is_url(value) else super().convert(value, param, ctx)


@attrs.frozen(kw_only=True)
class Large:
    """How a large inbox is checked, if it is one."""

    jobs: int | None = None
    cluster: str | None = None

    def takes(self, inbox: str) -> bool:
        """Whether the inbox is a large one: the user says so, or it is at a URL."""
        from kkrconsult.intake import is_url

        return self.jobs is not None or self.cluster is not None or is_url(inbox)

    def report(
        self,
        using: Using,
        round_id: str,
        inbox: str,
        at: dt.datetime | None,
        registry: kc.Registry,
        language: str,
        *,
        keep_themes: bool = False,
        findings: Callable[[kc.Finding], object] | None = None,
    ) -> kc.Report:
        """Check the files in parts."""
        from kkrconsult.parallel import connected

        if using.file_times or using.count_pages:
            raise click.UsageError("--file-times and --count-pages are for files of other kinds than JSON Lines")
        round_ = using.round(round_id, registry)
        files = files_of(inbox)
        with connected(self.cluster) as client, _told(word("cli.checking", language), language) as told:
            return kc.check_files(
                round_,
                files,
                at=aware(at, round_),
                assessments=using.book(round_),
                registry=registry,
                keep_themes=keep_themes,
                strict=using.strict,
                jobs=self.jobs,
                client=client,
                progress=told,
                findings=findings,
            )


def large_options(function: F) -> F:
    """Give a command the options; it gets them as ``large``."""

    @click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="INBOX is large (.jsonl, or a URL of it): check it in parts, N processes at a time, not all in memory.",
    )
    @click.option("--cluster", metavar="ADDRESS", help="The same on a Dask cluster: the address of its scheduler.")
    @functools.wraps(function)
    def command(jobs: int | None, cluster: str | None, **rest: Any) -> Any:
        return function(large=Large(jobs=jobs, cluster=cluster), **rest)

    return cast("F", command)


def files_of(inbox: str) -> list[str]:
    """The files of a large inbox, in the order of their names.

    Raises:
        UsageError: There is something else among them: nothing is passed over in silence.
    """
    from kkrconsult.intake import is_url, name_of, shown

    found, folder = [inbox], Path(inbox)
    if not is_url(inbox) and folder.is_dir():
        found = [str(path) for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    other = [path for path in found if not name_of(path).lower().endswith(_ENDINGS)]
    if other and is_url(inbox):
        raise click.UsageError(f"{shown(inbox)} is not JSON Lines (.jsonl), which is all that is read from a URL")
    if other:
        raise click.UsageError(
            f"{other[0]} is not JSON Lines (.jsonl); leave out --jobs and --cluster to read all files"
        )
    if not found:
        raise click.UsageError(f"{inbox} holds no file of JSON Lines (.jsonl)")
    return found


@contextlib.contextmanager
def _told(label: str, language: str) -> Iterator[Callable[[int, int, int], None] | None]:
    """Give what tells how far it is, at what rate, and how long it takes still; None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        bar: Any = None

        def told(done: int, of: int, answers: int) -> None:
            nonlocal bar
            if bar is None:
                bar = stack.enter_context(
                    click.progressbar(
                        length=of, label=label, show_eta=True, width=24, file=sys.stderr, item_show_func=str
                    )
                )
            rate = round(answers / max(time.monotonic() - began, 0.001))
            bar.update(done - bar.pos, word("cli.rate", language, answers=answers, rate=rate))

        yield told
