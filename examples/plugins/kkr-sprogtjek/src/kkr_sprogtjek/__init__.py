"""A plugin of kkrconsult: the language and the length of answers."""

from __future__ import annotations

from collections.abc import Iterable

import kkrconsult as kc

from kkr_sprogtjek._language import LANGUAGES, Guess, guess
from kkr_sprogtjek.validator import COUNTED, OTHER_LANGUAGE, OUTLIER, TOO_LONG, Options, validator

__all__ = [
    "COUNTED",
    "LANGUAGES",
    "OTHER_LANGUAGE",
    "OUTLIER",
    "TOO_LONG",
    "Guess",
    "Options",
    "guess",
    "kkrconsult_validators",
    "validator",
]

kkrconsult_api = "1.0"
"""The version of kkrconsult's public names that this was written for; a kkrconsult that does not have them says so."""


@kc.hookimpl
def kkrconsult_validators() -> Iterable[kc.ValidatorSpec]:
    """Give the validator. Called once, when kkrconsult loads its plugins."""
    return [validator]
