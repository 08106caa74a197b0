"""JSON: one response, a list of them, or anything with ``responses``, such as a whole report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from kkrconsult.errors import DataError
from kkrconsult.findings import Finding
from kkrconsult.model import Response
from kkrconsult.plugins import NoOptions, ReaderSpec
from kkrconsult.readers._problems import not_a_response, problems_of
from kkrconsult.structure import decode, json_loads

__all__ = ["SPEC"]


def read(stream: BinaryIO, name: str, options: NoOptions) -> Iterator[Response | Finding]:  # noqa: ARG001 - the hook's shape
    """Read every response of the file; one that is not right costs only itself."""
    try:
        data = json_loads(stream.read().removeprefix(b"\xef\xbb\xbf"))
    except DataError as error:
        yield from problems_of(name, error)
        return
    if isinstance(data, Mapping) and "responses" in data:
        data = data["responses"]
    items = data if isinstance(data, list) else [data]
    if not items:
        yield not_a_response(name, "it holds no response")
    for index, item in enumerate(items):
        prefix = (index,) if isinstance(data, list) else ()
        try:
            response: Response = decode(Response, item, prefix=prefix)
        except DataError as error:
            yield from problems_of(name, error)
        else:
            yield response


def sniff(head: bytes) -> bool:
    """Whether a file begins as a JSON object or list."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


SPEC = ReaderSpec(
    name="json",
    suffixes=(".json",),
    media_types=("application/json",),
    read=read,
    sniff=sniff,
    summary={
        "da": "JSON: et svar, en liste af svar eller en hel rapport",
        "en": "JSON: a response, a list of responses, or a whole report",
    },
)
