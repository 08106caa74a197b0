"""Copies among many texts: texts with copies planted in them, and how well and how fast they are found."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.large.data import Competitor, Nearness
from benchmarks.large.measuring import run
from benchmarks.large.peers.copies import THRESHOLD, words_of
from benchmarks.large.wording import Chance, paragraphs

__all__ = ["FINDERS", "measured", "planted"]

FINDERS = (
    Competitor(name="copies", title="kkrconsult", run="benchmarks.large.peers.copies:ours", checks=()),
    Competitor(
        name="copies-minhash",
        title="datasketch, MinHash LSH",
        run="benchmarks.large.peers.copies:by_minhash",
        checks=(),
        needs=("datasketch",),
    ),
)
_SIZE = 4
# Shares of words that are changed in a copy; so many that some copies are no copies any more.
_EDITS = (0.0, 0.005, 0.01, 0.02, 0.04, 0.08)
_COPIES_ONE_IN = 20
_TEMPLATE_ONE_IN = 10


def planted(count: int, seed: int) -> tuple[list[tuple[str, str]], set[str]]:
    """Texts, and the pairs of them that are alike.

    One in twenty is a copy of another, whole or with some words changed; one in ten is written into a template that
    takes a third of it. Whether two of them are alike is computed from all their shingles, and not from how they were
    made.

    Returns:
        Keys and texts, and the pairs as two keys with a space between.
    """
    chance = Chance(f"{seed} copies")
    pool = paragraphs(chance, 2 * count)
    template = paragraphs(chance, 3)
    texts: list[tuple[str, str]] = []
    pairs: set[str] = set()
    # Copies of copies, and of the same text: all of them may be alike.
    families: dict[str, list[tuple[str, str]]] = {}
    roots: dict[str, str] = {}
    for number in range(count):
        key = f"tekst-{number:06d}"
        if number and number % _COPIES_ONE_IN == 0:
            original, text = texts[chance.below(number)]
            copy = _edited(text, _EDITS[number // _COPIES_ONE_IN % len(_EDITS)], chance)
            root = roots[key] = roots.get(original, original)
            family = families.setdefault(root, [(original, text)])
            pairs |= {f"{kin} {key}" for kin, said in family if _likeness(said, copy) >= THRESHOLD}
            family.append((key, copy))
            texts.append((key, copy))
            continue
        own = [chance.of(pool) for _ in range(8)]
        if number % _TEMPLATE_ONE_IN == 1:
            own = [template[0], *own[:2], template[1], *own[2:5], template[2]]
        texts.append((key, "\n\n".join(own)))
    return texts, pairs


def _edited(text: str, share: float, chance: Chance) -> str:
    words = text.split(" ")
    return " ".join(f"ændret{chance.below(1000)}" if chance.below(10_000) < share * 10_000 else word for word in words)


def _likeness(one: str, other: str) -> float:
    first, second = (_shingles(text) for text in (one, other))
    return len(first & second) / len(first | second)


def _shingles(text: str) -> set[str]:
    words = words_of(text)
    return {" ".join(words[at : at + _SIZE]) for at in range(len(words) - _SIZE + 1)}


def measured(
    finders: Sequence[Competitor], folder: Path, *, count: int, rounds: int, seed: int, tell: Callable[[str], None]
) -> Iterator[Nearness]:
    """Let all of them look for the copies, in turn."""
    texts, pairs = planted(count, seed)
    small, large = folder / "tekster-200.jsonl", folder / f"tekster-{count}.jsonl"
    for path, some in ((small, texts[:200]), (large, texts)):
        lines = [json.dumps({"id": key, "text": text}, ensure_ascii=False) + "\n" for key, text in some]
        path.write_text("".join(lines), encoding="utf-8")
    made: dict[str, list[Nearness]] = {one.name: [] for one in finders}
    for _ in range(rounds):
        for one in finders:
            measurement, found = run(one, str(large), str(small), count)
            tell(f"{one.name}: {measurement.cpu:.2f} s of processor")
            given = set(found.about["pair"])
            made[one.name].append(
                Nearness(
                    name=one.title,
                    texts=count,
                    planted=len(pairs),
                    found=len(given),
                    right=len(given & pairs),
                    cpu=measurement.cpu,
                    peak=measurement.peak,
                )
            )
    for several in made.values():
        middle = statistics.median_low(one.cpu for one in several)
        yield next(one for one in several if one.cpu == middle)
