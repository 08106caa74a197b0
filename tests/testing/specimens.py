"""Plugins that break their contracts, each in one place: what the checks are there to find."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar

import attrs

import kkrconsult as kc
from kkrconsult.testing import make

SUMMARY = {"da": "Konstrueret til prøver.", "en": "Constructed for tests."}
CODE = kc.Code("acme.seen", kc.Severity.INFO, {"da": "Set: {n}", "en": "Seen: {n}"})
Check = Callable[[kc.Response, Any], Iterable[kc.Finding]]


def seen(n: object = 1) -> kc.Finding:
    return kc.Finding(code="acme.seen", params={"n": n})


def validator(create: Callable[..., Any], **changes: Any) -> kc.ValidatorSpec:
    """A good one but for what is given."""
    fields: dict[str, Any] = {"name": "acme", "codes": (CODE,), "create": create, "summary": SUMMARY}
    return kc.ValidatorSpec(**{**fields, **changes})


def per(check: Check, **changes: Any) -> kc.ValidatorSpec:
    return validator(kc.per_response(check), **changes)


def good(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    if response.title:
        yield seen(len(response.title))


class Whole:
    """A good validator of the whole round: how many answers have the same title."""

    def __init__(self, options: Any, context: kc.Context) -> None:
        self.titles: Counter[str] = Counter()

    def observe(self, response: kc.Response) -> Iterable[kc.Finding]:
        self.titles[response.title or ""] += 1
        return ()

    def finish(self) -> Iterator[kc.Finding]:
        for _, number in sorted(self.titles.items()):
            yield seen(number)

    def merge(self, other: Whole) -> None:
        self.titles.update(other.titles)


# ------------------------------------------------------------------------------------------- options


@attrs.frozen(kw_only=True)
class Undocumented:
    """Options of which one says nothing."""

    words: int = 3
    """Words."""
    pages: int = 2


@attrs.frozen(kw_only=True)
class Bare:
    words: int = 3
    """Words."""


@attrs.define(kw_only=True)
class Changing:
    """Options that change while a round is checked."""

    words: int = 3
    """Words."""


@attrs.frozen(kw_only=True, eq=False)
class Incomparable:
    """Options of which no two are equal."""

    words: int = 3
    """Words."""


@attrs.frozen(kw_only=True)
class Options:
    """Options as they should be."""

    words: int = 3
    """Words."""


@attrs.frozen(kw_only=True)
class Demanding:
    """Options that have to be given."""

    words: int
    """Words."""


@attrs.frozen(kw_only=True)
class Untyped:
    """What looks like an option, but is none."""

    words = 3
    """Words."""


@attrs.frozen(kw_only=True)
class Unwritable:
    """Options that a file cannot hold."""

    when: complex = 3j
    """When."""


def _whole(value: Any) -> Any:
    return int(value)


@attrs.frozen(kw_only=True)
class OneWay:
    """Options that are not read as they are written."""

    words: str = attrs.field(default="3", converter=_whole)
    """Words."""


Sourceless = attrs.make_class(
    "Sourceless", {"words": attrs.field(default=3, type=int)}, frozen=True, class_body={"__doc__": "Made on the way."}
)
"""Options whose source nobody can look at."""


@attrs.frozen(kw_only=True)
class Locked:
    """Options that stay where they are."""

    words: int = 3
    """Words."""

    def __reduce__(self) -> Any:
        raise TypeError("it stays here")


@attrs.frozen(kw_only=True)
class Fickle:
    """Options that come out of a pickle as others."""

    words: int = 3
    """Words."""

    def __reduce__(self) -> Any:
        return _fickle, ()


def _fickle() -> Fickle:
    return Fickle(words=4)


def asks_for_words(response: kc.Response, options: Demanding) -> Iterator[kc.Finding]:
    yield seen(options.words)


# ------------------------------------------------------------------------------------------ findings


def undeclared(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    if response.title:
        yield kc.Finding(code="acme.secret")


def without_params(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    yield kc.Finding(code="acme.seen", params={"number": 1})


def with_nothing(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    yield seen(None)


def with_an_empty_table(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    yield seen({"x": "y"})


# ------------------------------------------------------------------------------------------- crashes


def crashes(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    yield seen(response.received_at.year)  # type: ignore[union-attr]


def wants_a_deadline(response: kc.Response, options: Any, context: kc.Context) -> Iterator[kc.Finding]:
    assert context.round.deadline is not None
    yield seen(context.round.deadline.day.year)


def returns_nothing(response: kc.Response, options: Any) -> Any:
    return None


def returns_texts(response: kc.Response, options: Any) -> Any:
    return ["too long"]


class CrashesAtOnce(Whole):
    def __init__(self, options: Any, context: kc.Context) -> None:
        raise OSError("no file")


class CrashesOnMany(Whole):
    def finish(self) -> Iterator[kc.Finding]:
        if self.titles.total() > 1:
            raise ValueError
        yield from ()


class CrashesOnOrder(Whole):
    """Raises where the last answer comes first."""

    last: str = ""

    def observe(self, response: kc.Response) -> Iterable[kc.Finding]:
        if response.id == "almindeligt" and self.last == "ingen-bemaerkninger":
            raise RuntimeError("wrong way round")
        self.last = response.id
        return ()

    def finish(self) -> Iterator[kc.Finding]:
        yield from ()


# ------------------------------------------------------------------------------------ what they hang on


def by_chance() -> Check:
    count = itertools.count()

    def check(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
        yield seen(next(count))

    return check


class FirstOne(Whole):
    """Names the first answer that came."""

    first: str | None = None

    def observe(self, response: kc.Response) -> Iterable[kc.Finding]:
        self.first = self.first or response.id
        return ()

    def finish(self) -> Iterator[kc.Finding]:
        yield seen(self.first or "-")


def on_the_clock(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    yield seen(dt.datetime.now(dt.UTC).year)  # noqa: TID251 - that is what is wrong with it


def retitles(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    object.__setattr__(response, "title", "Andet")
    yield seen()


def renames(response: kc.Response, options: Any, context: kc.Context) -> Iterator[kc.Finding]:
    object.__setattr__(context.round, "organiser", "Andre")
    yield seen()


def changes_options(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    object.__setattr__(options, "words", 5)
    yield seen()


SEEN: set[str] = set()


def says_it_once(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    """Keeps in its module what it said, and nobody empties that."""
    if response.title and response.id not in SEEN:
        SEEN.add(response.id)
        yield seen(len(response.title))


SAID: list[str] = []


def says_one_thing(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    """Says no text twice, in whatever round."""
    if response.title and f"{response.title}." not in SAID:
        SAID.append(f"{response.title}.")
        yield seen(response.title)


class Adding(Whole):
    """Counts in the class, and never begins anew."""

    number: ClassVar[list[str]] = []

    def observe(self, response: kc.Response) -> Iterable[kc.Finding]:
        self.number.append(response.id)
        return ()

    def finish(self) -> Iterator[kc.Finding]:
        yield seen(len(self.number))

    def merge(self, other: Any) -> None:
        pass


@functools.lru_cache
def _length(id_: str, _known: list[str] = []) -> int:  # noqa: B006 - that is what is wrong with it
    _known.append(id_)
    return len(_known)


def goes_by_a_cache(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    """Gives each answer the number that it got when it was first seen, by whomever."""
    yield seen(_length(response.id))


def goes_by_hashes(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    yield seen(hash(response.id))


def makes_a_generator(options: Any, context: kc.Context) -> Iterator[kc.Finding]:
    yield seen()


class WithoutMerge:
    """What a newcomer may forget."""

    def __init__(self, options: Any, context: kc.Context) -> None:
        pass

    def observe(self, response: kc.Response) -> Iterable[kc.Finding]:
        return ()

    def finish(self) -> Iterable[kc.Finding]:
        return ()


class WithoutContext(Whole):
    def __init__(self, options: Any) -> None:
        pass


class CrashesOnMaking(Whole):
    """Fails while it is made."""

    def __init__(self, options: Any, context: kc.Context) -> None:
        raise TypeError("inside")


class Shared(Whole):
    """Keeps what it sees in the class, and forgets it when a run begins."""

    known: ClassVar[set[str]] = set()

    def __init__(self, options: Any, context: kc.Context) -> None:
        self.known.clear()

    def observe(self, response: kc.Response) -> Iterable[kc.Finding]:
        self.known.add(response.id)
        return ()

    def finish(self) -> Iterator[kc.Finding]:
        yield seen(len(self.known))

    def merge(self, other: Whole) -> None:
        """Nothing is to be done."""


class Forgetful(Whole):
    def merge(self, other: Whole) -> None:
        """Forgets the other's."""


class CrashesOnMerge(Whole):
    def merge(self, other: Whole) -> None:
        raise NotImplementedError("later")


class Lock(Whole):
    def __init__(self, options: Any, context: kc.Context) -> None:
        super().__init__(options, context)
        self.lock = threading.Lock()


class Lossy(Whole):
    """Loses what it has seen on the way to another process."""

    def __getstate__(self) -> Mapping[str, object]:
        return {"titles": Counter[str]()}


def with_example(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    """A good check in a module with an example; see `specimen_docs`."""
    yield seen()


# ------------------------------------------------------------------------------------------ groupers


def grouper(group: Callable[..., Any], **changes: Any) -> kc.GrouperSpec:
    return make(kc.GrouperSpec, group=group, **changes)


def theme(*points: str, id: str | None = None, **fields: Any) -> kc.Theme:
    return kc.Theme(id=id or points[0], title=f"Tema {points[0]}", points=tuple(sorted(points)), **fields)


def _pairs(proposals: Iterable[kc.Proposal]) -> list[tuple[str, ...]]:
    """Points two by two, in the order of their ids."""
    points = sorted(proposal.point for proposal in proposals)
    return [tuple(points[index : index + 2]) for index in range(0, len(points), 2)]


def _why(points: tuple[str, ...]) -> tuple[kc.ThemeReason, ...]:
    return (kc.ThemeReason(kind="constructed", points=points),) if len(points) > 1 else ()


def pairs(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    return [theme(*points, reasons=_why(points)) for points in _pairs(proposals)]


def loses(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    return [theme(one.point) for one in proposals if one.title]


def doubles(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    return [theme(one.point, id=f"{one.point}-{copy}") for one in proposals for copy in "ab"]


def invents(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    return [*pairs(proposals, options), theme("opfundet")]


def makes_texts(proposals: Iterable[kc.Proposal], options: Any) -> list[str]:
    return [one.title for one in proposals]


def fails_on_blanks(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    return [theme(one.point) for one in proposals if one.title[0]]


def fails_on_all(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    if len(list(proposals)) > 1:
        raise RuntimeError("too many")
    return [theme(one.point) for one in proposals]


def groups_as_they_come(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    points = [one.point for one in proposals]
    parts = [tuple(sorted(points[index : index + 2])) for index in range(0, len(points), 2)]
    return [theme(*part, reasons=_why(part)) for part in parts]


def groups_by_chance() -> Callable[..., list[kc.Theme]]:
    count = itertools.count()

    def group(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
        return [kc.Theme(id=one.point, title=f"Tema {next(count)}", points=(one.point,)) for one in proposals]

    return group


KNOWN: set[str] = set()


def groups_what_is_new(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    """Keeps in its module which titles it knows, and nobody empties that."""
    made = [kc.Theme(id=one.point, title=f"Kendt: {one.title in KNOWN}", points=(one.point,)) for one in proposals]
    KNOWN.update(one.title for one in proposals)
    return made


def groups_by_hashes(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    return [kc.Theme(id=one.point, title=f"Tema {hash(one.title)}", points=(one.point,)) for one in proposals]


def groups_by_the_year(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    year = dt.datetime.now(dt.UTC).year  # noqa: TID251 - that is what is wrong with it
    return [kc.Theme(id=one.point, title=f"Tema i {year}", points=(one.point,)) for one in proposals]


def empties_the_list(proposals: list[kc.Proposal], options: Any) -> list[kc.Theme]:
    made = pairs(proposals, options)
    proposals.clear()
    return made


def says_no_reason(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    return [theme(*points) for points in _pairs(proposals)]


def gives_a_strange_reason(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    return [theme(*points, reasons=_why((*points, "andet"))) for points in _pairs(proposals)]


def counts_ids(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    return [
        theme(*points, id=f"tema-{number}", reasons=_why(points)) for number, points in enumerate(_pairs(proposals))
    ]


def repeats_ids(proposals: Iterable[kc.Proposal], options: Any) -> list[kc.Theme]:
    return [theme(*points, id="tema", reasons=_why(points)) for points in _pairs(proposals)]


# -------------------------------------------------------------------------------------------- rounds

TEXT = """schema = 1

[round]
id = "acme-runde"
region = "midtjylland"
title = { da = "En konstrueret høring", en = "A constructed consultation" }
deadline = 2024-05-15T12:00:00

[[tracks]]
id = "klima"
title = { da = "Klima", en = "Climate" }

[participants]
parties = ["skive", "struer"]
"""


def round_spec(load: Callable[[], Any], **changes: Any) -> kc.RoundSpec:
    fields: dict[str, Any] = {"id": "acme-runde", "region": "midtjylland", "load": load, "summary": SUMMARY}
    return kc.RoundSpec(**{**fields, **changes})


def of_text(text: str) -> kc.RoundSpec:
    return round_spec(lambda: text)
