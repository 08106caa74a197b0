"""Who answered: each party as a tile on a map or in the row below it, and as a row of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from kkrconsult.exporters._notat_words import Names
from kkrconsult.exporters._overview.words import Words, short
from kkrconsult.model import Participant, PartyStatus, Response, Status
from kkrconsult.municipalities import areas, members, tiles
from kkrconsult.paper import Tone
from kkrconsult.report import Report
from kkrconsult.texts import word_for
from kkrconsult.timeline import local_date

__all__ = ["Entry", "Key", "Parties", "parties"]

_TONES: Mapping[Status, Tone] = {
    Status.ANSWERED: Tone.GOOD,
    Status.NO_REMARKS: Tone.GOOD,
    Status.DECLINED: Tone.NOTED,
    Status.LATE_ACCEPTED: Tone.PARTLY,
    Status.LATE_REJECTED: Tone.BAD,
    Status.REJECTED: Tone.BAD,
    Status.WITHDRAWN: Tone.BAD,
    Status.NOT_YET_DUE: Tone.OPEN,
    Status.MISSING: Tone.BAD,
    Status.UNSOLICITED: Tone.NOTED,
}
_NOT_ASKED = "not-asked"
_MOST_BELOW = 60
_FEW = 8


@attrs.frozen(kw_only=True)
class Entry:
    """A party, as a tile and as a row."""

    name: str
    """Its name."""
    status: str
    """How it stands, as a word of the model, or ``not-asked``."""
    said: str
    """The same in the reader's language."""
    letter: str
    """The same as a letter."""
    when: str = ""
    """When its answer came, or until when it has time."""
    anchor: str = ""
    """Name of its row for links; none for a municipality that was not asked."""
    row: int = 0
    """Where its tile stands, from the north; 0 in the row below the map."""
    column: int = 0
    """Where its tile stands, from the west."""
    east: bool = False
    """Whether that is in the right half, where there is no room for what it says to the right of it."""
    tone: Tone | None = None
    """What its status is like."""
    notes: tuple[str, ...] = ()
    """What else there is to know: joint answers, more time."""
    received: str = ""
    """When its answer came."""
    handling: str = ""
    """How it handled the round."""
    pages: str = ""
    """How long its answer is."""
    points: str = ""
    """How many points it makes."""


@attrs.frozen(kw_only=True)
class Key:
    """An entry of the legend."""

    status: str
    """The status."""
    letter: str
    """Its letter."""
    said: str
    """What it means."""
    number: int
    """How many stand so."""
    names: tuple[str, ...] = ()
    """Who they are, where they are few."""


@attrs.frozen(kw_only=True)
class Parties:
    """All of it."""

    rows: tuple[Entry, ...]
    """Everybody who was asked or answered, for the table."""
    map: tuple[Entry, ...]
    """Those with a place on the map, as one reads."""
    below: tuple[Entry, ...]
    """Those without, as many as are shown."""
    hidden: int
    """How many more there are, which stand in the table only."""
    legend: tuple[Key, ...]
    """What letters and colours mean, with numbers."""
    columns: int
    """How many tiles the map is wide."""
    height: int
    """How many tiles it is high."""


def parties(report: Report, words: Words, names: Names) -> Parties:
    """Put them together, in the order of the report."""
    found = report.participation.parties
    codes = {party.id: party.code for party in report.round.participants}
    # By code, since parties of a round file may have ids of their own.
    places = {party.participant: codes.get(party.participant) or party.participant for party in found}
    around = {party.id: party for party in _neighbours(report)}
    grid = tiles([*places.values(), *around])
    middle = max((tile.column for tile in grid.values()), default=0) / 2
    maker = _Maker(report, words, names)
    rows, placed, below = [], {}, []
    for number, party in enumerate(found, 1):
        entry = maker.entry(party, f"party-{number}")
        tile = grid.get(places[party.participant])
        # Of two parties in one place the first has it; the other stands below, so that both are seen.
        if tile is not None and tile not in placed:
            entry = attrs.evolve(entry, row=tile.row + 1, column=tile.column + 1, east=tile.column >= middle)
            placed[tile] = entry
        else:
            below.append(entry)
        rows.append(entry)
    for place, municipality in around.items():
        tile = grid[place]
        if tile not in placed:
            entry = maker.not_asked(municipality)
            placed[tile] = attrs.evolve(entry, row=tile.row + 1, column=tile.column + 1, east=tile.column >= middle)
    on_map = tuple(placed[tile] for tile in sorted(placed))
    return Parties(
        rows=tuple(rows),
        map=on_map,
        below=tuple(below[:_MOST_BELOW]),
        hidden=max(len(below) - _MOST_BELOW, 0),
        legend=tuple(_legend([*rows, *(entry for entry in on_map if not entry.anchor)])),
        columns=max((entry.column for entry in on_map), default=0),
        height=max((entry.row for entry in on_map), default=0),
    )


def _neighbours(report: Report) -> tuple[Participant, ...]:
    """The municipalities of the round's region, asked or not, on the day that the round is about."""
    round_ = report.round
    if round_.region not in areas():
        return ()
    day = round_.deadline.day if round_.deadline else local_date(round_, round_.opens or report.at)
    return members(round_.region, day)


class _Maker:
    """Makes entries; what is looked up for each is put together once."""

    def __init__(self, report: Report, words: Words, names: Names) -> None:
        self._report, self._words, self._names = report, words, names
        self._responses = {response.id: response for response in report.responses}
        self._letters = {status: words(f"letter.{status.value}") for status in Status}

    def entry(self, party: PartyStatus, anchor: str) -> Entry:
        """A party as it stands."""
        words = self._words
        answer = self._responses.get(party.counted or "")
        received, due = words.moment(party.received_at), words.moment(party.due)
        waits = party.status in (Status.NOT_YET_DUE, Status.MISSING)
        when = words("received", at=received) if received else words("due", at=due) if waits and due else ""
        return Entry(
            name=short(party.name),
            status=party.status.value,
            said=word_for(party.status, words.language),
            letter=self._letters[party.status],
            when=when,
            anchor=anchor,
            tone=_TONES[party.status],
            notes=tuple(self._notes(party)),
            received=received,
            handling=self._handling(answer),
            pages=words("pages", n=answer.pages.pages) if answer and answer.pages else "",
            points=str(len(answer.points)) if answer else "",
        )

    def not_asked(self, party: Participant) -> Entry:
        """A municipality of the region that was not asked and has not answered."""
        words = self._words
        letter, said = words(f"letter.{_NOT_ASKED}"), words(_NOT_ASKED)
        return Entry(name=party.name, status=_NOT_ASKED, said=said, letter=letter)

    def _notes(self, party: PartyStatus) -> list[str]:
        words, found = self._words, []
        if party.joint_with:
            joined = words.joined(short(self._names.of(one)) for one in party.joint_with[:_MOST_BELOW])
            found.append(words("joint-with", names=joined))
        if party.late and party.status is not Status.LATE_ACCEPTED:
            found.append(words("late"))
        if party.extended:
            found.append(words("extended", at=words.moment(party.due)))
        return found

    def _handling(self, answer: Response | None) -> str:
        if answer is None:
            return ""
        parts = [word_for(answer.handling.mode, self._words.language)] if answer.handling else []
        parts += [self._words("reserved")] if answer.reservation else []
        return ", ".join(parts)


def _legend(entries: list[Entry]) -> list[Key]:
    """Only what there is, in the order of the model."""
    numbers = Counter(entry.status for entry in entries)
    first = {entry.status: entry for entry in reversed(entries)}
    order = [*(status.value for status in Status), _NOT_ASKED]
    return [
        Key(
            status=status,
            letter=first[status].letter,
            said=first[status].said,
            number=numbers[status],
            names=tuple(entry.name for entry in entries if entry.status == status) if _named(status, numbers) else (),
        )
        for status in order
        if numbers[status]
    ]


def _named(status: str, numbers: Mapping[str, int]) -> bool:
    """Whether those of a status are named in the legend: who answered as asked need not be."""
    return status not in (Status.ANSWERED.value, _NOT_ASKED) and numbers[status] <= _FEW
