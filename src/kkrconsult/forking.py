"""Processes that are forked: they begin as a copy of this one, so that nothing is loaded anew.

That is safe only from a single thread. What another one holds at that moment, such as a lock of a library in C, the
copy would hold for ever. So a process is forked only where the system itself says that this one has one thread.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, NoReturn, TypeAlias

__all__ = ["Forked", "fork", "may_fork"]

Serve: TypeAlias = Callable[[BinaryIO, BinaryIO], object]


def may_fork() -> bool:
    """Whether this process may be forked: on Linux, with one thread, counting those that libraries started.

    Elsewhere the number is not to be had, or libraries of the system do not bear it (macOS).
    """
    if sys.platform != "linux":
        return False
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


class Forked:
    """A process that was forked, to be talked to as to one that `subprocess` started."""

    def __init__(self, pid: int, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self.pid = pid
        self.stdin = stdin
        """What is written here, it reads."""
        self.stdout = stdout
        """What it writes, is read here."""
        self._status: int | None = None

    def kill(self) -> None:
        """End it at once."""
        if self._status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end, and say how it ended: as `subprocess` does, a signal as a negative number."""
        if self._status is None:
            try:
                self._status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            except ChildProcessError:
                # This program has the system clear up after processes, so how it ended is not to be known.
                self._status = 0
        return self._status


def fork(serve: Serve, others: Iterable[Forked] = ()) -> Forked:
    """Fork a process that does one thing, and then ends.

    Args:
        serve: What it does, given what it reads from and what it writes to.
        others: Those that were forked before. If this one held their pipes, they would not notice that we are gone.

    Raises:
        OSError: The system gives no more processes or pipes.
    """
    with contextlib.ExitStack() as pipes:
        items, ours = _pipe(pipes)
        answers, theirs = _pipe(pipes)
        # Nothing may interrupt between being two and knowing it.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            pid = os.fork()
            if pid == 0:
                unwanted = [ours, answers, *(pipe for one in others for pipe in (one.stdin, one.stdout))]
                _live(serve, items, theirs, unwanted, mask)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        made = Forked(pid, ours, answers)
        items.close()
        theirs.close()
        pipes.pop_all()
    return made


def _pipe(stack: contextlib.ExitStack) -> tuple[BinaryIO, BinaryIO]:
    source, sink = os.pipe()
    return stack.enter_context(os.fdopen(source, "rb")), stack.enter_context(os.fdopen(sink, "wb"))


def _live(
    serve: Serve, items: BinaryIO, answers: BinaryIO, unwanted: Iterable[BinaryIO], mask: Iterable[int]
) -> NoReturn:  # pragma: no cover - in another process, which ends without telling
    """The life of the process that was forked."""
    try:
        for pipe in unwanted:
            pipe.close()
        _alone(mask)
        serve(items, answers)
    finally:
        # Nothing may happen twice that the other one will do: no handler at exit, no buffer written out.
        os._exit(0)


def _alone(mask: Iterable[int]) -> None:  # pragma: no cover - the same
    """Let go of what is the other one's business."""
    # What is there by now is shared memory. To look through it for garbage would have all of it copied.
    gc.freeze()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    # Wherever these lead: what they have not written yet would be written twice.
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    # Ctrl-C reaches every process of a terminal. The one that forked says what it means, and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
