"""What a round demands, compiled: every option bound and every severity settled before the first response."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from kkrconsult.config.options import bind_options, bind_validator
from kkrconsult.engine._given import check_terms
from kkrconsult.engine._store import DEFAULT_CAP
from kkrconsult.errors import ConfigError, Problem
from kkrconsult.findings import Severity
from kkrconsult.model import Assessment, Proposal, Round, Theme
from kkrconsult.plugins import Context, Registered, Registry
from kkrconsult.remarks import AssessmentBook
from kkrconsult.structure import FrozenMap

__all__ = ["DEFAULT_GROUPER", "Grouping", "Plan", "Step"]

DEFAULT_GROUPER = "same-title"


@attrs.frozen(kw_only=True)
class Step:
    """A validator with its options bound, ready to be started."""

    name: str
    plugin: str
    create: Callable[[Any, Context], Any]
    options: Any
    severities: Mapping[str, Severity]
    """What every declared code weighs in this round."""


@attrs.frozen(kw_only=True)
class Grouping:
    """A grouper with its options bound."""

    name: str
    plugin: str
    group: Callable[[Sequence[Proposal], Any], Iterable[Theme]]
    options: Any


@attrs.frozen(kw_only=True)
class Plan:
    """What a round demands, compiled once for any number of runs: validators with options, severities, the context."""

    context: Context
    steps: tuple[Step, ...]
    grouping: Grouping | None
    """How supplementary themes are grouped; None where there is no grouper, which leaves each by itself."""
    book: AssessmentBook
    """The secretariat's remarks on points."""
    assessments: tuple[Assessment, ...]
    """What the report uses of them."""
    assessed: frozenset[str]
    """Ids of the points that they are on."""
    registry: Registry
    cap: int
    keep_responses: bool
    keep_themes: bool
    strict: bool

    @classmethod
    def compile(
        cls,
        round_: Round,
        *,
        at: dt.datetime,
        assessments: Iterable[Assessment] | AssessmentBook = (),
        registry: Registry | None = None,
        cap: int = DEFAULT_CAP,
        keep_responses: bool = True,
        keep_themes: bool = False,
        strict: bool = False,
    ) -> Plan:
        """Bind every option of the round.

        Raises:
            ConfigError: Unknown validators or groupers, or unusable options; all at once.
            DataError: `round_` is no round, or `at` has no zone.
        """
        # Late: a process that checks parts makes a registry of its own, and needs nothing that looks for plugins.
        from kkrconsult.plugins import load_plugins

        check_terms(round_, at)
        registry = load_plugins(strict=strict) if registry is None else registry
        tables = round_.settings.validators
        problems: list[Problem] = []
        absent = _left_out(registry, "validators", tables, registry.validators)
        for name in tables:
            try:
                registry.validator(name)
            except ConfigError as error:
                if name not in absent:
                    problems.append(Problem(message=error.message, path=("validators", name)))
        steps: list[Step] = []
        for entry in registry.validators:
            try:
                step = _bind(entry, tables.get(entry.name, FrozenMap()))
            except ConfigError as error:
                problems += error.problems
            else:
                steps += [step] if step else []
        grouping: Grouping | None = None
        try:
            given = round_.settings.groupers
            absent = _left_out(registry, "groupers", given, registry.groupers)
            wanted = {name: table for name, table in given.items() if name not in absent}
            grouping = _bind_grouper(registry, wanted)
        except ConfigError as error:
            problems += error.problems
        book = assessments if isinstance(assessments, AssessmentBook) else AssessmentBook.of(assessments)
        found = book.assessments
        if problems:
            raise ConfigError(f"the settings of round {round_.id} cannot be used:", problems)
        return cls(
            context=Context(round=round_, at=at),
            steps=tuple(steps),
            grouping=grouping,
            book=book,
            assessments=found,
            assessed=frozenset(one.point for one in found),
            registry=registry,
            cap=cap,
            keep_responses=keep_responses,
            keep_themes=keep_themes,
            strict=strict,
        )

    @classmethod
    def for_parts(
        cls,
        round_: Round,
        *,
        at: dt.datetime,
        book: AssessmentBook,
        registry: Registry,
        validators: Iterable[str],
        cap: int,
        keep_responses: bool,
        keep_themes: bool,
        strict: bool,
    ) -> Plan:
        """Bind some validators by settings that were found to be right before; good for parts, and not to finish.

        Args:
            round_: The round.
            at: The moment.
            book: The secretariat's remarks.
            registry: What has the validators; nothing else is asked of it.
            validators: Names of those that take part. One that is not there is passed over.
            cap: As for `compile`, like the rest.
            keep_responses: The same.
            keep_themes: The same.
            strict: The same.

        Raises:
            ConfigError: The settings do not fit these validators.
        """
        tables, there = round_.settings.validators, {entry.name: entry for entry in registry.validators}
        bound = (_bind(there[name], tables.get(name, FrozenMap())) for name in validators if name in there)
        found = book.assessments
        return cls(
            context=Context(round=round_, at=at),
            steps=tuple(step for step in bound if step),
            grouping=None,
            book=book,
            assessments=found,
            assessed=frozenset(one.point for one in found),
            registry=registry,
            cap=cap,
            keep_responses=keep_responses,
            keep_themes=keep_themes,
            strict=strict,
        )


def _left_out(
    registry: Registry, kind: str, names: Iterable[str], entries: Iterable[Registered[Any]]
) -> frozenset[str]:
    """The names that nothing has because the caller left it out; their settings are of no use then."""
    missing = set(names) - {entry.name for entry in entries}
    if not missing:
        return frozenset()
    # Only here, since nearly every round names what is there, and a check of one answer would pay for it.
    from kkrconsult.rounds import known_from

    known = known_from(registry)
    return frozenset(name for name in missing if known.leaves_out(kind, name))


def _bind(entry: Registered[Any], table: FrozenMap[str, object]) -> Step | None:
    spec = entry.spec
    if not table and not spec.enabled:
        return None
    codes = [code.name for code in spec.codes]
    settings = bind_validator(spec.options, codes, table, enabled=spec.enabled, path=("validators", spec.name))
    if not settings.enabled:
        return None
    return Step(
        name=spec.name,
        plugin=entry.plugin.name,
        create=spec.create,
        options=settings.options,
        severities={code.name: settings.severity.get(code.name, code.severity) for code in spec.codes},
    )


def _bind_grouper(registry: Registry, tables: Mapping[str, FrozenMap[str, object]]) -> Grouping | None:
    if len(tables) > 1:
        # Each would group the same themes another way; which of them counts is for the region to say.
        message = "at most one grouper can group the themes of a round; keep one of: " + ", ".join(sorted(tables))
        raise ConfigError(message, [Problem(message=message, path=("groupers",))])
    name = min(tables, default=DEFAULT_GROUPER)
    if name not in tables and name not in {entry.name for entry in registry.groupers}:
        return None
    try:
        entry = registry.grouper(name)
    except ConfigError as error:
        raise ConfigError(error.message, [Problem(message=error.message, path=("groupers", name))]) from None
    options = bind_options(entry.spec.options, tables.get(name, FrozenMap()), path=("groupers", name))
    return Grouping(name=name, plugin=entry.plugin.name, group=entry.spec.group, options=options)
