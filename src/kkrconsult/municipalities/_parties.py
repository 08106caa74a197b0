"""Who belongs where on a day, as parties of a round."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from kkrconsult.errors import DataError, Problem, bounded
from kkrconsult.model import Participant, ParticipantKind
from kkrconsult.municipalities._data import Municipality, Region, kkrs, municipalities, regions
from kkrconsult.structure import FrozenMap, did_you_mean

__all__ = ["ALL", "areas", "members", "packaged_parties", "region_of"]

ALL = "danmark"
"""The id that stands for all municipalities."""


@functools.cache
def areas() -> tuple[str, ...]:
    """The ids that `members` knows: the KKRs, the regions that span several of them, and all of Denmark."""
    return tuple(dict.fromkeys([*(kkr.id for kkr in kkrs()), *(region.id for region in regions()), ALL]))


def members(area: str, on: dt.date) -> tuple[Participant, ...]:
    """The municipalities of an area on a day, as parties of a round.

    Args:
        area: Id of a KKR, such as ``midtjylland``; of a region that spans several, such as ``oestdanmark``;
            or ``danmark`` for all.
        on: The day.

    Returns:
        The municipalities in Danish alphabetical order; none on a day when the area is not there.

    Raises:
        DataError: There is no such area.
    """
    if area not in areas():
        problem = Problem(
            message="is not a KKR or region",
            found=bounded(area),
            allowed=", ".join(areas()),
            suggestion=did_you_mean(area, areas()),
        )
        raise DataError("not an area with municipalities:", [problem])
    councils = {kkr.id: kkr for kkr in kkrs()}
    found = []
    for municipality in municipalities():
        if on < councils[municipality.kkr].first:
            continue
        if area in (ALL, municipality.kkr) or (area not in councils and region_of(municipality.code, on).id == area):
            found.append(_as_party(municipality))
    return tuple(found)


def region_of(code: str, on: dt.date) -> Region:
    """The region that a municipality lies in on a day.

    Args:
        code: Municipality code of three digits.
        on: The day.

    Raises:
        DataError: No municipality has the code, or there were no regions on that day.
    """
    here = next((municipality.region for municipality in municipalities() if municipality.code == code), None)
    if here is None:
        raise DataError("no such municipality:", [Problem(message="is not a municipality code", found=bounded(code))])
    for region in regions(on):
        if here == region.id or here in region.takes_over:
            return region
    problem = Problem(message="is before the regions came into being", found=on.isoformat())
    raise DataError("there were no regions on that day:", [problem])


@functools.cache
def packaged_parties() -> Mapping[str, Participant]:
    """Every party that the packaged data know, by id.

    They are the municipalities (``aarhus``), the regions (``region-midtjylland``), past and future, and the
    KKRs (``kkr-midtjylland``). The kind ``region`` stands beside the municipalities because regions answer
    hearings too.
    """
    found = [_as_party(municipality) for municipality in municipalities()]
    found += [
        Participant(id=f"region-{region.id}", name=str(region.name), kind=ParticipantKind.REGION, region=region.id)
        for region in regions()
    ]
    found += [
        Participant(id=f"kkr-{kkr.id}", name=str(kkr.name), kind=ParticipantKind.KKR, region=kkr.id) for kkr in kkrs()
    ]
    return FrozenMap({party.id: party for party in found})


@functools.cache
def _as_party(municipality: Municipality) -> Participant:
    return Participant(
        id=municipality.id,
        name=municipality.name,
        official_name=municipality.official_name,
        kind=ParticipantKind.MUNICIPALITY,
        code=municipality.code,
        cvr=municipality.cvr,
        region=municipality.kkr,
        aliases=municipality.aliases,
    )
