"""The calendar as another library than the one that wrote it reads it."""

from __future__ import annotations

import datetime as dt
import io

import pytest

import kkrconsult as kc

vobject = pytest.importorskip("vobject")
pytest.importorskip("icalendar")

REGISTRY = kc.load_plugins(entry_points=False)


def test_another_library_reads_the_same_dates() -> None:
    round_ = kc.load_round("midtjylland-klima-2020", registry=REGISTRY)
    report = kc.check(round_, (), at=dt.datetime(2020, 12, 1, tzinfo=dt.UTC), registry=REGISTRY)
    sink = io.BytesIO()
    kc.export(report, "calendar", sink, registry=REGISTRY)
    found = vobject.readOne(sink.getvalue().decode())
    events = {str(event.summary.value): event for event in found.vevent_list}
    deadline = next(event for title, event in events.items() if title.startswith("Høringsfrist"))
    assert deadline.dtstart.value.astimezone(dt.UTC) == dt.datetime(2020, 12, 15, 9, tzinfo=dt.UTC)
    cancelled = next(event for event in events.values() if event.status.value == "CANCELLED")
    assert cancelled.dtstart.value == dt.date(2020, 9, 30)
    assert len({str(event.uid.value) for event in found.vevent_list}) == len(found.vevent_list)
