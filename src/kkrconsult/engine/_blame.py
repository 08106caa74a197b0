"""What to say of a validator or grouper that failed: where in its own code, and what it lacks."""

from __future__ import annotations

from pathlib import PurePath
from types import FrameType
from typing import Any

from kkrconsult.errors import FAULTS, bounded

__all__ = ["reason", "unfit"]

_METHODS = ("observe", "finish", "merge")
_CALLERS = ("kkrconsult.engine.", "kkrconsult.plugins.")
_LONGEST = 200


def reason(error: BaseException) -> str:
    """What was raised, in one line, with the file and line of the plugin's own code where it was."""
    try:
        said = " ".join(str(error)[: _LONGEST + 1].split())
    except FAULTS:  # a stranger's __str__
        said = ""
    if len(said) > _LONGEST or not said.isprintable():
        said = bounded(said, _LONGEST)
    where = _place(error)
    return type(error).__name__ + (f": {said}" if said else "") + (f" ({where})" if where else "")


def unfit(made: Any) -> str | None:
    """Why what `create` gave is no validator; None where it is one."""
    missing = [name for name in _METHODS if not callable(getattr(made, name, None))]
    if not missing:
        return None
    kind = type(made).__name__
    if len(missing) < len(_METHODS):
        return f"create gave {_article(kind)} {kind} without {' and '.join(missing)}; a validator has all of {_all()}"
    what = "None" if made is None else f"{_article(kind)} {kind}"
    return f"create gave {what}, not a validator; did you mean create=kc.per_response(check)?"


def _article(noun: str) -> str:
    return "an" if noun[:1].lower() in "aeiou" else "a"


def _all() -> str:
    return f"{', '.join(_METHODS[:-1])} and {_METHODS[-1]}"


def _place(error: BaseException) -> str | None:
    """The innermost frame of the package that the library called: what that calls in turn is seldom at fault."""
    frames: list[tuple[FrameType, int]] = []
    trace = error.__traceback__
    while trace is not None:
        frames.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    foreign = [(frame, number) for frame, number in frames if not _module(frame).startswith(_CALLERS)]
    if not foreign:
        return None
    owner = _owner(foreign[0][0])
    frame, number = [one for one in foreign if _owner(one[0]) == owner][-1]
    return f"{_file(frame)}, line {number}"


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _owner(frame: FrameType) -> str:
    return _module(frame).partition(".")[0] or frame.f_code.co_filename


def _file(frame: FrameType) -> str:
    """The file as seen from where its package lies: the folders above it are the machine's own business."""
    path, module = PurePath(frame.f_code.co_filename), _module(frame)
    depth = module.count(".") + 1 + (path.name == "__init__.py")
    return "/".join(path.parts[-depth:])
