"""What was filled into a form of ours: each field is a declared value, nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kkrconsult.assessment import paragraphs
from kkrconsult.danish import fold, parse_danish_date
from kkrconsult.document import BlockKind, Document
from kkrconsult.model import (
    Anchor,
    Contact,
    GeneralPoint,
    Handling,
    HandlingMode,
    NoRemarks,
    Point,
    Reservation,
    Signatory,
    ThemeProposal,
    TrackPoint,
)
from kkrconsult.recognition.form_content import THEMES
from kkrconsult.recognition.points import identified
from kkrconsult.texts import languages, words_below

__all__ = ["form_answer"]

_YES = frozenset(map(fold, ("true", "ja", "yes", "x")))
_BULLET = re.compile(r"\A\s*[•☐☒☑]\s*")
_CROSSES = ("☒", "☑")


def form_answer(document: Document, response: str, own: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The fields of a response that a filled-in form gives.

    Args:
        document: The form as it was read.
        response: Id of the response, of which the ids of points are made.
        own: What the form says itself, folded.
    """
    filled = {
        block.field: block.text.strip()
        for block in document.blocks
        # What a field says before anything is written in it is no answer, whether or not a program still knows that.
        if block.kind is BlockKind.FIELD and block.field and (fold(block.text) or block.text) not in own
    }
    texts: list[str] = []
    drafts = list(_drafts(filled, texts))
    beside = [
        " ".join(block.text.split())
        for block in document.blocks
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and fold(_BULLET.sub("", block.text)) not in own
    ]
    if any(map(fold, beside)):
        # What somebody wrote beside the fields is theirs too.
        start = len(texts)
        texts += filter(fold, beside)
        anchor = Anchor(paragraphs=tuple(range(start + 1, len(texts) + 1)))
        drafts.append(GeneralPoint(id="draft", text="\n\n".join(texts[start:]), anchor=anchor))
    fields: dict[str, Any] = {
        "body": "\n\n".join(texts),
        "points": identified(response, drafts),
        "provenance": {},
    }
    return fields | _particulars(filled)


def _drafts(filled: dict[str, str], texts: list[str]) -> Iterator[Point]:
    """The points, and their paragraphs added to the texts."""

    def anchored(section: str, *parts: str) -> Anchor:
        start = len(texts)
        for part in parts:
            texts.extend(paragraphs(part))
        return Anchor(section=section, paragraphs=tuple(range(start + 1, len(texts) + 1)))

    for field, text in filled.items():
        kind, _, name = field.partition(".")
        if kind == "track" and text:
            yield TrackPoint(id="draft", track=name, text=text, anchor=anchored(field, text))
    for number in range(1, THEMES + 1):
        title, text, why = (filled.get(f"theme.{number}.{part}", "") for part in ("title", "text", "rationale"))
        if title or text or why:
            said = text or ("" if title else why)
            anchor = anchored(f"theme.{number}", said, why if said != why else "")
            yield ThemeProposal(id="draft", title=title, text=said, rationale=why or None, anchor=anchor)
    if filled.get("general"):
        yield GeneralPoint(id="draft", text=filled["general"], anchor=anchored("general", filled["general"]))


def _particulars(filled: dict[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    mode = _member(filled.get("handling.mode", ""))
    if mode is not None:
        day = parse_danish_date(filled.get("handling.decided_on", ""))
        fields["handling"] = Handling(mode=mode, body=filled.get("handling.body") or None, decided_on=day)
    if _is_yes(filled, "no_remarks"):
        fields["no_remarks"] = NoRemarks()
    if _is_yes(filled, "reservation"):
        fields["reservation"] = Reservation()
    contact = {key: filled.get(f"contact.{key}") or None for key in ("name", "email", "phone")}
    if any(contact.values()):
        fields["contact"] = Contact(**contact)
    if filled.get("signatory.name"):
        fields["signatory"] = Signatory(name=filled["signatory.name"], title=filled.get("signatory.title") or None)
    if filled.get("case_number"):
        fields["case_number"] = filled["case_number"]
    return fields


def _is_yes(filled: dict[str, str], field: str) -> bool:
    return fold(filled.get(field, "")) in _YES or filled.get(field) in _CROSSES


def _member(text: str) -> HandlingMode | None:
    """The way of handling that a word in any language means."""
    for language in languages():
        for value, name in words_below("handling-mode", language).items():
            if fold(text) in (fold(name), fold(value)) and text:
                return HandlingMode(value)
    return None
