"""From what readers found to responses: which documents belong together, and whose answer they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from kkrconsult.document import Document
from kkrconsult.errors import DataError, Problem
from kkrconsult.findings import Finding
from kkrconsult.formats.problems import reason_of
from kkrconsult.inbox import Duplicate
from kkrconsult.intake._entries import Entry
from kkrconsult.intake._files import problem
from kkrconsult.model import Attachment, Response
from kkrconsult.recognition import (
    SIDECAR_NAME,
    Candidate,
    Match,
    Recogniser,
    Sending,
    Settled,
    is_covering,
    says_attached,
)
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, word

__all__ = ["Letters"]

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".svg", ".ics", ".vcf")
_ANSWER = re.compile(r"svar|bidrag|bemærkninger|response|answer", re.IGNORECASE)
_AUTOMATIC = ("auto-reply", "delivery-report")
_GRAVE = frozenset(
    {
        "hidden-text",
        "macros",
        "tracked-changes",
        "damaged-pages",
        "cut-off",
        "encrypted",
        "embedded-objects",
        "xfa-form",
    }
)
_SHOWN = 5


class Letters:
    """Makes responses of the documents of an inbox, and says of each file how it ended."""

    def __init__(self, recogniser: Recogniser, settled: Mapping[str, Settled]) -> None:
        self._recogniser = recogniser
        self._settled = settled
        self.problems: list[Finding] = []
        self.duplicates: list[Duplicate] = []
        self._said: dict[tuple[object, ...], str] = {}

    def recognise(self, entries: Sequence[Entry]) -> None:
        """Recognise all documents; a response is added to the entry that holds its answer."""
        inside: dict[Entry, list[Entry]] = {}
        for entry in entries:
            self._remarks(entry)
            if entry.letter is not None:
                inside.setdefault(entry.letter, []).append(entry)
        # The innermost e-mails first: one that only passes another on has nothing more to say when that is read.
        for entry in sorted(entries, key=lambda one: -one.depth):
            if entry.is_letter and not entry.copy and not entry.ended:
                self._letter(entry, inside.get(entry, ()))
        for entry in entries:
            if entry.document and not entry.is_letter and entry.letter is None and not entry.copy and not entry.ended:
                self._answer(entry, (), ())

    def _remarks(self, entry: Entry) -> None:
        """Say what a reader met in a file and did not follow."""
        for document in entry.documents():
            grave = [one for one in document.remarks if one in _GRAVE]
            slight = [one for one in document.remarks if one not in _GRAVE and one != "quoted-thread"]
            for code, names in (("file.look-at", grave), ("file.noticed", slight)):
                if names:
                    self.problems.append(problem(entry.name, code, what=_in_words(names)))

    def _letter(self, entry: Entry, inside: Sequence[Entry]) -> None:
        """An e-mail: the answer is its text, or what is attached to it."""
        cover = _document(entry)
        files = [one for one in inside if not one.copy and not one.ended]
        answers = [one for one in files if one.document and not one.is_letter]
        if set(_AUTOMATIC) & set(cover.remarks):
            entry.ended = True
            self.problems.append(problem(entry.name, "file.automatic"))
        elif not is_covering(cover):
            self._answer(entry, (), files)
        elif answers:
            self._attached(entry, cover, answers, files)
        elif any(one.given or one.is_letter or one.copy for one in inside):
            # It only passes on what is attached, and that is accounted for.
            entry.ended = True
        else:
            self._answer(entry, (), files, said=_said_here(entry, cover))

    def _attached(self, entry: Entry, cover: Document, answers: Sequence[Entry], files: Sequence[Entry]) -> None:
        """An e-mail whose answer is attached: one answer with its annexes, or one of each of several parties."""
        covers = ((entry.name, cover), *entry.covers())
        matches = [self._recogniser.match(Sending(file=one.name, document=_document(one))) for one in answers]
        if len({(match.participants, match.name) for match in matches if match.sure}) > 1:
            for one in answers:
                self._answer(one, covers, ())
        else:
            main = max(answers, key=_likely_answer)
            self._answer(main, covers, [one for one in files if one is not main])
        if any(one.read for one in answers):
            entry.ended = entry.read = True

    def _answer(
        self, entry: Entry, covers: Sequence[tuple[str, Document]], files: Sequence[Entry], *, said: bool = True
    ) -> None:
        """Take a document for an answer.

        Args:
            entry: The file that holds it.
            covers: E-mails around it, the nearest first.
            files: Files that came along.
            said: Whether it says anything itself. A letter around files that nobody can read is still the answer of a
                party that is asked, and of nobody else.
        """
        entry.ended = True
        document = _document(entry)
        if not document.blocks:
            if not any(isinstance(item, Finding) for item in entry.items):
                self.problems.append(problem(entry.name, "file.not-a-response", reason=_EMPTY))
            return
        settled = self._settled.get(entry.name, Settled())
        annexes = [*files, *entry.annexes]
        sending = Sending(
            file=entry.name,
            document=document,
            covers=tuple(covers) or entry.covers(),
            attachments=tuple(map(_attachment, annexes)),
            source=attrs.evolve(entry.source, media_type=document.media_type),
        )
        match = self._recogniser.match(sending)
        by_hand = settled.match
        if not by_hand.sure and not (match.participants or (match.sure and said)):
            self.problems.append(_unsure(entry.name, match))
            return
        try:
            response = settled.applied(self._recogniser.response(sending, by_hand if by_hand.sure else match))
        except DataError as error:
            self._refused(entry, error)
            return
        for one in annexes:
            _keep_with(one)
        self._take(entry, response)

    def _refused(self, entry: Entry, error: DataError) -> None:
        for fault in error.problems or (Problem(message=error.message),):
            reason = reason_of(fault, path=True)
            self.problems.append(problem(SIDECAR_NAME, "inbox.sidecar", reason=f"{entry.name}: {reason}"))

    def _take(self, entry: Entry, response: Response) -> None:
        """Keep a response, unless the same party said the very same in another file."""
        said = "".join(response.body.split()).casefold()
        key = (response.participants, response.sender and not response.participants and response.sender.name, said)
        first = self._said.setdefault(key, entry.name) if said else entry.name
        if first != entry.name:
            entry.copy = True
            self.duplicates.append(Duplicate(file=entry.name, of=first))
            self.problems.append(problem(entry.name, "file.same-text", original=first))
            return
        entry.read = True
        entry.items = [*entry.items, response]

    def settle(self, entries: Sequence[Entry]) -> None:
        """Do what a person said about files, before anything is recognised."""
        by_name = {entry.name: entry for entry in entries}
        for name, settled in self._settled.items():
            for wanted in filter(None, (name, settled.attachment_of)):
                if wanted not in by_name:
                    self.problems.append(problem(SIDECAR_NAME, "inbox.sidecar-unknown", missing=wanted))
            entry = by_name.get(name)
            host = by_name.get(settled.attachment_of or "")
            if entry is None:
                continue
            if settled.ignored is not None:
                entry.ended = entry.read = True
                entry.items = []
                self.problems.append(problem(name, "file.ignored", reason=settled.ignored))
            elif host is not None:
                host.annexes.append(entry)
                _keep_with(entry)
            else:
                self._over(entry, settled)

    def _over(self, entry: Entry, settled: Settled) -> None:
        """What a person said goes before what a file says of itself."""
        try:
            entry.items = [settled.applied(item) if isinstance(item, Response) else item for item in entry.items]
        except DataError as error:
            self._refused(entry, error)


def _likely_answer(entry: Entry) -> tuple[bool, int, str]:
    """Sort key of attachments: the answer comes last, by its name, or because it is the longest."""
    return bool(_ANSWER.search(entry.name.rpartition("/")[2])), len(_document(entry).text), entry.name


def _said_here(entry: Entry, cover: Document) -> bool:
    """Whether a letter says anything but that something is attached, and all that came with it was opened."""
    return not says_attached(cover.text) and not any(isinstance(item, Finding) for item in entry.items)


def _document(entry: Entry) -> Document:
    document = entry.document
    assert document is not None  # noqa: S101 - only called for entries with one
    return document


def _attachment(entry: Entry) -> Attachment:
    document = entry.document
    return Attachment(
        name=entry.name.rpartition("/")[2],
        media_type=document.media_type if document else entry.source.media_type,
        size=entry.source.size,
        sha256=entry.source.sha256,
        title=document.title if document else None,
        pages=document.pages if document else None,
    )


def _keep_with(entry: Entry) -> None:
    """Let a file end as an attachment. Whoever cannot read it has been told; a picture needs no telling."""
    picture = entry.name.lower().endswith(_PICTURES)
    if entry.document is not None or picture:
        entry.ended = entry.read = True
    if picture:
        entry.items = [item for item in entry.items if not isinstance(item, Finding)]


def _unsure(name: str, match: Match) -> Finding:
    if not match.candidates:
        return problem(name, "file.unassigned")
    candidates = {
        language: ", ".join(_candidate(one, language) for one in match.candidates[:_SHOWN]) for language in languages()
    }
    parties = tuple(one.participant for one in match.candidates[:_SHOWN])
    return problem(name, "file.unsure", candidates=FrozenMap(candidates), parties=parties)


def _candidate(one: Candidate, language: str) -> str:
    grounds = ", ".join(f"{word(f'ground.{trace.ground.value}', language)}: {trace.words}" for trace in one.traces)
    return f"{one.name} ({one.confidence * 100:.0f} %; {grounds})"


def _in_words(remarks: Sequence[str]) -> FrozenMap[str, str]:
    return FrozenMap(
        {language: ", ".join(word(f"remark.{one}", language) for one in remarks) for language in languages()}
    )


_EMPTY = FrozenMap({"da": "der er ingen tekst i den", "en": "there is no text in it"})
