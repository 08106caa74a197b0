"""Texts without anything personal, ids included."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import attrs

from kkrconsult.findings import Location
from kkrconsult.model import Anchor, Attachment, SourceFile, Theme
from kkrconsult.privacy import Hit, Kind, Secrets, find, is_function_mailbox, is_private_email, placeholder, redact
from kkrconsult.structure import FrozenMap

__all__ = ["OMITTED", "Redaction", "is_office", "redacted", "redacted_text", "renamed"]

T = TypeVar("T")

OMITTED = "[udeladt]"
"""What stands for a text that is not personal by its shape, but is not for the public either."""

_IDS = frozenset(
    {
        "counted",
        "id",
        "joint_with",
        "participant",
        "participants",
        "point",
        "points",
        "response",
        "responses",
        "superseded_by",
        "supersedes",
        "track",
        "tracks",
    }
)
"""Fields that hold ids: they tie the parts of a report together, so one that must go is replaced everywhere alike."""

_MADE = frozenset({"code", "fingerprint", "plugin", "sha256", "validator"})
"""Fields that a program fills in."""

_FILES: frozenset[tuple[type, str]] = frozenset(
    {(Anchor, "file"), (Attachment, "name"), (Location, "file"), (SourceFile, "name")}
)
"""Fields that hold names of files, in which anything parts words and numbers."""

_TEN_DIGITS = re.compile(r"(?<!\d)(\d{6})[ ._-]?(\d{4})(?!\d)")
_LONGEST_ID = 100


def _none(_hit: Hit) -> bool:
    return False


def is_office(hit: Hit) -> bool:
    """Whether a hit is the mailbox of an office, which may stand in what the secretariat publishes."""
    if hit.kind is not Kind.EMAIL or is_private_email(hit.value):
        return False
    return is_function_mailbox(hit.value, {hit.value.rpartition("@")[2].lower()})


@attrs.frozen(kw_only=True)
class Redaction:
    """How texts are redacted; made once for a report."""

    ids: Mapping[str, str] = FrozenMap[str, str]()
    """Ids that are replaced, and by what."""
    names: Secrets = attrs.field(factory=Secrets)
    """Names that may not stand in names of files."""
    keeps: Callable[[Hit], bool] = _none
    """What may stay although it is an address or a number."""

    def __call__(self, value: T) -> T:
        """A model object in which every text is redacted; one without anything personal is given back as it is."""
        found: T = self._of(value)
        return found

    def text(self, text: str) -> str:
        """A text in which everything personal that can be found is replaced, visibly."""
        if text in self.ids:
            return self.ids[text]
        hits = [hit for hit in find(text) if not self.keeps(hit)]
        return redact(text, hits) if hits else text

    def file(self, name: str) -> str:
        """The name of a file without personal data and without names of those who are nobody's business."""
        changed = _in_name(name, placeholder)
        return self.names.redacted(changed, OMITTED)

    def _of(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple):
            items = tuple(self._of(item) for item in value)
            return value if all(new is old for new, old in zip(items, value, strict=True)) else items
        if isinstance(value, FrozenMap):
            pairs = {key: self._of(item) for key, item in value.items()}
            return value if all(pairs[key] is value[key] for key in value) else FrozenMap(pairs)
        if not attrs.has(type(value)):
            return value
        changes = {
            field.name: new
            for field in attrs.fields(type(value))
            if field.init and (new := self._field(value, field.name, old := getattr(value, field.name))) is not old
        }
        return attrs.evolve(value, **changes) if changes else value

    def _field(self, owner: object, name: str, value: Any) -> Any:
        if name in _MADE or value is None:
            return value
        if (type(owner), name) in _FILES:
            return self.file(value)
        if _holds_ids(owner, name):
            if isinstance(value, str):
                return self.ids.get(value, value)
            if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
                return tuple(self.ids.get(item, item) for item in value) if self.ids else value
        return self._of(value)


def _in_name(name: str, said: Callable[[Hit], str]) -> str:
    """The name of a file, or an id made of one, in which an underscore parts what a space does elsewhere."""

    def ten(match: re.Match[str]) -> str:
        hits = find(f"{match[1]}-{match[2]}", {Kind.CPR})
        return said(hits[0]) if hits else match[0]

    # Addresses first, of which an underscore is a part.
    changed = _TEN_DIGITS.sub(ten, redact(name, find(name, {Kind.EMAIL}), said))
    pieces: list[str] = []
    position = 0
    for hit in find(changed.replace("_", " ")):
        pieces += changed[position : hit.start], said(hit)
        position = hit.end
    return "".join([*pieces, changed[position:]])


def renamed(value: object, names: Secrets) -> FrozenMap[str, str]:
    """Other ids for those that hold a personal number or a name that is nobody's business.

    The id of an answer is often made of the name of its file.
    """
    every = sorted(set(_ids_in(value)))
    taken = set(every)
    found: dict[str, str] = {}
    for identity in every:
        changed = names.redacted(_in_name(identity, lambda _: "udeladt"), "udeladt")[:_LONGEST_ID]
        if changed != identity:
            own, number = changed, 1
            while own in taken:
                number += 1
                own = f"{changed}-{number}"
            taken.add(own)
            found[identity] = own
    return FrozenMap(found)


def _ids_in(value: Any) -> Iterator[str]:
    """Every id in an object."""
    if isinstance(value, tuple):
        for item in value:
            yield from _ids_in(item)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            inner = getattr(value, field.name)
            if _holds_ids(value, field.name):
                items = inner if isinstance(inner, tuple) else (inner,)
                yield from (item for item in items if isinstance(item, str))
            yield from _ids_in(inner)


def _holds_ids(owner: object, name: str) -> bool:
    # Of those who propose a theme the names may be given.
    return name in _IDS and not (isinstance(owner, Theme) and name == "participants")


_PLAIN = Redaction()


def redacted_text(text: str) -> str:
    """A text in which everything personal that can be found is replaced, visibly."""
    return _PLAIN.text(text)


def redacted(value: T) -> T:
    """A model object in which every text is redacted; one without anything personal is given back as it is."""
    return _PLAIN(value)
