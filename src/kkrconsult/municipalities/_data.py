"""The packaged tables, read once into frozen classes."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import importlib.resources
import tomllib

import attrs

from kkrconsult.danish import sort_key
from kkrconsult.model import LocalizedText
from kkrconsult.structure import decode

__all__ = ["Kkr", "Municipality", "Region", "kkrs", "municipalities", "party_id", "regions"]

_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "-"})


@attrs.frozen(kw_only=True)
class Municipality:
    """A municipality (kommune)."""

    id: str
    """Its id as a party, such as ``aarhus`` or ``ringkoebing-skjern``: see `party_id`."""
    code: str
    """Municipality code of three digits (kommunekode)."""
    name: str
    """Short name, such as ``Aarhus``."""
    official_name: str
    """Full name, such as ``Aarhus Kommune``."""
    region: str
    """Id of the region that it lies in up to 2026; `region_of` knows about later days."""
    kkr: str
    """Id of its KKR."""
    cvr: str
    """Number in the Danish business register. It comes from one list only: probably right, not checked by
    name."""
    aliases: tuple[str, ...] = ()
    """Other spellings of the name."""


@attrs.frozen(kw_only=True)
class Region:
    """A region, with the days on which it is there."""

    id: str
    """Id, such as ``midtjylland``."""
    name: LocalizedText
    """Name, such as ``Region Midtjylland``."""
    code: str | None = None
    """Region code of four digits; None where no official one is known."""
    iso: str | None = None
    """Code by ISO 3166-2; None where no official one is known."""
    first: dt.date
    """The first day on which it is there."""
    last: dt.date | None = None
    """The last day on which it is there; None where no end is set."""
    takes_over: tuple[str, ...] = ()
    """Ids of the regions whose municipalities it takes over on its first day."""


@attrs.frozen(kw_only=True)
class Kkr:
    """A KKR (kommunekontaktråd): the municipalities' council of one part of the country."""

    id: str
    """Id, such as ``midtjylland``."""
    name: LocalizedText
    """Name, such as ``KKR Midtjylland``."""
    first: dt.date
    """The first day for which the data hold."""
    known_until: dt.date | None = None
    """The last day on which it is known to be there; afterwards that is assumed. None where nothing is
    decided."""


@attrs.frozen(kw_only=True)
class _Tables:
    """What ``kkr.toml`` holds."""

    kkrs: tuple[Kkr, ...]
    regions: tuple[Region, ...]


def party_id(name: str) -> str:
    """Make a municipality's name into an id that everybody can type, in a shell, a URL or an e-mail.

    >>> party_id("Ringkøbing-Skjern")
    'ringkoebing-skjern'
    """
    return name.lower().translate(_ASCII)


@functools.cache
def municipalities() -> tuple[Municipality, ...]:
    """The 98 municipalities, in Danish alphabetical order."""
    text = (
        importlib.resources.files(__name__.rpartition(".")[0])
        .joinpath("municipalities.csv")
        .read_text(encoding="utf-8")
    )
    found = [
        Municipality(
            id=party_id(row["name"]),
            code=row["code"],
            name=row["name"],
            official_name=row["official_name"],
            region=row["region"],
            kkr=row["kkr"],
            cvr=row["cvr"],
            aliases=tuple(filter(None, row["aliases"].split("|"))),
        )
        for row in csv.DictReader(text.splitlines())
    ]
    return tuple(sorted(found, key=lambda municipality: sort_key(municipality.name)))


@functools.cache
def _tables() -> _Tables:
    text = importlib.resources.files(__name__.rpartition(".")[0]).joinpath("kkr.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    first = data.pop("first")
    for entry in (*data["kkrs"], *data["regions"]):
        entry.setdefault("first", first)
    return decode(_Tables, data)


def kkrs() -> tuple[Kkr, ...]:
    """The five KKRs, from east to west and north."""
    return _tables().kkrs


def regions(on: dt.date | None = None) -> tuple[Region, ...]:
    """The regions.

    Args:
        on: The day on which they must be there; None for all, past and future.
    """
    return tuple(
        region
        for region in _tables().regions
        if on is None or (region.first <= on and (region.last is None or on <= region.last))
    )
