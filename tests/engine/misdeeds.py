"""What a worker process may be asked to do, good and bad; importable by name from another process."""

from __future__ import annotations

import os
import time
from typing import Any


def double(item: int) -> int:
    return item * 2


def misbehave(item: str) -> Any:
    if item == "loop":
        while True:
            time.sleep(0.01)
    if item == "crash":
        os.abort()
    if item == "leave":
        os._exit(3)
    if item == "memory":
        return len(bytearray(4_000_000_000))
    if item == "output":
        return b"x" * 5_000_000
    if item == "raise":
        raise ValueError("no good")
    if item == "exit":
        raise SystemExit(1)
    if item == "unpicklable":
        return lambda: None
    if item == "unreadable":
        return Unreadable()
    return item.upper()


class Unreadable:
    """Can be sent and not be taken out."""

    def __reduce__(self) -> Any:
        return int, ("no number",)


def hash_seed(_: object) -> str | None:
    """A variable of the environment that it is run in."""
    return os.environ.get("PYTHONHASHSEED")
