"""Pydantic: models with all that the structure demands, and the checks by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator  # pyright: ignore[reportMissingImports]

from benchmarks.large.corpus import AT, ROUND
from benchmarks.large.data import Found, Task
from benchmarks.large.peers.hand import Checks, Facts
from benchmarks.large.peers.lines import lines_of
from benchmarks.large.peers.scan import Scan, guarded, plain

__all__ = ["check", "check_guarded", "checked"]

Id = Annotated[str, Field(pattern=r"^[^\W_][\w.\-]*$", max_length=120)]
Text = Annotated[str, Field(pattern=r"\S")]


class Strict(BaseModel):
    # Frozen as the library's are; that costs nothing when they are read.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Sender(Strict):
    name: Text
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
    reason: Text
    at: AwareDatetime | None = None


class Decision(Strict):
    kind: Literal["accepted", "rejected"]
    by: str | None = None
    on: dt.date | None = None
    reason: str | None = None


class PageCount(Strict):
    pages: Annotated[float, Field(ge=0)]
    basis: Literal["counted", "estimated", "declared"]
    method: str | None = None


class Attachment(Strict):
    name: Text
    media_type: str | None = None
    size: Annotated[int, Field(ge=0)] | None = None
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    title: str | None = None
    pages: PageCount | None = None


class SourceFile(Strict):
    name: Text
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    size: Annotated[int, Field(ge=0)] | None = None
    media_type: str | None = None


class Anchor(Strict):
    file: str | None = None
    page: Annotated[int, Field(ge=1)] | None = None
    section: str | None = None
    paragraphs: tuple[int, ...] = ()
    quote: str | None = None


class SetAside(Strict):
    paragraphs: tuple[int, ...]
    reason: Text


class TrackPoint(Strict):
    type: Literal["track-point"]
    id: Id
    track: Id
    text: Text
    rationale: str | None = None
    anchor: Anchor | None = None


class ThemeProposal(Strict):
    type: Literal["theme-proposal"]
    id: Id
    title: str
    text: str = ""
    rationale: str | None = None
    anchor: Anchor | None = None


class GeneralPoint(Strict):
    type: Literal["general-point"]
    id: Id
    text: Text
    rationale: str | None = None
    anchor: Anchor | None = None


Point = Annotated[TrackPoint | ThemeProposal | GeneralPoint, Field(discriminator="type")]


class Response(Strict):
    id: Id
    participants: tuple[Id, ...] = ()
    sender: Sender | None = None
    on_behalf_of: tuple[str, ...] = ()
    received_at: AwareDatetime | None = None
    channel: Literal["email", "digital-post", "portal", "form", "letter", "file", "oral", "other"] | None = None
    recorded_by: str | None = None
    title: str | None = None
    body: str = ""
    points: tuple[Point, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    no_remarks: NoRemarks | None = None
    declined: bool = False
    stage: Literal["provisional", "final"] = "final"
    reservation: Reservation | None = None
    handling: Handling | None = None
    signatory: dict[str, Any] | None = None
    contact: dict[str, Any] | None = None
    pages: PageCount | None = None
    attachments: tuple[Attachment, ...] = ()
    language: str | None = "da"
    version: Annotated[int, Field(ge=1)] = 1
    supersedes: str | None = None
    withdrawn: Withdrawal | None = None
    decision: Decision | None = None
    publication_consent: bool | None = None
    case_number: str | None = None
    source: SourceFile | None = None
    provenance: dict[str, Any] = {}

    @model_validator(mode="after")
    def _whole(self) -> Response:
        if not self.participants and self.sender is None:
            raise ValueError("must name a party or a sender")
        if len(set(self.participants)) != len(self.participants):
            raise ValueError("must not name a party twice")
        if len(self.points) > 1 and len({point.id for point in self.points}) != len(self.points):
            raise ValueError("must have ids that differ")
        return self


def checked(lines: Iterable[bytes], scan: Scan) -> Checks:
    """Read lines and check them."""
    checks = Checks(Facts.read(ROUND, AT), scan)
    read, observe, bad = Response.model_validate_json, checks.observe, checks.bad
    number = 0
    for number, line in enumerate(lines, 1):
        try:
            answer = read(line)
        except ValidationError:
            bad.append(number)
        else:
            observe(answer)
    checks.lines = number
    return checks


def check(task: Task) -> Found:
    """Check all of it, with compiled regular expressions for personal data."""
    return checked(lines_of(task.corpus), plain).finish()


def check_guarded(task: Task) -> Found:
    """Check all of it, with a look at the bytes before the regular expressions."""
    return checked(lines_of(task.corpus), guarded).finish()
