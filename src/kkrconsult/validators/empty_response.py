"""Answers that say nothing, and answers that say both nothing and something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from kkrconsult.findings import Code, Finding, Severity
from kkrconsult.model import Response
from kkrconsult.phrases import NO_REMARKS
from kkrconsult.plugins.records import ValidatorSpec, per_response
from kkrconsult.structure import FrozenMap
from kkrconsult.validators._common import dropped

__all__ = ["SPEC", "Options"]

_LONGEST_WORD = 20


@attrs.frozen(kw_only=True)
class Options:
    """When a text is taken for no more than that there are no remarks."""

    short_words: int = attrs.field(default=25, validator=attrs.validators.ge(0))
    """Most words of such a text; a longer one probably says something else as well. 0 switches this off."""


def check(response: Response, options: Options) -> Iterable[Finding]:
    """Find answers without content, and those whose content contradicts what they are marked as."""
    if response.points and response.no_remarks is None and not response.declined:
        return ()
    return _look(response, options)


def _look(response: Response, options: Options) -> Iterator[Finding]:
    if dropped(response):
        return
    said = bool(response.points)
    if response.no_remarks is not None and said:
        params = {"points": len(response.points)}
        yield Finding(code="response.no-remarks-with-points", params=FrozenMap(params))
    elif response.declined and said:
        params = {"points": len(response.points)}
        yield Finding(code="response.declined-with-points", params=FrozenMap(params))
    elif not said and response.no_remarks is None and not response.declined:
        body = response.body.strip()
        if not body and not response.attachments:
            yield Finding(code="response.empty")
        elif _says_nothing(body, options.short_words):
            yield Finding(code="response.no-remarks-unmarked")


def _says_nothing(body: str, words: int) -> bool:
    # Long texts are not even split into words.
    if len(body) > words * _LONGEST_WORD or len(body.split()) > words:
        return False
    return NO_REMARKS.search(" ".join(body.split())) is not None


SPEC = ValidatorSpec(
    name="empty-response",
    codes=(
        Code("response.empty", Severity.ERROR),
        Code("response.no-remarks-with-points", Severity.WARNING),  # points: how many
        Code("response.declined-with-points", Severity.WARNING),  # points: how many
        Code("response.no-remarks-unmarked", Severity.WARNING),
    ),
    options=Options,
    create=per_response(check),
    summary={
        "da": "Om svaret har et indhold, der passer til det, det giver sig ud for.",
        "en": "Whether the answer has content, and content that fits what it says it is.",
    },
)
