"""The public edition of a report together with what must not be in any document made of it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kkrconsult.audience import public_and_secrets, texts_in
from kkrconsult.privacy import Kind, Secret, SecretKind, Secrets, find, letters_of
from kkrconsult.report import Audience, Report
from kkrconsult.texts import every_text

__all__ = ["PublicEdition", "public_edition"]

_KINDS = {Kind.CPR: SecretKind.CPR, Kind.EMAIL: SecretKind.EMAIL, Kind.PHONE: SecretKind.PHONE}
_PHONE_DIGITS = 8
_PARTING = "\n\n"


@attrs.frozen(kw_only=True)
class PublicEdition:
    """What may be published of a report, and what must not be; made once, for any number of documents."""

    report: Report
    """The report that it was made of."""
    public: Report
    """What the public may see of it."""
    secrets: Secrets = attrs.field(repr=False)
    """What must not be in a document for the public."""
    allowed: frozenset[str] = frozenset()
    """The letters of addresses and numbers that the secretariat itself publishes, such as its mailbox."""


def public_edition(report: Report) -> PublicEdition:
    """Make the public edition of a report.

    Args:
        report: An internal report, or a public one: of that no more is known than what it shows, so only what has the
            shape of a personal number or address can be looked for.
    """
    if report.audience is Audience.PUBLIC:
        return PublicEdition(report=report, public=report, secrets=Secrets(), allowed=_allowed(report))
    public, secrets = public_and_secrets(report)
    every = secrets.joined(Secrets(_personal(report)))
    # What the public report says anyway is no secret, nor what the program says of its own accord.
    said = every.found_in("\n".join([*texts_in(public), *every_text()]))
    return PublicEdition(report=report, public=public, secrets=every.without(said), allowed=_allowed(public))


def _allowed(public: Report) -> frozenset[str]:
    own = texts_in(attrs.evolve(public, responses=()))
    return frozenset(letters_of(hit.value) for hit in find(_PARTING.join(own)))


def _personal(report: Report) -> Iterator[Secret]:
    """Every number and address that stands in any text of the report."""
    for hit in find(_PARTING.join(texts_in(report))):
        yield Secret(kind=_KINDS[hit.kind], text=hit.value)
        digits = letters_of(hit.value)
        if hit.kind is Kind.PHONE and len(digits) > _PHONE_DIGITS:
            yield Secret(kind=SecretKind.PHONE, text=digits[-_PHONE_DIGITS:])
