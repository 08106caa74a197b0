"""How an answer says that it was handled: by politicians or the administration, with what reservation, with no remarks.

What a text says is recognised and not declared: a person may have meant it otherwise, so every find keeps its words.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Mapping

import attrs

from kkrconsult.danish import parse_danish_date
from kkrconsult.model import HandlingMode
from kkrconsult.phrases import NO_REMARKS
from kkrconsult.structure import FrozenMap

__all__ = ["Said", "handling_of"]

_COMMITTEE = (
    r"(?-i:[A-ZÆØÅ])\w*(?:[-,]? (?:og |samt )?\w+?){0,4}?udvalg(?:et)?s?"
    r"|udvalget for (?-i:[A-ZÆØÅ])\w+(?:(?:,|,? og) (?-i:[A-ZÆØÅ])\w+){0,3}"
)
_BODY = (
    r"(?P<body>byråd(?:et)?s?|kommunalbestyrelsen?s?|borgerrepræsentationen?s?|regionsråd(?:et)?s?|direktion(?:en)?s?"
    rf"|magistraten?s?|{_COMMITTEE})"
)
_DAY = r"(?P<day>\d{1,2}(?:\.\s?(?:\w+\.?|\d{1,2}\.)\s?\d{4}|[-/.]\d{1,2}[-/.]\d{4}))"
_DONE = r"(?:behandlet|godkendt|tiltrådt|vedtaget|drøftet|besluttet|afgivet)"
_ANSWER = r"(?:hørings)?(?:svaret|bidraget|udtalelsen|bemærkningerne)"
_ON = rf"(?:[^.\n]{{0,60}}?\b(?:den|d\.)\s+{_DAY})?"

_DECLINED = re.compile(
    r"\b(?:ønsker ikke|har besluttet ikke|vil ikke|har valgt ikke) at (?:afgive|indsende|komme med|sende)? ?"
    r"(?:et |noget )?(?:hørings)?(?:svar|bidrag|svare)\b|\bafgiver ikke (?:et |noget )?(?:hørings)?(?:svar|bidrag)\b",
    re.IGNORECASE,
)
_RESERVATION = re.compile(
    rf"\bforbehold for (?:en )?(?:efterfølgende |endelig |senere )*"
    rf"(?:(?:politisk )?(?:godkendelse|behandling|tilslutning|vedtagelse)(?: (?:af|i|på) {_BODY})?"
    rf"|{_BODY.replace('body', 'body2')} (?:efterfølgende |endelige |senere )*(?:godkendelse|behandling|tilslutning))"
    rf"{_ON}",
    re.IGNORECASE,
)
_WILL = re.compile(
    rf"\b{_ANSWER} (?:vil blive|bliver|behandles|forelægges|forventes)[^.\n]{{0,40}}?{_BODY}{_ON}", re.IGNORECASE
)
_POLITICAL = (
    re.compile(rf"\b{_DONE}\b[^.\n]{{0,30}}? (?:i|af|på (?:et )?møde[t]? i) {_BODY}{_ON}", re.IGNORECASE),
    re.compile(
        rf"\b{_BODY} (?:har )?[^\n]{{0,40}}?(?:den|d\.) {_DAY}[^.\n]{{0,40}}?{_DONE}\b[^.\n]{{0,30}}?{_ANSWER}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_BODY} har[^.\n]{{0,80}}?\b{_DONE}\b[^.\n]{{0,30}}?{_ANSWER}{_ON}", re.IGNORECASE),
    re.compile(rf"\b(?<!ikke )(?<!ikke er )politisk (?:behandlet|godkendt|hørings\w+|svar|bidrag){_ON}", re.IGNORECASE),
    re.compile(rf"\b(?<!ikke )(?:behandlet|godkendt) politisk{_ON}", re.IGNORECASE),
)
_ADMINISTRATIVE = re.compile(
    r"\badministrativt (?:hørings)?(?:svar|bidrag|behandlet|niveau|afgivet|udarbejdet|godkendt|input)\b"
    r"|\b(?:behandlet|afgivet|afgives|udarbejdet|godkendt|svaret er|bidraget er) (?:udelukkende |alene |rent )?"
    r"administrativt\b"
    r"|\badministrativ(?:e)? (?:behandling|bemærkninger|kommentarer|høringssvar)\b"
    r"|\bikke (?:været )?(?:politisk behandlet|behandlet politisk)\b",
    re.IGNORECASE,
)
_PROVISIONAL = re.compile(r"\bforeløbigt? (?:hørings)?(?:svar|bidrag)\b|\bpreliminary response\b", re.IGNORECASE)
_LONGEST_NOTE = 320
_SHORT = 60


@attrs.frozen(kw_only=True)
class Said:
    """What an answer says of how it was handled, each with the words that say it."""

    mode: HandlingMode | None = None
    """Political or administrative."""
    body: str | None = None
    """The body that decided."""
    decided_on: dt.date | None = None
    """When it decided."""
    words: str | None = None
    """The words that tell all this."""
    reservation: str | None = None
    """The words of a reservation for political approval."""
    awaited_body: str | None = None
    """The body that is still to approve."""
    expected_on: dt.date | None = None
    """When it will."""
    no_remarks: str | None = None
    """The words that say that there are no remarks."""
    declined: str | None = None
    """The words that say that the party does not wish to answer."""
    provisional: str | None = None
    """The words that call the answer provisional."""
    notes: frozenset[int] = frozenset()
    """Indexes of the paragraphs that say nothing else."""


def handling_of(paragraphs: Iterable[str]) -> Said:
    """Find what an answer says of how it was handled.

    Args:
        paragraphs: What the party wrote, a paragraph each.
    """
    texts = [" ".join(text.split()) for text in paragraphs]
    found: dict[str, object] = {}
    notes: set[int] = set()
    for index, text in enumerate(texts):
        said = _said_in(text)
        if said and len(text) <= _LONGEST_NOTE:
            notes.add(index)
        for key, value in said.items():
            found.setdefault(key, value)
    # "No remarks" in the middle of a long answer is about one matter in it, not about all.
    said_in_all = sum(len(text.split()) for index, text in enumerate(texts) if index not in notes)
    if said_in_all > _SHORT:
        found.pop("no_remarks", None)
        found.pop("declined", None)
    return Said(notes=frozenset(notes), **found)  # type: ignore[arg-type]


@functools.lru_cache(maxsize=512)
def _said_in(text: str) -> Mapping[str, object]:
    """What one paragraph says; kept for a while: an answer is looked through in its parts and as a whole."""
    return FrozenMap({**_reservation(text), **_handling(text), **_rest(text)})


def _day(match: re.Match[str]) -> dt.date | None:
    return parse_danish_date(match["day"]) if match["day"] else None


def _name(body: str | None) -> str | None:
    """A body's name as it stands alone: "Økonomiudvalgets" is "Økonomiudvalget"."""
    if body is None:
        return None
    plain = body.removesuffix("s")
    return plain[0].upper() + plain[1:]


def _kept(**values: object) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}


def _reservation(text: str) -> dict[str, object]:
    match = _RESERVATION.search(text)
    if match:
        body = _name(match["body"] or match["body2"])
        return _kept(reservation=text[:_LONGEST_NOTE], awaited_body=body, expected_on=_day(match))
    match = _WILL.search(text)
    if match:
        return _kept(reservation=text[:_LONGEST_NOTE], awaited_body=_name(match["body"]), expected_on=_day(match))
    return {}


def _handling(text: str) -> dict[str, object]:
    if _ADMINISTRATIVE.search(text):
        return {"mode": HandlingMode.ADMINISTRATIVE, "words": text[:_LONGEST_NOTE]}
    if _RESERVATION.search(text):
        return {}
    for pattern in _POLITICAL:
        match = pattern.search(text)
        if match:
            return _kept(
                mode=HandlingMode.POLITICAL,
                body=_name(match.groupdict().get("body")),
                decided_on=_day(match),
                words=text[:_LONGEST_NOTE],
            )
    return {}


def _rest(text: str) -> dict[str, object]:
    shown = text[:_LONGEST_NOTE]
    return _kept(
        no_remarks=shown if NO_REMARKS.search(text) else None,
        declined=shown if _DECLINED.search(text) else None,
        provisional=shown if _PROVISIONAL.search(text) else None,
    )
