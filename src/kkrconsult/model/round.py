"""A consultation round and what belongs to it: materials, milestones, deadline, demands, outcome."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import Any

import attrs

from kkrconsult.calendar_ import DayCount
from kkrconsult.errors import DataError, Problem
from kkrconsult.model._checks import as_moment, check_days, check_id, check_moment, check_text, check_tuple, refuse
from kkrconsult.model.assessment import AssessmentRules
from kkrconsult.model.decisions import decision_problems
from kkrconsult.model.party import Contact, Participant
from kkrconsult.model.settings import Settings
from kkrconsult.model.text import LocalizedText
from kkrconsult.model.themes import ThemeDecision
from kkrconsult.model.track import Actor, Track
from kkrconsult.notebook import page
from kkrconsult.structure import did_you_mean

__all__ = [
    "Deadline",
    "Demand",
    "Extension",
    "MandateArea",
    "Material",
    "MaterialKind",
    "Milestone",
    "MilestoneKind",
    "MilestoneStatus",
    "Outcome",
    "Round",
    "Source",
    "Speaker",
]


@attrs.frozen(kw_only=True)
class Source:
    """Where a fact comes from."""

    title: str
    """What the source is called."""
    url: str | None = None
    """Where it is found."""
    accessed: dt.date | None = None
    """The day on which it was read."""

    def __attrs_post_init__(self) -> None:
        check_text(self, "title", self.title)


@attrs.frozen(kw_only=True)
class Speaker:
    """A person behind a material."""

    name: str
    """Name."""
    organisation: str | None = None
    """Whom the person speaks for."""

    def __attrs_post_init__(self) -> None:
        check_text(self, "name", self.name)


class MaterialKind(enum.Enum):
    """What a material is."""

    LETTER = "letter"
    DRAFT = "draft"
    TALK = "talk"
    PAGE = "page"
    FORM = "form"
    OTHER = "other"


@attrs.frozen(kw_only=True)
class Material:
    """Input to the round (høringsmateriale, oplæg): a talk, the letter, a draft."""

    id: str
    """Stable id."""
    title: LocalizedText
    """Title."""
    kind: MaterialKind = MaterialKind.OTHER
    """What it is."""
    speakers: tuple[Speaker, ...] = ()
    """Who speaks or wrote."""
    tracks: tuple[str, ...] = ()
    """Ids of the tracks that it is about."""
    digital: bool = False
    """Whether it was given digitally."""
    url: str | None = None
    """Where it is found."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "id", self.id)
        check_tuple(self, "speakers", self.speakers)
        check_tuple(self, "tracks", self.tracks)


class MilestoneKind(enum.Enum):
    """What kind of event a milestone is."""

    DECIDED = "decided"
    CONFERENCE = "conference"
    SENT = "sent"
    OPENS = "opens"
    DEADLINE = "deadline"
    DISCUSSED = "discussed"
    ADOPTED = "adopted"
    ANNOUNCED = "announced"
    MEETING = "meeting"
    OTHER = "other"


class MilestoneStatus(enum.Enum):
    """Whether a milestone was reached."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


@attrs.frozen(kw_only=True)
class Milestone:
    """A dated step of the round: a decision, a meeting, a conference."""

    id: str
    """Stable id."""
    kind: MilestoneKind
    """What it is."""
    title: LocalizedText
    """What happens."""
    on: dt.date | None = None
    """The day, where it is known."""
    status: MilestoneStatus = MilestoneStatus.PLANNED
    """Whether it took place."""
    reason: LocalizedText | None = None
    """Why it was cancelled or moved."""
    replaced_by: tuple[str, ...] = ()
    """Ids of the milestones or materials that took its place."""
    place: str | None = None
    """Where."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "id", self.id)
        check_days(self, "on", self.on)
        check_tuple(self, "replaced_by", self.replaced_by)


@attrs.frozen(kw_only=True)
class Deadline:
    """A deadline (høringsfrist) as people write it: a day, perhaps a time, in a zone.

    The moment behind it is computed by `kkrconsult.timeline`; without a time the whole day counts.
    """

    day: dt.date
    """The last day."""
    time: dt.time | None = None
    """Local time on that day at which it ends; None means the end of the day, inclusive."""
    timezone: str = "Europe/Copenhagen"
    """IANA name of the zone in which day and time are meant."""
    grace_minutes: int = 0
    """Minutes after it in which an answer still counts as in time."""

    def __attrs_post_init__(self) -> None:
        if type(self.day) is not dt.date:
            refuse(self, "day", "must be a date without a time", self.day)
        time: object = self.time
        if time is not None and (not isinstance(time, dt.time) or time.tzinfo is not None):
            refuse(self, "time", "must be a local time without an offset", time)
        check_text(self, "timezone", self.timezone)
        if type(self.grace_minutes) is not int or self.grace_minutes < 0:
            refuse(self, "grace_minutes", "must be a whole number of minutes, 0 or more", self.grace_minutes)


@attrs.frozen(kw_only=True)
class Extension:
    """A later deadline (fristforlængelse) for some parties or for all."""

    deadline: Deadline
    """The new deadline."""
    participants: tuple[str, ...] = ()
    """Ids of the parties that it is for; none means all."""
    granted_by: str | None = None
    """Who granted it."""
    granted_on: dt.date | None = None
    """When it was granted."""
    reason: LocalizedText | None = None
    """Why."""

    def __attrs_post_init__(self) -> None:
        check_tuple(self, "participants", self.participants)
        check_days(self, "granted_on", self.granted_on)


@attrs.frozen(kw_only=True)
class Demand:
    """What the letter asks of an answer, in words; validators hold what can be checked."""

    id: str
    """Stable id."""
    text: LocalizedText
    """The demand, as a party should read it."""
    validators: tuple[str, ...] = ()
    """Names of the validators that check it; none where only a person can."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "id", self.id)
        check_tuple(self, "validators", self.validators)


@attrs.frozen(kw_only=True)
class MandateArea:
    """An area in which the KKR speaks for its municipalities, such as traffic or climate; areas may nest."""

    id: str
    """Stable id."""
    title: LocalizedText
    """Title."""
    description: LocalizedText | None = None
    """What the KKR does there."""
    parent: str | None = None
    """Id of the area that it is part of."""
    actors: tuple[Actor, ...] = ()
    """Companies, councils and partners in the area."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "id", self.id)
        check_tuple(self, "actors", self.actors)


@attrs.frozen(kw_only=True)
class Outcome:
    """What the council decided in the end."""

    tracks: tuple[Track, ...] = ()
    """The tracks of the final strategy, each with its history."""
    decided_on: dt.date | None = None
    """When."""
    summary: LocalizedText | None = None
    """What came of the round."""
    sources: tuple[Source, ...] = ()
    """Where that is known from."""

    def __attrs_post_init__(self) -> None:
        check_tuple(self, "tracks", self.tracks)
        check_days(self, "decided_on", self.decided_on)
        check_tuple(self, "sources", self.sources)


@attrs.frozen(kw_only=True)
class Round:
    """A consultation round (høringsrunde): all that the secretariat has settled before the answers come in."""

    id: str
    """Stable id, such as ``midtjylland-klima-2020``."""
    title: LocalizedText
    """Title."""
    deadline: Deadline | None = None
    """When answers must be in; None where no source tells."""
    opens: dt.datetime | None = attrs.field(default=None, converter=as_moment)
    """The moment from which answers are asked for: when the letter is sent."""
    timezone: str = "Europe/Copenhagen"
    """IANA name of the zone in which the round's dates are shown."""
    region: str | None = None
    """Id of the KKR that holds the round, such as ``midtjylland``."""
    area: str | None = None
    """Id of the mandate area that the round belongs to."""
    areas: tuple[MandateArea, ...] = ()
    """The KKR's mandate areas."""
    organiser: str | None = None
    """Who sends the letter and receives the answers."""
    case_number: str | None = None
    """The secretariat's case number, in its own form."""
    contact: Contact | None = None
    """Where answers are sent."""
    background: LocalizedText | None = None
    """What led to the round."""
    purpose: LocalizedText | None = None
    """What the round is to achieve."""
    draft: bool = False
    """Whether the round is still being prepared."""
    concluded_on: dt.date | None = None
    """The day on which the council concluded it."""
    day_count: DayCount = DayCount.EXCLUSIVE
    """By which convention the days of the period are counted."""
    new_themes: bool = True
    """Whether parties may propose supplementary themes."""
    track_candidate_from: int = 3
    """How many parties must propose a theme before it counts as a candidate for a further track."""
    tracks: tuple[Track, ...] = ()
    """The tracks on which the parties are heard."""
    materials: tuple[Material, ...] = ()
    """The input that the parties get."""
    milestones: tuple[Milestone, ...] = ()
    """The steps of the round."""
    participants: tuple[Participant, ...] = ()
    """The consulted parties."""
    extensions: tuple[Extension, ...] = ()
    """Later deadlines that were granted."""
    demands: tuple[Demand, ...] = ()
    """What is asked of an answer."""
    themes: tuple[ThemeDecision, ...] = ()
    """What was settled about supplementary themes that parties proposed."""
    assessment: AssessmentRules = AssessmentRules()
    """How points are assessed, and what the dispositions are called."""
    outcome: Outcome | None = None
    """What was decided."""
    sources: tuple[Source, ...] = ()
    """Where the round's facts come from."""
    unknowns: tuple[LocalizedText, ...] = ()
    """What the sources do not tell."""
    settings: Settings = Settings()
    """Options of validators, exporters, readers and groupers, as the round file gives them."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "id", self.id)
        check_moment(self, "opens", self.opens)
        check_text(self, "timezone", self.timezone)
        check_days(self, "concluded_on", self.concluded_on)
        if type(self.track_candidate_from) is not int or self.track_candidate_from < 1:
            refuse(self, "track_candidate_from", "must be a number of parties, 1 or more", self.track_candidate_from)
        for field in ("areas", "tracks", "materials", "milestones", "participants", "extensions", "demands", "themes"):
            check_tuple(self, field, getattr(self, field))
        problems = [
            Problem(message="has the id of another entry", path=(field, index, "id"), found=repr(item.id))
            for field in ("areas", "tracks", "materials", "milestones", "participants", "demands")
            for index, item in _repeated(getattr(self, field))
        ]
        problems += self._dangling()
        problems += decision_problems(self.themes)
        if problems:
            raise DataError(f"Round {self.id}: its parts do not fit together:", problems)

    def _repr_html_(self) -> str:
        """How it shows itself in a notebook."""
        deadline = self.deadline
        ends = f"{deadline.day.isoformat()} {deadline.time or ''} ({deadline.timezone})" if deadline else None
        facts = [
            ("id", self.id),
            ("region", self.region),
            ("opens", self.opens.isoformat() if self.opens else None),
            ("deadline", ends),
            ("participants", len(self.participants)),
        ]
        tracks = [{"track": track.id, "title": track.title.in_language("da")} for track in self.tracks]
        return page(self.title.in_language("da"), facts, tracks)

    def _dangling(self) -> list[Problem]:
        """References inside the round that lead nowhere."""
        parties = {party.id for party in self.participants}
        tracks = {track.id for track in self.tracks}
        areas = {area.id for area in self.areas}
        steps = {step.id for step in self.milestones} | {material.id for material in self.materials}
        refs: list[tuple[tuple[str | int, ...], str, set[str], str]] = []
        refs += [
            (("extensions", i, "participants", j), ref, parties, "a participant of the round")
            for i, extension in enumerate(self.extensions)
            for j, ref in enumerate(extension.participants)
        ]
        refs += [
            (("materials", i, "tracks", j), ref, tracks, "a track of the round")
            for i, material in enumerate(self.materials)
            for j, ref in enumerate(material.tracks)
        ]
        refs += [
            (("milestones", i, "replaced_by", j), ref, steps, "a milestone or material of the round")
            for i, milestone in enumerate(self.milestones)
            for j, ref in enumerate(milestone.replaced_by)
        ]
        final = tracks | {track.id for track in self.outcome.tracks} if self.outcome else tracks
        refs += [
            (("themes", i, "track"), theme.track, final, "a track of the round or of its outcome")
            for i, theme in enumerate(self.themes)
            if theme.track is not None
        ]
        if self.area is not None and areas:
            refs.append((("area",), self.area, areas, "a mandate area of the round"))
        return [
            Problem(message=f"does not name {what}", path=path, found=repr(ref), suggestion=did_you_mean(ref, known))
            for path, ref, known, what in refs
            if ref not in known
        ]


def _repeated(items: Iterable[Any]) -> list[tuple[int, Any]]:
    seen: set[str] = set()
    repeated = []
    for index, item in enumerate(items):
        if item.id in seen:
            repeated.append((index, item))
        seen.add(item.id)
    return repeated
