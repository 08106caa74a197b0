"""Points, what became of them, and the accounting identity: nothing that comes in gets lost.

Paragraphs are counted like this: every paragraph of an accepted response's body belongs to a point that
names it in its anchor, or is set aside with a reason, or is unaccounted for, which is work left to do. In a
response without remarks, or of a party that declined, whatever is in no point counts as set aside: saying so
is all that it does. A response that came as points without a body has no paragraphs, and nothing to account
for but its points.
"""

from __future__ import annotations

import copy
import enum
import hashlib
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import NamedTuple, TypeAlias

import attrs

from kkrconsult.blocks import Kept, joined, packed, unpacked
from kkrconsult.model import Accounting, Assessment, Participation, Point, Response, Standing
from kkrconsult.report import PointEntry, Report
from kkrconsult.standings import accepted_ids, by_standing
from kkrconsult.texts import word

__all__ = [
    "NOTICE",
    "AccountProblem",
    "AccountProblemKind",
    "AccountState",
    "Stale",
    "account",
    "account_problems",
    "fingerprint",
    "identity_lines",
    "notices",
    "open_points",
    "paragraphs",
    "point_id",
    "point_ids",
    "stale",
]


def paragraphs(text: str) -> tuple[str, ...]:
    r"""Split a text into its paragraphs: what stands between blank lines.

    This is the one definition; the numbers in anchors count these, from 1. A line is blank if it holds
    nothing but white space.

    >>> paragraphs("Kære KKR\n\nVi støtter sporet.\nDet haster.\n \n\nVenlig hilsen")
    ('Kære KKR', 'Vi støtter sporet.\nDet haster.', 'Venlig hilsen')
    """
    found: list[list[str]] = [[]]
    for line in _lines(text):
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return tuple("\n".join(lines).strip() for lines in found if lines)


# What ends a line, besides a line feed, to `str.splitlines`.
_LINE_ENDS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def _with_line_feeds(text: str) -> str:
    """The same lines, each ended by a line feed. `str.splitlines` holds every sign against all line ends."""
    for end in _LINE_ENDS:
        if end in text:
            return "\n".join(text.splitlines())
    return text


def _lines(text: str) -> list[str]:
    return _with_line_feeds(text).split("\n")


def _count(text: str) -> int:
    """How many paragraphs a text has, without taking it to pieces."""
    text = _with_line_feeds(text)
    size, find = len(text), text.find
    count, start, inside = 0, 0, False
    while start < size:
        sign = text[start]
        if sign == "\n":
            inside = False
            start += 1
            continue
        # From one line feed to the next is much faster than sign by sign, or than making lines.
        end = find("\n", start)
        if end < 0:
            end = size
        if sign.isspace() and text[start:end].isspace():
            inside = False
        elif not inside:
            count += 1
            inside = True
        start = end + 1
    return count


NOTICE = "notice"
"""The reason for setting aside a paragraph in which an answer explains itself, such as that it is constructed."""


def notices(responses: Iterable[Response]) -> Mapping[str, int]:
    """What answers say of themselves, each text with the number of answers that say it.

    A reader of the report must not miss it: an answer that says that it is an example is no answer.
    """
    found: Counter[str] = Counter()
    for response in responses:
        numbers = {number for part in response.set_aside if part.reason == NOTICE for number in part.paragraphs}
        if numbers:
            found.update({text for number, text in enumerate(paragraphs(response.body), 1) if number in numbers})
    return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


# ------------------------------------------------------------------------------- identity of a point


def _normalised(text: str) -> str:
    """A text without what changes when it is read again: white space, and the way letters are composed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _checksum(texts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(_normalised(text) for text in texts).encode("utf-8", "surrogatepass")).hexdigest()


def fingerprint(point: Point) -> str:
    """A checksum of what a point says: title, text and rationale, white space aside; 16 hexadecimal digits.

    An assessment keeps the fingerprint of the point that it is about, so that a later change of the point
    shows.
    """
    return _checksum((getattr(point, "title", ""), point.text, point.rationale or ""))[:16]


_LONGEST_PREFIX = 90


def point_id(response: str, text: str, ordinal: int = 1) -> str:
    """Make the id of a point out of the response's id and the text, so that reading it again gives the same.

    Args:
        response: Id of the response.
        text: The point's text; white space does not matter.
        ordinal: Which point of the response with this text it is, counted from 1.

    Returns:
        An id such as ``svar-12-3f9a0c1b``, and ``svar-12-3f9a0c1b-2`` for the same text once more.
    """
    # The id of a response may be as long as that of a point; where it is cut, its checksum keeps ids apart.
    long = len(response) > _LONGEST_PREFIX
    prefix = f"{response[: _LONGEST_PREFIX - 9]}-{_checksum([response])[:8]}" if long else response
    suffix = "" if ordinal == 1 else f"-{ordinal}"
    return f"{prefix}-{_checksum([text])[:8]}{suffix}"


def point_ids(response: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The ids of all points of a response, from their texts in order; see `point_id`. They all differ."""
    seen: Counter[str] = Counter()
    found = []
    for text in texts:
        # Counted by id and not by text, so that two texts with one checksum get ids of their own too.
        first = point_id(response, text)
        seen[first] += 1
        found.append(point_id(response, text, seen[first]))
    return tuple(found)


# ------------------------------------------------------------------------------------------- the sums


_Row: TypeAlias = tuple[str, int, int, int, int, int]
"""What one response adds to the accounts, if it counts: its id, and the numbers of `_Sums`."""


class _Sums(NamedTuple):
    """Numbers of some responses together."""

    paragraphs: int = 0
    in_points: int = 0
    set_aside: int = 0
    points: int = 0
    disposed: int = 0


class _Block(NamedTuple):
    """What some responses add to the accounts; see `kkrconsult.blocks`."""

    size: int
    ids: bytes
    columns: tuple[array[int], ...]
    """The numbers of `_Sums` of each."""

    @classmethod
    def of(cls, rows: Sequence[_Row]) -> _Block:
        ids, *columns = zip(*rows, strict=True)
        return cls(size=len(rows), ids=packed(ids), columns=tuple(array("Q", column) for column in columns))

    def and_then(self, other: _Block) -> _Block:
        columns = zip(self.columns, other.columns, strict=True)
        return _Block(
            size=self.size + other.size,
            ids=joined(self.ids, other.ids),
            columns=tuple(mine + theirs for mine, theirs in columns),
        )

    def sums(self, accepted: frozenset[str]) -> _Sums:
        """What those add that count."""
        ids = unpacked(self.ids)
        if accepted.issuperset(ids):
            return _Sums(*map(sum, self.columns))
        counted = [identity in accepted for identity in ids]
        return _Sums(*(sum(compress(column, counted)) for column in self.columns))


def _claims(response: Response) -> tuple[set[int], set[int]]:
    """The paragraph numbers that points name, and those that are set aside."""
    in_points: set[int] = set()
    for point in response.points:
        if point.anchor is not None:
            in_points.update(point.anchor.paragraphs)
    set_aside: set[int] = set()
    for part in response.set_aside:
        set_aside.update(part.paragraphs)
    return in_points, set_aside


class AccountState:
    """Adds up responses one at a time, in any order and in any parts; keeps the id and five small numbers of each."""

    def __init__(self, assessments: Iterable[Assessment] = ()) -> None:
        self._disposed = frozenset(item.point for item in assessments if item.disposition is not None)
        self._kept: Kept[_Row, _Block] = Kept(_Block.of)

    def observe(self, response: Response) -> None:
        """Add up a response."""
        count = _count(response.body)
        claimed, aside = _claims(response)
        in_points = sum([number <= count for number in claimed])
        if response.no_remarks is not None or response.declined:
            set_aside = count - in_points
        else:
            set_aside = sum([number <= count for number in aside if number not in claimed])
        disposed = sum(point.id in self._disposed for point in response.points) if self._disposed else 0
        self._kept.add((response.id, count, in_points, set_aside, len(response.points), disposed))

    def copy(self) -> AccountState:
        """One that can go on without changing this one."""
        twin = copy.copy(self)
        twin._kept = self._kept.copy()
        return twin

    def merge(self, other: AccountState) -> None:
        """Take over what another, with the same assessments, saw of other responses."""
        self._kept.merge(other._kept)

    def finish(
        self,
        participation: Participation,
        *,
        files: int = 0,
        files_read: int = 0,
        problems: int = 0,
        duplicates: int = 0,
    ) -> Accounting:
        """Give the accounts.

        Args:
            participation: How the responses stand; paragraphs and points are counted of the accepted ones.
            files: Files that came in; 0 where there was no inbox.
            files_read: Files that became responses.
            problems: Files that could not be read.
            duplicates: Files that are copies of others.

        Returns:
            The sums.
        """
        accepted = accepted_ids(participation)
        found = [block.sums(accepted) for block in self._kept.blocks()]
        total = _Sums(*map(sum, zip(*found, strict=True)))
        standings = by_standing(participation)
        return Accounting(
            files=files,
            files_read=files_read,
            problems=problems,
            duplicates=duplicates,
            received=sum(standings.values()),
            accepted=standings[Standing.ACCEPTED],
            rejected=standings[Standing.REJECTED],
            superseded=standings[Standing.SUPERSEDED],
            withdrawn=standings[Standing.WITHDRAWN],
            paragraphs=total.paragraphs,
            paragraphs_in_points=total.in_points,
            paragraphs_set_aside=total.set_aside,
            points=total.points,
            disposed=total.disposed,
            open=total.points - total.disposed,
        )


def account(
    responses: Iterable[Response],
    participation: Participation,
    assessments: Iterable[Assessment] = (),
    *,
    files: int = 0,
    files_read: int = 0,
    problems: int = 0,
    duplicates: int = 0,
) -> Accounting:
    """The accounts of a round in one go; see `AccountState`.

    Args:
        responses: All responses, accepted or not, in any order.
        participation: How they stand.
        assessments: The secretariat's remarks on points.
        files: Files that came in; 0 where there was no inbox.
        files_read: Files that became responses.
        problems: Files that could not be read.
        duplicates: Files that are copies of others.

    Returns:
        The sums.
    """
    state = AccountState(assessments)
    for response in responses:
        state.observe(response)
    return state.finish(participation, files=files, files_read=files_read, problems=problems, duplicates=duplicates)


def identity_lines(accounting: Accounting, language: str = "da") -> tuple[str, ...]:
    """The accounts as equations, one a line, for reports and screens.

    The line on files is there only where there was an inbox; unaccounted paragraphs stand in theirs only
    where there are any.
    """
    sums: Mapping[str, object] = {
        **attrs.asdict(accounting),
        "paragraphs_unaccounted": accounting.paragraphs_unaccounted,
    }
    unaccounted = "paragraphs-unaccounted" if accounting.paragraphs_unaccounted else "paragraphs"
    keys = [*(["files"] if accounting.files else []), "responses", unaccounted, "points"]
    return tuple(word(f"accounting.{key}", language, **sums) for key in keys)


# ---------------------------------------------------------------------------------- what needs a person


class AccountProblemKind(enum.Enum):
    """What may be wrong about the paragraph numbers of a response."""

    OVERLAP = "overlap"
    OUT_OF_RANGE = "out-of-range"


@attrs.frozen(kw_only=True)
class AccountProblem:
    """Paragraph numbers of a response that contradict each other, or its text."""

    kind: AccountProblemKind
    """Both in a point and set aside; or beyond the end of the text."""
    paragraphs: tuple[int, ...]
    """The numbers, ascending."""
    points: tuple[str, ...] = ()
    """Ids of the points that name them, in the order of the response."""


def account_problems(response: Response) -> tuple[AccountProblem, ...]:
    """Find what is wrong about the paragraph numbers of a response.

    A paragraph may belong to several points; one that is in a point and also set aside is a contradiction
    (and counts as in the point), and a number beyond the last paragraph names nothing. A response without a
    body is exempt: its numbers are of a text that is not here.
    """
    count = len(paragraphs(response.body))
    if not count:
        return ()
    claimed, aside = _claims(response)
    suspects = {
        AccountProblemKind.OVERLAP: claimed & aside,
        AccountProblemKind.OUT_OF_RANGE: {number for number in claimed | aside if number > count},
    }
    return tuple(
        AccountProblem(
            kind=kind,
            paragraphs=tuple(sorted(numbers)),
            points=tuple(
                point.id
                for point in response.points
                if point.anchor and not numbers.isdisjoint(point.anchor.paragraphs)
            ),
        )
        for kind, numbers in suspects.items()
        if numbers
    )


def open_points(report: Report) -> tuple[PointEntry, ...]:
    """The points of a report without a disposition, in the report's order; a final report has none."""
    return tuple(entry for entry in report.points if entry.assessment is None or entry.assessment.disposition is None)


@attrs.frozen(kw_only=True)
class Stale:
    """Assessments that no longer fit the points."""

    changed: tuple[Assessment, ...] = ()
    """Those whose point says something else now than when it was assessed."""
    gone: tuple[Assessment, ...] = ()
    """Those whose point is not there any more."""


def stale(assessments: Iterable[Assessment], points: Iterable[Point]) -> Stale:
    """Find the assessments that no longer fit; they are kept, and a person looks at them again.

    Args:
        assessments: The secretariat's remarks. One without a fingerprint can be gone but not changed.
        points: The points that are there now.

    Returns:
        The assessments in question, in the order given.
    """
    now = {point.id: point for point in points}
    changed, gone = [], []
    for item in assessments:
        if item.point not in now:
            gone.append(item)
        elif item.fingerprint is not None and item.fingerprint != fingerprint(now[item.point]):
            changed.append(item)
    return Stale(changed=tuple(changed), gone=tuple(gone))
