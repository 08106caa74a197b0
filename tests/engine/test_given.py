"""What a check says to whoever gives it the name of a thing instead of the thing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import kkrconsult as kc

AT = dt.datetime(2020, 12, 20, tzinfo=dt.UTC)
ROUND = kc.Round(id="konstrueret", title=kc.localized(da="Konstrueret høring"))
REGISTRY = kc.Registry()


class TestARound:
    @pytest.mark.parametrize(("given", "shown"), [("kkr-runde", "'kkr-runde'"), (Path("runde.toml"), "'runde.toml'")])
    def test_must_be_loaded_first(self, given: Any, shown: str) -> None:
        for check in (kc.check, kc.check_part):
            with pytest.raises(kc.DataError) as caught:
                check(given, [], at=AT, registry=REGISTRY)
            assert str(caught.value).startswith("check takes a Round, not ")
            assert str(caught.value).endswith(f"; load it first: kc.load_round({shown})")

    def test_is_nothing_else(self) -> None:
        with pytest.raises(kc.DataError, match=r"^check takes a Round, not None$"):
            kc.check(None, [], at=AT, registry=REGISTRY)  # type: ignore[arg-type]


class TestTheMoment:
    @pytest.mark.parametrize("at", [None, dt.datetime(2020, 12, 15), dt.date(2020, 12, 15), "nu"])  # noqa: DTZ001
    def test_is_told_once_with_what_it_belongs_to(self, at: Any) -> None:
        with pytest.raises(kc.DataError) as caught:
            kc.check(ROUND, [], at=at, registry=REGISTRY)
        said = "check: at must be a moment: a date and time with a zone or offset; found "
        assert str(caught.value) == said + repr(at)


class TestResponses:
    @pytest.mark.parametrize("given", ["inbox/", b"inbox/", Path("inbox")])
    def test_must_be_read_first(self, given: Any) -> None:
        with pytest.raises(kc.DataError, match=r"check takes responses, not .*; read them first: kc\.read_inbox\("):
            kc.check(ROUND, given, at=AT, registry=REGISTRY)

    def test_are_several(self) -> None:
        one: Any = kc.Response(id="svar-1", participants=("anden",))
        with pytest.raises(kc.DataError, match="not a single Response; put it into a list"):
            kc.check(ROUND, one, at=AT, registry=REGISTRY)

    def test_are_not_their_names(self) -> None:
        names: Any = ["svar-1.json"]
        with pytest.raises(kc.DataError, match=r"findings for what could not be read; found 'svar-1\.json'"):
            kc.check(ROUND, names, at=AT, registry=REGISTRY)
