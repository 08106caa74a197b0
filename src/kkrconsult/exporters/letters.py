"""Letters of a round as drafts: nothing is sent, a person opens each in a mail program, reads it and decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO

import attrs

from kkrconsult.document import Part
from kkrconsult.errors import ExportError, bounded
from kkrconsult.exporters._languages import check_language
from kkrconsult.exporters._letters_common import Facts, Letter
from kkrconsult.exporters._letters_feedback import feedback, without_feedback
from kkrconsult.exporters._letters_overview import Row, overview
from kkrconsult.exporters._letters_plain import plain_text
from kkrconsult.exporters._letters_receipt import receipts
from kkrconsult.exporters._letters_round import invitations, reminders
from kkrconsult.exporters._letters_template import filled, filled_line
from kkrconsult.exporters._letters_texts import Kind, Texts, own_texts, region_texts
from kkrconsult.formats.file_names import FileNames, safe_name
from kkrconsult.formats.mail_drafts import Mailbox, mail_draft, usable_address
from kkrconsult.formats.packing import packed
from kkrconsult.paper import Paper
from kkrconsult.plugins import ExporterSpec, GivenFiles
from kkrconsult.rendering import MEDIA_TYPES, render
from kkrconsult.report import Audience, Report
from kkrconsult.timeline import Phase, phase

__all__ = ["SPEC", "Options", "write"]

_DOCX = ".docx"
_MAKERS: Mapping[Kind, Callable[[Facts], Iterable[Letter]]] = {
    Kind.INVITATION: invitations,
    Kind.REMINDER: reminders,
    Kind.RECEIPT: receipts,
    Kind.FEEDBACK: feedback,
}


@attrs.frozen(kw_only=True)
class Options:
    """Which letters are made, and of what."""

    kinds: tuple[Kind, ...] = ()
    """``invitation``, ``reminder``, ``receipt``, ``feedback``. By default those for which it is time: invitations
    before the round opens, reminders and receipts once it has, feedback once any point is decided on."""
    language: str = "da"
    """Language of the letters."""
    texts: str | None = None
    """A TOML file with a region's own texts, instead of the library's."""
    template: str | None = None
    """A Word file of a region's own, in whose look the letters are set."""

    def __attrs_post_init__(self) -> None:
        check_language(self, self.language)


def write(report: Report, sink: BinaryIO, options: Options, files: GivenFiles) -> None:
    """Write the drafts, and a list of them.

    Raises:
        ExportError: The texts or the template that were given cannot be used.
        MissingExtraError: Letters as documents need a library that is not installed.
        DataError: A deadline or the zone of the round cannot be resolved.
    """
    texts = _texts(options, files)
    template = _content(files, "template")
    sink.write(packed(_entries(report, options, texts, template)))


def _texts(options: Options, files: GivenFiles) -> Mapping[Kind, Texts]:
    data = _content(files, "texts")
    if data is None:
        return own_texts(options.language)
    return region_texts(data, files["texts"][0].name, options.language)


def _content(files: GivenFiles, option: str) -> bytes | None:
    given = files.get(option)
    if given is None:
        return None
    if len(given) != 1:
        raise ExportError(f"option {option}: must be one file, and not a folder of {len(given)}")
    try:
        with given[0].open() as stream:
            return stream.read()
    except OSError as error:
        raise ExportError(f"{bounded(given[0].name)} cannot be read: {error.strerror or error}") from None


def _kinds(report: Report, asked: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """The kinds in the order in which a round comes to them."""
    wanted = set(asked)
    if not wanted:
        stands = phase(report.round, report.at)
        before = stands in (Phase.DRAFT, Phase.SCHEDULED)
        if before:
            wanted.add(Kind.INVITATION)
        elif stands is not Phase.CONCLUDED:
            wanted.add(Kind.REMINDER)
        wanted.add(Kind.RECEIPT)
        if any(entry.assessment and entry.assessment.disposition for entry in report.points):
            wanted.add(Kind.FEEDBACK)
    return tuple(kind for kind in Kind if kind in wanted)


def _entries(
    report: Report, options: Options, texts: Mapping[Kind, Texts], template: bytes | None
) -> Iterator[tuple[str, bytes]]:
    facts = Facts(report, options.language)
    names = FileNames()
    sender = _sender(report)
    rows: list[Row] = []
    for kind in _kinds(report, options.kinds):
        folder = facts.say(f"folder.{kind.value}")
        for letter in _MAKERS[kind](facts):
            subject = filled_line(texts[kind].subject, letter.values)
            stem = f"{folder}/{safe_name(letter.recipient.short_name, facts.say('file.party'))}"
            parts, attached = [], ""
            if texts[kind].letter:
                data = render(_paper(letter, texts[kind].letter, subject, facts), _DOCX, template)
                attached = names.own(f"{stem}{_DOCX}")
                yield attached, data
                # In the e-mail it has the same name whoever gets it: one that every program understands.
                parts.append(Part(name=f"{folder}{_DOCX}", media_type=MEDIA_TYPES[_DOCX], data=data))
            file = names.own(f"{stem}.eml")
            address = letter.recipient.address
            draft = mail_draft(
                subject=subject,
                text=plain_text(filled(texts[kind].text, letter.values)),
                sender=sender,
                to=Mailbox(address=address, name=letter.recipient.name) if address else None,
                parts=parts,
            )
            yield file, draft
            rows.append(Row(letter=letter, file=file, attached=attached, subject=subject))
    gaps = [*without_feedback(facts)] if Kind.FEEDBACK in _kinds(report, options.kinds) else []
    yield facts.say("overview"), overview(rows, gaps, facts, public=report.audience is Audience.PUBLIC)


def _sender(report: Report) -> Mailbox | None:
    contact = report.round.contact
    address = usable_address(contact.email) if contact else None
    if contact is None or address is None:
        return None
    return Mailbox(address=address, name=contact.name or report.round.organiser or "")


def _paper(letter: Letter, template: str, subject: str, facts: Facts) -> Paper:
    known = (
        (facts.say("fact.to"), letter.recipient.name),
        (facts.say("fact.date"), facts.day(facts.today)),
        (facts.say("fact.case-number"), facts.round.case_number or ""),
        *letter.facts,
    )
    organiser = facts.round.organiser or ""
    return Paper(
        title=subject,
        language=facts.language,
        blocks=filled(template, letter.values),
        facts=tuple((label, value) for label, value in known if value.strip()),
        author=organiser,
        subject=facts.text(facts.round.title),
        footer=organiser,
    )


SPEC: ExporterSpec[Options] = ExporterSpec(
    name="letters",
    suffix=".zip",
    media_type="application/zip",
    options=Options,
    write=write,
    files=("texts", "template"),
    summary={
        "da": "Breve som kladder: høringsbrev, påmindelser, kvitteringer og tilbagemeldinger; intet sendes.",
        "en": "Letters as drafts: invitations, reminders, receipts and feedback; nothing is sent.",
    },
)
"""The letters of a round, as drafts."""
