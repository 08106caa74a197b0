"""What people read, in their language: messages of findings, and the fixed words of documents.

The texts stand in one TOML file a language beside this module; a further language is one more file. Messages
are keyed by code, words by a dotted key. A template holds ``{name}`` for a parameter, or ``{name:kind}``
where kind is

- ``moment`` or ``date``: an ISO 8601 text, written as the language writes it;
- ``list``: several values, joined by commas and a final "and";
- ``n=singular/plural``: the word that fits the number, without the number itself.

A number with decimals is written as the language writes it, with two at most.

A parameter that is a table by language, ``{"da": …, "en": …}``, gives the text in the reader's language.

Danish stands in for what another language lacks, English for Danish.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import importlib.resources
import re
import string
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kkrconsult.danish import format_date, format_moment, format_number, join_names, written_languages
from kkrconsult.structure import FrozenMap

__all__ = [
    "every_text",
    "fill",
    "languages",
    "meaning",
    "message",
    "remedy",
    "template",
    "word",
    "word_for",
    "words_below",
]

_FALLBACK = ("da", "en")
_UNREADABLE = 1e15


@functools.cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, Danish first."""
    found = {
        entry.name.removesuffix(".toml")
        for entry in importlib.resources.files(__name__).iterdir()
        if entry.name.endswith(".toml")
    }
    return tuple(sorted(found, key=lambda language: (language != "da", language)))


@functools.cache
def _catalogue(language: str) -> Mapping[str, Any]:
    if language not in languages():
        return {}
    text = importlib.resources.files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    import tomllib

    return tomllib.loads(text)


def _look_up(section: str, key: str, language: str) -> str | None:
    for candidate in (language, *_FALLBACK):
        found = _catalogue(candidate).get(section, {}).get(key)
        if found is not None:
            return str(found)
    return None


def word(key: str, language: str = "da", **params: object) -> str:
    """A fixed text of documents and the command line, such as ``status.answered``.

    Raises:
        KeyError: No catalogue has the key; a fault of the program, never of the input.
    """
    found = _look_up("words", key, language)
    if found is None:
        raise KeyError(key)
    return fill(found, params, language) if params else found


def word_for(member: enum.Enum, language: str = "da") -> str:
    """What people call a member of an enum of the model: ``HandlingMode.POLITICAL`` is "politisk".

    The key is made of the class and the value, as in ``handling-mode.political``.

    Raises:
        KeyError: No catalogue has it; a fault of the program, never of the input.
    """
    prefix = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(member).__name__).lower()
    return word(f"{prefix}.{member.value}", language)


def words_below(prefix: str, language: str = "da") -> dict[str, str]:
    """All fixed texts whose key begins with ``prefix.``, by the rest of the key."""
    merged: dict[str, str] = {}
    for candidate in (*reversed(_FALLBACK), language):
        merged.update(_catalogue(candidate).get("words", {}))
    start = prefix + "."
    return {key.removeprefix(start): str(text) for key, text in merged.items() if key.startswith(start)}


def every_text() -> Iterator[str]:
    """All that the catalogues hold, in every language, before parameters are filled in."""
    for language in languages():
        waiting: list[Any] = list(_catalogue(language).values())
        while waiting:
            one = waiting.pop()
            if isinstance(one, Mapping):
                waiting += one.values()
            else:
                yield str(one)


def template(
    code: str, language: str = "da", own: Mapping[str, str] = FrozenMap(), part: str = "message"
) -> str | None:
    """The text of a code before its parameters are filled in.

    Args:
        code: Name of the code.
        language: The reader's language.
        own: Texts that the code itself declares, by language; a catalogue in the reader's language comes first.
        part: ``message``, ``meaning`` or ``remedy``.

    Returns:
        The text, or None where neither the code nor a catalogue has one.
    """
    for candidate in (language, *_FALLBACK):
        entry = _catalogue(candidate).get("codes", {}).get(code, {})
        if part in entry:
            return str(entry[part])
        if candidate in own:
            return own[candidate]
    return next(iter(own.values()), None)


def message(code: str, params: Mapping[str, object], language: str = "da", own: Mapping[str, str] = FrozenMap()) -> str:
    """The message of a finding: the code's text with the parameters filled in, or the bare facts where it has none."""
    text = template(code, language, own)
    if text is None:
        return " ".join([code, *(f"{name}={value}" for name, value in params.items())])
    return fill(text, params, language)


def meaning(code: str, language: str = "da", own: Mapping[str, str] = FrozenMap()) -> str | None:
    """What a code means and why it matters."""
    return template(code, language, own, "meaning")


def remedy(code: str, language: str = "da", own: Mapping[str, str] = FrozenMap()) -> str | None:
    """How to mend what a code complains of."""
    return template(code, language, own, "remedy")


def fill(text: str, params: Mapping[str, object], language: str = "da") -> str:
    """Fill parameters into a template; a parameter that is missing stays visible as ``{name}``."""
    return _Filler(language).vformat(text, (), params)


class _Filler(string.Formatter):
    """Fills templates without ever following attributes or indexes of a value, whatever the template says."""

    def __init__(self, language: str) -> None:
        self._language = language

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:  # noqa: ARG002
        return kwargs.get(field_name, f"{{{field_name}}}"), field_name

    def convert_field(self, value: Any, conversion: str | None) -> Any:  # noqa: ARG002
        return value

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Mapping):
            value = next((value[key] for key in (self._language, *_FALLBACK) if key in value), "")
        if format_spec.startswith("n="):
            singular, _, plural = format_spec.removeprefix("n=").partition("/")
            return singular if value == 1 else plural
        if format_spec == "list" and not isinstance(value, str) and isinstance(value, Iterable):
            return join_names([str(item) for item in value], _spoken(self._language))
        if format_spec in ("moment", "date") and isinstance(value, str):
            return _iso(value, format_spec, self._language)
        if isinstance(value, float) or (isinstance(value, int) and abs(value) >= _UNREADABLE):
            return _number(value, self._language)
        return str(value)


def _spoken(language: str) -> str:
    """The language in which dates and lists are written: a catalogue may exist before there are rules for those."""
    known = written_languages()
    return language if language in known else known[0]


def _iso(value: str, kind: str, language: str) -> str:
    try:
        # A day stands for a moment where the whole day is meant, such as a deadline without a time.
        if kind == "date" or len(value) == len("2020-12-15"):
            return format_date(dt.date.fromisoformat(value), _spoken(language))
        return format_moment(dt.datetime.fromisoformat(value), _spoken(language))
    except ValueError:
        return value


def _number(value: float, language: str) -> str:
    """A number with at most two decimals, as the language writes it; one too large to read by its size."""
    if abs(value) >= _UNREADABLE:
        return f"{value:.0e}" if abs(value) <= sys.float_info.max else "∞"
    return format_number(value, _spoken(language))
