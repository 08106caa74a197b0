"""A document as a reader of files gives it: its text in blocks, before anyone knows whose answer it is.

Readers of Word files, PDFs and e-mails know nothing of rounds. They give `Document` objects; who sent one, what it says
on which track and how it was handled is recognised afterwards, by pure functions of the document and the round.
"""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from kkrconsult.model import PageCount, as_moment, check_moment, check_text, check_tuple, refuse

__all__ = ["Block", "BlockKind", "Document", "Message", "Part"]


class BlockKind(enum.Enum):
    """What a block of text is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    TABLE_ROW = "table-row"
    FIELD = "field"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"


@attrs.frozen(kw_only=True)
class Block:
    """A paragraph, a heading, a row of a table, or a field of a form, in the order of reading."""

    kind: BlockKind = BlockKind.PARAGRAPH
    """What it is."""
    text: str
    """Its text; lines within it are separated by line feeds, cells of a row by tabs. Never empty but for a field."""
    level: int | None = None
    """Level of a heading or list item, counted from 1."""
    page: int | None = None
    """The page on which it begins, counted from 1, where the format tells."""
    field: str | None = None
    """Name of the form's field, such as ``track.dk2020``."""

    def __attrs_post_init__(self) -> None:
        if self.kind is BlockKind.FIELD:
            check_text(self, "field", self.field)
        else:
            check_text(self, "text", self.text)


@attrs.frozen(kw_only=True)
class Message:
    """The envelope of an e-mail."""

    sender_name: str | None = None
    """Display name of the sender."""
    sender_email: str | None = None
    """Address of the sender."""
    recipients: tuple[str, ...] = ()
    """Addresses in To and Cc."""
    subject: str | None = None
    """Subject."""
    sent_at: dt.datetime | None = attrs.field(default=None, converter=as_moment)
    """When the sender's program says that it was sent (Date); set by the sender, so weak evidence."""
    received_at: dt.datetime | None = attrs.field(default=None, converter=as_moment)
    """When a server of the receiver took it in (the topmost Received header)."""
    received_from: str | None = None
    """Which header `received_at` was taken from, in words."""
    message_id: str | None = None
    """Its id, by which the same message is known in two copies."""

    def __attrs_post_init__(self) -> None:
        check_moment(self, "sent_at", self.sent_at)
        check_moment(self, "received_at", self.received_at)
        check_tuple(self, "recipients", self.recipients)


@attrs.frozen(kw_only=True)
class Part:
    """A file inside another: an attachment of an e-mail, an entry of an archive."""

    name: str
    """Its name, without folders."""
    data: bytes = attrs.field(repr=False)
    """Its bytes."""
    media_type: str | None = None
    """Its media type, as declared."""
    inline: bool = False
    """Whether it is shown inside the text, such as a logo in a signature."""

    def __attrs_post_init__(self) -> None:
        check_text(self, "name", self.name)
        if not isinstance(self.data, bytes):
            refuse(self, "data", "must be bytes", type(self.data).__name__)


@attrs.frozen(kw_only=True)
class Document:
    """What a reader found in one file."""

    name: str
    """Name of the file."""
    media_type: str
    """Media type, found from the content."""
    blocks: tuple[Block, ...] = ()
    """The text, in the order of reading."""
    pages: PageCount | None = None
    """How long it is, and how that is known."""
    page_lengths: tuple[int, ...] = ()
    """Number of characters on each page, where pages are known; an empty page has 0."""
    title: str | None = None
    """Title in the file's properties."""
    author: str | None = None
    """Author or company in the file's properties; often a template's, so weak evidence."""
    language: str | None = None
    """Language tag in the file's properties."""
    form: str | None = None
    """Id of the round whose form this is, where it is a form of ours."""
    message: Message | None = None
    """The envelope, where it is an e-mail."""
    parts: tuple[Part, ...] = ()
    """Files inside it."""
    remarks: tuple[str, ...] = ()
    """What was met and not followed, by short names: ``macros``, ``external-references``, ``comments``,
    ``tracked-changes``, ``hidden-text``, ``encoding-guessed`` …"""

    def __attrs_post_init__(self) -> None:
        check_text(self, "name", self.name)
        check_tuple(self, "blocks", self.blocks)
        check_tuple(self, "parts", self.parts)

    @property
    def text(self) -> str:
        """The text as paragraphs, separated by blank lines; fields, headers and footers are left out."""
        apart = (BlockKind.FIELD, BlockKind.HEADER, BlockKind.FOOTER)
        return "\n\n".join(block.text for block in self.blocks if block.kind not in apart)
