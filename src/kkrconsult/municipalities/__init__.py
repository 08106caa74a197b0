"""The Danish municipalities, their KKRs and regions, as packaged data with pure functions on it.

Membership is dated. On 1 January 2027 Region Østdanmark takes over Region Hovedstaden and Region Sjælland;
what becomes of the two KKRs there is not known, so they are kept, and `Kkr.known_until` says up to which day
that is more than an assumption. Sources: README.md in this folder.

Example:
    >>> import datetime as dt
    >>> [party.id for party in members("nordjylland", dt.date(2020, 12, 15))][-2:]
    ['vesthimmerlands', 'aalborg']
    >>> region_of("101", dt.date(2027, 1, 1)).id
    'oestdanmark'
    >>> tile_of("lemvig") < tile_of("aarhus")
    True
"""

from __future__ import annotations

from kkrconsult.municipalities._data import Kkr, Municipality, Region, kkrs, municipalities, party_id, regions
from kkrconsult.municipalities._parties import ALL, areas, members, packaged_parties, region_of
from kkrconsult.municipalities._tiles import Tile, tile_of, tiles

__all__ = [
    "ALL",
    "Kkr",
    "Municipality",
    "Region",
    "Tile",
    "areas",
    "kkrs",
    "members",
    "municipalities",
    "packaged_parties",
    "party_id",
    "region_of",
    "regions",
    "tile_of",
    "tiles",
]
