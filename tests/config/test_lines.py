"""Every key of a TOML text is found where it is written."""

from __future__ import annotations

import datetime as dt
import json
import random  # noqa: TID251 - only as the type of what hypothesis draws, which it can replay
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kkrconsult.config._lines import Path, Position, key_positions, locate


def paths_of(value: object, path: Path = ()) -> Iterator[Path]:
    """All paths of a loaded document, containers and leaves, without the document itself."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths_of(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths_of(inner, (*path, index))


def found(text: str) -> dict[Path, tuple[int, int]]:
    """Positions as pairs, after checking that they cover all that tomllib reads in the text, and no more."""
    positions = key_positions(text)
    assert set(positions) == set(paths_of(tomllib.loads(text)))
    return {path: (position.line, position.column) for path, position in positions.items()}


class Writer:
    """Writes a document in a TOML syntax chosen at random, and remembers where it put each key."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.newline = rng.choice(["\n", "\r\n"])
        self.text = ""
        self.offsets: dict[Path, int] = {}
        self.keys: dict[Path, str] = {}

    def write(self, document: dict[str, Any]) -> None:
        self.filler()
        self.body(document, ())
        if self.text.endswith(self.newline) and self.rng.random() < 0.3:
            self.text = self.text.removesuffix(self.newline)  # the last line may lack its line break

    def position(self, path: Path) -> Position:
        before = self.text[: self.offsets[path]].split("\n")
        return Position(len(before), len(before[-1]) + 1)

    def put(self, *choices: str) -> None:
        self.text += self.rng.choice(choices)

    def mark(self, path: Path) -> None:
        self.offsets.setdefault(path, len(self.text))

    def blank(self) -> None:
        self.put("", "", " ", "\t ")

    def comment(self) -> None:
        self.put("", "", "# a = 1", '# "', "#'''[[x]]", "# æ\t# ]")

    def end_line(self) -> None:
        self.blank()
        self.comment()
        self.text += self.newline
        self.filler()

    def filler(self) -> None:
        for _ in range(self.rng.choice([0, 0, 0, 1, 2])):
            self.blank()
            self.comment()
            self.text += self.newline
        self.blank()

    def body(self, table: dict[str, Any], path: Path, header: tuple[tuple[str, Path], ...] = ()) -> None:
        """The lines of a table. `header` has the keys that lead to it, each with its full path."""
        later: list[str] = []
        for key in self.rng.sample(list(table), len(table)):
            value = table[key]
            is_tables = isinstance(value, list) and value and all(isinstance(item, dict) for item in value)
            if (isinstance(value, dict) or is_tables) and self.rng.random() < 0.6:
                later.append(key)
            else:
                self.assignments(((key, (*path, key)),), value)
        for key in later:
            inner = (*header, (key, (*path, key)))
            if isinstance(table[key], dict):
                self.table(table[key], (*path, key), inner)
            else:
                for index, item in enumerate(table[key]):
                    self.headed("[[", inner, "]]", element=(*path, key, index))
                    self.body(item, (*path, key, index), inner)

    def table(self, table: dict[str, Any], path: Path, header: tuple[tuple[str, Path], ...]) -> None:
        nested_only = table and all(isinstance(value, dict) for value in table.values())
        if nested_only and self.rng.random() < 0.5:  # the headers of the tables inside are enough
            for key, value in table.items():
                self.table(value, (*path, key), (*header, (key, (*path, key))))
        else:
            self.headed("[", header, "]")
            self.body(table, path, header)

    def headed(
        self, opening: str, header: tuple[tuple[str, Path], ...], closing: str, element: Path | None = None
    ) -> None:
        self.text += opening
        self.blank()
        self.dotted(header, element)
        self.blank()
        self.text += closing
        self.end_line()

    def dotted(self, parts: tuple[tuple[str, Path], ...], element: Path | None = None) -> None:
        for number, (key, path) in enumerate(parts):
            if number:
                self.blank()
                self.text += "."
                self.blank()
            self.mark(path)
            if element is not None and number == len(parts) - 1:
                self.mark(element)
            written = self.key(key)
            self.keys.setdefault(path, written)
            self.text += written

    def assignments(self, parts: tuple[tuple[str, Path], ...], value: object) -> None:
        """One line, or several with dotted keys for the contents of a table."""
        if isinstance(value, dict) and value and self.rng.random() < 0.5:
            for key, inner in value.items():
                self.assignments((*parts, (key, (*parts[-1][1], key))), inner)
        else:
            self.assignment(parts, value)
            self.end_line()

    def assignment(self, parts: tuple[tuple[str, Path], ...], value: object) -> None:
        self.dotted(parts)
        self.blank()
        self.text += "="
        self.blank()
        self.value(value, parts[-1][1])

    def value(self, value: object, path: Path) -> None:
        if isinstance(value, dict):
            self.inline_table(value, path)
        elif isinstance(value, list):
            self.array(value, path)
        else:
            self.text += self.scalar(value)

    def inline_table(self, table: dict[str, Any], path: Path) -> None:
        lines: list[tuple[tuple[tuple[str, Path], ...], object]] = []

        def collect(parts: tuple[tuple[str, Path], ...], value: object) -> None:
            if isinstance(value, dict) and value and self.rng.random() < 0.5:
                for key, inner in value.items():
                    collect((*parts, (key, (*parts[-1][1], key))), inner)
            else:
                lines.append((parts, value))

        for key, value in table.items():
            collect(((key, (*path, key)),), value)
        self.text += "{"
        self.blank()
        for number, (parts, value) in enumerate(lines):
            if number:
                self.text += ","
                self.blank()
            self.assignment(parts, value)
            self.blank()
        self.text += "}"

    def array(self, items: list[Any], path: Path) -> None:
        self.text += "["
        self.filler()
        for index, item in enumerate(items):
            self.mark((*path, index))
            self.value(item, (*path, index))
            self.filler()
            if index < len(items) - 1 or self.rng.random() < 0.3:
                self.text += ","
                self.filler()
        self.text += "]"

    def key(self, key: str) -> str:
        choices = [self.basic(key)]
        if key and all(char.isascii() and (char.isalnum() or char in "-_") for char in key):
            choices.append(key)
        if self.is_literal(key) and "\n" not in key and "'" not in key:
            choices.append(f"'{key}'")
        return self.rng.choice(choices)

    def scalar(self, value: object) -> str:
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, dt.datetime):
            return value.isoformat(sep=self.rng.choice("T "))
        if isinstance(value, (dt.date, dt.time)):
            return value.isoformat()
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return self.rng.choice([str(value), f"+{value}", hex(value), f"{value:_}"])
        return json.dumps(value)

    def string(self, value: str) -> str:
        choices = [self.basic(value)]
        lead = self.rng.choice(["", self.newline])  # a line break right after the quotes does not count
        if not value.startswith("\n") or lead:
            broken = "\\" + self.newline + "  " if self.rng.random() < 0.3 else ""  # goes on at the next word
            if value.startswith((" ", "\t", "\n")):
                broken = ""
            lines = [self.escaped(line, quote=False) for line in value.split("\n")]
            inner = self.newline.join(lines).replace('"""', '""\\"')
            choices.append(f'"""{lead}{broken}{inner}"""')
            if self.is_literal(value) and "'''" not in value:
                choices.append(f"'''{lead}{value.replace(chr(10), self.newline)}'''")
        if self.is_literal(value) and "\n" not in value and "'" not in value:
            choices.append(f"'{value}'")
        return self.rng.choice(choices)

    @staticmethod
    def is_literal(value: str) -> bool:
        return all((char >= " " and char != "\x7f") or char in "\t\n" for char in value)

    def basic(self, value: str) -> str:
        return '"' + self.escaped(value, quote=True) + '"'

    def escaped(self, value: str, *, quote: bool) -> str:
        out = ""
        for char in value:
            if char == "\\" or (char == '"' and quote):
                out += "\\" + char
            elif char < " " or char == "\x7f" or self.rng.random() < 0.1:
                forms = [f"\\U{ord(char):08x}"]
                if ord(char) < 0x10000:
                    forms.append(f"\\u{ord(char):04X}")
                short = {"\b": "b", "\t": "t", "\n": "n", "\f": "f", "\r": "r", '"': '"'}.get(char)
                if short:
                    forms.append("\\" + short)
                out += self.rng.choice(forms)
            else:
                out += char
        return out


characters = st.one_of(
    st.sampled_from("ab-_1.#=[]{},'\"\\ \t\næøå€😀\u2028\x85"), st.characters(exclude_categories=["Cs"])
)
texts = st.text(characters, max_size=8)
keys = st.one_of(st.sampled_from(["a", "b", "tracks", "title", "da", "1", "1.5", "true", ""]), texts)
scalars = st.one_of(
    texts,
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.datetimes(timezones=st.just(dt.UTC)),
)
tables = st.deferred(lambda: st.dictionaries(keys, values, max_size=4))
values: st.SearchStrategy[Any] = st.deferred(
    lambda: st.one_of(
        scalars,
        tables,
        tables,  # twice, since each kind of scalar counts as a choice too
        st.lists(values, max_size=4),
        st.lists(tables, max_size=3),
        st.lists(tables, min_size=1, max_size=3),
    )
)
documents = st.dictionaries(keys, values, min_size=1, max_size=5)
rngs = st.randoms(use_true_random=False)


class TestAnyDocument:
    @given(documents, rngs)
    def test_each_path_that_tomllib_reads_is_found_where_it_was_written(
        self, document: dict[str, Any], rng: random.Random
    ) -> None:
        writer = Writer(rng)
        writer.write(document)
        assert tomllib.loads(writer.text) == document  # the writer wrote what it was given
        positions = key_positions(writer.text)
        assert set(positions) == set(paths_of(document))
        assert positions == {path: writer.position(path) for path in writer.offsets}
        lines = writer.text.split("\n")
        for path, written in writer.keys.items():
            assert lines[positions[path].line - 1].startswith(written, positions[path].column - 1)

    @given(documents, rngs, st.data())
    def test_a_text_that_breaks_off_gives_some_of_the_same_positions(
        self, document: dict[str, Any], rng: random.Random, data: st.DataObject
    ) -> None:
        writer = Writer(rng)
        writer.write(document)
        cut = data.draw(st.integers(0, len(writer.text)))
        assert key_positions(writer.text[:cut]).items() <= key_positions(writer.text).items()


class TestAnyText:
    @given(st.one_of(st.text(), st.text(st.sampled_from("ab1.=[]{},'\"\\\n\r\t #uUx0"))))
    @example('"\\uD800" = 1')
    @example('"\\UFFFFFFFF" = 1')
    @example('"\\u12" = 1')
    @example("a = {b")
    @example("a = [")
    @example('a = """')
    @example("a = '''")
    def test_nothing_is_raised_and_every_position_is_in_the_text(self, text: str) -> None:
        lines = text.split("\n")
        for position in key_positions(text).values():
            assert 1 <= position.line <= len(lines)
            assert 1 <= position.column <= len(lines[position.line - 1])

    @given(st.text(st.sampled_from("ab1.=[]{},'\"\\\n\r #")))
    def test_a_text_that_tomllib_accepts_is_covered(self, text: str) -> None:
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            return
        assert set(key_positions(text)) == set(paths_of(document))

    @pytest.mark.parametrize(
        "text",
        [
            "a = 1\nb",
            "a = 1\nb c = 2",
            "a = 1\nb. = 2",
            "a = 1\n= 2",
            "a = 1\n[b",
            "a = 1\n[[b]\nc = 1",
            "a = 1 b = 2",
            'a = 1\n"b = 2',
            "a = 1\n]",
        ],
    )
    def test_the_scan_stops_where_the_text_stops_being_toml(self, text: str) -> None:
        assert key_positions(text) == {("a",): Position(1, 1)}

    @pytest.mark.parametrize("value", ["", "[", "[1", "{", "{ 1", '"', '"""', "'''", '"""b" = 1', "'''b' = 1"])
    def test_a_value_that_never_ends_leaves_its_key_found(self, value: str) -> None:
        assert key_positions(f"a = {value}\nc = 1")[("a",)] == Position(1, 1)
        assert ("c",) not in key_positions(f"a = {value}\nc = 1")


class TestDepth:
    def test_endless_nesting_is_stepped_over_without_a_position_for_each_level(self) -> None:
        positions = key_positions("a = " + "[" * 50_000 + "]" * 50_000 + "\nb = 1")
        assert positions[("b",)] == Position(2, 1)
        assert max(map(len, positions)) == 100
        assert locate(positions, ("a", *[0] * 5_000)) == positions[("a", *[0] * 99)]

    @pytest.mark.parametrize("line", ["{} = 1", "[{}]", "[[{}]]", "x = {{ {} = 1 }}"])
    def test_a_dotted_key_of_many_parts_is_found_as_far_as_the_greatest_depth(self, line: str) -> None:
        positions = key_positions(line.format(".".join("a" * 50_000)) + "\n")
        assert len(positions) == 100
        assert max(map(len, positions)) == 100

    def test_tables_beyond_the_greatest_depth_do_not_disturb_their_neighbours(self) -> None:
        deep = ".".join("a" * 120)
        text = f"[[{deep}]]\nb = 1\n[[{deep}]]\nb = [1, 2]\n[c]\nd = 1\n"
        positions = key_positions(text)
        assert positions[("c",)] == Position(5, 2)
        assert positions[("c", "d")] == Position(6, 1)


class TestKeys:
    def test_bare_quoted_and_dotted_keys_are_found_at_their_first_character(self) -> None:
        assert found("a = 1\n  \"b c\" = 2\n'd.e' = 3\nf . g.'h' = 4\n") == {
            ("a",): (1, 1),
            ("b c",): (2, 3),
            ("d.e",): (3, 1),
            ("f",): (4, 1),
            ("f", "g"): (4, 5),
            ("f", "g", "h"): (4, 7),
        }

    def test_the_first_place_of_a_key_counts(self) -> None:
        assert found("a.b = 1\na.c = 2\n[d.e]\n[d]\nf = 1\n") == {
            ("a",): (1, 1),
            ("a", "b"): (1, 3),
            ("a", "c"): (2, 3),
            ("d",): (3, 2),
            ("d", "e"): (3, 4),
            ("d", "f"): (5, 1),
        }

    def test_escapes_in_a_quoted_key_are_resolved(self) -> None:
        text = r'"h\u00f8ring \U0001F600 \U000000e5 \U0010FFFF \t\"\\\n\r\b\f" = 1'
        assert found(text) == {('høring \U0001f600 å \U0010ffff \t"\\\n\r\b\f',): (1, 1)}

    def test_the_escapes_of_toml_1_1_are_resolved(self) -> None:
        assert list(key_positions(r'"\e\xe6" = 1')) == [("\x1bæ",)]

    def test_an_escape_that_toml_lacks_is_left_as_written(self) -> None:
        assert list(key_positions(r'"\q\u12\UFFFFFFFF" = 1')) == [(r"\q\u12\UFFFFFFFF",)]

    def test_an_empty_quoted_key_is_a_key(self) -> None:
        assert found("\"\" = 1\n['a'.'']\n") == {("",): (1, 1), ("a",): (2, 2), ("a", ""): (2, 6)}

    def test_columns_count_characters(self) -> None:
        assert found('"æøå😀".b = 1')[("æøå😀", "b")] == (1, 8)

    def test_a_line_ends_at_a_line_feed_only(self) -> None:
        assert found("a = '\u2028\x85'\r\nb = '''\r\n'''\r\nc = 1") == {
            ("a",): (1, 1),
            ("b",): (2, 1),
            ("c",): (4, 1),
        }


class TestTables:
    def test_a_table_below_an_array_of_tables_belongs_to_the_last_element(self) -> None:
        text = """\
[[tracks]]
id = "energy"
[tracks.title]
da = "Energi"
[[tracks.actors]]
name = "A"
[[tracks.actors]]
[[tracks]]
[tracks.title]
da = "Vand"
[[tracks.actors]]
"""
        assert found(text) == {
            ("tracks",): (1, 3),
            ("tracks", 0): (1, 3),
            ("tracks", 0, "id"): (2, 1),
            ("tracks", 0, "title"): (3, 9),
            ("tracks", 0, "title", "da"): (4, 1),
            ("tracks", 0, "actors"): (5, 10),
            ("tracks", 0, "actors", 0): (5, 10),
            ("tracks", 0, "actors", 0, "name"): (6, 1),
            ("tracks", 0, "actors", 1): (7, 10),
            ("tracks", 1): (8, 3),
            ("tracks", 1, "title"): (9, 9),
            ("tracks", 1, "title", "da"): (10, 1),
            ("tracks", 1, "actors"): (11, 10),
            ("tracks", 1, "actors", 0): (11, 10),
        }

    def test_blanks_and_comments_around_headers_are_stepped_over(self) -> None:
        assert found("# [x]\n\n\t[ a . b ] # [y]\n[[ c ]]#\n") == {
            ("a",): (3, 4),
            ("a", "b"): (3, 8),
            ("c",): (4, 4),
            ("c", 0): (4, 4),
        }

    def test_inline_tables_nest_and_take_dotted_keys(self) -> None:
        assert found("a = { b.c = 1, d = { 'e' = {} }, b.f = [{g = 2}] }") == {
            ("a",): (1, 1),
            ("a", "b"): (1, 7),
            ("a", "b", "c"): (1, 9),
            ("a", "d"): (1, 16),
            ("a", "d", "e"): (1, 22),
            ("a", "b", "f"): (1, 36),
            ("a", "b", "f", 0): (1, 41),
            ("a", "b", "f", 0, "g"): (1, 42),
        }

    def test_the_inline_tables_of_toml_1_1_may_be_broken_over_lines(self) -> None:
        positions = key_positions("a = {\n  b = 1, # }\n  c = 2,\n}\nd = 1\n")
        assert positions == {
            ("a",): Position(1, 1),
            ("a", "b"): Position(2, 3),
            ("a", "c"): Position(3, 3),
            ("d",): Position(5, 1),
        }


class TestValues:
    def test_the_elements_of_an_array_over_many_lines_are_found(self) -> None:
        text = 'a = [ # one, two ]\n  1, # "\n\n  [ 2, "]" ],\n  { b = 3 }, # end\n]\nc = []\n'
        assert found(text) == {
            ("a",): (1, 1),
            ("a", 0): (2, 3),
            ("a", 1): (4, 3),
            ("a", 1, 0): (4, 5),
            ("a", 1, 1): (4, 8),
            ("a", 2): (5, 3),
            ("a", 2, "b"): (5, 5),
            ("c",): (7, 1),
        }

    @pytest.mark.parametrize(
        "value",
        [
            '""',
            "''",
            '"# \\" b = 1"',
            "'# \\'",
            '"""b = 1"""',
            '"""""""" # five close',
            '"""" a "" \\""" \\\\"""',
            "'''''''' # five close",
            "''''a'' \\'''",
            "1979-05-27 07:32:00.5-07:00",
            "1979-05-27T07:32:00Z",
            "1979-05-27",
            "1979-05-27 # 07:32",
            "07:32:00",
            "-inf",
            "+1_000.5e-7",
            "0xDEAD_beef",
            "[1979-05-27 07:32:00, 1979-05-27 ]",
        ],
    )
    def test_what_follows_a_value_is_found(self, value: str) -> None:
        assert found(f"a = {value}\nc = 1")[("c",)] == (2, 1)

    @pytest.mark.parametrize("quotes", ['"""', "'''"])
    def test_keys_and_headers_inside_a_long_string_are_not_keys(self, quotes: str) -> None:
        assert found(f"a = {quotes}\nb = 1\n[c]\n# '' \"\"\n{quotes}\nd = 1\n") == {
            ("a",): (1, 1),
            ("d",): (6, 1),
        }

    @pytest.mark.parametrize("quotes", ['"""', "'''"])
    def test_a_long_string_ends_at_its_own_quotes(self, quotes: str) -> None:
        text = f"a = {quotes}{quotes}\nb = {quotes}1{quotes}\nc = [{quotes}{quotes}, {quotes}2{quotes}]\n"
        assert found(text) == {
            ("a",): (1, 1),
            ("b",): (2, 1),
            ("c",): (3, 1),
            ("c", 0): (3, 6),
            ("c", 1): (3, 14),
        }

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_a_long_string_may_go_on_after_a_backslash_at_the_end_of_a_line(self, newline: str) -> None:
        text = newline.join(['a = """\\', "  b = 1 \\", '  """', "c = 1"])
        assert found(text) == {("a",): (1, 1), ("c",): (4, 1)}

    @pytest.mark.parametrize("string", ['"""b"', "'''b'"])
    def test_a_long_string_that_never_ends_is_not_taken_for_short_ones(self, string: str) -> None:
        assert key_positions(f"a = [{string}, 2]") == {("a",): Position(1, 1)}

    def test_an_empty_text_has_no_keys(self) -> None:
        assert found("") == {}
        assert found(" # only a comment") == {}


class TestLocate:
    positions = key_positions("[[tracks]]\n[tracks.title]\nda = 1\n")

    def test_a_path_that_is_in_the_text_is_found_exactly(self) -> None:
        assert locate(self.positions, ("tracks", 0, "title", "da")) == Position(3, 1)

    def test_a_missing_path_is_placed_at_what_encloses_it(self) -> None:
        assert locate(self.positions, ("tracks", 0, "title", "en", "x")) == Position(2, 9)
        assert locate(self.positions, ("tracks", 7)) == Position(1, 3)

    def test_a_path_with_nothing_around_it_has_no_position(self) -> None:
        assert locate(self.positions, ("materials", 0)) is None
        assert locate(self.positions, ()) is None
