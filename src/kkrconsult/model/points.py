"""The points that a response makes, as a tagged union, and where in the response each of them stands."""

from __future__ import annotations

from typing import ClassVar

import attrs

from kkrconsult.model._checks import check_id, check_text, check_tuple, plain_id, refuse

__all__ = ["Anchor", "GeneralPoint", "Point", "SetAside", "ThemeProposal", "TrackPoint"]


@attrs.frozen(kw_only=True)
class Anchor:
    """Where something stands in a response, so that a reader can find it again."""

    file: str | None = None
    """Name of the file, where the response consists of several."""
    page: int | None = None
    """Page, counted from 1."""
    section: str | None = None
    """Heading under which it stands."""
    paragraphs: tuple[int, ...] = ()
    """Numbers of the response's paragraphs, counted from 1, in ascending order."""
    quote: str | None = None
    """The first words, as they stand there."""

    def __attrs_post_init__(self) -> None:
        if self.page is not None and (type(self.page) is not int or self.page < 1):
            refuse(self, "page", "must be a page number, 1 or more", self.page)
        _check_paragraphs(self, self.paragraphs)


@attrs.frozen(kw_only=True)
class SetAside:
    """Paragraphs that belong to no point, such as a greeting or a signature."""

    paragraphs: tuple[int, ...]
    """Their numbers, counted from 1, in ascending order."""
    reason: str
    """Why, as a word of the catalogue: ``greeting``, ``signature``, ``cover``, ``quoted``, ``form`` or a text."""

    def __attrs_post_init__(self) -> None:
        if not self.paragraphs:
            refuse(self, "paragraphs", "must name a paragraph", self.paragraphs)
        _check_paragraphs(self, self.paragraphs)
        check_text(self, "reason", self.reason)


def _check_paragraphs(owner: object, numbers: tuple[int, ...]) -> None:
    check_tuple(owner, "paragraphs", numbers)
    last = 0
    for number in numbers:
        if type(number) is not int or number <= last:
            refuse(owner, "paragraphs", "must be paragraph numbers from 1, ascending", numbers)
        last = number


@attrs.frozen(kw_only=True)
class TrackPoint:
    """A point on one of the round's tracks: a remark on it, or a reason for it."""

    TYPE: ClassVar[str] = "track-point"

    id: str
    """Stable id, unique in the round."""
    track: str
    """Id of the track."""
    text: str
    """What is said."""
    rationale: str | None = None
    """Why (begrundelse, motivering)."""
    anchor: Anchor | None = None
    """Where it stands."""

    def __attrs_post_init__(self) -> None:
        # Points are made by the million; nearly all are right, and that is asked without a call.
        if type(self.id) is not str or not plain_id(self.id):
            check_id(self, "id", self.id)
        if type(self.track) is not str or not plain_id(self.track):
            check_id(self, "track", self.track)
        if type(self.text) is not str or not self.text.strip():
            check_text(self, "text", self.text)


@attrs.frozen(kw_only=True)
class ThemeProposal:
    """A supplementary theme (supplerende tema) that a party wants in the strategy."""

    TYPE: ClassVar[str] = "theme-proposal"

    id: str
    """Stable id, unique in the round."""
    title: str
    """The theme in a few words."""
    text: str = ""
    """What it is about; may be empty where the title says it all."""
    rationale: str | None = None
    """Why (begrundelse, motivering)."""
    anchor: Anchor | None = None
    """Where it stands."""

    def __attrs_post_init__(self) -> None:
        if type(self.id) is not str or not plain_id(self.id):
            check_id(self, "id", self.id)
        # An empty title is a fault of the answer and not of the object: the validator theme-title reports it.
        if not isinstance(self.title, str):
            refuse(self, "title", "must be text", self.title)
        if not self.title.strip():
            check_text(self, "text", self.text)


@attrs.frozen(kw_only=True)
class GeneralPoint:
    """A point on the round as a whole (generelle bemærkninger)."""

    TYPE: ClassVar[str] = "general-point"

    id: str
    """Stable id, unique in the round."""
    text: str
    """What is said."""
    rationale: str | None = None
    """Why (begrundelse, motivering)."""
    anchor: Anchor | None = None
    """Where it stands."""

    def __attrs_post_init__(self) -> None:
        if type(self.id) is not str or not plain_id(self.id):
            check_id(self, "id", self.id)
        if type(self.text) is not str or not self.text.strip():
            check_text(self, "text", self.text)


Point = TrackPoint | ThemeProposal | GeneralPoint
