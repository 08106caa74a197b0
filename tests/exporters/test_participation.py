"""The table of parties: for Danish Excel or for programs, and never a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io

import kkrconsult as kc

REGISTRY = kc.load_plugins(entry_points=False)


def table(name: str = "Anden", **options: object) -> bytes:
    round_ = kc.Round(
        id="konstrueret",
        title=kc.localized(da="Konstrueret"),
        participants=(kc.Participant(id="a", name=name), kc.Participant(id="b", name="Aaby")),
    )
    received = dt.datetime(2020, 12, 1, 9, tzinfo=dt.UTC)
    answer = kc.Response(id="svar-1", participants=("a", "b"), received_at=received, body="Konstrueret.")
    report = kc.check(round_, [answer], at=dt.datetime(2020, 12, 20, tzinfo=dt.UTC), registry=REGISTRY)
    sink = io.BytesIO()
    kc.export(report, "participation", sink, format=".csv", options=options, registry=REGISTRY)
    return sink.getvalue()


class TestProfiles:
    def test_danish_excel_gets_a_mark_and_semicolons(self) -> None:
        lines = table().decode("utf-8").splitlines()
        assert lines[0] == "\ufeffHøringspart;Status;Modtaget;Frist;Forlænget frist;Fælles med;Svar"
        assert lines[1] == "Anden;har svaret;2020-12-01T09:00:00+00:00;;nej;b;svar-1"
        assert lines[2].startswith("Aaby;")

    def test_programs_get_commas_and_no_mark(self) -> None:
        rows = list(csv.reader(io.StringIO(table(profile="rfc4180", language="en").decode("utf-8"))))
        assert rows[0][:2] == ["Consulted party", "Status"]
        assert [row[0] for row in rows[1:]] == ["Anden", "Aaby"]


class TestFormulas:
    def test_a_name_from_outside_is_made_harmless(self) -> None:
        assert b"'=HYPERLINK" in table(name='=HYPERLINK("x")')
