"""How a value came to be known: what a party declared, what a program recognised, what a person recorded."""

from __future__ import annotations

import enum

import attrs

from kkrconsult.model._checks import refuse

__all__ = ["Provenance", "ProvenanceKind"]


class ProvenanceKind(enum.Enum):
    """The kind of evidence behind a value."""

    DECLARED = "declared"
    RECOGNISED = "recognised"
    HEADER = "header"
    SIDECAR = "sidecar"
    RECORDED = "recorded"
    COUNTED = "counted"
    FILE = "file"
    ASSUMED = "assumed"


@attrs.frozen(kw_only=True)
class Provenance:
    """Where one value of a response comes from."""

    kind: ProvenanceKind
    """The kind of evidence."""
    detail: str | None = None
    """The evidence itself: a header's name, a quoted sentence, a method."""
    confidence: float | None = None
    """How sure it is, from 0 to 1; None where the question does not arise."""

    def __attrs_post_init__(self) -> None:
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            refuse(self, "confidence", "must be between 0 and 1", self.confidence)
