"""Mistakes in an exporter."""

from __future__ import annotations

from typing import BinaryIO, TextIO

import attrs

import kkrconsult as kc


@attrs.frozen(kw_only=True)
class Options:
    """Options."""

    heading: str = "Svar"


def write(report: kc.Report, sink: BinaryIO, options: Options) -> None:
    """An exporter that is right."""
    sink.write(b"x")


def writes_text(report: kc.Report, sink: TextIO, options: Options) -> None:
    """A sink takes bytes."""
    sink.write("x")


def forgets_options(report: kc.Report, sink: BinaryIO) -> None:
    """Options are always handed over."""
    sink.write(b"x")


kc.ExporterSpec(name="a", suffix=".a", media_type="text/a", options=Options, write=writes_text)  # E: arg-type
kc.ExporterSpec(name="a", suffix=".a", media_type="a/b", options=Options, write=forgets_options)  # E: arg-type
kc.ExporterSpec(name="a", suffix=1, media_type="text/a", options=Options, write=write)  # E: arg-type


def changes_a_report(report: kc.Report) -> None:
    """A report is frozen."""
    report.valid = True  # E: misc
