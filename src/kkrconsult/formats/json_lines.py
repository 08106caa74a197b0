"""JSON Lines: one response a line, read as a stream. A line that is not right costs only itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from kkrconsult.errors import DataError
from kkrconsult.findings import Finding
from kkrconsult.formats.problems import not_a_response, problems_of
from kkrconsult.model import Response
from kkrconsult.structure import decode, fast_decoder, json_loads, straight_decoder

__all__ = ["LONGEST_LINE", "Lines", "read_lines"]

LONGEST_LINE = 10_000_000
"""Most bytes of one line; a longer one is a problem, and the lines after it are read."""
_BOM = b"\xef\xbb\xbf"


class Lines(Protocol):
    """What is read from: a binary stream, or a part of one."""

    def readline(self, size: int = -1, /) -> bytes:
        """The next line with its end, or as much of it as `size` allows; nothing at the end."""
        ...


def read_lines(
    stream: Lines | BinaryIO, name: str, *, longest: int = LONGEST_LINE, begins: bool = True
) -> Iterator[Response | Finding]:
    """Read line by line; empty lines are passed over.

    Args:
        stream: Where from; read to its end, and never closed.
        name: Name of the file, for what is said of it.
        longest: Most bytes of one line.
        begins: Whether the stream begins where the file does, so that a byte order mark may stand there.

    Yields:
        A response for each line, or findings for what is wrong with it, with its number in the stream.
    """
    number, at_once = 0, fast_decoder(Response) or straight_decoder(Response)
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) > longest and not line.endswith(b"\n"):
            yield not_a_response(
                name,
                line=number,
                da=f"linjen har mere end {longest} byte",
                en=f"the line has more than {longest} bytes",
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(longest + 1)
            continue
        text = line.removeprefix(_BOM) if begins and number == 1 else line
        if (found := at_once(text)) is not None:
            yield found
            continue
        if not text.strip():
            continue
        try:
            response: Response = decode(Response, json_loads(text))
        except DataError as error:
            yield from problems_of(name, error, line=number)
        else:
            yield response
