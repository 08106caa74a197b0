"""The three lists of parties that consultation reports print."""

from __future__ import annotations

import attrs

from kkrconsult.model import Participation, PartyStatus, Status
from kkrconsult.participation._table import by_name

__all__ = ["Listed", "ThreeLists", "three_lists"]


@attrs.frozen(kw_only=True)
class Listed:
    """A name in one of the published lists."""

    participant: str
    """Id of the party."""
    name: str
    """Its name."""
    unsolicited: bool = False
    """Whether it was not consulted; published lists mark such names, usually with an asterisk."""
    late: bool = False
    """Whether its response came after its deadline."""
    joint_with: tuple[str, ...] = ()
    """Ids of the parties with which it answers."""


@attrs.frozen(kw_only=True)
class ThreeLists:
    """The three lists of parties that a consultation report prints, each in Danish alphabetical order.

    The form is the Danish Ministry of Transport's, such as in the report on bill L 113 of 2023-24:
    https://ft.dk/samling/20231/lovforslag/L113/bilag/1/2830927/index.htm
    """

    remarks: tuple[Listed, ...] = ()
    """Those who made remarks."""
    no_remarks: tuple[Listed, ...] = ()
    """Those who answered that they have none."""
    no_response: tuple[Listed, ...] = ()
    """Consulted parties without a response that counts, whatever the reason; also those who declined."""


_REMARKS = frozenset({Status.ANSWERED, Status.LATE_ACCEPTED})


def three_lists(found: Participation) -> ThreeLists:
    """Divide the parties into the three published lists.

    Every consulted party stands in exactly one of them, and so does everybody else with a response that
    counts.
    """
    silent = {entry.response for entry in found.responses if entry.no_remarks}
    lists: dict[str, list[PartyStatus]] = {"remarks": [], "no_remarks": [], "no_response": []}
    for entry in found.parties:
        if entry.consulted:
            if entry.status in _REMARKS:
                lists["remarks"].append(entry)
            else:
                lists["no_remarks" if entry.status is Status.NO_REMARKS else "no_response"].append(entry)
        elif entry.counted is not None:
            lists["no_remarks" if entry.counted in silent else "remarks"].append(entry)
    return ThreeLists(
        **{
            name: tuple(
                Listed(
                    participant=entry.participant,
                    name=entry.name,
                    unsolicited=not entry.consulted,
                    late=bool(entry.late),
                    joint_with=entry.joint_with,
                )
                for entry in sorted(entries, key=by_name)
            )
            for name, entries in lists.items()
        }
    )
