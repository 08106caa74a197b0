"""Mistakes in hooks, in options, and in the use of the registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import attrs

import kkrconsult as kc


@attrs.frozen(kw_only=True)
class Options:
    """Options."""

    words: int = 800


@attrs.frozen(kw_only=True)
class OtherOptions:
    """Options of something else."""

    lines: int = 80


def check(response: kc.Response, options: Options) -> Iterator[kc.Finding]:
    """A check that is right."""
    yield from ()


def reads_other_options(response: kc.Response, options: OtherOptions) -> Iterator[kc.Finding]:
    """A check for other options than those registered with it."""
    yield from ()


def write(report: kc.Report, sink: BinaryIO, options: OtherOptions) -> None:
    """An exporter for other options than those registered with it."""


def group(proposals: list[str], options: kc.NoOptions) -> list[kc.Theme]:
    """Proposals are not texts."""
    return []


words = kc.ValidatorSpec(name="acme", codes=(), options=Options, create=kc.per_response(check))
other = kc.per_response(reads_other_options)
kc.ValidatorSpec(name="acme", codes=(), options=Options, create=other)  # E: arg-type
kc.ExporterSpec(name="a", suffix=".a", media_type="a/b", options=Options, write=write)  # E: arg-type
kc.GrouperSpec(name="acme", group=group)  # E: arg-type
kc.RoundSpec(id="acme", region="danmark", load="acme.toml")  # E: arg-type


class OnlyObserves:
    """A validator of a whole round that can neither finish nor merge."""

    def __init__(self, options: Options, context: kc.Context) -> None:
        """Nothing."""

    def observe(self, response: kc.Response) -> Iterator[kc.Finding]:
        """Find nothing."""
        yield from ()


kc.ValidatorSpec(name="acme", codes=(), options=Options, create=OnlyObserves)  # E: arg-type


@kc.hookimpl
def kkrconsult_exporters() -> Iterable[kc.ExporterSpec]:
    """A hook that gives records of another kind."""
    return [words]  # E: list-item


@kc.hookimpl
def kkrconsult_rounds() -> Iterable[kc.RoundSpec]:
    """A hook that gives a record and not a list."""
    return kc.RoundSpec(id="acme", region="danmark", load=lambda: "")  # E: return-value


@kc.hookimpl  # E: type-var
def kkrconsult_readers() -> kc.ReaderSpec:
    """A hook that says that it gives a record and not several."""
    raise NotImplementedError


@kc.hookimpl(specname="kkrconsult_readers")  # E: type-var
def readers() -> Iterable[str]:
    """A hook that says that it gives texts."""
    return []


registry = kc.load_plugins(plugins=[])  # E: call-arg
kc.load_plugins(disabled=1)  # E: arg-type
kc.load_plugins().validators.clear()  # E: attr-defined
