"""Every point of the answers that count, in groups by what it is about, and what a reader can filter them by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import attrs

from kkrconsult.assessment import fingerprint
from kkrconsult.danish import sort_key
from kkrconsult.dispositions import disposition_label
from kkrconsult.exporters._notat_points import TONES
from kkrconsult.exporters._notat_words import Names
from kkrconsult.exporters._overview.words import Words, short
from kkrconsult.model import Anchor, Assessment, Disposition, Status, ThemeProposal, TrackPoint
from kkrconsult.paper import Tone
from kkrconsult.report import Audience, PointEntry, Report
from kkrconsult.texts import word_for

__all__ = ["Choice", "Group", "Item", "Points", "points"]

_PARTED = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
_OPEN = "open"
_LEAST = 200


@attrs.frozen(kw_only=True)
class Item:
    """A point."""

    number: int
    """Its number on the page, for its link."""
    id: str
    """Its id, by which it is found again in the data; the public has no use for it."""
    who: str
    """Who makes it."""
    title: str
    """The theme that it proposes, or the track that it names where the round has none such."""
    text: tuple[str, ...]
    """What it says, by paragraphs."""
    rationale: tuple[str, ...]
    """Why, by paragraphs."""
    place: str
    """Where it stands in the answer; only for the secretariat."""
    outcome: str
    """What became of it."""
    tone: Tone
    """What that is like."""
    remarks: tuple[tuple[str, tuple[str, ...]], ...]
    """What the secretariat says of it: labels and paragraphs."""
    warning: str
    """That it was changed after it was assessed."""
    disposition: str
    """Key of the outcome, for the filter."""
    parties: str
    """Keys of those who make it, for the filter, with blanks between them."""
    statuses: str
    """Keys of how their answers stand, for the filter, with blanks between them."""


@attrs.frozen(kw_only=True)
class Group:
    """Points on one thing."""

    key: str
    """Its key, for the filter and for links."""
    title: str
    """What they are about."""
    items: tuple[Item, ...]
    """The points, by sender."""
    note: str = ""
    """What one should know about the group."""


@attrs.frozen(kw_only=True)
class Choice:
    """Something to filter by."""

    key: str
    """Its key."""
    text: str
    """What it is called."""
    number: int
    """How many points there are."""


@attrs.frozen(kw_only=True)
class Points:
    """All of it."""

    groups: tuple[Group, ...]
    """The groups: tracks in the order of the round, then what is beside them."""
    total: int
    """How many points there are."""
    parties: tuple[Choice, ...]
    """Those who make them."""
    dispositions: tuple[Choice, ...]
    """What became of them."""
    statuses: tuple[Choice, ...]
    """How the answers stand that they are in."""
    cut: int | None
    """To how many characters texts are cut, so that the page can be opened; None where they are whole."""
    links: Mapping[str, int]
    """The number of each point on the page, by its id."""


def points(report: Report, words: Words, names: Names, most_text: int) -> Points:
    """Put them together.

    Args:
        report: The report.
        words: The page's words.
        names: Who is behind a response.
        most_text: How many characters of texts the page may hold before each is cut.
    """
    maker = _Maker(report, words, names, most_text)
    groups = tuple(maker.groups())
    outcomes = [*Disposition, None]
    dispositions = Counter(item.disposition for group in groups for item in group.items)
    statuses = Counter(key for group in groups for item in group.items for key in item.statuses.split())
    return Points(
        groups=groups,
        total=sum(len(group.items) for group in groups),
        parties=tuple(maker.senders(groups)),
        dispositions=tuple(
            Choice(key=key, text=maker.outcome(outcome), number=dispositions[key])
            for outcome in outcomes
            if dispositions[key := outcome.value if outcome else _OPEN]
        ),
        statuses=tuple(
            Choice(key=status.value, text=word_for(status, words.language), number=statuses[status.value])
            for status in Status
            if statuses[status.value]
        ),
        cut=maker.cut,
        links=maker.links,
    )


class _Maker:
    """Makes items; what is looked up for each is put together once."""

    def __init__(self, report: Report, words: Words, names: Names, most_text: int) -> None:
        self._report, self._words, self._names = report, words, names
        self._internal = report.audience is Audience.INTERNAL
        self._entries = sorted(report.points, key=lambda entry: names.order(entry.response))
        self._tracks = {track.id: track.title.in_language(words.language) for track in report.round.tracks}
        self._statuses = {party.participant: party.status for party in report.participation.parties}
        self._keys: dict[str, str] = {}
        self._called: dict[str, str] = {}
        self._number = 0
        self.links: dict[str, int] = {}
        self.cut = _cut(self._entries, most_text)

    def groups(self) -> Iterator[Group]:
        """The groups that are not empty, and every track."""
        words = self._words
        on_track: dict[str, list[PointEntry]] = {track: [] for track in self._tracks}
        strange: list[PointEntry] = []
        general: list[PointEntry] = []
        themes: list[PointEntry] = []
        for entry in self._entries:
            if isinstance(entry.point, TrackPoint):
                on_track.get(entry.point.track, strange).append(entry)
            else:
                (themes if isinstance(entry.point, ThemeProposal) else general).append(entry)
        for number, (track, entries) in enumerate(on_track.items(), 1):
            yield self._group(f"track-{number}", self._tracks[track], entries)
        if themes:
            yield self._group("theme", words("group.themes"), themes)
        if general:
            yield self._group("general", words("group.general"), general)
        if strange:
            yield self._group("unknown", words("group.unknown"), strange, words("group.unknown-why"))

    def _group(self, key: str, title: str, entries: Iterable[PointEntry], note: str = "") -> Group:
        return Group(key=key, title=" ".join(title.split()), items=tuple(map(self._item, entries)), note=note)

    def outcome(self, disposition: Disposition | None) -> str:
        """What became of a point, in words."""
        return (
            disposition_label(self._report.round, disposition, self._words.language)
            if disposition
            else self._words("is-open")
        )

    def senders(self, groups: Iterable[Group]) -> Iterator[Choice]:
        """Those who make points, in alphabetical order."""
        numbers = Counter(key for group in groups for item in group.items for key in item.parties.split())
        for identity in sorted(self._keys, key=self._order):
            key = self._keys[identity]
            yield Choice(key=key, text=self._called[identity], number=numbers[key])

    def _order(self, identity: str) -> tuple[object, ...]:
        return sort_key(self._called[identity]), identity

    def _item(self, entry: PointEntry) -> Item:
        point, remark = entry.point, entry.assessment
        self._number += 1
        self.links.setdefault(point.id, self._number)
        title = point.title if isinstance(point, ThemeProposal) else ""
        if isinstance(point, TrackPoint) and point.track not in self._tracks:
            title = point.track
        disposition = remark.disposition if remark else None
        statuses = {self._statuses.get(one, Status.UNSOLICITED).value for one in entry.participants}
        # In a public report the text may be redacted, so that its checksum says nothing.
        changed = self._internal and remark and remark.fingerprint not in (None, fingerprint(point))
        return Item(
            number=self._number,
            id=point.id if self._internal else "",
            who=short(self._names.sender(entry.response)),
            title=short(title, 300),
            text=self._paragraphs(point.text),
            rationale=self._paragraphs(point.rationale or ""),
            place=self._place(point.anchor) if self._internal else "",
            outcome=self.outcome(disposition),
            tone=TONES[disposition] if disposition else Tone.OPEN,
            remarks=tuple(self._remarks(remark)) if remark else (),
            warning=self._words("changed") if changed else "",
            disposition=disposition.value if disposition else _OPEN,
            parties=" ".join(self._key(one) for one in entry.participants or (f"\0{entry.response}",)),
            statuses=" ".join(sorted(statuses)) or Status.UNSOLICITED.value,
        )

    def _key(self, identity: str) -> str:
        """A key for a sender that is safe wherever it stands."""
        if identity not in self._keys:
            self._keys[identity] = f"p{len(self._keys) + 1}"
            name = self._names.sender(identity[1:]) if identity.startswith("\0") else self._names.of(identity)
            self._called[identity] = short(name, 60)
        return self._keys[identity]

    def _paragraphs(self, text: str) -> tuple[str, ...]:
        whole = _LINE_END.sub("\n", text).strip()
        if self.cut is not None and len(whole) > self.cut:
            whole = whole[: self.cut].rstrip() + " …"
        return tuple(part.strip() for part in _PARTED.split(whole) if part.strip())

    def _remarks(self, remark: Assessment) -> Iterator[tuple[str, tuple[str, ...]]]:
        fields = [("summary", remark.summary), ("reply", remark.reply), ("change", remark.change)]
        fields += [("responsible", remark.responsible)] if self._internal else []
        for key, text in fields:
            if text and (parts := self._paragraphs(text)):
                yield self._words(f"remark.{key}"), parts

    def _place(self, anchor: Anchor | None) -> str:
        if anchor is None:
            return ""
        words = self._words
        parts = (
            short(anchor.file or ""),
            words("page", n=anchor.page) if anchor.page is not None else "",
            short(anchor.section or ""),
        )
        return ", ".join(part for part in parts if part)


def _cut(entries: Iterable[PointEntry], most: int) -> int | None:
    """The longest that a text may be, so that all together are no more than `most`; but never hardly anything."""
    lengths = sorted(len(text) for entry in entries for text in (entry.point.text, entry.point.rationale or "") if text)
    if sum(lengths) <= most:
        return None
    left = most
    for place, length in enumerate(lengths):
        share = left // (len(lengths) - place)
        if length > share:
            return max(share, _LEAST)
        left -= length
    return None  # pragma: no cover - the sum is above `most`, so one of them is longer than its share
