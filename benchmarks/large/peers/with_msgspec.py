"""msgspec alone: structs, and the same checks by hand. No library that is made for others can be faster than this."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec  # pyright: ignore[reportMissingImports]

from benchmarks.large.corpus import AT, ROUND
from benchmarks.large.data import Found, Task
from benchmarks.large.peers.hand import Checks, Facts
from benchmarks.large.peers.lines import lines_of
from benchmarks.large.peers.scan import Scan, guarded

__all__ = ["check", "checked"]

Moment = Annotated[dt.datetime, msgspec.Meta(tz=True)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Checksum = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
_ID = re.compile(r"[^\W_][\w.\-]{0,119}")


class Strict(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    pass


class Sender(Strict):
    name: str
    email: str | None = None


class Handling(Strict):
    mode: Literal["political", "administrative"]
    body: str | None = None
    decided_on: dt.date | None = None


class Reservation(Strict):
    body: str | None = None
    expected_on: dt.date | None = None
    quote: str | None = None


class NoRemarks(Strict):
    quote: str | None = None


class Withdrawal(Strict):
    reason: str
    at: Moment | None = None


class Decision(Strict):
    kind: Literal["accepted", "rejected"]
    by: str | None = None
    on: dt.date | None = None
    reason: str | None = None


class PageCount(Strict):
    pages: Annotated[float, msgspec.Meta(ge=0)]
    basis: Literal["counted", "estimated", "declared"]
    method: str | None = None


class File(Strict):
    name: str
    media_type: str | None = None
    size: Count | None = None
    sha256: Checksum | None = None
    title: str | None = None
    pages: PageCount | None = None


class Anchor(Strict):
    file: str | None = None
    page: Annotated[int, msgspec.Meta(ge=1)] | None = None
    section: str | None = None
    paragraphs: tuple[int, ...] = ()
    quote: str | None = None


class SetAside(Strict):
    paragraphs: tuple[int, ...]
    reason: str


class _Point(Strict, kw_only=True, tag_field="type"):
    id: str
    rationale: str | None = None
    anchor: Anchor | None = None


class TrackPoint(_Point, kw_only=True, tag="track-point"):
    type = "track-point"
    track: str
    text: str


class ThemeProposal(_Point, kw_only=True, tag="theme-proposal"):
    type = "theme-proposal"
    title: str
    text: str = ""


class GeneralPoint(_Point, kw_only=True, tag="general-point"):
    type = "general-point"
    text: str


class Response(Strict):
    id: str
    participants: tuple[str, ...] = ()
    sender: Sender | None = None
    on_behalf_of: tuple[str, ...] = ()
    received_at: Moment | None = None
    channel: Literal["email", "digital-post", "portal", "form", "letter", "file", "oral", "other"] | None = None
    recorded_by: str | None = None
    title: str | None = None
    body: str = ""
    points: tuple[TrackPoint | ThemeProposal | GeneralPoint, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    no_remarks: NoRemarks | None = None
    declined: bool = False
    stage: Literal["provisional", "final"] = "final"
    reservation: Reservation | None = None
    handling: Handling | None = None
    signatory: dict[str, Any] | None = None
    contact: dict[str, Any] | None = None
    pages: PageCount | None = None
    attachments: tuple[File, ...] = ()
    language: str | None = "da"
    version: Annotated[int, msgspec.Meta(ge=1)] = 1
    supersedes: str | None = None
    withdrawn: Withdrawal | None = None
    decision: Decision | None = None
    publication_consent: bool | None = None
    case_number: str | None = None
    source: File | None = None
    provenance: dict[str, Any] = {}

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError("must be an id")
        if not self.participants and (self.sender is None or not self.sender.name.strip()):
            raise ValueError("must name a party or a sender")
        if len(set(self.participants)) != len(self.participants) or not all(map(_ID.fullmatch, self.participants)):
            raise ValueError("must name each party once, by an id")
        points = self.points
        if len({point.id for point in points}) != len(points):
            raise ValueError("must have ids that differ")
        for point in points:
            if not _ID.fullmatch(point.id):
                raise ValueError("must have ids")
            if not point.text.strip() and (type(point) is not ThemeProposal or not point.title.strip()):
                raise ValueError("must have text")


def checked(lines: Iterable[bytes], scan: Scan) -> Checks:
    """Read lines and check them."""
    checks = Checks(Facts.read(ROUND, AT), scan)
    read, observe, bad = msgspec.json.Decoder(Response).decode, checks.observe, checks.bad
    number = 0
    for number, line in enumerate(lines, 1):
        try:
            answer = read(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            bad.append(number)
        else:
            observe(answer)
    checks.lines = number
    return checks


def check(task: Task) -> Found:
    """Check all of it."""
    return checked(lines_of(task.corpus), guarded).finish()
