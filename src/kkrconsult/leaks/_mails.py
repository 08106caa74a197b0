"""What e-mails say: headers, texts and attachments, however they are encoded."""

from __future__ import annotations

from collections.abc import Iterator

from kkrconsult.formats.mail_headers import decode_labelled, header_parameters, header_text
from kkrconsult.formats.mime import TooComplexError, parse_mail
from kkrconsult.leaks._pieces import Extract, Piece, Place

__all__ = ["mail_parts"]

_MOST_PARTS, _DEEPEST = 5000, 100


def mail_parts(data: bytes, where: Place, depth: int, extract: Extract) -> Iterator[Piece]:
    """The pieces of an e-mail."""
    try:
        whole = parse_mail(data, most_parts=_MOST_PARTS, deepest=_DEEPEST)
    except TooComplexError:
        yield Piece(where=where, problem="an e-mail of too many parts")
        return
    for number, part in enumerate(whole.walk()):
        place = (*where, f"part {number}") if number else where
        for name, value in part.headers:
            said = [header_text(value), *header_parameters(value)[1].values()]
            yield Piece(where=(*place, f"header {name}"), text="\n".join(said), prose=name == "subject")
        if part.children:
            continue
        content = part.content(data)
        if part.media_type.startswith("text/") and content:
            # As UTF-8 it is recognised for what it is, whatever encoding the letter is in.
            content = decode_labelled(content, part.parameters.get("charset")).text.encode("utf-8", "replace")
        yield from extract(content, place, depth + 1)
