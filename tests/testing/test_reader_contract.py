"""The contract of readers: one that keeps it passes, and each that breaks a rule is told which and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from tests.testing.broken_readers import BROKEN, GOOD, SAMPLES, ZIPPED, good, spec

import kkrconsult as kc
from kkrconsult.sandbox import WorkerLimits
from kkrconsult.testing import RULES, ContractError, assert_reader

# Of time enough for a slow machine; the one that hangs does nothing meanwhile.
LIMITS = WorkerLimits(seconds=4, memory_bytes=600_000_000)


class TestAGoodReader:
    def test_passes_and_what_it_read_is_given_back(self) -> None:
        (item,) = assert_reader(GOOD, samples=SAMPLES)
        assert isinstance(item, kc.Response)
        assert item.sender == kc.Sender(name="Birkelund")

    def test_may_be_made_inside_a_function_and_is_then_tried_in_this_process(self) -> None:
        def read(stream: BinaryIO, name: str, options: Any) -> Iterator[kc.Response | kc.Finding]:
            yield from good(stream, name, options)

        with pytest.warns(UserWarning, match="reader proeve cannot be imported by name"):
            assert assert_reader(spec(read), samples=SAMPLES)


class TestABrokenReader:
    @pytest.mark.parametrize("which", BROKEN)
    def test_is_told_the_rule_that_it_breaks_and_no_other(self, which: str) -> None:
        broken, rule, word = BROKEN[which]
        samples = {"svar.proeve": ZIPPED.getvalue()} if which == "swells" else SAMPLES
        with pytest.raises(ContractError) as caught:
            assert_reader(broken, samples=samples, limits=LIMITS)
        assert {one.rule for one in caught.value.breaches} == {rule}
        assert any(word in one.message for one in caught.value.breaches)

    def test_that_is_made_inside_a_function_is_told_the_same(self) -> None:
        def read(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
            stream.read().decode()
            yield kc.Finding(code="file.empty", params={"file": name})

        with (
            pytest.warns(UserWarning, match="cannot be imported"),
            pytest.raises(ContractError, match=r"hostile-bytes.*UnicodeDecodeError"),
        ):
            assert_reader(spec(read), samples=SAMPLES)

    def test_is_told_options_that_do_not_fit(self) -> None:
        with pytest.raises(ContractError) as caught:
            assert_reader(GOOD, samples=SAMPLES, options={"sprog": "da"})
        assert [one.rule for one in caught.value.breaches] == ["options-schema"]

    def test_is_asked_for_samples(self) -> None:
        with pytest.raises(ContractError, match=r"samples-are-read.*give at least one file"):
            assert_reader(GOOD, samples={})

    def test_is_told_of_an_example_that_is_wrong(self, tmp_path: Path) -> None:
        page = tmp_path / "README.md"
        page.write_text("Sådan:\n\n>>> 1 + 1\n3\n", encoding="utf-8")
        with pytest.raises(ContractError, match="doc-examples"):
            assert_reader(GOOD, samples=SAMPLES, documents=[page])


def test_every_rule_of_readers_has_a_specimen_that_breaks_it() -> None:
    tried = {rule for _, rule, _ in BROKEN.values()} | {"doc-examples"}
    assert {rule.name for rule in RULES if "reader" in rule.applies_to} == tried
