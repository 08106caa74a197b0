"""The floor: what no program can do without."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import orjson  # pyright: ignore[reportMissingImports]

from benchmarks.large.data import Found, Task
from benchmarks.large.defects import NOT_A_RESPONSE
from benchmarks.large.peers.lines import lines_of
from benchmarks.large.peers.scan import guarded

__all__ = ["parse", "parse_and_scan"]


def parse(task: Task) -> Found:
    """Parse each line, and nothing else."""
    bad = []
    for number, line in enumerate(lines_of(task.corpus), 1):
        try:
            orjson.loads(line)
        except orjson.JSONDecodeError:
            bad.append(f"line {number}")
    return Found(counts={NOT_A_RESPONSE: len(bad)}, about={NOT_A_RESPONSE: bad})


def parse_and_scan(task: Task) -> Found:
    """Parse each line, and look for personal data in its texts."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(lines_of(task.corpus), 1):
        try:
            data: Any = orjson.loads(line)
        except orjson.JSONDecodeError:
            found[NOT_A_RESPONSE].append(f"line {number}")
            continue
        if type(data) is not dict or type(body := data.get("body", "")) is not str:
            continue
        besides = [title] if (title := data.get("title")) else []
        for point in data.get("points", ()):
            for name in ("title", "text", "rationale"):
                if text := point.get(name):
                    besides.append(text)  # noqa: PERF401
        for code in guarded(body, besides):
            found[code].append(data["id"])
    return Found(counts={code: len(about) for code, about in found.items()}, about=dict(found))
