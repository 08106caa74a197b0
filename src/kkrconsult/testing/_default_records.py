"""What `make` gives the records of plugins, what a registry is made of, and what comes of it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from kkrconsult.engine import Summary, check_part
from kkrconsult.errors import Problem
from kkrconsult.findings import Code, Finding
from kkrconsult.intake import FilePart
from kkrconsult.model import Proposal, Response, Round, Theme
from kkrconsult.plugins import (
    Context,
    ExporterSpec,
    GivenFile,
    GrouperSpec,
    NoOptions,
    PluginFailure,
    PluginInfo,
    ReaderSpec,
    Registered,
    Registry,
    RoundSpec,
    ValidatorSpec,
    per_response,
)
from kkrconsult.report import Report
from kkrconsult.structure import FrozenMap
from kkrconsult.testing._defaults import DEFAULTS, MOMENT

__all__ = ["RECORD_DEFAULTS"]

_SUMMARY = FrozenMap({"da": "Konstrueret til prøver.", "en": "Constructed for tests."})


def _default(cls: type[Any]) -> Any:
    return cls(**DEFAULTS[cls])


def _check(response: Response, options: NoOptions) -> Iterator[Finding]:  # noqa: ARG001
    """A finding for every answer of three words or more."""
    words = len(response.text.split())
    if words > 2:
        yield Finding(code="acme.constructed", params=FrozenMap({"words": words}))


def _write(report: Report, sink: BinaryIO, options: NoOptions) -> None:  # noqa: ARG001
    sink.write(f"{report.round.title}\n".encode())


def _read(stream: BinaryIO, name: str, options: NoOptions) -> Iterable[Response | Finding]:  # noqa: ARG001
    """Everything in the file as one answer."""
    text = stream.read().decode("utf-8", errors="replace")
    return [Response(id="svar-1", participants=("birkelund",), body=text, received_at=MOMENT)]


def _group(proposals: Sequence[Proposal], options: NoOptions) -> Iterable[Theme]:  # noqa: ARG001
    """Each proposal by itself."""
    return [
        Theme(id=one.point, title=one.title.strip() or one.point, points=(one.point,), participants=one.participants)
        for one in sorted(proposals, key=lambda one: one.point)
    ]


def _load() -> Round:
    made: Round = _default(Round)
    return made


def _open() -> BinaryIO:
    return io.BytesIO(b"Konstrueret\n")


_VALIDATOR: Mapping[str, Any] = FrozenMap(
    {
        "name": "acme-constructed",
        "codes": (_default(Code),),
        "create": per_response(_check),
        "summary": _SUMMARY,
    }
)
_PLUGIN: Mapping[str, Any] = FrozenMap(
    {
        "name": "acme",
        "kind": "given",
        "version": "1.0",
        "gives": FrozenMap({"validator": ("acme-constructed",)}),
    }
)
_REGISTERED: Mapping[str, Any] = FrozenMap(
    {"spec": ValidatorSpec[Any](**_VALIDATOR), "plugin": PluginInfo(**_PLUGIN)},
)

_REGISTRY: Mapping[str, Any] = FrozenMap(
    {"validators": (Registered(**_REGISTERED),), "plugins": (PluginInfo(**_PLUGIN),)}
)
# A value, whatever is made of it: merging and finishing leave it as it is.
_PART = check_part(_load(), [_default(Response)], at=MOMENT, registry=Registry(**_REGISTRY))

RECORD_DEFAULTS: Mapping[type[Any], Mapping[str, Any]] = FrozenMap(
    {
        Context: {"round": _load(), "at": MOMENT},
        ExporterSpec: {
            "name": "acme-title",
            "suffix": ".txt",
            "media_type": "text/plain",
            "write": _write,
            "summary": _SUMMARY,
        },
        FilePart: {"path": "svar.jsonl"},
        GivenFile: {"name": "skabelon.txt", "open": _open},
        GrouperSpec: {"name": "acme-alone", "group": _group, "summary": _SUMMARY},
        PluginFailure: {
            "name": "acme",
            "kind": "given",
            "stage": "validated",
            "message": "hook kkrconsult_validators returned nothing (constructed); return a list of ValidatorSpec",
        },
        PluginInfo: _PLUGIN,
        Problem: {"message": "is constructed", "path": ("round", "id")},
        ReaderSpec: {"name": "acme-words", "suffixes": (".words",), "read": _read, "summary": _SUMMARY},
        Registered: _REGISTERED,
        Registry: _REGISTRY,
        RoundSpec: {
            "id": "konstrueret-runde",
            "region": "midtjylland",
            "load": _load,
            "summary": _SUMMARY,
        },
        Summary: {"responses": _PART.responses, "terms": _PART.terms, "state": _PART.state},
        ValidatorSpec: _VALIDATOR,
    }
)
"""Values of the fields, by class; what stands in none of these has the default of its class."""
