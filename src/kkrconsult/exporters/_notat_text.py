"""Markdown for the consultation report: text of strangers is only ever text, and tables keep their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["Document", "inline", "paragraphs_of"]

_SPECIAL = re.compile(r"[\\`*_\[\]|~#]")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LINE_START = re.compile(r"(?:[+\-=:]|\d+(?=[.)]))")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
# Control characters cannot stand in Markdown; the tabulator can.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
BREAK = "<br>"


def inline(text: str) -> str:
    """A text as Markdown of one line that shows just that text: no markup, no HTML, no links of its own.

    Line ends become ``<br>``; control characters, which no format carries, become U+FFFD.
    """
    return BREAK.join(_line(line) for line in _LINE_END.split(text))


def _line(line: str) -> str:
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


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text, each as Markdown of one line."""
    parts = re.split(r"\n[^\S\n]*\n\s*", _LINE_END.sub("\n", text).strip())
    return [inline(part.strip()) for part in parts if part.strip()]


class Document:
    """Puts a Markdown document together block by block; headings number themselves and fill the contents."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._contents: list[tuple[int, str, str]] = []
        self._numbers = [0, 0]

    def heading(self, title: str, level: int = 1) -> None:
        """Begin a section (level 1) or a part of one (level 2); `title` is Markdown of one line."""
        self._numbers[level - 1] += 1
        if level == 1:
            self._numbers[1] = 0
        number = ".".join(str(part) for part in self._numbers[:level])
        # Own anchors, since every renderer has its own rule for making one out of a heading.
        anchor = "s" + number.replace(".", "-")
        title = " ".join(title.replace(BREAK, " ").split())
        self._contents.append((level, anchor, f"{number} {title}"))
        self._blocks.append(f'<a id="{anchor}"></a>')
        self._blocks.append(f"{'#' * (level + 1)} {number} {title}")

    def say(self, *paragraphs: str) -> None:
        """Add paragraphs of Markdown, one line each; empty ones are left out."""
        self._blocks += [found for text in paragraphs if (found := _trimmed(text))]

    def items(self, items: Iterable[str]) -> None:
        """Add a list of Markdown texts of one line."""
        lines = [f"- {found}" for text in items if (found := _trimmed(text))]
        if lines:
            self._blocks.append("\n".join(lines))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Add a table of Markdown cells."""
        lines = [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]
        self._blocks.append("\n".join(lines))

    def text(self, title: str, top: Iterable[str], contents: str) -> str:
        """The whole document: title, what must be read first, table of contents, sections."""
        toc = "\n".join(f"{'    ' * (level - 1)}- [{title}](#{anchor})" for level, anchor, title in self._contents)
        title = " ".join(title.replace(BREAK, " ").split())
        blocks = [f"# {title}", *(_trimmed(text) for text in top), f"**{contents}**", toc, *self._blocks]
        return "\n\n".join(blocks) + "\n"


def _trimmed(text: str) -> str:
    # White space at the start of a line would make a block of code, and a date such as "1. juni" a numbered list.
    return _NUMBERED.sub(r"\1\\\2", text.strip())


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_trimmed(cell) for cell in cells)} |"
