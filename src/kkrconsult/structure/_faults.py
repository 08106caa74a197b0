"""How decoders complain: a fault travels up to the container that knows where the value stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import attrs

from kkrconsult.errors import Problem, bounded

__all__ = ["Fault", "below", "did_you_mean", "fail"]


class Fault(Exception):  # noqa: N818 - internal signal, never seen by a caller
    """Carries the problems of one value up to the container that knows where the value stands."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(self.problems)


def below(problem: Problem, *outer: str | int) -> Problem:
    return attrs.evolve(problem, path=(*outer, *problem.path)) if outer else problem


def fail(message: str, found: object, allowed: str | None = None, suggestion: str | None = None) -> Fault:
    return Fault([Problem(message=message, found=bounded(found), allowed=allowed, suggestion=suggestion)])


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A sentence that suggests the closest known word; None where nothing is close."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean {close[0]!r}?" if close else None
