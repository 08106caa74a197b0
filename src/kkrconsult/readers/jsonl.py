"""JSON Lines: one response a line, read as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import attrs

from kkrconsult.errors import DataError
from kkrconsult.findings import Finding
from kkrconsult.formats.problems import not_a_response, problems_of
from kkrconsult.model import Response
from kkrconsult.plugins import ReaderSpec
from kkrconsult.readers._streams import limited
from kkrconsult.structure import decode, json_loads

__all__ = ["SPEC", "Options", "read"]


@attrs.frozen(kw_only=True)
class Options:
    """How JSON Lines are read."""

    longest_line: int = attrs.field(default=10_000_000, validator=attrs.validators.ge(1))
    """Most bytes of one line; a longer one is a problem, and the lines after it are read."""


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding]:
    """Read line by line; a line that is not right costs only itself. Empty lines are passed over."""
    yield from limited(_read(stream, name, options), name)


def _read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding]:
    number = 0
    while line := stream.readline(options.longest_line + 1):
        number += 1
        if len(line) > options.longest_line and not line.endswith(b"\n"):
            limit = options.longest_line
            yield not_a_response(
                name,
                line=number,
                da=f"linjen har mere end {limit} byte",
                en=f"the line has more than {limit} bytes",
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(options.longest_line + 1)
            continue
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not text.strip():
            continue
        try:
            response: Response = decode(Response, json_loads(text))
        except DataError as error:
            yield from problems_of(name, error, line=number)
        else:
            yield response


SPEC: ReaderSpec[Options] = ReaderSpec(
    name="jsonl",
    suffixes=(".jsonl", ".ndjson"),
    media_types=("application/jsonl", "application/x-ndjson"),
    options=Options,
    read=read,
    isolated=False,
    summary={"da": "JSON Lines: et svar på hver linje", "en": "JSON Lines: one response a line"},
)
