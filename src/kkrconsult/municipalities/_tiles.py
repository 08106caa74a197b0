"""The municipalities as a map of equal tiles: small municipalities are as easy to see as large ones."""

from __future__ import annotations

import csv
import functools
import importlib.resources
from collections.abc import Iterable, Mapping

import attrs

from kkrconsult.municipalities._data import municipalities
from kkrconsult.structure import FrozenMap

__all__ = ["Tile", "tile_of", "tiles"]


@attrs.frozen(order=True)
class Tile:
    """A place in a grid of equal squares, ordered as one reads: row by row, from west to east."""

    row: int
    """How many rows are to the north of it."""
    column: int
    """How many columns are to the west of it."""


def tile_of(municipality: str) -> Tile | None:
    """The place of a municipality on the map of all Denmark, 22 columns wide and 16 rows high.

    Municipalities that border on one another are nearly always at most one row and one column apart; Jutland,
    Funen, Zealand and the smaller islands are kept apart by empty tiles. Zealand takes more room than it has,
    because its municipalities are many and small.

    Args:
        municipality: Its id as a party, such as ``aarhus``, or its code, such as ``751``.

    Returns:
        Its tile, or None if there is no such municipality: other parties are not on the map.
    """
    return _all_tiles().get(municipality)


def tiles(wanted: Iterable[str]) -> Mapping[str, Tile]:
    """Some municipalities as a map of their own, without the empty margins of the map of all Denmark.

    >>> tiles(["samsoe", "lemvig", "region-midtjylland"])
    FrozenMap({'lemvig': Tile(row=0, column=0), 'samsoe': Tile(row=3, column=5)})

    Args:
        wanted: Ids or codes of municipalities, in any order. What is neither, such as the id of another party,
            is left out.

    Returns:
        The tile of each, under the id or code that was given, in reading order. The least row and the least
        column are 0.
    """
    found = {each: tile for each in wanted if (tile := tile_of(each)) is not None}
    top = min((tile.row for tile in found.values()), default=0)
    left = min((tile.column for tile in found.values()), default=0)
    return FrozenMap(
        {
            each: Tile(row=tile.row - top, column=tile.column - left)
            for each, tile in sorted(found.items(), key=lambda item: (item[1], item[0]))
        }
    )


@functools.cache
def _all_tiles() -> Mapping[str, Tile]:
    text = importlib.resources.files(__name__.rpartition(".")[0]).joinpath("tiles.csv").read_text(encoding="utf-8")
    by_code = {
        row["code"]: Tile(row=int(row["row"]), column=int(row["column"])) for row in csv.DictReader(text.splitlines())
    }
    by_id = {municipality.id: by_code[municipality.code] for municipality in municipalities()}
    return FrozenMap(by_code | by_id)
