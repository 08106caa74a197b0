"""The room in which a plugin is watched, and the streams that go one way."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import threading
import zipfile
import zoneinfo
from pathlib import Path
from typing import cast

import pytest

import kkrconsult
from kkrconsult.testing._sealed import OneWaySink, OneWayStream, sealed


class TestTheRoom:
    def test_notes_what_is_read_by_name_outside(self, tmp_path: Path) -> None:
        (tmp_path / "noter.txt").write_text("konstrueret", encoding="utf-8")
        with sealed() as noted:
            (tmp_path / "noter.txt").read_text(encoding="utf-8")
        assert noted == [f"reads {tmp_path / 'noter.txt'}"]

    def test_notes_what_is_written_wherever_it_is(self, tmp_path: Path) -> None:
        with sealed() as noted:
            (tmp_path / "ny.txt").write_text("konstrueret", encoding="utf-8")
        assert noted == [f"opens for writing {tmp_path / 'ny.txt'}"]

    def test_notes_files_opened_by_the_system_call(self, tmp_path: Path) -> None:
        with sealed() as noted:
            os.close(os.open(tmp_path / "ny.txt", os.O_CREAT | os.O_WRONLY))
        assert noted == [f"opens for writing {tmp_path / 'ny.txt'}"]

    def test_notes_each_thing_once_and_not_without_end(self, tmp_path: Path) -> None:
        with sealed() as noted:
            for number in [*range(100), *range(100)]:
                (tmp_path / f"{number}.txt").write_bytes(b"")
        assert len(noted) == len(set(noted)) == 20

    def test_notes_a_folder_that_is_looked_through(self, tmp_path: Path) -> None:
        with sealed() as noted:
            list(tmp_path.iterdir())
        assert noted == [f"reads {tmp_path}"]

    def test_notes_what_hides_behind_a_path_of_python(self) -> None:
        path = f"{sys.prefix}/../{Path(sys.prefix).name}/pyvenv.cfg"
        with sealed() as noted, contextlib.suppress(OSError):
            Path(path).read_bytes()
        assert len(noted) == 1

    def test_notes_processes_and_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with sealed() as noted:
            monkeypatch.setenv("KONSTRUERET", "1")
            subprocess.run([sys.executable, "-c", ""], check=True)
        assert noted[0].startswith("changes the environment")
        assert noted[1].startswith("starts a process")

    def test_lets_modules_be_imported_and_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "konstrueret_modul.py").write_text(
            "import pathlib\nTEXT = pathlib.Path(__file__).read_text(encoding='utf-8')\n", encoding="utf-8"
        )
        monkeypatch.syspath_prepend(tmp_path)
        with sealed() as noted:
            import konstrueret_modul  # type: ignore[import-not-found]
        assert konstrueret_modul.TEXT.startswith("import")
        assert noted == []

    def test_lets_zones_and_the_data_of_the_library_be_read(self) -> None:
        zoneinfo.ZoneInfo.clear_cache()
        with sealed() as noted:
            zoneinfo.ZoneInfo("Europe/Copenhagen")
            (Path(str(kkrconsult.__file__)).parent / "texts" / "da.toml").read_bytes()
        assert noted == []

    def test_lets_a_package_read_its_own_data(self) -> None:
        own = Path(__file__)
        with sealed() as strange:
            own.read_bytes()
        with sealed(__name__) as noted:
            own.read_bytes()
        assert strange
        assert noted == []

    def test_watches_nothing_before_and_after(self, tmp_path: Path) -> None:
        (tmp_path / "1.txt").write_bytes(b"")
        with sealed() as noted:
            pass
        (tmp_path / "2.txt").write_bytes(b"")
        assert noted == []

    def test_watches_no_other_thread(self, tmp_path: Path) -> None:
        with sealed() as noted:
            thread = threading.Thread(target=(tmp_path / "1.txt").write_bytes, args=(b"",))
            thread.start()
            thread.join()
        assert noted == []

    def test_one_inside_another_notes_by_itself(self, tmp_path: Path) -> None:
        with sealed() as outer:
            with sealed() as inner:
                (tmp_path / "1.txt").write_bytes(b"")
            (tmp_path / "2.txt").write_bytes(b"")
        assert [one.rpartition(os.sep)[2] for one in (*inner, *outer)] == ["1.txt", "2.txt"]


class TestASinkThatGoesOneWay:
    def test_takes_whatever_is_bytes(self) -> None:
        sink = OneWaySink()
        sink.write(b"a")
        sink.write(bytearray(b"b"))
        sink.write(memoryview(b"c"))
        assert bytes(sink.data) == b"abc"
        assert (sink.shut, sink.misused, sink.not_bytes) == (False, [], [])

    def test_notes_text(self) -> None:
        sink = OneWaySink()
        with pytest.raises(TypeError, match="takes bytes, not str"):
            sink.write("tekst")
        assert sink.not_bytes == ["str"]

    @pytest.mark.parametrize("what", ["seek", "tell", "fileno", "truncate", "read", "readall"])
    def test_can_do_nothing_else(self, what: str) -> None:
        sink = OneWaySink()
        with pytest.raises(io.UnsupportedOperation):
            getattr(sink, what)(*([0] if what == "seek" else []))
        assert sink.misused == ([what.removesuffix("all")] if what in ("truncate", "read", "readall") else [])

    def test_notes_that_it_was_closed_and_takes_bytes_all_the_same(self) -> None:
        sink = OneWaySink()
        sink.close()
        sink.write(b"a")
        assert sink.shut
        assert sink.data == b"a"

    def test_an_archive_can_be_written_to_it(self) -> None:
        sink = OneWaySink()
        with zipfile.ZipFile(cast("io.BytesIO", sink), "w") as archive:
            archive.writestr(zipfile.ZipInfo("a.txt"), b"konstrueret")
        assert zipfile.ZipFile(io.BytesIO(bytes(sink.data))).read("a.txt") == b"konstrueret"
        assert not sink.shut


class TestAStreamThatGoesOneWay:
    def test_is_read_from_its_beginning_to_its_end(self) -> None:
        stream = OneWayStream(b'{"a": 1}\nb\nc')
        assert json.loads(stream.readline()) == {"a": 1}
        assert stream.read(1) == b"b"
        assert list(stream) == [b"\n", b"c"]
        assert stream.read() == b""

    def test_can_be_wrapped(self) -> None:
        stream = OneWayStream("æ\nø".encode())
        text = io.TextIOWrapper(io.BufferedReader(stream), encoding="utf-8")
        assert text.read() == "æ\nø"
        text.detach().detach()
        assert not stream.shut

    def test_cannot_be_sought_in(self) -> None:
        with pytest.raises(io.UnsupportedOperation):
            OneWayStream(b"abc").seek(1)

    def test_notes_that_it_was_closed(self) -> None:
        stream = OneWayStream(b"abc")
        with stream:
            stream.read()
        assert stream.shut
