"""The last look before something is published: whether a finished document says what the public may not read.

`kkrconsult.audience` makes a report for the public; an exporter writes it. Whatever an exporter does besides, by
mistake or since it was given a file to include, shows in the bytes that it writes. So these are looked through: opened
by what they are and never by their names, as deep as files stand within files, with every text, attribute, comment,
name and header. They are searched for what the internal report knows and the public one does not say
(`PublicEdition.secrets`), in whatever way it is set, and for all that has the shape of a CPR number, a private e-mail
address or a telephone number.

What is not found: names and texts that the report does not know, words too short to be told from others, and what is
drawn or photographed rather than written. A document that holds something encrypted or broken is refused.
"""

from __future__ import annotations

from kkrconsult.leaks._edition import PublicEdition, public_edition
from kkrconsult.leaks._open import pieces
from kkrconsult.leaks._pieces import Piece
from kkrconsult.leaks._search import Leak, LeakKind, leaks_in

__all__ = ["Leak", "LeakKind", "Piece", "PublicEdition", "leaks_in", "pieces", "public_edition"]
