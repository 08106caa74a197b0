"""Runs work on untrusted files in processes of its own, within limits of time and memory.

A file may make a library loop, crash or fill the memory. A worker process that does is ended, the file becomes one
named problem, and another worker takes the next. Workers are fresh interpreters: they hold nothing of the caller's, and
do not import its main module, so a plain script may use this. Only who asks for it has them forked, for work on files
that are trusted.
"""

from __future__ import annotations

import contextlib
import functools
import os
import pickle
import queue
import struct
import sys
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import attrs

if TYPE_CHECKING:
    import subprocess

    from kkrconsult.forking import Forked

__all__ = ["Failure", "Outcome", "WorkerLimits", "Workers", "cores", "run_isolated"]


@attrs.frozen(kw_only=True)
class WorkerLimits:
    """What one piece of work may take."""

    seconds: float = 30.0
    """Most seconds of wall time."""
    memory_bytes: int = 1_500_000_000
    """Most bytes of memory that a worker process may have, where the system can limit it (not on Windows)."""
    output_bytes: int = 200_000_000
    """Most bytes of what it gives back."""


@attrs.frozen(kw_only=True)
class Failure:
    """Why a piece of work came to nothing."""

    kind: str
    """``time``, ``memory``, ``output``, ``crash``, or ``error``."""
    detail: str
    """The particulars, in one line."""


Outcome = Any | Failure


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_isolated(
    work: Callable[[Any], Any],
    items: Sequence[Any],
    *,
    limits: WorkerLimits = WorkerLimits(),
    jobs: int | None = None,
    prepare: Callable[[Any], Any] | None = None,
    ahead: int | None = None,
) -> Generator[tuple[int, Outcome], None, None]:
    """Do the same work on each item, in worker processes.

    Args:
        work: A function that can be imported by name.
        items: Items, picklable once they are prepared.
        limits: What one item may take.
        jobs: How many workers; by default one a processor, and no more than there are items.
        prepare: Makes of an item what is sent to a worker, just before it is sent; for what would fill the memory if
            it were made of all items at once.
        ahead: How many items may be begun or done beyond the first that is not, for whoever takes them in their order
            and would otherwise hold all that came early. By default any number.

    Yields:
        The index of an item with what `work` gave for it, or with the `Failure`; in the order in which they are done.
        Every item comes exactly once. Leaving the loop early ends all workers.
    """
    with Workers(work, limits=limits, jobs=min(jobs or cores(), max(len(items), 1))) as crew:
        yield from crew.run(items, prepare, ahead)


class Workers:
    """Worker processes that stay for several runs of the same work: to start one costs more than most items do."""

    def __init__(
        self,
        work: Callable[[Any], Any],
        *,
        limits: WorkerLimits = WorkerLimits(),
        jobs: int | None = None,
        environment: Mapping[str, str] | None = None,
        forked: Callable[[Any], Any] | None = None,
    ) -> None:
        """Set what is done, and within which limits. A process is started when its first item comes.

        Args:
            work: A function that can be imported by name.
            limits: What one item may take.
            jobs: How many workers; by default one a processor.
            environment: Variables that the workers have besides those of this process, or instead of them.
            forked: The same work, for workers that are forked, and so have all that is there in this process: it need
                not be found by name. Not for files that are not trusted, nor with an environment. Where this process
                may not be forked, and in place of a worker that was ended, workers are fresh and do `work`.
        """
        self._forked = forked
        self._crew = [_Worker(work, limits, environment or {}) for _ in range(jobs or cores())]

    def __enter__(self) -> Workers:
        """Nothing is started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes."""
        self.close()

    def close(self) -> None:
        """End all processes."""
        for worker in self._crew:
            worker.stop()
            worker.close()

    def run(
        self, items: Sequence[Any], prepare: Callable[[Any], Any] | None = None, ahead: int | None = None
    ) -> Generator[tuple[int, Outcome], None, None]:
        """Do the work on each item; see `run_isolated`. Leaving the loop early ends the workers for good."""
        waiting: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[int, bytes | Failure]] = queue.SimpleQueue()
        window = _Window(len(items), ahead)

        def serve(worker: _Worker) -> None:
            while (index := waiting.get()) is not None:
                done.put((index, worker.do(items[index], prepare)))

        crew = self._crew[: len(items)]
        if self._forked is not None:
            self._fork(crew, self._forked)
        threads = [threading.Thread(target=serve, args=(worker,), daemon=True) for worker in crew]
        left = len(items)
        try:
            for thread in threads:
                thread.start()
            while left:
                for index in window.open():
                    waiting.put(index)
                index, answer = done.get()
                left -= 1
                window.close(index)
                # Unpacked here: meanwhile the worker has begun the next.
                yield index, answer if isinstance(answer, Failure) else _unpacked(answer)
        finally:
            # Whoever is still waiting for an item finds none, and whoever waits for a worker finds it gone.
            with contextlib.suppress(queue.Empty):
                while True:
                    waiting.get_nowait()
            for _ in threads:
                waiting.put(None)
            if left:
                for worker in crew:
                    worker.stop()
            for thread in threads:
                thread.join()

    def _fork(self, crew: Sequence[_Worker], work: Callable[[Any], Any]) -> None:
        """Fork those that have no process yet; before there are threads, since it cannot be done with them."""
        # Late: whoever has untrusted files read has no use for it.
        from kkrconsult.forking import may_fork

        made: list[Forked] = []
        for worker in crew:
            if may_fork():
                worker.fork(work, made)


class _Window:
    """Which items may be begun: all, or some beyond the first that is not done."""

    def __init__(self, count: int, ahead: int | None) -> None:
        self._count = count
        self._ahead = count if ahead is None else max(ahead, 1)
        self._next = 0
        self._first = 0
        self._early: set[int] = set()

    def open(self) -> range:
        """The items that may be begun now, and could not before."""
        found = range(self._next, max(self._next, min(self._first + self._ahead, self._count)))
        self._next = found.stop
        return found

    def close(self, index: int) -> None:
        """An item is done."""
        self._early.add(index)
        while self._first in self._early:
            self._early.remove(self._first)
            self._first += 1


_LENGTH = struct.Struct(">Q")


def _send(pipe: BinaryIO, data: bytes) -> None:
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: BinaryIO, most: int | None = None) -> bytes:
    """Read one message.

    Raises:
        EOFError: The other side is gone.
        OverflowError: The message is longer than `most` bytes.
    """
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    if most is not None and length > most:
        raise OverflowError(length)
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _unpacked(answer: bytes) -> Outcome:
    try:
        return pickle.loads(answer)  # noqa: S301 - from a process that this one started
    except Exception as error:
        return Failure(kind="error", detail=f"{type(error).__name__}: {str(error)[:200]}")


class _Worker:
    """A process that does one item at a time, and is replaced when it has to be ended."""

    def __init__(self, work: Callable[[Any], Any], limits: WorkerLimits, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._greeting = pickle.dumps((sys.path, limits, work))
        self._limits = limits
        self._process: subprocess.Popen[bytes] | Forked | None = None
        self._lock = threading.Lock()
        self._stopped = False

    def do(self, item: Any, prepare: Callable[[Any], Any] | None = None) -> bytes | Failure:
        """Have one item done; what comes of it is still packed."""
        try:
            message = pickle.dumps(prepare(item) if prepare else item)
        except Exception as error:
            return Failure(kind="error", detail=f"{type(error).__name__}: {str(error)[:200]}")
        late = threading.Event()
        try:
            process = self._up()
        except (EOFError, OSError) as error:
            self.close()
            return Failure(kind="crash", detail=f"the worker process did not start: {type(error).__name__}")

        def expire() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._limits.seconds, expire)
        timer.start()
        try:
            assert process.stdin is not None  # noqa: S101 - it was started with pipes
            assert process.stdout is not None  # noqa: S101
            _send(process.stdin, message)  # type: ignore[arg-type]
            return _receive(process.stdout, self._limits.output_bytes)  # type: ignore[arg-type]
        except OverflowError:
            self.close()
            return Failure(kind="output", detail=f"more than {self._limits.output_bytes} bytes of output")
        except (EOFError, OSError):
            status = process.wait()
            self.close()
            if late.is_set():
                return Failure(kind="time", detail=f"more than {self._limits.seconds:g} seconds")
            return Failure(kind="crash", detail=f"the worker process ended with status {status}")
        finally:
            timer.cancel()

    def fork(self, work: Callable[[Any], Any], others: list[Forked]) -> None:
        """Fork its process where it has none, for work that need not be found by name; it becomes one of the others."""
        from kkrconsult.forking import fork

        # Where the system gives no more processes, whoever starts it anew says so of the item.
        with contextlib.suppress(OSError):
            if self._process is None:
                self._process = fork(functools.partial(_serve, work, self._limits), others)
                others.append(self._process)

    def _up(self) -> subprocess.Popen[bytes] | Forked:
        """The process, started where there is none; its start is not on an item's account."""
        # Late: a worker loads this module, and starts nothing.
        import subprocess

        with self._lock:
            if self._stopped:
                raise EOFError
            if self._process is None:
                self._process = subprocess.Popen(
                    [sys.executable, "-c", "from kkrconsult.sandbox import serve; serve()"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={
                        **os.environ,
                        **self._environment,
                        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
                    },
                )
                assert self._process.stdin is not None  # noqa: S101
                _send(self._process.stdin, self._greeting)  # type: ignore[arg-type]
            return self._process

    def stop(self) -> None:
        """End the process at once, and start no other. For another thread than the one that waits for an answer."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """End the process, and give back what belonged to it."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()


def serve() -> None:
    """The life of a worker process: take an item, do the work, give back what came of it."""
    # What a library prints must not end up among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    items = sys.stdin.buffer
    try:
        sys.path[:], limits, work = pickle.loads(_receive(items))  # noqa: S301
        _serve(work, limits, items, answers)
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _serve(work: Callable[[Any], Any], limits: WorkerLimits, items: BinaryIO, answers: BinaryIO) -> None:
    """Take items until there are no more.

    Raises:
        EOFError: There are none, since whoever gave them is gone.
        OSError: The same, when an answer was to be given.
    """
    _limit_memory(limits.memory_bytes)
    while True:
        _send(answers, _answer(work, _receive(items), limits))


def _answer(work: Callable[[Any], Any], item: bytes, limits: WorkerLimits) -> bytes:
    try:
        data = pickle.dumps(work(pickle.loads(item)))  # noqa: S301 - from the process that started this one
    except MemoryError:
        return pickle.dumps(Failure(kind="memory", detail=f"more than {limits.memory_bytes} bytes of memory"))
    except BaseException as error:
        return pickle.dumps(Failure(kind="error", detail=f"{type(error).__name__}: {str(error)[:200]}"))
    if len(data) > limits.output_bytes:
        return pickle.dumps(Failure(kind="output", detail=f"more than {limits.output_bytes} bytes of output"))
    return data


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or most <= hard:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
