"""Files are opened with care, and what cannot be read is told plainly."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest
from tests.config.known import HEAD

from kkrconsult.config import load_round_file, local_files, local_names
from kkrconsult.config._load import LARGEST, is_file
from kkrconsult.errors import ConfigError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "runde.toml"
    path.write_text(HEAD, encoding="utf-8")
    return path


def refusal(path: str | Path) -> str:
    with pytest.raises(ConfigError, match="the round file cannot be read") as caught:
        load_round_file(path)
    (problem,) = caught.value.problems
    assert problem.file == str(path)
    return str(problem).removeprefix(str(path))


class TestLoading:
    def test_a_file_is_read_as_text(self, file: Path) -> None:
        assert load_round_file(file) == load_round_file(str(file)) == HEAD

    def test_a_byte_order_mark_is_taken_off(self, file: Path) -> None:
        file.write_bytes(codecs.BOM_UTF8 + HEAD.encode())
        assert load_round_file(file) == HEAD

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_other_unicode_is_refused(self, file: Path, encoding: str) -> None:
        file.write_text(HEAD, encoding=encoding)
        assert refusal(file) == ": is not UTF-8 text; it may be UTF-16, or no text at all. Save it as UTF-8."

    def test_an_older_encoding_is_refused_with_the_line_of_the_first_letter(self, file: Path) -> None:
        file.write_text(HEAD, encoding="cp1252")
        assert refusal(file).startswith(":4: is not UTF-8 text; letters such as æ, ø and å seem to be in an older")

    def test_a_huge_file_is_refused_before_it_is_read_whole(self, file: Path) -> None:
        file.write_bytes(b"#" * (LARGEST + 1))
        assert refusal(file) == ": is larger than 4,000,000 bytes. Is it a round file?"
        file.write_bytes(b"#" * LARGEST)
        assert len(load_round_file(file)) == LARGEST

    def test_a_missing_file_is_told_with_one_of_a_similar_name(self, file: Path) -> None:
        assert refusal(file.with_name("rund.toml")) == ": is not there. Did you mean 'runde.toml'?"
        assert refusal(file.with_name("q.toml")) == ": is not there"
        assert refusal(file.parent / "nowhere" / "q.toml") == ": is not there"

    def test_a_folder_is_no_file(self, file: Path) -> None:
        assert refusal(file.parent) == ": is a folder, not a file"
        assert refusal(file / "x.toml").startswith(": cannot be opened: ")

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
    def test_a_locked_file_is_told(self, file: Path) -> None:
        file.chmod(0)
        assert refusal(file) == ": may not be read; ask for access to it"

    def test_an_impossible_name_is_told(self) -> None:
        assert "cannot be opened" in refusal("a\0.toml")
        assert not is_file("a\0.toml")


class TestLocalFiles:
    def test_those_beside_the_round_file_are_found(self, file: Path) -> None:
        (file.parent / "regler").mkdir()
        for name in ("a.py", "regler/b.py"):
            (file.parent / name).write_text("")
        assert local_files(file, ["a.py", "regler/b.py"]) == (
            file.parent.resolve() / "a.py",
            file.parent.resolve() / "regler" / "b.py",
        )

    def test_all_that_cannot_be_used_is_told(self, file: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        outside = tmp_path_factory.mktemp("outside") / "c.py"
        outside.write_text("")
        (file.parent / "link.py").symlink_to(outside)
        with pytest.raises(ConfigError) as caught:
            local_files(file, ["../a.py", "b.py", "link.py"])
        assert [(problem.path[-1], problem.message) for problem in caught.value.problems] == [
            (0, "must be the name of a Python file in the round file's folder, or below it"),
            (1, "is not there"),
            (2, "leads out of the round file's folder"),
        ]
        assert {problem.file for problem in caught.value.problems} == {str(file)}

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("[plugins]\nlocal = ['a.py', 1]", ("a.py",)),
            ("[plugins]\nlocal = 'a.py'", ()),
            ("plugins = 1", ()),
            ("", ()),
            ("[", ()),
        ],
    )
    def test_names_are_taken_from_a_text_as_far_as_it_can_be_read(self, text: str, names: tuple[str, ...]) -> None:
        assert local_names(text) == names
