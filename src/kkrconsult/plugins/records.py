"""The records by which a plugin says what it gives: frozen, keyword-only, growing by defaulted fields."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, BinaryIO, Generic, Protocol, Self, cast

import attrs

from kkrconsult.model import refuse
from kkrconsult.plugins._checks import (
    check_callable,
    check_codes,
    check_files,
    check_name,
    check_options,
    check_suffix,
)

if TYPE_CHECKING:
    # A default for the type parameter (PEP 696) lets plugins annotate ``Iterable[ValidatorSpec]`` under
    # ``mypy --strict``; the standard library has it from Python 3.13.
    from typing_extensions import TypeVar

    # What records are about: whoever lists the plugins has none of it.
    from kkrconsult.document import Document
    from kkrconsult.findings import Code, Finding
    from kkrconsult.model import Participation, Proposal, Response, Round, Theme
    from kkrconsult.report import Report

    O = TypeVar("O", default=Any)  # noqa: E741 - the options of a record
else:
    from typing import TypeVar

    O = TypeVar("O")  # noqa: E741

__all__ = [
    "Concluding",
    "Context",
    "ExporterSpec",
    "GivenFile",
    "GivenFiles",
    "GrouperSpec",
    "NoOptions",
    "ReaderSpec",
    "RoundSpec",
    "Validator",
    "ValidatorSpec",
    "per_response",
]


@attrs.frozen(kw_only=True)
class NoOptions:
    """For a plugin without options."""


@attrs.frozen(kw_only=True)
class Context:
    """What a validator may know beside the response: the round, and the moment at which is asked."""

    round: Round
    """The round."""
    at: dt.datetime
    """The moment, aware."""


class Validator(Protocol):
    """One run of a validator over one round, or over a part of it.

    A fresh one is made for each run. Its state must be picklable, so that a round can be checked in parts. It is copied
    before it is merged: all of it, unless the class says with ``__copy__`` what of it can change. One that gives itself
    as its copy says that nothing can: it is made anew, and not merged, where parts are checked in other processes.
    """

    def observe(self, response: Response) -> Iterable[Finding]:
        """Look at one response; called once for each, in any order."""
        ...

    def finish(self) -> Iterable[Finding]:
        """Say what holds for the whole round; called once, after every response was observed or merged."""
        ...

    def merge(self, other: Self) -> None:
        """Take over what another run of the same validator saw of other responses; order must not matter."""
        ...


class Concluding(Validator, Protocol):
    """A validator that asks who answered: it is told, and need not keep for itself what the engine keeps anyway."""

    def conclude(self, participation: Participation) -> Iterable[Finding]:
        """Say what follows from how parties and responses stand; called once, after `finish`."""
        ...


@attrs.frozen(kw_only=True)
class ValidatorSpec(Generic[O]):
    """A validator: it says what a round demands of an answer."""

    name: str
    """Unique, in kebab-case; the key under ``[validators]`` in a round file."""
    codes: tuple[Code, ...]
    """Every code that it may emit."""
    options: type[O] = cast("type[O]", NoOptions)
    """An attrs class; its fields are the keys of its table."""
    create: Callable[[O, Context], Validator]
    """Makes a run from options and context: a class with such an ``__init__``, or `per_response`."""
    summary: Mapping[str, str] = attrs.field(factory=dict)
    """What it checks, in one line, by language."""
    enabled: bool = True
    """Whether it runs where the round file does not mention it."""
    keeps: Mapping[str, str] = attrs.field(factory=dict)
    """What it keeps of each answer until the end, in one line, by language; none where it keeps nothing. That is the
    memory which a large round takes, and what is sent where it is checked in parts."""

    def __attrs_post_init__(self) -> None:
        check_name(self, self.name)
        check_options(self, self.options)
        check_callable(self, "create", self.create, "Give a class, or per_response(check).")
        check_codes(self, self.codes)


@attrs.frozen(kw_only=True)
class GivenFile:
    """A file that an exporter is given to read from."""

    name: str
    """Its name; below a folder that was given, its path from there, with slashes."""
    open: Callable[[], BinaryIO]
    """Opens it for reading; whoever opens it closes it."""


GivenFiles = Mapping[str, tuple[GivenFile, ...]]
"""The files that options name, by option: one for a file, any number for a folder, in the order of their names.

An option that is not set is not in it."""


@attrs.frozen(kw_only=True)
class ExporterSpec(Generic[O]):
    """An exporter: it writes a report in one format."""

    name: str
    """In kebab-case. Several formats of one document share a name and differ in suffix."""
    suffix: str
    """File name suffix with its dot, such as ``.md``."""
    media_type: str
    """Media type, such as ``text/markdown``."""
    options: type[O] = cast("type[O]", NoOptions)
    """An attrs class; its fields are the keys of ``[exporters.<name>]``."""
    write: Callable[[Report, BinaryIO, O], None] | Callable[[Report, BinaryIO, O, GivenFiles], None]
    """Writes to a binary sink that the caller owns; may not seek, close it, or read a clock."""
    summary: Mapping[str, str] = attrs.field(factory=dict)
    """What it writes, in one line, by language."""
    files: tuple[str, ...] = ()
    """Names of options that are paths, such as that of a template. An exporter opens nothing itself: where it names
    any, `write` gets what they lead to as a fourth argument, `GivenFiles`."""
    stream: (
        Callable[[Report, Sequence[Response], BinaryIO, O], None]
        | Callable[[Report, Sequence[Response], BinaryIO, O, GivenFiles], None]
        | None
    ) = None
    """Writes the same as `write`, byte for byte, of a report that holds no responses, with the responses beside it: in
    the order of the report, to be gone through as often as is wanted, and never all in memory. Single ones are had by
    their place too, where files or a list were given. None where the exporter must have them all at once."""

    def __attrs_post_init__(self) -> None:
        check_name(self, self.name)
        check_suffix(self, "suffix", self.suffix)
        check_options(self, self.options)
        check_callable(self, "write", self.write)
        if self.stream is not None:
            check_callable(self, "stream", self.stream)
        check_files(self, self.files, self.options)


@attrs.frozen(kw_only=True)
class ReaderSpec(Generic[O]):
    """A reader: it turns a named stream into responses and problems, and never trusts it."""

    name: str
    """Unique, in kebab-case."""
    suffixes: tuple[str, ...]
    """File name suffixes with their dots, such as ``.md``."""
    media_types: tuple[str, ...] = ()
    """Media types that it reads."""
    options: type[O] = cast("type[O]", NoOptions)
    """An attrs class; its fields are the keys of ``[readers.<name>]``."""
    read: Callable[[BinaryIO, str, O], Iterable[Response | Finding | Document]]
    """Reads a stream with its name; gives responses or documents, and findings for what it cannot read. It may neither
    seek in the stream nor close it: the caller owns it, and it may come from a pipe."""
    codes: tuple[Code, ...] = ()
    """Every code that its findings may have, besides the library's own ``file.…`` codes."""
    isolated: bool = True
    """Whether it works in a process of its own, within limits of time and memory; off only for readers that use
    nothing that can hang, crash or swell."""
    sniff: Callable[[bytes], bool] | None = None
    """Tells from the first 4,096 bytes whether a file without a known suffix is for this reader."""
    summary: Mapping[str, str] = attrs.field(factory=dict)
    """What it reads, in one line, by language."""

    def __attrs_post_init__(self) -> None:
        check_name(self, self.name)
        if not isinstance(self.suffixes, tuple):
            advice = "Write (suffix,), with the comma."
            refuse(self, "suffixes", "must be a tuple of file name suffixes", self.suffixes, suggestion=advice)
        for suffix in self.suffixes:
            check_suffix(self, "suffixes", suffix)
        check_options(self, self.options)
        check_callable(self, "read", self.read)
        check_codes(self, self.codes)


@attrs.frozen(kw_only=True)
class RoundSpec:
    """A round that a plugin ships."""

    id: str
    """Id of the round."""
    region: str
    """Id of the KKR that holds it, or ``danmark`` for all."""
    load: Callable[[], str | Round]
    """Gives the text of a round file (TOML), or the round itself."""
    summary: Mapping[str, str] = attrs.field(factory=dict)
    """What it is, in one line, by language."""
    folder: str | PathLike[str] | None = None
    """Folder of the files that the text names, such as templates; mostly ``Path(__file__).parent``."""

    def __attrs_post_init__(self) -> None:
        check_name(self, self.id, "id")
        check_name(self, self.region, "region")
        if self.folder is not None and not isinstance(self.folder, (str, PathLike)):
            refuse(self, "folder", "must be a path", self.folder)
        check_callable(self, "load", self.load)


@attrs.frozen(kw_only=True)
class GrouperSpec(Generic[O]):
    """A grouper: a strategy that puts proposed themes together."""

    name: str
    """Unique, in kebab-case."""
    options: type[O] = cast("type[O]", NoOptions)
    """An attrs class; its fields are the keys of ``[groupers.<name>]``."""
    group: Callable[[Sequence[Proposal], O], Iterable[Theme]]
    """Puts every proposal into exactly one theme; independent of their order."""
    summary: Mapping[str, str] = attrs.field(factory=dict)
    """How it groups, in one line, by language."""

    def __attrs_post_init__(self) -> None:
        check_name(self, self.name)
        check_options(self, self.options)
        check_callable(self, "group", self.group)


if TYPE_CHECKING:
    Check = Callable[[Response, O], Iterable[Finding]] | Callable[[Response, O, Context], Iterable[Finding]]


class _PerResponse:
    """A plain function as a validator: nothing to remember, nothing to merge. Picklable where the function is."""

    def __init__(self, check: Callable[..., Iterable[Finding]], *rest: object) -> None:
        self._check = check
        self._rest = rest

    def observe(self, response: Response) -> Iterable[Finding]:
        return self._check(response, *self._rest)

    def finish(self) -> Iterable[Finding]:
        return ()

    def merge(self, other: Self) -> None:
        """Nothing is remembered."""

    def __copy__(self) -> Self:
        return self


def per_response(check: Check[O]) -> Callable[[O, Context], Validator]:
    """Lift a plain function into a validator that looks at each response by itself.

    Args:
        check: ``check(response, options)`` or ``check(response, options, context)``; yields findings.

    Returns:
        What `ValidatorSpec.create` wants.
    """
    wants_context = len(inspect.signature(check).parameters) > 2  # response, options, context

    def create(options: O, context: Context) -> Validator:
        return _PerResponse(check, options, context) if wants_context else _PerResponse(check, options)

    return create
