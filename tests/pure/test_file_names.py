"""Names of files are safe everywhere, each once, and still the names that people know."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.formats.file_names import FileNames, safe_name, safe_path

_SAFE = re.compile(r'[^<>:"/\\|?*%\x00-\x1f\x7f]+')


class TestASafeName:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Ærø Kommune", "Ærø Kommune"),
            ("A\u030arhus", "Århus"),
            ("Ringkøbing-Skjern.docx", "Ringkøbing-Skjern.docx"),
            ("a/b\\c", "a_b_c"),
            ("..", "fil"),
            (" .skjult. ", "skjult"),
            ("linje\r\nbrud\t.txt", "linje brud .txt"),
            ("\u202egpj.exe", "_gpj.exe"),
            ("\ud800", "_"),
            ("100%.txt", "100_.txt"),
            ("CON", "CON_"),
            ("lpt1.txt", "lpt1_.txt"),
            ("com¹", "com¹_"),
            ("console.txt", "console.txt"),
            ("", "fil"),
        ],
    )
    def test_is_made_of_any_text(self, text: str, name: str) -> None:
        assert safe_name(text) == name

    def test_may_have_another_name_for_nothing(self) -> None:
        assert safe_name("  ", "part") == "part"

    def test_is_cut_between_letters_and_keeps_its_ending(self) -> None:
        name = safe_name("ø" * 200 + ".docx")
        assert name == "ø" * 57 + ".docx"
        assert safe_name("ø" * 200) == "ø" * 60
        assert safe_name("a." + "b" * 300) == "a." + "b" * 118

    @given(st.text())
    def test_is_safe_and_stays_what_it_is(self, text: str) -> None:
        name = safe_name(text)
        assert _SAFE.fullmatch(name)
        assert name.strip(" .") == name == unicodedata.normalize("NFC", name)
        assert len(name.encode()) <= 121  # one more where a device's name was changed
        assert safe_name(name) == name


class TestASafePath:
    @given(st.text(alphabet="./\\ab\n"))
    def test_never_leads_out(self, text: str) -> None:
        parts = safe_path(text).split("/")
        assert all(part and part not in (".", "..") for part in parts)

    def test_keeps_its_folders(self) -> None:
        assert safe_path("2020/../Århus//svar.eml") == "2020/Århus/svar.eml"
        assert safe_path("///", "intet") == "intet"


class TestNamesOfTheirOwn:
    @given(
        st.lists(st.sampled_from(["a", "A", "a/b", "a/B.txt", "a/b.txt", "b.txt/c", "b.txt", "a_b", ".x"]), max_size=9)
    )
    def test_are_each_once_and_no_file_is_a_folder(self, wanted: list[str]) -> None:
        names = FileNames()
        found = [names.own(path).casefold() for path in wanted]
        assert len(set(found)) == len(found)
        assert not [(one, other) for one in found for other in found if other.startswith(f"{one}/")]

    def test_get_a_number_before_their_ending(self) -> None:
        names = FileNames()
        assert [names.own(path) for path in ("brev/x.eml", "brev/X.eml", "brev/x.eml", "x", "x")] == [
            "brev/x.eml",
            "brev/X-2.eml",
            "brev/x-3.eml",
            "x",
            "x-2",
        ]
