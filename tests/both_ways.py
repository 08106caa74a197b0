"""Tests of JSON Lines run twice: as the core reads them, and as the extra ``fast`` does."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from typing import Any

import pytest

from kkrconsult.formats import json_lines
from kkrconsult.readers import json_

__all__ = ["both_ways"]

_FAST = importlib.util.find_spec("msgspec") is not None
_WITH_IT = pytest.mark.skipif(not _FAST, reason="the extra fast is not installed")


# Of a module, since what hypothesis calls many times may have no fixture of its own.
@pytest.fixture(scope="module", autouse=True, params=["core", pytest.param("fast", marks=_WITH_IT)])
def both_ways(request: pytest.FixtureRequest) -> Iterator[str]:
    """To import into a module of tests."""
    way: str = request.param

    def none(cls: Any) -> None:
        return None

    with pytest.MonkeyPatch.context() as patch:
        if way == "core":
            patch.setattr(json_lines, "fast_decoder", none)
            patch.setattr(json_, "fast_decoder", none)
        yield way
