"""Hypothesis strategies for every class of the model, for findings and for reports.

`instances(cls)` gives objects of any such class, or of a union of them, by the type hints of the class, so
that a field added tomorrow is tested tomorrow. Only what a hint cannot say (ids, references that must lead
somewhere) is written down here.

`scenarios()` gives what most rules are about: a round, answers that fit it well or badly, and a moment.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import types
import typing
import zoneinfo
from collections.abc import Callable, Mapping
from typing import Any, Union

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import kkrconsult.findings
import kkrconsult.model
import kkrconsult.report
from kkrconsult.findings import Code, Finding, Location, Severity, Subject
from kkrconsult.model import (
    Actor,
    Anchor,
    Assessment,
    Attachment,
    Deadline,
    Decision,
    DecisionKind,
    Demand,
    DispositionLabels,
    Extension,
    GeneralPoint,
    LocalizedText,
    MandateArea,
    Material,
    Milestone,
    NoRemarks,
    PageCount,
    Participant,
    PartyStatus,
    Point,
    Proposal,
    Provenance,
    Receipt,
    Response,
    ResponseStatus,
    Round,
    Sender,
    SetAside,
    Signatory,
    Source,
    SourceFile,
    Speaker,
    Theme,
    ThemeDecision,
    ThemeProposal,
    ThemeQuote,
    ThemeReason,
    Track,
    TrackPoint,
    Withdrawal,
    localized,
)
from kkrconsult.report import Report
from kkrconsult.structure import FrozenMap, hints_of

__all__ = [
    "CLASSES",
    "ENUMS",
    "Scenario",
    "answers",
    "bodies",
    "codes",
    "crowds",
    "dates",
    "deadlines",
    "ids",
    "instances",
    "lines",
    "moments",
    "plain_data",
    "proposals",
    "scenarios",
    "texts",
    "zones",
]

COPENHAGEN = zoneinfo.ZoneInfo("Europe/Copenhagen")


def _public(kind: Callable[[Any], bool]) -> tuple[type[Any], ...]:
    modules = (kkrconsult.model, kkrconsult.findings, kkrconsult.report)
    found = {getattr(module, name) for module in modules for name in module.__all__}
    chosen = (item for item in found if isinstance(item, type) and kind(item))
    return tuple(sorted(chosen, key=lambda cls: cls.__name__))


CLASSES: tuple[type[Any], ...] = _public(attrs.has)
"""Every public attrs class of the model, findings and reports."""

ENUMS: tuple[type[Any], ...] = _public(lambda cls: issubclass(cls, enum.Enum))
"""Every public enum of the model, findings and reports."""


# ------------------------------------------------------------------------------------------- scalars

# What breaks formats: quotes, separators, formula signs, line ends, letters beyond ASCII, beyond the first
# plane, invisible ones. All but lone surrogates, which no file can hold.
_AWKWARD = "\"'`,;|\t\n\r\\=+-@*_#<>&{}[]%~$\x00\x85\u2028\ufeff\u200bæøåÆØÅéüß€–’😀"
_CHARACTERS = st.one_of(st.sampled_from("abc ÆØÅæøå 123.\n"), st.sampled_from(_AWKWARD), st.characters(codec="utf-8"))


def texts(*, blank: bool = True, max_size: int = 12) -> SearchStrategy[str]:
    """Any text; without `blank` none that is empty or white space only."""
    anything = st.text(_CHARACTERS, max_size=max_size)
    return anything if blank else anything.map(lambda text: text if text.strip() else text + "ø")


def lines(*, max_size: int = 30) -> SearchStrategy[str]:
    """Text of one line, not blank and without white space around it, such as a title."""
    letters = st.text(st.sampled_from("abcdeABCDE æøåÆØÅ0123456789.,-–:;()&'\"/"), max_size=max_size)
    return letters.map(lambda text: " ".join(text.split()) or "Grøn vækst")


def bodies() -> SearchStrategy[str]:
    """Text of some paragraphs, with blank lines of every kind between them."""
    breaks = st.sampled_from(["\n\n", "\n\n\n", "\n \t\n", "\r\n\r\n", "\n\u00a0\n"])
    pieces = st.lists(st.tuples(lines(), st.sampled_from(["", "\nog en linje til"]), breaks), max_size=5)
    return pieces.map(lambda parts: "".join(line + more + end for line, more, end in parts))


def ids() -> SearchStrategy[str]:
    """Anything that may be an id."""
    first = st.sampled_from("abczÆøåÅ09é")
    rest = st.text(st.sampled_from("abcæøå019._-Z"), max_size=6)
    return st.builds(lambda head, tail: head + tail, first, rest)


def dates() -> SearchStrategy[dt.date]:
    """Any date; most of them in the years with which rounds have to do."""
    return st.dates(dt.date(2011, 1, 1), dt.date(2031, 12, 31)) | st.dates()


def zones() -> SearchStrategy[str]:
    """Names of zones: Denmark's, and some that change the clock elsewhere or by other steps."""
    others = ["UTC", "America/Nuuk", "Atlantic/Faroe", "Australia/Lord_Howe", "Asia/Kathmandu"]
    return st.just("Europe/Copenhagen") | st.sampled_from(others)


def _offsets() -> SearchStrategy[dt.tzinfo]:
    whole = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
    # Local mean time: Copenhagen was 50 minutes and 20 seconds ahead until 1894.
    odd = st.just(dt.timezone(dt.timedelta(minutes=50, seconds=20)))
    return st.one_of(whole, odd, st.just(dt.UTC), zones().map(zoneinfo.ZoneInfo))


def moments() -> SearchStrategy[dt.datetime]:
    """Aware moments in any zone; also in hours that a clock change skips or repeats."""
    return _moments(2011, 2031) | _moments(1, 9999)


def _moments(first: int, last: int) -> SearchStrategy[dt.datetime]:
    begin, end = dt.datetime(first, 1, 3), dt.datetime(last, 12, 29)  # noqa: DTZ001 - zones are drawn
    return st.datetimes(begin, end, timezones=_offsets())


def plain_data() -> SearchStrategy[Any]:
    """Plain JSON data in its immutable form: what settings and parameters hold."""
    scalars = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), texts()
    )
    return st.recursive(
        scalars,
        lambda inner: st.one_of(
            st.lists(inner, max_size=2).map(tuple),
            st.dictionaries(texts(), inner, max_size=2).map(FrozenMap),
        ),
        max_leaves=4,
    )


def codes() -> SearchStrategy[str]:
    """Names of codes."""
    parts = st.sampled_from(["deadline", "pages", "late", "too-many", "acme2", "x"])
    return st.lists(parts, min_size=2, max_size=3).map(".".join)


def _paragraph_numbers(*, min_size: int = 0) -> SearchStrategy[tuple[int, ...]]:
    return st.sets(st.integers(1, 9), min_size=min_size, max_size=3).map(lambda found: tuple(sorted(found)))


def _hex(length: int) -> SearchStrategy[str]:
    return st.text("0123456789abcdef", min_size=length, max_size=length)


def _digits(count: int) -> SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


def _languages() -> SearchStrategy[str]:
    return st.sampled_from(["da", "en", "kl", "fo", "de-AT", "nb-NO"])


# --------------------------------------------------------------------------- from hints to strategies

_SCALARS: Mapping[Any, Callable[[], SearchStrategy[Any]]] = {
    str: texts,
    bool: st.booleans,
    int: lambda: st.integers(0, 9),
    float: lambda: st.floats(0, 99, allow_nan=False),
    dt.date: dates,
    dt.datetime: moments,
    dt.time: st.times,
    object: plain_data,
}


def instances(tp: Any) -> SearchStrategy[Any]:
    """Objects of a class of the model, or of any type that one of its hints may name."""
    return _strategy(tp)


@functools.cache
def _strategy(tp: Any) -> SearchStrategy[Any]:
    if tp in _SCALARS:
        return _SCALARS[tp]()
    origin, args = typing.get_origin(tp), typing.get_args(tp)
    if origin in (Union, types.UnionType):
        return st.one_of(*[st.none() if arg is type(None) else _strategy(arg) for arg in args])
    if origin is tuple:
        return st.lists(_strategy(args[0]), max_size=2).map(tuple)
    if origin is FrozenMap:
        return st.dictionaries(texts(), _strategy(args[1]), max_size=2).map(FrozenMap)
    if tp in _WHOLE:
        return _WHOLE[tp]()
    if issubclass(tp, enum.Enum):
        return st.sampled_from(tp)
    return built(tp)


def built(cls: Any, **given: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Objects of an attrs class; the strategy of a field is given here, known by name, or from its hint."""
    hints = hints_of(cls)
    known = _FIELDS.get(cls, {})
    fields = [field.name for field in attrs.fields(cls) if field.init]
    chosen: dict[str, SearchStrategy[Any]] = {}
    for name in fields:
        if name in given:
            chosen[name] = given[name]
        elif name in known:
            chosen[name] = known[name]()
        else:
            # Deferred, because what a hint names may be declared further down.
            chosen[name] = st.deferred(lambda name=name: _strategy(hints[name]))  # type: ignore[misc]
    return st.builds(cls, **chosen)


def _optional(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.none() | strategy


def _templates() -> SearchStrategy[str]:
    braced = texts().map(lambda text: text.replace("{", "{{").replace("}", "}}"))
    return st.builds("{}{}".format, braced, st.sampled_from(["", "{name}", "{days:n=dag/dage}", "{at:moment}"]))


def _said() -> SearchStrategy[str]:
    return texts(blank=False)


# Where a hint says less than the class asks for.
_FIELDS: Mapping[type[Any], Mapping[str, Callable[[], SearchStrategy[Any]]]] = {
    Actor: {"name": _said},
    Anchor: {"page": lambda: _optional(st.integers(1, 99)), "paragraphs": _paragraph_numbers},
    Assessment: {"point": ids},
    Attachment: {"name": _said, "sha256": lambda: _optional(_hex(64))},
    Code: {
        "name": codes,
        "text": lambda: st.dictionaries(_languages(), _templates(), max_size=2).map(FrozenMap),
    },
    Demand: {"id": ids},
    Deadline: {"timezone": zones},
    Finding: {"code": codes},
    GeneralPoint: {"id": ids, "text": _said},
    MandateArea: {"id": ids},
    Material: {"id": ids},
    Milestone: {"id": ids},
    PageCount: {"pages": lambda: st.integers(0, 99) | st.floats(0, 99, allow_nan=False)},
    Participant: {
        "id": ids,
        "name": _said,
        "code": lambda: _optional(_digits(3)),
        "cvr": lambda: _optional(_digits(8)),
        "aliases": lambda: st.lists(_said(), max_size=2).map(tuple),
    },
    PartyStatus: {"participant": ids, "name": _said},
    Proposal: {"point": ids},
    Provenance: {"confidence": lambda: _optional(st.floats(0, 1))},
    Receipt: {"response": ids},
    ResponseStatus: {"response": ids},
    Sender: {"name": _said},
    SetAside: {"paragraphs": lambda: _paragraph_numbers(min_size=1), "reason": _said},
    Signatory: {"name": _said},
    Source: {"title": _said},
    SourceFile: {"name": _said, "sha256": lambda: _optional(_hex(64))},
    Speaker: {"name": _said},
    Subject: {"id": _said},
    Theme: {"id": ids, "title": _said},
    ThemeDecision: {
        "title": _said,
        "titles": lambda: st.lists(_said(), max_size=2).map(tuple),
        "points": lambda: st.lists(_said(), max_size=2).map(tuple),
        "merges": lambda: st.lists(_said(), max_size=2).map(tuple),
        "splits": lambda: _optional(_said()),
    },
    ThemeQuote: {"point": ids},
    ThemeReason: {"likeness": lambda: _optional(st.floats(0, 1))},
    ThemeProposal: {"id": ids, "title": texts, "text": _said},
    Track: {"id": ids},
    TrackPoint: {"id": ids, "track": ids, "text": _said},
    Withdrawal: {"reason": _said},
}


def _localized() -> SearchStrategy[LocalizedText]:
    by_language = st.dictionaries(_languages(), _said(), min_size=1, max_size=2)
    return by_language.map(lambda found: LocalizedText(translations=FrozenMap(found)))


@st.composite
def _responses(draw: st.DrawFn) -> Response:
    identity = draw(ids())
    participants = tuple(draw(st.lists(ids(), max_size=3, unique=True)))
    sender = draw(instances(Sender) if not participants else _optional(instances(Sender)))
    points = draw(st.lists(instances(Point), max_size=3, unique_by=lambda point: point.id).map(tuple))
    response: Response = draw(
        built(
            Response,
            id=st.just(identity),
            participants=st.just(participants),
            sender=st.just(sender),
            points=st.just(points),
            body=bodies() | texts(),
            version=st.integers(1, 9),
            supersedes=_optional(texts().filter(lambda other: other != identity)),
        )
    )
    return response


def _unique(cls: type[Any], **given: SearchStrategy[Any]) -> SearchStrategy[tuple[Any, ...]]:
    strategy = built(cls, **given) if given else instances(cls)
    return st.lists(strategy, max_size=2, unique_by=lambda item: item.id).map(tuple)


def _some_of(known: set[str]) -> SearchStrategy[tuple[str, ...]]:
    if not known:
        return st.just(())
    return st.lists(st.sampled_from(sorted(known)), max_size=2).map(tuple)


@st.composite
def _rounds(draw: st.DrawFn) -> Round:
    participants = draw(_unique(Participant))
    tracks = draw(_unique(Track))
    areas = draw(_unique(MandateArea))
    materials = draw(_unique(Material, tracks=_some_of({track.id for track in tracks})))
    step_ids = {item.id for item in materials}
    milestones = draw(_unique(Milestone, replaced_by=_some_of(step_ids)))
    parties = {party.id for party in participants}
    extensions = draw(st.lists(built(Extension, participants=_some_of(parties)), max_size=2).map(tuple))
    area = draw(_optional(st.sampled_from([item.id for item in areas]) if areas else ids()))
    round_: Round = draw(
        built(
            Round,
            id=ids(),
            timezone=zones(),
            participants=st.just(participants),
            tracks=st.just(tracks),
            areas=st.just(areas),
            area=st.just(area),
            materials=st.just(materials),
            milestones=st.just(milestones),
            extensions=st.just(extensions),
            demands=_unique(Demand),
            themes=_decisions({track.id for track in tracks}),
            track_candidate_from=st.integers(1, 9),
        )
    )
    return round_


def _decisions(tracks: set[str]) -> SearchStrategy[tuple[ThemeDecision, ...]]:
    """What was settled about themes, nothing of it twice."""
    one = built(
        ThemeDecision,
        title=_said(),
        titles=st.lists(_said(), max_size=2).map(tuple),
        points=st.lists(_said(), max_size=2).map(tuple),
        merges=st.just(()),
        track=_optional(st.sampled_from(sorted(tracks))) if tracks else st.none(),
    )
    return st.lists(one, max_size=2).map(tuple).filter(_apart).flatmap(_built_upon)


def _built_upon(decisions: tuple[ThemeDecision, ...]) -> SearchStrategy[tuple[ThemeDecision, ...]]:
    """As they are, or with one more that puts some of them together."""
    if not decisions:
        return st.just(decisions)
    titles = st.lists(st.sampled_from([item.title for item in decisions]), min_size=1, unique=True)
    more = titles.map(lambda found: (*decisions, ThemeDecision(title=found[0], merges=tuple(found))))
    return st.just(decisions) | more


def _apart(decisions: tuple[ThemeDecision, ...]) -> bool:
    named = [
        {(kind, " ".join(text.split()).casefold()) for kind, texts in said.items() for text in texts}
        for item in decisions
        for said in ({"title": (item.title, *item.titles), "point": item.points},)
    ]
    return len(named) < 2 or named[0].isdisjoint(named[1])


def _disposition_labels() -> SearchStrategy[DispositionLabels]:
    """Words for dispositions, none of them for two."""

    def named(field: str) -> SearchStrategy[LocalizedText]:
        by_language = st.dictionaries(_languages(), texts().map(lambda text: f"{field} {text}"), min_size=1, max_size=2)
        return by_language.map(lambda found: LocalizedText(translations=FrozenMap(found)))

    fields = [field.name for field in attrs.fields(DispositionLabels)]
    return st.builds(DispositionLabels, **{field: _optional(named(field)) for field in fields})


_WHOLE: Mapping[Any, Callable[[], SearchStrategy[Any]]] = {
    DispositionLabels: _disposition_labels,
    LocalizedText: _localized,
    Response: _responses,
    Round: _rounds,
    Report: lambda: built(Report, findings=_findings()),
}


def _findings() -> SearchStrategy[tuple[Finding, ...]]:
    whole = built(
        Finding,
        severity=st.sampled_from(Severity),
        subject=instances(Subject),
        location=_optional(instances(Location)),
        validator=_optional(st.just("deadline")),
    )
    return st.lists(whole, max_size=3).map(tuple)


# ----------------------------------------------------------------------- a round and answers that fit it

_NAMES = ("Aarhus", "Ærø", "Herning", "Ringkøbing-Skjern", "Ødsted", "Åbo", "Skive")
_FIRST = dt.datetime(2020, 10, 1, 8, tzinfo=COPENHAGEN)
_LAST = dt.datetime(2021, 2, 1, 20, tzinfo=COPENHAGEN)


@attrs.frozen(kw_only=True)
class Scenario:
    """A round, what came in, and when somebody asks."""

    round: Round
    responses: tuple[Response, ...]
    at: dt.datetime


def deadlines(*, day: SearchStrategy[dt.date] | None = None) -> SearchStrategy[Deadline]:
    """Deadlines in Danish time that a letter might set, with and without a time of day."""
    days = day or st.dates(dt.date(2020, 11, 1), dt.date(2021, 1, 15))
    return st.builds(
        Deadline,
        day=days,
        time=_optional(st.sampled_from([dt.time(10), dt.time(12), dt.time(16), dt.time(23, 59)])),
        grace_minutes=st.sampled_from([0, 0, 15, 24 * 60]),
    )


def _around() -> SearchStrategy[dt.datetime]:
    seconds = st.integers(0, int((_LAST - _FIRST).total_seconds()))
    return seconds.map(lambda count: _FIRST + dt.timedelta(seconds=count))


def proposals() -> SearchStrategy[ThemeProposal]:
    """Theme proposals whose titles resemble one another now and then."""
    alike = ("Biodiversitet", "biodiversitet ", "Grøn mobilitet", "Den grønne mobilitet", "Vand", "Vand!")
    titles = st.sampled_from(alike)
    return built(ThemeProposal, id=ids(), title=titles | lines(), text=texts())


def _points(tracks: tuple[str, ...], prefix: str) -> SearchStrategy[tuple[Any, ...]]:
    where = st.none() | st.builds(Anchor, paragraphs=_paragraph_numbers())
    kinds: list[SearchStrategy[Any]] = [
        built(ThemeProposal, id=st.just("x"), title=lines(), anchor=where),
        built(GeneralPoint, id=st.just("x"), anchor=where),
    ]
    if tracks:
        kinds.append(built(TrackPoint, id=st.just("x"), track=st.sampled_from(tracks), anchor=where))

    def numbered(found: list[Any]) -> tuple[Any, ...]:
        return tuple(attrs.evolve(point, id=f"{prefix}-p{n}") for n, point in enumerate(found, 1))

    return st.lists(st.one_of(*kinds), max_size=3).map(numbered)


@st.composite
def answers(
    draw: st.DrawFn,
    parties: tuple[str, ...],
    number: int,
    tracks: tuple[str, ...] = (),
    *,
    wordless: bool = False,
) -> Response:
    """One answer to a round with these parties: single, joint, a stranger's, replaced, withdrawn, late, …"""
    identity = f"svar-{number}"
    senders: list[SearchStrategy[list[str]]] = [st.just([]), st.just(["fremmed"])]
    if parties:
        senders += [st.lists(st.sampled_from(parties), min_size=1, max_size=3, unique=True)] * 3
    participants = tuple(draw(st.one_of(*senders)))
    others = st.sampled_from([f"svar-{other}" for other in range(8) if other != number] + ["findes-ikke"])
    rarely = st.sampled_from([False, False, False, True])
    return Response(
        id=identity,
        participants=participants,
        sender=Sender(name=draw(st.sampled_from(["Fremmed forening", "Aarhus Byråd", "En borger"])))
        if not participants
        else None,
        received_at=draw(st.one_of(_around(), _around(), _around(), st.none())),
        body="" if wordless else draw(bodies()),
        points=() if wordless else draw(_points(tracks, identity)),
        set_aside=() if wordless else tuple(draw(st.lists(instances(SetAside), max_size=1))),
        no_remarks=NoRemarks() if draw(rarely) else None,
        declined=draw(rarely),
        version=draw(st.integers(1, 3)),
        supersedes=draw(others) if draw(rarely) else None,
        withdrawn=Withdrawal(reason="Trukket tilbage") if draw(rarely) else None,
        decision=Decision(kind=draw(st.sampled_from(DecisionKind))) if draw(rarely) else None,
    )


@st.composite
def scenarios(draw: st.DrawFn, *, max_responses: int = 7, wordless: bool = False) -> Scenario:
    """A round with some parties, answers in any order, and a moment before or after the deadlines.

    Without words there are no texts and points in the answers, which makes many of them quickly.
    """
    names = draw(st.lists(st.sampled_from(_NAMES), max_size=5, unique=True))
    parties = tuple(Participant(id=name.casefold(), name=name) for name in names)
    known = tuple(party.id for party in parties)
    subjects = draw(st.lists(st.sampled_from(["dk2020", "groen-vaekst", "viden"]), max_size=3, unique=True))
    tracks = tuple(Track(id=subject, title=localized(da=subject)) for subject in subjects)
    extensions = st.builds(Extension, deadline=deadlines(), participants=_some_of(set(known)))
    round_ = Round(
        id="prøve",
        title=localized(da="Prøvehøring"),
        opens=draw(_optional(st.just(_FIRST))),
        deadline=draw(st.one_of(deadlines(), deadlines(), deadlines(), st.none())),
        participants=parties,
        tracks=tracks,
        extensions=tuple(draw(st.lists(extensions, max_size=2))),
        draft=draw(st.sampled_from([False, False, True])),
        concluded_on=draw(_optional(st.just(dt.date(2021, 2, 1)))),
    )
    count = draw(st.integers(0, max_responses))
    known_tracks = tuple(track.id for track in tracks)
    made = [draw(answers(known, number, known_tracks, wordless=wordless)) for number in range(count)]
    responses = tuple(made)
    return Scenario(round=round_, responses=responses, at=draw(_around()))


_SPELLINGS = (
    "Anna Hansen",
    "ANNA HANSEN",
    "Anna  Hansen",
    "Åse",
    "Aase",
    "Bo",
    "???",
    "!!!",
    "Skive",
    "To\nlinjer",
    "Łucja",
)
_OFFSETS = st.sampled_from([0, 60, 60, 120, -570]).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))


@st.composite
def _voices(draw: st.DrawFn, parties: tuple[str, ...]) -> Response:
    """One of many answers: mostly of people who are no party, with now and then what is unusual."""
    identity = f"svar-{draw(st.integers(0, 12))}"
    rarely = st.sampled_from([False] * 6 + [True])
    party = draw(rarely)
    days = st.dates(dt.date(2020, 11, 1), dt.date(2021, 1, 15))
    moments = st.builds(lambda at, zone: at.astimezone(zone), _around(), _OFFSETS)
    other = f"svar-{draw(st.integers(0, 14))}"
    return Response(
        id=identity,
        participants=tuple(draw(st.lists(st.sampled_from((*parties, "fremmed")), min_size=1, max_size=2, unique=True)))
        if party
        else (),
        sender=Sender(name=draw(st.sampled_from(_SPELLINGS))),
        # Few moments, so that some are the same.
        received_at=draw(st.one_of(st.sampled_from([_FIRST, _LAST]), moments, moments, st.none())),
        body=draw(st.sampled_from(["", "Et", "Et\n\nTo"])),
        no_remarks=NoRemarks() if draw(rarely) else None,
        declined=draw(rarely),
        version=draw(st.integers(1, 2)) if draw(rarely) else 1,
        supersedes=other if draw(rarely) and other != identity else None,
        withdrawn=Withdrawal(reason="Fortrudt", at=draw(_optional(_around()))) if draw(rarely) else None,
        decision=Decision(kind=draw(st.sampled_from(DecisionKind)), on=draw(_optional(days))) if draw(rarely) else None,
    )


@st.composite
def crowds(draw: st.DrawFn) -> Scenario:
    """A round that was asked of few and answered by others: ids that stand twice, one name in several spellings."""
    names = draw(st.lists(st.sampled_from(_NAMES), max_size=2, unique=True))
    parties = tuple(Participant(id=name.casefold(), name=name) for name in names)
    round_ = Round(
        id="prøve",
        title=localized(da="Prøvehøring"),
        deadline=draw(_optional(deadlines())),
        participants=parties,
    )
    voices = _voices(tuple(party.id for party in parties))
    return Scenario(round=round_, responses=tuple(draw(st.lists(voices, max_size=14))), at=draw(_around()))
