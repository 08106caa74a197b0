"""The registry: what the plugins give, as a value that does not change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Generic, Literal, TypeAlias, TypeVar

import attrs

from kkrconsult.errors import FAULTS, ConfigError, ExportError, KkrconsultError, Problem, ReadError, bounded
from kkrconsult.findings import Code
from kkrconsult.plugins.codes import LIBRARY_CODES
from kkrconsult.plugins.records import ExporterSpec, GrouperSpec, ReaderSpec, RoundSpec, ValidatorSpec
from kkrconsult.structure import FrozenMap, did_you_mean

__all__ = [
    "PluginFailure",
    "PluginInfo",
    "Record",
    "RecordKind",
    "Registered",
    "Registry",
    "label",
    "required_options",
]

PluginKind: TypeAlias = Literal["builtin", "entry-point", "given", "local"]
Stage: TypeAlias = Literal["found", "loaded", "validated", "registered"]
RecordKind: TypeAlias = Literal["validator", "exporter", "reader", "round", "grouper"]
Record: TypeAlias = ValidatorSpec[Any] | ExporterSpec[Any] | ReaderSpec[Any] | RoundSpec | GrouperSpec[Any]

S = TypeVar("S", bound=Record)


def label(record: Record) -> str:
    """What tells a record from others of its kind; an exporter's is its name and suffix: ``matrix.csv``."""
    if isinstance(record, RoundSpec):
        return record.id
    return record.name + record.suffix if isinstance(record, ExporterSpec) else record.name


def required_options(options: type) -> tuple[str, ...]:
    """The options of a class that have no default."""
    fields = (field for field in attrs.fields(options) if field.init and field.default is attrs.NOTHING)
    return tuple(field.alias or field.name for field in fields)


@attrs.frozen(kw_only=True)
class PluginInfo:
    """A plugin, and what it gives."""

    name: str
    """Name of the entry point, the module or the file; of a built-in one the last part of the module's."""
    kind: PluginKind
    """How it came here: shipped with the library, installed, given by the caller, or an allowed file."""
    version: str | None = None
    """Version of its distribution, or what a given one calls its version."""
    distribution: str | None = None
    """Name of the distribution that it was installed with."""
    path: str | None = None
    """Its file: of a local one as the caller wrote it; of others the module's, where one was loaded."""
    entry_point: str | None = None
    """What its entry point names, such as ``acme_tools.rules``."""
    folder: str | None = None
    """The folder in which its distribution was found."""
    api: str | None = None
    """The version of the public names that it asks for, such as ``1.0``; see `kkrconsult.API_VERSION`."""
    gives: FrozenMap[RecordKind, tuple[str, ...]] = FrozenMap()
    """Names of its records, sorted, by kind of record; an exporter's with its suffix. Without kinds that it
    has none of, and empty unless the plugin was read."""
    withheld: tuple[str, ...] = ()
    """Records of it that the caller disabled, such as ``validator:acme-words``."""

    def __str__(self) -> str:
        return _named(self)

    @property
    def records(self) -> Iterator[str]:
        """Its records with their kinds, such as ``validator:acme-words``."""
        return (f"{kind}:{name}" for kind, names in self.gives.items() for name in names)


@attrs.frozen(kw_only=True)
class PluginFailure:
    """A plugin that cannot be used. None of its records is: a plugin is taken whole or not at all."""

    name: str
    """Name of the plugin."""
    kind: PluginKind
    """How it came here."""
    distribution: str | None = None
    """Name of its distribution."""
    version: str | None = None
    """Its version."""
    stage: Stage
    """The step that it did not pass: not found, could not be loaded, is wrong, or clashes with another."""
    message: str
    """What is wrong and what to do, in one line."""
    traceback: str = ""
    """Where an exception came from, for the plugin's author; empty where there was none."""
    path: str | None = None
    """Its file: of a local one as the caller wrote it; of others the module's, where one was loaded."""
    entry_point: str | None = None
    """What its entry point names, such as ``acme_tools.rules``."""
    folder: str | None = None
    """The folder in which its distribution was found."""
    api: str | None = None
    """The version of the public names that it asks for, such as ``1.0``; see `kkrconsult.API_VERSION`."""
    claims: tuple[str, ...] = ()
    """The records that it would give, such as ``validator:acme``; empty if it was not read that far."""
    conflicts: tuple[str, ...] = ()
    """The plugins that it clashes with, each with what it was installed by."""

    @property
    def problem(self) -> Problem:
        """The failure as part of an error."""
        return Problem(message=f"{_named(self)}: {self.message}")


def _named(plugin: PluginInfo | PluginFailure) -> str:
    """A plugin with what it was installed by; without a distribution, with how it came here and from which file."""
    installed = " ".join(part for part in (plugin.distribution, plugin.version) if part)
    origin = f"local {plugin.path}" if plugin.kind == "local" else installed or plugin.kind
    return f"plugin {bounded(plugin.name)} ({origin})"


@attrs.frozen(kw_only=True)
class Registered(Generic[S]):
    """A record together with the plugin that gave it."""

    spec: S
    """The record."""
    plugin: PluginInfo
    """The plugin."""

    @property
    def name(self) -> str:
        """Name of the record; of a round its id."""
        return self.spec.id if isinstance(self.spec, RoundSpec) else self.spec.name

    @property
    def required_options(self) -> tuple[str, ...]:
        """Options without a default: the record cannot be used before the round file gives them."""
        return () if isinstance(self.spec, RoundSpec) else required_options(self.spec.options)


@attrs.frozen(kw_only=True)
class Registry:
    """What the plugins give. Made by `load_plugins`; two registries know nothing of one another.

    Everything in it is sorted by name: in which order plugins were found means nothing.
    """

    validators: tuple[Registered[ValidatorSpec[Any]], ...] = ()
    """The validators."""
    exporters: tuple[Registered[ExporterSpec[Any]], ...] = ()
    """The exporters, by name and suffix."""
    readers: tuple[Registered[ReaderSpec[Any]], ...] = ()
    """The readers."""
    rounds: tuple[Registered[RoundSpec], ...] = ()
    """The rounds."""
    groupers: tuple[Registered[GrouperSpec[Any]], ...] = ()
    """The groupers."""
    plugins: tuple[PluginInfo, ...] = ()
    """The plugins in use, the built-in ones first."""
    failures: tuple[PluginFailure, ...] = ()
    """The plugins that cannot be used."""
    disabled: tuple[str, ...] = ()
    """What the caller disabled, such as ``plugin:acme`` and ``validator:near-duplicate``."""
    disabled_plugins: tuple[PluginInfo, ...] = ()
    """The plugins that were not even loaded, because the caller disabled them."""

    @property
    def codes(self) -> FrozenMap[str, Code]:
        """Every code that a finding may have, by name, in the order of names."""
        declared = [*LIBRARY_CODES]
        declared += [code for entry in self.validators for code in entry.spec.codes]
        declared += [code for entry in self.readers for code in entry.spec.codes]
        return FrozenMap({code.name: code for code in sorted(declared, key=lambda code: code.name)})

    def validator(self, name: str) -> Registered[ValidatorSpec[Any]]:
        """Look up a validator.

        Raises:
            ConfigError: There is none of this name.
        """
        return self._one("validator", name, self.validators, ConfigError)

    def reader(self, name: str) -> Registered[ReaderSpec[Any]]:
        """Look up a reader.

        Raises:
            ReadError: There is none of this name.
        """
        return self._one("reader", name, self.readers, ReadError)

    def round(self, name: str) -> Registered[RoundSpec]:
        """Look up a round by its id.

        Raises:
            ConfigError: There is none with this id.
        """
        return self._one("round", name, self.rounds, ConfigError)

    def grouper(self, name: str) -> Registered[GrouperSpec[Any]]:
        """Look up a grouper.

        Raises:
            ConfigError: There is none of this name.
        """
        return self._one("grouper", name, self.groupers, ConfigError)

    def exporter(self, name: str, suffix: str | None = None) -> Registered[ExporterSpec[Any]]:
        """Look up an exporter.

        Args:
            name: Name of the document.
            suffix: The format, such as ``.md``, in any case; may be left out where there is only one.

        Raises:
            ExportError: There is none of this name, none with this suffix, or several to choose from.
        """
        formats = {entry.spec.suffix: entry for entry in self.exporters if entry.spec.name == name}
        if not formats:
            raise self._unknown("exporter", name, self.exporters, ExportError)
        if suffix is None and len(formats) == 1:
            return next(iter(formats.values()))
        allowed = ", ".join(formats)
        if suffix is None:
            raise ExportError(f"exporter {bounded(name)} writes several formats; choose one of {allowed}")
        found = formats.get(suffix.lower())
        if found is None:
            reason = self._why_missing("exporter", name + suffix.lower())
            message = f"exporter {bounded(name)} does not write {bounded(suffix)}; it writes {allowed}"
            raise ExportError(f"{message}. {reason}" if reason else message)
        return found

    def reader_for(self, name: str, head: bytes = b"") -> Registered[ReaderSpec[Any]]:
        """Find the reader for a file.

        The longest suffix that fits decides. Where several readers have it, or none has, the first bytes do.
        Where they do not either, a built-in reader goes before others, and then alphabetical order.

        Args:
            name: Name of the file, with or without folders; upper and lower case are alike.
            head: Its first 4,096 bytes.

        Raises:
            ReadError: No reader is for such a file.
        """
        plain = name.lower()
        fits = [
            (len(suffix), entry) for entry in self.readers for suffix in entry.spec.suffixes if plain.endswith(suffix)
        ]
        longest = max((length for length, _ in fits), default=0)
        wanting = [entry for length, entry in fits if length == longest]
        if len(wanting) != 1:
            wanting = [entry for entry in wanting or self.readers if _recognises(entry.spec, head)] or wanting
        if not wanting:
            known = ", ".join(sorted({suffix for entry in self.readers for suffix in entry.spec.suffixes}))
            raise ReadError(f"no reader is for {bounded(name)}; files can be read that end in: {known or 'nothing'}")
        return min(wanting, key=lambda entry: (entry.plugin.kind != "builtin", entry.name))

    def reader_of_content(self, named: Registered[ReaderSpec[Any]], head: bytes) -> Registered[ReaderSpec[Any]]:
        """The reader that a file's name asks for, unless its content is plainly of another kind.

        A PDF that somebody called .docx is a PDF. The name stands where its reader knows no sign of its own, or where
        none or several others recognise the content.

        Args:
            named: The reader by name; see `reader_for`.
            head: The file's first 4,096 bytes.
        """
        if named.spec.sniff is None or _recognises(named.spec, head):
            return named
        others = [entry for entry in self.readers if _recognises(entry.spec, head)]
        return others[0] if len(others) == 1 else named

    def _one(
        self, kind: RecordKind, name: str, entries: tuple[Registered[S], ...], error: type[KkrconsultError]
    ) -> Registered[S]:
        for entry in entries:
            if entry.name == name:
                return entry
        raise self._unknown(kind, name, entries, error)

    def _unknown(
        self, kind: RecordKind, name: str, entries: Iterable[Registered[Any]], error: type[KkrconsultError]
    ) -> KkrconsultError:
        known = list(dict.fromkeys(entry.name for entry in entries))
        reason = self._why_missing(kind, name)
        hint = reason or did_you_mean(str(name), known)
        if hint is None:
            hint = f"There are: {', '.join(known)}." if known else f"There is no {kind} at all."
        if reason is None:
            # One that was not read that far may have been meant to give it.
            unread = [failure.problem.message for failure in self.failures if not failure.claims]
            hint = " ".join([hint, *(f"It may belong to what cannot be used: {message}." for message in unread[:3])])
        return error(f"there is no {kind} {bounded(name)}. {hint}")

    def _why_missing(self, kind: RecordKind, name: str) -> str | None:
        """Tell whether a record is missing because it is disabled, or because its plugin failed."""
        for one in self.disabled:
            if covers(one, kind, name):
                return f"It is disabled ({one})."
        for failure in self.failures:
            if any(claim == f"{kind}:{name}" or claim.startswith(f"{kind}:{name}.") for claim in failure.claims):
                return f"It belongs to a plugin that cannot be used: {failure.problem.message}"
        return None


def covers(disabled: str, kind: RecordKind, name: str) -> bool:
    """Whether an entry such as ``exporter:matrix`` disables a record; it stands for all formats of a name."""
    wanted = f"{kind}:{name}"
    return wanted == disabled or (kind == "exporter" and wanted.startswith(f"{disabled}."))


def _recognises(spec: ReaderSpec[Any], head: bytes) -> bool:
    """Ask a reader whether it knows a file by its first bytes; one that fails at this does not."""
    if spec.sniff is None:
        return False
    try:
        return bool(spec.sniff(head))
    except FAULTS:  # a stranger's code; the file ends as one of unknown type, by name
        return False
