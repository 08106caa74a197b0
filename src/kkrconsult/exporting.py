"""Writing a report: finds the exporter, binds its options, opens the target, and leaves a whole file or none."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from kkrconsult.config.options import bind_options
from kkrconsult.errors import FAULTS, ExportError, KkrconsultError, bounded
from kkrconsult.grouping import with_themes
from kkrconsult.leaks import PublicEdition, leaks_in, public_edition
from kkrconsult.model import Response
from kkrconsult.plugins import GivenFile, Registered, Registry, load_plugins
from kkrconsult.records import each_record
from kkrconsult.report import Audience, Report
from kkrconsult.structure import decode
from kkrconsult.texts import word_for

if TYPE_CHECKING:
    from kkrconsult.intake import ResponseSource

__all__ = ["check_streaming", "export", "stream_records", "whole_file"]

_IN_MEMORY = 1 << 25
"""Bytes of a public document that are kept in memory until it has been looked through; of a longer one, on disk."""
_MOST_SHOWN = 5
_KEEP = (
    "check the round with keep_responses=True and leave `responses` out; on the command line, leave out --jobs and "
    "--cluster"
)


def export(
    report: Report,
    exporter: str,
    target: str | os.PathLike[str] | BinaryIO,
    *,
    audience: Audience | str | None = None,
    options: Mapping[str, object] | None = None,
    format: str | None = None,
    registry: Registry | None = None,
    edition: PublicEdition | None = None,
    responses: ResponseSource | None = None,
) -> None:
    """Write a report with an exporter.

    What is made for the public is looked through before it is written anywhere; see `kkrconsult.leaks`.

    Args:
        report: The report.
        exporter: Name of the exporter.
        target: A path, whose suffix chooses among several formats, or a binary sink. The sink stays open.
        audience: ``public`` or ``internal``; by default what the report is already for.
        options: Options of the exporter, which go before those of the round file.
        format: Suffix of the format, such as ``.md``, where the target has none.
        registry: The plugins; by default those installed.
        edition: What `kkrconsult.leaks.public_edition` made of this report: worth handing over where several documents
            are made for the public.
        responses: Where the responses are that a report without any was made of: files of JSON Lines, or whatever
            can be gone through more than once. They are read one at a time, by exporters that can do with that
            (`ExporterSpec.stream`), and the file is the same to the byte as of a report that holds them.

    Raises:
        ExportError: No such exporter or format, a target that cannot be written, an exporter that failed, or one that
            wrote into a public document what the public may not read. With `responses`, an exporter that must have
            all of them at once, a document for the public, or responses that are not those of the report.
        ConfigError: Options that do not fit.
        MissingExtraError: The exporter, or the look through what it wrote, needs a library that is not installed.
        ReadError: A file of `responses` cannot be read.
    """
    registry = load_plugins() if registry is None else registry
    path = Path(target) if isinstance(target, (str, os.PathLike)) else None
    entry = _choose(registry, exporter, path, format)
    if responses is not None:
        _refuse_unless_streaming(registry, entry, _audience(report, audience))
    table = {**report.round.settings.exporters.get(exporter, {}), **(options or {})}
    siblings = [other.spec.options for other in registry.exporters if other.name == exporter]
    bound = bind_options(entry.spec.options, table, path=("exporters", exporter), shared=siblings)
    files = _given(entry, bound, path)
    if _audience(report, audience) is Audience.INTERNAL:
        again = None if responses is None else _again(report, responses)
        with _opened(target) as sink:
            _write(entry, report, sink, bound, files, again)
        return
    if edition is None or not (edition.report is report or edition.public is report):
        edition = public_edition(report)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as made:
        _write(entry, edition.public, cast("BinaryIO", made), bound, files)
        _look_through(entry, made, edition)
        with _opened(target) as sink:
            made.seek(0)
            shutil.copyfileobj(made, sink)


def stream_records(
    report: Report, kind: str = "points", *, responses: ResponseSource, language: str = "da"
) -> Iterator[dict[str, object]]:
    """The rows that `Report.records` gives, one at a time, of a report that holds no responses.

    Args:
        report: The report. For points that propose themes it must know these: see ``keep_themes`` of `check`.
        kind: As for `Report.records`.
        responses: Where the responses are, as for `export`.
        language: As for `Report.records`.

    Returns:
        The rows, made as they are asked for.

    Raises:
        DataError: There is no such kind.
        ExportError: Now or on the way: the responses cannot be gone through twice, are not those of the report, or
            propose themes that it does not know.
        ReadError: Now or on the way: a file cannot be read.
    """
    again = _again(report, responses)
    return each_record(report, kind, with_themes(report, again) if kind == "points" else again, language)


@contextlib.contextmanager
def _opened(target: str | os.PathLike[str] | BinaryIO) -> Iterator[BinaryIO]:
    """A sink for the target; the caller's own stays open."""
    if isinstance(target, (str, os.PathLike)):
        with whole_file(Path(target)) as sink:
            yield sink
    else:
        yield target


def check_streaming(
    registry: Registry,
    exporter: str,
    target: str | os.PathLike[str] | None = None,
    *,
    format: str | None = None,
    audience: Audience | str | None = None,
) -> None:
    """Tell, before anything is checked, whether `export` can write with `responses` beside the report.

    Args:
        registry: The plugins.
        exporter: As for `export`.
        target: The path that is written to, if it is one.
        format: As for `export`.
        audience: As for `export`.

    Raises:
        ExportError: It cannot, and what can be done instead.
    """
    entry = _choose(registry, exporter, None if target is None else Path(target), format)
    _refuse_unless_streaming(registry, entry, _wanted(audience) or Audience.INTERNAL)


def _again(report: Report, responses: ResponseSource) -> Sequence[Response]:
    # Whoever writes what is in memory, which is nearly everybody, does without what reads files.
    from kkrconsult.intake import once_more

    return once_more(report, responses)


def _refuse_unless_streaming(registry: Registry, entry: Registered[Any], audience: Audience) -> None:
    if entry.spec.stream is None:
        can = ", ".join(sorted({one.name for one in registry.exporters if one.spec.stream is not None})) or "none"
        raise ExportError(
            f"exporter {entry.name} ({entry.spec.suffix}) must have all responses at once and cannot write them one at "
            f"a time: {_KEEP}. Exporters that can: {can}"
        )
    if audience is Audience.PUBLIC:
        raise ExportError(
            "what is for the public is looked through for all that any of the responses holds back, which must be "
            f"known at once: {_KEEP}"
        )


def _choose(registry: Registry, name: str, path: Path | None, suffix: str | None) -> Registered[Any]:
    if suffix is not None:
        return registry.exporter(name, suffix if suffix.startswith(".") else f".{suffix}")
    if path is not None:
        # The longest suffix that fits: .md.zip goes before .zip.
        known = sorted((entry.spec.suffix for entry in registry.exporters if entry.name == name), key=len, reverse=True)
        for candidate in known:
            if path.name.lower().endswith(candidate):
                return registry.exporter(name, candidate)
        if known and path.suffix:
            return registry.exporter(name, path.suffix)
    return registry.exporter(name)


def _audience(report: Report, audience: Audience | str | None) -> Audience:
    wanted = _wanted(audience)
    if wanted is None:
        return report.audience
    if wanted is Audience.INTERNAL and report.audience is Audience.PUBLIC:
        raise ExportError("this report was made for the public and has lost what is internal; check the round again")
    return wanted


def _wanted(audience: Audience | str | None) -> Audience | None:
    try:
        return decode(Audience, audience) if isinstance(audience, str) else audience
    except KkrconsultError:
        raise ExportError(f"there is no audience {bounded(audience)}; choose public or internal") from None


def _look_through(entry: Registered[Any], made: IO[bytes], edition: PublicEdition) -> None:
    """Refuse a public document that says what the public may not read."""
    try:
        made.seek(0)
        data = made.read()
    except ValueError:
        raise ExportError(f"exporter {entry.name} of {entry.plugin} closed what it was given to write to") from None
    found = leaks_in(data, edition)
    if found:
        # A document that is named in full may be long; the rest is seen when these are mended.
        said = "; ".join(f"{word_for(one.kind, 'en')} ({one.shown}) in {one.where}" for one in found[:_MOST_SHOWN])
        more = f", and {len(found) - _MOST_SHOWN} more" if len(found) > _MOST_SHOWN else ""
        raise ExportError(
            f"exporter {entry.name} of {entry.plugin} made a document for the public that says what is not for the "
            f"public, so nothing was written: {said}{more}. Take it out of the options, templates and files that the "
            "exporter was given; if it is in none of them, the exporter adds it, and whoever made it must know."
        )


def _given(entry: Registered[Any], options: object, target: Path | None) -> dict[str, tuple[GivenFile, ...]]:
    """What the options that are paths lead to."""
    named = {name: getattr(options, name) for name in entry.spec.files}
    written = target.resolve() if target is not None else None
    return {name: _files_at(Path(value), name, written) for name, value in named.items() if value is not None}


def _files_at(path: Path, option: str, written: Path | None) -> tuple[GivenFile, ...]:
    """One file, or all below a folder; links are not followed out of it.

    The file that is about to be written is not among those of a folder: what it was before is nothing to put into it.
    """
    try:
        if path.is_file():
            path.open("rb").close()
            return (GivenFile(name=path.name, open=_opener(path)),)
        if path.is_dir():
            found = sorted(
                (one.relative_to(path).as_posix(), one)
                for one in path.rglob("*")
                if one.is_file() and one.resolve().is_relative_to(path.resolve()) and one.resolve() != written
            )
            return tuple(GivenFile(name=name, open=_opener(one)) for name, one in found)
    except OSError as error:
        raise ExportError(f"option {option}: {path} cannot be read: {error.strerror or error}") from None
    raise ExportError(f"option {option}: there is no file or folder {bounded(str(path), 200)}")


def _opener(path: Path) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        return path.open("rb")

    return opened


def _write(
    entry: Registered[Any],
    report: Report,
    sink: BinaryIO,
    options: object,
    files: Mapping[str, tuple[GivenFile, ...]],
    responses: Sequence[Response] | None = None,
) -> None:
    more = [files] if entry.spec.files else []
    try:
        if responses is None:
            entry.spec.write(report, sink, options, *more)
        else:
            entry.spec.stream(report, responses, sink, options, *more)
    except (KkrconsultError, OSError):
        raise
    except FAULTS as error:
        message = f"exporter {entry.name} of {entry.plugin} failed: {type(error).__name__}: {bounded(str(error), 200)}"
        raise ExportError(message) from error


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A sink beside the target that takes its place when all is written, and vanishes when something fails.

    What is there and no ordinary file, such as a terminal, a pipe or a device, is written into and never replaced; of a
    link, it is the file at its end that is replaced.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with _into(path) as sink:
            yield sink
        return
    path = path.resolve() if path.is_symlink() else path
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}. {_remedy(path)}") from None
    part, done = Path(name), False
    try:
        with os.fdopen(handle, "wb") as sink:
            yield sink
            sink.flush()
            os.fsync(sink.fileno())
        umask = os.umask(0)
        os.umask(umask)
        part.chmod(0o666 & ~umask)  # mkstemp's files are for their owner alone; a report is an ordinary file
        part.replace(path)
        done = True
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}. {_remedy(path)}") from None
    finally:
        if not done:
            with contextlib.suppress(OSError):
                part.unlink()


@contextlib.contextmanager
def _into(path: Path) -> Iterator[BinaryIO]:
    """A sink that is there already and takes what is written."""
    try:
        with path.open("wb", buffering=0) as device:
            whole = io.BytesIO()
            yield whole
            device.write(whole.getbuffer())
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}.") from None


def _remedy(path: Path) -> str:
    if not path.parent.is_dir():
        return f"Make the folder {path.parent} first."
    if path.is_dir():
        return "It is a folder; give the name of a file."
    return "Check that the folder may be written to and that the disk has room."
