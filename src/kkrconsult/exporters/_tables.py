"""What the exporters of tables share: one table for spreadsheets and programs, one document to read and print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, BinaryIO, Protocol, TypeVar

from kkrconsult.errors import DataError, Problem, bounded
from kkrconsult.exporters._notat_top import warnings
from kkrconsult.exporters._notat_words import Words
from kkrconsult.paper import Paper, Table
from kkrconsult.plugins import ExporterSpec, GivenFiles
from kkrconsult.rendering import FORMATS, MEDIA_TYPES, render
from kkrconsult.rendering.text_table import Profile, text_table
from kkrconsult.rendering.workbook import MEDIA_TYPE, Sheet, workbook
from kkrconsult.report import Report
from kkrconsult.texts import languages

__all__ = ["check_columns", "check_language", "given_template", "refuse_all", "specs"]

_CSV, _XLSX = ".csv", ".xlsx"


class _Options(Protocol):
    @property
    def language(self) -> str: ...
    @property
    def profile(self) -> Profile: ...


O = TypeVar("O", bound=_Options)  # noqa: E741 - the options of an exporter


def specs(
    name: str,
    options: type[O],
    *,
    table: Callable[[Report, O], Table],
    paper: Callable[[Report, O], Paper],
    summary: Mapping[str, str],
    suffixes: tuple[str, ...],
) -> tuple[ExporterSpec[O], ...]:
    """The exporters of one table, one a format.

    Args:
        name: Name of the exporter.
        options: Its options; ``template`` among them.
        table: Makes the table that spreadsheets and programs get.
        paper: Makes the document that is read and printed.
        summary: What it writes, by language.
        suffixes: The formats.
    """

    def spec(suffix: str) -> ExporterSpec[O]:
        return ExporterSpec(
            name=name,
            suffix=suffix,
            media_type={_CSV: "text/csv", _XLSX: MEDIA_TYPE, **MEDIA_TYPES}[suffix],
            options=options,
            write=partial(_write, table, paper, suffix),
            files=("template",),
            summary=summary,
        )

    return tuple(map(spec, suffixes))


def _write(
    table: Callable[[Report, O], Table],
    paper: Callable[[Report, O], Paper],
    suffix: str,
    report: Report,
    sink: BinaryIO,
    options: O,
    files: GivenFiles,
) -> None:
    if suffix in FORMATS:
        sink.write(render(paper(report, options), suffix, given_template(files)))
    elif suffix == _CSV:
        sink.write(text_table(table(report, options), options.profile))
    else:
        document, words = paper(report, options), Words(options.language)
        notes = tuple(text for text, _ in warnings(report, words))
        sink.write(
            workbook(
                [Sheet(name=document.title.partition(":")[0], table=table(report, options), notes=notes)],
                title=document.title,
                language=options.language,
                made=report.at,
                author=document.author,
                subject=document.subject,
            )
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
