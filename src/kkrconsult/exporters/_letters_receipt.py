"""Receipts: that an answer came, when, and what was found in it."""

from __future__ import annotations

from collections.abc import Iterator

from kkrconsult.exporters._letters_common import Facts, Letter
from kkrconsult.exporters._letters_texts import Kind
from kkrconsult.model import (
    DecisionKind,
    GeneralPoint,
    Receipt,
    Response,
    ResponseStatus,
    Standing,
    ThemeProposal,
    TrackPoint,
)
from kkrconsult.paper import Block, Builder
from kkrconsult.texts import word_for

__all__ = ["receipt_of", "receipts"]

_TYPES = (("track-points", TrackPoint), ("theme-proposals", ThemeProposal), ("general-points", GeneralPoint))


def receipts(facts: Facts) -> Iterator[Letter]:
    """A receipt for each response, in the order of receipt; of a joint one, for each party."""
    standings = {entry.response: entry for entry in facts.report.participation.responses}
    for response in facts.report.responses:
        standing = standings.get(response.id)
        if standing is None:
            # It came after the moment asked about: at that moment there is nothing to acknowledge.
            continue
        receipt = receipt_of(response)
        source = response.source
        found = _found(response, facts)
        joint = facts.joint(response)
        received = facts.moment(receipt.at) if receipt else ""
        for party, recipient in facts.recipients(response):
            yield Letter(
                kind=Kind.RECEIPT,
                recipient=recipient,
                values={
                    **facts.common(recipient, party),
                    "checksum": (receipt.sha256 if receipt else source and source.sha256) or "",
                    "file": source.name if source else "",
                    "found": found,
                    "joint": joint,
                    "received": received,
                    "response": response.id,
                    "standing": " ".join(_standing(response, standing, party, facts)),
                },
                why=facts.why("receipt", response, standing=word_for(standing.standing, facts.language)),
            )


def receipt_of(response: Response) -> Receipt | None:
    """The acknowledgement of a response; None where nobody knows when it came."""
    if response.received_at is None:
        return None
    return Receipt(
        response=response.id,
        at=response.received_at,
        recorded_by=response.recorded_by,
        sha256=response.source.sha256 if response.source else None,
    )


def _standing(response: Response, standing: ResponseStatus, party: str | None, facts: Facts) -> Iterator[str]:
    """What became of it so far, as far as the sender should know."""
    if response.received_at is None:
        yield facts.say("receipt.moment-unknown")
    else:
        yield facts.say("receipt.moment", received=facts.moment(response.received_at))
    decided = response.decision.kind if response.decision else None
    if response.supersedes:
        yield facts.say("receipt.supersedes")
    if standing.standing is Standing.SUPERSEDED:
        yield facts.say("receipt.superseded")
    elif standing.standing is Standing.WITHDRAWN:
        yield facts.say("receipt.withdrawn")
    elif standing.standing is Standing.REJECTED:
        reason = (response.decision.reason if response.decision else None) or ""
        yield " ".join([facts.say("receipt.rejected"), reason]).strip()
    elif standing.late:
        key = "late-accepted" if decided is DecisionKind.ACCEPTED else "late"
        yield facts.say(f"receipt.{key}", deadline=facts.deadline(party))


def _found(response: Response, facts: Facts) -> tuple[Block, ...]:
    """What was found in a response, as a list."""
    build = Builder(numbered=False)
    build.items(_said(response, facts))
    return build.blocks


def _said(response: Response, facts: Facts) -> Iterator[str]:
    say, source = facts.say, response.source
    yield say("found.number", id=response.id)
    if source:
        yield (
            say("found.file", name=source.name)
            if source.size is None
            else say("found.file-size", name=source.name, size=str(source.size))
        )
        if source.sha256:
            yield say("found.checksum", sha256=source.sha256)
    if response.attachments:
        yield say("found.attachments", names=tuple(part.name for part in response.attachments))
    if response.pages:
        yield say("found.pages", n=response.pages.pages, basis=word_for(response.pages.basis, facts.language))
    yield from _handling(response, facts)
    if response.no_remarks:
        yield say("found.no-remarks")
    counts = [
        say(f"found.{key}", n=n)
        for key, cls in _TYPES
        if (n := sum(isinstance(point, cls) for point in response.points))
    ]
    if counts:
        yield say("found.points", counts=tuple(counts))


def _handling(response: Response, facts: Facts) -> Iterator[str]:
    handling, reservation = response.handling, response.reservation
    if handling is None:
        yield facts.say("found.handling-unknown")
    else:
        parts = [word_for(handling.mode, facts.language), handling.body or ""]
        parts.append(facts.day(handling.decided_on) if handling.decided_on else "")
        yield facts.say("found.handling", how=", ".join(part for part in parts if part))
    if reservation:
        yield (
            facts.say("found.reservation", body=reservation.body)
            if reservation.body
            else facts.say("found.reservation-open")
        )
