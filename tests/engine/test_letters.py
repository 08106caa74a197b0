"""Letters of an inbox become responses: whose they are, when they came, what came along, and what a person settled."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from docx import Document as NewDocument

import kkrconsult as kc
from kkrconsult.model import ProvenanceKind
from kkrconsult.texts import message

REGISTRY = kc.load_plugins(entry_points=False)
ROUND = kc.load_round("midtjylland-klima-2020", registry=REGISTRY)
LONG = "Vi bakker op om klimaarbejdet i hele regionen og vil gerne være med til at løfte opgaven sammen. " * 4
ANSWER = f"Kære KKR\n\nSpor 1: DK2020\n\n{LONG}\n\nVenlig hilsen\nAnna Hansen\n"


def letter(body: str, *files: tuple[str, bytes], sender: str = "Anna <anna@skive.dk>", **headers: str) -> bytes:
    mail = EmailMessage()
    mail["Received"] = "from a by post.example; Mon, 14 Dec 2020 09:01:00 +0100"
    mail["From"] = sender
    mail["Subject"] = "Høring"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def answer_file(party: str, text: str = LONG) -> bytes:
    return f'+++\npart = "{party}"\n+++\n\n## Spor: DK2020\n\n{text}\n'.encode()


def read(folder: Path, **files: bytes | str) -> kc.Inbox:
    for name, data in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return kc.read_inbox(folder, ROUND, registry=REGISTRY)


def codes(inbox: kc.Inbox) -> list[str]:
    return [problem.code for problem in inbox.problems]


class TestALetter:
    def test_is_an_answer_with_its_moment_and_channel(self, tmp_path: Path) -> None:
        inbox = read(tmp_path, brev__eml=letter(ANSWER))
        (response,) = inbox.responses
        assert response.participants == ("skive",)
        assert response.received_at == dt.datetime(2020, 12, 14, 8, 1, tzinfo=dt.UTC)
        assert response.channel is kc.Channel.EMAIL
        assert response.provenance["received_at"].kind is ProvenanceKind.HEADER
        assert [point.track for point in response.points if isinstance(point, kc.TrackPoint)] == ["dk2020"]
        assert (inbox.read, inbox.problems) == (("brev.eml",), ())

    def test_brings_its_pictures_along_and_needs_no_word_of_them(self, tmp_path: Path) -> None:
        inbox = read(tmp_path, brev__eml=letter(ANSWER, ("våben.png", b"\x89PNG"), ("plan.xyz", b"x")))
        (response,) = inbox.responses
        assert [one.name for one in response.attachments] == ["plan.xyz", "våben.png"]
        assert codes(inbox) == ["file.unknown-type"]
        assert inbox.unread == ("brev.eml/plan.xyz",)

    def test_written_by_a_program_is_no_answer(self, tmp_path: Path) -> None:
        inbox = read(tmp_path, auto__eml=letter("Jeg er på ferie.", Auto_Submitted="auto-replied"))
        assert (inbox.responses, sorted(codes(inbox))) == ((), ["file.automatic", "file.noticed"])

    def test_of_several_possible_senders_is_left_open_with_all_of_them(self, tmp_path: Path) -> None:
        body = f"{LONG}\n\nMvh\nSkive Kommune\nViborg Kommune"
        inbox = read(tmp_path, brev__eml=letter(body, sender="a@example.dk"))
        assert inbox.responses == ()
        (problem,) = inbox.problems
        assert problem.code == "file.unsure"
        assert problem.params["parties"] == ("skive", "viborg")
        text = message(problem.code, problem.params, "da")
        assert "Skive Kommune (75 %; underskrift: skive kommune), Viborg Kommune" in text

    def test_without_any_text_is_told(self, tmp_path: Path) -> None:
        assert codes(read(tmp_path, brev__eml=letter(""))) == ["file.not-a-response"]

    def test_around_a_file_that_nobody_can_read_is_still_the_partys_answer(self, tmp_path: Path) -> None:
        inbox = read(tmp_path, brev__eml=letter("Se vedhæftede.", ("svar.xyz", b"x")))
        assert [response.participants for response in inbox.responses] == [("skive",)]
        assert codes(inbox) == ["file.unknown-type"]


class TestWhatIsAttached:
    def test_is_the_answer_where_the_letter_only_says_so(self, tmp_path: Path) -> None:
        inner = letter(ANSWER)
        inbox = read(
            tmp_path, brev__eml=letter("Hermed svaret.\n\nMvh\nBo", ("svar.eml", inner), sender="bo@kl.example")
        )
        (response,) = inbox.responses
        assert response.source is not None
        assert response.source.name == "brev.eml/svar.eml"
        assert inbox.unread == ()

    def test_from_several_parties_are_several_answers(self, tmp_path: Path) -> None:
        files = ("a.eml", letter(ANSWER)), ("b.eml", letter(ANSWER, sender="x@odder.dk"))
        inbox = read(tmp_path, brev__eml=letter("Hermed to svar.", *files, sender="bo@kl.example"))
        assert {response.participants for response in inbox.responses} == {("skive",), ("odder",)}


class TestAWrongName:
    def test_does_not_hide_what_a_file_is(self, tmp_path: Path) -> None:
        new: Any = NewDocument()
        new.add_paragraph("Skive Kommune har følgende bemærkninger.")
        new.save(str(tmp_path / "skive.pdf"))
        (response,) = read(tmp_path).responses
        assert response.participants == ("skive",)
        assert response.source is not None
        assert str(response.source.media_type).endswith("wordprocessingml.document")

    def test_of_a_picture_is_told(self, tmp_path: Path) -> None:
        inbox = read(tmp_path, svar__docx=b"\x89PNG\r\n\x1a\n" + b"x" * 40)
        (problem,) = inbox.problems
        assert "billede" in message(problem.code, problem.params, "da")


class TestTheSameTwice:
    def test_by_its_text_counts_once(self, tmp_path: Path) -> None:
        inbox = read(tmp_path, a__eml=letter(ANSWER), b__eml=letter(ANSWER, X_Other="1"))
        assert len(inbox) == 1
        assert inbox.duplicates == (kc.Duplicate(file="b.eml", of="a.eml"),)
        assert codes(inbox) == ["file.same-text"]
        assert inbox.unread == ()


class TestFileTimes:
    def test_are_no_evidence_unless_asked_for_and_then_marked(self, tmp_path: Path) -> None:
        path = tmp_path / "skive.md"
        path.write_bytes(answer_file("skive"))
        os.utime(path, (1_607_900_000, 1_607_900_000))
        (plain,) = kc.read_inbox(tmp_path, ROUND, registry=REGISTRY).responses
        assert plain.received_at is None
        (asked,) = kc.read_inbox(tmp_path, ROUND, registry=REGISTRY, file_times=True).responses
        assert asked.received_at == dt.datetime.fromtimestamp(1_607_900_000, dt.UTC)
        assert asked.provenance["received_at"].kind is ProvenanceKind.ASSUMED

    def test_do_not_go_before_what_is_known(self, tmp_path: Path) -> None:
        (tmp_path / "brev.eml").write_bytes(letter(ANSWER))
        (response,) = kc.read_inbox(tmp_path, ROUND, registry=REGISTRY, file_times=True).responses
        assert response.provenance["received_at"].kind is ProvenanceKind.HEADER


class TestPagesThatAreCounted:
    def docx(self, folder: Path) -> None:
        new: Any = NewDocument()
        new.add_paragraph("Skive Kommune har følgende bemærkninger.")
        new.add_page_break()
        new.add_paragraph("Slut.")
        new.save(str(folder / "skive.docx"))

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
    def test_by_libreoffice_say_so(self, tmp_path: Path) -> None:
        self.docx(tmp_path)
        (response,) = kc.read_inbox(tmp_path, ROUND, registry=REGISTRY, count_pages=True).responses
        assert response.pages is not None
        assert (response.pages.pages, response.pages.basis) == (2, kc.PageBasis.COUNTED)
        assert str(response.pages.method).startswith("LibreOffice")

    def test_nowhere_are_what_the_file_claims(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.docx(tmp_path)
        monkeypatch.setenv("PATH", "")
        (response,) = kc.read_inbox(tmp_path, ROUND, registry=REGISTRY, count_pages=True).responses
        assert response.pages is None


class TestTheSidecar:
    def test_settles_whose_a_letter_is_and_when_it_came(self, tmp_path: Path) -> None:
        sidecar = '[filer."brev.eml"]\npart = "Odder"\nmodtaget = 2020-12-13T10:00:00\nkanal = "brev"\n'
        inbox = read(tmp_path, brev__eml=letter(LONG, sender="a@example.dk"), inbox__toml=sidecar)
        (response,) = inbox.responses
        assert response.participants == ("odder",)
        assert response.received_at == dt.datetime(2020, 12, 13, 9, tzinfo=dt.UTC)
        assert response.channel is kc.Channel.LETTER
        assert response.provenance["received_at"].kind is ProvenanceKind.SIDECAR
        assert inbox.problems == ()
        assert inbox.read == ("brev.eml", "inbox.toml")

    def test_goes_before_what_an_answer_file_says_of_itself(self, tmp_path: Path) -> None:
        sidecar = '[filer."svar.md"]\nmodtaget = 2020-12-13T10:00:00\n'
        (response,) = read(tmp_path, svar__md=answer_file("skive"), inbox__toml=sidecar).responses
        assert response.received_at == dt.datetime(2020, 12, 13, 9, tzinfo=dt.UTC)

    def test_says_what_is_no_answer_and_what_belongs_to_another(self, tmp_path: Path) -> None:
        sidecar = '[filer."x.eml"]\nignorer = "kvittering"\n[filer."y.eml"]\nbilag_til = "brev.eml"\n'
        files = {"x__eml": letter("Tak."), "y__eml": letter(f"{LONG} Bilag."), "brev__eml": letter(ANSWER)}
        inbox = read(tmp_path, inbox__toml=sidecar, **files)
        (response,) = inbox.responses
        assert [one.name for one in response.attachments] == ["y.eml"]
        assert codes(inbox) == ["file.ignored"]
        assert inbox.unread == ()

    @pytest.mark.parametrize(
        ("sidecar", "code"),
        [
            ('[filer."nej.eml"]\npart = "skive"\n', "inbox.sidecar-unknown"),
            ('[filer."brev.eml"]\nbilag_til = "nej.eml"\n', "inbox.sidecar-unknown"),
            ("[filer\n", "inbox.sidecar"),
            ('[filer."brev.eml"]\nerstatter = "brev"\n', "inbox.sidecar"),
        ],
    )
    def test_with_a_mistake_is_told(self, tmp_path: Path, sidecar: str, code: str) -> None:
        assert code in codes(read(tmp_path, brev__eml=letter(ANSWER), inbox__toml=sidecar))

    def test_of_an_answer_file_with_a_mistake_is_told(self, tmp_path: Path) -> None:
        sidecar = '[filer."svar.md"]\nerstatter = "svar"\n'
        inbox = read(tmp_path, svar__md=answer_file("skive"), inbox__toml=sidecar)
        assert codes(inbox) == ["inbox.sidecar"]
        assert len(inbox) == 1

    def test_in_an_archive_is_about_the_archive(self, tmp_path: Path) -> None:
        import zipfile

        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("brev.eml", letter(LONG, sender="a@example.dk"))
            archive.writestr("inbox.toml", '[filer."brev.eml"]\npart = "Odder"\n')
        assert [one.participants for one in read(tmp_path).responses] == [("odder",)]
