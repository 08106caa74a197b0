"""Asking a plugin in a process where nothing was asked before: what it remembers is not there yet."""

from __future__ import annotations

import inspect
import io
import pickle
from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeAlias

from kkrconsult.plugins import per_response
from kkrconsult.sandbox import Failure, WorkerLimits, Workers
from kkrconsult.testing._shared import crashed
from kkrconsult.testing._writing import ELSEWHERE

__all__ = ["Question", "Results", "fresh"]

Question: TypeAlias = Callable[[], Any]
"""What is asked: something that can be pickled, mostly a `functools.partial` of a method."""
Results: TypeAlias = tuple[Any, ...]
"""What each question gave; in words what it raised."""


def fresh(questions: tuple[Question, ...], *, elsewhere: bool = True) -> Results | None:
    """Ask in a new process, in the order given.

    Args:
        questions: What is asked.
        elsewhere: Whether the process has another hash seed, time zone and locale; otherwise only another hash seed.

    Returns:
        What each gave, or None where the plugin cannot be imported there by name.
    """
    packed = _packed(questions)
    if packed is None:
        return None
    environment = ELSEWHERE if elsewhere else {"PYTHONHASHSEED": "1"}
    with Workers(_ask, limits=WorkerLimits(seconds=120), jobs=1, environment=environment) as crew:
        outcome: Results | Failure = next(iter(crew.run([packed])))[1]
    return None if isinstance(outcome, Failure) else outcome


def _packed(questions: tuple[Question, ...]) -> bytes | None:
    buffer = io.BytesIO()
    try:
        _Pickler(buffer).dump(questions)
    except Exception:  # a function inside another, or a class that nobody can import
        return None
    # What was defined in the main module is looked for in another one there.
    return None if b"__main__" in buffer.getvalue() else buffer.getvalue()


class _Pickler(pickle.Pickler):
    """Pickles plain checks that were lifted into validators too."""

    def reducer_override(self, value: Any) -> Any:
        """Make a lifted check again of the check."""
        if isinstance(value, FunctionType) and value.__qualname__ == f"{per_response.__qualname__}.<locals>.create":
            return per_response, (inspect.getclosurevars(value).nonlocals["check"],)
        return NotImplemented


def _ask(packed: bytes) -> Results:
    """What the new process does. Nothing of the plugin is imported before this."""
    return tuple(_answer(question) for question in pickle.loads(packed))  # noqa: S301 - from the process that asks


def _answer(question: Question) -> Any:
    try:
        return question()
    except Exception as error:  # a stranger's code
        return f"it raises {crashed(error.__cause__ or error)}"
