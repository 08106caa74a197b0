"""Whether a validator keeps its contract: `assert_validator`."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import Any, TypeAlias, TypeVar

import attrs

from kkrconsult.engine._blame import unfit
from kkrconsult.errors import FAULTS, ConfigError, PluginError
from kkrconsult.findings import Finding
from kkrconsult.jsonio import to_json
from kkrconsult.model import Response, Round
from kkrconsult.plugins import ValidatorSpec
from kkrconsult.testing._comparing import on_fresh, on_results
from kkrconsult.testing._contract import Breach, hold
from kkrconsult.testing._corpus import MOMENT, constructed_responses, reference_round
from kkrconsult.testing._differences import named, shown
from kkrconsult.testing._docs import on_examples
from kkrconsult.testing._shared import crashed, on_options, on_summary, registered, subject
from kkrconsult.testing._texts import on_codes, on_params
from kkrconsult.testing._trial import Trial, with_options
from kkrconsult.testing.rules import in_order

__all__ = ["Case", "assert_validator"]

O = TypeVar("O")  # noqa: E741 - the options of a record


@attrs.frozen(kw_only=True)
class Case:
    """An example of what a validator must find, where answers alone do not make one."""

    responses: tuple[Response, ...] = ()
    """The answers that come in; none is an example too."""
    round: Round | None = None
    """The round; None for the one of the check."""
    options: object | None = None
    """Options of the validator, as an instance or as a table; None for those of the check."""
    at: dt.datetime | None = None
    """The moment at which is asked, aware; None for the one of the check."""


Example: TypeAlias = Case | Response | Iterable[Response]
Look: TypeAlias = tuple[Trial, tuple[Response, ...], tuple[Finding, ...]]

# Who does these gives something else in another process too, or cannot be asked there.
_SHAKY = frozenset({"deterministic", "no-clock", "no-crash", "no-mutation", "no-shared-state", "pickles"})


def assert_validator(
    spec: ValidatorSpec[O],
    *,
    round: Round | None = None,
    responses: Iterable[Response] | None = None,
    options: O | Mapping[str, object] | None = None,
    at: dt.datetime | None = None,
    finds: Mapping[str, Example] | None = None,
    accepts: Example | None = None,
    documents: Iterable[str | PathLike[str]] = (),
) -> tuple[Finding, ...]:
    """Check that a validator keeps its contract; the rules are in `RULES`.

    Args:
        spec: The validator.
        round: The round that it is tried on; `reference_round` if None.
        responses: The answers that it is tried on; `constructed_responses` if None.
        options: Its options: an instance, or a table as a round file has it; the defaults if None.
        at: The moment at which is asked, aware; five days after the deadline of `reference_round` if None.
        finds: For each declared code, an example that must lead to it: an answer, several that come together, or a
            `Case`.
        accepts: An example that must lead to nothing.
        documents: Paths of documents whose ``>>>`` examples must run, such as a README.

    Returns:
        What it found in the answers.

    Raises:
        ContractError: It breaks rules; the message has all of them.
        MissingExtraError: The extra ``testing`` is not installed.
    """
    __tracebackhide__ = True
    given = constructed_responses() if responses is None else tuple(responses)
    check = _Check(
        spec=spec,
        round=_copied(reference_round() if round is None else round),
        at=MOMENT if at is None else at,
        options=options,
        responses=_copied(given),
    )
    found, breaches = check.run(finds, None if accepts is None else accepts)
    breaches += on_examples((spec.create, spec.options), documents)
    hold(subject(spec), in_order(breaches))
    return found


def _copied(value: O) -> O:
    """A copy, so that a validator that changes its input spoils no other test."""
    copy: O = pickle.loads(pickle.dumps(value))  # noqa: S301 - it was made here
    return copy


def _case(example: Example) -> Case:
    if isinstance(example, Case):
        return example
    return Case(responses=(example,) if isinstance(example, Response) else tuple(example))


@attrs.frozen(kw_only=True)
class _Check:
    spec: ValidatorSpec[Any]
    round: Round
    at: dt.datetime
    options: object | None
    responses: tuple[Response, ...]

    def run(
        self, finds: Mapping[str, Example] | None, accepts: Example | None
    ) -> tuple[tuple[Finding, ...], list[Breach]]:
        registry, breaches = registered(self.spec)
        breaches += [*on_summary(self.spec), *on_codes(self.spec.codes)]
        if registry is None:
            return (), breaches
        trial = Trial(spec=self.spec, registry=registry, round=self._round(Case()), at=self.at)
        try:
            options = trial.plan().steps[0].options
        except ConfigError as error:
            message = f"its options cannot be used: {error}; give some that can as options=…"
            return (), [*breaches, *on_options(self.spec.options, None), Breach(rule="options-schema", message=message)]
        breaches += [*on_options(self.spec.options, options), *_on_pickled_options(options)]
        handed = {"the round": trial.round, **{f"the answer {one.id!r}": one for one in self.responses}}
        before = {what: to_json(value) for what, value in handed.items()}
        faults = list(_on_made(self.spec, options, trial))
        if faults:
            return (), [*breaches, *faults]
        first = _first(trial, self.responses)
        usable, faults = _usable(trial, self.responses)
        breaches += faults
        breaches += _on_bare_round(trial, self.responses)
        changed = [what for what, value in handed.items() if to_json(value) != before[what]]
        found: tuple[Finding, ...] = ()
        if usable is not None:
            found = trial.whole(usable)
            changed += _changed_options(trial, usable)
            try:
                breaches.extend(on_results(trial, usable, found, first if usable == self.responses else None))
            except PluginError as error:
                breaches.append(_fault(error, "looked at again, or in another order,"))
        if changed:
            message = f"it changes {named(changed, quoted=False)}; make new values with attrs.evolve instead"
            breaches.append(Breach(rule="no-mutation", message=message))
        looks, faults = self._examples(trial, finds, accepts)
        breaches += [*faults, *on_params([*found, *(one for *_, more in looks for one in more)], self.spec.codes)]
        if usable is not None and not {breach.rule for breach in breaches} & _SHAKY:
            breaches += on_fresh([(trial, usable, found), *looks])
        return found, breaches

    def _round(self, case: Case) -> Round:
        options = self.options if case.options is None else case.options
        return with_options(self.round if case.round is None else case.round, self.spec, options)

    def _examples(
        self, trial: Trial, finds: Mapping[str, Example] | None, accepts: Example | None
    ) -> tuple[list[Look], list[Breach]]:
        """Run what must be found, and what must not."""
        declared = [code.name for code in self.spec.codes]
        looks: list[Look] = []
        breaches: list[Breach] = []
        if finds is not None:
            for code in declared:
                if code not in finds:
                    message = f"finds has no example for {code}; give an answer that leads to it, or do not declare it"
                    breaches.append(Breach(rule="every-code-found", message=message))
            for code in finds:
                if code not in declared:
                    message = f"finds has an example for {code!r}, which it does not declare; it has: {named(declared)}"
                    breaches.append(Breach(rule="declared-codes", message=message))
        for code, example in ({} if finds is None else finds).items():
            here, faults = self._example(trial, _case(example), f"the example for {code}")
            looks += here
            breaches += faults
            found = {finding.code for *_, some in here for finding in some}
            if code in declared and not faults and code not in found:
                there = named(sorted(found)) or "nothing"
                message = f"the example for {code} leads to {there}; mend the check, or the example"
                breaches.append(Breach(rule="every-code-found", message=message))
        if accepts is not None:
            here, faults = self._example(trial, _case(accepts), "what it must accept")
            looks += here
            breaches += faults
            for finding in (one for *_, some in here for one in some):
                message = f"it complains of what it must accept: {shown(finding)}"
                breaches.append(Breach(rule="accepts", message=message))
        return looks, breaches

    def _example(self, trial: Trial, case: Case, what: str) -> tuple[list[Look], list[Breach]]:
        other = attrs.evolve(trial, round=self._round(case), at=self.at if case.at is None else case.at)
        try:
            return [(other, case.responses, other.whole(case.responses))], []
        except ConfigError as error:
            return [], [Breach(rule="options-schema", message=f"the options of {what} cannot be used: {error}")]
        except PluginError as error:
            return [], [_fault(error, f"on {what}")]


def _fault(error: PluginError, where: str) -> Breach:
    """What the engine says of a validator that it had to take out of the run."""
    cause = error.__cause__
    if cause is None:
        # Nothing was raised: it is the engine that refuses a code.
        return Breach(rule="declared-codes", message=f"{error.message}; add it to codes, or mend the finding")
    return Breach(rule="no-crash", message=f"{where} it raises {crashed(cause)}")


def _on_made(spec: ValidatorSpec[Any], options: object, trial: Trial) -> Iterator[Breach]:
    """Whether what `create` gives is a validator at all."""
    try:
        made: object = spec.create(options, trial.plan().context)
    except TypeError as error:
        # The call itself failed, and nothing within what was called.
        if error.__traceback__ is not None and error.__traceback__.tb_next is None:
            message = f"create cannot be called with options and context: {error}; take both: __init__(self, options, "
            yield Breach(rule="creates", message=f"{message}context)")
        return
    except FAULTS:
        # Told with what it raises in a run.
        return
    why = unfit(made)
    if why is not None:
        yield Breach(rule="creates", message=why)


def _first(trial: Trial, responses: tuple[Response, ...]) -> tuple[Finding, ...] | None:
    """The very first look, before there is anything to remember; None where it fails."""
    try:
        return trial.whole(responses)
    except PluginError:
        return None


def _usable(trial: Trial, responses: tuple[Response, ...]) -> tuple[tuple[Response, ...] | None, list[Breach]]:
    """The answers on which it does not fail, so that the rest can be checked; None where there is no use."""

    def failure(some: Iterable[Response]) -> PluginError | None:
        try:
            trial.whole(some)
        except PluginError as error:
            return error
        return None

    error = failure(())
    if error is not None:
        return None, [_fault(error, "without any answer")]
    failed = {response.id: fault for response in responses if (fault := failure([response])) is not None}
    # Grouped by what was raised: an answer of each sort says as much as all of them.
    by_reason: dict[Breach, list[str]] = {}
    for id_, fault in failed.items():
        by_reason.setdefault(_fault(fault, "on {}"), []).append(id_)
    breaches = [
        attrs.evolve(breach, message=breach.message.replace("on {}", f"on the answers {named(ids)}", 1))
        for breach, ids in by_reason.items()
    ]
    usable = tuple(response for response in responses if response.id not in failed)
    error = failure(usable)
    if error is not None:
        return None, [*breaches, _fault(error, "on several answers together")]
    return usable, breaches


def _on_bare_round(trial: Trial, responses: tuple[Response, ...]) -> Iterator[Breach]:
    """Whether it copes with a round that is hardly begun."""
    bare = Round(id=trial.round.id, title=trial.round.title, settings=trial.round.settings)
    other = attrs.evolve(trial, round=bare)
    try:
        # What it fails on in any round is told apart.
        trial.whole(responses)
    except PluginError:
        return
    try:
        other.whole(responses)
    except PluginError as error:
        yield _fault(error, "in a round without a deadline, parties and tracks")


def _on_pickled_options(options: object) -> Iterator[Breach]:
    try:
        same = to_json(_copied(options)) == to_json(options)
    except Exception as error:  # a stranger's class
        yield Breach(rule="pickles", message=f"its options cannot be pickled: {crashed(error)}")
    else:
        if not same:
            yield Breach(rule="pickles", message="its options come out of a pickle as others; keep all that they say")


def _changed_options(trial: Trial, responses: tuple[Response, ...]) -> list[str]:
    """The options, where a run leaves others behind; each plan makes its own, so they are looked at apart."""
    plan = trial.plan()
    options = plan.steps[0].options
    before = to_json(options)
    trial.whole(responses, plan)
    return [] if to_json(options) == before else ["its options"]
