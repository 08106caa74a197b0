"""Real plugins for the tests: distributions with entry points on the path, and what loads just one object."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kkrconsult.plugins import PluginFailure, Registry, load_plugins


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Put a distribution where Python finds it, as an installer would, and take it away afterwards."""
    before = set(sys.modules)
    folders: list[Path] = []

    def make(
        name: str | None,
        entry_points: str | bytes,
        modules: dict[str, str] | None = None,
        *,
        version: str = "1.0",
        folder: str | None = None,
    ) -> Path:
        place = tmp_path / f"site-{len(folders)}"
        folders.append(place)
        info = place / f"{folder or str(name).replace('-', '_')}-{version}.dist-info"
        info.mkdir(parents=True)
        if name is not None:
            metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
            (info / "METADATA").write_text(metadata, encoding="utf-8")
        raw = entry_points if isinstance(entry_points, bytes) else entry_points.encode()
        (info / "entry_points.txt").write_bytes(raw)
        for module, source in (modules or {}).items():
            (place / f"{module}.py").write_text(source, encoding="utf-8")
        monkeypatch.syspath_prepend(place)
        return place

    yield make
    for module in set(sys.modules) - before:
        if str(getattr(sys.modules[module], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[module]


@pytest.fixture
def failure_of() -> Callable[..., PluginFailure]:
    """Load one plugin that must fail, and give the failure."""

    def fail(*plugins: object, **arguments: Any) -> PluginFailure:
        registry = load_plugins(extra=plugins, entry_points=False, **arguments)
        failures = [failure for failure in registry.failures if failure.kind != "builtin"]
        assert len(failures) == 1, failures
        assert all(info.name != failures[0].name for info in registry.plugins)
        assert "\n" not in failures[0].message
        assert len(failures[0].message) <= 600
        return failures[0]

    return fail


@pytest.fixture
def strangers() -> Callable[[Registry], list[str]]:
    """The names of the plugins in use that are not built in."""

    def names(registry: Registry) -> list[str]:
        return [info.name for info in registry.plugins if info.kind != "builtin"]

    return names
