"""``winmail.dat``: the e-mail and the files that Outlook packed; and hostile ones."""

from __future__ import annotations

import datetime as dt
import io
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.readers.letters import Found, accounted, codes, history, only, own
from tests.readers.makers import stored_rtf, tnef, tnef_attachment, windows_time

from kkrconsult.config.options import bind_options
from kkrconsult.document import Document, Message
from kkrconsult.formats.tnef import codepage_of, windows_moment
from kkrconsult.readers import tnef as reader

NAME = "winmail.dat"
STRING8, UNICODE, OBJECT, BINARY, NUMBER, TIME = 0x1E, 0x1F, 0x0D, 0x0102, 0x03, 0x40
SENT = dt.datetime(2020, 12, 17, 13, 55, 2, tzinfo=dt.UTC)
DOCX = b"PK\x03\x04 ikke en rigtig fil"


def read(data: bytes, **options: Any) -> Found:
    bound = bind_options(reader.Options, options, path=("readers", "tnef"))
    return list(reader.SPEC.read(io.BytesIO(data), NAME, bound))


def text(number: int, value: str) -> tuple[int, int, bytes]:
    return (UNICODE, number, value.encode("utf-16-le") + b"\0\0")


def parts(document: Document) -> list[tuple[str, bytes]]:
    return [(part.name, part.data) for part in document.parts]


class TestWhatWasPacked:
    def test_gives_envelope_text_and_files(self) -> None:
        data = tnef(
            [
                text(0x0037, "Høringssvar"),
                text(0x0C1A, "Søren Ærø"),
                text(0x5D01, "soeren@aarhus.dk"),
                (TIME, 0x0039, windows_time(SENT)),
                text(0x1035, "<abc@aarhus.dk>"),
                text(
                    0x1000,
                    "Vi støtter det.\r\n\r\nDen 1. december 2020 kl. 10.15 skrev KKR <kkr@kl.dk>:\r\n> Hermed.\r\n",
                ),
            ],
            [tnef_attachment("svar.docx", DOCX), tnef_attachment("tom.docx")],
        )
        document = only(read(data))
        assert document.media_type == "application/ms-tnef"
        assert document.message == Message(
            sender_name="Søren Ærø",
            sender_email="soeren@aarhus.dk",
            subject="Høringssvar",
            sent_at=SENT,
            message_id="abc@aarhus.dk",
        )
        assert own(document) == ["Vi støtter det."]
        assert [level for level, _ in history(document)] == [1, 1]
        assert parts(document) == [("svar.docx", DOCX), ("tom.docx", b"")]
        assert document.remarks == ("quoted-thread",)

    def test_of_old_programs_is_read_by_its_code_page(self) -> None:
        data = tnef(
            [(STRING8, 0x0C1A, "Ærø".encode("cp1252") + b"\0")],
            more=[
                (1, 0x00018004, "Høring".encode("cp1252") + b"\0"),
                (1, 0x0002800C, "Blåbær".encode("cp1252") + b"\0"),
            ],
        )
        document = only(read(data))
        assert own(document) == ["Blåbær"]
        assert document.message == Message(sender_name="Ærø", subject="Høring")

    @pytest.mark.parametrize(
        "one",
        [
            (BINARY, 0x1013, "<meta charset=utf-8><p>Blåbær</p>".encode()),
            text(0x1013, "<p>Blåbær</p>"),
            (BINARY, 0x1009, stored_rtf(rb"{\rtf1\ansi\ansicpg1252 Bl\'e5b\'e6r}")),
        ],
    )
    def test_may_be_a_page_or_rich_text(self, one: tuple[int, int, bytes]) -> None:
        assert own(only(read(tnef([one])))) == ["Blåbær"]

    def test_may_hold_properties_with_names_and_with_several_values(self) -> None:
        several = struct.pack("<IIII", 2, 1, 2, 3)[:12]
        data = tnef([text(0x8001, "x"), text(0x8002, "y"), (0x1000 | NUMBER, 0x0E58, several), text(0x1000, "Hej")])
        assert own(only(read(data))) == ["Hej"]

    def test_takes_no_address_of_exchanges_own(self) -> None:
        document = only(read(tnef([text(0x0C1F, "/O=EXCHANGE/CN=ANNA")])))
        assert document.message == Message()

    def test_tells_long_names_and_what_is_shown_within_the_text(self) -> None:
        long = "Høringssvar vedrørende klimaplan for Ringkøbing-Skjern – endelig udgave æøå.docx"
        shown = [text(0x3712, "logo@x"), (NUMBER, 0x3714, struct.pack("<I", 4))]
        data = tnef(
            attachments=[
                tnef_attachment("HRINGS~1.DOC", DOCX, [text(0x3707, long), text(0x370E, "application/msword")]),
                tnef_attachment("logo.gif", b"GIF", shown),
            ]
        )
        found = only(read(data))
        assert [(part.name, part.inline) for part in found.parts] == [(long, False), ("logo.gif", True)]
        assert found.parts[0].media_type == "application/msword"

    def test_that_is_an_e_mail_is_one_again(self) -> None:
        inner = tnef([text(0x1000, "Vi er enige")], [tnef_attachment("a.docx", DOCX)])
        data = tnef(attachments=[tnef_attachment("Svar", b"", [(OBJECT, 0x3701, b"\1" * 16 + inner)])])
        (part,) = only(read(data)).parts
        assert (part.name, part.media_type) == ("Svar", "application/ms-tnef")
        again = only(read(part.data))
        assert (own(again), parts(again)) == (["Vi er enige"], [("a.docx", DOCX)])

    def test_as_an_object_is_given_as_it_is(self) -> None:
        data = tnef(attachments=[tnef_attachment("a.xls", b"", [(OBJECT, 0x3701, b"abc")])])
        assert parts(only(read(data))) == [("a.xls", b"abc")]

    @pytest.mark.parametrize(
        ("written", "name"), [("../../svar.docx", "svar.docx"), ("..", "vedhæftet-1"), ("", "vedhæftet-1")]
    )
    def test_has_names_that_lead_nowhere(self, written: str, name: str) -> None:
        assert parts(only(read(tnef(attachments=[tnef_attachment(written, DOCX)])))) == [(name, DOCX)]


class TestTheHelpers:
    @pytest.mark.parametrize(
        ("number", "name"), [(65001, "utf-8"), (28591, "cp1252"), (1251, "cp1251"), (99999, "cp1252"), (-1, "cp1252")]
    )
    def test_a_code_page_has_a_name(self, number: int, name: str) -> None:
        assert codepage_of(number) == name

    @pytest.mark.parametrize("ticks", [0, 2**63, 2**64 - 1, 10**18])
    def test_a_moment_out_of_all_reason_is_none(self, ticks: int) -> None:
        assert windows_moment(ticks) is None


class TestHostileFiles:
    @pytest.mark.parametrize("data", [b"", b"Hej", b"\x78\x9f\x3e", b"PK\x03\x04" * 100])
    def test_of_another_kind_are_named(self, data: bytes) -> None:
        assert codes(read(data)) == ["file.unreadable"]

    def test_are_told_by_their_first_bytes(self) -> None:
        sniff = reader.SPEC.sniff
        assert sniff is not None
        assert sniff(tnef())
        assert not sniff(b"PK\x03\x04")

    def test_with_more_bytes_than_allowed_are_refused(self) -> None:
        assert codes(read(tnef(), largest_file=5)) == ["file.too-large"]

    def test_with_nothing_whole_in_them_are_named(self) -> None:
        assert [codes(read(tnef()[:cut])) for cut in range(20)] == [["file.unreadable"]] * 20

    def test_with_a_title_before_any_file_are_read(self) -> None:
        attributes = tnef_attachment("svar.docx", DOCX, [text(0x3707, "x")])[1:]
        assert only(read(tnef(attachments=[attributes]))).parts == ()

    def test_with_more_files_than_allowed_say_so(self) -> None:
        document = only(read(tnef(attachments=[tnef_attachment("a", b"x")] * 1500)))
        assert len(document.parts) == 1000
        assert document.remarks == ("cut-off",)

    @pytest.mark.parametrize(
        "properties",
        [
            b"",
            b"\xff\xff\xff\xff",
            struct.pack("<IHHI", 1, UNICODE, 0x1000, 0),
            struct.pack("<IHHI", 1, UNICODE, 0x1000, 0xFFFFFFFF),
            struct.pack("<IHHII", 1, UNICODE, 0x1000, 1, 0xFFFFFFFF),
            struct.pack("<IHHII", 1, 0x99, 0x1000, 1, 4),
            struct.pack("<IHH", 1, UNICODE, 0x8001) + b"\0" * 16 + struct.pack("<II", 1, 0xFFFFFFF0),
        ],
    )
    def test_with_false_lengths_keep_what_is_before(self, properties: bytes) -> None:
        body = (1, 0x0002800C, b"Hej\0")
        assert own(only(read(tnef(more=[body, (1, 0x00069003, properties)])))) == ["Hej"]

    def test_cut_off_anywhere_say_so_or_are_named(self) -> None:
        data = tnef([text(0x1000, "Vi støtter det.")], [tnef_attachment("a.docx", DOCX), tnef_attachment("b", DOCX)])
        ends = []
        for cut in range(len(data)):
            found = read(data[:cut])
            accounted(found)
            if not codes(found) and "cut-off" not in only(found).remarks:
                ends.append(cut)
        # Only between two attributes it cannot be told.
        assert len(ends) == 7

    @given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=20))
    @settings(max_examples=60, deadline=None)
    def test_with_some_bytes_changed_are_accounted_for(self, changes: list[tuple[int, int]]) -> None:
        inner = tnef([text(0x1000, "Vi er enige")])
        data = bytearray(
            tnef(
                [text(0x1000, "Hej"), text(0x8002, "x"), (BINARY, 0x1009, stored_rtf(rb"{\rtf1 x}"))],
                [tnef_attachment("a.docx", DOCX), tnef_attachment("b", b"", [(OBJECT, 0x3701, b"\1" * 16 + inner)])],
            )
        )
        for position, value in changes:
            data[position % len(data)] = value
        accounted(read(bytes(data)))

    @given(st.binary(max_size=200))
    @settings(max_examples=60, deadline=None)
    def test_of_any_bytes_are_accounted_for(self, body: bytes) -> None:
        accounted(read(tnef()[:6] + body))
