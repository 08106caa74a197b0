"""Mutated real files through the whole intake: nothing may crash, hang, get lost or leave a process behind.

``python -m tests.fuzz 10000`` tries that many, with another seed every day it is run with ``--seed``; CI tries 500.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import runpy
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kkrconsult as kc
from kkrconsult.forms import FORMATS, write_form

HERE = Path(__file__).parents[1] / "examples" / "midtjylland-klima-2020"
BATCH = 250


def seeds(round_: kc.Round) -> dict[str, bytes]:
    """Real files of every format, by name."""
    made: dict[str, Any] = runpy.run_path(str(HERE / "make_letters.py"))
    found: dict[str, bytes] = dict(made["files"]())
    found["svar.json"] = (HERE / "inbox" / "viborg-konstrueret.json").read_bytes()
    for suffix in FORMATS:
        sink = io.BytesIO()
        write_form(round_, sink, suffix)
        found[f"skema{suffix}"] = sink.getvalue()
    return found


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A file with flipped bits, a cut, a hole, a part of another file, or a part of itself twice."""
    way = chance.randrange(5)
    at = chance.randrange(len(data))
    length = chance.randrange(1, 1 + min(400, len(data)))
    if way == 0:
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 12)):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        return bytes(changed)
    if way == 1:
        return data[:at]
    if way == 2:
        return data[:at] + data[at + length :]
    if way == 3:
        begin = chance.randrange(len(other))
        return data[:at] + other[begin : begin + length] + data[at + length :]
    return data[:at] + data[at : at + length] * 2 + data[at + length :]


def batches(number: int, seed: int, round_: kc.Round) -> Iterator[list[io.BytesIO]]:
    # The sequence must be the same for the same seed; nothing here is a secret.
    chance = random.Random(seed)
    files = seeds(round_)
    names = sorted(files)
    for start in range(0, number, BATCH):
        batch = []
        for index in range(start, min(start + BATCH, number)):
            name = names[chance.randrange(len(names))]
            stream = io.BytesIO(mutated(files[name], files[names[chance.randrange(len(names))]], chance))
            stream.name = f"{index}-{name}"
            batch.append(stream)
        yield batch


def run(number: int, seed: int = 0) -> Counter[str]:
    """Try that many files; what became of them, by name of the outcome.

    Raises:
        AssertionError: A file got lost, or a process is still there.
    """
    round_ = kc.load_round("midtjylland-klima-2020")
    registry = kc.load_plugins(entry_points=False)
    limits = kc.Limits(seconds=10)
    told: Counter[str] = Counter()
    for batch in batches(number, seed, round_):
        inbox = kc.read_inbox(batch, round_, registry=registry, limits=limits)
        ended = {*inbox.read, *inbox.unread, *(one.file for one in inbox.duplicates)}
        assert ended == {file.name for file in inbox.files}
        named = {one.params.get("file") for one in inbox.problems}
        assert set(inbox.unread) <= named, set(inbox.unread) - named
        told.update(files=len(batch), read=len(inbox.read), responses=len(inbox.responses))
        told.update(one.code for one in inbox.problems)
    assert multiprocessing.active_children() == []
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    began = time.monotonic()
    for outcome, count in run(given.number, given.seed).most_common():
        sys.stdout.write(f"{count:8,}  {outcome}\n")
    sys.stdout.write(f"{time.monotonic() - began:8.0f}  seconds\n")


if __name__ == "__main__":
    main()
