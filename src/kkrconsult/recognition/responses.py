"""From the documents of one sending to a response, with how each thing in it is known; or to whom it may be from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import attrs

from kkrconsult.document import Block, BlockKind, Document
from kkrconsult.formats.names import is_id, slug
from kkrconsult.model import (
    Attachment,
    Handling,
    NoRemarks,
    PageBasis,
    PageCount,
    Provenance,
    ProvenanceKind,
    Reservation,
    Response,
    Round,
    Sender,
    Signatory,
    SourceFile,
    Stage,
)
from kkrconsult.recognition.form import form_answer
from kkrconsult.recognition.form_content import own_words
from kkrconsult.recognition.handling import Said, handling_of
from kkrconsult.recognition.letters import CLOSING, has_matter, reason_to_set_aside, says_attached, signature_starts
from kkrconsult.recognition.points import Split, TrackMatcher, passages_of, split
from kkrconsult.recognition.senders import Evidence, Match, SenderMatcher
from kkrconsult.structure import FrozenMap

__all__ = ["Recogniser", "Sending", "is_covering"]

_NEAR = 6
_CASE = re.compile(r"\b(?:sagsnr|sagsnummer|sags-id|journalnr|j\.?nr)\.?:?\s*(?P<number>[\w./-]{4,40})", re.IGNORECASE)
_PERSON = re.compile(r"(?:[A-ZÆØÅ][\w.'-]*\s+){1,4}[A-ZÆØÅ][\w'-]+")
_OFFICE = re.compile(
    r"\w*(?:borgmester|direktør|chef|formand|leder|konsulent|medarbejder|sekretær|rådmand|koordinator|specialist)\b",
    re.IGNORECASE,
)
# What a page of a letter may hold; a number of pages that says otherwise was written by a program that did not count.
_FEWEST, _MOST = 150, 6000


@attrs.frozen(kw_only=True)
class Sending:
    """What one sender sent at one time."""

    file: str
    """Name of the file that holds the answer."""
    document: Document
    """The document that is the answer."""
    covers: tuple[tuple[str, Document], ...] = ()
    """E-mails around it, with the names of their files, the nearest first."""
    attachments: tuple[Attachment, ...] = ()
    """Files that came along."""
    source: SourceFile | None = None
    """What is known of the file's bytes."""


def is_covering(document: Document) -> bool:
    """Whether an e-mail says no more than that something is attached."""
    texts = _matter(document)
    return not has_matter(texts) or (says_attached("\n".join(texts)) and not has_matter(texts[1:]))


def _own(document: Document) -> list[Block]:
    """What the sender wrote, without what is quoted below it, and without headers and footers."""
    apart = (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.FIELD)
    return [
        block
        for block in document.blocks
        if block.kind not in apart and not (block.kind is BlockKind.NOTE and block.level)
    ]


def _matter(document: Document) -> list[str]:
    """The paragraphs that are neither letterhead nor greeting nor signature."""
    texts = [block.text for block in _own(document)]
    found: list[str] = []
    for text in texts[: signature_starts(texts)]:
        if reason_to_set_aside(text, at_top=not found) is None:
            found.append(text)
    return found


class Recogniser:
    """Makes responses of documents; made once for a round."""

    def __init__(self, round_: Round) -> None:
        self._senders = SenderMatcher(round_)
        self._tracks = TrackMatcher(round_)
        self._own_words = own_words(round_)

    def match(self, sending: Sending) -> Match:
        """Who a sending is from."""
        return self._senders.match(_evidence(sending))

    def response(self, sending: Sending, match: Match) -> Response:
        """The response of a sending.

        Args:
            sending: The sending.
            match: Whom it is from: `match`, or what a person said.
        """
        document = sending.document
        identity = _identity(sending.file)
        fields = form_answer(document, identity, self._own_words) if document.form else self._read(sending, identity)
        known: dict[str, Provenance] = dict(fields.pop("provenance", {}))
        known["participants" if match.participants else "sender"] = _recognised(
            "; ".join(f"{trace.ground.value}: {trace.words}" for trace in match.grounds), match.confidence
        )
        if pages := _pages(document):
            fields["pages"] = pages
        return Response(
            id=identity,
            participants=match.participants,
            sender=_sender(sending, match),
            attachments=sending.attachments,
            source=sending.source,
            provenance=FrozenMap(known),
            **fields,
        )

    def _read(self, sending: Sending, identity: str) -> dict[str, Any]:
        """What a letter says."""
        document = sending.document
        several = bool(sending.covers)
        own = [
            passage
            for file, cover in sending.covers[:1]
            for passage in passages_of(cover.blocks, file=file, aside="cover")
        ]
        forwarded = not _own(document) or not has_matter(_matter(document))
        blocks: Iterable[Block] = document.blocks
        if forwarded and not several:
            # Somebody passed an answer on without a word: what is quoted is the answer.
            blocks = [
                attrs.evolve(block, kind=BlockKind.PARAGRAPH, level=None)
                if block.kind is BlockKind.NOTE and block.level and has_matter([one.text for one in document.blocks])
                else block
                for block in blocks
            ]
        parts = split([*own, *passages_of(blocks, file=sending.file if several else None)], self._tracks, identity)
        said = handling_of(_texts_of(parts))
        fields = {
            "title": parts.title or document.title or _subject(sending),
            "body": parts.body,
            "points": parts.points,
            "set_aside": parts.set_aside,
            "case_number": _case_number(document),
            **_handled(said, parts),
        }
        signatory = _signatory([block.text for block in _own(document)])
        if signatory:
            fields["signatory"] = signatory
            fields["provenance"]["signatory"] = _recognised(signatory.name)
        return fields


def _recognised(detail: str, confidence: float | None = None) -> Provenance:
    return Provenance(kind=ProvenanceKind.RECOGNISED, detail=detail or None, confidence=confidence)


def _identity(file: str) -> str:
    stem = PurePosixPath(file).name.rpartition(".")[0] or file
    return stem if is_id(stem) and stem == stem.lower() else slug(stem)


def _texts_of(parts: Split) -> list[str]:
    """The paragraphs of an answer's own words."""
    quoted = {number for one in parts.set_aside if one.reason == "quoted" for number in one.paragraphs}
    return [text for number, text in enumerate(parts.body.split("\n\n"), 1) if number not in quoted]


def _handled(said: Said, parts: Split) -> dict[str, Any]:
    known: dict[str, Provenance] = {}
    fields: dict[str, Any] = {"provenance": known}
    if said.mode is not None:
        fields["handling"] = Handling(mode=said.mode, body=said.body, decided_on=said.decided_on)
        known["handling"] = _recognised(said.words or "")
    if said.reservation is not None:
        fields["reservation"] = Reservation(
            body=said.awaited_body, expected_on=said.expected_on, quote=said.reservation
        )
        known["reservation"] = _recognised(said.reservation)
    if said.no_remarks is not None and not parts.points:
        fields["no_remarks"] = NoRemarks(quote=said.no_remarks)
        known["no_remarks"] = _recognised(said.no_remarks)
    if said.declined is not None and not parts.points:
        fields["declined"] = True
        known["declined"] = _recognised(said.declined)
    if said.provisional is not None:
        fields["stage"] = Stage.PROVISIONAL
        known["stage"] = _recognised(said.provisional)
    return fields


def _pages(document: Document) -> PageCount | None:
    """The length that the document gives, unless it is a number that nobody counted."""
    pages = document.pages
    if pages is None or pages.basis is PageBasis.COUNTED:
        return pages
    letters = len(document.text)
    return pages if _FEWEST * pages.pages <= letters <= _MOST * pages.pages else None


def _case_number(document: Document) -> str | None:
    near = [block.text for block in (*document.blocks[:_NEAR], *document.blocks[-_NEAR:])]
    found = _CASE.search("\n".join(near))
    return found["number"].rstrip(".") if found else None


def _signatory(texts: Sequence[str]) -> Signatory | None:
    """Who signed: the first line below the closing that is a person's name, and the office in the line below."""
    start = signature_starts(texts)
    lines = [line.strip(" ,*_") for text in texts[start:] for line in text.splitlines()]
    for index, line in enumerate(lines):
        name, _, office = line.partition(",")
        if not CLOSING.match(line) and _PERSON.fullmatch(name.strip()) and not _OFFICE.search(name):
            below = lines[index + 1] if index + 1 < len(lines) else ""
            title = next((one.strip() for one in (office, below) if _OFFICE.search(one)), None)
            return Signatory(name=name.strip(), title=title)
    return None


def _subject(sending: Sending) -> str | None:
    letters = (sending.document, *(cover for _, cover in sending.covers))
    return next((one.message.subject for one in letters if one.message and one.message.subject), None)


def _sender(sending: Sending, match: Match) -> Sender | None:
    """The sender as written: of an e-mail its own, else what is known of one that is not consulted."""
    letters = (sending.document, *(cover for _, cover in sending.covers))
    message = next((one.message for one in letters if one.message), None)
    email = message.sender_email if message else None
    name = match.name or (message and (message.sender_name or message.sender_email))
    return Sender(name=name, email=email) if name else None


def _evidence(sending: Sending) -> Evidence:
    document = sending.document
    letters = (document, *(cover for _, cover in sending.covers))
    message = next((one.message for one in letters if one.message), None)
    own = [block.text for one in letters for block in _own(one)] or [block.text for block in document.blocks]
    first = [block.text for block in _own(document)] or own
    # A short letter has no two ends: a paragraph is near one of them.
    half = min(_NEAR, (len(first) + 1) // 2)
    covers = [text for cover in letters[1:] for text in [block.text for block in _own(cover)][-_NEAR:]]
    edge: Mapping[BlockKind, list[str]] = {BlockKind.HEADER: [], BlockKind.FOOTER: []}
    for block in document.blocks:
        if block.kind in edge:
            edge[block.kind].append(block.text)
    named = [block.text for block in document.blocks if block.field == "participant"]
    return Evidence(
        file=sending.file,
        email=(message and message.sender_email) or "",
        sender_name=(message and message.sender_name) or "",
        subject="\n".join(one for one in (message.subject if message else None, document.title) if one),
        author=document.author or "",
        head=(*edge[BlockKind.HEADER], *_lines(first[:half])),
        tail=(*_lines(first[half:][-_NEAR:]), *edge[BlockKind.FOOTER], *_lines(covers)),
        text="\n".join(own),
        form=named[0].strip() if named and document.form else "",
    )


def _lines(texts: Iterable[str]) -> Iterable[str]:
    return (line for text in texts for line in text.splitlines())
