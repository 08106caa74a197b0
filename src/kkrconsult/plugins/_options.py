"""Whether an options class can be used: read from a file, described to an editor, built from its defaults."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import attrs

from kkrconsult.errors import DataError, bounded
from kkrconsult.plugins._say import crash
from kkrconsult.plugins.registry import required_options
from kkrconsult.structure import decode, hints_of, json_schema, type_text

__all__ = ["option_faults", "required_faults"]


def option_faults(options: type[Any]) -> Iterator[str]:
    """Say what is wrong with an options class.

    Compiling its decoders here also means that nothing is compiled while a round is checked.
    """
    try:
        hints = hints_of(options)
    except Exception as error:  # a type hint is a stranger's code
        yield f"the types of its options cannot be resolved ({crash(error)}); import them in its module"
        return
    if untyped := [field for field in attrs.fields(options) if field.init and field.name not in hints]:
        # Where one field has no type, attrs takes none of those for fields that have only a type; mended, they are.
        yield from (f"option {_key(one)} has no type; write {_typed(one.name, one.default)}" for one in untyped)
        return
    faults = [
        f"option {_key(field)} has type {type_text(hint)}, which a file cannot hold{_advice(hint)}"
        for field in attrs.fields(options)
        if field.init and not _is_supported(hint := hints[field.name])
    ]
    faults += _passed_over(options, hints)
    yield from faults
    if not faults:
        yield from _default_faults(options)


def required_faults(options: type[Any]) -> Iterator[str]:
    """Name the options without a default of a validator that runs where nothing mentions it."""
    if required := required_options(options):
        many = len(required) > 1
        yield (
            f"option{'s' if many else ''} {', '.join(required)} {'have' if many else 'has'} no default, but it runs in "
            f"every round; give {'them defaults' if many else 'it a default'}, or the validator enabled=False"
        )


def _key(field: attrs.Attribute[Any]) -> str:
    return field.alias or field.name


def _passed_over(options: type[Any], hints: Mapping[str, Any]) -> Iterator[str]:
    """Name what looks like an option and is none, for attrs did not take it for a field.

    Methods, nested classes, names in capitals and what begins with an underscore are meant as they are.
    """
    known = {field.name for field in attrs.fields(options)}
    for cls in options.__mro__:
        if "__attrs_attrs__" not in vars(cls):
            continue
        annotated = inspect.get_annotations(cls)
        for name in dict.fromkeys((*annotated, *vars(cls))):
            value = vars(cls).get(name, attrs.NOTHING)
            if name in known or name.startswith("_") or name.isupper() or _is_behaviour(value):
                continue
            if name not in annotated:
                yield f"{name} is no option, for it has no type; write {_typed(name, value)}"
            elif typing.get_origin(hints.get(name)) is not ClassVar and hints.get(name) is not ClassVar:
                yield f"{name} is no option, for its class takes no fields by type; use @attrs.frozen(kw_only=True)"


def _is_behaviour(value: object) -> bool:
    """Whether it is a method, a property, a class or such, and no plain value."""
    return isinstance(value, type) or callable(value) or hasattr(type(value), "__get__")


def _typed(name: str, default: object) -> str:
    """A field as it should be written; its type is guessed from a plain default."""
    plain = isinstance(default, (bool, int, float, str))
    kind = type(default).__name__ if plain else "…"
    return f"{name}: {kind} = {bounded(default, 40) if plain else '…'}"


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


def _advice(hint: Any) -> str:
    """What to write instead of a collection that can change."""
    kind = typing.get_origin(hint) or hint
    if kind in (list, set, frozenset):
        return "; use tuple[…, ...]"
    return "; use Mapping[str, …]" if kind is dict else ""
