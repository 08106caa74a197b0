"""The responses of files of JSON Lines in the order of a report, read one at a time and as often as is wanted."""

from __future__ import annotations

import io
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import pairwise
from typing import Any, BinaryIO, overload

from kkrconsult.errors import ExportError
from kkrconsult.formats.json_lines import LONGEST_LINE, read_lines
from kkrconsult.intake._opening import opened, shown
from kkrconsult.intake._parts import FilePart, Window
from kkrconsult.jsonio import to_json
from kkrconsult.model import Response

__all__ = ["FileResponses"]

_OPEN_AT_ONCE = 64


class FileResponses(Sequence[Response]):
    """Goes through files once and remembers where each response stands: twenty bytes of each, and nothing else.

    From then on a response is read where it stands whenever it is asked for. The files must stay as they are.
    """

    def __init__(self, parts: Sequence[FilePart], rank: Callable[[Response], int]) -> None:
        """Look where everything stands.

        Args:
            parts: The files, or parts of files.
            rank: The place of a response in the order.

        Raises:
            ReadError: A file cannot be read.
        """
        self._parts = tuple(parts)
        self._starts, self._lengths, self._bases = array("Q"), array("I"), [0]
        ranks = array("Q")
        for part in self._parts:
            for start, length, response in _responses_of(part):
                self._starts.append(start)
                self._lengths.append(length)
                ranks.append(rank(response))
            # Which part a response is in follows from how many came before it; so nothing is kept of that.
            self._bases.append(len(ranks))
        self._order = array("Q", self._in_place(ranks))
        # Where they stand in about their order, a buffer holds the next ones; elsewhere it would be filled in vain.
        in_a_row = sum(after == before + 1 for before, after in pairwise(self._order))
        self._buffered = in_a_row * 2 > len(self._order)

    def _in_place(self, ranks: Sequence[int]) -> list[int]:
        """Which is first, second and so on; of those with one place, as `kkrconsult.standings.in_place` says."""
        found = sorted(range(len(ranks)), key=ranks.__getitem__)
        shared = {ranks[one] for one, other in pairwise(found) if ranks[one] == ranks[other]}
        if shared:
            with _Streams() as streams:
                held = {at: to_json(self._read(streams, at, buffered=False)) for at in found if ranks[at] in shared}
            found.sort(key=lambda at: (ranks[at], held.get(at, "")))
        return found

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Response: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Response]: ...

    def __getitem__(self, index: int | slice) -> Response | Sequence[Response]:
        with _Streams() as streams:
            if isinstance(index, slice):
                return tuple(self._read(streams, at, buffered=self._buffered) for at in self._order[index])
            # One by one they are anywhere, so no buffer is filled for what comes after.
            return self._read(streams, self._order[index], buffered=False)

    def __iter__(self) -> Iterator[Response]:
        with _Streams() as streams:
            for at in self._order:
                yield self._read(streams, at, buffered=self._buffered)

    def _read(self, streams: _Streams, at: int, *, buffered: bool) -> Response:
        path, start = self._parts[bisect_right(self._bases, at) - 1].path, self._starts[at]
        stream: Any = streams.of(path)
        source = stream if buffered else stream.raw
        source.seek(start)
        found = _response(_exactly(source, self._lengths[at]), start)
        if found is None:
            raise ExportError(
                f"{shown(path)} was changed since it was checked: no answer begins at byte {start} any more; check the "
                "round again"
            )
        return found


class _Streams:
    """Files that are open for the time being; not too many, since a system allows so many and no more."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, tuple[AbstractContextManager[BinaryIO], BinaryIO]] = OrderedDict()

    def __enter__(self) -> _Streams:
        return self

    def __exit__(self, *_: object) -> None:
        while self._open:
            self._close_oldest()

    def _close_oldest(self) -> None:
        _, (opening, _) = self._open.popitem(last=False)
        opening.__exit__(None, None, None)

    def of(self, path: str) -> BinaryIO:
        """The file, opened where it is not."""
        if path not in self._open:
            if len(self._open) >= _OPEN_AT_ONCE:
                self._close_oldest()
            opening = opened(path)
            self._open[path] = opening, opening.__enter__()
        self._open.move_to_end(path)
        return self._open[path][1]


def _exactly(stream: BinaryIO, length: int) -> bytes:
    """So many bytes, or as many as there are."""
    found = bytearray()
    while len(found) < length and (piece := stream.read(length - len(found))):
        found += piece
    return bytes(found)


def _responses_of(part: FilePart) -> Iterator[tuple[int, int, Response]]:
    """The responses of a part, each with the first byte and the length of its line.

    What is wrong with other lines was said by the check.
    """
    with opened(part.path, max(part.start - 1, 0), part.stop) as stream:
        window = Window(stream, part.start, part.stop)
        while line := window.readline(LONGEST_LINE + 1):
            start = window.at - len(line)
            if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = window.readline(LONGEST_LINE + 1)
                continue
            found = _response(line, start)
            if found is not None:
                yield start, len(line), found


def _response(line: bytes, start: int) -> Response | None:
    for item in read_lines(io.BytesIO(line), "", begins=not start):
        if isinstance(item, Response):
            return item
    return None
