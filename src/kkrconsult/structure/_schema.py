"""JSON Schema 2020-12 out of the same attrs classes that read the data.

Source: https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal, Union

import attrs

from kkrconsult.structure._decode import hints_of, tag_of
from kkrconsult.structure._docs import class_doc, field_docs
from kkrconsult.structure._encode import encode
from kkrconsult.structure._frozen import FrozenMap

__all__ = ["json_schema"]

_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    type(None): {"type": "null"},
    dt.date: {"type": "string", "format": "date"},
    dt.datetime: {"type": "string", "format": "date-time"},
    dt.time: {"type": "string", "format": "time"},
    dt.timedelta: {"type": "integer", "description": "A number of seconds."},
}


def json_schema(tp: Any, definitions: dict[str, Any] | None = None) -> dict[str, Any]:
    """Describe a type as JSON Schema.

    Args:
        tp: What `decode` accepts.
        definitions: Where the schemas of classes go, by name; given by a caller who joins several schemas. Without
            it, the result is a whole document with ``$schema`` and ``$defs``.

    Returns:
        The schema as plain data. Descriptions are the docstrings of classes and attributes.
    """
    if definitions is not None:
        return _schema(tp, definitions)
    inner: dict[str, Any] = {}
    schema = _schema(tp, inner)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "$defs": dict(sorted(inner.items()))}


def _schema(tp: Any, defs: dict[str, Any]) -> dict[str, Any]:
    if tp is Any or tp is object:
        return {}
    if tp in _SCALARS:
        return dict(_SCALARS[tp])
    origin = typing.get_origin(tp)
    args = typing.get_args(tp)
    if origin in (Union, types.UnionType):
        members = [_schema(arg, defs) for arg in args if arg is not type(None)]
        # A key that may be absent is left out in a file; JSON data may also say null.
        if type(None) in args:
            members.append({"type": "null"})
        return {"anyOf": members}
    if origin is Literal:
        return {"enum": list(args)}
    if origin is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            return {"type": "array", "items": _schema(args[0], defs)}
        return {
            "type": "array",
            "prefixItems": [_schema(arg, defs) for arg in args],
            "minItems": len(args),
            "items": False,
        }
    if origin in (FrozenMap, Mapping):
        return {"type": "object", "additionalProperties": _schema(args[1], defs)}
    return _named(tp, defs)


def _named(cls: type[Any], defs: dict[str, Any]) -> dict[str, Any]:
    name = _name(cls)
    if name not in defs:
        defs[name] = {}  # Taken before the fields are described, so that a class may refer to itself.
        if hasattr(cls, "__plain_schema__"):
            defs[name] = cls.__plain_schema__()
        elif hasattr(cls, "__from_plain__"):
            defs[name] = {"description": class_doc(cls)}
        elif issubclass(cls, enum.Enum):
            defs[name] = {"enum": [member.value for member in cls], "description": class_doc(cls)}
        else:
            defs[name] = _object(cls, defs)
    return {"$ref": f"#/$defs/{name}"}


def _name(cls: type) -> str:
    """A name that two plugins' classes called ``Options`` do not share."""
    return cls.__name__ if cls.__module__.startswith("kkrconsult.model") else f"{cls.__module__}.{cls.__qualname__}"


def _object(cls: type[Any], defs: dict[str, Any]) -> dict[str, Any]:
    hints = hints_of(cls)
    docs = field_docs(cls)
    properties: dict[str, Any] = {}
    required: list[str] = []
    tag = tag_of(cls)
    if tag:
        properties["type"] = {"const": tag}
        required.append("type")
    for field in attrs.fields(cls):
        if not field.init:
            continue
        key = field.alias or field.name
        schema = _schema(hints[field.name], defs)
        schema.update(_bounds(field.validator))
        if field.name in docs:
            schema["description"] = docs[field.name]
        if field.default is attrs.NOTHING:
            required.append(key)
        elif not isinstance(field.default, attrs.Factory) and field.default is not None:  # type: ignore[arg-type]
            schema["default"] = encode(field.default)
        properties[key] = schema
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = required
    doc = class_doc(cls)
    return {"description": doc, **schema} if doc else schema


def _bounds(validator: Any) -> dict[str, Any]:
    """The limits that `attrs.validators.ge` and its kin put on a number, as keywords of the schema."""
    bound, operator = getattr(validator, "bound", None), getattr(validator, "compare_op", None)
    keyword = {">=": "minimum", ">": "exclusiveMinimum", "<=": "maximum", "<": "exclusiveMaximum"}.get(str(operator))
    if keyword is not None:
        return {keyword: bound}
    found: dict[str, Any] = {}
    for inner in getattr(validator, "_validators", ()):
        found.update(_bounds(inner))
    return found
