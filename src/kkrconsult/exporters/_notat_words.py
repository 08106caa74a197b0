"""What all parts of the consultation report share: its fixed words, and the names of senders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from kkrconsult.danish import collation_key
from kkrconsult.model import LocalizedText, Response
from kkrconsult.paper import Line, line, strong
from kkrconsult.report import Report
from kkrconsult.texts import word

__all__ = ["Names", "Words"]


class Words:
    """The fixed words of the report, in its language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **params: object) -> str:
        """A word of this exporter."""
        return word(f"notat.{key}", self.language, **params)

    def text(self, text: LocalizedText) -> str:
        """A text in the report's language."""
        return text.in_language(self.language).strip()

    def date(self, day: dt.date) -> str:
        """A day, in words."""
        return self("date", day=day.isoformat())

    def joined(self, parts: Iterable[str]) -> str:
        """Texts with commas between them, and the word for "and" before the last."""
        return self("joined", parts=tuple(parts))

    def labelled(self, key: str, text: str) -> Line:
        """A text behind its label."""
        return line(strong(self(key)), " ", text)


class Names:
    """Who is behind a response, in words; made once for a report."""

    def __init__(self, report: Report, words: Words) -> None:
        self._words = words
        self._names = {entry.participant: entry.name for entry in report.participation.parties}
        self._names |= {party.id: party.name for party in report.round.participants}
        self._by_response = {response.id: response for response in report.responses}
        self._orders: dict[str, tuple[object, ...]] = {}

    def of(self, identity: str) -> str:
        """The name of a party; of an unknown one its id."""
        return self._names.get(identity, identity).strip()

    def joined(self, identities: Iterable[str]) -> str:
        """The names of some parties, in alphabetical order."""
        return self._words.joined(self._sorted(identities))

    def sender(self, response: str) -> str:
        """Who sent a response."""
        found = self._by_response.get(response)
        return self.sender_of(found) if found is not None else response

    def sender_of(self, response: Response) -> str:
        """Who sent a response that is at hand."""
        if response.participants:
            return self.joined(response.participants)
        return response.sender.name.strip() if response.sender else response.id

    def order(self, response: str) -> tuple[object, ...]:
        """Sort key of responses: alphabetical order of senders."""
        if response not in self._orders:
            found = self._by_response.get(response)
            self._orders[response] = self.order_of(found) if found is not None else (self.key(response), response)
        return self._orders[response]

    def order_of(self, response: Response) -> tuple[object, ...]:
        """Sort key of a response that is at hand."""
        known = self._sorted(response.participants)
        plain = ", ".join(known) or (response.sender.name if response.sender else response.id)
        return self.key(plain), response.id

    def key(self, name: str) -> Any:
        """Sort key of a name: alphabetical order in the report's language."""
        return collation_key(name, self._words.language)

    def _sorted(self, identities: Iterable[str]) -> list[str]:
        return sorted(map(self.of, identities), key=self.key)
