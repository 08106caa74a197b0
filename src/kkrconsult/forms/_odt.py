"""The form for LibreOffice and other programs that save OpenDocument: content controls with names, real headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from kkrconsult.formats.packing import packed
from kkrconsult.forms._marks import bookmarks, properties
from kkrconsult.model import Round
from kkrconsult.recognition.form_content import Field, FieldKind, Heading, Part, Text

__all__ = ["odt_form"]

_MEDIA = "application/vnd.oasis.opendocument.text"
_URN = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = (
    f'xmlns:office="{_URN}:office:1.0" xmlns:text="{_URN}:text:1.0" xmlns:style="{_URN}:style:1.0" '
    f'xmlns:fo="{_URN}:xsl-fo-compatible:1.0" xmlns:meta="{_URN}:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)
_COUNTRIES = {"da": "DK", "en": "GB"}


def odt_form(round_: Round, parts: Sequence[Part], language: str) -> bytes:
    """The form as an OpenDocument file."""
    marks = bookmarks(parts)
    title = next(part.text for part in parts if isinstance(part, Heading))
    entries = {
        "mimetype": _MEDIA,
        "content.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_NAMES} office:version="1.3">'
            f"<office:body><office:text>{''.join(_body(parts, marks))}</office:text></office:body>"
            "</office:document-content>"
        ),
        "styles.xml": _styles(language),
        "meta.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta {_NAMES} office:version="1.3"><office:meta>'
            f"<dc:title>{escape(title)}</dc:title><dc:language>{language}-{_COUNTRIES.get(language, '')}</dc:language>"
            + "".join(
                f'<meta:user-defined meta:name="{name}">{escape(text)}</meta:user-defined>'
                for name, text in properties(round_.id, marks)
            )
            + "</office:meta></office:document-meta>"
        ),
        "META-INF/manifest.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="{_URN}:manifest:1.0" '
            f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{_MEDIA}"/>'
            + "".join(
                f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
                for name in ("content.xml", "styles.xml", "meta.xml")
            )
            + "</manifest:manifest>"
        ),
    }
    return packed((name, text.encode()) for name, text in entries.items())


def _body(parts: Sequence[Part], marks: Mapping[str, str]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Heading):
            yield (
                f'<text:h text:style-name="Heading_20_{part.level}" text:outline-level="{part.level}">'
                f"{escape(part.text)}</text:h>"
            )
        elif isinstance(part, Text):
            paragraph = f'<text:p text:style-name="Standard">{escape(part.text)}</text:p>'
            item = f'<text:list text:style-name="Items"><text:list-item>{paragraph}</text:list-item></text:list>'
            yield item if part.item else paragraph
        elif part.kind is FieldKind.CHECK:
            yield f'<text:p text:style-name="Standard">{_marked(part, marks)} {escape(part.label)}</text:p>'
        else:
            yield f'<text:p text:style-name="Label">{escape(part.label)}</text:p>'
            yield f'<text:p text:style-name="Field">{_marked(part, marks)}</text:p>'


def _marked(field: Field, marks: Mapping[str, str]) -> str:
    mark = marks[field.name]
    return f'<text:bookmark-start text:name="{mark}"/>{_control(field)}<text:bookmark-end text:name="{mark}"/>'


def _control(field: Field) -> str:
    named = f'loext:alias={quoteattr(field.label[:60])} loext:tag="kkr:{escape(field.name)}"'
    if field.kind is FieldKind.CHECK:
        return (
            f'<loext:content-control {named} loext:checkbox="true" loext:checked="false" loext:checked-state="☒" '
            'loext:unchecked-state="☐">☐</loext:content-control>'
        )
    items = "".join(
        f"<loext:list-item loext:display-text={quoteattr(text)} loext:value={quoteattr(value)}/>"
        for value, text in field.choices.items()
    )
    more = ' loext:dropdown="true"' if field.choices else ' loext:plain-text="true"'
    return (
        f'<loext:content-control {named} loext:showing-place-holder="true"{more}>{items}{escape(field.hint)}'
        "</loext:content-control>"
    )


def _styles(language: str) -> str:
    def style(name: str, text: str, paragraph: str, parent: str = "Standard", more: str = "") -> str:
        return (
            f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}"{more}>'
            f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
        )

    headings = "".join(
        style(
            f"Heading_20_{level}",
            f'fo:font-size="{size}pt" fo:font-weight="bold" fo:color="#1f3a4d"',
            f'fo:margin-top="{before}pt" fo:margin-bottom="4pt" fo:keep-with-next="always"',
            more=f' style:display-name="Heading {level}" style:default-outline-level="{level}"',
        )
        for level, size, before in ((1, 20, 0), (2, 14, 18), (3, 12, 10))
    )
    country = _COUNTRIES.get(language, "")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {_NAMES} office:version="1.3"><office:styles>'
        '<style:default-style style:family="paragraph"><style:text-properties style:font-name="Carlito" '
        f'fo:font-family="Carlito, Calibri, sans-serif" fo:font-size="11pt" fo:language="{language}" '
        f'fo:country="{country}"/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties '
        'fo:margin-bottom="6pt" fo:line-height="115%"/></style:style>'
        f"{headings}"
        + style("Label", 'fo:font-weight="bold" fo:font-size="10pt"', 'fo:margin-top="6pt" fo:margin-bottom="2pt"')
        + style("Field", "", 'fo:border="0.5pt solid #8fa3b0" fo:padding="4pt" fo:margin-bottom="4pt"')
        + '<text:list-style style:name="Items"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.5cm" '
        'fo:margin-left="0.5cm"/></style:list-level-properties></text:list-level-style-bullet></text:list-style>'
        '</office:styles><office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties '
        'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2.2cm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"/>'
        "</office:master-styles></office:document-styles>"
    )
