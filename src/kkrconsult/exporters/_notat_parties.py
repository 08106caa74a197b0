"""The parties and their responses in the consultation report, before what the responses say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.model import HandlingMode, PartyStatus, ProvenanceKind, Response, Stage, Standing, Status
from kkrconsult.paper import Builder, ParagraphKind
from kkrconsult.participation import three_lists
from kkrconsult.report import Audience, Report
from kkrconsult.texts import word, word_for

__all__ = ["parties", "published_lists", "published_rows", "responses"]

_SAID_BY_THE_LIST = frozenset(
    {Status.ANSWERED, Status.NO_REMARKS, Status.MISSING, Status.UNSOLICITED, Status.LATE_ACCEPTED}
)
_MODES = (HandlingMode.POLITICAL, HandlingMode.ADMINISTRATIVE, None)


def parties(build: Builder, report: Report, words: Words, names: Names) -> None:
    """Section 1.2: who was consulted."""
    build.heading(words("parties"), 2)
    published_lists(build, report, words, names)


def published_lists(build: Builder, report: Report, words: Words, names: Names) -> None:
    """The three published lists: who made remarks, who has none, who did not answer."""
    rows = list(published_rows(report, words, names))
    titles = published_titles(report, words)
    unsolicited = sum(name.endswith("*") for _, name, _ in rows)
    for title in titles:
        entries = [(name, said) for found, name, said in rows if found == title]
        others = sum(name.endswith("*") for name, _ in entries)
        number = words("not-consulted", total=len(entries), n=others) if others else str(len(entries))
        build.label(f"{title} ({number})")
        build.items(f"{name} ({said})" if said else name for name, said in entries)
        if not entries:
            build.say(words("nobody"))
    if unsolicited:
        build.say(word("lists.unsolicited", words.language), kind=ParagraphKind.NOTE)


def published_titles(report: Report, words: Words) -> tuple[str, ...]:
    """The titles of the three lists."""
    keys = ("remarks", "no-remarks", "no-response-yet" if _awaited(report) else "no-response")
    return tuple(word(f"lists.{key}", words.language) for key in keys)


def published_rows(report: Report, words: Words, names: Names) -> Iterator[tuple[str, str, str]]:
    """The entries of the three lists: title of the list, name (with an asterisk if not consulted), what is special."""
    lists = three_lists(report.participation)
    by_id = {entry.participant: entry for entry in reversed(report.participation.parties)}
    standings = {entry.response: entry.standing for entry in report.participation.responses}
    public = report.audience is Audience.PUBLIC
    found = (lists.remarks, lists.no_remarks, lists.no_response)
    for title, entries in zip(published_titles(report, words), found, strict=True):
        for entry in entries:
            joint = [words("joint-with", names=names.joined(entry.joint_with))] if entry.joint_with else []
            party = by_id[entry.participant]
            said = [*joint, *_notes(party, standings, words, late=entry.late, public=public)]
            yield title, entry.name.strip() + ("*" if entry.unsolicited else ""), "; ".join(said)


def _awaited(report: Report) -> bool:
    """Whether any party may still answer in time."""
    return bool(report.participation.by_status.get(Status.NOT_YET_DUE.value))


def _notes(
    party: PartyStatus, standings: Mapping[str, Standing], words: Words, *, late: bool, public: bool
) -> Iterator[str]:
    withdrawn = party.status is Status.WITHDRAWN
    if party.status not in _SAID_BY_THE_LIST and not (public and withdrawn):
        yield word_for(party.status, words.language)
    if late or party.status is Status.LATE_ACCEPTED:
        yield words("late")
    if party.extended:
        yield words("extended")
    found = {standings.get(one) for one in party.responses}
    if Standing.SUPERSEDED in found:
        yield words("superseded")
    if Standing.WITHDRAWN in found and not public and not withdrawn:
        yield words("withdrawn")


def responses(build: Builder, report: Report, words: Words, names: Names) -> None:
    """Section 2: how many answered, how they handled the round, and with what reservations."""
    build.heading(words("general"))
    found = report.participation
    build.say(words("by-party", answering=found.answering, consulted=found.consulted))
    build.items(
        f"{word_for(status, words.language)}: {found.by_status[status.value]}"
        for status in Status
        if found.by_status.get(status.value)
    )
    received = sum(found.by_standing.values())
    build.say(words("by-response", received=received) if received else words("none-received"))
    build.items(
        f"{word_for(standing, words.language)}: {found.by_standing[standing.value]}"
        for standing in Standing
        if found.by_standing.get(standing.value)
    )
    accepted = sorted(report.accepted, key=lambda response: names.order(response.id))
    joint = sum(response.joint for response in accepted)
    if joint:
        build.say(words("joint", n=joint))
    if accepted:
        _handling(build, accepted, words, names)
    reserved = (_reserved(response, words, names) for response in accepted)
    build.titled(words("reservations"), filter(None, reserved))


def _handling(build: Builder, accepted: list[Response], words: Words, names: Names) -> None:
    """How the parties handled the round: a line for every way of it, and who went that way."""
    modes = Counter(_mode(response) for response in accepted)
    political, administrative, unknown = (modes[mode] for mode in _MODES)
    build.say(words("handling", political=political, administrative=administrative, unknown=unknown))
    alike: dict[str, list[str]] = {}
    for mode in _MODES:
        for response in accepted:
            if _mode(response) is mode:
                alike.setdefault(_handled(response, words), []).append(names.sender(response.id))
    build.items(f"{how}: {'; '.join(senders)}" for how, senders in alike.items() if how)


def _mode(response: Response) -> HandlingMode | None:
    return response.handling.mode if response.handling else None


def _handled(response: Response, words: Words) -> str:
    handling = response.handling
    parts = []
    if handling is not None:
        parts.append(words("handled-" + handling.mode.value))
        if handling.body:
            parts.append(handling.body)
        if handling.decided_on:
            parts.append(words.date(handling.decided_on))
        known = response.provenance.get("handling")
        if known is not None and known.kind is ProvenanceKind.RECOGNISED:
            # A program found it in the text; nobody declared it.
            parts.append(words("recognised"))
    if response.stage is Stage.PROVISIONAL:
        parts.append(words("provisional"))
    return ", ".join(parts)


def _reserved(response: Response, words: Words, names: Names) -> str:
    reservation = response.reservation
    if reservation is None:
        return ""
    parts = [reservation.body or words("body-unknown")]
    if reservation.expected_on:
        parts.append(words("expected", day=reservation.expected_on.isoformat()))
    if reservation.quote:
        parts.append(words("quote", text=reservation.quote))
    return f"{names.sender(response.id)}: {', '.join(parts)}"
