"""Finding copies among many texts: the library's own way, and MinHash with locality-sensitive hashing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.large.data import Found, Task

__all__ = ["THRESHOLD", "by_minhash", "ours", "words_of"]

THRESHOLD = 0.8
_WORD = re.compile(r"[^\W_]+")
_PERMUTATIONS = 128
_SIZE = 4


def _texts(path: str) -> Iterator[tuple[str, str]]:
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            yield one["id"], one["text"]


def _pairs(found: list[tuple[str, str]]) -> Found:
    return Found(counts={"pair": len(found)}, about={"pair": [" ".join(sorted(pair)) for pair in found]})


def words_of(text: str) -> list[str]:
    """The words of a text as copies are compared."""
    return _WORD.findall(text.casefold())


def ours(task: Task) -> Found:
    """Sketches and pairs of the library."""
    from kkrconsult.similarity import similar_pairs, sketch

    pairs = similar_pairs((sketch(key, text) for key, text in _texts(task.corpus)), THRESHOLD)
    return _pairs([(pair.first, pair.second) for pair in pairs])


def by_minhash(task: Task) -> Found:
    """datasketch: as many hashes as the library keeps, and candidates that are not alike enough left out."""
    from datasketch import MinHash, MinHashLSH  # pyright: ignore[reportMissingImports]

    index = MinHashLSH(threshold=THRESHOLD, num_perm=_PERMUTATIONS)
    made: dict[str, MinHash] = {}
    pairs = []
    for key, text in _texts(task.corpus):
        words = words_of(text)
        shingles = {" ".join(words[at : at + _SIZE]).encode() for at in range(len(words) - _SIZE + 1)}
        one = MinHash(num_perm=_PERMUTATIONS)
        one.update_batch(shingles)
        pairs += [(other, key) for other in index.query(one) if one.jaccard(made[other]) >= THRESHOLD]
        index.insert(key, one)
        made[key] = one
    return _pairs(pairs)
