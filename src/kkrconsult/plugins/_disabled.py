"""What the caller does not want: plugins, distributions, or single records, by name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import attrs

from kkrconsult.errors import PluginError, Problem, bounded
from kkrconsult.plugins._validate import KINDS, Records
from kkrconsult.plugins.registry import PluginInfo, RecordKind, covers, label
from kkrconsult.structure import did_you_mean

__all__ = ["Disabled"]

_RECORD_KINDS: tuple[RecordKind, ...] = tuple(kind for kind, _ in KINDS.values())


@attrs.frozen
class Disabled:
    """The entries of ``disabled``, each with its kind: ``plugin:acme``, ``validator:near-duplicate``."""

    entries: tuple[str, ...]

    @classmethod
    def of(cls, names: Collection[str]) -> Disabled:
        """Read what the caller wrote; a name without a kind is a plugin's.

        Raises:
            PluginError: A kind that does not exist.
        """
        if isinstance(names, str):
            names = (names,)
        entries = {name if ":" in name else f"plugin:{name}" for name in names}
        kinds = ("plugin", "distribution", *_RECORD_KINDS)
        problems = [
            Problem(
                message=f"cannot disable {bounded(entry)}: there is no such kind of thing",
                allowed=", ".join(kinds),
                suggestion=did_you_mean(entry.partition(":")[0], kinds),
            )
            for entry in sorted(entries)
            if entry.partition(":")[0] not in kinds
        ]
        if problems:
            raise PluginError("what is to be disabled is not clear:", problems)
        return cls(tuple(sorted(entries)))

    def plugin(self, info: PluginInfo) -> bool:
        """Whether a plugin is disabled, by its name or its distribution's."""
        return bool(self.by(info))

    def by(self, info: PluginInfo) -> tuple[str, ...]:
        """The entries that disable a plugin."""
        return tuple(
            entry for entry in self.entries if entry == f"plugin:{info.name}" or _normal(entry) == _distribution(info)
        )

    def without(self, records: Records) -> Records:
        """The records that are not disabled."""
        return {
            kind: tuple(one for one in found if not any(covers(entry, kind, label(one)) for entry in self.entries))
            for kind, found in records.items()
        }

    def check(self, plugins: Iterable[PluginInfo], *, all_known: bool) -> None:
        """Refuse names that nothing has.

        Args:
            plugins: All plugins that were found, with what they give.
            all_known: Whether every plugin told what it gives; where one did not, an unknown record may be
                its.

        Raises:
            PluginError: Names every entry that disables nothing.
        """
        plugins = list(plugins)
        names = {f"plugin:{info.name}" for info in plugins}
        distributions = {_distribution(info) for info in plugins if info.distribution}
        records = {record for info in plugins for record in info.records}
        unknown = []
        for entry in self.entries:
            kind, _, name = entry.partition(":")
            if kind == "plugin":
                missing = entry not in names
            elif kind == "distribution":
                missing = _normal(entry) not in distributions
            else:
                missing = all_known and not any(covers(entry, *_split(record)) for record in records)
            if missing:
                unknown.append(_unknown(kind, name, names | distributions | records))
        if unknown:
            raise PluginError("what is to be disabled does not exist:", unknown)


def _split(record: str) -> tuple[RecordKind, str]:
    kind, _, name = record.partition(":")
    return next(one for one in _RECORD_KINDS if one == kind), name


def _normal(entry: str) -> str:
    """Distributions are the same whatever the case and the separators (PEP 503)."""
    return re.sub(r"[-_.]+", "-", entry).lower() if entry.startswith("distribution:") else entry


def _distribution(info: PluginInfo) -> str:
    return _normal(f"distribution:{info.distribution}")


def _unknown(kind: str, name: str, known: Collection[str]) -> Problem:
    """The problem, with a suggestion: the same name of another kind, or a name that is nearly the same."""
    namesakes = sorted(one for one in known if one.partition(":")[2] == name)
    of_kind = sorted(one.partition(":")[2] for one in known if one.startswith(f"{kind}:"))
    hint = f"Did you mean {namesakes[0]!r}?" if namesakes else did_you_mean(name, of_kind)
    return Problem(message=f"there is no {kind} {bounded(name)}", suggestion=hint)
