"""Who is asked: the consulted parties of a round."""

from __future__ import annotations

import datetime as dt
import enum
import re

import attrs

from kkrconsult.model._checks import check_days, check_id, check_text, check_tuples, refuse

__all__ = ["Contact", "Participant", "ParticipantKind"]

_CODE = re.compile(r"\d{3}")
_CVR = re.compile(r"\d{8}")


class ParticipantKind(enum.Enum):
    """What a consulted party is."""

    MUNICIPALITY = "municipality"
    REGION = "region"
    KKR = "kkr"
    AUTHORITY = "authority"
    COMPANY = "company"
    ORGANISATION = "organisation"
    CITIZENS = "citizens"
    OTHER = "other"


@attrs.frozen(kw_only=True)
class Contact:
    """How a party, or the person behind an answer, is reached. Never part of anything public."""

    name: str | None = None
    """The person or office."""
    role: str | None = None
    """The person's title."""
    email: str | None = None
    """Address for letters and receipts."""
    phone: str | None = None
    """Telephone number as written."""
    address: str | None = None
    """Postal address."""


@attrs.frozen(kw_only=True)
class Participant:
    """A consulted party (høringspart)."""

    id: str
    """Stable id inside the round; for a municipality its name in lower case with æ, ø and å written ae, oe
    and aa, so that it can be typed anywhere: ``aarhus``, ``ringkoebing-skjern``."""
    name: str
    """The short name that lists and tables show, such as ``Aarhus``."""
    official_name: str | None = None
    """The full name, such as ``Københavns Kommune``."""
    kind: ParticipantKind = ParticipantKind.MUNICIPALITY
    """What the party is."""
    code: str | None = None
    """Municipality code of three digits (kommunekode), as text."""
    cvr: str | None = None
    """Number in the Danish business register, eight digits."""
    region: str | None = None
    """Id of the KKR or region that the party belongs to."""
    aliases: tuple[str, ...] = ()
    """Other names and spellings under which answers arrive."""
    email_domains: tuple[str, ...] = ()
    """Domains of the party's own e-mail addresses, such as ``aarhus.dk``."""
    contact: Contact | None = None
    """Where letters to the party go."""
    added_on: dt.date | None = None
    """The day on which the party was added to a list already sent (eftersendt)."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "id", self.id)
        check_text(self, "name", self.name)
        check_tuples(self, "aliases", "email_domains")
        check_days(self, "added_on", self.added_on)
        if self.code is not None and not _CODE.fullmatch(self.code):
            refuse(self, "code", "must be three digits", self.code)
        if self.cvr is not None and not _CVR.fullmatch(self.cvr):
            refuse(self, "cvr", "must be eight digits", self.cvr)
        for alias in self.aliases:
            check_text(self, "aliases", alias)

    @property
    def full_name(self) -> str:
        """The official name, or the short one where there is no other."""
        return self.official_name or self.name
