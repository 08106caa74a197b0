"""Where plugins come from: shipped modules, entry points, and objects given by the caller; files: see `_local`.

Nothing is imported by looking; each candidate knows how to load itself, so that one that is disabled stays
unloaded.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

import attrs

from kkrconsult._version import __version__
from kkrconsult.plugins._metadata import may_name
from kkrconsult.plugins._say import crash, import_fault, line, trace
from kkrconsult.plugins.registry import PluginFailure, PluginInfo, RecordKind, Stage

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

__all__ = ["GROUP", "Candidate", "Rejected", "builtins", "given", "installed"]

GROUP = "kkrconsult"

# Named and not imported: plugins are a layer below the extensions, and a built-in that breaks is one failure.
_BUILTINS: dict[str, RecordKind] = {
    "exporters": "exporter",
    "groupers": "grouper",
    "readers": "reader",
    "regions": "round",
    "validators": "validator",
}


class Rejected(Exception):  # noqa: N818 - internal signal, becomes a PluginFailure
    """Says that a plugin cannot be used."""

    def __init__(
        self, stage: Stage, message: str, cause: BaseException | None = None, conflicts: tuple[str, ...] = ()
    ) -> None:
        self.stage: Stage = stage
        self.conflicts = conflicts
        self.message = line(message)
        self.traceback = trace(cause) if cause is not None else ""
        super().__init__(self.message)

    def failure(self, info: PluginInfo) -> PluginFailure:
        """The failure of the plugin."""
        return PluginFailure(
            name=info.name,
            kind=info.kind,
            distribution=info.distribution,
            version=info.version,
            stage=self.stage,
            message=self.message,
            traceback=self.traceback,
            path=info.path,
            entry_point=info.entry_point,
            folder=info.folder,
            api=info.api,
            claims=tuple(info.records),
            conflicts=self.conflicts,
        )


@attrs.frozen(kw_only=True)
class Candidate:
    """A plugin before it is loaded."""

    info: PluginInfo
    """What is known of it so far."""
    load: Callable[[], object]
    """Gives the plugin object, or raises `Rejected`."""
    forget: Callable[[], None] = lambda: None
    """Undoes what loading left behind."""


def builtins(kind: RecordKind | None = None) -> Iterator[Candidate]:
    """The modules that are shipped with the library, or only the one that gives records of a kind."""
    for name, gives in _BUILTINS.items():
        if kind not in (None, gives):
            continue
        module = f"{GROUP}.{name}"
        info = PluginInfo(name=name, kind="builtin", version=__version__, distribution=GROUP)
        yield Candidate(info=info, load=partial(_import, module))


def _import(module: str) -> ModuleType:
    try:
        return importlib.import_module(module)
    except (Exception, SystemExit) as error:
        raise Rejected("loaded", import_fault(error, module), error) from error


def installed() -> Iterator[Candidate]:
    """The entry points of installed distributions."""
    if not may_name(GROUP, own=GROUP):
        return
    # Imported late: it is the costliest import of all this, and mostly there are none.
    from importlib.metadata import distributions

    seen: set[str | None] = set()
    for dist in distributions():
        # Not importlib.metadata.entry_points(): it gives up on the whole environment where one distribution's
        # file is malformed. Those that do not mention the group are not parsed at all.
        if not _mentions_us(dist):
            continue
        name, version = _identity(dist)
        if name is not None and name in seen:
            continue
        seen.add(name)
        try:
            # The first of a name on the path hides the others, even if it has no entry points any more.
            visible = _visible(name) or dist
            version = _identity(visible)[1]
            points = list(visible.entry_points.select(group=GROUP))
        except Exception as error:  # any kind of damage
            message = f"its installed metadata cannot be read ({crash(error)}); reinstall it"
            info = PluginInfo(
                name=name or "unnamed", kind="entry-point", version=version, distribution=name, folder=_folder(dist)
            )
            yield Candidate(info=info, load=partial(_reject, Rejected("found", message, error)))
            continue
        # The same line twice is the same plugin.
        for point in {(one.name, one.value): one for one in points}.values():
            info = PluginInfo(
                name=point.name,
                kind="entry-point",
                version=version,
                distribution=name,
                entry_point=point.value,
                folder=_folder(visible),
            )
            yield Candidate(info=info, load=partial(_load_entry_point, point))


def _folder(dist: Distribution) -> str | None:
    try:
        return str(dist.locate_file(""))
    except Exception:  # a stranger's finder
        return None


def _mentions_us(dist: Distribution) -> bool:
    try:
        return GROUP in (dist.read_text("entry_points.txt") or "")
    except (OSError, UnicodeDecodeError):
        return False  # Whatever is installed there, no tool could have made sense of it.


def _identity(dist: Distribution) -> tuple[str | None, str | None]:
    """Name and version of a distribution; None where its metadata is damaged."""
    try:
        metadata = dist.metadata
        name, version = metadata["Name"], metadata["Version"]
    except Exception:  # any kind of damage; the exception differs by version of Python
        return None, None
    return name or None, version or None


def _visible(name: str | None) -> Distribution | None:
    """The distribution that Python takes for this name; None where its folder is called otherwise."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        return distribution(name) if name is not None else None
    except PackageNotFoundError:
        return None


def _load_entry_point(point: EntryPoint) -> object:
    module = point.value.partition(":")[0].strip()
    try:
        return point.load()
    except (Exception, SystemExit) as error:
        if not point.pattern.match(point.value):
            message = f"its entry point {point.value!r} is malformed; it must be module or module:object"
        elif isinstance(error, AttributeError) and getattr(error.obj, "__name__", None) == module:
            message = f"its entry point names {point.value!r}, but the module has no {error.name!r}; mend it"
        else:
            message = import_fault(error, module)
        raise Rejected("loaded", message, error) from error


def _reject(error: Rejected) -> NoReturn:
    raise error


def _itself(plugin: object) -> object:
    return plugin


def given(plugins: Iterable[object]) -> Iterator[Candidate]:
    """Objects that the caller gives; the same object twice is one plugin."""
    distinct: list[object] = []
    for plugin in plugins:
        if not any(plugin is other for other in distinct):
            distinct.append(plugin)
            name = _text(plugin, "__name__") or type(plugin).__name__
            info = PluginInfo(name=name, kind="given", version=_text(plugin, "__version__"))
            yield Candidate(info=info, load=partial(_itself, plugin))


def _text(plugin: object, attribute: str) -> str | None:
    try:
        value = getattr(plugin, attribute, None)
    except Exception:  # a stranger's property; its hooks will tell what is wrong
        return None
    return value if isinstance(value, str) and value else None
