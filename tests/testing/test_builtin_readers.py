"""The readers of the library keep the contract of readers, on files of the example and on small ones of every kind."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.exporters.leaky import png
from tests.readers.makers import Stored, compound, outlook, tnef

import kkrconsult as kc
from kkrconsult.forms import write_form
from kkrconsult.plugins import Registered
from kkrconsult.testing import assert_reader, constructed_report, reference_round

EXAMPLE = Path(__file__).parents[2] / "examples" / "midtjylland-klima-2020"
REGISTRY = kc.load_plugins(entry_points=False)
READERS = [pytest.param(entry, id=entry.name) for entry in REGISTRY.readers]

TEXT = "Kære KKR\n\nVi støtter sporet. Dette svar er konstrueret.\n\nVenlig hilsen\nBirkelund Kommune\n"


def letter(name: str) -> bytes:
    return (EXAMPLE / "letters" / name).read_bytes()


def form(suffix: str) -> bytes:
    sink = io.BytesIO()
    write_form(reference_round(), sink, suffix)
    return sink.getvalue()


def exported(name: str) -> bytes:
    sink = io.BytesIO()
    kc.export(constructed_report(), name, sink, registry=REGISTRY)
    return sink.getvalue()


def workbook() -> bytes:
    import xlsxwriter

    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["Part", "Tekst"])
        book.worksheets()[0].write_row(1, 0, ["Birkelund", "Vi støtter sporet (konstrueret)."])
    return sink.getvalue()


def samples() -> Mapping[str, Mapping[str, bytes]]:
    """Files of every built-in reader, by its name."""
    inbox = (EXAMPLE / "inbox" / "viborg-konstrueret.json").read_bytes()
    # Short, as every one of them is damaged in a hundred ways.
    rows = b'party;text\r\nbirkelund;Vi st\xc3\xb8tter sporet.\r\nskovby;"Ingen;\nbem\xc3\xa6rkninger"\r\n'
    page = f"<!DOCTYPE html><html><head><title>Svar</title></head><body><p>{TEXT}</p></body></html>"
    return {
        "csv": {"svar.csv": rows},
        "docx": {"skema.docx": form(".docx"), "syddjurs-konstrueret.docx": letter("syddjurs-konstrueret.docx")},
        "eml": {
            "odder-konstrueret.eml": letter("odder-konstrueret.eml"),
            "viborg.eml": letter("viborg-konstrueret.eml"),
        },
        "html": {"svar.html": page.encode(), "skema.html": form(".html")},
        "json": {"viborg-konstrueret.json": inbox},
        "jsonl": {"svar.jsonl": exported("jsonl")},
        "markdown": {"skema.md": form(".md")},
        "msg": {"svar.msg": outlook(Stored(texts={0x0037: "Høringssvar", 0x1000: TEXT, 0x001A: "IPM.Note"}))},
        "odt": {"skive-konstrueret.odt": letter("skive-konstrueret.odt")},
        "old-formats": {"svar.doc": compound({"WordDocument": b"konstrueret"})},
        "pdf": {"lemvig-konstrueret.pdf": letter("lemvig-konstrueret.pdf")},
        "pictures": {"svar.png": png()},
        "rtf": {"svar.rtf": rb"{\rtf1\ansi{\info{\title Svar}}K\'e6re KKR\par Vi st\'f8tter sporet.\par}"},
        "tnef": {"winmail.dat": tnef([(0x1F, 0x1000, TEXT.encode("utf-16-le"))])},
        "txt": {"svar.txt": TEXT.encode(), "svar i utf-16.txt": TEXT.encode("utf-16")},
        "xlsx": {"svar.xlsx": workbook()},
    }


SAMPLES = samples()


@pytest.mark.parametrize("entry", READERS)
def test_a_built_in_reader_keeps_its_contract(entry: Registered[Any]) -> None:
    assert assert_reader(entry.spec, samples=SAMPLES[entry.name])


def test_every_built_in_reader_is_tried() -> None:
    assert set(SAMPLES) == {entry.name for entry in REGISTRY.readers}
