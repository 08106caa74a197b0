"""The matrix: parties down, tracks across, and what each said of what, at a glance."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from kkrconsult.dispositions import disposition_label
from kkrconsult.exporters._notat_points import TONES
from kkrconsult.exporters._notat_top import finished
from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.exporters._tables import check_language, refuse_all, specs
from kkrconsult.model import PartyStatus, Round, ThemeProposal, TrackPoint
from kkrconsult.paper import Builder, Cell, Column, Line, Paper, Table, emphasis, line, strong
from kkrconsult.rendering.text_table import Profile
from kkrconsult.report import PointEntry, Report
from kkrconsult.texts import word, word_for

__all__ = ["SPECS", "Options"]

_GENERAL, _THEMES, _STRANGE = "\x00general", "\x00themes", "\x00strange"  # ids hold no such character
_ROOM = 90
"""About how many characters of width the cells have together."""


@attrs.frozen(kw_only=True)
class Options:
    """How the matrix is to be."""

    language: str = "da"
    """Language of headings and fixed words: ``da`` or ``en``."""
    longest: int = attrs.field(default=140, validator=attrs.validators.ge(20))
    """Most characters of a point that stand in a cell; the secretariat's summary goes before the point's own words."""
    profile: Profile = Profile.DANISH_EXCEL
    """For CSV. ``danish-excel``: byte order mark and semicolons; ``rfc4180``: commas and no mark."""
    template: str | None = None
    """Path of a document of the region's own that the matrix is put into, for Word, OpenDocument, PDF or HTML."""

    def __attrs_post_init__(self) -> None:
        refuse_all("matrix", check_language(self.language))


def _table(report: Report, options: Options) -> Table:
    words = Words(options.language)
    names = Names(report, words)
    columns = {_GENERAL: words("general-points")}
    columns |= {track.id: words.text(track.title) for track in report.round.tracks}
    said: dict[str, dict[str, list[PointEntry]]] = {}
    for entry in report.points:
        said.setdefault(entry.response, {}).setdefault(_column(entry, columns), []).append(entry)
    used = {key for cells in said.values() for key in cells}
    columns |= {_THEMES: words("themes")} | ({_STRANGE: words("unknown-tracks")} if _STRANGE in used else {})
    if _GENERAL not in used:
        del columns[_GENERAL]
    width = max(_ROOM // max(len(columns), 1), 8)
    rows = [
        (
            Cell(lines=(line(strong(party.name)),)),
            _standing(party, words, names),
            *(
                _cell(said.get(party.counted or "", {}).get(key, ()), report.round, words, options.longest)
                for key in columns
            ),
        )
        for party in sorted(
            report.participation.parties, key=lambda party: (not party.consulted, names.key(party.name))
        )
    ]
    counts = [
        sum(bool(said.get(party.counted or "", {}).get(key)) for party in report.participation.parties)
        for key in columns
    ]
    if rows:
        label = word("matrix.speakers", options.language)
        numbers = (Cell(lines=(line(strong(str(count))),)) for count in counts)
        rows.append((Cell(lines=(line(strong(label)),)), Cell(), *numbers))
    return Table(
        columns=(
            Column(label=word("table.party", options.language), width=14),
            Column(label=word("table.status", options.language), width=14),
            *(Column(label=title, width=width) for title in columns.values()),
        ),
        rows=tuple(rows),
        caption=_title(report, words),
    )


def _column(entry: PointEntry, columns: dict[str, str]) -> str:
    point = entry.point
    if isinstance(point, TrackPoint):
        return point.track if point.track in columns else _STRANGE
    return _THEMES if isinstance(point, ThemeProposal) else _GENERAL


def _standing(party: PartyStatus, words: Words, names: Names) -> Cell:
    lines = [line(word_for(party.status, words.language))]
    if party.joint_with:
        lines.append(line(emphasis(words("joint-with", names=names.joined(party.joint_with)))))
    return Cell(lines=tuple(lines))


def _cell(entries: Sequence[PointEntry], round_: Round, words: Words, longest: int) -> Cell:
    lines = tuple(_point(entry, round_, words, longest) for entry in entries)
    dispositions = {entry.assessment.disposition if entry.assessment else None for entry in entries}
    # One colour only where all points of the cell came to the same.
    found = next(iter(dispositions)) if len(dispositions) == 1 else None
    return Cell(lines=lines, tone=TONES[found] if found else None)


def _point(entry: PointEntry, round_: Round, words: Words, longest: int) -> Line:
    point, remark = entry.point, entry.assessment
    said = (remark.summary if remark else None) or getattr(point, "title", "").strip() or point.text
    disposition = remark.disposition if remark else None
    outcome = f" ({disposition_label(round_, disposition, words.language)})" if disposition else ""
    return line(_short(said, longest), emphasis(outcome))


def _short(text: str, longest: int) -> str:
    """A text in one line; one that is too long is cut after a word, visibly."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[:longest]
    return (cut.rpartition(" ")[0].rstrip(" ,;:.–-") or cut) + " …"


def _paper(report: Report, options: Options) -> Paper:
    words, build, table = Words(options.language), Builder(), _table(report, options)
    build.table(table.columns, table.rows, table.caption)
    return finished(build, report, words, _title(report, words), landscape=True)


def _title(report: Report, words: Words) -> str:
    return word("matrix.title", words.language, title=words.text(report.round.title))


SPECS = specs(
    "matrix",
    Options,
    table=_table,
    paper=_paper,
    title=_title,
    suffixes=(".xlsx", ".docx", ".odt", ".pdf", ".html", ".csv"),
    summary={
        "da": "Oversigt over hvem der har sagt hvad: parterne ned, sporene hen.",
        "en": "Who said what at a glance: parties down, tracks across.",
    },
)
"""The matrix in each format."""
