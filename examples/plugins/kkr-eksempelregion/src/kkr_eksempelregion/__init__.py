"""A plugin of kkrconsult: a constructed region's round, with its letterhead and the texts of its letters.

All of it is data beside this file; the hook only says that it is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import kkrconsult as kc

__all__ = ["kkrconsult_rounds", "round_spec"]

kkrconsult_api = "1.0"
"""The version of kkrconsult's public names that this was written for; a kkrconsult that does not have them says so."""

_FOLDER = Path(__file__).parent


def _load() -> str:
    return (_FOLDER / "eksempelregion-klima-2027.toml").read_text(encoding="utf-8")


round_spec = kc.RoundSpec(
    id="eksempelregion-klima-2027",
    # The id of your KKR; an invented region has none, so this round belongs to the whole country.
    region="danmark",
    load=_load,
    folder=_FOLDER,
    summary={
        "da": "Konstrueret høring i en opdigtet region, med brevpapir og brevtekster.",
        "en": "A constructed consultation in an invented region, with letterhead and texts of letters.",
    },
)
"""What kkrconsult gets to know about the round before it is read."""


@kc.hookimpl
def kkrconsult_rounds() -> Iterable[kc.RoundSpec]:
    """Give the round. Called once, when kkrconsult loads its plugins."""
    return [round_spec]
