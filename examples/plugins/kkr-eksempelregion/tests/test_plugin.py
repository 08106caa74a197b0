"""The plugin is found where it is installed, and kkrconsult can use all of it."""

from __future__ import annotations

import kkrconsult as kc

DISTRIBUTION = "kkr-eksempelregion"
GIVES = {"round:eksempelregion-klima-2027"}


def test_it_is_registered_with_all_that_it_gives() -> None:
    registry = kc.load_plugins()
    failures = [failure.message for failure in registry.failures if failure.distribution == DISTRIBUTION]
    assert not failures, failures
    found = [plugin for plugin in registry.plugins if plugin.distribution == DISTRIBUTION]
    assert found, 'pip install -e ".[dev]" again, or look at the entry point in pyproject.toml'
    assert {record for plugin in found for record in plugin.records} == GIVES
