"""Model objects in one line: whatever a test does not care about has a sensible value, in Danish and constructed."""

from __future__ import annotations

from typing import Any, TypeVar, cast

import attrs

from kkrconsult.errors import bounded
from kkrconsult.structure import did_you_mean
from kkrconsult.testing._default_records import RECORD_DEFAULTS
from kkrconsult.testing._defaults import DEFAULTS

__all__ = ["make"]

T = TypeVar("T")


def make(cls: type[T], **changes: object) -> T:
    """Make an instance of a class of the library, with sensible values for what is not given.

        >>> import kkrconsult as kc
        >>> answer = make(kc.Response, title="Konstrueret")
        >>> answer.id, answer.title, answer.participants
        ('svar-1', 'Konstrueret', ('birkelund',))

    Nothing counts up behind it: two calls give equal objects, so give ids where they have to differ.

    Args:
        cls: Any attrs class that `kkrconsult` exports: of the model, a finding, a report, a record of a plugin.
        changes: Fields to give another value, by name.

    Returns:
        The instance.

    Raises:
        TypeError: The class is not one of the library's, or it has no such field; the message names what is close.
        DataError: The class refuses a value.
    """
    kind = cast("type[Any]", cls)
    if not isinstance(kind, type) or not attrs.has(kind):
        raise TypeError(f"make() makes instances of attrs classes, such as Response, and not of {bounded(kind)}")
    known = {field.alias or field.name for field in attrs.fields(kind) if field.init}
    unknown = [name for name in changes if name not in known]
    if unknown:
        raise TypeError(f"{kind.__name__} has {_no_such(unknown[0], known)}")
    values = {**DEFAULTS.get(kind, {}), **RECORD_DEFAULTS.get(kind, {}), **changes}
    missing = sorted(
        field.name
        for field in attrs.fields(kind)
        if field.init and field.default is attrs.NOTHING
        if (field.alias or field.name) not in values
    )
    if missing:
        raise TypeError(f"make() knows no values for {kind.__name__}; give {', '.join(missing)}")
    return cast("T", kind(**values))


def _no_such(name: str, known: set[str]) -> str:
    hint = did_you_mean(name, sorted(known)) or f"There are: {', '.join(sorted(known)) or 'none'}."
    return f"no field {bounded(name)}. {hint}"
