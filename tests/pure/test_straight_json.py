"""JSON read in one go with the standard library alone: what the exact way reads, and nothing else."""

from __future__ import annotations

import datetime as dt
import enum
import json
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.spoilt import DOUBLED, LINE, VALUES, exactly, spoilt
from tests.strategies import instances

from kkrconsult.errors import DataError
from kkrconsult.jsonio import to_json
from kkrconsult.model import Response, Sender
from kkrconsult.structure import FrozenMap, decode, encode, json_loads, straight_decoder

read = straight_decoder(Response)


class TestReadingInOneGo:
    @given(instances(Response), st.sampled_from([b"", b"\n", b"\r\n"]))
    def test_reads_what_was_written(self, response: Response, end: bytes) -> None:
        assert read(to_json(response).encode() + end) == response

    @given(instances(Response))
    def test_takes_what_is_said_in_full(self, response: Response) -> None:
        values = {field.name: encode(getattr(response, field.name)) for field in attrs.fields(Response)}
        assert read(json.dumps(values, ensure_ascii=False, indent=1).encode()) == response
        assert read(json.dumps(values).encode()) == response

    @given(st.data(), instances(Response))
    def test_never_takes_what_the_exact_way_refuses(self, data: st.DataObject, response: Response) -> None:
        line = data.draw(spoilt(to_json(response).encode()))
        made = read(line)
        assert made is None or made == exactly(line)

    @given(st.data(), instances(Response))
    def test_never_takes_a_key_that_stands_twice(self, data: st.DataObject, response: Response) -> None:
        written = to_json(response)
        key = data.draw(st.sampled_from(sorted(json.loads(written))))
        value, between = data.draw(VALUES), data.draw(st.sampled_from([":", " :", "\t: "]))
        for line in (f'{{"{key}"{between}{value},{written[1:]}', f'{written[:-1]},"{key}"{between}{value}}}'):
            assert read(line.encode()) is None

    @pytest.mark.parametrize("line", DOUBLED)
    def test_leaves_a_key_that_stands_twice_to_the_exact_way_which_refuses_it(self, line: bytes) -> None:
        assert read(line) is None
        with pytest.raises(DataError, match="twice"):
            json_loads(line)

    @pytest.mark.parametrize(
        "line",
        [
            *(b"", b"{}", b"null", b"[]", b"1", b'"x"', b'{"id":"svar-1"}', LINE[:-1], LINE + b"x", b"\xff"),
            LINE.replace(b'"sender"', b'"seder":1,"sender"'),
            LINE.replace(b'"sender"', b'"provenance":{"\\ud800":{"kind":"file"}},"sender"'),
            LINE.replace(b'"general-point"', b'"other"'),
            LINE.replace(b'"type":"general-point",', b""),
            LINE.replace(b'{"type"', b'[],{"type"'),
            LINE.replace(b'"svar-1"', b'"svar 1"'),
            LINE.replace(b'"sender"', b'"participants":{},"sender"'),
            LINE.replace(b'"sender"', b'"participants":"a","sender"'),
            LINE.replace(b'"sender"', b'"pages":{"pages":NaN,"basis":"counted"},"sender"'),
            LINE.replace(b'"sender"', b'"version":true,"sender"'),
            LINE.replace(b'"sender"', b'"declined":0,"sender"'),
            b"[" * 100_000,
        ],
    )
    def test_says_nothing_of_what_is_wrong(self, line: bytes) -> None:
        assert read(line) is None
        assert exactly(line) is None

    @pytest.mark.parametrize(
        "line", [b"\xef\xbb\xbf" + LINE, LINE + b" \n", b" " + LINE, LINE.decode().encode("utf-16")]
    )
    def test_leaves_what_is_unusual(self, line: bytes) -> None:
        assert read(line) is None

    @pytest.mark.parametrize(
        "moment", ["2020-12-02T10:00:00.123456789+01:00", "2020-12-02T10:00:00Z", "2020-12-02 10:00:00+02:00"]
    )
    def test_reads_a_moment_as_the_exact_way_does(self, moment: str) -> None:
        line = LINE.replace(b'"sender"', f'"received_at":"{moment}","sender"'.encode())
        made, expected = read(line), exactly(line)
        assert made == expected
        assert made is not None
        assert expected is not None
        assert repr(made.received_at) == repr(expected.received_at)


class Colour(enum.Enum):
    """Of texts."""

    RED = "red"


class Size(enum.Enum):
    """Of numbers."""

    LARGE = 3


@attrs.frozen(kw_only=True)
class Tagged:
    """Belongs into a union."""

    TYPE: ClassVar[str] = "tagged"
    value: int = 0


class TestWhatItIsFor:
    def test_is_every_class_of_texts_numbers_and_the_like(self) -> None:
        @attrs.frozen(kw_only=True)
        class Odds:
            numbers: tuple[int, ...] = ()
            names: FrozenMap[str, str] = FrozenMap()
            counts: FrozenMap[str, int] = FrozenMap()
            sender: Sender | None = None
            weight: float = 0.0
            many: tuple[tuple[str, ...], ...] = ()
            perhaps: tuple[str | None, ...] = ()
            days: tuple[dt.date, ...] = ()
            colour: Colour = Colour.RED

        line = (
            b'{"numbers":[1,2],"names":{"a":"b"},"counts":{"c":3},"sender":{"name":"x"},"weight":2,"many":[["d"],[]],'
            b'"perhaps":[null,"e\\"f"],"days":["2020-12-15"],"colour":"red"}'
        )
        assert straight_decoder(Odds)(line) == decode(Odds, json_loads(line))

    def test_is_such_a_tuple_too(self) -> None:
        responses: Any = straight_decoder(tuple[Response, ...])
        assert responses(b"[" + LINE + b"]") == (exactly(LINE),)

    def test_is_no_class_with_something_else_in_it(self) -> None:
        @attrs.frozen(kw_only=True)
        class Free:
            anything: object = None

        @attrs.frozen(kw_only=True)
        class Either:
            value: int | str = 0

        @attrs.frozen(kw_only=True)
        class Pair:
            value: tuple[int, str] = (0, "")

        @attrs.frozen(kw_only=True)
        class Sized:
            value: Size = Size.LARGE

        for cls in (Free, Either, Pair, Sized, Tagged, object):
            with pytest.raises(TypeError, match="knows nothing of"):
                straight_decoder(cls)
