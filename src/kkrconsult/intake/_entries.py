"""A file of an inbox on its way: what it came in, what was found in it, and how it ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from kkrconsult.document import Document
from kkrconsult.intake._files import File
from kkrconsult.intake._reading import Item
from kkrconsult.model import Response, SourceFile

__all__ = ["Entry"]


@attrs.define(eq=False)
class Entry:
    """A file, and how it ended."""

    file: File
    """The file, under a name that no other has."""
    within: Entry | None
    """The file that it came in, such as the e-mail that it was attached to."""
    depth: int
    """How many files it stands inside."""
    source: SourceFile
    """What is known of its bytes."""
    changed_at: dt.datetime | None = None
    """When it was last changed, as the disk has it."""
    items: list[Item] = attrs.field(factory=list)
    """What was found in it."""
    annexes: list[Entry] = attrs.field(factory=list)
    """Files that a person said are attachments of it."""
    copy: bool = False
    """Whether it is a copy of another."""
    read: bool = False
    """Whether it gave a response, itself or through a file inside it, or came along with one."""
    ended: bool = False
    """Whether nothing more is to be done with it."""

    @property
    def name(self) -> str:
        """Its name in the inbox."""
        return self.file.name

    @property
    def given(self) -> bool:
        """Whether it gave a response itself."""
        return any(isinstance(item, Response) for item in self.items)

    @property
    def document(self) -> Document | None:
        """The document in it, if there is one."""
        return next(self.documents(), None)

    @property
    def is_letter(self) -> bool:
        """Whether it is an e-mail."""
        return self.document is not None and self.document.message is not None

    @property
    def letter(self) -> Entry | None:
        """The nearest e-mail that it came in."""
        return next((one for one in self.around() if one.is_letter), None)

    def around(self) -> Iterator[Entry]:
        """The files that it stands in, the nearest first."""
        entry = self.within
        while entry is not None:
            yield entry
            entry = entry.within

    def documents(self) -> Iterator[Document]:
        """The documents in it."""
        return (item for item in self.items if isinstance(item, Document))

    def covers(self) -> tuple[tuple[str, Document], ...]:
        """The e-mails around it, the nearest first."""
        return tuple((one.name, one.document) for one in self.around() if one.is_letter and one.document)
