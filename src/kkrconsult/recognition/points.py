"""What an answer says: its paragraphs parted into points on tracks, supplementary themes, general points and the rest.

Every paragraph ends in exactly one of them, with its number, so that nothing is lost and everything can be found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from kkrconsult.assessment import point_ids
from kkrconsult.danish import fold
from kkrconsult.document import Block, BlockKind
from kkrconsult.model import Anchor, GeneralPoint, Point, Round, SetAside, ThemeProposal, TrackPoint
from kkrconsult.recognition.handling import handling_of
from kkrconsult.recognition.letters import reason_to_set_aside, signature_starts

__all__ = ["Passage", "Split", "TrackMatcher", "identified", "passages_of", "split"]

_NUMBERING = re.compile(
    r"\A\s*(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivxIVX]{1,4})[.):]\s+|\d{1,2}\s+|[•·▪●\-–*]\s+)"
)
_ABOUT = re.compile(
    r"\A(?:(?:vores |kommunens )?(?:generelle |konkrete )?(?:bemærkninger|kommentarer|input|svar|høringssvar|ang\.?"
    r"|angående|ad|vedr\.?|vedrørende|til|om|for|til sporet|sporet|spor|temaet|tema|track)\s*[:\-–]?\s+)+",
    re.IGNORECASE,
)
_NUMBERED_TRACK = re.compile(r"(?:spor|track)\s*(?P<number>\d{1,2})\b\s*[:.\-–]?\s*(?P<rest>.*)", re.IGNORECASE)
_THEME = re.compile(
    r"(?:(?:forslag til |vi foreslår |proposed? )?(?:et |nyt |nye |supplerende |yderligere |ekstra |andre |øvrige "
    r"|fjerde |femte |[45]\. |new |further |supplementary |additional )+(?:temaer|tema|spor|themes?|tracks?)"
    r"|tema(?:forslag)?(?=\s*[:–]))"
    r"(?:\s*\d{1,2})?\s*[:\-–]?\s*(?:om )?(?P<title>.*)",
    re.IGNORECASE,
)
_THEME_IN_TEXT = re.compile(
    r"\b(?:supplerende|nyt|fjerde|femte|yderligere|ekstra|selvstændigt|4\.|5\.)\s+(?:tema|spor)\s*"
    r"(?:om|vedrørende|for|:|–|-)\s*"
    r"(?:temaet )?[\"”»]?(?P<title>[^.,;:\n\"”«]{3,80})"
    r"|\bforslag om (?:et )?(?:temaet|tema|spor(?:et)?)\s*(?:om|:|–|-)?\s*[\"”»]?(?P<named>[^.,;:\n\"”«]{3,80})",
    re.IGNORECASE,
)
_GENERAL = frozenset(
    map(
        fold,
        (
            "generelle bemærkninger", "generelt", "generelle kommentarer", "overordnede bemærkninger", "overordnet",
            "indledning", "indledende bemærkninger", "afslutning", "afsluttende bemærkninger", "general remarks",
        ),
    )
)  # fmt: skip
_RATIONALE = frozenset(map(fold, ("begrundelse", "motivering", "rationale", "begrundelse for forslaget", "hvorfor")))
_ITEM_TITLE = re.compile(r"(?P<title>[^.:–\n]{3,80}?)\s*(?::|\s[–-])\s+\S")
_LONGEST_HEADING = 110
_QUOTE = 60
_USED = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.NOTE})


@attrs.frozen(kw_only=True)
class Passage:
    """A paragraph of an answer, wherever it came from."""

    text: str
    """Its text, without blank lines in it."""
    kind: BlockKind = BlockKind.PARAGRAPH
    """What it is in its document."""
    level: int | None = None
    """Level of a heading."""
    page: int | None = None
    """Its page."""
    file: str | None = None
    """Its file, where the answer consists of several."""
    aside: str | None = None
    """Why it is no matter of the answer, where that is known beforehand."""


@attrs.frozen(kw_only=True)
class Split:
    """An answer in its parts."""

    body: str
    """All paragraphs, separated by blank lines."""
    points: tuple[Point, ...]
    """The points."""
    set_aside: tuple[SetAside, ...]
    """Paragraphs that belong to no point, with the reason."""
    title: str | None
    """The heading above everything."""


def passages_of(blocks: Iterable[Block], *, file: str | None = None, aside: str | None = None) -> Iterator[Passage]:
    """The paragraphs of a document. Headers, footers and fields are left out; quoted earlier letters are set aside."""
    for block in blocks:
        if block.kind not in _USED:
            continue
        quoted = "quoted" if block.kind is BlockKind.NOTE and block.level else None
        # A blank line would make two paragraphs of one.
        lines = "\n".join(line.strip() for line in block.text.splitlines() if line.strip())
        yield Passage(text=lines, kind=block.kind, level=block.level, page=block.page, file=file, aside=aside or quoted)


class TrackMatcher:
    """Knows the names of a round's tracks; made once for a round."""

    def __init__(self, round_: Round) -> None:
        self._order = [track.id for track in round_.tracks]
        self._names: dict[str, str] = {}
        spoken: dict[str, str] = {}
        for track in round_.tracks:
            for name in (track.id, *track.title.translations.values(), *track.aliases):
                self._names.setdefault(fold(name), track.id)
                spoken.setdefault(" ".join(name.casefold().split()), track.id)
        self._spoken = spoken
        names = "|".join(map(re.escape, sorted(spoken, key=len, reverse=True)))
        self._mention = re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else None

    def named(self, text: str) -> str | None:
        """The track that a heading names, whatever is written around the name."""
        plain = _NUMBERING.sub("", text.strip(), count=1).strip(" :.–-")
        numbered = _NUMBERED_TRACK.fullmatch(plain)
        for name in (plain, _ABOUT.sub("", plain, count=1), numbered["rest"] if numbered else ""):
            found = self._names.get(fold(name)) if name else None
            if found:
                return found
        if numbered and not numbered["rest"] and 0 < int(numbered["number"]) <= len(self._order):
            return self._order[int(numbered["number"]) - 1]
        return None

    def mentioned(self, text: str) -> str | None:
        """The track that a text mentions, if it is only one."""
        if self._mention is None:
            return None
        found = {self._spoken[name] for name in self._mention.findall(" ".join(text.casefold().split()))}
        return found.pop() if len(found) == 1 else None


@attrs.define(eq=False)
class _Section:
    """A run of paragraphs that make a point together."""

    kind: type[Point]
    track: str = ""
    title: str = ""
    heading: str | None = None
    level: int = 9
    said: list[int] = attrs.field(factory=list)
    why: list[int] = attrs.field(factory=list)
    in_why: bool = False
    open: bool = False
    """Whether it goes on until another heading, and is no single remark."""
    group: bool = False
    """Whether each theme in it has a heading or an item of its own."""

    def add(self, index: int) -> None:
        (self.why if self.in_why else self.said).append(index)


def split(passages: Sequence[Passage], tracks: TrackMatcher, response: str) -> Split:
    """Part an answer into its points.

    Args:
        passages: Its paragraphs, in order.
        tracks: The names of the round's tracks.
        response: Id of the response, of which the ids of points are made.
    """
    return _Splitter(passages, tracks).split(response)


class _Splitter:
    def __init__(self, passages: Sequence[Passage], tracks: TrackMatcher) -> None:
        self._tracks = tracks
        self._passages = list(passages)
        self._sections: list[_Section] = []
        self._aside: dict[int, str] = {}
        self._headings: dict[int, _Section | None] = {}
        self._title: str | None = None

    def split(self, response: str) -> Split:
        own = [index for index, one in enumerate(self._passages) if one.aside is None]
        self._aside = {index: one.aside for index, one in enumerate(self._passages) if one.aside is not None}
        texts = [self._passages[index].text for index in own]
        closing = signature_starts(texts)
        if any(self._is_heading(self._passages[index]) for index in own[closing:]):
            closing = len(own)
        self._aside |= dict.fromkeys(own[closing:], "signature")
        notes = handling_of(texts[:closing]).notes
        at_top = True
        for position, index in enumerate(own[:closing]):
            passage = self._passages[index]
            reason = None if passage.kind is BlockKind.HEADING else reason_to_set_aside(passage.text, at_top=at_top)
            if reason is None and position in notes and passage.kind is not BlockKind.HEADING:
                reason = "handling"
            if reason:
                self._aside[index] = reason
                continue
            at_top = self._take(index, at_top=at_top)
        return self._finished(response)

    def _is_heading(self, passage: Passage) -> bool:
        return passage.kind is BlockKind.HEADING or self._opened(passage) is not None

    def _take(self, index: int, *, at_top: bool) -> bool:
        """Take a paragraph of matter; tells whether the matter is still to come."""
        passage = self._passages[index]
        opened = self._opened(passage)
        current = self._sections[-1] if self._sections else None
        if opened is not None:
            self._sections.append(opened)
            self._headings[index] = opened
            return False
        if current and current.open and _is_rationale(passage):
            current.in_why = True
            self._headings[index] = current
            return False
        if passage.kind is BlockKind.HEADING:
            if self._title is None and at_top and current is None:
                self._title = passage.text
                self._headings[index] = None
                return True
            self._sections.append(self._below(passage, current))
            self._headings[index] = self._sections[-1]
            return False
        self._add(index, passage, current)
        return False

    def _below(self, passage: Passage, current: _Section | None) -> _Section:
        """The section of a heading that names nothing known: a theme below themes, else what is around it."""
        level = passage.level or 9
        heading = " ".join(passage.text.split())
        if current and current.kind is ThemeProposal and (current.group or level <= current.level) and level > 1:
            title = _NUMBERING.sub("", heading, count=1)
            # Under a list of themes each heading is one; so is the next heading beside it.
            return _Section(ThemeProposal, title=title, heading=heading, level=level, open=True, group=current.group)
        if current and current.open and level > current.level:
            return attrs.evolve(current, heading=heading, said=[], why=[], in_why=False, level=current.level)
        return _Section(GeneralPoint, heading=heading, level=level, open=True)

    def _opened(self, passage: Passage) -> _Section | None:
        """The section that a paragraph opens as a heading, whether or not it is written as one."""
        text = " ".join(passage.text.split())
        if len(text) > _LONGEST_HEADING or "\n" in passage.text or "\t" in passage.text:
            return None
        written = passage.kind is BlockKind.HEADING
        if not written and text.endswith((".", "!", "?", ",", ";")):
            return None
        level = (passage.level or 9) if written else 9
        track = self._tracks.named(text)
        if track:
            return _Section(TrackPoint, track=track, heading=text, level=level, open=True)
        plain = _NUMBERING.sub("", text, count=1).strip()
        if fold(plain) in _GENERAL:
            return _Section(GeneralPoint, heading=text, level=level, open=True)
        theme = _THEME.fullmatch(text) or _THEME.fullmatch(plain)
        if theme:
            title = theme["title"].strip(' :.–-"”»«')
            return _Section(ThemeProposal, title=title, heading=text, level=level, open=True, group=not title)
        return None

    def _add(self, index: int, passage: Passage, current: _Section | None) -> None:
        """Put a paragraph of text where it belongs."""
        before, colon, _ = passage.text.partition(":")
        inline = self._opened(attrs.evolve(passage, text=before, kind=BlockKind.PARAGRAPH)) if colon else None
        if inline is not None and inline.kind is not GeneralPoint and not (current and current.open and current.group):
            self._sections.append(attrs.evolve(inline, heading=before, said=[index]))
            return
        if current and current.open:
            if colon and fold(before) in _RATIONALE:
                current.in_why = True
            item = _ITEM_TITLE.match(_NUMBERING.sub("", passage.text, count=1))
            if current.group and (
                passage.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW) or (item and not current.title)
            ):
                title = item["title"] if item else _first_words(passage.text)
                self._sections.append(attrs.evolve(current, title=title, said=[index], why=[], in_why=False))
                return
            current.add(index)
            return
        section = self._unheaded(passage.text)
        if current and (current.kind, current.track, current.title) == (section.kind, section.track, section.title):
            current.add(index)
            return
        section.said = [index]
        self._sections.append(section)

    def _unheaded(self, text: str) -> _Section:
        """What a paragraph without any heading is about, by the words in it."""
        theme = _THEME_IN_TEXT.search(text)
        if theme:
            return _Section(ThemeProposal, title=_as_title(theme["title"] or theme["named"]))
        track = self._tracks.mentioned(text)
        return _Section(TrackPoint, track=track) if track else _Section(GeneralPoint)

    # ---------------------------------------------------------------------------------------- result

    def _finished(self, response: str) -> Split:
        """Number the paragraphs that are kept, and make points of sections."""
        filled = [section for section in self._sections if section.said or section.why or section.title]
        kept: list[int] = []
        for index in range(len(self._passages)):
            heading = index in self._headings
            section = self._headings.get(index)
            # A heading is said by its point; one without a point is text like any other.
            if heading and (section is None or (section in filled and section.heading == _line(self._passages[index]))):
                continue
            if heading and index not in self._aside and not (section and section.in_why and section in filled):
                self._aside[index] = "heading"
            if not heading or index in self._aside:
                kept.append(index)
        numbers = {index: number for number, index in enumerate(kept, 1)}
        texts = [self._passages[index].text for index in kept]
        drafts = [self._draft(section, numbers) for section in filled]
        return Split(
            body="\n\n".join(texts),
            points=identified(response, drafts),
            set_aside=tuple(_set_aside({numbers[index]: reason for index, reason in self._aside.items()})),
            title=self._title,
        )

    def _draft(self, section: _Section, numbers: dict[int, int]) -> Point:
        said = "\n\n".join(self._passages[index].text for index in section.said)
        why = "\n\n".join(self._passages[index].text for index in section.why) or None
        own = sorted((*section.said, *section.why))
        first = self._passages[own[0]] if own else Passage(text=section.title)
        anchor = Anchor(
            file=first.file,
            page=first.page,
            section=section.heading,
            paragraphs=tuple(numbers[index] for index in own),
            quote=_first_words(first.text),
        )
        # A rationale alone is both: what is said, and why.
        text = said or why or ""
        if section.kind is ThemeProposal:
            said = said if section.title else text
            return ThemeProposal(id="draft", title=section.title, text=said, rationale=why, anchor=anchor)
        if section.kind is TrackPoint:
            return TrackPoint(id="draft", track=section.track, text=text, rationale=why, anchor=anchor)
        return GeneralPoint(id="draft", text=text, rationale=why, anchor=anchor)


def identified(response: str, drafts: Sequence[Point]) -> tuple[Point, ...]:
    """Points with ids that follow from what they say."""
    ids = point_ids(response, [f"{getattr(one, 'title', '')}\n{one.text}".strip() for one in drafts])
    return tuple(attrs.evolve(one, id=own) for one, own in zip(drafts, ids, strict=True))


def _line(passage: Passage) -> str:
    return " ".join(passage.text.split())


def _is_rationale(passage: Passage) -> bool:
    text = _NUMBERING.sub("", passage.text.strip(), count=1)
    return len(text) <= _LONGEST_HEADING and fold(text) in _RATIONALE


def _first_words(text: str) -> str:
    """The first words of a text, cut between words where it is long."""
    line = " ".join(text.split())
    if len(line) <= _QUOTE:
        return line
    return line[:_QUOTE].rpartition(" ")[0] or line[:_QUOTE]


def _as_title(text: str) -> str:
    """A title out of the middle of a sentence."""
    plain = re.split(r"\b(?:fordi|som|der|hvor|da|idet|så|med henblik)\b", text, maxsplit=1)[0].strip() or text.strip()
    return plain[0].upper() + plain[1:]


def _set_aside(reasons: dict[int, str]) -> Iterator[SetAside]:
    by_reason: dict[str, list[int]] = {}
    for number in sorted(reasons):
        by_reason.setdefault(reasons[number], []).append(number)
    for reason, numbers in by_reason.items():
        yield SetAside(paragraphs=tuple(numbers), reason=reason)
