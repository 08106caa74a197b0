"""Signed and encrypted e-mail: what kind it is, and the message in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.makers import cms_enveloped, cms_signed

from kkrconsult.formats.cms import Envelope, opened

SIGNED = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")


class TestEnvelopes:
    @given(st.binary(min_size=1, max_size=400), st.booleans())
    def test_that_are_signed_give_what_is_in_them(self, content: bytes, in_pieces: bool) -> None:
        assert opened(cms_signed(content, in_pieces=in_pieces)) == (Envelope.SIGNED, content)

    def test_that_are_encrypted_are_known(self) -> None:
        assert opened(cms_enveloped()) == (Envelope.ENCRYPTED, None)

    @pytest.mark.parametrize("data", [b"", b"Hej med dig", DATA, b"\x1f\x01x", b"\x30"])
    def test_that_are_none_are_known(self, data: bytes) -> None:
        assert opened(data) == (Envelope.OTHER, None)

    @pytest.mark.parametrize(
        "rest",
        [
            b"",  # nothing else
            b"\x04\x01x",  # no data
            DATA,  # data, but none
            DATA + b"\xa0\x80\x00\x00",
            DATA + b"\xa0\x03\x30\x01\x05",  # certificates at once
            DATA + b"\xa0\x03\x04\x7fx",  # cut off
        ],
    )
    def test_that_are_signed_may_hold_nothing(self, rest: bytes) -> None:
        assert opened(SIGNED + rest) == (Envelope.SIGNED, None)

    @given(st.binary(max_size=100))
    def test_of_any_bytes_raise_nothing(self, data: bytes) -> None:
        opened(data)
        opened(SIGNED + DATA + data)
