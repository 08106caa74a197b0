"""What every letter of a round needs: its words, whom it is for, and what can be said in all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from kkrconsult.assessment import notices
from kkrconsult.danish import sort_key
from kkrconsult.exporters._letters_template import Values
from kkrconsult.exporters._letters_texts import Kind
from kkrconsult.formats.mail_drafts import usable_address
from kkrconsult.model import Contact, Deadline, LocalizedText, Participant, Response
from kkrconsult.report import Report
from kkrconsult.texts import word
from kkrconsult.timeline import Cutoffs, local_date, zone_of

__all__ = ["Facts", "Letter", "Recipient"]


@attrs.frozen(kw_only=True)
class Recipient:
    """Whom a letter is for."""

    name: str
    """The name by which it is addressed."""
    short_name: str
    """The name that lists show, and files are named by."""
    written: str | None = None
    """The address as the round or the answer has it."""

    @property
    def address(self) -> str | None:
        """The address, if it can be written to."""
        return usable_address(self.written)


@attrs.frozen(kw_only=True)
class Letter:
    """A letter before its text is filled in."""

    kind: Kind
    """What it is for."""
    recipient: Recipient
    """Whom it is for."""
    values: Values
    """What stands for the placeholders."""
    why: str
    """Why it is there, for the list of letters."""
    facts: tuple[tuple[str, str], ...] = ()
    """What stands below the title of a letter, as labels and values."""


class Facts:
    """A report, and what letters ask of it; made once."""

    def __init__(self, report: Report, language: str) -> None:
        self.report = report
        self.round = report.round
        self.language = language
        self.cutoffs = Cutoffs(report.round)
        self.today = local_date(report.round, report.at)
        self._zone = zone_of(report.round.timezone)
        self._parties = {party.id: party for party in report.round.participants}
        self._names = {entry.participant: entry.name for entry in report.participation.parties}

    def say(self, key: str, **params: object) -> str:
        """A fixed text of letters."""
        return word(f"letter.{key}", self.language, **params)

    def text(self, text: LocalizedText | None) -> str:
        """A text of the round; empty where it has none."""
        return text.in_language(self.language).strip() if text else ""

    def day(self, day: dt.date) -> str:
        """A day, in words."""
        return word("notat.date", self.language, day=day.isoformat())

    def moment(self, moment: dt.datetime | None) -> str:
        """A moment, in words and in the round's zone."""
        if moment is None:
            return ""
        return word("notat.moment", self.language, at=moment.astimezone(self._zone).isoformat(timespec="minutes"))

    def joined(self, parts: Sequence[str]) -> str:
        """Texts with commas between them, and the word for "and" before the last."""
        return word("notat.joined", self.language, parts=tuple(parts)) if parts else ""

    def name(self, party: str) -> str:
        """The full name of a party; of an unknown one its id."""
        known = self._parties.get(party)
        return (known.full_name if known else self._names.get(party, party)).strip()

    def deadline(self, party: str | None) -> str:
        """The deadline that holds for a party, with its hour if it has one; empty where it is not known."""
        own = self.cutoffs.of(party)
        return self._ends(own.deadline) if own else ""

    def _ends(self, deadline: Deadline) -> str:
        if deadline.time is None:
            return self.day(deadline.day)
        moment = f"{deadline.day.isoformat()}T{deadline.time.isoformat()}"
        shown = word("notat.moment", self.language, at=moment)
        # The zone is said where it is not the one that everybody takes it for.
        home = attrs.fields(Deadline).timezone.default
        return shown if deadline.timezone == home else f"{shown} ({deadline.timezone})"

    def recipient(self, party: str) -> Recipient:
        """A party, by its id."""
        known: Participant | None = self._parties.get(party)
        contact = known.contact if known else None
        short = (known.name if known else self._names.get(party, party)).strip()
        return Recipient(name=self.name(party), short_name=short, written=contact.email if contact else None)

    def sender(self, response: Response) -> Recipient:
        """Whoever sent a response that is no party's."""
        assert response.sender is not None  # noqa: S101 - a response has parties or a sender
        name = response.sender.name.strip()
        contact = response.contact.email if response.contact else None
        return Recipient(name=name, short_name=name, written=contact or response.sender.email)

    def recipients(self, response: Response) -> list[tuple[str | None, Recipient]]:
        """Everybody behind a response, with the id of the party; of a joint one, each party."""
        if not response.participants:
            return [(None, self.sender(response))]
        found: list[tuple[str | None, Recipient]] = [(one, self.recipient(one)) for one in response.participants]
        return sorted(found, key=lambda entry: sort_key(entry[1].short_name))

    def why(self, key: str, response: Response, **params: object) -> str:
        """Why there is a letter about a response; with what the response says of itself, such as that it is none."""
        said = [self.say(f"why.{key}", response=response.id, **params)]
        said += [self.say("why.notice", text=text) for text in notices([response])]
        return " ".join(said)

    def joint(self, response: Response) -> str:
        """That several answered together."""
        if not response.joint:
            return ""
        names = sorted((self.name(one) for one in response.participants), key=sort_key)
        return self.say("joint", names=tuple(names))

    def common(self, recipient: Recipient, party: str | None) -> dict[str, str]:
        """What can be said in every letter."""
        round_ = self.round
        contact = round_.contact or Contact()
        email = usable_address(contact.email) and contact.email
        return {
            "case_number": (round_.case_number or "").strip(),
            "contact": (contact.name or "").strip(),
            "contact_email": (email or "").strip(),
            "date": self.day(self.today),
            "deadline": self.deadline(party),
            "extension": self.say("extension") if self.cutoffs.extended(party) else "",
            "how": self.say("send-to", email=email.strip()) if email else self.say("reply"),
            "organiser": (round_.organiser or "").strip(),
            "party": recipient.name,
            "short_name": recipient.short_name,
            "title": self.text(round_.title),
        }
