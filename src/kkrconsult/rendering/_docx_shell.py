"""The built-in template for Word: a whole file with places for everything that a document has.

A document without a template of one's own is this one filled in, so that there is one way to make Word files.
"""

from __future__ import annotations

from kkrconsult.formats.packing import packed
from kkrconsult.rendering._docx_styles import STYLES, defaults_xml, numbering_xml, style_xml
from kkrconsult.rendering._look import FONT, PAGE
from kkrconsult.rendering._text import footer_parts

__all__ = ["APP_XML", "NAMES", "NAMESPACES", "core_xml", "shell", "twips"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMESPACES = {
    "w": _W,
    "r": _KINDS,
    "wp": f"{_DRAWING}/wordprocessingDrawing",
    "a": f"{_DRAWING}/main",
    "pic": f"{_DRAWING}/picture",
}
"""The prefixes that our elements use."""
NAMES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
"""The same as declarations."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
APP_XML = (
    f'{_HEAD}<Properties xmlns="{_KINDS.replace("/relationships", "/extended-properties")}">'
    "<Application>kkrconsult</Application></Properties>"
)
"""What wrote a file. How many pages it has is not known, so it is not said."""
_PARTS = ("styles", "numbering", "settings", "fontTable")
# Those of the first page and those of the others.
_FLOWS = (("header", "header1"), ("header", "header2"), ("footer", "footer1"), ("footer", "footer2"))


def twips(millimetres: float) -> int:
    """A length in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def shell(language: str, tag: str, *, landscape: bool) -> bytes:
    """The built-in template.

    Args:
        language: Language of the words that it has itself.
        tag: Language tag of its texts, such as ``da-DK``.
        landscape: Whether its pages lie on their side.
    """
    page = PAGE[landscape]
    width = twips(page.width) - 2 * twips(page.side)
    footer = _run("{{footer}}") + "<w:r><w:tab/></w:r>" + _page_of(language)
    entries = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (f"{_KINDS}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_KINDS}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": APP_XML,
        "docProps/core.xml": _HEAD + core_xml(),
        "word/document.xml": _document(landscape=landscape),
        "word/_rels/document.xml.rels": _relations(
            *((f"{_KINDS}/{name}", f"{name}.xml") for name in _PARTS),
            *((f"{_KINDS}/{kind}", f"{name}.xml") for kind, name in _FLOWS),
        ),
        "word/styles.xml": _styles(tag, width),
        "word/numbering.xml": f'{_HEAD}<w:numbering xmlns:w="{_W}">{numbering_xml(0)}'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/settings.xml": _settings(tag),
        "word/fontTable.xml": f'{_HEAD}<w:fonts xmlns:w="{_W}"><w:font w:name="{FONT}"><w:altName w:val="Carlito"/>'
        '<w:panose1 w:val="020F0502020204030204"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>',
        "word/header1.xml": _flow("hdr", "header", ""),
        "word/header2.xml": _flow("hdr", "header", _run("{{title}}")),
        **dict.fromkeys(("word/footer1.xml", "word/footer2.xml"), _flow("ftr", "footer", footer)),
    }
    return packed((name, text.encode()) for name, text in entries.items())


def core_xml(**properties: str) -> str:
    """The core properties of a file (ECMA-376 part 2, 11), without the moments, which nothing here knows.

    Args:
        **properties: Escaped texts by element with prefix, such as ``dc__title``, in the order that they are to have.
    """
    found = "".join(f"<{name}>{text}</{name}>" for key, text in properties.items() if (name := key.replace("__", ":")))
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{found}</cp:coreProperties>'
    )


def _content_types() -> str:
    word = f"{_TYPES}.wordprocessingml"
    kinds = {
        "/word/document.xml": f"{word}.document.main+xml",
        **{f"/word/{name}.xml": f"{word}.{name}+xml" for name in _PARTS},
        **{f"/word/{name}.xml": f"{word}.{kind}+xml" for kind, name in _FLOWS},
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": f"{_TYPES}.extended-properties+xml",
    }
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
        + "</Types>"
    )


def _relations(*targets: tuple[str, str]) -> str:
    rows = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _document(*, landscape: bool) -> str:
    page = PAGE[landscape]
    places = (("title", "Title"), ("facts", "Fact"), ("top", "Normal"), ("contents", "Normal"), ("body", "Normal"))
    paragraphs = (_paragraph(style, _run(f"{{{{{name}}}}}")) for name, style in places)
    size = f'w:w="{twips(page.width)}" w:h="{twips(page.height)}"' + (' w:orient="landscape"' if landscape else "")
    top, side, bottom = twips(page.top), twips(page.side), twips(page.bottom)
    return (
        f"{_HEAD}<w:document {NAMES}><w:body>{''.join(paragraphs)}<w:sectPr>"
        '<w:headerReference w:type="default" r:id="rId6"/><w:headerReference w:type="first" r:id="rId5"/>'
        '<w:footerReference w:type="default" r:id="rId8"/><w:footerReference w:type="first" r:id="rId7"/>'
        f'<w:pgSz {size}/><w:pgMar w:top="{top}" w:right="{side}" w:bottom="{bottom}" w:left="{side}" '
        f'w:header="{twips(12)}" w:footer="{twips(11)}" w:gutter="0"/><w:cols w:space="708"/><w:titlePg/>'
        "</w:sectPr></w:body></w:document>"
    )


def _styles(tag: str, width: int) -> str:
    ids = {style.name.lower(): style.id for style in STYLES}
    found = "".join(style_xml(style, style.name, ids, width, 1) for style in STYLES)
    return f'{_HEAD}<w:styles xmlns:w="{_W}">{defaults_xml(tag)}{found}</w:styles>'


def _settings(tag: str) -> str:
    uri = "http://schemas.microsoft.com/office/word"
    compatible = (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
    )
    danish = tag.startswith("da")
    return (
        f'{_HEAD}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="1304"/>'
        '<w:autoHyphenation/><w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="284"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        + "".join(f'<w:compatSetting w:name="{name}" w:uri="{uri}" w:val="{value}"/>' for name, value in compatible)
        + f'</w:compat><w:themeFontLang w:val="{tag}"/>'
        f'<w:decimalSymbol w:val="{"," if danish else "."}"/><w:listSeparator w:val="{";" if danish else ","}"/>'
        "</w:settings>"
    )


def _flow(element: str, style: str, runs: str) -> str:
    name = next(one.id for one in STYLES if one.name == style)
    return f"{_HEAD}<w:{element} {NAMES}>{_paragraph(name, runs)}</w:{element}>"


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _page_of(language: str) -> str:
    """The number of the page, as fields in words."""
    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    return "".join(
        f'<w:fldSimple w:instr=" {fields[part]} ">{_run("1")}</w:fldSimple>' if part in fields else _run(part)
        for part in footer_parts(language)
    )
