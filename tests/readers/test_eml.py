"""E-mails: who sent them, when they came, what they say, which files came along; and hostile ones."""

from __future__ import annotations

import base64
import datetime as dt
import io
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.readers.letters import Found, accounted, codes, history, only, own
from tests.readers.makers import cms_enveloped, cms_signed, tnef, tnef_attachment

from kkrconsult.config.options import bind_options
from kkrconsult.document import BlockKind, Document, Message
from kkrconsult.readers import eml
from kkrconsult.readers._documents import carefully

NAME = "svar.eml"
LONG = (
    "Høringssvar vedrørende forslag til fælles klimaplan for Ringkøbing-Skjern, Ærø og Århus – endelig udgave æøå.docx"
)
DOCX = b"PK\x03\x04 ikke en rigtig fil"
HEAD = b"From: Anna <anna@aarhus.dk>\r\nTo: kkr@kl.dk\r\nSubject: Svar\r\n"


def read(data: bytes, **options: Any) -> Found:
    bound = bind_options(eml.Options, options, path=("readers", "eml"))
    return list(eml.SPEC.read(io.BytesIO(data), NAME, bound))


def letter(text: str = "Kære KKR\n\nVi støtter forslaget.\n", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Søren Ærø <soeren.aeroe@aarhus.dk>"
    mail["To"] = "Høringspostkassen <kkr@kl.dk>"
    mail["Subject"] = "Høringssvar fra Aarhus Kommune"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def with_file(data: bytes = DOCX, name: str = "svar.docx", kind: str = "application/octet-stream") -> EmailMessage:
    mail = letter("Se vedhæftede.\n")
    maintype, _, subtype = kind.partition("/")
    mail.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return mail


def parts(document: Document) -> list[tuple[str, bytes]]:
    return [(part.name, part.data) for part in document.parts]


def multipart(*bodies: bytes, kind: str = "mixed", boundary: str = "grænse") -> bytes:
    line = b"--" + boundary.encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(line + b"\r\n" + body + b"\r\n" for body in bodies) + line + b"--\r\n"


class TestTheEnvelope:
    def test_sender_recipients_subject_and_times_are_read(self) -> None:
        mail = letter(
            Cc="Bo Bøgh <bo@kl.dk>",
            Date="Thu, 17 Dec 2020 14:55:02 +0100",
            Message_ID="<abc@aarhus.dk>",
        ).as_bytes()
        received = (
            b"Received: from mx.kl.dk (10.0.0.1) by post.kl.dk (10.0.0.2) with ESMTP id 1;\r\n"
            b"\tThu, 17 Dec 2020 14:56:10 +0100\r\n"
            b"Received: from aarhus.dk by mx.kl.dk; Thu, 17 Dec 2020 14:55:59 +0100 (CET)\r\n"
        )
        assert only(read(received + mail)).message == Message(
            sender_name="Søren Ærø",
            sender_email="soeren.aeroe@aarhus.dk",
            recipients=("kkr@kl.dk", "bo@kl.dk"),
            subject="Høringssvar fra Aarhus Kommune",
            sent_at=dt.datetime.fromisoformat("2020-12-17T14:55:02+01:00"),
            received_at=dt.datetime.fromisoformat("2020-12-17T14:56:10+01:00"),
            received_from="Received (by post.kl.dk)",
            message_id="abc@aarhus.dk",
        )

    def test_one_that_no_server_took_in_has_no_time_of_arrival(self) -> None:
        message = only(read(letter(Date="Thu, 17 Dec 2020 14:55:02 +0100").as_bytes())).message
        assert message is not None
        assert (message.received_at, message.received_from) == (None, None)
        assert message.sent_at is not None

    def test_a_server_that_tells_no_time_is_passed_over_and_that_is_said(self) -> None:
        data = b"Received: by a.dk; i dag\r\nReceived: by b.dk; Thu, 17 Dec 2020 09:00:00 +0000\r\n" + HEAD + b"\r\nHej"
        message = only(read(data)).message
        assert message is not None
        assert message.received_from == "Received, 2 (by b.dk)"
        assert message.received_at == dt.datetime(2020, 12, 17, 9, tzinfo=dt.UTC)

    def test_a_server_may_be_without_a_name(self) -> None:
        data = b"Received: id 1; Thu, 17 Dec 2020 09:00:00 +0000\r\n" + HEAD + b"\r\nHej"
        message = only(read(data)).message
        assert message is not None
        assert message.received_from == "Received"

    @pytest.mark.parametrize(
        ("headers", "sender"),
        [
            (b"From: a@b.dk\r\nSender: c@d.dk", (None, "a@b.dk")),
            (b"Sender: Anna <c@d.dk>\r\nReply-To: e@f.dk", ("Anna", "c@d.dk")),
            (b"Reply-To: e@f.dk\r\nTo: x@y.dk", (None, "e@f.dk")),
            (b"From: Anna, Bo <b@c.dk>\r\nTo: x@y.dk", ("Bo", "b@c.dk")),
            (b"From: Anna\r\nTo: x@y.dk", ("Anna", None)),
            (b"From: S\xf8ren <s@x.dk>\r\nTo: x@y.dk", ("Søren", "s@x.dk")),
            (b"To: x@y.dk\r\nSubject: Svar", (None, None)),
        ],
    )
    def test_the_sender_is_whose_letter_it_is(self, headers: bytes, sender: tuple[str | None, str | None]) -> None:
        message = only(read(headers + b"\r\n\r\nHej")).message
        assert message is not None
        assert (message.sender_name, message.sender_email) == sender

    @pytest.mark.parametrize("head", [b"\xef\xbb\xbf", b"\r\n\r\n", b"From anna@aarhus.dk Thu Dec 17 09:00:00 2020\n"])
    def test_what_programs_put_in_front_does_no_harm(self, head: bytes) -> None:
        assert own(only(read(head + HEAD + b"\r\nHej"))) == ["Hej"]

    def test_lines_may_end_in_lone_carriage_returns(self) -> None:
        assert own(only(read((HEAD + b"\r\nHej").replace(b"\r\n", b"\r")))) == ["Hej"]

    def test_an_automatic_answer_is_remarked(self) -> None:
        assert only(read(b"Auto-Submitted: auto-replied\r\n" + HEAD + b"\r\nHej")).remarks == ("auto-reply",)
        assert only(read(HEAD.replace(b"Svar", b"Autosvar: Ferie") + b"\r\nHej")).remarks == ("auto-reply",)

    def test_a_thousand_recipients_are_enough(self) -> None:
        many = ", ".join(f"a{n}@b.dk" for n in range(3000)).encode()
        message = only(read(HEAD + b"Cc: " + many + b"\r\n\r\nHej")).message
        assert message is not None
        assert len(message.recipients) == 1000


class TestTheText:
    @pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
    def test_is_read_in_the_encoding_that_it_has(self, charset: str) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"] = "a@b.dk", "c@d.dk"
        mail.set_content("Blåbærgrød på Ærø\n".encode(charset), maintype="text", subtype="plain")
        mail.set_param("charset", charset)
        document = only(read(mail.as_bytes()))
        assert (own(document), document.remarks) == (["Blåbærgrød på Ærø"], ())

    @pytest.mark.parametrize("charset", ["utf-8", "us-ascii", "x-ukendt", "utf-7", "zlib", '"'])
    def test_in_another_encoding_than_it_says_is_read_and_remarked(self, charset: str) -> None:
        head = HEAD + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode()
        document = only(read(head + "Blåbærgrød – på Ærø".encode("cp1252")))
        assert own(document) == ["Blåbærgrød – på Ærø"]
        assert document.remarks == ("encoding-guessed",)

    def test_western_letters_by_the_name_of_latin_1_are_those_of_windows(self) -> None:
        head = HEAD + b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\n"
        document = only(read(head + "»Ja« – sagde Århus".encode("cp1252")))
        assert (own(document), document.remarks) == (["»Ja« – sagde Århus"], ())

    def test_may_be_quoted_printable(self) -> None:
        head = HEAD + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        assert own(only(read(head + b"Bl=C3=A5b=C3=A6r=\r\ngr=C3=B8d"))) == ["Blåbærgrød"]

    def test_that_flows_is_joined(self) -> None:
        head = HEAD + b"Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n"
        assert own(only(read(head + b"Vi st \r\noetter\r\n"))) == ["Vi stoetter"]

    def test_earlier_letters_are_set_aside_with_how_far_back_they_are(self) -> None:
        document = only(
            read(
                letter(
                    "Vi støtter forslaget.\n\nVenlig hilsen\nAnna\n\n"
                    "Den 1. december 2020 kl. 10.15 skrev KKR <kkr@kl.dk>:\n"
                    "> Hermed høringen.\n>\n>> Er den på vej?\n"
                ).as_bytes()
            )
        )
        assert own(document) == ["Vi støtter forslaget.", "Venlig hilsen\nAnna"]
        assert [level for level, _ in history(document)] == [1, 1, 2]
        assert document.remarks == ("quoted-thread",)
        assert "Er den på vej?" in document.text

    def test_outlooks_head_of_an_earlier_letter_is_known_in_a_page(self) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"] = "a@b.dk", "c@d.dk"
        mail.set_content(
            "<p>Vi støtter det.</p><div><b>Fra:</b> KKR &lt;kkr@kl.dk&gt;<br><b>Sendt:</b> 1. december 2020 10:15<br>"
            "<b>Til:</b> Anna<br><b>Emne:</b> Høring</div><p>Hermed høringen.</p>",
            subtype="html",
        )
        document = only(read(mail.as_bytes()))
        assert own(document) == ["Vi støtter det."]
        assert [level for level, _ in history(document)] == [1, 1]

    def test_of_two_forms_is_read_once(self) -> None:
        mail = letter()
        mail.add_alternative("<p>Kære KKR</p><p>Vi støtter <b>forslaget</b>.</p>", subtype="html")
        assert own(only(read(mail.as_bytes()))) == ["Kære KKR", "Vi støtter forslaget."]

    @pytest.mark.parametrize("stub", ["", "Dit program viser ikke HTML.\n"])
    def test_is_the_page_where_the_plain_form_says_nothing(self, stub: str) -> None:
        mail = letter(stub)
        mail.add_alternative("<p>" + "Kommunen støtter forslaget. " * 20 + "</p>", subtype="html")
        assert own(only(read(mail.as_bytes()))) == [("Kommunen støtter forslaget. " * 20).strip()]

    def test_is_the_plain_form_where_it_is_long(self) -> None:
        mail = letter("Kommunen støtter forslaget. " * 20)
        mail.add_alternative("<p>" + "Alt om sidehoveder og logoer. " * 200 + "</p>", subtype="html")
        assert own(only(read(mail.as_bytes()))) == [("Kommunen støtter forslaget. " * 20).strip()]

    def test_of_one_form_among_several_is_that(self) -> None:
        page = b"Content-Type: text/html\r\n\r\n<p>Hej</p>"
        assert own(only(read(HEAD + multipart(page, kind="alternative")))) == ["Hej"]
        assert own(only(read(HEAD + multipart(b"\r\nHej", kind="alternative")))) == ["Hej"]
        amp = b"Content-Type: text/x-amp-html\r\n\r\n<p>Andet</p>"
        both = only(read(HEAD + multipart(page, amp, kind="alternative")))
        assert (own(both), both.parts) == (["Hej"], ())

    def test_of_several_parts_is_put_together(self) -> None:
        data = HEAD + multipart(b"\r\nEn", b"Content-Type: text/html\r\n\r\n<p>To</p>", b"\r\nTre")
        assert own(only(read(data))) == ["En", "To", "Tre"]

    def test_may_be_empty(self) -> None:
        assert only(read(HEAD + b"\r\n")).blocks == ()

    def test_without_a_blank_line_before_it_is_not_lost(self) -> None:
        assert own(only(read(HEAD + b"Hej KKR, vi er enige.\r\n"))) == ["Hej KKR, vi er enige."]

    def test_of_a_page_keeps_headings_lists_and_rows(self) -> None:
        page = b"<h2>Klima</h2><ol><li>En<li>To</ol><table><tr><td>A<td>B</table>"
        document = only(read(HEAD + b"Content-Type: text/html\r\n\r\n" + page))
        assert [(block.kind, block.text) for block in document.blocks] == [
            (BlockKind.HEADING, "Klima"),
            (BlockKind.LIST_ITEM, "1. En"),
            (BlockKind.LIST_ITEM, "2. To"),
            (BlockKind.TABLE_ROW, "A\tB"),
        ]

    def test_of_a_page_fetches_nothing_and_says_so(self) -> None:
        page = b"<p>Hej<img src='https://spor.dk/1.gif'><script>alert()</script><p hidden>skjult</p>"
        document = only(read(HEAD + b"Content-Type: text/html\r\n\r\n" + page))
        assert own(document) == ["Hej"]
        assert set(document.remarks) == {"external-references", "scripts", "hidden-text"}


class TestFiles:
    def test_that_came_along_are_given_as_they_are(self) -> None:
        document = only(read(with_file().as_bytes()))
        assert (own(document), parts(document)) == (["Se vedhæftede."], [("svar.docx", DOCX)])
        assert document.parts[0].media_type == "application/octet-stream"

    def test_keep_long_danish_names_that_are_cut_into_pieces(self) -> None:
        data = with_file(name=LONG).as_bytes()
        assert b"filename*1*=" in data
        assert only(read(data)).parts[0].name == LONG

    @pytest.mark.parametrize(
        "disposition",
        [
            "attachment; filename*=iso-8859-1'da'H%F8ringssvar.pdf",
            'attachment; filename="=?utf-8?B?SMO4cmluZ3NzdmFyLnBkZg==?="',
            "attachment; filename*0*=utf-8''H%C3%B8ri; filename*1=ngssvar.pdf; filename=x.pdf",
            'attachment; filename="Høringssvar.pdf"',
        ],
    )
    def test_keep_their_name_however_it_is_written(self, disposition: str) -> None:
        part = f"Content-Type: application/pdf\r\nContent-Disposition: {disposition}\r\n\r\n%PDF".encode()
        assert parts(only(read(HEAD + multipart(part)))) == [("Høringssvar.pdf", b"%PDF")]

    @pytest.mark.parametrize(
        ("written", "name"),
        [
            ("../../etc/passwd", "passwd"),
            (r"..\..\C:\svar.docx", "svar.docx"),
            ("/svar.docx", "svar.docx"),
            ("..", "vedhæftet-1.pdf"),
            ("a\u202efdp.exe", "afdp.exe"),
            ("a:b|c.pdf", "a_b_c.pdf"),
            ("x" * 400 + ".pdf", "x" * 236 + ".pdf"),
            ("x" * 400, "x" * 240),
        ],
    )
    def test_have_names_that_lead_nowhere(self, written: str, name: str) -> None:
        quoted = base64.b64encode(written.encode()).decode()
        head = f'Content-Disposition: attachment; filename="=?utf-8?B?{quoted}?="\r\n'.encode()
        assert parts(only(read(HEAD + multipart(head + b"Content-Type: application/pdf\r\n\r\n%PDF")))) == [
            (name, b"%PDF")
        ]

    def test_without_a_name_get_one(self) -> None:
        found = parts(
            only(read(HEAD + multipart(b"Content-Type: application/pdf\r\n\r\n%PDF", b"Content-Type: x/y\r\n\r\nz")))
        )
        assert found == [("vedhæftet-1.pdf", b"%PDF"), ("vedhæftet-2", b"z")]

    def test_that_are_texts_are_files_and_not_the_letter(self) -> None:
        mail = letter("Se vedhæftede.\n")
        mail.add_attachment("Vi støtter forslaget.\n", filename="svar.txt")
        document = only(read(mail.as_bytes()))
        assert own(document) == ["Se vedhæftede."]
        assert parts(document) == [("svar.txt", "Vi støtter forslaget.\n".encode())]

    def test_shown_within_the_page_are_marked(self) -> None:
        mail = letter()
        mail.add_alternative("<p>Kære KKR</p><p>Vi støtter forslaget.</p><img src='cid:logo@x'>", subtype="html")
        mail.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif", cid="<logo@x>")
        mail.add_attachment(DOCX, maintype="application", subtype="msword", filename="svar.doc", cid="<andet@x>")
        found = only(read(mail.as_bytes()))
        assert [(part.name, part.inline) for part in found.parts] == [("logo.gif", True), ("svar.doc", False)]

    def test_beside_the_forms_of_a_text_are_not_lost(self) -> None:
        pdf = b"Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF"
        page = b"Content-Type: text/html\r\n\r\n<p>Hej"
        inner = multipart(page, pdf, kind="related", boundary="c")
        document = only(read(HEAD + multipart(b"\r\nHej", inner, kind="alternative", boundary="b")))
        assert (own(document), parts(document)) == (["Hej"], [("a.pdf", b"%PDF")])

    def test_may_be_empty(self) -> None:
        assert parts(only(read(with_file(b"").as_bytes()))) == [("svar.docx", b"")]

    def test_that_are_e_mails_stay_whole_and_are_named_by_their_subject(self) -> None:
        inner = with_file()
        mail = letter("Videresendt.\n")
        mail.add_attachment(inner)
        (part,) = only(read(mail.as_bytes())).parts
        assert (part.name, part.media_type) == ("Høringssvar fra Aarhus Kommune.eml", "message/rfc822")
        again = only(read(part.data))
        assert parts(again) == [("svar.docx", DOCX)]
        assert again.message is not None
        assert again.message.sender_name == "Søren Ærø"

    def test_in_a_winmail_dat_are_unpacked(self) -> None:
        packed = tnef(
            [(0x1F, 0x1000, "Fra winmail".encode("utf-16-le") + b"\0\0")], [tnef_attachment("svar.docx", DOCX)]
        )
        document = only(read(with_file(packed, "winmail.dat", "application/ms-tnef").as_bytes()))
        assert (own(document), parts(document)) == (["Se vedhæftede."], [("svar.docx", DOCX)])
        assert document.remarks == ("winmail",)
        alone = only(read(HEAD + b"Content-Type: application/ms-tnef\r\n\r\n" + packed))
        assert (own(alone), parts(alone)) == (["Fra winmail"], [("svar.docx", DOCX)])

    def test_in_a_winmail_dat_that_is_cut_off_are_unpacked_as_far_as_it_goes(self) -> None:
        packed = tnef(attachments=[tnef_attachment("a.docx", DOCX), tnef_attachment("b.docx", DOCX)])[:-10]
        document = only(read(with_file(packed, "winmail.dat").as_bytes()))
        assert parts(document) == [("a.docx", DOCX), ("b.docx", b"")]
        assert document.remarks == ("winmail", "cut-off")

    def test_that_only_claim_to_be_winmail_dat_stay_what_they_are(self) -> None:
        document = only(read(with_file(b"nej", "winmail.dat", "application/ms-tnef").as_bytes()))
        assert parts(document) == [("winmail.dat", b"nej")]

    def test_of_a_report_on_delivery_are_kept_and_it_is_remarked(self) -> None:
        status = b"Content-Type: message/delivery-status\r\n\r\nAction: failed"
        document = only(read(HEAD + multipart(b"\r\nKunne ikke leveres", status, kind="report")))
        assert document.remarks == ("delivery-report",)
        assert len(document.parts) == 1


class TestSignedMail:
    INSIDE = (
        b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nVi er enige.\r\n--i\r\n"
        b"Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--i--\r\n"
    )

    @pytest.mark.parametrize("in_pieces", [False, True])
    @pytest.mark.parametrize(
        "head", ["application/pkcs7-mime; smime-type=signed-data", "application/x; name=smime.p7m"]
    )
    def test_in_an_envelope_is_opened(self, head: str, in_pieces: bool) -> None:
        envelope = base64.encodebytes(cms_signed(self.INSIDE, in_pieces=in_pieces))
        data = HEAD + f"Content-Type: {head}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + envelope
        document = only(read(data))
        assert (own(document), parts(document)) == (["Vi er enige."], [("a.pdf", b"%PDF")])
        assert document.remarks == ("signed",)

    @pytest.mark.parametrize(
        "signature",
        ["application/pkcs7-signature; name=smime.p7s", "application/octet-stream; name=smime.p7s"],
    )
    def test_with_its_signature_beside_it_is_read(self, signature: str) -> None:
        beside = f"Content-Type: {signature}\r\n\r\nabc".encode()
        document = only(read(HEAD + multipart(self.INSIDE, beside, kind="signed", boundary="s")))
        assert (own(document), parts(document)) == (["Vi er enige."], [("a.pdf", b"%PDF")])
        assert document.remarks == ("signed",)

    def test_within_signed_mail_is_opened_a_few_times_only(self) -> None:
        inside = self.INSIDE
        for _ in range(20):
            inside = b"Content-Type: application/pkcs7-mime\r\n\r\n" + cms_signed(inside)
        document = only(read(HEAD + inside))
        assert (len(document.parts), own(document)) == (1, [])

    @pytest.mark.parametrize("content", [b"", b"noget andet"])
    def test_that_holds_no_letter_is_a_file(self, content: bytes) -> None:
        document = only(read(HEAD + b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\n" + content))
        assert parts(document) == [("smime.p7m", content)]

    @pytest.mark.parametrize(
        "body",
        [
            b"Content-Type: application/pkcs7-mime\r\n\r\n" + cms_enveloped(),
            multipart(b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1", kind="encrypted"),
        ],
    )
    def test_that_is_encrypted_gives_its_envelope_and_says_so(self, body: bytes) -> None:
        document, problem = read(HEAD + body)
        assert isinstance(document, Document)
        assert document.remarks == ("encrypted",)
        assert document.message is not None
        assert document.message.sender_email == "anna@aarhus.dk"
        assert codes([problem]) == ["file.unreadable"]


class TestWhatIsNoEmail:
    @pytest.mark.parametrize(
        "data", [b"", b"\r\n\r\n", b"%PDF-1.7", b"Hej med dig", b"From: a@b.dk\r\n\r\nHej", b"\0" * 5000]
    )
    def test_is_named(self, data: bytes) -> None:
        assert codes(read(data)) == ["file.unreadable"]

    def test_is_not_taken_for_one_by_its_beginning(self) -> None:
        sniff = eml.SPEC.sniff
        assert sniff is not None
        assert sniff(letter().as_bytes()[:4096])
        assert not sniff(b"Emne: Svar\r\nDato: i dag\r\n")


class TestWhatNobodyForesaw:
    @staticmethod
    def failing(error: Exception) -> Iterator[Document]:
        yield Document(name=NAME, media_type="message/rfc822")
        raise error

    @pytest.mark.parametrize(
        ("error", "code"), [(ValueError("x" * 5000), "file.unreadable"), (RecursionError(), "file.unsafe")]
    )
    def test_becomes_a_finding_and_costs_nothing_that_was_found(self, error: Exception, code: str) -> None:
        first, last = carefully(self.failing(error), NAME)
        assert isinstance(first, Document)
        assert not isinstance(last, Document)
        assert codes([last]) == [code]

    def test_is_passed_on_where_memory_is_short(self) -> None:
        with pytest.raises(MemoryError):
            list(carefully(self.failing(MemoryError()), NAME))


@pytest.mark.no_cover
class TestHostileEmails:
    @pytest.mark.parametrize("depth", [31, 1000])
    def test_with_parts_in_parts_in_parts_are_refused(self, depth: int) -> None:
        nested = b"".join(
            f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode() for n in range(depth)
        )
        assert codes(read(HEAD + nested + b"\r\nHej")) == ["file.unsafe"]

    def test_with_e_mails_in_e_mails_are_read_one_at_a_time(self) -> None:
        nested = HEAD + b"Content-Type: message/rfc822\r\n\r\n"
        (part,) = only(read(nested * 1000 + HEAD + b"\r\nHej")).parts
        assert part.data.startswith(nested)

    def test_with_more_parts_than_allowed_are_refused(self) -> None:
        data = HEAD + multipart(*[b"\r\nx"] * 20)
        assert codes(read(data, most_parts=20)) == ["file.unsafe"]
        assert codes(read(data, most_parts=21)) == []

    def test_with_more_bytes_or_text_than_allowed_are_refused(self) -> None:
        assert codes(read(HEAD + b"\r\nHej", largest_file=10)) == ["file.too-large"]
        assert codes(read(HEAD + b"\r\n" + b"x" * 100, largest_text=99)) == ["file.over-limit"]

    @pytest.mark.parametrize("header", [b"Subject: ", b"From: ", b"Received: ", b"Content-Type: ", b"X: "])
    @pytest.mark.parametrize("filling", [b"=?utf-8?Q?", b"a,", b'"', b"<", b";x=", b"\r\n ", b"(", b"\\", b"\xe6"])
    def test_with_a_header_of_two_megabytes_are_read_in_bounded_time(self, header: bytes, filling: bytes) -> None:
        accounted(read(HEAD + header + filling * (2_000_000 // len(filling)) + b"\r\n\r\nHej"))

    def test_with_two_hundred_thousand_headers_are_read(self) -> None:
        accounted(read(HEAD + b"X: y\r\n" * 200_000 + b"\r\nHej"))

    @pytest.mark.parametrize("boundary", ["", "(", "--", " ", "x" * 500, "\udce6"])
    def test_with_strange_boundaries_lose_no_text(self, boundary: str) -> None:
        written = boundary.encode("utf-8", "surrogateescape")
        data = HEAD + b'Content-Type: multipart/mixed; boundary="' + written + b'"\r\n\r\n--' + written
        document = only(read(data + b"\r\n\r\nVi er enige\r\n--" + written + b"--\r\n"))
        assert "Vi er enige" in document.text

    def test_cut_off_anywhere_say_so(self) -> None:
        mail = with_file(DOCX * 20)
        mail.add_attachment(letter())
        data = mail.as_bytes()
        begin, end = data.index(b"\n\n"), data.rindex(b"\n--")
        for cut in range(0, len(data), 7):
            found = read(data[:cut])
            accounted(found)
            if begin + 100 < cut < end:
                assert "cut-off" in only(found).remarks

    @given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=20))
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_with_some_bytes_changed_are_accounted_for(self, changes: list[tuple[int, int]]) -> None:
        mail = with_file(tnef(attachments=[tnef_attachment("a.docx", DOCX)]), "winmail.dat")
        mail.add_attachment(letter())
        data = bytearray(mail.as_bytes())
        for position, value in changes:
            data[position % len(data)] = value
        accounted(read(bytes(data)))

    @given(st.binary(max_size=300))
    @settings(max_examples=60, deadline=None)
    def test_of_any_bytes_are_accounted_for(self, body: bytes) -> None:
        accounted(read(HEAD + body))
        accounted(read(body))
