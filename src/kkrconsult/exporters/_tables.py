"""What the exporters of tables share: one table for spreadsheets and programs, one document to read and print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, BinaryIO, Protocol, TypeVar

import attrs

from kkrconsult.errors import DataError, Problem, bounded
from kkrconsult.exporters._notat_top import warnings
from kkrconsult.exporters._notat_words import Words
from kkrconsult.model import Response
from kkrconsult.paper import Cell, Paper, Table
from kkrconsult.plugins import ExporterSpec, GivenFiles
from kkrconsult.rendering import FORMATS, MEDIA_TYPES, render
from kkrconsult.rendering.text_table import Profile, write_table
from kkrconsult.rendering.workbook import MEDIA_TYPE, Sheet, write_workbook
from kkrconsult.report import Report
from kkrconsult.texts import languages

__all__ = ["Streamed", "check_columns", "check_language", "given_template", "refuse_all", "specs"]

_CSV, _XLSX = ".csv", ".xlsx"


class _Options(Protocol):
    @property
    def language(self) -> str: ...
    @property
    def profile(self) -> Profile: ...


O = TypeVar("O", bound=_Options)  # noqa: E741 - the options of an exporter


@attrs.frozen(kw_only=True)
class Streamed:
    """A table whose rows are made as they are asked for."""

    head: Table
    """What it is but for its rows."""
    rows: Callable[[], Iterable[tuple[Cell, ...]]]
    """Makes the rows anew each time."""
    count: int
    """How many there are."""

    @classmethod
    def of(cls, table: Table) -> Streamed:
        """A table that is there."""
        return cls(head=attrs.evolve(table, rows=()), rows=lambda: table.rows, count=len(table.rows))


_Rows = Callable[[Report, Sequence[Response], Any], Streamed]


def specs(
    name: str,
    options: type[O],
    *,
    table: Callable[[Report, O], Table] | None = None,
    rows: Callable[[Report, Sequence[Response], O], Streamed] | None = None,
    paper: Callable[[Report, O], Paper],
    title: Callable[[Report, Words], str],
    summary: Mapping[str, str],
    suffixes: tuple[str, ...],
) -> tuple[ExporterSpec[O], ...]:
    """The exporters of one table, one a format.

    Args:
        name: Name of the exporter.
        options: Its options; ``template`` among them.
        table: Makes the table that spreadsheets and programs get, where it must have all responses at once.
        rows: Makes it of responses that may be beside the report.
        paper: Makes the document that is read and printed.
        title: What it is called.
        summary: What it writes, by language.
        suffixes: The formats.
    """

    def spec(suffix: str) -> ExporterSpec[O]:
        stream = partial(_stream, rows or partial(_at_once, table), title, suffix)
        return ExporterSpec(
            name=name,
            suffix=suffix,
            media_type={_CSV: "text/csv", _XLSX: MEDIA_TYPE, **MEDIA_TYPES}[suffix],
            options=options,
            write=partial(_render, paper, suffix) if suffix in FORMATS else partial(_write, stream),
            stream=stream if rows is not None and suffix not in FORMATS else None,
            files=("template",),
            summary=summary,
        )

    return tuple(map(spec, suffixes))


def _at_once(table: Callable[[Report, O], Table] | None, report: Report, _: Sequence[Response], options: O) -> Streamed:
    assert table is not None  # noqa: S101 - where there are no rows, there is a table
    return Streamed.of(table(report, options))


def _render(
    paper: Callable[[Report, O], Paper], suffix: str, report: Report, sink: BinaryIO, options: O, files: GivenFiles
) -> None:
    sink.write(render(paper(report, options), suffix, given_template(files)))


def _write(stream: Callable[..., None], report: Report, sink: BinaryIO, options: object, files: GivenFiles) -> None:
    stream(report, report.responses, sink, options, files, beside=False)


def _stream(
    make: _Rows,
    title: Callable[[Report, Words], str],
    suffix: str,
    report: Report,
    responses: Sequence[Response],
    sink: BinaryIO,
    options: _Options,
    files: GivenFiles,  # noqa: ARG001 - the hook's shape
    *,
    beside: bool = True,
) -> None:
    table = make(report, responses, options)
    if suffix == _CSV:
        write_table(sink, table.head, table.rows(), options.profile)
        return
    words = Words(options.language)
    notes = tuple(text for text, _ in warnings(report, words, responses=responses if beside else None))
    called = title(report, words)
    write_workbook(
        sink,
        Sheet(name=called.partition(":")[0], head=table.head, rows=table.rows, count=table.count, notes=notes),
        title=called,
        language=options.language,
        made=report.at,
        author=report.round.organiser or "",
        subject=words.text(report.round.title),
    )


def given_template(files: GivenFiles) -> bytes | None:
    """The template that the option of that name leads to."""
    for file in files.get("template", ()):
        with file.open() as stream:
            return stream.read()
    return None


def check_language(language: str) -> list[Problem]:
    """What is wrong with the language that an option names."""
    if language in languages():
        return []
    known = ", ".join(languages())
    return [Problem(message="is not a language of reports", path=("language",), found=bounded(language), allowed=known)]


def check_columns(columns: Mapping[str, str], known: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with an option that gives columns other labels."""
    allowed = ", ".join(known)
    return [
        Problem(message="is not a column", path=("columns", key), found=bounded(key), allowed=allowed)
        for key in columns
        if key not in known
    ]


def refuse_all(exporter: str, problems: list[Problem]) -> None:
    """Refuse options that do not fit, with all that is wrong.

    Raises:
        DataError: There is a problem.
    """
    if problems:
        named = ", ".join(problem.found or "" for problem in problems)
        raise DataError(f"options of {exporter} do not fit: {named}", problems)
