"""The consultation report (høringsnotat) as Markdown: what was asked, who answered what, what became of it.

The first section follows the Danish guidance on consultation reports (period with its number of days, list of
those consulted, table of contents first):
https://lovkvalitet.dk/lovkvalitetsvejledningen/9-fra-offentlig-hoering-til-fremsaettelse/9-1-offentlig-hoering/9-1-6-hoeringssvar-og-hoeringsnotat/
The tables of points have the columns of municipal reports (sender, summary, assessment, change).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

import attrs

from kkrconsult.assessment import notices, open_points
from kkrconsult.errors import DataError, ExportError, Problem, bounded
from kkrconsult.exporters._notat_open import accounts, still_open
from kkrconsult.exporters._notat_parties import parties, responses
from kkrconsult.exporters._notat_points import COLUMNS, Points
from kkrconsult.exporters._notat_round import the_round
from kkrconsult.exporters._notat_text import Document, inline
from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.plugins.records import ExporterSpec
from kkrconsult.report import Audience, Report
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, word_for
from kkrconsult.timeline import zone_of

__all__ = ["Options", "hoeringsnotat", "write"]


def _frozen(value: Mapping[str, str]) -> Mapping[str, str]:
    return FrozenMap(value)


@attrs.frozen(kw_only=True)
class Options:
    """How the consultation report is to be."""

    language: str = "da"
    """Language of headings and fixed words: ``da`` or ``en``."""
    columns: Mapping[str, str] = attrs.field(default=FrozenMap[str, str](), converter=_frozen)
    """Other labels for columns of the tables, by ``sender``, ``summary``, ``assessment``, ``change`` and
    ``disposition``."""
    final: bool = False
    """Whether this is the final report; refused while points are open."""
    force_final: bool = False
    """Whether a final report may be made although points are open; it then says so at the top."""

    def __attrs_post_init__(self) -> None:
        problems = [
            Problem(message="is not a column", path=("columns", key), found=bounded(key), allowed=", ".join(COLUMNS))
            for key in self.columns
            if key not in COLUMNS
        ]
        if self.language not in languages():
            known = ", ".join(languages())
            problems.append(
                Problem(
                    message="is not a language of reports",
                    path=("language",),
                    found=bounded(self.language),
                    allowed=known,
                )
            )
        if problems:
            named = ", ".join(problem.found or "" for problem in problems)
            raise DataError(f"options of hoeringsnotat do not fit: {named}", problems)


def write(report: Report, sink: BinaryIO, options: Options) -> None:
    """Write the consultation report as UTF-8 with line feeds as line ends.

    Raises:
        ExportError: The report is to be final, but points are open.
        DataError: The round's time zone is unknown.
    """
    waiting = len(open_points(report))
    if options.final and waiting and not options.force_final:
        raise ExportError(
            f"the report cannot be final: {waiting} point(s) have no disposition. "
            "Decide on them, leave out final, or set force_final to print it all the same."
        )
    words = Words(options.language)
    names = Names(report, words)
    doc = Document()
    points = Points(doc, report, words, names, options.columns)
    the_round(doc, report, words, names)
    parties(doc, report, words, names)
    responses(doc, report, words, names)
    points.general()
    points.tracks()
    points.themes()
    still_open(doc, report, words, names)
    accounts(doc, report, words)
    title = words("title", title=words.text(report.round.title))
    text = doc.text(title, _top(report, options, words, waiting), words("contents"))
    # What no file can hold (half a surrogate pair) must not cost the whole report.
    sink.write(text.encode("utf-8", "replace"))


def _top(report: Report, options: Options, words: Words, waiting: int) -> Iterator[str]:
    """What a reader must know before anything else."""
    at = report.at.astimezone(zone_of(report.round.timezone)).isoformat()
    state = words("final" if options.final else "draft")
    yield words("status", state=state, at=at, audience=word_for(report.audience, words.language))
    if report.audience is Audience.PUBLIC:
        yield words("public")
    for text, number in notices(report.responses).items():
        yield f"**{words('notice', n=number, text=inline(text))}**"
    if not report.complete:
        yield f"**{words('incomplete')}**"
    if options.final and waiting:
        yield f"**{words('forced', n=waiting)}**"
    if not report.responses and report.accounting.accepted:
        yield f"**{words('not-kept')}**"


hoeringsnotat: ExporterSpec[Options] = ExporterSpec(
    name="hoeringsnotat",
    suffix=".md",
    media_type="text/markdown",
    options=Options,
    write=write,
    summary={
        "da": "Høringsnotat i Markdown: høringen, parterne, bemærkningerne og hvad der blev gjort ved dem.",
        "en": "Consultation report in Markdown: the hearing, the parties, the points and what became of them.",
    },
)
"""The consultation report as Markdown."""
