"""The length of an answer in pages, as exactly as the number is known."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

import attrs

from kkrconsult.errors import bounded
from kkrconsult.findings import Code, Finding, Severity
from kkrconsult.model import PageBasis, PageCount, Response, refuse
from kkrconsult.plugins.records import ValidatorSpec, per_response
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, word_for
from kkrconsult.validators._common import dropped

__all__ = ["SPEC", "Options"]


@attrs.frozen(kw_only=True)
class Options:
    """How long an answer may be, and how a length is estimated."""

    minimum: float = attrs.field(default=1.0, validator=attrs.validators.ge(0))
    """Fewest pages wanted; a shorter answer is only noted. 0 switches this off."""
    maximum: float = attrs.field(default=2.0, validator=attrs.validators.gt(0))
    """Most pages allowed."""
    characters_per_page: int = attrs.field(default=2400, validator=attrs.validators.gt(0))
    """Characters of a page, spaces included, where pages are estimated from the text. There is no one standard page
    (normalside): 2,400 is 40 lines of 60 characters; 2,000 and 2,800 are in use too."""
    tolerance: float = attrs.field(
        default=0.25, validator=attrs.validators.and_(attrs.validators.ge(0), attrs.validators.lt(1))
    )
    """How far an estimate may be from the truth, as a share of it. So near a limit, a person has to look. Fonts alone
    make a difference of about a quarter."""
    count_attachments: bool = False
    """Whether the pages of attachments count."""

    def __attrs_post_init__(self) -> None:
        if self.minimum > self.maximum:
            refuse(self, "minimum", "must not be above maximum", self.minimum, f"at most {bounded(self.maximum)}")


def check(response: Response, options: Options) -> Iterable[Finding]:
    """Hold the length of an answer against the limits; at most one finding."""
    return () if _is_plain(response, options) else _look(response, options)


def _is_plain(response: Response, options: Options) -> bool:
    """Whether the length is surely right, as most are; reckoned as at length."""
    counted, files = response.pages, response.attachments
    if files and options.count_attachments:
        return False
    if counted is None:
        pages = len(response.body.strip()) / options.characters_per_page
        if not pages or (files and pages < options.minimum):
            return False
        most = pages * (1 + options.tolerance)
    else:
        most = counted.pages * (1 + options.tolerance) if counted.basis is PageBasis.ESTIMATED else counted.pages
    return options.minimum <= most <= options.maximum


def _look(response: Response, options: Options) -> Iterator[Finding]:
    if dropped(response) or response.declined or response.no_remarks is not None:
        return
    parts = _parts(response, options)
    known = [part for part in parts if part is not None]
    pages = sum(part.pages for part in known)
    estimated = any(part.basis is PageBasis.ESTIMATED for part in known)
    slack = options.tolerance if estimated else 0.0
    # The truth lies between these two.
    least, most = pages * (1 - slack), pages * (1 + slack)
    if least > options.maximum:
        # What is too long without the parts of unknown length is too long.
        yield _finding("pages.too-many", pages, options.maximum, known)
    elif len(known) < len(parts):
        # Without text and without files there is nothing to measure; that is told by empty-response.
        if response.attachments:
            yield Finding(code="pages.unknown", params=FrozenMap({"attachments": len(response.attachments)}))
    elif most > options.maximum:
        yield _finding("pages.estimated", pages, options.maximum, known)
    elif most < options.minimum:
        yield _finding("pages.too-few", pages, options.minimum, known)


def _parts(response: Response, options: Options) -> list[PageCount | None]:
    """The lengths of all that counts, None where one is unknown: the answer itself, and its files if they count."""
    files = [attachment.pages for attachment in response.attachments] if options.count_attachments else []
    characters = len(response.text.strip())
    if response.pages is not None:
        return [response.pages, *files]
    if not characters:
        return [*files] or [None]
    pages = characters / options.characters_per_page
    if pages < options.minimum and response.attachments and not options.count_attachments:
        # A covering note: the answer is in the files, and how long that is, is not known.
        return [None]
    return [PageCount(pages=pages, basis=PageBasis.ESTIMATED), *files]


def _finding(code: str, pages: float, limit: float, parts: Iterable[PageCount]) -> Finding:
    bases = tuple(basis for basis in PageBasis if any(part.basis is basis for part in parts))
    params = {
        "pages": _tidy(pages),
        "limit": _tidy(limit),
        "estimated": PageBasis.ESTIMATED in bases,
        "basis": _in_words(bases),
    }
    return Finding(code=code, params=FrozenMap(params))


@functools.cache
def _in_words(bases: tuple[PageBasis, ...]) -> FrozenMap[str, str]:
    """How a length is known, by language; there are few ways, and there may be a finding for every answer."""
    return FrozenMap({one: " + ".join(word_for(basis, one) for basis in bases) for one in languages()})


def _tidy(value: float) -> float:
    """Two decimals at most, so that nobody takes an estimate for a measurement; none where there are none."""
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded


SPEC = ValidatorSpec(
    name="page-limit",
    codes=(
        # pages, limit, basis: how pages is known, in words; estimated: whether it is an estimate
        Code("pages.too-many", Severity.ERROR),
        Code("pages.estimated", Severity.WARNING),
        Code("pages.too-few", Severity.INFO),
        Code("pages.unknown", Severity.WARNING),  # attachments: how many
    ),
    options=Options,
    create=per_response(check),
    summary={
        "da": "Om svaret holder sig inden for det aftalte antal sider.",
        "en": "Whether the answer keeps within the pages agreed on.",
    },
)
