"""What is built in keeps the contract that strangers are held to."""

from __future__ import annotations

from typing import Any

import pytest

import kkrconsult as kc
from kkrconsult.testing import assert_validator

REGISTRY = kc.load_plugins(entry_points=False, strict=True)


@pytest.mark.parametrize("entry", REGISTRY.validators, ids=lambda entry: entry.name)
def test_a_validator_keeps_its_contract(entry: kc.Registered[kc.ValidatorSpec[Any]]) -> None:
    assert_validator(entry.spec)
