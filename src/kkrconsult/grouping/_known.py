"""The responses beside a report, watched for themes that it does not know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import attrs

from kkrconsult.errors import ExportError, bounded
from kkrconsult.model import Response, ThemeProposal
from kkrconsult.report import Report, accepted_ids

__all__ = ["with_themes"]


def with_themes(report: Report, responses: Sequence[Response]) -> Sequence[Response]:
    """The responses, for whoever writes the themes too.

    Args:
        report: The report; one that holds its responses is taken to know all that it should.
        responses: Its responses.

    Raises:
        ExportError: While they are gone through: the report was made without the themes that they propose.
    """
    return responses if report.responses else _WithThemes(report, responses)


@attrs.frozen(eq=False)
class _WithThemes(Sequence[Response]):
    _report: Report
    _responses: Sequence[Response]

    def __len__(self) -> int:
        return len(self._responses)

    @overload
    def __getitem__(self, index: int) -> Response: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Response]: ...

    def __getitem__(self, index: int | slice) -> Response | Sequence[Response]:
        return self._responses[index]

    def __iter__(self) -> Iterator[Response]:
        known = {point for theme in self._report.themes for point in theme.points}
        accepted = accepted_ids(self._report.participation)
        for response in self._responses:
            unknown = [p for p in response.points if isinstance(p, ThemeProposal) and p.id not in known]
            if unknown and response.id in accepted:
                raise ExportError(
                    f"response {bounded(response.id)} proposes a theme, and the report was made without themes; check "
                    "the round with keep_themes=True"
                )
            yield response
