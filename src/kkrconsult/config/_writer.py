"""Plain data to TOML text: tables with headers for what stands at the top, inline for the rest."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping

from kkrconsult.errors import DataError, Path, Problem, bounded

__all__ = ["toml_key", "toml_value", "write_toml"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_SPECIAL = re.compile(r'[\x00-\x1f"\\\x7f]')
_WIDTH = 110


def write_toml(data: Mapping[str, object]) -> str:
    """Write a document: first the plain keys, then each table under its header, then each list of tables.

    Args:
        data: Texts, numbers, booleans, dates and times, lists and mappings of them. A mapping of nothing but
            mappings, such as ``validators``, becomes one table for each of them.

    Raises:
        DataError: Something that TOML has no form for, such as None; with its path.
    """
    plain = [line for key, value in data.items() if not _is_headed(value) for line in _pair(key, value, (key,))]
    blocks = ["\n".join(plain)] if plain else []
    for key, value in data.items():
        if isinstance(value, Mapping):
            blocks += _tables((key,), value)
        elif _is_headed(value):
            for index, item in enumerate(_items(value)):
                blocks.append("\n".join([f"[[{toml_key(key)}]]", *_lines(item, (key, index))]))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _is_headed(value: object) -> bool:
    return isinstance(value, Mapping) or bool(_items(value))


def _items(value: object) -> list[Mapping[str, object]]:
    """The tables of a list of nothing but tables."""
    if not isinstance(value, (list, tuple)):
        return []
    tables = [item for item in value if isinstance(item, Mapping)]
    return tables if len(tables) == len(value) else []


def _tables(path: tuple[str, ...], table: Mapping[str, object]) -> Iterator[str]:
    inner = {key: item for key, item in table.items() if isinstance(item, Mapping)}
    if inner and len(inner) == len(table) and len(path) == 1:
        for key, item in inner.items():
            yield from _tables((*path, key), item)
        return
    yield "\n".join([f"[{'.'.join(map(toml_key, path))}]", *_lines(table, path)])


def _lines(table: Mapping[str, object], path: Path) -> list[str]:
    return [line for key, value in table.items() for line in _pair(key, value, (*path, key))]


def _pair(key: str, value: object, path: Path) -> list[str]:
    written = toml_value(value, path)
    line = f"{toml_key(key)} = {written}"
    if isinstance(value, str) and "\n" in value:
        return [f"{toml_key(key)} = {_long_text(value)}"]
    if len(line) > _WIDTH and isinstance(value, (list, tuple)):
        return [
            f"{toml_key(key)} = [",
            *(f"  {toml_value(item, (*path, index))}," for index, item in enumerate(value)),
            "]",
        ]
    return [line]


def toml_key(key: str) -> str:
    """A key, in quotation marks where it needs them."""
    return key if _BARE.fullmatch(key) else _text(key)


def toml_value(value: object, path: Path = ()) -> str:
    """A value on one line.

    Raises:
        DataError: TOML has no form for it.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return repr(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        inner = ", ".join(f"{toml_key(key)} = {toml_value(item, (*path, key))}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml_value(item, (*path, index)) for index, item in enumerate(value)) + "]"
    problem = Problem(message="has no form in TOML", path=path, found=bounded(value), suggestion="Leave the key out.")
    raise DataError("this cannot be written as TOML:", [problem])


def _text(text: str) -> str:
    return '"' + _SPECIAL.sub(_escape, text) + '"'


def _long_text(text: str) -> str:
    """A text of several lines; the line break right after the first three quotation marks does not count."""
    lines = (_SPECIAL.sub(_escape, line) for line in text.split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"
