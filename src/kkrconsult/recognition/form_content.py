"""What an answer form says and asks, whatever program it is for."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping

import attrs

from kkrconsult.danish import fold, format_date, format_moment
from kkrconsult.model import HandlingMode, Round
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, word, word_for

__all__ = ["THEMES", "Field", "FieldKind", "Heading", "Part", "Text", "form_parts", "own_words"]

THEMES = 4
"""How many supplementary themes a form has room for."""


class FieldKind(enum.Enum):
    """What is filled in."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHECK = "check"


@attrs.frozen(kw_only=True)
class Heading:
    """A heading."""

    text: str
    """Its text."""
    level: int
    """Its level, counted from 1."""


@attrs.frozen(kw_only=True)
class Text:
    """A paragraph of the form's own."""

    text: str
    """Its text."""
    item: bool = False
    """Whether it is an item of a list."""


@attrs.frozen(kw_only=True)
class Field:
    """Something to fill in."""

    name: str
    """Its name, such as ``track.dk2020``."""
    label: str
    """What is asked."""
    kind: FieldKind = FieldKind.LINE
    """What is filled in."""
    hint: str = ""
    """What stands there until something is filled in."""
    choices: Mapping[str, str] = attrs.field(factory=dict)
    """What may be chosen: texts by value."""


Part = Heading | Text | Field


def form_parts(round_: Round, language: str) -> tuple[Part, ...]:
    """The parts of a round's form, in order.

    Args:
        round_: The round.
        language: ``da`` or ``en``.
    """
    form = _Form(round_, language)
    return (*form.top(), *form.who(), *form.matter())


def own_words(round_: Round) -> frozenset[str]:
    """All that a round's form says itself, in every language, folded: what else stands in a form, somebody wrote."""
    found: set[str] = set()
    for language in languages():
        for part in form_parts(round_, language):
            words = (part.label, part.hint) if isinstance(part, Field) else (part.text,)
            found.update(map(fold, words))
    return frozenset(found)


class _Form:
    """Puts the parts of a form together."""

    def __init__(self, round_: Round, language: str) -> None:
        self._round, self._language = round_, language

    def say(self, key: str, **params: object) -> str:
        return word(f"form.{key}", self._language, **params)

    def line(self, name: str, hint: str = "write") -> Field:
        return Field(name=name, label=self.say(name), hint=self.say(hint))

    def text(self, name: str, label: str) -> Field:
        return Field(name=name, label=self.say(label), kind=FieldKind.TEXT, hint=self.say("write"))

    def top(self) -> Iterator[Part]:
        """What has to be known before writing."""
        round_, language = self._round, self._language
        yield Heading(text=self.say("title", title=round_.title.in_language(language)), level=1)
        deadline = round_.deadline
        if deadline is not None:
            shown = format_date(deadline.day, language)
            if deadline.time is not None:
                shown = format_moment(dt.datetime.combine(deadline.day, deadline.time), language)
            yield Text(text=self.say("deadline", when=shown))
        if round_.contact is not None and round_.contact.email:
            yield Text(text=self.say("send-to", email=round_.contact.email))
        most = round_.settings.validators.get("page-limit", FrozenMap()).get("maximum")
        if most is not None:
            yield Text(text=self.say("pages", most=most))
        yield Text(text=self.say("how"))
        yield Text(text=self.say("privacy"))
        yield from (Text(text=demand.text.in_language(language), item=True) for demand in round_.demands)

    def who(self) -> Iterator[Part]:
        """Who answers, and how it was handled."""
        yield Heading(text=self.say("who"), level=2)
        names = {party.id: party.full_name for party in self._round.participants}
        yield self._choice("participant", names)
        yield from map(self.line, ("contact.name", "contact.email", "contact.phone", "case_number"))
        yield Heading(text=self.say("handling"), level=2)
        yield self._choice("handling.mode", {mode.value: word_for(mode, self._language) for mode in HandlingMode})
        yield self.line("handling.body")
        yield self.line("handling.decided_on", "day")
        for name in ("reservation", "no_remarks"):
            yield Field(name=name, label=self.say(name), kind=FieldKind.CHECK)

    def _choice(self, name: str, choices: Mapping[str, str]) -> Field:
        kind = FieldKind.CHOICE if choices else FieldKind.LINE
        return Field(name=name, label=self.say(name), kind=kind, hint=self.say("choose"), choices=choices)

    def matter(self) -> Iterator[Part]:
        """The tracks, the themes, the rest."""
        language = self._language
        for track in self._round.tracks:
            yield Heading(text=self.say("track", title=track.title.in_language(language)), level=2)
            if track.description is not None:
                yield Text(text=track.description.in_language(language))
            yield self.text(f"track.{track.id}", "remarks")
        if self._round.new_themes:
            yield Heading(text=self.say("themes"), level=2)
            yield Text(text=self.say("themes-why"))
            for number in range(1, THEMES + 1):
                yield Heading(text=self.say("theme", n=number), level=3)
                yield Field(name=f"theme.{number}.title", label=self.say("theme.title"), hint=self.say("write"))
                yield self.text(f"theme.{number}.text", "theme.text")
                yield self.text(f"theme.{number}.rationale", "theme.rationale")
        yield Heading(text=self.say("general"), level=2)
        yield self.text("general", "remarks")
        yield Heading(text=self.say("signature"), level=2)
        yield from map(self.line, ("signatory.name", "signatory.title"))
