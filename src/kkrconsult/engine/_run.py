"""A run: one pass of responses through a plan."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import PurePath
from typing import Any, NoReturn

import attrs

from kkrconsult.assessment import AccountState, fingerprint
from kkrconsult.engine._assessments import on_assessments
from kkrconsult.engine._plan import Grouping, Plan, Step
from kkrconsult.engine._store import Store
from kkrconsult.errors import MissingExtraError, PluginError, bounded
from kkrconsult.findings import Code, Finding, Severity, Subject, SubjectKind, finding_key
from kkrconsult.grouping import alone, checked, decided, in_order, proposals_of
from kkrconsult.inbox import Inbox
from kkrconsult.model import Response, Theme
from kkrconsult.participation import ParticipationState
from kkrconsult.plugins import LIBRARY_CODES, Registry
from kkrconsult.report import PluginUse, Report
from kkrconsult.structure import FrozenMap

__all__ = ["Run"]

_log = logging.getLogger("kkrconsult")


class Run:
    """One pass over responses. Mutable, for one thread.

    Picklable where its validators are, without its plan: plans hold whatever plugins are made of, and are cheap to
    compile in each process. What comes out of a pickle is a part, for ``Run(plan).merge(part)``.
    """

    def __init__(self, plan: Plan) -> None:
        self._given: Plan | None = plan
        self._stores = {step.name: Store(plan.cap) for step in plan.steps}
        self._stores[""] = Store(plan.cap)
        self._failed: dict[str, Finding] = {}
        self._validators: dict[str, Any] = {}
        self._participation = ParticipationState()
        self._accounts = AccountState(plan.assessments)
        self._responses: list[Response] = []
        for step in plan.steps:
            try:
                self._validators[step.name] = step.create(step.options, plan.context)
            except Exception as error:
                self._retire(step, error)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_given": None}

    @property
    def _plan(self) -> Plan:
        if self._given is None:
            raise RuntimeError("a run that was pickled is a part: merge it into a run of its plan")
        return self._given

    def observe(self, response: Response) -> None:
        """Show one response to every validator."""
        self._participation.observe(response)
        self._accounts.observe(response)
        if self._plan.keep_responses:
            self._responses.append(response)
        subject = Subject(kind=SubjectKind.RESPONSE, id=response.id)
        for step in self._plan.steps:
            validator = self._validators.get(step.name)
            if validator is not None:
                self._collect(step, partial(validator.observe, response), subject)

    def merge(self, other: Run) -> None:
        """Take over a run of the same plan over other responses, also one that comes out of a pickle."""
        self._participation.merge(other._participation)
        self._accounts.merge(other._accounts)
        self._responses += other._responses
        for name, finding in other._failed.items():
            self._drop(name, finding)
        for step in self._plan.steps:
            mine, theirs = self._validators.get(step.name), other._validators.get(step.name)
            if mine is not None and theirs is not None:
                self._stores[step.name].merge(other._stores[step.name])
                try:
                    mine.merge(theirs)
                except Exception as error:
                    self._retire(step, error)

    def finish(self, inbox: Inbox | None = None) -> Report:
        """Let every validator say what holds for the whole round, and write the report."""
        context, registry = self._plan.context, self._plan.registry
        # Not "inbox or": an inbox without responses is empty, and its problems count all the same.
        came_in = Inbox() if inbox is None else inbox
        subject = Subject(kind=SubjectKind.ROUND, id=context.round.id)
        for step in self._plan.steps:
            validator = self._validators.get(step.name)
            if validator is not None:
                self._collect(step, validator.finish, subject)
        participation = self._participation.finish(context.round, context.at)
        order = {entry.response: index for index, entry in enumerate(participation.responses)}
        responses = tuple(sorted(self._responses, key=lambda item: (order.get(item.id, len(order)), item.id)))
        report = Report(
            round=context.round,
            at=context.at,
            participation=participation,
            responses=responses,
            assessments=self._plan.assessments,
            plugins=_third_parties(registry),
        )
        if self._plan.assessments:
            now = {entry.point.id: fingerprint(entry.point) for entry in report.points}
            report = attrs.evolve(report, assessments=self._plan.book.against(now))
        themes = self._group(report)
        own = self._stores[""]
        said = on_assessments(self._plan.book, report, kept=self._plan.keep_responses)
        for finding in (*self._failed.values(), *came_in.problems, *_load_failures(registry), *said):
            own.add(_with_severity(finding, registry))
        findings = sorted((finding for store in self._stores.values() for finding in store), key=finding_key)
        counted: Counter[tuple[str, Severity]] = Counter()
        for store in self._stores.values():
            counted.update(store.counts)
        codes = registry.codes
        return attrs.evolve(
            report,
            complete=not (self._failed or registry.failures or came_in.unread or self._plan.book.unread),
            findings=tuple(findings),
            counts=_tally((code, number) for (code, _), number in counted.items()),
            severities=_tally((severity.value, number) for (_, severity), number in counted.items()),
            codes=tuple(codes[name] for name in sorted({code for code, _ in counted}) if name in codes),
            themes=themes,
            accounting=self._accounts.finish(
                participation,
                files=len(came_in.files),
                files_read=len(came_in.files) - len(came_in.unread) - len(came_in.duplicates),
                problems=len(came_in.unread),
                duplicates=len(came_in.duplicates),
            ),
        )

    def _collect(self, step: Step, produce: Callable[[], Iterable[Finding]], subject: Subject) -> None:
        """Take what a validator yields; one that fails, or yields what it may not, is retired for this run."""
        store = self._stores[step.name]
        try:
            for finding in produce():
                if type(finding) is not Finding:
                    self._reject(step, f"it gave {bounded(finding)} and not a Finding")
                severity = step.severities.get(finding.code)
                if severity is None:
                    self._undeclared(step, finding.code)
                    return
                store.add(
                    Finding(
                        code=finding.code,
                        params=finding.params,
                        severity=severity,
                        subject=finding.subject or subject,
                        location=finding.location,
                        validator=step.name,
                        plugin=step.plugin,
                    )
                )
        except Exception as error:
            self._retire(step, error)

    @staticmethod
    def _reject(step: Step, reason: str) -> NoReturn:
        raise TypeError(f"validator {step.name}: {reason}")

    def _retire(self, step: Step, error: Exception) -> None:
        """Take a validator out of the run.

        Which response it failed on hangs on the order in which they came, so the report says only that it failed; the
        rest goes to the log, for the plugin's author.
        """
        reason = f"{type(error).__name__}: {bounded(str(error), 200)}"
        if self._plan.strict:
            raise PluginError(f"validator {step.name} of plugin {step.plugin} failed: {reason}") from error
        _log.warning("validator %s of plugin %s failed and was left out: %s", step.name, step.plugin, reason)
        _log.debug("where validator %s failed", step.name, exc_info=error)
        params = {"plugin": step.plugin, "record": f"validator {step.name}", "error": type(error).__name__}
        self._drop(step.name, _failure(step.plugin, step.name, "plugin.crashed", params))

    def _undeclared(self, step: Step, code: str) -> None:
        if self._plan.strict:
            message = f"validator {step.name} of plugin {step.plugin} does not declare its code {bounded(code)}"
            raise PluginError(message)
        _log.warning("validator %s of plugin %s gave the undeclared code %s", step.name, step.plugin, bounded(code))
        params = {"plugin": step.plugin, "record": f"validator {step.name}", "code": code}
        self._drop(step.name, _failure(step.plugin, step.name, "plugin.undeclared-code", params))

    def _drop(self, name: str, finding: Finding) -> None:
        # What it found before it failed hangs on the order of the responses, so that goes too.
        self._validators.pop(name, None)
        self._stores[name] = Store(self._plan.cap)
        known = self._failed.get(name)
        self._failed[name] = finding if known is None else min(known, finding, key=finding_key)

    def _group(self, report: Report) -> tuple[Theme, ...]:
        """Group the supplementary themes; a grouper that fails or loses a proposal costs its grouping, not a theme."""
        settled = decided(proposals_of(report), report.round.themes)
        if self._plan.keep_responses:
            subject = Subject(kind=SubjectKind.ROUND, id=report.round.id)
            for title, missing in settled.missing.items():
                params = FrozenMap({"title": title, "missing": missing})
                finding = Finding(code="inbox.theme-unmatched", params=params, subject=subject)
                self._stores[""].add(_with_severity(finding, self._plan.registry))
        proposals, grouping = settled.left, self._plan.grouping
        if grouping is not None and proposals:
            try:
                found = checked(grouping.group(proposals, grouping.options), proposals, grouping.name)
                return in_order((*settled.themes, *found))
            except MissingExtraError:
                # Not a fault of the grouper: whoever asked for it learns what to install.
                raise
            except Exception as error:
                self._ungroup(grouping, error)
        return in_order((*settled.themes, *map(alone, proposals)))

    def _ungroup(self, grouping: Grouping, error: Exception) -> None:
        """Do without a grouper that failed."""
        name, plugin = grouping.name, grouping.plugin
        reason = f"{type(error).__name__}: {bounded(str(error), 200)}"
        if self._plan.strict:
            raise PluginError(f"grouper {name} of plugin {plugin} failed: {reason}") from error
        _log.warning("grouper %s of plugin %s failed and was left out: %s", name, plugin, reason)
        _log.debug("where grouper %s failed", name, exc_info=error)
        params = {"plugin": plugin, "record": f"grouper {name}", "error": type(error).__name__}
        self._failed[f"grouper {name}"] = _failure(plugin, None, "plugin.crashed", params)


def _failure(plugin: str, validator: str | None, code: str, params: Mapping[str, object]) -> Finding:
    subject = Subject(kind=SubjectKind.PLUGIN, id=plugin)
    return Finding(code=code, params=FrozenMap(params), subject=subject, validator=validator, plugin=plugin)


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
