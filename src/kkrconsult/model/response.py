"""A response (høringssvar): one answer, from one party or several together, with how each thing is known."""

from __future__ import annotations

import datetime as dt
import enum
import math
import re
from collections.abc import Iterator

import attrs

from kkrconsult.model._checks import (
    as_moment,
    check_days,
    check_id,
    check_moment,
    check_text,
    check_tuple,
    check_tuples,
    fixed_moment,
    plain_id,
    refuse,
)
from kkrconsult.model.party import Contact
from kkrconsult.model.points import Point, SetAside
from kkrconsult.model.provenance import Provenance
from kkrconsult.structure import FrozenMap

__all__ = [
    "Attachment",
    "Channel",
    "Decision",
    "DecisionKind",
    "Handling",
    "HandlingMode",
    "NoRemarks",
    "PageBasis",
    "PageCount",
    "Receipt",
    "Reservation",
    "Response",
    "Sender",
    "Signatory",
    "SourceFile",
    "Stage",
    "Withdrawal",
]

_MOST_BITS = 64
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Channel(enum.Enum):
    """The way by which an answer came."""

    EMAIL = "email"
    DIGITAL_POST = "digital-post"
    PORTAL = "portal"
    FORM = "form"
    LETTER = "letter"
    FILE = "file"
    ORAL = "oral"
    OTHER = "other"


class Stage(enum.Enum):
    """Whether the party calls its answer final."""

    PROVISIONAL = "provisional"
    FINAL = "final"


class HandlingMode(enum.Enum):
    """How a party handled the round: by politicians, or by the administration."""

    POLITICAL = "political"
    ADMINISTRATIVE = "administrative"


@attrs.frozen(kw_only=True)
class Handling:
    """How the party handled the round (politisk eller administrativt behandlet)."""

    mode: HandlingMode
    """Political or administrative."""
    body: str | None = None
    """The body that decided, such as ``Økonomiudvalget``."""
    decided_on: dt.date | None = None
    """The day of the decision."""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.mode, HandlingMode):
            refuse(self, "mode", "must be a HandlingMode", self.mode)
        check_days(self, "decided_on", self.decided_on)


@attrs.frozen(kw_only=True)
class Reservation:
    """A reservation for political approval (forbehold for politisk godkendelse)."""

    body: str | None = None
    """The body that is still to approve."""
    expected_on: dt.date | None = None
    """When it will."""
    quote: str | None = None
    """How the answer puts it."""

    def __attrs_post_init__(self) -> None:
        check_days(self, "expected_on", self.expected_on)


@attrs.frozen(kw_only=True)
class NoRemarks:
    """The party answers that it has no remarks (ingen bemærkninger). That is an answer."""

    quote: str | None = None
    """How the answer puts it."""


@attrs.frozen(kw_only=True)
class Withdrawal:
    """The party took its answer back."""

    reason: str
    """Why."""
    at: dt.datetime | None = attrs.field(default=None, converter=as_moment)
    """When."""

    def __attrs_post_init__(self) -> None:
        check_text(self, "reason", self.reason)
        check_moment(self, "at", self.at)


class DecisionKind(enum.Enum):
    """What the secretariat decided on an answer that came outside the rules."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@attrs.frozen(kw_only=True)
class Decision:
    """The secretariat's decision to accept or reject an answer, such as one that came late."""

    kind: DecisionKind
    """Accepted or rejected."""
    by: str | None = None
    """Who decided."""
    on: dt.date | None = None
    """When."""
    reason: str | None = None
    """Why."""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.kind, DecisionKind):
            refuse(self, "kind", "must be a DecisionKind", self.kind)
        check_days(self, "on", self.on)


class PageBasis(enum.Enum):
    """How a number of pages is known."""

    COUNTED = "counted"
    ESTIMATED = "estimated"
    DECLARED = "declared"


def _as_pages(value: float) -> float:
    """A whole number as what JSON gives back for it, so that equal objects have equal texts."""
    return float(value) if type(value) is int and value.bit_length() < _MOST_BITS else value


@attrs.frozen(kw_only=True)
class PageCount:
    """How long an answer is, in pages, and how that is known."""

    pages: float = attrs.field(converter=_as_pages)
    """Number of A4 pages; an estimate may have a fraction."""
    basis: PageBasis
    """Counted, estimated or declared."""
    method: str | None = None
    """How it was found, with the program, fonts or characters per page that the number hangs on."""

    def __attrs_post_init__(self) -> None:
        pages: object = self.pages
        if not isinstance(pages, float) or not 0 <= pages < math.inf:
            refuse(self, "pages", "must be a number of pages, 0 or more", pages)


@attrs.frozen(kw_only=True)
class SourceFile:
    """The file that a response was read from."""

    name: str
    """Its name or path inside the inbox."""
    sha256: str | None = None
    """Checksum of its bytes, 64 lower-case hexadecimal digits."""
    size: int | None = None
    """Its size in bytes."""
    media_type: str | None = None
    """Its media type, found from its content."""

    def __attrs_post_init__(self) -> None:
        check_text(self, "name", self.name)
        _check_file(self, self.sha256, self.size)


@attrs.frozen(kw_only=True)
class Attachment:
    """A file that came with an answer."""

    name: str
    """Its name."""
    media_type: str | None = None
    """Its media type."""
    size: int | None = None
    """Its size in bytes."""
    sha256: str | None = None
    """Checksum of its bytes, 64 lower-case hexadecimal digits."""
    title: str | None = None
    """What it is, in words."""
    pages: PageCount | None = None
    """How long it is."""

    def __attrs_post_init__(self) -> None:
        check_text(self, "name", self.name)
        _check_file(self, self.sha256, self.size)


def _check_file(owner: SourceFile | Attachment, sha256: str | None, size: int | None) -> None:
    if sha256 is not None and not _SHA256.fullmatch(sha256):
        refuse(owner, "sha256", "must be 64 lower-case hexadecimal digits", sha256)
    if size is not None and (type(size) is not int or size < 0):
        refuse(owner, "size", "must be a number of bytes, 0 or more", size)


@attrs.frozen(kw_only=True)
class Sender:
    """Who sent an answer, as it was written; for one that no consulted party sent, all that is known."""

    name: str
    """The name as written."""
    email: str | None = None
    """The address that it came from."""

    def __attrs_post_init__(self) -> None:
        check_text(self, "name", self.name)


@attrs.frozen(kw_only=True)
class Signatory:
    """Who signed an answer."""

    name: str
    """Name."""
    title: str | None = None
    """Title, such as ``borgmester``."""

    def __attrs_post_init__(self) -> None:
        check_text(self, "name", self.name)


@attrs.frozen(kw_only=True)
class Receipt:
    """The acknowledgement (kvittering) that a response was received."""

    response: str
    """Id of the response."""
    at: dt.datetime = attrs.field(converter=fixed_moment)
    """When it was received."""
    recorded_by: str | None = None
    """Who recorded it."""
    sha256: str | None = None
    """Checksum of what was received."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "response", self.response)
        if self.at is None:
            refuse(self, "at", "must be a moment: a date and time with a zone or offset", self.at)
        check_moment(self, "at", self.at)


@attrs.frozen(kw_only=True)
class Response:
    """One response (høringssvar). A joint one counts once and comes from several parties."""

    id: str
    """Stable id, unique in the round."""
    participants: tuple[str, ...] = ()
    """Ids of the parties that answer; more than one is a joint response, none an unsolicited one."""
    sender: Sender | None = None
    """Who sent it, as written."""
    on_behalf_of: tuple[str, ...] = ()
    """Names of others for whom it says to speak."""
    received_at: dt.datetime | None = attrs.field(default=None, converter=as_moment)
    """The moment it was received; None where nothing tells."""
    channel: Channel | None = None
    """The way by which it came."""
    recorded_by: str | None = None
    """Who recorded it."""
    title: str | None = None
    """Its subject or heading."""
    body: str = ""
    """Its whole text; paragraphs are separated by blank lines."""
    points: tuple[Point, ...] = ()
    """The points that it makes."""
    set_aside: tuple[SetAside, ...] = ()
    """Paragraphs that belong to no point, with the reason."""
    no_remarks: NoRemarks | None = None
    """That the party has no remarks."""
    declined: bool = False
    """That the party does not wish to answer."""
    stage: Stage = Stage.FINAL
    """Provisional or final."""
    reservation: Reservation | None = None
    """A reservation for political approval."""
    handling: Handling | None = None
    """Political or administrative handling."""
    signatory: Signatory | None = None
    """Who signed."""
    contact: Contact | None = None
    """Whom to ask about it."""
    pages: PageCount | None = None
    """How long it is."""
    attachments: tuple[Attachment, ...] = ()
    """Files that came with it."""
    language: str | None = "da"
    """Language tag of its text."""
    version: int = 1
    """Which version of the party's answer it is, counted from 1."""
    supersedes: str | None = None
    """Id of the response that it replaces."""
    withdrawn: Withdrawal | None = None
    """That the party took it back."""
    decision: Decision | None = None
    """The secretariat's decision to accept or reject it."""
    publication_consent: bool | None = None
    """Whether the party agreed to publication; None where it was not asked."""
    case_number: str | None = None
    """The party's own case number."""
    source: SourceFile | None = None
    """The file it was read from."""
    provenance: FrozenMap[str, Provenance] = FrozenMap()
    """How the fields are known, by field name; a field that is absent was declared."""

    def __attrs_post_init__(self) -> None:
        # Responses are made by the million; nearly all are right, and that is asked without a call.
        if type(self.id) is not str or not plain_id(self.id):
            check_id(self, "id", self.id)
        if not self.participants and self.sender is None:
            refuse(self, "participants", "must name a party, or sender must say who wrote", self.participants)
        if type(self.participants) is not tuple:
            check_tuple(self, "participants", self.participants)
        for party in self.participants:
            check_id(self, "participants", party)
        if len(self.participants) > 1 and len(set(self.participants)) != len(self.participants):
            refuse(self, "participants", "must not name a party twice", self.participants)
        if (
            type(self.points) is not tuple
            or type(self.set_aside) is not tuple
            or type(self.attachments) is not tuple
            or type(self.on_behalf_of) is not tuple
        ):
            check_tuples(self, "points", "set_aside", "attachments", "on_behalf_of")
        check_moment(self, "received_at", self.received_at)
        if not isinstance(self.body, str):
            refuse(self, "body", "must be text", self.body)
        if type(self.version) is not int or self.version < 1:
            refuse(self, "version", "must be a whole number, 1 or more", self.version)
        if self.supersedes == self.id:
            refuse(self, "supersedes", "must name another response", self.supersedes)
        if len(self.points) > 1 and len({point.id for point in self.points}) != len(self.points):
            refuse(self, "points", "must have ids that differ", [point.id for point in self.points])

    @property
    def joint(self) -> bool:
        """Whether several parties answer together."""
        return len(self.participants) > 1

    @property
    def text(self) -> str:
        """The whole text: the body, or where there is none, what the points say, one paragraph each."""
        return self.body or "\n\n".join(self._said())

    @property
    def everything_said(self) -> str:
        """All text of the response, for scanners: the body and whatever titles and points say that it does not."""
        extra = [text for text in (self.title, *self._said()) if text and text not in self.body]
        return "\n\n".join([self.body, *extra]) if self.body else "\n\n".join(extra)

    def _said(self) -> Iterator[str]:
        for point in self.points:
            title = getattr(point, "title", "")
            for text in (title, point.text, point.rationale):
                if text:
                    yield text
