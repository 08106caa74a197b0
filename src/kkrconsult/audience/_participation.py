"""Who has answered, as far as the public may know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from kkrconsult.audience._split import Split
from kkrconsult.danish import sort_key
from kkrconsult.model import Participation, PartyStatus, Response, ResponseStatus, Standing, Status
from kkrconsult.report import Report

__all__ = ["public_participation"]


def public_participation(report: Report, parts: Split) -> Participation:
    """How parties and responses stand, without the responses that may not be named; the sums stay those of the round.

    A consulted party that took its answer back has no answer. One that did not agree to publication has answered, but
    when, how and with whom is not told. Whoever was not consulted and has nothing to publish is not there at all.
    """
    senders = {one.id: one for one in parts.published}
    return attrs.evolve(
        report.participation,
        parties=tuple(_parties(report, parts, senders)),
        responses=tuple(_responses(report.participation, parts)),
        later=tuple(one for one in report.participation.later if one in parts.named),
    )


def _parties(report: Report, parts: Split, senders: Mapping[str, Response]) -> Iterator[PartyStatus]:
    for party in report.participation.parties:
        named = tuple(one for one in party.responses if one in parts.named)
        published = [one for one in named if one in parts.ids]
        if not (party.consulted or published):
            continue
        changes: dict[str, Any] = {"responses": named}
        if party.status is Status.WITHDRAWN:
            changes["status"] = _without_answer(report, party)
        if party.counted not in parts.ids:
            changes |= {"counted": None, "joint_with": (), "received_at": None, "late": None}
        if not party.consulted and len(published) < len(party.responses):
            changes["name"] = _name(party, [senders[one] for one in published])
        yield attrs.evolve(party, **changes)


def _without_answer(report: Report, party: PartyStatus) -> Status:
    if party.due is None:
        return Status.MISSING if report.round.concluded_on else Status.NOT_YET_DUE
    return Status.NOT_YET_DUE if report.at <= party.due else Status.MISSING


def _name(party: PartyStatus, published: list[Response]) -> str:
    """The name of a sender as it is spelled in what is published."""
    names = [
        one.sender.name
        for one in published
        if one.sender is not None and one.participants in ((), (party.participant,))
    ]
    return party.name if party.name in names else min(names, key=sort_key, default=party.participant)


def _responses(found: Participation, parts: Split) -> Iterator[ResponseStatus]:
    for entry in found.responses:
        if entry.response in parts.named and entry.standing is not Standing.WITHDRAWN:
            after = entry.superseded_by
            yield entry if after is None or after in parts.named else attrs.evolve(entry, superseded_by=None)
