"""A glance at what is installed tells where there are surely no plugins; and one kind of record may be asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.machinery import PathFinder
from pathlib import Path

import pytest

from kkrconsult.plugins import load_plugins
from kkrconsult.plugins._metadata import may_name

Install = Callable[..., Path]
OTHER = "[console_scripts]\nacme = acme:main\n"


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[None]:
    """A path and finders that find nothing but what a test puts there."""
    # Not the test's own monkeypatch, which gives the path back as it found it: that must be before this does.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(tmp_path / "mangler")])
        patch.setattr(sys, "meta_path", [PathFinder])
        yield


@pytest.mark.usefixtures("alone")
class TestAGlance:
    def test_sees_that_nothing_is_installed(self) -> None:
        assert not may_name("kkrconsult", "kkrconsult")

    def test_passes_over_others_and_our_own(self, install: Install) -> None:
        install("acme", OTHER)
        install("kkrconsult", "[console_scripts]\nkkrconsult = kkrconsult.cli:main\n")
        assert not may_name("kkrconsult", "kkrconsult")

    @pytest.mark.parametrize("points", ["[kkrconsult]\nacme = acme\n", b"\xff [kkrconsult"])
    def test_stops_at_whatever_names_the_group(self, install: Install, points: str | bytes) -> None:
        install("acme", points)
        assert may_name("kkrconsult", "kkrconsult")

    def test_is_not_sure_of_another_finder(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Finder:
            def find_distributions(self) -> None: ...

        monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
        assert may_name("kkrconsult", "kkrconsult")

    def test_is_not_sure_of_an_archive_or_an_egg(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "acme.zip").write_bytes(b"")
        (tmp_path / "acme.egg").mkdir()
        for name in ("acme.zip", "acme.egg"):
            monkeypatch.setattr(sys, "path", [str(tmp_path / name)])
            assert may_name("kkrconsult", "kkrconsult")

    def test_is_not_sure_of_what_it_cannot_open(self, install: Install) -> None:
        place = install("acme", OTHER)
        file = place / "acme-1.0.dist-info" / "entry_points.txt"
        file.unlink()
        file.mkdir()
        assert may_name("kkrconsult", "kkrconsult")

    def test_takes_a_distribution_without_entry_points_for_what_it_is(self, install: Install) -> None:
        place = install("acme", OTHER)
        (place / "acme-1.0.dist-info" / "entry_points.txt").unlink()
        (place / "other-1.0.egg-info").write_bytes(b"")
        assert not may_name("kkrconsult", "kkrconsult")


class TestOneKind:
    def test_is_all_that_is_loaded_where_there_are_no_other_plugins(self) -> None:
        found = load_plugins(kind="round", entry_points=False)
        assert found.rounds == load_plugins(entry_points=False).rounds
        assert (found.validators, found.exporters, found.readers) == ((), (), ())

    def test_comes_with_all_others_where_a_plugin_could_clash_with_them(self, install: Install) -> None:
        hook = "import kkrconsult as kc\n@kc.hookimpl\ndef kkrconsult_rounds():\n return []\n"
        install("acme", "[kkrconsult]\nacme = acme_rounds\n", {"acme_rounds": hook})
        assert load_plugins(kind="round") == load_plugins()
        assert load_plugins(kind="round").validators

    def test_comes_with_all_others_where_something_is_disabled(self) -> None:
        disabled = ["validator:near-duplicate"]
        assert load_plugins(kind="round", disabled=disabled) == load_plugins(disabled=disabled)
