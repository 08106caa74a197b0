"""Looks at what an exporter wrote: whether a program can read it, and whether a sender's text came alive in it."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from xml.etree import ElementTree as ET

from kkrconsult.errors import bounded

__all__ = ["MARK", "difference", "faults_of"]

MARK = "konstrueret-fjendtlig"
"""Stands in every hostile text, so that what is the sender's can be told from what is the exporter's own."""

_DEEPEST = 4
_TRIGGERS = ("=", "+", "-", "@", "\t", "\r")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]*)<")
_SCHEME = re.compile(r"[\x00-\x20]*(?:java|vb)script:", re.IGNORECASE)


def faults_of(data: bytes, suffix: str, depth: int = 0) -> Iterator[str]:
    """Say what is wrong with a document that was made of hostile texts.

    Args:
        data: The document.
        suffix: Its kind, such as ``.csv``; what is in an archive is looked at by its own name.
        depth: How many archives it stands in.

    Yields:
        What is wrong, in words.
    """
    kind = "." + suffix.lower().rsplit(".", 1)[-1]
    if data.startswith(b"PK") and depth < _DEEPEST:
        yield from _of_archive(data, depth)
    elif kind in _LOOKS:
        yield from _LOOKS[kind](data)


def _of_archive(data: bytes, depth: int) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # Tables that are described as data are for programs; an apostrophe would be an error there.
            plain = {".csv", ".tsv"} if "datapackage.json" in archive.namelist() else set()
            for member in archive.infolist():
                path = member.filename.replace("\\", "/")
                if path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path):
                    yield f"the archive has a file that would be unpacked elsewhere: {bounded(member.filename)}"
                if PurePosixPath(path).suffix in plain:
                    continue
                for fault in faults_of(archive.read(member), member.filename, depth + 1):
                    yield f"{member.filename}: {fault}"
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        yield f"it begins as a zip archive, but cannot be opened as one: {error}"


def _of_csv(data: bytes) -> Iterator[str]:
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        yield f"it is not UTF-8: {error}"
        return
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        yield f"it cannot be read as CSV: {error}"
        return
    for number, row in enumerate(rows, start=1):
        for cell in row:
            if cell.startswith(_TRIGGERS) and MARK in cell:
                yield (
                    f"row {number} has a cell that a spreadsheet would take for a formula: {bounded(cell)}; put an "
                    "apostrophe in front of text that begins with = + - @, a tab or a line break"
                )
                return


def _of_html(data: bytes) -> Iterator[str]:
    page = _Page()
    page.feed(data.decode("utf-8", "replace"))
    page.close()
    yield from dict.fromkeys(page.faults)


class _Page(html.parser.HTMLParser):
    """Finds a sender's text where a browser would run it."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag in ("script", "style")
        for name, value in attrs:
            if name.startswith("on") and MARK in (value or ""):
                self.faults.append(f"a sender's text runs as <{tag} {name}=…>; escape < and quotes")
            if name in ("href", "src", "action", "formaction") and _SCHEME.match(value or ""):
                self.faults.append(f"<{tag} {name}=…> runs a script: {bounded(value)}")
            if MARK in name:
                self.faults.append(f"a sender's text became an attribute of <{tag}>; escape quotes")
        if MARK in tag:
            self.faults.append(f"a sender's text became an element: <{tag[:40]}>; escape <")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._script = False

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - it is called by that name
        self._script = False

    def handle_data(self, data: str) -> None:
        # As data in a script a text is harmless while it stays inside its quotes.
        if self._script and re.search(rf"^\s*alert\(['\"]{MARK}", data):
            self.faults.append("a sender's <script> is a script of the page; escape < as &lt;")


def _of_xml(data: bytes) -> Iterator[str]:
    try:
        # What an exporter of this very process wrote, without a document type: no bomb.
        ET.fromstring(data)  # noqa: S314
    except (ET.ParseError, ValueError) as error:
        yield f"it is not well-formed XML: {error}; escape & < > and leave out what XML cannot hold, such as U+0001"
    for formula in _FORMULA.findall(data):
        if MARK.encode() in formula:
            yield f"a sender's text became a formula: {bounded(formula.decode('utf-8', 'replace'))}; write it as text"


def _of_json(data: bytes) -> Iterator[str]:
    try:
        json.loads(data)
    except ValueError as error:
        yield f"it is not JSON: {error}"


def _of_json_lines(data: bytes) -> Iterator[str]:
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            yield from (f"line {number}: {fault}" for fault in _of_json(line))


def _of_text(data: bytes) -> Iterator[str]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"it is not UTF-8: {error}"


_LOOKS: Mapping[str, Callable[[bytes], Iterator[str]]] = MappingProxyType(
    {
        ".csv": _of_csv,
        ".tsv": _of_csv,
        ".htm": _of_html,
        ".html": _of_html,
        ".json": _of_json,
        ".jsonl": _of_json_lines,
        ".md": _of_text,
        ".ndjson": _of_json_lines,
        ".rdf": _of_xml,
        ".rels": _of_xml,
        ".svg": _of_xml,
        ".txt": _of_text,
        ".xhtml": _of_xml,
        ".xml": _of_xml,
    }
)


# --------------------------------------------------------------------------------- where two differ


def difference(one: bytes, other: bytes) -> str:
    """Say where two documents differ, in a line."""
    if one.startswith(b"PK") and other.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(one)) as first, zipfile.ZipFile(io.BytesIO(other)) as second:
                return _of_members(first, second)
        except (zipfile.BadZipFile, EOFError, ValueError):
            pass
    at = next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(at - 20, 0)
    return f"from byte {at} on: {one[start : at + 20]!r} and {other[start : at + 20]!r}"


def _of_members(first: zipfile.ZipFile, second: zipfile.ZipFile) -> str:
    if first.namelist() != second.namelist():
        return f"in the files of the archive: {bounded(first.namelist())} and {bounded(second.namelist())}"
    for name in first.namelist():
        if first.read(name) != second.read(name):
            return f"in {name}, {difference(first.read(name), second.read(name))}"
    return "in what the archive says of its files, such as their times"
