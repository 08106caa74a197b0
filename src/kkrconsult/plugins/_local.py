"""Single Python files as plugins: imported as they are now, once, and by nobody before they are whole."""

from __future__ import annotations

import importlib.util
import sys
import threading
import zlib
from collections.abc import Iterable, Iterator
from importlib.machinery import SourceFileLoader
from os import PathLike, fspath
from pathlib import PurePath
from types import CodeType, ModuleType

import attrs

from kkrconsult.plugins._found import Candidate, Rejected
from kkrconsult.plugins._say import crash, import_fault
from kkrconsult.plugins.registry import PluginInfo

__all__ = ["local"]


class _Uncached(SourceFileLoader):
    """Reads a file as it is now, and leaves no ``__pycache__`` in the folder of a round."""

    def __init__(self, fullname: str, path: str) -> None:
        super().__init__(fullname, path)
        self.lock = threading.RLock()
        """Held by who imports the module, and by who gives it up."""
        self.begun = False
        """Whether somebody has imported it, or is about to."""
        self.holders = 0
        """How many registries took it, or are making up their mind."""

    def get_code(self, fullname: str) -> CodeType | None:  # noqa: ARG002 - the loader is for one file
        return self.source_to_code(self.get_data(self.path), self.path)


def local(paths: Iterable[str | PathLike[str]]) -> Iterator[Candidate]:
    """Single Python files that the caller allows; the same path twice is one plugin."""
    for path in sorted({str(PurePath(fspath(path))) for path in paths}):
        file = _File(PluginInfo(name=PurePath(path).stem, kind="local", path=path), path)
        yield Candidate(info=file.info, load=file.load, forget=file.forget)


@attrs.define(eq=False)
class _File:
    """One file for one registry."""

    info: PluginInfo
    path: str
    _held: ModuleType | None = None

    def load(self) -> ModuleType:
        """Import it, or take the module that was imported from the same path and content."""
        try:
            source = _Uncached(self.info.name, self.path).get_data(self.path)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or crash(error)
            raise Rejected("found", f"the file {self.path!r} cannot be read: {reason}", error) from error
        # Named by place and content: a file is imported once, and one that was changed is another module.
        key = zlib.crc32(self.path.encode("utf-8", "surrogatepass"))
        name = f"kkrconsult_local_{key:08x}_{zlib.crc32(source):08x}"
        while self._held is None:
            # Of several threads one puts its module there, and all take that. Type hints and pickles of its classes
            # are looked up there too, so that it must be there while it is imported.
            module = sys.modules.setdefault(name, _empty(name, self.path))
            loader = _loader(module)
            with loader.lock:
                # It was given up while this thread waited, if it is not there any more: begin anew.
                if sys.modules.get(name) is module:  # pragma: no branch - when, hangs on the threads
                    self._import(module, loader)
        return self._held

    def _import(self, module: ModuleType, loader: _Uncached) -> None:
        loader.holders += 1
        self._held = module
        if loader.begun:
            return
        loader.begun = True
        try:
            loader.exec_module(module)
        except BaseException as error:
            # Whoever else has it has something that is not whole.
            sys.modules.pop(module.__name__, None)
            self._held = None
            if isinstance(error, (Exception, SystemExit)):
                raise Rejected("loaded", import_fault(error, module.__name__), error) from error
            raise

    def forget(self) -> None:
        """Take the module out again, unless another registry has it."""
        module, self._held = self._held, None
        if module is None:
            return
        loader = _loader(module)
        with loader.lock:
            loader.holders -= 1
            if not loader.holders and sys.modules.get(module.__name__) is module:
                del sys.modules[module.__name__]


def _empty(name: str, path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path, loader=_Uncached(name, path))
    assert spec is not None  # noqa: S101 - it was given a loader
    return importlib.util.module_from_spec(spec)


def _loader(module: ModuleType) -> _Uncached:
    loader = module.__spec__.loader if module.__spec__ is not None else None
    assert isinstance(loader, _Uncached)  # noqa: S101 - nobody else has modules of such names
    return loader
