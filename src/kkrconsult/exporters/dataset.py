"""Open data: the round's figures and points as a Data Package, CSV tables with a description that programs read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import BinaryIO

import attrs

from kkrconsult.exporters._dataset_package import Resource, check_licence, package
from kkrconsult.exporters._dataset_readme import readme
from kkrconsult.exporters._dataset_tables import TABLES, Facts, Table, cell, rows
from kkrconsult.exporters._languages import check_language
from kkrconsult.formats.cells import guard
from kkrconsult.formats.packing import Entry, pack_onto
from kkrconsult.formats.tables import write_row
from kkrconsult.grouping import with_themes
from kkrconsult.model import Response
from kkrconsult.plugins import ExporterSpec
from kkrconsult.report import Report
from kkrconsult.structure import json_dumps

__all__ = ["SPEC", "Options", "stream", "write"]

_PIECE = 1 << 16
"""About how many characters of a table are written at a time."""


@attrs.frozen(kw_only=True)
class Options:
    """What is published, and under which licence."""

    language: str = "da"
    """Language of titles, descriptions and messages; names of columns and values are the same in every language."""
    texts: bool = True
    """Whether what parties and the secretariat wrote is in it; without it there are figures, names and titles only."""
    licence: str | None = None
    """Licence of the data: an identifier such as ``CC-BY-4.0``, or an address. None unless somebody decides on one."""
    guard: bool = False
    """Whether cells that a spreadsheet program could take for formulas get an apostrophe in front. They are safe to
    open there then, and no longer what was written for programs that read them as data."""

    def __attrs_post_init__(self) -> None:
        check_language(self, self.language)
        check_licence(self, self.licence)


def write(report: Report, sink: BinaryIO, options: Options) -> None:
    """Write datapackage.json, README.md and a table for each kind of thing.

    Raises:
        DataError: The round's time zone is unknown.
    """
    stream(report, report.responses, sink, options)


def stream(report: Report, responses: Sequence[Response], sink: BinaryIO, options: Options) -> None:
    """Write them with responses that come one at a time.

    What stands first in the archive describes the tables, checksums and all, so these are made twice: once to look at
    them, and once to write them.

    Raises:
        DataError: The round's time zone is unknown.
    """
    pack_onto(sink, _entries(report, with_themes(report, responses), options))


def _entries(report: Report, responses: Sequence[Response], options: Options) -> Iterator[Entry]:
    facts = Facts.of(report, responses)
    tables = {table.name: partial(_pieces, report, responses, facts, table, options) for table in TABLES}
    resources = [_resource(table, tables[table.name](), options) for table in TABLES]
    described = package(report, resources, language=options.language, licence=options.licence)
    yield _text("datapackage.json", f"{json_dumps(described, indent=2)}\n")
    text = readme(
        report,
        resources,
        facts.notices,
        language=options.language,
        licence=options.licence,
        texts=options.texts,
        guarded=options.guard,
    )
    yield _text("README.md", text)
    for resource in resources:
        yield Entry(name=resource.path, size=resource.size, pieces=tables[resource.table.name]())


def _text(name: str, text: str) -> Entry:
    data = text.encode("utf-8", "replace")
    return Entry(name=name, size=len(data), pieces=(data,))


def _resource(table: Table, pieces: Iterable[bytes], options: Options) -> Resource:
    size, digest = 0, hashlib.sha256()
    for piece in pieces:
        size += len(piece)
        digest.update(piece)
    return Resource(
        table=table,
        path=f"data/{table.name}.csv",
        size=size,
        sha256=digest.hexdigest(),
        fields=table.kept(texts=options.texts),
    )


def _pieces(
    report: Report, responses: Iterable[Response], facts: Facts, table: Table, options: Options
) -> Iterator[bytes]:
    safe = guard if options.guard else str
    fields = table.kept(texts=options.texts)
    lines, size = [write_row([field.name for field in fields], ",")], 0
    for row in rows(report, table.name, options.language, responses, facts):
        texts = [cell(row.get(field.name)) for field in fields]
        lines.append(write_row([safe(text) if text else "" for text in texts], ","))
        size += len(lines[-1])
        if size >= _PIECE:
            yield _encoded(lines)
            lines, size = [], 0
    yield _encoded(lines)


def _encoded(lines: Iterable[str]) -> bytes:
    # What no file can hold (half a surrogate pair) must not cost the whole table.
    return "".join(lines).encode("utf-8", "replace")


SPEC: ExporterSpec[Options] = ExporterSpec(
    name="dataset",
    suffix=".zip",
    media_type="application/zip",
    options=Options,
    write=write,
    stream=stream,
    summary={
        "da": "Åbne data: tabeller i CSV med en maskinlæsbar beskrivelse (Data Package), samlet i et zip-arkiv.",
        "en": "Open data: tables in CSV with a description that programs read (Data Package), in one zip archive.",
    },
)
"""The figures and points as open data."""
