"""What exporters and readers are tried with, and how what they make is judged."""

from __future__ import annotations

import io
import zipfile

import pytest

from kkrconsult.testing import constructed_report
from kkrconsult.testing._hostile_bytes import hostile_bytes, hostile_names
from kkrconsult.testing._material import HOSTILE, material
from kkrconsult.testing._output import MARK, difference, faults_of


def archive(**members: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        for name, text in members.items():
            made.writestr(zipfile.ZipInfo(name.replace("_", ".")), text)
    return sink.getvalue()


class TestTheHostileReport:
    def test_says_every_hostile_text_and_counts_every_answer(self) -> None:
        report = material(constructed_report()).hostile
        assert [response.title for response in report.responses] == list(HOSTILE)
        assert len(report.accepted) == len(HOSTILE)
        assert all(MARK in text for text in HOSTILE)

    def test_is_of_the_same_round_and_moment(self) -> None:
        report, found = constructed_report(), material(constructed_report())
        assert {one.round.id for one in (found.hostile, found.empty, found.reordered)} == {report.round.id}
        assert {one.at for one in (found.hostile, found.empty, found.reordered)} == {report.at}
        assert found.reordered == report
        assert found.reordered is not report
        assert found.empty.responses == ()


class TestHostileFiles:
    def test_are_the_same_every_time(self) -> None:
        data = b"En konstrueret fil, der er lang nok til at blive skadet."
        assert list(hostile_bytes("a.txt", data)) == list(hostile_bytes("a.txt", data))

    def test_are_of_every_kind(self) -> None:
        whats = {one.what.split(" (")[0] for one in hostile_bytes("a.txt", b"konstrueret " * 9)}
        assert {"nothing", "the first 1 bytes", "some bytes changed", "chance", "its text in utf-16"} <= whats

    def test_can_be_made_of_nothing(self) -> None:
        assert any(len(one.data) > 1_000_000 for one in hostile_bytes("a.txt", b""))

    def test_of_an_archive_swell_to_gigabytes_and_are_archives(self) -> None:
        bombs = [one for one in hostile_bytes("a.docx", archive(a_xml="<a/>", b_txt="b")) if one.explosive]
        assert len(bombs) == 3
        with zipfile.ZipFile(io.BytesIO(bombs[0].data)) as made, made.open("a.xml") as member:
            assert made.getinfo("a.xml").file_size > 3_000_000_000
            assert member.read(100) == bytes(100)
        assert len(bombs[0].data) < 5_000_000

    def test_of_a_page_have_entities_of_entities(self) -> None:
        bombs = [one for one in hostile_bytes("a.html", b"<p>konstrueret</p>") if one.explosive]
        assert [one.data.count(b"<!ENTITY") for one in bombs] == [10, 10]

    def test_keep_their_suffix_under_hostile_names(self) -> None:
        names = [one.name for one in hostile_names("svar.md", b"")]
        assert sum(name.endswith(".md") for name in names) == len(names) - 1
        assert "" in names


class TestWhatWasWritten:
    @pytest.mark.parametrize(
        ("suffix", "text"),
        [
            (".csv", f"a;b\r\n1;={MARK}\r\n"),
            (".csv", f"a,b\r\n1,@{MARK}\r\n"),
            (".tsv", f"a\tb\r\n1\t+{MARK}\r\n"),
            (".csv", f'a;b\r\n1;"\t={MARK}"\r\n'),
            (".html", f"<p><script>alert('{MARK}')</script>"),
            (".html", f"<img src=x onerror=\"alert('{MARK}')\">"),
            (".html", f"<a href='javascript:alert(1)//{MARK}'>"),
            (".html", f"<p title='' {MARK}='x'>"),
            (".html", f"<{MARK}>"),
            (".xml", f"<a>{MARK}"),
            (".xml", f"<a>{MARK}\x01</a>"),
            (".svg", f"<svg>{MARK} & </svg>"),
            (".xml", f"<c><f>={MARK}</f></c>"),
            (".json", f'{{"a": "{MARK}'),
            (".jsonl", f'{{"a": "{MARK}"}}\n{{'),
        ],
    )
    def test_is_faulty(self, suffix: str, text: str) -> None:
        assert len(list(faults_of(text.encode(), suffix))) == 1

    @pytest.mark.parametrize(
        ("suffix", "text"),
        [
            (".csv", f"a;b\r\n-1;'={MARK}\r\n"),
            (".csv", "a;b\r\n-1;+45\r\n"),
            (".html", f"<p>&lt;script>alert('{MARK}')&lt;/script>"),
            (".html", f"<script>const data = \"\\u003cscript>alert('{MARK}')\";</script>"),
            (".html", f"<a href='https://konstrueret.invalid/{MARK}'>"),
            (".xml", f"<a>{MARK} &amp;</a>"),
            (".json", f'{{"a": "{MARK}"}}'),
            (".jsonl", f'{{"a": "{MARK}"}}\n\n{{}}\n'),
            (".md", f"# {MARK}"),
            (".xyz", "\x00\x01"),
        ],
    )
    def test_is_not_faulty(self, suffix: str, text: str) -> None:
        assert list(faults_of(text.encode(), suffix)) == []

    def test_is_faulty_in_an_archive(self) -> None:
        (fault,) = faults_of(archive(a_csv=f"a;b\n1;={MARK}\n"), ".zip")
        assert fault.startswith("a.csv: row 2")

    def test_may_have_formulas_as_data_where_a_package_describes_them(self) -> None:
        data = archive(a_csv=f"a;b\n1;={MARK}\n", datapackage_json="{}")
        assert list(faults_of(data, ".zip")) == []

    def test_is_faulty_where_text_is_not_utf_8(self) -> None:
        for suffix in (".txt", ".csv"):
            (fault,) = faults_of("æ".encode("cp1252"), suffix)
            assert "UTF-8" in fault

    def test_is_faulty_where_an_archive_is_broken(self) -> None:
        (fault,) = faults_of(b"PK\x03\x04konstrueret", ".zip")
        assert "cannot be opened" in fault


class TestADifference:
    def test_is_shown_with_what_stands_around(self) -> None:
        assert difference(b"konstrueret 1", b"konstrueret 2") == (
            "from byte 12 on: b'konstrueret 1' and b'konstrueret 2'"
        )

    def test_is_shown_where_one_is_shorter(self) -> None:
        assert difference(b"ab", b"abc") == "from byte 2 on: b'ab' and b'abc'"

    def test_in_an_archive_is_shown_by_the_name_of_the_file(self) -> None:
        assert difference(archive(a_txt="1"), archive(a_txt="2")) == "in a.txt, from byte 0 on: b'1' and b'2'"
        assert difference(archive(a_txt="1"), archive(b_txt="1")).startswith("in the files of the archive")

    def test_in_what_an_archive_says_of_its_files_is_said(self) -> None:
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w") as made:
            made.writestr(zipfile.ZipInfo("a.txt", (2001, 1, 1, 0, 0, 0)), "1")
        assert "such as their times" in difference(archive(a_txt="1"), sink.getvalue())
