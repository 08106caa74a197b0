"""Fixtures for the tests of plugins; pytest finds them by itself where the library is installed.

Nothing of the library is loaded before a fixture is asked for: pytest starts as fast as before, and coverage of a
plugin misses nothing.
"""

from __future__ import annotations

from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kkrconsult.model import Response, Round
    from kkrconsult.plugins import Registry
    from kkrconsult.report import Report

__all__ = [
    "kkrconsult_inbox",
    "kkrconsult_plugin",
    "kkrconsult_registry",
    "kkrconsult_report",
    "kkrconsult_responses",
    "kkrconsult_round",
    "pytest_addoption",
]

_INI = "kkrconsult_plugin"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the configuration name the plugin that is tested."""
    parser.addini(
        _INI, "Modules of the kkrconsult plugin that is tested, such as acme_kkr or acme_kkr:plugin.", type="args"
    )


@pytest.fixture(scope="session")
def kkrconsult_plugin(pytestconfig: pytest.Config) -> object:
    """The plugin that is tested, or a list of several: what ``kkrconsult_plugin`` in pytest's configuration names.

    A test suite that makes its plugins itself overrides this fixture.
    """
    names: list[str] = pytestconfig.getini(_INI)
    if not names:
        raise pytest.UsageError(
            f"name the plugin that is tested: {_INI} = acme_kkr in pytest's configuration, or a fixture of this name"
        )
    try:
        return [resolve_name(name) for name in names]
    except (ImportError, AttributeError, ValueError) as error:
        raise pytest.UsageError(f"{_INI} = {' '.join(names)}: {error}") from error


@pytest.fixture(scope="session")
def kkrconsult_registry(kkrconsult_plugin: object) -> Registry:
    """A registry of the built-in plugins and the one that is tested, whatever else is installed.

    Raises:
        PluginError: It cannot be used; the message says why.
    """
    from kkrconsult.plugins import load_plugins

    plugins = kkrconsult_plugin if isinstance(kkrconsult_plugin, (list, tuple)) else [kkrconsult_plugin]
    return load_plugins(extra=plugins, entry_points=False, strict=True)


@pytest.fixture(scope="session")
def kkrconsult_round() -> Round:
    """A small constructed round; see `kkrconsult.testing.reference_round`."""
    from kkrconsult.testing import reference_round

    return reference_round()


@pytest.fixture(scope="session")
def kkrconsult_responses() -> tuple[Response, ...]:
    """Constructed answers to that round; see `kkrconsult.testing.constructed_responses`."""
    from kkrconsult.testing import constructed_responses

    return constructed_responses()


@pytest.fixture
def kkrconsult_inbox(tmp_path: Path, kkrconsult_responses: tuple[Response, ...]) -> Path:
    """A folder with these answers, each a JSON file, for `kkrconsult.read_inbox`; the test may change what is in it."""
    from kkrconsult.jsonio import to_json

    folder = tmp_path / "kkrconsult-inbox"
    folder.mkdir()
    for response in kkrconsult_responses:
        (folder / f"{response.id}.json").write_text(to_json(response), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def kkrconsult_report() -> Report:
    """What the built-in validators make of the round and the answers; see `kkrconsult.testing.constructed_report`."""
    from kkrconsult.testing import constructed_report

    return constructed_report()
