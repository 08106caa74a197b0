"""A small round with constructed answers, and sheets filled in the way people and programs do."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl

import kkrconsult as kc

AT = dt.datetime(2021, 1, 5, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))
FORMATS = (".xlsx", ".docx", ".csv")
ROUND = kc.Round(
    id="prøve-2020",
    title=kc.localized(da="Prøvehøring", en="Trial round"),
    organiser="Sekretariatet",
    tracks=(
        kc.Track(id="natur", title=kc.localized(da="Natur", en="Nature")),
        kc.Track(id="energi", title=kc.localized(da="Energi & varme", en="Energy & heat")),
    ),
    participants=tuple(
        kc.Participant(id=name.lower(), name=name) for name in ("Aarhus", "Skive", "Viborg", "Ærø", "Odder")
    ),
)
ANCHOR = kc.Anchor(file="skive.pdf", page=2, section="Natur", paragraphs=(3, 4))
SKIVE = kc.Response(
    id="skive",
    participants=("skive",),
    received_at=dt.datetime(2020, 12, 10, 9, 5, tzinfo=ZoneInfo("Europe/Copenhagen")),
    points=(
        kc.GeneralPoint(id="skive-g", text="=Konstrueret: 1+1"),
        kc.TrackPoint(
            id="skive-n", track="natur", text="Konstrueret.\n\nTo afsnit.", rationale="Fordi.", anchor=ANCHOR
        ),
        kc.ThemeProposal(id="skive-t", title="Støj", text="Konstrueret forslag."),
    ),
    source=kc.SourceFile(name="skive.json"),
)
FAELLES = kc.Response(
    id="faelles",
    participants=("ærø", "aarhus"),
    received_at=dt.datetime(2020, 12, 9, 9, tzinfo=dt.UTC),
    points=(
        kc.TrackPoint(id="faelles-n", track="natur", text="@konstrueret"),
        kc.TrackPoint(id="faelles-e", track="energi", text="-konstrueret"),
        kc.ThemeProposal(id="faelles-t", title="støj"),
    ),
)
FREMMED = kc.Response(
    id="fremmed",
    sender=kc.Sender(name="Foreningen +Konstrueret"),
    points=(kc.TrackPoint(id="fremmed-x", track="ukendt", text="Konstrueret."),),
)
ANSWERS = (SKIVE, FAELLES, FREMMED)
LATER = kc.Response(
    id="viborg",
    participants=("viborg",),
    points=(kc.TrackPoint(id="viborg-n", track="natur", text="Konstrueret, og kommet til senere."),),
)


def report(
    answers: Iterable[kc.Response] = ANSWERS,
    book: kc.AssessmentBook | Iterable[kc.Assessment] = (),
    round_: kc.Round = ROUND,
) -> kc.Report:
    return kc.check(round_, answers, at=AT, assessments=book)


def sheet(
    found: kc.Report, suffix: str = ".xlsx", book: kc.AssessmentBook | None = None, language: str = "da"
) -> bytes:
    sink = io.BytesIO()
    kc.write_assessments(found, sink, book=book, language=language, format=suffix)
    return sink.getvalue()


def read(data: bytes, round_: kc.Round = ROUND, name: str = "ark.xlsx") -> kc.AssessmentBook:
    return kc.read_assessments(io.BytesIO(data), round_, name=name)


def codes(book: kc.AssessmentBook) -> list[str]:
    return [problem.code for problem in book.problems]


def put(cell: Any, value: object) -> None:
    """Write a value as it is; openpyxl takes a text with an equals sign in front for a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    """A workbook that a script changed and saved."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def filled(data: bytes, rows: Mapping[str, Mapping[str, object]], name: str = "Vurdering") -> bytes:
    """A workbook in which somebody wrote: by id of the point and heading of the column."""

    def fill(book: Any) -> None:
        table = book[name]
        heads = {cell.value: cell.column for cell in table[1]}
        for row in table.iter_rows(min_row=2):
            for heading, value in rows.get(row[0].value, {}).items():
                table.cell(row[0].row, heads[heading]).value = value

    return edited(data, fill)


def table(data: bytes, name: str = "Vurdering") -> list[dict[str, Any]]:
    """The rows of a sheet by its headings."""
    rows = openpyxl.load_workbook(io.BytesIO(data))[name].iter_rows(values_only=True)
    heads = [str(cell) for cell in next(rows)]
    return [dict(zip(heads, row, strict=True)) for row in rows]


SAID = {
    "skive-n": {"Udfald": "imødekommet", "Resumé": "Kort.", "Vurdering": "=1+1 er to\nog mere", "Ansvarlig": "MIK"},
    "faelles-e": {"Udfald": "delv. imødek.", "Ændring": "-5 pct."},
    "skive-t": {"Vurdering": "Halvt udfyldt."},
}
"""Remarks as somebody fills them in; constructed."""
