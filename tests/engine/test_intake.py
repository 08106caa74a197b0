"""Reading an inbox: every file ends as a response, a named problem or a duplicate, and nothing hostile gets through."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kkrconsult as kc
from kkrconsult.texts import message

ROUND = kc.Round(id="konstrueret", title=kc.localized(da="Konstrueret høring"))
AT = dt.datetime(2020, 12, 20, tzinfo=dt.UTC)
REGISTRY = kc.load_plugins(entry_points=False)


def answer(name: str) -> bytes:
    return kc.to_json(kc.Response(id=name, participants=("a",), body="Konstrueret.")).encode()


def codes(inbox: kc.Inbox) -> list[str]:
    return [problem.code for problem in inbox.problems]


def read(source: object, **limits: int) -> kc.Inbox:
    return kc.read_inbox(source, ROUND, registry=REGISTRY, limits=kc.Limits(**limits))  # type: ignore[arg-type]


def stream(data: bytes, name: str) -> BinaryIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def archive(entries: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in entries.items():
            bundle.writestr(name, data)
    return sink.getvalue()


class TestSources:
    def test_a_folder_is_read_with_its_folders_in_the_order_of_names(self, tmp_path: Path) -> None:
        (tmp_path / "sub").mkdir()
        (tmp_path / "sub" / "b.json").write_bytes(answer("b"))
        (tmp_path / "a.json").write_bytes(answer("a"))
        inbox = read(tmp_path)
        assert [response.id for response in inbox] == ["a", "b"]
        assert [file.name for file in inbox.files] == ["a.json", "sub/b.json"]
        assert len(inbox) == 2

    def test_a_file_a_stream_and_several_of_them_are_read_alike(self, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_bytes(answer("a"))
        assert len(read(tmp_path / "a.json")) == 1
        assert len(read(stream(answer("a"), "a.json"))) == 1
        assert len(read([tmp_path / "a.json", stream(answer("b"), "b.json")])) == 2

    def test_a_zip_archive_is_read_in_place(self, tmp_path: Path) -> None:
        (tmp_path / "alt.zip").write_bytes(archive({"a.json": answer("a"), "mappe/b.json": answer("b")}))
        inbox = read(tmp_path)
        assert [file.name for file in inbox.files] == ["alt.zip/a.json", "alt.zip/mappe/b.json"]

    def test_each_response_names_the_file_it_came_from(self) -> None:
        (response,) = read(stream(answer("a"), "a.json"))
        assert response.source is not None
        assert (response.source.name, response.source.size) == ("a.json", len(answer("a")))

    def test_an_inbox_that_is_not_there_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(kc.ReadError, match="cannot be read"):
            read(tmp_path / "none")

    def test_a_folder_that_is_closed_costs_one_problem(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        closed = tmp_path / "lukket"
        closed.mkdir()
        (tmp_path / "svar.json").write_text("[]", encoding="utf-8")
        real = Path.iterdir

        # Root may list everything, so the refusal of the system is made here.
        def refuse(path: Path) -> Iterator[Path]:
            if path == closed:
                raise PermissionError(13, "Permission denied")
            return real(path)

        monkeypatch.setattr(Path, "iterdir", refuse)
        found = {problem.params["file"]: problem for problem in read(tmp_path).problems}
        assert found["lukket"].code == "file.unreadable"
        assert message(found["lukket"].code, found["lukket"].params, "da").endswith("der er ikke adgang til den")
        assert "svar.json" in found

    def test_names_in_an_archive_lead_nowhere(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for name in ("../../evil.json", "/abs.json", "b\nc.json"):
                archive.writestr(name, "[]")
        assert [file.name for file in read(tmp_path).files] == ["a.zip/abs.json", "a.zip/b_c.json", "a.zip/evil.json"]

    def test_the_traces_of_programs_are_nobodys_answer(self, tmp_path: Path) -> None:
        for name in ("Thumbs.db", "~$svar.docx", "._svar.json", "desktop.ini"):
            (tmp_path / name).write_bytes(b"x")
        inbox = read(tmp_path)
        assert inbox.files == ()
        assert [problem.code for problem in inbox.problems] == ["inbox.empty"]


class TestEveryFileHasOneEnd:
    def test_an_archive_of_answers_is_read_though_they_name_other_sources(self) -> None:
        source = kc.SourceFile(name="elsewhere/old.json")
        data = kc.to_json(kc.Response(id="a", participants=("a",), source=source)).encode()
        inbox = read(stream(data, "archive.json"))
        assert (inbox.read, inbox.unread) == (("archive.json",), ())
        assert inbox.responses[0].source == source

    @pytest.mark.parametrize(
        ("name", "data", "code"),
        [
            ("tom.json", b"", "file.empty"),
            ("blank.json", b"\xef\xbb\xbf \n", "file.empty"),
            ("billede.png", b"\x89PNG\r\n\x1a\n", "file.unreadable"),
            ("halv.json", b'{"id": "a", ', "file.not-a-response"),
            ("liste.json", b"[]", "file.not-a-response"),
            ("blanke.jsonl", b"\n.\n", "file.not-a-response"),
            ("itu.zip", b"PK\x03\x04 not an archive", "file.unreadable"),
        ],
    )
    def test_one_that_cannot_be_read_is_named(self, name: str, data: bytes, code: str) -> None:
        inbox = read(stream(data, name))
        assert codes(inbox) == [code]
        assert inbox.problems[0].params["file"] == name
        assert inbox.unread == (name,)

    def test_a_copy_is_a_duplicate_of_the_first_by_name(self) -> None:
        inbox = read([stream(answer("a"), "b.json"), stream(answer("a"), "a.json")])
        assert inbox.duplicates == (kc.Duplicate(file="b.json", of="a.json"),)
        assert codes(inbox) == ["file.duplicate"]
        assert len(inbox) == 1

    def test_two_files_with_one_id_are_two_responses(self) -> None:
        inbox = read([stream(answer("a") + b" " * n, f"{n}.json") for n in range(3)])
        assert [response.id for response in inbox] == ["a", "a-2", "a-3"]

    def test_nor_do_their_points_share_an_id(self) -> None:
        point = kc.GeneralPoint(id="p", text="Konstrueret.")
        data = kc.to_json(kc.Response(id="a", participants=("a",), points=(point,))).encode()
        inbox = read([stream(data + b" " * n, f"{n}.json") for n in range(3)])
        assert [point.id for response in inbox for point in response.points] == ["p", "p-2", "p-3"]

    def test_two_streams_of_one_name_are_two_files(self) -> None:
        inbox = read([stream(answer("a"), "x.json"), stream(answer("b"), "x.json")])
        assert [file.name for file in inbox.files] == ["x.json", "x.json (2)"]

    @given(st.dictionaries(st.from_regex(r"[a-z]{1,4}\.(json|jsonl|zip|png)", fullmatch=True), st.binary(max_size=80)))
    def test_files_are_read_or_unread_or_copies_whatever_is_in_them(self, files: dict[str, bytes]) -> None:
        inbox = read([stream(data, name) for name, data in files.items()])
        ends = [set(inbox.read), set(inbox.unread), {copy.file for copy in inbox.duplicates}]
        assert sum(len(end) for end in ends) == len(inbox.files)
        assert set().union(*ends) == {file.name for file in inbox.files}
        assert {*inbox.unread} <= {problem.subject.id for problem in inbox.problems if problem.subject}


class TestHostileFiles:
    def test_a_link_is_not_followed(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret.json"
        secret.write_bytes(answer("secret"))
        folder = tmp_path / "inbox"
        folder.mkdir()
        (folder / "link.json").symlink_to(secret)
        inbox = read(folder)
        assert codes(inbox) == ["inbox.symlink"]
        assert not inbox.responses

    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.json")
        assert codes(read(tmp_path)) == ["file.unsafe"]

    def test_a_file_over_the_limit_is_not_read(self) -> None:
        assert codes(read(stream(answer("a"), "a.json"), file_bytes=10)) == ["file.too-large"]

    def test_a_zip_bomb_is_not_unpacked(self) -> None:
        bomb = archive({"a.json": b" " * 3_000_000})
        assert codes(read(stream(bomb, "bombe.zip"))) == ["file.too-large"]

    def test_an_entry_over_the_limit_is_named(self) -> None:
        data = archive({"a.json": os.urandom(500), "b.json": answer("b")})
        inbox = read(stream(data, "x.zip"), file_bytes=len(data) + 1, archive_ratio=10)
        assert [response.id for response in inbox] == ["b"]
        small = read([stream(archive({"a.json": b"[" * 3000}), "x.zip")], file_bytes=1000)
        assert codes(small) == ["file.too-large"]

    def test_an_archive_in_an_archive_is_named(self) -> None:
        inbox = read(stream(archive({"inner.zip": archive({"a.json": answer("a")})}), "x.zip"))
        assert codes(inbox) == ["file.unsafe"]

    def test_an_empty_archive_is_named(self) -> None:
        assert codes(read(stream(archive({}), "x.zip"))) == ["file.empty"]

    def test_a_damaged_entry_costs_only_itself(self) -> None:
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w") as bundle:
            bundle.writestr("a.json", answer("aaaa"))
            bundle.writestr("b.json", answer("b"))
        data = sink.getvalue().replace(b"aaaa", b"aaab", 1)
        inbox = read(stream(data, "x.zip"))
        assert [response.id for response in inbox] == ["b"]
        assert codes(inbox) == ["file.unreadable"]

    def test_an_encrypted_entry_is_named(self) -> None:
        data = bytearray(archive({"a.json": answer("a")}))
        data[data.index(b"PK\x01\x02") + 8] |= 1
        assert codes(read(stream(bytes(data), "x.zip"))) == ["file.unsafe"]

    def test_traces_in_an_archive_are_passed_over(self) -> None:
        data = archive({"__MACOSX/._a.json": b"x", "a.json": answer("a")})
        assert [file.name for file in read(stream(data, "x.zip")).files] == ["x.zip/a.json"]

    def test_there_is_a_limit_to_the_number_of_files(self) -> None:
        with pytest.raises(kc.ReadError, match="more than 1 files"):
            read([stream(answer("a"), "a.json"), stream(answer("b"), "b.json")], files=1)


class TestReadersOfStrangers:
    def registry(self, *items: object, error: Exception | None = None) -> kc.Registry:
        def reads(stream: BinaryIO, name: str, options: kc.NoOptions) -> Iterator[kc.Response]:
            yield from items  # type: ignore[misc]
            if error:
                raise error

        class Given:
            @kc.hookimpl
            def kkrconsult_readers(self) -> Iterable[kc.ReaderSpec]:
                return [kc.ReaderSpec(name="probe", suffixes=(".probe",), read=reads)]

        return kc.load_plugins(entry_points=False, extra=[Given()])

    def test_one_that_gives_an_undeclared_code_is_told_once_and_its_findings_stay(self) -> None:
        found = kc.Finding(code="probe.odd")
        registry = self.registry(kc.Response(id="a", participants=("a",)), found, found)
        inbox = kc.read_inbox([stream(b"x", "a.probe"), stream(b"y", "b.probe")], ROUND, registry=registry)
        assert sorted(codes(inbox)) == ["plugin.undeclared-code", *["probe.odd"] * 4]
        report = kc.check(ROUND, inbox, at=AT, registry=registry)
        assert (report.counts["plugin.undeclared-code"], report.counts["probe.odd"]) == (1, 4)
        assert not report.complete
        (said,) = [one for one in report.findings if one.code == "plugin.undeclared-code"]
        assert said.params == {"plugin": "Given", "record": "reader probe", "code": "probe.odd"}
        with pytest.raises(
            kc.PluginError, match=r"reader probe of plugin Given does not declare its code 'probe\.odd'"
        ):
            kc.check(ROUND, inbox, at=AT, registry=registry, strict=True)

    def test_that_is_told_once_of_parts_too(self) -> None:
        registry = self.registry(kc.Finding(code="probe.odd"), kc.Finding(code="probe.awry"))
        inboxes = [kc.read_inbox(stream(b"x", name), ROUND, registry=registry) for name in ("a.probe", "b.probe")]
        one, other = (kc.check_part(ROUND, inbox, at=AT, registry=registry) for inbox in inboxes)
        for merged in (kc.merge(one, other), kc.merge(other, one)):
            report = kc.finish(merged, registry=registry)
            assert report.counts["plugin.undeclared-code"] == 1
            assert report.counts["probe.odd"] == 2

    def test_one_may_give_the_codes_that_it_declares_and_those_of_files(self) -> None:
        registry = self.registry(kc.Finding(code="file.noticed", params=kc.FrozenMap({"what": "x"})))
        assert "plugin.undeclared-code" not in codes(kc.read_inbox(stream(b"x", "a.probe"), ROUND, registry=registry))
        registry = self.registry(kc.Finding(code="file.unheard-of"))
        assert "plugin.undeclared-code" in codes(kc.read_inbox(stream(b"x", "a.probe"), ROUND, registry=registry))

    def test_one_that_raises_costs_one_problem_and_keeps_what_it_gave(self) -> None:
        given = kc.Response(id="a", participants=("a",))
        inbox = kc.read_inbox(stream(b"x", "a.probe"), ROUND, registry=self.registry(given, error=ValueError("no")))
        assert [response.id for response in inbox] == ["a"]
        assert codes(inbox) == ["file.unreadable"]

    def test_one_that_gives_rubbish_is_named(self) -> None:
        inbox = kc.read_inbox(stream(b"x", "a.probe"), ROUND, registry=self.registry("rubbish"))
        assert codes(inbox) == ["file.unreadable"]

    def test_one_that_gives_nothing_is_named(self) -> None:
        inbox = kc.read_inbox(stream(b"x", "a.probe"), ROUND, registry=self.registry())
        assert codes(inbox) == ["file.not-a-response"]


class TestTheReport:
    def test_a_file_that_could_not_be_read_makes_it_incomplete(self) -> None:
        import datetime as dt

        inbox = read([stream(answer("a"), "a.json"), stream(b"x", "b.png"), stream(answer("a"), "c.json")])
        report = kc.check(ROUND, inbox, at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), registry=REGISTRY)
        sums = report.accounting
        assert not report.complete
        assert (sums.files, sums.files_read, sums.problems, sums.duplicates) == (3, 1, 1, 1)


def letter(*attachments: tuple[str, bytes], received: str | None = "Mon, 14 Dec 2020 09:30:00 +0100") -> bytes:
    """A constructed e-mail."""
    mail = EmailMessage()
    if received:
        mail["Received"] = f"from a.example by mx.kkr.example; {received}"
    mail["From"] = "Konstrueret Kommune <svar@kommune.example>"
    mail["Subject"] = "Konstrueret høringssvar"
    mail.set_content("Se vedhæftede.")
    for name, data in attachments:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def forwarded(inner: bytes) -> bytes:
    mail = EmailMessage()
    mail["Received"] = "from a.example by mx.kkr.example; Thu, 17 Dec 2020 12:00:00 +0100"
    mail["From"] = "Sekretariatet <kkr@kkr.example>"
    mail.set_content("Til orientering.")
    mail.add_attachment(email.message_from_bytes(inner, policy=email.policy.default))
    return mail.as_bytes()


class TestAttachments:
    CAME = dt.datetime(2020, 12, 14, 8, 30, tzinfo=dt.UTC)

    def test_an_attached_answer_came_when_the_letter_did(self) -> None:
        inbox = read(stream(letter(("svar.json", answer("a"))), "brev.eml"))
        (response,) = inbox
        assert (response.received_at, response.channel) == (self.CAME, kc.Channel.EMAIL)
        assert response.provenance["received_at"].kind is kc.ProvenanceKind.HEADER
        assert response.source is not None
        assert response.source.name == "brev.eml/svar.json"
        assert inbox.read == ("brev.eml", "brev.eml/svar.json")
        assert (codes(inbox), inbox.unread) == ([], ())

    def test_what_the_answer_itself_says_is_believed_first(self) -> None:
        at = dt.datetime(2020, 12, 1, tzinfo=dt.UTC)
        said = kc.Response(id="a", participants=("a",), body="x", received_at=at, channel=kc.Channel.PORTAL)
        (response,) = read(stream(letter(("svar.json", kc.to_json(said).encode())), "brev.eml"))
        assert (response.received_at, response.channel, dict(response.provenance)) == (at, kc.Channel.PORTAL, {})

    def test_a_letter_that_nobody_received_tells_no_time(self) -> None:
        (response,) = read(stream(letter(("svar.json", answer("a")), received=None), "brev.eml"))
        assert (response.received_at, response.channel) == (None, kc.Channel.EMAIL)

    def test_a_forwarded_answer_came_when_it_came_and_not_when_it_was_passed_on(self) -> None:
        (response,) = read(stream(forwarded(letter(("svar.json", answer("a")))), "videresendt.eml"))
        assert response.received_at == self.CAME

    def test_archives_and_tables_in_letters_are_read(self) -> None:
        inbox = read(stream(letter(("svar.zip", archive({"a.json": answer("a"), "b.json": answer("b")}))), "brev.eml"))
        assert [file.name for file in inbox.files] == [
            "brev.eml",
            "brev.eml/svar.zip/a.json",
            "brev.eml/svar.zip/b.json",
        ]
        assert len(inbox) == 2

    def test_a_letter_without_an_attached_answer_is_named_with_each_of_its_files(self) -> None:
        inbox = read(stream(letter(("kort.xyz", b"x"), ("kort.xyz", b"y")), "brev.eml"))
        assert [(one.code, one.subject.id if one.subject else "") for one in inbox.problems] == [
            ("file.unassigned", "brev.eml"),
            ("file.unknown-type", "brev.eml/kort.xyz"),
            ("file.unknown-type", "brev.eml/kort.xyz (2)"),
        ]

    def test_an_attachment_that_lies_beside_its_letter_is_a_copy(self, tmp_path: Path) -> None:
        (tmp_path / "brev.eml").write_bytes(letter(("svar.json", answer("a"))))
        (tmp_path / "svar.json").write_bytes(answer("a"))
        inbox = read(tmp_path)
        assert [duplicate.file for duplicate in inbox.duplicates] == ["brev.eml/svar.json"]
        assert (inbox.read, inbox.unread, len(inbox)) == (("brev.eml", "svar.json"), (), 1)

    def test_letters_in_letters_have_an_end(self) -> None:
        data = letter(("svar.json", answer("a")))
        for _ in range(4):
            data = forwarded(data)
        assert len(read(stream(data, "brev.eml"))) == 1
        inbox = read(stream(data, "brev.eml"), depth=3)
        assert (codes(inbox).count("file.unsafe"), len(inbox)) == (1, 0)

    def test_their_files_count_among_all(self) -> None:
        inbox = read(stream(letter(*[(f"{n}.json", answer(f"a{n}")) for n in range(5)]), "brev.eml"), files=3)
        assert ("file.unsafe" in codes(inbox), len(inbox)) == (True, 2)

    def test_progress_counts_them(self) -> None:
        told: list[tuple[int, int]] = []
        data = letter(("svar.json", answer("a")))
        kc.read_inbox(
            stream(data, "brev.eml"), ROUND, registry=REGISTRY, progress=lambda done, of: told.append((done, of))
        )
        assert told == [(1, 1), (2, 2)]

    def test_letters_by_the_hundred_are_each_read_with_their_files(self, tmp_path: Path) -> None:
        for number in range(140):
            (tmp_path / f"{number:03}.eml").write_bytes(letter((f"{number}.json", answer(f"a{number}"))))
        inbox = read(tmp_path)
        assert [response.id for response in inbox] == [f"a{number}" for number in range(140)]
        assert (len(inbox.files), len(inbox.read), inbox.problems) == (280, 280, ())
