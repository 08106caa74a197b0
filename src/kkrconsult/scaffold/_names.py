"""What a new plugin is called: one name, from which all others are made."""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, get_args

import attrs

from kkrconsult.danish import without_marks
from kkrconsult.errors import ConfigError, Problem, bounded
from kkrconsult.plugins import Registered, Registry, load_plugins
from kkrconsult.plugins.codes import RESERVED
from kkrconsult.plugins.registry import RecordKind
from kkrconsult.structure import FrozenMap

__all__ = ["KINDS", "PluginNames", "names_for"]

KINDS: tuple[RecordKind, ...] = get_args(RecordKind)
"""What a plugin may be."""

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SHORTEST, _LONGEST = 3, 40
_MOST_LOOKED_AT = 200
_EXAMPLE = "acme-words"
_OWN = ("kkrconsult-", "kkr-")
"""What names of plugins often begin with, and their codes need not."""
_TAKEN = frozenset(
    {"attr", "attrs", "click", "cookiecutter", "dateutil", "docs", "jinja2", "kkr", "kkrconsult", "mypy", "pip"}
    | {"pluggy", "pytest", "ruff", "setuptools", "src", "tests", "tzdata", "wheel"}
)
"""Modules that a plugin would hide, besides Python's own, and folders of the package."""
_DEVICES = frozenset({"aux", "con", "nul", "prn"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)})
"""Names that no file has on Windows."""


@attrs.frozen(kw_only=True)
class PluginNames:
    """All names of a new plugin."""

    distribution: str
    """What is installed, and the folder that it stands in: ``kkr-acme-words``."""
    module: str
    """What is imported: ``kkr_acme_words``."""
    prefix: str
    """Name of the entry point and of the record, and what its codes begin with: ``acme-words``."""


def names_for(name: str, kind: RecordKind, registry: Registry | None = None) -> PluginNames:
    """Make all names of a new plugin.

    >>> names_for("kkr-acme-words", "validator").prefix
    'acme-words'

    Args:
        name: The name that its author chose.
        kind: What it is.
        registry: What is there already; by default what is built in.

    Raises:
        ConfigError: The name cannot be used, with why not and what could.
    """
    if not _NAME.fullmatch(name):
        allowed = f"lower-case letters, digits and single hyphens, beginning with a letter, such as {_EXAMPLE}"
        raise _refused("is not a good name for a package", name, allowed, _meant(name))
    if not _SHORTEST <= len(name) <= _LONGEST:
        raise _refused("is too short or too long", name, f"{_SHORTEST} to {_LONGEST} characters")
    module = name.replace("-", "_")
    if module in _TAKEN | _DEVICES or module in sys.stdlib_module_names or keyword.iskeyword(module):
        raise _refused("is taken by Python, by a library or by the system", name, suggestion=_with_owner(name))
    own = next((one for one in _OWN if name.startswith(one)), "")
    prefix = name.removeprefix(own)
    if not prefix[0].isalpha():
        raise _refused("has no letter after its first hyphen", name, suggestion=_with_owner(name))
    taken = _taken(kind, load_plugins(entry_points=False) if registry is None else registry)
    if prefix in taken:
        raise _refused(f"would be called {prefix}, which is {taken[prefix]}", name, suggestion=_with_owner(prefix))
    return PluginNames(distribution=name, module=module, prefix=prefix)


def _taken(kind: RecordKind, registry: Registry) -> Mapping[str, str]:
    """What a record or the first part of a code may not be called, and why."""
    subjects = {name.partition(".")[0]: "what codes of the library begin with" for name in registry.codes}
    by_kind: Mapping[RecordKind, Iterable[Registered[Any]]] = {
        "validator": registry.validators,
        "exporter": registry.exporters,
        "reader": registry.readers,
        "round": registry.rounds,
        "grouper": registry.groupers,
    }
    named = {entry.name: f"the name of another {kind}" for entry in by_kind[kind]}
    return FrozenMap({**subjects, **named, **dict.fromkeys(RESERVED, "reserved for the library")})


def _meant(name: str) -> str | None:
    """What a name was probably to be; None where nothing of it is left."""
    words = re.findall(r"[a-z0-9]+", without_marks(name[:_MOST_LOOKED_AT]))
    found = "-".join(words)[:_LONGEST].strip("-").lstrip("0123456789-")
    return f"Perhaps {found}." if _NAME.fullmatch(found) and len(found) >= _SHORTEST else None


def _with_owner(name: str) -> str:
    return f"Put your own name or that of your region before it, such as acme-{name}."


def _refused(message: str, name: str, allowed: str | None = None, suggestion: str | None = None) -> ConfigError:
    problem = Problem(message=message, found=bounded(name), allowed=allowed, suggestion=suggestion)
    return ConfigError("the plugin cannot be called so:", [problem])
