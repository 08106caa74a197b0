"""What people wrote about points, as it was found in sheets: nothing of it gets lost, and nobody silently wins.

A `Remark` is what one row says of one point. Several rows, in one sheet or in many, may speak of the same point. What
they agree on is used; where they say different things, the report takes neither, the point stays open if it is the
disposition, and all that was said is kept until somebody decides. An empty cell says nothing, and so contradicts
nothing.
"""

from __future__ import annotations

import datetime as dt
import itertools
import unicodedata
from collections.abc import Iterable, Mapping

import attrs

from kkrconsult.findings import Finding, Location, finding_key
from kkrconsult.model import Assessment, Disposition, as_moment, check_id, check_moment, check_tuple
from kkrconsult.structure import FrozenMap

__all__ = [
    "FIELDS",
    "AssessmentBook",
    "Conflict",
    "Remark",
    "Version",
    "agreed",
    "merge_assessments",
    "normalised",
    "own_field",
]

FIELDS = ("disposition", "summary", "reply", "change", "responsible", "assessed_by", "assessed_at")
"""What may be said of a point: the fields of an `Assessment`, in the order of a sheet."""


@attrs.frozen(kw_only=True)
class Remark:
    """What one row of a sheet says of one point."""

    point: str | None = None
    """Id of the point; None where the row does not tell which it is about."""
    disposition: Disposition | None = None
    """What was done with the point; None while it is open."""
    written: str | None = None
    """What stands for the disposition, where nobody knows what it means."""
    summary: str | None = None
    """The point in the secretariat's words (resumé)."""
    reply: str | None = None
    """The assessment itself (vurdering)."""
    change: str | None = None
    """What changes because of it (ændring)."""
    responsible: str | None = None
    """Who looks after it."""
    assessed_by: str | None = None
    """Who wrote this."""
    assessed_at: dt.datetime | None = attrs.field(default=None, converter=as_moment)
    """When."""
    fingerprint: str | None = None
    """Checksum of the point's text when it was assessed."""
    others: FrozenMap[str, str] = FrozenMap()
    """What stands in columns of the secretariat's own, by heading."""
    source: FrozenMap[str, str] = FrozenMap()
    """What the row shows of the point itself, by column: ``sender``, ``text`` and so on."""
    places: tuple[Location, ...] = ()
    """Where it stands: files, and the row in each (as ``line``)."""

    def __attrs_post_init__(self) -> None:
        if self.point is not None:
            check_id(self, "point", self.point)
        check_moment(self, "assessed_at", self.assessed_at)
        check_tuple(self, "places", self.places)

    @property
    def said(self) -> dict[str, str]:
        """All that it says, as texts by field; columns of the secretariat's own by their headings in brackets."""
        found: dict[str, str] = {}
        for field in FIELDS:
            value = getattr(self, field)
            if isinstance(value, Disposition):
                found[field] = value.value
            elif value is not None:
                # The same moment is the same, whatever the offset.
                found[field] = value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else value
        if self.written is not None:
            found["disposition"] = self.written
        found.update({own_field(heading): text for heading, text in self.others.items()})
        return {field: text for field, text in found.items() if text.strip()}

    @property
    def blank(self) -> bool:
        """Whether nobody has written anything in it yet."""
        return not self.said


def own_field(heading: str) -> str:
    """The name of the field that a column of the secretariat's own is."""
    return f"[{heading}]"


@attrs.frozen(kw_only=True)
class Version:
    """One of the things that were said about the same."""

    text: str
    """What was said; of a disposition its value, or what stands there where nobody knows what it means."""
    places: tuple[Location, ...]
    """Where."""


@attrs.frozen(kw_only=True)
class Conflict:
    """Two or more places that say different things about one point."""

    point: str
    """Id of the point."""
    field: str
    """What they differ on: a field of `Assessment`, or the heading of a column of the secretariat's own in brackets."""
    versions: tuple[Version, ...]
    """What each says."""


def normalised(text: str) -> str:
    """A text without what changes when programs save it: white space, and how letters are composed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _identity(remark: Remark) -> tuple[object, ...]:
    """What two remarks have in common that say the same."""
    said = tuple(sorted((field, normalised(text)) for field, text in remark.said.items()))
    loose = () if remark.point is not None else tuple(sorted(remark.source.items()))
    return (remark.point or "", said, remark.fingerprint or "", loose)


@attrs.frozen(kw_only=True)
class AssessmentBook:
    """The remarks on points that were found in some files, with all that is to be said of how they were found."""

    remarks: tuple[Remark, ...] = ()
    """Every row that was found, also those in which nobody has written yet; those that say the same are one."""
    problems: tuple[Finding, ...] = ()
    """What could not be read or understood, each with its place."""
    files: tuple[str, ...] = ()
    """Names of the files."""
    unread: tuple[str, ...] = ()
    """Names of those that could not be read, or not to their end."""

    def __attrs_post_init__(self) -> None:
        for field in ("remarks", "problems", "files", "unread"):
            check_tuple(self, field, getattr(self, field))

    @classmethod
    def of(cls, assessments: Iterable[Assessment]) -> AssessmentBook:
        """The book of assessments that come from elsewhere than a sheet."""
        found = [
            Remark(
                point=one.point,
                disposition=one.disposition,
                fingerprint=one.fingerprint,
                **{field: getattr(one, field) for field in FIELDS if field != "disposition"},
            )
            for one in assessments
        ]
        return merge_assessments(cls(remarks=tuple(found)))

    @property
    def seen(self) -> frozenset[str]:
        """Ids of the points that have a row, written in or not."""
        return frozenset(remark.point for remark in self.remarks if remark.point is not None)

    @property
    def loose(self) -> tuple[Remark, ...]:
        """The remarks that do not tell which point they are about."""
        return tuple(remark for remark in self.remarks if remark.point is None and not remark.blank)

    def gone(self, points: Iterable[str]) -> tuple[Remark, ...]:
        """The remarks on points that are not among those there are now.

        Args:
            points: Ids of the points that there are.
        """
        there = set(points)
        return tuple(
            remark
            for remark in self.remarks
            if remark.point is not None and remark.point not in there and not remark.blank
        )

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Where remarks on the same point contradict one another."""
        found = []
        for point, remarks in self.by_point().items():
            for field, versions in _versions(remarks).items():
                if len(versions) > 1:
                    found.append(Conflict(point=point, field=field, versions=tuple(versions)))
        return tuple(found)

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """What a report uses: of each point what all remarks agree on. See `against`."""
        return self.against(FrozenMap())

    def against(self, fingerprints: Mapping[str, str]) -> tuple[Assessment, ...]:
        """What a report uses, in the light of what the points say now.

        Args:
            fingerprints: Checksums of the points that there are, by id. Of remarks that agree but were made on
                different texts of a point, those on the present text count, if they say it all: somebody has looked at
                it since.
        """
        return tuple(_assessment(point, remarks, fingerprints.get(point)) for point, remarks in self.by_point().items())

    def by_point(self) -> dict[str, tuple[Remark, ...]]:
        """The remarks in which something is said, by the point that they are about."""
        found: dict[str, list[Remark]] = {}
        for remark in self.remarks:
            if remark.point is not None and not remark.blank:
                found.setdefault(remark.point, []).append(remark)
        return {point: tuple(remarks) for point, remarks in found.items()}


def _versions(remarks: Iterable[Remark]) -> dict[str, list[Version]]:
    """By field what is said in it, each thing once with all its places."""
    found: dict[str, dict[str, Version]] = {}
    for remark in remarks:
        for field, text in remark.said.items():
            known = found.setdefault(field, {})
            key = normalised(text)
            before = known.get(key)
            places = _places(before.places if before else (), remark.places)
            # Of texts that differ in nothing but white space, one is as good as another; which, must not hang on order.
            known[key] = Version(text=min(text, before.text) if before else text, places=places)
    return {field: [known[key] for key in sorted(known)] for field, known in sorted(found.items())}


def agreed(remarks: Iterable[Remark]) -> dict[str, str]:
    """By field what all remarks on a point agree on; fields in which they contradict one another are left out."""
    return {field: versions[0].text for field, versions in _versions(remarks).items() if len(versions) == 1}


def _assessment(point: str, remarks: tuple[Remark, ...], now: str | None) -> Assessment:
    said = agreed(remarks)
    moments = [remark.assessed_at for remark in remarks if remark.assessed_at is not None]
    return Assessment(
        point=point,
        disposition=next((one for one in Disposition if one.value == said.get("disposition")), None),
        summary=said.get("summary"),
        reply=said.get("reply"),
        change=said.get("change"),
        responsible=said.get("responsible"),
        assessed_by=said.get("assessed_by"),
        assessed_at=min(moments) if "assessed_at" in said else None,
        fingerprint=_fingerprint(remarks, now),
    )


def _fingerprint(remarks: tuple[Remark, ...], now: str | None) -> str | None:
    """The text that remarks were made on: the present one where it holds for all that they say."""
    found = {remark.fingerprint for remark in remarks if remark.fingerprint is not None}
    if now in found:
        fields = {field for remark in remarks for field in remark.said}
        up_to_date = {field for remark in remarks if remark.fingerprint == now for field in remark.said}
        found = {now} if fields == up_to_date else found - {now}
    return min((one for one in found if one is not None), default=None)


def _places(*groups: tuple[Location, ...]) -> tuple[Location, ...]:
    found = {place for group in groups for place in group}
    return tuple(sorted(found, key=lambda place: (place.file or "", place.line or 0, place.column or 0, repr(place))))


def merge_assessments(*books: AssessmentBook) -> AssessmentBook:
    """Put books together. Remarks that say the same become one; the order of books and rows makes no difference.

    Args:
        *books: The books; none gives an empty one.

    Returns:
        The book of all of them. Nothing is left out: see `AssessmentBook.conflicts` for what does not fit together.
    """
    merged: dict[tuple[object, ...], Remark] = {}
    for remark in itertools.chain.from_iterable(book.remarks for book in books):
        key = _identity(remark)
        before = merged.get(key)
        if before is None:
            merged[key] = attrs.evolve(remark, places=_places(remark.places))
        else:
            chosen = min(before, remark, key=lambda one: repr(attrs.evolve(one, places=())))
            merged[key] = attrs.evolve(chosen, places=_places(before.places, remark.places))
    remarks = [merged[key] for key in sorted(merged, key=repr)]
    problems = {problem for book in books for problem in book.problems}
    return AssessmentBook(
        remarks=tuple(remarks),
        problems=tuple(sorted(problems, key=lambda one: (finding_key(one), repr(one)))),
        files=tuple(sorted({name for book in books for name in book.files})),
        unread=tuple(sorted({name for book in books for name in book.unread})),
    )
