"""Every plugin can be listed: those in use, those that failed and why, those that are disabled."""

from __future__ import annotations

import json
from typing import Any

from kkrconsult.plugins import GrouperSpec, RoundSpec, describe, explain, hookimpl, load_plugins


class Acme:
    """Gives two rounds."""

    @hookimpl
    def kkrconsult_rounds(self) -> list[RoundSpec]:
        return [RoundSpec(id=id_, region="danmark", load=str) for id_ in ("b", "a")]


class Greedy:
    """Wants what is built in."""

    @hookimpl
    def kkrconsult_groupers(self) -> list[GrouperSpec[Any]]:
        return [GrouperSpec(name="same-title", group=lambda *_: ())]


class Broken:
    """Raises."""

    @hookimpl
    def kkrconsult_rounds(self) -> list[RoundSpec]:
        raise ValueError("nej")


class Unwanted:
    """Disabled."""


REGISTRY = load_plugins(
    extra=[Acme(), Greedy(), Broken(), Unwanted()],
    disabled=["Unwanted"],
    local=["gone.py"],
    entry_points=False,
)


def test_every_plugin_is_described_as_plain_data() -> None:
    tables = {table["name"]: table for table in describe(REGISTRY)}
    assert json.loads(json.dumps(tables)) == tables
    empty: dict[str, list[str]] = {kind: [] for kind in ("validators", "exporters", "readers", "rounds", "groupers")}
    assert tables["Acme"] == {
        "name": "Acme",
        "version": None,
        "distribution": None,
        "kind": "given",
        "path": None,
        "api": None,
        "outcome": "registered",
        **empty,
        "rounds": ["a", "b"],
        "failure": None,
    }
    assert tables["gone"]["path"] == "gone.py"
    assert tables["Greedy"]["groupers"] == ["same-title"]
    assert tables["Greedy"]["failure"] == {
        "stage": "registered",
        "message": "grouper 'same-title' is built in (groupers); give yours another name",
        "traceback": "",
    }
    assert "ValueError: nej" in tables["Broken"]["failure"]["traceback"]
    assert tables["groupers"]["groupers"] == ["same-title", "shared-words", "similar-meaning"]


def test_every_plugin_tells_how_far_it_came() -> None:
    rows = {row.name: row for row in explain(REGISTRY)}
    came = {name: (rows[name].passed, rows[name].outcome) for name in rows if rows[name].kind != "builtin"}
    assert came == {
        "Acme": (("found", "loaded", "validated", "registered"), "registered"),
        "Greedy": (("found", "loaded", "validated"), "conflict"),
        "Broken": (("found", "loaded"), "failed"),
        "gone": ((), "failed"),
        "Unwanted": (("found",), "disabled"),
    }
    assert rows["Acme"].why is None
    assert rows["Broken"].why == "hook kkrconsult_rounds failed: ValueError: nej"
    assert rows["Unwanted"].why == "the caller disabled it"


def test_the_built_in_ones_come_first_and_the_disabled_last() -> None:
    rows = explain(REGISTRY)
    assert [row.name for row in rows] == [table["name"] for table in describe(REGISTRY)]
    assert rows[0].kind == "builtin"
    assert rows[-1].outcome == "disabled"
