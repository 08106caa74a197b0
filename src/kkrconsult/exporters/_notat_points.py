"""The points of the consultation report: general ones, those on tracks, and supplementary themes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from kkrconsult.assessment import fingerprint
from kkrconsult.dispositions import disposition_label
from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.model import Anchor, Disposition, GeneralPoint, Theme, ThemeProposal, ThemeReason, TrackPoint
from kkrconsult.paper import Builder, Cell, Column, ParagraphKind, Tone, emphasis, line, paragraphs, strong
from kkrconsult.report import Audience, PointEntry, Report
from kkrconsult.texts import word_for, words_below

__all__ = ["COLUMNS", "TONES", "Points"]

COLUMNS = {"sender": 14, "summary": 36, "assessment": 21, "change": 13, "disposition": 16}
"""The columns of every table of points, by the names under which their labels can be changed, and how wide each is."""

TONES = {
    Disposition.ACCOMMODATED: Tone.GOOD,
    Disposition.PARTLY: Tone.PARTLY,
    Disposition.NOT_ACCOMMODATED: Tone.BAD,
    Disposition.NOTED: Tone.NOTED,
}
"""What became of a point, at a glance."""


class Points:
    """Writes the tables of points; sorts them once for all sections."""

    def __init__(self, build: Builder, report: Report, words: Words, names: Names, labels: Mapping[str, str]) -> None:
        self._build, self._report, self._words, self._names = build, report, words, names
        self._internal = report.audience is Audience.INTERNAL
        final = report.round.outcome.tracks if report.round.outcome else ()
        self._titles = {track.id: words.text(track.title) for track in (*report.round.tracks, *final)}
        self._tracks = {track.id for track in report.round.tracks}
        self._columns = [
            Column(label=" ".join(labels[key].split()) if key in labels else words(f"column.{key}"), width=width)
            for key, width in COLUMNS.items()
        ]
        self._reasons = words_below("theme-reason", words.language)
        self._entries = sorted(report.points, key=lambda entry: self._names.order(entry.response))

    def general(self) -> None:
        """Section 2.1: points on the round as a whole."""
        self._build.heading(self._words("general-points"), 2)
        self._table(
            (entry for entry in self._entries if isinstance(entry.point, GeneralPoint)), self._words("general-points")
        )

    def tracks(self, first: Callable[[], None]) -> None:
        """Section 3: something first, the points on each track, last those on tracks that the round does not have."""
        words, round_ = self._words, self._report.round
        self._build.heading(words("tracks"))
        first()
        by_track: dict[str, list[PointEntry]] = {track.id: [] for track in round_.tracks}
        strange: list[PointEntry] = []
        for entry in self._entries:
            if isinstance(entry.point, TrackPoint):
                by_track.get(entry.point.track, strange).append(entry)
        if not round_.tracks and not strange:
            self._build.say(words("no-tracks"))
        for track in round_.tracks:
            self._build.heading(words.text(track.title), 2)
            status = word_for(track.status, words.language)
            self._build.say(words("track-status", status=status), kind=ParagraphKind.NOTE)
            if track.description is not None:
                self._build.text(words.text(track.description))
            self._table(by_track[track.id], words.text(track.title))
        if strange:
            self._build.heading(words("unknown-tracks"), 2)
            self._build.say(words("unknown-tracks-why"))
            self._table(strange, words("unknown-tracks"))

    def themes(self, first: Callable[[], None]) -> None:
        """Section 4: something first, the supplementary themes, and last the proposals that no theme has."""
        words = self._words
        self._build.heading(words("themes"))
        first()
        proposals: dict[str, list[PointEntry]] = {}
        for entry in self._entries:
            if isinstance(entry.point, ThemeProposal):
                proposals.setdefault(entry.point.id, []).append(entry)
        if not proposals and not self._report.themes:
            self._build.say(words("no-themes"))
        for theme in self._report.themes:
            self._theme(theme, proposals)
        taken = {point for theme in self._report.themes for point in theme.points}
        left = [
            entry for entry in self._entries if isinstance(entry.point, ThemeProposal) and entry.point.id not in taken
        ]
        if left:
            self._build.heading(words("ungrouped"), 2)
            self._table(left, words("ungrouped"))

    def _theme(self, theme: Theme, proposals: Mapping[str, list[PointEntry]]) -> None:
        words = self._words
        self._build.heading(theme.title, 2)
        if theme.participants:
            self._build.say(words("proposed-by", names=self._names.joined(theme.participants)))
        # A single proposal was not put together with anything.
        if len(theme.points) > 1:
            how = word_for(theme.grouped_by, words.language)
            reasons = "; ".join(self._reason(reason) for reason in theme.reasons)
            self._build.say(
                words("grouped-because", how=how, reasons=reasons) if reasons else words("grouped", how=how)
            )
        if theme.track is not None:
            self._build.say(words("promoted", track=self._titles.get(theme.track, theme.track)))
        entries = [entry for point in dict.fromkeys(theme.points) for entry in proposals.get(point, ())]
        self._table(sorted(entries, key=lambda entry: self._names.order(entry.response)), theme.title, theme.title)

    def _reason(self, reason: ThemeReason) -> str:
        why = self._reasons.get(reason.kind, reason.kind)
        return f"{why} ({', '.join(reason.words)})" if reason.words else why

    def _table(self, entries: Iterable[PointEntry], caption: str, theme: str = "") -> None:
        rows = [self._row(entry, theme) for entry in entries]
        if rows:
            self._build.table(self._columns, rows, caption)
        else:
            self._build.say(self._words("no-points"))

    def _row(self, entry: PointEntry, theme: str) -> list[Cell]:
        words, point, remark = self._words, entry.point, entry.assessment
        said = [words.labelled("summary", remark.summary)] if remark and remark.summary else []
        # Under a heading with the same title it would say everything twice.
        if isinstance(point, ThemeProposal) and point.title.strip() not in ("", theme.strip()):
            said.append(words.labelled("theme", point.title))
        if isinstance(point, TrackPoint) and point.track not in self._tracks:
            said.append(words.labelled("track", point.track))
        said += paragraphs(point.text)
        if point.rationale:
            said.append(words.labelled("rationale", point.rationale))
        if self._internal:
            # By these a point is found again in its letter and in the data; the public has no use for them.
            said.append(line(emphasis(f"({', '.join([point.id, *self._place(point.anchor)])})")))
        reply = paragraphs(remark.reply) if remark and remark.reply else []
        if remark and remark.responsible and self._internal:
            reply.append(words.labelled("responsible", remark.responsible))
        # In a public report the text may be redacted, so that its checksum says nothing.
        if remark and self._internal and remark.fingerprint not in (None, fingerprint(point)):
            reply.append(line(strong(words("changed"))))
        change = paragraphs(remark.change) if remark and remark.change else []
        disposition = remark.disposition if remark else None
        outcome = (
            disposition_label(self._report.round, disposition, words.language) if disposition else words("is-open")
        )
        tone = TONES[disposition] if disposition else Tone.OPEN
        return [
            Cell(lines=(line(strong(self._names.sender(entry.response))),)),
            Cell(lines=tuple(said)),
            Cell(lines=tuple(reply)),
            Cell(lines=tuple(change)),
            Cell(lines=(line(outcome),), tone=tone),
        ]

    def _place(self, anchor: Anchor | None) -> Iterator[str]:
        if anchor is None:
            return
        words = self._words
        if anchor.page is not None:
            yield words("page", n=anchor.page)
        if anchor.paragraphs:
            yield words("paragraphs", n=len(anchor.paragraphs), numbers=words.joined(map(str, anchor.paragraphs)))
