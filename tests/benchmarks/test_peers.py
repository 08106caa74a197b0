"""What the peers lean on: lines in parts, and two ways of looking for personal data that find the same."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.large.corpus import Spec, answers
from benchmarks.large.data import Task
from benchmarks.large.duplicates import planted
from benchmarks.large.peers.copies import THRESHOLD, ours, words_of
from benchmarks.large.peers.lines import cuts, lines_of
from benchmarks.large.peers.scan import guarded, plain
from benchmarks.large.worker import peak


class TestLinesInParts:
    @given(
        lines=st.lists(st.binary(max_size=9).map(lambda line: line.replace(b"\n", b"") + b"\n"), max_size=20),
        count=st.integers(1, 9),
    )
    def test_are_all_there_and_each_once(
        self, tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], count: int
    ) -> None:
        file = tmp_path_factory.mktemp("lines") / "a.jsonl"
        file.write_bytes(b"".join(lines))
        found = [line for start, stop in cuts(str(file), count) for line in lines_of(str(file), start, stop)]
        assert found == lines


class TestTheTwoScans:
    def test_find_the_same(self) -> None:
        told = 0
        for answer in answers(Spec(responses=600, defects=0.6)):
            if answer.id is None:
                continue
            data = json.loads(answer.line)
            besides = [
                point[name] for point in data.get("points", ()) for name in ("text", "rationale") if point.get(name)
            ]
            found = guarded(data["body"], besides)
            assert (
                sorted(found)
                == sorted(plain(data["body"], besides))
                == [code for code in answer.codes if code.startswith("personal-data")]
            )
            told += len(found)
        assert told > 10

    @pytest.mark.parametrize(
        "text",
        ["EAN 5798000123456", "sag 2026-0123456", "i 1999-2001", "456.789 kr. i 2004", "post@konstrueret.example"],
    )
    def test_take_nothing_else_for_personal_data(self, text: str) -> None:
        assert plain(text, ()) == guarded(text, ()) == []


class TestPlantedCopies:
    def test_are_told_by_what_they_share_and_not_by_how_they_were_made(self) -> None:
        texts, pairs = planted(120, seed=3)
        words = {key: words_of(text) for key, text in texts}
        shingles = {key: set(zip(*(found[skip:] for skip in range(4)), strict=False)) for key, found in words.items()}
        alike = set()
        for one, other in itertools.combinations(sorted(shingles), 2):
            shared = len(shingles[one] & shingles[other])
            if shared >= THRESHOLD * (len(shingles[one]) + len(shingles[other]) - shared):
                alike.add(f"{one} {other}")
        assert alike == pairs
        assert pairs

    def test_are_found_by_the_library(self, tmp_path: Path) -> None:
        texts, pairs = planted(1000, seed=3)
        file = tmp_path / "tekster.jsonl"
        file.write_text("".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in texts), encoding="utf-8")
        found = set(ours(Task(corpus=str(file))).about["pair"])
        # Those at the very threshold may fall on either side of it, since likeness is estimated.
        assert len(found & pairs) >= 0.95 * len(found)
        assert len(found & pairs) >= 0.9 * len(pairs)

    def test_are_the_same_for_the_same_seed(self) -> None:
        assert planted(100, seed=5) == planted(100, seed=5) != planted(100, seed=6)


class TestMemory:
    def test_of_a_process_is_known_or_said_not_to_be(self, tmp_path: Path) -> None:
        known = Path("/proc/self/status").exists()
        found = peak()
        assert (found is not None and found > 1_000_000) is known
        assert peak(2**22 + 1) is None
