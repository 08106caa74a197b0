"""Supplementary themes, and what was decided on them, as far as published answers propose them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from kkrconsult.audience._split import Split
from kkrconsult.danish import sort_key
from kkrconsult.grouping import DECIDED, flat_decisions, quotes_of, shown_title, title_words
from kkrconsult.model import (
    GroupedBy,
    Proposal,
    Response,
    Round,
    Theme,
    ThemeDecision,
    ThemeProposal,
    ThemeQuote,
    ThemeReason,
    Track,
    TrackChange,
    TrackChangeKind,
)
from kkrconsult.report import Report

__all__ = ["Proposals", "apart", "quoted_again"]


class Proposals:
    """The proposals of a round, parted by whether the public may read them."""

    def __init__(self, round_: Round, parts: Split) -> None:
        names = {party.id: party.name for party in round_.participants}
        self.published = dict(_proposals(parts.published, names))
        hidden = [item for _, item in _proposals(parts.hidden, names)]
        self._own_titles = {title_words(item.title) for item in self.published.values()}
        self._behind = {
            item.point: {*response.participants, *item.participants}
            for response in parts.published
            for item in (self.published[point.id] for point in response.points if isinstance(point, ThemeProposal))
        }
        self._hidden_points = {item.point for item in hidden} - self.published.keys()
        self._hidden_titles = {words for item in hidden if (words := title_words(item.title))} - self._own_titles

    def themes(self, themes: Iterable[Theme]) -> Iterator[Theme]:
        """The themes that a published answer proposes, without what the others had a part in."""
        for theme in themes:
            points = tuple(point for point in theme.points if point in self.published)
            if len(points) == len(theme.points):
                yield attrs.evolve(theme, reasons=tuple(map(self._shown, theme.reasons)))
            elif points:
                yield self._theme(theme, points)

    def _theme(self, theme: Theme, points: tuple[str, ...]) -> Theme:
        members = [self.published[point] for point in points]
        behind = set().union(*(self._behind[point] for point in points))
        names = {name for item in members for name in item.participants}
        kept = tuple(name for name in theme.participants if name in behind)
        return attrs.evolve(
            theme,
            id=points[0] if theme.id in self._hidden_points else theme.id,
            title=self._title(theme, members),
            points=points,
            participants=kept or tuple(sorted(names, key=sort_key)),
            reasons=tuple(self._reasons(theme.reasons)),
        )

    def _title(self, theme: Theme, members: Sequence[Proposal]) -> str:
        if theme.grouped_by is GroupedBy.PERSON:
            return shown_title(members) if self._is_hidden(theme.title) else theme.title
        # A program may have taken the title, or the beginning of the text, of a proposal that is gone.
        spelled = {" ".join(item.title.split()) for item in members}
        return theme.title if theme.title in spelled else shown_title(members)

    def _reasons(self, reasons: Iterable[ThemeReason]) -> Iterator[ThemeReason]:
        for one in reasons:
            points = tuple(point for point in one.points if point in self.published)
            reason = self._shown(one)
            if reason.kind == DECIDED:
                yield attrs.evolve(reason, points=points)
            elif len(points) < len(reason.points) and reason.likeness is not None:
                continue  # How much alike two proposals are says nothing where one of them is hidden.
            elif len(points) > 1:
                said = " ".join(
                    self.published[point].title + " " + self.published[point].text for point in points
                ).casefold()
                words = tuple(word for word in reason.words if word.casefold() in said)
                yield attrs.evolve(reason, points=points, words=words)

    def _shown(self, reason: ThemeReason) -> ThemeReason:
        # Made anew, since the id of a published proposal may be that of a hidden one too.
        points = dict.fromkeys(quote.point for quote in reason.quotes if quote.point in self.published)
        words = [word.casefold() for word in reason.words]
        return attrs.evolve(reason, quotes=quotes_of([self.published[point] for point in points], words))

    def decisions(self, decisions: Iterable[ThemeDecision]) -> Iterator[ThemeDecision]:
        """The decisions without what only hidden answers propose; none that is on nothing else."""
        for decision in flat_decisions(tuple(decisions)):
            points = tuple(point for point in decision.points if point in self.published)
            titles = tuple(title for title in decision.titles if not self._is_hidden(title))
            title = decision.title
            if self._is_hidden(title):
                words = {title_words(one) for one in titles}
                members = [
                    item for item in self.published.values() if item.point in points or title_words(item.title) in words
                ]
                if not members:
                    continue
                title = shown_title(members)
            elif len(points) < len(decision.points) and not (points or titles or self._is_published(title)):
                continue
            yield attrs.evolve(decision, title=title, titles=titles, points=points)

    def track(self, track: Track) -> Track:
        """A track whose history tells of published answers only."""
        steps = (self._step(step) for step in track.history)
        return attrs.evolve(track, history=tuple(step for step in steps if step is not None))

    def _step(self, step: TrackChange) -> TrackChange | None:
        points = tuple(point for point in step.points if point not in self._hidden_points)
        titles = tuple(title for title in step.titles if not self._is_hidden(title))
        hidden = step.title is not None and any(map(self._is_hidden, step.title.translations.values()))
        if points == step.points and titles == step.titles and not hidden:
            return step
        if step.kind is TrackChangeKind.PROPOSED and not points:
            return None
        # Whoever stands behind a hidden answer alone did not propose anything that the public knows of.
        behind = set().union(*(self._behind.get(point, set()) for point in points))
        by = tuple(one for one in step.by if one in behind) if step.points else step.by
        return attrs.evolve(step, points=points, titles=titles, by=by, title=None if hidden else step.title)

    def _is_hidden(self, title: str) -> bool:
        return title_words(title) in self._hidden_titles

    def _is_published(self, title: str) -> bool:
        return title_words(title) in self._own_titles


def _proposals(responses: Iterable[Response], names: dict[str, str]) -> Iterator[tuple[str, Proposal]]:
    for response in responses:
        senders = tuple(names.get(party, party) for party in response.participants)
        if not senders and response.sender is not None:
            senders = (response.sender.name,)
        for point in response.points:
            if isinstance(point, ThemeProposal):
                text = "\n\n".join(text for text in (point.text, point.rationale) if text)
                yield point.id, Proposal(point=point.id, title=point.title, text=text, participants=senders)


def quoted_again(report: Report) -> Iterator[Theme]:
    """The themes of a report with quotes from its own responses: a quote may have cut off what is redacted there."""
    said = {point.id: point for item in report.responses for point in item.points if isinstance(point, ThemeProposal)}

    def quotes(reason: ThemeReason) -> Iterator[ThemeQuote]:
        words = [word.casefold() for word in reason.words]
        for quote in reason.quotes:
            point = said[quote.point]
            text = "\n\n".join(text for text in (point.text, point.rationale) if text)
            whole = Proposal(point=point.id, title=point.title, text=text, participants=quote.participants)
            yield from quotes_of([whole], words)

    for theme in report.themes:
        reasons = tuple(attrs.evolve(reason, quotes=tuple(quotes(reason))) for reason in theme.reasons)
        yield attrs.evolve(theme, reasons=reasons)


def apart(decisions: Iterable[ThemeDecision]) -> Iterator[ThemeDecision]:
    """Decisions of which no two name the same, as a round demands: what one has named is taken from those after it."""
    taken: dict[tuple[str, str], int] = {}

    def free(index: int, kind: str, said: str) -> bool:
        return taken.setdefault((kind, " ".join(said.split()).casefold()), index) == index

    for index, one in enumerate(decisions):
        if free(index, "title", one.title):
            titles = tuple(title for title in one.titles if free(index, "title", title))
            yield attrs.evolve(one, titles=titles, points=tuple(p for p in one.points if free(index, "point", p)))
