"""Files: the only module of the configuration that opens any."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import attrs

from kkrconsult.config._local import local_problems
from kkrconsult.danish import suggest
from kkrconsult.errors import ConfigError, Problem, bounded

__all__ = ["LARGEST", "is_file", "load_round_file", "local_files"]

LARGEST = 4_000_000
"""Most bytes of a round file. A round of all 98 municipalities written out takes about 30,000."""


def is_file(path: str) -> bool:
    """Whether there is a file of that name."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def load_round_file(path: str | os.PathLike[str]) -> str:
    """Read the text of a round file.

    Args:
        path: The file.

    Returns:
        The text, without a byte order mark.

    Raises:
        ConfigError: There is no such file, it cannot be read, is too large, or is not UTF-8.
    """
    name = os.fspath(path)
    try:
        with Path(name).open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise _error(
            name, _why(error), suggestion=_similar(name) if isinstance(error, FileNotFoundError) else None
        ) from None
    if len(data) > LARGEST:
        raise _error(name, f"is larger than {LARGEST:,} bytes", suggestion="Is it a round file?")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise _error(name, "is not UTF-8 text; it may be UTF-16, or no text at all", suggestion="Save it as UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "is not UTF-8 text; letters such as æ, ø and å seem to be in an older encoding (Windows-1252)"
        raise _error(name, message, line=line, suggestion="Save it as UTF-8.") from None


def local_files(path: str | os.PathLike[str], names: Iterable[str]) -> tuple[Path, ...]:
    """Find the local plugins of a round file.

    Args:
        path: The round file.
        names: What it names under ``local`` in ``[plugins]``.

    Returns:
        The files, which are there and lie in the round file's folder or below it.

    Raises:
        ConfigError: A name is not acceptable, a file is not there, or a link leads out of the folder.
    """
    names = tuple(names)
    problems = local_problems(names, allowed=True)
    refused = {problem.path for problem in problems}
    folder = Path(path).resolve().parent
    found = []
    for index, name in enumerate(names):
        place = ("plugins", "local", index)
        if place in refused:
            continue
        file = (folder / name).resolve()
        if not file.is_relative_to(folder):
            problems.append(Problem(message="leads out of the round file's folder", path=place, found=bounded(name)))
        elif not file.is_file():
            problems.append(Problem(message="is not there", path=place, found=bounded(name)))
        else:
            found.append(file)
    if problems:
        placed = [attrs.evolve(problem, file=os.fspath(path)) for problem in problems]
        raise ConfigError(f"the local plugins of {os.fspath(path)} cannot be used:", placed)
    return tuple(found)


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "is not there"
    if isinstance(error, IsADirectoryError):
        return "is a folder, not a file"
    if isinstance(error, PermissionError):
        return "may not be read; ask for access to it"
    return f"cannot be opened: {getattr(error, 'strerror', None) or error}"


def _similar(name: str) -> str | None:
    """A file beside the missing one whose name is much like it."""
    folder = Path(name).parent
    try:
        stems = [file.stem for file in folder.glob("*.toml")]
    except OSError:
        return None
    close = suggest(Path(name).stem, stems)
    return f"Did you mean {close[0] + '.toml'!r}?" if close else None


def _error(name: str, message: str, *, line: int | None = None, suggestion: str | None = None) -> ConfigError:
    problem = Problem(message=message, file=name, line=line, suggestion=suggestion)
    return ConfigError("the round file cannot be read:", [problem])
