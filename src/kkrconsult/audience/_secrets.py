"""What a report knows and the public may not: contact data, and all that belongs to hidden answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import attrs

from kkrconsult.audience._split import Split
from kkrconsult.audience._texts import texts_in
from kkrconsult.model import Contact, Response
from kkrconsult.privacy import Secret, SecretKind, Secrets, letters_of, passages
from kkrconsult.report import Report
from kkrconsult.texts import every_text

__all__ = ["nobodys_names", "secrets_of"]

_WORD = re.compile(r"[^\W\d_]+|\d+")
_SHORTEST_NAME, _SHORTEST_WORD, _SHORTEST_FILE = 6, 8, 12
_PHONE_DIGITS = 8
_OF_ANY_FILE = frozenset(
    {
        *("bilag", "brev", "dok", "foto", "img", "kopi", "notat", "scan", "svar", "udkast", "version"),
        *("csv", "docx", "eml", "html", "jpg", "json", "md", "msg", "odt", "pdf", "png", "txt", "xlsx", "xml", "zip"),
    }
)
"""Words of names of files that say nothing of whose they are."""


def secrets_of(report: Report, parts: Split) -> Iterator[Secret]:
    """Everything that may be told from anything else: short words and common titles cannot be.

    Some of it may stand in what is published too, as when two answers have a paragraph in common: whoever looks for
    these secrets takes that out first.
    """
    yield from _contacts(report)
    # What was decided on themes may be on those of hidden answers.
    round_ = texts_in(attrs.evolve(report.round, themes=()))
    common = frozenset(_WORD.findall(" ".join([*round_, *every_text()]).casefold())) | _OF_ANY_FILE
    for response in parts.hidden:
        yield from _of_hidden(response, common)


def nobodys_names(report: Report, public: Report) -> Secrets:
    """Names of those who sent or recorded something for others, unless the public report names them anyway."""
    names = Secrets(secret for secret in _contacts(report) if secret.kind is SecretKind.NAME)
    if not names:
        return names
    anyway = list(texts_in(public.round))
    for response in public.responses:
        anyway += [one.name for one in (response.sender, response.signatory) if one is not None]
    return names.without(names.found_in("\n".join(anyway)))


def _contacts(report: Report) -> Iterator[Secret]:
    """Who is behind parties, answers and the secretariat, and how they are reached."""
    round_ = report.round
    yield from _contact(round_.contact)
    for party in round_.participants:
        yield from _contact(party.contact)
    for extension in round_.extensions:
        yield from _name(extension.granted_by)
    for remark in report.assessments:
        yield from _name(remark.responsible)
        yield from _name(remark.assessed_by)
    for response in report.responses:
        yield from _contact(response.contact)
        yield from _name(response.recorded_by)
        yield from _name(response.decision.by if response.decision else None)
        if response.sender is not None:
            yield from _email(response.sender.email)
            if response.participants:
                yield from _name(response.sender.name)


def _contact(contact: Contact | None) -> Iterator[Secret]:
    if contact is None:
        return
    yield from _name(contact.name)
    yield from _email(contact.email)
    yield from _phone(contact.phone)
    if contact.address and len(letters_of(contact.address)) >= _SHORTEST_FILE:
        yield Secret(kind=SecretKind.ADDRESS, text=contact.address)


def _name(name: str | None, *, alone: int | None = None) -> Iterator[Secret]:
    """A name of several words; one word is as often an office, or any word."""
    if name is None:
        return
    words, size = _WORD.findall(name), len(letters_of(name))
    if (len(words) > 1 and size >= _SHORTEST_NAME) or (alone is not None and size >= alone):
        yield Secret(kind=SecretKind.NAME, text=name)


def _email(address: str | None) -> Iterator[Secret]:
    if address:
        yield Secret(kind=SecretKind.EMAIL, text=address.strip())


def _phone(number: str | None) -> Iterator[Secret]:
    """The eight digits of a number, also with the country code written together with them."""
    digits = "".join(re.findall(r"\d", number or ""))
    if len(digits) >= _PHONE_DIGITS:
        own = digits[-_PHONE_DIGITS:]
        for text in dict.fromkeys((own, digits, f"45{own}", f"0045{own}")):
            yield Secret(kind=SecretKind.PHONE, text=text)


def _of_hidden(response: Response, common: frozenset[str]) -> Iterator[Secret]:
    """What belongs to an answer that the public may not read."""
    yield Secret(kind=SecretKind.ID, text=response.id)
    if response.case_number and not response.case_number.isalpha():
        yield Secret(kind=SecretKind.ID, text=response.case_number)
    people = [response.signatory.name] if response.signatory else []
    people += [response.sender.name] if response.sender else []
    for name in (*people, *response.on_behalf_of):
        yield from _name(name, alone=_SHORTEST_WORD)
    yield from _titles(response, common)
    files = [response.source.name] if response.source else []
    files += [attachment.name for attachment in response.attachments]
    files += [point.anchor.file for point in response.points if point.anchor and point.anchor.file]
    for file in files:
        yield from _file(file, common)
    for text in _long_texts(response):
        for passage in passages(text):
            yield Secret(kind=SecretKind.TEXT, text=passage)


def _titles(response: Response, common: frozenset[str]) -> Iterator[Secret]:
    titles = [response.title, *(attachment.title for attachment in response.attachments)]
    for point in response.points:
        yield Secret(kind=SecretKind.ID, text=point.id)
        titles.append(getattr(point, "title", None))
    for title in titles:
        if title and len(letters_of(title)) >= _SHORTEST_WORD and not _says_nothing(title, common):
            yield Secret(kind=SecretKind.TITLE, text=title)


def _file(name: str, common: frozenset[str]) -> Iterator[Secret]:
    """Every part of a path that may be told from another; with its suffix where it is short."""
    for part in PurePosixPath(name.replace("\\", "/")).parts:
        stem = part.rpartition(".")[0] or part
        size = len(letters_of(stem))
        written = stem if size >= _SHORTEST_FILE or (size >= _SHORTEST_WORD and len(_WORD.findall(stem)) > 1) else part
        if len(letters_of(written)) >= _SHORTEST_WORD and not _says_nothing(written, common):
            yield Secret(kind=SecretKind.FILE, text=written)


def _says_nothing(text: str, common: frozenset[str]) -> bool:
    """Whether a text is made of words of the round and the program alone, as "Høringssvar fra Herning Kommune" is."""
    return all(word in common or word.isdecimal() for word in _WORD.findall(text.casefold()))


def _long_texts(response: Response) -> Iterator[str]:
    yield response.body
    for point in response.points:
        yield point.text
        yield point.rationale or ""
        yield point.anchor.quote or "" if point.anchor else ""
    for part in response.set_aside:
        yield part.reason
    yield response.withdrawn.reason if response.withdrawn else ""
    yield response.decision.reason or "" if response.decision else ""
    yield response.reservation.quote or "" if response.reservation else ""
    yield response.no_remarks.quote or "" if response.no_remarks else ""
    for known in response.provenance.values():
        yield known.detail or ""
