"""The formats in which a sheet is written."""

from __future__ import annotations

from kkrconsult.assessing._rows import content
from kkrconsult.dispositions import disposition_labels, says_open
from kkrconsult.errors import ExportError, bounded
from kkrconsult.remarks import AssessmentBook
from kkrconsult.report import Audience, Report
from kkrconsult.texts import languages

__all__ = ["FORMATS", "sheet_bytes"]

FORMATS = (".xlsx", ".docx", ".csv")
"""The formats of a sheet, by suffix."""


def sheet_bytes(report: Report, book: AssessmentBook, language: str, suffix: str) -> bytes:
    """The sheet of a report in one of `FORMATS`.

    Raises:
        ExportError: There is no such language, or the report is for the public, in which texts are blacked out.
        MissingExtraError: A library for the format is not installed.
    """
    if language not in languages():
        raise ExportError(f"there is no sheet in {bounded(language)}; there are: {', '.join(languages())}")
    if report.audience is Audience.PUBLIC:
        raise ExportError("this report was made for the public and has lost what is internal; check the round again")
    for label in disposition_labels(report.round, language):
        if says_open(label):
            message = (
                f"a disposition of {report.round.id} is called {bounded(label)}, which says that nothing is decided"
            )
            raise ExportError(f"{message}; give it another name")
    found = content(report, book, language)
    if suffix == ".xlsx":
        from kkrconsult.assessing._xlsx_out import write_xlsx

        return write_xlsx(report, found, language)
    if suffix == ".docx":
        from kkrconsult.assessing._docx_out import write_docx

        return write_docx(report, found, language)
    from kkrconsult.assessing._csv import write_csv

    return write_csv(found, language)
