"""An exporter and a reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import attrs

import kkrconsult as kc


@attrs.frozen(kw_only=True)
class Options:
    """Fields are the keys under [exporters.acme-list]."""

    heading: str = "Svar"
    """What stands above the list."""


def write(report: kc.Report, sink: BinaryIO, options: Options) -> None:
    """Write the heading and the number of findings."""
    sink.write(f"{options.heading}: {len(report.findings)}\n".encode())


@kc.hookimpl
def kkrconsult_exporters() -> Iterable[kc.ExporterSpec]:
    """Register the exporter."""
    return [kc.ExporterSpec(name="acme-list", suffix=".txt", media_type="text/plain", options=Options, write=write)]


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[kc.Response]:
    """Read nothing."""
    yield from ()


@kc.hookimpl
def kkrconsult_readers() -> Iterable[kc.ReaderSpec]:
    """Register the reader."""
    return [
        kc.ReaderSpec(
            name="acme-none",
            suffixes=(".none",),
            media_types=("application/x-none",),
            options=Options,
            read=read,
        )
    ]
