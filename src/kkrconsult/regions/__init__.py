"""The rounds that are shipped: real hearings as round files, with what their sources do not tell said in each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from importlib.resources import files

from kkrconsult.plugins import RoundSpec, hookimpl

__all__ = ["kkrconsult_rounds"]

_ROUNDS = (
    (
        "midtjylland-klima-2020",
        "midtjylland",
        "KKR Midtjyllands klimastrategi, 2020 (referencerunden)",
        "Climate strategy of KKR Midtjylland, 2020 (the reference round)",
    ),
)


def _text(name: str) -> str:
    return files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")


@hookimpl
def kkrconsult_rounds() -> Iterable[RoundSpec]:
    """Give the shipped rounds; a file is read only when its round is asked for."""
    return [
        RoundSpec(id=name, region=region, load=partial(_text, name), summary={"da": danish, "en": english})
        for name, region, danish, english in _ROUNDS
    ]
