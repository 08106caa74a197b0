"""Replacing what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from kkrconsult.privacy._scan import Hit, Kind

__all__ = ["placeholder", "redact"]

_PLACEHOLDERS: Final = {
    "da": {
        Kind.CPR: "[udeladt: CPR-nummer]",
        Kind.EMAIL: "[udeladt: e-mailadresse]",
        Kind.PHONE: "[udeladt: telefonnummer]",
    },
    "en": {
        Kind.CPR: "[omitted: CPR number]",
        Kind.EMAIL: "[omitted: e-mail address]",
        Kind.PHONE: "[omitted: telephone number]",
    },
}


def placeholder(hit: Hit, language: str = "da") -> str:
    """Return what stands in a redacted text in place of a hit.

    Args:
        hit: What is left out.
        language: `da` or `en`; any other language gets the Danish text.
    """
    return _PLACEHOLDERS.get(language, _PLACEHOLDERS["da"])[hit.kind]


def redact(
    text: str,
    hits: Iterable[Hit],
    replacement: Callable[[Hit], str] | None = None,
    *,
    language: str = "da",
) -> str:
    """Replace each hit in a text.

    Args:
        text: The text that the hits were found in.
        hits: In any order. Where two overlap, all they cover goes, and the first one's replacement stands.
        replacement: What to put in place of a hit; without it, `placeholder` in `language`.
        language: Of the placeholder.

    Raises:
        ValueError: A hit does not fit the text (it was found in another one). Redacting by its offsets would
            leave the datum standing.
    """
    pieces: list[str] = []
    position = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        if text[hit.start : hit.end] != hit.value:
            raise ValueError(f"{hit} does not fit this text; redact the text that it was found in")
        if hit.start >= position:
            pieces.append(text[position : hit.start])
            pieces.append(replacement(hit) if replacement else placeholder(hit, language))
        position = max(position, hit.end)
    pieces.append(text[position:])
    return "".join(pieces)
