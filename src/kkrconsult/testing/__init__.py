"""For authors of plugins: factories, and checks that a plugin keeps its contract. Needs the extra ``testing``."""

from __future__ import annotations

from kkrconsult.testing._contract import Breach, ContractError

__all__ = ["Breach", "ContractError"]
