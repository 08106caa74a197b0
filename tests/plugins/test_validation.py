"""A plugin that is wrong is told what is wrong with it, all at once, and none of it is used."""

from __future__ import annotations

import datetime as dt
import enum
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Literal

import attrs
import pluggy
import pytest

from kkrconsult.findings import Code, Severity
from kkrconsult.plugins import (
    ExporterSpec,
    GrouperSpec,
    NoOptions,
    PluginFailure,
    ReaderSpec,
    RoundSpec,
    ValidatorSpec,
    hookimpl,
    hooks,
    load_plugins,
    per_response,
)
from kkrconsult.plugins._validate import KINDS
from kkrconsult.structure import FrozenMap

FailureOf = Callable[..., PluginFailure]


def check(response: Any, options: Any) -> Iterator[Any]:
    yield from ()


def validator(name: str = "acme-words", *codes: str, **arguments: Any) -> ValidatorSpec[Any]:
    declared = tuple(Code(code, Severity.WARNING, "x") for code in codes)
    return ValidatorSpec(name=name, codes=declared, create=per_response(check), **arguments)


def exporter(name: str = "acme-list", suffix: str = ".txt", **arguments: Any) -> ExporterSpec[Any]:
    return ExporterSpec(
        name=name,
        suffix=suffix,
        media_type="text/plain",
        write=lambda report, sink, options: None,
        **arguments,
    )


def reader(name: str = "acme-reader", *suffixes: str, **arguments: Any) -> ReaderSpec[Any]:
    return ReaderSpec(name=name, suffixes=suffixes, read=lambda stream, name, options: (), **arguments)


def grouper(name: str = "acme-grouper", **arguments: Any) -> GrouperSpec[Any]:
    return GrouperSpec(name=name, group=lambda proposals, options: (), **arguments)


def round_(id_: str = "acme-2030") -> RoundSpec:
    return RoundSpec(id=id_, region="danmark", load=lambda: "")


class Gives:
    """A plugin whose hooks return what they are told to."""

    def __init__(self, **results: Any) -> None:
        self.results = results

    @hookimpl
    def kkrconsult_validators(self) -> Any:
        return self.results.get("validators", ())

    @hookimpl
    def kkrconsult_exporters(self) -> Any:
        return self.results.get("exporters", ())

    @hookimpl
    def kkrconsult_readers(self) -> Any:
        return self.results.get("readers", ())

    @hookimpl
    def kkrconsult_rounds(self) -> Any:
        return self.results.get("rounds", ())

    @hookimpl
    def kkrconsult_groupers(self) -> Any:
        return self.results.get("groupers", ())


def module(**members: Any) -> types.ModuleType:
    """A plugin that is a module."""
    made = types.ModuleType("acme")
    vars(made).update(members)
    return made


class TestHooks:
    def test_every_hook_has_a_kind_of_record(self) -> None:
        manager = pluggy.PluginManager(hooks.PROJECT)
        manager.add_hookspecs(hooks)
        assert {name for name in vars(manager.hook) if name.startswith("kkrconsult")} == set(KINDS)

    def test_a_plugin_may_give_something_of_every_kind(self) -> None:
        plugin = Gives(
            validators=[validator()],
            exporters=(exporter(),),
            readers=iter([reader()]),
            rounds=[round_()],
            groupers=(one for one in [grouper()]),
        )
        registry = load_plugins(extra=[plugin], entry_points=False)
        (info,) = [info for info in registry.plugins if info.kind == "given"]
        assert dict(info.gives) == {
            "exporter": ("acme-list.txt",),
            "grouper": ("acme-grouper",),
            "reader": ("acme-reader",),
            "round": ("acme-2030",),
            "validator": ("acme-words",),
        }

    def test_a_plugin_may_give_nothing(self) -> None:
        registry = load_plugins(extra=[Gives()], entry_points=False)
        (info,) = [info for info in registry.plugins if info.kind == "given"]
        assert not info.gives

    def test_a_hook_that_does_not_exist_is_named_with_a_suggestion(self, failure_of: FailureOf) -> None:
        @hookimpl  # type: ignore[type-var]
        def kkrconsult_validator() -> None: ...

        failure = failure_of(module(kkrconsult_validator=kkrconsult_validator))
        assert failure.stage == "validated"
        assert failure.message == ("there is no hook 'kkrconsult_validator'. Did you mean 'kkrconsult_validators'?")

    def test_a_hook_like_none_that_exists_is_told_which_do(self, failure_of: FailureOf) -> None:
        @hookimpl  # type: ignore[type-var]
        def pytest_collect() -> None: ...

        message = failure_of(module(pytest_collect=pytest_collect)).message
        assert message.startswith("there is no hook 'pytest_collect'. There are: kkrconsult_validators, ")

    def test_all_wrong_hooks_are_named_at_once(self, failure_of: FailureOf) -> None:
        @hookimpl  # type: ignore[type-var]
        def one() -> None: ...

        @hookimpl  # type: ignore[type-var]
        def kkrconsult_rounds(config: object) -> None: ...

        message = failure_of(module(one=one, kkrconsult_rounds=kkrconsult_rounds)).message
        assert "there is no hook 'one'" in message
        assert "hook kkrconsult_rounds wants arguments (config); hooks take none" in message

    def test_an_optional_hook_may_be_for_another_version(self) -> None:
        @hookimpl(optionalhook=True)  # type: ignore[type-var]
        def kkrconsult_telepaths() -> None: ...

        @hookimpl
        def kkrconsult_rounds() -> list[RoundSpec]:
            return [round_()]

        plugin = module(kkrconsult_telepaths=kkrconsult_telepaths, kkrconsult_rounds=kkrconsult_rounds)
        registry = load_plugins(extra=[plugin], entry_points=False)
        assert registry.round("acme-2030").plugin.name == "acme"

    def test_a_hook_may_be_named_by_its_marker(self) -> None:
        @hookimpl(specname="kkrconsult_rounds")
        def danish() -> list[RoundSpec]:
            return [round_("da")]

        @hookimpl(specname="kkrconsult_rounds")
        def swedish(strict: bool = False) -> list[RoundSpec]:
            return [round_("sv")]

        registry = load_plugins(extra=[module(danish=danish, swedish=swedish)], entry_points=False)
        assert registry.round("da").plugin == registry.round("sv").plugin

    @pytest.mark.parametrize("marker", [{"wrapper": True}, {"hookwrapper": True}])
    def test_a_wrapper_is_refused(self, failure_of: FailureOf, marker: dict[str, bool]) -> None:
        @hookimpl(**marker)  # type: ignore[call-overload, untyped-decorator]
        def kkrconsult_rounds() -> Iterator[None]:
            yield

        message = failure_of(module(kkrconsult_rounds=kkrconsult_rounds)).message
        assert message == "hook kkrconsult_rounds is a wrapper; hooks only give records"

    def test_a_hook_without_its_marker_is_noticed(self, failure_of: FailureOf) -> None:
        def kkrconsult_rounds() -> list[RoundSpec]:
            return [round_()]

        message = failure_of(module(kkrconsult_rounds=kkrconsult_rounds)).message
        assert message == "kkrconsult_rounds is not a function marked with @kkrconsult.hookimpl; mark it"

    def test_a_class_in_place_of_its_instance_is_noticed(self, failure_of: FailureOf) -> None:
        message = failure_of(Gives).message
        assert "hook kkrconsult_rounds is a method, but the plugin is a class; give an instance" in message

    def test_a_plugin_that_cannot_be_looked_into_is_named(self, failure_of: FailureOf) -> None:
        class Acme:
            def __dir__(self) -> list[str]:
                raise RuntimeError("nothing to see here")

        failure = failure_of(Acme())
        assert failure.message == "its hooks cannot be read: RuntimeError: nothing to see here"
        assert "RuntimeError" in failure.traceback

    def test_a_plugin_that_cannot_even_be_shown_is_named(self, failure_of: FailureOf) -> None:
        class Acme:
            def __repr__(self) -> str:
                raise RuntimeError

        assert failure_of(Acme()).message.endswith("hookimpl: a Acme")


class TestResults:
    @pytest.mark.parametrize(
        ("result", "what"),
        [
            (None, "returned nothing; return a list of ValidatorSpec"),
            (7, "returned 7 (int); return a list of ValidatorSpec"),
            ("acme", "returned 'acme' (str); return a list of ValidatorSpec"),
            (b"acme", "returned b'acme' (bytes); return a list of ValidatorSpec"),
            ({"acme": 1}, "returned {'acme': 1} (dict); return a list of ValidatorSpec"),
            (validator(), "returned one ValidatorSpec; put it into a list"),
        ],
    )
    def test_rubbish_is_named(self, failure_of: FailureOf, result: object, what: str) -> None:
        failure = failure_of(Gives(validators=result))
        assert failure.stage == "validated"
        assert failure.message == f"hook kkrconsult_validators {what}"

    def test_items_of_a_wrong_type_are_named_with_their_index(self, failure_of: FailureOf) -> None:
        message = failure_of(Gives(validators=[validator(), "acme", exporter("x"), validator("b")])).message
        assert message.startswith("hook kkrconsult_validators: item 1 is 'acme' (str), item 2 is ExporterSpec(")
        assert message.endswith("(ExporterSpec); return a list of ValidatorSpec")

    def test_a_class_of_records_is_no_record(self, failure_of: FailureOf) -> None:
        assert "item 0 is <class" in failure_of(Gives(validators=[ValidatorSpec])).message

    @pytest.mark.parametrize("error", [ValueError("nej"), SystemExit(3)])
    def test_a_hook_that_raises_is_named(self, failure_of: FailureOf, error: BaseException) -> None:
        @hookimpl
        def kkrconsult_rounds() -> list[RoundSpec]:
            raise error

        failure = failure_of(module(kkrconsult_rounds=kkrconsult_rounds))
        assert failure.message == f"hook kkrconsult_rounds failed: {type(error).__name__}: {error}"
        assert "in kkrconsult_rounds" in failure.traceback

    def test_an_error_that_cannot_say_what_it_is_is_named_by_its_kind(self, failure_of: FailureOf) -> None:
        class MuteError(Exception):
            def __str__(self) -> str:
                raise RuntimeError

        @hookimpl
        def kkrconsult_rounds() -> list[RoundSpec]:
            raise MuteError

        message = failure_of(module(kkrconsult_rounds=kkrconsult_rounds)).message
        assert message == "hook kkrconsult_rounds failed: MuteError"

    def test_a_generator_that_breaks_off_is_named(self, failure_of: FailureOf) -> None:
        def rounds() -> Iterator[RoundSpec]:
            yield round_()
            raise ValueError("nej")

        failure = failure_of(Gives(rounds=rounds()))
        assert failure.message == "hook kkrconsult_rounds failed: ValueError: nej"

    def test_a_generator_without_end_is_ended(self, failure_of: FailureOf) -> None:
        def rounds() -> Iterator[RoundSpec]:
            spec = round_()
            while True:
                yield spec

        assert failure_of(Gives(rounds=rounds())).message == "hook kkrconsult_rounds gave more than 10000 records"

    def test_an_invalid_record_tells_its_own_fault(self, failure_of: FailureOf) -> None:
        @hookimpl
        def kkrconsult_exporters() -> list[ExporterSpec[Any]]:
            return [exporter(suffix="txt")]

        message = failure_of(module(kkrconsult_exporters=kkrconsult_exporters)).message
        assert message.startswith("hook kkrconsult_exporters failed: ExporterSpec: suffix must be")
        assert "found 'txt'" in message

    def test_a_long_story_is_cut_and_put_on_one_line(self, failure_of: FailureOf) -> None:
        @hookimpl
        def kkrconsult_rounds() -> list[RoundSpec]:
            raise ValueError("a\n\x07" + "b" * 10_000)

        message = failure_of(module(kkrconsult_rounds=kkrconsult_rounds)).message
        assert message.startswith("hook kkrconsult_rounds failed: ValueError: a \N{REPLACEMENT CHARACTER}bbb")
        assert message.endswith("…")

    def test_one_wrong_record_costs_the_whole_plugin(self, failure_of: FailureOf) -> None:
        plugin = Gives(rounds=[round_("right")], validators=[validator("wrong", "plugin.mine")])
        failure_of(plugin)
        registry = load_plugins(extra=[plugin], entry_points=False)
        assert "right" not in [entry.name for entry in registry.rounds]


class TestRecords:
    @pytest.mark.parametrize(
        ("results", "what"),
        [
            ({"validators": [validator(), validator()]}, "validator acme-words is given twice"),
            ({"rounds": [round_(), round_()]}, "round acme-2030 is given twice"),
            ({"exporters": [exporter(), exporter()]}, "exporter acme-list.txt is given twice"),
        ],
    )
    def test_a_name_given_twice_is_named(self, failure_of: FailureOf, results: dict[str, Any], what: str) -> None:
        assert failure_of(Gives(**results)).message == what

    def test_one_document_in_two_formats_is_fine(self) -> None:
        registry = load_plugins(extra=[Gives(exporters=[exporter(), exporter(suffix=".md")])], entry_points=False)
        assert registry.exporter("acme-list", ".md").spec.suffix == ".md"

    @pytest.mark.parametrize("code", ["plugin.mine", "file.mine", "inbox.mine"])
    @pytest.mark.parametrize("make", [validator, reader])
    def test_the_librarys_subjects_are_its_own(self, failure_of: FailureOf, code: str, make: Any) -> None:
        declared = (Code(code, Severity.INFO),)
        spec = attrs.evolve(make("acme"), codes=declared)
        kind = "validators" if make is validator else "readers"
        message = failure_of(Gives(**{kind: [spec]})).message
        subject = code.partition(".")[0]
        assert message == (f"{kind[:-1]} acme: code {code} must not begin with {subject}., which is the library's own")

    def test_so_are_its_codes(self, failure_of: FailureOf) -> None:
        message = failure_of(Gives(validators=[validator("acme", "plugin.crashed")])).message
        assert message == "validator acme: code plugin.crashed is the library's own; do not declare it"

    def test_two_records_of_a_plugin_may_share_a_code(self) -> None:
        plugin = Gives(validators=[validator("a", "acme.code"), validator("b", "acme.code")])
        registry = load_plugins(extra=[plugin], entry_points=False)
        assert registry.codes["acme.code"].severity is Severity.WARNING

    def test_but_not_declare_it_in_two_ways(self, failure_of: FailureOf) -> None:
        other = attrs.evolve(validator("b"), codes=(Code("acme.code", Severity.ERROR),))
        message = failure_of(Gives(validators=[validator("a", "acme.code"), other])).message
        assert message == "code acme.code is declared in two ways"

    @pytest.mark.parametrize("summary", ["text", {"da": 1}, {1: "x"}])
    def test_a_summary_is_texts_by_language(self, failure_of: FailureOf, summary: Any) -> None:
        message = failure_of(Gives(groupers=[grouper(summary=summary)])).message
        assert message == "grouper acme-grouper: summary must be texts by language"

    def test_what_a_validator_keeps_is_told_in_texts_by_language(self, failure_of: FailureOf) -> None:
        wrong: Any = "everything"
        message = failure_of(Gives(validators=[validator("acme-words", "acme.code", keeps=wrong)])).message
        assert message == "validator acme-words: keeps must be texts by language"

    def test_a_summary_of_texts_is_fine(self) -> None:
        plugin = Gives(groupers=[grouper(summary={"da": "Samler"})])
        registry = load_plugins(extra=[plugin], entry_points=False)
        assert registry.grouper("acme-grouper").spec.summary == {"da": "Samler"}


class Colour(enum.Enum):
    """A choice."""

    RED = "red"


@attrs.frozen(kw_only=True)
class Inner:
    """A table in the table."""

    words: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Everything:
    """All types that a round file can hold."""

    text: str = "x"
    number: int = 1
    share: float = 0.5
    on: bool = True
    day: dt.date | None = None
    moment: dt.datetime | None = None
    time: dt.time = dt.time(12)
    span: dt.timedelta = dt.timedelta(hours=1)
    colour: Colour = Colour.RED
    choice: Literal["a", "b"] = "a"
    inner: Inner = Inner()
    inners: tuple[Inner, ...] = ()
    pair: tuple[int, str] = (1, "a")
    table: Mapping[str, int] = FrozenMap()
    either: int | str = 1
    anything: Any = None
    _private: int = 1
    cache: list[int] = attrs.field(factory=list, init=False)


@attrs.frozen(kw_only=True)
class WantsOne:
    """One option without a default."""

    words: int


@attrs.frozen(kw_only=True)
class Wants:
    """An option without a default."""

    secret: str
    _words: int
    limit: int = 1


@attrs.frozen
class HasList:
    """A list can change."""

    words: list[str] = attrs.field(factory=list)
    table: dict[str, int] = attrs.field(factory=dict)
    fine: int = 1


@attrs.frozen
class HasSet:
    """So can a set."""

    words: set = attrs.field(factory=set)  # type: ignore[type-arg]


@attrs.frozen
class Deep:
    """The list is further down."""

    inner: HasList | None = None


@attrs.frozen
class HasObject:
    """Of no plain type."""

    pattern: pluggy.PluginManager | None = None


@attrs.frozen
class Unresolved:
    """Names a type that is not there at run time."""

    words: NotThere = 1  # type: ignore[name-defined]  # noqa: F821


@attrs.frozen
class BadDefault:
    """The default breaks its own check."""

    words: int = attrs.field(default=-1, validator=attrs.validators.ge(0))


@attrs.frozen
class OddDefault:
    """The default is of no plain type."""

    words: Any = attrs.field(default=object())


@attrs.frozen
class Taken:
    """The library's own keys."""

    enabled: bool = True
    severity: str = ""


@attrs.frozen(kw_only=True)
class Untyped:
    """A field without a type takes the types of the others from them."""

    least_percent = attrs.field(default=50)  # type: ignore[var-annotated]
    words = attrs.field(factory=tuple)  # type: ignore[var-annotated]
    most: int = 3


@attrs.frozen(kw_only=True)
class Plain:
    """A plain attribute beside a field, and what may stand there."""

    KNOWN = ("a", "b")
    TYPE = "plain"
    shared: ClassVar[int] = 1
    title_counts = True
    words: int = 1
    _cache = 3

    class Inner:
        """A class is no option."""

    @property
    def twice(self) -> int:
        """A property is no option."""
        return self.words * 2

    @staticmethod
    def plain() -> None:
        """Nor is a function."""


@attrs.frozen(kw_only=True)
class PlainAbove(Plain):
    """The plain attribute is in the class above."""

    more: int = 1


@attrs.frozen(kw_only=True, auto_attribs=False)
class Unasked:
    """The types are there, but nobody looks at them."""

    words: int = 1


class TestOptions:
    def test_all_types_of_a_round_file_are_fine(self) -> None:
        plugin = Gives(groupers=[grouper(options=Everything)])
        registry = load_plugins(extra=[plugin], entry_points=False)
        assert registry.grouper("acme-grouper").required_options == ()

    def test_an_option_may_be_required(self) -> None:
        plugin = Gives(groupers=[grouper(options=Wants)], rounds=[round_()])
        registry = load_plugins(extra=[plugin], entry_points=False)
        assert registry.grouper("acme-grouper").required_options == ("secret", "words")
        assert registry.round("acme-2030").required_options == ()

    @pytest.mark.parametrize(
        ("options", "what"),
        [
            (
                HasList,
                (
                    "option words has type list[str], which a file cannot hold; use tuple[…, ...]; "
                    "grouper acme-grouper: "
                    "option table has type dict[str, int], which a file cannot hold; use Mapping[str, …]"
                ),
            ),
            (HasSet, "option words has type set, which a file cannot hold; use tuple[…, ...]"),
            (
                HasObject,
                "option pattern has type pluggy._manager.PluginManager | None, which a file cannot hold",
            ),
            (
                BadDefault,
                "its options cannot be built from their defaults (ValueError: 'words' must be >= 0: -1)",
            ),
            (
                OddDefault,
                (
                    "the default of an option cannot be written to a round file "
                    "(TypeError: no plain form is known for object)"
                ),
            ),
        ],
    )
    def test_what_cannot_work_is_named_by_option(self, failure_of: FailureOf, options: type[Any], what: str) -> None:
        assert failure_of(Gives(groupers=[grouper(options=options)])).message == f"grouper acme-grouper: {what}"

    def test_a_type_deep_down_counts(self, failure_of: FailureOf) -> None:
        assert "option inner has type" in failure_of(Gives(groupers=[grouper(options=Deep)])).message

    def test_a_type_that_is_not_there_is_named(self, failure_of: FailureOf) -> None:
        message = failure_of(Gives(groupers=[grouper(options=Unresolved)])).message
        assert "'NotThere' cannot be resolved" in message

    def test_a_validators_options_are_not_called_like_the_librarys_own(self, failure_of: FailureOf) -> None:
        message = failure_of(Gives(validators=[validator(options=Taken)])).message
        assert message == (
            "validator acme-words: an option may not be called enabled: "
            "the table of every validator has that key; rename the field; "
            "validator acme-words: an option may not be called severity: "
            "the table of every validator has that key; rename the field"
        )

    def test_other_options_may(self) -> None:
        plugin = Gives(exporters=[exporter(options=Taken), exporter(suffix=".md", options=NoOptions)])
        registry = load_plugins(extra=[plugin], entry_points=False)
        assert registry.exporter("acme-list", ".txt").spec.options is Taken

    def test_one_without_a_type_is_told_what_to_write_and_takes_no_other_plugin_down(self) -> None:
        wrong, right = Gives(validators=[validator(options=Untyped)]), Gives(groupers=[grouper()])
        wrong.__name__, right.__name__ = "wrong", "right"  # type: ignore[attr-defined]
        registry = load_plugins(extra=[wrong, right], entry_points=False)
        (failure,) = registry.failures
        assert failure.message == (
            "validator acme-words: option least_percent has no type; write least_percent: int = 50; "
            "validator acme-words: option words has no type; write words: … = …"
        )
        assert registry.grouper("acme-grouper").plugin.name == "right"

    @pytest.mark.parametrize("options", [Plain, PlainAbove])
    def test_an_attribute_without_a_type_is_no_option_in_silence(
        self, failure_of: FailureOf, options: type[Any]
    ) -> None:
        failure = failure_of(Gives(exporters=[exporter(options=options)]))
        assert failure.message == (
            "exporter acme-list.txt: title_counts is no option, for it has no type; write title_counts: bool = True"
        )

    def test_nor_is_one_with_a_type_that_its_class_does_not_look_at(self, failure_of: FailureOf) -> None:
        failure = failure_of(Gives(groupers=[grouper(options=Unasked)]))
        assert failure.message == (
            "grouper acme-grouper: words is no option, for its class takes no fields by type; "
            "use @attrs.frozen(kw_only=True)"
        )

    def test_a_validator_that_runs_in_every_round_has_defaults_for_all(self, failure_of: FailureOf) -> None:
        failure = failure_of(Gives(validators=[validator(options=Wants)]))
        assert failure.message == (
            "validator acme-words: options secret, words have no default, but it runs in every round; "
            "give them defaults, or the validator enabled=False"
        )
        assert failure_of(Gives(validators=[validator(options=WantsOne)])).message == (
            "validator acme-words: option words has no default, but it runs in every round; "
            "give it a default, or the validator enabled=False"
        )

    def test_one_that_a_round_must_ask_for_need_not(self) -> None:
        plugin = Gives(validators=[validator(options=Wants, enabled=False)])
        registry = load_plugins(extra=[plugin], entry_points=False)
        assert registry.validator("acme-words").required_options == ("secret", "words")

    @pytest.mark.parametrize("make", [exporter, reader, grouper])
    def test_nor_do_records_of_other_kinds_which_run_on_request(self, make: Any) -> None:
        record = make(options=Wants)
        kind = type(record).__name__.removesuffix("Spec").lower()
        registry = load_plugins(extra=[Gives(**{f"{kind}s": [record]})], entry_points=False)
        (entry,) = [one for one in getattr(registry, f"{kind}s") if one.plugin.kind == "given"]
        assert entry.required_options == ("secret", "words")
