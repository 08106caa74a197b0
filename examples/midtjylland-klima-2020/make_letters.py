"""Makes the example inbox of letters: the constructed answers of make_inbox.py as Word, PDF, OpenDocument and e-mail.

No real answer to the reference hearing is public. Every text is a placeholder and says so. What a letter cannot tell
(when a file on its own came, that an answer was taken back) stands in inbox.toml, as a secretariat would write it. It
needs python-docx and reportlab. Run it to write the same files again: ``python make_letters.py``.
"""

from __future__ import annotations

import io
import runpy
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import kkrconsult as kc
from kkrconsult.danish import format_date

HERE = Path(__file__).parent
NOTICE = "Dette svar er konstrueret som eksempel og udtrykker ikke kommunens holdning."
DATE = (2020, 12, 1, 12, 0, 0)
Line = tuple[str, str]
"""What a paragraph is (title, heading, text) and its text."""


def answers() -> list[kc.Response]:
    """The constructed answers."""
    found: list[kc.Response] = runpy.run_path(str(HERE / "make_inbox.py"))["inbox"]()
    return found


def names() -> dict[str, str]:
    """The full names of the parties, by id."""
    round_ = kc.load_round("midtjylland-klima-2020")
    return {party.id: party.full_name for party in round_.participants}


def sender_of(response: kc.Response, full: dict[str, str]) -> str:
    """Who answers, as the letter says it."""
    if response.sender and not response.participants:
        return response.sender.name
    return " og ".join(full[party] for party in response.participants)


def letter(response: kc.Response, full: dict[str, str], titles: dict[str, str]) -> Iterator[Line]:
    """The paragraphs of a letter that says what a response says."""
    yield "title", f"Høringssvar fra {sender_of(response, full)}"
    yield "text", "Til KKR Midtjylland"
    yield "text", NOTICE
    handling = response.handling
    if handling and handling.decided_on:
        yield "text", f"Høringssvaret er behandlet i {handling.body} den {format_date(handling.decided_on, 'da')}."
    elif handling:
        yield "text", "Høringssvaret er afgivet administrativt."
    if response.reservation and response.reservation.expected_on:
        day = format_date(response.reservation.expected_on, "da")
        yield "text", f"Der tages forbehold for {response.reservation.body}s endelige godkendelse den {day}."
    if response.no_remarks:
        yield "text", response.no_remarks.quote or "Vi har ingen bemærkninger."
    for point in response.points:
        if isinstance(point, kc.TrackPoint):
            yield "heading", f"Spor: {titles[point.track]}"
            yield "text", point.text
        elif isinstance(point, kc.ThemeProposal):
            yield "heading", f"Supplerende tema: {point.title}"
            yield "text", point.text
            yield "heading", "Begrundelse"
            yield "text", point.rationale or "Pladsholder for en begrundelse."
    yield "text", "Med venlig hilsen"
    yield "text", sender_of(response, full)


def fixed(data: bytes) -> bytes:
    """The same archive with the same date for everything in it."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, DATE)
            stored = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return sink.getvalue()


def as_docx(lines: list[Line]) -> bytes:
    """A Word file."""
    import datetime as dt

    import docx

    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = dt.datetime(*DATE)  # noqa: DTZ001
    document.core_properties.title, document.core_properties.author = lines[0][1], ""
    for kind, text in lines:
        if kind == "text":
            document.add_paragraph(text)
        else:
            document.add_heading(text, 1 if kind == "title" else 2)
    sink = io.BytesIO()
    document.save(sink)
    return fixed(sink.getvalue())


def as_odt(lines: list[Line]) -> bytes:
    """An OpenDocument file."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
    body = "".join(
        f"<text:p>{escape(text)}</text:p>"
        if kind == "text"
        else f'<text:h text:outline-level="{1 if kind == "title" else 2}">{escape(text)}</text:h>'
        for kind, text in lines
    )
    content = (
        f'<office:document-content {spaces} office:version="1.3"><office:body><office:text>{body}</office:text>'
        "</office:body></office:document-content>"
    )
    media = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("mimetype", media)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return fixed(sink.getvalue())


def as_pdf(lines: list[Line], pages: int = 1) -> bytes:
    """A PDF; further pages hold filler, for an answer that is too long."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    by_kind = {"title": styles["Heading1"], "heading": styles["Heading2"], "text": styles["BodyText"]}
    closing = lines[-2:]
    story: list[Any] = [Paragraph(escape(text), by_kind[kind]) for kind, text in lines[:-2]]
    for page in range(1, pages):
        story += [PageBreak(), Paragraph(f"Pladsholder, der fylder side {page + 1}.", styles["BodyText"])]
    story += [Paragraph(escape(text), by_kind[kind]) for kind, text in closing]
    sink = io.BytesIO()
    SimpleDocTemplate(sink, pagesize=A4, title=lines[0][1], invariant=1).build(story)
    return sink.getvalue()


def as_text(lines: list[Line]) -> str:
    """The text of an e-mail."""
    return "\n\n".join(text for _, text in lines) + "\n"


def as_mail(response: kc.Response, body: str, *files: tuple[str, bytes]) -> bytes:
    """An e-mail with files."""
    moment = response.received_at
    assert moment is not None
    mail = EmailMessage()
    mail["Received"] = f"from mail.example by post.example; {format_datetime(moment)}"
    party = response.participants[0] if response.participants else "forening"
    mail["From"] = f"Konstrueret afsender <post@{party}.example>"
    mail["To"] = "kkr@example.dk"
    mail["Subject"] = "Konstrueret høringssvar"
    mail["Date"] = format_datetime(moment)
    mail["Message-ID"] = f"<{response.id}@{party}.example>"
    mail.set_content(body)
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    if files:
        mail.set_boundary(f"konstrueret-{response.id}")
    return mail.as_bytes()


COVER = "Kære KKR Midtjylland\n\nHermed fremsendes høringssvaret, se vedhæftede fil.\n\nMed venlig hilsen\nPosten\n"


def files() -> dict[str, bytes]:
    """The files of the inbox, by name."""
    full, parties = names(), answers()
    titles = {track.id: track.title.in_language("da") for track in kc.load_round("midtjylland-klima-2020").tracks}
    makers: list[tuple[str, Callable[[list[Line]], bytes]]] = [("docx", as_docx), ("pdf", as_pdf), ("odt", as_odt)]
    found: dict[str, bytes] = {}
    settled = [
        "# Konstrueret eksempel: hvad sekretariatet ved om filerne, og som ikke står i dem.",
        "",
        "schema = 1",
        "",
    ]
    for number, response in enumerate(parties):
        lines = list(letter(response, full, titles))
        suffix, make = makers[number % 3]
        data = as_pdf(lines, pages=3) if response.id.startswith("holstebro") else make(lines)
        suffix = "pdf" if response.id.startswith("holstebro") else suffix
        way = number % 4
        if way == 0:
            name = f"{response.id}.eml"
            found[name] = as_mail(response, COVER, (f"høringssvar.{suffix}", data))
            name = f"{name}/høringssvar.{suffix}"
        elif way == 1:
            name = f"{response.id}.eml"
            found[name] = as_mail(response, as_text(lines))
        else:
            name = f"{response.id}.{suffix}"
            found[name] = data
        settled += list(_settled(name, response, in_mail=way < 2))
    found["inbox.toml"] = "\n".join(settled).encode()
    return found


def _settled(name: str, response: kc.Response, *, in_mail: bool) -> Iterator[str]:
    said = []
    if not in_mail and response.received_at:
        said += [f"modtaget = {response.received_at.isoformat()}", 'kanal = "e-mail"']
    if response.supersedes:
        said += [f"version = {response.version}", f'erstatter = "{response.supersedes}"']
    if response.withdrawn and response.withdrawn.at:
        at = response.withdrawn.at.isoformat()
        said.append(f'trukket_tilbage = {{ grund = "{response.withdrawn.reason}", tidspunkt = {at} }}')
    if response.supersedes or response.id == "horsens-konstrueret":
        # So that one answer can name the other, whatever their files are called.
        said.insert(0, f'id = "{response.id}"')
    if said:
        yield from (f'[filer."{name}"]', *said, "")


def main() -> None:
    """Write the inbox beside this file."""
    folder = HERE / "letters"
    folder.mkdir(exist_ok=True)
    for name, data in files().items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
