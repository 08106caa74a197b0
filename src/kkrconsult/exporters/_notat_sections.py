"""The sections of the consultation report before and after the points: the round, the parties, the accounts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from kkrconsult.assessment import identity_lines, open_points
from kkrconsult.assessment import stale as find_stale
from kkrconsult.danish import sort_key
from kkrconsult.exporters._notat_text import Document, inline, paragraphs_of
from kkrconsult.findings import Severity
from kkrconsult.model import (
    HandlingMode,
    LocalizedText,
    Material,
    Milestone,
    MilestoneStatus,
    PartyStatus,
    Response,
    Source,
    Stage,
    Standing,
    Status,
)
from kkrconsult.participation import Listed, three_lists
from kkrconsult.report import Audience, PointEntry, Report
from kkrconsult.texts import message, word, word_for
from kkrconsult.timeline import local_date, period

__all__ = ["Names", "Words", "accounts", "parties", "responses", "still_open", "the_round"]


class Words:
    """The fixed words of the report, in its language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **params: object) -> str:
        """A word of this exporter; parameters must be Markdown already."""
        return word(f"notat.{key}", self.language, **params)

    def text(self, text: LocalizedText) -> str:
        """A text in the report's language, as Markdown of one line."""
        return inline(text.in_language(self.language).strip())

    def date(self, day: dt.date) -> str:
        """A day, in words."""
        return self("date", day=day.isoformat())

    def labelled(self, key: str, text: str) -> str:
        """A text behind its label."""
        return f"**{self(key)}** {text}"


class Names:
    """Who is behind a response, in words."""

    def __init__(self, report: Report) -> None:
        self._names = {entry.participant: entry.name for entry in report.participation.parties}
        self._names |= {party.id: party.name for party in report.round.participants}
        self._by_response = {response.id: response for response in report.responses}

    def of(self, identity: str) -> str:
        """The name of a party as plain text; of an unknown one its id."""
        return self._names.get(identity, identity)

    def joined(self, identities: Iterable[str]) -> str:
        """The names of some parties as Markdown, in Danish alphabetical order."""
        return inline(", ".join(sorted(map(self.of, identities), key=sort_key)))

    def sender(self, response: str) -> str:
        """Who sent a response, as Markdown."""
        found = self._by_response.get(response)
        if found is None:
            return inline(response)
        if found.participants:
            return self.joined(found.participants)
        return inline(found.sender.name if found.sender else found.id)

    def order(self, response: str) -> tuple[object, ...]:
        """Sort key of responses: Danish alphabetical order of senders."""
        return sort_key(self.sender(response)), response


# ------------------------------------------------------------------------------------------ the hearing


def the_round(doc: Document, report: Report, words: Words) -> None:
    """Section 1, and 1.1 on the period."""
    round_ = report.round
    doc.heading(words("hearing"))
    facts = [
        words.labelled(key, inline(text))
        for key, text in (("organiser", round_.organiser), ("case-number", round_.case_number))
        if text
    ]
    doc.items(facts)
    for key, text in (("background", round_.background), ("purpose", round_.purpose)):
        if text is not None:
            first, *more = paragraphs_of(text.in_language(words.language))
            doc.say(words.labelled(key, first), *more)
    _list(doc, words("demands"), (words.text(demand.text) for demand in round_.demands))
    _list(doc, words("materials"), (_material(item, report, words) for item in round_.materials))
    titles = {item.id: item.title for item in round_.milestones}
    titles |= {item.id: item.title for item in round_.materials}
    steps = (_milestone(item, titles, words) for item in round_.milestones)
    _list(doc, words("milestones"), steps)
    if round_.outcome is not None:
        day, text = round_.outcome.decided_on, round_.outcome.summary
        parts = (words.date(day) if day else "", words.text(text) if text else "")
        if any(parts):
            doc.say(words.labelled("outcome", ": ".join(part for part in parts if part)))
    _period(doc, report, words)


def _list(doc: Document, title: str, items: Iterable[str]) -> None:
    found = list(items)
    if found:
        doc.say(f"**{title}**")
        doc.items(found)


def _material(item: Material, report: Report, words: Words) -> str:
    tracks = {track.id: track.title for track in report.round.tracks}
    speakers = [
        speaker.name + (f" ({speaker.organisation})" if speaker.organisation else "") for speaker in item.speakers
    ]
    return "; ".join(
        part
        for part in (
            f"{words.text(item.title)} ({word_for(item.kind, words.language)})",
            inline(", ".join(speakers)),
            words("about", tracks=", ".join(words.text(tracks[one]) for one in item.tracks)) if item.tracks else "",
            words("digital") if item.digital else "",
            inline(item.url) if item.url else "",
        )
        if part
    )


def _milestone(item: Milestone, titles: Mapping[str, LocalizedText], words: Words) -> str:
    day = words.date(item.on) if item.on else words("day-unknown")
    status = word_for(item.status, words.language)
    title = words.text(item.title)
    # What did not take place must not be overlooked in a list of what did.
    shown = f"**{status}**" if item.status is MilestoneStatus.CANCELLED else status
    parts = [f"{day}: {title} ({shown})"]
    if item.place:
        parts.append(inline(item.place))
    if item.reason:
        parts.append(words("because", reason=words.text(item.reason)))
    if item.replaced_by:
        others = ", ".join(words.text(titles[one]) for one in item.replaced_by)
        parts.append(words("replaced-by", others=others))
    return "; ".join(parts)


def _period(doc: Document, report: Report, words: Words) -> None:
    round_ = report.round
    doc.heading(words("period"), 2)
    found = period(round_)
    if found is not None:
        convention = word_for(found.convention, words.language)
        doc.say(words("period-of", **{**found.params, "convention": convention}))
    else:
        opens = local_date(round_, round_.opens) if round_.opens else None
        last = round_.deadline.day if round_.deadline else None
        doc.items(
            [
                words("opened", day=opens.isoformat()) if opens else words("opening-unknown"),
                words("ended", day=last.isoformat()) if last else words("deadline-unknown"),
                words("days-unknown"),
            ]
        )
    if round_.deadline is not None and round_.deadline.time is not None:
        clock = inline(f"{round_.deadline.time:%H:%M} ({round_.deadline.timezone})")
        doc.say(words("deadline-time", time=clock))
    names = {party.id: party.name for party in round_.participants}
    for extension in round_.extensions:
        who = inline(", ".join(sorted((names[one] for one in extension.participants), key=sort_key)))
        doc.say(words("extension", day=extension.deadline.day.isoformat(), who=who or words("everybody")))
    _list(doc, words("unknowns"), (words.text(text) for text in round_.unknowns))


# ------------------------------------------------------------------------------------------ the parties


def parties(doc: Document, report: Report, words: Words) -> None:
    """Section 1.2: the three published lists."""
    doc.heading(words("parties"), 2)
    lists = three_lists(report.participation)
    unsolicited = False
    for key, entries in (
        ("remarks", lists.remarks),
        ("no-remarks", lists.no_remarks),
        ("no-response", lists.no_response),
    ):
        doc.say(f"**{word(f'lists.{key}', words.language)} ({len(entries)})**")
        doc.items(_listed(entry, report, words) for entry in entries)
        if not entries:
            doc.say(words("nobody"))
        unsolicited |= any(entry.unsolicited for entry in entries)
    if unsolicited:
        doc.say(inline(word("lists.unsolicited", words.language)))


def _listed(entry: Listed, report: Report, words: Words) -> str:
    names = Names(report)
    found = report.participation.of(entry.participant)
    notes = list(_notes(entry, found, report, words)) if found else []
    if entry.joint_with:
        notes.insert(0, words("joint-with", names=names.joined(entry.joint_with)))
    mark = inline("*") if entry.unsolicited else ""
    return f"{inline(entry.name.strip())}{mark}" + (f" ({'; '.join(notes)})" if notes else "")


_SAID_BY_THE_LIST = frozenset(
    {Status.ANSWERED, Status.NO_REMARKS, Status.MISSING, Status.UNSOLICITED, Status.LATE_ACCEPTED}
)


def _notes(entry: Listed, party: PartyStatus, report: Report, words: Words) -> Iterable[str]:
    public = report.audience is Audience.PUBLIC
    if party.status not in _SAID_BY_THE_LIST and not (public and party.status is Status.WITHDRAWN):
        yield word_for(party.status, words.language)
    if entry.late or party.status is Status.LATE_ACCEPTED:
        yield words("late")
    if party.extended:
        yield words("extended")
    standings = {item.response: item.standing for item in report.participation.responses}
    if any(standings.get(one) is Standing.SUPERSEDED for one in party.responses):
        yield words("superseded")
    withdrawn = any(standings.get(one) is Standing.WITHDRAWN for one in party.responses)
    if withdrawn and not public and party.status is not Status.WITHDRAWN:
        yield words("withdrawn")


# ---------------------------------------------------------------------------------------- the responses


def responses(doc: Document, report: Report, words: Words) -> None:
    """Section 2: how many answered, how they handled the round, and with what reservations."""
    doc.heading(words("general"))
    found = report.participation
    doc.say(words("by-party", answering=found.answering, consulted=found.consulted))
    doc.items(
        f"{word_for(status, words.language)}: {found.by_status[status.value]}"
        for status in Status
        if found.by_status.get(status.value)
    )
    doc.say(words("by-response", received=sum(found.by_standing.values())))
    doc.items(
        f"{word_for(standing, words.language)}: {found.by_standing[standing.value]}"
        for standing in Standing
        if found.by_standing.get(standing.value)
    )
    names = Names(report)
    accepted = sorted(report.accepted, key=lambda response: names.order(response.id))
    joint = sum(response.joint for response in accepted)
    if joint:
        doc.say(words("joint", n=joint))
    modes = Counter(response.handling.mode if response.handling else None for response in accepted)
    if accepted:
        doc.say(
            words(
                "handling",
                political=modes[HandlingMode.POLITICAL],
                administrative=modes[HandlingMode.ADMINISTRATIVE],
                unknown=modes[None],
            )
        )
    doc.items(filter(None, (_handled(response, names, words) for response in accepted)))
    reserved = [response for response in accepted if response.reservation is not None]
    _list(doc, words("reservations"), (_reserved(response, names, words) for response in reserved))


def _handled(response: Response, names: Names, words: Words) -> str:
    handling = response.handling
    parts = []
    if handling is not None:
        parts.append(words("handled-" + handling.mode.value))
        if handling.body:
            parts.append(inline(handling.body))
        if handling.decided_on:
            parts.append(words.date(handling.decided_on))
    if response.stage is Stage.PROVISIONAL:
        parts.append(words("provisional"))
    return f"{names.sender(response.id)}: {', '.join(parts)}" if parts else ""


def _reserved(response: Response, names: Names, words: Words) -> str:
    reservation = response.reservation
    assert reservation is not None  # noqa: S101 - the caller asks only for those with one
    parts = [inline(reservation.body) if reservation.body else words("body-unknown")]
    if reservation.expected_on:
        parts.append(words("expected", day=reservation.expected_on.isoformat()))
    if reservation.quote:
        parts.append(f"“{inline(reservation.quote)}”")
    return f"{names.sender(response.id)}: {', '.join(parts)}"


# ------------------------------------------------------------------------------- what is open; the sums


def still_open(doc: Document, report: Report, words: Words) -> None:
    """Section 5: points without a disposition, parties without an answer, errors."""
    doc.heading(words("open"))
    names = Names(report)
    waiting = sorted(open_points(report), key=lambda entry: names.order(entry.response))
    missing = [entry for entry in report.participation.parties if entry.status is Status.MISSING]
    errors = [finding for finding in report.findings if finding.severity is Severity.ERROR]
    _list(doc, words("open-points", n=len(waiting)), (_waiting(entry, names) for entry in waiting))
    _list(doc, words("missing", n=len(missing)), (inline(entry.name.strip()) for entry in missing))
    texts = {code.name: code.text for code in report.codes}
    said = [
        inline(message(finding.code, finding.params, words.language, texts.get(finding.code, {}))) for finding in errors
    ]
    total = max(report.severities.get(Severity.ERROR.value, 0), len(errors))
    if total > len(errors):
        said.append(words("more-errors", n=total - len(errors)))
    _list(doc, words("errors", n=total), said)
    gone = () if report.audience is Audience.PUBLIC else _gone(report)
    _list(doc, words("gone", n=len(gone)), gone)
    if not (waiting or missing or said or gone):
        doc.say(words("nothing-open"))


def _waiting(entry: PointEntry, names: Names) -> str:
    return f"{names.sender(entry.response)}: {inline(entry.point.id)}"


def _gone(report: Report) -> tuple[str, ...]:
    """Assessments of points that are no longer there: somebody wrote them, so they are not dropped."""
    found = find_stale(report.assessments, [entry.point for entry in report.points]).gone
    return tuple(
        ": ".join([inline(item.point), *(inline(text) for text in (item.summary, item.reply, item.change) if text)])
        for item in found
    )


def accounts(doc: Document, report: Report, words: Words) -> None:
    """Section 6 with the sums, and the sources."""
    doc.heading(words("accounting"))
    doc.say(words("accounting-why"))
    doc.items(inline(line) for line in identity_lines(report.accounting, words.language))
    doc.heading(words("sources"))
    outcome = report.round.outcome
    sources = (*report.round.sources, *(outcome.sources if outcome else ()))
    doc.items(dict.fromkeys(_source(source, words) for source in sources))
    if not sources:
        doc.say(words("no-sources"))


def _source(source: Source, words: Words) -> str:
    parts = [inline(source.title.strip())]
    if source.url:
        parts.append(inline(source.url))
    if source.accessed:
        parts.append(words("accessed", day=source.accessed.isoformat()))
    return ", ".join(parts)
