"""The exporters of the library keep the contract of exporters, in every format."""

from __future__ import annotations

from typing import Any

import pytest

import kkrconsult as kc
from kkrconsult.plugins import Registered
from kkrconsult.testing import assert_exporter, constructed_report

REGISTRY = kc.load_plugins(entry_points=False)
EXPORTERS = [pytest.param(entry, id=f"{entry.name}{entry.spec.suffix}") for entry in REGISTRY.exporters]


@pytest.fixture(scope="module")
def shorter() -> kc.Report:
    """The constructed report without its answer of sixty pages, which takes a typesetter a second each time."""
    report = constructed_report()
    responses = [response for response in report.responses if len(response.body) < 10_000]
    return kc.check(report.round, responses, at=report.at, assessments=report.assessments, registry=REGISTRY)


@pytest.mark.parametrize("entry", EXPORTERS)
def test_a_built_in_exporter_keeps_its_contract(entry: Registered[Any], shorter: kc.Report) -> None:
    assert assert_exporter(entry.spec, report=shorter if entry.spec.suffix == ".pdf" else None)
