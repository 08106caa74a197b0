"""The scan itself: a first look, then each kind in turn on what the kinds before it left."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Final

import attrs

from kkrconsult.privacy import _cpr, _email, _phone
from kkrconsult.privacy._around import View, classes

__all__ = ["Guard", "Hit", "Kind", "find", "prescan"]


class Kind(enum.Enum):
    """What sort of personal datum a hit is."""

    CPR = "cpr"
    EMAIL = "email"
    PHONE = "phone"


_ALL_KINDS: Final = frozenset(Kind)


@attrs.frozen(kw_only=True)
class Hit:
    """One personal datum found in a text. Its `repr` and `str` never show what was found.

    `attrs.asdict` and pickling do carry `value`: keep hits out of reports and logs, and show `masked` there.
    """

    kind: Kind
    """What was found."""

    start: int
    """Offset of the first character, counted in characters from 0."""

    end: int
    """Offset just past the last character."""

    value: str = attrs.field(repr=False)
    """The text found, as it stands. For deciding and redacting only; never to be shown."""

    masked: str
    """A stand-in that is safe to show.

    CPR: no digit at all. The first six are a date of birth, and where that is known (from the context, say),
    each of the last four that is shown leaves ten times fewer numbers to try. The offsets tell the place.
    E-mail: the domain if it is a large provider's, else only the top domain: a domain of one's own is a name.
    Telephone: the last two digits, enough to tell which of several numbers is meant.
    """

    hint: bool | None = None
    """Whether a CPR number passes the modulus 11 check; `None` for other kinds and replacement numbers.

    Failing proves nothing: valid numbers that fail have been given out since 1 October 2007.
    """


@attrs.frozen(kw_only=True)
class Guard:
    """What a cheap first look at a text saw; what is false here is certainly absent.

    Lives as long as the work on one text, and may be handed to every function that scans that same text.
    """

    long_run: bool
    """Six or more digits stand in a row."""

    phone_shape: bool
    """Eight digits stand grouped as in a telephone number, whatever separates the groups."""

    at: bool
    """There is an `@`."""

    classes: bytes = attrs.field(repr=False)
    """The text as seen: `0` for a digit, space for what may separate digits, `x` for the rest; as long as the text."""

    @property
    def digits(self) -> bool:
        """Whether any sequence of digits is worth a closer look."""
        return self.long_run or self.phone_shape


# All begin with two digits in a row, which is what is searched for first.
_PHONE_SHAPE: Final = re.compile(
    b"00(?:" + b"|".join(b" ".join(b"0" * size for size in shape)[2:] for shape in _phone.SHAPES) + b")"
)


def prescan(text: str) -> Guard:
    """Look at a text once, cheaply, for what must be there for anything to be found.

    Encoding and translating bytes costs a fraction of a regular expression over the same text.
    """
    seen = classes(text)
    return Guard(
        long_run=b"000000" in seen,
        phone_shape=_PHONE_SHAPE.search(seen) is not None,
        at="@" in text,
        classes=seen,
    )


def find(text: str, kinds: AbstractSet[Kind] = _ALL_KINDS, guard: Guard | None = None) -> list[Hit]:
    """Find personal data in a text.

    A CPR number is DDMMYY and four digits, together or with a space or any sort of hyphen between. The date
    must exist in the century that the seventh digit tells; 60 may be added to the day (a replacement number).
    Digits within longer numbers (case numbers, EAN), words and web addresses are left alone. A telephone number
    has eight digits, in pairs or fours; grouped otherwise, it needs +45, 0045 or a word such as "tlf." before it.

    A CPR number inside an e-mail address is reported as what it is, since the address itself may be allowed.

    Args:
        text: Text as a reader sees it.
        kinds: What to look for.
        guard: The result of `prescan` on the same text, if the caller has it.

    Returns:
        Hits in order of place; none overlap. All are reported, official e-mail addresses too
        (see `is_private_email`, `is_function_mailbox`). Once they are replaced, nothing more is found.
    """
    if guard is None:
        guard = prescan(text)
    look_for_cpr = Kind.CPR in kinds and guard.long_run
    view = View(text=text, classes=guard.classes)
    hits: list[Hit] = []
    if look_for_cpr:
        view = _take(Kind.CPR, _cpr.spans(view), view, hits)
    if Kind.EMAIL in kinds and guard.at:
        numbers = len(hits)
        view = _take(Kind.EMAIL, _email.spans(view.text), view, hits)
        if look_for_cpr and len(hits) > numbers:
            # A number that was glued to an address stands alone once the address is gone.
            view = _take(Kind.CPR, _cpr.spans(view), view, hits)
    if Kind.PHONE in kinds and guard.phone_shape:
        _take(Kind.PHONE, _phone.spans(view), view, hits)
    hits.sort(key=lambda hit: hit.start)
    return hits


def _take(kind: Kind, spans: Iterable[tuple[int, int]], view: View, hits: list[Hit]) -> View:
    """Add a hit for each span, and return a view without them."""
    found = list(spans)
    hits += [_hit(kind, start, end, view.text[start:end]) for start, end in found]
    return view.without(found) if found else view


def _hit(kind: Kind, start: int, end: int, value: str) -> Hit:
    hint = None
    if kind is Kind.CPR:
        masked = _cpr.MASK
        hint = _cpr.fits_modulus_11(value)
    elif kind is Kind.EMAIL:
        masked = _email.masked(value)
    else:
        masked = _phone.masked(value)
    return Hit(kind=kind, start=start, end=end, value=value, masked=masked, hint=hint)
