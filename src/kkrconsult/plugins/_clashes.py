"""Who gives way where two plugins want the same name.

In which order plugins were found must mean nothing, so nobody wins by being first. What is built in stays; of
strangers who claim the same name, none gets it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from kkrconsult.errors import bounded
from kkrconsult.findings import Code
from kkrconsult.plugins._found import Candidate, Rejected
from kkrconsult.plugins._validate import Records, codes_of
from kkrconsult.plugins.registry import PluginInfo, label

__all__ = ["Loaded", "settle"]

Claim = tuple[str, str]


@attrs.frozen(kw_only=True, eq=False)
class Loaded:
    """A plugin that is right by itself."""

    candidate: Candidate
    """Where it came from."""
    info: PluginInfo
    """Who it is, and what it gives."""
    records: Records
    """Its records."""

    def claims(self) -> Iterator[tuple[Claim, Code | None]]:
        """All names that must be its own, a code's with its declaration."""
        yield ("plugin", self.info.name), None
        for kind, records in self.records.items():
            yield from (((kind, label(record)), None) for record in records)
        yield from (((("code", code.name)), code) for code in set(codes_of(self.records)))


def settle(plugins: Sequence[Loaded]) -> tuple[list[Loaded], list[tuple[Loaded, Rejected]]]:
    """Part those who can stay from those who cannot.

    First whoever claims what is built in goes; then, at once, all who claim a name that another of the rest
    claims.

    Returns:
        The plugins without a clash, and the others with the reason.
    """
    own = [plugin for plugin in plugins if plugin.info.kind == "builtin"]
    strangers = [plugin for plugin in plugins if plugin.info.kind != "builtin"]
    builtin, rejected = _part(own, own)
    strangers, late = _part(strangers, builtin)
    rejected += late
    strangers, late = _part(strangers, strangers)
    return builtin + strangers, rejected + late


def _part(plugins: Iterable[Loaded], others: Iterable[Loaded]) -> tuple[list[Loaded], list[tuple[Loaded, Rejected]]]:
    """Part plugins by whether they clash with any of the others."""
    owners: defaultdict[Claim, list[tuple[Loaded, Code | None]]] = defaultdict(list)
    for other in others:
        for claim, code in other.claims():
            owners[claim].append((other, code))
    kept: list[Loaded] = []
    rejected: list[tuple[Loaded, Rejected]] = []
    for plugin in plugins:
        clashes = [
            (claim, other.info)
            for claim, code in plugin.claims()
            for other, theirs in owners[claim]
            if other is not plugin and not _shared(plugin, code, other, theirs)
        ]
        if clashes:
            message = "; ".join(sorted(_told(clashes)))
            whom = tuple(sorted({str(owner) for _, owner in clashes}))
            rejected.append((plugin, Rejected("registered", message, conflicts=whom)))
        else:
            kept.append(plugin)
    return kept, rejected


def _shared(one: Loaded, code: Code | None, other: Loaded, theirs: Code | None) -> bool:
    """Plugins of one distribution may share a code that both declare alike."""
    same = one.info.distribution is not None and one.info.distribution == other.info.distribution
    return same and code is not None and code == theirs


def _told(clashes: Iterable[tuple[Claim, PluginInfo]]) -> set[str]:
    """One sentence for each of the others, with all names that it has a claim to as well."""
    claimed: defaultdict[PluginInfo, list[Claim]] = defaultdict(list)
    for claim, owner in clashes:
        claimed[owner].append(claim)
    return {_words(sorted(claims), owner) for owner, claims in claimed.items()}


def _words(claims: Sequence[Claim], owner: PluginInfo) -> str:
    named = [f"{kind} {bounded(name)}" for kind, name in claims]
    what = " and ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)
    many = len(claims) > 1
    if owner.kind == "builtin":
        other = "other names" if many else "another name"
        return f"{what} {'are' if many else 'is'} built in ({owner.name}); give yours {other}"
    remedy = "uninstall or disable one of them"
    if ("plugin", owner.name) in claims:
        # Their own names do not tell them apart.
        remedy += _disabling("distribution:…") if owner.distribution else " or rename one"
    else:
        remedy += _disabling(f"plugin:{owner.name}")
    are, them = ("are", "them") if many else ("is", "it")
    return f"{what} {are} also claimed by {owner}, so neither gets {them}; {remedy}"


def _disabling(what: str) -> str:
    """How to disable something, on the command line and in Python."""
    return f" (--disable {what}, or disabled=['{what}'])"
