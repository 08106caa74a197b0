"""How responses and parties stand, without the long lists of a `Participation`, which may not have been made yet.

Where millions answer, nearly all of them came from somebody who was not consulted, count, and have to do with no other:
of these nothing more is to be said. Notable are the others, in this sense. Of a `Participation` whose lists are there,
everybody is notable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any

from kkrconsult.jsonio import to_json
from kkrconsult.model import Participation, PartyStatus, Response, ResponseStatus, Standing
from kkrconsult.model.participation import Lists

__all__ = ["accepted_ids", "by_standing", "consulted_parties", "in_place", "notable_responses", "order_of_receipt"]


def accepted_ids(participation: Participation) -> frozenset[str]:
    """The ids of the responses that count."""
    lists = _lists(participation)
    if lists is not None:
        return lists.accepted()
    return frozenset(entry.response for entry in participation.responses if entry.standing is Standing.ACCEPTED)


def by_standing(participation: Participation) -> Mapping[Standing, int]:
    """How many responses have each standing."""
    if _lists(participation) is not None:
        return {standing: participation.by_standing[standing.value] for standing in Standing}
    return Counter(entry.standing for entry in participation.responses)


def consulted_parties(participation: Participation) -> tuple[PartyStatus, ...]:
    """The entries of the parties that were consulted, in the order of `Participation.parties`."""
    lists = _lists(participation)
    return tuple(entry for entry in participation.parties if entry.consulted) if lists is None else lists.consulted


def notable_responses(participation: Participation) -> tuple[ResponseStatus, ...]:
    """The entries of the notable responses, in the order of receipt.

    Notable is at least whatever a consulted party is behind, is not accepted, has an id that another has too, names
    another that it replaces, or is named by one, which may itself have come after the moment.
    """
    lists = _lists(participation)
    return participation.responses if lists is None else lists.notable


def order_of_receipt(participation: Participation, among: Set[str]) -> Mapping[str, int]:
    """A number for each of some ids that is a response's, ascending in the order of receipt.

    An id that several responses have stands where the last of them does.
    """
    if not among:
        return {}
    lists = _lists(participation)
    if lists is not None:
        return {identity: index for index, identity in enumerate(lists.in_order(among))}
    return {entry.response: index for index, entry in enumerate(participation.responses) if entry.response in among}


def in_place(responses: Iterable[Response], place: Callable[[Response], Any]) -> list[Response]:
    """Responses in the order of their places; those with one id by what they hold, so that no order is left to chance.

    Args:
        responses: The responses, in any order.
        place: The place of one; the same for all that have an id.
    """
    found = sorted(responses, key=place)
    counted = Counter(response.id for response in found)
    if len(counted) < len(found):
        found.sort(key=lambda one: (place(one), to_json(one) if counted[one.id] > 1 else ""))
    return found


def _lists(participation: Participation) -> Lists | None:
    return getattr(participation, "_lists", None)
