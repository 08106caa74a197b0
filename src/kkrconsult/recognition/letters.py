"""What a letter consists of besides its matter: letterhead, salutation, covering words, closing and signature.

These are the ways in which Danish offices write. What no rule knows is taken for matter, so that nothing is set aside
on a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["CLOSING", "has_matter", "reason_to_set_aside", "says_attached", "signature_starts"]

_SALUTATION = re.compile(
    r"(?:kære|hej|goddag|til (?:KKR|sekretariatet|kommunekontaktrådet|rette vedkommende|kl\b)|att[.:]?|dear)\b"
    r"[^\n]{0,120}",
    re.IGNORECASE,
)
_HEAD_LINE = re.compile(
    r"(?:dato|sagsnr|sagsnummer|sagsbehandler|j\.?nr|journalnr|dok(?:ument)?\.?nr|dok\.|ref|vedr|vedrørende|emne|tlf"
    r"|telefon|tel|mobil|e-?mail|mail|cvr|ean|www|direkte|side|kopi|cc|deres ref|vores ref|kontakt|afsender|modtager"
    r"|adresse)\b\.?[^\n]*"
    r"|(?:hørings)?(?:svar|bidrag|udtalelse)\b[^\n.]*"
    r"|(?:den )?\d{1,2}\.? ?(?:\w+\.?|\d{1,2}\.) ?\d{4}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\S+@\S+"
    r"|[A-ZÆØÅ][\w .,'-]{2,40} \d+\w?,? ?(?:\d{4} [A-ZÆØÅ][\w .-]{1,30})?"
    r"|\d{4} [A-ZÆØÅ][\w .-]{1,30}"
    r"|(?:www\.|https?://)\S+",
    re.IGNORECASE,
)
_NAME_LINE = re.compile(
    r"(?:[\w. -]{2,40} (?:kommune|byråd|kommunalbestyrelse|regionskommune)|region \w+|kkr \w+|kommunekontaktrådet[\w ]*"
    r"|(?:byrådet|kommunalbestyrelsen|borgerrepræsentationen) i [\w -]{2,40})",
    re.IGNORECASE,
)
_COVER = re.compile(
    r"(?:hermed|vedhæftet|vedlagt|vedlægges|se vedhæftede?|jeg (?:vedhæfter|sender|fremsender)"
    r"|vi (?:vedhæfter|fremsender))\b"
    r"|(?:(?:\w+ ){0,4}kommune |vi |jeg )?(?:takker|tak) for "
    r"(?:muligheden|lejligheden|invitationen|høringen|jeres|det|henvendelsen)\b"
    r"|[^.\n]{0,80}\b(?:fremsender|sender) hermed\b"
    r"|[^.\n]{0,60}\b(?:er|følger|findes|ligger) (?:vedhæftet|vedlagt)\b"
    r"|(?:ring|skriv|kontakt|henvend)[^.\n]{0,60}\b(?:spørgsmål|uddyb|velkommen)"
    r"|(?:god (?:weekend|dag|jul|ferie)|(?:har i|hvis der er|skulle der være|ved) spørgsmål)\b"
    r"|please find attached|attached (?:please|you)|thank you for",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:(?:med )?(?:venlig|kærlig|bedste|god|mange)e? hilsen(?:er)?|(?:de )?bedste hilsner|venligst|mvh|vh|hilsen"
    r"|på (?:byrådets|kommunalbestyrelsens|kommunens|borgmesterens|udvalgets) vegne|på vegne af [^\n]{0,60}"
    r"|(?:best|kind|yours) ?\w* ?(?:regards|sincerely|faithfully)|sincerely)\b[.,! ]*",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"dette (?:svar|høringssvar|dokument|brev) er (?:konstrueret|et (?:konstrueret )?eksempel|en (?:prøve|test))\b",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"\b(?:vedhæft\w*|vedlagt\w*|vedlægges|bilag|attached|enclosed|hermed (?:fremsendes|følger|sendes)"
    r"|sender hermed)\b",
    re.IGNORECASE,
)
_LONGEST_COVER = 320
_LONGEST_LINE = 90
_LONGEST_SIGNATURE = 14
_MATTER = 200


def _is_head(text: str) -> bool:
    """Whether every line of a paragraph belongs to a letterhead."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return all(
        len(line) <= _LONGEST_LINE and bool(_HEAD_LINE.fullmatch(line) or _NAME_LINE.fullmatch(line)) for line in lines
    )


def reason_to_set_aside(text: str, *, at_top: bool) -> str | None:
    """Why a paragraph is no matter of the answer, as a word of the catalogue; None where it is.

    Args:
        text: The paragraph.
        at_top: Whether only such paragraphs stand before it.
    """
    line = text.strip()
    if _NOTICE.match(line):
        return "notice"
    if at_top and len(line) <= _LONGEST_COVER:
        if _SALUTATION.fullmatch(line):
            return "greeting"
        if _is_head(line):
            return "letterhead"
    if len(line) <= _LONGEST_COVER and _COVER.match(line):
        return "cover"
    return None


def signature_starts(texts: Sequence[str]) -> int:
    """The index of the paragraph with which the closing begins; the number of paragraphs where there is none."""
    found = len(texts)
    for index in range(len(texts) - 1, max(len(texts) - _LONGEST_SIGNATURE - 1, -1), -1):
        if CLOSING.match(texts[index].strip()):
            found = index
    return found


def says_attached(text: str) -> bool:
    """Whether a text says that something is attached."""
    return _ATTACHED.search(text) is not None


def has_matter(texts: Sequence[str]) -> bool:
    """Whether there is more in a letter than covering words.

    Args:
        texts: The paragraphs that were not set aside.
    """
    return sum(len(text) for text in texts) > _MATTER
