"""A constructed round into which secrets are planted, and a way of looking for them that is not the library's own."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator

import attrs

import kkrconsult as kc
from kkrconsult.structure import FrozenMap

__all__ = ["CPRS", "HIDDEN", "NAMES", "REPORT", "SECRETS", "found_in", "readings"]

# Numbers of nobody: constructed days and serials, and telephone numbers that begin as none does.
CPRS = ("010180-1234", "020280-1234", "030380-1234")
EMAILS = ("karen.konstrueret@gmail.com", "kurt@hotmail.dk")
PHONES = ("19463728", "18375649")
HIDDEN = "Vi har aldrig bedt om at få revet den gamle lade ned, og det kan I godt skrive i jeres plan."
GONE = "Det var en tidligere udgave af svaret, som siden blev skrevet helt om efter mødet i udvalget."
LATER = "Dette kom først en måned senere og hører ikke til i opgørelsen over svarene på høringen."
NAMES = ("Karen Konstrueretsen", "Kurt Kontaktperson", "Ulla Underskriver", "Sofus Sagsbehandler", "Bodil Borgerinde")
TITLES = ("Nedrivningsklage over laden", "Ladens bevarelse og genopbygning", "Fortrolig tegning af laden")
FILES = ("nedrivningsklage-lade-79", "fortrolig-ladetegning")
IDS = ("skjult-ladeklage-79", "skjult-ladeklage-79-p1", "tilbagetrukket-borgersvar-3")

SECRETS: tuple[str, ...] = (*CPRS, *EMAILS, *PHONES, HIDDEN, GONE, LATER, *NAMES, *TITLES, *FILES, *IDS)
"""What no document for the public may hold."""

AT = dt.datetime(2020, 12, 20, tzinfo=dt.UTC)
CPR, MAIL, PHONE = CPRS[0], EMAILS[0], f"tlf. {PHONES[0]}"
PERSONAL = f"{CPR}, {MAIL}, {PHONE}"


def _contact(name: str) -> kc.Contact:
    return kc.Contact(name=name, email=EMAILS[1], phone=f"+45 {PHONES[1]}", address="Ladevej 79, Konstrueret")


def _round() -> kc.Round:
    return kc.Round(
        id="konstrueret-2020",
        title=kc.localized(da="Konstrueret høring", en="Constructed consultation"),
        organiser="KKR Konstrueret",
        opens=dt.datetime(2020, 10, 1, 8, tzinfo=dt.UTC),
        deadline=kc.Deadline(day=dt.date(2020, 12, 15)),
        contact=_contact(NAMES[1]),
        demands=(kc.Demand(id="postkasse", text=kc.localized(da="Send svaret til hoering@kkr-konstrueret.dk.")),),
        tracks=(
            kc.Track(id="klima", title=kc.localized(da="Klima")),
            kc.Track(id="natur", title=kc.localized(da="Natur")),
        ),
        participants=tuple(
            kc.Participant(id=name.lower(), name=name, official_name=f"{name} Kommune", contact=_contact(NAMES[1]))
            for name in ("Anholt", "Bogense", "Christianssted", "Dragør")
        ),
        extensions=(
            kc.Extension(
                deadline=kc.Deadline(day=dt.date(2020, 12, 18)), participants=("anholt",), granted_by=NAMES[3]
            ),
        ),
        themes=(
            kc.ThemeDecision(title="Kyster", titles=(TITLES[1],), note=f"Aftalt med {NAMES[4]}, {PERSONAL}."),
            kc.ThemeDecision(title=TITLES[1] + " nu", points=("skjult-ladeklage-79-p1",)),
        ),
    )


def _published() -> kc.Response:
    where = kc.Anchor(
        file=f"svar_{CPRS[1].replace('-', '_')}_{NAMES[1].replace(' ', '_')}.docx", page=1, section=PERSONAL
    )
    return kc.Response(
        id=f"anholt-{CPRS[2]}",
        participants=("anholt",),
        sender=kc.Sender(name=NAMES[1], email=EMAILS[1]),
        contact=_contact(NAMES[1]),
        recorded_by=NAMES[3],
        received_at=dt.datetime(2020, 12, 16, 9, tzinfo=dt.UTC),
        title=f"Konstrueret høringssvar {CPR}",
        body=f"Dette svar er konstrueret.\n\nSpørg på {PERSONAL}.\n\nFlere kyster, tak. Borger {CPRS[1]}.",
        points=(
            kc.TrackPoint(id="anholt-1", track="klima", text=f"Om klima, {PERSONAL}.", rationale=CPRS[1], anchor=where),
            kc.ThemeProposal(id="anholt-2", title=f"Kyster {CPR}", text=PERSONAL, anchor=where),
            kc.ThemeProposal(id="anholt-3", title="Kyster", text="Flere kyster."),
            kc.GeneralPoint(id="anholt-4", text="En generel bemærkning."),
        ),
        signatory=kc.Signatory(name=f"Borgmester Konstrueret {CPR}", title=f"borgmester, {MAIL}"),
        attachments=(
            kc.Attachment(name=f"bilag {CPRS[1]}.pdf", title=f"Kort over kysten, {PERSONAL}"),
            kc.Attachment(name=f"{NAMES[1]}.pdf"),
        ),
        source=kc.SourceFile(name=f"post/{NAMES[1].replace(' ', '.')}-{CPRS[2]}.eml", sha256="ab" * 32, size=4711),
        handling=kc.Handling(mode=kc.HandlingMode.POLITICAL, body=f"Byrådet ({MAIL})"),
        reservation=kc.Reservation(body="Byrådet", quote=f"med forbehold, {PERSONAL}"),
        decision=kc.Decision(kind=kc.DecisionKind.ACCEPTED, by=NAMES[3], reason=f"Aftalt på {PHONE} med {NAMES[4]}."),
        provenance=FrozenMap(
            {"handling": kc.Provenance(kind=kc.ProvenanceKind.RECOGNISED, detail=f"{NAMES[3]}: {MAIL}")}
        ),
    )


def _hidden(identity: str, **fields: object) -> kc.Response:
    bare = kc.Response(
        id=identity,
        participants=("bogense",),
        sender=kc.Sender(name=NAMES[1], email=EMAILS[1]),
        contact=_contact(NAMES[0]),
        received_at=dt.datetime(2020, 12, 1, 9, tzinfo=dt.UTC),
        title=TITLES[0],
        body=f"{HIDDEN}\n\nVenlig hilsen\n\n{NAMES[2]}",
        points=(
            kc.ThemeProposal(
                id=f"{identity}-p1",
                title=TITLES[1],
                text=HIDDEN,
                anchor=kc.Anchor(file=f"{FILES[0]}.docx", quote=HIDDEN[:50]),
            ),
            kc.TrackPoint(id=f"{identity}-p2", track="natur", text=HIDDEN),
        ),
        signatory=kc.Signatory(name=NAMES[2], title="bestyrer"),
        attachments=(kc.Attachment(name=f"{FILES[1]}.png", title=TITLES[2]),),
        source=kc.SourceFile(name=f"{FILES[0]}.docx"),
    )
    return attrs.evolve(bare, **fields)  # type: ignore[arg-type]


def _report() -> kc.Report:
    stranger = kc.Sender(name=NAMES[4], email=EMAILS[0])
    withdrawn = kc.Withdrawal(reason=f"{NAMES[4]} fortrød: {HIDDEN}")
    dated = dt.datetime(2020, 12, 2, tzinfo=dt.UTC)
    version = attrs.evolve(
        _published(), points=(), attachments=(), source=None, decision=None, participants=("dragør",)
    )
    responses = (
        _published(),
        _hidden(IDS[0], publication_consent=False),
        _hidden(IDS[2], participants=(), sender=stranger, withdrawn=withdrawn),
        _hidden("trukket-christianssted-5", participants=("christianssted",), withdrawn=withdrawn),
        attrs.evolve(version, id="dragør-1", body=GONE, title=TITLES[0], received_at=dated),
        attrs.evolve(
            version,
            id="dragør-2",
            body="Ingen bemærkninger. Konstrueret.",
            version=2,
            title=None,
            supersedes="dragør-1",
        ),
        attrs.evolve(
            version, id="anholt-sent", participants=("anholt",), body=LATER, received_at=AT + dt.timedelta(days=30)
        ),
    )
    report = kc.check(_round(), responses, at=AT, registry=kc.load_plugins(entry_points=False))
    remarks = (
        kc.Assessment(
            point="anholt-1",
            disposition=kc.Disposition.PARTLY,
            summary=f"Om klima ({PERSONAL}); også {NAMES[4]} nævner det.",
            reply=f"Citat: {HIDDEN}",
            change=f"Rettet af {NAMES[3]}, {CPRS[1]}.",
            responsible=NAMES[3],
            assessed_by=NAMES[3],
        ),
        kc.Assessment(point=f"{IDS[0]}-p1", reply=HIDDEN, responsible=NAMES[3]),
        kc.Assessment(point="findes-ikke", reply=HIDDEN),
    )
    return attrs.evolve(report, assessments=remarks)


REPORT: kc.Report = _report()


# ---------------------------------------------------------------------------------- looking for them


def readings(data: bytes, depth: int = 0) -> Iterator[str]:
    """A file as text, in every way that somebody might read it. Simple on purpose, and nothing of the library's."""
    for encoding in ("utf-8", "cp1252", "utf-16-le", "utf-16-be"):
        yield data.decode(encoding, "replace")
        yield data[1:].decode(encoding, "replace")
    if depth > 4:
        return
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment.decode("utf-8", "replace")
            for member in archive.infolist():
                yield member.filename
                yield member.comment.decode("utf-8", "replace")
                yield from readings(archive.read(member), depth + 1)
    elif data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    else:
        yield from _of_text(data, depth)


def _of_pdf(data: bytes) -> Iterator[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        yield "\n".join(pdf.get_metadata_dict().values())
        yield "\n".join(str(entry.get_title()) for entry in pdf.get_toc())
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    yield "\n".join(pages)
    # Words that a page breaks.
    yield "\n".join(pages).replace("\ufffe", "").replace("\x02", "")


def _of_text(data: bytes, depth: int) -> Iterator[str]:
    text = data.decode("utf-8", "replace")
    yield re.sub(r"\r?\n[ \t]", "", text)
    yield re.sub(r"\\(.)", r"\1", text)
    if text.lstrip().startswith(("{", "[")):
        for line in [text, *text.splitlines()]:
            try:
                yield json.dumps(json.loads(line), ensure_ascii=False)
            except json.JSONDecodeError:
                continue
    if "<" in text:
        yield html.unescape(re.sub(r"<[^>]*>", "", text))
        yield html.unescape(re.sub(r"<[^>]*>", " ", text))
        yield html.unescape(" ".join(re.findall(r"\"([^\"]*)\"", text)))
    if re.match(rb"[\w-]+: ", data) and b"\n\n" in data.replace(b"\r\n", b"\n"):
        message = email.message_from_bytes(data, policy=email.policy.default)
        for part in message.walk():
            yield "\n".join(f"{name}: {value}" for name, value in part.items())
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield from readings(content, depth + 1)


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def found_in(data: bytes) -> set[str]:
    """The secrets that can be read in a file, in whatever way."""
    found = set()
    for reading in readings(data):
        letters = _letters(reading)
        found |= {secret for secret in SECRETS if secret in reading or _letters(secret) in letters}
    return found
