"""The structure alone, by frictionless: on rows, since it knows no others.

Lines are flattened to a table with a row for each answer before anything is measured; what cannot be flattened, and
what is lost on the way, is not held against it.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from frictionless import Resource, Schema  # pyright: ignore[reportMissingImports]

from benchmarks.large.data import Found, Task
from benchmarks.large.defects import NOT_A_RESPONSE
from benchmarks.large.peers.lines import lines_of

__all__ = ["check", "prepare"]

_CHANNELS = ["email", "digital-post", "portal", "form", "letter", "file", "oral", "other"]
_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)"
_SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "line", "type": "integer"},
        {"name": "id", "type": "string", "constraints": {"required": True, "pattern": r"[^\W_][\w.\-]*"}},
        {"name": "sender", "type": "string", "constraints": {"required": True}},
        {"name": "email", "type": "string"},
        {"name": "received_at", "type": "string", "constraints": {"pattern": _MOMENT}},
        {"name": "channel", "type": "string", "constraints": {"enum": _CHANNELS}},
        {"name": "title", "type": "string"},
        {"name": "body", "type": "string"},
        {"name": "points", "type": "integer", "constraints": {"minimum": 0}},
        {"name": "pages", "type": "number", "constraints": {"minimum": 0}},
        {"name": "language", "type": "string"},
    ]
}
_COLUMNS = [field["name"] for field in _SCHEMA["fields"]]


def check(task: Task) -> Found:
    """Check the rows."""
    path = Path(task.corpus).with_suffix(".csv")
    # Its own limit of errors is a thousand.
    resource = Resource(path=path.name, basepath=str(path.parent), schema=Schema.from_descriptor(_SCHEMA))
    report = resource.validate(limit_errors=1_000_000)
    bad = {int(error.cells[0]) for error in report.tasks[0].errors}
    about = [f"line {number}" for number in sorted(bad)]
    return Found(counts={NOT_A_RESPONSE: len(about)}, about={NOT_A_RESPONSE: about})


def prepare(task: Task) -> None:
    """Make the table."""
    with Path(task.corpus).with_suffix(".csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, _COLUMNS, extrasaction="ignore")
        writer.writeheader()
        for number, line in enumerate(lines_of(task.corpus), 1):
            try:
                data: Any = json.loads(line)
            except ValueError:
                continue
            if isinstance(data, dict):
                writer.writerow(_row(data, number))


def _row(data: dict[str, Any], number: int) -> dict[str, Any]:
    sender, pages = data.get("sender") or {}, data.get("pages") or {}
    return {
        **data,
        "line": number,
        "sender": sender.get("name"),
        "email": sender.get("email"),
        "points": len(data.get("points", ())),
        "pages": pages.get("pages"),
    }
