"""Rows of any sheet back to remarks. Whatever a program or a person did to a row, what somebody wrote is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from kkrconsult.assessing._columns import ASSESSED, FINGERPRINT, MARK, POINT, POINT_KEY, SOURCE, Header, heading
from kkrconsult.assessing._table import PREFIXES
from kkrconsult.assessing._text import FULL_CELL, sheet_text, units
from kkrconsult.danish import fold, join_names
from kkrconsult.dispositions import disposition_labels, disposition_of, says_open
from kkrconsult.errors import bounded
from kkrconsult.findings import Finding, Location
from kkrconsult.formats.moments import Moment, read_moment
from kkrconsult.formats.names import is_id
from kkrconsult.formats.problems import hint
from kkrconsult.model import Round
from kkrconsult.remarks import FIELDS, Remark
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, word

__all__ = ["Found", "TableReader", "left_out", "other_round", "problem"]

Found = Remark | Finding
_CONVERTED = re.compile(r"[\d.,/: TEe+-]*|\d{1,2}[-. ]?\w{3,4}[-. ]?\d{0,4}|\w{3,4}[-. ]\d{2,4}")
"""What spreadsheets make of an id that looks like a number or a date."""


def problem(code: str, where: Location, **params: object) -> Finding:
    """A finding about a place in a sheet."""
    known = {"file": where.file, **({"row": where.line} if where.line is not None else {})}
    return Finding(code=code, params=FrozenMap({**known, **params}), location=where)


def left_out(file: str, what: str, **params: object) -> Finding:
    """The finding that something in a file was not read."""
    said = {language: word(f"assess.left-out.{what}", language, **params) for language in languages()}
    return problem("assessment.left-out", Location(file=file), what=FrozenMap(said))


def other_round(written: str, file: str, round_: Round) -> Finding | None:
    """The finding that a sheet was made for another round; None where it was not."""
    if written == round_.id:
        return None
    return problem("assessment.other-round", Location(file=file), round=round_.id, other=bounded(written))


@attrs.frozen(kw_only=True)
class _Cells:
    """A row, by what its columns stand for."""

    known: Mapping[str, str]
    others: Mapping[str, str]
    columns: Mapping[str, int]


class TableReader:
    """Reads the rows of one table."""

    def __init__(self, name: str, header: Header, round_: Round) -> None:
        self._name, self._header, self._round = name, header, round_
        self._labels = tuple(
            dict.fromkeys(label for language in languages() for label in disposition_labels(round_, language))
        )
        self._allowed = FrozenMap(
            {language: join_names(disposition_labels(round_, language), language) for language in languages()}
        )
        self._changed = tuple(fold(word("assess.mark.changed", language)) for language in languages())

    def columns(self, line: int) -> Iterator[Finding]:
        """What is to be said of the headings."""
        header = self._header
        for index in header.repeated:
            where = self._place(line, index)
            yield problem("assessment.repeated-column", where, column=bounded(header.names[index]))
        known = [heading(key, language) for key in (*SOURCE, *FIELDS) for language in languages()]
        for index, (written, key) in enumerate(zip(header.names, header.keys, strict=True)):
            if key is None and written and index not in header.repeated:
                where = self._place(line, index)
                params = {"column": bounded(written), "hint": hint(written, known)}
                yield problem("assessment.own-column", where, **params)
        if header.missing:
            names = {language: ", ".join(heading(key, language) for key in header.missing) for language in languages()}
            yield problem("assessment.missing-column", Location(file=self._name), columns=FrozenMap(names))

    def row(self, line: int, cells: Sequence[str]) -> Iterator[Found]:
        """Take a row; gives the remark in it, if there is one, and what is to be said of it."""
        row = self._sorted([sheet_text(cell) for cell in cells])
        if not any(text.strip() for text in (*row.known.values(), *row.others.values())):
            return
        if self._is_header(cells):
            # Headings once more, as somebody may paste them above each part of a sheet.
            return
        problems: list[Finding] = []
        remark = self._remark(line, row, problems)
        if remark.point is None and remark.blank:
            return
        yield remark
        yield from problems

    def _is_header(self, cells: Sequence[str]) -> bool:
        """Whether a row is the headings once more; a point may be called "id", but then its other cells are none."""
        at = next(index for index, key in enumerate(self._header.keys) if key in (POINT, POINT_KEY))
        # Most rows are told by their first look: this is asked of every one.
        if Header.of(cells[at : at + 1]).keys[:1] != self._header.keys[at : at + 1]:
            return False
        found = Header.of(cells)
        pairs = [pair for pair in zip(found.keys, self._header.keys, cells, strict=False) if pair[2].strip()]
        return found.usable and all(key == known for key, known, _ in pairs)

    def _sorted(self, cells: Sequence[str]) -> _Cells:
        known: dict[str, list[tuple[int, str]]] = {}
        others: dict[str, str] = {}
        columns: dict[str, int] = {}
        before = ""
        for index, text in enumerate(cells):
            key = self._header.keys[index] if index < len(self._header.keys) else None
            if key is not None:
                known.setdefault(key, []).append((self._header.numbers[index], text))
                columns.setdefault(key, index)
            elif text.strip():
                name = self._own_name(index, others)
                if before and units(others[before]) > FULL_CELL and re.fullmatch(rf"{re.escape(before)} \(\d+\)", name):
                    others[before] += text
                else:
                    others[name] = text
                    before = name
        joined = {
            key: _joined(text for _, text in sorted(parts, key=lambda one: one[0])) for key, parts in known.items()
        }
        return _Cells(
            known={key: text.strip() for key, text in joined.items()},
            others={name: text.strip() for name, text in others.items()},
            columns=columns,
        )

    def _own_name(self, index: int, taken: Mapping[str, str]) -> str:
        """What a column of the secretariat's own is called: its heading, and its number where that is not enough."""
        written = self._header.names[index] if index < len(self._header.names) else ""
        if not written:
            return f"#{index + 1}"
        return f"{written} #{index + 1}" if written in taken or index in self._header.repeated else written

    def _remark(self, line: int, row: _Cells, problems: list[Finding]) -> Remark:
        known, others = row.known, dict(row.others)
        point = self._point(line, row, problems)
        written = known.get("disposition", "")
        disposition = None if says_open(written) else disposition_of(self._round, written)
        unknown = bool(written) and disposition is None and not says_open(written)
        if unknown:
            where = self._place(line, row.columns["disposition"], point)
            params = {"written": bounded(written), "allowed": self._allowed, "hint": hint(written, self._labels)}
            problems.append(problem("assessment.unknown-disposition", where, **params))
        moment = None
        if known.get("assessed_at"):
            read = read_moment(known["assessed_at"], self._round.timezone)
            if isinstance(read, Moment):
                moment = read.at
            else:
                where = self._place(line, row.columns["assessed_at"], point)
                problems.append(problem("assessment.unusable", where, reason=read.reason))
                others[self._header.names[row.columns["assessed_at"]] + " #"] = known["assessed_at"]
        return Remark(
            point=point,
            disposition=disposition,
            written=written if unknown else None,
            summary=known.get("summary") or None,
            reply=known.get("reply") or None,
            change=known.get("change") or None,
            responsible=known.get("responsible") or None,
            assessed_by=known.get("assessed_by") or None,
            assessed_at=moment,
            fingerprint=self._fingerprint(known),
            others=FrozenMap(others),
            source=FrozenMap({key: known[key] for key in SOURCE if known.get(key) and key not in (POINT, MARK)}),
            places=(self._place(line, None, point),),
        )

    def _point(self, line: int, row: _Cells, problems: list[Finding]) -> str | None:
        """Which point a row is about; None where it does not tell, which is said where somebody wrote in it."""
        shown, key = row.known.get(POINT, ""), _without_prefix(row.known, POINT_KEY)
        if key and (shown == key or not shown or _CONVERTED.fullmatch(shown)) and is_id(key):
            return key
        if shown and not key and is_id(shown):
            return shown
        if row.others or any(row.known.get(field) for field in FIELDS if field != "disposition"):
            said = True
        else:
            said = not says_open(row.known.get("disposition", ""))
        if said:
            where = self._place(line, row.columns.get(POINT))
            if shown and key:
                problems.append(problem("assessment.mixed-row", where, id=bounded(shown), other=bounded(key)))
            else:
                problems.append(problem("assessment.no-id", where, found=bounded(shown)))
        return None

    def _fingerprint(self, known: Mapping[str, str]) -> str | None:
        """The text that was assessed: the one that is shown, unless the row says that it has changed since."""
        assessed = _without_prefix(known, ASSESSED)
        mark = fold(known.get(MARK, ""))
        if assessed and any(changed in mark for changed in self._changed):
            return assessed
        return _without_prefix(known, FINGERPRINT) or None

    def _place(self, line: int, index: int | None, point: str | None = None) -> Location:
        name = self._header.names[index] if index is not None and index < len(self._header.names) else None
        column = index + 1 if index is not None else None
        return Location(file=self._name, line=line, column=column, field=name or None, point=point)


def _joined(pieces: Iterable[str]) -> str:
    """A text whose pieces stand in several columns: those of ours are full, and what people part there are lines."""
    text = ""
    for piece in pieces:
        text += piece if not text or units(text) > FULL_CELL else f"\n{piece}" if piece.strip() else ""
    return text


def _without_prefix(known: Mapping[str, str], key: str) -> str:
    text = known.get(key, "")
    prefix = PREFIXES[key]
    return text.removeprefix(prefix) if text.startswith(prefix) else ""
