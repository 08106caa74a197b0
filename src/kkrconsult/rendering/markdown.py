"""Markdown: text of strangers is only ever text, and tables keep their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from kkrconsult.errors import ExportError
from kkrconsult.paper import (
    Block,
    Callout,
    Cell,
    Figure,
    Heading,
    Items,
    Line,
    PageBreak,
    Paper,
    Paragraph,
    ParagraphKind,
    Run,
    Table,
)

__all__ = ["inline", "render"]

_SPECIAL = re.compile(r"[\\`*_\[\]|~#]")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LINE_START = re.compile(r"(?:[+\-=:]|\d+(?=[.)]))")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
# Control characters cannot stand in Markdown; the tabulator can.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BREAK = "<br>"


def render(paper: Paper, template: bytes | None = None) -> bytes:
    """Write a document as Markdown in UTF-8, with line feeds as line ends.

    Raises:
        ExportError: A template was given; there are none for Markdown.
    """
    if template is not None:
        raise ExportError("there are no templates for Markdown; leave out the option template, or choose .docx or .odt")
    blocks = [f"# {_flat(paper.title)}"]
    if paper.facts:
        blocks.append("\n".join(f"- **{_flat(label)}:** {_flat(value)}" for label, value in paper.facts))
    blocks += [block for callout in paper.top for block in _callout(callout)]
    if paper.contents:
        blocks += [f"**{inline(paper.contents)}**", *_contents(paper.headings)]
    for block in paper.blocks:
        blocks += _block(block)
    # What no file can hold (half a surrogate pair) must not cost the whole document.
    return ("\n\n".join(blocks) + "\n").encode("utf-8", "replace")


def _contents(headings: Sequence[Heading]) -> Iterator[str]:
    lines = (f"{'    ' * (one.level - 1)}- [{_numbered(one)}](#{one.anchor})" for one in headings)
    if text := "\n".join(lines):
        yield text


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f'<a id="{block.anchor}"></a>'
            yield f"{'#' * (block.level + 1)} {_numbered(block)}"
        case Paragraph():
            yield _trimmed(_line(block.line, emphasis=block.kind is ParagraphKind.NOTE))
        case Items():
            yield "\n".join(f"- {_trimmed(_line(item))}" for item in block.items)
        case Table():
            head = [inline(column.label) for column in block.columns]
            yield "\n".join([_row(head), _row(["---"] * len(head)), *(_row(map(_cell, row)) for row in block.rows)])
        case Callout():
            yield from _callout(block)
        case Figure():
            # A picture cannot stand in a text file; what it shows can.
            if block.caption:
                yield f"*{inline(block.caption)}*"
            yield inline(block.alt)
        case PageBreak():
            yield "---"
        case _:
            assert_never(block)


def _callout(callout: Callout) -> Iterator[str]:
    yield "\n>\n".join(f"> {_line(line)}" for line in callout.lines)


def _cell(cell: Cell) -> str:
    return (_BREAK * 2).join(_line(line) for line in cell.lines)


def _line(line: Line, *, emphasis: bool = False) -> str:
    return "".join(_run(run, emphasis=emphasis or run.emphasis) for run in line)


def _run(run: Run, *, emphasis: bool) -> str:
    if run.url is not None:
        return f"<{run.url}>" if run.text == run.url else f"[{inline(run.text)}](<{run.url}>)"
    text = inline(run.text)
    mark = "**" if run.strong else "*" if emphasis else ""
    core = text.strip()
    if not mark or not core:
        return text
    # Marks beside white space are no marks; the white space goes outside.
    start = text.index(core)
    return f"{text[:start]}{mark}{core}{mark}{text[start + len(core) :]}"


def inline(text: str) -> str:
    """A text as Markdown of one line that shows just that text: no markup, no HTML, no links of its own.

    Line ends become ``<br>``; control characters, which no format carries, become U+FFFD.
    """
    return _BREAK.join(_escaped(line) for line in _LINE_END.split(text))


def _escaped(line: str) -> str:
    found = _SPECIAL.sub(r"\\\g<0>", _CONTROL.sub("\ufffd", line).translate(_HTML))
    # Some renderers make a link of every bare address.
    found = _LINK.sub(r"\\", found).replace(r":\//", r"\://")
    start = len(found) - len(found.lstrip())
    mark = _LINE_START.match(found, start)
    if mark is None:
        return found
    # A number is only a list when a point follows it, so it is the point that gets escaped.
    at = mark.end() if found[mark.start()].isdigit() else mark.start()
    return f"{found[:at]}\\{found[at:]}"


def _flat(text: str) -> str:
    """A text for one line: of a heading, or of a line of the contents."""
    return " ".join(inline(" ".join(text.split())).split())


def _numbered(heading: Heading) -> str:
    return f"{heading.number} {_flat(heading.text)}".strip()


def _trimmed(text: str) -> str:
    # White space at the start of a line would make a block of code, and a date such as "1. juni" a numbered list.
    return _NUMBERED.sub(r"\1\\\2", text.strip())


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_trimmed(cell) for cell in cells)} |"
