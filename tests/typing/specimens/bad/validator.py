"""Mistakes in a validator."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

import kkrconsult as kc


@attrs.frozen(kw_only=True)
class Options:
    """Options."""

    words: int = 800


def check(response: kc.Response, options: Options) -> Iterator[kc.Finding]:
    """A check that is right."""
    yield kc.Finding(code="acme.too-wordy", params={"words": options.words})


def takes_text(response: str, options: Options) -> Iterator[kc.Finding]:
    """A check of something that is not a response."""
    yield kc.Finding(code="acme.too-wordy", params={})


def gives_text(response: kc.Response, options: Options) -> Iterator[str]:
    """A check that gives something that is not a finding."""
    yield response.text


code = kc.Code("acme.too-wordy", "warning", "Too wordy")  # E: arg-type
kc.Finding("acme.too-wordy")  # E: call-arg
kc.Finding(code=1)  # E: arg-type
kc.per_response(takes_text)  # E: arg-type
kc.per_response(gives_text)  # E: arg-type
kc.ValidatorSpec(name=1, codes=(), options=Options, create=kc.per_response(check))  # E: arg-type
kc.ValidatorSpec(name="acme", codes=(), options=Options)  # E: call-arg
kc.ValidatorSpec(name="acme", codes=(), options=Options, create=check)  # E: arg-type
kc.ValidatorSpec(name="acme", codes=(), options=Options(), create=kc.per_response(check))  # E: arg-type


def reads_a_misspelt_attribute(response: kc.Response) -> object:
    """A response has a text, not a txt."""
    return response.txt  # E: attr-defined
