"""Open data: the round's figures and points as a Data Package, CSV tables with a description that programs read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import attrs

from kkrconsult.exporters._dataset_package import Resource, check_licence, package
from kkrconsult.exporters._dataset_readme import readme
from kkrconsult.exporters._dataset_tables import TABLES, cell, rows
from kkrconsult.exporters._languages import check_language
from kkrconsult.formats.cells import guard
from kkrconsult.formats.packing import packed
from kkrconsult.formats.tables import write_row
from kkrconsult.plugins import ExporterSpec
from kkrconsult.report import Report
from kkrconsult.structure import json_dumps

__all__ = ["SPEC", "Options", "write"]


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
    sink.write(packed(_entries(report, options)))


def _entries(report: Report, options: Options) -> Iterator[tuple[str, bytes]]:
    resources = [*_resources(report, options)]
    described = package(report, resources, language=options.language, licence=options.licence)
    yield "datapackage.json", f"{json_dumps(described, indent=2)}\n".encode("utf-8", "replace")
    text = readme(
        report,
        resources,
        language=options.language,
        licence=options.licence,
        texts=options.texts,
        guarded=options.guard,
    )
    yield "README.md", text.encode("utf-8", "replace")
    for resource in resources:
        yield resource.path, resource.data


def _resources(report: Report, options: Options) -> Iterator[Resource]:
    safe = guard if options.guard else str
    for table in TABLES:
        fields = table.kept(texts=options.texts)
        lines = [write_row([field.name for field in fields], ",")]
        for row in rows(report, table.name, options.language):
            texts = [cell(row.get(field.name)) for field in fields]
            lines.append(write_row([safe(text) if text else "" for text in texts], ","))
        # What no file can hold (half a surrogate pair) must not cost the whole table.
        data = "".join(lines).encode("utf-8", "replace")
        yield Resource(table=table, path=f"data/{table.name}.csv", data=data, fields=fields)


SPEC: ExporterSpec[Options] = ExporterSpec(
    name="dataset",
    suffix=".zip",
    media_type="application/zip",
    options=Options,
    write=write,
    summary={
        "da": "Åbne data: tabeller i CSV med en maskinlæsbar beskrivelse (Data Package), samlet i et zip-arkiv.",
        "en": "Open data: tables in CSV with a description that programs read (Data Package), in one zip archive.",
    },
)
"""The figures and points as open data."""
