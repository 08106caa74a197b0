"""Whether a round that a plugin ships keeps its contract: `assert_round`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import PurePath
from typing import Any, cast

import attrs

from kkrconsult.config import dump_round, is_file, local_names, parse_round
from kkrconsult.engine import check
from kkrconsult.errors import KkrconsultError, PluginError, bounded, dotted
from kkrconsult.jsonio import from_json, to_json
from kkrconsult.model import LocalizedText, Point, Response, Round, TrackPoint
from kkrconsult.plugins import Registry, RoundSpec, load_plugins
from kkrconsult.rounds import known_from
from kkrconsult.testing._contract import Breach, hold
from kkrconsult.testing._corpus import MOMENT, constructed_responses
from kkrconsult.testing._differences import named
from kkrconsult.testing._docs import on_examples
from kkrconsult.testing._shared import crashed, on_summary, registered, subject
from kkrconsult.testing.rules import in_order
from kkrconsult.timeline import deadline_moment

__all__ = ["assert_round"]

_WEEK = dt.timedelta(days=7)


def assert_round(
    spec: RoundSpec, *, plugins: Iterable[object] = (), documents: Iterable[str | PathLike[str]] = ()
) -> Round:
    """Check that a round which a plugin ships keeps its contract; the rules are in `RULES`.

    Args:
        spec: The round.
        plugins: Plugins whose validators and the like the round has settings for, besides the built-in ones.
        documents: Paths of documents whose ``>>>`` examples must run, such as a README.

    Returns:
        The round.

    Raises:
        ContractError: It breaks rules; the message has all of them.
    """
    __tracebackhide__ = True
    _, breaches = registered(spec)
    breaches += on_summary(spec)
    registry = load_plugins(extra=plugins, entry_points=False)
    breaches += [Breach(rule="loads", message=str(failure.problem)) for failure in registry.failures]
    round_, faults = _loaded(spec, registry)
    breaches += faults
    if round_ is not None:
        breaches += _on_round(spec, round_, registry)
    breaches += on_examples((spec.load,), documents)
    hold(subject(spec), in_order(breaches))
    assert round_ is not None  # noqa: S101 - a breach says so otherwise
    return round_


def _loaded(spec: RoundSpec, registry: Registry) -> tuple[Round | None, list[Breach]]:
    try:
        first, second = spec.load(), spec.load()
    except Exception as error:  # a stranger's code
        return None, [Breach(rule="loads", message=f"load raises {crashed(error)}")]
    if isinstance(first, Round):
        breaches = [] if first == second else [_twice()]
        return first, breaches
    if not isinstance(first, str):
        message = f"load gives {bounded(first)}; it must give a Round, or the text of a round file"
        return None, [Breach(rule="loads", message=message)]
    breaches = [] if first == second else [_twice()]
    local = local_names(first)
    if local:
        message = f"its file asks for {named(local)} beside it; give what they hold from the package's own hooks"
        breaches.append(Breach(rule="no-local-plugins", message=message))
    try:
        round_ = parse_round(first, known=known_from(registry), allow_local_plugins=bool(local))
    except KkrconsultError as error:
        return None, [*breaches, Breach(rule="loads", message=f"its file cannot be used: {_indented(error)}")]
    return round_, [*breaches, *_on_files(spec, round_, registry)]


def _on_files(spec: RoundSpec, round_: Round, registry: Registry) -> Iterator[Breach]:
    wanted: dict[str, str] = {}
    for entry in registry.exporters:
        table = round_.settings.exporters.get(entry.name)
        named_files = (table.get(option) for option in entry.spec.files) if table is not None else ()
        wanted.update((path, entry.name) for path in named_files if isinstance(path, str))
    for path, exporter in sorted(wanted.items()):
        if spec.folder is None:
            message = f"exporter {exporter} is to use the file {bounded(path)}, but the record has no folder"
            yield Breach(rule="files-are-there", message=message)
        elif not is_file(str(PurePath(spec.folder) / path)):
            message = f"exporter {exporter} is to use the file {bounded(path)}, which is not in the record's folder"
            yield Breach(rule="files-are-there", message=message)


def _twice() -> Breach:
    return Breach(rule="loads", message="load gives another round the second time; make it of nothing but the package")


def _indented(error: KkrconsultError) -> str:
    return str(error).replace("\n", "\n    ")


def _on_round(spec: RoundSpec, round_: Round, registry: Registry) -> Iterator[Breach]:
    if round_.id != spec.id:
        yield Breach(rule="id-and-region", message=f"the record says id {spec.id!r}, and the round {round_.id!r}")
    if round_.region != spec.region:
        message = f"the record says region {spec.region!r}, and the round {round_.region!r}"
        yield Breach(rule="id-and-region", message=message)
    yield from _on_forms(round_, registry)
    foreign = [dotted(path) for path, text in _texts(round_, ()) if "da" not in text.translations]
    if foreign:
        yield Breach(rule="danish", message=f"there is no Danish text in {named(foreign, quoted=False)}")
    yield from _on_use(round_, registry)


def _on_forms(round_: Round, registry: Registry) -> Iterator[Breach]:
    def through_json() -> Round:
        return from_json(Round, to_json(round_))

    def through_file() -> Round:
        return parse_round(dump_round(round_), known=known_from(registry))

    for form, travelled in (("JSON", through_json), ("a round file", through_file)):
        try:
            same = travelled() == round_
        except Exception as error:  # whatever a stranger put into the settings
            reason = _indented(error) if isinstance(error, KkrconsultError) else crashed(error)
            yield Breach(rule="lossless", message=f"it cannot be written as {form} and read again: {reason}")
        else:
            if not same:
                message = f"written as {form} and read again, it is another round; use plain texts and numbers"
                yield Breach(rule="lossless", message=message)


def _texts(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], LocalizedText]]:
    """Every text in several languages, with its place."""
    if isinstance(value, LocalizedText):
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
    elif attrs.has(kind := cast("type[Any]", type(value))):
        for field in attrs.fields(kind):
            yield from _texts(getattr(value, field.name), (*path, field.name))


def _on_use(round_: Round, registry: Registry) -> Iterator[Breach]:
    moment = deadline_moment(round_.deadline) + _WEEK if round_.deadline else MOMENT
    try:
        check(round_, _answers(round_, moment), at=moment, registry=registry, strict=True)
    except PluginError as error:
        yield Breach(rule="works", message=f"on constructed answers {error.message}")
    except KkrconsultError as error:
        yield Breach(rule="works", message=f"it cannot be checked: {_indented(error)}")


def _answers(round_: Round, moment: dt.datetime) -> Iterator[Response]:
    """The constructed answers, from the parties of this round and on its tracks."""
    parties = [party.id for party in round_.participants]
    tracks = [track.id for track in round_.tracks]

    def moved(point: Point, number: int) -> Point:
        if isinstance(point, TrackPoint) and tracks:
            return attrs.evolve(point, track=tracks[number % len(tracks)])
        return point

    for number, answer in enumerate(constructed_responses()):
        count = min(len(answer.participants), len(parties))
        names = tuple(parties[(number + one) % len(parties)] for one in range(count))
        yield attrs.evolve(
            answer,
            participants=names or answer.participants,
            points=tuple(moved(point, number) for point in answer.points),
            received_at=answer.received_at and moment - _WEEK + (answer.received_at - MOMENT) / 10,
        )
