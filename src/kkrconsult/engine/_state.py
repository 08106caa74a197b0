"""What a run saw so far, apart from the plan by which it saw it: it can be copied, pickled and joined with others."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from kkrconsult.assessment import AccountState
from kkrconsult.engine._blame import reason
from kkrconsult.engine._store import Store
from kkrconsult.engine._tally import Tally
from kkrconsult.errors import FAULTS, PluginError, bounded
from kkrconsult.findings import Finding, Subject, SubjectKind, finding_key
from kkrconsult.model import Assessment, Response
from kkrconsult.participation import ParticipationState
from kkrconsult.structure import FrozenMap

__all__ = ["State", "failure"]

_log = logging.getLogger("kkrconsult")


class State:
    """Sees nothing by itself: `Run` fills it. Mutable, for one thread."""

    def __init__(
        self, *, validators: Mapping[str, str], cap: int, strict: bool, assessments: Iterable[Assessment] = ()
    ) -> None:
        self.cap = cap
        self.strict = strict
        self.plugins = validators
        """The plugin of each validator."""
        self.stores = {name: Store(cap) for name in ("", *validators)}
        """What each validator found; what none of them did under the empty name."""
        self.failed: dict[str, Finding] = {}
        self.validators: dict[str, Any] = {}
        self.participation = ParticipationState()
        self.accounts = AccountState(assessments)
        self.responses: list[Response] = []
        self.tally = Tally()

    def copied(self) -> State:
        """One that can go on without changing this one."""
        twin = copy.copy(self)
        twin.stores = {name: store.copy() for name, store in self.stores.items()}
        twin.failed = dict(self.failed)
        twin.validators = {}
        twin.participation = self.participation.copy()
        twin.accounts = self.accounts.copy()
        twin.responses = self.responses.copy()
        twin.tally = self.tally.copy()
        for name, validator in self.validators.items():
            try:
                # A plugin that knows which of its values can change says so; of any other everything is copied.
                cheap = hasattr(type(validator), "__copy__")
                twin.validators[name] = copy.copy(validator) if cheap else copy.deepcopy(validator)
            except FAULTS as error:
                twin.retire(name, error, "when it was copied")
        return twin

    def to_be_sent(self) -> State:
        """What another process needs of this one to merge it: all but validators that never change.

        These say so by being a copy of themselves. They have nothing to be merged, and often all of the round.
        """
        twin = copy.copy(self)
        twin.validators = {name: one for name, one in self.validators.items() if not _unchanging(one)}
        return twin

    def merge(self, other: State) -> None:
        """Take over what another of the same plan saw of other responses; that one is not to be used any more."""
        self.participation.merge(other.participation)
        self.accounts.merge(other.accounts)
        self.responses += other.responses
        self.tally.merge(other.tally)
        self.stores[""].merge(other.stores[""])
        for name, finding in other.failed.items():
            self.drop(name, finding)
        for name in self.plugins:
            mine = self.validators.get(name)
            if mine is None:
                continue
            self.stores[name].merge(other.stores[name])
            theirs = other.validators.get(name)
            if theirs is None:
                continue
            try:
                mine.merge(theirs)
            except FAULTS as error:
                self.retire(name, error, "in merge")

    def retire(self, name: str, error: BaseException, when: str) -> None:
        """Take a validator out of the run.

        Which response it failed on hangs on the order in which they came, so the report says only that it failed; the
        rest goes to the log, for the plugin's author.

        Args:
            name: The validator.
            error: What it raised.
            when: At what, such as ``on answer svar-3``.
        """
        plugin, why = self.plugins[name], reason(error)
        if self.strict:
            raise PluginError(f"validator {name} of plugin {plugin} failed {when}: {why}") from error
        _log.warning("validator %s of plugin %s failed %s and was left out: %s", name, plugin, when, why)
        _log.debug("where validator %s failed", name, exc_info=error)
        params = {"plugin": plugin, "record": f"validator {name}", "error": type(error).__name__}
        self.drop(name, failure(plugin, name, "plugin.crashed", params))

    def undeclared(self, name: str, code: str) -> None:
        """Take a validator out of the run that gave a code which it does not declare."""
        plugin = self.plugins[name]
        if self.strict:
            raise PluginError(f"validator {name} of plugin {plugin} does not declare its code {bounded(code)}")
        _log.warning("validator %s of plugin %s gave the undeclared code %s", name, plugin, bounded(code))
        params = {"plugin": plugin, "record": f"validator {name}", "code": code}
        self.drop(name, failure(plugin, name, "plugin.undeclared-code", params))

    def unsound(self, finding: Finding) -> None:
        """Say once of a reader that it gave a code which it does not declare. What it read, and found, stays."""
        plugin, reader = finding.params.get("plugin", finding.plugin), str(finding.params.get("record", "reader"))
        code = bounded(finding.params.get("code"))
        if self.strict:
            raise PluginError(f"{reader} of plugin {plugin} does not declare its code {code}")
        if reader not in self.failed:
            _log.warning("%s of plugin %s gave the undeclared code %s", reader, plugin, code)
        self.drop(reader, finding)

    def drop(self, name: str, finding: Finding) -> None:
        """Leave a validator out, with what it found so far: that hangs on the order of the responses."""
        self.validators.pop(name, None)
        self.stores[name] = Store(self.cap)
        known = self.failed.get(name)
        self.failed[name] = finding if known is None else min(known, finding, key=finding_key)


def _unchanging(validator: Any) -> bool:
    try:
        return hasattr(type(validator), "__copy__") and copy.copy(validator) is validator
    except FAULTS:
        # Whoever merges it is told.
        return False


def failure(plugin: str, validator: str | None, code: str, params: Mapping[str, object]) -> Finding:
    """The finding that says that a plugin failed."""
    subject = Subject(kind=SubjectKind.PLUGIN, id=plugin)
    return Finding(code=code, params=FrozenMap(params), subject=subject, validator=validator, plugin=plugin)
