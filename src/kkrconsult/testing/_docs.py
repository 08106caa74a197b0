"""Runs the ``>>>`` examples of a plugin: in the modules where its functions live, and in documents of its own."""

from __future__ import annotations

import doctest
import functools
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from os import PathLike, fspath
from pathlib import Path
from types import ModuleType

from kkrconsult.testing._contract import Breach

__all__ = ["modules_of", "on_examples"]

_FLAGS = doctest.ELLIPSIS
_FENCE = re.compile(r"^\s*(```|~~~).*$", re.MULTILINE)
# Where functions are made for plugins, and not by them.
_NOT_THEIRS = ("kkrconsult.plugins.records", "builtins", "functools")
# An example may well check the plugin that it stands in; it must not run itself again.
_running: ContextVar[bool] = ContextVar("running", default=False)


def on_examples(owners: Iterable[object], documents: Iterable[str | PathLike[str]]) -> Iterator[Breach]:
    """Run the examples, and say which of them do not give what they say.

    Args:
        owners: The functions and classes of a record; the examples of their modules are run.
        documents: Paths of files in which ``>>>`` examples stand, such as a README. The examples of a file are run one
            after the other, with what those before have left behind.
    """
    if _running.get():
        return
    token = _running.set(True)
    try:
        found = [*_in_modules(modules_of(owners)), *_in_documents(documents)]
    finally:
        _running.reset(token)
    for message in found:
        yield Breach(rule="doc-examples", message=message)


def modules_of(owners: Iterable[object]) -> tuple[ModuleType, ...]:
    """The modules in which functions and classes were written, each once, in the order of their names.

    What a function was made of counts, and not only who made it: of ``per_response(check)`` it is the module of
    ``check``.
    """
    waiting, seen, names = list(owners), list[object](), set[str]()
    while waiting:
        owner = waiting.pop()
        if any(owner is other for other in seen):
            continue
        seen.append(owner)
        waiting += _made_of(owner)
        named = owner if inspect.isroutine(owner) or isinstance(owner, type) else type(owner)
        names.add(str(getattr(named, "__module__", None)))
    return tuple(sys.modules[name] for name in sorted(names) if name in sys.modules and name not in _NOT_THEIRS)


def _made_of(owner: object) -> Iterator[object]:
    """The functions and classes that a function wraps."""
    if isinstance(owner, functools.partial):
        yield owner.func
    if inspect.ismethod(owner):
        yield owner.__func__
    for cell in getattr(owner, "__closure__", None) or ():
        if _filled(cell) and callable(cell.cell_contents):
            yield cell.cell_contents


def _filled(cell: object) -> bool:
    try:
        cell.cell_contents  # type: ignore[attr-defined]  # noqa: B018 - it is the asking that fails
    except ValueError:
        return False
    return True


def _in_modules(modules: Iterable[ModuleType]) -> Iterator[str]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    for module in modules:
        for test in finder.find(module, module.__name__):
            yield from _run(test, test.name)


def _in_documents(documents: Iterable[str | PathLike[str]]) -> Iterator[str]:
    for document in documents:
        name = fspath(document)
        try:
            text = Path(name).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            yield f"the document {name!r} cannot be read: {error}; give its path from where the tests run"
            continue
        # The end of a block is the end of an output, though Python does not know of blocks.
        plain = _FENCE.sub("", text)
        try:
            test = doctest.DocTestParser().get_doctest(plain, {"__name__": "__main__"}, Path(name).name, name, 0)
        except ValueError as error:
            yield f"the examples of {name!r} cannot be understood: {error}"
            continue
        if not test.examples:
            yield f"the document {name!r} has no >>> example; write one, or leave it out of documents"
        yield from _run(test, Path(name).name)


def _run(test: doctest.DocTest, name: str) -> Iterator[str]:
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False, optionflags=_FLAGS)
    runner.run(test, out=said.append, clear_globs=False)
    if said:
        # What doctest draws around its reports says nothing here.
        lines = [line.rstrip() for line in "".join(said).splitlines() if line.strip() and not line.startswith("***")]
        yield f"an example in {name} does not give what it says:\n      " + "\n      ".join(lines)
