"""The calendar holds every date of a round, and another library reads it."""

from __future__ import annotations

import builtins
import datetime as dt
import io
import zoneinfo
from typing import Any

import attrs
import pytest

import kkrconsult as kc
from kkrconsult.model import Milestone, MilestoneKind, MilestoneStatus, localized

icalendar = pytest.importorskip("icalendar")

REGISTRY = kc.load_plugins(entry_points=False)
AT = dt.datetime(2020, 12, 1, 9, tzinfo=dt.UTC)
ZONE = zoneinfo.ZoneInfo("Europe/Copenhagen")
REFERENCE = kc.load_round("midtjylland-klima-2020", registry=REGISTRY)
ROUND = kc.Round(
    id="r",
    title=localized(da="Vand, hav; og \\ mere", en="Water"),
    opens=dt.datetime(2026, 9, 1, 8, tzinfo=ZONE),
    deadline=kc.Deadline(day=dt.date(2026, 11, 2), time=dt.time(10)),
    participants=(kc.Participant(id="skive", name="Skive"), kc.Participant(id="odder", name="Odder")),
    extensions=(kc.Extension(deadline=kc.Deadline(day=dt.date(2026, 11, 9)), participants=("skive", "odder")),),
    milestones=(
        Milestone(
            id="mode",
            kind=MilestoneKind.MEETING,
            title=localized(da="Møde\nX-ONDT:1", en="Meeting"),
            on=dt.date(2026, 10, 1),
            place="Viborg",
        ),
        Milestone(
            id="aflyst",
            kind=MilestoneKind.MEETING,
            title=localized(da="Aflyst møde"),
            on=dt.date(2026, 10, 2),
            status=MilestoneStatus.CANCELLED,
            reason=localized(da="Sygdom."),
        ),
    ),
)


def written(round_: kc.Round = ROUND, at: dt.datetime = AT, **options: Any) -> bytes:
    sink = io.BytesIO()
    kc.export(kc.check(round_, [], at=at, registry=REGISTRY), "calendar", sink, options=options, registry=REGISTRY)
    return sink.getvalue()


def events(data: bytes) -> dict[str, Any]:
    return {str(event["summary"]): event for event in icalendar.Calendar.from_ical(data).walk("VEVENT")}


TITLE = "Vand, hav; og \\ mere"


class TestTheCalendar:
    def test_holds_every_date_of_the_round(self) -> None:
        assert list(events(written())) == [
            f"Høringen åbner: {TITLE}",
            "Møde\nX-ONDT:1",
            "Aflyst møde",
            f"Påmindelse før fristen: {TITLE}",
            f"Høringsfrist: {TITLE}",
            f"Rykker efter fristen: {TITLE}",
            f"Forlænget frist: {TITLE}",
        ]

    def test_has_moments_in_the_zone_of_the_round_on_both_sides_of_a_clock_change(self) -> None:
        found = events(written())
        opens, ends = found[f"Høringen åbner: {TITLE}"]["dtstart"], found[f"Høringsfrist: {TITLE}"]["dtstart"]
        assert (opens.dt, opens.params["TZID"]) == (ROUND.opens, "Europe/Copenhagen")
        assert ends.dt == dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
        data = written()
        assert data.count(b"BEGIN:VTIMEZONE") == 1
        assert len(data) < 5000

    def test_has_days_where_no_hour_is_known(self) -> None:
        found = events(written())[f"Forlænget frist: {TITLE}"]
        assert (found["dtstart"].dt, found["dtend"].dt) == (dt.date(2026, 11, 9), dt.date(2026, 11, 10))
        assert str(found["description"]) == "Gælder kun Odder og Skive."

    def test_says_where_a_meeting_is_and_which_was_cancelled_and_why(self) -> None:
        found = events(written())
        assert str(found["Møde\nX-ONDT:1"]["location"]) == "Viborg"
        cancelled = found["Aflyst møde"]
        assert (str(cancelled["status"]), str(cancelled["description"])) == ("CANCELLED", "Sygdom.")

    def test_lets_no_title_write_a_line_of_its_own(self) -> None:
        assert b"\r\nX-ONDT" not in written()

    def test_is_the_same_every_time(self) -> None:
        assert written() == written()
        assert written(REFERENCE) == written(REFERENCE)

    def test_knows_a_date_that_was_moved_again(self) -> None:
        later = attrs.evolve(ROUND, deadline=kc.Deadline(day=dt.date(2026, 11, 6), time=dt.time(12)))
        ids = [{title: str(event["uid"]) for title, event in events(written(one)).items()} for one in (ROUND, later)]
        assert ids[0] == ids[1]
        assert len(set(ids[0].values())) == len(ids[0])

    def test_speaks_english_and_leaves_reminders_out_where_asked(self) -> None:
        found = events(written(language="en", reminders=False))
        assert not [title for title in found if "Reminder" in title]
        assert "Meeting" in found

    def test_reminds_on_the_days_that_are_asked_for(self) -> None:
        days = [
            event["dtstart"].dt.date()
            for title, event in events(written(before=(7,), after=())).items()
            if "minde" in title
        ]
        assert days == [dt.date(2026, 10, 26)]

    def test_refuses_a_plan_that_is_none(self) -> None:
        with pytest.raises(kc.KkrconsultError, match="before"):
            written(before=(0,))

    def test_of_a_round_without_dates_is_empty(self) -> None:
        assert events(written(kc.Round(id="tom", title=localized(da="Tom")))) == {}

    @pytest.mark.parametrize("year", [1, 1969, 9998])
    def test_takes_dates_of_any_year(self, year: int) -> None:
        milestone = Milestone(id="m", kind=MilestoneKind.MEETING, title=localized(da="Møde"), on=dt.date(year, 5, 1))
        found = events(written(kc.Round(id="r", title=localized(da="R"), milestones=(milestone,))))
        assert found["Møde"]["dtstart"].dt == dt.date(year, 5, 1)

    def test_of_the_reference_round_has_its_deadline(self) -> None:
        ends = [event["dtstart"].dt for event in events(written(REFERENCE)).values()]
        assert dt.datetime(2020, 12, 15, 9, tzinfo=dt.UTC) in [one for one in ends if isinstance(one, dt.datetime)]

    def test_says_what_to_install_where_the_library_is_not_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = builtins.__import__

        def without(name: str, *arguments: Any, **more: Any) -> Any:
            if name == "icalendar":
                raise ImportError(name)
            return real(name, *arguments, **more)

        monkeypatch.setattr(builtins, "__import__", without)
        with pytest.raises(kc.MissingExtraError, match=r"kkrconsult\[documents\]"):
            written()
