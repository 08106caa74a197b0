"""The core is pure: no file, clock, randomness or global state, and no dependency beyond the three.

The linter bans what can be banned by name; builtins and methods cannot be, so this reads the syntax trees.
Which module may do what is said once, in pyproject.toml under [tool.kkrconsult].
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

import kkrconsult

ROOT = Path(__file__).parents[1]
PACKAGE = Path(str(kkrconsult.__file__)).parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TABLE = PROJECT["tool"]["kkrconsult"]
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
CORE = {"attrs", "attr", "pluggy", "dateutil"}

FILE_BUILTINS = {"open", "input", "print", "breakpoint"}
FILE_METHODS = {
    *("exists", "glob", "is_dir", "is_file", "iterdir", "mkdir", "open", "read_bytes", "read_text", "rglob"),
    *("stat", "touch", "unlink", "write_bytes", "write_text"),
}
FILE_MODULES = {"fileinput", "glob", "os", "pathlib", "shutil", "tempfile"}
NEVER_MODULES = {"asyncio", "ftplib", "http", "random", "secrets", "smtplib", "socket"}
PROCESS_MODULES = {"multiprocessing", "subprocess"}
CLOCK_MODULES = {"time"}
CLOCK_METHODS = {"now", "today", "utcnow"}
CODE_BUILTINS = {"eval", "exec", "__import__"}


def allowed(module: str, kind: str) -> bool:
    return any(fnmatch(module, glob) for glob in TABLE[kind])


def imported(node: ast.AST) -> Iterator[str]:
    """Full names of the modules that an import statement names; relative ones are ours."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
        yield node.module


def _imports(module: str, node: ast.AST) -> Iterator[str]:
    for name in imported(node):
        top = name.split(".")[0]
        if top in NEVER_MODULES or name == "urllib.request":
            yield f"imports {name}"
        if top in FILE_MODULES and not allowed(module, "files") and not _only_pure_names(node):
            yield f"imports {name}"
        if top in PROCESS_MODULES and not allowed(module, "processes"):
            yield f"imports {name}"
        if top in CLOCK_MODULES and not allowed(module, "clock"):
            yield f"imports {name}"
        if name == "importlib.metadata" and not allowed(module, "installed"):
            yield f"imports {name}"
        if top not in sys.stdlib_module_names and top not in CORE | {"kkrconsult"} | extras(module):
            yield f"imports {name}, which is not a core dependency"


def _only_pure_names(node: ast.AST) -> bool:
    """Names that handle paths as text, or only say what a type is."""
    pure = {"PathLike", "PurePath", "PurePosixPath", "PureWindowsPath", "fspath"}
    return isinstance(node, ast.ImportFrom) and {alias.name for alias in node.names} <= pure


def extras(module: str) -> set[str]:
    return {name for glob, names in TABLE["extras"].items() if fnmatch(module, glob) for name in names}


def _calls(module: str, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in FILE_BUILTINS and not allowed(module, "files"):
            yield f"calls {node.func.id}()"
        if node.func.id in CODE_BUILTINS and not (node.func.id == "exec" and allowed(module, "code")):
            yield f"calls {node.func.id}()"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        method = node.func.attr
        excused = allowed(module, "files") or _packaged(node) or _stream(module, method)
        if method in FILE_METHODS and not excused:
            yield f"calls .{method}()"
        if method in CLOCK_METHODS and not allowed(module, "clock"):
            yield f"calls .{method}()"


def _packaged(call: ast.Call) -> bool:
    """Data that is shipped inside the package is code by another name: files(…) / "x.toml" may be read."""
    return any(
        isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "files"
        for node in ast.walk(call.func)
    )


def _stream(module: str, method: str) -> bool:
    """An archive opens its members on the stream it is in; a distribution reads its own metadata."""
    return (method == "open" and allowed(module, "streams")) or (method == "read_text" and allowed(module, "installed"))


def _run(node: ast.AST) -> Iterator[ast.AST]:
    """Everything but what only type checkers read."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            for other in child.orelse:
                yield from _run(other)
        else:
            yield from _run(child)


def offences(module: str, source: str) -> list[str]:
    """What a module does that it may not, as "line 3: calls open()"."""
    found: list[tuple[int, str]] = []
    for node in _run(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        found += [(line, what) for what in (*_imports(module, node), *_calls(module, node))]
        if isinstance(node, ast.Global):
            found.append((line, "has global state"))
    return [f"line {line}: {what}" for line, what in sorted(found)]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_does_only_what_its_layer_may(module: str) -> None:
    assert offences(module, (PACKAGE / module).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "what"),
    [
        ("timeline.py", "open('x')", "calls open()"),
        ("timeline.py", "from pathlib import Path", "imports pathlib"),
        ("timeline.py", "path.read_text()", "calls .read_text()"),
        ("timeline.py", "datetime.now()", "calls .now()"),
        ("exporting.py", "dt.date.today()", "calls .today()"),
        ("timeline.py", "import time", "imports time"),
        ("cli.py", "import random", "imports random"),
        ("cli.py", "import urllib.request", "imports urllib.request"),
        ("timeline.py", "def f():\n global x", "has global state"),
        ("timeline.py", "import click", "imports click, which is not a core dependency"),
        ("timeline.py", "from importlib.metadata import version", "imports importlib.metadata"),
        ("readers/json.py", "print('x')", "calls print()"),
        ("cli.py", "eval('x')", "calls eval()"),
        ("structure/_decode.py", "exec('x')", "calls exec()"),
        ("structure/_making.py", "eval('x')", "calls eval()"),
        ("timeline.py", "if TYPE_CHECKING:\n pass\nelse:\n open('x')", "calls open()"),
    ],
)
def test_an_offence_is_found(module: str, source: str, what: str) -> None:
    assert [found.split(": ")[1] for found in offences(module, source)] == [what]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("exporting.py", "open('x')"),
        ("cli.py", "import click, time"),
        ("timeline.py", "from pathlib import PurePosixPath"),
        ("timeline.py", "from dateutil import rrule"),
        ("regions/data.py", "(files('kkrconsult') / 'x.toml').read_text()"),
        ("readers/zip.py", "archive.open('x')"),
        ("plugins/found.py", "from importlib.metadata import entry_points"),
        ("plugins/found.py", "distribution.read_text('METADATA')"),
        ("timeline.py", "from . import errors"),
        ("structure/_making.py", "exec('x')"),
        ("timeline.py", "if TYPE_CHECKING:\n from pathlib import Path"),
    ],
)
def test_what_a_layer_may_do_is_left_alone(module: str, source: str) -> None:
    assert offences(module, source) == []
