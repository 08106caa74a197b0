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

Hashes are CRC-32 and so the same in every process. Two different shingles seldom collide, and then move an
estimate a little; "identical" rests on a 64-bit digest instead.

Method: bottom-k sampling (A. Broder, "On the resemblance and containment of documents", 1997), with the prefix
filter of set-similarity joins (S. Chaudhuri et al., "A primitive operator for similarity joins", 2006).
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import Final
from zlib import crc32

import attrs

__all__ = ["Pair", "Sketch", "shingles", "similar_pairs", "sketch"]

_WORD: Final = re.compile(r"[^\W_]+")
_LARGEST_HASH: Final = 0xFFFF_FFFF

# With fewer shingles left to compare, one stock phrase more or less decides the outcome.
_LEAST_EVIDENCE: Final = 8
# Below this many different texts, "nearly all have it" is as well explained by copying.
_LEAST_TEXTS_FOR_COMMON: Final = 10


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
    found = _hashes(words, size) - boilerplate if len(words) >= short else set[int]()
    complete = len(found) <= k
    hashes = _least(found, k)
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

    Compatibility composition makes one of the two ways to write å, and of a ligature from a PDF its letters.
    """
    plain = unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold()
    # In one go: to encode each by itself takes half as long again. Between words there is one space, in them none.
    return " ".join(_WORD.findall(plain)).encode("utf-8", "surrogatepass").split()


def _hashes(words: list[bytes], size: int) -> set[int]:
    shifted = (words[skip:] for skip in range(size))
    return {crc32(b" ".join(shingle)) for shingle in zip(*shifted, strict=False)}


def _least(hashes: set[int], count: int) -> list[int]:
    """The least of some hashes, rising; all of them where there are no more.

    Hashes are spread evenly, so those below a bound are few, and nearly always enough; only they are sorted then.
    """
    if len(hashes) > 2 * count:
        bound = (count + count // 2 + 32) * _LARGEST_HASH // len(hashes)
        low = [one for one in hashes if one <= bound]
        if len(low) >= count:
            return sorted(low)[:count]
    return sorted(hashes)[:count]


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
    found; so at least one of its rarest is shared, and looking those up among the samples that go further is enough.
    What many quote is hardly ever looked up.
    """
    further: list[tuple[_Sample, frozenset[int]]] = []
    index: defaultdict[int, list[int]] = defaultdict(list)
    for sample in sorted(samples, key=lambda sample: -sample.text.limit):
        # A hair less than the product, which may come out above the whole number that it is.
        needed = math.ceil(threshold * len(sample.rising) - 1e-9)
        rarest = sample.met[: max(len(sample.met) - needed + 1, 0)]
        members = frozenset(sample.met)
        for candidate in {number for value in rarest for number in index[value]}:
            other, other_members = further[candidate]
            shared = len(members & other_members)
            within = bisect_right(other.rising, sample.text.limit)
            similarity = shared / (len(sample.rising) + within - shared)
            if similarity >= threshold:
                yield other.text, sample.text, similarity, shared
        for value in sample.met:
            index[value].append(len(further))
        further.append((sample, members))
