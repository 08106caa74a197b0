"""The engine: compiles what a round demands into a plan once, and drives every response through it in one pass.

Nothing here depends on an order: responses, plugins and validators may come in any, the report is the same. A round
may be checked in parts: `check_part`, `merge` (associative and commutative) and `finish` are what `check` consists of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from kkrconsult.engine._plan import Plan
from kkrconsult.engine._run import Run
from kkrconsult.engine._state import State
from kkrconsult.engine._store import DEFAULT_CAP
from kkrconsult.engine._summary import (
    Summary,
    Terms,
    absorb,
    begin_part,
    check_part,
    finish,
    merge,
    plan_part,
    renumbered,
)
from kkrconsult.findings import Finding
from kkrconsult.inbox import Inbox
from kkrconsult.model import Assessment, Response, Round
from kkrconsult.plugins import Registry
from kkrconsult.remarks import AssessmentBook
from kkrconsult.report import Report

__all__ = [
    "DEFAULT_CAP",
    "Plan",
    "Run",
    "State",
    "Summary",
    "Terms",
    "absorb",
    "begin_part",
    "check",
    "check_part",
    "finish",
    "merge",
    "plan_part",
    "renumbered",
]


def check(
    round_: Round,
    responses: Iterable[Response | Finding] | Inbox,
    *,
    at: dt.datetime,
    assessments: Iterable[Assessment] | AssessmentBook = (),
    registry: Registry | None = None,
    cap: int = DEFAULT_CAP,
    keep_responses: bool = True,
    keep_themes: bool = False,
    strict: bool = False,
    findings: Callable[[Finding], object] | None = None,
) -> Report:
    """Check the answers of a round.

    Args:
        round_: The round.
        responses: The responses, and findings for what could not be read; or an `Inbox`, or a `FilePart`. Read once, in
            one pass.
        at: The moment at which is asked, aware.
        assessments: The secretariat's remarks on points, or a book of them, whose problems then count too. Where two of
            them contradict each other, neither is used, and that is a finding.
        registry: The plugins; by default those installed.
        cap: How many findings of one code are stored; all are counted.
        keep_responses: Whether the report holds the responses. Without them it has no points and no themes, and
            memory stays flat but for what validators and participation say that they need.
        keep_themes: Without the responses, whether the report knows all the same what follows from their points: the
            themes, and which remarks are on points that changed or are gone. Then the proposed themes, and the points
            that there are remarks on, are kept in memory until the report is made.
        strict: Whether a validator that fails stops the check, instead of making the report incomplete.
        findings: Called with every finding as it is found, also with those beyond `cap`. What a validator found before
            it failed has been told by then; the report leaves it out, and is incomplete.

    Returns:
        The report.

    Raises:
        ConfigError: The round's settings do not fit the plugins.
        DataError: `at` has no zone, or the name of a round or an inbox was given instead of what `load_round` and
            `read_inbox` make of it.
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
    run = Run(plan, told=findings)
    run.take(responses)
    return run.finish()
