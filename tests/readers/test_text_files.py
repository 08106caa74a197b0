"""Plain text, pages and rich text are read; of what cannot be, it is said what to do."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.document import BlockKind, Document
from kkrconsult.findings import Finding
from kkrconsult.plugins import ReaderSpec, load_plugins
from kkrconsult.readers.text_files import HTML, LEGACY, PICTURES, RTF, TXT, Options

REGISTRY = load_plugins(entry_points=False)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read(spec: ReaderSpec[Options], data: bytes, **options: int) -> Any:
    (found,) = spec.read(io.BytesIO(data), "svar", Options(**options))
    return found


def texts(found: Document) -> list[str]:
    return [block.text for block in found.blocks]


class TestPlainText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_in_an_encoding_that_it_names_is_not_guessed(self, encoding: str) -> None:
        found = read(TXT, "Kære KKR\r\n\r\nBlåbærgrød".encode(encoding))
        assert (texts(found), found.remarks) == (["Kære KKR", "Blåbærgrød"], ())

    def test_in_that_of_old_windows_is(self) -> None:
        found = read(TXT, "Kære".encode("cp1252"))
        assert (texts(found), found.remarks) == (["Kære"], ("encoding-guessed",))

    def test_with_a_paragraph_a_line_has_a_block_a_line(self) -> None:
        long = "Vi bakker op om arbejdet. " * 8
        found = read(TXT, f"Svar\n{long}\n- punkt\n{long}".encode())
        assert [one.kind for one in found.blocks] == [
            *(BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.PARAGRAPH),
        ]

    @given(st.binary(max_size=300))
    def test_of_any_bytes_ends_well(self, data: bytes) -> None:
        for spec in (TXT, HTML, RTF):
            assert isinstance(read(spec, data), (Document, Finding))

    @pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04", OLE, b"\x89PNG\r\n"])
    def test_that_is_none_is_told(self, data: bytes) -> None:
        assert read(TXT, data).code == "file.unreadable"

    def test_that_is_too_long_is_told(self) -> None:
        assert read(TXT, b"x" * 20, largest_file=10).code == "file.too-large"


class TestPages:
    def test_are_read_as_they_are_seen(self) -> None:
        page = '<html lang="da"><title>Svar</title><h2>DK2020</h2><p>Blåbær<script>x()</script></p></html>'
        found = read(HTML, page.encode())
        assert [(one.kind, one.text) for one in found.blocks] == [
            (BlockKind.HEADING, "DK2020"),
            (BlockKind.PARAGRAPH, "Blåbær"),
        ]
        assert (found.title, found.language) == ("Svar", "da")

    def test_in_the_encoding_that_they_name(self) -> None:
        found = read(HTML, '<meta charset="iso-8859-1"><p>Blåbær'.encode("latin-1"))
        assert (texts(found), found.remarks) == (["Blåbær"], ())
        assert read(HTML, "<p>Blåbær".encode("latin-1")).remarks == ("encoding-guessed",)


class TestRichText:
    def test_is_read_with_its_title(self) -> None:
        found = read(RTF, rb"{\rtf1\ansi{\info{\title Svar}}Bl\'e5b\'e6r\par To}")
        assert (texts(found), found.title) == (["Blåbær", "To"], "Svar")
        assert read(RTF, rb"{\rtf1 x}").title is None


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("spec", "data", "said"),
        [
            (LEGACY, OLE, "old format"),
            (LEGACY, OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
            (LEGACY, b"PK\x03\x04", "wrong ending"),
            (PICTURES, b"\x89PNG", "picture"),
        ],
    )
    def test_says_what_to_do(self, spec: ReaderSpec[Options], data: bytes, said: str) -> None:
        found = read(spec, data)
        assert found.code == "file.unreadable"
        assert said in found.params["reason"]["en"]

    def test_rich_text_with_words_old_ending_is_read(self) -> None:
        assert texts(read(LEGACY, rb"{\rtf1 Hej}")) == ["Hej"]


class TestTheReaderOfAFile:
    @pytest.mark.parametrize(
        ("name", "head", "reader"),
        [
            ("svar", b"%PDF-1.7", "pdf"),
            ("svar", b"{\\rtf1", "rtf"),
            ("svar", b"<!DOCTYPE html><p>", "html"),
            ("svar", b'<?xml version="1.0"?><html>', "html"),
            ("svar.doc", OLE, "old-formats"),
            ("svar", b"\xff\xd8\xff", "pictures"),
            ("svar.txt", b"x", "txt"),
            ("SVAR.DOCX", b"PK\x03\x04", "docx"),
        ],
    )
    def test_is_found_by_content_where_the_name_says_nothing(self, name: str, head: bytes, reader: str) -> None:
        assert REGISTRY.reader_for(name, head).name == reader
