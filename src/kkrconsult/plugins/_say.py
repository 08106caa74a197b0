"""Words about faults of others. All of it survives objects that cannot even describe themselves."""

from __future__ import annotations

import traceback

from kkrconsult._version import __version__
from kkrconsult.errors import bounded

__all__ = ["crash", "import_fault", "line", "shown", "trace"]

_LONGEST_MESSAGE = 600
_LONGEST_TRACEBACK = 8_000


def line(text: str) -> str:
    """One bounded, printable line."""
    words = " ".join(text.split())
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in words)
    return plain if len(plain) <= _LONGEST_MESSAGE else plain[: _LONGEST_MESSAGE - 1] + "…"


def shown(value: object) -> str:
    """A value with its type, as far as it can be shown."""
    kind = type(value).__name__
    try:
        return f"{bounded(value, 40)} ({kind})"
    except Exception:  # a stranger's __repr__
        return f"a {kind}"


def crash(error: BaseException) -> str:
    """An exception in one line: its kind, and what it says."""
    kind = type(error).__name__
    try:
        text = str(error)
    except Exception:  # a stranger's __str__
        text = ""
    return line(f"{kind}: {text}" if text.strip() else kind)


def trace(error: BaseException) -> str:
    """The traceback of an exception; the end of it where it is very long."""
    return "".join(traceback.format_exception(error))[-_LONGEST_TRACEBACK:]


def import_fault(error: BaseException, module: str) -> str:
    """Say why a module could not be imported, and what may help.

    Args:
        error: What was raised.
        module: The module that was asked for.
    """
    if isinstance(error, ModuleNotFoundError) and error.name:
        if module == error.name or module.startswith(f"{error.name}."):
            return f"its module {bounded(module)} does not exist; reinstall the plugin or mend its entry point"
        return f"it needs the module {bounded(error.name)}, which is not installed; install what provides it"
    if isinstance(error, SystemExit):
        return f"it ends the program when imported ({crash(error)}); a plugin may not do that"
    text = f"it cannot be imported: {crash(error)}"
    if _is_about_us(error):
        text += f". It may have been written for another version of kkrconsult than {__version__}"
    return text


def _is_about_us(error: BaseException) -> bool:
    if isinstance(error, ImportError):
        return (error.name or "").split(".")[0] == "kkrconsult"
    return isinstance(error, AttributeError) and getattr(error.obj, "__name__", None) == "kkrconsult"
