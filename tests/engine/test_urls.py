"""Files at URLs: read like files of this machine, no more than the part, and no password is shown."""

from __future__ import annotations

import itertools
import os
import pickle
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.test_engine import AT, BUILT_IN, ROUND, answer
from tests.engine.test_file_parts import GOOD, files

import kkrconsult as kc
from kkrconsult.intake._opening import is_url, name_of, opened, shown, size_of

if "KKRCONSULT_NO_SKIPS" not in os.environ:
    pytest.importorskip("fsspec")


@pytest.fixture(autouse=True)
def memory() -> Iterator[Any]:
    """The file system in the memory of this process, empty."""
    with warnings.catch_warnings():
        # What it imports is its own affair.
        warnings.simplefilter("ignore")
        import fsspec  # pyright: ignore[reportMissingImports]

        found = fsspec.filesystem("memory")
    yield found
    found.store.clear()


def parts_at(url: str, cuts: list[int]) -> list[kc.FilePart]:
    places = [0, *sorted(cuts), None]
    return [kc.FilePart(path=url, start=start or 0, stop=stop) for start, stop in itertools.pairwise(places)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=files(), cuts=st.lists(st.integers(0, 4000), max_size=4))
def test_any_cuts_of_a_url_give_what_the_file_gives(tmp_path: Path, memory: Any, data: bytes, cuts: list[int]) -> None:
    file = tmp_path / "svar.jsonl"
    file.write_bytes(data)
    memory.pipe("/svar.jsonl", data)
    wanted = list(kc.FilePart(path=str(file)))
    for url in ("memory://svar.jsonl", file.as_uri()):
        assert [item for part in parts_at(url, cuts) for item in part] == wanted


def test_a_url_is_checked_like_a_file(tmp_path: Path) -> None:
    file = tmp_path / "svar.jsonl"
    lines = [kc.to_json(answer(number)) for number in range(20)]
    file.write_text("\n".join([*lines[:3], "{}", *lines[3:]]), encoding="utf-8")
    wanted = kc.check_files(ROUND, file, at=AT, registry=BUILT_IN, jobs=1)
    found = kc.check_files(ROUND, kc.parts_of(file.as_uri(), 4), at=AT, registry=BUILT_IN, jobs=2)
    assert kc.to_json(found) == kc.to_json(wanted)
    assert kc.check_files(ROUND, file.as_uri(), at=AT, registry=BUILT_IN, jobs=1) == wanted


def test_two_readers_of_one_file_do_not_disturb_each_other(memory: Any) -> None:
    # This file system gives all of them the same stream.
    memory.pipe("/svar.jsonl", b"0123456789")
    with opened("memory://svar.jsonl") as one, opened("memory://svar.jsonl", 5) as other:
        assert (one.read(3), other.read(3), one.read(), other.read()) == (b"012", b"567", b"3456789", b"89")


def test_no_more_is_read_than_the_part_and_the_rest_of_its_last_line(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = GOOD + b"\n"
    memory.pipe("/svar.jsonl", line * 3000)
    read: list[tuple[int, int]] = []
    plain = type(memory.store["/svar.jsonl"])

    class Watched(plain):  # type: ignore[misc, valid-type]
        def read(self, size: int = -1) -> bytes:
            begin = self.tell()
            data: bytes = super().read(size)
            read.append((begin, begin + len(data)))
            return data

    memory.store["/svar.jsonl"] = Watched(memory, "/svar.jsonl", memory.store["/svar.jsonl"].getvalue())
    start, stop = len(line) * 1000, len(line) * 1001 - 5
    assert len(list(kc.FilePart(path="memory://svar.jsonl", start=start, stop=stop))) == 1
    assert min(begin for begin, _ in read) == start - 1
    assert max(end for _, end in read) <= stop + (1 << 16)
    # Where something is to be said, the lines before it are counted, and nothing behind it is read for that.
    read.clear()
    memory.store["/svar.jsonl"].getbuffer()[start : start + 1] = b"x"
    (fault,) = kc.FilePart(path="memory://svar.jsonl", start=start, stop=stop)
    assert isinstance(fault, kc.Finding)
    assert fault.location is not None
    assert fault.location.line == 1001
    assert max(end for _, end in read) <= stop + (1 << 16)


@pytest.mark.parametrize("url", ["memory://mangler.jsonl", "file:///mangler/svar.jsonl", "mangler://svar.jsonl"])
def test_a_url_that_cannot_be_read_is_named(url: str) -> None:
    for attempt in (lambda: kc.parts_of(url, 2), lambda: list(kc.FilePart(path=url))):
        with pytest.raises(kc.ReadError) as found:
            attempt()
        assert url in str(found.value)
    assert kc.FilePart(path=url).size == 0


def test_a_file_system_that_breaks_in_the_middle_is_told_without_its_secrets(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fsspec  # pyright: ignore[reportMissingImports]

    url = "s3://anna:hem%6Deligt@host/a/svar.jsonl?sig=abc"

    class Broken:
        size = 10

        def open(self, *_: object, **__: object) -> Broken:
            return self

        def seek(self, at: int) -> None:
            raise RuntimeError(f"lost {url} of anna with hemmeligt\n")

        def __enter__(self) -> Broken:
            return self

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(fsspec.core, "url_to_fs", lambda url: (Broken(), url))
    with pytest.raises(kc.ReadError) as found:
        list(kc.FilePart(path=url))
    said = str(found.value)
    assert "s3://***@host/a/svar.jsonl?***" in said
    assert "lost" in said
    assert not [secret for secret in ("hem%6Deligt", "hemmeligt", "abc", "\n") if secret in said]
    assert pickle.loads(pickle.dumps(found.value)).message == found.value.message


def test_a_file_that_ends_before_its_size_is_not_taken_for_whole(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.pipe("/svar.jsonl", GOOD + b"\n")
    kind = type(memory.store["/svar.jsonl"])
    monkeypatch.setattr(kind, "size", 2 * len(GOOD), raising=False)
    with pytest.raises(kc.ReadError, match=f"ends at byte {len(GOOD) + 1} of {2 * len(GOOD)}"):
        list(kc.FilePart(path="memory://svar.jsonl"))


def test_a_size_that_is_not_known_is_said(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.pipe("/svar.jsonl", GOOD)
    monkeypatch.setattr(type(memory), "size", lambda self, place: None)
    with pytest.raises(kc.ReadError, match="does not say how large"):
        size_of("memory://svar.jsonl")


def test_without_the_extra_a_url_names_it_and_a_path_needs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    file = tmp_path / "svar.jsonl"
    file.write_bytes(GOOD)
    assert len(list(kc.parts_of(file, 1)[0])) == 1
    with pytest.raises(kc.MissingExtraError, match=r"kkrconsult\[cluster\]") as found:
        kc.parts_of("https://anna:hemmeligt@example.org/svar.jsonl", 2)
    assert "hemmeligt" not in str(found.value)


def test_a_part_shows_no_password() -> None:
    part = kc.FilePart(path="https://anna:hemmeligt@example.org/a%20b/sv%C3%A6r.jsonl?sig=abc#x")
    assert part.file == "svær.jsonl"
    assert repr(part) == "FilePart(path='https://***@example.org/a%20b/sv%C3%A6r.jsonl?***', start=0, stop=None)"


@pytest.mark.parametrize(
    ("path", "url", "name", "seen"),
    [
        ("C:\\mappe\\svar.jsonl", False, None, "'C:\\\\mappe\\\\svar.jsonl'"),
        ("c://svar.jsonl", False, "svar.jsonl", "'c://svar.jsonl'"),
        ("mappe/svar.jsonl", False, "svar.jsonl", "'mappe/svar.jsonl'"),
        ("memory://svar.jsonl", True, "svar.jsonl", "'memory://svar.jsonl'"),
        ("s3://spand/a@b/svar.jsonl", True, "svar.jsonl", "'s3://spand/a@b/svar.jsonl'"),
        ("simplecache::s3://k:h@spand/svar.jsonl", True, "svar.jsonl", "'simplecache::s3://***@spand/svar.jsonl'"),
        ("zip://svar.jsonl::https://u:p@h/x.zip?t", True, "svar.jsonl", "'zip://svar.jsonl::https://***@h/x.zip?***'"),
        ("https://u:p#?@vært/", True, "vært", "'https://***@vært/'"),
        ("https://", True, "_", "'https://'"),
    ],
)
def test_what_is_a_url_what_it_is_called_and_what_is_shown_of_it(
    path: str, url: bool, name: str | None, seen: str
) -> None:
    assert is_url(path) is url
    assert name is None or name_of(path) == name
    assert shown(path) == seen
