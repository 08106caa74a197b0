"""Drafts of e-mails are what the standards allow, read back as they were, and hold no header that nobody wrote."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kkrconsult.document import Part
from kkrconsult.formats.mail_drafts import Mailbox, mail_draft, usable_address

KIM = Mailbox(address="kim@kkr.example", name="Kim Ø")
LONG = "Høringssvar " * 60


def parsed(data: bytes) -> EmailMessage:
    """The draft as Python's own parser reads it, which complains of anything that is amiss."""
    found = email.message_from_bytes(data, policy=email.policy.default.clone(raise_on_defect=True))
    assert isinstance(found, EmailMessage)
    for part in found.walk():
        assert part.defects == []
        assert all(not value.defects for value in part.values())
    return found


def lines(data: bytes) -> list[bytes]:
    return data.split(b"\r\n")


class TestADraft:
    def test_reads_back_as_it_was(self) -> None:
        to = Mailbox(address="post@aeroe.example", name='Ærø "Kommune", Teknik')
        data = mail_draft(subject="Høring: spørgsmål", text="Til Ærø\n\nHej.\n", sender=KIM, to=to)
        found = parsed(data)
        assert found["Subject"] == "Høring: spørgsmål"
        assert (found["To"].addresses[0].display_name, found["To"].addresses[0].addr_spec) == (to.name, to.address)
        assert found["From"] == found["Reply-To"] == "Kim Ø <kim@kkr.example>"
        assert found.get_content().replace("\r\n", "\n") == "Til Ærø\n\nHej.\n"

    def test_opens_as_something_to_send(self) -> None:
        found = parsed(mail_draft(subject="x", text="y"))
        assert found["X-Unsent"] == "1"
        assert sorted(found) == [
            "Content-Transfer-Encoding",
            "Content-Type",
            "MIME-Version",
            "Subject",
            "X-Unsent",
        ]

    def test_is_the_same_every_time(self) -> None:
        part = Part(name="a.docx", data=b"x")
        assert mail_draft(subject="x", text="y", parts=[part]) == mail_draft(subject="x", text="y", parts=[part])

    @pytest.mark.parametrize("subject", ["plain", "Ø" * 500, LONG, "a" * 2000, "=?utf-8?q?x?=", "", "🙂" * 99])
    def test_has_short_lines(self, subject: str) -> None:
        data = mail_draft(subject=subject, text="z" * 5000, sender=Mailbox(address="a@b.example", name=subject))
        assert max(map(len, lines(data))) <= 76
        assert b"\n" not in data.replace(b"\r\n", b"")
        data.decode("ascii")
        assert parsed(data)["Subject"] == " ".join(subject.split())

    @given(st.text(), st.text(), st.text())
    @example("a\r\nBcc: ond@ond.example", "x\nBcc: ond@ond.example", "\r\n\r\n.")
    @example("\x85Bcc: x", "\u2028Bcc: x", "\x0bBcc: x")
    def test_has_no_header_but_its_own(self, subject: str, name: str, text: str) -> None:
        data = mail_draft(subject=subject, text=text, sender=KIM, to=Mailbox(address="a@b.example", name=name))
        head = data.partition(b"\r\n\r\n")[0]
        names = [line.partition(b":")[0] for line in lines(head) if not line.startswith(b" ")]
        assert names == [
            *(b"From", b"Reply-To", b"To", b"Subject", b"X-Unsent", b"MIME-Version"),
            *(b"Content-Type", b"Content-Transfer-Encoding"),
        ]
        found = parsed(data)
        assert [one.addr_spec for one in found["To"].addresses] == ["a@b.example"]
        assert found["Bcc"] is None

    @given(st.lists(st.binary(max_size=200), min_size=1, max_size=3))
    @example([b"--", b"\r\n--0123456789012345678901234567890123456789--\r\n"])
    def test_keeps_its_attachments_whole(self, files: list[bytes]) -> None:
        parts = [
            Part(name=f"brev{number}.docx", media_type="application/x", data=data) for number, data in enumerate(files)
        ]
        data = mail_draft(subject="x", text="y", parts=parts)
        found = parsed(data)
        boundary = found.get_boundary()
        assert boundary
        assert lines(data).count(f"--{boundary}".encode()) == len(files) + 1
        assert [part.get_content() for part in found.iter_attachments()] == files
        assert [part.get_filename() for part in found.iter_attachments()] == [part.name for part in parts]

    def test_writes_line_ends_of_any_kind_as_mail_does(self) -> None:
        found = parsed(mail_draft(subject="x", text="a\nb\r\nc\rd"))
        assert found.get_payload(decode=True) == b"a\r\nb\r\nc\r\nd"


class TestAnAddress:
    @pytest.mark.parametrize(
        ("written", "address"),
        [
            ("post@skive.example", "post@skive.example"),
            (" post@skive.example ", "post@skive.example"),
            ("o'neil+kkr@a-b.c.example", "o'neil+kkr@a-b.c.example"),
            ("post@rødovre.example", "post@xn--rdovre-bya.example"),
        ],
    )
    def test_that_can_be_written_to(self, written: str, address: str) -> None:
        found = usable_address(written)
        assert found == address
        assert parsed(mail_draft(subject="x", text="y", to=Mailbox(address=address)))["To"] == address

    @pytest.mark.parametrize(
        "written",
        [
            *(None, "", "skive", "post@skive", "@skive.example", "post@", "a b@c.example", "a@b@c.example"),
            *("post@skive.example\r\nBcc: x@y.example", "a@b.example, c@d.example", "ø@skive.example", "<a@b.example>"),
            *("a..b@c.example", "a@-b.example", "a@b..example", "x" * 65 + "@c.example", "a@" + "b" * 300 + ".example"),
            *("a@ø..example", "a@" + "ø" * 300 + ".example", "a@b.example;c@d.example"),
        ],
    )
    def test_that_cannot(self, written: str | None) -> None:
        assert usable_address(written) is None

    @given(st.text())
    def test_never_breaks_a_header(self, text: str) -> None:
        found = usable_address(f"{text}@b.example")
        assert found is None or re.fullmatch(r"[!-~]+", found)
