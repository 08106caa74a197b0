"""The options of plugins: from the plain tables of a round file to instances of the plugins' own classes.

A round carries the tables as data (`Settings`). The engine, the exporters and the check of a round file all
bind them through these two functions, so that they agree on what is right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

import attrs

from kkrconsult.config._salvage import MISSING, UNKNOWN_KEY, below, without_echoes
from kkrconsult.errors import FAULTS, ConfigError, DataError, Path, Problem, bounded
from kkrconsult.findings import Severity
from kkrconsult.structure import FrozenMap, decode, did_you_mean, thaw

__all__ = ["OWN_KEYS", "ValidatorSettings", "bind_options", "bind_validator"]

T = TypeVar("T")

OWN_KEYS = ("enabled", "severity")
"""The keys of a validator's table that are the library's own, and not the validator's."""


@attrs.frozen(kw_only=True)
class ValidatorSettings:
    """What a round file says about one validator."""

    enabled: bool
    """Whether it runs."""
    severity: Mapping[str, Severity]
    """Severities that the round sets, by code."""
    options: object | None
    """An instance of its options class; None where it is switched off and its options are not complete."""


def bind_options(
    options: type[T],
    table: Mapping[str, object],
    *,
    path: Path = (),
    file: str | None = None,
    shared: Iterable[type] = (),
) -> T:
    """Make an instance of a plugin's options class from a table.

    Args:
        options: The attrs class.
        table: Plain data, such as ``round.settings.exporters["hoeringsnotat"]``.
        path: Where the table stands, such as ``("exporters", "hoeringsnotat")``; for messages.
        file: The file in which it stands; for messages.
        shared: Options classes that read the same table, as exporters of one name in several formats do. A
            key that is known only to one of them is left out.

    Returns:
        The instance.

    Raises:
        ConfigError: Unknown keys, wrong types, missing or refused values; all at once.
    """
    own = _keys(options)
    others = {key for cls in shared for key in _keys(cls)} - own
    data = {key: thaw(value) for key, value in table.items() if key not in others}
    try:
        return decode(options, data, prefix=path)
    except DataError as error:
        problems = [
            attrs.evolve(_widened(problem, own | others, path), file=file) for problem in without_echoes(error.problems)
        ]
    except FAULTS as error:
        reason = f"{type(error).__name__}: {bounded(str(error))}"
        message = f"the plugin's options class {options.__qualname__} failed: {reason}"
        problems = [Problem(message=message, path=path, file=file, suggestion="Tell whoever made the plugin.")]
    raise ConfigError(f"the options of {path[-1] if path else options.__qualname__} cannot be used:", problems)


def bind_validator(
    options: type,
    codes: Collection[str],
    table: Mapping[str, object],
    *,
    enabled: bool = True,
    path: Path = (),
    file: str | None = None,
) -> ValidatorSettings:
    """Read a validator's table: the library's own keys, and the options.

    Args:
        options: The validator's options class.
        codes: The codes that it declares.
        table: Plain data, such as ``round.settings.validators["page-limit"]``; empty where the round has
            none.
        enabled: Whether it runs where the table does not say.
        path: Where the table stands, such as ``("validators", "page-limit")``; for messages.
        file: The file in which it stands; for messages.

    Returns:
        The settings.

    Raises:
        ConfigError: Whatever `bind_options` complains of, unknown codes, unknown severities; all at once.
    """
    problems: list[Problem] = []
    value = table.get("enabled", enabled)
    if not isinstance(value, bool):
        problems.append(Problem(message="must be true or false", path=(*path, "enabled"), found=bounded(value)))
    severity = _severities(table.get("severity", {}), codes, (*path, "severity"), problems)
    bound: object | None = None
    try:
        rest = {key: item for key, item in table.items() if key not in OWN_KEYS}
        bound = bind_options(options, rest, path=path)
    except ConfigError as error:
        # What is switched off need not be complete.
        problems += [problem for problem in error.problems if value is not False or problem.message != MISSING]
    if problems:
        name = path[-1] if path else options.__qualname__
        keys = {*_keys(options), *OWN_KEYS}
        problems = [attrs.evolve(_widened(problem, keys, path), file=file) for problem in problems]
        raise ConfigError(f"the settings of {name} cannot be used:", problems)
    return ValidatorSettings(enabled=bool(value), severity=severity, options=bound)


def _widened(problem: Problem, names: Collection[str], table: Path) -> Problem:
    """Let an unknown key of a table be compared with all that may stand there, not with one class alone."""
    if problem.message != UNKNOWN_KEY or problem.path[:-1] != table:
        return problem
    known = sorted(names)
    suggestion = did_you_mean(str(problem.path[-1]), known)
    return attrs.evolve(problem, allowed=", ".join(known), suggestion=suggestion)


def _severities(value: object, codes: Collection[str], path: Path, problems: list[Problem]) -> Mapping[str, Severity]:
    if not isinstance(value, Mapping):
        example = '{ "pages.too-many" = "warning" }'
        problems.append(Problem(message="must be a table", path=path, found=bounded(value), allowed=example))
        return FrozenMap()
    found: dict[str, Severity] = {}
    for code, level in value.items():
        if code not in codes:
            problems.append(
                Problem(
                    message="is not a code of this validator",
                    path=(*path, code),
                    allowed=", ".join(sorted(codes)) or "no codes",
                    suggestion=did_you_mean(code, sorted(codes)),
                )
            )
        try:
            found[code] = decode(Severity, level)
        except DataError as error:
            problems += [below(problem, (*path, code)) for problem in error.problems]
    return FrozenMap(found)


def _keys(cls: type) -> set[str]:
    return {field.alias or field.name for field in attrs.fields(cls) if field.init}
