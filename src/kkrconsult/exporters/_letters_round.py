"""The letters about the round itself: the consultation letter to every party, and reminders to those who are silent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from kkrconsult.exporters._letters_common import Facts, Letter
from kkrconsult.exporters._letters_template import Values
from kkrconsult.exporters._letters_texts import Kind
from kkrconsult.model import Material, MilestoneStatus, Status
from kkrconsult.paper import Block, Builder, Line, line, link, strong
from kkrconsult.texts import word, word_for
from kkrconsult.timeline import period

__all__ = ["invitations", "reminders"]


def invitations(facts: Facts) -> Iterator[Letter]:
    """The consultation letter, one for each party."""
    round_ = facts.round
    found = period(round_)
    convention = word_for(found.convention, facts.language) if found else ""
    said = word("notat.period-ahead", facts.language, **{**found.params, "convention": convention}) if found else ""
    shared: Values = {
        "background": facts.text(round_.background),
        "purpose": facts.text(round_.purpose),
        "period": said,
        "themes": facts.say("themes") if round_.new_themes else "",
        "demands": _demands(facts),
        "materials": _items(_material(item, facts) for item in round_.materials),
        "milestones": _items(_milestones(facts)),
        "tracks": _items(
            line(strong(facts.text(track.title)), *([": ", facts.text(track.description)] if track.description else []))
            for track in round_.tracks
        ),
    }
    for party in round_.participants:
        recipient = facts.recipient(party.id)
        common = facts.common(recipient, party.id)
        ends = common["deadline"]
        due = facts.say("due", deadline=ends) if ends else facts.say("due-unknown")
        yield Letter(
            kind=Kind.INVITATION,
            recipient=recipient,
            values={**common, **shared, "due": due},
            why=facts.say("why.invitation"),
            facts=((facts.say("fact.deadline"), ends),),
        )


def reminders(facts: Facts) -> Iterator[Letter]:
    """A reminder for each party that was asked and has not answered, of its own deadline."""
    silent = (Status.NOT_YET_DUE, Status.MISSING)
    demands = _demands(facts)
    for entry in facts.report.participation.parties:
        if not entry.consulted or entry.status not in silent:
            continue
        recipient = facts.recipient(entry.participant)
        common = facts.common(recipient, entry.participant)
        standing, days = _standing(facts, entry.participant, common["deadline"])
        yield Letter(
            kind=Kind.REMINDER,
            recipient=recipient,
            values={**common, "standing": standing, "days": days, "demands": demands},
            why=facts.say("why.reminder", status=word_for(entry.status, facts.language)),
        )


def _standing(facts: Facts, party: str, ends: str) -> tuple[str, str]:
    """How things stand with a party's deadline, and the days that are left."""
    own = facts.cutoffs.of(party)
    if own is None:
        return facts.say("standing.unknown"), ""
    days = (own.deadline.day - facts.today).days
    if not own.admits(facts.report.at):
        return facts.say("standing.over", deadline=ends), ""
    if days < 1:
        return facts.say("standing.today", deadline=ends), "0"
    return facts.say("standing.ahead", deadline=ends, days=days), str(days)


def _items(items: Iterable[Line | str]) -> tuple[Block, ...]:
    build = Builder(numbered=False)
    build.items(items)
    return build.blocks


def _demands(facts: Facts) -> tuple[Block, ...]:
    return _items(facts.text(demand.text) for demand in facts.round.demands)


def _material(item: Material, facts: Facts) -> Line:
    speakers = [one.name + (f" ({one.organisation})" if one.organisation else "") for one in item.speakers]
    said = f"{facts.text(item.title)} ({word_for(item.kind, facts.language)})"
    by = f", {facts.joined(speakers)}" if speakers else ""
    return line(said, by, ": ", link(item.url)) if item.url else line(said, by)


def _milestones(facts: Facts) -> Iterator[str]:
    """What is still to come."""
    coming: list[tuple[dt.date, str]] = [
        (one.on, f"{facts.day(one.on)}: {facts.text(one.title)}" + (f", {one.place}" if one.place else ""))
        for one in facts.round.milestones
        if one.on is not None and one.on > facts.today and one.status is MilestoneStatus.PLANNED
    ]
    yield from (said for _, said in sorted(coming, key=lambda entry: entry[0]))
