"""The consultation report (høringsnotat): what was asked, who answered what, what became of it.

The first section follows the Danish guidance on consultation reports (period with its number of days, list of
those consulted, table of contents first):
https://lovkvalitet.dk/lovkvalitetsvejledningen/9-fra-offentlig-hoering-til-fremsaettelse/9-1-offentlig-hoering/9-1-6-hoeringssvar-og-hoeringsnotat/
The tables of points have the columns of municipal reports (sender, summary, assessment, change).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import BinaryIO

import attrs

from kkrconsult.assessment import open_points
from kkrconsult.errors import ExportError
from kkrconsult.exporters._notat_charts import Charts
from kkrconsult.exporters._notat_open import accounts, still_open
from kkrconsult.exporters._notat_parties import parties, responses
from kkrconsult.exporters._notat_points import COLUMNS, Points
from kkrconsult.exporters._notat_round import the_round
from kkrconsult.exporters._notat_top import facts, finished, notes
from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.exporters._tables import check_columns, check_language, given_template, refuse_all
from kkrconsult.paper import Builder, Paper
from kkrconsult.plugins import ExporterSpec, GivenFiles
from kkrconsult.rendering import MEDIA_TYPES, render
from kkrconsult.report import Report
from kkrconsult.structure import FrozenMap

__all__ = ["SPECS", "Options", "consultation_report"]


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
    charts: bool = True
    """Whether there are charts, with the numbers behind them as tables at the end. They are drawn where the extra
    ``charts`` is installed; elsewhere what they show is said in words."""
    template: str | None = None
    """Path of a document of the region's own, with its letterhead and styles, that the report is put into: a .docx for
    Word, an .odt for OpenDocument, and so on. In a round file it is looked for beside it."""

    def __attrs_post_init__(self) -> None:
        refuse_all("hoeringsnotat", [*check_columns(self.columns, COLUMNS), *check_language(self.language)])


def consultation_report(report: Report, options: Options, *, drawn: bool = True) -> Paper:
    """The consultation report as a document, before it is Word, PDF or a page on the web.

    Args:
        report: The report.
        options: How it is to be.
        drawn: Whether the format can hold pictures.

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
    build = Builder()
    points = Points(build, report, words, names, options.columns)
    charts = Charts(build, report, words, wanted=options.charts, drawn=drawn)
    the_round(build, report, words, names)
    parties(build, report, words, names)
    responses(build, report, words, names)
    charts.show("answers-over-time")
    charts.show("handling")
    points.general()
    points.tracks(lambda: charts.show("points-per-track"))
    points.themes(lambda: charts.show("themes"))
    still_open(build, report, words, names)
    accounts(build, report, words)
    charts.numbers()
    return finished(
        build,
        report,
        words,
        words("title", title=words.text(report.round.title)),
        top=notes(report, words, waiting if options.final else 0),
        facts=tuple(facts(report, words, "final" if options.final else "draft")),
        contents=words("contents"),
        keywords=tuple(words.text(track.title) for track in report.round.tracks),
    )


def _write(report: Report, sink: BinaryIO, options: Options, files: GivenFiles, *, suffix: str) -> None:
    paper = consultation_report(report, options, drawn=suffix != ".md")
    sink.write(render(paper, suffix, given_template(files)))


def _spec(suffix: str) -> ExporterSpec[Options]:
    return ExporterSpec(
        name="hoeringsnotat",
        suffix=suffix,
        media_type=MEDIA_TYPES[suffix],
        options=Options,
        write=partial(_write, suffix=suffix),
        files=("template",),
        summary={
            "da": "Høringsnotat: høringen, parterne, bemærkningerne og hvad der blev gjort ved dem.",
            "en": "Consultation report: the hearing, the parties, the points and what became of them.",
        },
    )


SPECS: tuple[ExporterSpec[Options], ...] = tuple(map(_spec, (".docx", ".odt", ".pdf", ".html", ".md")))
"""The consultation report in each format."""
