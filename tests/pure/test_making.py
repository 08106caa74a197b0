"""Objects made by code that is written for their class: what the class itself makes, with all that it checks."""

from __future__ import annotations

import json
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.structure import straight_decoder
from kkrconsult.structure._making import nothing_lost


def twice(value: int) -> int:
    return value * 2


@attrs.frozen(kw_only=True)
class Doubled:
    """Converts what it gets, also by default, and remembers what it was when it was checked."""

    value: int = attrs.field(default=1, converter=twice)
    _hidden: str = "x"

    def __attrs_post_init__(self) -> None:
        if type(self) is not Doubled:
            raise TypeError("is not itself yet")
        if self.value > 100:
            raise ValueError("too much")


class TestAnObject:
    @pytest.mark.parametrize("given", [{}, {"value": 3}, {"hidden": "y"}, {"value": 50, "hidden": ""}])
    def test_is_what_the_class_makes(self, given: dict[str, Any]) -> None:
        made, expected = straight_decoder(Doubled)(json.dumps(given).encode()), Doubled(**given)
        assert type(made) is Doubled
        assert (made, repr(made), hash(made)) == (expected, repr(expected), hash(expected))
        assert pickle.loads(pickle.dumps(made)) == made

    def test_cannot_be_changed(self) -> None:
        made: Any = straight_decoder(Doubled)(b"{}")
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            made.value = 1
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            del made.value

    def test_is_not_made_of_what_the_class_refuses(self) -> None:
        assert straight_decoder(Doubled)(b'{"value":51}') is None


def checked() -> type:
    @attrs.frozen(kw_only=True)
    class Checked:
        value: int = attrs.field(default=1, validator=attrs.validators.ge(0))

    return Checked


def filled() -> type:
    @attrs.frozen(kw_only=True)
    class Filled:
        value: tuple[int, ...] = attrs.field(factory=tuple)

    return Filled


def derived() -> type:
    @attrs.frozen(kw_only=True)
    class Derived:
        value: int = attrs.field(default=1, init=False)

    return Derived


class Adding:
    """Converts, and may want to know more than the value, as `attrs.Converter` does."""

    def __call__(self, value: int) -> int:
        return value + 1


def looking() -> type:
    @attrs.frozen(kw_only=True)
    class Looking:
        value: int = attrs.field(default=1, converter=Adding())  # type: ignore[misc]

    return Looking


def open_() -> type:
    @attrs.frozen(kw_only=True, slots=False)
    class Open:
        value: int = 1

    return Open


def hashed() -> type:
    @attrs.frozen(kw_only=True, cache_hash=True)
    class Hashed:
        value: int = 1

    return Hashed


def by_hand() -> type:
    @attrs.frozen(kw_only=True)
    class ByHand:
        value: int = 1

        def __init__(self, value: int = 1) -> None:
            self.__attrs_init__(value=value + 1)  # type: ignore[attr-defined]

    return ByHand


def asked() -> type:
    @attrs.frozen(kw_only=True)
    class Asked:
        value: int = 1

        def __attrs_pre_init__(self) -> None:
            raise ValueError

    return Asked


def counted() -> type:
    @attrs.frozen(kw_only=True)
    class Counted:
        value: int = 1

        def __init_subclass__(cls) -> None:
            raise ValueError

    return Counted


class TestAClassThatDoesMore:
    @pytest.mark.parametrize("cls", [checked, filled, derived, looking, open_, hashed, by_hand, asked, counted])
    def test_is_refused(self, cls: Any) -> None:
        with pytest.raises(TypeError, match="when an object is made"):
            straight_decoder(cls())


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.sampled_from('"\\a/æ\n')),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.sampled_from('"\\b')), inner),
    max_leaves=20,
)


def texts_of(data: Any) -> int:
    if isinstance(data, dict):
        return len(data) + sum(map(texts_of, data.values()))
    return sum(map(texts_of, data)) if isinstance(data, list) else int(isinstance(data, str))


class TestWhetherSomethingWasLost:
    @given(PLAIN, st.booleans())
    def test_is_not_said_of_what_was_taken_whole(self, data: Any, ascii_: bool) -> None:
        assert nothing_lost(json.dumps(data, ensure_ascii=ascii_).encode(), texts_of(data))

    @given(PLAIN, PLAIN, st.text(st.sampled_from('"\\b')))
    def test_is_said_where_a_key_was(self, data: Any, more: Any, key: str) -> None:
        text = f"[{json.dumps(data)},{{{json.dumps(key)}:{json.dumps(more)}}}]"
        assert not nothing_lost(text.encode(), texts_of(data))

    @given(PLAIN)
    def test_does_not_hang_on_how_marks_are_written(self, data: Any) -> None:
        text = json.dumps(data).replace("\\\\", "\\u005c").replace('\\"', "\\u0022")
        assert json.loads(text) == data
        assert nothing_lost(text.encode(), texts_of(data))
