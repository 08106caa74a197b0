"""JSON Lines: one response a line, read as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import attrs

from kkrconsult.findings import Finding
from kkrconsult.formats.json_lines import LONGEST_LINE, read_lines
from kkrconsult.model import Response
from kkrconsult.plugins import ReaderSpec
from kkrconsult.readers._streams import limited

__all__ = ["SPEC", "Options", "read"]


@attrs.frozen(kw_only=True)
class Options:
    """How JSON Lines are read."""

    longest_line: int = attrs.field(default=LONGEST_LINE, validator=attrs.validators.ge(1))
    """Most bytes of one line; a longer one is a problem, and the lines after it are read."""


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding]:
    """Read line by line; a line that is not right costs only itself. Empty lines are passed over."""
    yield from limited(read_lines(stream, name, longest=options.longest_line), name)


SPEC: ReaderSpec[Options] = ReaderSpec(
    name="jsonl",
    suffixes=(".jsonl", ".ndjson"),
    media_types=("application/jsonl", "application/x-ndjson"),
    options=Options,
    read=read,
    isolated=False,
    summary={"da": "JSON Lines: et svar på hver linje", "en": "JSON Lines: one response a line"},
)
