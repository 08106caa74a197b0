"""A plugin of kkrconsult: the overview of answers as a hearing portal has it."""

from __future__ import annotations

from collections.abc import Iterable

import kkrconsult as kc

from kkr_hoeringsoversigt.exporter import COLUMNS, Options, exporters, rows

__all__ = ["COLUMNS", "Options", "exporters", "kkrconsult_exporters", "rows"]

kkrconsult_api = "1.0"
"""The version of kkrconsult's public names that this was written for; a kkrconsult that does not have them says so."""


@kc.hookimpl
def kkrconsult_exporters() -> Iterable[kc.ExporterSpec]:
    """Give the exporters, one a format. Called once, when kkrconsult loads its plugins."""
    return exporters
