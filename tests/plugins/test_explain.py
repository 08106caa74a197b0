"""Why a plugin is there or not: every step with what it led to, and what is installed but not connected."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import pytest

from kkrconsult.plugins import GrouperSpec, Steps, explain, hookimpl, load_plugins, seek

Install = Callable[..., Path]
ROUND = """
from kkrconsult.plugins import RoundSpec, hookimpl

@hookimpl
def kkrconsult_rounds():
    return [RoundSpec(id="{id}", region="danmark", load=str)]
"""


def row(name: str, **arguments: Any) -> Steps:
    (found,) = explain(load_plugins(**arguments), name)
    return found


class TestAnInstalledOne:
    def test_tells_its_entry_point_where_it_was_found_and_which_file_was_loaded(self, install: Install) -> None:
        place = install("acme-tools", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": ROUND.format(id="acme-2030")})
        acme = row("acme")
        assert (acme.entry_point, acme.distribution, acme.version) == ("acme_mod", "acme-tools", "1.0")
        assert Path(str(acme.folder)) == place
        assert Path(str(acme.path)) == place / "acme_mod.py"
        assert acme.records == ("round:acme-2030",)

    def test_that_is_an_object_tells_the_file_of_its_module(self, install: Install) -> None:
        source = "import types\n" + ROUND.format(id="acme-2030") + "\nit = types.SimpleNamespace(**globals())\n"
        place = install("acme-tools", "[kkrconsult]\nacme = acme_mod:it\n", {"acme_mod": source})
        assert Path(str(row("acme").path)) == place / "acme_mod.py"

    def test_tells_what_disabled_it(self, install: Install) -> None:
        install("Acme_Tools", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": ROUND.format(id="acme-2030")})
        off = row("acme", disabled=["distribution:acme-tools", "acme"])
        assert off.disabled_by == ("distribution:acme-tools", "plugin:acme")
        assert off.passed == ("found",)
        assert off.path is None

    def test_tells_which_of_its_records_are_disabled(self, install: Install) -> None:
        install("acme-tools", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": ROUND.format(id="acme-2030")})
        acme = row("acme", disabled=["round:acme-2030"])
        assert (acme.records, acme.withheld) == ((), ("round:acme-2030",))
        assert row("acme-2030", disabled=["round:acme-2030"]) == acme

    def test_tells_with_whom_it_clashes(self, install: Install) -> None:
        for name in ("one", "two"):
            install(name, f"[kkrconsult]\n{name} = {name}_mod\n", {f"{name}_mod": ROUND.format(id="acme-2030")})
        assert row("one").conflicts == ("plugin 'two' (two 1.0)",)
        assert row("two").conflicts == ("plugin 'one' (one 1.0)",)
        assert [one.name for one in explain(load_plugins(), "round:acme-2030")] == ["one", "two"]

    def test_keeps_the_traceback_of_what_it_raised(self, install: Install) -> None:
        install("acme-tools", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": "1 / 0\n"})
        assert "ZeroDivisionError" in row("acme").traceback

    @pytest.mark.parametrize("name", ["acme", "acme-tools", "ACME.tools", "acme-2030", "round:acme-2030"])
    def test_is_found_by_each_of_its_names(self, name: str, install: Install) -> None:
        install("acme_tools", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": ROUND.format(id="acme-2030")})
        assert row(name).name == "acme"

    def test_whose_folder_nobody_knows_is_there_all_the_same(
        self, install: Install, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        install("acme-tools", "[kkrconsult]\nacme = acme_mod\n", {"acme_mod": ROUND.format(id="acme-2030")})

        def fail(*_: object) -> None:
            raise NotImplementedError

        monkeypatch.setattr("importlib.metadata.PathDistribution.locate_file", fail)
        assert row("acme").folder is None


def test_one_that_is_given_and_built_on_nothing_tells_no_file() -> None:
    class Acme:
        @hookimpl
        def kkrconsult_groupers(self) -> list[GrouperSpec[Any]]:
            return []

    assert row("Acme", extra=[Acme()], entry_points=False).path is None


class TestOneThatIsNotThere:
    def test_may_be_nearly_the_same_as_one_that_is(self) -> None:
        assert seek(load_plugins(entry_points=False), "near-duplicat").hint == "Did you mean 'near-duplicate'?"

    def test_may_be_installed_without_an_entry_point(self, install: Install) -> None:
        site = install("acme-tools", "[console_scripts]\nacme = acme:main\n")
        metadata = "Metadata-Version: 2.1\nName: acme-tools\nVersion: 1.0\nRequires-Dist: KKRconsult[cli] >=0.1\n"
        (site / "acme_tools-1.0.dist-info" / "METADATA").write_text(metadata, encoding="utf-8")
        (found,) = seek(load_plugins(), "acme").unconnected
        assert (found.name, found.version, found.why, found.groups) == (
            *("acme-tools", "1.0", "it depends on kkrconsult", ()),
        )

    def test_may_be_in_a_group_with_nearly_the_right_name(self, install: Install) -> None:
        install("acme-tools", "[kkrconsult.plugins]\nacme = acme_mod\n")
        (found,) = seek(load_plugins(), "acme").unconnected
        assert found.groups == ("kkrconsult.plugins",)
        assert found.why == "it has entry points of a group with nearly this name"

    def test_may_be_known_by_its_name_alone(self, install: Install) -> None:
        install("kkrconsult-acme", "")
        (found,) = seek(load_plugins(), "acme").unconnected
        assert found.why == "it has kkrconsult in its name"

    def test_is_not_among_those_that_are_connected_or_have_nothing_to_do_with_it(self, install: Install) -> None:
        install("kkrconsult-fine", "[kkrconsult]\nfine = fine_mod\n", {"fine_mod": ROUND.format(id="fine")})
        site = install("others", "[console_scripts]\nothers = others:main\n")
        metadata = "Metadata-Version: 2.1\nName: others\nVersion: 1.0\nRequires-Dist: kkrconsulting\n"
        (site / "others-1.0.dist-info" / "METADATA").write_text(metadata, encoding="utf-8")
        assert seek(load_plugins(), "acme").unconnected == ()

    def test_is_looked_for_beside_damaged_ones_and_each_counts_once(
        self, install: Install, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        install("kkrconsult-acme", "")
        install("kkrconsult-acme", "", version="0.9")
        install(None, "[kkrconsult\n", folder="damaged")
        read: Callable[[Distribution], object] = vars(Distribution)["requires"].fget

        def requires(self: Distribution) -> object:
            if self.metadata["Name"] == "pluggy":
                raise ValueError("damaged")
            return read(self)

        monkeypatch.setattr(Distribution, "requires", property(requires))
        assert [(one.name, one.version) for one in seek(load_plugins(entry_points=False), "x").unconnected] == [
            ("kkrconsult-acme", "0.9")
        ]
