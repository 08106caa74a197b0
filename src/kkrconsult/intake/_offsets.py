"""The responses of files of JSON Lines in the order of a report, read one at a time and as often as is wanted."""

from __future__ import annotations

import contextlib
import io
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, overload

from kkrconsult.errors import ExportError, ReadError, bounded
from kkrconsult.formats.json_lines import LONGEST_LINE, read_lines
from kkrconsult.intake._parts import FilePart
from kkrconsult.model import Response

__all__ = ["FileResponses"]

_OPEN_AT_ONCE = 64
_LONGEST_PATH = 500


class FileResponses(Sequence[Response]):
    """Goes through files once and remembers where each response stands: sixteen bytes of each, and nothing else.

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
        starts, ranks, bases = array("Q"), array("Q"), [0]
        for part in self._parts:
            for start, response in _responses_of(part):
                starts.append(start)
                ranks.append(rank(response))
            bases.append(len(starts))
        # Which part a response is in follows from how many came before it; so nothing is kept of that.
        self._starts, self._bases = starts, bases
        self._order = array("Q", sorted(range(len(starts)), key=ranks.__getitem__))

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Response: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Response]: ...

    def __getitem__(self, index: int | slice) -> Response | Sequence[Response]:
        with _Streams() as streams:
            if isinstance(index, slice):
                return tuple(self._read(streams, at) for at in self._order[index])
            return self._read(streams, self._order[index])

    def __iter__(self) -> Iterator[Response]:
        with _Streams() as streams:
            for at in self._order:
                yield self._read(streams, at)

    def _read(self, streams: _Streams, at: int) -> Response:
        path, start = self._parts[bisect_right(self._bases, at) - 1].path, self._starts[at]
        try:
            stream = streams.of(path)
            stream.seek(start)
            found = _response(stream.readline(LONGEST_LINE + 1), start)
        except OSError as error:
            raise _unreadable(path, error) from None
        if found is None:
            raise ExportError(
                f"{bounded(path, _LONGEST_PATH)} was changed since it was checked: there is no answer at byte {start} "
                "any more; check the round again"
            )
        return found


class _Streams:
    """Files that are open for the time being; not too many, since a system allows so many and no more."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, BinaryIO] = OrderedDict()

    def __enter__(self) -> _Streams:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in self._open.values():
            stream.close()

    def of(self, path: str) -> BinaryIO:
        """The file, opened where it is not."""
        stream = self._open.get(path)
        if stream is None:
            if len(self._open) >= _OPEN_AT_ONCE:
                self._open.popitem(last=False)[1].close()
            stream = self._open[path] = _opened(path)
        self._open.move_to_end(path)
        return stream


def _opened(path: str) -> BinaryIO:
    return Path(path).open("rb")


def _unreadable(path: str, error: OSError) -> ReadError:
    return ReadError(f"{bounded(path, _LONGEST_PATH)} cannot be read: {error.strerror or error}")


def _responses_of(part: FilePart) -> Iterator[tuple[int, Response]]:
    """The responses of a part, each with the byte that its line begins at; what was wrong was said by the check."""
    try:
        with contextlib.closing(_opened(part.path)) as stream:
            at = part.start
            if at:
                # The line that the cut goes through begins before the range.
                stream.seek(at - 1)
                at += _rest(stream) - 1
            while (part.stop is None or at < part.stop) and (line := stream.readline(LONGEST_LINE + 1)):
                if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                    at += len(line) + _rest(stream)
                    continue
                found = _response(line, at)
                if found is not None:
                    yield at, found
                at += len(line)
    except OSError as error:
        raise _unreadable(part.path, error) from None


def _rest(stream: BinaryIO) -> int:
    """Go to the end of the line; the answer is how many bytes that were."""
    count = 0
    while line := stream.readline(1 << 20):
        count += len(line)
        if line.endswith(b"\n"):
            break
    return count


def _response(line: bytes, start: int) -> Response | None:
    for item in read_lines(io.BytesIO(line), "", begins=not start):
        if isinstance(item, Response):
            return item
    return None
