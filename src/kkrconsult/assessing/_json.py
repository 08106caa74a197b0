"""Assessments that a program saved: a list of them, a whole book, or a report with them in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from kkrconsult.assessing._table_in import Found, other_round, problem
from kkrconsult.errors import DataError
from kkrconsult.findings import Location
from kkrconsult.formats.problems import reason_of
from kkrconsult.model import Assessment, Round
from kkrconsult.remarks import FIELDS, Remark
from kkrconsult.structure import decode, json_loads

__all__ = ["read_json"]


def read_json(data: bytes, name: str, round_: Round) -> Iterator[Found]:
    """Read what `kkrconsult.to_json` wrote: assessments, an `AssessmentBook`, or a `Report`.

    Raises:
        DataError: It is no JSON.
    """
    plain = json_loads(data)
    entries, kind = _entries(plain)
    if entries is None:
        yield problem("assessment.no-table", Location(file=name), columns=[])
        return
    about = plain.get("round") if isinstance(plain, Mapping) else None
    written = about.get("id") if isinstance(about, Mapping) else None
    if isinstance(written, str) and (wrong := other_round(written, name, round_)) is not None:
        yield wrong
        return
    for number, entry in enumerate(entries, 1):
        where = Location(file=name, line=number)
        try:
            found: Remark | Assessment = decode(kind, entry)
        except DataError as error:
            for one in error.problems:
                yield problem("assessment.unusable", where, reason=reason_of(one, path=True))
            continue
        yield _remark(found, attrs.evolve(where, point=found.point))


def _entries(plain: Any) -> tuple[list[Any] | None, type]:
    if isinstance(plain, Mapping):
        for key, kind in (("remarks", Remark), ("assessments", Assessment)):
            if isinstance(plain.get(key), list):
                return plain[key], kind
        # What is empty is left out of a report.
        return ([], Assessment) if "participation" in plain else (None, Assessment)
    return (plain, Assessment) if isinstance(plain, list) else (None, Assessment)


def _remark(found: Remark | Assessment, where: Location) -> Remark:
    if isinstance(found, Remark):
        return attrs.evolve(found, places=found.places or (where,))
    values = {field: getattr(found, field) for field in FIELDS}
    return Remark(point=found.point, fingerprint=found.fingerprint, places=(where,), **values)
