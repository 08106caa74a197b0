"""The reading of PDF; see `kkrconsult.readers.pdf`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from kkrconsult.document import Block, Document, Part
from kkrconsult.findings import Finding
from kkrconsult.formats.page_layout import Page, lay_out
from kkrconsult.formats.plain_text import tidy
from kkrconsult.formats.problems import finding, place
from kkrconsult.model import PageBasis, PageCount, Response
from kkrconsult.readers._documents import locked, part_name, read_whole, unreadable
from kkrconsult.structure import FrozenMap

if TYPE_CHECKING:
    from kkrconsult.readers.pdf import Options

__all__ = ["read_pdf"]

_MAGIC = b"%PDF-"
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY
_XFA_ONLY = 2  # FORMTYPE_XFA_FULL
# What stands in the file as it is. It may hide in a compressed part; what is never run does no harm there either.
_SCRIPTS = re.compile(rb"/(?:JavaScript|JS)\b")
_LAUNCH = re.compile(rb"/(?:Launch|SubmitForm|ImportData|GoToR)\b")
_DRAWN = re.compile("[\ufffd\ue000-\uf8ff]")
_FEW_LETTERS = 25
_MOST_ATTACHMENTS = 200
_TITLE_PREFIX = re.compile(r"Microsoft (?:Office )?(?:Word|PowerPoint|Excel) - ")


def read_pdf(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one file."""
    return read_whole(stream, name, options.largest_file, lambda data: _read(data, name, options))


def _read(data: bytes, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    if _MAGIC not in data[:1024]:
        yield unreadable(
            name, da="den er ikke en PDF, selv om den hedder sådan", en="it is no PDF, though it is named so"
        )
        return
    try:
        import pypdfium2
    except ImportError:
        yield finding("file.needs-extra", place(name), extra="documents")
        return
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        yield _not_opened(name, getattr(error, "err_code", None))
        return
    try:
        yield from _document(pdf, data, name, options)
    finally:
        pdf.close()


def _not_opened(name: str, code: int | None) -> Finding:
    if code in (_PASSWORD, _SECURITY):
        return locked(name)
    return unreadable(name, da="den er beskadiget", en="it is damaged")


def _document(pdf: Any, data: bytes, name: str, options: Options) -> Iterator[Finding | Document]:
    from kkrconsult.readers import _pdf_pages

    # Before pages are counted or loaded, or PDFium leaves the fields out.
    pdf.init_forms()
    declared = len(pdf)
    if declared > options.most_pages:
        yield _over(name, da=f"mere end {options.most_pages} sider", en=f"more than {options.most_pages} pages")
        return
    remarks = _remarks(pdf, data)
    pages: list[Page] = []
    drawn: list[int] = []
    extra: list[tuple[Block, ...]] = []
    parts: list[Part] = []
    fields: set[str] = set()
    characters = 0
    for index in range(declared):
        try:
            page = _pdf_pages.page_of(pdf, index, options.most_characters - characters)
        except _pdf_pages.DamagedPageError:
            remarks.append("damaged-pages")
            continue
        except _pdf_pages.TooMuchTextError:
            yield _over(
                name,
                da=f"mere end {options.most_characters} tegn",
                en=f"more than {options.most_characters} characters",
            )
            return
        pages.append(page.page)
        characters += sum(len(line.text) for line in page.page.lines)
        if page.images and not _letters(page.page):
            drawn.append(len(pages) - 1)
        extra.append((*page.texts, *(block for block in page.fields if block.field not in fields)))
        fields.update(block.field or "" for block in page.fields)
        parts += page.parts
        remarks += page.remarks
    if not pages:
        yield unreadable(name, da="ingen af dens sider kan læses", en="none of its pages can be read")
        return
    laid_out = lay_out(pages)
    if drawn:
        remarks.append("scanned-pages")
    parts += _attachments(pdf, remarks)
    document = Document(
        name=name,
        media_type="application/pdf",
        blocks=tuple(block for one, more in zip(laid_out, extra, strict=True) for block in (*one.blocks, *more)),
        pages=_counted(pages, drawn, extra, declared - len(pages), options),
        page_lengths=tuple(one.length for one in laid_out),
        title=_TITLE_PREFIX.sub("", _metadata(pdf, "Title")) or None,
        author=_metadata(pdf, "Author") or None,
        language=_pdf_pages.language_of(pdf),
        parts=tuple(parts),
        remarks=tuple(dict.fromkeys(remarks)),
    )
    yield document
    yield from _without_text(document, pages, len(drawn), name)


def _counted(
    pages: Sequence[Page], drawn: Collection[int], extra: Sequence[Sequence[Block]], damaged: int, options: Options
) -> PageCount:
    """How many pages count, damaged ones too: not those with nothing on them, and no cover, where that is wanted."""
    left_out = []
    empty = [
        index
        for index, (page, more) in enumerate(zip(pages, extra, strict=True))
        if not page.lines and not more and index not in drawn
    ]
    counted = len(pages) - (0 if options.count_empty_pages else len(empty))
    if counted < len(pages):
        left_out.append(f"{len(pages) - counted} empty left out")
    if len(pages) > 1 and 0 not in empty and _length(pages[0]) < options.cover_below:
        counted -= 1
        left_out.append("cover left out")
    return PageCount(pages=counted + damaged, basis=PageBasis.COUNTED, method=", ".join(["PDF", *left_out]))


def _without_text(document: Document, pages: list[Page], drawn: int, name: str) -> Iterator[Finding]:
    """What is to be said of a file that has no text to read.

    Args:
        document: What was found in it.
        pages: Its pages.
        drawn: How many of them have pictures and hardly any text.
        name: Its name.
    """
    if any(block.field and block.text for block in document.blocks):
        return
    text = "".join(block.text for block in document.blocks)
    letters = sum(map(str.isalnum, text))
    if letters < _FEW_LETTERS * min(len(pages), 4) and (drawn or not letters):
        yield finding("file.no-text", place(name), pages=drawn or len(pages))
    elif len(_DRAWN.findall(text)) > letters:
        # Letters without a table that says which they are: to the eye a text, to a program nothing.
        yield finding("file.no-text", place(name), pages=len(pages))


def _letters(page: Page) -> bool:
    return _length(page) >= _FEW_LETTERS


def _length(page: Page) -> int:
    return sum(len(line.text) for line in page.lines)


def _over(name: str, **reason: str) -> Finding:
    return finding("file.over-limit", place(name), reason=FrozenMap(reason))


def _remarks(pdf: Any, data: bytes) -> list[str]:
    from pypdfium2 import raw

    found: list[str] = []
    if raw.FPDFDoc_GetJavaScriptActionCount(pdf) > 0 or _SCRIPTS.search(data):
        found.append("macros")
    if _LAUNCH.search(data):
        found.append("external-references")
    if raw.FPDF_GetSignatureCount(pdf) > 0:
        found.append("signed")
    if pdf.get_formtype() == _XFA_ONLY:
        found.append("xfa-form")
    return found


def _metadata(pdf: Any, key: str) -> str:
    return " ".join(tidy(pdf.get_metadata_value(key)).split())[:500]


def _attachments(pdf: Any, remarks: list[str]) -> Iterator[Part]:
    count = pdf.count_attachments()
    if count > _MOST_ATTACHMENTS:
        remarks.append("attachments-left-out")
    for index in range(min(count, _MOST_ATTACHMENTS)):
        attachment = pdf.get_attachment(index)
        try:
            data = bytes(attachment.get_data())
        except Exception:
            remarks.append("damaged-attachments")
            continue
        yield Part(name=part_name(attachment.get_name(), index + 1), data=data)
