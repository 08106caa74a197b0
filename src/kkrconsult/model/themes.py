"""Supplementary themes that belong together: the result of grouping."""

from __future__ import annotations

import enum

import attrs

from kkrconsult.model._checks import check_id, check_text, check_tuple, refuse

__all__ = ["GroupedBy", "Proposal", "Theme", "ThemeDecision", "ThemeQuote", "ThemeReason"]


class GroupedBy(enum.Enum):
    """Who put proposals together."""

    PROGRAM = "program"
    PERSON = "person"


@attrs.frozen(kw_only=True)
class Proposal:
    """A supplementary theme as a grouper sees it."""

    point: str
    """Id of the point."""
    title: str
    """The theme in a few words."""
    text: str = ""
    """What it is about, and why."""
    participants: tuple[str, ...] = ()
    """Names of those who propose it."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "point", self.point)
        check_tuple(self, "participants", self.participants)


@attrs.frozen(kw_only=True)
class ThemeQuote:
    """What one proposal says, in a few words, so that a reason can be checked where it is read."""

    point: str
    """Id of the proposal."""
    participants: tuple[str, ...] = ()
    """Ids or names of those who propose it, in Danish alphabetical order."""
    title: str = ""
    """Its title, as it was written."""
    text: str = ""
    """A sentence of it, cut short where it is long; empty where the title says it all."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "point", self.point)
        check_tuple(self, "participants", self.participants)


@attrs.frozen(kw_only=True)
class ThemeReason:
    """Why proposals were put together."""

    kind: str
    """The kind of reason, such as ``same-title`` or ``shared-words``."""
    words: tuple[str, ...] = ()
    """The words that they share."""
    points: tuple[str, ...] = ()
    """Ids of the proposals that it concerns."""
    likeness: float | None = None
    """How much alike they are, from 0 to 1, where the strategy measures that."""
    quotes: tuple[ThemeQuote, ...] = ()
    """What those proposals say, and who says it."""

    def __attrs_post_init__(self) -> None:
        check_tuple(self, "quotes", self.quotes)
        if self.likeness is not None and not 0 <= self.likeness <= 1:
            refuse(self, "likeness", "must be between 0 and 1", self.likeness)


@attrs.frozen(kw_only=True)
class Theme:
    """One supplementary theme, with every proposal behind it."""

    id: str
    """Stable id, made of the proposals."""
    title: str
    """The title to show."""
    points: tuple[str, ...]
    """Ids of the proposals, in ascending order."""
    participants: tuple[str, ...] = ()
    """Ids or names of those who propose it, in Danish alphabetical order."""
    grouped_by: GroupedBy = GroupedBy.PROGRAM
    """Whether a person or a program grouped it."""
    grouper: str | None = None
    """Name of the strategy that grouped it."""
    reasons: tuple[ThemeReason, ...] = ()
    """Why the proposals stand together; none for a theme that one party alone proposed."""
    track: str | None = None
    """Id of the track that it became, where the secretariat made it one."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "id", self.id)
        check_text(self, "title", self.title)
        check_tuple(self, "points", self.points)


@attrs.frozen(kw_only=True)
class ThemeDecision:
    """What the secretariat settled about supplementary themes: which belong together, and what became of them.

    It goes before what a program finds, and holds for answers that come later too. One that puts earlier decisions
    together, or takes something out of one, leaves them as they are: without it, they hold again.
    """

    title: str
    """What the theme is called. Proposals with this title belong to it."""
    titles: tuple[str, ...] = ()
    """Other titles that belong to it, small words, capitals and endings aside."""
    points: tuple[str, ...] = ()
    """Ids of single proposals that belong to it, whatever their titles are."""
    merges: tuple[str, ...] = ()
    """Titles of decisions that stand before it and are part of it now; one alone is renamed by it."""
    splits: str | None = None
    """Title of the theme that it was taken out of. What both name belongs to this one."""
    track: str | None = None
    """Id of the track that it became: one of the round's, or of its outcome's."""
    note: str | None = None
    """Why, in a few words; it stands in the consultation report."""

    def __attrs_post_init__(self) -> None:
        check_text(self, "title", self.title)
        if self.splits is not None:
            check_text(self, "splits", self.splits)
        for field in ("titles", "points", "merges"):
            check_tuple(self, field, getattr(self, field))
            for one in getattr(self, field):
                check_text(self, field, one)
