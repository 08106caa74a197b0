"""Responses beside a report, handed to an exporter one at a time, by somebody who watches whether it keeps them."""

from __future__ import annotations

import pickle
import weakref
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import attrs

from kkrconsult.model import Response
from kkrconsult.report import Report

__all__ = ["Watched", "beside"]


class Watched:
    """Can be gone through as often as is wanted, and nothing else. Each response is a new object every time."""

    def __init__(self, responses: tuple[Response, ...]) -> None:
        self._pickles = [pickle.dumps(response) for response in responses]
        self.passes = 0
        """How often they were gone through."""
        self.most = 0
        """Most responses that somebody held at the same time."""

    def __iter__(self) -> Iterator[Response]:
        """Give them, each made just now."""
        self.passes += 1
        given: list[weakref.ref[Response]] = []
        for data in self._pickles:
            response: Response | None = pickle.loads(data)  # noqa: S301 - pickled above
            assert response is not None  # noqa: S101 - tells the type checker
            given.append(weakref.ref(response))
            yield response
            response = None
            given = [one for one in given if one() is not None]
            self.most = max(self.most, len(given))


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
