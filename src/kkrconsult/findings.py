"""Findings: what a check has to say about an answer, as data. The text is made late, in the reader's language."""

from __future__ import annotations

import enum
import math
import re
import string
from collections.abc import Mapping
from typing import Any

import attrs

from kkrconsult.errors import DataError, bounded
from kkrconsult.model import check_text, refuse
from kkrconsult.structure import FrozenMap, freeze, json_dumps, thaw

__all__ = ["Code", "Finding", "Location", "Severity", "Subject", "SubjectKind", "completed", "finding_key"]

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+")


class Severity(enum.Enum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest; for sorting."""
        return ("error", "warning", "info").index(self.value)


def _texts(value: str | Mapping[str, str]) -> FrozenMap[str, str]:
    return FrozenMap({"en": value} if isinstance(value, str) else value)


@attrs.frozen
class Code:
    """A code that a validator may emit, declared beforehand.

    >>> Code("acme.too-wordy", Severity.WARNING, {"da": "{words} ord", "en": "{words} words"}).name
    'acme.too-wordy'
    """

    name: str
    """``<subject>.<what>`` in kebab-case."""
    severity: Severity
    """How grave it is, unless the round file says otherwise."""
    text: FrozenMap[str, str] = attrs.field(default=FrozenMap(), converter=_texts)
    """The message by language, with ``{name}`` for parameters; a plain text is English. The built-in codes
    have theirs in the catalogues."""
    meaning: FrozenMap[str, str] = attrs.field(default=FrozenMap(), converter=_texts, kw_only=True)
    """What it means and why it matters, by language."""
    remedy: FrozenMap[str, str] = attrs.field(default=FrozenMap(), converter=_texts, kw_only=True)
    """How to mend it, by language."""

    def __attrs_post_init__(self) -> None:
        name: object = self.name
        if not isinstance(name, str) or not _CODE.fullmatch(name):
            refuse(self, "name", "must be a code such as pages.too-many", name)
        if not isinstance(self.severity, Severity):
            refuse(self, "severity", "must be a Severity", self.severity, ", ".join(map(str, Severity)))
        for text in self.text.values():
            if not _is_template(text):
                refuse(self, "text", "must be text with {name} for parameters, {{ and }} for braces", text)


def _is_template(text: object) -> bool:
    """Whether a text can be filled in; found out now, since whoever fills it in later can only fail."""
    if not isinstance(text, str):
        return False
    try:
        return not any("{" in (spec or "") for _, _, spec, _ in string.Formatter().parse(text))
    except ValueError:
        return False


class SubjectKind(enum.Enum):
    """What a finding is about."""

    ROUND = "round"
    PARTICIPANT = "participant"
    RESPONSE = "response"
    POINT = "point"
    FILE = "file"
    PLUGIN = "plugin"


@attrs.frozen(kw_only=True)
class Subject:
    """The thing that a finding is about."""

    kind: SubjectKind
    """What it is."""
    id: str
    """Its id; for a file its name."""

    def __attrs_post_init__(self) -> None:
        check_text(self, "id", self.id)


@attrs.frozen(kw_only=True)
class Location:
    """Where in a response or file a finding points to; every part is optional."""

    file: str | None = None
    """Name of the file."""
    page: int | None = None
    """Page, counted from 1."""
    paragraph: int | None = None
    """Paragraph, counted from 1."""
    line: int | None = None
    """Line, counted from 1."""
    column: int | None = None
    """Column, counted from 1."""
    point: str | None = None
    """Id of the point."""
    field: str | None = None
    """Name of the field, or key path."""


def _params(value: Mapping[str, object]) -> FrozenMap[str, object]:
    frozen = freeze(value)
    assert isinstance(frozen, FrozenMap)  # noqa: S101 - freeze() of a mapping is one
    return frozen


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that a check found.

    A validator gives code and parameters, and a location where it helps; the engine fills in the rest.
    """

    code: str
    """The declared code."""
    params: FrozenMap[str, object] = attrs.field(default=FrozenMap(), converter=_params)
    """Values for the message: texts, numbers, booleans, None, or lists of such. Moments and dates as ISO 8601 texts."""
    severity: Severity | None = None
    """How grave; None, until the engine takes it from the code or the round file."""
    subject: Subject | None = None
    """What it is about; None, until the engine fills in the response or the round."""
    location: Location | None = None
    """Where it points to."""
    validator: str | None = None
    """Name of the validator; filled in by the engine."""
    plugin: str | None = None
    """Name of the plugin; filled in by the engine."""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.code, str):
            refuse(self, "code", "must be text", self.code)
        if not _CODE.fullmatch(self.code):
            refuse(self, "code", "must be a code such as pages.too-many", self.code)
        given: Mapping[Any, Any] = self.params
        for name, value in given.items():
            if not isinstance(name, str) or not _plain(value):
                what = f"parameter {bounded(name)} of {bounded(self.code)}"
                raise DataError(f"{what} must be plain JSON data, not {bounded(value)}")


def completed(
    finding: Finding, *, severity: Severity, subject: Subject, validator: str | None, plugin: str | None
) -> Finding:
    """The finding with what the engine knows of it; what it is about stays where the validator said it.

    Nothing is checked once more: the finding was, when it was made, and there may be very many.
    """
    whole: Finding = object.__new__(Finding)
    put = object.__setattr__
    put(whole, "code", finding.code)
    put(whole, "params", finding.params)
    put(whole, "severity", severity)
    put(whole, "subject", finding.subject or subject)
    put(whole, "location", finding.location)
    put(whole, "validator", validator)
    put(whole, "plugin", plugin)
    return whole


def _plain(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(_plain(item) for item in value)
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _plain(item) for key, item in value.items())
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, (str, int, bool))


def finding_key(finding: Finding) -> tuple[object, ...]:
    """Sort key of findings: gravest first, then code, subject, place, parameters. Total: equal keys, equal findings."""
    subject, place = finding.subject, finding.location or Location()
    return (
        finding.severity.rank if finding.severity else len(Severity),
        finding.code,
        (subject.kind.value, subject.id) if subject else ("", ""),
        (place.file or "", place.page or 0, place.paragraph or 0, place.line or 0, place.column or 0),
        (place.point or "", place.field or ""),
        json_dumps(thaw(finding.params)),
        finding.validator or "",
        finding.plugin or "",
    )
