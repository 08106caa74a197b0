"""Assessment sheets as files: which format one is in, how it is opened, and what must not be overwritten."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kkrconsult.assessing._reading import read_bytes
from kkrconsult.assessing._writing import FORMATS, sheet_bytes
from kkrconsult.errors import ExportError, ReadError, bounded
from kkrconsult.exporting import whole_file
from kkrconsult.model import Round
from kkrconsult.remarks import AssessmentBook, Remark, merge_assessments, normalised
from kkrconsult.report import Report

__all__ = ["read_assessments", "write_assessments"]

_LARGEST = 50_000_000


def read_assessments(
    source: str | os.PathLike[str] | BinaryIO, round_: Round | Report, *, name: str | None = None
) -> AssessmentBook:
    """Read the remarks that somebody filled into a sheet.

    Args:
        source: A file (.xlsx, .docx, .csv or .json; its content decides), or a binary stream, which stays open.
        round_: The round, or a report on it, whose words for dispositions count.
        name: What the file is called in findings; by default its path.

    Returns:
        The book. What cannot be read or understood is in its ``problems``; it is `unread` if nothing could be read.

    Raises:
        ReadError: There is no such file, or it cannot be opened.
    """
    round_ = round_.round if isinstance(round_, Report) else round_
    if isinstance(source, (str, os.PathLike)):
        called = name or os.fspath(source)
        try:
            with Path(source).open("rb") as stream:
                return read_bytes(stream.read(_LARGEST + 1), called, round_, _LARGEST)
        except OSError as error:
            raise ReadError(f"{called} cannot be opened: {error.strerror or error}") from None
    called = name or str(getattr(source, "name", "") or "stream")
    return read_bytes(source.read(_LARGEST + 1), called, round_, _LARGEST)


def write_assessments(
    report: Report,
    target: str | os.PathLike[str] | BinaryIO,
    *,
    book: AssessmentBook | None = None,
    language: str = "da",
    format: str | None = None,
) -> None:
    """Write the sheet in which the secretariat assesses the points of a report.

    Args:
        report: The report; an internal one.
        target: A path, whose suffix chooses the format, or a binary sink, which stays open.
        book: Remarks that there are already. All of them are in the new sheet: those on points that changed are marked,
            and those on points that are gone stand apart.
        language: ``da`` or ``en``.
        format: Suffix of the format, such as ``.xlsx``, where the target has none.

    Raises:
        ExportError: No such format, or a file that is there holds remarks which the new one would not have.
        MissingExtraError: A library for the format is not installed.
    """
    book = AssessmentBook() if book is None else book
    path = Path(target) if isinstance(target, (str, os.PathLike)) else None
    suffix = (format or (path.suffix if path else "") or ".xlsx").lower()
    suffix = suffix if suffix.startswith(".") else f".{suffix}"
    if suffix not in FORMATS:
        raise ExportError(f"there is no assessment sheet {bounded(suffix)}; there are: {', '.join(FORMATS)}")
    if path is None:
        assert not isinstance(target, (str, os.PathLike))  # noqa: S101 - tells the type checker what `path` knows
        target.write(sheet_bytes(report, book, language, suffix))
        return
    if path.is_file():
        _refuse_to_lose(path, report, book)
    data = sheet_bytes(report, book, language, suffix)
    with whole_file(path) as sink:
        sink.write(data)


_NOT_KEPT = frozenset({"assessment.left-out", "assessment.unusable"})
"""Codes of what stands in a file and would not stand in the new one."""


def _refuse_to_lose(path: Path, report: Report, book: AssessmentBook) -> None:
    """Refuse to overwrite a sheet with anything in it that the new one would not have."""
    there = read_assessments(path, report)
    if there.unread and path.stat().st_size:
        raise ExportError(f"{path} is there already and is no assessment sheet of this round; choose another name")
    lost = sorted({problem.code for problem in there.problems} & _NOT_KEPT)
    if lost:
        raise ExportError(
            f"{path} is there already and holds more than a sheet keeps ({', '.join(lost)}); choose another name"
        )
    kept = set(_said(merge_assessments(book, AssessmentBook.of(report.assessments))))
    missing = [said for said in _said(there) if said not in kept]
    if missing:
        points = sorted({point or "?" for point, _, _ in missing})
        shown = ", ".join(points[:5]) + (" …" if len(points) > 5 else "")
        raise ExportError(
            f"{path} is there already and has remarks that the new sheet would not have, on {shown}; "
            f"give it too, with --assessments {path}, or choose another name"
        )


def _said(book: AssessmentBook) -> Iterator[tuple[str | None, str, str]]:
    remark: Remark
    for remark in book.remarks:
        for field, text in remark.said.items():
            yield remark.point, field, normalised(text)
