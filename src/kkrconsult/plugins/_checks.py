"""The checks by which records that cannot work cannot be built; they say what to write instead, where that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from kkrconsult.errors import bounded
from kkrconsult.findings import Code
from kkrconsult.model import refuse
from kkrconsult.structure import did_you_mean

__all__ = ["check_callable", "check_codes", "check_files", "check_name", "check_options", "check_suffix"]

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SUFFIX = re.compile(r"\.[a-z0-9]+(\.[a-z0-9]+)*")


def check_name(owner: object, name: object, field: str = "name") -> None:
    """Refuse what is not in kebab-case."""
    if isinstance(name, str) and _NAME.fullmatch(name):
        return
    perhaps = _kebab(name) if isinstance(name, str) else ""
    refuse(owner, field, "must be in kebab-case", name, suggestion=f"Perhaps {bounded(perhaps)}." if perhaps else None)


def _kebab(text: str) -> str:
    # Late: only what is wrong needs it.
    from kkrconsult.danish import without_marks

    plain = without_marks(text.strip()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def check_options(owner: object, options: object) -> None:
    """Refuse what is not an attrs class."""
    if isinstance(options, type) and attrs.has(options):
        return
    advice: str | None
    if attrs.has(type(options)):
        advice = f"Give the class {type(options).__name__}, not one of its objects."
    else:
        advice = "Write @attrs.frozen(kw_only=True) above the class." if isinstance(options, type) else None
    refuse(owner, "options", "must be an attrs class", options, suggestion=advice)


def check_codes(owner: object, codes: object) -> None:
    """Refuse what is not a tuple of codes."""
    if isinstance(codes, tuple) and all(isinstance(code, Code) for code in codes):
        return
    advice: str | None
    text = next((one for one in codes if isinstance(one, str)), None) if isinstance(codes, (tuple, list)) else codes
    if isinstance(text, str):
        advice = f'A code is Code({bounded(text)}, Severity.WARNING, {{"da": "…", "en": "…"}}).'
    else:
        advice = "Write (code,), with the comma." if isinstance(codes, (Code, list)) else None
    refuse(owner, "codes", "must be a tuple of Code", codes, suggestion=advice)


def check_suffix(owner: object, field: str, suffix: object) -> None:
    """Refuse what is not a suffix in small letters with its dot."""
    if isinstance(suffix, str) and _SUFFIX.fullmatch(suffix):
        return
    perhaps = "." + suffix.strip().lower().lstrip("*.") if isinstance(suffix, str) else ""
    advice = f"Perhaps {bounded(perhaps)}." if _SUFFIX.fullmatch(perhaps) else None
    refuse(owner, field, "must be a file name suffix such as .md", suffix, suggestion=advice)


def check_callable(owner: object, field: str, value: object, advice: str = "Give a function.") -> None:
    """Refuse what cannot be called."""
    if not callable(value):
        refuse(owner, field, "must be callable", value, suggestion=advice)


def check_files(owner: object, files: Iterable[object], options: type) -> None:
    """Refuse names that are no options."""
    known = [field.name for field in attrs.fields(options)]
    for name in files:
        if name not in known:
            advice = did_you_mean(str(name), known)
            refuse(owner, "files", "must name options", name, ", ".join(known) or None, advice)
