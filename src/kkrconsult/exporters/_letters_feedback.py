"""Feedback: what a party wrote, and what was done about it, point by point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kkrconsult.assessment import fingerprint
from kkrconsult.dispositions import disposition_label
from kkrconsult.exporters._letters_common import Facts, Letter, Recipient
from kkrconsult.exporters._letters_texts import Kind
from kkrconsult.model import Disposition, GeneralPoint, Response, Theme, ThemeProposal, TrackPoint
from kkrconsult.paper import Block, Builder, ParagraphKind, emphasis, line, strong
from kkrconsult.report import Audience, PointEntry

__all__ = ["feedback", "without_feedback"]


def feedback(facts: Facts) -> Iterator[Letter]:
    """A letter for each party, and each other sender, whose answer counts."""
    responses = {response.id: response for response in facts.report.responses}
    points: dict[str, list[PointEntry]] = {}
    for entry in facts.report.points:
        points.setdefault(entry.response, []).append(entry)
    themes = {point: theme for theme in facts.report.themes for point in theme.points}
    for party in facts.report.participation.parties:
        response = responses.get(party.counted or "")
        if response is None:
            continue
        known = party.participant if response.participants else None
        recipient = facts.recipient(party.participant) if known else facts.sender(response)
        yield _letter(facts, response, points.get(response.id, []), themes, recipient, known)


def without_feedback(facts: Facts) -> Iterator[Recipient]:
    """Those whose answer counts but is not in this report, so that there is nothing to write about."""
    there = {response.id for response in facts.report.responses}
    for party in facts.report.participation.parties:
        if party.counted is not None and party.counted not in there:
            yield facts.recipient(party.participant)


def _letter(
    facts: Facts,
    response: Response,
    entries: Sequence[PointEntry],
    themes: dict[str, Theme],
    recipient: Recipient,
    party: str | None,
) -> Letter:
    dispositions = [entry.assessment.disposition if entry.assessment else None for entry in entries]
    waiting = dispositions.count(None)
    why = facts.why("feedback", response, n=len(entries), open=waiting)
    changed = sum(_changed(entry, facts) for entry in entries)
    if changed:
        why = f"{why} {facts.say('why.changed', n=changed)}"
    outcome = facts.round.outcome
    return Letter(
        kind=Kind.FEEDBACK,
        recipient=recipient,
        values={
            **facts.common(recipient, party),
            "count": str(len(entries)),
            "joint": facts.joint(response),
            "open": facts.say("feedback.open", n=waiting) if waiting else "",
            "outcome": facts.text(outcome.summary) if outcome else "",
            "points": _points(facts, entries, themes),
            "received": facts.moment(response.received_at),
            "response": response.id,
            "sums": _sums(facts, response, dispositions),
        },
        why=why,
    )


def _changed(entry: PointEntry, facts: Facts) -> bool:
    """Whether an assessment was written of another wording."""
    # In a public edition the text may be redacted, so that its checksum says nothing.
    internal = facts.report.audience is Audience.INTERNAL
    remark = entry.assessment
    return bool(internal and remark and remark.fingerprint not in (None, fingerprint(entry.point)))


def _sums(facts: Facts, response: Response, dispositions: Sequence[Disposition | None]) -> str:
    """How many points there are, and what became of them."""
    if not dispositions:
        return facts.say("feedback.no-remarks" if response.no_remarks else "feedback.no-points")
    counts = Counter(dispositions)
    parts = [
        f"{counts[one]} {disposition_label(facts.round, one, facts.language)}" for one in Disposition if counts[one]
    ]
    if counts[None]:
        parts.append(facts.say("feedback.waiting", n=counts[None]))
    return facts.say("feedback.sums", n=len(dispositions), parts=tuple(parts))


def _points(facts: Facts, entries: Sequence[PointEntry], themes: dict[str, Theme]) -> tuple[Block, ...]:
    """The points by track, then the themes, then whatever is general."""
    build = Builder(numbered=False)
    titles = {track.id: facts.text(track.title) for track in facts.round.tracks}
    tracks = dict.fromkeys(entry.point.track for entry in entries if isinstance(entry.point, TrackPoint))
    for track in sorted(tracks, key=lambda one: [*titles].index(one) if one in titles else len(titles)):
        title = facts.say("feedback.track", track=titles.get(track, track))
        _group(build, title, [one for one in entries if getattr(one.point, "track", None) == track], facts, themes)
    _group(
        build,
        facts.say("feedback.themes"),
        [one for one in entries if isinstance(one.point, ThemeProposal)],
        facts,
        themes,
    )
    _group(
        build,
        facts.say("feedback.general"),
        [one for one in entries if isinstance(one.point, GeneralPoint)],
        facts,
        themes,
    )
    return build.blocks


def _group(build: Builder, title: str, entries: Sequence[PointEntry], facts: Facts, themes: dict[str, Theme]) -> None:
    if not entries:
        return
    build.heading(title)
    for number, entry in enumerate(entries, 1):
        named = getattr(entry.point, "title", "").strip()
        # One point alone needs no heading of its own.
        if named or len(entries) > 1:
            build.heading(named or facts.say("feedback.point", n=number), 2)
        _point(build, entry, facts, themes.get(entry.point.id))


def _point(build: Builder, entry: PointEntry, facts: Facts, theme: Theme | None) -> None:
    point, remark = entry.point, entry.assessment
    if point.text.strip():
        build.label(facts.say("feedback.you-wrote"))
        build.text(point.text, kind=ParagraphKind.QUOTE)
    if point.rationale and point.rationale.strip():
        build.label(facts.say("feedback.because"))
        build.text(point.rationale, kind=ParagraphKind.QUOTE)
    build.label(facts.say("feedback.done"))
    said = [
        (key, text)
        for key, text in (
            ("summary", remark.summary if remark else None),
            ("reply", remark.reply if remark else None),
            ("change", remark.change if remark else None),
        )
        if text and text.strip()
    ]
    items = [line(strong(facts.say(f"feedback.{key}")), " ", text) for key, text in said]
    if theme is not None and (len(theme.points) > 1 or theme.track):
        items += [line(text) for text in _theme(theme, facts)]
    disposition = remark.disposition if remark else None
    if disposition is None:
        items.append(line(emphasis(facts.say("feedback.is-open"))))
    else:
        items.append(
            line(
                strong(facts.say("feedback.disposition")),
                " ",
                disposition_label(facts.round, disposition, facts.language),
            )
        )
    build.items(items)


def _theme(theme: Theme, facts: Facts) -> Iterator[str]:
    """Which theme a proposal was put into, and what that became."""
    if len(theme.points) > 1:
        yield facts.say("feedback.theme", title=theme.title, n=len(theme.participants))
    if theme.track:
        outcome = facts.round.outcome
        tracks = {track.id: track.title for track in (*facts.round.tracks, *(outcome.tracks if outcome else ()))}
        title = tracks.get(theme.track)
        yield facts.say("feedback.became", track=facts.text(title) if title else theme.track)
