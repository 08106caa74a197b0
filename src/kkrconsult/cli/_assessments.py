"""Assessment sheets on the command line: the option that names them, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

import click

import kkrconsult as kc

__all__ = ["assessments_option", "on_assessments"]

assessments_option: Callable[[Any], Any] = click.option(
    "--assessments",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="A sheet with the secretariat's remarks (.xlsx, .docx, .csv, .json); may be given several times.",
)


def on_assessments(report: kc.Report, language: str, files: Collection[str]) -> Iterator[str]:
    """What was found in the sheets, each with its remedy; a remedy that holds for several stands with the first.

    Args:
        report: The report.
        language: Language of the messages.
        files: The sheets.
    """
    from kkrconsult.cli._formats import said
    from kkrconsult.cli._show import about
    from kkrconsult.texts import remedy

    told: set[str] = set()
    for finding in report.findings:
        of_sheet = finding.location is not None and finding.location.file in files
        if not finding.code.startswith("assessment.") and not of_sheet:
            continue
        party = f"{about(report, finding)}: " if finding.subject else ""
        yield f"{party}{said(report, finding, language)} [{finding.code}]"
        advice = remedy(finding.code, language)
        if advice and finding.code not in told and finding.severity is not kc.Severity.INFO:
            told.add(finding.code)
            yield f"  {advice}"
