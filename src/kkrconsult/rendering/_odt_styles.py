"""The styles of OpenDocument texts, under the names that LibreOffice itself gives them where it has such a style."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from kkrconsult.paper import ParagraphKind, Tone
from kkrconsult.rendering._look import CALLOUTS, FONT, TONED, TONES, Ink, Size

__all__ = ["BULLETS", "KINDS", "LISTS", "STYLES", "Style", "defaults_xml", "encoded", "style_xml"]

_WITH_NEXT = 'fo:keep-with-next="always" fo:keep-together="always" fo:hyphenation-ladder-count="no-limit" '


@attrs.frozen
class Style:
    """A style."""

    name: str
    """Its name, as LibreOffice shows it in English."""
    paragraph: str = ""
    """Attributes of ``style:paragraph-properties``."""
    text: str = ""
    """Attributes of ``style:text-properties``."""
    family: str = "paragraph"
    """``paragraph`` or ``text``."""
    parent: str | None = "Standard"
    """The style that it takes the rest from."""
    following: str | None = None
    """The style of the next paragraph that somebody writes."""
    more: str = ""
    """Further attributes."""
    inside: str = ""
    """What is in ``style:paragraph-properties``."""


def encoded(name: str) -> str:
    """The name of a style as it stands in a file, where it is one word (OpenDocument 1.3 part 3, 19.507)."""
    return re.sub(r"[^0-9A-Za-z]", lambda found: f"_{ord(found[0]):x}_", name)


def _space(above: float, below: float, line: int | None = None) -> str:
    """Distances in points, and the height of a line in per cent."""
    high = f' fo:line-height="{line}%"' if line else ""
    return f'fo:margin-top="{above}pt" fo:margin-bottom="{below}pt"{high}'


def _size(points: float) -> str:
    return f'fo:font-size="{points}pt" style:font-size-asian="{points}pt" style:font-size-complex="{points}pt"'


def _colour(colour: str) -> str:
    return f'fo:color="#{colour.lower()}"'


_BOLD = 'fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"'
_ITALIC = 'fo:font-style="italic" style:font-style-asian="italic" style:font-style-complex="italic"'
_HYPHENS = 'fo:hyphenate="true" fo:hyphenation-remain-char-count="3" fo:hyphenation-push-char-count="3"'


def _heading(level: int, above: float, below: float) -> Style:
    return Style(
        f"Heading {level}",
        _WITH_NEXT + _space(above, below, 105),
        f"{_BOLD} {_colour(Ink.ACCENT)} {_size(Size.HEADINGS[level - 1])}",
        following="Standard",
        more=f' style:default-outline-level="{level}"',
    )


def _contents(level: int, above: float, indent: float) -> Style:
    return Style(
        f"Contents {level}",
        f'{_space(above, 1)} fo:margin-left="{indent}cm" fo:margin-right="0cm"',
        # The tabulator is at the right margin, counted from the indent.
        inside=f'<style:tab-stops><style:tab-stop style:position="{{width-{indent}}}" style:type="right" '
        'style:leader-style="dotted" style:leader-text="."/></style:tab-stops>',
    )


def _bar(tone: Tone) -> str:
    look = TONES[tone]
    width = "0.09cm" if look.pattern == "double" else "0.08cm"
    return f'fo:border-left="{width} {look.pattern} #{look.bar.lower()}"'


def _toned(tone: Tone, name: str) -> Style:
    return Style(
        name,
        f'{_bar(tone)} fo:border-right="none" fo:border-top="none" fo:border-bottom="none" fo:padding="0cm" '
        # Where files come from Word, LibreOffice draws the bar outside of the text, and cuts it off at the cell's edge.
        f'fo:padding-left="0.1cm" fo:margin-left="0.13cm" fo:margin-right="0cm" '
        f'fo:background-color="#{TONES[tone].ground.lower()}"',
        parent="Table Contents",
    )


def _callout(tone: Tone, name: str) -> Style:
    return Style(
        name,
        f'fo:keep-together="always" {_space(7, 5)} {_bar(tone)} fo:border-right="none" fo:border-top="none" '
        'fo:border-bottom="none" fo:padding="0.18cm" fo:padding-left="0.28cm" fo:margin-left="0cm" '
        f'fo:margin-right="0cm" fo:background-color="#{TONES[tone].ground.lower()}"',
    )


KINDS: Mapping[ParagraphKind, str] = {
    ParagraphKind.NORMAL: "Standard",
    ParagraphKind.LABEL: "Label",
    ParagraphKind.NOTE: "Note",
    ParagraphKind.QUOTE: "Quotations",
}
"""The style of a paragraph, by what it is for."""

STYLES: tuple[Style, ...] = (
    Style("Standard", f'{_space(4, 5, 113)} fo:orphans="2" fo:widows="2"', parent=None),
    Style(
        "Title",
        _WITH_NEXT + _space(0, 6, 100),
        f"{_BOLD} {_colour(Ink.ACCENT)} {_size(Size.TITLE)}",
        following="Standard",
    ),
    Style("Subtitle", _space(0, 8), f"{_colour(Ink.MUTED)} {_size(Size.SUBTITLE)}", following="Standard"),
    _heading(1, 24, 5),
    _heading(2, 17, 3),
    _heading(3, 13, 2),
    Style("Label", _WITH_NEXT + _space(9, 2), _BOLD, following="Standard"),
    Style("Note", _space(3, 3), f"{_colour(Ink.MUTED)} {_size(Size.SMALL)}"),
    Style(
        "Quotations",
        f'fo:margin-left="0.3cm" fo:margin-right="0.5cm" fo:border-left="0.05cm solid #{Ink.EDGE.lower()}" '
        'fo:border-right="none" fo:border-top="none" fo:border-bottom="none" fo:padding="0cm" fo:padding-left="0.35cm"',
    ),
    *(_callout(tone, name) for tone, name in CALLOUTS.items()),
    Style("List Bullet", _space(0, 3), more=' style:list-style-name="Bullets"'),
    Style("Fact", f'{_space(0.5, 1.5, 105)} fo:margin-left="4.5cm" fo:text-indent="-4.5cm"'),
    Style("Table Contents", _space(1, 1, 104), f"{_size(Size.SMALL)} {_HYPHENS}"),
    Style("Table Heading", 'fo:keep-with-next="always"', f"{_BOLD} {_colour(Ink.ACCENT)}", parent="Table Contents"),
    Style("Table Row Heading", text=_colour(Ink.ACCENT), parent="Table Contents"),
    *(_toned(tone, name) for tone, name in TONED.items()),
    Style("Figure", f'fo:keep-with-next="always" {_space(8, 2, 100)}'),
    Style("Caption", f'fo:keep-together="always" {_space(2, 10)}', f"{_colour(Ink.MUTED)} {_size(Size.SMALL)}"),
    Style(
        "Contents Heading",
        _WITH_NEXT + _space(15, 3),
        f"{_BOLD} {_colour(Ink.ACCENT)} {_size(Size.HEADINGS[1])}",
    ),
    _contents(1, 4, 0),
    _contents(2, 1, 0.5),
    _contents(3, 1, 1),
    Style("Header", _space(0, 0, 100), f"{_colour(Ink.MUTED)} {_size(Size.FOOT)}"),
    Style(
        "Footer",
        f'{_space(0, 0, 100)} fo:border-top="0.5pt solid #{Ink.RULE.lower()}" fo:border-left="none" '
        'fo:border-right="none" fo:border-bottom="none" fo:padding="0cm" fo:padding-top="0.2cm"',
        f"{_colour(Ink.MUTED)} {_size(Size.FOOT)}",
        inside='<style:tab-stops><style:tab-stop style:position="{width-0}" style:type="right"/></style:tab-stops>',
    ),
    # Nothing is seen of it: it stands between two tables, or begins a page for one.
    Style("Gap", 'fo:margin-top="0pt" fo:margin-bottom="0pt" fo:line-height="4pt"', _size(1)),
    Style("Strong Emphasis", text=_BOLD, family="text", parent=None),
    Style("Emphasis", text=_ITALIC, family="text", parent=None),
    Style(
        "Internet link",
        text=f'{_colour(Ink.LINK)} style:text-underline-style="solid" style:text-underline-width="auto" '
        'style:text-underline-color="font-color"',
        family="text",
        parent=None,
    ),
    Style("Index Link", family="text", parent=None),
    Style("Fact Label", text=_colour(Ink.MUTED), family="text", parent=None),
)
"""All styles, each after those that it takes from."""

BULLETS = "Bullets"
"""The name of the style of lists."""
LISTS = (
    f'<text:list-style style:name="{BULLETS}">'
    '<text:list-level-style-bullet text:level="1" text:bullet-char="•">'
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="0.7cm" '
    'fo:text-indent="-0.5cm" fo:margin-left="0.7cm"/></style:list-level-properties>'
    f'<style:text-properties fo:color="#{Ink.EDGE.lower()}"/></text:list-level-style-bullet></text:list-style>'
)
"""The style of lists itself."""


def style_xml(style: Style, names: Mapping[str, str], width: float) -> str:
    """A style as ``style:style``.

    Args:
        style: The style.
        names: Names of all styles in the file, by what LibreOffice shows.
        width: The width of the text in millimetres, for tabulators at the right.
    """
    inside = re.sub(r"\{width-([\d.]+)\}", lambda found: f"{width / 10 - float(found[1]):.3f}cm", style.inside)
    own = names[style.name]
    display = f' style:display-name="{style.name}"' if own != style.name else ""
    parent = f' style:parent-style-name="{names[style.parent]}"' if style.parent else ""
    following = f' style:next-style-name="{names[style.following]}"' if style.following else ""
    paragraph = text = ""
    if style.paragraph or inside:
        paragraph = f"<style:paragraph-properties {style.paragraph}>{inside}</style:paragraph-properties>"
    if style.text:
        text = f"<style:text-properties {style.text}/>"
    return (
        f'<style:style style:name="{own}"{display} style:family="{style.family}"{parent}{following}{style.more}>'
        f"{paragraph}{text}</style:style>"
    )


def defaults_xml(language: str, country: str) -> str:
    """The defaults of all styles."""
    tongue = f' fo:language="{language}" fo:country="{country or "none"}"'
    return (
        '<style:default-style style:family="paragraph"><style:paragraph-properties style:tab-stop-distance="2.3cm" '
        'style:writing-mode="lr-tb"/>'
        f'<style:text-properties style:font-name="{FONT}" style:font-name-asian="{FONT}" '
        f'style:font-name-complex="{FONT}" {_size(Size.TEXT)}{tongue} fo:hyphenate="false" '
        'fo:hyphenation-remain-char-count="3" fo:hyphenation-push-char-count="3"/></style:default-style>'
        '<style:default-style style:family="table"><style:table-properties table:border-model="collapsing"/>'
        '</style:default-style><style:default-style style:family="table-row">'
        '<style:table-row-properties fo:keep-together="auto"/></style:default-style>'
    )
