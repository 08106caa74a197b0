"""The list of what is in an archive: a page for people, and a table for programs."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from urllib.parse import quote

import attrs

from kkrconsult.formats.cells import guard
from kkrconsult.formats.tables import write_row
from kkrconsult.texts import word

__all__ = ["Entry", "Layer", "page", "table"]

_COLUMNS = ("file", "layer", "what", "size", "sha256", "name", "responses", "parties", "note")
# The page asks for nothing, and runs nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1rem; }
a { color: inherit; }
.table { overflow-x: auto; margin-bottom: 2rem; }
table { border-collapse: collapse; width: 100%; min-width: 60rem; }
caption { text-align: left; padding: .25rem 0; }
th, td { border: 1px solid GrayText; padding: .25rem .5rem; text-align: left; vertical-align: top; }
td, th { overflow-wrap: break-word; }
a, code { overflow-wrap: anywhere; }
tbody th { min-width: 14rem; font-weight: normal; }
.size { text-align: right; white-space: nowrap; }
code { font-size: .75rem; }
.warning { border-left: .4rem solid; padding-left: .75rem; font-weight: bold; }
"""


class Layer(enum.Enum):
    """What is kept apart in an archive, in the order in which it is listed; the names are those of the folders."""

    ORIGINALS = "originals"
    ASSESSED = "assessed"
    REDACTED = "redacted"
    DOCUMENTS = "documents"


@attrs.frozen(kw_only=True)
class Entry:
    """A file in the archive, or one that ought to be there and is not."""

    layer: Layer
    """To what it belongs."""
    what: str
    """What it is, in words."""
    path: str | None = None
    """Its path in the bag; None for one that is missing."""
    size: int | None = None
    """Its length in bytes."""
    sha256: str | None = None
    """Its checksum; of one that is missing, what it ought to be."""
    name: str = ""
    """Its name as it came."""
    responses: tuple[str, ...] = ()
    """Ids of the responses that it belongs to."""
    parties: str = ""
    """Who is behind them, in words."""
    note: str = ""
    """What else must be known of it."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The same as texts, one a column."""
        size = "" if self.size is None else str(self.size)
        responses = "; ".join(self.responses)
        where = (self.path or "", self.layer.value)
        return (*where, self.what, size, self.sha256 or "", self.name, responses, self.parties, self.note)


def table(entries: Iterable[Entry], language: str) -> bytes:
    """The list as CSV (RFC 4180); no cell of it is a formula."""
    head = [word(f"archive.column.{key}", language) for key in _COLUMNS]
    rows = [head, *(entry.cells for entry in entries)]
    lines = (write_row([guard(cell) if cell else "" for cell in row], ",") for row in rows)
    return "".join(lines).encode("utf-8", "replace")


def page(entries: Sequence[Entry], *, title: str, said: Iterable[str], warnings: Iterable[str], language: str) -> bytes:
    """The list as a page of HTML that needs nothing but itself.

    Args:
        entries: What is listed.
        title: Title of the page.
        said: What must be known of the archive, a paragraph each.
        warnings: What must be read first.
        language: Language tag.
    """
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{escape(title)}</h1>",
        *(f'<p class="warning">{escape(text)}</p>' for text in warnings),
        *(f"<p>{escape(text)}</p>" for text in said),
    ]
    for layer in Layer:
        lines += _section(layer, [entry for entry in entries if entry.layer is layer], language)
    lines += ["</main>", "</body>", "</html>", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _section(layer: Layer, entries: Sequence[Entry], language: str) -> Iterator[str]:
    if not entries:
        return
    called = escape(word(f"archive.layer.{layer.value}", language))
    yield f"<h2>{called}</h2>"
    # What scrolls must be reached by the keyboard too.
    yield f'<div class="table" role="region" aria-label="{called}" tabindex="0">'
    yield "<table>"
    yield f"<caption>{escape(word(f'archive.layer.{layer.value}.about', language))}</caption>"
    # The layer is the heading, a file's own name is told where the archive changed it, and columns with nothing in them
    # only take room.
    entries = [attrs.evolve(one, name="") if one.path == f"data/{layer.value}/{one.name}" else one for one in entries]
    used = {key for entry in entries for key, cell in zip(_COLUMNS, entry.cells, strict=True) if cell}
    shown = [key for key in _COLUMNS if key == "file" or (key in used and key != "layer")]
    head = "".join(f'<th scope="col">{escape(word(f"archive.column.{key}", language))}</th>' for key in shown)
    yield f"<thead><tr>{head}</tr></thead>"
    yield "<tbody>"
    for entry in entries:
        yield f"<tr>{''.join(_cells(entry, shown))}</tr>"
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _cells(entry: Entry, shown: Iterable[str]) -> Iterator[str]:
    cells = {key: escape(cell) for key, cell in zip(_COLUMNS, entry.cells, strict=True)}
    for key in shown:
        if key == "file":
            yield f'<th scope="row">{_link(entry.path) if entry.path else cells["name"]}</th>'
        elif key == "sha256":
            yield f"<td><code>{cells[key]}</code></td>"
        else:
            yield f"<td{' class=size' if key == 'size' else ''}>{cells[key]}</td>"


def _link(path: str) -> str:
    below = path.removeprefix("data/")
    return f'<a href="{quote(below)}">{escape(below.partition("/")[2])}</a>'
