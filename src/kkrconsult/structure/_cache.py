"""`functools.cache` for functions of a class."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

__all__ = ["cached"]

F = TypeVar("F", bound=Callable[..., Any])


def cached(function: F) -> F:
    """Remember what a function returned, and keep its type: type checkers do not take a class for hashable."""
    return cast("F", functools.cache(function))
