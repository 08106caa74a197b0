"""JSON read the fast way: what the slow way reads, and nothing else."""

from __future__ import annotations

import json
import sys
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.spoilt import DOUBLED, LINE, VALUES, exactly, spoilt
from tests.strategies import instances

from kkrconsult.errors import DataError
from kkrconsult.jsonio import to_json
from kkrconsult.model import Response, Sender
from kkrconsult.structure import FrozenMap, decode, encode, fast_decoder, json_loads

pytest.importorskip("msgspec", reason="the extra fast is not installed")

_fast = fast_decoder(Response)
assert _fast is not None
fast = _fast


class TestTheFastWay:
    @given(instances(Response))
    def test_reads_what_was_written(self, response: Response) -> None:
        assert fast(to_json(response).encode()) == response

    @given(instances(Response))
    def test_takes_what_is_said_in_full(self, response: Response) -> None:
        values = {field.name: encode(getattr(response, field.name)) for field in attrs.fields(Response)}
        line = json.dumps(values, ensure_ascii=False, indent=1).encode()
        assert fast(line) == response

    @given(st.data(), instances(Response))
    def test_never_takes_what_the_slow_way_refuses(self, data: st.DataObject, response: Response) -> None:
        line = data.draw(spoilt(to_json(response).encode()))
        made = fast(line)
        assert made is None or made == exactly(line)

    @given(st.data(), instances(Response))
    def test_never_takes_a_key_that_stands_twice(self, data: st.DataObject, response: Response) -> None:
        plain: Any = json.loads(to_json(response))
        key = data.draw(st.sampled_from(sorted(plain)))
        value = data.draw(VALUES)
        between = data.draw(st.sampled_from([":", " :", "\t: "]))
        written = to_json(response)
        for line in (f'{{"{key}"{between}{value},{written[1:]}', f'{written[:-1]},"{key}"{between}{value}}}'):
            assert fast(line.encode()) is None

    @pytest.mark.parametrize("line", DOUBLED)
    def test_leaves_a_key_that_stands_twice_to_the_slow_way_which_refuses_it(self, line: bytes) -> None:
        assert fast(line) is None
        with pytest.raises(DataError, match="twice"):
            json_loads(line)

    @pytest.mark.parametrize(
        "line",
        [
            LINE.replace(b"Tak", b"En \\\\ streg"),
            LINE.replace(b'"sender"', b'"received_at":"2020-12-02T10:00Z","version":1,"sender"'),
            b"\xef\xbb\xbf" + LINE,
        ],
    )
    def test_reads_or_leaves_what_is_unusual(self, line: bytes) -> None:
        made = fast(line)
        assert made is None or made == exactly(line)

    @pytest.mark.parametrize("line", [b"", b"{}", b"null", b"[]", b'{"id":"svar-1"}', LINE[:-1], LINE + b"x", b"\xff"])
    def test_says_nothing_of_what_is_wrong(self, line: bytes) -> None:
        assert fast(line) is None

    def test_reads_a_moment_as_the_slow_way_does(self) -> None:
        for moment in ("2020-12-02T10:00:00.123456789+01:00", "2020-12-02T10:00:00Z", "2020-12-02 10:00:00+02:00"):
            line = LINE.replace(b'"sender"', f'"received_at":"{moment}","sender"'.encode())
            made, expected = fast(line), exactly(line)
            assert made == expected
            assert made is not None
            assert expected is not None
            assert repr(made.received_at) == repr(expected.received_at)


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

        read = fast_decoder(Odds)
        assert read is not None
        line = (
            b'{"numbers":[1,2],"names":{"a":"b"},"counts":{"c":3},"sender":{"name":"x"},"weight":2,"many":[["d"],[]]}'
        )
        assert read(line) == decode(Odds, json_loads(line))

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

        for cls in (Free, Either, Pair, object):
            with pytest.raises(TypeError, match="knows nothing of"):
                fast_decoder(cls)

    def test_is_nothing_without_msgspec(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "msgspec", None)
        uncached: Any = fast_decoder
        assert uncached.__wrapped__(Response) is None
