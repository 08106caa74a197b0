"""A round and its outcome to the round with its final tracks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from kkrconsult.adoption._history import Origins, decided_history, noted
from kkrconsult.danish import fold
from kkrconsult.errors import DataError, Problem
from kkrconsult.grouping import Claims, decided_id
from kkrconsult.model import LocalizedText, Outcome, Round, Track, TrackChange, TrackChangeKind, TrackStatus
from kkrconsult.report import Report

__all__ = ["adopt"]

_ONCE = (TrackChangeKind.PROMOTED, TrackChangeKind.ADOPTED, TrackChangeKind.DROPPED)
"""What happens to a track at most once on a day."""


def adopt(round_: Round, report: Report | None = None) -> Round:
    """Give a round the tracks that it ended with, each with the history that led to it.

    What happened is taken from the outcome and from the decisions on themes, never made up: without answers nobody is
    said to have proposed anything, and a day that the outcome does not tell is left open. Adopting twice changes
    nothing more.

    Args:
        round_: The round, with an outcome that names its tracks. Which themes became a track, its decisions on themes
            say (`ThemeDecision.track`).
        report: What the round's answers came to; without it, histories do not tell who proposed what.

    Returns:
        The same round with other tracks: first those of the outcome, in its order; then those that are none any more,
        as dropped, so that answers to them still lead somewhere. Their history says in which tracks they live on. The
        outcome, the decisions and all else stay as they are.

    Raises:
        DataError: The outcome does not name the tracks, or the report is of another round.
    """
    outcome = round_.outcome
    if outcome is None or not outcome.tracks:
        problem = Problem(
            message="does not say which tracks there are in the end",
            path=("outcome", "tracks"),
            suggestion="Write them into the round file, as [[outcome.tracks]].",
        )
        raise DataError(f"Round {round_.id} cannot be adopted:", [problem])
    if report is not None and report.round.id != round_.id:
        problem = Problem(message="is of another round", path=("report",), found=repr(report.round.id))
        raise DataError(f"Round {round_.id} cannot be adopted with this report:", [problem])
    before = {track.id: track for track in round_.tracks}
    origins = Origins.of(report)
    went_into = _went_into(outcome, before)
    adopted = [
        _adopted(track, before, outcome, _themes(round_, track.id, origins), known=report is not None)
        for track in outcome.tracks
    ]
    adopted = _with_names(adopted, before, went_into)
    final = {track.id for track in outcome.tracks}
    titles = {track.id: track.title for track in outcome.tracks}
    gone = [
        _gone(track, went_into.get(track.id, ()), titles, outcome) for track in round_.tracks if track.id not in final
    ]
    return attrs.evolve(round_, tracks=(*adopted, *gone))


@attrs.frozen(kw_only=True)
class _Promoted:
    """A theme that became a track, or part of one."""

    id: str
    title: str
    history: tuple[TrackChange, ...]


def _themes(round_: Round, track: str, origins: Origins) -> list[_Promoted]:
    claims = Claims(round_.themes)
    return [
        _Promoted(id=decided_id(decision.title), title=decision.title, history=decided_history(round_, index, origins))
        for index, decision in enumerate(round_.themes)
        if decision.track == track and claims.whole(index) == index
    ]


def _went_into(outcome: Outcome, before: Mapping[str, Track]) -> dict[str, tuple[str, ...]]:
    """In which tracks of the outcome each track lives on that is none of them itself."""
    final = {track.id for track in outcome.tracks}
    found: dict[str, tuple[str, ...]] = {}
    for track in outcome.tracks:
        for source in dict.fromkeys(name for step in track.history for name in step.from_tracks):
            if source in before and source not in final:
                found[source] = (*found.get(source, ()), track.id)
    return found


def _adopted(
    track: Track, before: Mapping[str, Track], outcome: Outcome, themes: Sequence[_Promoted], *, known: bool
) -> Track:
    """A track of the outcome with all that is known of it."""
    base = before.get(track.id)
    dropped = track.status is TrackStatus.DROPPED
    sources = {name for step in track.history for name in step.from_tracks} & before.keys()
    steps = [step for theme in themes for step in theme.history]
    told = list(track.history)
    if base is None and not sources:
        told = _promotion(told, themes, outcome, known=known)
    else:
        there = {name for step in (base.history if base else ()) for name in step.from_tracks}
        added = [theme for theme in themes if theme.id not in there]
        if added:
            ids, titles = tuple(theme.id for theme in added), tuple(theme.title for theme in added)
            steps.append(
                TrackChange(kind=TrackChangeKind.MERGED, on=outcome.decided_on, from_tracks=ids, titles=titles)
            )
    if base is not None and _renamed(base.title, track.title) and not _has(told, TrackChangeKind.RENAMED):
        told.append(TrackChange(kind=TrackChangeKind.RENAMED, on=outcome.decided_on, title=base.title))
    end = TrackChangeKind.DROPPED if dropped else TrackChangeKind.ADOPTED
    if not _has(told, end):
        told.append(TrackChange(kind=end, on=outcome.decided_on))
    return attrs.evolve(
        track,
        status=TrackStatus.DROPPED if dropped else TrackStatus.FINAL,
        description=track.description or (base.description if base else None),
        actors=track.actors or (base.actors if base else ()),
        history=_together(base.history if base else (), (*steps, *told)),
    )


def _promotion(
    told: Sequence[TrackChange], themes: Sequence[_Promoted], outcome: Outcome, *, known: bool
) -> list[TrackChange]:
    """The outcome's own steps, with the one by which a theme became a track."""
    steps = list(told)
    if not _has(steps, TrackChangeKind.PROMOTED):
        note = None
        if not themes:
            note = noted("no-theme" if known else "no-answers")
        steps.insert(0, TrackChange(kind=TrackChangeKind.PROMOTED, on=outcome.decided_on, note=note))
    return [
        attrs.evolve(
            step,
            # Beside what the outcome itself says: a theme left out here would look like a new one the next time.
            from_tracks=tuple(dict.fromkeys((*step.from_tracks, *(theme.id for theme in themes)))),
            titles=tuple(dict.fromkeys((*step.titles, *(theme.title for theme in themes)))),
        )
        if step.kind is TrackChangeKind.PROMOTED
        else step
        for step in steps
    ]


def _renamed(before: LocalizedText, after: LocalizedText) -> bool:
    """Whether a title changed, and not only got a further language."""
    languages = before.translations.keys() & after.translations.keys()
    return not languages or any(before.translations[one] != after.translations[one] for one in languages)


def _has(steps: Iterable[TrackChange], kind: TrackChangeKind) -> bool:
    return any(step.kind is kind for step in steps)


def _together(earlier: Sequence[TrackChange], later: Sequence[TrackChange]) -> tuple[TrackChange, ...]:
    """One history of two, each step once."""
    steps: list[TrackChange] = []
    seen: set[object] = set()
    for step in (*earlier, *later):
        key: object = (step.kind, step.on) if step.kind in _ONCE else step
        if key not in seen:
            seen.add(key)
            steps.append(step)
    return tuple(steps)


def _with_names(
    tracks: Sequence[Track], before: Mapping[str, Track], went_into: Mapping[str, tuple[str, ...]]
) -> list[Track]:
    """The tracks with every name under which answers may speak of them, none of which is another's too."""
    taken = {fold(name): track.id for track in reversed(tracks) for name in (*_called(track), *track.aliases)}
    named = []
    for track in tracks:
        base = before.get(track.id)
        aliases = [*track.aliases]
        if base:
            free = [name for name in base.aliases if taken.get(fold(name), track.id) == track.id]
            aliases += [name for name in free if name not in aliases]
        more = [*_called(base)] if base else []
        for source, into in went_into.items():
            if into == (track.id,):
                more += [*before[source].aliases, *_called(before[source])]
        taken.update(dict.fromkeys(map(fold, aliases), track.id))
        for name in more:
            if fold(name) not in taken:
                taken[fold(name)] = track.id
                aliases.append(name)
        named.append(attrs.evolve(track, aliases=tuple(aliases)))
    return named


def _called(track: Track) -> tuple[str, ...]:
    return (track.id, *track.title.translations.values())


def _gone(track: Track, into: Sequence[str], titles: Mapping[str, object], outcome: Outcome) -> Track:
    """A track that is none any more; it stays, so that what was said of it has a place."""
    if into:
        kind = TrackChangeKind.SPLIT if len(into) > 1 else TrackChangeKind.MERGED
        step = TrackChange(
            kind=kind, on=outcome.decided_on, to_tracks=tuple(into), titles=tuple(str(titles[one]) for one in into)
        )
    else:
        step = TrackChange(kind=TrackChangeKind.DROPPED, on=outcome.decided_on, note=noted("dropped"))
    return attrs.evolve(track, status=TrackStatus.DROPPED, history=_together(track.history, (step,)))
