"""How many files there were, and which of them gave nothing."""

from __future__ import annotations

from kkrconsult.inbox import Inbox

__all__ = ["Tally"]


class Tally:
    """Adds up inboxes and parts of files. Two parts of one file are one file, read if either gave a response."""

    def __init__(self) -> None:
        self._read: dict[str, bool] = {}
        self._copies: set[str] = set()

    def copy(self) -> Tally:
        """One that can go on without changing this one."""
        twin = Tally()
        twin.merge(self)
        return twin

    def add_inbox(self, inbox: Inbox) -> None:
        """Count the files of an inbox."""
        unread = {*inbox.unread}
        for file in inbox.files:
            self.add_file(file.name, read=file.name not in unread)
        self._copies.update(one.file for one in inbox.duplicates)

    def add_file(self, name: str, *, read: bool) -> None:
        """Count a file, or a part of one."""
        self._read[name] = self._read.get(name, False) or read

    def merge(self, other: Tally) -> None:
        """Take over what another counted of other files, or of other parts of the same."""
        for name, read in other._read.items():
            self.add_file(name, read=read)
        self._copies |= other._copies

    @property
    def files(self) -> int:
        """How many files there were."""
        return len(self._read)

    @property
    def unread(self) -> int:
        """How many of them gave no response, and are no copies of others."""
        return sum(not read for read in self._read.values())

    @property
    def copies(self) -> int:
        """How many of them are copies of others."""
        return len(self._copies)
