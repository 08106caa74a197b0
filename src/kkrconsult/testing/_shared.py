"""The rules that hold for records of every kind: it registers, says what it is, and has options that can be used."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, cast

import attrs

from kkrconsult.errors import bounded
from kkrconsult.plugins import PluginInfo, Registered, Registry, hookimpl, load_plugins
from kkrconsult.plugins._validate import KINDS
from kkrconsult.plugins.registry import Record, RecordKind, label
from kkrconsult.structure import FrozenMap, class_doc, decode, encode, field_docs
from kkrconsult.testing._contract import Breach

__all__ = ["LANGUAGES", "NAME", "crashed", "kind_of", "on_options", "on_summary", "only", "registered", "subject"]

NAME = "plugin-under-test"
"""What the plugin is called whose record is checked, unless it is built in."""
LANGUAGES = ("da", "en")
"""The languages in which everything must be there; a plugin may have more."""
_RUNNERS = ("kkrconsult.engine", "kkrconsult.sandbox", "kkrconsult.testing")
_OTHERS = frozenset({"kkrconsult", *sys.stdlib_module_names})


def kind_of(record: Record) -> RecordKind:
    """The kind of a record, such as ``validator``."""
    return next(kind for kind, cls in KINDS.values() if isinstance(record, cls))


def subject(record: Record) -> str:
    """How a message names a record, such as ``validator acme-words``."""
    return f"{kind_of(record)} {label(record)}"


def registered(record: Record) -> tuple[Registry | None, list[Breach]]:
    """Register a record as a plugin's only one.

    Returns:
        A registry that holds this record and nothing else, or None where it cannot be registered; and why.
    """
    kind = kind_of(record)
    shipped = load_plugins(entry_points=False)
    for entry in cast("tuple[Registered[Any], ...]", getattr(shipped, f"{kind}s")):
        if entry.spec == record:
            return only(record, entry.plugin), []
    hook = next(name for name, (known, _) in KINDS.items() if known == kind)
    plugin = SimpleNamespace(__name__=NAME, **{hook: hookimpl(lambda: [record])})
    loaded = load_plugins(extra=[plugin], entry_points=False)
    breaches = [
        Breach(rule="registers", message=f"it cannot be registered: {failure.message}")
        for failure in loaded.failures
        if failure.name == NAME
    ]
    return (None, breaches) if breaches else (only(record), [])


def only(record: Record, info: PluginInfo | None = None) -> Registry:
    """A registry with one record and nothing else, not even what is built in."""
    kind = kind_of(record)
    plugin = PluginInfo(name=NAME, kind="given", gives=FrozenMap({kind: (label(record),)})) if info is None else info
    entries: dict[str, Any] = {f"{kind}s": (Registered(spec=record, plugin=plugin),)}
    return Registry(**entries, plugins=(plugin,))


def on_summary(record: Record) -> Iterator[Breach]:
    """Whether it says what it is, in each language."""
    summary: object = record.summary
    if not isinstance(summary, Mapping):
        return  # It cannot be registered, and that is said already.
    for language in LANGUAGES:
        text = summary.get(language, "")
        if not isinstance(text, str) or not text.strip():
            yield Breach(rule="summary", message=f"summary has no text in {language!r}; say in one line what it does")
        elif "\n" in text.strip():
            yield Breach(rule="summary", message=f"summary in {language!r} has several lines; say it in one")


def on_options(options: type[Any], instance: object | None) -> Iterator[Breach]:
    """Whether an options class can be described, written and read.

    Args:
        options: The class.
        instance: Options as they are used; None where some have no default, and none were given.
    """
    yield from (Breach(rule="options-schema", message=message) for message in _option_faults(options, instance))


def _option_faults(options: type[Any], instance: object | None) -> Iterator[str]:
    name = options.__name__
    if not class_doc(options):
        yield f"{name} has no docstring; say in a sentence what its options are about"
    docs = field_docs(options)
    if _has_source(options):
        for field in attrs.fields(options):
            if field.name not in docs:
                yield f'option {field.name} of {name} has no text; write """…""" on the line below it'
    if instance is None:
        return
    yield from _frozen_faults(instance)
    try:
        again: object = decode(options, encode(instance))
    except Exception as error:  # a stranger's class
        yield f"{name} cannot be written and read again: {crashed(error)}; use plain values and tuples"
    else:
        if again != instance:
            yield f"{name}, written and read again, is {bounded(again)} and not {bounded(instance)}; compare by value"


def _has_source(cls: type[Any]) -> bool:
    """Whether texts beneath fields can be seen at all; in an interactive session they cannot."""
    try:
        inspect.getsource(cls)
    except (OSError, TypeError):
        return False
    return True


def _frozen_faults(instance: object) -> Iterator[str]:
    for field in attrs.fields(cast("Any", type(instance))):
        try:
            setattr(instance, field.name, getattr(instance, field.name))
        except AttributeError:
            continue
        yield f"{type(instance).__name__} can be changed while a round is checked; use @attrs.frozen(kw_only=True)"
        return


def crashed(error: BaseException) -> str:
    """What was raised, and on which line of whose code: the last one outside of the library, where there is one.

    What the engine raises itself has no line: it is about what a plugin gave, and the line would lead nowhere.
    """
    place = ""
    trace = error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if not place or module.partition(".")[0] not in _OTHERS:
            place = (
                ""
                if module.startswith(_RUNNERS)
                else f"{trace.tb_frame.f_code.co_name}, line {trace.tb_lineno} of {module}"
            )
        trace = trace.tb_next
    said = bounded(str(error), 200) if str(error) else "nothing said"
    return f"{type(error).__name__}: {said}" + (f" (in {place})" if place else "")
