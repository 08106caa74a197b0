"""What a rule is; `kkrconsult.testing.rules` has the table of them."""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

__all__ = ["Kind", "Rule"]

Kind: TypeAlias = Literal["validator", "exporter", "reader", "grouper", "round"]


@attrs.frozen(kw_only=True)
class Rule:
    """Something that a plugin promises by being one."""

    name: str
    """Name in kebab-case, as a message shows it in brackets."""
    applies_to: tuple[Kind, ...]
    """The kinds of records that it holds for."""
    what: str
    """What must hold, in one sentence."""
    why: str
    """Why it must: what breaks elsewhere where it does not."""
    remedy: str
    """What to do where it does not hold."""
