"""What stands in an assessment sheet: a pure function of a report and of the remarks that there are already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from kkrconsult.assessment import fingerprint
from kkrconsult.danish import collation_key, join_names
from kkrconsult.dispositions import disposition_label
from kkrconsult.model import Anchor, Disposition, GeneralPoint, Response, ThemeProposal, TrackPoint
from kkrconsult.remarks import FIELDS, AssessmentBook, Remark, agreed, normalised
from kkrconsult.report import PointEntry, Report
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import word
from kkrconsult.timeline import zone_of

__all__ = ["ALWAYS", "Content", "Line", "content"]

ALWAYS = ("disposition", "summary", "reply", "change", "responsible")
"""The fields that every sheet has a column for; the others have one where something stands in them."""
_CHANGED, _NEW, _CONFLICT, _UNKNOWN, _GONE = "changed", "new", "conflict", "unknown", "gone"


@attrs.frozen(kw_only=True)
class Line:
    """One row of a sheet."""

    point: str | None
    """Id of the point."""
    marks: tuple[str, ...] = ()
    """``new``, ``changed``, ``conflict``, ``unknown`` (the disposition) or ``gone``."""
    source: FrozenMap[str, str] = FrozenMap()
    """What is shown of the point, by column."""
    said: FrozenMap[str, str] = FrozenMap()
    """What has been said of it, by field, the disposition in words."""
    fingerprint: str | None = None
    """Checksum of the text that is shown."""
    assessed: str | None = None
    """Checksum of the text that was assessed, where it is another."""
    response: str | None = None
    """Id of the response."""
    open: bool = True
    """Whether nothing has been decided on the point: no disposition, one that nobody knows, or several."""

    def mark(self, language: str) -> str:
        """The marks in words."""
        return "; ".join(word(f"assess.mark.{mark}", language) for mark in self.marks)


@attrs.frozen(kw_only=True)
class Content:
    """Everything that a sheet shows."""

    lines: tuple[Line, ...]
    """A row for each point; several for one about which there is disagreement."""
    gone: tuple[Line, ...]
    """Remarks whose point is not there any more, or that do not tell which it is."""
    fields: tuple[str, ...]
    """The fields that have a column, in order; the secretariat's own columns last, in brackets."""
    points: int
    """How many points there are."""
    open: int
    """How many of them have no disposition."""

    def count(self, mark: str) -> int:
        """How many points have a mark."""
        return len({line.point for line in self.lines if mark in line.marks})


def content(report: Report, book: AssessmentBook, language: str) -> Content:
    """Say what stands in the sheet of a report.

    Args:
        report: The report. Its own assessments count too, where the book says nothing of a point.
        book: The remarks that there are already.
        language: Language of the sheet.
    """
    known = book.by_point()
    missing = [one for one in report.assessments if one.point not in known]
    for remark in AssessmentBook.of(missing).remarks:
        if remark.point is not None and not remark.blank:
            known[remark.point] = (remark,)
    maker = _Maker(report, book, known, language)
    entries = sorted(report.points, key=maker.order)
    lines = tuple(line for entry in entries for line in maker.lines(entry))
    there = {entry.point.id for entry in entries}
    old = [remark for point, remarks in known.items() if point not in there for remark in remarks]
    gone = tuple(maker.old(remark) for remark in (*old, *book.loose))
    used = {field for line in (*lines, *gone) for field in line.said}
    own = sorted((field for field in used if field not in FIELDS), key=maker.alphabet)
    return Content(
        lines=lines,
        gone=gone,
        fields=(*(field for field in FIELDS if field in ALWAYS or field in used), *own),
        points=len(there),
        open=len({line.point for line in lines if line.open}),
    )


class _Maker:
    """Makes rows; looks up once what all of them need."""

    def __init__(
        self, report: Report, book: AssessmentBook, known: Mapping[str, tuple[Remark, ...]], language: str
    ) -> None:
        self._round, self._known, self._language = report.round, known, language
        self._seen = book.seen | set(known) if book.remarks else None
        self._responses = {response.id: response for response in report.responses}
        self._names = {party.participant: party.name for party in report.participation.parties}
        self._names |= {party.id: party.name for party in report.round.participants}
        self._themes = {point: theme for theme in report.themes for point in theme.points}
        self._theme_order = {theme.id: number for number, theme in enumerate(report.themes)}
        self._tracks = {track.id: track.title.in_language(language) for track in report.round.tracks}
        self._track_order = {track.id: number for number, track in enumerate(report.round.tracks)}
        self._zone = zone_of(report.round.timezone)
        self._receipt = {entry.point.id: number for number, entry in enumerate(report.points)}

    # -------------------------------------------------------------------------------------- order

    def alphabet(self, name: str) -> Any:
        """Sort key of names: the alphabetical order of the sheet's language."""
        return collation_key(name, self._language)

    def order(self, entry: PointEntry) -> tuple[Any, ...]:
        """Sort key: tracks in the order of the round, then themes, then what is general; within them by sender."""
        point = entry.point
        place: tuple[Any, ...]
        if isinstance(point, TrackPoint):
            known = self._track_order.get(point.track)
            place = (0, known, "") if known is not None else (1, 0, point.track)
        elif isinstance(point, ThemeProposal):
            theme = self._themes.get(point.id)
            # Proposals that no theme has stand by their titles behind all themes.
            place = (2, self._theme_order[theme.id], "") if theme else (3, 0, point.title)
        else:
            place = (4, 0, "")
        return (*place, self.alphabet(self.sender(self._responses[entry.response])), self._receipt[point.id])

    # -------------------------------------------------------------------------------------- rows

    def lines(self, entry: PointEntry) -> Iterator[Line]:
        """The rows of a point: one, or one for each of the things that people disagree on."""
        point, response = entry.point, self._responses[entry.response]
        now = fingerprint(point)
        remarks = self._known.get(point.id, ())
        fresh = (_NEW,) if self._seen is not None and point.id not in self._seen else ()
        settled = _disposition(agreed(remarks)) is not None
        for said, assessed in _versions(remarks, now):
            changed = (_CHANGED,) if assessed is not None else ()
            conflict = (_CONFLICT,) if _differ(remarks) else ()
            unknown = (_UNKNOWN,) if said.get("disposition") and _disposition(said) is None else ()
            yield Line(
                point=point.id,
                marks=(*fresh, *changed, *conflict, *unknown),
                source=FrozenMap({key: text for key, text in self._source(entry, response) if text.strip()}),
                said=self._in_words(said),
                fingerprint=now,
                assessed=assessed,
                response=response.id,
                open=not settled,
            )

    def old(self, remark: Remark) -> Line:
        """The row of a remark whose point is gone."""
        return Line(
            point=remark.point,
            marks=(_GONE,),
            source=remark.source,
            said=self._in_words(remark.said),
            fingerprint=remark.fingerprint,
        )

    def _in_words(self, said: Mapping[str, str]) -> FrozenMap[str, str]:
        found = dict(said)
        known = _disposition(said)
        if known is not None:
            found["disposition"] = disposition_label(self._round, known, self._language)
        return FrozenMap(found)

    # -------------------------------------------------------------------------------------- source

    def _source(self, entry: PointEntry, response: Response) -> Iterator[tuple[str, str]]:
        point = entry.point
        title = getattr(point, "title", "").strip()
        yield "sender", self.sender(response)
        yield "received", self._received(response)
        yield "about", self._about(entry)
        yield "text", "\n".join(part for part in (f"»{title}«" if title else "", point.text) if part)
        yield "rationale", point.rationale or ""
        yield "place", self._place(point.anchor or Anchor(), response)

    def sender(self, response: Response) -> str:
        """Who sent a response, by name."""
        if response.participants:
            names = sorted((self._names.get(one, one).strip() for one in response.participants), key=self.alphabet)
            return join_names(names, self._language)
        return response.sender.name.strip() if response.sender else response.id

    def _received(self, response: Response) -> str:
        if response.received_at is None:
            return ""
        return response.received_at.astimezone(self._zone).replace(tzinfo=None).isoformat(" ", "minutes")

    def _about(self, entry: PointEntry) -> str:
        point = entry.point
        if isinstance(point, TrackPoint):
            return self._tracks.get(point.track, point.track)
        if isinstance(point, GeneralPoint):
            return word("assess.general", self._language)
        theme = self._themes.get(point.id)
        return word("assess.theme", self._language, title=theme.title if theme else point.title)

    def _place(self, anchor: Anchor, response: Response) -> str:
        name = anchor.file or (response.source.name if response.source else "")
        numbers = join_names(map(str, anchor.paragraphs), self._language)
        parts = [
            word("assess.page", self._language, n=anchor.page) if anchor.page is not None else "",
            anchor.section or "",
            word("assess.paragraphs", self._language, numbers=numbers) if numbers else "",
        ]
        return "\n".join(part for part in (name, ", ".join(part for part in parts if part)) if part)


def _disposition(said: Mapping[str, str]) -> Disposition | None:
    return next((one for one in Disposition if one.value == said.get("disposition")), None)


def _differ(remarks: Iterable[Remark]) -> bool:
    found = tuple(remarks)
    return len(agreed(found)) < len({field for remark in found for field in remark.said})


def _versions(remarks: tuple[Remark, ...], now: str) -> Iterator[tuple[Mapping[str, str], str | None]]:
    """What has been said of a point, with the checksum of the text that it was said of where that is another one.

    Where people disagree, each view comes with all that they agree on.
    """
    common = agreed(remarks)
    if not _differ(remarks):
        (assessment,) = AssessmentBook(remarks=remarks).against({remarks[0].point or "": now}) if remarks else (None,)
        made_on = assessment.fingerprint if assessment else None
        yield common, made_on if made_on != now else None
        return
    views: dict[frozenset[tuple[str, str]], tuple[Mapping[str, str], str | None]] = {}
    for remark in remarks:
        own = {field: text for field, text in remark.said.items() if field not in common}
        key = frozenset((field, normalised(text)) for field, text in own.items())
        made_on = remark.fingerprint if remark.fingerprint != now else None
        if own and (key not in views or made_on is None):
            views[key] = ({**common, **own}, made_on)
    for key in sorted(views, key=sorted):
        # A view that is part of another one is in it already.
        if not any(key < other for other in views):
            yield views[key]
