"""Who answers: whether those behind an answer are consulted parties, and whether one hides behind another name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping

import attrs

from kkrconsult.danish import fold, name_variants, sort_key, suggest
from kkrconsult.findings import Code, Finding, Location, Severity
from kkrconsult.model import Participant, Response
from kkrconsult.plugins.records import Context, ValidatorSpec
from kkrconsult.structure import FrozenMap
from kkrconsult.validators._common import EachResponse, email_domain

__all__ = ["SPEC", "Options"]

# Words by which municipalities and regions sign. Only such senders are compared with every consulted party:
# thousands of citizens may answer, and comparing each of them with each party would cost more than all other checks.
_OFFICIAL_WORDS = ("kommun", "byråd", "byraad", "borgerrepræsentation", "region", "rådhus")
_OFFICIAL = re.compile("|".join(_OFFICIAL_WORDS), re.IGNORECASE)
_OFFICIAL_ASCII = tuple(word for word in _OFFICIAL_WORDS if word.isascii())
_LONGEST_NAME = 80


@attrs.frozen(kw_only=True)
class Options:
    """Which remarks on those behind an answer are wanted."""

    joint: bool = True
    """Whether to note joint answers."""
    unsolicited: bool = True
    """Whether to note answers that no consulted party is behind."""
    domains: bool = True
    """Whether to compare the sender's e-mail domain with those of the parties, where they are known."""


class _Run(EachResponse):
    """Indexes the consulted parties once. Without a list of parties there is nothing to compare with."""

    def __init__(self, options: Options, context: Context) -> None:
        self._options = options
        self._parties = {party.id: party for party in context.round.participants}
        self._domains = {
            domain.lower(): party.id
            for party in context.round.participants
            for domain in party.email_domains
            if options.domains
        }

    @functools.cached_property
    def _by_name(self) -> Mapping[str, str]:
        """Id by folded name, for every way in which a party's name is commonly written."""
        return _names_of(tuple(self._parties.values()))

    @functools.cached_property
    def _by_spelling(self) -> Mapping[str, str]:
        """Id by id and by each name, for suggestions."""
        return {
            spelling: party.id
            for party in self._parties.values()
            for spelling in (*party.aliases, party.full_name, party.name, party.id)
        }

    def observe(self, response: Response) -> Iterable[Finding]:
        return () if not self._parties or self._is_plain(response) else self._look(response)

    def _is_plain(self, response: Response) -> bool:
        """Whether there is nothing to say, as most answers are: of one party, or of somebody who is none."""
        if response.on_behalf_of:
            return False
        parties = response.participants
        if not parties:
            return not (self._options.unsolicited or self._likely(response))
        return len(parties) == 1 and parties[0] in self._parties and self._domain_owner(response) in (None, parties[0])

    def _look(self, response: Response) -> Iterator[Finding]:
        if not response.participants:
            yield from self._unsolicited(response)
        for index, party in enumerate(response.participants):
            if party not in self._parties:
                similar = [self._by_spelling[one] for one in suggest(party, self._by_spelling)]
                params = {"party": party, "suggestions": similar, "suggested": len(similar)}
                where = Location(field=f"participants[{index}]")
                yield Finding(code="party.unknown", params=FrozenMap(params), location=where)
        if response.joint and self._options.joint:
            names = [self._name(party) for party in response.participants]
            params = {"parties": sorted(names, key=sort_key), "count": len(names)}
            yield Finding(code="party.joint", params=FrozenMap(params))
        yield from self._spoken_for(response)
        owner = self._domain_owner(response)
        if response.participants and owner is not None and owner not in response.participants:
            params = {
                "domain": email_domain(response.sender.email if response.sender else None),
                "owner": self._name(owner),
                "parties": [self._name(party) for party in response.participants],
            }
            yield Finding(code="party.other-domain", params=FrozenMap(params))

    def _unsolicited(self, response: Response) -> Iterator[Finding]:
        sender = response.sender.name if response.sender else ""
        likely = self._likely(response)
        if likely is not None:
            params = {"sender": sender, "party": likely, "name": self._name(likely)}
            yield Finding(code="party.unrecognised", params=FrozenMap(params), location=Location(field="sender"))
        elif self._options.unsolicited:
            yield Finding(code="party.unsolicited", params=FrozenMap({"sender": sender}))

    def _likely(self, response: Response) -> str | None:
        """The party that probably wrote an answer which names none."""
        return self._recognise(response.sender.name if response.sender else "") or self._domain_owner(response)

    def _recognise(self, name: str) -> str | None:
        """The party that a name probably stands for: by its usual forms, or nearly, where it sounds official."""
        if len(name) > _LONGEST_NAME:
            return None
        known = self._by_name.get(fold(name))
        if known is None and _sounds_official(name):
            known = next((self._by_spelling[one] for one in suggest(name, self._by_spelling)), None)
        return known

    def _spoken_for(self, response: Response) -> Iterator[Finding]:
        for index, name in enumerate(response.on_behalf_of):
            party = self._by_name.get(fold(name))
            if party is not None and party not in response.participants:
                params = {"written": name, "party": party, "name": self._name(party)}
                where = Location(field=f"on_behalf_of[{index}]")
                yield Finding(code="party.on-behalf", params=FrozenMap(params), location=where)

    def _domain_owner(self, response: Response) -> str | None:
        if not self._domains or response.sender is None:
            return None
        return self._domains.get(email_domain(response.sender.email))

    def _name(self, party: str) -> str:
        return self._parties[party].name if party in self._parties else party


def _sounds_official(name: str) -> bool:
    # Plain letters are looked for as they stand, in a tenth of the time.
    if name.isascii():
        small = name.lower()
        return any([word in small for word in _OFFICIAL_ASCII])  # noqa: C419 - a generator takes twice as long
    return _OFFICIAL.search(name) is not None


@functools.lru_cache(maxsize=4)
def _names_of(parties: tuple[Participant, ...]) -> Mapping[str, str]:
    """Id by folded name. It takes longer than to check a thousand answers, and each part of a large round needs it."""
    found: dict[str, str] = {}
    for party in parties:
        for name in (party.name, party.full_name, *party.aliases):
            for variant in name_variants(name):
                found.setdefault(fold(variant), party.id)
    found.pop("", None)
    return found


SPEC = ValidatorSpec(
    name="consulted-party",
    codes=(
        Code("party.unknown", Severity.ERROR),  # party: id; suggestions: ids; suggested: how many
        Code("party.unsolicited", Severity.INFO),  # sender
        Code("party.unrecognised", Severity.WARNING),  # sender; party: id; name
        Code("party.joint", Severity.INFO),  # parties: names; count
        Code("party.on-behalf", Severity.WARNING),  # written; party: id; name
        Code("party.other-domain", Severity.WARNING),  # domain; owner: name; parties: names
    ),
    options=Options,
    create=_Run,
    summary={
        "da": "Om afsenderen er en høringspart, og om svaret er fælles eller uopfordret.",
        "en": "Whether the sender is a consulted party, and whether the answer is joint or unsolicited.",
    },
)
