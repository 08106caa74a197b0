"""What `make` gives the classes of the model where a test does not say: everything in it is constructed.

The parties are municipalities that do not exist, so that nothing can be taken for what a real one thinks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from kkrconsult.document import Block, Document, Message
from kkrconsult.findings import Code, Finding, Location, Severity, Subject, SubjectKind
from kkrconsult.grouping import ThemeStanding
from kkrconsult.inbox import Duplicate, Inbox
from kkrconsult.model import (
    Accounting,
    Actor,
    Anchor,
    Assessment,
    Attachment,
    Channel,
    Contact,
    Deadline,
    Decision,
    DecisionKind,
    Demand,
    Disposition,
    DispositionLabels,
    Extension,
    GeneralPoint,
    Handling,
    HandlingMode,
    LocalizedText,
    MandateArea,
    Material,
    MaterialKind,
    Milestone,
    MilestoneKind,
    NoRemarks,
    Outcome,
    PageBasis,
    PageCount,
    Participant,
    Participation,
    PartyStatus,
    Proposal,
    Provenance,
    ProvenanceKind,
    Receipt,
    Reservation,
    Response,
    ResponseStatus,
    Round,
    Sender,
    SetAside,
    Signatory,
    Source,
    SourceFile,
    Speaker,
    Standing,
    Status,
    Theme,
    ThemeDecision,
    ThemeProposal,
    ThemeQuote,
    ThemeReason,
    Track,
    TrackChange,
    TrackChangeKind,
    TrackPoint,
    Withdrawal,
    localized,
)
from kkrconsult.remarks import AssessmentBook, Conflict, Remark, Version
from kkrconsult.report import PluginUse, PointEntry, Report
from kkrconsult.structure import FrozenMap

__all__ = ["DEFAULTS", "MOMENT", "moment"]


def moment(day: int, month: int = 5, hour: int = 12) -> dt.datetime:
    """A moment in the spring of 2024, in Danish time: that of summer, of winter before 31 March."""
    return dt.datetime(2024, month, day, hour, tzinfo=dt.timezone(dt.timedelta(hours=2 if month > 3 else 1)))


MOMENT: Final = moment(20)
"""The moment at which the constructed round is looked at: five days after its deadline."""

_DAY = dt.date(2024, 5, 15)
_SHA256 = "0" * 64
_TEXT = "Kommunen støtter sporet, fordi det konstruerede behov er stort."

_PARTIES = (
    Participant(
        id="birkelund", name="Birkelund", official_name="Birkelund Kommune", email_domains=("birkelund.example",)
    ),
    Participant(id="aadal", name="Ådal", official_name="Ådal Kommune", aliases=("Aadal",)),
)
_TRACKS = (
    Track(id="klima", title=localized(da="Klimatilpasning", en="Climate adaptation"), aliases=("spor 1",)),
    Track(id="groen-vaekst", title=localized(da="Grøn vækst", en="Green growth")),
)
_DEADLINE = Deadline(day=_DAY, time=dt.time(12))
_POINT = TrackPoint(
    id="svar-1.1", track="klima", text=_TEXT, rationale="Det regner mere.", anchor=Anchor(paragraphs=(1,))
)
_CODE = Code(
    "acme.constructed",
    Severity.WARNING,
    {"da": "Et konstrueret fund: {words} ord", "en": "A constructed finding: {words} words"},
    meaning={"da": "Noget konstrueret.", "en": "Something constructed."},
    remedy={"da": "Gør ingenting.", "en": "Do nothing."},
)
_ROUND = Round(
    id="konstrueret-runde",
    title=localized(da="En konstrueret høring", en="A constructed consultation"),
    opens=moment(1, 3, 8),
    deadline=_DEADLINE,
    region="midtjylland",
    participants=_PARTIES,
    tracks=_TRACKS,
)
_THEME = Theme(id="svar-1.2", title="Havvand", points=("svar-1.2",), participants=("Birkelund",))

DEFAULTS: Mapping[type[Any], Mapping[str, object]] = FrozenMap(
    {
        Accounting: {},
        Actor: {"name": "Konstrueret Klimaråd"},
        Anchor: {"paragraphs": (1,), "quote": "Kommunen støtter sporet"},
        Assessment: {
            "point": "svar-1.1",
            "disposition": Disposition.NOTED,
            "reply": "Tages til efterretning (konstrueret).",
        },
        AssessmentBook: {},
        Attachment: {"name": "bilag-1.pdf", "media_type": "application/pdf", "size": 1024, "sha256": _SHA256},
        Block: {"text": _TEXT},
        Code: {
            "name": _CODE.name,
            "severity": _CODE.severity,
            "text": _CODE.text,
            "meaning": _CODE.meaning,
            "remedy": _CODE.remedy,
        },
        Conflict: {
            "point": "svar-1.1",
            "field": "reply",
            "versions": (
                Version(text="Imødekommes.", places=(Location(file="a.csv", line=2),)),
                Version(text="Imødekommes ikke.", places=(Location(file="b.csv", line=2),)),
            ),
        },
        Contact: {"name": "Konstrueret Kontor", "email": "post@birkelund.example"},
        Deadline: {"day": _DAY, "time": dt.time(12)},
        Decision: {"kind": DecisionKind.ACCEPTED, "on": dt.date(2024, 5, 17), "reason": "Konstrueret."},
        Demand: {"id": "laengde", "text": localized(da="Svaret må fylde to sider.", en="Two pages at most.")},
        DispositionLabels: {},
        Document: {"name": "svar-1.txt", "media_type": "text/plain", "blocks": (Block(text=_TEXT),)},
        Duplicate: {"file": "svar-1 (kopi).txt", "of": "svar-1.txt"},
        Extension: {
            "deadline": Deadline(day=dt.date(2024, 5, 22), time=dt.time(12)),
            "participants": ("aadal",),
            "reason": localized(da="Konstrueret.", en="Constructed."),
        },
        Finding: {"code": _CODE.name, "params": {"words": 3}},
        GeneralPoint: {"id": "svar-1.3", "text": "Tak for den konstruerede høring."},
        Handling: {"mode": HandlingMode.POLITICAL, "body": "Byrådet", "decided_on": dt.date(2024, 5, 7)},
        Inbox: {},
        LocalizedText: {"translations": {"da": "Konstrueret", "en": "Constructed"}},
        Location: {"file": "svar-1.txt", "line": 1},
        MandateArea: {"id": "klima", "title": localized(da="Klima", en="Climate")},
        Material: {
            "id": "hoeringsbrev",
            "title": localized(da="Høringsbrev", en="Letter"),
            "kind": MaterialKind.LETTER,
        },
        Message: {
            "sender_name": "Birkelund Kommune",
            "sender_email": "post@birkelund.example",
            "subject": "Høringssvar",
        },
        Milestone: {
            "id": "vedtagelse",
            "kind": MilestoneKind.ADOPTED,
            "title": localized(da="Strategien vedtages", en="The strategy is adopted"),
            "on": dt.date(2024, 6, 20),
        },
        NoRemarks: {"quote": "Kommunen har ingen bemærkninger."},
        Outcome: {"tracks": _TRACKS, "decided_on": dt.date(2024, 6, 20)},
        PageCount: {"pages": 2, "basis": PageBasis.COUNTED},
        Participant: {"id": "birkelund", "name": "Birkelund", "official_name": "Birkelund Kommune"},
        Participation: {},
        PartyStatus: {"participant": "birkelund", "name": "Birkelund", "status": Status.MISSING},
        PluginUse: {"name": "acme", "version": "1.0"},
        PointEntry: {"point": _POINT, "response": "svar-1", "participants": ("birkelund",)},
        Proposal: {"point": "svar-1.2", "title": "Havvand", "participants": ("Birkelund",)},
        Provenance: {"kind": ProvenanceKind.DECLARED},
        Receipt: {"response": "svar-1", "at": moment(10)},
        Remark: {"point": "svar-1.1", "disposition": Disposition.NOTED, "places": (Location(file="a.csv", line=2),)},
        Report: {"round": _ROUND, "at": MOMENT},
        Reservation: {"body": "Byrådet", "expected_on": dt.date(2024, 5, 28)},
        Response: {
            "id": "svar-1",
            "participants": ("birkelund",),
            "received_at": moment(10),
            "channel": Channel.EMAIL,
            "title": "Høringssvar (konstrueret)",
            "body": _TEXT,
            "points": (_POINT,),
        },
        ResponseStatus: {"response": "svar-1", "standing": Standing.ACCEPTED, "participants": ("birkelund",)},
        Round: {
            "id": _ROUND.id,
            "title": _ROUND.title,
            "opens": _ROUND.opens,
            "deadline": _ROUND.deadline,
            "region": _ROUND.region,
            "participants": _ROUND.participants,
            "tracks": _ROUND.tracks,
        },
        Sender: {"name": "Foreningen Konstruktion", "email": "formand@konstruktion.example"},
        SetAside: {"paragraphs": (2,), "reason": "signature"},
        Signatory: {"name": "Kim Konstrueret", "title": "borgmester"},
        Source: {"title": "En konstrueret kilde", "url": "https://kilde.example/"},
        SourceFile: {"name": "svar-1.txt", "sha256": _SHA256, "size": 64, "media_type": "text/plain"},
        Speaker: {"name": "Kim Konstrueret"},
        Subject: {"kind": SubjectKind.RESPONSE, "id": "svar-1"},
        Theme: {"id": _THEME.id, "title": _THEME.title, "points": _THEME.points, "participants": _THEME.participants},
        ThemeDecision: {"title": "Havvand", "titles": ("Stigende havvand",)},
        ThemeProposal: {"id": "svar-1.2", "title": "Havvand", "rationale": "Kysten er lav (konstrueret)."},
        ThemeQuote: {"point": "svar-1.2", "participants": ("Birkelund",), "title": "Havvand"},
        ThemeReason: {"kind": "same-title", "words": ("havvand",), "points": ("svar-1.2", "svar-2.1")},
        ThemeStanding: {"theme": _THEME, "parties": ("birkelund",)},
        Track: {"id": "klima", "title": localized(da="Klimatilpasning", en="Climate adaptation")},
        TrackChange: {"kind": TrackChangeKind.PROPOSED, "on": dt.date(2024, 5, 15), "by": ("birkelund",)},
        TrackPoint: {"id": _POINT.id, "track": _POINT.track, "text": _POINT.text, "rationale": _POINT.rationale},
        Version: {"text": "Imødekommes.", "places": (Location(file="a.csv", line=2),)},
        Withdrawal: {"reason": "Trukket tilbage (konstrueret).", "at": moment(12)},
    }
)
"""Values of the fields, by class; what stands in none of these has the default of its class."""
