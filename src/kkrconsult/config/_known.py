"""What the configuration has to know of plugins: names, options and codes.

The registry of plugins is above this layer and hands over a `Known`; so a round file can also be read,
checked and described without loading a plugin.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from kkrconsult.structure import FrozenMap

__all__ = ["SECTIONS", "Known", "KnownPlugin"]

SECTIONS: Mapping[str, str] = FrozenMap(
    {"validators": "validator", "exporters": "exporter", "readers": "reader", "groupers": "grouper"}
)
"""The tables of a round file that hold options, and what each has the options of."""


@attrs.frozen(kw_only=True)
class KnownPlugin:
    """One validator, exporter, reader or grouper."""

    options: tuple[type, ...] = ()
    """Its options class; exporters of one name in several formats may have one each."""
    codes: frozenset[str] = frozenset()
    """The codes that a validator may emit."""
    enabled: bool = True
    """Whether a validator runs where the round file does not mention it."""
    summary: Mapping[str, str] = FrozenMap()
    """What it does, in one line, by language."""


@attrs.frozen(kw_only=True)
class Known:
    """Everything that a round file may name, by name."""

    validators: Mapping[str, KnownPlugin] = FrozenMap()
    """The validators."""
    exporters: Mapping[str, KnownPlugin] = FrozenMap()
    """The exporters."""
    readers: Mapping[str, KnownPlugin] = FrozenMap()
    """The readers."""
    groupers: Mapping[str, KnownPlugin] = FrozenMap()
    """The groupers."""

    disabled: frozenset[str] = frozenset()
    """What the caller has switched off, such as ``validator:near-duplicate``; its tables are left alone."""
    absent: tuple[str, ...] = ()
    """Why something may be lacking, in sentences: plugins that could not be loaded, or are switched off."""

    def section(self, name: str) -> Mapping[str, KnownPlugin]:
        """The plugins whose options stand in a table such as ``validators``."""
        found: Mapping[str, KnownPlugin] = getattr(self, name)
        return found
