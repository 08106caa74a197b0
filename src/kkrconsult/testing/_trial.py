"""One validator in the real engine, with nothing beside it: whole, in another order, in parts, and beside itself."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from kkrconsult.engine import Plan, Run
from kkrconsult.findings import Finding
from kkrconsult.model import Response, Round, Settings
from kkrconsult.plugins import Registry, ValidatorSpec
from kkrconsult.structure import FrozenMap, encode, freeze
from kkrconsult.testing._differences import shuffled

__all__ = ["Trial", "with_options"]

_NO_CAP = 10**9


def with_options(round_: Round, spec: ValidatorSpec[Any], options: object | None) -> Round:
    """The round with the options of one validator, and of nothing else.

    Args:
        round_: The round; what it says itself of the validator holds where `options` is None.
        spec: The validator. It is switched on, whatever it is by default.
        options: An instance of its options class, or a table as in a round file.
    """
    table: Mapping[str, object]
    if options is None:
        table = round_.settings.validators.get(spec.name, FrozenMap())
    elif isinstance(options, Mapping):
        table = options
    else:
        plain: dict[str, object] = encode(options)
        table = plain
    frozen: Any = freeze({**table, "enabled": True})
    return attrs.evolve(round_, settings=Settings(validators=FrozenMap({spec.name: frozen})))


def _id(response: Response) -> str:
    return response.id


@attrs.frozen(kw_only=True)
class Trial:
    """A validator, what it is tried with, and the ways to run it.

    Every run is strict: what the validator raises comes out as a `PluginError`.
    """

    spec: ValidatorSpec[Any]
    registry: Registry
    round: Round
    at: dt.datetime

    def plan(self) -> Plan:
        """What the round demands, with nothing but this validator in it.

        Raises:
            ConfigError: The options cannot be used.
        """
        return Plan.compile(
            self.round, at=self.at, registry=self.registry, cap=_NO_CAP, keep_responses=False, strict=True
        )

    def whole(self, responses: Iterable[Response], plan: Plan | None = None) -> tuple[Finding, ...]:
        """What it finds in one pass."""
        run = Run(self.plan() if plan is None else plan)
        for response in responses:
            run.observe(response)
        return self._end(run)

    def side_by_side(self, some: Sequence[Response], others: Sequence[Response]) -> list[tuple[Finding, ...]]:
        """What two runs find that look at their answers in turns."""
        first, second = Run(self.plan()), Run(self.plan())
        for index in range(max(len(some), len(others))):
            for run, responses in ((first, some), (second, others)):
                if index < len(responses):
                    run.observe(responses[index])
        return [self._end(first), self._end(second)]

    def in_parts(
        self, responses: Iterable[Response], parts: int, seed: int, *, travelling: bool = False
    ) -> tuple[Finding, ...]:
        """What it finds in parts that are then merged.

        Args:
            responses: The answers.
            parts: How many parts; one more stays empty.
            seed: How the answers are dealt out, and in which order the parts are merged.
            travelling: Whether each part comes out of a pickle, as from another process.
        """
        plan = self.plan()
        runs = [Run(plan) for _ in range(parts + 1)]
        for index, response in enumerate(shuffled(responses, seed, _id)):
            runs[index % parts].observe(response)
        left = shuffled(range(parts + 1), seed, str)
        while len(left) > 1:
            # Two by two, so that what was merged is merged again, from either side.
            into, part = left.pop(0), left.pop(0)
            if travelling:
                runs[part] = pickle.loads(pickle.dumps(runs[part]))  # noqa: S301 - it was made here
            runs[into].merge(runs[part])
            left.append(into)
        return self._end(runs[left[0]])

    def _end(self, run: Run) -> tuple[Finding, ...]:
        report = run.finish()
        return tuple(finding for finding in report.findings if finding.validator == self.spec.name)

    def travels(self, responses: Iterable[Response]) -> Exception | None:
        """Why what a run remembers cannot be pickled, or None where it can."""
        run = Run(self.plan())
        for response in responses:
            run.observe(response)
        try:
            pickle.loads(pickle.dumps(run))  # noqa: S301 - it was made here
        except Exception as error:  # a stranger's state
            return error
        return None
