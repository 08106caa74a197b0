"""Documents of many formats with one secret in them, each in another place: what a careless exporter might write.

`LEAKY` names a maker for each; a maker takes the secret and gives the bytes of a document.
"""

from __future__ import annotations

import base64
import bz2
import email.message
import gzip
import io
import json
import lzma
import quopri
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["LEAKY", "png", "zipped"]

Maker = Callable[[str], bytes]


def zipped(*members: tuple[str, bytes], comment: bytes = b"", **changes: Any) -> bytes:
    """A zip archive of some members."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in members:
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            for field, value in changes.items():
                setattr(member, field, value)
            archive.writestr(member, content)
    return sink.getvalue()


def _member_comment(secret: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        member = zipfile.ZipInfo("x.txt")
        member.comment = secret.encode()
        archive.writestr(member, b"x")
    return sink.getvalue()


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A picture of one pixel, with more chunks."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    every = [(b"IHDR", header), *chunks, (b"IDAT", zlib.compress(b"\x00\x00")), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in every
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _jpeg(secret: str, marker: int, encoding: str) -> bytes:
    said = secret.encode(encoding)
    return b"\xff\xd8\xff" + bytes([marker]) + struct.pack(">H", len(said) + 2) + said + b"\xff\xd9"


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _docx(part: str, content: str) -> bytes:
    """Only the parts in which the secret stands, and one that is empty: no reader has to like it."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_WORD}"><w:body>'
    empty = f"{head}<w:p/></w:body></w:document>"
    members = {"word/document.xml": empty, part: f"{head}{content}</w:body></w:document>"}
    return zipped(*((name, text.encode()) for name, text in members.items()))


def _runs(secret: str) -> str:
    """A paragraph that is cut into runs in the middle of words, as Word does it."""
    middle = len(secret) // 2 - 1
    cut = (secret[:middle], secret[middle : middle + 2], secret[middle + 2 :])
    runs = "".join(
        f'<w:r><w:rPr><w:b/><w:color w:val="000000"/></w:rPr><w:t xml:space="preserve">{one}</w:t></w:r>' for one in cut
    )
    return f"<w:p>{runs}</w:p>"


def _real_docx(secret: str) -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph("Konstrueret.")
    document.core_properties.author = secret
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def _commented_docx(secret: str) -> bytes:
    import docx

    document = docx.Document()
    paragraph = document.add_paragraph("Konstrueret.")
    document.add_comment(paragraph.runs, text=secret, author="x", initials="x")
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def _xlsx(secret: str, where: str) -> bytes:
    import xlsxwriter

    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Ark")
        if where == "cell":
            sheet.write_string(0, 0, secret)
        elif where == "comment":
            sheet.write_comment(0, 0, secret)
        elif where == "property":
            book.set_custom_property("Sag", secret)
        elif where == "hidden":
            other = book.add_worksheet("Andet")
            other.write_string(5, 5, secret)
            other.very_hidden()
        elif where == "link":
            sheet.write_url(0, 0, "https://example.org/", string="her", tip=secret)
    return sink.getvalue()


def _pdf(draw: Callable[[Any], object]) -> bytes:
    from reportlab.pdfgen import canvas

    sink = io.BytesIO()
    page = canvas.Canvas(sink, invariant=1)
    page.drawString(72, 720, "Konstrueret.")
    draw(page)
    page.showPage()
    page.save()
    return sink.getvalue()


def _pdf_lines(secret: str) -> bytes:
    """A text that is broken over lines, as pages do it."""
    third = len(secret) // 3

    def draw(page: Any) -> None:
        for number, part in enumerate((secret[:third], secret[third : 2 * third], secret[2 * third :])):
            page.drawString(72, 600 - 14 * number, part)

    return _pdf(draw)


def _typst(secret: str, source: str, **files: bytes) -> bytes:
    import typst

    quoted = json.dumps(secret, ensure_ascii=False)
    text = '#set document(title: "Konstrueret")\n' + source.replace("SECRET", quoted)
    world = {"main.typ": text.encode(), **{name.replace("_", "."): data for name, data in files.items()}}
    return typst.compile(world)  # type: ignore[call-overload, no-any-return]


_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{}</title><path d="M 1 1 L 8 8"/></svg>'


def _page(body: str) -> bytes:
    return f'<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def _mail(secret: str, how: str) -> bytes:
    message = email.message.EmailMessage()
    message["From"] = "hoering@kkr-konstrueret.dk"
    message["To"] = "Anholt <post@anholt.example>"
    message["Subject"] = "Konstrueret" if how != "subject" else f"Æ: {secret}"
    message["Date"] = "Tue, 15 Dec 2020 10:00:00 +0100"
    encoded = how in ("base64", "quoted-printable")
    message.set_content(f"Hej.\n\n{secret}\n\næøå" if encoded else "Konstrueret.", cte=how if encoded else "7bit")
    if how == "attachment":
        message.add_attachment(
            _docx("word/document.xml", _runs(secret)), maintype="application", subtype="zip", filename="x.docx"
        )
    if how == "file name":
        message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=f"Æ {secret}.docx")
    return message.as_bytes()


def _calendar(secret: str) -> bytes:
    line = f"DESCRIPTION:Konstrueret aftale\\, spørg {secret} om den"
    folded = "\r\n ".join(line[at : at + 20] for at in range(0, len(line), 20))
    return f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{folded}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode()


def _tar(secret: str, *, named: bool) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        data = b"x" if named else secret.encode()
        member = tarfile.TarInfo(f"{secret}.txt" if named else "x.txt")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
        archive.addfile(tarfile.TarInfo("empty.txt"))
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    return sink.getvalue()


def _uri(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _text_chunk(secret: str) -> bytes:
    return png((b"tEXt", b"Comment\x00" + secret.encode("latin-1", "replace")))


LEAKY: Mapping[str, Maker] = {
    # text
    "text": lambda one: f"Konstrueret. {one}.\n".encode(),
    "text in Latin-1": lambda one: f"Æble. {one}.\n".encode("latin-1"),
    "text in UTF-16": lambda one: f"Konstrueret. {one}.\n".encode("utf-16"),
    "text in UTF-16 without a mark": lambda one: f"Konstrueret. {one}.\n".encode("utf-16-be"),
    "text in UTF-32": lambda one: f"Konstrueret. {one}.\n".encode("utf-32"),
    "text in capitals and over lines": lambda one: one.upper().replace(" ", "\n   ").encode(),
    "text between bytes": lambda one: b"\x00\x01\x02" + one.encode() + b"\x00\x03\x00",
    "UTF-16 between bytes": lambda one: b"\x00\x01\x02\x07" + one.encode("utf-16-le") + b"\x01\x03\x00",
    "Markdown": lambda one: "".join(
        f"\\{sign}" if not sign.isalnum() and sign != " " else sign for sign in one
    ).encode(),
    "Markdown with tags": lambda one: f"# Titel\n\nHer er <b>{one[:6]}</b>{one[6:]}.\n".encode(),
    "CSV": lambda one: f'"id";"navn"\r\n"1";"{one}"\r\n'.encode("utf-8-sig"),
    "JSON": lambda one: json.dumps({"a": [{"b": f"før\n{one}"}]}).encode(),
    "JSON with every letter escaped": lambda one: (
        '["' + "".join(f"\\u{ord(sign):04x}" for sign in one) + '"]'
    ).encode(),
    "JSON Lines": lambda one: json.dumps({"x": 1}).encode() + b"\n" + json.dumps({"y": one}).encode() + b"\n",
    "a key of JSON": lambda one: json.dumps({one: 1}).encode(),
    "percent signs": lambda one: (
        "https://example.org/?q=" + "".join(f"%{byte:02X}" for byte in one.encode())
    ).encode(),
    "base64 in lines": lambda one: b"PHOTO:\n" + base64.encodebytes((one + " konstrueret" * 9).encode()),
    "quoted-printable": lambda one: quopri.encodestring(("æ " + one + " konstrueret" * 9).encode()),
    "a calendar": _calendar,
    # archives
    "a name in a zip archive": lambda one: zipped((f"{one}.txt", b"x")),
    "a file in a zip archive": lambda one: zipped(("x.txt", one.encode())),
    "the comment of a zip archive": lambda one: zipped(("x.txt", b"x"), comment=one.encode()),
    "the comment of a member": _member_comment,
    "an extra field": lambda one: zipped(
        ("x.txt", b"x"), extra=struct.pack("<HH", 0x7075, len(one.encode())) + one.encode()
    ),
    "what stands before a zip archive": lambda one: one.encode() + b"\x00" + zipped(("x.txt", b"x")),
    "an archive in an archive": lambda one: zipped(("a.bin", zipped(("b.bin", zipped(("c.txt", one.encode())))))),
    "a tar archive": lambda one: _tar(one, named=False),
    "a name in a tar archive": lambda one: _tar(one, named=True),
    "gzip": lambda one: gzip.compress(one.encode(), mtime=0),
    "bzip2": lambda one: bz2.compress(one.encode()),
    "xz": lambda one: lzma.compress(one.encode()),
    "tar in gzip": lambda one: gzip.compress(_tar(one, named=False), mtime=0),
    # Word, OpenDocument and Excel
    "runs in Word": lambda one: _docx("word/document.xml", _runs(one)),
    "a comment in Word": _commented_docx,
    "a comment of another part": lambda one: _docx(
        "word/comments.xml", f"<w:comment w:author='x'>{_runs(one)}</w:comment>"
    ),
    "the author of a comment": lambda one: _docx("word/comments.xml", f'<w:comment w:author="{one}"/>'),
    "an alternative text in Word": lambda one: _docx("word/document.xml", f'<wp:docPr id="1" name="x" descr="{one}"/>'),
    "the name of a picture in Word": lambda one: _docx("word/document.xml", f'<wp:docPr id="1" name="{one}"/>'),
    "a header in Word": lambda one: _docx("word/header1.xml", _runs(one)),
    "deleted text in Word": lambda one: _docx(
        "word/document.xml", f"<w:del><w:r><w:delText>{one}</w:delText></w:r></w:del>"
    ),
    "the author of a Word file": _real_docx,
    "a link out of Word": lambda one: _docx("word/_rels/document.xml.rels", f'<Relationship Target="mailto:{one}"/>'),
    "an OpenDocument text": lambda one: zipped(
        ("content.xml", f"<text:p><text:span>{one[:5]}</text:span><text:span>{one[5:]}</text:span></text:p>".encode())
    ),
    "a cell in Excel": lambda one: _xlsx(one, "cell"),
    "a comment in Excel": lambda one: _xlsx(one, "comment"),
    "a property in Excel": lambda one: _xlsx(one, "property"),
    "a hidden sheet in Excel": lambda one: _xlsx(one, "hidden"),
    "the tip of a link in Excel": lambda one: _xlsx(one, "link"),
    # PDF
    "a page of a PDF": lambda one: _pdf(lambda page: page.drawString(72, 600, one)),
    "lines of a PDF": _pdf_lines,
    "the author of a PDF": lambda one: _pdf(lambda page: page.setAuthor(one)),
    "the outline of a PDF": lambda one: _pdf(lambda page: (page.bookmarkPage("x"), page.addOutlineEntry(one, "x"))),
    "a note in a PDF": lambda one: _pdf(lambda page: page.textAnnotation(one, (72, 500, 200, 540))),
    "white text in a PDF": lambda one: _pdf(lambda page: (page.setFillGray(1), page.drawString(72, 600, one))),
    "an alternative text in a PDF": lambda one: _typst(
        one, '#image("x.svg", alt: SECRET)', x_svg=_SVG.format("x").encode()
    ),
    "a file in a PDF": lambda one: _typst(
        one, '#pdf.attach("x.txt", relationship: "supplement", description: "x")\nHej.', x_txt=f"Hej {one}".encode()
    ),
    "the description of a file in a PDF": lambda one: _typst(
        one, '#pdf.attach("x.txt", relationship: "supplement", description: SECRET)\nHej.', x_txt=b"Hej"
    ),
    "keywords of a PDF": lambda one: _typst(one, "#set document(keywords: (SECRET,))\nHej."),
    # pictures
    "text in a PNG": _text_chunk,
    "packed text in a PNG": lambda one: png(
        (b"zTXt", b"Comment\x00\x00" + zlib.compress(one.encode("latin-1", "replace")))
    ),
    "international text in a PNG": lambda one: png((b"iTXt", b"Title\x00\x00\x00da\x00Titel\x00" + one.encode())),
    "packed international text in a PNG": lambda one: png(
        (b"iTXt", b"Title\x00\x01\x00da\x00Titel\x00" + zlib.compress(one.encode()))
    ),
    "Exif in a PNG": lambda one: png((b"eXIf", b"MM\x00*" + one.encode())),
    "a comment in a JPEG": lambda one: _jpeg(one, 0xFE, "utf-8"),
    "Exif in a JPEG": lambda one: _jpeg(one, 0xE1, "utf-16-le"),
    "a picture in Word": lambda one: zipped(("word/media/image1.png", _text_chunk(one))),
    "the title of an SVG": lambda one: _SVG.format(one).encode(),
    # web pages
    "a page": lambda one: _page(f"<p>Hej <b>{one[:7]}</b><i>{one[7:]}</i></p>"),
    "entities": lambda one: _page("<p>" + "".join(f"&#x{ord(sign):x};" for sign in one) + "</p>"),
    "a comment in a page": lambda one: _page(f"<!-- {one} --><p>Hej</p>"),
    "an attribute": lambda one: _page(f'<img src="x.png" alt="{one}">'),
    "an attribute of data": lambda one: _page(f"<p data-x='{one}'>Hej</p>"),
    "an attribute without quotes": lambda one: _page(f"<p title={one.replace(' ', '&nbsp;')}>Hej</p>"),
    "a script": lambda one: _page(f"<script>const x = {json.dumps({'y': one})};</script>"),
    "a style": lambda one: _page(f"<style>p::before {{ content: '{one}' }}</style>"),
    "a picture in a page": lambda one: _page(f'<img alt="" src="{_uri(_text_chunk(one), "image/png")}">'),
    "an SVG in a page": lambda one: _page(f'<img alt="" src="{_uri(_SVG.format(one).encode(), "image/svg+xml")}">'),
    "CDATA": lambda one: f"<?xml version='1.0'?><x><![CDATA[{one}]]></x>".encode(),
    "an instruction": lambda one: f"<?xml version='1.0'?><?note {one}?><x/>".encode(),
    "XML in UTF-16": lambda one: f"<?xml version='1.0' encoding='utf-16'?><x>{one}</x>".encode("utf-16"),
    # e-mails
    "an e-mail in base64": lambda one: _mail(one, "base64"),
    "an e-mail in quoted-printable": lambda one: _mail(one, "quoted-printable"),
    "the subject of an e-mail": lambda one: _mail(one, "subject"),
    "a Word file in an e-mail": lambda one: _mail(one, "attachment"),
    "the name of a file in an e-mail": lambda one: _mail(one, "file name"),
    "an e-mail in an archive": lambda one: zipped(("breve/anholt.eml", _mail(one, "attachment"))),
}
