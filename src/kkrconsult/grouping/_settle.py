"""Themes settled by hand: merged, renamed, split, promoted to a track, and all of it taken back.

Each function gives a new round with one more decision, or a few. What stood there before stays, so `undo_theme` brings
it back exactly, also after the round has been written to a file and read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from kkrconsult.errors import DataError, Problem, bounded
from kkrconsult.grouping._decided import Claims
from kkrconsult.model import (
    GroupedBy,
    Outcome,
    Round,
    Theme,
    ThemeDecision,
    Track,
    merged_into,
    plain_title,
    taken_out_of,
)
from kkrconsult.report import Report
from kkrconsult.structure import did_you_mean

__all__ = ["decision_for", "merge_themes", "promote_theme", "rename_theme", "split_theme", "undo_theme"]


def merge_themes(
    round_: Round,
    themes: Iterable[str],
    *,
    title: str | None = None,
    note: str | None = None,
    report: Report | None = None,
) -> Round:
    """Put themes together.

    Args:
        round_: The round.
        themes: Their titles: of decisions of the round, of themes of the report, or else of proposals.
        title: What the whole is called; by default what the first of them is.
        note: Why, in a few words.
        report: What the round's answers came to; needed for themes that a program put together of several titles.

    Returns:
        The round with one more decision. The track is that of the parts, where they have one and the same.

    Raises:
        DataError: Fewer than two themes, one that is part of another already, or one that the report does not have.
    """
    parts = [_found(round_, name, report) for name in themes]
    if len({plain_title(part.title) for part in parts}) < 2:
        raise _refused("themes", "must name two themes or more", [part.title for part in parts])
    return _built_upon(round_, parts, title or parts[0].title, note)


def rename_theme(
    round_: Round, theme: str, title: str, *, note: str | None = None, report: Report | None = None
) -> Round:
    """Call a theme something else; see `merge_themes` for the arguments."""
    return _built_upon(round_, [_found(round_, theme, report)], title, note)


def split_theme(
    round_: Round,
    theme: str,
    parts: Mapping[str, Sequence[str]],
    *,
    note: str | None = None,
    report: Report | None = None,
) -> Round:
    """Take proposals out of a theme.

    Args:
        round_: The round.
        theme: Its title.
        parts: What becomes of them: the titles or ids of the proposals, by the title of each new theme. A title in it
            that no list has belongs to its own. What is not named stays where it is.
        note: Why, in a few words.
        report: What the round's answers came to; tells ids from titles. Without it everything named is a title.

    Returns:
        The round with a decision for each part.

    Raises:
        DataError: There is no part, or what the parts name does not fit together.
    """
    whole = _found(round_, theme, report)
    if not parts:
        raise _refused("parts", "must name what is taken out", parts)
    ids = {entry.point.id for entry in report.points} if report is not None else set()
    more = [
        ThemeDecision(
            title=title,
            titles=tuple(one for one in named if one not in ids and plain_title(one) != plain_title(title)),
            points=tuple(one for one in named if one in ids),
            splits=whole.title,
            note=note,
        )
        for title, named in parts.items()
    ]
    return attrs.evolve(round_, themes=(*round_.themes, *more))


def promote_theme(
    round_: Round, theme: str, track: str | Track, *, note: str | None = None, report: Report | None = None
) -> Round:
    """Say which track a theme became.

    Args:
        round_: The round.
        theme: Its title.
        track: Id of a track of the round or of its outcome; or a new track, which is added to the outcome.
        note: Why, in a few words.
        report: As for `merge_themes`.

    Returns:
        The round with one more decision. `undo_theme` takes that back; a track that was added stays in the outcome.

    Raises:
        DataError: There is no such track, or a new one has the id of another.
    """
    if isinstance(track, Track):
        outcome = round_.outcome or Outcome()
        if track.id in {one.id for one in (*round_.tracks, *outcome.tracks)}:
            raise _refused("track", "has the id of another track; give the id alone to mean that one", track.id)
        round_ = attrs.evolve(round_, outcome=attrs.evolve(outcome, tracks=(*outcome.tracks, track)))
        track = track.id
    part = _found(round_, theme, report)
    return _built_upon(round_, [part], part.title, note, track)


def undo_theme(round_: Round, theme: str) -> Round:
    """Take back the last thing that was decided on a theme: what held before holds again.

    Args:
        round_: The round.
        theme: Title of the decision. What was taken out of a theme goes back part by part.

    Returns:
        The round as it was before `merge_themes`, `rename_theme`, `promote_theme`, or `split_theme` of that part.

    Raises:
        DataError: There is no such decision, or another one builds on it, which must be undone first.
    """
    decisions = round_.themes
    index = _last(decisions, theme)
    if index is None:
        raise _unknown(theme, [one.title for one in decisions])
    upon = [into for part, into in merged_into(decisions).items() if part == index]
    upon += [part for part, source in taken_out_of(decisions).items() if source == index]
    if upon:
        raise _refused("theme", f"has {bounded(decisions[upon[0]].title)} built upon it; undo that first", theme)
    return attrs.evolve(round_, themes=(*decisions[:index], *decisions[index + 1 :]))


def decision_for(theme: Theme, titles: Mapping[str, str]) -> ThemeDecision:
    """The decision that keeps a theme as it is: by titles, so that it holds for later answers too.

    Args:
        theme: The theme.
        titles: The title of each proposal by its id. One without a title is kept by its id.
    """
    others = {" ".join(titles[point].split()): titles[point].strip() for point in theme.points}
    named = {plain_title(theme.title), ""}
    return ThemeDecision(
        title=theme.title,
        titles=tuple(sorted(title for plain, title in others.items() if plain_title(plain) not in named)),
        points=tuple(point for point in theme.points if not titles[point].strip()),
    )


def _built_upon(
    round_: Round, parts: Sequence[ThemeDecision], title: str, note: str | None, track: str | None = None
) -> Round:
    """One more decision, of others and of what no decision is about yet."""
    fresh = [part for part in parts if part not in round_.themes]
    tracks = {part.track for part in parts if part.track is not None}
    titles = {plain_title(one): one for part in reversed(fresh) for one in (*reversed(part.titles), part.title)}
    more = ThemeDecision(
        title=title,
        titles=tuple(sorted(one for plain, one in titles.items() if plain != plain_title(title))),
        points=tuple(sorted(point for part in fresh for point in part.points)),
        merges=tuple(part.title for part in parts if part in round_.themes),
        track=track if track is not None else min(tracks) if len(tracks) == 1 else None,
        note=note,
    )
    return attrs.evolve(round_, themes=(*round_.themes, more))


def _found(round_: Round, name: str, report: Report | None) -> ThemeDecision:
    """The decision on a theme: one that the round has, or one for what a program put together."""
    index = _last(round_.themes, name)
    if index is not None:
        into = merged_into(round_.themes)
        if index in into:
            whole = round_.themes[into[index]].title
            raise _refused("theme", f"is part of {bounded(whole)}; name that one, or undo it first", name)
        return round_.themes[index]
    if report is None:
        return ThemeDecision(title=name)
    titles = {entry.point.id: getattr(entry.point, "title", "") for entry in report.points}
    claims = Claims(round_.themes)
    for theme in report.themes:
        if plain_title(theme.title) == plain_title(name) and theme.grouped_by is GroupedBy.PROGRAM:
            kept = decision_for(theme, titles)
            # What was settled since the report was made is no part of it any more.
            rest = tuple(title for title in kept.titles if claims.of(title) is None)
            return attrs.evolve(
                kept, titles=rest, points=tuple(one for one in kept.points if claims.of("", one) is None)
            )
    raise _unknown(name, [theme.title for theme in report.themes])


def _last(decisions: Sequence[ThemeDecision], title: str) -> int | None:
    places = [place for place, one in enumerate(decisions) if plain_title(one.title) == plain_title(title)]
    return places[-1] if places else None


def _refused(field: str, message: str, found: object) -> DataError:
    problem = Problem(message=message, path=(field,), found=bounded(found))
    return DataError(f"{field} {message}", [problem])


def _unknown(name: str, known: Sequence[str]) -> DataError:
    problem = Problem(
        message="is not a theme", path=("theme",), found=bounded(name), suggestion=did_you_mean(name, known)
    )
    return DataError(f"there is no theme {bounded(name)}", [problem])
