"""What proposals say, in a few words: a reason can be checked where it is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from kkrconsult.danish import sort_key
from kkrconsult.model import Proposal, ThemeQuote

__all__ = ["quotes_of"]

# Not at a full stop inside a word: half an address is no address that anybody would know to leave out.
_END = re.compile(r"(?<=[.!?])\s+|\n+")
_LONGEST = 100


def quotes_of(members: Iterable[Proposal], stems: Collection[str] = ()) -> tuple[ThemeQuote, ...]:
    """Quote each proposal, with who makes it.

    Args:
        members: The proposals.
        stems: Words without their endings. The first sentence with one of them is quoted, or else the first of all.

    Returns:
        The quotes, in ascending order of the points.
    """
    return tuple(
        ThemeQuote(
            point=item.point,
            participants=tuple(sorted(set(item.participants), key=sort_key)),
            title=" ".join(item.title.split()),
            text=_sentence(item.text, stems),
        )
        for item in sorted(members, key=lambda item: (item.point, item.title, item.text, item.participants))
    )


def _sentence(text: str, stems: Collection[str]) -> str:
    first = ""
    for part in _END.split(text):
        sentence = " ".join(part.split())
        if not any(map(str.isalnum, sentence)):
            continue
        first = first or sentence
        plain = unicodedata.normalize("NFKC", sentence).casefold().replace("aa", "å")
        if any(stem in plain for stem in stems):
            return _cut(sentence)
    return _cut(first)


def _cut(sentence: str) -> str:
    if len(sentence) <= _LONGEST:
        return sentence
    whole, space, _ = sentence[:_LONGEST].rpartition(" ")
    return f"{whole if space else sentence[: _LONGEST - 1]}…"
