"""The structure alone, by JSON Schema: what a line must be like, without any of the checks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import kkrconsult as kc
from benchmarks.large.data import Found, Task
from benchmarks.large.defects import NOT_A_RESPONSE
from benchmarks.large.peers.lines import lines_of
from kkrconsult.structure import json_schema

__all__ = ["in_python", "in_rust", "schema"]

_ID = {"type": "string", "pattern": r"^[^\W_][\w.\-]*$", "maxLength": 120}
_TEXT = {"type": "string", "pattern": r"\S"}
# A moment has a zone. Formats are annotations to most validators, so it is a pattern here.
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$"}


def schema() -> dict[str, Any]:
    """The schema that the library gives of its own class, with what it leaves to the class itself written out."""
    found: dict[str, Any] = json_schema(kc.Response)
    classes = found["$defs"]
    response = classes["Response"]["properties"]
    response["id"] = _ID
    response["received_at"] = {"anyOf": [_MOMENT, {"type": "null"}]}
    response["participants"] = {"type": "array", "items": _ID, "uniqueItems": True}
    classes["Response"]["anyOf"] = [
        {"required": ["sender"], "properties": {"sender": {"type": "object"}}},
        {"required": ["participants"], "properties": {"participants": {"minItems": 1}}},
    ]
    classes["Sender"]["properties"]["name"] = _TEXT
    for name in ("TrackPoint", "GeneralPoint"):
        classes[name]["properties"].update(id=_ID, text=_TEXT)
    return found


def _found(task: Task, read: Callable[[bytes], Any], fits: Callable[[Any], bool]) -> Found:
    bad = []
    for number, line in enumerate(lines_of(task.corpus), 1):
        try:
            right = fits(read(line))
        except ValueError:
            right = False
        if not right:
            bad.append(f"line {number}")
    return Found(counts={NOT_A_RESPONSE: len(bad)}, about={NOT_A_RESPONSE: bad})


def in_python(task: Task) -> Found:
    """With jsonschema, in Python."""
    import jsonschema

    return _found(task, json.loads, jsonschema.Draft202012Validator(schema()).is_valid)


def in_rust(task: Task) -> Found:
    """With jsonschema-rs, and the fastest parser that there is."""
    import jsonschema_rs  # pyright: ignore[reportMissingImports]
    import orjson  # pyright: ignore[reportMissingImports]

    return _found(task, orjson.loads, jsonschema_rs.Draft202012Validator(schema()).is_valid)
