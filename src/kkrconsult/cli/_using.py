"""What a command works with: plugins, a round, an inbox and sheets, as its options say."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

import kkrconsult as kc
from kkrconsult.cli._progress import progress

if TYPE_CHECKING:
    from kkrconsult.plugins.registry import RecordKind

__all__ = ["Using", "aware"]


@attrs.frozen(kw_only=True)
class Using:
    """Which plugins a command works with, as its options say."""

    disabled: tuple[str, ...]
    strict: bool
    local: bool
    files: tuple[Path, ...] = ()
    file_times: bool = False
    count_pages: bool = False
    assessments: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the command line that say which plugins."""
        named = [("--plugin", str(file)) for file in self.files]
        named += [("--disable", name) for name in self.disabled]
        return tuple(part for pair in named for part in pair)

    def registry(self, round_id: str | None = None, kind: RecordKind | None = None) -> kc.Registry:
        """Load the plugins: the files that were named, and those beside a round file where the caller allows them."""
        if kind is None:
            import logging

            # What the engine and plugins have to say; who lists records of one kind runs none of them.
            logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING, stream=sys.stderr)
        beside: Iterable[str | PathLike[str]] = ()
        if self.local and round_id is not None:
            from kkrconsult.rounds import local_plugins

            beside = local_plugins(round_id)
        # One that the caller names and the round file as well is one plugin.
        files = {Path(file).resolve(): file for file in (*beside, *self.files)}
        return kc.load_plugins(disabled=self.disabled, strict=self.strict, local=files.values(), kind=kind)

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
        from kkrconsult.texts import word

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
        return kc.check(round_, came_in, at=aware(at, round_), assessments=book, registry=registry, strict=self.strict)

    def book(self, round_: kc.Round) -> kc.AssessmentBook:
        """Read the sheets that were named."""
        return kc.merge_assessments(*(kc.read_assessments(file, round_) for file in self.assessments))


def aware(moment: dt.datetime | None, round_: kc.Round) -> dt.datetime:
    """The moment that is meant: a local one is local to the round's zone."""
    from kkrconsult.timeline import zone_of

    if moment is None:
        return dt.datetime.now(zone_of(round_.timezone))
    if moment.tzinfo is not None:
        return moment
    from kkrconsult.calendar_ import resolve_local

    try:
        return resolve_local(moment, round_.timezone)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--at") from None
