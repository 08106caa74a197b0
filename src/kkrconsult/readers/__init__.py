"""The built-in readers, registered through the same hook as a stranger's."""

from __future__ import annotations

from collections.abc import Iterable

from kkrconsult.plugins import ReaderSpec, hookimpl
from kkrconsult.readers import csv_, eml, json_, jsonl, markdown_, msg, pdf, tnef, xlsx

__all__ = ["kkrconsult_readers"]


@hookimpl
def kkrconsult_readers() -> Iterable[ReaderSpec]:
    """Give the readers. Those that need an extra load it when they read."""
    plain = (csv_.SPEC, json_.SPEC, jsonl.SPEC, markdown_.SPEC, xlsx.SPEC)
    return (*plain, eml.SPEC, msg.SPEC, pdf.SPEC, tnef.SPEC)
