"""The styles of Word files: every look has a name, so that an office can change it in one place.

Styles refer to one another by name; the ids are those of the file that they go into, since Word makes ids in the
language of whoever saved a file. Children of an element stand in the order of ECMA-376 part 1, which Word insists on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from kkrconsult.paper import Tone
from kkrconsult.rendering._look import CALLOUTS, FONT, TONED, TONES, Ink, Size

__all__ = ["NUMBERING_ID", "STYLES", "Style", "defaults_xml", "numbering_xml", "style_xml"]

NUMBERING_ID = "{numbering}"
"""Stands for the id of the list in a style."""
_NO_HYPHENS, _HYPHENS = "<w:suppressAutoHyphens/>", '<w:suppressAutoHyphens w:val="0"/>'
_TOGETHER = "<w:keepNext/><w:keepLines/>"


@attrs.frozen
class Style:
    """A style."""

    name: str
    """Its name, as it stands in the file: Word's own are in English there, in small letters."""
    paragraph: str = ""
    """What is in ``w:pPr``."""
    text: str = ""
    """What is in ``w:rPr``."""
    kind: str = "paragraph"
    """``paragraph``, ``character`` or ``table``."""
    based: str | None = "Normal"
    """The style that it takes the rest from."""
    following: str | None = None
    """The style of the next paragraph that somebody writes."""
    more: str = ""
    """What comes after those, for tables."""
    shown: bool = True
    """Whether Word offers it."""

    @property
    def id(self) -> str:
        """Its id in our own files."""
        return "".join(word[:1].upper() + word[1:] for word in self.name.split())


def _spacing(before: int, after: int, line: int | None = None) -> str:
    """Distances in twentieths of a point; the line in 240ths."""
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/>'


def _colour(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


_BOLD = "<w:b/><w:bCs/>"
_ITALIC = "<w:i/><w:iCs/>"


def _heading(level: int, before: int, after: int) -> Style:
    return Style(
        f"heading {level}",
        f'{_TOGETHER}{_NO_HYPHENS}{_spacing(before, after, 245)}<w:outlineLvl w:val="{level - 1}"/>',
        _BOLD + _colour(Ink.ACCENT) + _size(Size.HEADINGS[level - 1]),
        following="Normal",
    )


def _contents(level: int, before: int, indent: int) -> Style:
    # The tabulator for page numbers has no dots: before Word counts the pages there are none to lead to.
    return Style(
        f"toc {level}",
        f'<w:tabs><w:tab w:val="right" w:pos="{{width}}"/></w:tabs>{_spacing(before, 20)}'
        f'<w:ind w:left="{indent}" w:right="567"/>',
        shown=False,
    )


_LINES = {"solid": "single", "double": "double", "dashed": "dashed", "dotted": "dotted"}


def _bar(tone: Tone, size: int, space: int) -> str:
    """The attributes of the line at the left of what has a tone."""
    look = TONES[tone]
    thick = size // 2 if look.pattern == "double" else size
    return f'w:val="{_LINES[look.pattern]}" w:sz="{thick}" w:space="{space}" w:color="{look.bar}"'


def _callout(tone: Tone, name: str) -> Style:
    ground = TONES[tone].ground
    edge = f'w:val="single" w:sz="4" w:space="5" w:color="{ground}"'
    return Style(
        name,
        f"<w:keepLines/><w:pBdr><w:top {edge}/><w:left {_bar(tone, 24, 8)}/><w:bottom {edge}/><w:right {edge}/>"
        f'</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>{_spacing(140, 100)}'
        '<w:ind w:left="198" w:right="113"/>',
    )


def _toned(tone: Tone, name: str) -> Style:
    return Style(
        name,
        f"<w:pBdr><w:left {_bar(tone, 18, 2)}/></w:pBdr>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{TONES[tone].ground}"/><w:ind w:left="91"/>',
        based="Table Text",
    )


_TABLE = (
    "<w:tblPr><w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
        for side, size, colour in (("top", 6, Ink.EDGE), ("bottom", 6, Ink.EDGE), ("insideH", 4, Ink.RULE))
    )
    + '</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="96" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="96" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{Ink.EDGE}"/></w:tcBorders>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{Ink.HEAD}"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
)

STYLES: tuple[Style, ...] = (
    Style("Normal", f"<w:widowControl/>{_NO_HYPHENS}{_spacing(80, 100, 271)}", based=None),
    Style("Default Paragraph Font", kind="character", based=None, shown=False),
    Style(
        "Normal Table",
        kind="table",
        based=None,
        shown=False,
        more='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>",
    ),
    Style(
        "Title",
        f"{_TOGETHER}{_NO_HYPHENS}{_spacing(0, 120, 228)}",
        _BOLD + _colour(Ink.ACCENT) + _size(Size.TITLE),
        following="Normal",
    ),
    Style("Subtitle", f"{_TOGETHER}{_spacing(0, 160)}", _colour(Ink.MUTED) + _size(Size.SUBTITLE), following="Normal"),
    _heading(1, 480, 100),
    _heading(2, 340, 60),
    _heading(3, 260, 40),
    Style("Label", f"{_TOGETHER}{_spacing(180, 40)}", _BOLD, following="Normal"),
    Style("Note", _spacing(60, 60), _colour(Ink.MUTED) + _size(Size.SMALL)),
    Style(
        "Quote",
        f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="10" w:color="{Ink.EDGE}"/></w:pBdr>'
        '<w:ind w:left="284" w:right="284"/>',
    ),
    *(_callout(tone, name) for tone, name in CALLOUTS.items()),
    Style(
        "List Bullet",
        f'<w:numPr><w:numId w:val="{NUMBERING_ID}"/></w:numPr>{_spacing(0, 60)}',
    ),
    Style("Fact", f'{_spacing(10, 30, 252)}<w:ind w:left="2552" w:hanging="2552"/>'),
    Style("Table Text", f"{_HYPHENS}{_spacing(20, 20, 250)}", _size(Size.SMALL)),
    Style("Table Heading", f"<w:keepNext/>{_HYPHENS}", _BOLD + _colour(Ink.ACCENT), based="Table Text"),
    Style("Table Row Heading", text=_colour(Ink.ACCENT), based="Table Text"),
    *(_toned(tone, name) for tone, name in TONED.items()),
    Style("Figure", f"<w:keepNext/>{_spacing(160, 40, 240)}"),
    Style("caption", f"<w:keepLines/>{_spacing(40, 200)}", _colour(Ink.MUTED) + _size(Size.SMALL)),
    Style("TOC Heading", f"{_TOGETHER}{_spacing(300, 60)}", _BOLD + _colour(Ink.ACCENT) + _size(Size.HEADINGS[1])),
    _contents(1, 80, 0),
    _contents(2, 20, 284),
    _contents(3, 20, 567),
    Style("header", _spacing(0, 0, 240), _colour(Ink.MUTED) + _size(Size.FOOT), shown=False),
    Style(
        "footer",
        f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{Ink.RULE}"/></w:pBdr>'
        f'<w:tabs><w:tab w:val="right" w:pos="{{width}}"/></w:tabs>{_spacing(0, 0, 240)}',
        _colour(Ink.MUTED) + _size(Size.FOOT),
        shown=False,
    ),
    Style("Strong", text=_BOLD, kind="character", based="Default Paragraph Font"),
    Style("Emphasis", text=_ITALIC, kind="character", based="Default Paragraph Font"),
    Style(
        "Hyperlink", text=_colour(Ink.LINK) + '<w:u w:val="single"/>', kind="character", based="Default Paragraph Font"
    ),
    Style("Fact Label", text=_colour(Ink.MUTED), kind="character", based="Default Paragraph Font"),
    Style("Consultation Table", kind="table", based="Normal Table", more=_TABLE),
)
"""All styles, each after those that it is based on."""

_BUILT_IN = {
    *("Normal", "Default Paragraph Font", "Normal Table", "Title", "Subtitle", "heading 1", "heading 2", "heading 3"),
    *("Quote", "List Bullet", "caption", "TOC Heading", "toc 1", "toc 2", "toc 3", "header", "footer", "Strong"),
    *("Emphasis", "Hyperlink"),
}
_DEFAULT = {"Normal", "Default Paragraph Font", "Normal Table"}


def style_xml(style: Style, name: str, ids: Mapping[str, str], width: int, numbering: int) -> str:
    """A style as ``w:style``, without declarations of its prefix.

    Args:
        style: The style.
        name: What it is called in the file.
        ids: Ids of all styles that there are, by name in small letters.
        width: The width of the text in twentieths of a point, for tabulators at the right.
        numbering: Id of the list for bullets.
    """

    def named(element: str, other: str | None) -> Iterator[str]:
        if other is not None:
            yield f'<w:{element} w:val="{ids[other.lower()]}"/>'

    own = "" if style.name in _BUILT_IN else ' w:customStyle="1"'
    default = ' w:default="1"' if style.name in _DEFAULT else ""
    paragraph = style.paragraph.replace("{width}", str(width)).replace(NUMBERING_ID, str(numbering))
    return "".join(
        [
            f'<w:style w:type="{style.kind}"{default}{own} w:styleId="{ids[style.name.lower()]}">',
            f'<w:name w:val="{name}"/>',
            *named("basedOn", style.based),
            *named("next", style.following),
            f'<w:uiPriority w:val="{9 if style.shown else 99}"/>',
            "<w:qFormat/>" if style.shown else "<w:unhideWhenUsed/>",
            f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "",
            f"<w:rPr>{style.text}</w:rPr>" if style.text else "",
            style.more,
            "</w:style>",
        ]
    )


def defaults_xml(language: str) -> str:
    """The defaults of all styles, for a language tag; and no style of Word's own that is not used."""
    fonts = " ".join(f'w:{kind}="{FONT}"' for kind in ("ascii", "hAnsi", "eastAsia", "cs"))
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>{_size(Size.TEXT)}"
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1" '
        'w:defQFormat="0" w:count="376"/>'
    )


def numbering_xml(abstract: int) -> str:
    """The definition of a list with bullets."""
    return (
        f'<w:abstractNum w:abstractNumId="{abstract}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="397" w:hanging="284"/></w:pPr>'
        f"<w:rPr>{_colour(Ink.EDGE)}</w:rPr></w:lvl></w:abstractNum>"
    )
