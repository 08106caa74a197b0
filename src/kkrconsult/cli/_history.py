"""The history of tracks and themes as plain text for a screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import kkrconsult as kc
from kkrconsult.danish import format_date, join_names
from kkrconsult.texts import word, word_for

__all__ = ["steps", "tracks"]


def tracks(round_: kc.Round, language: str) -> str:
    """The tracks of a round, each with its status and the steps that led to it."""
    return "\n\n".join(
        "\n".join(
            [
                f"{track.id}: {track.title.in_language(language)} ({word_for(track.status, language)})",
                *(f"  - {step}" for step in steps(track.history, round_, language)),
            ]
        )
        for track in round_.tracks
    )


def steps(history: Iterable[kc.TrackChange], round_: kc.Round, language: str) -> Iterator[str]:
    """Each step on a line."""
    names = {party.id: party.name for party in round_.participants}
    for step in history:
        said = [word_for(step.kind, language)]
        if step.on is not None:
            said.append(format_date(step.on, language))
        if step.grouped_by is not None:
            said.append(word_for(step.grouped_by, language))
        if step.grouper is not None:
            said.append(f"({step.grouper})")
        if step.title is not None:
            said.append(word("history.from", language, title=step.title.in_language(language)))
        line = " ".join(said)
        if step.titles:
            line += ": " + join_names([word("history.quoted", language, text=one) for one in step.titles], language)
        if step.by:
            line += f" ({join_names([names.get(one, one) for one in step.by], language)})"
        yield line + (f" – {step.note.in_language(language)}" if step.note else "")
