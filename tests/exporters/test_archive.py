"""The archive is a valid bag, keeps its layers apart, and says whose every file is and where one is missing."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
import tracemalloc
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

import attrs
import bagit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kkrconsult as kc
from kkrconsult.audience import public_view
from kkrconsult.exporters import archive
from kkrconsult.exporters._archive_bag import Bag
from kkrconsult.model import localized
from kkrconsult.plugins import GivenFile

ROOT = Path(__file__).parents[2]
LETTERS = ROOT / "examples/midtjylland-klima-2020/letters"
REGISTRY = kc.load_plugins(entry_points=False)
AT = dt.datetime(2020, 12, 18, 12, tzinfo=dt.UTC)
SHIPPED = sorted(entry.spec.id for entry in REGISTRY.rounds)
ROUND = kc.Round(
    id="r",
    title=localized(da="Vand <hav>\nog mere", en="Water"),
    organiser="KKR\nBag-Group-Identifier: ond",
    case_number="2020-1",
    contact=kc.Contact(name="Kim", email="kim@kkr.example"),
    participants=(kc.Participant(id="skive", name="Skive"), kc.Participant(id="odder", name="Odder")),
)
PERSON = "010170-1234"


def given_files(files: dict[str, bytes]) -> tuple[GivenFile, ...]:
    def opener(data: bytes) -> Any:
        return lambda: io.BytesIO(data)

    return tuple(GivenFile(name=name, open=opener(data)) for name, data in files.items())


def written(
    report: kc.Report, originals: dict[str, bytes] | None = None, documents: dict[str, bytes] | None = None, **more: Any
) -> bytes:
    given = {
        name: given_files(files)
        for name, files in (("originals", originals), ("documents", documents))
        if files is not None
    }
    sink = io.BytesIO()
    archive.write(report, sink, archive.Options(**more), given)
    return sink.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """What is in the bag, by its path there."""
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert found.testzip() is None
        folders = {name.partition("/")[0] for name in found.namelist()}
        assert len(folders) == 1
        assert len(set(found.namelist())) == len(found.namelist())
        return {name.partition("/")[2]: found.read(name) for name in found.namelist()}


def valid(data: bytes, folder: Path) -> bagit.Bag:
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        found.extractall(folder)
    (base,) = folder.iterdir()
    bag = bagit.Bag(str(base))
    bag.validate()
    return bag


def index(files: dict[str, bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["data/index.csv"].decode(), newline="")))


def answer(id: str = "a", data: bytes | None = None, name: str = "svar.txt", **more: Any) -> kc.Response:
    sha256 = None if data is None else hashlib.sha256(data).hexdigest()
    source = kc.SourceFile(name=name, sha256=sha256)
    return kc.Response(**{"id": id, "participants": ("skive",), "body": "Svar.", "source": source, **more})


def report_of(*responses: kc.Response, round_: kc.Round = ROUND) -> kc.Report:
    return kc.check(round_, responses, at=AT, registry=REGISTRY)


def example() -> kc.Report:
    round_ = kc.load_round("midtjylland-klima-2020", registry=REGISTRY)
    return kc.check(round_, kc.read_inbox(LETTERS, round_, registry=REGISTRY), at=AT, registry=REGISTRY)


class TestTheBag:
    @pytest.mark.parametrize("audience", ["internal", "public"])
    def test_of_the_example_is_valid(self, tmp_path: Path, audience: str) -> None:
        file = tmp_path / "archive.zip"
        options = {"originals": str(LETTERS), "documents": str(ROOT / "examples/tables")}
        kc.export(example(), "archive", file, audience=audience, options=options, registry=REGISTRY)
        bag = valid(file.read_bytes(), tmp_path / "out")
        assert bag.info["External-Identifier"] == "midtjylland-klima-2020"
        assert bag.info["Bagging-Date"] == "2020-12-18"
        assert Path(str(bag)).name == f"midtjylland-klima-2020-{audience}"
        payload = [path for path in (Path(str(bag)) / "data").rglob("*") if path.is_file()]
        octets = sum(path.stat().st_size for path in payload)
        assert bag.info["Payload-Oxum"] == f"{octets}.{len(payload)}"

    @pytest.mark.parametrize("language", ["da", "en"])
    @pytest.mark.parametrize("round_id", SHIPPED)
    def test_of_a_shipped_round_with_an_empty_inbox_is_valid(
        self, tmp_path: Path, round_id: str, language: str
    ) -> None:
        report = report_of(round_=kc.load_round(round_id, registry=REGISTRY))
        valid(written(report, {}, language=language), tmp_path)

    def test_that_was_meddled_with_is_not_valid(self, tmp_path: Path) -> None:
        bag = valid(written(report_of()), tmp_path)
        file = Path(str(bag)) / "data" / "redacted" / "report.json"
        file.write_bytes(file.read_bytes()[:-1] + b" ")
        with pytest.raises(bagit.BagValidationError):
            bagit.Bag(str(bag)).validate()

    def test_has_information_that_brings_forth_no_label_of_its_own(self, tmp_path: Path) -> None:
        bag = valid(written(report_of()), tmp_path)
        assert bag.info["Source-Organization"] == "KKR Bag-Group-Identifier: ond"
        assert "Bag-Group-Identifier" not in bag.info
        assert (bag.info["Contact-Email"], bag.info["Internal-Sender-Identifier"]) == ("kim@kkr.example", "2020-1")

    def test_of_a_round_of_which_little_is_known_is_valid(self, tmp_path: Path) -> None:
        bare = kc.Round(id="r", title=localized(da="R"), contact=kc.Contact(name="Kim"))
        assert "Source-Organization" not in valid(written(report_of(round_=bare)), tmp_path).info

    def test_is_the_same_for_the_same_report_and_files(self) -> None:
        first = written(example(), {"a": b"1", "b": b"2"})
        assert first == written(example(), {"a": b"1", "b": b"2"})

    def test_does_not_depend_on_what_its_sink_can_do(self) -> None:
        class Pipe(io.RawIOBase):
            def __init__(self) -> None:
                self.got = b""

            def writable(self) -> bool:
                return True

            def write(self, data: Any) -> int:
                self.got += bytes(data)
                return len(data)

        pipe, data = Pipe(), {"originals": given_files({"a": b"1"})}
        archive.write(report_of(), pipe, archive.Options(), data)  # type: ignore[arg-type]
        assert pipe.got == written(report_of(), {"a": b"1"})

    def test_leaves_its_sink_open(self) -> None:
        sink = io.BytesIO()
        archive.write(report_of(), sink, archive.Options(), {})
        assert not sink.closed

    def test_takes_a_file_of_which_nobody_knows_the_length(self, tmp_path: Path) -> None:
        class Pipe(io.BytesIO):
            def seek(self, *arguments: int) -> int:
                raise io.UnsupportedOperation("seek")

        sink = io.BytesIO()
        pipe = GivenFile(name="stor.bin", open=lambda: Pipe(b"x" * 5000))
        archive.write(report_of(), sink, archive.Options(), {"originals": (pipe,)})
        valid(sink.getvalue(), tmp_path)
        assert unpacked(sink.getvalue())["data/originals/stor.bin"] == b"x" * 5000

    def test_holds_no_large_original_in_memory(self) -> None:
        size = 64 << 20

        class Long(io.RawIOBase):
            def __init__(self) -> None:
                self.left = size

            def read(self, most: int = -1) -> bytes:
                assert 0 < most <= 1 << 20
                count = min(most, self.left)
                self.left -= count
                return bytes(count)

            def seek(self, *arguments: int) -> int:
                return size

        class Nowhere(io.RawIOBase):
            def write(self, data: Any) -> int:
                return len(data)

        tracemalloc.start()
        try:
            bag = Bag(Nowhere(), "b")  # type: ignore[arg-type]
            given = GivenFile(name="x", open=lambda: Long())  # type: ignore[arg-type, return-value]
            stored = bag.add("data/x", archive._chunks(given), size=archive._size(given))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        bag.finish([])
        assert stored.size == size
        assert peak < 16 << 20


class TestTheLayers:
    def test_are_kept_apart(self) -> None:
        report = report_of(answer(body=f"Fra {PERSON}."))
        remark = kc.Assessment(point="p", assessed_by="Sagsbehandler Sørensen")
        point = kc.GeneralPoint(id="p", text="Punkt")
        assessed = kc.check(ROUND, [answer(points=(point,))], at=AT, assessments=[remark], registry=REGISTRY)
        files = unpacked(written(report, {"svar.txt": PERSON.encode()}))
        assert PERSON.encode() in files["data/originals/svar.txt"]
        assert PERSON.encode() in files["data/assessed/report.json"]
        assert PERSON.encode() not in files["data/redacted/report.json"] + files["data/redacted/responses.jsonl"]
        files = unpacked(written(assessed))
        assert "Sørensen".encode() in files["data/assessed/report.json"]
        assert "Sørensen".encode() not in files["data/redacted/report.json"]

    def test_read_back_without_loss(self) -> None:
        report = example()
        files = unpacked(written(report, {}))
        assert kc.from_json(kc.Report, files["data/assessed/report.json"]) == report
        lines = files["data/assessed/responses.jsonl"].splitlines()
        assert tuple(kc.from_json(kc.Response, line) for line in lines) == report.responses

    def test_for_the_public_are_one(self) -> None:
        public = public_view(report_of(answer(data=b"Svar.")))
        files = unpacked(written(public, {"svar.txt": b"Svar."}, {"notat.md": b"# Notat"}))
        assert sorted(name for name in files if name.startswith("data/")) == [
            "data/index.csv",
            "data/index.html",
            "data/redacted/report.json",
            "data/redacted/responses.jsonl",
        ]
        assert "kim@kkr.example" not in str(files)
        text = files["data/index.html"].decode()
        assert "Originalerne" in text
        assert "intet siger, at de er lavet til offentligheden" in text

    def test_for_the_public_open_no_original(self) -> None:
        def opened() -> BinaryIO:
            raise AssertionError("an original was opened")

        given = {"originals": (GivenFile(name="svar.txt", open=opened),)}
        archive.write(public_view(report_of()), io.BytesIO(), archive.Options(), given)

    def test_for_the_public_have_documents_that_are_said_to_be_for_it(self) -> None:
        public = public_view(report_of())
        files = unpacked(written(public, None, {"notat.md": b"# Notat"}, documents_are_public=True))
        assert files["data/documents/notat.md"] == b"# Notat"
        assert index(files)[-1]["Hvad det er"] == "Dokument"

    def test_say_that_answers_are_constructed_and_that_something_is_missing(self) -> None:
        text = unpacked(written(attrs.evolve(example(), complete=False)))["data/index.html"].decode()
        assert "konstrueret som eksempel" in text
        assert "ufuldstændig" in text
        assert "originaler, som svarene nævner, er ikke i arkivet" in text
        assert "Svarene, som de kom, er ikke lagt i arkivet" in text


class TestTheIndex:
    def test_has_every_file_of_the_payload_but_itself(self) -> None:
        files = unpacked(written(example(), {"a.txt": b"a", "b/c.txt": b"c"}, {"notat.md": b"n"}))
        found = {row["Fil"]: row for row in index(files) if row["Fil"]}
        assert set(found) == {name for name in files if name.startswith("data/") and not name.startswith("data/index.")}
        for name, row in found.items():
            assert row["SHA-256"] == hashlib.sha256(files[name]).hexdigest()
            assert row["Byte"] == str(len(files[name]))

    def test_knows_the_originals_of_the_example(self, tmp_path: Path) -> None:
        kc.export(example(), "archive", tmp_path / "a.zip", options={"originals": str(LETTERS)}, registry=REGISTRY)
        found = index(unpacked((tmp_path / "a.zip").read_bytes()))
        originals = [row for row in found if row["Lag"] == "originals"]
        assert len(originals) == len([file for file in LETTERS.iterdir() if file.is_file()])
        assert {row["Hvad det er"] for row in originals} == {"Høringssvar", "Fil uden svar"}
        assert [row["Navn, som den kom"] for row in originals if not row["Svar"]] == ["inbox.toml"]
        joint = next(row for row in originals if row["Fil"].endswith("lemvig-konstrueret.pdf"))
        assert joint["Part"] == "Lemvig, Struer"
        inside = next(row for row in originals if row["Fil"].endswith("favrskov-konstrueret.eml"))
        assert "favrskov-konstrueret.eml/høringssvar.docx" in inside["Bemærkning"]

    def test_knows_a_file_that_got_another_name_by_its_checksum(self) -> None:
        (row, *_) = index(unpacked(written(report_of(answer(data=b"Svar.")), {"omdøbt.txt": b"Svar."})))
        assert (row["Svar"], row["Part"], row["Bemærkning"]) == ("a", "Skive", "")

    def test_says_where_only_the_name_could_be_compared(self) -> None:
        (row, *_) = index(unpacked(written(report_of(answer()), {"svar.txt": b"Svar."})))
        assert row["Svar"] == "a"
        assert row["Bemærkning"].startswith("Kun navnet")

    def test_says_where_a_file_of_the_name_has_other_content(self) -> None:
        found = index(unpacked(written(report_of(answer(data=b"Svar.")), {"svar.txt": b"Andet."})))
        assert [(row["Hvad det er"], row["Svar"]) for row in found[:2]] == [("Fil uden svar", ""), ("Mangler", "a")]
        assert "med et andet indhold" in found[1]["Bemærkning"]
        assert found[1]["SHA-256"] == hashlib.sha256(b"Svar.").hexdigest()

    def test_lists_what_is_missing(self) -> None:
        files = unpacked(written(report_of(answer(data=b"Svar.")), {}))
        missing = [row for row in index(files) if not row["Fil"]]
        assert [(row["Hvad det er"], row["Navn, som den kom"], row["Svar"]) for row in missing] == [
            ("Mangler", "svar.txt", "a")
        ]
        assert "1 original, som svarene nævner, er ikke i arkivet" in files["data/index.html"].decode()

    def test_says_why_nothing_was_read_from_a_file(self, tmp_path: Path) -> None:
        folder = tmp_path / "ind"
        folder.mkdir()
        (folder / "billede.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        (folder / "a.txt").write_text("Høringssvar fra Skive Kommune\n\nVi er enige i alt.", encoding="utf-8")
        (folder / "b.txt").write_bytes((folder / "a.txt").read_bytes())
        inbox = kc.read_inbox(folder, ROUND, registry=REGISTRY)
        report = kc.check(ROUND, inbox, at=AT, registry=REGISTRY)
        kc.export(report, "archive", tmp_path / "a.zip", options={"originals": str(folder)}, registry=REGISTRY)
        found = {row["Navn, som den kom"]: row for row in index(unpacked((tmp_path / "a.zip").read_bytes()))}
        assert "billede.png" in found["billede.png"]["Bemærkning"]
        assert found["b.txt"]["Bemærkning"].startswith("Filen er magen til a.txt.")

    def test_tells_attachments_from_answers(self) -> None:
        def part(name: str, data: bytes | None) -> kc.Attachment:
            return kc.Attachment(name=name, sha256=hashlib.sha256(data).hexdigest() if data else None)

        response = answer(
            data=b"mail", name="brev.eml", attachments=(part("kort.png", b"kort"), part("inde.png", b"i"))
        )
        alone = answer("b", data=b"svar", attachments=(part("borte.png", None),), participants=("odder",))
        originals = {"brev.eml": b"mail", "kort.png": b"kort", "svar.txt": b"svar"}
        found = {
            row["Navn, som den kom"]: row for row in index(unpacked(written(report_of(response, alone), originals)))
        }
        assert (found["kort.png"]["Hvad det er"], found["kort.png"]["Svar"]) == ("Bilag til høringssvar", "a")
        assert "inde.png" in found["brev.eml"]["Bemærkning"]
        assert found["borte.png"]["Hvad det er"] == "Mangler"

    def test_knows_a_file_that_only_holds_an_attachment(self) -> None:
        part = kc.Attachment(name="pakke.zip/kort.png", sha256="0" * 64)
        response = answer(data=b"svar", attachments=(part,))
        found = {
            row["Navn, som den kom"]: row for row in index(unpacked(written(report_of(response), {"pakke.zip": b"z"})))
        }
        assert found["pakke.zip"]["Hvad det er"] == "Fil med bilag i"

    def test_names_a_sender_that_is_no_party(self) -> None:
        response = answer(data=b"x", participants=(), sender=kc.Sender(name="Foreningen"))
        assert index(unpacked(written(report_of(response), {"svar.txt": b"x"})))[0]["Part"] == "Foreningen"

    @pytest.mark.parametrize("language", ["da", "en"])
    def test_is_a_page_that_escapes_what_others_wrote(self, language: str) -> None:
        response = answer(data=b"x", participants=(), sender=kc.Sender(name="<script>alert(1)</script>"))
        files = unpacked(written(report_of(response), {'<b>&".txt': b"x"}, language=language))
        text = files["data/index.html"].decode()
        assert "<script" not in text
        assert f'<html lang="{language}">' in text
        linked = _Links()
        linked.feed(text)
        linked.close()
        assert linked.open == []
        assert sorted(f"data/{link}" for link in linked.links) == sorted(row[next(iter(row))] for row in index(files))

    def test_runs_nothing_in_a_spreadsheet(self) -> None:
        files = unpacked(written(report_of(), {"=cmd.txt": b"x"}))
        assert files["data/originals/=cmd.txt"] == b"x"
        assert "'=cmd.txt" in {row["Navn, som den kom"] for row in index(files)}


class _Links(HTMLParser):
    """Finds links, and tags that nobody closes."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        self.links += [unquote(value or "") for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


class TestNames:
    HOSTILE = (
        "../../etc/passwd",
        "con.txt",
        "a\nmanifest.txt",
        "a%0Ab.txt",
        "* stjerne.txt",
        "Å.txt",
        "Å.txt",
        "å.txt",
        "x" * 300 + ".docx",
        "mappe/fil",
        "MAPPE",
        ".skjult",
        "\ud800.txt",
        "C:\\svar\\a.txt",
    )

    def test_of_originals_are_safe_and_each_its_own(self, tmp_path: Path) -> None:
        data = written(report_of(), {name: name.encode("utf-8", "replace") for name in dict.fromkeys(self.HOSTILE)})
        bag = valid(data, tmp_path)
        files = unpacked(data)
        originals = [name for name in files if name.startswith("data/originals/")]
        assert len(originals) == len(set(self.HOSTILE))
        assert len({name.casefold() for name in originals}) == len(originals)
        assert all(
            re.fullmatch(r"[^\\:*?\"<>|%\x00-\x1f]+", name) and ".." not in name.split("/") for name in originals
        )
        assert not (tmp_path.parent / "etc").exists()
        assert len(bag.entries) > len(originals)

    @given(st.dictionaries(st.text(min_size=1), st.binary(), max_size=6))
    @settings(max_examples=15)
    def test_of_any_kind_make_no_bag_invalid(self, files: dict[str, bytes]) -> None:
        found = unpacked(written(report_of(), files))
        manifest = found["manifest-sha256.txt"].decode()
        for line in manifest.splitlines():
            digest, _, path = line.partition("  ")
            assert hashlib.sha256(found[path]).hexdigest() == digest
        assert len(manifest.splitlines()) == sum(name.startswith("data/") for name in found)


class TestFilesThatAreGiven:
    def test_that_cannot_be_read_stop_the_archive(self, tmp_path: Path) -> None:
        def refused() -> BinaryIO:
            raise PermissionError(13, "Permission denied")

        with pytest.raises(kc.ExportError, match=r"'svar.txt' cannot be read: Permission denied"):
            archive.write(
                report_of(), io.BytesIO(), archive.Options(), {"originals": (GivenFile(name="svar.txt", open=refused),)}
            )

    def test_are_not_the_archive_itself(self, tmp_path: Path) -> None:
        (tmp_path / "notat.md").write_text("# Notat", encoding="utf-8")
        for _ in range(2):
            kc.export(
                report_of(), "archive", tmp_path / "arkiv.zip", options={"documents": str(tmp_path)}, registry=REGISTRY
            )
        found = unpacked((tmp_path / "arkiv.zip").read_bytes())
        assert [name for name in found if name.startswith("data/documents/")] == ["data/documents/notat.md"]

    def test_may_be_one_file(self, tmp_path: Path) -> None:
        file = tmp_path / "svar.txt"
        file.write_bytes(b"Svar.")
        report = report_of(answer(data=b"Svar."))
        kc.export(report, "archive", tmp_path / "a.zip", options={"originals": str(file)}, registry=REGISTRY)
        assert index(unpacked((tmp_path / "a.zip").read_bytes()))[0]["Svar"] == "a"

    def test_must_be_there(self, tmp_path: Path) -> None:
        with pytest.raises(kc.ExportError, match="originals"):
            kc.export(
                report_of(), "archive", io.BytesIO(), options={"originals": str(tmp_path / "x")}, registry=REGISTRY
            )

    def test_are_listed_in_a_language_that_there_is(self) -> None:
        with pytest.raises(kc.ConfigError, match="language"):
            kc.export(report_of(), "archive", io.BytesIO(), options={"language": "tlh"}, registry=REGISTRY)
