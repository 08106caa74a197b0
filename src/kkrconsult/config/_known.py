"""What the configuration has to know of plugins: names, options and codes.

The registry of plugins is above this layer and hands over a `Known`; so a round file can also be read,
checked and described without loading a plugin.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping

import attrs

from kkrconsult.structure import FrozenMap

__all__ = ["SECTIONS", "Known", "KnownPlugin"]

SECTIONS: Mapping[str, str] = FrozenMap(
    {"validators": "validator", "exporters": "exporter", "readers": "reader", "groupers": "grouper"}
)
"""The tables of a round file that hold options, and what each has the options of."""


_SLIP = 0.8
"""How like two names are when one of them is taken for a slip of the pen."""


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
    unloaded: frozenset[str] = frozenset()
    """Sections to which plugins may belong that the caller has switched off whole: nobody knows what is in them."""
    claimed: frozenset[str] = frozenset()
    """What plugins that failed would give, such as ``validator:acme-words``."""
    absent: tuple[str, ...] = ()
    """Why something may be lacking, in sentences: plugins that could not be loaded, or are switched off."""

    def section(self, name: str) -> Mapping[str, KnownPlugin]:
        """The plugins whose options stand in a table such as ``validators``."""
        found: Mapping[str, KnownPlugin] = getattr(self, name)
        return found

    def leaves_out(self, section: str, name: str) -> bool:
        """Whether a name that nothing in use has is of something that the caller has switched off.

        A plugin that is switched off whole was not loaded, so any name may be its; but not one that is nearly that of
        something in use, since that is a slip of the pen.

        Args:
            section: Such as ``validators``.
            name: The name, as the round file has it.
        """
        record = f"{SECTIONS[section]}:{name}"
        if _among(record, self.disabled):
            return True
        if section not in self.unloaded or _among(record, self.claimed):
            return False
        return not difflib.get_close_matches(name, self.section(section), n=1, cutoff=_SLIP)


def _among(record: str, names: Collection[str]) -> bool:
    """Whether a record is named; exporters with their formats, too: ``exporter:matrix.csv``."""
    return any(name == record or name.startswith(f"{record}.") for name in names)
