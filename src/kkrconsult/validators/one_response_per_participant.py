"""One coordinated answer from each party: several that count at once, and versions that do not fit together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Self

import attrs

from kkrconsult.danish import sort_key
from kkrconsult.findings import Code, Finding, Location, Severity, Subject, SubjectKind
from kkrconsult.model import Participation, PartyStatus, Response, ResponseStatus, Standing
from kkrconsult.plugins.records import Context, ValidatorSpec
from kkrconsult.standings import consulted_parties, notable_responses
from kkrconsult.structure import FrozenMap
from kkrconsult.validators._common import Gathering

__all__ = ["SPEC", "Options"]

_MOST_SHOWN = 10


@attrs.frozen(kw_only=True)
class Options:
    """Whose answers are counted."""

    unsolicited: bool = False
    """Whether senders who were not consulted may also give one answer only."""
    joint: bool = True
    """Whether an answer of a party's own beside a joint one is noted."""


class _Run(Gathering):
    """Remembers which answer names which as replaced."""

    def __init__(self, options: Options, _context: Context) -> None:
        self._options = options
        self._replaces: set[tuple[str, str]] = set()

    def observe(self, response: Response) -> tuple[Finding, ...]:
        """Remember a response; what it means shows only when all are there."""
        if response.supersedes is not None:
            self._replaces.add((response.id, response.supersedes))
        return ()

    def merge(self, other: Self) -> None:
        self._replaces |= other._replaces

    def finish(self) -> tuple[Finding, ...]:
        """What there is to say follows from how the responses stand."""
        return ()

    def conclude(self, participation: Participation) -> Iterator[Finding]:
        # Of very many unsolicited ones nearly all are of no concern here, unless they too may come only once.
        everybody = self._options.unsolicited
        parties = participation.parties if everybody else consulted_parties(participation)
        responses = participation.responses if everybody else notable_responses(participation)
        ids = Counter([*(entry.response for entry in responses), *participation.later])
        for response, count in ids.items():
            if count > 1:
                yield _about(response, "response.repeated-id", {"count": count})
        standings = {entry.response: entry for entry in responses}
        yield from self._versions(standings, ids)
        yield from self._several(parties, standings)

    def _versions(self, standings: dict[str, ResponseStatus], ids: Counter[str]) -> Iterator[Finding]:
        where = Location(field="supersedes")
        for new, old in sorted(self._replaces):
            if old not in ids:
                yield _about(new, "response.supersedes-unknown", {"other": old}, where)
            elif new in standings and old in standings:
                owners = standings[old].participants
                if owners and set(owners).isdisjoint(standings[new].participants):
                    yield _about(new, "response.supersedes-other", {"other": old}, where)

    def _several(self, parties: tuple[PartyStatus, ...], standings: dict[str, ResponseStatus]) -> Iterator[Finding]:
        """One finding for each response beyond a party's first, however many parties share it."""
        second: defaultdict[str, list[_Earlier]] = defaultdict(list)
        beside: defaultdict[str, list[_Earlier]] = defaultdict(list)
        for party in parties:
            live = self._live(party, standings)
            kinds: set[bool] = set()
            for index, response in enumerate(live):
                joint = len(standings[response].participants) > 1
                if kinds:
                    found = second if joint in kinds else beside
                    found[response].append(
                        _Earlier(party=party.name, responses=live[:_MOST_SHOWN][:index], count=index)
                    )
                kinds.add(joint)
        for response, earlier in second.items():
            yield _several("response.second", response, earlier)
        if self._options.joint:
            for response, earlier in beside.items():
                yield _several("response.also-joint", response, earlier)

    def _live(self, party: PartyStatus, standings: dict[str, ResponseStatus]) -> list[str]:
        """The responses that count for a party, in the order of receipt; an id that comes twice is told elsewhere."""
        accepted = [
            response for response in dict.fromkeys(party.responses) if standings[response].standing is Standing.ACCEPTED
        ]
        # A joint response goes on to count for the others when one of its parties replaces it for itself.
        replaced = {old for new, old in self._replaces if new in accepted}
        return [response for response in accepted if response not in replaced]


def _about(response: str, code: str, params: Mapping[str, object], where: Location | None = None) -> Finding:
    subject = Subject(kind=SubjectKind.RESPONSE, id=response)
    return Finding(code=code, params=FrozenMap(params), subject=subject, location=where)


@attrs.frozen(kw_only=True)
class _Earlier:
    """What one party had given before."""

    party: str
    responses: list[str]
    """The first few."""
    count: int
    """How many in all."""


def _several(code: str, response: str, earlier: list[_Earlier]) -> Finding:
    shown = sorted({one for found in earlier for one in found.responses})[:_MOST_SHOWN]
    params = {
        "parties": sorted((found.party for found in earlier), key=sort_key),
        "responses": shown,
        "truncated": max(found.count for found in earlier) > len(shown),
    }
    return _about(response, code, params)


SPEC = ValidatorSpec(
    name="one-response-per-participant",
    codes=(
        Code(
            "response.second", Severity.ERROR
        ),  # parties: names; responses: ids of those before it, ten at most; truncated: whether there are more
        Code("response.also-joint", Severity.WARNING),  # the same
        Code("response.supersedes-unknown", Severity.WARNING),  # other: id of the other
        Code("response.supersedes-other", Severity.WARNING),  # other: id of the other
        Code("response.repeated-id", Severity.ERROR),  # count
    ),
    options=Options,
    create=_Run,
    keeps={
        "da": "Id'er på svar, der erstatter andre; intet af de øvrige.",
        "en": "Ids of answers that replace others; nothing of the rest.",
    },
    summary={
        "da": "Om hver høringspart har givet ét svar, og om versionerne hænger sammen.",
        "en": "Whether each consulted party gave one answer, and whether versions fit together.",
    },
)
