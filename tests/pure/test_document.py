"""What readers give: blocks, envelopes, files inside files, documents."""

from __future__ import annotations

import datetime as dt

import pytest

import kkrconsult as kc
from kkrconsult.document import Block, BlockKind, Document, Message, Part


class TestBlocks:
    def test_a_paragraph_has_text(self) -> None:
        with pytest.raises(kc.DataError, match="text"):
            Block(text="")

    def test_a_field_may_be_left_empty_but_has_a_name(self) -> None:
        assert Block(kind=BlockKind.FIELD, field="track.dk2020", text="").text == ""
        with pytest.raises(kc.DataError, match="field"):
            Block(kind=BlockKind.FIELD, text="Ja")


class TestMessages:
    AT = dt.datetime(2020, 12, 14, 9, tzinfo=dt.UTC)

    def test_its_moments_have_a_zone(self) -> None:
        assert Message(sent_at=self.AT, received_at=self.AT).received_at == self.AT
        with pytest.raises(kc.DataError, match="received_at"):
            Message(received_at=self.AT.replace(tzinfo=None))
        with pytest.raises(kc.DataError, match="sent_at"):
            Message(sent_at=self.AT.replace(tzinfo=None))

    def test_its_recipients_are_a_tuple(self) -> None:
        with pytest.raises(kc.DataError, match="recipients"):
            Message(recipients="kkr@eksempel.dk")  # type: ignore[arg-type]  # what is refused


class TestParts:
    def test_they_are_bytes_with_a_name(self) -> None:
        assert Part(name="svar.pdf", data=b"%PDF").data == b"%PDF"
        with pytest.raises(kc.DataError, match="name"):
            Part(name=" ", data=b"")
        with pytest.raises(kc.DataError, match="bytes"):
            Part(name="svar.pdf", data="%PDF")  # type: ignore[arg-type]  # what is refused

    def test_their_bytes_are_not_printed(self) -> None:
        assert "hemmeligt" not in repr(Part(name="svar.txt", data=b"hemmeligt"))


class TestDocuments:
    def test_what_frames_the_text_is_no_part_of_it(self) -> None:
        blocks = (
            Block(kind=BlockKind.HEADER, text="Brevhoved"),
            Block(kind=BlockKind.HEADING, text="Spor 1", level=1),
            Block(text="Vi er enige."),
            Block(kind=BlockKind.FIELD, field="contact", text="Bente"),
            Block(kind=BlockKind.TABLE_ROW, text="a\tb"),
            Block(kind=BlockKind.FOOTER, text="Side 1"),
        )
        assert Document(name="svar.docx", media_type="x/y", blocks=blocks).text == "Spor 1\n\nVi er enige.\n\na\tb"

    def test_it_has_a_name_and_tuples(self) -> None:
        with pytest.raises(kc.DataError, match="name"):
            Document(name="", media_type="text/plain")
        with pytest.raises(kc.DataError, match="blocks"):
            Document(name="a", media_type="text/plain", blocks=[])  # type: ignore[arg-type]  # what is refused
        with pytest.raises(kc.DataError, match="parts"):
            Document(name="a", media_type="text/plain", parts=[])  # type: ignore[arg-type]  # what is refused
