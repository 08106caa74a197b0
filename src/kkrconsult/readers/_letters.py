"""What the readers of e-mails share: from the texts of a letter, in whatever form, to its blocks."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from kkrconsult.document import Block, BlockKind, Part
from kkrconsult.formats.compressed_rtf import decompressed
from kkrconsult.formats.html_text import declared_encoding, html_text
from kkrconsult.formats.mail_headers import decode_labelled
from kkrconsult.formats.mail_thread import mark_thread, quoted_blocks, unflowed
from kkrconsult.formats.plain_text import tidy
from kkrconsult.formats.tnef import Packed
from kkrconsult.readers._documents import part_name

__all__ = ["Letter", "is_stub", "packed_parts"]

_LONGEST_RTF = 20_000_000


@attrs.define
class Letter:
    """The text of a letter while it is put together."""

    blocks: list[Block] = attrs.field(factory=list)
    """Its blocks so far."""
    embedded: set[str] = attrs.field(factory=set)
    """Ids of the parts that are shown within the text."""
    remarks: list[str] = attrs.field(factory=list)
    """What was met."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found yet."""
        return not self.blocks

    def add_plain(self, text: str, *, flowed: bool = False, delete_space: bool = False) -> None:
        """Add plain text.

        Args:
            text: The text.
            flowed: Whether it is ``format=flowed``.
            delete_space: Whether it is ``delsp=yes``.
        """
        plain = tidy(text)
        self.blocks += quoted_blocks(unflowed(plain, delete_space=delete_space) if flowed else plain)

    def add_html(self, text: str) -> None:
        """Add a page of HTML."""
        page = html_text(text)
        self.blocks += page.blocks
        self.embedded |= page.embedded
        self.remarks += page.remarks

    def add_rtf(self, data: bytes) -> None:
        """Add rich text as Outlook compresses it."""
        from kkrconsult.formats.rtf_text import rtf_text

        plain = decompressed(data, _LONGEST_RTF)
        if plain:
            self.blocks += rtf_text(plain).blocks

    def text_of(self, data: bytes, charset: str | None) -> str:
        """Bytes as text; that the encoding was guessed is remarked."""
        decoded = decode_labelled(data, charset)
        if decoded.guessed:
            self.remarks.append("encoding-guessed")
        return decoded.text

    def page_of(self, data: bytes, charset: str | None) -> str:
        """Bytes of HTML as text."""
        return self.text_of(data, charset or declared_encoding(data))

    def finished(self) -> tuple[Block, ...]:
        """The blocks, those of earlier letters marked."""
        blocks = mark_thread(self.blocks)
        if any(block.kind is BlockKind.NOTE and block.level for block in blocks):
            self.remarks.append("quoted-thread")
        return blocks

    def add_packed(self, packed: Packed) -> None:
        """Add the text of a ``winmail.dat``."""
        if packed.body and packed.body.strip():
            self.add_plain(packed.body)
        elif packed.html:
            self.add_html(self.page_of(packed.html, None))
        elif packed.rtf:
            self.add_rtf(packed.rtf)


def is_stub(plain: str, page: str) -> bool:
    """Whether a plain text says nothing of what a page beside it says: empty, or "your program shows no HTML"."""
    said = len("".join(plain.split()))
    if not said:
        return True
    if said > 300:
        return False
    whole = sum(len("".join(block.text.split())) for block in html_text(page).blocks)
    return said * 5 < whole


def packed_parts(packed: Packed, first: int) -> Iterable[Part]:
    """The files in a ``winmail.dat``.

    Args:
        packed: What was unpacked.
        first: The number of the first of them, for those without a name.
    """
    for number, file in enumerate(packed.files, first):
        yield Part(
            name=part_name(file.name, number, file.media_type),
            data=file.data,
            media_type=file.media_type,
            inline=file.inline,
        )
