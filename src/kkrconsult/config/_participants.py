"""From the ``[participants]`` of a round file to the parties themselves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

import attrs

from kkrconsult.config._file import ParticipantsTable
from kkrconsult.danish import sort_key
from kkrconsult.errors import Path, Problem, bounded
from kkrconsult.model import Contact, Participant
from kkrconsult.municipalities import areas, members, packaged_parties
from kkrconsult.structure import did_you_mean

__all__ = ["check_area", "resolve_participants"]

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_AT: Path = ("participants",)


def check_area(area: str | None, path: Path) -> list[Problem]:
    """Complain of an id that is no KKR or region."""
    return [] if area is None or area in areas() else [_unknown("is not a KKR or region", area, areas(), path)]


def resolve_participants(
    table: ParticipantsTable, day: dt.date | None, problems: list[Problem], *, lost: bool = False
) -> tuple[tuple[Participant, ...], bool]:
    """Find the parties that a table describes.

    Args:
        table: The table.
        day: The day whose membership counts, where the table does not say.
        problems: Where complaints go.
        lost: Whether some of the table, or the day, could not be read, so that parties may be lacking.

    Returns:
        The parties, those of the packaged data in Danish alphabetical order and then the round's own in the
        order of the file; and whether they are all.
    """
    known = len(problems)
    found = _members(table, table.on or day, problems, lost=lost)
    # Otherwise an id that is not found may belong to a party that could not be found.
    sure = not lost and len(problems) == known
    for index, id_ in enumerate(table.exclude):
        if found.pop(id_, None) is None and sure:
            message = "is not a party from the region, so it cannot be left out"
            problems.append(_unknown(message, id_, found, (*_AT, "exclude", index)))
    for index, id_ in enumerate(table.parties):
        path = (*_AT, "parties", index)
        party = packaged_parties().get(id_)
        if party is None:
            suggestion = did_you_mean(id_, packaged_parties())
            message = "is not a municipality, region or KKR"
            allowed = "ids such as aarhus, region-midtjylland, kkr-midtjylland"
            problem = Problem(message=message, path=path, found=bounded(id_), allowed=allowed, suggestion=suggestion)
            problems.append(problem)
            sure = False
        elif id_ in found:
            problems.append(_repeated(id_, path))
        else:
            found[id_] = party
    found = {party.id: party for party in sorted(found.values(), key=lambda party: sort_key(party.name))}
    for index, party in enumerate(table.include):
        if party.id in found:
            problems.append(_repeated(party.id, (*_AT, "include", index, "id")))
        else:
            found[party.id] = party
    _reach(table, found, problems, sure=sure)
    return tuple(found.values()), sure


def _members(
    table: ParticipantsTable, day: dt.date | None, problems: list[Problem], *, lost: bool
) -> dict[str, Participant]:
    asked: list[tuple[str, Path]] = [(area, (*_AT, "regions", index)) for index, area in enumerate(table.regions)]
    if table.region is not None:
        asked.insert(0, (table.region, (*_AT, "region")))
    found: dict[str, Participant] = {}
    if asked and day is None and not lost:
        suggestion = "Give the round a time at which it opens, or a deadline, or write on = 2020-12-15 here."
        message = "needs a day, since municipalities may change region"
        problems.append(Problem(message=message, path=_AT, suggestion=suggestion))
    for area, path in asked:
        wrong = check_area(area, path)
        problems += wrong
        if wrong or day is None:
            continue
        parties = members(area, day)
        if not parties:
            message = f"has no municipalities on {day.isoformat()}"
            problems.append(Problem(message=message, path=path, found=bounded(area)))
        found |= {party.id: party for party in parties}
    return found


def _reach(table: ParticipantsTable, found: dict[str, Participant], problems: list[Problem], *, sure: bool) -> None:
    """Add the addresses and domains that the table gives to the parties that they belong to."""
    for key, entries in (("contacts", table.contacts), ("domains", table.domains)):
        problems += [
            _unknown("is not a party of the round", id_, found, (*_AT, key, id_))
            for id_ in entries
            if id_ not in found and sure
        ]
    for id_, address in table.contacts.items():
        if not _EMAIL.fullmatch(address):
            path = (*_AT, "contacts", id_)
            problems.append(Problem(message="must be an e-mail address", path=path, found=bounded(address)))
        elif id_ in found:
            contact = attrs.evolve(found[id_].contact or Contact(), email=address)
            found[id_] = attrs.evolve(found[id_], contact=contact)
    for id_, domains in table.domains.items():
        if id_ in found:
            found[id_] = attrs.evolve(found[id_], email_domains=domains)


def _unknown(message: str, id_: str, known: Iterable[str] | Mapping[str, object], path: Path) -> Problem:
    names = list(known)
    allowed = ", ".join(names) or "none"
    return Problem(message=message, path=path, found=bounded(id_), allowed=allowed, suggestion=did_you_mean(id_, names))


def _repeated(id_: str, path: Path) -> Problem:
    suggestion = "Remove one of them; an address goes in [participants.contacts], domains in [participants.domains]."
    return Problem(message="is already a party of the round", path=path, found=bounded(id_), suggestion=suggestion)
