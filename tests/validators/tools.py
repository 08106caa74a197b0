"""A small round, answers to it, and a way to run one validator over them."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from kkrconsult.findings import Finding, Subject, SubjectKind, finding_key
from kkrconsult.model import (
    Deadline,
    GeneralPoint,
    Participant,
    Response,
    Round,
    Sender,
    ThemeProposal,
    Track,
    TrackPoint,
    TrackStatus,
    localized,
)
from kkrconsult.participation import participation
from kkrconsult.plugins.records import Context, ValidatorSpec
from kkrconsult.structure import decode
from kkrconsult.validators import kkrconsult_validators

COPENHAGEN = zoneinfo.ZoneInfo("Europe/Copenhagen")
SPECS: Mapping[str, ValidatorSpec[Any]] = {spec.name: spec for spec in kkrconsult_validators()}


def moment(day: int, hour: int = 12, minute: int = 0, *, month: int = 12, second: int = 0) -> dt.datetime:
    """A moment in the last months of 2020, Danish time."""
    return dt.datetime(2020, month, day, hour, minute, second, tzinfo=COPENHAGEN)


NOW = moment(20)
DAY = dt.date(2020, 12, 15)

ROUND = Round(
    id="prøve",
    title=localized(da="En konstrueret høring"),
    opens=moment(1, 8, month=10),
    deadline=Deadline(day=DAY, time=dt.time(10)),
    participants=(
        Participant(id="aarhus", name="Aarhus", aliases=("Smilets by",), email_domains=("aarhus.dk",)),
        Participant(id="skive", name="Skive", email_domains=("skive.dk",)),
        Participant(id="rksk", name="Ringkøbing-Skjern"),
    ),
    tracks=(
        Track(id="dk2020", title=localized(da="DK2020", en="DK2020"), aliases=("spor 1",)),
        Track(id="groen-vaekst", title=localized(da="Grøn vækst", en="Green growth")),
        Track(id="viden", title=localized(da="Viden"), status=TrackStatus.DROPPED),
    ),
)


def changed(**changes: Any) -> Round:
    """The round with something else about it."""
    return attrs.evolve(ROUND, **changes)


def answer(id: str = "svar-1", *participants: str, **fields: Any) -> Response:
    """An answer in time, by default from Aarhus; with ``sender`` and no parties from a stranger."""
    fields.setdefault("received_at", moment(1))
    fields.setdefault("body", "Et konstrueret svar.")
    if not participants and "sender" not in fields:
        participants = ("aarhus",)
    return Response(id=id, participants=participants, **fields)


def stranger(name: str, id: str = "svar-1", *, email: str | None = None, **fields: Any) -> Response:
    """An answer that no consulted party is behind."""
    return answer(id, sender=Sender(name=name, email=email), **fields)


def theme(title: str = "Vand", id: str = "p1", **fields: Any) -> ThemeProposal:
    fields.setdefault("rationale", "Det regner mere.")
    return ThemeProposal(id=id, title=title, **fields)


def on_track(track: str = "dk2020", id: str = "p1", **fields: Any) -> TrackPoint:
    return TrackPoint(id=id, track=track, text=fields.pop("text", "Godt."), **fields)


def general(id: str = "p1", text: str = "Tak.", **fields: Any) -> GeneralPoint:
    return GeneralPoint(id=id, text=text, **fields)


def start(name: str, round_: Round = ROUND, at: dt.datetime = NOW, **options: Any) -> Any:
    """A run of a validator; options as a round file gives them."""
    spec = SPECS[name]
    return spec.create(decode(spec.options, options), Context(round=round_, at=at))


def run(name: str, *responses: Response, round: Round = ROUND, at: dt.datetime = NOW, **options: Any) -> list[Finding]:
    """What a validator has to say, with the subjects that the engine would fill in, in the engine's order."""
    validator = start(name, round, at, **options)
    return results(validator, round, responses, at)


def observed(validator: Any, responses: Iterable[Response]) -> list[Finding]:
    """What it says while it looks at responses."""
    return [
        attrs.evolve(finding, subject=finding.subject or Subject(kind=SubjectKind.RESPONSE, id=response.id))
        for response in responses
        for finding in validator.observe(response)
    ]


def finished(validator: Any, round_: Round, responses: Iterable[Response], at: dt.datetime = NOW) -> list[Finding]:
    """What it says at the end, told how the responses stand if it asks for that."""
    subject = Subject(kind=SubjectKind.ROUND, id=round_.id)
    found = [*validator.finish()]
    if hasattr(validator, "conclude"):
        found += validator.conclude(participation(round_, responses, at))
    return [attrs.evolve(finding, subject=finding.subject or subject) for finding in found]


def results(validator: Any, round_: Round, responses: Sequence[Response], at: dt.datetime = NOW) -> list[Finding]:
    return sorted([*observed(validator, responses), *finished(validator, round_, responses, at)], key=finding_key)


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def only(findings: Iterable[Finding]) -> Finding:
    """The one finding that there is."""
    (finding,) = findings
    return finding
