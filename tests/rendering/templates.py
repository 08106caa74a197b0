"""Templates as an office would have them: a letterhead, styles of its own, and places cut up as programs cut them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt, RGBColor
from tests.rendering.papers import bars

from kkrconsult.rendering import odt

__all__ = ["changed", "letterhead", "odt_letterhead", "with_entries"]


def letterhead(change: Callable[[Any], None] | None = None) -> bytes:
    """A Word file with a letterhead: python-docx's own styles, a picture in the header, places all about."""
    document: Any = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(3)
    head = section.header.paragraphs[0]
    head.add_run().add_picture(io.BytesIO(bars((3, 1)).png), width=Cm(2))
    head.add_run("  Konstrueret Region · {{sub")
    head.add_run("ject}}").bold = True
    section.footer.paragraphs[0].text = "{{ footer }} · Journalnr. 00.01-A00-1-20"
    document.styles["Heading 1"].font.color.rgb = RGBColor(0x7A, 0x1F, 0x1F)
    document.styles["Normal"].font.name = "Georgia"
    document.styles["Normal"].font.size = Pt(10)
    title = document.add_paragraph(style="Title")
    # As Word leaves a word that was corrected.
    for piece in ("{", "{ti", "tle}", "}"):
        title.add_run(piece)
    document.add_paragraph("Fra {{author}} til kommunerne, om ”{{subject}}”.")
    document.add_paragraph("{{facts}}")
    document.add_paragraph("{{contents}}")
    document.add_paragraph("Med venlig hilsen før notatet")
    document.add_paragraph().add_run("{{BODY}}")
    document.add_paragraph("Konstrueret Region, Skottenborg 26, 8800 Viborg")
    note = document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    note.font.size = Pt(7)
    if change is not None:
        change(document)
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def odt_letterhead() -> bytes:
    """An OpenDocument text with a letterhead: our own, with styles and places changed by hand."""
    data = odt.built_in("da")
    data = changed(
        data,
        "content.xml",
        '<text:p text:style-name="First">{{title}}</text:p>',
        '<text:p text:style-name="First">{<text:span>{ti</text:span>tle}}</text:p>'
        "<text:p>Fra {{author}}, om ”{{subject}}”.</text:p>",
    )
    data = changed(data, "content.xml", '<text:p text:style-name="Standard">{{top}}</text:p>', "")
    data = changed(data, "content.xml", "{{body}}</text:p>", "{{ Body }}</text:p><text:p>Konstrueret Region</text:p>")
    return changed(data, "styles.xml", "#1d4a63", "#7a1f1f")


def changed(data: bytes, entry: str, old: str, new: str) -> bytes:
    """A file with other text in one of its entries."""

    def change(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode())

    return with_entries(data, {entry: change})


def with_entries(data: bytes, entries: dict[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """A file with entries added or changed."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = entries.get(name)
            new.writestr(
                name,
                old.read(name) if change is None else change if isinstance(change, bytes) else change(old.read(name)),
            )
        for name, content in entries.items():
            if name not in old.namelist():
                assert isinstance(content, bytes)
                new.writestr(name, content)
    return sink.getvalue()
