"""What a plugin's author learns of a failure, and that nothing in a plugin ends the program."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, NoReturn

import attrs
import pytest

import kkrconsult as kc
from kkrconsult.engine import Plan, Run
from kkrconsult.texts import meaning, remedy

AT = dt.datetime(2020, 12, 20, tzinfo=dt.UTC)
ROUND = kc.Round(id="konstrueret", title=kc.localized(da="Konstrueret høring"))
THEME = kc.ThemeProposal(id="p1", title="Vand", text="Konstrueret tema.", rationale="Derfor.")
ANSWER = kc.Response(id="svar-3", participants=("anden",), points=(THEME,))
HERE = __name__.replace(".", "/") + ".py"
"""This file, as seen from where its package lies: how it is named hangs on where pytest was started."""
CODES = (kc.Code("probe.seen", kc.Severity.INFO, "seen"),)


def given(kind: str, *specs: Any) -> kc.Registry:
    class Given:
        pass

    def hook(self: Given) -> Iterable[Any]:
        return specs

    hook.__name__ = f"kkrconsult_{kind}"
    setattr(Given, hook.__name__, kc.hookimpl(hook))
    return kc.load_plugins(entry_points=False, extra=[Given()], disabled=["plugin:validators"])


def validator(create: Callable[..., Any]) -> kc.Registry:
    return given("validators", kc.ValidatorSpec(name="probe", codes=CODES, create=create))


def check(create: Callable[..., Any], *, strict: bool = False) -> kc.Report:
    return kc.check(ROUND, [ANSWER], at=AT, registry=validator(create), strict=strict)


def plain(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    yield kc.Finding(code="probe.seen")


def listing(response: kc.Response, options: Any) -> list[kc.Finding]:
    return []


def silent(response: kc.Response, options: Any) -> None:
    return None


def stumbles(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    yield kc.Finding(code="probe.seen")
    words: list[str] = []
    words[7]


def misspells(response: kc.Response, options: Any) -> Iterator[kc.Finding]:
    yield kc.Finding(code="probe.seen", params=kc.FrozenMap({"a": object()}))


def ends(*_: Any, **__: Any) -> NoReturn:
    raise SystemExit(1)


def interrupts(*_: Any, **__: Any) -> NoReturn:
    raise KeyboardInterrupt


class Whole:
    def __init__(self, options: Any, context: kc.Context) -> None:
        pass

    def observe(self, response: kc.Response) -> Iterable[kc.Finding]:
        return ()

    def finish(self) -> Iterable[kc.Finding]:
        return ()

    def merge(self, other: Whole) -> None:
        pass


class Unmergeable(Whole):
    merge = None  # type: ignore[assignment]


class TestWhatCreateGives:
    @pytest.mark.parametrize(
        ("create", "said"),
        [
            (plain, "create gave a generator, not a validator; did you mean create=kc.per_response(check)?"),
            (listing, "create gave a list, not a validator; did you mean create=kc.per_response(check)?"),
            (silent, "create gave None, not a validator; did you mean create=kc.per_response(check)?"),
            (
                Unmergeable,
                "create gave an Unmergeable without merge; a validator has all of observe, finish and merge",
            ),
        ],
    )
    def test_must_be_a_validator(self, create: Callable[..., Any], said: str, caplog: pytest.LogCaptureFixture) -> None:
        report = check(create)
        assert report.counts == {"plugin.crashed": 1}
        assert not report.complete
        assert said in caplog.text
        with pytest.raises(kc.PluginError) as caught:
            check(create, strict=True)
        assert str(caught.value) == f"validator probe of plugin Given failed in create: TypeError: {said}"

    def test_may_be_one_of_any_class(self) -> None:
        assert check(Whole).complete


class TestWhereItFailed:
    def test_is_told_with_file_line_and_answer(self, caplog: pytest.LogCaptureFixture) -> None:
        line = stumbles.__code__.co_firstlineno + 3
        said = f"IndexError: list index out of range ({HERE}, line {line})"
        report = check(kc.per_response(stumbles))
        assert f"validator probe of plugin Given failed on answer svar-3 and was left out: {said}" in caplog.messages
        assert "svar-3" not in str(report.findings[0].params)
        with pytest.raises(kc.PluginError) as caught:
            check(kc.per_response(stumbles), strict=True)
        assert str(caught.value) == f"validator probe of plugin Given failed on answer svar-3: {said}"

    def test_is_the_plugin_s_own_line_where_the_library_refused_what_it_made(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        check(kc.per_response(misspells))
        assert caplog.messages[0].endswith(f"({HERE}, line {misspells.__code__.co_firstlineno + 1})")

    def test_is_no_line_of_the_engine(self, caplog: pytest.LogCaptureFixture) -> None:
        check(kc.per_response(silent))  # type: ignore[arg-type]
        assert caplog.messages[0].endswith("observe gave None; where there is nothing to say, return ()")

    def test_is_told_of_an_error_that_cannot_describe_itself(self, caplog: pytest.LogCaptureFixture) -> None:
        class MuteError(Exception):
            def __str__(self) -> str:
                raise ValueError

        def mute(response: kc.Response, options: Any) -> Iterable[kc.Finding]:
            raise MuteError

        check(kc.per_response(mute))
        assert f"was left out: MuteError ({HERE}, line " in caplog.text

    @pytest.mark.parametrize("text", ["x" * 5_000, "a\0b"])
    def test_is_told_in_a_short_printable_line(self, text: str, caplog: pytest.LogCaptureFixture) -> None:
        def loud(response: kc.Response, options: Any) -> Iterable[kc.Finding]:
            raise ValueError(text)

        check(kc.per_response(loud))
        (message,) = caplog.messages
        assert message.isprintable()
        assert len(message) < 400


class TestAPluginThatEndsTheProgram:
    @pytest.mark.parametrize("method", ["__init__", "observe", "finish"])
    def test_has_failed_as_a_validator(self, method: str, caplog: pytest.LogCaptureFixture) -> None:
        create = type("Ends", (Whole,), {method: ends})
        assert check(create).counts == {"plugin.crashed": 1}
        assert "validator probe of plugin Given failed" in caplog.text
        assert f"SystemExit: 1 ({HERE}, line " in caplog.text
        with pytest.raises(kc.PluginError, match="SystemExit"):
            check(create, strict=True)

    def test_has_failed_when_it_is_merged(self) -> None:
        plan = Plan.compile(ROUND, at=AT, registry=validator(type("Ends", (Whole,), {"merge": ends})))
        first, second = Run(plan), Run(plan)
        first.merge(second)
        assert first.finish().counts == {"plugin.crashed": 1}

    def test_has_failed_as_a_grouper(self) -> None:
        settings = kc.Settings(groupers=kc.FrozenMap({"probe": kc.FrozenMap()}))
        registry = given("groupers", kc.GrouperSpec(name="probe", group=ends))
        report = kc.check(attrs.evolve(ROUND, settings=settings), [ANSWER], at=AT, registry=registry)
        assert report.counts == {"plugin.crashed": 1}
        assert report.findings[0].params["error"] == "SystemExit"

    def test_has_failed_as_an_exporter(self) -> None:
        registry = given("exporters", kc.ExporterSpec(name="probe", suffix=".x", media_type="text/x", write=ends))
        report = kc.check(ROUND, [], at=AT, registry=registry)
        with pytest.raises(kc.ExportError, match=r"exporter probe of .* failed: SystemExit"):
            kc.export(report, "probe", io.BytesIO(), registry=registry)

    def test_has_failed_as_a_reader(self) -> None:
        spec = kc.ReaderSpec(name="probe", suffixes=(".probe",), read=ends, isolated=False)
        stream = io.BytesIO(b"x")
        stream.name = "a.probe"
        inbox = kc.read_inbox(stream, ROUND, registry=given("readers", spec))
        assert [problem.code for problem in inbox.problems] == ["file.unreadable"]
        assert "SystemExit" in str(inbox.problems[0].params["reason"])

    def test_has_failed_in_a_process_of_its_own(self) -> None:
        spec = kc.ReaderSpec(name="probe", suffixes=(".probe",), read=read_and_end)
        stream = io.BytesIO(b"x")
        stream.name = "a.probe"
        inbox = kc.read_inbox(stream, ROUND, registry=given("readers", spec), jobs=1)
        assert [problem.code for problem in inbox.problems] == ["file.unreadable"]

    def test_knows_no_file(self) -> None:
        spec = kc.ReaderSpec(name="probe", suffixes=(), read=ends, sniff=ends)
        stream = io.BytesIO(b"\1\2\3")
        stream.name = "a.unheard-of"
        inbox = kc.read_inbox(stream, ROUND, registry=given("readers", spec))
        assert [problem.code for problem in inbox.problems] == ["file.unknown-type"]

    def test_has_failed_as_a_round(self) -> None:
        registry = given("rounds", kc.RoundSpec(id="probe", region="danmark", load=ends))
        with pytest.raises(kc.PluginError, match=r"round probe of .* cannot be loaded: SystemExit"):
            kc.load_round("probe", registry=registry)


def read_and_end(stream: BinaryIO, name: str, options: Any) -> Iterable[kc.Response]:
    raise SystemExit(1)


class TestCtrlC:
    @pytest.mark.parametrize("method", ["__init__", "observe", "finish"])
    def test_ends_the_program_whatever_code_is_running(self, method: str) -> None:
        with pytest.raises(KeyboardInterrupt):
            check(type("Slow", (Whole,), {method: interrupts}))


class TestTheTextsOnPlugins:
    """Who reads a report and who wrote the plugin both learn what to do, and what the report lacks."""

    @pytest.mark.parametrize("code", ["plugin.crashed", "plugin.undeclared-code"])
    @pytest.mark.parametrize(
        ("lang", "lacking", "user", "author"),
        [
            ("da", "er udeladt", "Hvis du bruger pluginet", "Hvis du selv laver det"),
            ("en", "is left out", "If you use the plugin", "If you write it"),
        ],
    )
    def test_speak_to_both(self, code: str, lang: str, lacking: str, user: str, author: str) -> None:
        assert lacking in (meaning(code, lang) or "")
        assert user in (remedy(code, lang) or "")
        assert author in (remedy(code, lang) or "")
