"""What is public, read from the sources without importing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import griffe

__all__ = ["Surface", "surface"]

Surface: TypeAlias = dict[str, dict[str, Any]]
"""An entry for each public name, by its whole name, such as ``kkrconsult.Round``."""

_ATTRS = ("attrs.frozen", "attrs.define", "attrs.mutable")


def surface(modules: Sequence[str], source: Path) -> Surface:
    """Read the surface of some modules: what they list in ``__all__``.

    A name that two of them have is described where it comes first.

    Args:
        modules: The modules; the first is the package that the others are in.
        source: The folder that the package lies in.
    """
    package = griffe.load(modules[0], search_paths=[source], resolve_aliases=True, allow_inspection=False)
    found: Surface = {}
    described: dict[str, str] = {}
    for module in modules:
        own = package[module.partition(".")[2]] if "." in module else package
        for name in sorted(str(one) for one in own.exports or ()):
            target = _target(own.members[name])
            first = described.setdefault(target.canonical_path, f"{module}.{name}")
            whole = f"{module}.{name}"
            found[whole] = _entry(target) if first == whole else {"kind": "alias", "of": first}
    return found


def _target(one: Any) -> Any:
    return one.final_target if one.is_alias else one


def _entry(one: Any) -> dict[str, Any]:
    if one.is_class:
        return _class(one)
    if one.is_function:
        return _function(one)
    if one.is_module:
        return {"kind": "module"}
    return _attribute(one, of_module=True)


def _text(expression: object) -> str | None:
    return None if expression is None else str(expression)


def _plain(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value not in (None, [], {})}


def _class(one: Any) -> dict[str, Any]:
    decorator = next((str(item.value) for item in one.decorators if str(item.value).startswith(_ATTRS)), None)
    members = {name: _target(member) for name, member in _members(one).items()}
    fields = {name: member for name, member in members.items() if decorator is not None and _is_field(member)}
    keyword_only = "kw_only=True" in (decorator or "")
    return _plain(
        {
            "kind": "class",
            "bases": [str(base) for base in one.bases],
            "fields": [_field(member, keyword_only=keyword_only) for member in fields.values() if _is_given(member)],
            "members": {
                name: _member(member)
                for name, member in sorted(members.items())
                if (name not in fields or not _is_given(member)) and (decorator is None or name != "__init__")
            },
        }
    )


def _members(one: Any) -> dict[str, Any]:
    """What a class has that is public, its own and that of its bases within the package; those of bases first."""
    found: dict[str, Any] = {}
    for owner in (*reversed(one.mro()), one):
        found |= {name: one for name, one in owner.members.items() if not name.startswith("_") or name == "__init__"}
    return found


def _is_field(member: Any) -> bool:
    plain = member.is_attribute and "property" not in member.labels
    return bool(plain and member.annotation is not None and not str(member.annotation).startswith("ClassVar"))


def _arguments(value: object) -> dict[str, str]:
    """The arguments of ``attrs.field(…)``; none where a value is something else."""
    if isinstance(value, griffe.ExprCall) and str(value.function) in ("attrs.field", "field"):
        return {one.name: str(one.value) for one in value.arguments if isinstance(one, griffe.ExprKeyword)}
    return {}


def _is_given(member: Any) -> bool:
    """Whether a field is a parameter: what ``attrs.field(init=False)`` makes is not."""
    constant = "instance-attribute" not in member.labels  # said to be of the class
    return not constant and _arguments(member.value).get("init") != "False"


def _field(member: Any, *, keyword_only: bool) -> dict[str, Any]:
    arguments = _arguments(member.value)
    default = _default(member.value, member)
    if isinstance(member.value, griffe.ExprCall) and str(member.value.function) in ("attrs.field", "field"):
        factory = f"{arguments['factory']}()" if "factory" in arguments else None
        default = arguments.get("default", factory)
    kind = "keyword-only" if keyword_only or arguments.get("kw_only") == "True" else "positional or keyword"
    return _plain({"name": member.name, "kind": kind, "type": _text(member.annotation), "default": default})


def _default(value: object, where: Any) -> str | None:
    """The text of a default; a constant of the module with its value."""
    text = _text(value)
    if text is None or not isinstance(value, griffe.ExprName):
        return text
    module = where.module if not where.is_module else where
    try:
        constant = _target(module.members[text])
    except (KeyError, griffe.AliasResolutionError):
        return text
    return f"{text} = {constant.value}" if constant.is_attribute and constant.value is not None else text


def _function(one: Any) -> dict[str, Any]:
    parameters = [
        _plain(
            {
                "name": parameter.name,
                "kind": parameter.kind.value,
                "type": _text(parameter.annotation),
                "default": _default(parameter.default, one) if "variadic" not in parameter.kind.value else None,
            }
        )
        for parameter in _own(one)
    ]
    return _plain({"kind": "function", "parameters": parameters, "returns": _text(one.returns)})


def _own(one: Any) -> Iterator[Any]:
    bound = one.parent is not None and one.parent.is_class and "staticmethod" not in one.labels
    for index, parameter in enumerate(one.parameters):
        if not (bound and index == 0):
            yield parameter


def _member(one: Any) -> dict[str, Any]:
    if one.is_function:
        return _function(one)
    return {"kind": "class"} if one.is_class else _attribute(one, of_module=False)


def _attribute(one: Any, *, of_module: bool) -> dict[str, Any]:
    if "property" in one.labels:
        return _plain({"kind": "property", "type": _text(one.annotation)})
    value = _text(one.value)
    # A version changes with each release, and what __init__ assigns is no promise.
    told = not isinstance(one.value, str) if of_module else "class-attribute" in one.labels
    if of_module and value is not None and value[:1] in "'\"":
        told = False
    return _plain({"kind": "attribute", "type": _text(one.annotation), "value": value if told else None})
