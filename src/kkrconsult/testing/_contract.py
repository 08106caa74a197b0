"""What a check of a contract says when a plugin breaks it: every breach at once, each with its rule and a remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from kkrconsult.testing.rules import RULES

__all__ = ["Breach", "ContractError", "hold"]


@attrs.frozen(kw_only=True)
class Breach:
    """One rule that a plugin breaks."""

    rule: str
    """Name of the rule in kebab-case, such as ``declared-codes``; the same in the documentation."""
    message: str
    """What was seen, and what to do about it."""


class ContractError(AssertionError):
    """A plugin breaks its contract. An `AssertionError`, so that any test runner shows it as a failed test."""

    def __init__(self, subject: str, breaches: Iterable[Breach]) -> None:
        self.subject = subject
        self.breaches = tuple(breaches)
        lines = "\n".join(_lines(self.breaches))
        count = len(self.breaches)
        super().__init__(f"{subject} breaks its contract in {count} place{'' if count == 1 else 's'}:\n{lines}")


_REMEDIES = {rule.name: rule.remedy for rule in RULES}


def _lines(breaches: Iterable[Breach]) -> Iterator[str]:
    """Each breach, and once for each rule what to do about it, where no breach of it says so itself."""
    told: set[str] = set()
    for one in breaches:
        yield f"  [{one.rule}] {one.message}"
        if one.rule in _REMEDIES and one.rule not in told and not _advises(one.message):
            told.add(one.rule)
            yield f"      What helps: {_REMEDIES[one.rule]}"


def _advises(message: str) -> bool:
    """Whether a message says what to do: it does so after a semicolon, which what was raised may have too."""
    return "; " in message and " raise" not in message


def hold(subject: str, breaches: Iterable[Breach]) -> None:
    """Raise one error with every breach, if there are any; the same one twice is said once.

    Args:
        subject: Whose contract it is, such as ``validator acme-words``.
        breaches: What was found, in the order of the rules.

    Raises:
        ContractError: There are breaches.
    """
    __tracebackhide__ = True
    found = tuple(dict.fromkeys(breaches))
    if found:
        raise ContractError(subject, found)
