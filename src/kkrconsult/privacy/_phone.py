"""Danish telephone numbers: eight digits, in pairs, in fours or undivided.

Eight digits are also a CVR number, two years or an amount. So only numbers in pairs or fours are taken for
telephone numbers as they stand; the others must be announced by +45, 0045 or a word such as "tlf.".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kkrconsult.privacy._around import CONNECTORS, DIGITS, HYPHEN, SPACE, SPACES, View, in_url

__all__ = ["SHAPES", "masked", "spans"]

# How the eight digits are grouped.
SHAPES: Final = ((8,), (4, 4), (2, 2, 2, 2), (2, 3, 3))
_PLAIN_SHAPES: Final = ((4, 4), (2, 2, 2, 2))

# At least one chain, in classes of characters.
_REGION: Final = re.compile(b"0[0 ]{7,}+")
# Groups of digits with one separator between each: all of a number, or something longer that is not one.
_CHAIN: Final = re.compile(rf"[0-9]++(?:(?:{SPACE}|{HYPHEN}|\.)[0-9]++)*+")

_ANNOUNCED: Final = re.compile(
    r"""(?<![^\W\d_])
        (?: (?: tlf | tel | telefon | telephone | phone | mobil(?:telefon)? | mobile | mob | direkte | dir | ring )
            [\s.-]{0,2} (?: nr | nummer | no | number )?
          | [tm] (?=[.:])
        )
        [\s.:(]* (?: er | på | til )? [\s.:]* (?: \(? (?: \+45 | 0045 ) \) )? \s*$
      | (?: \+45 | 0045 ) \) \s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Between a telephone number and one more.
_ALSO: Final = re.compile(r"\s{0,2}(?:[,;/&]|og|eller|or|and)\s{0,2}")
_OTHER_NUMBER: Final = re.compile(
    r"""(?<![^\W\d_])
        (?: (?: cvr | ean | gln | iban | konto | moms | matr | faktura | ordre | kunde | sags? | journal )
            [\s./-]{0,2} (?: nr | nummer | no )?
          | (?: se | p | j | reg | lb | id ) [\s.-]{0,2} (?: nr | nummer | no )
        )
        [\s.:#]* (?: DK [\s-]? )?$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PERCENT: Final = re.compile(r"\s?%")


def spans(view: View) -> Iterator[tuple[int, int]]:
    """Yield where the telephone numbers stand, in order, as start and end; a plus sign is included."""
    previous_end = 0  # 0 as long as there is no telephone number.
    text = view.text
    for chain in _chains(view):
        groups = [group.span() for group in DIGITS.finditer(text, *chain)]
        first = 0
        while first < len(groups):
            count = _announced(text, groups, first, previous_end) or _plain(text, groups, first)
            if not count:
                break
            start = groups[first][0]
            first += count
            previous_end = groups[first - 1][1]
            yield start - (text[start - 1 : start] == "+"), previous_end


def _chains(view: View) -> Iterator[tuple[int, int]]:
    """Yield where the chains stand that are long enough to hold a number."""
    for region in _REGION.finditer(view.classes):
        for chain in _CHAIN.finditer(view.text, *region.span()):
            if chain.end() - chain.start() >= 8:
                yield chain.span()


def masked(number: str) -> str:
    """Return a number with all but the last two digits hidden."""
    return "•• •• •• " + number[-2:]


def _announced(text: str, groups: list[tuple[int, int]], first: int, previous_end: int) -> int:
    """Return how many groups from `first` on are a number that is announced as one, or 0.

    A number may also be announced by the one before it: "tlf. 12345678 og 87654321".
    """
    start, end = groups[first]
    head = text[start : min(end, start + 4)]
    plus = text[start - 1 : start] == "+" and head.startswith("45")
    if not (
        plus
        or head == "0045"
        or _ANNOUNCED.search(text[max(start - 40, 0) : start])
        or (previous_end and _ALSO.fullmatch(text, previous_end, start))
    ):
        return 0
    if in_url(text, start):
        return 0
    prefix = 4 if head == "0045" else 2 if head.startswith("45") else 0
    count = _count_groups(groups, first, prefix)
    if not count and not plus:
        count = _count_groups(groups, first, 0)  # Where 45 begins the number itself.
    following = first + count
    if following < len(groups) and text[groups[following][0] - 1] in CONNECTORS:
        return 0  # It goes on, and so is something else.
    return count


def _count_groups(groups: list[tuple[int, int]], first: int, prefix: int) -> int:
    """Return how many groups a country code of `prefix` digits and a number fill exactly, or 0."""
    sizes = [end - start for start, end in groups[first : first + 5]]
    sizes[0] -= prefix
    code_groups = 0
    if sizes[0] == 0:
        del sizes[0]
        code_groups = 1
    for shape in SHAPES:
        if tuple(sizes[: len(shape)]) == shape:
            return code_groups + len(shape)
    return 0


def _plain(text: str, groups: list[tuple[int, int]], first: int) -> int:
    """Return how many groups are a number that nothing announces, or 0: it must stand alone and look right."""
    rest = groups[first : first + 5]
    if tuple(end - start for start, end in rest) not in _PLAIN_SHAPES:
        return 0
    start, end = rest[0][0], rest[-1][1]
    if text[start] == "0" or any(text[begin - 1] not in SPACES for begin, _ in rest[1:]):
        return 0
    if len(rest) == 2 and all(text[begin : begin + 2] in ("19", "20") for begin, _ in rest):
        return 0  # Two years.
    if text[start - 1 : start].isalpha() or text[end : end + 1].isalpha() or _PERCENT.match(text, end):
        return 0
    if _OTHER_NUMBER.search(text[max(start - 32, 0) : start]) or in_url(text, start):
        return 0
    return len(rest)
