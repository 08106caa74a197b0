"""What the secretariat says of a point, and what became of it."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator

import attrs

from kkrconsult.errors import DataError, Problem
from kkrconsult.model._checks import as_moment, check_id, check_moment
from kkrconsult.model.text import LocalizedText

__all__ = ["Assessment", "AssessmentRules", "Disposition", "DispositionLabels"]


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


@attrs.frozen(kw_only=True)
class DispositionLabels:
    """What a region calls each disposition, where it has words of its own."""

    accommodated: LocalizedText | None = None
    """Instead of »imødekommet«."""
    partly: LocalizedText | None = None
    """Instead of »delvist imødekommet«."""
    not_accommodated: LocalizedText | None = None
    """Instead of »ikke imødekommet«."""
    noted: LocalizedText | None = None
    """Instead of »taget til efterretning«."""

    def __attrs_post_init__(self) -> None:
        # Who reads such a word in a sheet could not tell which of the two is meant.
        taken: dict[str, str] = {}
        problems: list[Problem] = []
        for name, language, text in self.texts():
            other = taken.setdefault(" ".join(text.split()).casefold(), name)
            if other != name:
                message = f"is what {other} is called already"
                problems.append(Problem(message=message, path=(name, language), found=repr(text)))
        if problems:
            raise DataError("DispositionLabels: two dispositions have the same name", problems)

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Every word: of which disposition, in which language, and the word."""
        for field in attrs.fields(type(self)):
            label: LocalizedText | None = getattr(self, field.name)
            for language, text in label.translations.items() if label else ():
                yield field.name, language, text

    def of(self, disposition: Disposition) -> LocalizedText | None:
        """The region's own words for a disposition; None where it has none."""
        found: LocalizedText | None = getattr(self, disposition.value.replace("-", "_"))
        return found


@attrs.frozen(kw_only=True)
class AssessmentRules:
    """How the secretariat assesses points in this round."""

    labels: DispositionLabels = DispositionLabels()
    """What the dispositions are called, in sheets and in every document."""
