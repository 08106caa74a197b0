"""What `attrs.validators` on a class that is not ours refuse, all at once and in the words of all other problems.

A class stops at the first value that it refuses. So those of its checks that look at nothing but the value are asked
one by one, and what they say is put into plain words; a check of any other kind speaks for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from kkrconsult.errors import Problem, bounded

__all__ = ["refusal", "refusals"]

_BOUND = re.compile(r"(?P<length>Length of )?'[^']*' must be (?P<how>[<>]=?) (?P<bound>.*?): (?P<found>.*)", re.DOTALL)
# Converters that want more than the value; attrs has them since 24.1.
_OF_MORE: Any = getattr(attrs, "Converter", ())
_HOW = {"<=": "at most", ">=": "at least", "<": "less than", ">": "more than"}
_KINDS = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}


def refusals(names: Mapping[str, attrs.Attribute[Any]], values: Mapping[str, Any]) -> list[Problem]:
    """What the checks of single fields refuse.

    Args:
        names: The fields, by the key of each.
        values: What is to become of them, by key; those that are missing here are not looked at.
    """
    found: list[Problem] = []
    for key, value in values.items():
        try:
            made = _converted(names[key], value)
        except Exception:  # noqa: S112 - the class itself will say so
            continue
        for check in _alone(names[key].validator):
            try:
                check(None, names[key], made)
            except (TypeError, ValueError) as error:
                found.append(refusal(error, {key: names[key]}))
                break
            except Exception:  # noqa: S112 - a check of a stranger inside one of attrs', that needs the object
                continue
    return found


def refusal(error: Exception, names: Mapping[str, attrs.Attribute[Any]]) -> Problem:
    """One refusal, with the key that it is about where it names one: attrs' messages quote the name of the field."""
    text = str(error.args[0]) if error.args else type(error).__name__
    for key, field in names.items():
        for quoted in (f"'{field.name}' ", f"'{key}' "):
            if text.startswith((quoted, f"Length of {quoted}")):
                return attrs.evolve(_in_words(error, text.removeprefix(quoted), text), path=(key,))
    return Problem(message=text)


def _alone(validator: Any) -> Iterator[Any]:
    """Those checks of attrs itself that a field consists of; they do not look at the object."""
    parts = getattr(validator, "_validators", None)
    if type(validator).__module__ == "attr._make" and parts is not None:
        for part in parts:
            yield from _alone(part)
    elif type(validator).__module__ == "attr.validators":
        yield validator


def _converted(field: attrs.Attribute[Any], value: Any) -> Any:
    convert: Any = field.converter
    return value if convert is None or isinstance(convert, _OF_MORE) else convert(value)


def _in_words(error: Exception, rest: str, text: str) -> Problem:
    if match := _BOUND.fullmatch(text):
        subject = "its length must be" if match["length"] else "must be"
        return Problem(message=f"{subject} {_HOW[match['how']]} {match['bound']}", found=_short(match["found"]))
    details = error.args[2:]  # After the message and the field: what is allowed, and the value.
    if len(details) == 2 and rest.startswith("must be in "):
        return _not_one_of(*details)
    if len(details) == 2 and rest.startswith("must match regex "):
        pattern, value = details
        return Problem(message=f"must match the pattern {_short(pattern.pattern)}", found=bounded(value))
    if len(details) == 2 and rest.startswith(("must be <class ", "must be (<class ")):
        kinds, value = details
        names: list[str] = [
            _KINDS.get(kind) or kind.__name__ for kind in (kinds if isinstance(kinds, tuple) else (kinds,))
        ]
        return Problem(message=f"must be {' or '.join(names)}", found=bounded(value))
    return Problem(message=rest)


def _not_one_of(options: Any, value: object) -> Problem:
    try:
        allowed = ", ".join(sorted(map(repr, options)) if isinstance(options, (set, frozenset)) else map(repr, options))
    except TypeError:  # options that cannot be gone through
        allowed = bounded(options)
    return Problem(message="is not one of the allowed values", found=bounded(value), allowed=allowed)


def _short(text: str) -> str:
    """Text without quotes where it is short and printable."""
    return text if len(text) <= 80 and text.isprintable() else bounded(text)
