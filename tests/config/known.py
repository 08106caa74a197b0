"""Plugins for the tests of round files: enough of each kind to get wrong."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any, Literal

import attrs
import pytest

from kkrconsult.config import Known, KnownPlugin, parse_round
from kkrconsult.errors import ConfigError, Problem
from kkrconsult.model import Round
from kkrconsult.structure import FrozenMap


@attrs.frozen(kw_only=True)
class NoOptions:
    """None at all."""


@attrs.frozen(kw_only=True)
class PageLimit:
    """How long an answer may be."""

    minimum: int = attrs.field(default=1, validator=attrs.validators.ge(0))
    """Fewest pages."""
    maximum: int = 2
    """Most pages."""
    since: dt.date | None = None
    """The day from which it holds."""


@attrs.frozen(kw_only=True)
class Words:
    """How many words."""

    words: int
    """Most words."""
    tags: tuple[str, ...] = attrs.field(factory=lambda: ("a", "b"))
    """Tags."""
    share: float = attrs.field(default=attrs.Factory(lambda self: self.words / 2, takes_self=True))
    """Share."""


@attrs.frozen(kw_only=True)
class Markdown:
    """Options of the Markdown format."""

    columns: FrozenMap[str, str] = FrozenMap()
    """Labels of columns."""
    width: int = 80
    """Width."""


@attrs.frozen(kw_only=True)
class Docx:
    """Options of the docx format."""

    columns: FrozenMap[str, str] = FrozenMap()
    """Labels of columns."""
    template: str | None = None
    """Template."""


@attrs.frozen(kw_only=True)
class Csv:
    """Options of CSV."""

    delimiter: Literal[";", ","] = ";"
    """What parts cells."""


@attrs.frozen(kw_only=True)
class Titles:
    """Options of a grouper."""

    threshold: float = 0.5
    """How alike."""


@attrs.frozen(kw_only=True)
class Broken:
    """Options of a plugin with a fault of its own."""

    value: int = 0
    """A value."""

    def __attrs_post_init__(self) -> None:
        if self.value:
            raise KeyError(self.value)


KNOWN = Known(
    validators=FrozenMap(
        {
            "deadline": KnownPlugin(
                options=(NoOptions,), codes=frozenset({"deadline.late"}), summary={"da": "Fristen\nholdes."}
            ),
            "page-limit": KnownPlugin(
                options=(PageLimit,),
                codes=frozenset({"pages.too-many", "pages.too-few"}),
                summary={"da": "Svarets længde.", "en": "Length of the answer."},
            ),
            "acme-words": KnownPlugin(options=(Words,), codes=frozenset({"acme.wordy"}), enabled=False),
            "broken": KnownPlugin(options=(Broken,)),
        }
    ),
    exporters=FrozenMap(
        {"hoeringsnotat": KnownPlugin(options=(Markdown, Docx)), "acme-sheet": KnownPlugin(options=(Words,))}
    ),
    readers=FrozenMap({"csv": KnownPlugin(options=(Csv,))}),
    groupers=FrozenMap({"titles": KnownPlugin(options=(Titles,))}),
    disabled=frozenset({"validator:near-duplicate"}),
)

HEAD = """\
schema = 1

[round]
id = "prøve-2020"
title = "Prøve"
opens = 2020-10-01
deadline = 2020-12-15T10:00:00
"""
"""A round file with no more in it than must be."""

parse = functools.partial(parse_round, known=KNOWN)


def mistakes(text: str, **options: Any) -> tuple[Problem, ...]:
    """The problems of a file that cannot be used."""
    with pytest.raises(ConfigError) as caught:
        parse(text, file="runde.toml", **options)
    assert all(problem.file == "runde.toml" for problem in caught.value.problems)
    return caught.value.problems


def told(text: str, **options: Any) -> list[str]:
    """The problems of a file as text, without its name."""
    return [str(problem).removeprefix("runde.toml:").lstrip() for problem in mistakes(text, **options)]


def with_lines(text: str, changed: Mapping[str, str]) -> str:
    """The text with some of its keys set to other values."""
    lines = text.splitlines()
    for key, value in changed.items():
        lines = [f"{key} = {value}" if line.startswith(f"{key} =") else line for line in lines]
    return "\n".join(lines) + "\n"


def round_of(text: str) -> Round:
    """The round of a file that can be used."""
    return parse(text, file="runde.toml")
