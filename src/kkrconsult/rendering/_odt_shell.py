"""The built-in template for OpenDocument: a whole file with places for everything that a document has."""

from __future__ import annotations

from kkrconsult.formats.packing import packed
from kkrconsult.rendering._look import FONT, PAGE, Page
from kkrconsult.rendering._odt_styles import LISTS, STYLES, defaults_xml, encoded, style_xml
from kkrconsult.rendering._text import footer_parts

__all__ = ["MEDIA", "NAMESPACES", "shell"]

MEDIA = "application/vnd.oasis.opendocument.text"
_URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = {
    "office": f"{_URN}:office:1.0",
    "text": f"{_URN}:text:1.0",
    "table": f"{_URN}:table:1.0",
    "draw": f"{_URN}:drawing:1.0",
    "style": f"{_URN}:style:1.0",
    "fo": f"{_URN}:xsl-fo-compatible:1.0",
    "svg": f"{_URN}:svg-compatible:1.0",
    "meta": f"{_URN}:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
"""The prefixes that our elements use."""
_NAMES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FACE = f'<style:font-face style:name="{FONT}" svg:font-family="{FONT}, Carlito" style:font-family-generic="swiss"/>'
_FACES = f"<office:font-face-decls>{_FACE}</office:font-face-decls>"


def shell(words: str, language: str, country: str, *, landscape: bool) -> bytes:
    """The built-in template.

    Args:
        words: Language of the words that it has itself.
        language: Language of its texts.
        country: Country of its texts; may be empty.
        landscape: Whether its pages lie on their side.
    """
    entries = {
        "mimetype": MEDIA,
        "content.xml": _root("content", _FACES + _content()),
        "styles.xml": _root("styles", _FACES + _styles(words, language, country, landscape=landscape)),
        "meta.xml": _root("meta", "<office:meta/>"),
        "settings.xml": _root("settings", "<office:settings/>"),
        "META-INF/manifest.xml": _manifest(),
    }
    return packed((name, text.encode()) for name, text in entries.items())


def _root(kind: str, inner: str) -> str:
    return f'{_HEAD}<office:document-{kind} {_NAMES} office:version="1.3">{inner}</office:document-{kind}>'


def _manifest() -> str:
    entries = (("/", MEDIA), *((f"{name}.xml", "text/xml") for name in ("content", "styles", "meta", "settings")))
    rows = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>' for path, kind in entries
    )
    names = f'xmlns:manifest="{_URN}:manifest:1.0" manifest:version="1.3"'
    return f"{_HEAD}<manifest:manifest {names}>{rows}</manifest:manifest>"


def _content() -> str:
    # The first paragraph says with which page the document begins.
    first = (
        '<style:style style:name="First" style:family="paragraph" style:parent-style-name="Title" '
        'style:master-page-name="First_20_Page"><style:paragraph-properties style:page-number="auto"/></style:style>'
    )
    places = (("title", "First"), ("facts", "Fact"), *((name, "Standard") for name in ("top", "contents", "body")))
    paragraphs = "".join(f'<text:p text:style-name="{style}">{{{{{name}}}}}</text:p>' for name, style in places)
    return (
        f"<office:automatic-styles>{first}</office:automatic-styles>"
        f"<office:body><office:text>{paragraphs}</office:text></office:body>"
    )


def _styles(words: str, language: str, country: str, *, landscape: bool) -> str:
    page = PAGE[landscape]
    names = {style.name: encoded(style.name) for style in STYLES}
    found = "".join(style_xml(style, names, page.text_width) for style in STYLES)
    layouts = "".join(
        _layout(name, page, landscape=landscape, header=header)
        for name, header in (("Page_20_Layout", True), ("First_20_Page_20_Layout", False))
    )
    footer = f'<text:p text:style-name="Footer">{{{{footer}}}}<text:tab/>{_page_of(words)}</text:p>'
    header = '<text:p text:style-name="Header">{{title}}</text:p>'
    return (
        f"<office:styles>{defaults_xml(language, country)}{found}{LISTS}</office:styles>"
        f"<office:automatic-styles>{layouts}</office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="Page_20_Layout">'
        f"<style:header>{header}</style:header><style:footer>{footer}</style:footer></style:master-page>"
        '<style:master-page style:name="First_20_Page" style:display-name="First Page" '
        'style:page-layout-name="First_20_Page_20_Layout" style:next-style-name="Standard">'
        f"<style:footer>{footer}</style:footer></style:master-page></office:master-styles>"
    )


def _layout(name: str, page: Page, *, landscape: bool, header: bool) -> str:
    """A page: the head stands in the margin above the text, the foot in that below."""
    above, below, high = 12, 11, 5
    top = above if header else page.top
    head = (
        f'<style:header-style><style:header-footer-properties fo:min-height="{page.top - above}mm" '
        f'fo:margin-bottom="{page.top - above - high}mm" style:dynamic-spacing="true"/></style:header-style>'
    )
    return (
        f'<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="{page.width}mm" '
        f'fo:page-height="{page.height}mm" style:print-orientation="{"landscape" if landscape else "portrait"}" '
        f'fo:margin-top="{top}mm" fo:margin-bottom="{below}mm" fo:margin-left="{page.side}mm" '
        f'fo:margin-right="{page.side}mm" style:writing-mode="lr-tb"/>{head if header else ""}'
        f'<style:footer-style><style:header-footer-properties fo:min-height="{page.bottom - below}mm" '
        f'fo:margin-top="{page.bottom - below - high - 2}mm" style:dynamic-spacing="true"/></style:footer-style>'
        "</style:page-layout>"
    )


def _page_of(language: str) -> str:
    """The number of the page, as fields in words."""
    fields = {
        "{page}": '<text:page-number text:select-page="current">1</text:page-number>',
        "{pages}": "<text:page-count>1</text:page-count>",
    }
    return "".join(fields.get(part, part) for part in footer_parts(language))
