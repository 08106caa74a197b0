"""Readers that each break one rule, and one that breaks none. In a module, since they are tried in other processes."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import os
import threading
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import attrs

import kkrconsult as kc

__all__ = ["BROKEN", "GOOD", "SAMPLES", "good", "spec"]

_LIMIT = 100_000
SAMPLES = {"svar.proeve": "Birkelund: Vi støtter sporet (konstrueret).\nSkovby: Ingen bemærkninger.\n".encode()}

ZIPPED = io.BytesIO()
with zipfile.ZipFile(ZIPPED, "w") as _archive:
    _archive.writestr(zipfile.ZipInfo("svar.txt"), SAMPLES["svar.proeve"])


@attrs.frozen(kw_only=True)
class SilentOptions:
    """The options."""

    words: int = 3


def spec(read: Callable[..., Iterable[Any]], **fields: Any) -> kc.ReaderSpec[Any]:
    fields.setdefault("name", "proeve")
    fields.setdefault("suffixes", (".proeve",))
    fields.setdefault("summary", {"da": "Konstrueret prøve", "en": "Constructed specimen"})
    return kc.ReaderSpec(read=read, **fields)


def whole(stream: BinaryIO) -> bytes:
    return stream.read(_LIMIT)


def answers(data: bytes, name: str) -> Iterator[kc.Response | kc.Finding]:
    found = False
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
        who, colon, text = line.partition(":")
        if colon and who.strip() and not found:
            found = True
            yield kc.Response(id=f"svar-{number}", sender=kc.Sender(name=who), body=text)
    if not found:
        yield kc.Finding(code="file.not-a-response", params={"file": name, "reason": "der er intet svar i den"})


def good(stream: BinaryIO, name: str, options: Any) -> Iterator[kc.Response | kc.Finding]:
    yield from answers(whole(stream), name)


def sniff(head: bytes) -> bool:
    return head.startswith(b"Birkelund:")


GOOD = spec(good, sniff=sniff, isolated=False)


def nothing(stream: BinaryIO, name: str, options: Any) -> Iterator[kc.Response]:
    yield from ()


_READ: set[str] = set()


def reading_once(stream: BinaryIO, name: str, options: Any) -> Iterator[kc.Response | kc.Finding]:
    if name in _READ:
        yield kc.Finding(code="file.not-a-response", params={"file": name, "reason": "den er læst"})
    else:
        _READ.add(name)
        yield from good(stream, name, options)


def refusing(stream: BinaryIO, name: str, options: Any) -> Iterator[kc.Response]:
    raise kc.ReadError("det kan jeg ikke læse")


def plain(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    yield from answers(whole(stream), name)
    yield {"svar": "konstrueret"}


def seeking(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    stream.seek(0, 2)
    stream.seek(0)
    yield from answers(whole(stream), name)


def closing(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    with stream:
        yield from answers(whole(stream), name)


_NUMBERS = itertools.count()


def counting(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    for item in answers(whole(stream), name):
        yield attrs.evolve(item, case_number=str(next(_NUMBERS))) if isinstance(item, kc.Response) else item


def dated(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    today = dt.date.today()  # noqa: DTZ011, TID251 - it is what must be noticed
    for item in answers(whole(stream), name):
        yield attrs.evolve(item, title=today.isoformat()) if isinstance(item, kc.Response) else item


def timed(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    for item in answers(whole(stream), name):
        now = dt.datetime.now(dt.UTC)  # noqa: TID251 - it is what must be noticed
        yield attrs.evolve(item, received_at=now) if isinstance(item, kc.Response) else item


def hashed(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    for item in answers(whole(stream), name):
        title = " ".join({f"ord{number}" for number in range(30)})
        yield attrs.evolve(item, title=title) if isinstance(item, kc.Response) else item


def opening(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    Path("konstrueret-ordbog.txt").is_file()
    try:
        Path("konstrueret-ordbog.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        yield from answers(whole(stream), name)


def strict(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    data = whole(stream)
    data.decode()
    yield from answers(data, name)


def trusting_names(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    folder, _, _ = name.rpartition("/")
    if folder:
        raise ValueError("konstrueret")
    yield from answers(whole(stream), name)


def hanging(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    data = whole(stream)
    if not data:
        threading.Event().wait()
    yield from answers(data, name)


def crashing(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    data = whole(stream)
    if not data:
        os._exit(3)
    yield from answers(data, name)


def swelling(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    data = stream.read()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from answers(archive.read(archive.namelist()[0]), name)
    except MemoryError:
        raise
    except Exception as error:
        yield kc.Finding(code="file.unreadable", params={"file": name, "reason": type(error).__name__})


def undeclared(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    yield from answers(whole(stream), name)
    yield kc.Finding(code="proeve.ukendt")


def unfilled(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    yield from answers(whole(stream), name)
    yield kc.Finding(code="proeve.antal")


def compiled(stream: BinaryIO, name: str, options: Any) -> Iterator[Any]:
    import time_machine

    assert time_machine.__name__
    yield from answers(whole(stream), name)


def deaf(head: bytes) -> bool:
    return head.startswith(b"%PROEVE")


def hasty(head: bytes) -> bool:
    return head[0] == SAMPLES["svar.proeve"][0] or head[3] > 0


COUNT = kc.Code("proeve.antal", kc.Severity.INFO, {"da": "{antal} svar", "en": "{antal} answers"})
HALF = kc.Code("proeve.halv", kc.Severity.INFO, {"en": "{antal} answers"})
UNEVEN = kc.Code("proeve.ulige", kc.Severity.INFO, {"da": "{antal} svar", "en": "{count} answers"})

BROKEN: dict[str, tuple[kc.ReaderSpec[Any], str, str]] = {
    "takes the name of another": (spec(good, name="csv"), "registers", "csv"),
    "takes the code of another": (
        spec(good, codes=(kc.Code("file.proeve", kc.Severity.INFO, {"da": "x", "en": "x"}),)),
        "registers",
        "file.",
    ),
    "has options that say nothing": (spec(good, options=SilentOptions), "options-schema", "words"),
    "says nothing of itself": (spec(good, summary={}), "summary", "da"),
    "speaks half": (spec(good, codes=(HALF,)), "every-language", "proeve.halv"),
    "speaks of two things": (spec(good, codes=(UNEVEN,)), "every-language", "antal"),
    "leaves a gap": (spec(unfilled, codes=(COUNT,)), "params-fill-texts", "antal"),
    "declares nothing": (spec(undeclared), "declared-codes", "proeve.ukendt"),
    "gives nothing": (spec(nothing), "samples-are-read", "came to nothing"),
    "reads a file once": (spec(reading_once), "no-shared-state", "remembers the first, in a module"),
    "refuses": (spec(refusing), "samples-are-read", "det kan jeg ikke"),
    "is for other names": (spec(good, suffixes=(".andet",)), "samples-are-read", ".andet"),
    "gives a dict": (spec(plain), "only-items", "konstrueret"),
    "seeks": (spec(seeking), "one-way-stream", "seek"),
    "closes the stream": (spec(closing), "stream-left-open", "caller"),
    "counts": (spec(counting), "deterministic", "twice"),
    "says what day it is": (spec(dated), "no-clock", "clock"),
    "says what time it is": (spec(timed), "no-clock", "twice"),
    "goes by hashes": (spec(hashed), "other-process", "hash seed"),
    "opens a file": (spec(opening), "sealed", "konstrueret-ordbog.txt"),
    "stumbles over bytes": (spec(strict), "hostile-bytes", "UnicodeDecodeError"),
    "stumbles over names": (spec(trusting_names), "hostile-names", "ValueError"),
    "hangs": (spec(hanging), "within-limits", "time"),
    "crashes": (spec(crashing), "within-limits", "crash"),
    "swells": (spec(swelling), "within-limits", "memory"),
    "does not know its own": (spec(good, sniff=deaf), "sniff", "does not know"),
    "looks too hastily": (spec(good, sniff=hasty), "sniff", "IndexError"),
    "brings compiled code along": (spec(compiled, isolated=False), "isolated", "time_machine"),
}
"""What it does wrong: the reader, the rule that it breaks, and a word of the message."""
