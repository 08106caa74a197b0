"""A round checked in parts: what each part came to, put together in any order, and then the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import attrs

from kkrconsult.engine._plan import Plan
from kkrconsult.engine._run import Run
from kkrconsult.engine._state import State
from kkrconsult.engine._store import DEFAULT_CAP
from kkrconsult.errors import DataError
from kkrconsult.findings import Finding
from kkrconsult.inbox import Inbox
from kkrconsult.model import Assessment, Response, Round
from kkrconsult.plugins import Registry
from kkrconsult.remarks import AssessmentBook
from kkrconsult.report import Report

__all__ = ["Summary", "Terms", "absorb", "begin_part", "check_part", "finish", "merge", "plan_part", "renumbered"]


@attrs.frozen(kw_only=True)
class Terms:
    """On which terms a part was checked; only parts on the same terms can be put together."""

    round: Round
    at: dt.datetime
    book: AssessmentBook
    cap: int
    keep_responses: bool
    keep_themes: bool
    strict: bool
    validators: tuple[tuple[str, str], ...]
    """The validators that took part, each with its plugin."""

    @classmethod
    def of(cls, plan: Plan) -> Terms:
        """The terms of a plan."""
        return cls(
            round=plan.context.round,
            at=plan.context.at,
            book=plan.book,
            cap=plan.cap,
            keep_responses=plan.keep_responses,
            keep_themes=plan.keep_themes,
            strict=plan.strict,
            validators=tuple((step.name, step.plugin) for step in plan.steps),
        )

    def plan(self, registry: Registry) -> Plan:
        """Compile the plan of these terms once more.

        Raises:
            ConfigError: The round's settings do not fit the plugins.
            DataError: These are not the plugins that it was compiled with.
        """
        plan = Plan.compile(
            self.round,
            at=self.at,
            assessments=self.book,
            registry=registry,
            cap=self.cap,
            keep_responses=self.keep_responses,
            keep_themes=self.keep_themes,
            strict=self.strict,
        )
        return self._same(plan)

    def plan_for_parts(self, registry: Registry) -> Plan:
        """Bind the validators of these terms once more, to check parts by and not to finish.

        Raises:
            ConfigError: The round's settings do not fit the plugins.
            DataError: These are not the plugins that it was compiled with.
        """
        plan = Plan.for_parts(
            self.round,
            at=self.at,
            book=self.book,
            registry=registry,
            validators=[name for name, _ in self.validators],
            cap=self.cap,
            keep_responses=self.keep_responses,
            keep_themes=self.keep_themes,
            strict=self.strict,
        )
        return self._same(plan)

    def _same(self, plan: Plan) -> Plan:
        if (found := Terms.of(plan)) != self:
            raise DataError(_differing(self, found))
        return plan


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Summary:
    """What checking a part of a round came to. A value: `merge` and `finish` leave it as it is.

    It can be pickled where the state of the validators can, so parts may be checked in other processes or on other
    machines. How large it is hangs on what the validators declare that they keep, and on `keep_responses`.
    """

    responses: int
    """How many responses the part had."""
    terms: Terms
    """What it was checked against; of no use but to be the same."""
    state: State
    """What the validators know; of no use but to `merge` and `finish`."""

    def __repr__(self) -> str:
        return f"Summary(round={self.terms.round.id!r}, responses={self.responses})"


def check_part(
    round_: Round,
    part: Iterable[Response | Finding] | Inbox,
    *,
    at: dt.datetime,
    assessments: Iterable[Assessment] | AssessmentBook = (),
    registry: Registry | None = None,
    cap: int = DEFAULT_CAP,
    keep_responses: bool = True,
    keep_themes: bool = False,
    strict: bool = False,
    findings: Callable[[Finding], object] | None = None,
) -> Summary:
    """Check some of the answers of a round.

    Args:
        round_: The round.
        part: Responses, and findings for what could not be read: any iterable, an `Inbox`, or a `FilePart`. Read once.
        at: The moment at which is asked, aware; the same for all parts.
        assessments: As for `check`; the same for all parts.
        registry: The plugins; by default those installed.
        cap: As for `check`; the same for all parts.
        keep_responses: As for `check`; the same for all parts.
        keep_themes: As for `check`; the same for all parts.
        strict: As for `check`; the same for all parts.
        findings: As for `check`: called with every finding of this part. What holds for the whole round is told by
            `finish`.

    Returns:
        What the part came to.

    Raises:
        ConfigError: The round's settings do not fit the plugins.
        DataError: `at` has no zone.
        PluginError: Under `strict`, a validator failed.
    """
    plan = Plan.compile(
        round_,
        at=at,
        assessments=assessments,
        registry=registry,
        cap=cap,
        keep_responses=keep_responses,
        keep_themes=keep_themes,
        strict=strict,
    )
    return plan_part(plan, part, findings)


def plan_part(
    plan: Plan, part: Iterable[Response | Finding] | Inbox, findings: Callable[[Finding], object] | None = None
) -> Summary:
    """Check a part by a plan that was compiled before, as whoever checks many of them does."""
    run = Run(plan, told=findings)
    run.take(part)
    return Summary(responses=run.seen, terms=Terms.of(plan), state=run.state)


def merge(first: Summary, *others: Summary) -> Summary:
    """Put what parts came to together. Order means nothing, and neither does the grouping: any tree of merges will do.

    Merging many at once copies only once, so it is cheaper than one by one.

    Args:
        first: What one part came to.
        *others: The same of other parts of the same round, no answer of which is in two of them.

    Returns:
        What they came to together.

    Raises:
        DataError: The parts were not checked on the same terms.
        PluginError: Under `strict`, a validator cannot be merged.
    """
    state = first.state.copied()
    for other in others:
        # Compared whole, not by id: another version of the round file has the same id.
        if other.terms is not first.terms and other.terms != first.terms:
            raise DataError(_differing(first.terms, other.terms))
        # What is taken over must not be shared with a summary that may be merged once more.
        state.merge(other.state.copied())
    return Summary(
        responses=sum(one.responses for one in (first, *others)),
        terms=first.terms,
        state=state,
    )


def finish(
    summary: Summary, *, registry: Registry | None = None, findings: Callable[[Finding], object] | None = None
) -> Report:
    """Say what the whole round came to.

    Args:
        summary: All parts, merged.
        registry: The same plugins as for the parts; by default those installed.
        findings: Called with every finding that holds for the whole round, and was not told of a part.

    Returns:
        The report, the same as `check` gives for all the answers at once.

    Raises:
        ConfigError: The round's settings do not fit the plugins.
        DataError: The plugins are not those that checked the parts.
        PluginError: Under `strict`, a plugin failed.
    """
    from kkrconsult.plugins import load_plugins

    plan = summary.terms.plan(load_plugins(strict=summary.terms.strict) if registry is None else registry)
    return Run(plan, summary.state.copied(), findings).finish()


def begin_part(plan: Plan) -> Summary:
    """What a part without responses comes to, for `absorb` to begin with."""
    return plan_part(plan, ())


def absorb(whole: Summary, part: Summary) -> Summary:
    """Merge without copying: for whoever owns both summaries, and uses neither any more."""
    if part.terms is not whole.terms and part.terms != whole.terms:
        raise DataError(_differing(whole.terms, part.terms))
    whole.state.merge(part.state)
    return attrs.evolve(whole, responses=whole.responses + part.responses)


def renumbered(part: Summary, changed: Callable[[Finding], Finding]) -> None:
    """Change what readers said in a part, for whoever owns it: they know the places in their part of a file only."""
    part.state.stores[""].change(changed)


def _differing(one: Terms, other: Terms) -> str:
    names = [field.name for field in attrs.fields(Terms) if getattr(one, field.name) != getattr(other, field.name)]
    return (
        f"parts of a round can only be put together when they were checked alike; these differ in: {', '.join(names)}"
    )
