"""Which original is whose: files as they came, held against what responses say of their files. Nothing is left out."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from kkrconsult.exporters._archive_bag import Stored
from kkrconsult.model import Response

__all__ = ["Known", "Original", "Reference", "Use", "references", "uses"]

_CONTAINERS = (".eml", ".msg", ".zip", ".dat", ".tnef")


@attrs.frozen(kw_only=True)
class Original:
    """A file as it came."""

    name: str
    """Its name, as it was given."""
    stored: Stored
    """What it became in the archive."""


@attrs.frozen(kw_only=True)
class Reference:
    """A file that a response says that it was read from, or that came with it."""

    response: str
    """Id of the response."""
    name: str
    """Name of the file; behind a slash, its name inside another file."""
    sha256: str | None
    """Its checksum, where that was taken."""
    attachment: bool
    """Whether it came with the response, which was read from another file."""


class Known(enum.Enum):
    """How an original is known to be the file that a response names."""

    CHECKSUM = "checksum"
    NAME = "name"
    INSIDE = "inside"
    OTHER = "other"
    """There is a file of that name, and it is not the one: it has another checksum."""
    MISSING = "missing"


@attrs.frozen(kw_only=True)
class Use:
    """A reference, and what was found for it."""

    reference: Reference
    """What a response names."""
    known: Known
    """How it is known, or that it is not there."""
    original: Original | None
    """The file; for one inside another, the one that holds it."""


def references(responses: Iterable[Response]) -> Iterator[Reference]:
    """Every file that responses name, in their order."""
    for response in responses:
        if response.source is not None:
            name, sha256 = response.source.name, response.source.sha256
            yield Reference(response=response.id, name=name, sha256=sha256, attachment=False)
        for part in response.attachments:
            yield Reference(response=response.id, name=part.name, sha256=part.sha256, attachment=True)


def uses(originals: Sequence[Original], named: Iterable[Reference]) -> tuple[Use, ...]:
    """Find the original for each reference.

    By its checksum; where there is none, by its name; else as a file inside another, an e-mail or an archive, of which
    only the name of the outer one can be compared.
    """
    by_sum: dict[str, Original] = {}
    by_name: dict[str, Original] = {}
    for original in originals:
        by_sum.setdefault(original.stored.sha256, original)
        by_name[original.name] = original
    # Where an attachment may be: in the file that its response was read from, or in the one around that.
    hosts: dict[str, Original] = {}
    found = []
    for reference in named:
        use = _use(reference, by_sum, by_name, hosts)
        if use.original is not None and not reference.attachment and use.known is not Known.OTHER:
            hosts[reference.response] = use.original
        found.append(use)
    return tuple(found)


def _use(
    reference: Reference,
    by_sum: Mapping[str, Original],
    by_name: Mapping[str, Original],
    hosts: Mapping[str, Original],
) -> Use:
    same = by_sum.get(reference.sha256 or "")
    if same is not None:
        return Use(reference=reference, known=Known.CHECKSUM, original=same)
    named = by_name.get(reference.name)
    if named is not None:
        known = Known.NAME if reference.sha256 is None else Known.OTHER
        return Use(reference=reference, known=known, original=named)
    around = _around(reference.name, by_name)
    host = hosts.get(reference.response) if reference.attachment else None
    if around is None and host is not None and host.name.lower().endswith(_CONTAINERS):
        around = host
    return Use(reference=reference, known=Known.INSIDE if around else Known.MISSING, original=around)


def _around(name: str, by_name: Mapping[str, Original]) -> Original | None:
    """The file that a path leads into."""
    while "/" in name:
        name = name.rpartition("/")[0]
        if name in by_name:
            return by_name[name]
    return None
