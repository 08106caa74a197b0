"""The columns that hold every field of a response and of a point, found from the classes of the model.

A nested object becomes several columns with dotted keys, such as ``handling.mode``; one that may be there without
saying anything (`NoRemarks`) has a column of its own that says yes. Lists of objects are JSON in one cell. A field
added to the model has its column by itself.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from kkrconsult.danish import fold
from kkrconsult.model import GeneralPoint, Response, ThemeProposal, TrackPoint
from kkrconsult.structure import FrozenMap, hints_of
from kkrconsult.texts import languages, word, words_below

__all__ = [
    "PARTY",
    "POINT",
    "POINTS",
    "TEXT",
    "TRACK",
    "Column",
    "Kind",
    "key_of",
    "point_columns",
    "response_columns",
    "spellings",
]


class Kind(enum.Enum):
    """What a cell of a column holds, and so how it is written and read."""

    TEXT = "text"
    NAMES = "names"
    NUMBERS = "numbers"
    WHOLE = "whole"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    MOMENT = "moment"
    DATE = "date"
    JSON = "json"
    PRESENT = "present"


@attrs.frozen(kw_only=True)
class Column:
    """One column of a table."""

    key: str
    """Its stable name: the path of the field, with dots."""
    path: tuple[str, ...] = ()
    """Where its value stands in the plain data of the response, or of the point."""
    kind: Kind = Kind.TEXT
    """What its cells hold."""
    of_point: bool = False
    """Whether it belongs to the points, and not to the response."""
    choices: Mapping[str, str] = FrozenMap()
    """For a choice: the key in the catalogues by value."""
    empty_is_none: bool = False
    """Whether an empty cell says None, and not what the field is by default."""
    default_empty: bool = False
    """Whether an empty text needs no mark, since the field is empty by default."""


_LONGEST_HEADING = 200

POINT = "point."
"""What the keys of a point's columns begin with."""
POINTS = "points"
"""Key of the column that holds all points of a response as JSON."""
PARTY, TRACK, TEXT = "party", "track", "text"
"""Keys of the columns that people write by hand: names of parties, title of a track, and what is said."""

_POINT_TYPES = (TrackPoint, ThemeProposal, GeneralPoint)
_KINDS: Mapping[Any, Kind] = {
    str: Kind.TEXT,
    int: Kind.WHOLE,
    float: Kind.NUMBER,
    bool: Kind.FLAG,
    dt.date: Kind.DATE,
    dt.datetime: Kind.MOMENT,
    tuple[str, ...]: Kind.NAMES,
    tuple[int, ...]: Kind.NUMBERS,
}


@functools.cache
def response_columns() -> tuple[Column, ...]:
    """The columns of a response, its points among them as one."""
    return tuple(_columns(Response))


@functools.cache
def point_columns() -> tuple[Column, ...]:
    """The columns of a point: its type first, then what any type of point has."""
    kinds = FrozenMap({cls.TYPE: f"point.{cls.TYPE}" for cls in _POINT_TYPES})
    found = {"type": Column(key="type", path=("type",), kind=Kind.CHOICE, choices=kinds)}
    for cls in _POINT_TYPES:
        for column in _columns(cls):
            before = found.setdefault(column.key, column)
            if column.default_empty and not before.default_empty:
                found[column.key] = column
    order = ("id", "type", "track", "title", "text", "rationale")
    ranked = sorted(found.values(), key=lambda column: order.index(column.key) if column.key in order else len(order))
    return tuple(attrs.evolve(column, key=POINT + column.key, of_point=True) for column in ranked)


def _columns(cls: type, path: tuple[str, ...] = ()) -> Iterator[Column]:
    hints = hints_of(cls)
    for field in attrs.fields(cls):
        where = (*path, field.name)
        yield from _column(_plain_type(hints[field.name]), hints[field.name], where, field.default)


def _column(kind: Any, hint: Any, path: tuple[str, ...], default: object) -> Iterator[Column]:
    if kind in _KINDS:
        yield Column(
            key=".".join(path),
            path=path,
            kind=_KINDS[kind],
            empty_is_none=kind is not hint and default is not None and default is not attrs.NOTHING,
            default_empty=default == "",
        )
    elif isinstance(kind, type) and issubclass(kind, enum.Enum):
        choices = FrozenMap({str(member.value): f"{_kebab(kind)}.{member.value}" for member in kind})
        yield Column(key=".".join(path), path=path, kind=Kind.CHOICE, choices=choices)
    elif isinstance(kind, type) and attrs.has(kind):
        if all(field.default is not attrs.NOTHING for field in attrs.fields(kind)):
            yield Column(key=".".join(path), path=path, kind=Kind.PRESENT)
        yield from _columns(kind, path)
    else:
        yield Column(key=".".join(path), path=path, kind=Kind.JSON)


def _plain_type(hint: Any) -> Any:
    """The type without None."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        rest = [arg for arg in typing.get_args(hint) if arg is not types.NoneType]
        return rest[0] if len(rest) == 1 else hint
    return hint


def _kebab(cls: type) -> str:
    return "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in cls.__name__).strip("-")


# ------------------------------------------------------------------------------------------- headings

# What people write above a column, besides its key and its heading in the catalogues. What stands for two columns is
# decided by the table: see `kkrconsult.formats.rows`.
_ALIASES: Mapping[str, str] = {
    PARTY: "part parter party parties høringspart høringsparter kommune kommuner municipality municipalities consultee",
    TRACK: "spor track",
    TEXT: "tekst text svar høringssvar svartekst bemærkning bemærkninger synspunkt remark remarks response answer",
    "id": "svar-id løbenummer",
    "sender.name": "afsender sender organisation navn",
    "sender.email": "e-mail email mail",
    "received_at": "modtaget received modtagelsesdato dato",
    "channel": "kanal modtaget_via",
    "title": "titel emne subject",
    "no_remarks": "ingen_bemærkninger no_remarks",
    "handling.mode": "behandling handling",
    "signatory.name": "underskriver underskrift signatory",
    "pages.pages": "sider sidetal pages",
    "withdrawn.reason": "trukket_tilbage withdrawn",
    "decision.kind": "afgørelse decision",
    "case_number": "sagsnummer sagsnr journalnummer case_number",
    "point.title": "supplerende_tema tema supplementary_theme theme",
    "point.rationale": "begrundelse motivering rationale reason",
}


@functools.cache
def spellings() -> Mapping[str, str]:
    """Key of a column by heading, in every language that has a catalogue; keys count as headings too."""
    found = {name.replace("_", " "): key for key, names in _ALIASES.items() for name in names.split()}
    for language in languages():
        found.update({heading: key for key, heading in words_below("column", language).items()})
    found.update({key: key for key in (PARTY, TRACK, TEXT)})
    # Keys last: a file that was exported must never be misunderstood.
    found.update({column.key: column.key for column in (*response_columns(), *point_columns())})
    return FrozenMap(found)


@functools.cache
def _folded() -> Mapping[str, str]:
    return FrozenMap({fold(name.replace("_", " ")): key for name, key in spellings().items()})


def key_of(written: str) -> str | None:
    """The key of a column by what somebody wrote above it; None where nobody knows it."""
    # A file that is no table has one heading of a million signs.
    if len(written) > _LONGEST_HEADING:
        return None
    return _folded().get(fold(written.replace("_", " ")))


def heading(column: Column, language: str | None) -> str:
    """What stands above a column: its heading in a language, or its key where there is no language."""
    return word(f"column.{column.key}", language) if language else column.key
