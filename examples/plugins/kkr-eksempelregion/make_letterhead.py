"""Makes src/kkr_eksempelregion/brevpapir.docx out of the library's own look.

A region takes its letterhead from Word instead; here it is made by a program so that everybody can see what is in it.
Needs the extra ``documents`` of kkrconsult.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
from docx.shared import Pt, RGBColor
from kkrconsult.rendering import docx as look

TARGET = Path(__file__).parent / "src" / "kkr_eksempelregion" / "brevpapir.docx"
HEAD = "Eksempelregionen · opdigtet, og kun et eksempel"


def letterhead() -> bytes:
    """The letterhead as a Word file; the same bytes each time."""
    document = docx.Document(io.BytesIO(look.built_in("da")))
    for section in document.sections:
        header = section.header
        header.is_linked_to_previous = False
        run = header.paragraphs[0].add_run(HEAD)
        run.font.size = Pt(9)
        run.font.color.rgb = RGBColor(0x6B, 0x1F, 0x3A)
    made = io.BytesIO()
    document.save(made)
    return _without_times(made)


def _without_times(made: io.BytesIO) -> bytes:
    """The same archive with one date for all its parts, in place of that of the clock."""
    target = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(source.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            archive.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(letterhead())
