"""A run: one pass of responses through a plan."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import PurePath
from types import GeneratorType
from typing import Any, NoReturn, TypeAlias

import attrs

from kkrconsult.assessment import fingerprint
from kkrconsult.engine._blame import reason, unfit
from kkrconsult.engine._given import check_item, check_part
from kkrconsult.engine._kept import themes_of
from kkrconsult.engine._plan import Grouping, Plan, Step
from kkrconsult.engine._state import State, failure
from kkrconsult.engine._store import in_sorting_order
from kkrconsult.errors import FAULTS, MissingExtraError, PluginError, bounded
from kkrconsult.findings import Code, Finding, Severity, Subject, SubjectKind, completed, finding_key
from kkrconsult.inbox import Inbox
from kkrconsult.model import Participation, Response, Theme
from kkrconsult.plugins import LIBRARY_CODES, Registry
from kkrconsult.report import PluginUse, Report
from kkrconsult.standings import in_place, order_of_receipt
from kkrconsult.structure import FrozenMap

__all__ = ["Run"]

_log = logging.getLogger("kkrconsult")

_EMPTY: tuple[()] = ()
_NOTHING = object()
_Observe: TypeAlias = Callable[[Response], Iterable[Finding]]
_Observer: TypeAlias = tuple[Step, _Observe]

_TOGETHER = 8
"""Responses that are shown to a validator before the next gets them. What a processor has just done it does faster;
more at a time gains little more, and takes memory."""


class Run:
    """One pass over responses. Mutable, for one thread.

    Picklable where its validators are, without its plan: plans hold whatever plugins are made of, and are cheap to
    compile in each process. What comes out of a pickle is a part, for ``Run(plan).merge(part)``.
    """

    def __init__(self, plan: Plan, state: State | None = None, told: Callable[[Finding], object] | None = None) -> None:
        """Begin, or go on from what was seen before.

        Args:
            plan: By what is checked.
            state: What was seen.
            told: Called with every finding as it is found.
        """
        self._given: Plan | None = plan
        self._told = told
        self._untold: BaseException | None = None
        self.state = _begun(plan) if state is None else state
        self.seen = 0
        """How many responses were observed."""
        self._observers: list[_Observer] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_given": None, "_observers": None, "_told": None}

    @property
    def _plan(self) -> Plan:
        if self._given is None:
            raise RuntimeError("a run that was pickled is a part: merge it into a run of its plan")
        return self._given

    def take(self, part: Iterable[Response | Finding]) -> None:
        """Go through a part: responses, and findings for what could not be read.

        An inbox, and whatever else has a ``file``, is counted among the files.
        """
        check_part(part)
        if isinstance(part, Inbox):
            self.state.tally.add_inbox(part)
            self._came_in(part.problems)
        read = False
        # Whoever is told of findings hears them in the order of the answers.
        together = _TOGETHER if self._told is None else 1
        some: list[Response] = []
        for item in part:
            if isinstance(item, Finding):
                self._came_in((item,))
            else:
                check_item(item)
                some.append(item)
                read = True
                if len(some) >= together:
                    self._observe(some)
                    some.clear()
        self._observe(some)
        if (file := getattr(part, "file", None)) is not None:
            self.state.tally.add_file(file, read=read)

    def observe(self, response: Response) -> None:
        """Show one response to every validator."""
        self._observe((response,))

    def _observe(self, responses: Sequence[Response]) -> None:
        """Show some responses to every validator: to one after the other, each all of them."""
        state = self.state
        self.seen += len(responses)
        for response in responses:
            state.participation.observe(response)
        for response in responses:
            state.accounts.observe(response)
        if self._plan.keep_responses:
            state.responses += responses
        elif self._plan.keep_themes:
            state.responses += filter(None, [themes_of(response, self._plan.assessed) for response in responses])
        for step, observe in self._observers or self._observing():
            self._show(step, observe, responses)

    def _show(self, step: Step, observe: _Observe, responses: Iterable[Response]) -> None:
        """Show responses to a validator; one that fails, or gives what it may not, sees no more."""
        response = undeclared = None
        try:
            for response in responses:
                found: Any = observe(response)
                # Most have nothing to say of most responses, and say so with the empty tuple, of which there is one.
                if found is _EMPTY:
                    continue
                if type(found) is GeneratorType:
                    first = next(found, _NOTHING)
                    if first is _NOTHING:
                        continue
                    found = chain((first,), found)
                undeclared = self._keep(step, found, "observe", response)
                if undeclared is not None:
                    break
        except FAULTS as error:
            self._raise_untold(error)
            self._observers = None
            self.state.retire(step.name, error, "" if response is None else f"on answer {response.id}")
        if undeclared is not None:
            self._observers = None
            self.state.undeclared(step.name, undeclared)

    def merge(self, other: Run) -> None:
        """Take over a run of the same plan over other responses, also one that comes out of a pickle."""
        self._observers = None
        self.state.merge(other.state)

    def finish(self) -> Report:
        """Let every validator say what holds for the whole round, and write the report. Ends the run."""
        # Late, like what groups themes: a process that checks parts has no report to finish.
        from kkrconsult.engine._assessments import on_assessments

        plan, state = self._plan, self.state
        context, registry = plan.context, plan.registry
        participation = state.participation.finish(context.round, context.at)
        for step in plan.steps:
            self._conclude(step, participation)
        order = order_of_receipt(participation, {response.id for response in state.responses})
        responses = tuple(in_place(state.responses, lambda one: (order.get(one.id, len(order)), one.id)))
        report = Report(
            round=context.round,
            at=context.at,
            participation=participation,
            responses=responses,
            assessments=plan.assessments,
            plugins=_third_parties(registry),
        )
        if plan.assessments:
            now = {entry.point.id: fingerprint(entry.point) for entry in report.points}
            report = attrs.evolve(report, assessments=plan.book.against(now))
        kept = plan.keep_responses or plan.keep_themes
        themes = self._group(report, kept=kept)
        said = on_assessments(plan.book, report, kept=kept)
        self._problems((*sorted(state.failed.values(), key=finding_key), *_load_failures(registry), *said))
        findings = in_sorting_order(state.stores.values())
        counted: Counter[tuple[str, Severity]] = Counter()
        for store in state.stores.values():
            counted.update(store.counts)
        codes, tally = registry.codes, state.tally
        return attrs.evolve(
            report,
            responses=responses if plan.keep_responses else (),
            complete=not (state.failed or registry.failures or tally.unread or plan.book.unread),
            findings=findings,
            counts=_tally((code, number) for (code, _), number in counted.items()),
            severities=_tally((severity.value, number) for (_, severity), number in counted.items()),
            codes=tuple(codes[name] for name in sorted({code for code, _ in counted}) if name in codes),
            themes=themes,
            accounting=state.accounts.finish(
                participation,
                files=tally.files,
                files_read=tally.files - tally.unread - tally.copies,
                problems=tally.unread,
                duplicates=tally.copies,
            ),
        )

    def _came_in(self, findings: Iterable[Finding]) -> None:
        """Keep what readers said; of a reader that is at fault itself, once for all its files."""
        for finding in findings:
            if finding.code == "plugin.undeclared-code":
                self.state.unsound(finding)
            else:
                self._problems((finding,))

    def _problems(self, findings: Iterable[Finding]) -> None:
        """Keep findings that no validator gave."""
        for finding in findings:
            self._add("", _with_severity(finding, self._plan.registry))

    def _add(self, name: str, finding: Finding) -> None:
        """Keep a finding, and tell it to whoever wants to hear of all."""
        self.state.stores[name].add(finding)
        if self._told is not None:
            try:
                self._told(finding)
            except FAULTS as error:
                self._untold = error
                raise

    def _raise_untold(self, error: BaseException) -> None:
        """Raise again what is no fault of the validator whose finding it was, but of whoever is told."""
        if error is self._untold:
            raise error

    def _observing(self) -> list[_Observer]:
        """The validators that are still there, each with its `observe`: looked up once, and not for every response."""
        there = self.state.validators
        self._observers = [(step, there[step.name].observe) for step in self._plan.steps if step.name in there]
        return self._observers

    def _conclude(self, step: Step, participation: Participation) -> None:
        """Let a validator say what holds for the whole round; one that fails, or may not say it, is retired."""
        validator, undeclared = self.state.validators.get(step.name), None
        if validator is None:
            return
        when = "finish"
        try:
            undeclared = self._keep(step, validator.finish(), when)
            if undeclared is None and hasattr(validator, "conclude"):
                when = "conclude"
                undeclared = self._keep(step, validator.conclude(participation), when)
        except FAULTS as error:
            self._raise_untold(error)
            self.state.retire(step.name, error, f"in {when}")
        if undeclared is not None:
            self.state.undeclared(step.name, undeclared)

    def _keep(self, step: Step, found: Any, method: str, response: Response | None = None) -> str | None:
        """Keep what a validator yields.

        Returns:
            A code that it does not declare, with which it ends; None where it gave none.
        """
        if found is None:
            self._reject(step, f"{method} gave None; where there is nothing to say, return ()")
        subject: Subject | None = None
        for finding in found:
            if type(finding) is not Finding:
                self._reject(step, f"it gave {bounded(finding)} and not a Finding")
            severity = step.severities.get(finding.code)
            if severity is None:
                return str(finding.code)
            if subject is None:
                subject = self._subject(response)
            whole = completed(finding, severity=severity, subject=subject, validator=step.name, plugin=step.plugin)
            self._add(step.name, whole)
        return None

    def _subject(self, response: Response | None) -> Subject:
        """What a finding is about that does not say so itself."""
        if response is None:
            return Subject(kind=SubjectKind.ROUND, id=self._plan.context.round.id)
        return Subject(kind=SubjectKind.RESPONSE, id=response.id)

    @staticmethod
    def _reject(step: Step, reason: str) -> NoReturn:
        raise TypeError(f"validator {step.name}: {reason}")

    def _group(self, report: Report, *, kept: bool) -> tuple[Theme, ...]:
        """Group the supplementary themes; a grouper that fails or loses a proposal costs its grouping, not a theme."""
        from kkrconsult.grouping import alone, checked, decided, in_order, proposals_of

        settled = decided(proposals_of(report), report.round.themes)
        if kept:
            subject = Subject(kind=SubjectKind.ROUND, id=report.round.id)
            for title, missing in settled.missing.items():
                params = FrozenMap({"title": title, "missing": missing})
                finding = Finding(code="inbox.theme-unmatched", params=params, subject=subject)
                self._problems((finding,))
        proposals, grouping = settled.left, self._plan.grouping
        if grouping is not None and proposals:
            try:
                found = checked(grouping.group(proposals, grouping.options), proposals, grouping.name)
                return in_order((*settled.themes, *found))
            except MissingExtraError:
                # Not a fault of the grouper: whoever asked for it learns what to install.
                raise
            except FAULTS as error:
                self._ungroup(grouping, error)
        return in_order((*settled.themes, *map(alone, proposals)))

    def _ungroup(self, grouping: Grouping, error: BaseException) -> None:
        """Do without a grouper that failed."""
        name, plugin, why = grouping.name, grouping.plugin, reason(error)
        if self._plan.strict:
            raise PluginError(f"grouper {name} of plugin {plugin} failed: {why}") from error
        _log.warning("grouper %s of plugin %s failed and was left out: %s", name, plugin, why)
        _log.debug("where grouper %s failed", name, exc_info=error)
        params = {"plugin": plugin, "record": f"grouper {name}", "error": type(error).__name__}
        self.state.failed[f"grouper {name}"] = failure(plugin, None, "plugin.crashed", params)


def _begun(plan: Plan) -> State:
    """The state of a run that saw nothing yet, with every validator that could be made."""
    state = State(
        validators={step.name: step.plugin for step in plan.steps},
        cap=plan.cap,
        strict=plan.strict,
        assessments=plan.assessments,
    )
    for step in plan.steps:
        try:
            made = step.create(step.options, plan.context)
            lacking = unfit(made)
            if lacking is not None:
                raise TypeError(lacking)
        except FAULTS as error:
            state.retire(step.name, error, "in create")
        else:
            state.validators[step.name] = made
    return state


def _tally(pairs: Iterable[tuple[str, int]]) -> FrozenMap[str, int]:
    total: Counter[str] = Counter()
    for name, number in pairs:
        total[name] += number
    return FrozenMap(dict(sorted(total.items())))


def _third_parties(registry: Registry) -> tuple[PluginUse, ...]:
    return tuple(
        PluginUse(
            name=info.name,
            version=info.version,
            kind=info.kind,
            file=PurePath(info.path).name if info.kind == "local" and info.path else None,
        )
        for info in registry.plugins
        if info.kind != "builtin"
    )


def _load_failures(registry: Registry) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            code="plugin.failed-to-load",
            params=FrozenMap({"plugin": failure.name, "reason": failure.message}),
            subject=Subject(kind=SubjectKind.PLUGIN, id=failure.name),
            plugin=failure.name,
        )
        for failure in registry.failures
    )


_LIBRARY: Mapping[str, Code] = FrozenMap({code.name: code for code in LIBRARY_CODES})


def _with_severity(finding: Finding, registry: Registry) -> Finding:
    """Findings of readers and of the library have no validator that weighs them: the code itself does."""
    if finding.severity is not None:
        return finding
    code = _LIBRARY.get(finding.code) or registry.codes.get(finding.code)
    return attrs.evolve(finding, severity=code.severity if code else Severity.ERROR)
