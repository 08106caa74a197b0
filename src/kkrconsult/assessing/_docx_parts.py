"""The parts of a Word file around its text (ECMA-376): styles, footer, properties; put together without a clock."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from kkrconsult.formats.packing import packed

__all__ = ["NAMES", "package", "paragraph", "run"]

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
NAMES = f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}/relationships"'
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TAGS = {"da": "da-DK", "en": "en-GB"}
_GRID = "B7C1C9"
# Style, name, based on, next, and what it looks like. The names begin with "Kkr", so that what people add below our own
# text is known from it; what they type after one of our paragraphs is in the style "Normal".
_STYLES = (
    ("Kkrtitle", "Kkr title", '<w:spacing w:after="40"/>', '<w:b/><w:color w:val="1F3A4D"/><w:sz w:val="32"/>'),
    ("Kkrheading", "Kkr heading", '<w:keepNext/><w:spacing w:before="360" w:after="60"/><w:outlineLvl w:val="0"/>',
     '<w:b/><w:color w:val="1F3A4D"/><w:sz w:val="26"/>'),
    ("Kkrtext", "Kkr text", '<w:spacing w:after="80"/>', ""),
    ("Kkrcounts", "Kkr counts", '<w:spacing w:before="160" w:after="160"/>', ""),
    ("Kkrcell", "Kkr cell", '<w:spacing w:before="20" w:after="20"/>', '<w:sz w:val="17"/>'),
    ("Kkrhead", "Kkr head", '<w:keepNext/><w:spacing w:before="60" w:after="60"/>',
     '<w:b/><w:color w:val="FFFFFF"/><w:sz w:val="17"/>'),
    ("Kkrsmall", "Kkr small", "", '<w:color w:val="5B6770"/><w:sz w:val="14"/>'),
    ("Kkrid", "Kkr id", "", '<w:color w:val="5B6770"/><w:sz w:val="13"/>'),
)  # fmt: skip
_IN_CELLS = frozenset({"Kkrcell", "Kkrhead", "Kkrsmall", "Kkrid"})


def run(text: str, look: str = "") -> str:
    """A run of text; its lines stay lines, its tabs tabs."""
    if not text:
        return ""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    pieces = []
    for number, line in enumerate(text.split("\n")):
        pieces.append("<w:br/>" if number else "")
        for place, part in enumerate(line.split("\t")):
            pieces.append("<w:tab/>" if place else "")
            pieces.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "")
    return f"<w:r>{properties}{''.join(pieces)}</w:r>"


def paragraph(content: str, style: str) -> str:
    """A paragraph in one of our styles."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def package(
    document: str,
    *,
    title: str,
    author: str,
    made: str,
    language: str,
    page: str,
    properties: Sequence[tuple[str, str]],
) -> bytes:
    r"""Put a Word file together.

    Args:
        document: The main part.
        title: Title in the file's properties.
        author: Author in the file's properties.
        made: When it was made, as a text of ISO 8601 in UTC.
        language: Language of its text.
        page: What stands at the foot of a page, with ``\0`` for its number and ``\1`` for the number of pages.
        properties: Further properties, which every program keeps.
    """
    content_types = (
        ("/word/document.xml", f"{_TYPES}.wordprocessingml.document.main+xml"),
        ("/word/styles.xml", f"{_TYPES}.wordprocessingml.styles+xml"),
        ("/word/footer1.xml", f"{_TYPES}.wordprocessingml.footer+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/custom.xml", f"{_TYPES}.custom-properties+xml"),
    )
    overrides = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in content_types)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": _relations(
            (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
        ),
        "word/_rels/document.xml.rels": _relations(
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
            (f"{_OFFICE}/relationships/footer", "footer1.xml"),
        ),
        "word/styles.xml": _styles(_TAGS.get(language, language)),
        "word/footer1.xml": f'<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val="Kkrsmall"/><w:jc w:val="right"/></w:pPr>'
        f"{_footer(page)}</w:p></w:ftr>",
        "docProps/core.xml": _core(title, author, made, _TAGS.get(language, language)),
        "docProps/custom.xml": _custom(properties),
    }
    entries = [(name, (_DECLARED + text).encode()) for name, text in parts.items()]
    return packed([*entries[:3], ("word/document.xml", (_DECLARED + document).encode()), *entries[3:]])


def _relations(*entries: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(entries, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _styles(tag: str) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_GRID}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="70" w:type="dxa"/>' for side in ("left", "right"))
    own = "".join(
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{"" if style in _IN_CELLS else _NEXT}'
        f"<w:pPr>{lines}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
        for style, name, lines, look in _STYLES
    )
    return (
        f'<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" '
        f'w:eastAsia="Calibri" w:cs="Calibri"/><w:sz w:val="20"/><w:lang w:val="{tag}"/></w:rPr></w:rPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "</w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
        f"{own}"
        '<w:style w:type="table" w:customStyle="1" w:styleId="Kkrtable"><w:name w:val="Kkr table"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{sides}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style></w:styles>"
    )


_NEXT = '<w:next w:val="Normal"/>'


def _footer(page: str) -> str:
    pieces = []
    for number, part in enumerate(page.replace("\1", "\0").split("\0")):
        if number:
            field = "PAGE" if number == 1 else "NUMPAGES"
            pieces.append(f'<w:fldSimple w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        pieces.append(run(part))
    return "".join(pieces)


def _core(title: str, author: str, made: str, tag: str) -> str:
    moment = f'xsi:type="dcterms:W3CDTF">{made}'
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"<dc:language>{tag}</dc:language><dcterms:created {moment}</dcterms:created>"
        f"<dcterms:modified {moment}</dcterms:modified></cp:coreProperties>"
    )


def _custom(properties: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(properties, 2)
    )
    return f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">{rows}</Properties>'
