"""Plain data to classes and back: every fault is named, with its place, all at once."""

from __future__ import annotations

import copy
import datetime as dt
import enum
import json
import pickle
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import plain_data

from kkrconsult.errors import DataError, Problem
from kkrconsult.jsonio import from_json, to_json
from kkrconsult.structure import (
    FrozenMap,
    class_doc,
    decode,
    did_you_mean,
    encode,
    field_docs,
    freeze,
    hints_of,
    json_dumps,
    json_loads,
    json_schema,
    thaw,
)


class Colour(enum.Enum):
    """A colour."""

    RED = "red"
    GREEN = "green"


class Number(enum.IntEnum):
    ONE = 1


class Word(str):
    """A text of a kind of its own."""


@attrs.frozen(kw_only=True)
class Dot:
    TYPE: ClassVar[str] = "dot"

    at: tuple[int, int]


@attrs.frozen(kw_only=True)
class Line:
    TYPE: ClassVar[str] = "line"

    length: float = 1.0


class Metres:
    """A length that is written as text."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Metres) and other.value == self.value

    def __hash__(self) -> int:
        return hash(self.value)

    @classmethod
    def __from_plain__(cls, data: object) -> Metres:
        if not isinstance(data, str) or not data.endswith(" m"):
            raise DataError("not a length")
        return cls(int(data.removesuffix(" m")))

    def __to_plain__(self) -> str:
        return f"{self.value} m"


@attrs.frozen(kw_only=True)
class Everything:
    """One field of every kind.

    And a second paragraph, that is not part of the summary.
    """

    text: str
    """Some
    text."""
    count: int = attrs.field(default=3, validator=[attrs.validators.ge(1), attrs.validators.le(9)])
    share: float = attrs.field(default=0.5, validator=attrs.validators.gt(0), metadata={"doc": "A share."})
    flag: bool = True
    nothing: None = None
    day: dt.date | None = None
    moment: dt.datetime | None = None
    time: dt.time | None = None
    lasts: dt.timedelta = dt.timedelta(hours=1)
    colour: Colour = Colour.RED
    size: Literal["small", 1, True] = "small"
    words: tuple[str, ...] = ()
    pair: tuple[int, str] = (1, "a")
    table: FrozenMap[str, int] = FrozenMap()
    anything: object = None
    shape: Dot | Line | None = None
    either: int | str = 0
    maybe: int | str | None = None
    length: Metres = Metres(5)
    inner: Everything | None = None
    several: tuple[Line, ...] = attrs.field(factory=tuple)
    listed: tuple[int, ...] | None = None
    computed: int = attrs.field(init=False, default=0)


@attrs.frozen
class Empty: ...


def _check_even(owner: object, attribute: attrs.Attribute[int], value: int) -> None:
    if value % 2:
        raise ValueError("the number must be even")
    if value == 100:
        raise ValueError


@attrs.frozen(kw_only=True)
class Checked:
    size: int = attrs.field(default=1, validator=attrs.validators.gt(0))
    even: int = attrs.field(default=0, validator=_check_even)


@attrs.frozen
class Strict:
    word: str = "ja"

    def __attrs_post_init__(self) -> None:
        if self.word == "nej":
            raise DataError("it must not be no")
        if self.word == "måske":
            raise DataError("not valid:", [Problem(message="must be sure", path=("word",))])


def problems(tp: Any, data: object) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        decode(tp, data)
    return list(caught.value.problems)


def complaint(tp: Any, data: object) -> str:
    (problem,) = problems(tp, data)
    return str(problem)


WHOLE = {
    "text": "æ",
    "count": 4,
    "share": 1,
    "flag": False,
    "nothing": None,
    "day": "2020-12-15",
    "moment": "2020-12-15T10:00:00+01:00",
    "time": "10:00:00",
    "lasts": 60,
    "colour": "green",
    "size": 1,
    "words": ["a", "b"],
    "pair": [2, "b"],
    "table": {"a": 1},
    "anything": {"a": [1, None, "b", 1.5, True]},
    "shape": {"type": "dot", "at": [1, 2]},
    "either": "x",
    "maybe": None,
    "length": "7 m",
    "inner": {"text": "indeni"},
    "several": [{"type": "line", "length": 2.0}, {"type": "line"}],
    "listed": [],
}


class TestATableThatIsNoDict:
    def test_is_read_like_one(self) -> None:
        read: Everything = decode(Everything, FrozenMap({"text": "x", "several": (FrozenMap({"length": 2.0}),)}))
        assert read == Everything(text="x", several=(Line(length=2.0),))


class TestDecoding:
    def test_makes_every_kind_of_value(self) -> None:
        assert decode(Everything, WHOLE) == Everything(
            text="æ",
            count=4,
            share=1.0,
            flag=False,
            day=dt.date(2020, 12, 15),
            moment=dt.datetime(2020, 12, 15, 10, tzinfo=dt.timezone(dt.timedelta(hours=1))),
            time=dt.time(10),
            lasts=dt.timedelta(minutes=1),
            colour=Colour.GREEN,
            size=1,
            words=("a", "b"),
            pair=(2, "b"),
            table=FrozenMap({"a": 1}),
            anything=FrozenMap({"a": (1, None, "b", 1.5, True)}),
            shape=Dot(at=(1, 2)),
            either="x",
            length=Metres(7),
            inner=Everything(text="indeni"),
            several=(Line(length=2.0), Line()),
            listed=(),
        )

    def test_takes_null_for_what_may_be_absent(self) -> None:
        nothing = {"day": None, "shape": None, "maybe": None, "inner": None}
        assert decode(Everything, {"text": "x", **nothing}) == Everything(text="x")

    def test_needs_no_type_where_only_one_is_possible(self) -> None:
        assert decode(tuple[Line, ...], [{}, {"length": 2}]) == (Line(), Line(length=2.0))

    def test_takes_dates_and_times_as_toml_gives_them(self) -> None:
        naive = dt.datetime(2020, 12, 15, 10)  # noqa: DTZ001 - TOML has local times
        data = {"text": "x", "day": naive.date(), "moment": naive, "time": naive.time(), "lasts": dt.timedelta(1)}
        found: Everything = decode(Everything, data)
        assert (found.day, found.moment, found.time) == (naive.date(), naive, naive.time())
        assert found.lasts == dt.timedelta(days=1)

    def test_of_anything_makes_text_of_dates_that_json_does_not_have(self) -> None:
        moment = dt.datetime(2020, 12, 15, 10, tzinfo=dt.UTC)
        data = [moment, moment.date(), moment.time()]
        assert decode(object, data) == ("2020-12-15T10:00:00+00:00", "2020-12-15", "10:00:00")

    @pytest.mark.parametrize(
        ("tp", "data", "message"),
        [
            (str, 1, "must be text; found 1"),
            (str, "\ud800", "must be text that can be written as UTF-8"),
            (int, True, "must be a whole number; found True"),
            (int, "1", "must be a whole number; found '1'"),
            (float, "1", "must be a number"),
            (float, True, "must be a number"),
            (float, float("nan"), "must be a number; found nan"),
            (bool, 1, "must be true or false"),
            (type(None), 0, "must be null"),
            (dt.date, "2020-12-32", "must be a date; found '2020-12-32'; allowed: a date such as 2020-12-15"),
            (dt.date, "20201215", "must be a date"),
            (dt.date, 20201215, "must be a date"),
            (dt.date, dt.datetime(2020, 1, 1), "must be a date"),  # noqa: DTZ001
            (dt.datetime, "2020-12-15", "must be a date and time"),
            (dt.datetime, "2020-12-15T99:00", "must be a date and time"),
            (dt.datetime, dt.date(2020, 1, 1), "must be a date and time"),
            (dt.time, "25:00", "must be a time of day"),
            (dt.time, 10, "must be a time of day"),
            (dt.timedelta, "1 hour", "must be a whole number of seconds"),
            (dt.timedelta, True, "must be a whole number of seconds"),
            (
                Colour,
                "gren",
                "is not one of the allowed values; found 'gren'; allowed: red, green. Did you mean 'green'?",
            ),
            (Colour, [], "is not one of the allowed values; found []; allowed: red, green"),
            (Literal["a", 1], True, "is not one of the allowed values; found True; allowed: 'a', 1"),
            (tuple[int, ...], "12", "must be a list; found '12'"),
            (tuple[int, int], [1], "must be a list of 2"),
            (tuple[int, int], "ab", "must be a list of 2"),
            (FrozenMap[str, int], [1], "must be a table; found [1]"),
            (FrozenMap[str, int], {1: 1}, "must have text as keys; found 1"),
            (FrozenMap[str, int], {"\udcff": 1}, "must be text that can be written as UTF-8"),
            (object, b"x", "must be text, a number, a date, a list or a table; found b'x'"),
            (object, "\ud800", "must be text that can be written as UTF-8"),
            (Any, float("inf"), "must be a number; found inf"),
            (int | str, [], "must be a whole number or text; found []"),
            (Dot | Line, [], "must be a table; found []"),
            (
                Dot | Line,
                {"type": "lin"},
                "type: must name one of the known types; found 'lin'; allowed: dot, line. Did you",
            ),
            (Dot | Line, {}, "type: must name one of the known types; found None; allowed: dot, line"),
            (Line, 5, "must be a table; found 5"),
            (Line, {"type": "dot"}, "type: unknown key"),
            (Empty, {"x": 1}, "x: unknown key; allowed: no keys"),
            (Metres, 5, "not a length"),
            (Checked, {"size": 0}, "size: must be more than 0; found 0"),
            (Checked, {"even": 3}, "the number must be even"),
            (Checked, {"even": 100}, "ValueError"),
            (Strict, {"word": "nej"}, "it must not be no"),
            (Strict, {"word": "måske"}, "word: must be sure"),
        ],
    )
    def test_says_what_is_wrong(self, tp: Any, data: object, message: str) -> None:
        assert complaint(tp, data).startswith(message)

    def test_names_every_fault_at_once_with_its_place(self) -> None:
        data = {
            "count": "fire",
            "words": ["a", 2, "c", 4],
            "table": {"a": 1, "b": "to"},
            "pair": [1, 2],
            "shape": {"type": "dot", "at": [1, "x"], "colour": "red"},
            "inner": {"text": "x", "day": "i morgen"},
            "anything": {"dyb": [1, {"dybere": b"x"}]},
            "colur": "red",
        }
        found = {problem.path: problem.message for problem in problems(Everything, data)}
        assert found == {
            ("count",): "must be a whole number",
            ("words", 1): "must be text",
            ("words", 3): "must be text",
            ("table", "b"): "must be a whole number",
            ("pair",): "must be text",
            ("shape", "at"): "must be a whole number",
            ("shape", "colour"): "unknown key",
            ("inner", "day"): "must be a date",
            ("anything", "dyb", 1, "dybere"): "must be text, a number, a date, a list or a table",
            ("colur",): "unknown key",
            ("text",): "is missing",
        }

    def test_suggests_a_misspelt_key(self) -> None:
        (problem,) = problems(Everything, {"text": "x", "colur": "red"})
        assert problem.suggestion == "Did you mean 'colour'?"
        assert problem.allowed is not None
        assert "colour" in problem.allowed

    def test_puts_the_prefix_before_every_place(self) -> None:
        with pytest.raises(DataError) as caught:
            decode(Everything, {"count": "x"}, prefix=("validators", 3))
        assert [problem.path for problem in caught.value.problems] == [
            ("validators", 3, "count"),
            ("validators", 3, "text"),
        ]
        assert str(caught.value).startswith("not a valid Everything:\n  validators[3].count: must be")

    def test_does_not_run_out_of_stack(self) -> None:
        deep: object = 1
        for _ in range(100_000):
            deep = [deep]
        with pytest.raises(DataError, match="nested too deeply"):
            decode(object, deep)

    def test_does_not_set_what_is_computed(self) -> None:
        assert problems(Everything, {"text": "x", "computed": 1})[0].message == "unknown key"

    @pytest.mark.parametrize("tp", [complex, list[int], set])
    def test_of_a_type_without_a_plain_form_is_a_fault_of_the_program(self, tp: Any) -> None:
        with pytest.raises(TypeError, match="no plain form is known"):
            decode(tp, 1)

    def test_of_a_hint_that_cannot_be_resolved_names_class_and_hint(self) -> None:
        @attrs.frozen
        class Odd:
            field: Unknown  # type: ignore[name-defined]  # noqa: F821

        with pytest.raises(TypeError, match=r"Odd: the type hint 'Unknown' cannot be resolved"):
            hints_of(Odd)

    def test_takes_a_mapping_and_its_type_hint_for_a_table(self) -> None:
        assert decode(Mapping[str, int], FrozenMap({"a": 1})) == {"a": 1}


class TestEncoding:
    def test_is_the_other_way_round(self) -> None:
        made: Everything = decode(Everything, WHOLE)
        assert from_json(Everything, to_json(made)) == made

    def test_leaves_out_what_is_empty_by_default_and_writes_every_other_default(self) -> None:
        assert encode(Everything(text="x")) == {
            "text": "x",
            "count": 3,
            "share": 0.5,
            "flag": True,
            "lasts": 3600,
            "colour": "red",
            "size": "small",
            "pair": [1, "a"],
            "either": 0,
            "length": "5 m",
            "several": [],
        }

    def test_keeps_an_empty_list_apart_from_none(self) -> None:
        assert encode(Everything(text="x", listed=()))["listed"] == []

    def test_marks_a_class_of_a_union(self) -> None:
        assert encode(Dot(at=(1, 2))) == {"type": "dot", "at": [1, 2]}

    def test_writes_what_is_nearly_a_plain_value(self) -> None:
        assert encode([Number.ONE, Word("ord"), {"a": (1,)}]) == [1, "ord", {"a": [1]}]

    def test_of_something_else_is_a_fault_of_the_program(self) -> None:
        with pytest.raises(TypeError, match="no plain form is known for complex"):
            encode(1j)

    @given(plain_data())
    def test_of_plain_data_is_read_back_as_it_was(self, data: object) -> None:
        assert decode(object, json_loads(json_dumps(encode(data)))) == data
        assert freeze(thaw(data)) == data

    def test_can_be_indented_for_people(self) -> None:
        assert to_json(Line(), indent=1) == '{\n "type": "line",\n "length": 1.0\n}'
        assert to_json(Line()) == '{"type":"line","length":1.0}'


class TestJson:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("{", "not JSON: Expecting property name"),
            (b"\xff\xfe\xff", "not UTF-8 text"),
            (b'"\xe6"', "not UTF-8 text: byte 1. Save the file as UTF-8."),
            ("[NaN]", "NaN is not a JSON number"),
            ("[-Infinity]", "-Infinity is not a JSON number"),
            ('{"a": 1, "b": 2, "a": 3}', "the key 'a' stands twice"),
            ("[" * 200_000, "nested too deeply"),
            ("1" * 5000, "too many digits"),
        ],
    )
    def test_is_read_strictly(self, text: str | bytes, message: str) -> None:
        with pytest.raises(DataError, match=message):
            json_loads(text)

    def test_says_where_it_breaks(self) -> None:
        with pytest.raises(DataError) as caught:
            json_loads('{\n "a": ]')
        (problem,) = caught.value.problems
        assert (problem.line, problem.column) == (2, 7)

    def test_refuses_a_number_too_great_for_a_number(self) -> None:
        with pytest.raises(DataError, match="must be a number; found inf"):
            from_json(Line, '{"length": 1e999}')

    def test_is_read_from_text_bytes_or_what_a_parser_made_of_it(self) -> None:
        for data in ('{"length": 2}', b'{"length": 2}', {"length": 2}):
            assert from_json(Line, data) == Line(length=2.0)

    def test_is_written_as_it_is_and_not_in_escapes(self) -> None:
        assert json_dumps({"ø": "å"}) == '{"ø":"å"}'


class TestTheSchema:
    SCHEMA = json_schema(Everything)

    def test_is_a_schema(self) -> None:
        jsonschema.Draft202012Validator.check_schema(self.SCHEMA)
        assert self.SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"

    def test_accepts_what_can_be_read(self) -> None:
        jsonschema.validate(WHOLE, self.SCHEMA)
        jsonschema.validate(encode(decode(Everything, WHOLE)), self.SCHEMA)

    @pytest.mark.parametrize(
        "change",
        [
            {"text": 1},
            {"count": 0},
            {"count": 10},
            {"share": 0},
            {"unknown": 1},
            {"colour": "blue"},
            {"size": "big"},
            {"pair": [1]},
            {"pair": [1, "a", 2]},
            {"table": {"a": "x"}},
            {"shape": {"type": "circle"}},
            {"shape": {"at": [1, 2]}},
            {"inner": {}},
            {"computed": 1},
        ],
    )
    def test_refuses_what_cannot(self, change: dict[str, object]) -> None:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**WHOLE, **change}, self.SCHEMA)
        if change != {"size": "big"}:
            assert problems(Everything, {**WHOLE, **change})

    def test_has_the_documentation_and_defaults_for_editors(self) -> None:
        made = self.SCHEMA["$defs"][f"{__name__}.Everything"]
        assert made["description"] == "One field of every kind."
        assert made["properties"]["text"]["description"] == "Some text."
        assert made["properties"]["share"]["description"] == "A share."
        assert made["properties"]["count"]["default"] == 3
        assert made["properties"]["colour"]["default"] == "red"
        assert "default" not in made["properties"]["day"]
        assert made["required"] == ["text"]

    def test_of_several_classes_can_be_joined(self) -> None:
        definitions: dict[str, Any] = {}
        assert json_schema(Line, definitions) == {"$ref": f"#/$defs/{__name__}.Line"}
        assert json_schema(Empty, definitions) == {"$ref": f"#/$defs/{__name__}.Empty"}
        assert definitions[f"{__name__}.Empty"] == {"type": "object", "properties": {}, "additionalProperties": False}

    def test_knows_limits_below_and_above(self) -> None:
        @attrs.frozen
        class Limits:
            low: int = attrs.field(default=1, validator=attrs.validators.lt(5))

        definitions: dict[str, Any] = {}
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(globals(), "Limits", Limits)
            json_schema(Limits, definitions)
        (made,) = definitions.values()
        assert made["properties"]["low"]["exclusiveMaximum"] == 5

    def test_of_a_class_with_a_plain_form_of_its_own_is_its_own_or_says_nothing(self) -> None:
        class Feet(Metres):
            @classmethod
            def __plain_schema__(cls) -> dict[str, Any]:
                return {"type": "string", "pattern": " ft$"}

        definitions: dict[str, Any] = {}
        json_schema(Feet, definitions)
        json_schema(Metres, definitions)
        assert list(definitions.values()) == [
            {"type": "string", "pattern": " ft$"},
            {"description": "A length that is written as text."},
        ]

    @pytest.mark.parametrize("tp", [object, Any])
    def test_of_anything_allows_anything(self, tp: Any) -> None:
        assert json_schema(tp, {}) == {}


class TestDocumentation:
    def test_is_the_text_beneath_a_field(self) -> None:
        assert field_docs(Everything) == {"text": "Some text.", "share": "A share."}
        assert class_doc(Everything) == "One field of every kind."

    def test_of_a_base_class_is_that_of_its_heirs_too(self) -> None:
        @attrs.frozen(kw_only=True)
        class Heir(Everything):
            more: int = 1
            """More."""

        assert field_docs(Heir) == {"text": "Some text.", "share": "A share.", "more": "More."}

    def test_is_empty_where_there_is_no_source(self) -> None:
        made = attrs.make_class("Made", {"a": attrs.field(metadata={"doc": "A."}), "b": attrs.field()})
        assert field_docs(made) == {"a": "A."}

    def test_of_a_class_without_a_docstring_of_its_own_is_empty(self) -> None:
        class Undocumented(Metres): ...

        assert class_doc(Undocumented) == ""


class TestAFrozenMap:
    MADE = FrozenMap({"a": 1, "b": FrozenMap({"c": ()})})

    def test_is_a_mapping_in_the_order_given(self) -> None:
        assert list(self.MADE) == ["a", "b"]
        assert len(self.MADE) == 2
        assert self.MADE["a"] == 1
        assert repr(FrozenMap({"a": 1})) == "FrozenMap({'a': 1})"
        assert FrozenMap() == {}

    def test_cannot_change(self) -> None:
        with pytest.raises(AttributeError):
            self.MADE._data = {}
        with pytest.raises(TypeError):
            self.MADE["a"] = 2  # type: ignore[index]

    def test_does_not_change_with_what_it_was_made_of(self) -> None:
        source = {"a": 1}
        made = FrozenMap(source)
        source["a"] = 2
        assert made == {"a": 1}

    def test_equals_any_mapping_with_the_same_items_in_whatever_order(self) -> None:
        assert FrozenMap({"a": 1, "b": 2}) == {"b": 2, "a": 1}
        assert FrozenMap({"a": 1, "b": 2}) == FrozenMap({"b": 2, "a": 1})
        assert hash(FrozenMap({"a": 1, "b": 2})) == hash(FrozenMap({"b": 2, "a": 1}))
        assert FrozenMap({"a": 1}) != [("a", 1)]

    def test_travels_between_processes(self) -> None:
        assert pickle.loads(pickle.dumps(self.MADE)) == self.MADE
        assert copy.deepcopy(self.MADE) == self.MADE

    @given(st.recursive(st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=9))
    def test_is_what_freezing_makes_and_thawing_undoes(self, data: object) -> None:
        frozen = freeze(data)
        hash(frozen)
        assert thaw(frozen) == data


class TestASuggestion:
    def test_is_the_closest_word(self) -> None:
        assert did_you_mean("deadlin", ["deadline", "headline"]) == "Did you mean 'deadline'?"

    def test_is_none_where_nothing_is_close(self) -> None:
        assert did_you_mean("xyz", ["deadline"]) is None


def test_json_that_a_parser_reads_is_the_json_that_was_written() -> None:
    assert json.loads(to_json(decode(Everything, WHOLE)))["shape"] == {"type": "dot", "at": [1, 2]}
