"""Looking up what the plugins give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from kkrconsult.errors import ConfigError, ExportError, KkrconsultError, ReadError
from kkrconsult.findings import Code, Severity
from kkrconsult.plugins import (
    LIBRARY_CODES,
    ExporterSpec,
    GrouperSpec,
    PluginFailure,
    PluginInfo,
    ReaderSpec,
    Registered,
    Registry,
    RoundSpec,
    ValidatorSpec,
    per_response,
)

ACME = PluginInfo(name="acme", kind="entry-point", distribution="acme-tools", version="1.0")
OURS = PluginInfo(name="readers", kind="builtin", distribution="kkrconsult", version="0")


def nothing(*_: Any) -> tuple[()]:
    return ()


def exporter(name: str, suffix: str) -> Registered[ExporterSpec[Any]]:
    spec: Any = ExporterSpec(name=name, suffix=suffix, media_type="x/y", write=lambda *_: None)
    return Registered(spec=spec, plugin=ACME)


def reader(
    name: str,
    *suffixes: str,
    plugin: PluginInfo = ACME,
    sniff: Callable[[bytes], bool] | None = None,
    codes: tuple[Code, ...] = (),
) -> Registered[ReaderSpec[Any]]:
    spec: Any = ReaderSpec(name=name, suffixes=suffixes, read=nothing, sniff=sniff, codes=codes)
    return Registered(spec=spec, plugin=plugin)


WORDS = Code("acme.words", Severity.WARNING)
LINES = Code("acme.lines", Severity.WARNING)
REGISTRY = Registry(
    validators=(
        Registered(spec=ValidatorSpec(name="words", codes=(WORDS,), create=per_response(nothing)), plugin=ACME),
    ),
    exporters=(exporter("matrix", ".csv"), exporter("notat", ".docx"), exporter("notat", ".md")),
    readers=(reader("text", ".txt", ".md", codes=(LINES,)),),
    rounds=(Registered(spec=RoundSpec(id="klima-2020", region="danmark", load=str), plugin=ACME),),
    groupers=(Registered(spec=GrouperSpec(name="same-title", group=nothing), plugin=ACME),),
)


class TestLookup:
    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            ("validator", "words"),
            ("exporter", "matrix"),
            ("reader", "text"),
            ("round", "klima-2020"),
            ("grouper", "same-title"),
        ],
    )
    def test_a_record_is_found_by_name_with_its_plugin(self, kind: str, name: str) -> None:
        found = getattr(REGISTRY, kind)(name)
        assert (found.name, found.plugin) == (name, ACME)

    @pytest.mark.parametrize(
        ("kind", "name", "error", "message"),
        [
            ("validator", "word", ConfigError, "there is no validator 'word'. Did you mean 'words'?"),
            ("exporter", "matrx", ExportError, "there is no exporter 'matrx'. Did you mean 'matrix'?"),
            ("exporter", "zzz", ExportError, "there is no exporter 'zzz'. There are: matrix, notat."),
            ("reader", "zzz", ReadError, "there is no reader 'zzz'. There are: text."),
            (
                "round",
                "klima-2021",
                ConfigError,
                "there is no round 'klima-2021'. Did you mean 'klima-2020'?",
            ),
            (
                "grouper",
                "same-titel",
                ConfigError,
                "there is no grouper 'same-titel'. Did you mean 'same-title'?",
            ),
        ],
    )
    def test_an_unknown_name_is_an_error_with_a_suggestion(
        self, kind: str, name: str, error: type[KkrconsultError], message: str
    ) -> None:
        with pytest.raises(error) as caught:
            getattr(REGISTRY, kind)(name)
        assert str(caught.value) == message

    def test_an_empty_registry_says_so(self) -> None:
        with pytest.raises(ConfigError, match=r"there is no validator 'words'\. There is no validator at all\."):
            Registry().validator("words")


class TestFormats:
    def test_one_document_has_several_formats(self) -> None:
        assert REGISTRY.exporter("notat", ".md").spec.suffix == ".md"
        assert REGISTRY.exporter("notat", ".DOCX").spec.suffix == ".docx"

    def test_without_a_suffix_one_must_choose(self) -> None:
        with pytest.raises(ExportError) as caught:
            REGISTRY.exporter("notat")
        assert str(caught.value) == "exporter 'notat' writes several formats; choose one of .docx, .md"

    def test_another_format_is_an_error_that_names_those_there_are(self) -> None:
        with pytest.raises(ExportError) as caught:
            REGISTRY.exporter("notat", ".pdf")
        assert str(caught.value) == "exporter 'notat' does not write '.pdf'; it writes .docx, .md"

    def test_a_format_that_is_disabled_is_said_to_be(self) -> None:
        registry = attrs.evolve(REGISTRY, disabled=("exporter:notat.pdf",))
        with pytest.raises(ExportError, match=r"it writes .docx, .md. It is disabled \(exporter:notat.pdf\)"):
            registry.exporter("notat", ".pdf")


class TestWhyMissing:
    def test_what_could_not_even_be_read_may_have_been_meant_to_give_it(self) -> None:
        failure = PluginFailure(name="regler", kind="local", stage="loaded", message="it needs the module 'nowhere'")
        registry = attrs.evolve(REGISTRY, failures=(failure,))
        with pytest.raises(ConfigError, match=r"may belong to what cannot be used: plugin 'regler' .* 'nowhere'"):
            registry.validator("acme-words")

    def test_what_is_disabled_is_said_to_be(self) -> None:
        registry = attrs.evolve(REGISTRY, disabled=("plugin:acme", "validator:pages"))
        with pytest.raises(ConfigError) as caught:
            registry.validator("pages")
        assert str(caught.value) == "there is no validator 'pages'. It is disabled (validator:pages)."

    @pytest.mark.parametrize(("kind", "name"), [("validator", "pages"), ("exporter", "liste")])
    def test_what_a_failed_plugin_would_have_given_leads_to_the_plugin(self, kind: str, name: str) -> None:
        failure = PluginFailure(
            name="emca",
            kind="entry-point",
            distribution="emca-tools",
            version="2.0",
            stage="registered",
            message="it clashes",
            claims=("exporter:liste.md", "validator:pages"),
        )
        registry = attrs.evolve(REGISTRY, failures=(failure,))
        with pytest.raises(KkrconsultError) as caught:
            getattr(registry, kind)(name)
        assert str(caught.value) == (
            f"there is no {kind} '{name}'. It belongs to a plugin that cannot be used: "
            "plugin 'emca' (emca-tools 2.0): it clashes"
        )
        with pytest.raises(KkrconsultError, match="Did you mean 'words'"):
            registry.validator("word")


class TestReaderFor:
    def test_the_suffix_decides(self) -> None:
        assert REGISTRY.reader_for("svar/Skive.TXT").name == "text"

    def test_the_longest_suffix_wins(self) -> None:
        registry = Registry(readers=(reader("a", ".json"), reader("b", ".svar.json")))
        assert registry.reader_for("x.svar.json").name == "b"
        assert registry.reader_for("x.json").name == "a"

    def test_between_equals_the_first_bytes_decide(self) -> None:
        registry = Registry(readers=(reader("a", ".x"), reader("b", ".x", sniff=lambda head: head == b"B")))
        assert registry.reader_for("f.x", b"B").name == "b"
        assert registry.reader_for("f.x", b"A").name == "a"

    def test_then_what_is_built_in(self) -> None:
        registry = Registry(readers=(reader("a", ".x"), reader("b", ".x", plugin=OURS)))
        assert registry.reader_for("f.x").name == "b"

    def test_without_a_known_suffix_the_first_bytes_decide(self) -> None:
        registry = Registry(readers=(reader("a", ".x"), reader("b", sniff=lambda head: head.startswith(b"%PDF"))))
        assert registry.reader_for("scan", b"%PDF-1.7").name == "b"

    def test_a_reader_that_fails_to_recognise_a_file_does_not_know_it(self) -> None:
        def sniff(head: bytes) -> bool:
            raise RuntimeError

        registry = Registry(readers=(reader("a", sniff=sniff), reader("b", sniff=lambda head: True)))
        assert registry.reader_for("scan", b"x").name == "b"

    def test_a_file_for_no_reader_is_an_error_that_says_what_can_be_read(self) -> None:
        with pytest.raises(ReadError) as caught:
            REGISTRY.reader_for("a.docx", b"PK")
        assert str(caught.value) == "no reader is for 'a.docx'; files can be read that end in: .md, .txt"

    def test_without_readers_nothing_can_be_read(self) -> None:
        with pytest.raises(ReadError, match="that end in: nothing"):
            Registry().reader_for("a.docx")


def starts(letter: str) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(letter.encode())


class TestReaderOfContent:
    TEXT = reader("text", ".txt")
    A, B, C = (reader(name, f".{name}", sniff=starts(name)) for name in "abc")
    ALSO_B = reader("also-b", ".bb", sniff=starts("b"))

    @pytest.mark.parametrize(
        ("name", "head", "found"),
        [
            ("f.a", b"a", "a"),  # the name is right
            ("f.a", b"c", "c"),  # it is plainly something else
            ("f.a", b"x", "a"),  # nobody knows better
            ("f.a", b"b", "a"),  # two think that they do
            ("f.txt", b"c", "text"),  # a reader without a sign takes what is called so
        ],
    )
    def test_goes_before_the_name_where_only_one_recognises_it(self, name: str, head: bytes, found: str) -> None:
        registry = Registry(readers=(self.TEXT, self.A, self.B, self.C, self.ALSO_B))
        assert registry.reader_of_content(registry.reader_for(name, head), head).name == found


class TestCodes:
    def test_all_codes_are_known_in_order(self) -> None:
        names = list(REGISTRY.codes)
        assert names == sorted(names)
        assert set(names) == {"acme.words", "acme.lines"} | {code.name for code in LIBRARY_CODES}
