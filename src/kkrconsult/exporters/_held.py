"""What an exporter of responses needs: a report that holds them."""

from __future__ import annotations

from kkrconsult.errors import ExportError
from kkrconsult.model import Response
from kkrconsult.report import Audience, Report

__all__ = ["held"]


def held(report: Report) -> tuple[Response, ...]:
    """The responses of a report.

    Raises:
        ExportError: It knows of responses and holds none, so that a file without any would be written in silence.
    """
    # The public may see none of them; that is no mistake.
    if report.participation.responses and not report.responses and report.audience is Audience.INTERNAL:
        raise ExportError(
            f"this report holds none of the {len(report.participation.responses)} responses that it was made of; give "
            "them beside it (responses=), or check with keep_responses=True"
        )
    return report.responses
