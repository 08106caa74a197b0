"""How a command ends: its exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import kkrconsult as kc
    from kkrconsult.cli._using import Using

__all__ = ["FOUND", "INCOMPLETE", "OK", "USAGE", "finished", "written"]

OK, FOUND, USAGE, INCOMPLETE = 0, 1, 2, 3


def finished(report: kc.Report) -> int:
    if not report.complete:
        return INCOMPLETE
    return OK if report.valid else FOUND


def written(report: kc.Report, language: str, using: Using) -> int:
    """The status of a command that wrote what was asked for; what is wrong with the sheets it says on the side."""
    from kkrconsult.cli._assessments import on_assessments

    for line in on_assessments(report, language, using.assessments):
        click.echo(line, err=True)
    if not report.complete:
        return INCOMPLETE
    return FOUND if report.counts.get("assessment.conflict") else OK
