"""The supplementary themes of a report: to look at, and as tables for the round file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import kkrconsult as kc
from kkrconsult.config import dump_themes
from kkrconsult.danish import join_names
from kkrconsult.structure import encode
from kkrconsult.texts import word, word_for, words_below

__all__ = ["THEME_FORMATS"]


def _text(report: kc.Report, language: str) -> str:
    """Each theme with who proposes it, why it is one, and its proposals."""
    if not report.themes:
        return word("cli.no-themes", language)
    said = {entry.point.id: entry.point for entry in report.points if isinstance(entry.point, kc.ThemeProposal)}
    reasons = words_below("theme-reason", language)
    return "\n\n".join("\n".join(_theme(theme, said, reasons, language)) for theme in report.themes)


def _theme(
    theme: kc.Theme, said: Mapping[str, kc.ThemeProposal], reasons: Mapping[str, str], language: str
) -> Iterator[str]:
    yield f"{theme.title}: {join_names(theme.participants, language)}"
    if theme.reasons:
        why = "; ".join(_reason(reason, reasons) for reason in theme.reasons)
        yield "  " + word("notat.grouped-because", language, how=word_for(theme.grouped_by, language), reasons=why)
    for point in theme.points:
        # What a sender wrote may hold line ends, which would look like lines of ours.
        yield f"  - {' '.join((said[point].title or said[point].text).split())} ({point})"


def _reason(reason: kc.ThemeReason, reasons: Mapping[str, str]) -> str:
    # Groupers of others have reasons that no catalogue knows.
    why = reasons.get(reason.kind, reason.kind)
    return f"{why} ({', '.join(reason.words)})" if reason.words else why


def _toml(report: kc.Report, language: str) -> str:  # noqa: ARG001 - as all formats
    """The themes of several proposals as tables for the round file; those that a person settled stay as they are."""
    settled = {decision.title for decision in report.round.themes}
    titles = {entry.point.id: getattr(entry.point, "title", "") for entry in report.points}
    decisions = list(report.round.themes)
    for theme in report.themes:
        if theme.title in settled or len(theme.points) < 2:
            continue
        others = sorted({titles[point].strip() for point in theme.points} - {theme.title.strip(), ""})
        blank = [point for point in theme.points if not titles[point].strip()]
        decisions.append(kc.ThemeDecision(title=theme.title, titles=tuple(others), points=tuple(blank)))
    return dump_themes(decisions).rstrip("\n")


def _json(report: kc.Report, language: str) -> str:  # noqa: ARG001 - as all formats
    return json.dumps([encode(theme) for theme in report.themes], ensure_ascii=False, indent=2)


THEME_FORMATS = {"text": _text, "toml": _toml, "json": _json}
"""How themes are printed."""
