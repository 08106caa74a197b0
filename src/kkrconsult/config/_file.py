"""The shape of a round file.

These classes read the file, and editors learn of it through their JSON Schema.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import attrs

from kkrconsult.calendar_ import DayCount
from kkrconsult.config._times import LocalTime, Start
from kkrconsult.model import (
    AssessmentRules,
    Contact,
    Demand,
    LocalizedText,
    MandateArea,
    Material,
    Milestone,
    Outcome,
    Participant,
    Source,
    ThemeDecision,
    Track,
    check_id,
    check_text,
    refuse,
)
from kkrconsult.structure import FrozenMap

__all__ = ["SCHEMA", "ExtensionTable", "ParticipantsTable", "PluginsTable", "RoundFile", "RoundTable"]

SCHEMA = 1
"""The version of the format. It changes when a file could come to mean something else."""


def _check_minutes(owner: object, minutes: int | None) -> None:
    if minutes is not None and minutes < 0:
        refuse(owner, "grace_minutes", "must be 0 or more", minutes)


@attrs.frozen(kw_only=True)
class RoundTable:
    """The round itself: what it is about, who holds it, when answers are due."""

    id: str
    """Stable id, such as ``midtjylland-klima-2020``."""
    title: LocalizedText
    """Title."""
    region: str | None = None
    """Id of the KKR that holds the round, such as ``midtjylland``; ``danmark`` for all of them."""
    area: str | None = None
    """Id of the mandate area that the round belongs to; one of ``[[areas]]`` where there are any."""
    opens: Start | None = None
    """When the letter is sent: local date and time, or a date for the start of that day."""
    deadline: LocalTime | None = None
    """When answers must be in: local date and time; a date alone counts to the end of that day."""
    grace_minutes: int | None = None
    """Minutes after the deadline in which an answer still counts as in time."""
    timezone: str = "Europe/Copenhagen"
    """IANA name of the zone in which the file's times are meant."""
    deadline_timezone: str | None = None
    """Zone of the deadline, where it is another than ``timezone``."""
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

    def __attrs_post_init__(self) -> None:
        check_id(self, "id", self.id)
        check_text(self, "timezone", self.timezone)
        _check_minutes(self, self.grace_minutes)


@attrs.frozen(kw_only=True)
class ParticipantsTable:
    """The consulted parties: those of a KKR or region on a day, single ones, and ones of your own."""

    region: str | None = None
    """Id of the KKR or region whose municipalities are asked, such as ``midtjylland``; ``danmark`` for all
    98."""
    regions: tuple[str, ...] = ()
    """Several such ids."""
    on: dt.date | None = None
    """The day whose membership counts; where it is not given, the day on which the round opens, else its
    deadline."""
    exclude: tuple[str, ...] = ()
    """Ids of municipalities of the region that are not asked."""
    parties: tuple[str, ...] = ()
    """Ids of further municipalities (``lemvig``), regions (``region-midtjylland``) and KKRs
    (``kkr-midtjylland``)."""
    include: tuple[Participant, ...] = ()
    """Other parties, each described in full."""
    contacts: FrozenMap[str, str] = FrozenMap()
    """E-mail address for letters, by the party's id."""
    domains: FrozenMap[str, tuple[str, ...]] = FrozenMap()
    """Domains of the party's own e-mail addresses, by the party's id."""


@attrs.frozen(kw_only=True)
class ExtensionTable:
    """A later deadline (fristforlængelse) for some parties or for all."""

    deadline: LocalTime
    """The new deadline: local date and time, or a date."""
    participants: tuple[str, ...] = ()
    """Ids of the parties that it is for; none means all."""
    granted_by: str | None = None
    """Who granted it."""
    granted_on: dt.date | None = None
    """When it was granted."""
    reason: LocalizedText | None = None
    """Why."""
    grace_minutes: int | None = None
    """Minutes after it in which an answer still counts as in time; where not given, those of the round."""
    timezone: str | None = None
    """Zone of the new deadline, where it is another than that of the round's deadline."""

    def __attrs_post_init__(self) -> None:
        _check_minutes(self, self.grace_minutes)


@attrs.frozen(kw_only=True)
class PluginsTable:
    """Plugins of the round's own."""

    local: tuple[str, ...] = ()
    """Python files beside the round file; used only where whoever runs the program allows it."""


@attrs.frozen(kw_only=True)
class RoundFile:
    """A consultation round (høringsrunde) as a TOML file."""

    schema: Literal[1]
    """Version of the format."""
    unknowns: tuple[LocalizedText, ...] = ()
    """What the sources do not tell. Stands before the first table."""
    round: RoundTable
    """The round itself."""
    areas: tuple[MandateArea, ...] = ()
    """The KKR's mandate areas."""
    tracks: tuple[Track, ...] = ()
    """The tracks on which the parties are heard."""
    materials: tuple[Material, ...] = ()
    """The input that the parties get."""
    milestones: tuple[Milestone, ...] = ()
    """The steps of the round."""
    participants: tuple[Participant, ...] | ParticipantsTable = ()
    """The consulted parties: a table with a region, or a list of parties described in full."""
    extensions: tuple[ExtensionTable, ...] = ()
    """Later deadlines that were granted."""
    demands: tuple[Demand, ...] = ()
    """What is asked of an answer."""
    themes: tuple[ThemeDecision, ...] = ()
    """What was settled about supplementary themes that parties proposed: which belong together, what they became."""
    assessment: AssessmentRules = AssessmentRules()
    """How points are assessed."""
    outcome: Outcome | None = None
    """What was decided."""
    sources: tuple[Source, ...] = ()
    """Where the round's facts come from."""
    validators: FrozenMap[str, FrozenMap[str, object]] = FrozenMap()
    """Options of validators by name."""
    exporters: FrozenMap[str, FrozenMap[str, object]] = FrozenMap()
    """Options of exporters by name."""
    readers: FrozenMap[str, FrozenMap[str, object]] = FrozenMap()
    """Options of readers by name."""
    groupers: FrozenMap[str, FrozenMap[str, object]] = FrozenMap()
    """Options of groupers by name."""
    plugins: PluginsTable = PluginsTable()
    """Plugins of the round's own."""
