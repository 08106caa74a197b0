"""JSON and JSON Lines lose nothing, and the same report gives the same bytes."""

from __future__ import annotations

import io
import json

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from tests.strategies import instances

from kkrconsult.config.options import bind_options
from kkrconsult.errors import ConfigError
from kkrconsult.exporters import json_, jsonl
from kkrconsult.jsonio import from_json, to_json
from kkrconsult.model import Participation, Response
from kkrconsult.plugins import NoOptions
from kkrconsult.readers import json_ as json_reader
from kkrconsult.readers import jsonl as jsonl_reader
from kkrconsult.report import Report

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=20)


def as_json(report: Report, indent: int = 2) -> bytes:
    sink = io.BytesIO()
    json_.write(report, sink, json_.Options(indent=indent))
    return sink.getvalue()


def as_lines(report: Report) -> bytes:
    sink = io.BytesIO()
    jsonl.write(report, sink, NoOptions())
    return sink.getvalue()


class TestJson:
    @SLOW
    @given(instances(Report))
    def test_gives_the_whole_report_back(self, report: Report) -> None:
        assert from_json(Report, as_json(report)) == report

    @SLOW
    @given(instances(Report))
    def test_is_what_is_written_at_once(self, report: Report) -> None:
        for indent in (0, 1, 2):
            assert as_json(report, indent) == to_json(report, indent=indent or None).encode() + b"\n"

    @SLOW
    @given(instances(Report))
    def test_indentation_changes_only_the_looks(self, report: Report) -> None:
        flat, tall = as_json(report, indent=0), as_json(report, indent=3)
        assert flat.count(b"\n") == 1
        assert json.loads(flat) == json.loads(tall)

    @SLOW
    @given(instances(Report))
    def test_the_reader_finds_the_answers_in_it(self, report: Report) -> None:
        found = tuple(json_reader.read(io.BytesIO(as_json(report)), "report.json", json_reader.Options()))
        assert report.responses == () or found == report.responses

    def test_an_indentation_below_nothing_is_refused(self) -> None:
        with pytest.raises(ConfigError, match="indent"):
            bind_options(json_.Options, {"indent": -1}, path=("exporters", "json"))


def _whole(report: Report) -> Report:
    """A report that holds the responses that it knows of."""
    return report if report.responses else attrs.evolve(report, participation=Participation())


WHOLE = instances(Report).map(_whole)


class TestJsonLines:
    @SLOW
    @given(WHOLE)
    def test_each_line_is_an_answer_in_the_order_of_the_report(self, report: Report) -> None:
        data = as_lines(report)
        assert tuple(from_json(Response, line) for line in data.splitlines()) == report.responses

    @SLOW
    @given(WHOLE)
    def test_the_reader_gives_the_answers_back(self, report: Report) -> None:
        read = jsonl_reader.read(io.BytesIO(as_lines(report)), "svar.jsonl", jsonl_reader.Options())
        assert tuple(read) == report.responses
