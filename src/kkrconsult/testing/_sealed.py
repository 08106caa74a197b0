"""What a plugin is handed and watched with: streams that go one way, and a room that notes what it reaches for."""

from __future__ import annotations

import contextlib
import contextvars
import functools
import io
import sys
import sysconfig
import zoneinfo
from collections.abc import Iterator
from pathlib import PurePath
from types import FrameType
from typing import Any

import attrs

__all__ = ["OneWaySink", "OneWayStream", "sealed"]


class OneWaySink(io.RawIOBase):
    """A sink that can only be written to, such as a pipe; what else is done to it is noted.

    It takes bytes after it was closed too, so that one mistake does not hide another.
    """

    def __init__(self) -> None:
        super().__init__()
        self.data = bytearray()
        """What was written."""
        self.shut = False
        """Whether it was closed."""
        self.not_bytes: list[str] = []
        """The types of what was written and is not bytes."""
        self.misused: list[str] = []
        """What was tried that a pipe cannot do, and that nobody tries who can do without."""

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return getattr(self, "shut", True)

    def close(self) -> None:
        """Note it, and stay open."""
        self.shut = True

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Take bytes.

        Raises:
            TypeError: It is something else.
        """
        try:
            view = memoryview(data).cast("B")
        except TypeError:
            self.not_bytes.append(type(data).__name__)
            raise TypeError(f"a binary sink takes bytes, not {type(data).__name__}") from None
        self.data += view
        return len(view)

    def _refuse(self, what: str, *, noted: bool) -> Any:
        if noted:
            self.misused.append(what)
        raise io.UnsupportedOperation(what)

    def seek(self, *_: Any) -> int:
        """Refuse; to ask before doing without is allowed."""
        return int(self._refuse("seek", noted=False))

    def tell(self) -> int:
        """Refuse; to ask before doing without is allowed."""
        return int(self._refuse("tell", noted=False))

    def fileno(self) -> int:
        """Refuse; to ask before doing without is allowed."""
        return int(self._refuse("fileno", noted=False))

    def truncate(self, *_: Any) -> int:
        """Refuse, and note it."""
        return int(self._refuse("truncate", noted=True))

    def read(self, *_: Any) -> bytes:
        """Refuse, and note it."""
        return bytes(self._refuse("read", noted=True))

    def readinto(self, *_: Any) -> int:
        """Refuse, and note it."""
        return int(self._refuse("read", noted=True))

    def readall(self) -> bytes:
        """Refuse, and note it."""
        return bytes(self._refuse("read", noted=True))


class OneWayStream(io.RawIOBase):
    """A stream that can only be read from its beginning to its end; to close it is noted."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._inner = io.BytesIO(data)
        self.shut = False
        """Whether it was closed."""

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return getattr(self, "shut", True)

    def close(self) -> None:
        """Note it, and stay open."""
        self.shut = True

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """As much as was asked for, or all that is left."""
        return self._inner.read(size)

    def readall(self) -> bytes:
        """All that is left."""
        return self._inner.read()

    def readinto(self, buffer: Any) -> int:
        """As much as there is room for."""
        return self._inner.readinto(buffer)

    def readline(self, size: int | None = -1) -> bytes:
        """Up to the end of the line."""
        return self._inner.readline(size)


# ------------------------------------------------------------------------------------ the sealed room

_MOST_NOTED = 20
_WRITES = 3  # the bits of O_WRONLY and O_RDWR, the same everywhere
_BEFORE = ("<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>", "<frozen zipimport>")
_FONTS = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts", "/var/cache/fontconfig", "/usr/share/fontconfig"),
    *("/System/Library/Fonts", "/Library/Fonts", "C:\\Windows\\Fonts"),
)
_SYSTEM = ("/dev/null", "/dev/urandom", "/etc/localtime", "/etc/timezone", "/etc/mime.types", "/usr/share/locale")
_ZONES = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")
_LOOKED = frozenset({"open", "os.listdir", "os.scandir", "glob.glob", "glob.glob/2"})
_LOUD = {
    "os.chdir": "changes the working directory",
    "os.chmod": "changes the rights of a file",
    "os.exec": "starts a process",
    "os.fork": "starts a process",
    "os.forkpty": "starts a process",
    "os.link": "makes a link",
    "os.mkdir": "makes a folder",
    "os.posix_spawn": "starts a process",
    "os.putenv": "changes the environment",
    "os.remove": "removes a file",
    "os.rename": "renames a file",
    "os.rmdir": "removes a folder",
    "os.spawn": "starts a process",
    "os.startfile": "starts a process",
    "os.symlink": "makes a link",
    "os.system": "starts a process",
    "os.truncate": "cuts a file",
    "os.unsetenv": "changes the environment",
    "os.utime": "changes the times of a file",
    "pty.spawn": "starts a process",
    "socket.bind": "uses the network",
    "socket.connect": "uses the network",
    "socket.getaddrinfo": "uses the network",
    "socket.gethostbyaddr": "uses the network",
    "socket.gethostbyname": "uses the network",
    "socket.getnameinfo": "uses the network",
    "socket.sendmsg": "uses the network",
    "socket.sendto": "uses the network",
    "subprocess.Popen": "starts a process",
    "tempfile.mkdtemp": "makes a temporary folder",
    "tempfile.mkstemp": "makes a temporary file",
    "urllib.Request": "uses the network",
    "webbrowser.open": "starts a process",
    "winreg.OpenKey": "reads the registry",
}


@attrs.define
class _Room:
    """One stay in the sealed room."""

    allowed: tuple[PurePath, ...]
    noted: list[str] = attrs.field(factory=list)

    def note(self, what: str) -> None:
        if len(self.noted) < _MOST_NOTED and what not in self.noted:
            self.noted.append(what)

    def may_read(self, path: object) -> bool:
        text = path.decode("utf-8", "replace") if isinstance(path, bytes) else path
        try:
            pure = PurePath(text)  # type: ignore[arg-type]
        except TypeError:
            return True  # a number: something that is open already
        return ".." not in pure.parts and any(pure.is_relative_to(one) for one in self.allowed)


_ROOM: contextvars.ContextVar[_Room | None] = contextvars.ContextVar("kkrconsult_testing_room", default=None)


@contextlib.contextmanager
def sealed(*modules: str) -> Iterator[list[str]]:
    """Note what the code inside reaches for: files by name, the network, processes, the environment.

    Free to read are Python itself, what is installed, zones and fonts, the library, and the packages of `modules`;
    and importing a module may do what it likes, since it happens once and at another time in every program. Only
    this thread is watched, and only what goes through Python: compiled code that opens a file is not seen.

    Args:
        *modules: Names of modules whose packages may read their own data.

    Yields:
        What was noted, in words; complete when the context ends.
    """
    _install()
    room = _Room(allowed=(*_always(), *_folders("kkrconsult", *modules)))
    token = _ROOM.set(room)
    try:
        yield room.noted
    finally:
        _ROOM.reset(token)


@functools.cache
def _install() -> None:
    """Put the hook in place. Python knows no way to take one out again, so there is one, and mostly it sleeps."""
    current, watch = _ROOM.get, _watch

    def hook(event: str, args: tuple[Any, ...]) -> None:
        room = current()
        if room is not None:
            watch(room, event, args)

    sys.addaudithook(hook)


def _watch(room: _Room, event: str, args: tuple[Any, ...]) -> None:
    if event in _LOUD:
        if not _importing():
            shown = f" ({args[0]!s:.120})" if args and isinstance(args[0], (str, bytes, PurePath)) else ""
            room.note(f"{_LOUD[event]}{shown}")
    elif event in _LOOKED:
        path = args[0] if args else None
        if isinstance(path, int) or path is None:
            return
        writes = event == "open" and _for_writing(args)
        if ((writes and str(path) != "/dev/null") or not room.may_read(path)) and not _importing():
            room.note(f"{'opens for writing' if writes else 'reads'} {path!s:.200}")


def _for_writing(args: tuple[Any, ...]) -> bool:
    mode, flags = (*args, None, None)[1:3]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & _WRITES)


def _importing() -> bool:
    """Whether a module is being imported, or Python looks up a line of source to show it."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename in _BEFORE or frame.f_globals.get("__name__") == "linecache":
            return True
        frame = frame.f_back
    return False


@functools.cache
def _always() -> tuple[PurePath, ...]:
    """The folders of Python, of what is installed, of zones and of fonts."""
    python = (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)
    # A system's Python has /usr for its prefix, which would let everything in.
    homes = [one for one in python if PurePath(one) not in (PurePath("/usr"), PurePath("/usr/local"), PurePath("/"))]
    installed = [
        path for name, path in sysconfig.get_paths().items() if name in ("stdlib", "platstdlib", "purelib", "platlib")
    ]
    site = [path for path in sys.path if PurePath(path).name in ("site-packages", "dist-packages")]
    return tuple(
        PurePath(one) for one in (*homes, *installed, *site, *zoneinfo.TZPATH, *_ZONES, *_FONTS, *_SYSTEM) if one
    )


def _folders(*modules: str) -> Iterator[PurePath]:
    """The folders of the packages that modules are in; of a module in none, its file."""
    for name in modules:
        top = sys.modules.get(name.partition(".")[0])
        for path in getattr(top, "__path__", None) or [getattr(top, "__file__", None)]:
            if path:
                yield PurePath(path)
