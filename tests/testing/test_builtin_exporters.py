"""The exporters of the library keep the contract of exporters, in every format."""

from __future__ import annotations

from typing import Any

import pytest

import kkrconsult as kc
from kkrconsult.plugins import Registered
from kkrconsult.testing import assert_exporter

EXPORTERS = [
    pytest.param(entry, id=f"{entry.name}{entry.spec.suffix}")
    for entry in kc.load_plugins(entry_points=False).exporters
]


@pytest.mark.parametrize("entry", EXPORTERS)
def test_a_built_in_exporter_keeps_its_contract(entry: Registered[Any]) -> None:
    assert assert_exporter(entry.spec)
