"""A plugin whose examples promise too much.

>>> 1 + 1
3
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
from tests.testing.specimens import TEXT, seen

import kkrconsult as kc

SHORT = 3


@attrs.frozen(kw_only=True)
class Options:
    """None that matters."""


def check(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    """Say what is short.

    >>> SHORT
    3
    """
    if len(response.text) < SHORT:
        yield seen()


def load() -> str:
    return TEXT
