"""Reading an inbox: files, folders, zip archives and streams, each file to exactly one end.

A file becomes responses, or a named problem, or a duplicate of a named other; nothing is skipped in silence. Files are
taken in the order of their names, so that the order in which a disk lists them means nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from kkrconsult.document import Document
from kkrconsult.errors import ReadError
from kkrconsult.findings import Finding, Subject, SubjectKind
from kkrconsult.formats.encodings import decode_text
from kkrconsult.formats.names import Names
from kkrconsult.inbox import Duplicate, Inbox
from kkrconsult.intake._entries import Entry
from kkrconsult.intake._files import File, Limits, Source, files_of, files_of_part, problem, tame
from kkrconsult.intake._letters import Letters
from kkrconsult.intake._pages import PageCounter
from kkrconsult.intake._reading import Item, Progress, Readers
from kkrconsult.model import Channel, Provenance, ProvenanceKind, Response, Round, SourceFile
from kkrconsult.plugins import Registered, Registry, load_plugins
from kkrconsult.recognition import SIDECAR_NAME, Recogniser, Settled, read_sidecar
from kkrconsult.structure import FrozenMap

__all__ = ["Asked", "read_inbox"]


def read_inbox(
    source: Source | Iterable[Source],
    round_: Round,
    *,
    registry: Registry | None = None,
    limits: Limits = Limits(),
    jobs: int | None = None,
    progress: Progress | None = None,
    file_times: bool = False,
    count_pages: bool = False,
) -> Inbox:
    """Read everything in an inbox.

    Args:
        source: A file, a folder (with its folders), a zip archive, a binary stream with a ``name``, or several of
            those.
        round_: The round, whose settings hold the readers' options.
        registry: The plugins; by default those installed.
        limits: How much is taken in, and how long a file may take.
        jobs: How many worker processes read at a time; by default one a processor.
        progress: Called with the number of files that are done, and of all.
        file_times: Whether an answer of which nothing else tells when it came is taken to have come when its file was
            last changed. That is no evidence, since copying changes it, so the response marks it as assumed.
        count_pages: Whether the pages of Word and OpenDocument files are counted by LibreOffice, where it is installed;
            otherwise the number that the file claims is an estimate. A file takes a second or two.

    Returns:
        The inbox. Bad files are problems in it and never exceptions.

    Raises:
        ReadError: The inbox itself is not there or cannot be listed.
        ConfigError: The round's options of a reader cannot be used.
    """
    registry = load_plugins() if registry is None else registry
    several = not isinstance(source, (str, os.PathLike)) and not hasattr(source, "read")
    sources: Iterable[Any] = source if several else (source,)  # type: ignore[assignment]
    files: list[File] = []
    for one in sources:
        for file in files_of(one, limits):
            if len(files) >= limits.files:
                raise ReadError(f"the inbox holds more than {limits.files} files; read it in parts, or raise the limit")
            files.append(file)
    if not files:
        # A wrong folder looks just like a silent round.
        subject = Subject(kind=SubjectKind.ROUND, id=round_.id)
        return Inbox(problems=(Finding(code="inbox.empty", subject=subject),))
    files.sort(key=lambda file: file.name)
    asked = Asked(file_times=file_times, count_pages=count_pages)
    return _Intake(round_, Readers(round_, registry, limits), files, limits, progress, asked).read(jobs)


@attrs.frozen(kw_only=True)
class Asked:
    """What is only done where the caller asks for it."""

    file_times: bool
    """Whether the time at which a file was changed stands in for the moment of receipt."""
    count_pages: bool
    """Whether LibreOffice counts pages."""


class _Intake:
    """Reads files, and says of each how it ended. The files inside files are read after those that they came in."""

    def __init__(
        self,
        round_: Round,
        readers: Readers,
        files: list[File],
        limits: Limits,
        progress: Progress | None,
        asked: Asked,
    ) -> None:
        self._round = round_
        self._asked = asked
        self._pages = PageCounter(limits.seconds) if asked.count_pages else None
        self._readers = readers
        self._limits = limits
        self._progress = progress
        self._done = 0
        self._names: set[str] = set()
        self._known: dict[str, str] = {}
        self._duplicates: list[Duplicate] = []
        self._entries: list[Entry] = []
        self._settled: dict[str, Settled] = {}
        for file in files:
            self._add(file, None)

    def read(self, jobs: int | None) -> Inbox:
        """Read everything, some files at a time, and what is in them before the next ones."""
        try:
            self._read_all(jobs)
        finally:
            self._readers.close()
        return self._inbox()

    def _read_all(self, jobs: int | None) -> None:
        waiting = deque(self._entries)
        while waiting:
            wave = [waiting.popleft() for _ in range(min(_AT_A_TIME, len(waiting)))]
            apart: list[tuple[Entry, Registered[Any]]] = []
            for entry in wave:
                reader = self._begun(entry)
                if reader is not None:
                    apart.append((entry, reader))
            queue = [(entry.name, entry.file, reader) for entry, reader in apart]
            for position, items in self._readers.apart(queue, jobs=jobs):
                self._ended(apart[position][0], items)
            before = len(self._entries)
            for entry in wave:
                self._open(entry)
            waiting.extendleft(reversed(self._entries[before:]))

    def _add(self, file: File, within: Entry | None) -> None:
        name, number = file.name, 1
        while name in self._names:
            number += 1
            name = f"{file.name} ({number})"
        self._names.add(name)
        depth = within.depth + 1 if within else 0
        named = attrs.evolve(file, name=name)
        source = SourceFile(name=name)
        self._entries.append(Entry(file=named, within=within, depth=depth, source=source, changed_at=file.changed_at))

    def _begun(self, entry: Entry) -> Registered[Any] | None:
        """Read a file here and now if that is how it is read; else give the reader that reads it apart."""
        name = entry.name
        data = entry.file.load()
        if isinstance(data, Finding):
            self._ended(entry, [data])
            return None
        if name.rpartition("/")[2] == SIDECAR_NAME and entry.within is None:
            entry.ended = entry.read = True
            self._ended(entry, [*self._settle(name, data)])
            return None
        digest = hashlib.sha256(data).hexdigest()
        entry.source = SourceFile(name=name, sha256=digest, size=len(data))
        original = self._known.setdefault(digest, name)
        reader = self._readers.choose(name, data)
        if original != name:
            entry.copy = True
            self._duplicates.append(Duplicate(file=name, of=original))
            self._ended(entry, [problem(name, "file.duplicate", original=original)])
        elif isinstance(reader, Finding):
            self._ended(entry, [reader])
        elif self._readers.goes_apart(reader):
            return reader
        else:
            self._ended(entry, list(self._readers.here(name, data, reader)))
        return None

    def _settle(self, name: str, data: bytes) -> tuple[Finding, ...]:
        """Take what a person said of the files beside this one; gives what cannot be used of it."""
        parties = {
            written: party.id
            for party in self._round.participants
            for written in (party.name, party.full_name, *party.aliases)
        }
        decoded = decode_text(data)
        text = decoded.text if decoded else ""
        found = read_sidecar(text, name, Names(parties), self._round.timezone)
        folder = name.removesuffix(SIDECAR_NAME)
        for file, settled in found.files.items():
            host = settled.attachment_of
            self._settled[folder + file] = attrs.evolve(settled, attachment_of=folder + host if host else None)
        return found.problems

    def _ended(self, entry: Entry, items: list[Item]) -> None:
        entry.items = items
        self._done += 1
        if self._progress:
            self._progress(self._done, len(self._entries))

    def _open(self, entry: Entry) -> None:
        """Add the files inside a file. What is shown inside a letter, such as a logo, is part of the letter.

        The bytes of the file and of those inside it are let go of, so that no more than a wave is ever in memory.
        """
        parts = [part for document in entry.documents() for part in document.parts if not part.inline]
        entry.items = [attrs.evolve(item, parts=()) if isinstance(item, Document) else item for item in entry.items]
        if self._pages is not None:
            entry.items = [self._pages.counted(item, entry.file) for item in entry.items]
        entry.file = File(name=entry.name, load=_gone)
        if parts and entry.depth >= self._limits.depth:
            entry.items.append(problem(entry.name, "file.unsafe", reason=_TOO_DEEP))
            return
        for part in parts:
            for file in files_of_part(f"{entry.name}/{tame(part.name)}", part.data, self._limits):
                if len(self._entries) >= self._limits.files:
                    entry.items.append(problem(entry.name, "file.unsafe", reason=_TOO_MANY))
                    return
                self._add(file, entry)

    def _inbox(self) -> Inbox:
        ids = _Ids()
        responses: list[Response] = []
        entries = sorted(self._entries, key=lambda entry: entry.name)
        problems: list[Finding] = []
        if self._settled or any(entry.document for entry in entries):
            letters = Letters(Recogniser(self._round), self._settled)
            letters.settle(entries)
            letters.recognise(entries)
            problems += letters.problems
            self._duplicates += letters.duplicates
        for entry in entries:
            if entry.copy or entry.given:
                for one in (entry, *entry.around()):
                    one.read = True
        for entry in entries:
            given = [item for item in entry.items if isinstance(item, Response)]
            problems += [item for item in entry.items if isinstance(item, Finding)]
            responses += [ids.own(self._completed(item, entry)) for item in given]
            if not entry.read and not any(_about(one, entry.name) for one in problems):
                problems.append(_not_taken(entry))
        return Inbox(
            responses=tuple(responses),
            problems=tuple(_once(problems)),
            duplicates=tuple(sorted(self._duplicates, key=lambda duplicate: duplicate.file)),
            files=tuple(entry.source for entry in entries),
            read=tuple(entry.name for entry in entries if entry.read and not entry.copy),
        )

    def _completed(self, response: Response, entry: Entry) -> Response:
        """A response with its file, and with when and how it came where the e-mail around it tells that."""
        response = attrs.evolve(response, source=response.source or entry.source)
        letters = [
            document.message for one in (entry, *entry.around()) for document in one.documents() if document.message
        ]
        known: dict[str, Provenance] = dict(response.provenance)
        if letters and response.channel is None:
            known["channel"] = Provenance(kind=ProvenanceKind.HEADER)
            response = attrs.evolve(response, channel=Channel.EMAIL)
        # In a forwarded letter the inner one says when the answer came, the outer one when somebody passed it on.
        came = next((letter for letter in letters if letter.received_at), None)
        if came and response.received_at is None:
            known["received_at"] = Provenance(kind=ProvenanceKind.HEADER, detail=came.received_from)
            response = attrs.evolve(response, received_at=came.received_at)
        if self._asked.file_times and response.received_at is None and entry.changed_at is not None:
            known["received_at"] = Provenance(kind=ProvenanceKind.ASSUMED, detail="file modification time")
            response = attrs.evolve(response, received_at=entry.changed_at)
        return attrs.evolve(response, provenance=FrozenMap(known))


def _gone() -> bytes:
    return b""


_AT_A_TIME = 128
_TOO_DEEP = FrozenMap(
    {"da": "filerne i den står for dybt i hinanden", "en": "the files in it stand too deep in one another"}
)
_NOTHING = FrozenMap({"da": "der er ingen svar i den", "en": "there are no answers in it"})
_TOO_MANY = FrozenMap({"da": "der er for mange filer i den", "en": "there are too many files in it"})


def _not_taken(entry: Entry) -> Finding:
    """The problem of a file that gave nothing: of a text without a known sender, or of no text at all."""
    if any(entry.documents()):
        return problem(entry.name, "file.unassigned")
    return problem(entry.name, "file.not-a-response", reason=_NOTHING)


def _once(problems: Iterable[Finding]) -> Iterator[Finding]:
    """What is said of a reader, and not of a file, need not be said again for each of its files."""
    said: set[Finding] = set()
    for problem_ in problems:
        if problem_.subject is None or problem_.subject.kind is not SubjectKind.PLUGIN or problem_ not in said:
            yield problem_
        said.add(problem_)


def _about(finding: Finding, name: str) -> bool:
    return finding.subject is not None and finding.subject.id == name


class _Ids:
    """Keeps responses and points apart that bring the same id, such as those of two files made from one copy."""

    def __init__(self) -> None:
        self._responses = _Names()
        self._points = _Names()

    def own(self, response: Response) -> Response:
        """The same response with ids that no other has."""
        points = tuple(attrs.evolve(point, id=self._points.free(point.id)) for point in response.points)
        return attrs.evolve(response, id=self._responses.free(response.id), points=points)


class _Names:
    """Names that were given away, each with the number that was last put behind it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def free(self, name: str) -> str:
        """The name, or the name with the next number that is free; in constant time on average."""
        own, number = name, self._numbers.get(name, 1)
        while own in self._numbers:
            number += 1
            own = f"{name}-{number}"
        self._numbers[name] = number
        self._numbers.setdefault(own, 1)
        return own
