"""The supplementary themes of a report: to look at, and as tables for the round file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

import kkrconsult as kc
from kkrconsult.cli._history import steps
from kkrconsult.config import dump_themes
from kkrconsult.danish import join_names
from kkrconsult.grouping import decision_for
from kkrconsult.structure import encode
from kkrconsult.texts import word, word_for, words_below

__all__ = ["THEME_FORMATS", "with_history"]


def with_history(report: kc.Report, language: str, at_least: int | None) -> str:
    """Each theme with where it comes from."""
    return _text(report, language, at_least, history=True)


def _text(report: kc.Report, language: str, at_least: int | None, *, history: bool = False) -> str:
    """Each theme with who proposes it, why it is one, and its proposals; last those that may become a track."""
    if not report.themes:
        return word("cli.no-themes", language)
    said = {entry.point.id: entry.point for entry in report.points if isinstance(entry.point, kc.ThemeProposal)}
    standings = kc.rank_themes(report, at_least)
    blocks = [
        "\n".join(
            [
                *_theme(report, standing, language),
                *(
                    _history(report, standing.theme, language)
                    if history
                    else _proposals(standing.theme, said, language)
                ),
            ]
        )
        for standing in standings
    ]
    candidates = [word("history.quoted", language, text=one.theme.title) for one in standings if one.candidate]
    needed = report.round.track_candidate_from if at_least is None else at_least
    names = join_names(candidates, language)
    blocks.append(
        word("cli.candidates", language, n=len(candidates), needed=needed, titles=f": {names}" if names else "")
    )
    return "\n\n".join(blocks)


def _theme(report: kc.Report, standing: kc.ThemeStanding, language: str) -> Iterator[str]:
    theme = standing.theme
    yield word(
        "cli.theme",
        language,
        title=" ".join(theme.title.split()),
        n=len(standing.parties),
        of=report.participation.answering,
        others=word("cli.theme-others", language, n=standing.others) if standing.others else "",
        names=join_names(theme.participants, language),
    )
    if theme.track is not None:
        outcome = report.round.outcome
        tracks = {one.id: one for one in (*(outcome.tracks if outcome else ()), *report.round.tracks)}
        yield "  " + word("notat.promoted", language, track=tracks[theme.track].title.in_language(language))
    elif standing.candidate:
        yield "  " + word("cli.candidate", language)
    if theme.reasons:
        reasons = words_below("theme-reason", language)
        why = "; ".join(_reason(reason, reasons, language) for reason in theme.reasons)
        yield "  " + word("notat.grouped-because", language, how=word_for(theme.grouped_by, language), reasons=why)


def _reason(reason: kc.ThemeReason, reasons: Mapping[str, str], language: str) -> str:
    # Groupers of others have reasons that no catalogue knows.
    why = reasons.get(reason.kind, reason.kind)
    more = [", ".join(reason.words)] if reason.words else []
    if reason.likeness is not None:
        more.append(word("cli.likeness", language, value=reason.likeness))
    return f"{why} ({'; '.join(more)})" if more else why


def _proposals(theme: kc.Theme, said: Mapping[str, kc.ThemeProposal], language: str) -> Iterator[str]:
    quotes = {quote.point: quote for reason in reversed(theme.reasons) for quote in reason.quotes}
    for point in theme.points:
        # What a sender wrote may hold line ends, which would look like lines of ours.
        line = f"  - {' '.join((said[point].title or said[point].text).split())} ({point})"
        quote = quotes.get(point)
        if quote is not None:
            line += f", {join_names(quote.participants, language)}"
            line += f": {word('history.quoted', language, text=quote.text)}" if quote.text else ""
        yield line


def _history(report: kc.Report, theme: kc.Theme, language: str) -> Iterator[str]:
    for step in steps(kc.theme_history(report, theme), report.round, language):
        yield f"  - {step}"


def _toml(report: kc.Report, language: str, at_least: int | None) -> str:  # noqa: ARG001 - as all formats
    """The themes of several proposals as tables for the round file; those that a person settled stay as they are."""
    titles = {entry.point.id: getattr(entry.point, "title", "") for entry in report.points}
    settled = {decision.title for decision in report.round.themes}
    decisions = list(report.round.themes)
    decisions += [
        decision_for(theme, titles) for theme in report.themes if theme.title not in settled and len(theme.points) > 1
    ]
    return dump_themes(decisions).rstrip("\n")


def _json(report: kc.Report, language: str, at_least: int | None) -> str:  # noqa: ARG001 - as all formats
    """Every theme with how many stand behind it, those with most parties first."""
    rows = [
        {
            **encode(standing.theme),
            "parties": list(standing.parties),
            "others": standing.others,
            "answering": report.participation.answering,
            "candidate": standing.candidate,
        }
        for standing in kc.rank_themes(report, at_least)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


THEME_FORMATS: Mapping[str, Callable[[kc.Report, str, int | None], str]] = {"text": _text, "toml": _toml, "json": _json}
"""How themes are printed."""
