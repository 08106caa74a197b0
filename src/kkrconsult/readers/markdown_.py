"""Markdown: one answer a file, its particulars in TOML at the top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import attrs

from kkrconsult.document import Block, BlockKind, Document
from kkrconsult.findings import Finding
from kkrconsult.formats.answer_file import read_answer_file
from kkrconsult.formats.encodings import decode_text
from kkrconsult.formats.front_matter import FENCE
from kkrconsult.formats.names import Names
from kkrconsult.formats.plain_text import text_blocks, tidy
from kkrconsult.formats.problems import MARKDOWN_CODES, finding, not_a_response, place
from kkrconsult.model import Response
from kkrconsult.plugins import ReaderSpec
from kkrconsult.readers._streams import limited, whole
from kkrconsult.structure import FrozenMap

__all__ = ["SPEC", "Options", "read"]


_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*")


@attrs.frozen(kw_only=True)
class Options:
    """How answer files are read."""

    timezone: str = "Europe/Copenhagen"
    """Time zone of times that say no offset."""
    parties: FrozenMap[str, str] = FrozenMap()
    """Ids of parties by the names that the files use for them, where the two differ."""
    tracks: FrozenMap[str, str] = FrozenMap()
    """Ids of tracks by the titles that the files use for them, where the two differ."""
    largest_file: int = attrs.field(default=5_000_000, validator=attrs.validators.ge(1))
    """Most bytes of a file; an answer of a thousand pages has about three million."""


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one answer file, or a letter that somebody wrote as Markdown."""
    data = whole(stream, name, options.largest_file)
    if isinstance(data, Finding):
        yield data
        return
    decoded = decode_text(data)
    if decoded is None:
        yield not_a_response(
            name,
            da="den er hverken UTF-8, UTF-16 eller Windows-1252; gem den som UTF-8",
            en="it is neither UTF-8, UTF-16 nor Windows-1252; save it as UTF-8",
        )
        return
    if decoded.guessed:
        yield finding("answer.encoding", place(name), encoding=decoded.encoding)
    if not _has_particulars(decoded.text):
        yield Document(name=name, media_type="text/markdown", blocks=tuple(_blocks(tidy(decoded.text))))
        return
    names = Names(options.parties, options.tracks)
    yield from limited(read_answer_file(decoded.text, name, names, options.timezone), name)


def _has_particulars(text: str) -> bool:
    """Whether a text begins with the line above particulars, ours or another program's."""
    first = next((line.strip() for line in text.removeprefix("\ufeff").split("\n") if line.strip()), "")
    return first in (FENCE, "---")


def _blocks(text: str) -> Iterator[Block]:
    """The headings and paragraphs of a text without particulars."""
    run: list[str] = []
    for line in text.split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading is None:
            run.append(line)
            continue
        yield from text_blocks("\n".join(run))
        run = []
        yield Block(kind=BlockKind.HEADING, text=heading[2], level=len(heading[1]))
    yield from text_blocks("\n".join(run))


def sniff(head: bytes) -> bool:
    """Whether a file begins with particulars in TOML."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(FENCE.encode())


SPEC: ReaderSpec[Options] = ReaderSpec(
    name="markdown",
    suffixes=(".md", ".markdown"),
    media_types=("text/markdown",),
    options=Options,
    read=read,
    isolated=False,
    codes=MARKDOWN_CODES,
    sniff=sniff,
    summary={
        "da": "Svarfil: et svar som Markdown med oplysninger i TOML øverst",
        "en": "Answer file: one response as Markdown with its particulars in TOML at the top",
    },
)
