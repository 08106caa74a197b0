"""The assessment table (skematisk gennemgang): every point with what the secretariat says of it, a row a point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from kkrconsult.dispositions import disposition_label
from kkrconsult.exporters._notat_points import TONES
from kkrconsult.exporters._notat_top import finished
from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.exporters._subjects import Subjects
from kkrconsult.exporters._tables import Streamed, check_columns, check_language, refuse_all, specs
from kkrconsult.grouping import with_themes
from kkrconsult.model import Response
from kkrconsult.paper import Builder, Cell, Column, Line, Paper, Table, Tone, line, paragraphs, strong
from kkrconsult.rendering.text_table import Profile
from kkrconsult.report import PointEntry, Report
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import word

__all__ = ["SPECS", "Options"]

COLUMNS: Mapping[str, int] = {
    "subject": 14,
    "sender": 13,
    "summary": 38,
    "assessment": 26,
    "change": 16,
    "disposition": 13,
}
"""The columns, by the names under which their labels can be changed, and how wide each is."""


def _frozen(value: Mapping[str, str]) -> Mapping[str, str]:
    return FrozenMap(value)


@attrs.frozen(kw_only=True)
class Options:
    """How the assessment table is to be."""

    language: str = "da"
    """Language of headings and fixed words: ``da`` or ``en``."""
    columns: Mapping[str, str] = attrs.field(default=FrozenMap[str, str](), converter=_frozen)
    """Other labels for columns, by ``subject``, ``sender``, ``summary``, ``assessment``, ``change`` and
    ``disposition``."""
    profile: Profile = Profile.DANISH_EXCEL
    """For CSV. ``danish-excel``: byte order mark and semicolons; ``rfc4180``: commas and no mark."""
    template: str | None = None
    """Path of a document of the region's own that the table is put into, for Word, OpenDocument, PDF or HTML."""

    def __attrs_post_init__(self) -> None:
        refuse_all("assessment-table", [*check_columns(self.columns, COLUMNS), *check_language(self.language)])


class _Rows:
    """Makes the rows; one for a table."""

    def __init__(self, report: Report, responses: Sequence[Response], options: Options) -> None:
        self.words = Words(options.language)
        self.names = Names(report, self.words)
        self.subjects = Subjects(report, responses, self.words, self.names)
        self._labels = options.columns
        self._round = report.round

    def columns(self, *, subject: bool) -> tuple[Column, ...]:
        """The columns, with or without the one that says what a point is about."""
        return tuple(
            Column(label=" ".join(self._labels[key].split()) if key in self._labels else self._label(key), width=width)
            for key, width in COLUMNS.items()
            if subject or key != "subject"
        )

    def _label(self, key: str) -> str:
        # Here the summary stands first and what was written only where there is none.
        return (
            word(f"assessment-table.{key}", self.words.language)
            if key in ("subject", "summary")
            else self.words(f"column.{key}")
        )

    def row(self, response: Response, entry: PointEntry, subject: str | None) -> tuple[Cell, ...]:
        """The cells of one point."""
        remark, words = entry.assessment, self.words
        disposition = remark.disposition if remark else None
        outcome = disposition_label(self._round, disposition, words.language) if disposition else words("is-open")
        said = paragraphs(remark.summary) if remark and remark.summary else list(self._wording(entry))
        return (
            *([] if subject is None else [Cell(lines=(line(subject),))]),
            Cell(lines=(line(self.names.sender_of(response)),)),
            Cell(lines=tuple(said)),
            Cell(lines=tuple(paragraphs(remark.reply or ""))) if remark else Cell(),
            Cell(lines=tuple(paragraphs(remark.change or ""))) if remark else Cell(),
            Cell(lines=(line(outcome),), tone=TONES[disposition] if disposition else Tone.OPEN),
        )

    def _wording(self, entry: PointEntry) -> Iterator[Line]:
        point = entry.point
        title = getattr(point, "title", "").strip()
        if title:
            yield line(strong(title))
        yield from paragraphs(point.text)
        if point.rationale:
            yield self.words.labelled("rationale", point.rationale)


def _rows(report: Report, responses: Sequence[Response], options: Options) -> Streamed:
    rows = _Rows(report, with_themes(report, responses), options)

    def each() -> Iterator[tuple[Cell, ...]]:
        for group in rows.subjects.groups():
            for response, entry in group.entries:
                yield rows.row(response, entry, group.title)

    head = Table(columns=rows.columns(subject=True), rows=(), caption=_title(report, rows.words), row_headings=False)
    return Streamed(head=head, rows=each, count=rows.subjects.count)


def _paper(report: Report, options: Options) -> Paper:
    rows, build = _Rows(report, report.responses, options), Builder()
    columns = rows.columns(subject=False)
    for group in rows.subjects.groups():
        build.heading(group.title)
        build.table(columns, [rows.row(response, entry, None) for response, entry in group.entries], group.title)
    if not report.points:
        build.say(rows.words("no-points"))
    return finished(build, report, rows.words, _title(report, rows.words), landscape=True)


def _title(report: Report, words: Words) -> str:
    return word("assessment-table.title", words.language, title=words.text(report.round.title))


SPECS = specs(
    "assessment-table",
    Options,
    rows=_rows,
    paper=_paper,
    title=_title,
    suffixes=(".xlsx", ".docx", ".odt", ".pdf", ".html", ".csv"),
    summary={
        "da": "Skematisk gennemgang: afsender, resumé, vurdering og ændring, en række for hver bemærkning.",
        "en": "Assessment table: sender, summary, assessment and change, one row a point.",
    },
)
"""The assessment table in each format."""
