"""The contract of exporters: one that keeps it passes, and each that breaks a rule is told which and why."""

from __future__ import annotations

import pickle
import time
from pathlib import Path
from typing import Any, BinaryIO

import attrs
import pytest
from tests.testing.broken_exporters import BROKEN, GOOD, GOOD_WITH_FILES, good, good_stream, spec, whole

import kkrconsult as kc
from kkrconsult.testing import RULES, ContractError, constructed_report
from kkrconsult.testing.exporters import assert_exporter


class TestAGoodExporter:
    def test_passes_and_its_bytes_are_given_back(self) -> None:
        assert b"Birkelund" in assert_exporter(GOOD)

    def test_writes_the_report_that_it_is_given(self) -> None:
        report = attrs.evolve(constructed_report(), complete=False)
        assert assert_exporter(GOOD, report=report) == assert_exporter(GOOD)

    def test_writes_a_report_in_which_other_plugins_had_a_part(self) -> None:
        report = constructed_report()
        strange = kc.FrozenMap({"acme-words": kc.FrozenMap({"words": 3})})
        settings = attrs.evolve(report.round.settings, validators=strange, groupers=strange, readers=strange)
        given = attrs.evolve(report, round=attrs.evolve(report.round, settings=settings))
        assert assert_exporter(GOOD, report=given) == assert_exporter(GOOD)

    def test_may_be_made_inside_a_function(self) -> None:
        def write(report: kc.Report, sink: BinaryIO, options: Any) -> None:
            good(report, sink, options)

        assert assert_exporter(spec(write))

    def test_may_write_responses_one_at_a_time(self) -> None:
        assert assert_exporter(spec(whole, stream=good_stream)).endswith(b"-\n")

    def test_is_given_its_options_and_files(self) -> None:
        files = {"template": {"brevhoved.txt": b"Konstrueret brevhoved\n"}}
        assert assert_exporter(GOOD_WITH_FILES, files=files).startswith(b"Konstrueret brevhoved\n")
        assert assert_exporter(GOOD, options={"language": "en"}).endswith(b"Constructed climate consultation 2024")


class TestABrokenExporter:
    @pytest.mark.parametrize("which", BROKEN)
    def test_is_told_the_rule_that_it_breaks_and_no_other(self, which: str) -> None:
        broken, rule, word = BROKEN[which]
        # A copy, since one of them changes it.
        report = pickle.loads(pickle.dumps(constructed_report()))
        with pytest.raises(ContractError) as caught:
            assert_exporter(broken, report=report)
        assert {one.rule for one in caught.value.breaches} == {rule}
        assert any(word in one.message for one in caught.value.breaches)

    def test_is_told_of_the_clock_alone_where_another_process_has_another_day(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Twenty-four hours and more behind the zone of the other process: never the same day.
        monkeypatch.setenv("TZ", "Etc/GMT+12")
        time.tzset()
        try:
            with pytest.raises(ContractError) as caught:
                assert_exporter(BROKEN["says what day it is"][0])
        finally:
            monkeypatch.undo()
            time.tzset()
        assert {one.rule for one in caught.value.breaches} == {"no-clock"}

    def test_is_told_options_that_do_not_fit(self) -> None:
        with pytest.raises(ContractError) as caught:
            assert_exporter(GOOD, options={"sprog": "da"})
        assert [one.rule for one in caught.value.breaches] == ["options-schema"]

    def test_is_told_all_at_once(self) -> None:
        with pytest.raises(ContractError, match=r"exporter proeve\.txt breaks its contract in 2 places"):
            assert_exporter(attrs.evolve(BROKEN["counts"][0], summary={"en": "Constructed specimen"}))

    def test_is_told_of_an_example_that_is_wrong(self, tmp_path: Path) -> None:
        page = tmp_path / "README.md"
        page.write_text("Sådan:\n\n>>> 1 + 1\n3\n", encoding="utf-8")
        with pytest.raises(ContractError, match="doc-examples"):
            assert_exporter(GOOD, documents=[page])


def test_every_rule_of_exporters_has_a_specimen_that_breaks_it() -> None:
    tried = {rule for _, rule, _ in BROKEN.values()} | {"doc-examples"}
    assert {rule.name for rule in RULES if "exporter" in rule.applies_to} == tried
