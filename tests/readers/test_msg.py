"""Outlook's e-mails: what an .eml would have given; and hostile ones."""

from __future__ import annotations

import builtins
import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.readers.letters import Found, accounted, codes, history, only, own
from tests.readers.makers import Stored, cms_enveloped, cms_signed, compound, outlook, stored_rtf
from tests.readers.tools import said

from kkrconsult.config.options import bind_options
from kkrconsult.document import Document, Message, Part
from kkrconsult.findings import Finding
from kkrconsult.readers import eml, msg

pytest.importorskip("olefile")

NAME = "svar.msg"
SENT = dt.datetime(2020, 12, 17, 13, 55, 2, tzinfo=dt.UTC)
CAME = dt.datetime(2020, 12, 17, 13, 56, 10, tzinfo=dt.UTC)
SUBJECT, BODY, HTML, RTF, HEADERS, CLASS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D, 0x001A
NAME_OF, SMTP, ADDRESS, ID = 0x0C1A, 0x5D01, 0x0C1F, 0x1035
LONG_NAME, SHORT_NAME, CONTENT, METHOD, FLAGS = 0x3707, 0x3704, 0x3701, 0x3705, 0x0E07
DOCX = b"PK\x03\x04 ikke en rigtig fil"
LONG = "Høringssvar vedrørende forslag til fælles klimaplan for Ringkøbing-Skjern, Ærø og Århus – endelig udgave.docx"


def read(data: bytes, **options: Any) -> Found:
    bound = bind_options(msg.Options, options, path=("readers", "msg"))
    return list(msg.SPEC.read(io.BytesIO(data), NAME, bound))


def letter(
    body: str = "Kære KKR\r\n\r\nVi støtter forslaget.\r\n",
    *files: Stored,
    texts: dict[int, str] | None = None,
    **more: Any,
) -> bytes:
    written = {
        SUBJECT: "Høringssvar fra Aarhus Kommune",
        BODY: body,
        NAME_OF: "Søren Ærø",
        SMTP: "soeren.aeroe@aarhus.dk",
        ID: "<abc@aarhus.dk>",
        **(texts or {}),
    }
    recipients = (
        Stored(texts={0x3001: "KKR", 0x39FE: "kkr@kl.dk"}, numbers={0x0C15: 1}),
        Stored(texts={0x3003: "bo@kl.dk"}, numbers={0x0C15: 2}),
        Stored(texts={0x3003: "hemmelig@kl.dk"}, numbers={0x0C15: 3}),
        Stored(texts={0x3003: "/O=EXCHANGE/CN=ANNA"}, numbers={0x0C15: 1}),
    )
    values: dict[str, Any] = {"moments": {0x0039: SENT, 0x0E06: CAME}, "recipients": recipients, **more}
    return outlook(Stored(texts=written, attachments=files, **values))


def file(name: str = "svar.docx", data: bytes = DOCX, **more: Any) -> Stored:
    numbers = {METHOD: 1, **more.pop("numbers", {})}
    texts = {LONG_NAME: name, **more.pop("texts", {})}
    return Stored(texts=texts, data={CONTENT: data}, numbers=numbers, **more)


def envelope(data: bytes) -> Message:
    message = only(read(data)).message
    assert message is not None
    return message


def parts(document: Document) -> list[tuple[str, bytes]]:
    return [(part.name, part.data) for part in document.parts]


def as_eml(part: Part) -> Document:
    return only(eml.SPEC.read(io.BytesIO(part.data), part.name, eml.Options()))


class TestTheFilesOfTheseTests:
    def test_are_what_another_library_reads(self) -> None:
        oxmsg = pytest.importorskip("oxmsg")
        other = oxmsg.Message.load(io.BytesIO(letter("Hej" * 2000, file(LONG, DOCX * 300))))
        assert (other.subject, other.body) == ("Høringssvar fra Aarhus Kommune", "Hej" * 2000)
        assert [(one.file_name, one.file_bytes) for one in other.attachments] == [(LONG, DOCX * 300)]


class TestTheEnvelope:
    def test_is_read_from_what_outlook_stores(self) -> None:
        assert envelope(letter()) == Message(
            sender_name="Søren Ærø",
            sender_email="soeren.aeroe@aarhus.dk",
            recipients=("kkr@kl.dk", "bo@kl.dk"),
            subject="Høringssvar fra Aarhus Kommune",
            sent_at=SENT,
            received_at=CAME,
            received_from="PidTagMessageDeliveryTime",
            message_id="abc@aarhus.dk",
        )

    def test_is_read_from_the_headers_first(self) -> None:
        headers = (
            "Received: from a by post.kl.dk; Thu, 17 Dec 2020 15:00:00 +0100\r\nFrom: Anna <anna@skive.dk>\r\n"
            "To: x@y.dk\r\nDate: Thu, 17 Dec 2020 14:59:00 +0100\r\nMessage-ID: <h@skive.dk>\r\n"
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx"
        )
        found = envelope(letter(texts={HEADERS: headers}))
        assert found.received_at == dt.datetime(2020, 12, 17, 14, tzinfo=dt.UTC)
        assert found.received_from == "Received (by post.kl.dk)"
        assert (found.sender_name, found.sender_email, found.recipients) == ("Anna", "anna@skive.dk", ("x@y.dk",))
        assert found.message_id == "h@skive.dk"

    @pytest.mark.parametrize("flags", [0x08, 0x20])
    def test_of_a_letter_of_ones_own_tells_no_time_of_arrival(self, flags: int) -> None:
        found = envelope(letter(numbers={FLAGS: flags}))
        assert (found.received_at, found.received_from, found.sent_at) == (None, None, SENT)

    def test_takes_no_address_of_exchanges_own(self) -> None:
        assert envelope(letter(texts={SMTP: "", ADDRESS: "/O=EXCHANGE/CN=ANNA"})).sender_email is None
        assert envelope(letter(texts={SMTP: "", ADDRESS: "anna@aarhus.dk"})).sender_email == "anna@aarhus.dk"

    def test_may_be_empty(self) -> None:
        document = only(read(outlook(Stored())))
        assert (document.message, document.blocks, document.parts) == (Message(), (), ())

    def test_and_text_of_old_programs_are_read_by_their_code_page(self) -> None:
        found = only(read(letter("Blåbær – Ærø", codepage=1252)))
        assert own(found) == ["Blåbær – Ærø"]
        assert found.message is not None
        assert found.message.sender_name == "Søren Ærø"


class TestTheText:
    def test_is_read_with_earlier_letters_set_aside(self) -> None:
        document = only(
            read(
                letter(
                    "Vi støtter det.\r\n\r\n________________________________\r\nFra: KKR <kkr@kl.dk>\r\n"
                    "Sendt: 1. december 2020 10:15\r\nTil: Anna\r\nEmne: Høring\r\n\r\nHermed høringen.\r\n"
                )
            )
        )
        assert own(document) == ["Vi støtter det."]
        assert {level for level, _ in history(document)} == {1}
        assert document.remarks == ("quoted-thread",)

    def test_is_the_page_where_the_plain_form_says_nothing(self) -> None:
        page = "<meta charset=utf-8><p>Blåbær</p>".encode()
        assert own(only(read(letter("", data={HTML: page})))) == ["Blåbær"]
        assert own(only(read(letter("", texts={HTML: "<p>Blåbær</p>"})))) == ["Blåbær"]

    def test_of_a_page_without_a_word_on_its_encoding_is_read_by_the_code_page(self) -> None:
        data = letter("", data={HTML: "<p>Blåbær</p>".encode("cp1252")}, numbers={0x3FDE: 28591})
        assert own(only(read(data))) == ["Blåbær"]

    def test_may_be_rich_text_only(self) -> None:
        rtf = stored_rtf(rb"{\rtf1\ansi\ansicpg1252 Bl\'e5b\'e6r\par Gr\'f8d}")
        assert own(only(read(letter("", data={RTF: rtf})))) == ["Blåbær", "Grød"]

    def test_may_be_a_page_inside_rich_text(self) -> None:
        rtf = stored_rtf(rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}Vi er enige{\*\htmltag72 </p>}}")
        assert own(only(read(letter("", data={RTF: rtf})))) == ["Vi er enige"]

    def test_of_rich_text_that_is_none_is_empty(self) -> None:
        assert only(read(letter("", data={RTF: b"nej"}))).blocks == ()

    def test_says_which_files_it_shows(self) -> None:
        logo = file("logo.gif", b"GIF", numbers={0x3714: 4}, texts={0x3712: "logo@x"})
        unshown = file("b.gif", b"GIF", numbers={0x3714: 0}, texts={0x3712: "b@x"})
        found = only(read(letter("Hej", logo, unshown, data={HTML: b"<p>Hej<img src='cid:logo@x'>"})))
        assert [(part.name, part.inline) for part in found.parts] == [("logo.gif", True), ("b.gif", False)]

    @pytest.mark.parametrize(
        ("kind", "remark"),
        [("REPORT.IPM.Note.NDR", "delivery-report"), ("IPM.Note.Rules.OofTemplate.Microsoft", "auto-reply")],
    )
    def test_that_a_program_wrote_is_remarked(self, kind: str, remark: str) -> None:
        assert only(read(letter(texts={CLASS: kind}))).remarks == (remark,)


class TestFiles:
    def test_that_came_along_are_given_as_they_are(self) -> None:
        document = only(
            read(letter("Hej", file(LONG, DOCX * 500), file("b.pdf", b"", texts={0x370E: "application/pdf"})))
        )
        assert parts(document) == [(LONG, DOCX * 500), ("b.pdf", b"")]
        assert [part.media_type for part in document.parts] == [None, "application/pdf"]

    @pytest.mark.parametrize(
        ("written", "name"),
        [
            ("../../svar.docx", "svar.docx"),
            (r"C:\x\svar.docx", "svar.docx"),
            ("..", "vedhæftet-1"),
            ("a\0b.pdf", "ab.pdf"),
        ],
    )
    def test_have_names_that_lead_nowhere(self, written: str, name: str) -> None:
        assert parts(only(read(letter("Hej", file(written))))) == [(name, DOCX)]

    def test_may_have_a_short_name_only(self) -> None:
        one = file("", texts={SHORT_NAME: "SVAR~1.DOC"})
        assert parts(only(read(letter("Hej", one)))) == [("SVAR~1.DOC", DOCX)]

    @pytest.mark.parametrize(
        ("method", "remark"),
        [(2, "external-references"), (7, "external-references"), (6, "embedded-objects"), (1, "attachments-left-out")],
    )
    def test_that_are_not_there_are_remarked(self, method: int, remark: str) -> None:
        document = only(read(letter("Hej", Stored(texts={LONG_NAME: "a.docx"}, numbers={METHOD: method}))))
        assert (document.parts, document.remarks) == ((), (remark,))

    def test_that_are_e_mails_are_given_as_any_program_reads_them(self) -> None:
        inner = Stored(
            texts={SUBJECT: "Svar: æøå", BODY: "Vi er enige.", NAME_OF: 'Ærø "A" Å', SMTP: "a@b.dk", ID: "<i@b.dk>"},
            data={HTML: b"<p>Vi er enige.</p>"},
            moments={0x0039: SENT, 0x0E06: CAME},
            attachments=[file(LONG)],
            recipients=[Stored(texts={0x39FE: "kkr@kl.dk"})],
        )
        (part,) = only(read(letter("Hej", Stored(embedded=inner, numbers={METHOD: 5})))).parts
        assert (part.name, part.media_type) == ("Svar_ æøå.eml", "message/rfc822")
        found = as_eml(part)
        assert (own(found), parts(found)) == (["Vi er enige."], [(LONG, DOCX)])
        assert found.message == Message(
            sender_name="Ærø 'A' Å",
            sender_email="a@b.dk",
            recipients=("kkr@kl.dk",),
            subject="Svar: æøå",
            sent_at=SENT,
            message_id="i@b.dk",
        )

    def test_that_are_e_mails_of_rich_text_keep_it_as_a_file(self) -> None:
        inner = Stored(texts={SUBJECT: "Svar"}, data={RTF: stored_rtf(rb"{\rtf1 Ja}")})
        (part,) = only(read(letter("Hej", Stored(embedded=inner)))).parts
        assert parts(as_eml(part)) == [("tekst.rtf", rb"{\rtf1 Ja}")]

    def test_that_are_e_mails_bring_no_headers_of_their_own_making(self) -> None:
        inner = Stored(texts={SUBJECT: "Svar\r\nReceived: by x.dk; Thu, 17 Dec 2020 15:00:00 +0100", BODY: "Hej"})
        (part,) = only(read(letter("Hej", Stored(embedded=inner)))).parts
        message = as_eml(part).message
        assert message is not None
        assert message.received_at is None

    def test_that_are_e_mails_in_e_mails_are_left_out_in_the_end_and_that_is_said(self) -> None:
        inner = Stored(texts={SUBJECT: "inderst"})
        for depth in range(20):
            inner = Stored(texts={SUBJECT: f"nr. {depth}"}, attachments=[Stored(embedded=inner)])
        document = only(read(letter("Hej", Stored(embedded=inner))))
        assert document.remarks == ("attachments-left-out",)
        (part,) = document.parts
        depth = 1
        while found := as_eml(part).parts:
            (part,) = found
            depth += 1
        assert depth == 5


class TestSignedMail:
    INSIDE = b"Content-Type: text/plain; charset=utf-8\r\n\r\nVi st\xc3\xb8tter det."

    @pytest.mark.parametrize("head", [b"", b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\n"])
    def test_is_opened(self, head: bytes) -> None:
        one = file("smime.p7m", head + cms_signed(self.INSIDE))
        document = only(read(letter("", one, texts={CLASS: "IPM.Note.SMIME"})))
        assert own(document) == ["Vi støtter det."]
        assert document.remarks == ("signed",)

    def test_with_its_signature_beside_it_is_read(self) -> None:
        data = (
            b"Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n"
            + self.INSIDE
            + (b"\r\n--b\r\nContent-Type: application/pkcs7-signature\r\n\r\nx\r\n--b--\r\n")
        )
        document = only(read(letter("", file("smime.p7m", data), texts={CLASS: "IPM.Note.SMIME.MultipartSigned"})))
        assert (own(document), document.parts, document.remarks) == (["Vi støtter det."], (), ("signed",))

    def test_that_is_encrypted_gives_its_envelope_and_says_so(self) -> None:
        found = read(letter("", file("smime.p7m", cms_enveloped()), texts={CLASS: "IPM.Note.SMIME"}))
        assert codes(found) == ["file.unreadable"]
        assert isinstance(found[0], Document)
        assert found[0].remarks == ("encrypted",)

    def test_that_goes_beyond_the_limits_is_refused(self) -> None:
        nested = b"".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode() for n in range(1000))
        found = read(letter("", file("smime.p7m", nested), texts={CLASS: "IPM.Note.SMIME"}))
        assert codes(found) == ["file.unsafe"]


class TestWhatIsNoEmail:
    @pytest.mark.parametrize("data", [b"", b"Hej", b"From: a@b.dk", bytes.fromhex("d0cf11e0a1b11ae1")])
    def test_is_named(self, data: bytes) -> None:
        assert codes(read(data)) == ["file.unreadable"]

    @pytest.mark.parametrize(
        ("stream", "words"),
        [
            ("WordDocument", "save it as .docx"),
            ("Workbook", "save it as .xlsx"),
            ("EncryptedPackage", "password"),
            ("Andet", "another"),
        ],
    )
    def test_but_another_programs_is_named_with_what_to_do(self, stream: str, words: str) -> None:
        (text,) = said([item for item in read(compound({stream: b"x" * 100})) if isinstance(item, Finding)])
        assert words in text

    def test_is_told_by_its_first_bytes(self) -> None:
        sniff = msg.SPEC.sniff
        assert sniff is not None
        assert sniff(letter()[:4096])
        assert not sniff(b"PK\x03\x04")

    def test_cannot_be_told_without_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = builtins.__import__

        def without(name: str, *rest: Any, **named: Any) -> Any:
            if name == "olefile" or "_compound" in (rest[2] if len(rest) > 2 and rest[2] else ()):
                raise ImportError(name)
            return real(name, *rest, **named)

        monkeypatch.setattr(builtins, "__import__", without)
        assert codes(read(letter())) == ["file.needs-extra"]


class TestHostileFiles:
    def test_with_more_bytes_than_allowed_are_refused(self) -> None:
        assert codes(read(letter(), largest_file=100)) == ["file.too-large"]

    def test_with_more_text_than_allowed_are_read_in_part_and_say_so(self) -> None:
        document = only(read(letter("x" * 5000), largest_text=100))
        assert document.text == "x" * 100
        assert document.remarks == ("cut-off",)

    def test_with_streams_that_claim_more_than_is_there_are_refused(self) -> None:
        data = bytearray(letter("Hej", file(data=b"x" * 5000)))
        # Directory entries stand in a row; every size of 5,000 becomes one of two gigabytes.
        at = data.index((5000).to_bytes(4, "little") + b"\0" * 4)
        data[at : at + 4] = (0x7FFFFFFF).to_bytes(4, "little")
        assert codes(read(bytes(data))) == ["file.unsafe"]

    @pytest.mark.parametrize("shift", [b"\0\0", b"\1\0", b"\x0b\0", b"\xff\xff"])
    def test_with_sectors_of_no_possible_size_are_named(self, shift: bytes) -> None:
        data = letter()
        assert codes(read(data[:30] + shift + data[32:])) == ["file.unreadable"]

    def test_with_folders_in_one_long_row_are_refused(self) -> None:
        tree = {f"__substg1.0_{number:08X}": b"x" for number in range(3000)}
        data = compound({**tree, "__properties_version1.0": b"\0" * 32}, in_a_row=True)
        assert codes(read(data)) == ["file.unsafe"]

    def test_with_a_folder_where_a_text_should_be_say_so(self) -> None:
        found = read(compound({"__properties_version1.0": b"\0" * 32, "__substg1.0_1000001F": {"x": b"y"}}))
        assert only(found).remarks == ("cut-off",)

    def test_with_two_thousand_files_give_the_first_thousand_and_say_so(self) -> None:
        document = only(read(letter("Hej", *[Stored(data={CONTENT: b"x"})] * 1200)))
        assert len(document.parts) == 1000
        assert document.remarks == ("attachments-left-out",)

    def test_cut_off_anywhere_say_so(self) -> None:
        data = letter("Vi støtter det. " * 400, file(data=DOCX * 300))
        whole = only(read(data))
        for cut in range(0, len(data) - 512, 97):
            found = read(data[:cut])
            accounted(found)
            if not codes(found):
                document = only(found)
                assert "cut-off" in document.remarks
                assert len(document.text) <= len(whole.text)

    @given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=20))
    @settings(max_examples=60, deadline=None)
    def test_with_some_bytes_changed_are_accounted_for(self, changes: list[tuple[int, int]]) -> None:
        data = bytearray(self.SAMPLE)
        for position, value in changes:
            data[position % len(data)] = value
        accounted(read(bytes(data)))

    @given(st.binary(max_size=300), st.integers(0, 30))
    @settings(max_examples=60, deadline=None)
    def test_with_changed_heads_are_accounted_for(self, noise: bytes, begin: int) -> None:
        data = self.SAMPLE
        accounted(read(data[: 8 + begin * 64] + noise + data[8 + begin * 64 + len(noise) :]))

    SAMPLE = letter("Hej", file(), Stored(embedded=Stored(texts={SUBJECT: "Svar", BODY: "Ja"}, attachments=[file()])))
