"""Find texts that are copies of one another, or nearly, among many, without comparing all pairs.

A text is reduced to a *sketch*: the smallest hashes of its four-word sequences (shingles), a fair sample of
them. Two sketches estimate how much two texts share. Sketches are small values that know nothing of one another,
so they can be made in parts, in any order, and simply be put together before `similar_pairs`.

    >>> from kkrconsult.similarity import similar_pairs, sketch
    >>> svar = "Byrådet finder, at strategien bør nævne affald, fordi kommunerne står for indsamlingen. " * 3
    >>> texts = {"a": svar, "b": svar.upper(), "c": "Ingen bemærkninger."}
    >>> pairs = similar_pairs(sketch(key, text) for key, text in texts.items())
    >>> [(pair.first, pair.second, pair.identical) for pair in pairs]
    [('a', 'b', True)]

What everyone quotes says nothing about copying: give the shingles of the hearing's own texts as `boilerplate`.
Shingles that nearly all texts have are left out of account as well.

Hashes are made of CRC-32 and so the same in every process. Two different shingles seldom collide, and then move an
estimate a little; "identical" rests on a 64-bit digest instead.

Method: bottom-k sampling (A. Broder, "On the resemblance and containment of documents", 1997) by a simple tabulation
hash (M. Pătraşcu and M. Thorup, "The power of simple tabulation hashing", 2011), with the prefix filter of
set-similarity joins (S. Chaudhuri et al., "A primitive operator for similarity joins", 2006).
"""

from __future__ import annotations

import hashlib
import math
import re
import struct
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, product
from typing import Final
from zlib import crc32

import attrs

__all__ = ["Pair", "Sketch", "shingles", "similar_pairs", "sketch"]

_WORD: Final = re.compile(r"[^\W_]+")
_LARGEST_HASH: Final = 0xFFFF_FFFF
# Odd, and with its bits well mixed: 2 to the 32nd divided by the golden ratio.
_FACTOR: Final = 0x9E37_79B1

# What word processors put into Danish texts that is not in Latin-1. None of it is part of a word.
_DIVIDERS: Final = "–—’‘‚“”„…•€‑\u200b\u2003\u2009\u202f"
_SOFT_HYPHEN: Final = b"\xad"
_UNUSUAL: Final = 1

# With fewer shingles left to compare, one stock phrase more or less decides the outcome.
_LEAST_EVIDENCE: Final = 8
# Below this many different texts, "nearly all have it" is as well explained by copying.
_LEAST_TEXTS_FOR_COMMON: Final = 10
# An eighth of what has to be shared is looked up beyond the least that finds all pairs.
_MORE: Final = 8


@attrs.frozen(kw_only=True)
class Sketch:
    """What is kept of a text in order to compare it. Made by `sketch`."""

    key: str
    """Whose text it is; unique among the texts compared."""

    hashes: tuple[int, ...]
    """The smallest shingle hashes, rising; empty if the text is too short to be compared but as a whole."""

    words: int
    """Number of words."""

    limit: int
    """The hash up to which `hashes` is complete: the sample ends there."""

    digest: int
    """64-bit digest of the normalised text."""


@attrs.frozen(kw_only=True)
class Pair:
    """Two texts that are alike."""

    first: str
    """Key of one; the lesser of the two as strings."""

    second: str
    """Key of the other."""

    similarity: float
    """Share of shingles in common, above 0 and up to 1: exact for identical texts, else estimated (within about
    ±0.07 at 0.8 with the default sample)."""

    shared: int
    """How many sampled shingles they have in common; 0 for short texts compared as wholes."""

    identical: bool
    """Whether they are the same text but for case, white space and punctuation."""


@attrs.frozen(kw_only=True)
class _Sample:
    """What counts of a sketch."""

    text: Sketch
    """The sketch."""

    rising: list[int]
    """The hashes that count, rising."""

    met: list[int]
    """Those that are met in another text too, rarest first."""


def sketch(
    key: str,
    text: str,
    k: int = 128,
    size: int = 4,
    *,
    boilerplate: frozenset[int] = frozenset(),
    short: int = 20,
) -> Sketch:
    """Reduce a text to a sketch.

    Case, white space, punctuation and soft hyphens do not matter; letters and digits do.

    Args:
        key: Whose text it is.
        text: The text, any length.
        k: How many hashes to keep at most. Sketches with different `k` can be compared.
        size: Words in a shingle; the same for all texts compared.
        boilerplate: Shingles to leave out (see `shingles`). Given here, the whole sample is spent on the text's
            own words, which is better than leaving them out afterwards.
        short: A text with fewer words is compared as a whole only.

    Raises:
        ValueError: `k` or `size` is less than 1.
    """
    if k < 1 or size < 1:
        raise ValueError(f"a sketch needs k and size of at least 1, not k={k}, size={size}")
    words = _words(text)
    hashes, complete = _least(_hashes(words, size), k, boilerplate) if len(words) >= short else ([], True)
    return Sketch(
        key=key,
        hashes=tuple(hashes),
        words=len(words),
        limit=_LARGEST_HASH if complete else hashes[k - 1],
        digest=int.from_bytes(hashlib.blake2b(b" ".join(words), digest_size=8).digest()),
    )


def shingles(text: str, size: int = 4) -> frozenset[int]:
    """Return all shingle hashes of a text, for use as boilerplate; unite those of several texts with `|`.

    Args:
        text: What answers are likely to quote: the hearing letter, the draft, a template.
        size: Words in a shingle, as given to `sketch`.
    """
    return frozenset(_hashes(_words(text), size))


def similar_pairs(
    sketches: Iterable[Sketch],
    threshold: float = 0.8,
    boilerplate: frozenset[int] = frozenset(),
    *,
    common: float = 0.8,
) -> list[Pair]:
    """Find all pairs of texts that are alike.

    Identical texts are always found, however short (but not empty ones). Texts with words enough are also
    compared by shingles. Time grows with the number of texts and of pairs found, not with all pairs of texts.

    Args:
        sketches: In any order. The same sketch may come twice, as when parts that overlap are put together.
        threshold: The least similarity to report, above 0 and up to 1.
        boilerplate: Shingles that do not count (see `shingles`).
        common: Shingles in more than this share of the different texts do not count, once there are ten texts.

    Returns:
        Pairs, identical ones first, then the most alike, then by keys.

    Raises:
        ValueError: The threshold is out of range, or two different sketches have the same key.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"the threshold must be above 0 and at most 1, not {threshold}")
    copies: defaultdict[int, list[Sketch]] = defaultdict(list)
    for one in _unique(sketches):
        if one.words:
            copies[one.digest].append(one)
    pairs = [
        _pair(first, second, 1.0, len(first.hashes), identical=True)
        for group in copies.values()
        for first, second in combinations(group, 2)
    ]
    distinct = [group[0] for group in copies.values() if group[0].hashes]
    for first, second, similarity, shared in _alike(_own(distinct, boilerplate, common), threshold):
        pairs += [
            _pair(one, other, similarity, shared, identical=False)
            for one, other in product(copies[first.digest], copies[second.digest])
        ]
    pairs.sort(key=lambda pair: (-pair.similarity, not pair.identical, pair.first, pair.second))
    return pairs


def _words(text: str) -> list[bytes]:
    """Return the words of a text as they are compared.

    Most texts have signs of Latin-1 only, but for some typographic ones: their letters are made small, and what
    divides words is made into spaces, by one table of 256 bytes.
    """
    try:
        plain = text.encode("latin-1")
    except UnicodeEncodeError:
        for mark in _DIVIDERS:
            text = text.replace(mark, " ")
        try:
            plain = text.encode("latin-1")
        except UnicodeEncodeError:
            return _any_words(text)
    plain = plain.translate(_SMALL_LETTERS, _SOFT_HYPHEN)
    return _any_words(text) if _UNUSUAL in plain else plain.split()


def _any_words(text: str) -> list[bytes]:
    """The same of any text.

    Compatibility composition makes one of the two ways to write å, and of a ligature from a PDF its letters.
    """
    plain = unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold()
    return [_as_bytes(word) for word in _WORD.findall(plain)]


def _as_bytes(word: str) -> bytes:
    """A word as bytes, which must be the same whatever else stands in its text."""
    try:
        return word.encode("latin-1")
    except UnicodeEncodeError:
        return word.encode("utf-8", "surrogatepass")


def _small_letters() -> bytes:
    """What becomes of each sign of Latin-1; superscripts and ß, which become other signs or several, are marked."""
    table = bytearray(b" " * 256)
    for sign in map(chr, range(256)):
        if sign.isalnum():
            small = sign.casefold()
            table[ord(sign)] = ord(small) if unicodedata.is_normalized("NFKC", sign) and len(small) == 1 else _UNUSUAL
    return bytes(table)


_SMALL_LETTERS: Final = _small_letters()


def _hashes(words: list[bytes], size: int) -> tuple[int, ...]:
    """The hash of every shingle, in the order of the text.

    It is the sum of the CRC-32 of its words, each times an odd number of its place, modulo 2 to the 32nd: a simple
    tabulation. All of a text are computed at once, as cells of 64 bits in one large number: adding and multiplying
    those is what Python does fast. A cell never overflows into the next, since terms are cut to 32 bits.
    """
    count = len(words) - size + 1
    if count < 1:
        return ()
    cells = int.from_bytes(struct.pack(f"<{len(words)}Q", *map(crc32, words)), "little")
    mask = int.from_bytes(b"\xff\xff\xff\xff\0\0\0\0" * count, "little")
    total, factor = 0, _FACTOR
    for _ in range(size):
        total += cells * factor & mask
        cells >>= 64
        factor = factor * _FACTOR & _LARGEST_HASH
    return struct.unpack(f"<{2 * count}I", (total & mask).to_bytes(8 * count, "little"))[::2]


def _least(hashes: Sequence[int], count: int, without: frozenset[int]) -> tuple[list[int], bool]:
    """The least of some hashes, rising, each once, and whether there are no more.

    Hashes are spread evenly, so those below a bound are few, and nearly always enough; only they are sorted then.
    """
    if len(hashes) > 2 * count:
        bound = (count + count // 2 + 32) * _LARGEST_HASH // len(hashes)
        low = {one for one in hashes if one <= bound} - without
        if len(low) > count:
            return sorted(low)[:count], False
    every = sorted(set(hashes) - without)
    return every[:count], len(every) <= count


def _unique(sketches: Iterable[Sketch]) -> list[Sketch]:
    """Return each sketch once, by key."""
    by_key: dict[str, Sketch] = {}
    for one in sketches:
        if by_key.setdefault(one.key, one) != one:
            raise ValueError(f"two different texts have the key {one.key[:80]!r}; give each its own")
    return [by_key[key] for key in sorted(by_key)]


def _pair(one: Sketch, other: Sketch, similarity: float, shared: int, *, identical: bool) -> Pair:
    first, second = sorted((one.key, other.key))
    return Pair(first=first, second=second, similarity=similarity, shared=shared, identical=identical)


def _own(texts: list[Sketch], boilerplate: frozenset[int], common: float) -> list[_Sample]:
    """Return what counts of each text; texts with too little of it are left out."""
    frequency = Counter(value for text in texts for value in text.hashes)
    most = common * len(texts) if len(texts) >= _LEAST_TEXTS_FOR_COMMON else len(texts)
    ignored = boilerplate | {value for value, count in frequency.items() if count > most}
    samples = []
    for text in texts:
        rising = [value for value in text.hashes if value not in ignored]
        if len(rising) >= _LEAST_EVIDENCE:
            met = sorted((value for value in rising if frequency[value] > 1), key=frequency.__getitem__)
            samples.append(_Sample(text=text, rising=rising, met=met))
    return samples


def _alike(samples: list[_Sample], threshold: float) -> Iterator[tuple[Sketch, Sketch, float, int]]:
    """Yield the pairs at or above the threshold, with similarity and number of shared hashes.

    Of two samples, the one that ends first shares at least the threshold's part of its hashes, if the pair is to be
    found; so of its rarest some are shared, and looking those up among the samples that go further is enough. The more
    of them are looked up, the more must be shared: a dozen besides the one leave hardly any pair to be compared that
    is not alike, also where all texts are made of the same sentences. What many quote is hardly ever looked up.
    """
    further: list[tuple[_Sample, frozenset[int]]] = []
    index: defaultdict[int, list[int]] = defaultdict(list)
    for sample in sorted(samples, key=lambda sample: -sample.text.limit):
        # A hair less than the product, which may come out above the whole number that it is.
        needed = math.ceil(threshold * len(sample.rising) - 1e-9)
        missing = len(sample.met) - needed
        rarest = sample.met[: missing + 1 + needed // _MORE] if missing >= 0 else []
        members = frozenset(sample.met)
        meetings = Counter(chain.from_iterable(index[value] for value in rarest))
        for candidate, met in meetings.items():
            if met < len(rarest) - missing:
                continue
            other, other_members = further[candidate]
            shared = len(members & other_members)
            within = bisect_right(other.rising, sample.text.limit)
            similarity = shared / (len(sample.rising) + within - shared)
            if similarity >= threshold:
                yield other.text, sample.text, similarity, shared
        for value in sample.met:
            index[value].append(len(further))
        further.append((sample, members))
