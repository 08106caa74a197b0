"""The points of the consultation report: general ones, those on tracks, and supplementary themes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kkrconsult.assessment import fingerprint
from kkrconsult.exporters._notat_text import BREAK, Document, inline, paragraphs_of
from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.model import Anchor, GeneralPoint, Theme, ThemeProposal, ThemeReason, TrackPoint
from kkrconsult.report import Audience, PointEntry, Report
from kkrconsult.texts import word_for, words_below

__all__ = ["COLUMNS", "Points"]

COLUMNS = ("sender", "summary", "assessment", "change", "disposition")
"""The columns of every table of points, by the names under which their labels can be changed."""


class Points:
    """Writes the tables of points; sorts them once for all sections."""

    def __init__(self, doc: Document, report: Report, words: Words, names: Names, labels: Mapping[str, str]) -> None:
        self._doc, self._report, self._words, self._names = doc, report, words, names
        self._internal = report.audience is Audience.INTERNAL
        final = report.round.outcome.tracks if report.round.outcome else ()
        self._titles = {track.id: words.text(track.title) for track in (*report.round.tracks, *final)}
        self._tracks = {track.id for track in report.round.tracks}
        self._head = [
            inline(" ".join(labels[key].split())) if key in labels else words(f"column.{key}") for key in COLUMNS
        ]
        self._reasons = words_below("theme-reason", words.language)
        self._entries = sorted(report.points, key=lambda entry: self._names.order(entry.response))

    def general(self) -> None:
        """Section 2.1: points on the round as a whole."""
        self._doc.heading(self._words("general-points"), 2)
        self._table(entry for entry in self._entries if isinstance(entry.point, GeneralPoint))

    def tracks(self) -> None:
        """Section 3: the points on each track, and last those on tracks that the round does not have."""
        words, round_ = self._words, self._report.round
        self._doc.heading(words("tracks"))
        by_track: dict[str, list[PointEntry]] = {track.id: [] for track in round_.tracks}
        strange: list[PointEntry] = []
        for entry in self._entries:
            if isinstance(entry.point, TrackPoint):
                by_track.get(entry.point.track, strange).append(entry)
        if not round_.tracks and not strange:
            self._doc.say(words("no-tracks"))
        for track in round_.tracks:
            self._doc.heading(words.text(track.title), 2)
            self._doc.say(f"*{words('track-status', status=word_for(track.status, words.language))}*")
            if track.description is not None:
                self._doc.say(*paragraphs_of(track.description.in_language(words.language)))
            self._table(by_track[track.id])
        if strange:
            self._doc.heading(words("unknown-tracks"), 2)
            self._doc.say(words("unknown-tracks-why"))
            self._table(strange)

    def themes(self) -> None:
        """Section 4: the supplementary themes, and last the proposals that no theme has."""
        words = self._words
        self._doc.heading(words("themes"))
        proposals: dict[str, list[PointEntry]] = {}
        for entry in self._entries:
            if isinstance(entry.point, ThemeProposal):
                proposals.setdefault(entry.point.id, []).append(entry)
        if not proposals and not self._report.themes:
            self._doc.say(words("no-themes"))
        for theme in self._report.themes:
            self._theme(theme, proposals)
        taken = {point for theme in self._report.themes for point in theme.points}
        left = [
            entry for entry in self._entries if isinstance(entry.point, ThemeProposal) and entry.point.id not in taken
        ]
        if left:
            self._doc.heading(words("ungrouped"), 2)
            self._table(left)

    def _theme(self, theme: Theme, proposals: Mapping[str, list[PointEntry]]) -> None:
        words = self._words
        self._doc.heading(inline(theme.title), 2)
        if theme.participants:
            self._doc.say(words("proposed-by", names=self._names.joined(theme.participants)))
        # A single proposal was not put together with anything.
        if len(theme.points) > 1:
            how = word_for(theme.grouped_by, words.language)
            reasons = "; ".join(self._reason(reason) for reason in theme.reasons)
            self._doc.say(words("grouped-because", how=how, reasons=reasons) if reasons else words("grouped", how=how))
        if theme.track is not None:
            self._doc.say(words("promoted", track=self._titles.get(theme.track, inline(theme.track))))
        entries = [entry for point in dict.fromkeys(theme.points) for entry in proposals.get(point, ())]
        self._table(sorted(entries, key=lambda entry: self._names.order(entry.response)), theme.title)

    def _reason(self, reason: ThemeReason) -> str:
        why = inline(self._reasons.get(reason.kind, reason.kind))
        return f"{why} ({inline(', '.join(reason.words))})" if reason.words else why

    def _table(self, entries: Iterable[PointEntry], theme: str = "") -> None:
        rows = [self._row(entry, theme) for entry in entries]
        if rows:
            self._doc.table(self._head, rows)
        else:
            self._doc.say(self._words("no-points"))

    def _row(self, entry: PointEntry, theme: str) -> list[str]:
        words, point, remark = self._words, entry.point, entry.assessment
        sender = [self._names.sender(entry.response), inline(point.id)]
        said = [words.labelled("summary", inline(remark.summary))] if remark and remark.summary else []
        # Under a heading with the same title it would say everything twice.
        if isinstance(point, ThemeProposal) and point.title.strip() not in ("", theme.strip()):
            said.append(f"**{words('theme')}** {inline(point.title)}")
        if isinstance(point, TrackPoint) and point.track not in self._tracks:
            said.append(words.labelled("track", inline(point.track)))
        if point.text:
            said.append(inline(point.text))
        if point.rationale:
            said.append(words.labelled("rationale", inline(point.rationale)))
        if point.anchor is not None:
            said += self._place(point.anchor)
        reply = [inline(remark.reply)] if remark and remark.reply else []
        if remark and remark.responsible and self._internal:
            reply.append(words.labelled("responsible", inline(remark.responsible)))
        # In a public report the text may be redacted, so that its checksum says nothing.
        if remark and self._internal and remark.fingerprint not in (None, fingerprint(point)):
            reply.append(f"**{words('changed')}**")
        change = inline(remark.change) if remark and remark.change else ""
        disposition = remark.disposition if remark else None
        outcome = word_for(disposition, words.language) if disposition else words("is-open")
        return [BREAK.join(sender), (BREAK * 2).join(said), (BREAK * 2).join(reply), change, outcome]

    def _place(self, anchor: Anchor) -> list[str]:
        words = self._words
        parts = [
            inline(anchor.file) if anchor.file else "",
            words("page", n=anchor.page) if anchor.page is not None else "",
            inline(anchor.section) if anchor.section else "",
            words("paragraphs", n=len(anchor.paragraphs), numbers=words.joined(map(str, anchor.paragraphs)))
            if anchor.paragraphs
            else "",
        ]
        found = ", ".join(part for part in parts if part)
        return [f"({found})"] if found else []
