"""Who has answered: the parties with their status, as a table or as the three lists that reports print."""

from __future__ import annotations

import enum
from collections.abc import Sequence

import attrs

from kkrconsult.exporters._notat_parties import published_lists, published_rows
from kkrconsult.exporters._notat_top import finished, local
from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.exporters._tables import Streamed, check_language, refuse_all, specs
from kkrconsult.model import PartyStatus, Response, Status
from kkrconsult.paper import Builder, Cell, Column, Paper, Table, Tone, line
from kkrconsult.rendering.text_table import Profile
from kkrconsult.report import Report
from kkrconsult.texts import word, word_for

__all__ = ["SPECS", "Form", "Options"]


class Form(enum.Enum):
    """How parties are shown."""

    TABLE = "table"
    LISTS = "lists"


TONES = {
    Status.ANSWERED: Tone.GOOD,
    Status.NO_REMARKS: Tone.GOOD,
    Status.LATE_ACCEPTED: Tone.PARTLY,
    Status.MISSING: Tone.BAD,
    Status.LATE_REJECTED: Tone.BAD,
    Status.REJECTED: Tone.BAD,
    Status.WITHDRAWN: Tone.NOTED,
    Status.DECLINED: Tone.NOTED,
    Status.NOT_YET_DUE: Tone.OPEN,
}
"""How a status looks at a glance."""


@attrs.frozen(kw_only=True)
class Options:
    """How the parties are shown."""

    form: Form = Form.TABLE
    """``table``: a row a party; ``lists``: those with remarks, those without, those who did not answer."""
    profile: Profile = Profile.DANISH_EXCEL
    """For CSV. ``danish-excel``: byte order mark and semicolons; ``rfc4180``: commas and no mark."""
    language: str = "da"
    """Language of headings and statuses."""
    template: str | None = None
    """Path of a document of the region's own that it is put into, for Word, OpenDocument, PDF or HTML."""

    def __attrs_post_init__(self) -> None:
        refuse_all("participation", check_language(self.language))


_KEYS = {"party": 24, "status": 18, "received": 20, "due": 20, "extended": 10, "joint-with": 20, "responses": 20}


def _data(report: Report, options: Options) -> Table:
    """For spreadsheets and programs: consulted parties in Danish alphabetical order, then the unsolicited senders."""
    if options.form is Form.LISTS:
        return _listed(report, options)
    columns = tuple(Column(label=word(f"table.{key}", options.language), width=width) for key, width in _KEYS.items())
    rows = []
    for entry in report.participation.parties:
        texts = (
            entry.name,
            word_for(entry.status, options.language),
            entry.received_at.isoformat() if entry.received_at else "",
            entry.due.isoformat() if entry.due else "",
            word("table.yes" if entry.extended else "table.no", options.language),
            ", ".join(entry.joint_with),
            ", ".join(entry.responses),
        )
        cells = [Cell(lines=(line(text),) if text else ()) for text in texts]
        cells[1] = attrs.evolve(cells[1], tone=TONES.get(entry.status))
        rows.append(tuple(cells))
    return Table(columns=columns, rows=tuple(rows))


def _listed(report: Report, options: Options) -> Table:
    words = Words(options.language)
    keys = {"list": 30, "party": 30, "note": 40}
    return Table(
        columns=tuple(Column(label=word(f"table.{key}", options.language), width=width) for key, width in keys.items()),
        rows=tuple(
            tuple(Cell(lines=(line(text),) if text else ()) for text in row)
            for row in published_rows(report, words, Names(report, words))
        ),
        row_headings=False,
    )


def _paper(report: Report, options: Options) -> Paper:
    words, build = Words(options.language), Builder()
    names = Names(report, words)
    if options.form is Form.LISTS:
        published_lists(build, report, words, names)
    else:
        keys = ("party", "status", "received", "due")
        columns = [Column(label=word(f"table.{key}", options.language), width=_KEYS[key]) for key in keys]
        rows = [_row(report, entry, words, names) for entry in report.participation.parties]
        build.table(columns, rows, word("participation.caption", options.language))
        if not rows:
            build.say(words("nobody"))
    return finished(build, report, words, _title(report, words))


def _rows(report: Report, _: Sequence[Response], options: Options) -> Streamed:
    """Who answered is known to the report: what the answers say has no part in it."""
    return Streamed.of(_data(report, options))


def _title(report: Report, words: Words) -> str:
    return word("participation.title", words.language, title=words.text(report.round.title))


def _row(report: Report, entry: PartyStatus, words: Words, names: Names) -> tuple[Cell, ...]:
    """A row to read: moments in words and in the round's own zone, what is special below the status."""
    status = [line(word_for(entry.status, words.language))]
    if entry.joint_with:
        status.append(line(words("joint-with", names=names.joined(entry.joint_with))))
    due = [line(words("moment", at=local(report, entry.due)))] if entry.due else []
    if entry.extended:
        due.append(line(words("extended")))
    received = words("moment", at=local(report, entry.received_at)) if entry.received_at else ""
    return (
        Cell(lines=(line(entry.name),)),
        Cell(lines=tuple(status), tone=TONES.get(entry.status)),
        Cell(lines=(line(received),) if received else ()),
        Cell(lines=tuple(due)),
    )


SPECS = specs(
    "participation",
    Options,
    rows=_rows,
    paper=_paper,
    title=_title,
    suffixes=(".csv", ".xlsx", ".docx", ".odt", ".pdf", ".html"),
    summary={
        "da": "Høringsparterne og hvordan de har svaret, som tabel eller som de tre lister.",
        "en": "The consulted parties and how they answered, as a table or as the three lists.",
    },
)
"""The parties in each format."""
