"""A round, a grouper, and a validator of the whole round, given by an object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Self

import attrs

import kkrconsult as kc


@attrs.frozen(kw_only=True)
class Options:
    """Fields are the keys under [validators.acme-count]."""

    most: int = 10
    """How many answers there may be."""


class Count:
    """Counts the answers."""

    def __init__(self, options: Options, context: kc.Context) -> None:
        self.options = options
        self.round = context.round
        self.count = 0

    def observe(self, response: kc.Response) -> Iterator[kc.Finding]:
        """Count one."""
        self.count += 1
        yield from ()

    def finish(self) -> Iterator[kc.Finding]:
        """Say whether there were too many."""
        if self.count > self.options.most:
            yield kc.Finding(code="acme.too-many", params={"count": self.count})

    def merge(self, other: Self) -> None:
        """Add what another run counted."""
        self.count += other.count


def group(proposals: Sequence[kc.Proposal], options: kc.NoOptions) -> Iterator[kc.Theme]:
    """Leave each alone."""
    for proposal in proposals:
        yield kc.Theme(id=proposal.point, title=proposal.title, points=(proposal.point,))


class Plugin:
    """Hooks may be methods."""

    @kc.hookimpl
    def kkrconsult_validators(self) -> Iterable[kc.ValidatorSpec]:
        """Register the validator."""
        code = kc.Code("acme.too-many", kc.Severity.ERROR, "Too many: {count}")
        return [kc.ValidatorSpec(name="acme-count", codes=(code,), options=Options, create=Count)]

    @kc.hookimpl
    def kkrconsult_rounds(self) -> Iterable[kc.RoundSpec]:
        """Register the round."""
        return [kc.RoundSpec(id="acme-2030", region="danmark", load=lambda: "schema = 1\n")]

    @kc.hookimpl
    def kkrconsult_groupers(self) -> Iterator[kc.GrouperSpec]:
        """Register the grouper."""
        yield kc.GrouperSpec(name="acme-alone", group=group)


def first_code() -> tuple[str, kc.Code]:
    """Look something up."""
    registry = kc.load_plugins(extra=[Plugin()], local=["rules.py"], disabled=["validator:near-duplicate"])
    entry = registry.validator("acme-count")
    return entry.plugin.name, entry.spec.codes[0]
