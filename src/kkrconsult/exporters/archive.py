"""The archive of a round: originals, assessments and what the public may see, each apart, in a bag with checksums."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

import attrs

from kkrconsult._version import __version__
from kkrconsult.assessment import notices
from kkrconsult.audience import public_view
from kkrconsult.errors import ExportError, bounded
from kkrconsult.exporters import json_, jsonl
from kkrconsult.exporters._archive_bag import Bag
from kkrconsult.exporters._archive_index import Entry, Layer, page, table
from kkrconsult.exporters._archive_match import Original
from kkrconsult.exporters._archive_originals import listed
from kkrconsult.exporters._languages import check_language
from kkrconsult.formats.file_names import FileNames, safe_name, safe_path
from kkrconsult.plugins import ExporterSpec, GivenFile, GivenFiles, NoOptions
from kkrconsult.report import Audience, Report
from kkrconsult.texts import word, word_for
from kkrconsult.timeline import local_date

__all__ = ["SPEC", "Options", "write"]

_CHUNK = 1 << 20


@attrs.frozen(kw_only=True)
class Options:
    """What is put into the archive beside the report itself."""

    originals: str | None = None
    """The folder or file in which the answers came: the inbox. A public archive holds none of them."""
    documents: str | None = None
    """A folder or file of documents made of the round, such as what ``kkrconsult report`` wrote."""
    documents_are_public: bool = False
    """Whether those documents were made for the public. Nothing in a file tells that, so a public archive takes them
    only where this says so."""
    language: str = "da"
    """Language of the index."""

    def __attrs_post_init__(self) -> None:
        check_language(self, self.language)


def write(report: Report, sink: BinaryIO, options: Options, files: GivenFiles) -> None:
    """Write the bag, one file after another; originals are read once and never as a whole.

    Raises:
        ExportError: A file that was given cannot be read.
        DataError: The round's time zone is unknown.
    """
    names = FileNames()
    with Bag(sink, f"{safe_name(report.round.id)}-{report.audience.value}") as bag:
        entries = [*_layers(bag, report, options, files, names), *_documents(bag, report, options, files, names)]
        title = word("archive.title", options.language, title=report.round.title.in_language(options.language))
        said, warnings = _said(report, options, files), _warnings(report, entries, options.language)
        bag.add_whole("data/index.csv", table(entries, options.language))
        bag.add_whole(
            "data/index.html", page(entries, title=title, said=said, warnings=warnings, language=options.language)
        )
        bag.finish([*_info(report, options.language)])


def _layers(bag: Bag, report: Report, options: Options, files: GivenFiles, names: FileNames) -> Iterator[Entry]:
    if report.audience is Audience.INTERNAL:
        originals = [
            Original(name=given.name, stored=bag.add(path, _chunks(given), size=_size(given)))
            for given, path in _placed(files.get("originals", ()), Layer.ORIGINALS, names)
        ]
        yield from listed(report, originals, options.language)
        yield from _layer(bag, report, Layer.ASSESSED, options.language)
    yield from _layer(bag, public_view(report), Layer.REDACTED, options.language)


def _documents(bag: Bag, report: Report, options: Options, files: GivenFiles, names: FileNames) -> Iterator[Entry]:
    if report.audience is Audience.PUBLIC and not options.documents_are_public:
        return
    for given, path in _placed(files.get("documents", ()), Layer.DOCUMENTS, names):
        stored = bag.add(path, _chunks(given), size=_size(given))
        yield Entry(
            layer=Layer.DOCUMENTS,
            what=word("archive.document", options.language),
            path=path,
            size=stored.size,
            sha256=stored.sha256,
            name=given.name,
        )


def _placed(given: Sequence[GivenFile], layer: Layer, names: FileNames) -> Iterator[tuple[GivenFile, str]]:
    for one in given:
        yield one, names.own(f"data/{layer.value}/{safe_path(one.name)}")


def _size(given: GivenFile) -> int | None:
    """How long a file is, where its stream can tell."""
    try:
        with given.open() as stream:
            return stream.seek(0, io.SEEK_END)
    except (OSError, ValueError):
        # A stream that cannot be sought in, or a file that cannot be read: whoever reads it will say so.
        return None


def _chunks(given: GivenFile) -> Iterator[bytes]:
    try:
        with given.open() as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise ExportError(f"{bounded(given.name)} cannot be read: {error.strerror or error}") from None


_FILES: tuple[tuple[str, Callable[[Report, BinaryIO], None]], ...] = (
    ("report.json", lambda report, sink: json_.write(report, sink, json_.Options())),
    ("responses.jsonl", lambda report, sink: jsonl.write(report, sink, NoOptions())),
)


def _layer(bag: Bag, report: Report, layer: Layer, language: str) -> Iterator[Entry]:
    for name, put in _FILES:
        sink = io.BytesIO()
        put(report, sink)
        stored = bag.add_whole(f"data/{layer.value}/{name}", sink.getvalue())
        key = name.partition(".")[0]
        yield Entry(
            layer=layer,
            what=word(f"archive.{key}", language),
            path=stored.path,
            size=stored.size,
            sha256=stored.sha256,
        )


def _said(report: Report, options: Options, files: GivenFiles) -> Iterator[str]:
    """What must be known of the archive."""
    language = options.language
    day = local_date(report.round, report.at).isoformat()
    yield word("archive.made", language, audience=word_for(report.audience, language), at=day)
    yield word("archive.checking", language)
    if report.audience is Audience.PUBLIC:
        yield word("archive.public", language)
        if files.get("documents") and not options.documents_are_public:
            yield word("archive.documents-left-out", language)
    elif "originals" not in files:
        yield word("archive.without-originals", language)


def _warnings(report: Report, entries: Sequence[Entry], language: str) -> Iterator[str]:
    for text, number in notices(report.responses).items():
        yield word("notat.notice", language, n=number, text=text)
    if not report.complete:
        yield word("archive.incomplete", language)
    missing = sum(entry.path is None for entry in entries)
    if missing:
        yield word("archive.missing-some", language, n=missing)


def _info(report: Report, language: str) -> Iterator[tuple[str, str]]:
    round_ = report.round
    if round_.organiser:
        yield "Source-Organization", round_.organiser
    if report.audience is Audience.INTERNAL and round_.contact:
        for label, value in (("Contact-Name", round_.contact.name), ("Contact-Email", round_.contact.email)):
            if value:
                yield label, value
    yield "External-Description", round_.title.in_language(language)
    yield "External-Identifier", round_.id
    if round_.case_number:
        yield "Internal-Sender-Identifier", round_.case_number
    yield "Internal-Sender-Description", word("archive.edition", language, audience=word_for(report.audience, language))
    # When the question was asked: no clock is read, so that the same report gives the same bag.
    yield "Bagging-Date", local_date(round_, report.at).isoformat()
    yield "Bag-Software-Agent", f"kkrconsult {__version__}"


SPEC: ExporterSpec[Options] = ExporterSpec(
    name="archive",
    suffix=".zip",
    media_type="application/zip",
    options=Options,
    write=write,
    files=("originals", "documents"),
    summary={
        "da": "Høringen til arkivet: originaler, vurderinger og offentlig udgave, med kontrolsummer (BagIt, zip).",
        "en": "The round for the archive: originals, assessments and public edition, with checksums (BagIt, zip).",
    },
)
"""The round as a bag for the archive."""
