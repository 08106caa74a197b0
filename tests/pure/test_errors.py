"""Errors say where, what and how to mend it, however odd the input."""

from __future__ import annotations

import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import instances, texts

from kkrconsult.errors import (
    ConfigError,
    DataError,
    ExportError,
    KkrconsultError,
    MissingExtraError,
    PluginError,
    Problem,
    ReadError,
    bounded,
    dotted,
)

KINDS = [ConfigError, DataError, ExportError, KkrconsultError, PluginError, ReadError]


class TestAProblem:
    def test_says_file_line_place_and_remedy(self) -> None:
        problem = Problem(
            message="unknown key",
            path=("tracks", 0, "titel"),
            file="runde.toml",
            line=12,
            column=3,
            found="'titel'",
            allowed="id, title",
            suggestion="Did you mean 'title'?",
        )
        assert str(problem) == (
            "runde.toml:12:3: tracks[0].titel: unknown key; found 'titel'; allowed: id, title. Did you mean 'title'?"
        )

    @pytest.mark.parametrize(
        ("problem", "text"),
        [
            (Problem(message="odd"), "odd"),
            (Problem(message="odd", line=4), "line 4: odd"),
            (Problem(message="odd", line=4, column=2), "line 4: odd"),
            (Problem(message="odd", file="a.toml"), "a.toml: odd"),
            (Problem(message="odd", file="a.toml", line=4), "a.toml:4: odd"),
            (Problem(message="odd", path=("a",)), "a: odd"),
        ],
    )
    def test_leaves_out_what_is_not_known(self, problem: Problem, text: str) -> None:
        assert str(problem) == text


class TestAPlace:
    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ((), ""),
            (("tracks", 0, "title", "da"), "tracks[0].title.da"),
            ((2,), "[2]"),
            (("validators", "page-limit"), "validators.page-limit"),
            (("severity", "pages.too-many"), "severity.'pages.too-many'"),
            (("", "a b"), "''.'a b'"),
        ],
    )
    def test_is_written_as_people_read_it(self, path: tuple[str | int, ...], text: str) -> None:
        assert dotted(path) == text


class TestAValueThatIsShown:
    @given(texts(max_size=200) | st.binary() | st.lists(st.integers()), st.integers(2, 100))
    def test_is_short_and_on_one_line(self, value: object, limit: int) -> None:
        shown = bounded(value, limit)
        assert len(shown) <= limit
        assert shown.isprintable()

    def test_is_cut_with_an_ellipsis(self) -> None:
        assert bounded("abcdef", 5) == "'abc…"
        assert bounded("abc", 5) == "'abc'"
        assert bounded(b"abc") == "b'abc'"

    def test_of_a_huge_text_is_cut_before_it_is_quoted(self) -> None:
        class Huge(str):
            def __repr__(self) -> str:
                raise AssertionError("the whole text was quoted")

        assert len(bounded(Huge("x" * 1000))) == 80


class TestAnError:
    @pytest.mark.parametrize("kind", KINDS)
    def test_is_caught_as_the_library_s_own_and_carries_every_problem(self, kind: type[KkrconsultError]) -> None:
        problems = [Problem(message="one", path=("a",)), Problem(message="two")]
        with pytest.raises(KkrconsultError) as caught:
            raise kind("it cannot be used:", problems)
        assert caught.value.problems == tuple(problems)
        assert str(caught.value) == "it cannot be used:\n  a: one\n  two"
        assert str(kind("no problem at all")) == "no problem at all"

    def test_does_not_say_again_what_its_message_says_with_the_place(self) -> None:
        problem = Problem(message="must be text", path=("name",), found="7")
        assert str(DataError("Code: name must be text; found 7", [problem])) == "Code: name must be text; found 7"
        assert str(DataError("must be text; found 7", [problem])).endswith("\n  name: must be text; found 7")
        elsewhere = attrs.evolve(problem, file="runde.toml")
        assert "runde.toml" in str(DataError("Code: name must be text; found 7", [elsewhere]))

    @pytest.mark.parametrize("kind", KINDS)
    @given(problems=st.lists(instances(Problem), max_size=3))
    def test_travels_between_processes(self, kind: type[KkrconsultError], problems: list[Problem]) -> None:
        error = kind("odd", problems)
        twin = pickle.loads(pickle.dumps(error))
        assert type(twin) is kind
        assert (twin.message, twin.problems, str(twin)) == (error.message, error.problems, str(error))

    def test_of_data_is_a_value_error_to_whoever_does_not_know_us(self) -> None:
        assert issubclass(DataError, ValueError)

    def test_of_a_missing_extra_says_how_to_install_it(self) -> None:
        error = MissingExtraError("pdf", "reading PDF files")
        assert str(error) == 'reading PDF files needs an extra: pip install "kkrconsult[pdf]"'
        twin = pickle.loads(pickle.dumps(error))
        assert (twin.extra, twin.purpose, str(twin)) == ("pdf", "reading PDF files", str(error))
