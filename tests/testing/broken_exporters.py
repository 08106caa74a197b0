"""Exporters that each break one rule, and some that break none. In a module, as they are tried in other processes."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import itertools
import os
import socket  # noqa: TID251 - it is what must be noticed
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO

import attrs

import kkrconsult as kc

__all__ = ["BROKEN", "GOOD", "GOOD_WITH_FILES", "good", "good_stream", "spec", "whole"]


@attrs.frozen(kw_only=True)
class Options:
    """The options."""

    language: str = "da"
    """The language."""


@attrs.frozen(kw_only=True)
class FileOptions:
    """The options."""

    template: str | None = None
    """Path of a template."""


@attrs.frozen(kw_only=True)
class SilentOptions:
    """The options."""

    words: int = 3


def spec(write: Callable[..., None], suffix: str = ".txt", **fields: Any) -> kc.ExporterSpec[Any]:
    fields.setdefault("name", "prøve".replace("ø", "oe"))
    fields.setdefault("summary", {"da": "Konstrueret prøve", "en": "Constructed specimen"})
    return kc.ExporterSpec(suffix=suffix, media_type="text/plain", write=write, **fields)


def good(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    sink.writelines(f"{entry.name}: {entry.status.value}\n".encode() for entry in report.participation.parties)
    sink.write(b"-\n")


def good_in_a_language(report: kc.Report, sink: BinaryIO, options: Options) -> None:
    good(report, sink, options)
    sink.write(report.round.title.in_language(options.language).encode())


def good_with_files(report: kc.Report, sink: BinaryIO, options: FileOptions, files: kc.GivenFiles) -> None:
    for given in files.get("template", ()):
        with given.open() as stream:
            sink.write(stream.read())
    good(report, sink, options)


GOOD = spec(good_in_a_language, options=Options)
GOOD_WITH_FILES = spec(good_with_files, options=FileOptions, files=("template",))


def nothing(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    pass


def raising(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    raise KeyError("konstrueret")


def text(report: kc.Report, sink: Any, options: Any) -> None:
    sink.write(report.round.id)


def seeking(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    good(report, sink, options)
    sink.seek(0)


def truncating(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    good(report, sink, options)
    try:
        sink.truncate(3)
    except OSError:
        sink.write(b"could not")


def reading(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    good(report, sink, options)
    sink.read()


def closing(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    # The wrapper closes the sink when it goes.
    io.TextIOWrapper(sink, encoding="utf-8").write(report.round.id)


_NUMBERS = itertools.count()


def counting(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    sink.write(b"%d\n" % next(_NUMBERS))


_SEEN: list[kc.Report] = []


def remembering(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    if not any(one is report for one in _SEEN):
        _SEEN.append(report)
    first = next(index for index, one in enumerate(_SEEN) if one is report)
    sink.write(f"{report.round.id} {first}".encode())


_WRITTEN: set[str] = set()


def telling_once(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    good(report, sink, options)
    if report.round.id not in _WRITTEN:
        _WRITTEN.add(report.round.id)
        sink.write(b"new")


def dated(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    today = dt.date.today()  # noqa: DTZ011, TID251 - it is what must be noticed
    sink.write(today.isoformat().encode())


def timed(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    sink.write(str(time.time_ns()).encode())


def hashed(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    sink.write(" ".join({f"ord{number}" for number in range(30)}).encode())


def opening(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    if not Path("konstrueret-skabelon.txt").is_file():
        try:
            sink.write(Path("konstrueret-skabelon.txt").read_bytes())
        except FileNotFoundError:
            good(report, sink, options)


def calling(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    socket.getaddrinfo("127.0.0.1", 80)
    good(report, sink, options)


def starting(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    try:
        subprocess.run(["konstrueret-program-som-ikke-findes"], check=True)
    except OSError:
        good(report, sink, options)


def setting(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    os.environ["KONSTRUERET"] = "1"
    del os.environ["KONSTRUERET"]
    good(report, sink, options)


def changing(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    object.__setattr__(report, "complete", not report.complete)
    sink.write(b"konstrueret")


def telling(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    sink.write(b"Sagsbehandler: 010180-1234, tlf. 19 46 37 28\n")


_KEPT: dict[str, str] = {}


def keeping(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    for response in report.responses:
        if response.contact is not None and response.contact.email:
            _KEPT[response.id] = response.contact.email
    sink.write("\n".join(f"{name} {address}" for name, address in sorted(_KEPT.items())).encode())


def bare_csv(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([(response.id, response.title or "") for response in report.responses])
    sink.write(table.getvalue().encode())
    sink.write(b"-")


def bare_html(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    sink.writelines(f"<p>{response.title}</p>".encode() for response in report.responses)
    sink.write(b"<p></p>")


def bare_attribute(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    for response in report.responses:
        title = (response.title or "").replace("<", "&lt;")
        sink.write(f"<p title='{title}'></p>".encode())
    sink.write(b"<p></p>")


def bare_xml(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    titles = "".join(f"<t>{response.title}</t>" for response in report.responses)
    sink.write(f"<x>{titles}</x>".encode())


def bare_json(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    titles = ",".join(f'"{response.title}"' for response in report.responses)
    sink.write(f"[{titles}]".encode())


def unpackable(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    with zipfile.ZipFile(sink, "w") as archive:
        for response in report.responses:
            archive.writestr(zipfile.ZipInfo(f"{response.title}/{response.id}".replace("\x00", "")), b"x")
        archive.writestr(zipfile.ZipInfo("x.txt"), b"x")


def ascii_only(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    good(report, sink, options)
    sink.write("".join(response.title or "" for response in report.responses if "x" * 99 in response.body).encode())
    for response in report.responses:
        if response.id.startswith("fjendtlig") and not str(response.title).isprintable():
            raise ValueError("hvad er dette for et tegn?")


def deaf(report: kc.Report, sink: BinaryIO, options: Options) -> None:
    good(report, sink, options)


def danish_only(report: kc.Report, sink: BinaryIO, options: Options) -> None:
    if options.language != "da":
        raise ValueError("kun dansk")
    good(report, sink, options)


def averaging(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    sink.write(f"{sum(len(one.body) for one in report.responses) // len(report.responses)}".encode())


def good_stream(report: kc.Report, responses: Iterable[kc.Response], sink: BinaryIO, options: Any) -> None:
    total = sum(len(response.body) for response in responses)
    sink.writelines(f"{response.id}: {len(response.body)} / {total}\n".encode() for response in responses)
    sink.write(b"-\n")


def whole(report: kc.Report, sink: BinaryIO, options: Any) -> None:
    good_stream(report, report.responses, sink, options)


def shortened(report: kc.Report, responses: Iterable[kc.Response], sink: BinaryIO, options: Any) -> None:
    good_stream(report, report.responses, sink, options)


def collected(report: kc.Report, responses: Iterable[kc.Response], sink: BinaryIO, options: Any) -> None:
    good_stream(report, list(responses), sink, options)


def indexed(report: kc.Report, responses: Any, sink: BinaryIO, options: Any) -> None:
    good_stream(report, [responses[0]], sink, options)


def peeping(report: kc.Report, responses: Iterable[kc.Response], sink: BinaryIO, options: Any) -> None:
    with contextlib.suppress(OSError):
        Path("konstrueret-skabelon.txt").read_bytes()
    good_stream(report, responses, sink, options)


BROKEN: dict[str, tuple[kc.ExporterSpec[Any], str, str]] = {
    "takes the name of another": (spec(good, ".csv", name="matrix"), "registers", "matrix.csv"),
    "has options that say nothing": (spec(good, options=SilentOptions), "options-schema", "words"),
    "says nothing of itself": (spec(good, summary={}), "summary", "da"),
    "speaks no Danish": (spec(good, summary={"en": "Constructed"}), "summary", "da"),
    "writes nothing": (spec(nothing), "writes", "nothing"),
    "raises": (spec(raising), "writes", "KeyError"),
    "writes text": (spec(text), "bytes-only", "encode"),
    "seeks": (spec(seeking), "one-way-sink", "seek"),
    "truncates": (spec(truncating), "one-way-sink", "truncate"),
    "reads": (spec(reading), "one-way-sink", "read"),
    "closes the sink": (spec(closing), "sink-left-open", "TextIOWrapper"),
    "counts": (spec(counting), "deterministic", "twice"),
    "tells of something once": (spec(telling_once), "no-shared-state", "remembers the first, in a module"),
    "remembers": (spec(remembering), "order-independent", "equal"),
    "says what day it is": (spec(dated), "no-clock", "clock"),
    "says what time it is": (spec(timed), "no-clock", "twice"),
    "goes by hashes": (spec(hashed), "other-process", "hash seed"),
    "opens a file": (spec(opening), "sealed", "konstrueret-skabelon.txt"),
    "asks the network": (spec(calling), "sealed", "network"),
    "starts a program": (spec(starting), "sealed", "process"),
    "changes the environment": (spec(setting), "sealed", "environment"),
    "changes the report": (spec(changing), "no-mutation", "evolve"),
    "tells a secret of its own": (spec(telling), "public-safe", "CPR"),
    "keeps a secret": (spec(keeping), "public-safe", "earlier"),
    "writes formulas": (spec(bare_csv, ".csv"), "hostile-text", "formula"),
    "writes scripts": (spec(bare_html, ".html"), "hostile-text", "escape <"),
    "writes attributes": (spec(bare_attribute, ".html"), "hostile-text", "quotes"),
    "writes no XML": (spec(bare_xml, ".xml"), "hostile-text", "XML"),
    "writes no JSON": (spec(bare_json, ".json"), "hostile-text", "JSON"),
    "unpacks elsewhere": (spec(unpackable, ".zip"), "hostile-text", "unpacked"),
    "stumbles": (spec(ascii_only), "hostile-text", "hvad er dette"),
    "is deaf": (spec(deaf, options=Options), "language-option", "same"),
    "speaks only Danish": (spec(danish_only, options=Options), "language-option", "kun dansk"),
    "forgets who is beside": (spec(whole, stream=shortened), "streams-the-same", "writes something else"),
    "asks for the first": (spec(whole, stream=indexed), "streams-the-same", "writes something else"),
    "holds all of them": (spec(whole, stream=collected), "streams-one-by-one", "go through them again"),
    "opens a file where it streams": (spec(whole, stream=peeping), "sealed", "where it streams"),
    "divides by nothing": (spec(averaging), "empty-round", "ZeroDivisionError"),
}
"""What it does wrong: the exporter, the rule that it breaks, and a word of the message."""
