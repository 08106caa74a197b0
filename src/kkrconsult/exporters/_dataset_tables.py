"""The tables of the open data: which columns each has, of what type, and the rows of a report for them."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping

import attrs

from kkrconsult.assessment import notices
from kkrconsult.findings import Severity, SubjectKind
from kkrconsult.model import (
    Channel,
    Disposition,
    GeneralPoint,
    GroupedBy,
    HandlingMode,
    PageBasis,
    ParticipantKind,
    Response,
    Stage,
    Standing,
    Status,
    ThemeProposal,
    TrackPoint,
    TrackStatus,
)
from kkrconsult.records import each_record, records
from kkrconsult.report import Report, accepted_ids
from kkrconsult.texts import word, word_for

__all__ = ["TABLES", "Facts", "Field", "Key", "Table", "cell", "moment", "rows"]

Row = Mapping[str, object]


@attrs.frozen(kw_only=True)
class Field:
    """A column."""

    name: str
    """Its name, the same in every language."""
    kind: str = "string"
    """Its type (Table Schema)."""
    required: bool = False
    """Whether it is never empty."""
    values: type[enum.Enum] | tuple[str, ...] | None = None
    """What may stand in it, where that is a closed list: an enum of the model, or the words ``point.…``."""
    text: bool = False
    """Whether somebody's own wording stands in it, which those who publish figures alone leave out."""
    key: str = ""
    """Under which its title and description stand in the catalogue, where its name says too little."""

    def categories(self, language: str) -> list[tuple[str, str]]:
        """Values and what people call them."""
        if isinstance(self.values, tuple):
            return [(value, word(f"point.{value}", language)) for value in self.values]
        if self.values is None:
            return []
        return [(one.value, word_for(one, language)) for one in self.values]


@attrs.frozen(kw_only=True)
class Key:
    """A foreign key: a column whose values stand in a column of another table."""

    field: str
    """The column."""
    table: str
    """The other table."""
    to: str
    """The column there."""


@attrs.frozen(kw_only=True)
class Table:
    """A table."""

    name: str
    """Its name, the same in every language."""
    fields: tuple[Field, ...]
    """Its columns."""
    primary: tuple[str, ...] = ()
    """The columns by which a row is known."""
    keys: tuple[Key, ...] = ()
    """Its foreign keys."""

    def kept(self, *, texts: bool) -> tuple[Field, ...]:
        """The columns, with or without those of free text."""
        return tuple(field for field in self.fields if texts or not field.text)


_POINT_TYPES = (TrackPoint.TYPE, ThemeProposal.TYPE, GeneralPoint.TYPE)
_RESPONSE = Key(field="response", table="responses", to="response")
_TRACK = Key(field="track", table="tracks", to="track")

TABLES = (
    Table(
        name="responses",
        fields=(
            Field(name="response", required=True),
            Field(name="sender"),
            Field(name="received_at", kind="datetime"),
            Field(name="channel", values=Channel),
            Field(name="standing", values=Standing),
            Field(name="late", kind="boolean"),
            Field(name="unsolicited", kind="boolean"),
            Field(name="stage", values=Stage),
            Field(name="handling", values=HandlingMode),
            Field(name="body"),
            Field(name="decided_on", kind="date"),
            Field(name="no_remarks", kind="boolean"),
            Field(name="points", kind="integer"),
            Field(name="pages", kind="number"),
            Field(name="pages_basis", values=PageBasis),
            Field(name="version", kind="integer"),
            Field(name="language"),
            Field(name="title", text=True, key="response-title"),
            Field(name="text", text=True, key="response-text"),
        ),
        primary=("response",),
    ),
    Table(
        name="parties",
        fields=(
            Field(name="party", required=True),
            Field(name="name", required=True),
            Field(name="kind", values=ParticipantKind),
            Field(name="code"),
            Field(name="consulted", kind="boolean"),
            Field(name="status", values=Status),
            Field(name="received_at", kind="datetime", key="party-received"),
            Field(name="due", kind="datetime"),
            Field(name="extended", kind="boolean"),
            Field(name="late", kind="boolean"),
            Field(name="response", key="party-response"),
        ),
        primary=("party",),
        keys=(_RESPONSE,),
    ),
    Table(
        name="response-parties",
        fields=(Field(name="response", required=True), Field(name="party", required=True)),
        primary=("response", "party"),
        keys=(_RESPONSE, Key(field="party", table="parties", to="party")),
    ),
    Table(
        name="tracks",
        fields=(
            Field(name="track", required=True),
            Field(name="title", key="track-title"),
            Field(name="description"),
            Field(name="status", values=TrackStatus, key="track-status"),
            Field(name="consulted", kind="boolean", key="track-consulted"),
            Field(name="final_title"),
        ),
        primary=("track",),
    ),
    Table(
        name="points",
        fields=(
            Field(name="response", required=True),
            Field(name="point", required=True),
            Field(name="sender"),
            Field(name="type", required=True, values=_POINT_TYPES),
            Field(name="track"),
            Field(name="title", key="point-title"),
            Field(name="theme"),
            Field(name="text", text=True, key="point-text"),
            Field(name="rationale", text=True),
            Field(name="file", text=True),
            Field(name="page", kind="integer"),
            Field(name="section", text=True),
            Field(name="disposition", values=Disposition),
            Field(name="summary", text=True),
            Field(name="reply", text=True),
            Field(name="change", text=True),
            Field(name="responsible"),
        ),
        primary=("response", "point"),
        keys=(_RESPONSE, _TRACK),
    ),
    Table(
        name="themes",
        fields=(
            Field(name="theme", required=True, key="theme-id"),
            Field(name="title", required=True, key="theme-title"),
            Field(name="parties", kind="integer"),
            Field(name="proposed_by"),
            Field(name="proposals", kind="integer"),
            Field(name="grouped_by", values=GroupedBy),
            Field(name="grouper"),
            Field(name="track", key="theme-track"),
        ),
        primary=("theme",),
        keys=(_TRACK,),
    ),
    Table(
        name="theme-points",
        fields=(Field(name="theme", required=True, key="theme-id"), Field(name="point", required=True)),
        primary=("theme", "point"),
        keys=(
            Key(field="theme", table="themes", to="theme"),
            Key(field="point", table="points", to="point"),
        ),
    ),
    Table(
        name="findings",
        fields=(
            Field(name="code", required=True, key="finding-code"),
            Field(name="severity", values=Severity),
            Field(name="about", values=SubjectKind),
            Field(name="id"),
            Field(name="file", text=True, key="finding-file"),
            Field(name="message", text=True),
            Field(name="validator"),
            Field(name="plugin"),
        ),
    ),
)
"""The tables, each after those that it refers to."""


@attrs.frozen(kw_only=True)
class Facts:
    """What tables and texts must know of all responses before the first row: found in one pass."""

    shown: frozenset[str]
    """Ids of the responses that the tables hold and parties refer to."""
    others: tuple[str, ...]
    """Those behind responses that the report does not list, in the order in which they come."""
    tracks: tuple[str, ...]
    """The tracks that points are on, each once."""
    grouped: frozenset[str]
    """Ids of the points that the tables hold and themes refer to."""
    notices: Mapping[str, int]
    """What responses say of themselves; see `kkrconsult.assessment.notices`."""

    @classmethod
    def of(cls, report: Report, responses: Iterable[Response]) -> Facts:
        """Go through the responses."""
        counted = {party.counted for party in report.participation.parties}
        listed = {party.participant for party in report.participation.parties}
        members = {point for theme in report.themes for point in theme.points}
        accepted = accepted_ids(report.participation)
        shown, others, tracks, grouped = set(), dict[str, None](), dict[str, None](), set()

        def watched() -> Iterator[Response]:
            for response in responses:
                if response.id in counted:
                    shown.add(response.id)
                others.update(dict.fromkeys(one for one in response.participants if one not in listed))
                for point in response.points if response.id in accepted else ():
                    if isinstance(point, TrackPoint):
                        tracks[point.track] = None
                    if point.id in members:
                        grouped.add(point.id)
                yield response

        said = notices(watched())
        return cls(
            shown=frozenset(shown),
            others=tuple(others),
            tracks=tuple(tracks),
            grouped=frozenset(grouped),
            notices=said,
        )


def rows(report: Report, table: str, language: str, responses: Iterable[Response], facts: Facts) -> Iterator[Row]:
    """The rows of a table, one at a time. Foreign keys lead somewhere: what is not in this report is not referred to.

    Args:
        report: The report.
        table: Name of the table.
        language: Language of what is said in it.
        responses: The responses of the report.
        facts: What they come to.
    """
    if table == "responses":
        return _responses(report, language, responses)
    if table == "response-parties":
        return _response_parties(responses)
    if table in _ROWS:
        return _ROWS[table](report, language, facts)
    return each_record(report, table, responses, language)


def _responses(report: Report, language: str, responses: Iterable[Response]) -> Iterator[Row]:
    at: list[Response] = []

    def watched() -> Iterator[Response]:
        for response in responses:
            at[:] = [response]
            yield response

    # A row is made of each response before the next is asked for.
    for row in each_record(report, "responses", watched(), language):
        yield {**row, "title": at[0].title, "text": at[0].text}


def _response_parties(responses: Iterable[Response]) -> Iterator[Row]:
    for response in responses:
        for party in response.participants:
            yield {"response": response.id, "party": party}


def _parties(report: Report, language: str, facts: Facts) -> Iterator[Row]:
    known = {party.id: party for party in report.round.participants}
    for row in records(report, "parties", language):
        party = known.get(str(row["party"]))
        # The public does not see an answer that is not to be published, but does see that the party answered.
        response = row["response"] if row["response"] in facts.shown else None
        kind = party.kind.value if party else None
        yield {**row, "response": response, "kind": kind, "code": party.code if party else None}
    for one in facts.others:
        party = known.get(one)
        yield {"party": one, "name": party.name if party else one, "consulted": party is not None}


def _tracks(report: Report, language: str, facts: Facts) -> Iterator[Row]:
    consulted = {track.id: track for track in report.round.tracks}
    outcome = report.round.outcome
    final = {track.id: track for track in outcome.tracks} if outcome else {}
    named = [*facts.tracks, *(one.track for one in report.themes)]
    for one in dict.fromkeys([*consulted, *final, *(name for name in named if name)]):
        first, last = consulted.get(one), final.get(one)
        settled = last or first
        described = settled.description if settled else None
        yield {
            "track": one,
            "title": first.title.in_language(language) if first else None,
            "description": described.in_language(language) if described else None,
            "status": settled.status.value if settled else None,
            "consulted": first is not None,
            "final_title": last.title.in_language(language) if last else None,
        }


def _theme_points(report: Report, language: str, facts: Facts) -> Iterator[Row]:  # noqa: ARG001
    for theme in report.themes:
        for point in dict.fromkeys(theme.points):
            if point in facts.grouped:
                yield {"theme": theme.id, "point": point}


_ROWS = {"parties": _parties, "tracks": _tracks, "theme-points": _theme_points}


def moment(value: dt.datetime) -> str:
    """A moment in UTC, to the second: the default format of Table Schema has no fractions.

    >>> moment(dt.datetime(2020, 12, 15, 10, tzinfo=dt.timezone(dt.timedelta(hours=1))))
    '2020-12-15T09:00:00Z'
    """
    try:
        value = value.astimezone(dt.UTC)
    except OverflowError:
        # In the first or last hours of the calendar: no day there is in UTC, and no hour matters.
        value = value.replace(tzinfo=dt.UTC)
    return value.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def cell(value: object) -> str:
    """A value as Table Schema writes it: moments in UTC, points in numbers, ``true`` and ``false``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)
