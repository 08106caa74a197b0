"""What a check of a contract says when a plugin breaks it: every breach at once, each with its rule and a remedy."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

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
        lines = "\n".join(f"  [{one.rule}] {one.message}" for one in self.breaches)
        count = len(self.breaches)
        super().__init__(f"{subject} breaks its contract in {count} place{'' if count == 1 else 's'}:\n{lines}")


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
