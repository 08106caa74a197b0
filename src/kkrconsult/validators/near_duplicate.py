"""Answers that are copies of one another, or nearly: a template that several used, or the same answer sent twice."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Self

import attrs

from kkrconsult.danish import fold
from kkrconsult.findings import Code, Finding, Severity, Subject, SubjectKind
from kkrconsult.model import LocalizedText, Response, Round
from kkrconsult.plugins.records import Context, ValidatorSpec
from kkrconsult.similarity import Sketch, shingles, similar_pairs, sketch
from kkrconsult.structure import FrozenMap
from kkrconsult.validators._common import Gathering, dropped

__all__ = ["SPEC", "Options"]

_MOST_SHOWN = 10


@attrs.frozen(kw_only=True)
class Options:
    """When two answers are taken for copies."""

    threshold: float = attrs.field(
        default=0.8, validator=attrs.validators.and_(attrs.validators.gt(0), attrs.validators.le(1))
    )
    """Least share of four-word sequences in common, above 0 and up to 1."""
    minimum_words: int = attrs.field(default=30, validator=attrs.validators.ge(1))
    """Answers with fewer words are not compared: short ones are alike by nature."""
    quotations: bool = True
    """Whether quotations of the round's own texts (title, background, purpose, tracks, demands) are left out of
    account."""
    boilerplate: tuple[str, ...] = ()
    """Further texts that answers are expected to share, such as the answer template."""


@attrs.frozen(kw_only=True)
class _Known:
    """What is kept of a response: at most 128 hashes, and who wrote it."""

    sketch: Sketch
    authors: tuple[str, ...]
    supersedes: str | None


class _Run(Gathering):
    """Keeps a sketch of every response that is long enough: 6 KB at most, whatever the length of the text."""

    def __init__(self, options: Options, context: Context) -> None:
        self._options = options
        texts = [*options.boilerplate, *(_texts_of(context.round) if options.quotations else ())]
        self._boilerplate: frozenset[int] = frozenset().union(*map(shingles, texts))
        self._known: list[_Known] = []

    def observe(self, response: Response) -> tuple[Finding, ...]:
        """Sketch the text; what it resembles shows only when all are there."""
        silent = response.declined or response.no_remarks is not None
        text = response.text
        least = self._options.minimum_words
        # A word takes two characters with the space behind it, so shorter texts need not be split.
        if silent or len(text) < 2 * least - 1 or dropped(response):
            return ()
        made = sketch(response.id, text, boilerplate=self._boilerplate, short=least)
        if made.words >= least:
            self._known.append(_Known(sketch=made, authors=_authors(response), supersedes=response.supersedes))
        return ()

    def merge(self, other: Self) -> None:
        self._known += other._known

    def finish(self) -> Iterator[Finding]:
        known = self._distinct()
        grouped: defaultdict[int, list[str]] = defaultdict(list)
        for key in sorted(known):
            grouped[known[key].sketch.digest].append(key)
        groups = {digest: _Group(members) for digest, members in grouped.items()}
        # One of each group of identical texts stands for all: pairs of copies would grow with their square.
        alike = self._alike([known[members[0]].sketch for members in grouped.values()])
        kin = _Kin(known)
        for digest, group in groups.items():
            others = [(similarity, groups[other]) for similarity, other in alike.get(digest, ())]
            for key in group.members:
                yield from _told(key, group, others, kin.of(key))

    def _distinct(self) -> dict[str, _Known]:
        """The responses by id. Of several with one id (told by another validator) one stands for all."""
        found: dict[str, _Known] = {}
        for one in sorted(self._known, key=lambda item: (item.sketch.key, item.sketch.digest, item.authors)):
            found.setdefault(one.sketch.key, one)
        return found

    def _alike(self, sketches: Sequence[Sketch]) -> Mapping[int, list[tuple[float, int]]]:
        """By digest: the digests of texts that are nearly the same, most alike first."""
        digests = {one.key: one.digest for one in sketches}
        found: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
        for pair in similar_pairs(sketches, self._options.threshold):
            first, second = digests[pair.first], digests[pair.second]
            found[first].append((pair.similarity, second))
            found[second].append((pair.similarity, first))
        return found


class _Group:
    """Responses with the same text."""

    def __init__(self, members: list[str]) -> None:
        self.members = members
        self._set = frozenset(members)

    def strangers(self, kin: Set[str]) -> tuple[list[str], int]:
        """The first few that are not one's own, and how many there are of them; cheap also in a group of thousands."""
        shown = list(itertools.islice((key for key in self.members if key not in kin), _MOST_SHOWN))
        return shown, len(self.members) - sum(key in self._set for key in kin)


class _Kin:
    """Tells which responses may be like a given one: those of the same authors, and its other versions."""

    def __init__(self, known: Mapping[str, _Known]) -> None:
        self._known = known
        self._by_author: defaultdict[str, set[str]] = defaultdict(set)
        self._versions: defaultdict[str, set[str]] = defaultdict(set)
        for key, one in known.items():
            for author in one.authors:
                self._by_author[author].add(key)
            if one.supersedes is not None:
                self._versions[key].add(one.supersedes)
                self._versions[one.supersedes].add(key)

    def of(self, key: str) -> Set[str]:
        """The ids, its own among them."""
        return self._versions[key].union(*(self._by_author[author] for author in self._known[key].authors))


def _told(key: str, group: _Group, others: list[tuple[float, _Group]], kin: Set[str]) -> Iterator[Finding]:
    """The finding for one response, if another's text is the same or nearly."""
    shown, count = group.strangers(kin)
    # What is not the same is never called 100 per cent the same.
    similarity, percent = 1.0, 100
    for likeness, other in others:
        more, number = other.strangers(kin)
        if number and not count:
            similarity, percent = likeness, min(99, round(likeness * 100))
        shown += more
        count += number
    if count:
        params = {
            "responses": shown[:_MOST_SHOWN],
            "count": count,
            "truncated": count > _MOST_SHOWN,
            "similarity": round(similarity, 4),
            "percent": percent,
        }
        subject = Subject(kind=SubjectKind.RESPONSE, id=key)
        yield Finding(code="response.near-duplicate", params=FrozenMap(params), subject=subject)


def _authors(response: Response) -> tuple[str, ...]:
    """Who wrote a response: its parties, or the unsolicited sender, who gets a space that no id has."""
    if response.participants or response.sender is None:
        return response.participants
    return (f" {fold(response.sender.name) or response.sender.name}",)


def _texts_of(round_: Round) -> Iterator[str]:
    """What answers are likely to quote from the round, in every language."""
    texts: list[LocalizedText | None] = [round_.title, round_.background, round_.purpose]
    for track in round_.tracks:
        texts += [track.title, track.description]
    texts += [material.title for material in round_.materials]
    texts += [demand.text for demand in round_.demands]
    for text in texts:
        if text is not None:
            yield from text.translations.values()


SPEC = ValidatorSpec(
    name="near-duplicate",
    codes=(
        # responses: ids, ten at most; count: how many in all; truncated: whether not all are named; similarity of the
        # most alike, above 0 and up to 1; percent: the same for people
        Code("response.near-duplicate", Severity.WARNING),
    ),
    options=Options,
    create=_Run,
    keeps={
        "da": "Højst 128 tal af hvert svar på mindst 30 ord: op til 6 KB.",
        "en": "At most 128 numbers of each answer of 30 words or more: up to 6 KB.",
    },
    summary={
        "da": "Om svar er kopier af hinanden eller næsten ens.",
        "en": "Whether answers are copies of one another, or nearly.",
    },
)
