"""For authors of plugins: factories, and checks that a plugin keeps its contract. Needs the extra ``testing``.

Lazy like the package above it: pytest imports this one at every start, for the sake of the fixtures in `pytest_plugin`,
also where nothing of kkrconsult is tested.
"""

from __future__ import annotations

# Type checkers take this name for true, whoever defines it.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from kkrconsult.testing._contract import Breach, ContractError
    from kkrconsult.testing._corpus import constructed_report, constructed_responses, reference_round
    from kkrconsult.testing._rule import Rule
    from kkrconsult.testing.exporters import assert_exporter
    from kkrconsult.testing.factories import make
    from kkrconsult.testing.groupers import assert_grouper
    from kkrconsult.testing.readers import assert_reader
    from kkrconsult.testing.rounds import assert_round
    from kkrconsult.testing.rules import RULES
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

_HOMES = {
    "_contract": "Breach ContractError",
    "_corpus": "constructed_report constructed_responses reference_round",
    "_rule": "Rule",
    "exporters": "assert_exporter",
    "factories": "make",
    "groupers": "assert_grouper",
    "readers": "assert_reader",
    "rounds": "assert_round",
    "rules": "RULES",
    "validators": "Case assert_validator",
}
"""The names of each module."""

# Hidden from type checkers: with it in sight they would take every misspelt name for one that exists.
if not TYPE_CHECKING:  # pragma: no branch

    def __getattr__(name):
        """Load the module that a public name lives in."""
        from importlib import import_module

        for module, names in _HOMES.items():
            if name in names.split():
                value = getattr(import_module(f"{__name__}.{module}"), name)
                globals()[name] = value
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__():
        return sorted({*globals(), *__all__})
