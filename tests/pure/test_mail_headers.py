"""Headers of e-mails as programs really write them, and the parts that they announce."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from email.header import Header
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.document import Part
from kkrconsult.formats.encodings import Decoded
from kkrconsult.formats.mail_headers import (
    addresses,
    decode_labelled,
    header_parameters,
    header_text,
    mail_moment,
    raw_text,
)
from kkrconsult.formats.mail_writing import written_mail
from kkrconsult.formats.mime import Entity, TooComplexError, looks_like_mail, parse_mail

DANISH = "Høringssvar fra Århus Kommune – æøåÆØÅ"


def parsed(data: bytes, *, most_parts: int = 100, deepest: int = 10) -> Entity:
    return parse_mail(data, most_parts=most_parts, deepest=deepest)


class TestTextOfAHeader:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("Plain", "Plain"),
            ("=?utf-8?Q?H=C3=B8ring?=", "Høring"),
            ("=?iso-8859-1?q?H=F8ring_om_klima?=", "Høring om klima"),
            ("=?utf-8?B?SMO4cmluZw==?= om =?utf-8?B?w6Y=?=", "Høring om æ"),
            ("=?utf-8?Q?H=C3?= =?utf-8?Q?=B8ring?=", "Høring"),
            ("=?utf-8?Q?H=C3=B8?= =?iso-8859-1?Q?ring_=E5?=", "Høring å"),
            ("=?utf-8*da?Q?=C3=A6?=", "æ"),
            ("=?utf-8?B?SMO4cmluZw?=", "Høring"),
            ("=?utf-8?B?SMO4cmluZ?=", "Hørin"),
            ("=?us-ascii?Q?=F8?=", "ø"),
            ("=?windows-1252?Q?=93x=94?=", "“x”"),
            ("=?nonsense?Q?=C3=B8?=", "ø"),
            ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
            ("=?utf-8?Q?unfinished", "=?utf-8?Q?unfinished"),
            ("a\r\n b", "a b"),
        ],
    )
    def test_encoded_words_are_read_in_all_their_varieties(self, written: str, read: str) -> None:
        assert header_text(written) == read

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
    def test_letters_without_any_encoding_are_read(self, encoding: str) -> None:
        assert header_text(raw_text(DANISH.encode(encoding))) == DANISH

    @given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=80))
    def test_what_the_standard_library_encodes_is_read(self, text: str) -> None:
        written = Header(text, "utf-8").encode()
        assert header_text(written.replace("\n", "")) == " ".join(text.split())

    @given(st.binary(max_size=200))
    def test_nothing_raises(self, data: bytes) -> None:
        header_text(raw_text(data))


class TestAddresses:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("anna@aarhus.dk", [("", "anna@aarhus.dk")]),
            ("Anna Hansen <anna@aarhus.dk>", [("Anna Hansen", "anna@aarhus.dk")]),
            ('"Hansen, Anna" <anna@aarhus.dk>, bo@x.dk', [("Hansen, Anna", "anna@aarhus.dk"), ("", "bo@x.dk")]),
            ("anna@aarhus.dk; bo@x.dk", [("", "anna@aarhus.dk"), ("", "bo@x.dk")]),
            ("anna@aarhus.dk (Anna Hansen)", [("Anna Hansen", "anna@aarhus.dk")]),
            ("=?utf-8?Q?S=C3=B8ren=2C_KKR?= <s@x.dk>", [("Søren, KKR", "s@x.dk")]),
            ("'Anna' <'anna@aarhus.dk'>", [("Anna", "anna@aarhus.dk")]),
            ("Hansen, Anna (KKR) <a@b.dk>", [("Hansen", ""), ("Anna (KKR)", "a@b.dk")]),
            ('"Hansen, Anna (KKR)" <a@b.dk>', [("Hansen, Anna (KKR)", "a@b.dk")]),
            ('"" <a@b.dk>, " <c@d.dk>', [("", "a@b.dk"), ("", "c@d.dk")]),
            (r'"A \"B\" C" <a@b.dk>', [('A "B" C', "a@b.dk")]),
            ("undisclosed-recipients:;", []),
            ("Anna Hansen", [("Anna Hansen", "")]),
            ("<anna>", [("anna", "")]),
            ("/O=EXCHANGE/CN=ANNA", [("/O=EXCHANGE/CN=ANNA", "")]),
            ("<>", []),
            ("", []),
            (",;,", []),
            ('"open <a@b.dk>', [("open", "a@b.dk")]),
        ],
    )
    def test_names_and_addresses_are_parted(self, written: str, read: list[tuple[str, str]]) -> None:
        assert addresses(written) == read

    def test_letters_beyond_ascii_are_read(self) -> None:
        assert addresses(raw_text("Åse Ærø <åse@ærø.dk>".encode())) == [("Åse Ærø", "åse@ærø.dk")]

    @given(st.text(alphabet='a@.<>()",;\\ =?', max_size=60))
    def test_nothing_raises_and_an_address_has_its_sign(self, text: str) -> None:
        assert all("@" in address or not address for _, address in addresses(text))


class TestParameters:
    @pytest.mark.parametrize(
        ("written", "parameters"),
        [
            ('attachment; filename="a; b.docx"; size=5', {"filename": "a; b.docx", "size": "5"}),
            ("attachment; filename=svar.docx", {"filename": "svar.docx"}),
            (r'attachment; filename="a \"b\".docx"', {"filename": 'a "b".docx'}),
            ('attachment; filename="=?utf-8?Q?H=C3=B8ring.docx?="', {"filename": "Høring.docx"}),
            ("attachment; filename*=utf-8''H%C3%B8ring.docx", {"filename": "Høring.docx"}),
            ("attachment; filename*=iso-8859-1'da'H%F8ring.docx; filename=x", {"filename": "Høring.docx"}),
            ("attachment; filename*0*=utf-8''H%C3%B8; filename*1=ring; filename*2*=%2e", {"filename": "Høring."}),
            ("attachment; filename*1=b; filename*0=a", {"filename": "ab"}),
            ("attachment; filename*0*=H%C3%B8ring", {"filename": "Høring"}),
            ("attachment; filename*='x", {"filename": "'x"}),
            ("attachment; filename", {}),
            ("attachment; *=x; a=b", {"a": "b"}),
            ("attachment; a=1; a=2", {"a": "1"}),
            ('attachment; filename="open', {"filename": "open"}),
            ("attachment;;; a=b", {"a": "b"}),
        ],
    )
    def test_file_names_are_read_in_all_their_varieties(self, written: str, parameters: dict[str, str]) -> None:
        assert header_parameters(written) == ("attachment", parameters)

    def test_letters_without_any_encoding_are_read(self) -> None:
        raw = raw_text('attachment; filename="Høringssvar.docx"'.encode("cp1252"))
        assert header_parameters(raw)[1] == {"filename": "Høringssvar.docx"}

    def test_there_is_an_end_to_them(self) -> None:
        assert len(header_parameters("x; " + "; ".join(f"a{number}=b" for number in range(900)))[1]) <= 200

    @given(st.text(alphabet="abc;=*'\"%0123 \\?", max_size=60))
    def test_nothing_raises(self, text: str) -> None:
        header_parameters(text)

    @given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=100))
    def test_what_the_standard_library_writes_is_read(self, name: str) -> None:
        message = EmailMessage()
        message.set_content("")
        message.add_attachment(b"", "application", "pdf", filename=name)
        header = parsed(message.as_bytes()).children[1].value("content-disposition")
        assert header is not None
        assert header_parameters(header)[1]["filename"] == name


class TestEncodings:
    @pytest.mark.parametrize(
        ("data", "label", "read"),
        [
            (b"plain", None, Decoded("plain", "ascii", False)),
            (b"plain", "nonsense", Decoded("plain", "ascii", False)),
            ("æ".encode(), "utf-8", Decoded("æ", "utf-8", False)),
            ("æ".encode("cp1252"), "utf-8", Decoded("æ", "cp1252", True)),
            ("“æ”".encode("cp1252"), "iso-8859-1", Decoded("“æ”", "cp1252", False)),
            ("æ".encode("cp1252"), "us-ascii", Decoded("æ", "cp1252", True)),
            ("æ".encode(), "iso-8859-1", Decoded("æ", "utf-8", True)),
            ("€".encode("iso8859-15"), "iso-8859-15", Decoded("€", "iso8859-15", False)),
            ("“".encode("cp1252"), "iso-8859-15", Decoded("“", "cp1252", True)),
            ("łódź".encode("iso8859-2"), "iso-8859-2", Decoded("łódź", "iso8859-2", False)),
            ("æ".encode("cp1252"), "idna", Decoded("æ", "cp1252", True)),
            ("æ".encode("cp1252"), '"windows-1252"', Decoded("æ", "cp1252", False)),
            ("æ".encode("cp1252"), "a\0b", Decoded("æ", "cp1252", True)),
            (b"\x81\xe6", None, Decoded("\x81æ", "latin-1", True)),
            (b"+AOY-", "utf-7", Decoded("æ", "utf-7", False)),
            ("æ".encode("cp865"), "cp865", Decoded("æ", "cp865", False)),
        ],
    )
    def test_the_label_is_followed_where_it_can_be_true(self, data: bytes, label: str | None, read: Decoded) -> None:
        assert decode_labelled(data, label) == read

    @given(
        st.binary(max_size=100), st.sampled_from(["utf-8", "hex", "rot13", "utf-16", "iso-2022-jp", "cp037", "zlib"])
    )
    def test_nothing_raises_and_everything_is_read(self, data: bytes, label: str) -> None:
        decode_labelled(data, label)


class TestMoments:
    @pytest.mark.parametrize(
        ("written", "hours"),
        [
            ("Tue, 15 Dec 2020 10:00:00 +0100", 9),
            ("15 Dec 2020 10:00:00 GMT", 10),
            ("Tue, 15 Dec 2020 10:00:00 -0000", 10),
            ("Tue, 15 Dec 2020 10:00:00 +0100 (CET)", 9),
        ],
    )
    def test_dates_are_moments(self, written: str, hours: int) -> None:
        assert mail_moment(written) == dt.datetime(2020, 12, 15, hours, tzinfo=dt.UTC)

    @pytest.mark.parametrize(
        "written",
        ["", "i går", "Tue, 99 Dec 2020 10:00:00 +0100", "1 Jan 3001 00:00:00 +0000", "1 Jan 1900 1:1:1 +2400"],
    )
    def test_what_is_no_date_or_out_of_all_reason_is_none(self, written: str) -> None:
        assert mail_moment(written) is None

    @given(st.text(alphabet="0123456789: +-JanDec,MonTue()", max_size=40))
    def test_nothing_raises(self, text: str) -> None:
        mail_moment(text)


BOUNDARY = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'


class TestParts:
    def test_they_are_found_with_their_content(self) -> None:
        data = (
            b'From: a@b\r\nContent-Type: multipart/mixed;\r\n boundary="b 1"\r\n\r\npreamble\r\n--b 1\r\n\r\nHej\r\n'
            b'--b 1\r\nContent-Type: multipart/alternative; boundary="b 1x"\r\n\r\n--b 1x\r\n'
            b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+\r\n--b 1x--\r\nbetween\r\n"
            b"--b 1-- \r\nepilogue"
        )
        root = parsed(data)
        kinds = [(one.media_type, one.depth) for one in root.walk()]
        assert kinds == [("multipart/mixed", 0), ("text/plain", 1), ("multipart/alternative", 1), ("text/html", 2)]
        assert [one.content(data) for one in root.walk() if not one.children] == [b"Hej", b"<p>"]

    @pytest.mark.parametrize("end", [b"\r\n", b"\n"])
    def test_both_kinds_of_line_end_will_do(self, end: bytes) -> None:
        data = b"From: a@b\r\nSubject: x\r\n y\r\n".replace(b"\r\n", end) + BOUNDARY.replace(b"\r\n", end)
        data += b"--b\r\n\r\nto\r\nlinjer\r\n--b--\r\n".replace(b"\r\n", end)
        root = parsed(data)
        assert root.value("subject") == "x y"
        assert [one.content(data) for one in root.children] == [b"to" + end + b"linjer"]

    def test_a_part_may_be_empty(self) -> None:
        data = BOUNDARY + b"--b\n--b\n\nto\n--b--\n"
        assert [one.content(data) for one in parsed(data).children] == [b"", b"to"]

    def test_a_boundary_that_is_missing_at_the_end_costs_nothing(self) -> None:
        data = BOUNDARY + b"--b\n\nen\n--b\n\nto\n"
        root = parsed(data)
        assert [one.content(data) for one in root.children] == [b"en", b"to\n"]
        assert root.is_cut_off
        assert not parsed(data + b"--b--").is_cut_off

    @pytest.mark.parametrize("head", [b"Content-Type: multipart/mixed\n\n", BOUNDARY, b"Content-Type: multipart/\n\n"])
    def test_a_multipart_without_parts_is_a_text(self, head: bytes) -> None:
        data = head + b"Hej\n"
        root = parsed(data)
        assert (root.media_type, root.content(data)) == ("text/plain", b"Hej\n")

    @pytest.mark.parametrize("kind", ["", "text", "a/b/c", ";charset=x"])
    def test_a_kind_that_is_none_is_text(self, kind: str) -> None:
        assert parsed(f"Content-Type: {kind}\n\nx".encode()).media_type == "text/plain"

    def test_the_parts_of_a_digest_are_messages(self) -> None:
        data = b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: a@b\n\nx\n--b--"
        (part,) = parsed(data).children
        assert (part.media_type, part.content(data)) == ("message/rfc822", b"From: a@b\n\nx")

    def test_a_message_inside_stays_byte_for_byte(self) -> None:
        inner = b"From: a@b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n"
        data = BOUNDARY + b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--"
        (part,) = parsed(data).children
        assert part.content(data) == inner
        assert part.children == []

    @pytest.mark.parametrize(
        ("encoding", "written", "content"),
        [
            ("base64", b"SGVq\r\n", b"Hej"),
            ("BASE64; x", b"SGVq", b"Hej"),
            ("base64", b"SGV", b"He"),
            ("base64", b"SGVqS", b"Hej"),
            ("base64", b"SG=VqIQ==", b"H\x56\xa2\x10"),
            ("quoted-printable", b"H=C3=B8r=\r\ning", "Høring".encode()),
            ("quoted-printable", b"=", b""),
            ("8bit", b"\xe6", b"\xe6"),
            ("nonsense", b"x", b"x"),
        ],
    )
    def test_transfer_encodings_are_undone_also_where_they_are_cut_off(
        self, encoding: str, written: bytes, content: bytes
    ) -> None:
        data = f"Content-Transfer-Encoding: {encoding}\n\n".encode() + written
        assert parsed(data).content(data) == content

    @pytest.mark.parametrize(
        ("data", "headers", "content"),
        [
            (b"From x Tue Dec 15\nFrom: a@b\n\nHej", {"from": "a@b"}, b"Hej"),
            (b"From: a@b\nno header\nHej", {"from": "a@b"}, b"no header\nHej"),
            (b"no header at all", {}, b"no header at all"),
            (b" folded\nFrom: a@b\n\nx", {}, b" folded\nFrom: a@b\n\nx"),
            (b"From: a@b", {"from": "a@b"}, b""),
            (b"\n\nHej", {}, b"\nHej"),
            (b"X-A : 1\nX-B:2\n\n", {"x-a": "1", "x-b": "2"}, b""),
        ],
    )
    def test_headers_end_where_they_end(self, data: bytes, headers: dict[str, str], content: bytes) -> None:
        root = parsed(data)
        assert dict(root.headers) == headers
        assert root.content(data) == content

    def test_all_headers_of_a_name_are_there_the_topmost_first(self) -> None:
        root = parsed(b"Received: a\nFrom: x\nReceived: b\n\n")
        assert root.values("received") == ["a", "b"]
        assert (root.value("received"), root.value("to")) == ("a", None)

    def test_too_many_parts_are_refused(self) -> None:
        with pytest.raises(TooComplexError):
            parsed(BOUNDARY + b"--b\n\n" * 11, most_parts=10)

    def test_parts_too_deep_in_one_another_are_refused(self) -> None:
        data = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(2000))
        with pytest.raises(TooComplexError):
            parsed(data)

    @given(st.binary(max_size=300) | st.text('ab:-=;\n "/', max_size=200).map(str.encode))
    def test_nothing_raises_and_every_part_lies_within_its_own(self, noise: bytes) -> None:
        data = BOUNDARY + b"--b\n" + noise
        try:
            root = parsed(data)
        except TooComplexError:
            return
        for one in root.walk():
            assert 0 <= one.begin <= one.end <= len(data)
            one.content(data)
            assert all(one.begin <= child.begin <= child.end <= one.end for child in one.children)

    @given(
        st.lists(
            st.tuples(
                st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=100), st.booleans()
            ),
            min_size=1,
            max_size=4,
        )
    )
    def test_what_the_standard_library_writes_is_read_as_it_reads_it(self, texts: list[tuple[str, bool]]) -> None:
        message = EmailMessage()
        message.set_content(texts[0][0])
        for text, page in texts[1:]:
            message.add_attachment(text, subtype="html" if page else "plain", filename="a.txt")
        data = message.as_bytes(policy=email.policy.SMTP)
        other = email.message_from_bytes(data)
        ours = [(one.media_type, one.content(data)) for one in parsed(data).walk() if not one.children]
        theirs = [
            (one.get_content_type(), one.get_payload(decode=True)) for one in other.walk() if not one.is_multipart()
        ]
        assert ours == theirs


class TestLooksLikeMail:
    @pytest.mark.parametrize(
        ("head", "expected"),
        [
            (b"From: a@b\nTo: c@d\n\nx", True),
            (b"Received: x\n y\nFrom: a@b\n", True),
            (b"From x\nReturn-Path: a\nSubject: b\n\n", True),
            (b"Fra: a\nTil: b\n", False),
            (b"From: a@b\n\n", False),
            (b"%PDF-1.7", False),
            (b"", False),
        ],
    )
    def test_two_headers_tell(self, head: bytes, expected: bool) -> None:
        assert looks_like_mail(head) is expected


class TestWriting:
    def test_what_is_written_is_read(self) -> None:
        headers = [("From", '"Åse, Ærø" <aase@x.dk>'), ("Subject", DANISH), ("Content-Type", "x"), ("X-Empty", "")]
        part = Part(name="Høring æøå.pdf", data=b"%PDF", media_type="application/pdf")
        data = written_mail(headers, plain=DANISH, page=f"<p>{DANISH}", parts=[part])
        root = parsed(data)
        kinds = [one.media_type for one in root.walk()]
        assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"]
        plain, page, attached = (one for one in root.walk() if not one.children)
        assert plain.content(data).decode() == DANISH
        assert page.content(data).decode() == f"<p>{DANISH}"
        assert attached.content(data) == b"%PDF"
        assert header_parameters(attached.value("content-disposition") or "")[1] == {"filename": "Høring æøå.pdf"}
        assert header_text(root.value("subject") or "") == DANISH
        assert addresses(root.value("from") or "") == [("Åse, Ærø", "aase@x.dk")]
        assert data == written_mail(headers, plain=DANISH, page=f"<p>{DANISH}", parts=[part])

    @pytest.mark.parametrize(
        ("plain", "page", "kinds"),
        [
            ("Hej", None, ["text/plain"]),
            (None, "<p>Hej", ["text/html"]),
            (None, None, ["text/plain"]),
        ],
    )
    def test_only_what_there_is_is_written(self, plain: str | None, page: str | None, kinds: list[str]) -> None:
        assert [one.media_type for one in parsed(written_mail([], plain=plain, page=page)).walk()] == kinds

    @pytest.mark.parametrize("media_type", [None, "ø/ø", "a/b\r\nX: y"])
    def test_no_header_brings_forth_another(self, media_type: str | None) -> None:
        part = Part(name="a\r\nX-Evil: 1.pdf", data=b"", media_type=media_type)
        data = written_mail([("Subject", "a\r\nX-Evil: 1")], parts=[part])
        assert all(name != "x-evil" and name != "x" for one in parsed(data).walk() for name, _ in one.headers)
