"""The first section of the consultation report: the round and its period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.model import Deadline, LocalizedText, Material, Milestone, MilestoneStatus
from kkrconsult.paper import Builder, Line, Run, line, link, strong
from kkrconsult.report import Report
from kkrconsult.texts import word_for
from kkrconsult.timeline import local_date, period

__all__ = ["the_round"]


def the_round(build: Builder, report: Report, words: Words, names: Names) -> None:
    """Section 1, and 1.1 on the period."""
    round_ = report.round
    build.heading(words("hearing"))
    for key, said in (("organiser", round_.organiser), ("case-number", round_.case_number)):
        if said and said.strip():
            build.say(words.labelled(key, said))
    for key, text in (("background", round_.background), ("purpose", round_.purpose)):
        if text is not None:
            build.text(words.text(text), label=words(key))
    build.titled(words("demands"), (words.text(demand.text) for demand in round_.demands))
    tracks = {track.id: words.text(track.title) for track in round_.tracks}
    build.titled(words("materials"), (_material(item, tracks, words) for item in round_.materials))
    titles = {item.id: item.title for item in round_.milestones}
    titles |= {item.id: item.title for item in round_.materials}
    build.titled(words("milestones"), (_milestone(item, titles, words) for item in round_.milestones))
    if round_.outcome is not None:
        day, summary = round_.outcome.decided_on, round_.outcome.summary
        parts = (words.date(day) if day else "", words.text(summary) if summary else "")
        if any(parts):
            build.say(words.labelled("outcome", ": ".join(part for part in parts if part)))
        build.titled(words("outcome-tracks"), (words.text(track.title) for track in round_.outcome.tracks))
    _period(build, report, words, names)


def _material(item: Material, tracks: Mapping[str, str], words: Words) -> Line:
    speakers = [
        speaker.name + (f" ({speaker.organisation})" if speaker.organisation else "") for speaker in item.speakers
    ]
    about = words.joined(tracks[one] for one in item.tracks)
    parts = (
        f"{words.text(item.title)} ({word_for(item.kind, words.language)})",
        words.joined(speakers),
        words("about", n=len(item.tracks), tracks=about) if about else "",
        words("digital") if item.digital else "",
    )
    return line("; ".join(part for part in parts if part), *(("; ", link(item.url)) if item.url else ()))


def _milestone(item: Milestone, titles: Mapping[str, LocalizedText], words: Words) -> Line:
    day = words.date(item.on) if item.on else words("day-unknown")
    status = word_for(item.status, words.language)
    # What did not take place must not be overlooked in a list of what did.
    shown: str | Run = strong(status) if item.status is MilestoneStatus.CANCELLED else status
    place = f", {item.place}" if item.place else ""
    more = []
    if item.reason:
        more.append(words("because", reason=_open_ended(words.text(item.reason))))
    if item.replaced_by:
        more.append(words("replaced-by", others=words.joined(words.text(titles[one]) for one in item.replaced_by)))
    said = "".join(f" {part}." for part in more)
    return line(f"{day}: {words.text(item.title)}{place} (", shown, ")." if said else ")", said)


def _open_ended(text: str) -> str:
    """A text without the full stop that its sentence may already have."""
    text = text.strip()
    return text.removesuffix(".").rstrip() or text


def _period(build: Builder, report: Report, words: Words, names: Names) -> None:
    build.heading(words("period"), 2)
    round_ = report.round
    today = local_date(round_, report.at)
    found = period(round_)
    deadline = _deadline(round_.deadline, words, today)
    if found is not None:
        convention = word_for(found.convention, words.language)
        key = "period-of" if found.last < today else "period-ahead"
        build.say(words(key, **{**found.params, "convention": convention}))
        build.say(deadline)
    else:
        opened = ""
        if round_.opens:
            day = local_date(round_, round_.opens)
            opened = words("opened" if day <= today else "opens", day=day.isoformat())
        build.say(f"{opened or words('opening-unknown')} {deadline} {words('days-unknown')}")
    for extension in round_.extensions:
        who = names.joined(extension.participants) or words("everybody")
        build.say(words("extension", end=_end(extension.deadline, words), who=who))
    build.titled(words("unknowns"), (words.text(text) for text in round_.unknowns))


def _deadline(deadline: Deadline | None, words: Words, today: dt.date) -> str:
    if deadline is None:
        return words("deadline-unknown")
    return words("deadline" if deadline.day < today else "deadline-ahead", end=_end(deadline, words))


def _end(deadline: Deadline, words: Words) -> str:
    """The day of a deadline, with its hour if it has one; the zone is said where it is not Denmark's."""
    if deadline.time is None:
        return words.date(deadline.day)
    moment = f"{deadline.day.isoformat()}T{deadline.time.isoformat()}"
    shown = words("moment", at=moment)
    home = attrs.fields(Deadline).timezone.default
    return shown if deadline.timezone == home else f"{shown} ({deadline.timezone})"
