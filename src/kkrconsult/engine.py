"""The engine: compiles what a round demands into a plan once, and drives every response through it in one pass.

Nothing here depends on an order: responses, plugins and validators may come in any, the report is the same. A round
may be checked in parts: `Run.merge` joins runs over disjoint parts, and is associative and commutative.
"""

from __future__ import annotations

import datetime as dt
import logging
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

import attrs

from kkrconsult.assessment import AccountState
from kkrconsult.config.options import bind_options, bind_validator
from kkrconsult.danish import sort_key
from kkrconsult.errors import ConfigError, PluginError, Problem, bounded
from kkrconsult.findings import Code, Finding, Severity, Subject, SubjectKind, finding_key
from kkrconsult.grouping import shown_title
from kkrconsult.inbox import Inbox
from kkrconsult.model import Assessment, Response, Round, Theme, ThemeProposal, check_moment
from kkrconsult.participation import ParticipationState
from kkrconsult.plugins import LIBRARY_CODES, Context, Proposal, Registered, Registry, load_plugins
from kkrconsult.report import PluginUse, Report
from kkrconsult.structure import FrozenMap

__all__ = ["DEFAULT_CAP", "Plan", "Run", "check"]

_log = logging.getLogger("kkrconsult")

DEFAULT_CAP = 1000
"""How many findings of one code a report stores; all are counted."""

DEFAULT_GROUPER = "same-title"


def check(
    round_: Round,
    responses: Iterable[Response] | Inbox,
    *,
    at: dt.datetime,
    assessments: Iterable[Assessment] = (),
    registry: Registry | None = None,
    cap: int = DEFAULT_CAP,
    keep_responses: bool = True,
    strict: bool = False,
) -> Report:
    """Check the answers of a round.

    Args:
        round_: The round.
        responses: The responses, or an `Inbox`, whose problems then count too. Read once, in one pass.
        at: The moment at which is asked, aware.
        assessments: The secretariat's remarks on points.
        registry: The plugins; by default those installed.
        cap: How many findings of one code are stored; all are counted.
        keep_responses: Whether the report holds the responses. Without them it has no points and no themes, and
            memory stays flat but for what validators and participation say that they need.
        strict: Whether a validator that fails stops the check, instead of making the report incomplete.

    Returns:
        The report.

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
        strict=strict,
    )
    run = plan.start()
    for response in responses:
        run.observe(response)
    return run.finish(responses if isinstance(responses, Inbox) else None)


@attrs.frozen(kw_only=True)
class _Step:
    """A validator with its options bound, ready to be started."""

    name: str
    plugin: str
    create: Callable[[Any, Context], Any]
    options: Any
    severities: Mapping[str, Severity]
    """What every declared code weighs in this round."""


@attrs.frozen(kw_only=True)
class _Grouping:
    """A grouper with its options bound."""

    name: str
    plugin: str
    group: Callable[[Sequence[Proposal], Any], Iterable[Theme]]
    options: Any


@attrs.frozen(kw_only=True)
class Plan:
    """What a round demands, compiled once for any number of runs: validators with options, severities, the context."""

    context: Context
    steps: tuple[_Step, ...]
    grouping: _Grouping | None
    """How supplementary themes are grouped; None where there is no grouper, which leaves each by itself."""
    assessments: tuple[Assessment, ...]
    registry: Registry
    cap: int
    keep_responses: bool
    strict: bool

    @classmethod
    def compile(
        cls,
        round_: Round,
        *,
        at: dt.datetime,
        assessments: Iterable[Assessment] = (),
        registry: Registry | None = None,
        cap: int = DEFAULT_CAP,
        keep_responses: bool = True,
        strict: bool = False,
    ) -> Plan:
        """Bind every option of the round.

        Raises:
            ConfigError: Unknown validators or groupers, or unusable options; all at once.
            DataError: `at` has no zone.
        """
        check_moment(round_, "at", at)
        registry = load_plugins(strict=strict) if registry is None else registry
        tables = round_.settings.validators
        problems: list[Problem] = []
        for name in tables:
            try:
                registry.validator(name)
            except ConfigError as error:
                problems.append(Problem(message=error.message, path=("validators", name)))
        steps: list[_Step] = []
        for entry in registry.validators:
            try:
                step = _bind(entry, tables.get(entry.name, FrozenMap()))
            except ConfigError as error:
                problems += error.problems
            else:
                steps += [step] if step else []
        grouping: _Grouping | None = None
        try:
            grouping = _bind_grouper(registry, round_.settings.groupers)
        except ConfigError as error:
            problems += error.problems
        if problems:
            raise ConfigError(f"the settings of round {round_.id} cannot be used:", problems)
        return cls(
            context=Context(round=round_, at=at),
            steps=tuple(steps),
            grouping=grouping,
            assessments=tuple(sorted(assessments, key=lambda item: item.point)),
            registry=registry,
            cap=cap,
            keep_responses=keep_responses,
            strict=strict,
        )

    def start(self) -> Run:
        """Begin a run over some or all of the responses."""
        return Run(self)


def _bind(entry: Registered[Any], table: FrozenMap[str, object]) -> _Step | None:
    spec = entry.spec
    if not table and not spec.enabled:
        return None
    codes = [code.name for code in spec.codes]
    settings = bind_validator(spec.options, codes, table, enabled=spec.enabled, path=("validators", spec.name))
    if not settings.enabled:
        return None
    return _Step(
        name=spec.name,
        plugin=entry.plugin.name,
        create=spec.create,
        options=settings.options,
        severities={code.name: settings.severity.get(code.name, code.severity) for code in spec.codes},
    )


def _bind_grouper(registry: Registry, tables: FrozenMap[str, FrozenMap[str, object]]) -> _Grouping | None:
    name = min(tables, default=DEFAULT_GROUPER)
    if name not in tables and name not in {entry.name for entry in registry.groupers}:
        return None
    try:
        entry = registry.grouper(name)
    except ConfigError as error:
        raise ConfigError(error.message, [Problem(message=error.message, path=("groupers", name))]) from None
    options = bind_options(entry.spec.options, tables.get(name, FrozenMap()), path=("groupers", name))
    return _Grouping(name=name, plugin=entry.plugin.name, group=entry.spec.group, options=options)


class _Store:
    """Findings by code: all counted; of each the first `cap` in sorting order kept, in whatever order they came."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self.counts: Counter[tuple[str, Severity]] = Counter()
        self._kept: dict[str, list[tuple[tuple[Any, ...], Finding]]] = {}

    def add(self, finding: Finding) -> None:
        assert finding.severity is not None  # noqa: S101 - the caller fills it in
        self.counts[finding.code, finding.severity] += 1
        self._keep(finding_key(finding), finding)

    def _keep(self, key: tuple[Any, ...], finding: Finding) -> None:
        kept = self._kept.setdefault(finding.code, [])
        if len(kept) >= self._cap and (not kept or key >= kept[-1][0]):
            return
        kept.insert(bisect(kept, key, key=lambda entry: entry[0]), (key, finding))
        del kept[self._cap :]

    def merge(self, other: _Store) -> None:
        self.counts.update(other.counts)
        for entries in other._kept.values():
            for key, finding in entries:
                self._keep(key, finding)

    def __iter__(self) -> Iterator[Finding]:
        return (finding for entries in self._kept.values() for _, finding in entries)


class Run:
    """One pass over responses. Mutable, for one thread.

    Picklable where its validators are, without its plan: plans hold whatever plugins are made of, and are cheap to
    compile in each process. What comes out of a pickle is a part, for ``plan.start().merge(part)``.
    """

    def __init__(self, plan: Plan) -> None:
        self._given: Plan | None = plan
        self._stores = {step.name: _Store(plan.cap) for step in plan.steps}
        self._stores[""] = _Store(plan.cap)
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
        themes = self._group(report)
        own = self._stores[""]
        for finding in (*self._failed.values(), *came_in.problems, *_load_failures(registry)):
            own.add(_with_severity(finding, registry))
        findings = sorted((finding for store in self._stores.values() for finding in store), key=finding_key)
        counted: Counter[tuple[str, Severity]] = Counter()
        for store in self._stores.values():
            counted.update(store.counts)
        codes = registry.codes
        return attrs.evolve(
            report,
            complete=not (self._failed or registry.failures or came_in.unread),
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

    def _collect(self, step: _Step, produce: Callable[[], Iterable[Finding]], subject: Subject) -> None:
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
    def _reject(step: _Step, reason: str) -> NoReturn:
        raise TypeError(f"validator {step.name}: {reason}")

    def _retire(self, step: _Step, error: Exception) -> None:
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

    def _undeclared(self, step: _Step, code: str) -> None:
        if self._plan.strict:
            message = f"validator {step.name} of plugin {step.plugin} does not declare its code {bounded(code)}"
            raise PluginError(message)
        _log.warning("validator %s of plugin %s gave the undeclared code %s", step.name, step.plugin, bounded(code))
        params = {"plugin": step.plugin, "record": f"validator {step.name}", "code": code}
        self._drop(step.name, _failure(step.plugin, step.name, "plugin.undeclared-code", params))

    def _drop(self, name: str, finding: Finding) -> None:
        # What it found before it failed hangs on the order of the responses, so that goes too.
        self._validators.pop(name, None)
        self._stores[name] = _Store(self._plan.cap)
        known = self._failed.get(name)
        self._failed[name] = finding if known is None else min(known, finding, key=finding_key)

    def _group(self, report: Report) -> tuple[Theme, ...]:
        """Group the supplementary themes; a grouper that fails or loses a proposal costs its grouping, not a theme."""
        names = {party.id: party.name for party in report.round.participants}
        senders = {item.id: item.sender.name for item in report.responses if item.sender}
        proposals = sorted(
            (
                Proposal(
                    point=entry.point.id,
                    title=entry.point.title,
                    text="\n\n".join(text for text in (entry.point.text, entry.point.rationale) if text),
                    participants=tuple(names.get(party, party) for party in entry.participants)
                    or (senders.get(entry.response, entry.response),),
                )
                for entry in report.points
                if isinstance(entry.point, ThemeProposal)
            ),
            key=lambda proposal: proposal.point,
        )
        if not proposals:
            return ()
        grouping = self._plan.grouping
        themes = tuple(_alone(proposal) for proposal in proposals)
        if grouping is not None:
            try:
                grouped = tuple(grouping.group(proposals, grouping.options))
                _check_themes(grouped, proposals)
                themes = grouped
            except Exception as error:
                self._ungroup(grouping, error)
        # Whatever order a grouper gives: those that most parties propose first.
        return tuple(
            sorted(
                themes,
                key=lambda theme: (-len(theme.participants), -len(theme.points), sort_key(theme.title), theme.id),
            )
        )

    def _ungroup(self, grouping: _Grouping, error: Exception) -> None:
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


def _check_themes(themes: Sequence[object], proposals: Sequence[Proposal]) -> None:
    placed: list[str] = []
    for theme in themes:
        if not isinstance(theme, Theme):
            raise TypeError(f"it gave {bounded(theme)} and not a Theme")
        placed += theme.points
    if sorted(placed) != [proposal.point for proposal in proposals]:
        raise ValueError("it did not put every proposal into exactly one theme")


def _alone(proposal: Proposal) -> Theme:
    return Theme(
        id=proposal.point, title=shown_title([proposal]), points=(proposal.point,), participants=proposal.participants
    )


def _tally(pairs: Iterable[tuple[str, int]]) -> FrozenMap[str, int]:
    total: Counter[str] = Counter()
    for name, number in pairs:
        total[name] += number
    return FrozenMap(dict(sorted(total.items())))


def _third_parties(registry: Registry) -> tuple[PluginUse, ...]:
    return tuple(PluginUse(name=info.name, version=info.version) for info in registry.plugins if info.kind != "builtin")


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
