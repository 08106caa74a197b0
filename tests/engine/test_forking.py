"""Processes that are forked: only from a single thread, with nothing of the original done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from tests.engine.misdeeds import double
from tests.engine.test_engine import AT, ROUND, answer
from tests.engine.test_sandbox import children

import kkrconsult as kc
from kkrconsult.forking import may_fork
from kkrconsult.sandbox import Workers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


def script(body: str, *arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script by itself: these tests may run in a process of several threads, which cannot be forked."""
    file = folder / "script.py"
    file.write_text(textwrap.dedent(body), encoding="utf-8")
    return subprocess.run([sys.executable, str(file), *map(str, arguments)], capture_output=True, text=True, check=True)


class TestWhetherAProcessMayBeForked:
    def test_hangs_on_its_having_one_thread(self, tmp_path: Path) -> None:
        done = script(
            """
            import threading
            from kkrconsult.forking import may_fork
            print(may_fork())
            wait = threading.Event()
            other = threading.Thread(target=wait.wait)
            other.start()
            print(may_fork())
            wait.set()
            """,
            folder=tmp_path,
        )
        assert done.stdout.split() == ["True", "False"]

    def test_threads_of_libraries_count_too(self, tmp_path: Path) -> None:
        # Python knows nothing of this one.
        done = script(
            """
            import ctypes, threading
            from kkrconsult.forking import may_fork
            libc = ctypes.CDLL(None)
            made = ctypes.c_ulong()
            assert libc.pthread_create(ctypes.byref(made), None, ctypes.cast(libc.pause, ctypes.c_void_p), None) == 0
            print(threading.active_count(), may_fork())
            """,
            folder=tmp_path,
        )
        assert done.stdout.split() == ["1", "False"]

    def test_elsewhere_it_may_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", "darwin")
        assert not may_fork()

    def test_where_threads_cannot_be_counted_it_may_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def hidden(_: Path) -> list[Path]:
            raise PermissionError

        monkeypatch.setattr(Path, "iterdir", hidden)
        assert not may_fork()


class TestForkedWorkers:
    def test_have_what_is_there_and_need_find_nothing_by_name(self, tmp_path: Path) -> None:
        done = script(
            """
            from kkrconsult.sandbox import Workers
            offset = 0
            here = lambda item: item + offset
            offset = 100
            with Workers(abs, jobs=2, forked=here) as crew:
                print(sorted(crew.run([-1, -2, -3])))
                print(sorted(crew.run([-4])))
            """,
            folder=tmp_path,
        )
        assert done.stdout.splitlines() == ["[(0, 99), (1, 98), (2, 97)]", "[(0, 96)]"]

    def test_are_fresh_where_there_are_threads(self) -> None:
        wait = threading.Event()
        other = threading.Thread(target=wait.wait)
        other.start()
        try:
            with Workers(double, jobs=1, forked=lambda _: "forked") as crew:
                assert list(crew.run([7])) == [(0, 14)]
        finally:
            wait.set()
            other.join()

    def test_that_die_cost_their_item_and_are_replaced_by_fresh_ones(self, tmp_path: Path) -> None:
        done = script(
            """
            import os
            from kkrconsult.sandbox import Workers
            with Workers(abs, jobs=1, forked=lambda item: os._exit(item)) as crew:
                print([getattr(one, "detail", one) for _, one in crew.run([3, -4])])
            """,
            folder=tmp_path,
        )
        assert done.stdout == "['the worker process ended with status 3', 4]\n"

    def test_that_are_killed_are_told_by_the_signal(self, tmp_path: Path) -> None:
        done = script(
            """
            import os, signal
            from kkrconsult.sandbox import Workers
            with Workers(abs, jobs=1, forked=lambda item: os.kill(os.getpid(), signal.SIGKILL)) as crew:
                print([one.detail for _, one in crew.run([1])])
            """,
            folder=tmp_path,
        )
        assert done.stdout == "['the worker process ended with status -9']\n"

    def test_do_nothing_twice_that_the_original_does(self, tmp_path: Path) -> None:
        done = script(
            """
            import atexit, sys
            from kkrconsult.sandbox import Workers
            atexit.register(print, "at exit")
            sys.stdout.write("not yet written out, ")
            def work(item):
                print("of a worker", flush=True)
                print("of a worker", file=sys.stderr, flush=True)
                return item
            with Workers(abs, jobs=2, forked=work) as crew:
                found = sorted(crew.run([1, 2]))
            print(found)
            """,
            folder=tmp_path,
        )
        assert done.stdout == "not yet written out, [(0, 1), (1, 2)]\nat exit\n"
        assert not done.stderr

    def test_leave_signals_to_the_original(self, tmp_path: Path) -> None:
        done = script(
            """
            import os, signal
            from kkrconsult.sandbox import Workers
            def told(*_): print("handled", flush=True)
            signal.signal(signal.SIGTERM, told)
            signal.signal(signal.SIGINT, told)
            def work(item):
                os.kill(os.getpid(), signal.SIGINT)
                return signal.getsignal(signal.SIGTERM) == signal.SIG_DFL, signal.pthread_sigmask(signal.SIG_BLOCK, [])
            with Workers(abs, jobs=1, forked=work) as crew:
                print(list(crew.run([1])))
            os.kill(os.getpid(), signal.SIGTERM)
            """,
            folder=tmp_path,
        )
        assert done.stdout == "[(0, (True, set()))]\nhandled\n"

    def test_end_when_the_original_is_killed(self, tmp_path: Path) -> None:
        # All of them hold the end of a pipe that is written to, so it ends when the last of them does.
        source, sink = os.pipe()
        body = """
            import os, signal, sys
            from kkrconsult.sandbox import Workers
            with Workers(abs, jobs=3, forked=abs) as crew:
                for _ in crew.run(range(30)):
                    os.kill(os.getpid(), signal.SIGKILL)
            """
        file = tmp_path / "script.py"
        file.write_text(textwrap.dedent(body), encoding="utf-8")
        with os.fdopen(source, "rb") as end:
            process = subprocess.Popen([sys.executable, str(file)], pass_fds=[sink])
            os.close(sink)
            assert process.wait() == -signal.SIGKILL
            assert end.read() == b""

    def test_are_done_without_where_there_are_no_more_processes(self, tmp_path: Path) -> None:
        done = script(
            """
            import os
            from kkrconsult.sandbox import Workers
            before = sorted(os.listdir("/proc/self/fd"))
            def none(): raise BlockingIOError(11, "no more processes")
            os.fork = none
            with Workers(abs, jobs=1, forked=lambda item: "forked") as crew:
                print(list(crew.run([-1])))
            print(sorted(os.listdir("/proc/self/fd")) == before)
            """,
            folder=tmp_path,
        )
        assert done.stdout == "[(0, 1)]\nTrue\n"


class TestACheckOfFiles:
    def test_gives_the_same_report_in_forked_and_in_fresh_processes(self, tmp_path: Path) -> None:
        file = tmp_path / "svar.jsonl"
        lines = [kc.to_json(answer(number, ("anden", "bøv", "aaby")[number % 3])) for number in range(60)]
        lines[5:5] = ["{", ""]
        file.write_text("\n".join(lines), encoding="utf-8")
        given = tmp_path / "round.json"
        given.write_text(kc.to_json(ROUND), encoding="utf-8")
        done = script(
            """
            import datetime, sys, threading
            from pathlib import Path
            import kkrconsult as kc
            from kkrconsult.forking import may_fork
            folder, at = Path(sys.argv[1]), datetime.datetime.fromisoformat(sys.argv[2])
            round_ = kc.from_json(kc.Round, (folder / "round.json").read_bytes())
            known = kc.load_plugins(entry_points=False)
            parts = kc.parts_of(folder / "svar.jsonl", 7)
            def report(jobs):
                return kc.to_json(kc.check_files(round_, parts, at=at, registry=known, jobs=jobs))
            assert may_fork()
            forked = report(3)
            assert may_fork()
            wait = threading.Event()
            other = threading.Thread(target=wait.wait)
            other.start()
            assert not may_fork()
            fresh = report(2)
            wait.set()
            print(forked == fresh == report(1), forked.count("file.not-a-response") > 0)
            """,
            tmp_path,
            AT.isoformat(),
            folder=tmp_path,
        )
        assert done.stdout == "True True\n"

    def test_leaves_no_process_over(self, tmp_path: Path) -> None:
        file = tmp_path / "svar.jsonl"
        file.write_text("\n".join(kc.to_json(answer(number)) for number in range(9)), encoding="utf-8")
        before = children()
        kc.check_files(ROUND, kc.parts_of(file, 3), at=AT, registry=kc.load_plugins(entry_points=False), jobs=2)
        assert children() == before
