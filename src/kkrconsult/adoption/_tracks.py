"""Which tracks live on in which."""

from __future__ import annotations

from kkrconsult.model import Round, Track, TrackStatus

__all__ = ["became"]


def became(round_: Round, track: str) -> tuple[Track, ...]:
    """Find what a track became, so that what was said of it can still be placed.

    Args:
        round_: The round, adopted or not.
        track: Id of a track.

    Returns:
        The track itself while it is one; else those in which it lives on; none where it was dropped or never was.
    """
    known = {one.id: one for one in round_.tracks}
    found: dict[str, Track] = {}
    seen, ahead = {track}, [track]
    while ahead:
        one = known.get(ahead.pop(0))
        if one is None:
            continue
        if one.status is not TrackStatus.DROPPED:
            found[one.id] = one
            continue
        further = [name for step in one.history for name in step.to_tracks if name not in seen]
        seen.update(further)
        ahead += further
    return tuple(found.values())
