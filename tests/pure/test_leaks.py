"""What a file says is found, and what cannot be looked into is said.

Every format with a secret in it is in tests/exporters/test_leaks.py; here are the limits, and what is broken.
"""

from __future__ import annotations

import base64
import gzip
import io
import sys
import tarfile
import zlib
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exporters.leaky import LEAKY, png, zipped
from tests.exporters.planted import REPORT

import kkrconsult as kc
from kkrconsult.leaks import Leak, LeakKind, leaks_in, pieces, public_edition
from kkrconsult.leaks import _archives as archives
from kkrconsult.privacy import SecretKind
from kkrconsult.texts import languages, word_for

EDITION = public_edition(REPORT)
SAID = "Karen Konstrueretsen"


def problems(data: bytes) -> list[str]:
    return [piece.problem for piece in pieces(data) if piece.problem is not None]


def said(data: bytes) -> str:
    return "\n".join(piece.text for piece in pieces(data))


def kinds(data: bytes) -> set[str]:
    return {leak.kind.value for leak in leaks_in(data, EDITION)}


def pdf(draw: Callable[[Any], object], **settings: Any) -> bytes:
    from reportlab.pdfgen import canvas

    sink = io.BytesIO()
    page = canvas.Canvas(sink, invariant=1, **settings)
    draw(page)
    page.showPage()
    page.save()
    return sink.getvalue()


class TestKinds:
    def test_are_those_of_secrets_and_what_cannot_be_read(self) -> None:
        assert {kind.value for kind in LeakKind} == {kind.value for kind in SecretKind} | {"unreadable"}

    def test_have_words_in_every_language(self) -> None:
        for language in languages():
            assert len({word_for(kind, language) for kind in LeakKind}) == len(LeakKind)


class TestEditions:
    def test_of_an_internal_report_know_its_secrets(self) -> None:
        assert EDITION.report is REPORT
        assert EDITION.public.audience is kc.Audience.PUBLIC
        assert SAID in {secret.text for secret in EDITION.secrets}
        assert SAID not in repr(EDITION.secrets)

    def test_of_a_public_report_know_shapes_only(self) -> None:
        edition = public_edition(EDITION.public)
        assert edition.public is EDITION.public
        assert not edition.secrets
        assert [leak.kind for leak in leaks_in(b"nr. 010180-1234", edition)] == [LeakKind.CPR]
        assert leaks_in(SAID.encode(), edition) == ()

    def test_allow_what_the_secretariat_itself_publishes(self) -> None:
        assert leaks_in(b"Skriv til hoering@kkr-konstrueret.dk.", EDITION) == ()
        private = attrs.evolve(EDITION, allowed=frozenset({"nogengmailcom"}))
        assert leaks_in(b"nogen@gmail.com", private) == ()
        assert kinds(b"nogen@gmail.com") == {"email"}

    def test_know_numbers_with_and_without_the_country_code(self) -> None:
        body = "Ring til Konstrueret på +45 19 46 37 28."
        response = kc.Response(id="svar", sender=kc.Sender(name="Konstrueret"), body=body)
        round_ = kc.Round(id="x", title=kc.localized(da="X"))
        registry = kc.load_plugins(entry_points=False)
        edition = public_edition(kc.check(round_, [response], at=REPORT.at, registry=registry))
        for written in ("19463728", "4519463728", "+45 1946 3728"):
            assert leaks_in(written.encode(), edition)[0].kind is LeakKind.PHONE


class TestLeaks:
    def test_tell_kind_and_place(self) -> None:
        document = zipped(("word/document.xml", b"<w:p>x</w:p>"), ("docProps/core.xml", f"<a>{SAID}</a>".encode()))
        assert leaks_in(document, EDITION) == (Leak(kind=LeakKind.NAME, where="docProps/core.xml", shown="•••"),)
        assert leaks_in(SAID.encode(), EDITION)[0].where == "the document itself"

    def test_are_fifty_at_most(self) -> None:
        assert len(leaks_in(zipped(*((f"{number}.txt", SAID.encode()) for number in range(99))), EDITION)) == 50

    def test_numbers_on_a_page_need_a_word_that_announces_them(self) -> None:
        def page(text: str) -> bytes:
            return pdf(lambda canvas: canvas.drawString(72, 600, text))

        assert kinds(page("Antal 21 34 56 78")) == set()
        assert kinds(page("Tlf. 21 34 56 78")) == {"phone"}
        assert kinds(page("+45 21 34 56 78")) == {"phone"}
        assert kinds(b"Antal 21 34 56 78") == {"phone"}


class TestArchives:
    def test_that_are_encrypted_are_not_looked_into(self) -> None:
        data = bytearray(zipped(("a.txt", b"x")))
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(signature) + offset] |= 1
        assert problems(bytes(data)) == ["encrypted"]

    def test_that_are_damaged_say_so(self) -> None:
        data = zipped(("a.txt", b"Konstrueret " * 99))
        start = data.index(b"a.txt") + 5
        assert problems(data[:start] + b"\xff" * 8 + data[start + 8 :]) == ["damaged"]
        assert problems(b"PK\x03\x04" + b"x" * 99) == ["a zip archive that is broken"]
        assert problems(b"x" * 257 + b"ustar" + b"x" * 999) == ["a tar archive that is broken"]

    def test_that_are_too_much_are_not_looked_into(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archives, "_LARGEST", 10)
        monkeypatch.setattr(archives, "_MOST", 1)
        assert problems(zipped(("a.txt", b"x" * 11), ("b.txt", b"x"))) == [
            "longer than can be looked into",
            "more files than can be looked into",
        ]
        assert problems(gzip.compress(b"x" * 11)) == ["longer than can be looked into"]

    def test_within_archives_are_opened_to_a_depth(self) -> None:
        data = b"x"
        for _ in range(14):
            data = zipped(("a.zip", data))
        assert problems(data) == ["files within files, too deep"]

    def test_of_tar_name_links_and_owners(self) -> None:
        sink = io.BytesIO()
        with tarfile.open(fileobj=sink, mode="w") as archive:
            member = tarfile.TarInfo("a")
            member.type, member.linkname, member.uname = tarfile.SYMTYPE, SAID, "ejer"
            archive.addfile(member)
        assert SAID in said(sink.getvalue())


class TestPictures:
    def test_whose_texts_are_damaged_are_read_as_they_are(self) -> None:
        assert SAID in said(png((b"zTXt", b"Comment\x00\x00" + SAID.encode())))

    def test_that_end_too_early_are_read_to_their_end(self) -> None:
        assert said(png((b"tEXt", b"a\x00b"))[:40]) is not None
        assert problems(png((b"tEXt", b"a\x00b"))[:-6]) == []


class TestMails:
    def test_of_too_many_parts_are_not_looked_into(self) -> None:
        head = b"From: a@example.org\nTo: b@example.org\nContent-Type: multipart/mixed; boundary=x\n\n"
        assert problems(head + b"--x\n\nHej\n" * 6000 + b"--x--\n") == ["an e-mail of too many parts"]


class TestBase64:
    def test_is_decoded_to_its_last_sign(self) -> None:
        for length in range(60, 130):
            data = (SAID + " konstrueret" * 20).encode()[:length] + b"-slut"
            assert "-slut" in said(b"PHOTO:\n" + base64.encodebytes(data) + b"ord"), length

    def test_that_only_looks_like_an_archive_is_no_reason_to_refuse(self) -> None:
        data = base64.encodebytes(zipped(("a.txt", b"Konstrueret " * 99))[:-30])
        assert problems(b"x " + data) == []


class TestMarkup:
    def test_puts_a_paragraph_together_and_parts_what_does_not_belong_together(self) -> None:
        text = said(b"<x><p>Ka<b>ren</b></p><p>Kon</p>strueretsen <text:p>a<text:s/>b<text:tab/>c</text:p></x>")
        assert "Karen\n\nKon\nstrueretsen" in text.replace("\n\n\n", "\n\n")
        assert "a b\tc" in text

    def test_properties_of_runs_are_no_text(self) -> None:
        assert "Karen" in said(
            b"<w:p><w:r><w:rPr><w:b/><w:x>1</w:x></w:rPr><w:t>Kar</w:t></w:r><w:t>en</w:t></w:p>"
        ).replace("1", "")

    def test_numbers_in_attributes_are_lengths_unless_the_attribute_says_something(self) -> None:
        text = said(b'<a x="1234567890" width="12" w:val="1234567890" alt="1234567890" w:val="010180-1234" y=""></a>')
        assert text.count("1234567890") == 1
        assert "010180-1234" in text

    def test_what_is_never_closed_is_read_all_the_same(self) -> None:
        for broken in (
            f"<p>{SAID}",
            f"<!-- {SAID}",
            f"<![CDATA[{SAID}",
            f"<script>{SAID}",
            f'<p title="{SAID}>',
            f"<!{SAID}",
        ):
            assert SAID in said(broken.encode()), broken
        assert SAID in said(f"<script/>{SAID}".encode())


class TestPdfs:
    def test_need_a_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pypdfium2", None)
        with pytest.raises(kc.MissingExtraError, match="documents"):
            leaks_in(pdf(lambda page: None), EDITION)

    def test_that_are_encrypted_are_not_looked_into(self) -> None:
        from reportlab.lib.pdfencrypt import StandardEncryption

        assert problems(pdf(lambda page: page.drawString(72, 72, "x"), encrypt=StandardEncryption(""))) == ["encrypted"]

    def test_with_a_page_that_is_none_say_so(self) -> None:
        whole = pdf(lambda page: (page.drawString(72, 72, "x"), page.showPage(), page.drawString(72, 72, "y")))
        kids = whole.index(b"/Kids [ ") + 8
        number = whole[kids : whole.index(b" ", kids)]
        broken = whole.replace(b"\n" + number + b" 0 obj", b"\n" + b"9" * len(number) + b" 0 obj")
        assert "a page that is broken" in problems(broken)
        assert problems(b"%PDF-1.7\nx") == ["a PDF that is broken"]

    def test_say_what_stands_in_their_objects(self) -> None:
        def objects(*parts: bytes) -> bytes:
            whole = pdf(lambda page: None)
            at = whole.index(b"xref\n")
            return whole[:at] + b"\n".join(parts) + b"\n" + whole[at:]

        packed = zlib.compress(b"(Karen \\113onstrueretsen)")
        data = objects(
            b"91 0 obj\n<</Title <FEFF004B006100720065006E>>>\nendobj",
            b"92 0 obj\n<</Title (\xff\xfe" + "Kurt".encode("utf-16-le") + b")>>\nendobj",
            b"93 0 obj\n<</Title (Sk\\370n\\nhed \xe6 \\\n\\(a\\))>>\nendobj",
            b"94 0 obj\n<</Filter /FlateDecode /Length 1>>\nstream\n" + packed + b"\nendstream\nendobj",
            b"95 0 obj\n<</Filter [/ASCIIHexDecode] /Length 1>>\nstream\n"
            + b"(Ulla)".hex().encode()
            + b">\nendstream\nendobj",
            b"96 0 obj\n<</Filter /FlateDecode /Length 1>>\nstream\n(Sofus)\nendstream\nendobj",
            b"97 0 obj\n<</Subtype /Image /Filter /DCTDecode>>\nstream\n\xff\xd8\xff\xfe\x00\x09Bodil B.\nendstream",
            b"98 0 obj\n<</Subtype /Image>>\nstream\n(Pixler)\nendstream\nendobj",
            b"99 0 obj\n<</Dest /Navn#20i#20fil /T <00010002>>>\nendobj",
        )
        text = "\n".join(piece.text for piece in pieces(data) if "objects" in piece.where or "picture" in piece.where)
        for one in (
            "Karen",
            "Kurt",
            "Skøn\nhed æ (a)",
            "Karen Konstrueretsen",
            "Ulla",
            "Sofus",
            "Bodil B.",
            "Navn i fil",
        ):
            assert one in text, one
        assert "Pixler" not in text

    def test_that_are_plain_text_about_pdf_are_text(self) -> None:
        assert problems(b"A file begins with %PDF- and so on.") == []


class TestWhateverItIs:
    @given(
        st.binary(max_size=400), st.sampled_from(sorted(LEAKY)), st.integers(0, 2000), st.binary(min_size=1, max_size=9)
    )
    def test_a_file_is_read_without_an_error(self, noise: bytes, place: str, at: int, change: bytes) -> None:
        data = DOCUMENTS[place]
        broken = data[:at] + change + data[at + len(change) :]
        for one in (noise, broken, data + noise, noise + data):
            assert isinstance(leaks_in(one, EDITION), tuple)


DOCUMENTS = {place: make(SAID) for place, make in LEAKY.items()}
