"""One page of a PDF: its lines with their places, its fields and annotations. The only user of PDFium's functions."""

from __future__ import annotations

import ctypes
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs
import pypdfium2
from pypdfium2 import raw

from kkrconsult.document import Block, BlockKind, Part
from kkrconsult.formats.page_layout import Line, Page
from kkrconsult.formats.plain_text import is_list_item, tidy
from kkrconsult.readers._documents import part_name

__all__ = ["DamagedPageError", "ReadPage", "TooMuchTextError", "language_of", "page_of"]

_LINE = re.compile("[^\r\n\ufffe]+|\ufffe")
_WORD = re.compile("[^ \t\xa0]+")
_BOLD = re.compile(rb"bold|black|heavy|fett|[-,]b\b", re.IGNORECASE)
_GAP = 0.9
"""How wide a gap between two words must be to be more than a space, by the size of the letters."""
_SAMPLES = 5
_MOST_ANNOTATIONS = 5000
_MOST_OBJECTS = 2000
_INVISIBLE = 3  # FPDF_TEXTRENDERMODE_INVISIBLE


# What it has to say of a file is said in findings and remarks, and not on the screen.
logging.getLogger("pypdfium2").addHandler(logging.NullHandler())


class DamagedPageError(Exception):
    """A page that cannot be loaded."""


class TooMuchTextError(Exception):
    """A page with more text than is read."""


@attrs.frozen(kw_only=True)
class ReadPage:
    """What is on a page."""

    page: Page
    """Its lines."""
    texts: tuple[Block, ...] = ()
    """What somebody typed onto it."""
    fields: tuple[Block, ...] = ()
    """The fields of a form on it."""
    parts: tuple[Part, ...] = ()
    """Files that are pinned to it."""
    images: bool = False
    """Whether it has pictures, or anything else drawn; only looked for where there is hardly any text."""
    remarks: tuple[str, ...] = ()
    """What was met on it."""


def page_of(pdf: Any, index: int, most_characters: int) -> ReadPage:
    """Read a page.

    Raises:
        DamagedPageError: It cannot be loaded.
        TooMuchTextError: It has more characters than that.
    """
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError as error:
        raise DamagedPageError from error
    try:
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        page.close()
        raise DamagedPageError from error
    try:
        text = _PageText(page, textpage, most_characters)
        lines = tuple(text.lines())
        few = sum(len(line.text) for line in lines) < 25
        notes = _Annotations(pdf, page, index + 1)
        notes.read()
        remarks = [*notes.remarks]
        if text.invisible and lines:
            remarks.append("text-recognised")
        return ReadPage(
            page=Page(number=index + 1, height=text.height, lines=lines),
            texts=tuple(notes.texts),
            fields=tuple(notes.fields),
            parts=tuple(notes.parts),
            images=few and _is_drawn(page),
            remarks=tuple(remarks),
        )
    finally:
        textpage.close()
        page.close()


def _is_drawn(page: Any) -> bool:
    """Whether there is anything on a page besides letters."""
    for count, item in enumerate(page.get_objects(max_depth=3)):
        if item.type in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            return True
        if count > _MOST_OBJECTS:
            return True
    return False


def language_of(pdf: Any) -> str | None:
    """The language that a file says it is in."""
    # Not in every version of pypdfium2 that serves.
    ask = getattr(raw, "FPDFCatalog_GetLanguage", None)
    if ask is None:
        return None
    length = ask(pdf, None, 0)
    if not 2 < length < 200:
        return None
    buffer = (ctypes.c_ushort * (length // 2))()
    ask(pdf, buffer, length)
    return tidy(bytes(buffer).decode("utf-16-le", "replace")).strip("\0 ") or None


class _PageText:
    """The letters of a page."""

    def __init__(self, page: Any, textpage: Any, most_characters: int) -> None:
        self._textpage = textpage
        self._most = most_characters
        self._turn = page.get_rotation()
        width, height = page.get_size()
        self.height: float = height
        # The size is of the page as it is seen, the places are of the page as it is stored.
        self._width, self._tall = (height, width) if self._turn in (90, 270) else (width, height)
        self._left, self._bottom = page.get_cropbox()[:2]
        self.invisible = 0

    def lines(self) -> Iterator[Line]:
        text = self._text()
        for match in _LINE.finditer(text):
            begin, end = match.span()
            if end < len(text) and text[end] == "\ufffe":
                # PDFium's sign for a hyphen at the end of a line, with which it joins the two lines.
                line = self._line(text, begin, end, "-")
            elif match[0] == "\ufffe":
                continue
            else:
                line = self._line(text, begin, end, "")
            if line is not None:
                yield line

    def _text(self) -> str:
        """The text, a sign for each of PDFium's own, so that places can be asked for."""
        count = raw.FPDFText_CountChars(self._textpage)
        if count <= 0:
            return ""
        if count > self._most:
            raise TooMuchTextError(count)
        buffer = (ctypes.c_ushort * (count + 1))()
        written = raw.FPDFText_GetText(self._textpage, 0, count, buffer)
        text = bytes(buffer).decode("utf-16-le", "surrogatepass")
        if written == count + 1 and len(text) == count + 1:
            return text[:count]
        # Signs beyond the basic plane, or left out: asked for one by one.
        codes = (raw.FPDFText_GetUnicode(self._textpage, index) for index in range(count))
        return "".join("\ufffe" if code == 2 else chr(code) if code < 0x110000 else "\ufffd" for code in codes)

    def _line(self, text: str, begin: int, end: int, tail: str) -> Line | None:
        words = [(begin + match.start(), begin + match.end()) for match in _WORD.finditer(text[begin:end])]
        if not words:
            return None
        sizes: Counter[float] = Counter()
        bold = 0
        step = max(len(words) // _SAMPLES, 1)
        sampled = words[::step]
        for first, _ in sampled:
            sizes[self._size(first)] += 1
            bold += self._is_bold(first)
        size = max(sizes.items(), key=lambda item: (item[1], item[0]))[0]
        boxes = [(self._box(first), self._box(last - 1)) for first, last in words]
        written = [tidy(_paired(text[first:last])).replace("\n", " ") for first, last in words]
        content = written[0]
        gaps: list[tuple[float, float]] = []
        for index in range(1, len(words)):
            place = boxes[index][0][0]
            width = place - boxes[index - 1][1][2]
            wide = width > size * _GAP and not (index == 1 and is_list_item(f"{content} x"))
            if wide:
                gaps.append((place, width))
            content += ("\t" if wide else " ") + written[index]
        if not content.strip():
            return None
        left, bottom, _, _ = boxes[0][0]
        origin = self._origin(words[0][0])
        self.invisible += self._is_invisible(words[0][0])
        return Line(
            text=content + tail,
            gaps=tuple(gaps),
            left=left,
            right=boxes[-1][1][2],
            first_word=max(boxes[0][1][2] - left, 0.0),
            inner_left=boxes[1][0][0] if len(boxes) > 1 else left,
            bottom=origin if origin is not None else bottom,
            size=size,
            bold=bold == len(sampled),
        )

    def _seen(self, x: float, y: float) -> tuple[float, float]:
        """A place on the page as it is seen."""
        x, y = x - self._left, y - self._bottom
        if self._turn == 90:
            return y, self._width - x
        if self._turn == 180:
            return self._width - x, self._tall - y
        if self._turn == 270:
            return self._tall - y, x
        return x, y

    def _box(self, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a letter."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(self._textpage, index, left, right, bottom, top)
        one, other = self._seen(left.value, bottom.value), self._seen(right.value, top.value)
        return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])

    def _origin(self, index: int) -> float | None:
        """Where the foot of a letter is."""
        x, y = ctypes.c_double(), ctypes.c_double()
        if not raw.FPDFText_GetCharOrigin(self._textpage, index, x, y):
            return None
        return self._seen(x.value, y.value)[1]

    def _size(self, index: int) -> float:
        """The size of a letter as it is seen; the font's own size says little, since text may be scaled."""
        matrix = raw.FS_MATRIX()
        size: float = raw.FPDFText_GetFontSize(self._textpage, index)
        if raw.FPDFText_GetMatrix(self._textpage, index, matrix):
            size *= max(abs(matrix.c) + abs(matrix.d), 0.0)
        return min(max(round(size, 1), 0.5), 500.0)

    def _is_bold(self, index: int) -> bool:
        buffer = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(self._textpage, index, buffer, 128, ctypes.c_int())
        return _BOLD.search(buffer.value) is not None

    def _is_invisible(self, index: int) -> bool:
        item = raw.FPDFText_GetTextObject(self._textpage, index)
        return bool(item) and raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE


def _paired(text: str) -> str:
    """Put together the halves of a sign beyond the basic plane, which PDFium counts as two."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _Annotations:
    """What is laid over a page: fields of a form, typed text, comments, pinned files, links."""

    def __init__(self, pdf: Any, page: Any, number: int) -> None:
        self._page = page
        self._form = pdf.formenv
        self._number = number
        self.texts: list[Block] = []
        self.fields: list[Block] = []
        self.parts: list[Part] = []
        self.remarks: list[str] = []

    def read(self) -> None:
        count = raw.FPDFPage_GetAnnotCount(self._page)
        if count > _MOST_ANNOTATIONS:
            self.remarks.append("annotations-left-out")
        for index in range(min(count, _MOST_ANNOTATIONS)):
            annotation = raw.FPDFPage_GetAnnot(self._page, index)
            if annotation:
                try:
                    self._one(annotation)
                finally:
                    raw.FPDFPage_CloseAnnot(annotation)

    def _one(self, annotation: Any) -> None:
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind == raw.FPDF_ANNOT_WIDGET and self._form:
            self._field(annotation)
        elif kind == raw.FPDF_ANNOT_FREETEXT:
            text = tidy(_value(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")).strip()
            if text:
                self.texts.append(Block(text=text, page=self._number))
        elif kind == raw.FPDF_ANNOT_FILEATTACHMENT:
            self._file(annotation)
        elif kind in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_POPUP):
            return
        elif _value(raw.FPDFAnnot_GetStringValue, annotation, b"Contents").strip("\0 "):
            self.remarks.append("comments")

    def _field(self, annotation: Any) -> None:
        kind = raw.FPDFAnnot_GetFormFieldType(self._form, annotation)
        name = tidy(_value(raw.FPDFAnnot_GetFormFieldName, self._form, annotation)).strip()
        if not name or kind in (raw.FPDF_FORMFIELD_PUSHBUTTON, raw.FPDF_FORMFIELD_SIGNATURE):
            return
        if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
            if not raw.FPDFAnnot_IsChecked(self._form, annotation):
                return
            value = _value(raw.FPDFAnnot_GetFormFieldExportValue, self._form, annotation) or "x"
        else:
            value = _value(raw.FPDFAnnot_GetFormFieldValue, self._form, annotation)
        text = tidy(value).strip()
        if all(block.field != name for block in self.fields):
            self.fields.append(Block(kind=BlockKind.FIELD, text=text, field=name, page=self._number))

    def _file(self, annotation: Any) -> None:
        attachment = raw.FPDFAnnot_GetFileAttachment(annotation)
        if not attachment:
            return
        pinned = pypdfium2.PdfAttachment(attachment, None)
        try:
            data = bytes(pinned.get_data())
        except pypdfium2.PdfiumError:
            self.remarks.append("damaged-attachments")
            return
        self.parts.append(Part(name=part_name(pinned.get_name(), len(self.parts) + 1), data=data))


def _value(function: Any, *arguments: Any) -> str:
    """Ask PDFium for a text, first for its length."""
    length = function(*arguments, None, 0)
    if length <= 2 or length > 2_000_000:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    function(*arguments, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")
