"""The tracks of a round: what the parties are heard on, who carries each, and how it came to be."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from kkrconsult.model._checks import check_days, check_id, check_text, check_tuple
from kkrconsult.model.text import LocalizedText
from kkrconsult.model.themes import GroupedBy

__all__ = ["Actor", "Track", "TrackChange", "TrackChangeKind", "TrackStatus"]


@attrs.frozen(kw_only=True)
class Actor:
    """An organisation that carries a track or a mandate area."""

    name: str
    """The organisation."""
    role: LocalizedText | None = None
    """Its part in the work."""

    def __attrs_post_init__(self) -> None:
        check_text(self, "name", self.name)


class TrackStatus(enum.Enum):
    """How settled a track is."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    DROPPED = "dropped"


class TrackChangeKind(enum.Enum):
    """What happened to a track."""

    PROPOSED = "proposed"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    PROMOTED = "promoted"
    ADOPTED = "adopted"
    DROPPED = "dropped"


@attrs.frozen(kw_only=True)
class TrackChange:
    """One step in a track's history."""

    kind: TrackChangeKind
    """What happened."""
    on: dt.date | None = None
    """When, where it is known."""
    title: LocalizedText | None = None
    """The title before the step, where it changed."""
    by: tuple[str, ...] = ()
    """Who proposed or decided it: ids of parties, or names."""
    from_tracks: tuple[str, ...] = ()
    """Ids of the tracks or themes that it came from."""
    to_tracks: tuple[str, ...] = ()
    """Ids of the tracks in which it lives on, where it is no track by itself any more."""
    titles: tuple[str, ...] = ()
    """Titles under which it was proposed, or that were put together."""
    points: tuple[str, ...] = ()
    """Ids of the proposals behind the step."""
    grouped_by: GroupedBy | None = None
    """Whether a person or a program put proposals together, where the step is about that."""
    grouper: str | None = None
    """Name of the strategy, where a program did."""
    note: LocalizedText | None = None
    """A remark, such as what is inferred and not told by a source."""

    def __attrs_post_init__(self) -> None:
        check_days(self, "on", self.on)
        check_tuple(self, "by", self.by)
        for field in ("from_tracks", "to_tracks", "titles", "points"):
            check_tuple(self, field, getattr(self, field))


@attrs.frozen(kw_only=True)
class Track:
    """A track (spor): a main theme of the strategy on which the parties are heard."""

    id: str
    """Stable id, used by points."""
    title: LocalizedText
    """Title."""
    description: LocalizedText | None = None
    """What it is about, in a paragraph or two."""
    status: TrackStatus = TrackStatus.PROVISIONAL
    """How settled it is."""
    aliases: tuple[str, ...] = ()
    """Other names under which answers speak of it, such as ``spor 1``."""
    actors: tuple[Actor, ...] = ()
    """Who carries it."""
    history: tuple[TrackChange, ...] = ()
    """How it came to be, oldest first."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "id", self.id)
        check_tuple(self, "aliases", self.aliases)
        check_tuple(self, "actors", self.actors)
        check_tuple(self, "history", self.history)
