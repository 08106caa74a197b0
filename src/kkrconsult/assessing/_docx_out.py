"""The sheet for Word: one table on landscape pages, whose first row stands on each page. It needs no library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import quoteattr

from kkrconsult.assessing._columns import ASSESSED, FINGERPRINT, MARK, POINT, POINT_KEY, RESPONSE, heading
from kkrconsult.assessing._docx_parts import NAMES, package, paragraph, run
from kkrconsult.assessing._rows import Content, Line
from kkrconsult.assessing._table import PREFIXES, metadata
from kkrconsult.assessing._text import sheet_text
from kkrconsult.danish import format_moment
from kkrconsult.dispositions import disposition_labels
from kkrconsult.remarks import FIELDS
from kkrconsult.report import Report
from kkrconsult.texts import word
from kkrconsult.timeline import zone_of

__all__ = ["write_docx"]

_WIDTH = 15_300
"""Width of the text on the page, in twentieths of a point."""
_SHARES: Mapping[str, float] = {
    POINT: 1.9, MARK: 1.7, "sender": 2.1, "about": 2.0, "text": 5.6,
    "disposition": 2.4, "summary": 3.2, "reply": 4.8, "change": 2.9, "responsible": 1.8,
}  # fmt: skip
_OWN_SHARE = 2.0
_SOURCE = (POINT, MARK, "sender", "about", "text")
_HEAD, _HEAD_SOURCE, _GREY, _OPEN = "1F3A4D", "5B6770", "F1F3F5", "FFF4CC"


def write_docx(report: Report, found: Content, language: str) -> bytes:
    """The sheet as a Word file; the same for the same report."""
    title = sheet_text(word("assess.title", language, title=report.round.title.in_language(language)))
    body = "".join(_body(report, found, language, title))
    document = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    made = report.at.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    return package(
        document,
        title=title,
        author=sheet_text(report.round.organiser or ""),
        made=made,
        language=language,
        page=word("assess.page-of", language, page="\0", pages="\1"),
        properties=[
            (f"kkrconsult-{key.removeprefix('kkrconsult-')}", value) for key, value in metadata(report, language)
        ],
    )


def _body(report: Report, found: Content, language: str, title: str) -> Iterator[str]:
    def say(key: str, **params: object) -> str:
        return word(f"assess.{key}", language, **params)

    yield paragraph(run(title), "Kkrtitle")
    at = report.at.astimezone(zone_of(report.round.timezone)).isoformat()
    yield paragraph(run(say("subtitle", round=report.round.id, at=at)), "Kkrsmall")
    marks = {mark: say(f"mark.{mark}") for mark in ("new", "changed", "conflict")}
    labels = disposition_labels(report.round, language)
    words = [word("disposition.open", language), *labels]
    for number in range(1, 6):
        key = f"guide-docx.{number}" if number in (1, 5) else f"guide.{number}"
        yield paragraph(run(f"{number}. {say(key, words=words, open=words[0], **marks)}"), "Kkrtext")
    counts = {"points": found.points, "open": found.open, **{mark: found.count(mark) for mark in marks}}
    told = " · ".join(f"{say(f'count.{key}')}: {count}" for key, count in counts.items())
    yield paragraph(run(told, "<w:b/>"), "Kkrcounts")
    writer = _Writer(found, words, language)
    yield writer.table(found.lines)
    if found.gone:
        yield paragraph(run(say("sheet-gone")), "Kkrheading")
        yield paragraph(run(say("gone-why")), "Kkrtext")
        yield writer.table(found.gone)
    yield paragraph("", "Kkrsmall")
    yield (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="16838" w:h="11906" '
        'w:orient="landscape"/><w:pgMar w:top="850" w:right="765" w:bottom="850" w:left="765" w:header="400" '
        'w:footer="400" w:gutter="0"/></w:sectPr>'
    )


class _Writer:
    """Writes tables of one document."""

    def __init__(self, found: Content, words: Sequence[str], language: str) -> None:
        self._words, self._language = words, language
        self._keys = (*_SOURCE, *found.fields)
        shares = [_SHARES.get(key, _OWN_SHARE) for key in self._keys]
        self._widths = [int(_WIDTH * share / sum(shares)) for share in shares]
        self._number = 0

    def table(self, lines: Iterable[Line]) -> str:
        """A table with its headings."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self._widths)
        rows = "".join(self._row(line) for line in lines)
        caption = quoteattr(word("assess.sheet", self._language))
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="Kkrtable"/><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val={caption}/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{self._head()}{rows}</w:tbl>"
        )

    def _head(self) -> str:
        cells = []
        for key, width in zip(self._keys, self._widths, strict=True):
            above = heading(key, self._language) if key in (*_SOURCE, *FIELDS) else key[1:-1]
            fill = _HEAD_SOURCE if key in _SOURCE else _HEAD
            cells.append(_cell(paragraph(run(sheet_text(above)), "Kkrhead"), width, fill))
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"

    def _row(self, line: Line) -> str:
        cells = []
        for key, width in zip(self._keys, self._widths, strict=True):
            fill = _GREY if key in _SOURCE else ""
            if key == "disposition":
                text = sheet_text(line.said.get(key, "")) or self._words[0]
                cells.append(_cell(self._choice(text), width, _OPEN if line.open else ""))
            elif key == POINT:
                cells.append(_cell(paragraph(run(line.point or "") + _hidden(line), "Kkrid"), width, fill))
            elif key in _SOURCE:
                cells.append(_cell("".join(self._shown(key, line)), width, fill))
            else:
                cells.append(_cell(paragraph(run(sheet_text(line.said.get(key, ""))), "Kkrcell"), width, fill))
        return f"<w:tr>{''.join(cells)}</w:tr>"

    def _shown(self, key: str, line: Line) -> Iterator[str]:
        """What a cell shows of the point; what has no column of its own here stands below what it belongs to."""
        source = {name: sheet_text(text) for name, text in line.source.items()}
        if key == MARK:
            yield paragraph(run(line.mark(self._language), "<w:b/>"), "Kkrcell")
            return
        yield paragraph(run(source.get(key, "")), "Kkrcell")
        if key == "text" and source.get("rationale"):
            label = f"{heading('rationale', self._language)}: "
            yield paragraph(run(label, "<w:b/>") + run(source["rationale"]), "Kkrcell")
        small = {"sender": "received", "text": "place"}.get(key, "")
        if source.get(small):
            shown = self._moment(source[small]) if small == "received" else source[small].replace("\n", ", ")
            yield paragraph(run(shown), "Kkrsmall")

    def _moment(self, text: str) -> str:
        try:
            return format_moment(dt.datetime.fromisoformat(text), self._language)
        except ValueError:
            return text

    def _choice(self, text: str) -> str:
        """A drop-down list (ECMA-376 part 1, 17.5.2) with what was chosen."""
        self._number += 1
        words = self._words if text in self._words else [text, *self._words]
        items = "".join(
            f"<w:listItem w:displayText={quoteattr(one)} w:value={quoteattr(one)}/>" for one in map(sheet_text, words)
        )
        label = quoteattr(heading("disposition", self._language))
        return (
            f'<w:p><w:pPr><w:pStyle w:val="Kkrcell"/></w:pPr><w:sdt><w:sdtPr><w:alias w:val={label}/>'
            f'<w:id w:val="{self._number}"/><w:dropDownList>{items}</w:dropDownList></w:sdtPr>'
            f"<w:sdtContent>{run(text)}</w:sdtContent></w:sdt></w:p>"
        )


def _hidden(line: Line) -> str:
    """What the program itself has to know of a row, as hidden text: programs that save the file keep it."""
    values = {POINT_KEY: line.point, FINGERPRINT: line.fingerprint, ASSESSED: line.assessed, RESPONSE: line.response}
    text = "".join(f" {PREFIXES[key]}{value}" for key, value in values.items() if value)
    return run(text, "<w:vanish/>") if text else ""


def _cell(content: str, width: int, fill: str) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'
