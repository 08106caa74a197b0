"""Answers whose text only points to a file: what the party says then stands where no check has looked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from kkrconsult.findings import Code, Finding, Severity
from kkrconsult.model import Response
from kkrconsult.plugins.records import Context, ValidatorSpec
from kkrconsult.structure import FrozenMap
from kkrconsult.validators._common import EachResponse, dropped

__all__ = ["SPEC", "Options"]

# Danish and English; the second line only where something sends the reader there, since drafts have annexes too.
_POINTERS = (
    r"\b (?: vedhæft | vedlagt | vedlæg | hoslagt | bifog | attached | attachment | enclosed ) \w*",
    r"\b (?: se | jf\.? | see ) [ ] (?: \w+ [ ] ){0,3} (?: bilag | annex )",
)
_LONGEST_WORD = 20


@attrs.frozen(kw_only=True)
class Options:
    """When a text is taken for a covering note."""

    short_words: int = attrs.field(default=50, validator=attrs.validators.ge(0))
    """Most words of a covering note; a longer text counts as an answer in itself."""
    phrases: tuple[str, ...] = ()
    """Further words that point to a file, as they stand in answers; case does not matter."""


class _Run(EachResponse):
    """Compiles the phrases once."""

    def __init__(self, options: Options, _context: Context) -> None:
        self._words = options.short_words
        own = [re.escape(" ".join(phrase.split())) for phrase in options.phrases if phrase.strip()]
        self._pointer = re.compile("|".join([*_POINTERS, *own]), re.IGNORECASE | re.VERBOSE)

    def observe(self, response: Response) -> Iterable[Finding]:
        return () if response.points else self._look(response)

    def _look(self, response: Response) -> Iterator[Finding]:
        silent = response.declined or response.no_remarks is not None
        if silent or dropped(response):
            return
        files = len(response.attachments)
        body = response.body.strip()
        if self._is_note(body) if body else files:
            code = "response.see-attachment" if files else "response.attachment-missing"
            yield Finding(code=code, params=FrozenMap({"attachments": files}))

    def _is_note(self, body: str) -> bool:
        if len(body) > self._words * _LONGEST_WORD:
            return False
        words = body.split()
        return len(words) <= self._words and self._pointer.search(" ".join(words)) is not None


SPEC = ValidatorSpec(
    name="see-attachment",
    codes=(
        Code("response.see-attachment", Severity.WARNING),  # attachments: how many
        Code("response.attachment-missing", Severity.ERROR),  # attachments: 0
    ),
    options=Options,
    create=_Run,
    summary={
        "da": "Om svaret kun henviser til en vedhæftet fil, og om filen er der.",
        "en": "Whether the answer only points to an attached file, and whether the file is there.",
    },
)
