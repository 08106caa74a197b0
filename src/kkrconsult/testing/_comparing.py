"""Whether a validator finds the same however it is asked: again, in another order, in parts, beside itself, afresh."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from kkrconsult.errors import PluginError
from kkrconsult.findings import Finding
from kkrconsult.model import Response
from kkrconsult.testing._clock import MOMENTS, pretended
from kkrconsult.testing._contract import Breach
from kkrconsult.testing._differences import difference, shuffled
from kkrconsult.testing._fresh import fresh
from kkrconsult.testing._shared import crashed
from kkrconsult.testing._trial import Trial

__all__ = ["on_fresh", "on_results"]

# How answers are dealt out: into how many parts, and by which number.
_PARTITIONS = ((1, 0), (2, 1), (2, 2), (3, 3), (7, 4))
_ORDERS = (1, 2, 3)

KEEP = (
    "it remembers outside of self, such as in a module, a class, a default argument or a cache; "
    "keep what is remembered on self, made in __init__"
)


def on_results(
    trial: Trial, responses: tuple[Response, ...], found: tuple[Finding, ...], first: tuple[Finding, ...] | None
) -> Iterator[Breach]:
    """Whether the same comes out, however it is asked.

    Args:
        trial: The validator.
        responses: The answers.
        found: What it finds in them.
        first: What it found in them when nothing had been asked before; None where that is not known.
    """
    again = trial.whole(responses)
    if again != found:
        # Whatever else is compared would differ too, and say nothing.
        yield _unsteady(trial, responses, found, again)
        return
    if first is not None and first != found:
        message = f"asked again, it does not find what it found the very first time: {difference(first, found)}; {KEEP}"
        yield Breach(rule="no-shared-state", message=message)
        return
    yield from _on_clock(trial, responses, found)
    yield from _on_company(trial, responses)
    for order in (responses[::-1], *(shuffled(responses, seed, lambda one: one.id) for seed in _ORDERS)):
        other = trial.whole(order)
        if other != found:
            message = f"in another order the same answers lead to other findings: {difference(found, other)}"
            yield Breach(rule="deterministic", message=message)
            return
    yield from _on_parts(trial, responses, found)


def _unsteady(
    trial: Trial, responses: tuple[Response, ...], found: tuple[Finding, ...], again: tuple[Finding, ...]
) -> Breach:
    """Why each look leads to something else: what begins alike in every process is remembered, and not chance."""
    question = (functools.partial(trial.whole, responses),)
    one, other = fresh(question), fresh(question, elsewhere=False)
    message = f"looked at twice, the same answers lead to different findings: {difference(found, again)}"
    if one is not None and one == other:
        return Breach(rule="no-shared-state", message=f"{message}; {KEEP}")
    why = "it goes by chance, by a clock or by a hash, or it keeps something outside of self"
    return Breach(rule="deterministic", message=f"{message}; {why}")


def on_fresh(looks: Sequence[tuple[Trial, tuple[Response, ...], tuple[Finding, ...]]]) -> Iterator[Breach]:
    """Whether the same comes out where nothing was asked before; there the last is asked first, and backwards.

    Args:
        looks: What was looked at, and what was found.
    """
    for trial, responses, found in looks:
        again = trial.whole(responses)
        if again != found:
            message = f"asked again, it does not find what it found before: {difference(found, again)}; {KEEP}"
            yield Breach(rule="no-shared-state", message=message)
            return
    looks = looks[::-1]
    questions = tuple(functools.partial(trial.whole, responses[::-1]) for trial, responses, _ in looks)
    results = fresh(questions)
    if results is None:
        return
    for (_, _, found), result in zip(looks, results, strict=True):
        if result != found:
            what = result if isinstance(result, str) else f"it finds something else: {difference(found, result)}"
            if fresh(questions, elsewhere=False) == results:
                message = f"in a process of its own, where it was asked nothing before, {what}; {KEEP}"
                yield Breach(rule="no-shared-state", message=message)
            else:
                message = f"in a process with another hash seed, time zone and locale, {what}"
                yield Breach(rule="other-process", message=message)
            return


def _on_clock(trial: Trial, responses: tuple[Response, ...], found: tuple[Finding, ...]) -> Iterator[Breach]:
    for moment in MOMENTS:
        with pretended(moment):
            other = trial.whole(responses)
        if other != found:
            message = f"in the year {moment.year} it finds something else: {difference(found, other)}; use context.at"
            yield Breach(rule="no-clock", message=message)
            return


def _on_company(trial: Trial, responses: tuple[Response, ...]) -> Iterator[Breach]:
    some, others = responses[::2], responses[1::2]
    alone = [trial.whole(some), trial.whole(others)]
    together = trial.side_by_side(some, others)
    for expected, got in zip(alone, together, strict=True):
        if expected != got:
            message = f"two runs in turns see each other's answers: {difference(expected, got)}; {KEEP}"
            yield Breach(rule="no-shared-state", message=message)
            return


def _on_parts(trial: Trial, responses: tuple[Response, ...], found: tuple[Finding, ...]) -> Iterator[Breach]:
    for parts, seed in _PARTITIONS:
        try:
            other = trial.in_parts(responses, parts, seed)
        except PluginError as failed:
            reason = crashed(failed.__cause__ or failed)
            yield Breach(rule="merge-equals-whole", message=f"merging parts raises {reason}")
            return
        if other != found:
            message = f"in {parts + 1} parts that are merged it finds something else: {difference(found, other)}"
            yield Breach(rule="merge-equals-whole", message=message)
            return
    error = trial.travels(responses)
    if error is not None:
        yield Breach(
            rule="pickles",
            message=f"what a run remembers cannot be pickled: {crashed(error)}; use functions and classes of a module",
        )
        return
    for parts, seed in _PARTITIONS:
        other = trial.in_parts(responses, parts, seed, travelling=True)
        if other != found:
            message = f"parts that come out of a pickle have lost something: {difference(found, other)}"
            yield Breach(rule="pickles", message=message)
            return
