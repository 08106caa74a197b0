"""The list of letters: what is in which file, for whom, to which address, and why."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from kkrconsult.exporters._letters_common import Facts, Letter, Recipient
from kkrconsult.exporters._letters_texts import Kind
from kkrconsult.formats.cells import guard
from kkrconsult.formats.tables import write_row

__all__ = ["Row", "overview"]

_COLUMNS = ("file", "attached", "kind", "party", "address", "subject", "why")


@attrs.frozen(kw_only=True)
class Row:
    """A letter that was made."""

    letter: Letter
    """The letter."""
    file: str
    """The draft."""
    attached: str
    """The letter as a document; empty for an e-mail alone."""
    subject: str
    """Its subject."""


def overview(rows: Iterable[Row], gaps: Iterable[Recipient], facts: Facts, *, public: bool) -> bytes:
    """Write the list for Danish Excel: byte order mark, semicolons, no cell a formula.

    Args:
        rows: The letters.
        gaps: Those who should have had feedback, and of whose answer the report holds nothing.
        facts: The report.
        public: Whether addresses are missing because nobody may see them.
    """
    table = [[facts.say(f"column.{key}") for key in _COLUMNS]]
    for row in rows:
        letter, recipient = row.letter, row.letter.recipient
        why = " ".join(part for part in (letter.why, _about_address(recipient, facts, public=public)) if part)
        kind = facts.say(f"kind.{letter.kind.value}")
        table.append([row.file, row.attached, kind, recipient.name, recipient.address or "", row.subject, why])
    kind = facts.say(f"kind.{Kind.FEEDBACK.value}")
    table += [["", "", kind, recipient.name, "", "", facts.say("why.not-kept")] for recipient in gaps]
    lines = (write_row([guard(cell) if cell else "" for cell in row], ";") for row in table)
    return b"\xef\xbb\xbf" + "".join(lines).encode("utf-8", "replace")


def _about_address(recipient: Recipient, facts: Facts, *, public: bool) -> str:
    if recipient.address:
        return ""
    if recipient.written:
        return facts.say("address.unusable", address=recipient.written)
    return facts.say("address.public" if public else "address.none")
