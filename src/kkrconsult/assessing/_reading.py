"""Bytes of a sheet to a book of remarks; whatever is wrong with a file becomes a finding, and costs only itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

from kkrconsult.assessing._table_in import Found
from kkrconsult.errors import bounded
from kkrconsult.findings import Finding
from kkrconsult.formats.packages import TooLargeError, UnsafeError
from kkrconsult.formats.problems import finding, place
from kkrconsult.model import Round
from kkrconsult.readers._documents import OLE, old_office_file, unreadable
from kkrconsult.remarks import AssessmentBook, Remark, merge_assessments
from kkrconsult.structure import FrozenMap

__all__ = ["read_bytes"]

_MOST_PROBLEMS = 1000
_FATAL = frozenset({"assessment.no-table", "assessment.other-round"})
_SUFFIXES = (".xlsx", ".docx", ".csv", ".json")
_Reader = Callable[[bytes, str, Round], Iterator[Found]]
_OLD = {
    "da": "den er i et gammelt format, eller den er låst; gem den som .xlsx eller .docx uden adgangskode",
    "en": "it is in an old format, or locked; save it as .xlsx or .docx without a password",
}


def read_bytes(data: bytes, name: str, round_: Round, largest: int) -> AssessmentBook:
    """Read a sheet.

    Args:
        data: Its bytes, at least one more than the limit where there are more.
        name: Its name.
        round_: The round.
        largest: Most bytes of a file.
    """
    remarks: list[Remark] = []
    problems: list[Finding] = []
    for item in _carefully(data, name, round_, largest):
        if isinstance(item, Remark):
            remarks.append(item)
        elif len(problems) < _MOST_PROBLEMS:
            problems.append(item)
    fatal = any(one.code.startswith("file.") or one.code in _FATAL for one in problems)
    book = AssessmentBook(
        remarks=tuple(remarks),
        problems=tuple(problems),
        files=(name,),
        unread=(name,) if fatal else (),
    )
    return merge_assessments(book)


def _carefully(data: bytes, name: str, round_: Round, largest: int) -> Iterator[Found]:
    if not data:
        yield finding("file.empty", place(name))
        return
    if len(data) > largest:
        yield finding("file.too-large", place(name), size=len(data), limit=largest)
        return
    reader = _reader_for(data)
    if reader is None:
        yield _unknown(data, name)
        return
    try:
        yield from reader(data, name, round_)
    except UnsafeError as error:
        reason = {"da": f"den er bygget til at skade ({error})", "en": f"it is built to do harm ({error})"}
        yield finding("file.unsafe", place(name), reason=FrozenMap(reason))
    except TooLargeError as error:
        kind, limit = error.args
        words = {"bytes": ("byte udpakket", "bytes unpacked"), "columns": ("kolonner", "columns")}[kind]
        reason = {"da": f"mere end {limit} {words[0]}", "en": f"more than {limit} {words[1]}"}
        yield finding("file.over-limit", place(name), reason=FrozenMap(reason))
    except MemoryError:
        raise
    except Exception as error:
        # Whatever a library raises on a file that nobody foresaw: the sheet costs only itself.
        what = f"{type(error).__name__}: {bounded(str(error))}"
        yield unreadable(name, da=f"den er beskadiget ({what})", en=f"it is damaged ({what})")


def _reader_for(data: bytes) -> _Reader | None:
    """What reads a file, by its content: a wrong name must cost nobody their work."""
    if data.startswith(b"PK\x03\x04"):
        return _packed
    if data.startswith(OLE) or b"\x00\x00\x00" in data[:64]:
        return None
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        from kkrconsult.assessing._json import read_json

        return read_json
    from kkrconsult.assessing._csv import read_csv

    return read_csv


def _packed(data: bytes, name: str, round_: Round) -> Iterator[Found]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [entry.lower() for entry in archive.namelist()[:10_000]]
    if any(entry.startswith("word/") for entry in names):
        from kkrconsult.assessing._docx_in import read_docx

        return read_docx(data, name, round_)
    if any(entry.startswith("xl/") for entry in names):
        from kkrconsult.assessing._xlsx_in import read_xlsx

        return read_xlsx(data, name, round_)
    return iter([_unknown(data, name)])


def _unknown(data: bytes, name: str) -> Finding:
    if data.startswith(OLE):
        return old_office_file(data, name, **_OLD)
    return finding("file.unknown-type", place(name), known=_SUFFIXES)
