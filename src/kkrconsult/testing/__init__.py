"""For authors of plugins: factories, and checks that a plugin keeps its contract. Needs the extra ``testing``."""

from __future__ import annotations

from kkrconsult.testing._contract import Breach, ContractError
from kkrconsult.testing._corpus import constructed_report, constructed_responses, reference_round
from kkrconsult.testing.exporters import assert_exporter
from kkrconsult.testing.factories import make
from kkrconsult.testing.groupers import assert_grouper
from kkrconsult.testing.readers import assert_reader
from kkrconsult.testing.rounds import assert_round
from kkrconsult.testing.rules import RULES, Rule
from kkrconsult.testing.validators import Case, assert_validator

__all__ = [
    "RULES",
    "Breach",
    "Case",
    "ContractError",
    "Rule",
    "assert_exporter",
    "assert_grouper",
    "assert_reader",
    "assert_round",
    "assert_validator",
    "constructed_report",
    "constructed_responses",
    "make",
    "reference_round",
]
