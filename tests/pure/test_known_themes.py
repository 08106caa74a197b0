"""Responses beside a report: themes that it was made without are found out, and not lost in silence."""

from __future__ import annotations

import datetime as dt

import pytest

import kkrconsult as kc
from kkrconsult.grouping._known import with_themes

ROUND = kc.Round(id="konstrueret", title=kc.localized(da="Konstrueret høring"))
AT = dt.datetime(2020, 12, 2, tzinfo=dt.UTC)
KNOWN = kc.load_plugins(entry_points=False)
SENDER = kc.Sender(name="Konstrueret")
ANSWERS = (
    kc.Response(id="svar-1", sender=SENDER, points=(kc.ThemeProposal(id="p-1", title="Konstrueret tema"),)),
    kc.Response(id="svar-2", sender=SENDER, body="Konstrueret svar."),
)


def report(**kept: bool) -> kc.Report:
    return kc.check(ROUND, ANSWERS, at=AT, registry=KNOWN, **kept)  # type: ignore[arg-type]


class TestResponsesBesideAReport:
    def test_that_knows_their_themes_come_as_they_are(self) -> None:
        found = with_themes(report(keep_responses=False, keep_themes=True), ANSWERS)
        assert tuple(found) == ANSWERS
        assert (len(found), found[1], found[:1]) == (2, ANSWERS[1], ANSWERS[:1])

    def test_that_was_made_without_themes_stop_at_the_first_that_proposes_one(self) -> None:
        with pytest.raises(kc.ExportError, match=r"svar-1' proposes a theme.*keep_themes=True"):
            list(with_themes(report(keep_responses=False), ANSWERS))

    def test_that_holds_them_are_taken_as_they_are(self) -> None:
        assert with_themes(report(), ANSWERS) is ANSWERS
