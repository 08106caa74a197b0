"""Who an answer is from: every trace of a name in a letter is weighed, and what stays unsure is said to be.

A trace is a name in a certain place: the domain of the e-mail address, the letterhead, the signature, the file's name,
a sentence such as "Høringssvar fra …". Each has a weight, from 0 to 1, which is our own judgement of how often such a
trace is right; traces of different kinds that agree make one another stronger, as independent witnesses do.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

import attrs

from kkrconsult.model import Participant, ParticipantKind, Round
from kkrconsult.municipalities import packaged_parties
from kkrconsult.structure import FrozenMap

__all__ = ["Candidate", "Evidence", "Ground", "Match", "SenderMatcher", "Trace"]


class Ground(enum.Enum):
    """Where a trace of the sender was found."""

    FORM = "form"
    EMAIL = "email"
    STATEMENT = "statement"
    SENDER_NAME = "sender-name"
    LETTERHEAD = "letterhead"
    SIGNATURE = "signature"
    FILE_NAME = "file-name"
    SUBJECT = "subject"
    NUMBER = "number"
    AUTHOR = "author"


# For a full name ("Skive Kommune", "Byrådet i Skive"), and for the bare one, which may be no more than a place.
_WEIGHTS: Mapping[Ground, tuple[float, float]] = {
    Ground.FORM: (1.0, 1.0),
    Ground.EMAIL: (0.95, 0.95),
    Ground.STATEMENT: (0.9, 0.8),
    Ground.SENDER_NAME: (0.85, 0.5),
    Ground.LETTERHEAD: (0.75, 0.2),
    Ground.SIGNATURE: (0.75, 0.3),
    Ground.FILE_NAME: (0.8, 0.75),
    Ground.SUBJECT: (0.75, 0.5),
    Ground.NUMBER: (0.7, 0.7),
    Ground.AUTHOR: (0.3, 0.2),
}
_SURE = 0.75
_RIVAL = 0.5
_FAINT = 0.1
_LONGEST = 20_000
_COUNCILS = "byråd|kommunalbestyrelse|borgerrepræsentation|regionsråd"
_BODY = rf"(?:{_COUNCILS})(?:et|en)?"
_KIND = rf"(?:regions)?kommunes?|(?:{_COUNCILS})(?:et|en)?s?"
_ALPHABET = re.compile(r"[^0-9a-zæøå]+")
_BEFORE = re.compile(r"(?:\bfra|\bpå vegne af|\bafgivet af|\bafsender|\bfor) (?:\w+ (?:i|for) )?$")
_AFTER = re.compile(
    r"s? (?:(?:har|vil|vi|ønsker|takker|afgiver|fremsender|sender|støtter|bakker|finder|bemærker|anbefaler|foreslår"
    r"|tilslutter|kan|deltager|høringssvar|svar|bidrag|bemærkninger)\b)"
)
_TOGETHER = re.compile(r"(?: og| samt| and| plus| kommuner(?:ne)?)*")
_CODE = re.compile(r"^(\d{3})(?!\d)|kommune(?:kode|nummer|nr)\D{0,3}(\d{3})(?!\d)")
_CVR = re.compile(r"(?<!\d)(\d{2})[ ]?(\d{2})[ ]?(\d{2})[ ]?(\d{2})(?!\d)")
# Lines that name whom a letter is to. A mention of the KKR's own address is none of the sender.
_TO = re.compile(r"\s*(?:til|att|kære|hej|dear|to)\b", re.IGNORECASE)
_STRANGERS = re.compile(
    r"(?i:\b(?:hørings(?:svar|bidrag)|svar|bidrag|bemærkninger)[ ]+fra[ ]+)((?-i:[A-ZÆØÅ])[^\n.,;:()]{2,80})"
)


@attrs.frozen(kw_only=True)
class Trace:
    """A name found somewhere."""

    ground: Ground
    """Where."""
    words: str
    """The words, as they stand there."""


@attrs.frozen(kw_only=True)
class Candidate:
    """A party that an answer may be from."""

    participant: str
    """Its id."""
    name: str
    """Its name."""
    consulted: bool
    """Whether the round asks it."""
    confidence: float
    """How sure it is, from 0 to 1."""
    traces: tuple[Trace, ...]
    """What speaks for it."""


@attrs.frozen(kw_only=True)
class Match:
    """Who an answer is from, as far as can be told."""

    participants: tuple[str, ...] = ()
    """Ids of the parties; several where they answer together."""
    name: str | None = None
    """Name of a sender that is not consulted."""
    confidence: float = 0.0
    """How sure it is, from 0 to 1."""
    candidates: tuple[Candidate, ...] = ()
    """Everybody for whom anything speaks, the likeliest first."""

    @property
    def sure(self) -> bool:
        """Whether it is sure enough to be taken."""
        return bool(self.participants or self.name)

    @property
    def grounds(self) -> tuple[Trace, ...]:
        """What speaks for the party, or for the parties together."""
        chosen = set(self.participants)
        found = [trace for one in self.candidates if one.participant in chosen for trace in one.traces]
        return tuple(dict.fromkeys(found))


@attrs.frozen(kw_only=True)
class Evidence:
    """Where a sender leaves traces."""

    file: str = ""
    """Name of the file, with its folders."""
    email: str = ""
    """Address that it came from."""
    sender_name: str = ""
    """Display name of that address."""
    subject: str = ""
    """Subject of the e-mail, or title of the document."""
    author: str = ""
    """Author in the file's properties."""
    head: tuple[str, ...] = ()
    """The first paragraphs, and headers."""
    tail: tuple[str, ...] = ()
    """The last paragraphs, and footers."""
    text: str = ""
    """All that the sender wrote."""
    form: str = ""
    """The party that a form of ours names."""


def _plain(text: str) -> str:
    """Words in small letters, one space apart; aa becomes å, so that there is one spelling of each name."""
    small = (
        unicodedata.normalize("NFKC", text[:_LONGEST]).casefold().replace("aa", "å").replace("'", "").replace("’", "")
    )
    return _ALPHABET.sub(" ", small).strip()


def _without_kind(name: str) -> str:
    return re.sub(r" (?:regions)?kommune$", "", _plain(name))


def _spellings(party: Participant) -> Iterator[str]:
    for name in (party.name, party.full_name, *party.aliases):
        plain = _without_kind(name)
        yield plain
        # As file systems and addresses have it.
        yield plain.replace("æ", "ae").replace("ø", "oe")
        yield plain.replace("æ", "a").replace("ø", "o").replace("å", "a")


class SenderMatcher:
    """Knows the names of the parties; made once for a round."""

    def __init__(self, round_: Round) -> None:
        consulted = {party.id: party for party in round_.participants}
        strangers = {key: party for key, party in packaged_parties().items() if party.kind is not ParticipantKind.KKR}
        self._parties = {**strangers, **consulted}
        self._consulted = frozenset(consulted)
        self._by_name: dict[str, str] = {}
        self._domains: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        # What the round consults goes before what happens to have the same name.
        for party in (*consulted.values(), *strangers.values()):
            for name in filter(None, _spellings(party)):
                self._by_name.setdefault(name, party.id)
            for domain in _domains(party):
                self._domains.setdefault(domain, party.id)
            for number in filter(None, (party.code, party.cvr)):
                self._numbers.setdefault(number, party.id)
        names = "|".join(map(re.escape, sorted(self._by_name, key=len, reverse=True)))
        # A name, in the genitive too, with what makes a place a municipality before or behind it.
        self._name = re.compile(
            rf"(?<!\w)(?P<council>{_BODY} (?:i|for) )?(?P<name>{names})s?(?: (?P<kind>{_KIND}))?(?!\w)"
        )

    def match(self, evidence: Evidence) -> Match:
        """Weigh the traces of a sender."""
        found: dict[str, dict[Ground, tuple[float, str]]] = {}
        joint: tuple[str, ...] = ()

        def add(party: str, ground: Ground, words: str, *, full: bool) -> None:
            weight = _WEIGHTS[ground][0 if full else 1]
            known = found.setdefault(party, {})
            known[ground] = max(known.get(ground, (0.0, "")), (weight, " ".join(words.split())[:80]))

        for party, ground, words in self._exact(evidence):
            add(party, ground, words, full=True)
        for ground, texts in _places(evidence).items():
            for text in texts:
                for match, party in self._mentions(_plain(text)):
                    add(party, ground, match[0], full=self._is_full(match, party))
        plain = _plain(evidence.text)
        for run in _runs(plain, self._mentions(plain)):
            parties = tuple(dict.fromkeys(party for _, party in run))
            if _is_statement(plain, run):
                for match, party in run:
                    add(party, Ground.STATEMENT, match[0], full=self._is_full(match, party))
                joint = joint or (parties if len(parties) > 1 else ())
        candidates = tuple(sorted(map(self._candidate, found, found.values()), key=_likelihood))
        return self._decided(candidates, joint) or Match(name=_stranger(evidence, candidates), candidates=candidates)

    def _exact(self, evidence: Evidence) -> Iterator[tuple[str, Ground, str]]:
        """Traces that name a party by an id, a number or an address."""
        # A form holds the id of a party or its name, whichever the program that saved it keeps.
        named = self._by_name.get(_without_kind(evidence.form), evidence.form)
        if named in self._parties:
            yield named, Ground.FORM, evidence.form
        domain = evidence.email.rpartition("@")[2].strip(" >.").casefold()
        # mail.aarhus.dk is Aarhus's as well.
        for end in (domain, domain.partition(".")[2]):
            if end in self._domains:
                yield self._domains[end], Ground.EMAIL, evidence.email
                break
        near = "\n".join((*evidence.head, *evidence.tail))[:_LONGEST]
        codes = [number for text in (evidence.file.rpartition("/")[2], near) for number in _codes(text)]
        numbers = [*codes, *("".join(match.groups()) for match in _CVR.finditer(near))]
        yield from ((self._numbers[one], Ground.NUMBER, one) for one in numbers if one in self._numbers)

    def _mentions(self, plain: str) -> Iterator[tuple[re.Match[str], str]]:
        return ((match, self._by_name[match["name"]]) for match in self._name.finditer(plain))

    def _is_full(self, match: re.Match[str], party: str) -> bool:
        """Whether a name is more than that of a place."""
        own = self._parties[party].kind is not ParticipantKind.MUNICIPALITY
        return own or bool(match["council"] or match["kind"])

    def _candidate(self, party: str, grounds: Mapping[Ground, tuple[float, str]]) -> Candidate:
        doubt = 1.0
        for weight, _ in grounds.values():
            doubt *= 1 - weight
        traces = tuple(Trace(ground=ground, words=grounds[ground][1]) for ground in Ground if ground in grounds)
        return Candidate(
            participant=party,
            name=self._parties[party].full_name,
            consulted=party in self._consulted,
            confidence=round(1 - doubt, 3),
            traces=traces,
        )

    def _decided(self, candidates: tuple[Candidate, ...], joint: tuple[str, ...]) -> Match | None:
        """The match, where it is sure enough."""
        by_id = {one.participant: one for one in candidates}
        together = [by_id[one] for one in joint]
        others = [one for one in candidates if one.participant not in joint]
        if together and self._consulted.issuperset(joint) and not any(one.confidence >= _RIVAL for one in others):
            least = min(one.confidence for one in together)
            return Match(participants=tuple(sorted(joint)), confidence=least, candidates=candidates)
        if not candidates:
            return None
        best, *rest = candidates
        if best.confidence < _SURE or any(one.confidence >= min(_RIVAL, best.confidence - 0.3) for one in rest):
            return None
        if best.consulted:
            return Match(participants=(best.participant,), confidence=best.confidence, candidates=candidates)
        return Match(name=best.name, confidence=best.confidence, candidates=candidates)


def _likelihood(candidate: Candidate) -> tuple[float, str]:
    return -candidate.confidence, candidate.participant


def _domains(party: Participant) -> Iterator[str]:
    """The domains of a party's addresses: those that the round gives, and for a municipality its name."""
    yield from (domain.casefold() for domain in party.email_domains)
    if party.contact and party.contact.email:
        yield party.contact.email.rpartition("@")[2].casefold()
    if party.kind is ParticipantKind.MUNICIPALITY:
        ascii_name = party.name.casefold().translate(_ASCII)
        for name in (ascii_name, ascii_name.replace("-", "")):
            yield f"{name}.dk"
            yield f"{name}kommune.dk"


_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "-"})


def _codes(text: str) -> Iterator[str]:
    for match in _CODE.finditer(text.casefold()):
        yield match[1] or match[2]


def _places(evidence: Evidence) -> Mapping[Ground, Iterable[str]]:
    """The texts in which a name is a trace, by where they stand."""
    return FrozenMap(
        {
            Ground.SENDER_NAME: (evidence.sender_name,),
            Ground.LETTERHEAD: tuple(line for line in evidence.head if not _TO.match(line)),
            Ground.SIGNATURE: evidence.tail,
            Ground.FILE_NAME: tuple(re.split(r"[/\\]", evidence.file.rpartition(".")[0] or evidence.file)),
            Ground.SUBJECT: (evidence.subject,),
            Ground.AUTHOR: (evidence.author,),
        }
    )


_Run = list[tuple[re.Match[str], str]]


def _runs(plain: str, mentions: Iterable[tuple[re.Match[str], str]]) -> Iterator[_Run]:
    """Names that follow one another with nothing but "og" between them."""
    run: _Run = []
    for match, party in mentions:
        if run and not _TOGETHER.fullmatch(plain[run[-1][0].end() : match.start()].rstrip()):
            yield run
            run = []
        run.append((match, party))
    if run:
        yield run


def _is_statement(plain: str, run: _Run) -> bool:
    """Whether a sentence says that those named are who speaks."""
    first, last = run[0][0], run[-1][0]
    before, after = plain[max(first.start() - 40, 0) : first.start()], plain[last.end() : last.end() + 40]
    return bool(_BEFORE.search(before)) or bool(_AFTER.match(after))


def _stranger(evidence: Evidence, candidates: tuple[Candidate, ...]) -> str | None:
    """The name of a sender that is no party of any kind, where nothing speaks for one."""
    if any(one.confidence > _FAINT for one in candidates):
        return None
    said = _STRANGERS.search(evidence.text[:_LONGEST]) or _STRANGERS.search(evidence.subject)
    name = " ".join((said[1] if said else evidence.sender_name or evidence.email).split())
    return name[:120] or None
