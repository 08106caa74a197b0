"""JSON: one response, a list of them, or anything with ``responses``, such as a whole report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

import attrs

from kkrconsult.document import Block, BlockKind, Document
from kkrconsult.errors import DataError, Path, bounded
from kkrconsult.findings import Finding
from kkrconsult.formats.plain_text import tidy
from kkrconsult.formats.problems import JSON_CODES, finding, hint, not_a_response, place, problems_of
from kkrconsult.inbox import Inbox
from kkrconsult.model import Response
from kkrconsult.plugins import ReaderSpec
from kkrconsult.readers._streams import LARGEST_FILE, limited, whole
from kkrconsult.report import Report
from kkrconsult.structure import decode, fast_decoder, json_loads

__all__ = ["SPEC", "Options", "read"]

FORM_KEY = "kkrconsult-form"
"""The key under which the form that is a page says of which round it is."""
_AROUND = frozenset(field.name for cls in (Report, Inbox) for field in attrs.fields(cls))
"""What may stand beside the responses: the other parts of a report or of an inbox."""


@attrs.frozen(kw_only=True)
class Options:
    """How JSON is read."""

    largest_file: int = attrs.field(default=LARGEST_FILE, validator=attrs.validators.ge(1))
    """Most bytes of a file. It is read as a whole; JSON Lines have no such limit."""


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read every response of the file; one that is not right costs only itself."""
    yield from limited(_read(stream, name, options), name, ("json.unknown-key",))


def _read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    content = whole(stream, name, options.largest_file)
    if isinstance(content, Finding):
        yield content
        return
    content = content.removeprefix(b"\xef\xbb\xbf")
    if found := _fast(content):
        yield from found
        return
    try:
        data = json_loads(content)
    except DataError as error:
        yield from problems_of(name, error)
        return
    if isinstance(data, Mapping) and FORM_KEY in data:
        yield _form(data, name)
        return
    path: Path = ()
    if isinstance(data, Mapping) and "responses" in data:
        for key in data:
            if key not in _AROUND:
                where = place(name, field=key)
                yield finding("json.unknown-key", where, key=bounded(key), hint=hint(key, _AROUND))
        data, path = data["responses"], ("responses",)
    items = data if isinstance(data, list) else [data]
    if not items:
        yield not_a_response(name, da="der er ingen svar i den", en="there is no response in it")
    for index, item in enumerate(items):
        try:
            response: Response = decode(Response, item, prefix=(*path, index) if isinstance(data, list) else path)
        except DataError as error:
            yield from problems_of(name, error)
        else:
            yield response


def _fast(content: bytes) -> tuple[Response, ...]:
    """The response or responses, where nothing is wrong with any of them and the extra ``fast`` is installed."""
    if content.lstrip().startswith(b"["):
        every = fast_decoder(tuple[Response, ...])
        return (every and every(content)) or ()
    one = fast_decoder(Response)
    found = one and one(content)
    return () if found is None else (found,)


def _form(data: Mapping[str, object], name: str) -> Document | Finding:
    """What was filled into the form that is a page."""
    form, fields = data[FORM_KEY], data.get("fields")
    if not isinstance(form, str) or not isinstance(fields, Mapping) or not all(map(_is_text, fields.values())):
        return not_a_response(
            name,
            da="den er et svarskema, men felterne i den er ikke tekst",
            en="it is an answer form, but its fields are not text",
        )
    blocks = tuple(
        Block(kind=BlockKind.FIELD, field=key, text=tidy(text)) for key, text in fields.items() if str(key).strip()
    )
    return Document(name=name, media_type="application/json", blocks=blocks, form=form)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def sniff(head: bytes) -> bool:
    """Whether a file begins as a JSON object or list."""
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return plain[:1] in (b"{", b"[") and not plain.startswith(b"{\\rtf")


SPEC: ReaderSpec[Options] = ReaderSpec(
    name="json",
    suffixes=(".json",),
    media_types=("application/json",),
    options=Options,
    read=read,
    isolated=False,
    codes=JSON_CODES,
    sniff=sniff,
    summary={
        "da": "JSON: et svar, en liste af svar eller en hel rapport",
        "en": "JSON: a response, a list of responses, or a whole report",
    },
)
