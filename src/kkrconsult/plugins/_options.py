"""Whether an options class can be used: read from a file, described to an editor, built from its defaults."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

import attrs

from kkrconsult.errors import DataError
from kkrconsult.plugins._say import crash
from kkrconsult.plugins.registry import required_options
from kkrconsult.structure import decode, hints_of, json_schema

__all__ = ["option_faults"]


def option_faults(options: type[Any]) -> Iterator[str]:
    """Say what is wrong with an options class.

    Compiling its decoders here also means that nothing is compiled while a round is checked.
    """
    try:
        hints = hints_of(options)
    except Exception as error:  # a type hint is a stranger's code
        yield f"the types of its options cannot be resolved ({crash(error)}); import them in its module"
        return
    faults = [
        f"option {field.alias or field.name} has type {_name(hint)}, which a file cannot hold{_advice(hint)}"
        for field in attrs.fields(options)
        if field.init and not _is_supported(hint := hints[field.name])
    ]
    yield from faults
    if not faults:
        yield from _default_faults(options)


def _is_supported(hint: Any) -> bool:
    try:
        # Goes all the way down, into classes inside classes.
        json_schema(hint)
        decode(hint, _NOTHING_FITS)
    except DataError:
        return True
    except Exception:  # TypeError of ours, or whatever a type hint that is no type leads to
        return False
    return True


_NOTHING_FITS: dict[str, object] = {}


def _default_faults(options: type[Any]) -> Iterator[str]:
    try:
        json_schema(options)
    except Exception as error:  # any default
        yield f"the default of an option cannot be written to a round file ({crash(error)})"
    if required_options(options):
        return
    try:
        options()
    except Exception as error:  # a stranger's checks
        yield f"its options cannot be built from their defaults ({crash(error)})"


def _name(hint: Any) -> str:
    plain = isinstance(hint, type) and typing.get_origin(hint) is None
    return str(hint.__name__ if plain else hint).replace("typing.", "")


def _advice(hint: Any) -> str:
    """What to write instead of a collection that can change."""
    kind = typing.get_origin(hint) or hint
    if kind in (list, set, frozenset):
        return "; use tuple[…, ...]"
    return "; use Mapping[str, …]" if kind is dict else ""
