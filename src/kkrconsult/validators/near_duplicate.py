"""Answers that are copies of one another, or nearly: a template that several used, or the same answer sent twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Self

import attrs

from kkrconsult.danish import fold
from kkrconsult.findings import Code, Finding, Severity, Subject, SubjectKind
from kkrconsult.model import LocalizedText, Response, Round
from kkrconsult.plugins.records import Context, ValidatorSpec
from kkrconsult.similarity import Sketch, shingles, similar_pairs, sketch
from kkrconsult.structure import FrozenMap
from kkrconsult.validators._common import dropped

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


class _Run:
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
        copies: defaultdict[int, list[str]] = defaultdict(list)
        for key in sorted(known):
            copies[known[key].sketch.digest].append(key)
        # One of each group of identical texts stands for all: pairs of copies would grow with their square.
        alike = self._alike([known[group[0]].sketch for group in copies.values()])
        related = _related(known)
        for digest, group in copies.items():
            neighbours = [(1.0, group)]
            neighbours += [(similarity, copies[other]) for similarity, other in alike.get(digest, ())]
            for key in group:
                own = related(key)
                found = [(similarity, _without(members, own)) for similarity, members in neighbours]
                count = sum(number for _, (_, number) in found)
                if count:
                    yield _finding(key, found, count)

    def _distinct(self) -> dict[str, _Known]:
        """The responses by id. Of several with one id (told by another validator) one stands for all."""
        found: dict[str, _Known] = {}
        for one in sorted(self._known, key=lambda item: (item.sketch.key, item.sketch.digest, item.authors)):
            found.setdefault(one.sketch.key, one)
        return found

    def _alike(self, sketches: Iterable[Sketch]) -> Mapping[int, list[tuple[float, int]]]:
        """By digest: the digests of texts that are nearly the same, most alike first."""
        by_key = {one.key: one.digest for one in sketches}
        found: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
        for pair in similar_pairs(sketches, self._options.threshold, self._boilerplate):
            first, second = by_key[pair.first], by_key[pair.second]
            found[first].append((pair.similarity, second))
            found[second].append((pair.similarity, first))
        return found


class _related:  # noqa: N801 - used as a function
    """The responses that may be like a given one: those of the same authors, and its other versions."""

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

    def __call__(self, key: str) -> set[str]:
        return {key}.union(*(self._by_author[author] for author in self._known[key].authors), self._versions[key])


def _without(members: list[str], own: set[str]) -> tuple[list[str], int]:
    """The first of a group that are not one's own, and how many there are."""
    shown: list[str] = []
    for key in members:
        if len(shown) == _MOST_SHOWN:
            break
        if key not in own:
            shown.append(key)
    if len(shown) < _MOST_SHOWN:
        return shown, len(shown)
    inside = set(members)
    return shown, len(members) - sum(key in inside for key in own)


def _finding(key: str, found: list[tuple[float, tuple[list[str], int]]], count: int) -> Finding:
    shown = [other for _, (members, _) in found for other in members][:_MOST_SHOWN]
    best = max(similarity for similarity, (_, number) in found if number)
    identical = best == 1.0 and found[0][1][1] > 0
    # What is not the same is never called 100 % the same.
    percent = 100 if identical else min(99, round(best * 100))
    params = {
        "responses": shown,
        "count": count,
        "more": count - len(shown),
        "similarity": round(best, 4),
        "percent": percent,
    }
    subject = Subject(kind=SubjectKind.RESPONSE, id=key)
    return Finding(code="response.near-duplicate", params=FrozenMap(params), subject=subject)
