"""Looking into Word files: their parts, and whether their elements stand in the order that Word insists on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

__all__ = ["ORDER", "W", "disorder", "out_of_order", "part", "parts", "styled", "w"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# The sequences of ECMA-376 part 1, annex A (transitional), for what we write and around it.
ORDER: dict[str, tuple[str, ...]] = {
    "pPr": (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
        *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct"),
        *("topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind"),
        *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
        *("textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    ),
    "rPr": (
        *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow"),
        *("emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern"),
        *("position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs"),
        *("em", "lang", "eastAsianLayout", "specVanish", "oMath"),
    ),
    "tblPr": (
        *("tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc"),
        *("tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption"),
        "tblDescription",
    ),
    "tcPr": (
        *("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection"),
        *("tcFitText", "vAlign", "hideMark"),
    ),
    "tbl": ("bookmarkStart", "bookmarkEnd", "tblPr", "tblGrid", "tr"),
    "tr": ("tblPrEx", "trPr", "tc"),
    "pBdr": ("top", "left", "bottom", "right", "between", "bar"),
    "tcBorders": ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV", "tl2br", "tr2bl"),
    "tblBorders": ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV"),
    "tblCellMar": ("top", "left", "start", "bottom", "right", "end"),
    "sectPr": (
        *("headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc"),
        *("pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection"),
        *("bidi", "rtlGutter", "docGrid", "printerSettings"),
    ),
    "style": (
        *("name", "aliases", "basedOn", "next", "link", "autoRedefine", "hidden", "uiPriority", "semiHidden"),
        *("unhideWhenUsed", "qFormat", "locked", "personal", "rsid", "pPr", "rPr", "tblPr", "trPr", "tcPr"),
        "tblStylePr",
    ),
    "styles": ("docDefaults", "latentStyles", "style"),
    "tblStylePr": ("pPr", "rPr", "tblPr", "trPr", "tcPr"),
    "numbering": ("numPicBullet", "abstractNum", "num", "numIdMacAtCleanup"),
    "abstractNum": ("nsid", "multiLevelType", "tmpl", "name", "styleLink", "numStyleLink", "lvl"),
    "lvl": ("start", "numFmt", "lvlRestart", "pStyle", "isLgl", "suff", "lvlText", "lvlJc", "pPr", "rPr"),
    "numPr": ("ilvl", "numId"),
    "sdt": ("sdtPr", "sdtEndPr", "sdtContent"),
    "settings": (
        *("zoom", "removePersonalInformation", "attachedTemplate", "defaultTabStop", "autoHyphenation"),
        *("consecutiveHyphenLimit", "hyphenationZone", "characterSpacingControl", "compat", "themeFontLang"),
        *("decimalSymbol", "listSeparator"),
    ),
    "font": ("altName", "panose1", "charset", "family", "notTrueType", "pitch", "sig"),
    "inline": ("extent", "effectExtent", "docPr", "cNvGraphicFramePr", "graphic"),
    "pic": ("nvPicPr", "blipFill", "spPr"),
}


def w(name: str) -> str:
    """A name of Word's, with its namespace."""
    return f"{{{W}}}{name}"


def parts(data: bytes) -> dict[str, bytes]:
    """What a file consists of."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def part(data: bytes, name: str = "word/document.xml") -> ET.Element:
    """One part of a file."""
    return ET.fromstring(parts(data)[name])


def styled(element: ET.Element, style: str) -> list[str]:
    """The texts of all paragraphs of a style."""
    return [
        "".join(one.text or "" for one in paragraph.iter(w("t")))
        for paragraph in element.iter(w("p"))
        if (found := paragraph.find(f"{w('pPr')}/{w('pStyle')}")) is not None and found.get(w("val")) == style
    ]


def disorder(element: ET.Element, *, strict: bool = True) -> Iterator[str]:
    """What stands where Word does not want it; with strict, what is not known to be allowed there too."""
    for one in element.iter():
        name = _local(one)
        order = ORDER.get(name)
        if order is None:
            continue
        children = [_local(child) for child in one]
        if strict:
            yield from (f"{name}: {child} is not known there" for child in children if child not in order)
        places = [order.index(child) for child in children if child in order]
        if places != sorted(places):
            yield f"{name}: {', '.join(children)}"
        repeatable = {"bookmarkStart", "bookmarkEnd", "tr", "tc", "headerReference", "footerReference", "style"}
        repeatable |= {"tblStylePr", "abstractNum", "num", "lvl", "numPicBullet"}
        twice = {child for child in children if children.count(child) > 1 and child in order} - repeatable
        yield from (f"{name}: {child} stands twice" for child in twice)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def out_of_order(data: bytes, *, strict: bool = True) -> list[str]:
    """All disorder of a file."""
    return [
        f"{name}: {what}"
        for name, content in parts(data).items()
        if name.startswith("word/") and name.endswith(".xml")
        for what in disorder(ET.fromstring(content), strict=strict)
    ]
