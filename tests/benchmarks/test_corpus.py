"""The corpus that speed is measured with: the same for the same seed, and what is said of it is true."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections import Counter
from pathlib import Path

import pytest

import kkrconsult as kc
from benchmarks.large.corpus import AT, ROUND, Spec, answers, write
from benchmarks.large.defects import KINDS


def made(spec: Spec) -> tuple[bytes, str]:
    corpus, truth = io.BytesIO(), io.StringIO()
    assert write(spec, corpus, truth) == len(corpus.getvalue())
    return corpus.getvalue(), truth.getvalue()


class TestACorpus:
    def test_is_the_same_to_the_byte_for_the_same_seed(self) -> None:
        # Figures of different machines and versions are about the same answers.
        corpus, truth = made(Spec(responses=200, seed=7))
        assert hashlib.sha256(corpus).hexdigest() == "f74c41105c557fd49fff9e36687de8a569e933d7471dbcfa8aa3d6f7f809ba19"
        assert (
            hashlib.sha256(truth.encode()).hexdigest()
            == "930ed0e9f4fab2528ddfa8f8c0e0cab4e7152e6ec2b46a2bb997d0c4fe755d8b"
        )

    def test_is_another_for_another_seed(self) -> None:
        assert made(Spec(responses=100, seed=1))[0] != made(Spec(responses=100, seed=2))[0]

    def test_has_answers_of_about_six_thousand_bytes(self) -> None:
        sizes = [len(answer.line) for answer in answers(Spec(responses=500, defects=0.0))]
        assert 5_700 < sum(sizes) / len(sizes) < 6_500

    def test_has_one_to_five_points_an_answer(self) -> None:
        found = Counter(len(json.loads(answer.line)["points"]) for answer in answers(Spec(responses=500, defects=0.0)))
        assert sorted(found) == [1, 2, 3, 4, 5]

    def test_has_as_many_faults_as_were_asked_for(self) -> None:
        faulty = sum(bool(answer.codes) for answer in answers(Spec(responses=4000)))
        assert 0.03 < faulty / 4000 < 0.07

    def test_says_that_it_is_constructed(self) -> None:
        assert all(b"onstrueret" in answer.line for answer in answers(Spec(responses=200, defects=0.0)))

    def test_is_refused_where_not_all_parties_would_answer(self) -> None:
        with pytest.raises(ValueError, match="at least 100 lines"):
            next(answers(Spec(responses=99)))


class TestTheTruth:
    def test_is_what_the_library_finds(self, tmp_path: Path) -> None:
        corpus, truth = made(Spec(responses=400, defects=0.5))
        file = tmp_path / "svar.jsonl"
        file.write_bytes(corpus)
        report = kc.check_files(kc.load_round(ROUND), file, at=dt.datetime.fromisoformat(AT), jobs=1)
        found = Counter(
            (one.code, f"line {one.location.line}" if one.location and one.location.line else one.subject.id)
            for one in report.findings
            if one.subject is not None
        )
        told = Counter((one["code"], one["about"]) for one in json.loads(truth)["findings"])
        assert found == told

    def test_has_a_code_of_every_kind(self) -> None:
        said = {code for answer in answers(Spec(responses=400, defects=0.5)) for code in answer.codes}
        assert {code for kind in KINDS for code in kind.codes} <= said

    def test_names_lines_from_one_in_the_order_of_the_file(self) -> None:
        corpus, truth = made(Spec(responses=300, defects=0.3))
        lines = corpus.splitlines()
        found = [one for one in json.loads(truth)["findings"] if one["line"] is not None]
        assert [one["line"] for one in found] == sorted(one["line"] for one in found)
        named = [one for one in found if not one["about"].startswith("line ")]
        assert named
        assert all(one["about"].encode() in lines[one["line"] - 1] for one in named)
