"""A large round that is made: answers as JSON Lines, and the truth about them. The same seed gives the same bytes.

Every answer says that it is constructed, and no opinion in it is anybody's. An answer has about 6 KB: a body of about
ten paragraphs, one to five points that quote some of them, and who sent it when. It is put together from paragraphs
that were written as JSON before, so that a million answers (6 GB) take a minute and no memory.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import attrs

from benchmarks.large.defects import KINDS, NOT_A_RESPONSE, Kind, party
from benchmarks.large.wording import Chance, paragraphs, rationales, titles

__all__ = ["AT", "ROUND", "Answer", "Spec", "answers", "write"]

ROUND = Path(__file__).parents[1] / "round.toml"
AT = "2026-03-27T12:00:00+01:00"
"""The moment at which the round is checked."""

_PARAGRAPHS, _RATIONALES, _TITLES, _MOMENTS = 4096, 1024, 256, 8192
_TRACKS = (b"stier", b"vand", b"bygninger")
_CHANCES = struct.Struct("<24H")
_POLITICAL = {"mode": "political", "body": "Prøveudvalget", "decided_on": "2026-01-13"}
_FIRST_WEEK = "2026-01-14T10:00:00+01:00"


@attrs.frozen(kw_only=True)
class Spec:
    """What is to be made."""

    responses: int
    """How many lines."""
    seed: int = 1
    """What chance begins with."""
    defects: float = 0.05
    """Share of the lines that have a fault, up to 1."""


@attrs.frozen(kw_only=True)
class Answer:
    """A line, and what must be said of it."""

    line: bytes
    """The line with its end."""
    codes: tuple[str, ...] = ()
    """The codes that a check must give."""
    id: str | None = None
    """Id of the answer that the codes are about; None where the line is no answer."""
    kind: str = "clean"
    """The kind of fault."""


def answers(spec: Spec) -> Iterator[Answer]:
    """Make the lines one by one; memory stays flat.

    Args:
        spec: What is to be made; at least 100 lines, for what the parties answer.
    """
    if spec.responses < 100:
        raise ValueError(f"a corpus has at least 100 lines, not {spec.responses}")
    clean = _Clean(f"{spec.seed}")
    scripted = _scripted(clean)
    # The parties' answers come at even distances, so that every part of the file has some.
    step = spec.responses // len(scripted)
    chance = Chance(f"{spec.seed} defects")
    kinds = _in_turn(chance)
    limit = int(spec.defects * 1e9)
    last = ""
    for number in range(spec.responses):
        index, rest = divmod(number, step)
        if rest == step // 2 and index < len(scripted):
            yield scripted[index](number)
        elif last and chance.below(1_000_000_000) < limit:
            yield _faulty(next(kinds), clean.line(number), chance, last)
        else:
            last = _id(number)
            yield Answer(line=clean.line(number), id=last)


def write(spec: Spec, corpus: BinaryIO, truth: TextIO) -> int:
    """Write a corpus and its truth.

    Args:
        spec: What is to be made.
        corpus: Gets the JSON Lines.
        truth: Gets a JSON document: line (None for what is about the round), code, whom it is about, and kind of fault.

    Returns:
        How many bytes the corpus has.
    """
    size, many = 0, False
    truth.write(f'{{"responses": {spec.responses}, "seed": {spec.seed}, "defects": {spec.defects}, "findings": [')

    def tell(line: int | None, code: str, about: str, kind: str) -> None:
        nonlocal many
        entry = json.dumps({"line": line, "code": code, "about": about, "kind": kind})
        truth.write((",\n" if many else "\n") + entry)
        many = True

    for number, answer in enumerate(answers(spec), 1):
        size += corpus.write(answer.line)
        for code in answer.codes:
            tell(number, code, answer.id or f"line {number}", answer.kind)
    for code, about in _ON_THE_ROUND:
        tell(None, code, about, "party")
    truth.write("\n]}\n")
    return size


def _id(number: int) -> str:
    return f"svar-{number:08d}"


def _json(text: str) -> bytes:
    """A text as it stands between the quotation marks of a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1].encode()


class _Clean:
    """Makes answers without faults."""

    def __init__(self, seed: str) -> None:
        words = Chance(f"{seed} words")
        self._chance = Chance(f"{seed} answers")
        self._paragraphs = [_json(text) for text in paragraphs(words, _PARAGRAPHS)]
        self._rationales = [b',"rationale":"' + _json(text) + b'"' for text in rationales(words, _RATIONALES)]
        self._titles = [_json(text) for text in titles(words, _TITLES)]
        # Between the first week, in which the parties answer, and the last, in which some are late.
        self._moments = [
            b"2026-02-%02dT%02d:%02d:00+01:00" % (1 + words.below(28), 8 + words.below(10), words.below(60))
            for _ in range(_MOMENTS)
        ]

    def line(self, number: int) -> bytes:
        """An answer of a citizen."""
        chances = _CHANCES.unpack(self._chance.bytes(_CHANCES.size))
        texts = self._paragraphs
        body = [texts[chance % _PARAGRAPHS] for chance in chances[: 8 + chances[20] % 4]]
        name = b"%08d" % number
        points = b",".join(
            self._point(name, place, chances[12 + place], chances[17 + place % 3], body)
            for place in range(1 + chances[21] % 5)
        )
        # Half of them tell their pages; of the others they are estimated.
        pages = b',"pages":{"pages":2.0,"basis":"counted"}' if chances[22] & 1 else b""
        return b"".join(
            (
                b'{"id":"svar-', name, b'","sender":{"name":"Konstrueret Borger ', name, b'","email":"borger', name,
                b'@borgere.example"},"received_at":"', self._moments[chances[23] % _MOMENTS],
                b'","channel":"portal","title":"Konstrueret svar om ', self._titles[chances[22] % _TITLES],
                b'","body":"', b"\\n\\n".join(body), b'","points":[', points, b'],"language":"da"', pages, b"}\n",
            )
        )  # fmt: skip

    def _point(self, name: bytes, place: int, chance: int, other: int, body: list[bytes]) -> bytes:
        head = b'"id":"svar-%s-%d"' % (name, place)
        text = body[chance % len(body)]
        rationale = self._rationales[other % _RATIONALES]
        kind = chance % 8
        if kind < 5:
            track = _TRACKS[chance % 3]
            reason = rationale if kind < 2 else b""
            return b'{"type":"track-point",%s,"track":"%s","text":"%s"%s}' % (head, track, text, reason)
        if kind < 7:
            # Titles that differ: two of the same are a fault.
            title = b"%s %d" % (self._titles[other % _TITLES], place + 1)
            return b'{"type":"theme-proposal",%s,"title":"%s","text":"%s"%s}' % (head, title, text, rationale)
        return b'{"type":"general-point",%s,"text":"%s"}' % (head, text)


def _faulty(kind: Kind, line: bytes, chance: Chance, last: str) -> Answer:
    if kind.spoil is not None:
        return Answer(line=kind.spoil(line, chance), codes=kind.codes, kind=kind.name)
    draft = json.loads(line)
    if kind.change is None:
        draft["id"] = last
    else:
        kind.change(draft, chance)
    about = None if NOT_A_RESPONSE in kind.codes else draft["id"]
    return Answer(line=_written(draft), codes=kind.codes, id=about, kind=kind.name)


def _written(draft: dict[str, Any]) -> bytes:
    return json.dumps(draft, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _in_turn(chance: Chance) -> Iterator[Kind]:
    """All kinds in a random order, and then again in another."""
    while True:
        left = list(KINDS)
        while left:
            yield left.pop(chance.below(len(left)))


# What the parties that give no answer, or none that counts, are told.
_ON_THE_ROUND = (
    ("participation.withdrawn", party(34)),
    ("participation.rejected", party(35)),
    *(("participation.missing", party(number)) for number in (36, 37, 38)),
)


def _scripted(clean: _Clean) -> list[Callable[[int], Answer]]:
    """The answers of the parties themselves; thirty of them have nothing wrong."""

    def made(
        numbers: tuple[int, ...], codes: tuple[str, ...] = (), own: str = "", **fields: Any
    ) -> Callable[[int], Answer]:
        def make(number: int) -> Answer:
            draft = json.loads(clean.line(number))
            first = numbers[0]
            sender = {"name": f"Konstrueret Kommune {first:02d}", "email": f"post@kommune{first:02d}.example"}
            draft.update(id=f"svar-{party(first)}{own}", participants=[party(one) for one in numbers], sender=sender)
            draft.update(received_at=_FIRST_WEEK, handling=_POLITICAL)
            draft.update(fields)
            return Answer(line=_written(draft), codes=codes, id=draft["id"], kind="party")

        return make

    return [
        *(made((number,)) for number in range(1, 31)),
        made((31, 32), ("party.joint",)),
        made((31,), ("response.also-joint",), own="-selv", received_at="2026-02-11T09:00:00+01:00"),
        made((33,), ("deadline.extended",), received_at="2026-03-19T15:00:00+01:00"),
        made((34,), withdrawn={"reason": "Konstrueret grund.", "at": "2026-02-03T10:00:00+01:00"}),
        made(
            (35,),
            ("deadline.late-rejected",),
            received_at="2026-03-24T10:00:00+01:00",
            decision={"kind": "rejected", "by": "Konstrueret", "on": "2026-03-25"},
        ),
        made((39,), ("handling.provisional",), stage="provisional"),
        made((40,), ("handling.missing",), handling=None),
    ]
