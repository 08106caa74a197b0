"""Whether a grouper keeps its contract: `assert_grouper`."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import Any, TypeVar

import attrs

from kkrconsult.config import bind_options
from kkrconsult.errors import ConfigError, MissingExtraError, bounded
from kkrconsult.grouping import checked
from kkrconsult.jsonio import to_json
from kkrconsult.model import Proposal, Theme
from kkrconsult.plugins import GrouperSpec
from kkrconsult.structure import encode
from kkrconsult.testing._clock import MOMENTS, pretended
from kkrconsult.testing._contract import Breach, hold
from kkrconsult.testing._corpus import HOSTILE
from kkrconsult.testing._differences import named, shuffled
from kkrconsult.testing._docs import on_examples
from kkrconsult.testing._fresh import fresh
from kkrconsult.testing._shared import crashed, on_options, on_summary, registered, subject
from kkrconsult.testing.rules import in_order

__all__ = ["assert_grouper"]

O = TypeVar("O")  # noqa: E741 - the options of a record

_TITLES = (
    "Grøn mobilitet",
    "Den grønne mobilitet",
    "Cykler og kollektiv trafik",
    "Stigende havvand",
    "Oversvømmelser fra havet",
    "Havvand, stigende",
    "Mindre affald",
    "Affaldssortering",
    "Unges mentale sundhed",
    "Climate adaptation",
    "",
    "!?",
    "og i på",
    "vand " * 40,
    *HOSTILE,
)
_PARTIES = ("Birkelund", "Ådal", "Østerbæk")
_ORDERS = (1, 2, 3)
_KEEP = "it remembers in a module, a default argument or a cache; keep what is remembered in local variables"
# Who does these makes other themes in another process too, or cannot be asked there.
_SHAKY = frozenset({"deterministic", "no-clock", "no-mutation", "no-shared-state"})


def assert_grouper(
    spec: GrouperSpec[O],
    *,
    titles: Iterable[str | Proposal] | None = None,
    options: O | Mapping[str, object] | None = None,
    documents: Iterable[str | PathLike[str]] = (),
) -> tuple[Theme, ...]:
    """Check that a grouper keeps its contract; the rules are in `RULES`.

    Args:
        spec: The grouper.
        titles: What is proposed, as titles or as whole proposals; constructed ones if None, some of them alike, some
            empty, very long or full of signs.
        options: Its options: an instance, or a table as a round file has it; the defaults if None.
        documents: Paths of documents whose ``>>>`` examples must run, such as a README.

    Returns:
        The themes that it made of the proposals; none where it could not.

    Raises:
        ContractError: It breaks rules; the message has all of them.
        MissingExtraError: The extra ``testing`` is not installed, or one that the grouper needs.
    """
    __tracebackhide__ = True
    proposals = _proposals(_TITLES if titles is None else titles)
    registry, breaches = registered(spec)
    breaches += on_summary(spec)
    themes: tuple[Theme, ...] = ()
    if registry is not None:
        try:
            table = {} if options is None else options if isinstance(options, Mapping) else encode(options)
            bound: Any = bind_options(spec.options, table)
        except ConfigError as error:
            message = f"its options cannot be used: {error}; give some that can as options=…"
            breaches += [*on_options(spec.options, None), Breach(rule="options-schema", message=message)]
        else:
            breaches += on_options(spec.options, bound)
            themes, faults = _Trial(spec=spec, options=bound).run(proposals)
            breaches += faults
    breaches += on_examples((spec.group, spec.options), documents)
    hold(subject(spec), in_order(breaches))
    return themes


def _proposals(titles: Iterable[str | Proposal]) -> tuple[Proposal, ...]:
    return tuple(
        title
        if isinstance(title, Proposal)
        else Proposal(
            point=f"forslag-{number:03}",
            title=title,
            text="Et konstrueret forslag." if number % 2 or not title.strip() else "",
            participants=(_PARTIES[number % len(_PARTIES)],),
        )
        for number, title in enumerate(titles)
    )


@attrs.frozen(kw_only=True)
class _Trial:
    spec: GrouperSpec[Any]
    options: Any

    def group(self, proposals: Iterable[Proposal]) -> tuple[Theme, ...]:
        """The themes, as the engine takes them; raises whatever the grouper raises, and what the engine refuses."""
        given = list(proposals)
        return checked(self.spec.group(list(given), self.options), given, self.spec.name)

    def run(self, proposals: tuple[Proposal, ...]) -> tuple[tuple[Theme, ...], list[Breach]]:
        first = self._first(proposals)
        for some, what in (((), "of no proposals"), *(((one,), f"of {one.title!r} alone") for one in proposals)):
            fault = self._fault(some, what)
            if fault is not None:
                return (), [fault]
        fault = self._fault(proposals, "of all proposals")
        if fault is not None:
            return (), [fault]
        themes = self.group(proposals)
        breaches = [*self._on_changes(proposals), *_on_themes(themes), *self._on_results(proposals, themes, first)]
        if not {breach.rule for breach in breaches} & _SHAKY:
            breaches += self._on_fresh(proposals, themes)
        return themes, breaches

    def _first(self, proposals: tuple[Proposal, ...]) -> list[str] | None:
        """The very first look, before there is anything to remember; None where it fails."""
        try:
            return _content(self.group(proposals))
        except Exception:  # a stranger's code; told where it is asked again
            return None

    def _on_fresh(self, proposals: tuple[Proposal, ...], themes: tuple[Theme, ...]) -> Iterator[Breach]:
        """Whether it makes the same themes in a process where it was asked nothing before."""
        questions = (functools.partial(self.group, proposals[::-1]),)
        results = fresh(questions)
        if results is None:
            return
        (result,) = results
        if isinstance(result, str) or _content(result) != _content(themes):
            what = result if isinstance(result, str) else "it makes other themes"
            if fresh(questions, elsewhere=False) == results:
                message = f"in a process of its own, where it was asked nothing before, {what}; {_KEEP}"
                yield Breach(rule="no-shared-state", message=message)
            else:
                message = f"in a process with another hash seed, time zone and locale, {what}"
                yield Breach(rule="other-process", message=message)

    def _fault(self, proposals: tuple[Proposal, ...], what: str) -> Breach | None:
        what = what if len(what) < 90 else f"{what[:80]}…"
        try:
            found = self.spec.group(list(proposals), self.options)
            given = list(found)
        except MissingExtraError:
            # Whoever asked for it learns what to install.
            raise
        except Exception as error:  # a stranger's code
            return Breach(rule="no-crash", message=f"{what} it raises {crashed(error)}")
        wrong = [one for one in given if not isinstance(one, Theme)]
        if wrong:
            message = f"{what} it makes {bounded(wrong[0])}, which is no Theme"
            return Breach(rule="every-proposal-once", message=message)
        return _on_points(proposals, given, what)

    def _on_changes(self, proposals: tuple[Proposal, ...]) -> Iterator[Breach]:
        handed = list(proposals)
        before = [*map(to_json, proposals), to_json(self.options)]
        list(self.spec.group(handed, self.options))
        if handed != list(proposals) or [*map(to_json, proposals), to_json(self.options)] != before:
            yield Breach(
                rule="no-mutation",
                message="it changes the proposals, their list or its options; sort into a list of its own",
            )

    def _on_results(
        self, proposals: tuple[Proposal, ...], themes: tuple[Theme, ...], first: list[str] | None
    ) -> Iterator[Breach]:
        expected = _content(themes)
        if _content(self.group(proposals)) != expected:
            message = f"asked twice, it makes different themes: {self._differing(proposals, themes)}"
            yield Breach(rule="deterministic", message=message)
            return
        if first is not None and first != expected:
            message = f"asked again, it makes other themes than the very first time; {_KEEP}"
            yield Breach(rule="no-shared-state", message=message)
            return
        for order in (proposals[::-1], *(shuffled(proposals, seed, lambda one: one.point) for seed in _ORDERS)):
            if _content(self.group(order)) != expected:
                message = f"in another order it makes other themes: {self._differing(order, themes)}"
                yield Breach(rule="deterministic", message=message)
                break
        for moment in MOMENTS:
            with pretended(moment):
                other = _content(self.group(proposals))
            if other != expected:
                yield Breach(rule="no-clock", message=f"in the year {moment.year} it makes other themes")
                break
        yield from self._on_ids(proposals, themes)

    def _differing(self, order: Iterable[Proposal], themes: tuple[Theme, ...]) -> str:
        """A theme that another look at the same proposals does not have."""
        others = _content(self.group(order))
        lost = sorted(theme.title for theme in themes if to_json(theme) not in others)
        return f"{len(lost)} differ, such as {bounded(lost[0])}" if lost else "others are new"

    def _on_ids(self, proposals: tuple[Proposal, ...], themes: tuple[Theme, ...]) -> Iterator[Breach]:
        """Whether the same proposals have the same id, whatever else is proposed."""
        by_point = {proposal.point: proposal for proposal in proposals}
        # Of those that stand alone one is enough; a strategy may be slow.
        alone = [theme for theme in themes if len(theme.points) == 1][:1]
        for theme in (*(theme for theme in themes if len(theme.points) > 1), *alone):
            for other in self.group([by_point[point] for point in theme.points]):
                if other.points == theme.points and other.id != theme.id:
                    message = (
                        f"the id of the theme {bounded(theme.title)} is {theme.id!r} among others and {other.id!r} "
                        "alone; make it of the ids of its proposals"
                    )
                    yield Breach(rule="theme-ids", message=message)
                    return


def _content(themes: Iterable[Theme]) -> list[str]:
    """Themes without their order, which the engine settles."""
    return sorted(map(to_json, themes))


def _on_points(proposals: Iterable[Proposal], themes: list[Theme], what: str) -> Breach | None:
    wanted = sorted(proposal.point for proposal in proposals)
    got = sorted(point for theme in themes for point in theme.points)
    if wanted == got:
        return None
    lost = [point for point in wanted if point not in got]
    strange = [point for point in got if point not in wanted]
    several = sorted({point for point in got if got.count(point) > 1})
    parts = [
        f"{names} in {where}"
        for names, where in (
            (named(lost), "no theme"),
            (named(several), "several themes"),
            (named(strange), "a theme, though nobody proposed it"),
        )
        if names
    ]
    return Breach(rule="every-proposal-once", message=f"{what} it makes themes with {'; '.join(parts)}")


def _on_themes(themes: tuple[Theme, ...]) -> Iterator[Breach]:
    ids = [theme.id for theme in themes]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        yield Breach(rule="theme-ids", message=f"several themes have the id {named(twice)}")
    for theme in themes:
        title = bounded(theme.title)
        if len(theme.points) > 1 and not theme.reasons:
            message = f"the theme {title} of {len(theme.points)} proposals has no reasons; say what they share"
            yield Breach(rule="reasons", message=message)
        strange = [point for reason in theme.reasons for point in reason.points if point not in theme.points]
        if strange:
            yield Breach(rule="reasons", message=f"a reason of the theme {title} is about {named(strange)}, not in it")
