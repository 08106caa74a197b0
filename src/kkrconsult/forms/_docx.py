"""The form for Word: content controls with names, real headings, a language, and nothing that runs."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kkrconsult.errors import MissingExtraError
from kkrconsult.formats.packing import packed
from kkrconsult.forms._marks import bookmarks, properties
from kkrconsult.model import Round
from kkrconsult.recognition.form_content import Field, FieldKind, Heading, Part, Text

__all__ = ["docx_form"]

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_TAGS = {"da": "da-DK", "en": "en-GB"}
_INK, _HINT, _LINE = "1F3A4D", "5F6B73", "8FA3B0"


def docx_form(round_: Round, parts: Sequence[Part], language: str) -> bytes:
    """The form as a Word file.

    Raises:
        MissingExtraError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtraError("documents", "a form for Word") from None
    document: Any = docx.Document()
    _dress(document, language)
    marks = bookmarks(parts)
    for part in parts:
        if isinstance(part, Heading):
            document.add_heading(part.text, part.level)
        elif isinstance(part, Text):
            document.add_paragraph(part.text, style="List Bullet" if part.item else None)
        elif part.kind is FieldKind.CHECK:
            paragraph = document.add_paragraph()
            _put(paragraph, part, marks[part.name])
            paragraph.add_run(f" {part.label}")
        else:
            label = document.add_paragraph(part.label, style="Field label")
            label.paragraph_format.keep_with_next = True
            paragraph = document.add_paragraph(style="Field")
            _put(paragraph, part, marks[part.name])
    properties = document.core_properties
    properties.title = next(part.text for part in parts if isinstance(part, Heading))
    properties.author = round_.organiser or ""
    properties.language = _TAGS.get(language, language)
    # The same round gives the same bytes: there is no clock here.
    properties.created = properties.modified = dt.datetime(2020, 1, 1)  # noqa: DTZ001
    properties.last_modified_by = ""
    properties.comments = ""
    sink = io.BytesIO()
    document.save(sink)
    return _named(sink.getvalue(), round_.id, marks)


def _put(paragraph: Any, field: Field, mark: str) -> None:
    """Put a field into a paragraph, with a bookmark around it."""
    from docx.oxml import parse_xml

    number = mark.rpartition("_")[2]
    for xml in (
        f'<w:bookmarkStart {_NAMES} w:id="{number}" w:name="{mark}"/>',
        _control(field),
        f'<w:bookmarkEnd {_NAMES} w:id="{number}"/>',
    ):
        paragraph._p.append(parse_xml(xml))


def _dress(document: Any, language: str) -> None:
    """Fonts, colours, distances, page and language."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    styles = document.styles
    ink = RGBColor.from_string(_INK)
    for name, size, before, after in (
        ("Normal", 11, 0, 6),
        ("Heading 1", 20, 0, 10),
        ("Heading 2", 14, 18, 4),
        ("Heading 3", 12, 10, 2),
    ):
        style = styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), "Calibri")
            theme = qn(f"w:{kind}Theme")
            if theme in fonts.attrib:
                del fonts.attrib[theme]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        if name != "Normal":
            style.font.color.rgb = ink
            style.font.bold = True
    label = styles.add_style("Field label", WD_STYLE_TYPE.PARAGRAPH)
    label.base_style, label.font.bold, label.font.size = styles["Normal"], True, Pt(10)
    label.paragraph_format.space_before, label.paragraph_format.space_after = Pt(6), Pt(2)
    field = styles.add_style("Field", WD_STYLE_TYPE.PARAGRAPH)
    field.base_style = styles["Normal"]
    field.paragraph_format.space_after = Pt(4)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="{_LINE}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    field.element.get_or_add_pPr().append(parse_xml(f"<w:pBdr {_NAMES}>{sides}</w:pBdr>"))
    hint = styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    hint.element.set(qn("w:styleId"), "PlaceholderText")
    hint.font.color.rgb = RGBColor.from_string(_HINT)
    tag = _TAGS.get(language, language)
    defaults = styles.element.find(qn("w:docDefaults"))
    for found in defaults.iter(qn("w:lang")):
        found.set(qn("w:val"), tag)


def _control(field: Field) -> str:
    """A content control of Word's (ECMA-376 part 1, 17.5.2), inside a line."""
    parts = [f"<w:alias w:val={quoteattr(field.label[:60])}/>", f'<w:tag w:val="kkr:{escape(field.name)}"/>']
    shown, style = field.hint or " ", '<w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'
    if field.kind is FieldKind.CHECK:
        parts.append(
            '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
        )
        shown, style = "☐", '<w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/></w:rPr>'
    else:
        parts.append("<w:showingPlcHdr/>")
        if field.kind is FieldKind.CHOICE:
            items = "".join(
                f"<w:listItem w:displayText={quoteattr(text)} w:value={quoteattr(value)}/>"
                for value, text in field.choices.items()
            )
            parts.append(f"<w:dropDownList>{items}</w:dropDownList>")
        elif field.kind is FieldKind.LINE:
            # Longer texts are rich text: some programs lose the line ends of plain text.
            parts.append("<w:text/>")
    run = f'<w:r>{style}<w:t xml:space="preserve">{escape(shown)}</w:t></w:r>'
    return f"<w:sdt {_NAMES}><w:sdtPr>{''.join(parts)}</w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"


def _named(data: bytes, round_id: str, marks: Mapping[str, str]) -> bytes:
    """The same file with the round's id and the names of its fields among its properties, which every program keeps."""
    custom = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        + "".join(
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
            f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
            for number, (name, text) in enumerate(properties(round_id, marks), 2)
        )
        + "</Properties>"
    )
    entries: list[tuple[str, bytes]] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "[Content_Types].xml":
                more = f'<Override PartName="/docProps/custom.xml" ContentType="{_CUSTOM_TYPE}"/></Types>'
                content = content.replace(b"</Types>", more.encode())
            elif name == "_rels/.rels":
                more = (
                    f'<Relationship Id="rIdForm" Type="{_CUSTOM_KIND}" Target="docProps/custom.xml"/></Relationships>'
                )
                content = content.replace(b"</Relationships>", more.encode())
            if not name.startswith("docProps/thumbnail"):
                entries.append((name, content))
    return packed([*entries, ("docProps/custom.xml", custom.encode())])
