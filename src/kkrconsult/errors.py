"""The errors that the library raises: one base class and a few well-worded kinds.

Everything that a caller may want to catch derives from `KkrconsultError`. A message says where (file, key
path, line), what was found and what is allowed; where the input has several faults, one error carries them
all as `Problem` objects. Text taken from the input is shortened, so that a message stays readable whatever
came in.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

__all__ = [
    "FAULTS",
    "ConfigError",
    "DataError",
    "ExportError",
    "KkrconsultError",
    "MissingExtraError",
    "PluginError",
    "Problem",
    "ReadError",
    "bounded",
    "dotted",
]

Path = tuple[str | int, ...]

FAULTS: tuple[type[BaseException], ...] = (Exception, SystemExit)
"""What code of a plugin may raise without ending anything but itself: one that ends the program has failed, too.

Ctrl-C is not among them: it is the user's."""

_LONGEST_SHOWN = 80


def bounded(value: object, limit: int = _LONGEST_SHOWN) -> str:
    """Show a value from the input as a short, single-line, printable text.

    Args:
        value: Anything; texts are quoted as Python would.
        limit: Most characters of the result.

    Returns:
        At most `limit` characters, with an ellipsis where something was cut.
    """
    # A huge text is cut before it is quoted: repr() of 200 MB would cost more than the message is worth.
    shown = repr(value[: limit + 1]) if isinstance(value, (str, bytes)) else repr(value)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def dotted(path: Path) -> str:
    """Write a key path the way people read it: ``tracks[0].title.da``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            plain = part if part.replace("-", "").replace("_", "").isalnum() else bounded(part)
            text += f".{plain}" if text else plain
    return text


@attrs.frozen(kw_only=True)
class Problem:
    """One fault in an input, with its place and its remedy."""

    message: str
    """What is wrong, in one sentence without the place."""
    path: Path = ()
    """Key path inside the file or document, outermost first."""
    file: str | None = None
    """Name of the file, as the caller gave it."""
    line: int | None = None
    """Line in the file, counted from 1."""
    column: int | None = None
    """Column in that line, counted from 1."""
    found: str | None = None
    """What stood there, shortened."""
    allowed: str | None = None
    """What may stand there."""
    suggestion: str | None = None
    """A likely meaning or the next step."""

    def __str__(self) -> str:
        where = self.file or ""
        if self.line is not None:
            where += f":{self.line}" if where else f"line {self.line}"
            if self.column is not None and self.file:
                where += f":{self.column}"
        parts = [part for part in (where, dotted(self.path)) if part]
        text = ": ".join([*parts, self.message])
        if self.found is not None:
            text += f"; found {self.found}"
        if self.allowed is not None:
            text += f"; allowed: {self.allowed}"
        if self.suggestion is not None:
            text += f". {self.suggestion}"
        return text


class KkrconsultError(Exception):
    """Base of every error that the library raises on purpose.

    Attributes:
        problems: The faults behind the error, in the order of the input; empty where the message says it all.
    """

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        self.message = message
        self.problems: tuple[Problem, ...] = tuple(problems)
        # Both are kept in args, so that the error can be pickled out of a worker process.
        super().__init__(message, self.problems)

    def __str__(self) -> str:
        untold = [problem for problem in self.problems if not _tells(self.message, problem)]
        return "\n".join([self.message, *(f"  {problem}" for problem in untold)])


def _tells(message: str, problem: Problem) -> bool:
    """Whether a message says already all that a problem does: of which field, and what is wrong with it."""
    said = str(attrs.evolve(problem, path=()))
    return bool(problem.path) and problem.file is None and message.endswith(f" {dotted(problem.path)} {said}")


class DataError(KkrconsultError, ValueError):
    """Data that does not make a model object: `from_json` met unknown keys, wrong types or impossible values."""


class ConfigError(KkrconsultError):
    """A round file, or the settings of a round, cannot be used. Carries every problem of the file at once."""


class PluginError(KkrconsultError):
    """A plugin cannot be loaded, clashes with another, or failed while ``strict`` was asked for."""


class ReadError(KkrconsultError):
    """An inbox, or something in it that had to be readable, cannot be read."""


class ExportError(KkrconsultError):
    """A report cannot be written: no such exporter, unusable options, or a target that cannot be opened."""


class MissingExtraError(KkrconsultError):
    """Something needs an optional dependency that is not installed.

    Attributes:
        extra: The extra to install, as in ``pip install "kkrconsult[extra]"``.
    """

    def __init__(self, extra: str, purpose: str) -> None:
        self.extra = extra
        self.purpose = purpose
        super().__init__(f'{purpose} needs an extra: pip install "kkrconsult[{extra}]"')

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        return type(self), (self.extra, self.purpose)
