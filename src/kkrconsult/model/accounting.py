"""The accounting identity: nothing that comes in gets lost on the way to a report."""

from __future__ import annotations

import attrs

from kkrconsult.model._checks import refuse

__all__ = ["Accounting"]


@attrs.frozen(kw_only=True)
class Accounting:
    """Four sums that must come out even in every report.

    files = read + problems + duplicates; received = accepted + rejected + superseded + withdrawn;
    paragraphs = in points + set aside (+ unaccounted); points = disposed + open.
    """

    files: int = 0
    """Files that came in; 0 where the responses were given without an inbox."""
    files_read: int = 0
    """Files that became responses."""
    problems: int = 0
    """Files that could not be read."""
    duplicates: int = 0
    """Files that are copies of others."""
    received: int = 0
    """Responses."""
    accepted: int = 0
    """Responses that count."""
    rejected: int = 0
    """Responses that do not count, because the secretariat rejected them."""
    superseded: int = 0
    """Responses replaced by a later version."""
    withdrawn: int = 0
    """Responses taken back."""
    paragraphs: int = 0
    """Paragraphs of the accepted responses."""
    paragraphs_in_points: int = 0
    """Paragraphs that belong to a point."""
    paragraphs_set_aside: int = 0
    """Paragraphs set aside with a reason."""
    points: int = 0
    """Points of the accepted responses."""
    disposed: int = 0
    """Points with a disposition."""
    open: int = 0
    """Points without one."""

    def __attrs_post_init__(self) -> None:
        for field in attrs.fields(type(self)):
            value = getattr(self, field.name)
            if type(value) is not int or value < 0:
                refuse(self, field.name, "must be a number, 0 or more", value)

    @property
    def paragraphs_unaccounted(self) -> int:
        """Paragraphs that are neither in a point nor set aside: work left to do."""
        return self.paragraphs - self.paragraphs_in_points - self.paragraphs_set_aside

    @property
    def balanced(self) -> bool:
        """Whether all sums come out even and nothing is unaccounted for."""
        return (
            self.files == self.files_read + self.problems + self.duplicates
            and self.received == self.accepted + self.rejected + self.superseded + self.withdrawn
            and self.paragraphs_unaccounted == 0
            and self.points == self.disposed + self.open
        )
