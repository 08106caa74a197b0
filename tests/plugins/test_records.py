"""Records that cannot work cannot be built, and say which field got what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import attrs
import pytest

from kkrconsult.errors import DataError
from kkrconsult.findings import Code, Finding, Severity
from kkrconsult.model import Response, Theme
from kkrconsult.plugins import (
    Context,
    ExporterSpec,
    GrouperSpec,
    NoOptions,
    Proposal,
    ReaderSpec,
    RoundSpec,
    ValidatorSpec,
    per_response,
)
from kkrconsult.report import Report


@attrs.frozen(kw_only=True)
class Options:
    """Options of the examples."""

    limit: int = 1


def check(response: Response, options: Options) -> Iterator[Finding]:
    yield Finding(code="acme.seen", params={"limit": options.limit})


def check_at(response: Response, options: Options, context: Context) -> Iterator[Finding]:
    yield Finding(code="acme.seen", params={"at": context.at.isoformat()})


def write(report: Report, sink: BinaryIO, options: Options) -> None:
    sink.write(b"")


def read(stream: BinaryIO, name: str, options: Options) -> Iterable[Response]:
    return ()


def group(proposals: Iterable[Proposal], options: Options) -> Iterable[Theme]:
    return ()


CODE = Code("acme.seen", Severity.INFO)
VALIDATOR: dict[str, Any] = {
    "name": "acme",
    "codes": (CODE,),
    "options": Options,
    "create": per_response(check),
}
EXPORTER: dict[str, Any] = {
    "name": "acme",
    "suffix": ".md",
    "media_type": "text/markdown",
    "options": Options,
    "write": write,
}
READER: dict[str, Any] = {"name": "acme", "suffixes": (".md",), "options": Options, "read": read}
ROUND: dict[str, Any] = {"id": "acme", "region": "danmark", "load": str}
GROUPER: dict[str, Any] = {"name": "acme", "options": Options, "group": group}

RECORDS: list[tuple[type[Any], dict[str, Any]]] = [
    *[(ValidatorSpec, VALIDATOR), (ExporterSpec, EXPORTER), (ReaderSpec, READER), (RoundSpec, ROUND)],
    (GrouperSpec, GROUPER),
]
WRONG: list[tuple[type[Any], dict[str, Any], str, object]] = [
    *[(kind, good, "name", name) for kind, good in RECORDS if kind is not RoundSpec for name in ("A b", "", 1)],
    *[(kind, good, "options", value) for kind, good in RECORDS if kind is not RoundSpec for value in (int, 1)],
    *[(RoundSpec, ROUND, field, "Æ") for field in ("id", "region")],
    (RoundSpec, ROUND, "load", "text"),
    *[(ValidatorSpec, VALIDATOR, "codes", codes) for codes in ([CODE], ("acme.seen",))],
    (ValidatorSpec, VALIDATOR, "create", None),
    *[(ExporterSpec, EXPORTER, "suffix", suffix) for suffix in ("md", ".", ".MD", 1)],
    (ExporterSpec, EXPORTER, "write", None),
    *[(ReaderSpec, READER, "suffixes", suffixes) for suffixes in (("md",), (1,), ".md", [".md"])],
    (ReaderSpec, READER, "codes", [CODE]),
    (ReaderSpec, READER, "read", None),
    (GrouperSpec, GROUPER, "group", None),
]


@pytest.mark.parametrize(("kind", "good"), RECORDS)
def test_a_record_that_is_right_can_be_built(kind: type[Any], good: dict[str, Any]) -> None:
    assert attrs.asdict(kind(**good), recurse=False).items() >= good.items()


@pytest.mark.parametrize(("kind", "good", "field", "value"), WRONG)
def test_one_that_is_wrong_names_the_field_and_the_value(
    kind: type[Any], good: dict[str, Any], field: str, value: object
) -> None:
    with pytest.raises(DataError) as caught:
        kind(**(good | {field: value}))
    (problem,) = caught.value.problems
    assert problem.path == (field,)
    assert problem.found
    assert caught.value.message.startswith(f"{kind.__name__}: {field} ")


@pytest.mark.parametrize(
    ("kind", "good", "changes", "message"),
    [
        (
            *RECORDS[0],
            {"name": "Min Høring på Ö!"},
            "name must be in kebab-case; found 'Min Høring på Ö!'. Perhaps 'min-hoering-paa-o'.",
        ),
        (*RECORDS[0], {"name": "!"}, "name must be in kebab-case; found '!'"),
        (
            *RECORDS[0],
            {"options": int},
            "options must be an attrs class; found <class 'int'>. Write @attrs.frozen(kw_only=True) above the class.",
        ),
        (
            *RECORDS[0],
            {"options": NoOptions()},
            "options must be an attrs class; found NoOptions(). Give the class NoOptions, not one of its objects.",
        ),
        (
            *RECORDS[0],
            {"codes": ("acme.seen",)},
            (
                "codes must be a tuple of Code; found ('acme.seen',). "
                """A code is Code('acme.seen', Severity.WARNING, {"da": "…", "en": "…"})."""
            ),
        ),
        (*RECORDS[0], {"codes": []}, "codes must be a tuple of Code; found []. Write (code,), with the comma."),
        (*RECORDS[0], {"codes": 7}, "codes must be a tuple of Code; found 7"),
        (
            *RECORDS[0],
            {"create": None},
            "create must be callable; found None. Give a class, or per_response(check).",
        ),
        (
            *RECORDS[1],
            {"suffix": "*.MD"},
            "suffix must be a file name suffix such as .md; found '*.MD'. Perhaps '.md'.",
        ),
        (
            *RECORDS[1],
            {"files": ("limt",)},
            "files must name options; found 'limt'; allowed: limit. Did you mean 'limit'?",
        ),
        (
            *RECORDS[2],
            {"suffixes": ".md"},
            "suffixes must be a tuple of file name suffixes; found '.md'. Write (suffix,), with the comma.",
        ),
    ],
)
def test_it_says_so_once_and_what_to_write_instead(
    kind: type[Any], good: dict[str, Any], changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(DataError) as caught:
        kind(**(good | changes))
    assert str(caught.value) == f"{kind.__name__}: {message}"


@pytest.mark.parametrize(("kind", "good"), [entry for entry in RECORDS if entry[0] is not RoundSpec])
def test_a_record_needs_no_options(kind: type[Any], good: dict[str, Any]) -> None:
    without = {field: value for field, value in good.items() if field != "options"}
    assert kind(**without).options is NoOptions


class TestPerResponse:
    # What is in the response does not matter to the lifting.
    response: Any = object()
    context = Context(round=object(), at=dt.datetime(2020, 12, 15, 10, tzinfo=dt.UTC))  # type: ignore[arg-type]

    def test_a_function_of_response_and_options_becomes_a_validator(self) -> None:
        run = per_response(check)(Options(limit=7), self.context)
        assert [finding.params["limit"] for finding in run.observe(self.response)] == [7]

    def test_a_third_parameter_gets_the_context(self) -> None:
        run = per_response(check_at)(Options(), self.context)
        assert [finding.params["at"] for finding in run.observe(self.response)] == ["2020-12-15T10:00:00+00:00"]

    def test_it_remembers_nothing(self) -> None:
        make = per_response(check)
        run = make(Options(), self.context)
        list(run.observe(self.response))
        run.merge(make(Options(), self.context))
        assert list(run.finish()) == []
