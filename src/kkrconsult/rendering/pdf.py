"""PDF with tags (PDF/UA-1), set by typst from the fonts that come with it, so that it is the same on every machine.

Typst opens no file: the document is handed over as data, and so nothing in it is read as markup. A region may bring a
template of its own: typst markup that uses `masthead`, `contents`, `body`, `look` and `paper`, as the built-in one
(paper-template.typ) does.

PDF/UA allows no text that cannot be shown. What none of typst's own fonts has, such as emoji and Chinese, is written as
its code point: ``[U+1F600]``.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from kkrconsult.errors import ExportError, MissingExtraError, Problem, bounded
from kkrconsult.paper import Paper
from kkrconsult.rendering._pdf_data import as_data
from kkrconsult.structure import did_you_mean

__all__ = ["NAMES", "render"]

NAMES = ("masthead", "contents", "body", "look", "paper")
"""What a template may use besides typst itself."""

_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))")
# Past these, typst's fonts have gaps.
_LETTERS = "\u017f"
_PLACE = re.compile(r"\.typ:(\d+):\d+")
_OTHER_FILES = re.compile(r"""(?m)(?:^\s*|[#{;(\[]\s*)(?:import|include)\b|["']@[a-z]+/""")

# Typst knows only while it sets the pages whether a template has used the body.
_LAST = """
#context if query(<kkrconsult-body>).len() != 1 { panic("the template must use #body, once") }
"""


def render(paper: Paper, template: bytes | None = None) -> bytes:
    """Write a document as PDF.

    Args:
        paper: The document.
        template: A typst template of the region's own in UTF-8, which puts the document together out of `NAMES`.

    Raises:
        MissingExtraError: Typst is not installed.
        ExportError: The template cannot be used.
    """
    own = _decoded(template) if template is not None else None
    prelude = _packaged("paper.typ")
    source = "\n".join([prelude, own if own is not None else _packaged("paper-template.typ"), _LAST]).encode()
    unshown: set[str] = set()
    while True:
        found = _compiled(source, as_data(paper, unshown))
        if isinstance(found, bytes):
            return found
        # Typst names every character that it cannot show; the second time there are none.
        missing = set(_unshown(found.diagnostic)) - unshown
        if not missing:
            raise _refused(found, prelude.count("\n") + 1, own is not None)
        unshown |= missing


@functools.cache
def _packaged(name: str) -> str:
    return (importlib.resources.files("kkrconsult.rendering") / name).read_text(encoding="utf-8")


@functools.cache
def _typst() -> tuple[Any, Any]:
    """Typst, and its own fonts: with those of the machine, no two machines would write the same file."""
    try:
        import typst
    except ImportError:
        raise MissingExtraError("documents", "writing PDF") from None

    return typst, typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _compiled(source: bytes, data: Mapping[str, Any]) -> Any:
    """The file, or what typst has against it."""
    typst, fonts = _typst()
    try:
        written, warned = typst.compile_with_warnings(
            source,
            # A template may open files only below here, and there is nothing but what is shipped to everybody.
            root=str(importlib.resources.files("kkrconsult.rendering")),
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
        )
    except typst.TypstError as error:
        return error
    finally:
        _forget()
    # Another font in its place is no small matter to those who have to read it.
    return next((one for one in warned if "unknown font family" in one.message), written)


def _forget() -> None:
    """Let typst forget the document: it remembers the last ten, at 264 MB each where they have 143 pages."""
    typst, fonts = _typst()
    for _ in range(11):
        typst.compile(b"", font_paths=fonts, ignore_system_fonts=True, format="svg")


def _decoded(template: bytes) -> str:
    problems: list[Problem] = []
    text = ""
    try:
        text = template.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(Problem(message=f"is no text in UTF-8: byte {error.start} does not fit"))
    for found in _OTHER_FILES.finditer(text):
        line = text.count("\n", 0, found.end()) + 1
        message = "uses another file or a package; it must be all in one file"
        problems.append(Problem(message=message, line=line, found=bounded(found[0].strip())))
    if problems:
        raise ExportError("the PDF template cannot be used", problems)
    return text


def _unshown(diagnostic: str) -> Iterator[str]:
    """The characters that no font has, out of what typst says."""
    for found in _MISSING.finditer(diagnostic):
        text = _ESCAPED.sub(lambda one: chr(int(one[1], 16)) if one[1] else one[2], found[1])
        # A mark on a letter is named with its letter, which is there.
        yield from [char for char in text if char > _LETTERS] or [char for char in text if not char.isascii()]


def _refused(error: Any, prelude: int, own: bool) -> ExportError:
    """Typst's complaint, with the line in the template, which comes after what is always there."""
    place = _PLACE.search(error.diagnostic)
    line = int(place[1]) - prelude if place else 0
    name = re.search(r"unknown variable: (\S+)", error.message)
    problem = Problem(
        message=bounded(error.message.removeprefix("panicked with: "), 300).strip("'\""),
        line=line if line > 0 else None,
        suggestion=(did_you_mean(name[1], NAMES) if name else None) or (" ".join(error.hints)[:200] or None),
    )
    return ExportError("the PDF template cannot be used" if own else "the document cannot be set as PDF", [problem])
