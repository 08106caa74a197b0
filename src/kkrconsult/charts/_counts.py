"""What is counted: points by track and by what became of them, themes by their parties, handling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kkrconsult.charts._chart import Chart, table_of
from kkrconsult.charts._specs import Bar, Bars, Key, Paint, Segment
from kkrconsult.charts._words import Words
from kkrconsult.dispositions import disposition_label
from kkrconsult.model import Disposition, HandlingMode, Theme, ThemeProposal, Track, TrackPoint
from kkrconsult.report import PointEntry, Report
from kkrconsult.texts import word_for

__all__ = ["handling", "points_per_track", "themes"]

_MOST = 12
_MOST_TIED = 3
_PAINTS: Mapping[Disposition | None, Paint] = {
    Disposition.ACCOMMODATED: Paint.GOOD,
    Disposition.PARTLY: Paint.PARTLY,
    Disposition.NOT_ACCOMMODATED: Paint.BAD,
    Disposition.NOTED: Paint.NOTED,
    None: Paint.OPEN,
}
_MODES = (HandlingMode.POLITICAL, HandlingMode.ADMINISTRATIVE, None)
_UNKNOWN, _GENERAL, _THEMES = object(), object(), object()


def points_per_track(report: Report, language: str = "da") -> Chart | None:
    """How many points there are on each track and beside the tracks, and what became of them.

    Args:
        report: The report.
        language: ``da`` or ``en``.

    Returns:
        The chart; None where there are no points.
    """
    words, points = Words(language), report.points
    if not points:
        return None
    tracks = {track.id: " ".join(track.title.in_language(language).split()) for track in report.round.tracks}
    counts: dict[object, Counter[Disposition | None]] = {track: Counter() for track in tracks}
    for entry in points:
        counts.setdefault(_place(entry, tracks), Counter())[_disposition(entry)] += 1
    beside = {_UNKNOWN: "points-unknown", _GENERAL: "points-general", _THEMES: "points-themes"}
    labels: dict[object, str] = dict(tracks.items())
    labels.update((place, words(key)) for place, key in beside.items() if place in counts)
    assessed = any(entry.assessment and entry.assessment.disposition for entry in points)
    kinds = [kind for kind in _PAINTS if any(found[kind] for found in counts.values())]
    said = {kind: disposition_label(report.round, kind, language) if kind else words("points-open") for kind in _PAINTS}
    rows = [
        Bar(
            label=label,
            total=str(counts[place].total()),
            segments=tuple(
                Segment(paint=_PAINTS[kind] if assessed else Paint.MAIN, value=counts[place][kind])
                for kind in _PAINTS
                if counts[place][kind]
            ),
        )
        for place, label in labels.items()
    ]
    head = (words("points-on"), words("points-all"), *said.values())
    table = [
        (label, str(counts[place].total()), *(str(counts[place][kind]) for kind in _PAINTS))
        for place, label in labels.items()
    ]
    waiting = sum(found[None] for found in counts.values())
    numbers = {label: counts[place].total() for place, label in labels.items()}
    return Chart(
        name="points-per-track",
        title=words("points-title"),
        alt=words.sentences(
            words("points-alt", n=len(points)),
            _most("points-alt-most", numbers, words),
            words("points-alt-open", n=waiting, disposed=len(points) - waiting)
            if assessed
            else words("points-none-assessed"),
        ),
        table=table_of(words("points-title"), head, table),
        note="" if assessed else words("points-none-assessed"),
        spec=Bars(
            rows=tuple(rows),
            legend=tuple(Key(paint=_PAINTS[kind], text=said[kind]) for kind in kinds) if assessed else (),
        ),
    )


def _most(key: str, numbers: Mapping[str, int], words: Words) -> str:
    """A sentence on what there is most of; none where that is nearly everything."""
    highest = max(numbers.values())
    tops = [label for label, number in numbers.items() if number == highest]
    if len(tops) > _MOST_TIED or len(tops) == len(numbers):
        return ""
    return words(key, labels=words.joined(tops), n=highest, tied=len(tops))


def _place(entry: PointEntry, tracks: Mapping[str, str]) -> object:
    point = entry.point
    if isinstance(point, TrackPoint):
        return point.track if point.track in tracks else _UNKNOWN
    return _THEMES if isinstance(point, ThemeProposal) else _GENERAL


def _disposition(entry: PointEntry) -> Disposition | None:
    return entry.assessment.disposition if entry.assessment else None


def themes(report: Report, language: str = "da") -> Chart | None:
    """How many parties propose each supplementary theme; those of most parties first.

    Args:
        report: The report.
        language: ``da`` or ``en``.

    Returns:
        The chart; None where nobody proposes a theme.
    """
    words = Words(language)
    found = sorted(report.themes, key=lambda theme: -len(_who(theme)))
    if not found:
        return None
    names = {party.participant: party.name for party in report.participation.parties}
    names |= {party.id: party.name for party in report.round.participants}
    tracks = {track.id: track.title.in_language(language) for track in (*report.round.tracks, *_outcome(report))}
    rows = [
        Bar(
            label=theme.title,
            total=words("themes-parties", n=len(_who(theme))),
            segments=(Segment(paint=Paint.MAIN, value=len(_who(theme))),),
        )
        for theme in found[:_MOST]
    ]
    table = [
        (
            " ".join(theme.title.split()),
            str(len(_who(theme))),
            words.joined(names.get(one, one) for one in theme.participants),
            str(len(theme.points)),
            tracks.get(theme.track, theme.track) if theme.track else "",
        )
        for theme in found
    ]
    head = tuple(words(f"themes-{key}") for key in ("theme", "number", "who", "proposals", "track"))
    shared = sum(len(_who(theme)) > 1 for theme in found)
    return Chart(
        name="themes",
        title=words("themes-title"),
        alt=words.sentences(
            words("themes-alt", n=len(found), shared=shared),
            _most("themes-alt-most", {theme.title: len(_who(theme)) for theme in found}, words),
        ),
        table=table_of(words("themes-title"), head, table),
        note=words("themes-more", shown=_MOST, n=len(found) - _MOST) if len(found) > _MOST else "",
        spec=Bars(rows=tuple(rows)),
    )


def _who(theme: Theme) -> tuple[str, ...]:
    """Those behind a theme; where nobody is named, its proposals stand for them."""
    return theme.participants or theme.points


def _outcome(report: Report) -> tuple[Track, ...]:
    return report.round.outcome.tracks if report.round.outcome else ()


def handling(report: Report, language: str = "da") -> Chart | None:
    """How the parties handled the round, and how many answers come with a reservation for political approval.

    Args:
        report: The report.
        language: ``da`` or ``en``.

    Returns:
        The chart; None where there are no answers that count, or the report does not hold them.
    """
    words, answers = Words(language), report.accepted
    if not answers:
        return None
    modes = Counter(response.handling.mode if response.handling else None for response in answers)
    reserved = Counter(
        response.handling.mode if response.handling else None for response in answers if response.reservation
    )
    labels = {mode: word_for(mode, language) if mode else words("handling-unknown") for mode in _MODES}
    rows, table = [], []
    for mode, label in labels.items():
        if mode is None and not modes[mode]:
            continue
        plain, with_one = modes[mode] - reserved[mode], reserved[mode]
        parts = ((Paint.MAIN if mode else Paint.OPEN, plain), (Paint.MAIN_TOO, with_one))
        segments = tuple(Segment(paint=paint, value=value) for paint, value in parts if value)
        rows.append(Bar(label=_capital(label), total=str(modes[mode]), segments=segments))
        table.append((_capital(label), str(modes[mode]), str(with_one)))
    legend: tuple[Key, ...] = ()
    if reserved:
        keys = ((Paint.MAIN, "handling-plain"), (Paint.MAIN_TOO, "handling-reserved"))
        legend = tuple(Key(paint=paint, text=words(key)) for paint, key in keys)
    political, administrative, unknown = (modes[mode] for mode in _MODES)
    return Chart(
        name="handling",
        title=words("handling-title"),
        alt=words.sentences(
            words("handling-alt", n=len(answers), political=political, administrative=administrative),
            words("handling-alt-unknown", n=unknown) if unknown else "",
            words("handling-alt-reserved", n=reserved.total()) if reserved else words("handling-alt-none-reserved"),
        ),
        table=table_of(
            words("handling-title"),
            (words("handling-how"), words("handling-number"), words("handling-reserved")),
            table,
        ),
        spec=Bars(rows=tuple(rows), legend=legend),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
