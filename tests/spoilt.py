"""Lines of JSON Lines that are right, and what they become when something is put into them."""

from __future__ import annotations

from hypothesis import strategies as st

from kkrconsult.errors import DataError
from kkrconsult.model import Response
from kkrconsult.structure import decode, json_loads

__all__ = ["DOUBLED", "LINE", "VALUES", "exactly", "spoilt"]

LINE = b'{"id":"svar-1","sender":{"name":"Konstrueret"},"points":[{"type":"general-point","id":"p1","text":"Tak"}]}'
"""A small response, which is constructed."""

DOUBLED = [
    LINE.replace(b'"id":"svar-1"', b'"id":"svar-0","id":"svar-1"'),
    LINE.replace(b'"id":"svar-1"', b'"id" :"svar-0", "\\u0069d":"svar-1"'),
    LINE.replace(b'"text":"Tak"', b'"text":"Tak","text":"\\u0022"'),
    LINE.replace(b'"text":"Tak"', b'"rationale":null,"rationale":"\\u0022","text":"Tak"'),
    LINE.replace(b'"text":"Tak"', b'"rationale":"\\\\","rationale":"\\\\\\"","text":"Tak\\\\"'),
    LINE.replace(b'{"name"', b'{"email":null,"email":null,"name"'),
    LINE.replace(b'{"type"', b'{"type":"general-point","type"'),
    LINE.replace(b'"sender"', b'"provenance":{"a":{"kind":"file"},"a":{"kind":"file"}},"sender"'),
]
"""The same with a key that stands twice."""

VALUES = st.sampled_from(['""', "null", "1", '"\\u0022"', '"\\u0022\\u0022"', '"\\""', '"\\\\"', "[]", "{}"])
"""What a key may have that stands twice."""

# What may be put into a line to make it another, or no line at all.
_PIECES = st.sampled_from(
    [
        *(b'"', b"\\", b'\\"', b"\\u0022", b"\\ud800", b"null", b"true", b"NaN", b"1", b"1.0", b"-0", b"01", b"1e400"),
        *(b"{", b"}", b"[", b"]", b",", b":", b" :", b"\n", b"\x00", b"\xff", b"\xed\xa0\x80", "æ".encode()),
        *(b'"id":"x",', b'"title" : null,', b'"body":"",', b'"version":1,', b'"other":1,', b'"type":"x",'),
        *(b"2020-12-15 10:00:00z", b"T24:00:00", b".1234567890", "\N{GRINNING FACE}".encode(), "\u201d".encode()),
    ]
)


def exactly(line: bytes) -> Response | None:
    """What the way reads that looks at every value and says what is wrong; None where it refuses."""
    try:
        made: Response = decode(Response, json_loads(line))
    except DataError:
        return None
    return made


@st.composite
def spoilt(draw: st.DrawFn, line: bytes) -> bytes:
    """A line with something else in some places of it."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(line)))
        stop = min(start + draw(st.integers(0, 3)), len(line))
        line = line[:start] + draw(_PIECES) + line[stop:]
    return line
