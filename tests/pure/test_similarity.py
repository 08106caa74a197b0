"""Texts that are copies of one another, found among many without comparing all pairs."""

from __future__ import annotations

import random  # noqa: TID251 - seeded: the texts are the same each time
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from itertools import combinations
from typing import TypeAlias
from zlib import crc32

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.similarity import Pair, Sketch, shingles, similar_pairs, sketch

# Beginnings and endings of words, and words so small that they have neither.
VOCABULARY = """\
affald borger bus by cykel drift energi fjord grund havn indsats jord klima kommune kyst natur rapport vand ådal æble
er en et erne ens ning ningen hed lig lige skab område udvalg
og i at det som for på med til af en den der vi kan skal ikke har om ved fra samt bør derfor også
"""
STEMS, ENDINGS, SMALL = (line.split() for line in VOCABULARY.splitlines())
STOCK = (
    "Byrådet takker for muligheden for at afgive høringssvar til strategien.",
    "Svaret er afgivet med forbehold for politisk godkendelse i økonomiudvalget.",
    "Med venlig hilsen borgmesteren og kommunaldirektøren.",
)
QUOTED = (
    "Kommunerne i regionen ønsker med en fælles klimastrategi at sætte retning for arbejdet med klimahandleplaner, "
    "grøn vækst og deling af viden. Hver kommune bedes afgive ét samlet svar på en til to sider, og svaret kan være "
    "behandlet politisk eller administrativt efter kommunens eget valg. Supplerende temaer skal begrundes. "
)


def sentence(dice: random.Random) -> str:
    words = [
        dice.choice(SMALL) if dice.random() < 0.45 else dice.choice(STEMS) + dice.choice(ENDINGS)
        for _ in range(dice.randint(6, 18))
    ]
    return " ".join(words).capitalize() + "."


def answer(dice: random.Random, sentences: int | None = None) -> str:
    """An answer that looks Danish: common small words, compounds, and stock phrases that many use."""
    body = [sentence(dice) for _ in range(sentences or dice.randint(8, 40))]
    return " ".join([STOCK[0], *body, *dice.sample(STOCK, 1)])


def edited(dice: random.Random, text: str, share: float) -> str:
    """A copy with a share of its words replaced, other line breaks, and another hand at the shift key."""
    words = text.split()
    for place in dice.sample(range(len(words)), round(share * len(words))):
        words[place] = dice.choice(STEMS) + "ændret"
    return "".join(word + dice.choice([" ", " ", "  ", "\n"]) for word in words).upper()


def found(texts: dict[str, str], threshold: float = 0.8, boilerplate: frozenset[int] = frozenset()) -> list[Pair]:
    return similar_pairs((sketch(key, text) for key, text in texts.items()), threshold, boilerplate)


def keys(pairs: Iterable[Pair]) -> set[tuple[str, str]]:
    return {(pair.first, pair.second) for pair in pairs}


def truly_alike(one: str, other: str) -> float:
    """The share of four-word sequences that two texts have in common, without sampling and hashing."""
    mine, theirs = (
        {tuple(words[place : place + 4]) for place in range(len(words) - 3)}
        for words in (re.findall(r"\w+", text.casefold()) for text in (one, other))
    )
    return len(mine & theirs) / len(mine | theirs)


LONG = answer(random.Random(1), 20)


Planted: TypeAlias = tuple[dict[str, str], set[tuple[str, str]], set[tuple[str, str]]]


@pytest.fixture(scope="module")
def planted() -> Planted:
    """2,000 texts; pairs that are alike; and pairs that share something, but less than the threshold."""
    dice = random.Random(20201215)
    texts = {f"{number:04}": answer(dice) for number in range(2000)}
    alike, related = set(), set()
    places = dice.sample(sorted(texts), 240)
    for original, copy, distant in zip(places[:80], places[80:160], places[160:], strict=True):
        texts[copy] = edited(dice, texts[original], dice.choice([0, 0.005, 0.01, 0.015]))
        texts[distant] = edited(dice, texts[original], dice.choice([0.15, 0.3]))
        alike.add((min(original, copy), max(original, copy)))
        related |= {(min(one, distant), max(one, distant)) for one in (original, copy)}
    return texts, alike, related


class TestManyTexts:
    def test_give_up_the_copies_and_nothing_else(self, planted: Planted) -> None:
        texts, alike, _ = planted
        pairs = keys(found(texts))
        assert len(alike) == 80
        precision = len(pairs & alike) / len(pairs)
        recall = len(pairs & alike) / len(alike)
        assert precision == 1
        assert recall >= 0.98

    def test_give_up_distant_relations_at_a_lower_threshold(self, planted: Planted) -> None:
        texts, alike, related = planted
        pairs = keys(found(texts, 0.08))
        assert len(pairs & related) / len(related) >= 0.9
        # Two short texts may share a stock phrase that is a twelfth of them; nothing else is found.
        others = pairs - alike - related
        assert len(others) <= 2
        assert all(truly_alike(texts[one], texts[other]) >= 0.08 for one, other in others)

    def test_are_told_apart_by_a_good_estimate(self) -> None:
        dice = random.Random(3)
        for share in (0.005, 0.01, 0.02):
            one = answer(dice, 60)
            other = edited(dice, one, share)
            mine, theirs = shingles(one), shingles(other)
            truth = len(mine & theirs) / len(mine | theirs)
            (pair,) = found({"a": one, "b": other}, 0.5)
            assert pair.similarity == pytest.approx(truth, abs=0.12)
            assert not pair.identical

    def test_do_not_pair_by_what_all_of_them_quote(self) -> None:
        dice = random.Random(5)
        texts = {f"{number:02}": QUOTED * 3 + sentence(dice) + sentence(dice) for number in range(60)}
        # Not given as boilerplate: it is enough that nearly all have it.
        assert found(texts, 0.2) == []
        # Without the discount they would all be alike.
        assert len(similar_pairs([sketch(*item) for item in texts.items()], 0.2, common=1)) == 60 * 59 // 2


class TestBoilerplate:
    def test_does_not_make_two_texts_alike(self) -> None:
        dice = random.Random(7)
        one, other = (QUOTED + sentence(dice) for _ in range(2))
        texts = {"a": one, "b": other}
        known = shingles(QUOTED)
        assert keys(found(texts, 0.5)) == {("a", "b")}
        assert found(texts, 0.5, known) == []
        assert similar_pairs([sketch(key, text, boilerplate=known) for key, text in texts.items()], 0.5) == []

    def test_does_not_hide_that_the_rest_was_copied(self) -> None:
        texts = {"a": QUOTED + LONG, "b": LONG + " " + QUOTED}
        known = shingles(QUOTED)
        (pair,) = found(texts, 0.8, known)
        assert pair.similarity > 0.95
        (pair,) = similar_pairs([sketch(key, text, boilerplate=known) for key, text in texts.items()])
        assert pair.similarity > 0.95

    def test_left_out_beforehand_leaves_the_whole_sample_to_the_text_itself(self) -> None:
        text = LONG + QUOTED * 2
        ignored = shingles(QUOTED * 2)
        own = sketch("a", text, k=50, boilerplate=ignored).hashes
        assert len(own) == 50
        assert not ignored & set(own)

    def test_may_be_all_there_is(self) -> None:
        texts = {"a": QUOTED, "b": QUOTED + "Tak for det."}
        assert found(texts, 0.1, shingles(QUOTED)) == []

    def test_still_lets_identical_texts_be_found(self) -> None:
        assert [pair.identical for pair in found({"a": QUOTED, "b": QUOTED}, 0.8, shingles(QUOTED))] == [True]


class TestWhatNearlyAllHave:
    @pytest.mark.parametrize(("texts", "alike"), [(9, True), (10, False)])
    def test_counts_as_common_only_among_ten_texts_or_more(self, texts: int, alike: bool) -> None:
        # Nine variants of one answer are copies; that ten share a text may have another cause.
        variants = {f"{number}": f"{LONG} Hilsen nummer {number}" for number in range(texts)}
        assert bool(found(variants)) is alike

    def test_is_counted_by_different_texts_and_not_by_how_often_one_was_sent(self) -> None:
        copies = {f"{number:02}": LONG for number in range(30)}
        pairs = found({**copies, "near": LONG + " Tak for det."})
        assert sum(pair.identical for pair in pairs) == 30 * 29 // 2
        assert len(pairs) == 30 * 29 // 2 + 30

    def test_is_a_share_that_the_caller_can_set(self) -> None:
        dice = random.Random(11)
        others = [sketch(f"other{number}", answer(dice)) for number in range(15)]
        copies = [sketch(f"copy{number}", f"{LONG} Hilsen nummer {number}") for number in range(5)]
        assert len(similar_pairs(others + copies)) == 10
        assert len(similar_pairs(others + copies, common=0.25)) == 10
        assert similar_pairs(others + copies, common=0.24) == []


class TestShortTexts:
    def test_are_compared_as_wholes_only(self) -> None:
        pairs = found({"a": "Ingen bemærkninger.", "b": "INGEN  bemærkninger", "c": "Ingen bemærkninger hertil."}, 0.1)
        assert pairs == [Pair(first="a", second="b", similarity=1.0, shared=0, identical=True)]

    def test_have_a_length_that_the_caller_can_set(self) -> None:
        text = " ".join(f"ord{number}" for number in range(20))
        assert len(sketch("a", text).hashes) == 17
        assert sketch("a", text, short=21).hashes == ()
        assert sketch("a", text).words == 20

    def test_without_words_are_like_nothing(self) -> None:
        assert found({"a": "", "b": "", "c": " \n", "d": "…!"}) == []

    @pytest.mark.parametrize("text", ["", "…!"])
    def test_without_words_have_an_empty_sketch(self, text: str) -> None:
        assert (sketch("a", text).words, sketch("a", text).hashes) == (0, ())

    def test_that_repeat_themselves_give_too_little_to_compare(self) -> None:
        assert found({"a": "ja " * 100, "b": "ja " * 101}, 0.1) == []

    def test_with_fewer_words_than_a_shingle_have_none(self) -> None:
        assert sketch("a", "Ingen bemærkninger", short=1).hashes == ()
        assert shingles("Ingen bemærkninger her") == frozenset()
        assert len(shingles("Ingen bemærkninger her, tak")) == 1


class TestASketch:
    @pytest.mark.parametrize(
        "variant",
        [
            LONG.upper(),
            LONG.replace(" ", "\n\t"),
            LONG.replace(".", " –"),
            LONG.replace("e", "e\u00ad"),
            LONG.replace("å", "a\u030a"),
            LONG.replace("ø", "ø") + "!!",
        ],
    )
    def test_sees_past_case_space_and_punctuation(self, variant: str) -> None:
        assert sketch("a", variant) == sketch("a", LONG)

    def test_sees_a_ligature_as_its_letters(self) -> None:
        assert sketch("a", "e\ufb03cient") == sketch("a", "efficient")

    @pytest.mark.parametrize("variant", [LONG + " 2", LONG.replace("å", "a"), LONG[4:]])
    def test_sees_letters_and_digits(self, variant: str) -> None:
        assert sketch("a", variant).digest != sketch("a", LONG).digest

    def test_keeps_the_smallest_hashes(self) -> None:
        everything = sorted(shingles(LONG))
        made = sketch("a", LONG, k=50)
        assert made.hashes == tuple(everything[:50])
        assert made.limit == everything[49]

    def test_that_holds_them_all_has_no_limit(self) -> None:
        everything = tuple(sorted(shingles(LONG)))
        for k in (len(everything), len(everything) + 1):
            assert sketch("a", LONG, k=k).hashes == everything
            assert sketch("a", LONG, k=k).limit == 2**32 - 1
        assert sketch("a", LONG, k=len(everything) - 1).limit == everything[-2]

    def test_can_be_of_another_size(self) -> None:
        assert sketch("a", LONG, 1000, 1).hashes == tuple(sorted(shingles(LONG, 1)))
        assert [len(shingles("a b a b a c", size)) for size in range(1, 8)] == [3, 3, 3, 3, 2, 1, 0]

    @pytest.mark.parametrize(("k", "size"), [(0, 4), (128, 0), (-1, -1)])
    def test_needs_a_sample_and_a_shingle(self, k: int, size: int) -> None:
        with pytest.raises(ValueError, match=f"not k={k}, size={size}"):
            sketch("a", LONG, k, size)

    def test_is_the_same_in_every_process(self) -> None:
        made = sketch("a", "Kommunerne ønsker en fælles strategi " * 5)
        assert made.hashes == (357079071, 1105970361, 1738349056, 1950668261, 2572405959)
        assert (made.words, made.digest) == (25, 16535369098115268957)

    @given(st.lists(st.text("abcæøå1", min_size=1), max_size=40), st.integers(1, 9))
    def test_hashes_each_shingle_by_its_words_and_their_places(self, words: list[str], size: int) -> None:
        factors = [pow(0x9E3779B1, place + 1, 1 << 32) for place in range(size)]
        places = range(len(words) - size + 1)
        expected = {
            sum(crc32(word.encode("latin-1")) * factor for word, factor in zip(words[place:], factors, strict=False))
            % (1 << 32)
            for place in places
        }
        assert shingles(" ".join(words), size) == expected

    @given(st.lists(st.sampled_from([*map(chr, range(256)), *"ab –—’“”…ﬁőå̝", "å", "\ud800", "K"]), max_size=12))
    def test_takes_words_as_unicode_has_them_also_where_a_table_is_enough(self, signs: list[str]) -> None:
        text = "".join(signs)
        plain = unicodedata.normalize("NFKC", text.replace("\xad", "")).casefold()
        words = re.findall(r"[^\W_]+", plain)
        made = sketch("a", text, size=1, short=0)
        assert made.words == len(words)
        assert made == attrs.evolve(sketch("a", " ".join(words), size=1, short=0), key="a")

    def test_does_not_depend_on_the_hash_seed(self) -> None:
        code = f"from kkrconsult.similarity import sketch; print(sketch('a', {LONG!r}))"
        printed = {
            subprocess.run(
                [sys.executable, "-c", code],
                env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
                capture_output=True,
                check=True,
                encoding="utf-8",
            ).stdout
            for seed in ("1", "2")
        }
        assert printed == {f"{sketch('a', LONG)}\n"}

    def test_takes_text_that_is_no_proper_unicode(self) -> None:
        assert sketch("a", "\ud800 ord").words == 1

    def test_cannot_be_changed(self) -> None:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            sketch("a", LONG).words = 0  # type: ignore[misc]


# Few words and few sentences, so that copies, near copies and short texts all come about.
SENTENCES = [sentence(random.Random(number)) for number in range(12)]
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=8).map(" ".join)


class TestPairs:
    @given(st.lists(TEXTS, max_size=14), st.sampled_from([0.05, 0.3, 0.8, 1.0]), st.randoms(use_true_random=False))
    def test_do_not_depend_on_the_order_of_the_texts(
        self, texts: list[str], threshold: float, dice: random.Random
    ) -> None:
        sketches = [sketch(f"{number:02}", text) for number, text in enumerate(texts)]
        expected = similar_pairs(sketches, threshold)
        dice.shuffle(sketches)
        # Parts that overlap, put together, are the same as the whole.
        assert similar_pairs(sketches + sketches[:3], threshold) == expected

    @given(st.lists(TEXTS | st.text(max_size=30), max_size=14))
    def test_hold_all_texts_that_are_identical(self, texts: list[str]) -> None:
        sketches = [sketch(f"{number:02}", text) for number, text in enumerate(texts)]
        identical = {
            (one.key, other.key) for one, other in combinations(sketches, 2) if one.words and one.digest == other.digest
        }
        pairs = similar_pairs(sketches)
        assert keys(pair for pair in pairs if pair.identical) == identical
        assert all(pair.similarity == 1 for pair in pairs if pair.identical)

    @given(st.lists(TEXTS, max_size=9), st.sampled_from([0.05, 0.3, 0.8, 1.0]))
    def test_are_those_that_comparing_all_would_give(self, texts: list[str], threshold: float) -> None:
        # Samples large enough to be whole, and too few texts for any shingle to be common: no estimate is involved.
        sketches = [sketch(f"{number:02}", text, k=10_000) for number, text in enumerate(texts)]
        expected = set()
        for one, other in combinations(sketches, 2):
            mine, theirs = set(one.hashes), set(other.hashes)
            if min(len(mine), len(theirs)) >= 8 and len(mine & theirs) / len(mine | theirs) >= threshold:
                expected.add((one.key, other.key))
        pairs = similar_pairs(sketches, threshold)
        assert keys(pair for pair in pairs if pair.shared) | expected == expected
        assert expected <= keys(pairs)

    def test_come_most_alike_first(self) -> None:
        pairs = found({"d": LONG, "c": LONG + " Tak.", "b": LONG, "a": LONG + " Tak for det gode oplæg."}, 0.5)
        assert (pairs[0].first, pairs[0].second, pairs[0].identical) == ("b", "d", True)
        order = [(-pair.similarity, not pair.identical, pair.first, pair.second) for pair in pairs]
        assert order == sorted(order)
        assert len(pairs) == 6
        assert all(pair.first < pair.second for pair in pairs)

    def test_tell_how_much_was_shared(self) -> None:
        (pair,) = found({"a": LONG, "b": LONG})
        assert pair == Pair(first="a", second="b", similarity=1.0, shared=128, identical=True)
        (pair,) = found({"a": LONG, "b": LONG + " Tak for det."})
        assert not pair.identical
        assert 100 < pair.shared <= 128

    def test_can_be_alike_in_every_sample_and_not_identical(self) -> None:
        (pair,) = found({"a": f"{LONG} {LONG}", "b": f"{LONG} {LONG} {LONG}"}, 1)
        assert (pair.similarity, pair.identical) == (1.0, False)

    def test_of_samples_of_different_sizes_are_compared_as_far_as_both_go(self) -> None:
        for small, large in ((30, 200), (200, 30)):
            (pair,) = similar_pairs([sketch("a", LONG, k=small), sketch("b", LONG + " Tak for det.", k=large)])
            assert pair.shared in (29, 30)
            assert pair.similarity >= 0.9

    def test_are_found_though_one_of_them_quotes_at_length(self) -> None:
        # The sample of the second is spent on the quotation, all but a few hashes.
        quotation = " ".join(sentence(random.Random(number)) for number in range(100, 250))
        sketches = [sketch("a", LONG), sketch("b", LONG + " " + quotation)]
        assert keys(similar_pairs(sketches, 0.8, shingles(quotation))) == {("a", "b")}

    # All shingles of the shorter text are in the longer one. 0.55 * 100 comes out as a little more than 55.
    @pytest.mark.parametrize(("shorter", "longer", "threshold"), [(27, 37, 27 / 37), (28, 35, 0.8), (55, 100, 0.55)])
    def test_begin_exactly_at_the_threshold(self, shorter: int, longer: int, threshold: float) -> None:
        words = [f"ord{number}" for number in range(longer + 3)]
        texts = {"a": " ".join(words[: shorter + 3]), "b": " ".join(words)}
        assert keys(found(texts, threshold)) == {("a", "b")}
        assert found(texts, threshold + 1e-6) == []

    @pytest.mark.parametrize(("words", "alike"), [(11, True), (10, False)])
    def test_need_eight_shingles_of_evidence(self, words: int, alike: bool) -> None:
        text = " ".join(f"ord{number}" for number in range(words))
        sketches = [sketch("a", text, short=1), sketch("b", text + " ja", short=1)]
        assert bool(similar_pairs(sketches, 0.1)) is alike

    def test_of_no_texts_are_none(self) -> None:
        assert similar_pairs([]) == []

    @pytest.mark.parametrize("threshold", [0, -0.1, 1.01, float("nan")])
    def test_need_a_threshold_that_means_something(self, threshold: float) -> None:
        with pytest.raises(ValueError, match="above 0 and at most 1"):
            similar_pairs([], threshold)

    def test_need_a_key_for_each_text(self) -> None:
        with pytest.raises(ValueError, match="two different texts have the key 'aarhus'"):
            similar_pairs([sketch("aarhus", LONG), sketch("aarhus", QUOTED)])
        same: list[Sketch] = [sketch("aarhus", LONG), sketch("aarhus", LONG)]
        assert similar_pairs(same) == []

    def test_quote_little_of_a_key_that_is_far_too_long(self) -> None:
        with pytest.raises(ValueError, match=r"key 'a{80}';"):
            similar_pairs([sketch("a" * 500, LONG), sketch("a" * 500, QUOTED)])


@given(seed=st.integers(0, 2**32), words=st.integers(0, 400), k=st.integers(1, 60))
def test_a_sketch_is_the_least_hashes_of_the_text(seed: int, words: int, k: int) -> None:
    chance = random.Random(seed)
    text = " ".join(f"ord{chance.randrange(1000)}" for _ in range(words))
    made = sketch("a", text, k=k, short=0)
    assert list(made.hashes) == sorted(shingles(text))[:k]


def test_hashes_that_lie_far_from_even_are_found_all_the_same() -> None:
    """Of texts like these nearly all hashes are large, so that no bound holds."""
    plain = " ".join(f"ord{number}" for number in range(3000))
    low = frozenset(sorted(shingles(plain))[:2900])
    made = sketch("a", plain, k=20, boilerplate=low)
    assert list(made.hashes) == sorted(shingles(plain) - low)[:20]
