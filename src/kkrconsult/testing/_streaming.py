"""Responses beside a report, handed to an exporter one at a time, by somebody who watches whether it keeps them."""

from __future__ import annotations

import pickle
import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO, overload

import attrs

from kkrconsult.model import Response
from kkrconsult.report import Report

__all__ = ["Watched", "beside"]


class Watched(Sequence[Response]):
    """Can be gone through as often as is wanted. Each response is a new object every time."""

    def __init__(self, responses: tuple[Response, ...]) -> None:
        self._pickles = [pickle.dumps(response) for response in responses]
        self._given: list[weakref.ref[Response]] = []
        self.most = 0
        """Most responses that somebody held at the same time."""

    def __len__(self) -> int:
        return len(self._pickles)

    @overload
    def __getitem__(self, index: int) -> Response: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Response]: ...

    def __getitem__(self, index: int | slice) -> Response | Sequence[Response]:
        """Give one, made just now."""
        if isinstance(index, slice):
            return tuple(map(self._made, self._pickles[index]))
        return self._made(self._pickles[index])

    def __iter__(self) -> Iterator[Response]:
        """Give them, each made just now."""
        return map(self._made, self._pickles)

    def _made(self, data: bytes) -> Response:
        self._given = [one for one in self._given if one() is not None]
        self.most = max(self.most, len(self._given))
        response: Response = pickle.loads(data)  # noqa: S301 - pickled by this very object
        self._given.append(weakref.ref(response))
        return response


@attrs.frozen
class _Beside:
    stream: Callable[..., None]
    responses: Watched

    def __call__(self, report: Report, sink: BinaryIO, options: object, *more: object) -> None:
        lean = attrs.evolve(report, responses=())
        self.stream(lean, self.responses, sink, options, *more)


def beside(stream: Callable[..., None], responses: Watched) -> Callable[..., Any]:
    """A function that writes a report with other responses than its own: those that are beside it."""
    return _Beside(stream, responses)
