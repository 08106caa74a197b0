"""The settings of plugins that a round carries, as plain data until a plugin's own options class reads them."""

from __future__ import annotations

import attrs

from kkrconsult.structure import FrozenMap

__all__ = ["Settings"]


@attrs.frozen(kw_only=True)
class Settings:
    """Tables of a round file by the name of the validator, exporter, reader or grouper.

    In a validator's table two keys are the library's own: ``enabled`` and ``severity`` (by code).
    """

    validators: FrozenMap[str, FrozenMap[str, object]] = FrozenMap()
    """Options of validators by name."""
    exporters: FrozenMap[str, FrozenMap[str, object]] = FrozenMap()
    """Options of exporters by name."""
    readers: FrozenMap[str, FrozenMap[str, object]] = FrozenMap()
    """Options of readers by name."""
    groupers: FrozenMap[str, FrozenMap[str, object]] = FrozenMap()
    """Options of groupers by name."""
