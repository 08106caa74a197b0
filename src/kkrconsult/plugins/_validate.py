"""Whether a plugin is right: its hooks, its records, and the options of its records.

Every fault of a plugin is found before it is rejected, so that its author hears of all of them at once.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs
import pluggy

from kkrconsult.errors import DataError, bounded
from kkrconsult.findings import Code
from kkrconsult.plugins import hooks
from kkrconsult.plugins._found import Rejected
from kkrconsult.plugins._say import crash, line, shown
from kkrconsult.plugins.codes import LIBRARY_CODES, RESERVED
from kkrconsult.plugins.records import ExporterSpec, GrouperSpec, ReaderSpec, RoundSpec, ValidatorSpec
from kkrconsult.plugins.registry import PluginInfo, Record, RecordKind, label
from kkrconsult.structure import FrozenMap, did_you_mean

__all__ = ["KINDS", "codes_of", "gives", "read_plugin"]

KINDS: Mapping[str, tuple[RecordKind, type[Any]]] = FrozenMap(
    {
        "kkrconsult_validators": ("validator", ValidatorSpec),
        "kkrconsult_exporters": ("exporter", ExporterSpec),
        "kkrconsult_readers": ("reader", ReaderSpec),
        "kkrconsult_rounds": ("round", RoundSpec),
        "kkrconsult_groupers": ("grouper", GrouperSpec),
    }
)
"""What each hook gives."""

# A hook that yields for ever must not hang the program; nobody has as many rounds or formats.
_MOST_RECORDS = 10_000
# In a validator's table of a round file these two are the library's own.
_TAKEN_OPTIONS = frozenset({"enabled", "severity"})

Hook = tuple[str, Callable[[], object]]
Records = dict[RecordKind, tuple[Record, ...]]


def read_plugin(info: PluginInfo, plugin: object) -> Records:
    """Call a plugin's hooks and check all that they give.

    Args:
        info: Who it is.
        plugin: The object that holds its hooks.

    Returns:
        Its records by kind.

    Raises:
        Rejected: Something is wrong with it.
    """
    found: Records = {}
    for name, hook in _hooks(plugin):
        kind, _ = KINDS[name]
        found[kind] = found.get(kind, ()) + tuple(_records(name, hook))
    faults: list[str] = []
    for kind, records in found.items():
        faults += _twice(kind, records)
        for record in records:
            faults += [f"{kind} {label(record)}: {fault}" for fault in _record_faults(record, info)]
    faults += _codes_declared_differently(found)
    if faults:
        raise Rejected("validated", "; ".join(faults))
    return found


def gives(records: Records) -> FrozenMap[RecordKind, tuple[str, ...]]:
    """The names of records by kind, as `PluginInfo` has them."""
    return FrozenMap(
        {kind: tuple(sorted(label(one) for one in records[kind])) for kind in sorted(records) if records[kind]}
    )


def codes_of(records: Records) -> Iterator[Code]:
    """Every code that the records declare."""
    for record in itertools.chain.from_iterable(records.values()):
        if isinstance(record, (ValidatorSpec, ReaderSpec)):
            yield from record.codes


def _hooks(plugin: object) -> list[Hook]:
    """Find the hooks of a plugin, by the rules of pluggy.

    Each plugin gets a plugin manager of its own, which is thrown away: pluggy before 1.7 keeps the hooks of a
    plugin that it rejects.
    """
    manager = pluggy.PluginManager(hooks.PROJECT)
    manager.add_hookspecs(hooks)
    try:
        marked = {
            attribute: options
            for attribute in dir(plugin)
            if (options := manager.parse_hookimpl_opts(plugin, attribute)) is not None
        }
        found = {attribute: options.get("specname") or attribute for attribute, options in marked.items()}
        faults = [
            fault
            for attribute, options in marked.items()
            for fault in _hook_faults(found[attribute], getattr(plugin, attribute), options, plugin)
        ]
        faults += [
            f"{name} is not a function marked with @kkrconsult.hookimpl; mark it"
            for name in KINDS
            if name not in marked and callable(getattr(plugin, name, None))
        ]
        if not marked and not faults:
            faults.append(_no_hooks(plugin))
        if not faults:
            manager.register(plugin)
            manager.check_pending()
    except (Exception, SystemExit) as error:
        raise Rejected("validated", f"its hooks cannot be read: {crash(error)}", error) from error
    if faults:
        raise Rejected("validated", "; ".join(faults))
    return [(name, getattr(plugin, attribute)) for attribute, name in found.items() if name in KINDS]


def _hook_faults(
    name: str, function: Callable[..., object], options: Mapping[str, Any], plugin: object
) -> Iterator[str]:
    if name not in KINDS:
        # Marked as optional, it is for a version that has the hook.
        if not options.get("optionalhook"):
            hint = did_you_mean(name, KINDS) or f"There are: {', '.join(KINDS)}."
            yield f"there is no hook {bounded(name)}. {hint}"
        return
    if options.get("wrapper") or options.get("hookwrapper"):
        yield f"hook {name} is a wrapper; hooks only give records"
        return
    parameters = inspect.signature(function).parameters.values()
    rest = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    wanted = [one.name for one in parameters if one.default is one.empty and one.kind not in rest]
    if inspect.isclass(plugin) and wanted == ["self"]:
        yield f"hook {name} is a method, but the plugin is a class; give an instance or a static method"
    elif wanted:
        yield f"hook {name} wants arguments ({', '.join(wanted)}); hooks take none"


def _no_hooks(plugin: object) -> str:
    text = "it has no function marked with @kkrconsult.hookimpl"
    if inspect.isroutine(plugin):
        return f"{text}; it is a function itself: name the module that holds it"
    if inspect.ismodule(plugin):
        return f"{text}; mark the hooks of module {plugin.__name__}, or name the module that holds them"
    return f"{text}: {shown(plugin)}"


def _records(name: str, hook: Callable[[], object]) -> Iterator[Record]:
    """Call one hook.

    Called directly and not through pluggy, which drops None from the results.
    """
    _, wanted = KINDS[name]
    advice = f"return a list of {wanted.__name__}"
    try:
        result = hook()
    except (Exception, SystemExit) as error:
        raise Rejected("validated", f"hook {name} failed: {_crash(error)}", error) from error
    if isinstance(result, wanted):
        raise Rejected("validated", f"hook {name} returned one {wanted.__name__}; put it into a list")
    if isinstance(result, (str, bytes, Mapping)) or not isinstance(result, Iterable):
        what = "nothing" if result is None else shown(result)
        raise Rejected("validated", f"hook {name} returned {what}; {advice}")
    try:
        items = list(itertools.islice(result, _MOST_RECORDS + 1))
    except (Exception, SystemExit) as error:
        raise Rejected("validated", f"hook {name} failed: {_crash(error)}", error) from error
    if len(items) > _MOST_RECORDS:
        raise Rejected("validated", f"hook {name} gave more than {_MOST_RECORDS} records")
    wrong = [f"item {index} is {shown(item)}" for index, item in enumerate(items) if not isinstance(item, wanted)]
    if wrong:
        raise Rejected("validated", f"hook {name}: {', '.join(wrong)}; {advice}")
    yield from items


def _crash(error: BaseException) -> str:
    """An exception in one line; our own errors speak for themselves."""
    return line(str(error)) if isinstance(error, DataError) else crash(error)


def _twice(kind: RecordKind, records: Iterable[Record]) -> Iterator[str]:
    names = sorted(label(record) for record in records)
    for name, same in itertools.groupby(names):
        if len(list(same)) > 1:
            yield f"{kind} {name} is given twice"


def _record_faults(record: Record, info: PluginInfo) -> Iterator[str]:
    """What is wrong with a record that its own class does not check."""
    if not _is_text_by_language(record.summary):
        yield "summary must be texts by language"
    if isinstance(record, (ValidatorSpec, ReaderSpec)):
        yield from _code_faults(record, info)
    if isinstance(record, ValidatorSpec):
        if not _is_text_by_language(record.keeps):
            yield "keeps must be texts by language"
        keys = {field.alias or field.name for field in attrs.fields(record.options)}
        for key in sorted(keys & _TAKEN_OPTIONS):
            yield f"an option may not be called {key}: the table of every validator has that key; rename the field"
    if isinstance(record, RoundSpec):
        return
    # Late: who lists rounds has no options to look at.
    from kkrconsult.plugins._options import option_faults, required_faults

    if isinstance(record, ValidatorSpec) and record.enabled:
        yield from required_faults(record.options)
    yield from option_faults(record.options)


def _is_text_by_language(given: object) -> bool:
    return isinstance(given, Mapping) and all(isinstance(text, str) for pair in given.items() for text in pair)


def _code_faults(record: ValidatorSpec[Any] | ReaderSpec[Any], info: PluginInfo) -> Iterator[str]:
    library = {code.name for code in LIBRARY_CODES}
    for code in record.codes:
        subject = code.name.partition(".")[0]
        if code.name in library:
            yield f"code {code.name} is the library's own; do not declare it"
        elif subject in RESERVED and info.kind != "builtin":
            yield f"code {code.name} must not begin with {subject}., which is the library's own"


def _codes_declared_differently(records: Records) -> Iterator[str]:
    """Several records of a plugin may share a code, but a code has one meaning and one severity."""
    seen: dict[str, Code] = {}
    for code in codes_of(records):
        if seen.setdefault(code.name, code) != code:
            yield f"code {code.name} is declared in two ways"
