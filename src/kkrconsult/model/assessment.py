"""What the secretariat says of a point, and what became of it."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from kkrconsult.model._checks import as_moment, check_id, check_moment

__all__ = ["Assessment", "Disposition"]


class Disposition(enum.Enum):
    """What was done with a point; the wording in documents is the region's own."""

    ACCOMMODATED = "accommodated"
    PARTLY = "partly"
    NOT_ACCOMMODATED = "not-accommodated"
    NOTED = "noted"


@attrs.frozen(kw_only=True)
class Assessment:
    """The secretariat's remarks on one point (vurdering, KKR's bemærkninger)."""

    point: str
    """Id of the point."""
    disposition: Disposition | None = None
    """What was done with it; None while it is open."""
    summary: str | None = None
    """The point in the secretariat's words (resumé)."""
    reply: str | None = None
    """The assessment itself (vurdering)."""
    change: str | None = None
    """What changes in the strategy because of it (ændring)."""
    responsible: str | None = None
    """Who looks after it."""
    assessed_by: str | None = None
    """Who wrote this."""
    assessed_at: dt.datetime | None = attrs.field(default=None, converter=as_moment)
    """When."""
    fingerprint: str | None = None
    """Checksum of the point's text when it was assessed, so that a later change shows."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "point", self.point)
        check_moment(self, "assessed_at", self.assessed_at)
