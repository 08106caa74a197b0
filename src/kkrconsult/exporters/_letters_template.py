"""Templates of letters: plain text with placeholders, checked before anything is written, and filled in once.

A template is paragraphs with blank lines between them. A line that begins with ``# `` is a heading, lines that begin
with ``- `` are a list. ``{name}`` stands for a word or sentence, or, alone on its line, for a whole part such as the
points. A line of which all placeholders are empty is left out, and a heading with what follows it; so one template
serves a round of which much is known and one of which little is.
"""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Iterator, Mapping, Sequence

import attrs

from kkrconsult.errors import Path, Problem, bounded
from kkrconsult.paper import Block, Builder, Heading
from kkrconsult.structure import did_you_mean

__all__ = ["Fields", "Values", "faults", "filled", "filled_line"]

_PARTED = re.compile(r"\n[^\S\n]*\n\s*|\n(?=# )")
_HEADING = "# "
_ITEM = "- "
_ALONE = re.compile(r"\{([a-z_]+)\}")


@attrs.frozen(kw_only=True)
class Fields:
    """What may stand in a template."""

    inline: frozenset[str]
    """Placeholders for words and sentences."""
    blocks: frozenset[str] = frozenset()
    """Placeholders for whole parts, which stand alone on their line."""

    @property
    def all(self) -> tuple[str, ...]:
        """Every placeholder, in alphabetical order."""
        return tuple(sorted(self.inline | self.blocks))


Values = Mapping[str, str | Sequence[Block]]
"""What stands for each placeholder: a text, or the blocks of a whole part."""


def faults(
    template: str, fields: Fields, *, path: Path, file: str | None = None, line: bool = False
) -> Iterator[Problem]:
    """Everything that is wrong with a template.

    Args:
        template: The template.
        fields: What may stand in it.
        path: Where it stands, such as ``("reminder", "text")``.
        file: The file in which it stands.
        line: Whether it is one line, such as a subject.
    """
    for text in template.split("\n"):
        try:
            parsed = [(name, kind, change) for _, name, kind, change in _parsed(text) if name is not None]
        except ValueError as error:
            yield Problem(
                message=f"has a brace that belongs to no placeholder ({error}); write {{{{ or }}}} for a brace",
                path=path,
                file=file,
                found=bounded(text.strip()),
            )
            continue
        for name, kind, change in parsed:
            if name not in fields.inline | fields.blocks:
                yield Problem(
                    message="is no placeholder of this letter",
                    path=path,
                    file=file,
                    found=bounded(f"{{{name}}}"),
                    allowed=", ".join(fields.all),
                    suggestion=did_you_mean(name, fields.all),
                )
            elif kind or change:
                yield Problem(message="must be a name alone", path=path, file=file, found=bounded(text.strip()))
            elif name in fields.blocks and (line or text.strip() != f"{{{name}}}"):
                message = "must stand alone on its line" if not line else "is a whole part and cannot stand here"
                yield Problem(message=message, path=path, file=file, found=bounded(text.strip()))


def _parsed(text: str) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    return iter(string.Formatter().parse(text))


def filled_line(template: str, values: Values) -> str:
    """Fill in a template of one line, such as a subject."""
    return " ".join((_filled(template, values) or "").split())


def filled(template: str, values: Values) -> tuple[Block, ...]:
    """Fill in a template that has no faults. What is filled in is text, whatever stands in it."""
    build = _Blocks()
    for paragraph in _PARTED.split(template.strip("\n")):
        build.paragraph(paragraph.split("\n"), values)
    return build.blocks()


class _Blocks:
    """Puts the blocks of a letter together."""

    def __init__(self) -> None:
        self._found: list[Block] = []
        self._heading: str | None = None

    def paragraph(self, lines: Sequence[str], values: Values) -> None:
        if lines[0].startswith(_HEADING):
            # One that is followed by nothing is forgotten, and so is one that is followed by another.
            self._heading = _filled(lines[0].removeprefix(_HEADING), values)
            lines = lines[1:]
        if lines:
            heading, self._heading = self._heading, None
            found = _blocks_of(lines, values)
            self._found += [*(_heading(heading) if heading and found else ()), *found]

    def blocks(self) -> tuple[Block, ...]:
        """All of them; headings have names of their own, whatever parts they come from."""
        numbers = itertools.count(1)
        return tuple(
            attrs.evolve(block, anchor=f"s{next(numbers)}") if isinstance(block, Heading) else block
            for block in self._found
        )


def _heading(text: str) -> tuple[Block, ...]:
    build = Builder(numbered=False)
    build.heading(text)
    return build.blocks


def _blocks_of(lines: Sequence[str], values: Values) -> list[Block]:
    found: list[Block] = []
    run: list[str] = []
    items = False
    for line in lines:
        alone = values.get(_alone(line))
        if alone is not None and not isinstance(alone, str):
            found += [*_said(run, items=items), *alone]
            run = []
            continue
        text = _filled(line, values)
        if text is None:
            continue
        # It is the template that makes a list, and never what is filled in.
        if line.startswith(_ITEM) is not items:
            found += _said(run, items=items)
            run, items = [], not items
        run.append(text.removeprefix(_ITEM) if items else text)
    return [*found, *_said(run, items=items)]


def _said(lines: Sequence[str], *, items: bool) -> tuple[Block, ...]:
    build = Builder(numbered=False)
    if items:
        build.items(lines)
    else:
        build.text("\n".join(lines))
    return build.blocks


def _alone(line: str) -> str:
    """The name of the placeholder that a line consists of; empty where it is another line."""
    found = _ALONE.fullmatch(line.strip())
    return found[1] if found else ""


def _filled(line: str, values: Values) -> str | None:
    """A line with its placeholders filled in; None where it has some and all of them are empty."""
    parts: list[str] = []
    said: list[bool] = []
    for literal, name, _, _ in _parsed(line):
        parts.append(literal)
        if name is not None:
            value = values[name]
            assert isinstance(value, str)  # noqa: S101 - whole parts stand alone on their line
            parts.append(value)
            said.append(bool(value.strip()))
    return "".join(parts).rstrip() if any(said) or not said else None
