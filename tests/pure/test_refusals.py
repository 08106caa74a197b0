"""What the checks of a plugin's options refuse is told at once, in plain words."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest
from attrs import validators as v

from kkrconsult.errors import DataError
from kkrconsult.structure import decode


def _even(_self: object, field: attrs.Attribute[int], value: int) -> None:
    if value % 2:
        raise ValueError(f"'{field.name}' must be even, not {value}")


def _no_vowels(value: str) -> str:
    if "a" in value:
        raise ValueError("the vowel is one too many")
    return value


class _Evens:
    """Has members, and cannot be gone through."""

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int) and value % 2 == 0

    def __repr__(self) -> str:
        return "the even numbers"


@attrs.frozen(kw_only=True)
class Options:
    most: int = attrs.field(default=1, validator=v.le(100))
    least: int = attrs.field(default=1, validator=[v.ge(1), v.le(9)])
    below: float = attrs.field(default=0.1, validator=v.lt(1.5))
    above: float = attrs.field(default=1.0, validator=v.gt(0))
    one: str = attrs.field(default="a", validator=v.in_(("a", "b")))
    of_set: str = attrs.field(default="a", validator=v.in_({"b", "a"}))
    like: str = attrs.field(default="a", validator=v.matches_re("a+"))
    kind: object = attrs.field(default=1, validator=v.instance_of(int))
    kinds: object = attrs.field(default=1, validator=v.instance_of((int, str)))
    short: str = attrs.field(default="", validator=v.max_len(3))
    items: tuple[int, ...] = attrs.field(default=(), validator=v.deep_iterable(v.lt(3)))
    _hidden: int | None = attrs.field(default=None, validator=v.optional(v.gt(3)))
    even: int = attrs.field(default=0, validator=_even)
    mixed: int = attrs.field(default=2, validator=v.and_(v.lt(50), _even))
    plain: str = attrs.field(default="", converter=_no_vowels, validator=v.max_len(3))
    letters: str = attrs.field(default="x", validator=v.in_("xyz"))
    endless: int = attrs.field(default=0, validator=v.in_(_Evens()))


def problems(**data: object) -> list[str]:
    with pytest.raises(DataError) as caught:
        decode(Options, data)
    return [str(problem) for problem in caught.value.problems]


class TestInPlainWords:
    @pytest.mark.parametrize(
        ("key", "value", "said"),
        [
            ("most", 150, "must be at most 100; found 150"),
            ("least", 0, "must be at least 1; found 0"),
            ("least", 10, "must be at most 9; found 10"),
            ("below", 1.5, "must be less than 1.5; found 1.5"),
            ("above", -1.0, "must be more than 0; found -1.0"),
            ("one", "c", "is not one of the allowed values; found 'c'; allowed: 'a', 'b'"),
            ("of_set", "c", "is not one of the allowed values; found 'c'; allowed: 'a', 'b'"),
            ("endless", 1, "is not one of the allowed values; found 1; allowed: the even numbers"),
            ("like", "b", "must match the pattern a+; found 'b'"),
            ("kind", "x", "must be a whole number; found 'x'"),
            ("kinds", None, "must be a whole number or text; found None"),
            ("short", "abcd", "its length must be at most 3; found 4"),
            ("items", [1, 7], "must be less than 3; found 7"),
            ("hidden", 1, "must be more than 3; found 1"),
            ("even", 1, "must be even, not 1"),
            ("mixed", 60, "must be less than 50; found 60"),
            ("mixed", 3, "must be even, not 3"),
        ],
    )
    def test_with_the_key_and_what_was_found(self, key: str, value: object, said: str) -> None:
        assert problems(**{key: value}) == [f"{key}: {said}"]

    def test_a_failing_converter_speaks_for_itself(self) -> None:
        assert problems(plain="a") == ["the vowel is one too many"]

    def test_a_long_value_is_shortened(self) -> None:
        (text,) = problems(one="x" * 5_000)
        assert len(text) < 200


class TestAllAtOnce:
    def test_those_of_several_fields(self) -> None:
        assert problems(most=150, least=0, one="c") == [
            "most: must be at most 100; found 150",
            "least: must be at least 1; found 0",
            "one: is not one of the allowed values; found 'c'; allowed: 'a', 'b'",
        ]

    def test_that_of_a_converted_field_too(self) -> None:
        assert problems(most=150, plain="xyzw") == [
            "most: must be at most 100; found 150",
            "plain: its length must be at most 3; found 4",
        ]

    def test_beside_wrong_types_and_unknown_keys(self) -> None:
        found = problems(most=150, least="x", mots=1)
        assert [text.partition(":")[0] for text in found] == ["least", "mots", "most"]

    def test_beside_what_only_the_class_can_tell(self) -> None:
        assert problems(most=150, even=1) == ["most: must be at most 100; found 150"]
        assert problems(most=1, even=1, mixed=60) == [
            "even: must be even, not 1",
            "mixed: must be less than 50; found 60",
        ]

    def test_a_check_that_needs_the_object_is_left_to_the_class(self) -> None:
        def limited(self: Any, field: attrs.Attribute[Any], value: Any) -> None:
            if value > self.limit:
                raise ValueError(f"'{field.name}' is over the limit")

        rule: Any = v.optional(limited)

        @attrs.frozen(kw_only=True)
        class Limited:
            limit: int = attrs.field(default=5, validator=v.le(9))
            number: int = attrs.field(default=0, validator=rule)

        with pytest.raises(DataError, match=r"number: is over the limit$"):
            decode(Limited, {"number": 7})
        with pytest.raises(DataError, match=re.escape("limit: must be at most 9; found 10")):
            decode(Limited, {"number": 7, "limit": 10})
