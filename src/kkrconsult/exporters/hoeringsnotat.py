"""The consultation report (høringsnotat): what was asked, who answered what, what became of it.

The first section follows the Danish guidance on consultation reports (period with its number of days, list of
those consulted, table of contents first):
https://lovkvalitet.dk/lovkvalitetsvejledningen/9-fra-offentlig-hoering-til-fremsaettelse/9-1-offentlig-hoering/9-1-6-hoeringssvar-og-hoeringsnotat/
The tables of points have the columns of municipal reports (sender, summary, assessment, change).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import BinaryIO

import attrs

from kkrconsult.assessment import notices, open_points
from kkrconsult.errors import DataError, ExportError, Problem, bounded
from kkrconsult.exporters._notat_open import accounts, still_open
from kkrconsult.exporters._notat_parties import parties, responses
from kkrconsult.exporters._notat_points import COLUMNS, Points
from kkrconsult.exporters._notat_round import the_round
from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.paper import Builder, Callout, Paper, Tone, line
from kkrconsult.plugins import ExporterSpec, GivenFiles
from kkrconsult.rendering import MEDIA_TYPES, render
from kkrconsult.report import Audience, Report
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, word_for
from kkrconsult.timeline import zone_of

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
    template: str | None = None
    """Path of a document of the region's own, with its letterhead and styles, that the report is put into: a .docx for
    Word, an .odt for OpenDocument, and so on. In a round file it is looked for beside it."""

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


def consultation_report(report: Report, options: Options) -> Paper:
    """The consultation report as a document, before it is Word, PDF or a page on the web.

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
    the_round(build, report, words, names)
    parties(build, report, words, names)
    responses(build, report, words, names)
    points.general()
    points.tracks()
    points.themes()
    still_open(build, report, words, names)
    accounts(build, report, words)
    title = words.text(report.round.title)
    return build.paper(
        title=words("title", title=title),
        language=options.language,
        top=tuple(_top(report, options, words, waiting)),
        facts=tuple(_facts(report, options, words)),
        contents=words("contents"),
        author=report.round.organiser or "",
        subject=title,
        keywords=tuple(words.text(track.title) for track in report.round.tracks),
        footer=title,
    )


def _facts(report: Report, options: Options, words: Words) -> Iterator[tuple[str, str]]:
    """What the document is, at a glance."""
    at = report.at.astimezone(zone_of(report.round.timezone)).isoformat()
    yield words("fact.state"), words("final" if options.final else "draft")
    yield words("fact.at"), words("moment", at=at)
    yield words("fact.audience"), word_for(report.audience, words.language)
    found = report.participation
    if found.consulted:
        yield words("fact.answers"), words("answering", answering=found.answering, consulted=found.consulted)
    sums = report.accounting
    if sums.points:
        yield words("fact.points"), words("points-disposed", points=sums.points, disposed=sums.disposed)


def _top(report: Report, options: Options, words: Words, waiting: int) -> Iterator[Callout]:
    """What a reader must know before anything else."""
    if options.final and waiting:
        yield _callout(words("forced", n=waiting), Tone.BAD)
    if not report.complete:
        yield _callout(words("incomplete"), Tone.BAD)
    for text, number in notices(report.responses).items():
        yield _callout(words("notice", n=number, text=text), Tone.OPEN)
    if not report.responses and report.accounting.accepted:
        yield _callout(words("not-kept"), Tone.BAD)
    if report.audience is Audience.PUBLIC:
        yield _callout(words("public"), Tone.NOTED)


def _callout(text: str, tone: Tone) -> Callout:
    return Callout(lines=(line(text),), tone=tone)


def _write(report: Report, sink: BinaryIO, options: Options, files: GivenFiles, *, suffix: str) -> None:
    template = None
    for file in files.get("template", ()):
        with file.open() as stream:
            template = stream.read()
    sink.write(render(consultation_report(report, options), suffix, template))


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


SPECS: tuple[ExporterSpec[Options], ...] = tuple(map(_spec, (".md",)))
"""The consultation report in each format."""
