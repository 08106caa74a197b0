"""Personal data in answers: CPR numbers, private e-mail addresses and telephone numbers.

A number or address that was found is never repeated: findings carry a masked form and the place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal

import attrs

from kkrconsult.findings import Code, Finding, Location, Severity
from kkrconsult.model import Point, Response, ThemeProposal
from kkrconsult.plugins.records import Context, ValidatorSpec
from kkrconsult.privacy import STEMS, Glance, Hit, Kind, find, glance, is_function_mailbox, is_private_email, prescan
from kkrconsult.structure import FrozenMap
from kkrconsult.validators._common import EachResponse, at_point, email_domain

__all__ = ["SPEC", "Options"]

# That somebody's name and address are protected (navne- og adressebeskyttelse) shows in no register that is looked
# up here, so the words are all there is to go by.
# Most signs of the pattern before and from the beginning of a stem.
_BEFORE, _AFTER = len("adresse- b"), len("eskyttede adresse") + 1
_PROTECTED = re.compile(
    r"(?:adresse|navne)-?\s?beskytte\w+|\b(?:beskytte(?:t|de)|hemmelig[et]?)\s(?:navn|adresse)\w*", re.IGNORECASE
)


@attrs.frozen(kw_only=True)
class Options:
    """What is looked for, and what may stand in an answer."""

    kinds: tuple[Kind, ...] = tuple(Kind)
    """What is looked for: ``cpr``, ``email``, ``phone``."""
    emails: Literal["private", "unofficial", "personal"] = "private"
    """Which addresses are told of: those at providers for private persons; or all but those at official domains; or
    all but the mailboxes of offices (``post@…``) at official domains."""
    official_domains: tuple[str, ...] = ()
    """Official e-mail domains besides those of the parties and of the round's contact; their subdomains are, too."""
    allowed: tuple[str, ...] = ()
    """E-mail addresses and telephone numbers that may stand in answers, besides those of the round's contact."""
    protection: bool = True
    """Whether to tell of answers that mention protection of name and address."""


_CODES = {Kind.CPR: "personal-data.cpr", Kind.EMAIL: "personal-data.email", Kind.PHONE: "personal-data.phone"}


class _Run(EachResponse):
    """Collects the official domains and what is allowed once."""

    def __init__(self, options: Options, context: Context) -> None:
        contact = context.round.contact
        own = [contact.email, contact.phone] if contact is not None else []
        allowed = [*options.allowed, *(value for value in own if value)]
        domains = [domain for party in context.round.participants for domain in party.email_domains]
        domains += [*options.official_domains, email_domain(contact.email if contact else None)]
        self._kinds = frozenset(options.kinds)
        self._emails = options.emails
        self._protection = options.protection
        self._domains = frozenset(domain.lower().removeprefix("@") for domain in domains) - {""}
        self._addresses = frozenset(value.strip().lower() for value in allowed if "@" in value)
        self._phones = frozenset(_number(value) for value in allowed if "@" not in value)

    def observe(self, response: Response) -> Iterable[Finding]:
        # One pass over everything decides whether any pattern is tried; in nearly every response there is nothing.
        seen = glance("\n".join(_texts(response)))
        return self._look(response, seen) if any(seen) else ()

    def _look(self, response: Response, seen: Glance) -> Iterator[Finding]:
        body = response.body
        if seen.digits or seen.at:
            hits = self._hits(body)
            if hits:
                starts = _paragraph_starts(body)
                for hit in hits:
                    place = Location(field="body", paragraph=bisect_right(starts, hit.start))
                    yield _finding(hit, place)
            besides = _besides(response)
            # Where the body has something, the other texts together mostly have nothing.
            rest = glance("\n".join([text for text, _ in besides]))
            for text, where in besides if rest.digits or rest.at else ():
                hits = self._hits(text)
                # What a point quotes from the body has been told of.
                if hits and text not in body:
                    for hit in hits:
                        yield _finding(hit, _place(where))
        if seen.protection and self._protection:
            yield from _protected(response)

    def _hits(self, text: str) -> list[Hit]:
        """What is in one text that matters."""
        guard = prescan(text)
        if not (guard.digits or guard.at):
            return []
        return [hit for hit in find(text, self._kinds, guard) if self._matters(hit)]

    def _matters(self, hit: Hit) -> bool:
        if hit.kind is Kind.CPR:
            return True
        if hit.kind is Kind.PHONE:
            return _number(hit.value) not in self._phones
        if hit.value.lower() in self._addresses:
            return False
        if self._emails == "personal":
            return not is_function_mailbox(hit.value, self._domains)
        if self._emails == "unofficial":
            return not _is_within(email_domain(hit.value), self._domains)
        return is_private_email(hit.value, self._domains)


def _texts(response: Response) -> list[str]:
    """Every text of a response: the body, and those of `_besides`."""
    texts = [response.body, response.title or ""]
    for point in response.points:
        texts.append(point.text)
        if isinstance(point, ThemeProposal):
            texts.append(point.title)
        if point.rationale:
            texts.append(point.rationale)
    if response.attachments or response.source is not None:
        texts += [text for text, _ in _besides(response)]
    return texts


def _besides(response: Response) -> list[tuple[str, Point | str]]:
    """Every text of a response besides its body, with the point or the name of the field where it stands."""
    found: list[tuple[str, Point | str]] = []
    if response.title:
        found.append((response.title, "title"))
    for point in response.points:
        if isinstance(point, ThemeProposal) and point.title:
            found.append((point.title, point))
        if point.text:
            found.append((point.text, point))
        if point.rationale:
            found.append((point.rationale, point))
    for index, attachment in enumerate(response.attachments):
        found.append((attachment.name, f"attachments[{index}].name"))
        if attachment.title:
            found.append((attachment.title, f"attachments[{index}].title"))
    if response.source is not None:
        found.append((response.source.name, "source.name"))
    return found


def _place(where: Point | str) -> Location:
    """Places name fields and points, never what stands in them."""
    return Location(field=where) if isinstance(where, str) else at_point(where)


def _finding(hit: Hit, place: Location) -> Finding:
    params: dict[str, object] = {"shown": hit.masked}
    if hit.kind is Kind.CPR:
        params["modulus_11"] = hit.hint
    return Finding(code=_CODES[hit.kind], params=FrozenMap(params), location=place)


def _protected(response: Response) -> Iterator[Finding]:
    """One finding for the first place where protection is mentioned; one is enough for a person to look."""
    body = response.body
    start = _protection_in(body)
    if start is not None:
        paragraph = bisect_right(_paragraph_starts(body), start)
        yield Finding(code="personal-data.protected", location=Location(field="body", paragraph=paragraph))
        return
    for text, where in _besides(response):
        if _protection_in(text) is not None:
            yield Finding(code="personal-data.protected", location=_place(where))
            return


def _protection_in(text: str) -> int | None:
    """Where protection is first mentioned.

    The pattern is held against what is around its stems only: it begins with no fixed letter, and so would be tried at
    every place of a long text.
    """
    places = sorted(place for stem in STEMS for place in _places(stem, text))
    for place in places:
        found = _PROTECTED.search(text, max(place - _BEFORE, 0), place + _AFTER)
        if found is not None:
            return found.start()
    return None


def _places(part: str, text: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def _paragraph_starts(text: str) -> list[int]:
    """Where each paragraph begins, counted as `kkrconsult.assessment.paragraphs` does."""
    starts: list[int] = []
    offset, inside = 0, False
    for line in text.splitlines(keepends=True):
        blank = not line.strip()
        if not (blank or inside):
            starts.append(offset)
        inside = not blank
        offset += len(line)
    return starts


def _number(phone: str) -> str:
    """The eight digits of a telephone number, however it is written."""
    return re.sub(r"\D", "", phone)[-8:]


def _is_within(domain: str, domains: frozenset[str]) -> bool:
    parts = domain.split(".")
    return any(".".join(parts[start:]) in domains for start in range(len(parts)))


SPEC = ValidatorSpec(
    name="personal-data",
    codes=(
        # shown: what was found, masked
        Code("personal-data.cpr", Severity.ERROR),  # and modulus_11: whether the check digit fits; a hint only
        Code("personal-data.email", Severity.WARNING),
        Code("personal-data.phone", Severity.WARNING),
        Code("personal-data.protected", Severity.WARNING),  # no parameters
    ),
    options=Options,
    create=_Run,
    summary={
        "da": "Om svaret indeholder CPR-numre, private e-mailadresser eller telefonnumre.",
        "en": "Whether the answer holds CPR numbers, private e-mail addresses or telephone numbers.",
    },
)
