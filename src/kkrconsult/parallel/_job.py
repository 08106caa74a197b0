"""What is sent to another process: a part, and everything to check it by."""

from __future__ import annotations

import functools
import importlib
import pickle
import sys
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

import attrs

from kkrconsult.engine import Plan, State, Summary, Terms, plan_part
from kkrconsult.errors import KkrconsultError, PluginError, Problem
from kkrconsult.findings import Finding
from kkrconsult.intake import FilePart, Reading
from kkrconsult.plugins import PluginFailure, PluginInfo, Registered, Registry

__all__ = ["Done", "Job", "done", "jobs_of", "work", "work_by"]


@attrs.frozen(kw_only=True)
class Recipe:
    """How to load the same plugins once more, where nothing of this process is to be had."""

    disabled: tuple[str, ...]
    local: tuple[str, ...]
    modules: tuple[str, ...]
    entry_points: bool

    @classmethod
    def of(cls, plan: Plan) -> Recipe | None:
        """Tell how the plugins of a plan were loaded; None where its validators are all built in.

        Raises:
            PluginError: One was given as an object.
        """
        registry = plan.registry
        if all(registry.validator(step.name).plugin.kind == "builtin" for step in plan.steps):
            return None
        everything: list[PluginInfo | PluginFailure] = [
            *registry.plugins,
            *registry.failures,
            *registry.disabled_plugins,
        ]
        given = [one for one in registry.plugins if one.kind == "given"]
        objects = [one for one in given if not isinstance(sys.modules.get(one.name), ModuleType)]
        if objects:
            advice = "it was given as an object; put it into a module and give that, or name its file"
            problems = [Problem(message=f"{one}: {advice}") for one in objects]
            raise PluginError("plugins cannot be loaded in other processes:", problems)
        return cls(
            disabled=registry.disabled,
            local=tuple(one.path for one in everything if one.kind == "local" and one.path is not None),
            modules=tuple(one.name for one in given),
            entry_points=any(one.kind == "entry-point" for one in everything),
        )

    def load(self) -> Registry:
        """Load them."""
        # Late: what looks for plugins is not needed where all validators are built in.
        from kkrconsult.plugins import load_plugins

        return load_plugins(
            disabled=self.disabled,
            local=self.local,
            extra=[importlib.import_module(name) for name in self.modules],
            entry_points=self.entry_points,
        )


@attrs.frozen(kw_only=True)
class Job:
    """A part to be checked, with the terms and the plugins in one pickle that all parts of a run share."""

    part: FilePart
    size: int
    """Bytes of the part."""
    terms: bytes
    told: bool = False
    """Whether every finding is wanted, and not only what the summary keeps of them."""


@attrs.frozen(kw_only=True)
class Done:
    """A part that was checked: what it came to, without the terms, which are those of all parts."""

    part: FilePart
    responses: int
    """How many it had."""
    state: State
    lines: int
    """How many lines begin in it."""
    findings: Sequence[Finding] = ()
    """What was found in it, where that is wanted."""
    size: int = 0
    """Bytes of the part."""
    numbered: bool = True
    """Whether lines have their numbers in the file; if not, those in the part, counted from 1."""

    def within(self, terms: Terms) -> Summary:
        """What the part came to, on the terms that it was checked on."""
        return Summary(responses=self.responses, terms=terms, state=self.state)


def jobs_of(plan: Plan, parts: Iterable[FilePart], *, told: bool = False) -> list[Job]:
    """The work that a plan is for some parts.

    Raises:
        PluginError: It has a plugin that cannot be loaded in other processes.
    """
    terms = pickle.dumps((Terms.of(plan), Recipe.of(plan)))
    return [Job(part=part, size=part.size, terms=terms, told=told) for part in parts]


def work(job: Job) -> Done | KkrconsultError:
    """Check a part. What is wrong is given back and not raised, so that it comes over as it is."""
    return work_by(_plan_of(job.terms), job)


def work_by(plan: Plan, job: Job) -> Done | KkrconsultError:
    """The same, where the plan is at hand."""
    found: list[Finding] = []
    # How many lines there are before the part is known only when all parts before it are done.
    lines = Reading(job.part, 0)
    try:
        summary = plan_part(plan, lines, found.append if job.told else None)
    except KkrconsultError as error:
        return error
    sent = attrs.evolve(summary, state=summary.state.to_be_sent())
    return done(lines, sent, found, size=job.size, numbered=False)


def done(lines: Reading, summary: Summary, findings: Sequence[Finding] = (), *, size: int, numbered: bool) -> Done:
    """A part that was read to its end."""
    return Done(
        part=lines.part,
        responses=summary.responses,
        state=summary.state,
        lines=lines.lines,
        findings=findings,
        size=size,
        numbered=numbered,
    )


@functools.lru_cache(maxsize=1)
def _plan_of(terms: bytes) -> Plan:
    """Compiled once a process and run. It hangs on nothing but the pickle, so keeping it changes nothing."""
    given: tuple[Terms, Recipe | None] = pickle.loads(terms)  # noqa: S301 - from the process that started this one
    wanted, recipe = given
    return wanted.plan_for_parts(_shipped() if recipe is None else recipe.load())


def _shipped() -> Registry:
    """The built-in validators and nothing else, which were loaded and looked at by whoever started this process.

    To load all plugins, and to look at what they give, takes as long as to check some thousand answers.
    """
    # Named and not imported, as by what looks for plugins: the extensions are a layer above.
    plugin: Any = importlib.import_module("kkrconsult.validators")
    info = PluginInfo(name="validators", kind="builtin")
    entries = [Registered(spec=spec, plugin=info) for spec in plugin.kkrconsult_validators()]
    return Registry(validators=tuple(entries))
