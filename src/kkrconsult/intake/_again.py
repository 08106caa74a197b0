"""The responses of a report that was made without keeping them: gone through once more, in the order of the report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias, overload

import attrs

from kkrconsult.errors import ExportError, bounded
from kkrconsult.inbox import Inbox
from kkrconsult.intake._offsets import FileResponses
from kkrconsult.intake._parts import FilePart
from kkrconsult.model import Response
from kkrconsult.report import Report
from kkrconsult.standings import in_place

__all__ = ["Again", "Files", "ResponseSource", "once_more"]

Files: TypeAlias = str | os.PathLike[str] | FilePart
"""A file of JSON Lines, or a part of one."""
ResponseSource: TypeAlias = Files | Iterable[Files] | Iterable[Response] | Inbox
"""Where responses are had from again: files, or anything that can be gone through more than once."""


@attrs.frozen(eq=False)
class Again(Sequence[Response]):
    """Responses in the order of a report; they can be gone through any number of times."""

    _source: Iterable[Response]
    _ids: Sequence[str]
    """Those that the report knows, in its order."""

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, index: int) -> Response: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Response]: ...

    def __getitem__(self, index: int | slice) -> Response | Sequence[Response]:
        """Look a response up by its place.

        Raises:
            ExportError: They can only be gone through, or were changed since the check.
            ReadError: A file cannot be read.
        """
        if not isinstance(self._source, Sequence):
            raise ExportError("responses are looked up by their place here; give files or a list")
        found: Response | Sequence[Response] = self._source[index]
        if isinstance(found, Response) and not isinstance(index, slice) and found.id != self._ids[index]:
            raise _others(found, self._ids[index])
        return found

    def __iter__(self) -> Iterator[Response]:
        """Go through them.

        Raises:
            ExportError: They are not those of the report, or come in another order.
            ReadError: A file cannot be read.
        """
        known, seen = len(self._ids), 0
        for response in self._source:
            if not isinstance(response, Response):
                continue  # Findings on lines that cannot be read, which the report has already.
            expected = self._ids[seen] if seen < known else None
            if response.id != expected:
                raise _others(response, expected)
            seen += 1
            yield response
        if seen != known:
            raise _miscounted(seen, known)


_NOT_THOSE = "these are not the responses that the report was made of"
_ADVICE = "Give the same files as to the check; if they were changed since, check the round again"


def once_more(report: Report, source: ResponseSource) -> Again:
    """The responses of a report that holds none.

    Of files only where each response begins is kept in memory. A list or another sequence is put into the order of the
    report; whatever else it is must come in that order.

    Args:
        report: The report.
        source: Where they are; the same that the report was made of.

    Raises:
        ExportError: They cannot be gone through twice, are not those of the report, or the report holds its own.
        ReadError: A file cannot be read.
    """
    if report.responses:
        raise ExportError("this report holds its responses already; leave `responses` out")
    ids, ranks = _order_of(report)
    if isinstance(source, Inbox):
        source = source.responses
    files = _files_of(source)

    def rank(response: Response) -> int:
        found = ranks.get(response.id)
        if found is None:
            raise _others(response, None)
        return found

    if files is not None:
        return _all(FileResponses(files, rank), ids)
    if not isinstance(source, Iterable) or iter(source) is source:
        raise ExportError(
            f"responses are gone through more than once, which {bounded(type(source).__name__)} does not allow; give a "
            "path, a FilePart, a list, or an object whose __iter__ begins anew each time"
        )
    if isinstance(source, Sequence):
        return _all(in_place((one for one in source if isinstance(one, Response)), rank), ids)
    # What is no file and no sequence holds responses, or findings, which Again passes over.
    return Again(source, ids)  # type: ignore[arg-type]


def _all(source: Sequence[Response], ids: Sequence[str]) -> Again:
    """Responses that are in order already, if none is missing: better said before the first is written."""
    if len(source) != len(ids):
        raise _miscounted(len(source), len(ids))
    return Again(source, ids)


def _miscounted(found: int, known: int) -> ExportError:
    return ExportError(f"{_NOT_THOSE}: there are {found}, and the report was made of {known}. {_ADVICE}")


def _order_of(report: Report) -> tuple[Sequence[str], dict[str, int]]:
    """The ids of a report's responses in its order, and the place of each."""
    there = [entry.response for entry in report.participation.responses]
    ranks = {identity: place for place, identity in enumerate(there)}
    if len(ranks) < len(there):
        # The same id twice: both stand where the last of them does.
        there.sort(key=ranks.__getitem__)
    # What came after the moment of the report stands last, by id.
    later = sorted(report.participation.later)
    ranks |= {identity: len(there) + place for place, identity in enumerate(later) if identity not in ranks}
    return [*there, *later], ranks


def _files_of(source: object) -> list[FilePart] | None:
    """The files that are meant; None where it is not files."""
    if isinstance(source, (str, os.PathLike, FilePart)):
        return [_part(source)]
    if isinstance(source, Sequence) and source and isinstance(source[0], (str, os.PathLike, FilePart)):
        wrong = next((one for one in source if not isinstance(one, (str, os.PathLike, FilePart))), None)
        if wrong is not None:
            raise ExportError(f"responses are either files or answers, and not both: {bounded(type(wrong).__name__)}")
        return [_part(one) for one in source]
    return None


def _part(file: Files) -> FilePart:
    return file if isinstance(file, FilePart) else FilePart(path=os.fspath(file))


def _others(response: Response, expected: str | None) -> ExportError:
    found = bounded(response.id)
    if expected is None:
        return ExportError(f"{_NOT_THOSE}: it knows of no {found}, or of fewer. {_ADVICE}")
    return ExportError(
        f"the responses do not come in the order of the report: there is {found} where {bounded(expected)} is "
        "expected. Give them in the order of receipt, or as files or a list, which are put into it; unless they were "
        "changed since the check"
    )
