"""The plugin of the documentation, whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

import kkrconsult as kc


@attrs.frozen(kw_only=True)
class Options:
    """Fields are the keys under [validators.acme-words]."""

    words: int = 800
    """How many words an answer may have."""


def check(response: kc.Response, options: Options) -> Iterator[kc.Finding]:
    """Find answers that are too long."""
    count = len(response.text.split())
    if count > options.words:
        yield kc.Finding(code="acme.too-wordy", params={"words": count, "limit": options.words})


too_wordy = kc.ValidatorSpec(
    name="acme-words",
    codes=(
        kc.Code("acme.too-wordy", kc.Severity.WARNING, {"da": "{words} ord", "en": "{words} words"}),
        kc.Code("acme.other", kc.Severity.INFO, "One string is English"),
    ),
    options=Options,
    create=kc.per_response(check),
)


@kc.hookimpl
def kkrconsult_validators() -> Iterable[kc.ValidatorSpec]:
    """Register it."""
    return [too_wordy]
