"""A round is loaded by its id or from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import attrs
import pytest
from tests.config.known import HEAD, Docx, Markdown

from kkrconsult.config import parse_round
from kkrconsult.engine import check
from kkrconsult.errors import ConfigError, DataError, PluginError
from kkrconsult.findings import Code, Severity
from kkrconsult.model import Round, Settings, localized
from kkrconsult.plugins import (
    Context,
    ExporterSpec,
    ReaderSpec,
    Registry,
    RoundSpec,
    ValidatorSpec,
    hookimpl,
    load_plugins,
    per_response,
)
from kkrconsult.rounds import known_from, load_round, local_plugins
from kkrconsult.structure import FrozenMap

AT = dt.datetime(2020, 12, 20, tzinfo=dt.UTC)
READY = Round(id="acme-klar", title=localized(da="Klar"))
LOCAL = """\
import kkrconsult as kc

@kc.hookimpl
def kkrconsult_validators():
    code = kc.Code("min.regel", kc.Severity.INFO, "x")
    return [kc.ValidatorSpec(name="min-regel", codes=(code,), create=kc.per_response(lambda response, options: ()))]
"""


@attrs.frozen(kw_only=True)
class _Options:
    words: int = 800
    """Words."""


_nothing = per_response(lambda response, options: ())


def _fail() -> str:
    raise OSError("disken er væk")


class _Acme:
    """A plugin with something of everything."""

    @hookimpl
    def kkrconsult_rounds(self) -> Iterable[RoundSpec]:
        return [
            RoundSpec(id="acme-klar", region="midtjylland", load=lambda: READY),
            RoundSpec(
                id="acme-tekst", region="midtjylland", load=lambda: HEAD + "[validators.acme-words]\nwords = 1\n"
            ),
            RoundSpec(id="acme-fejl", region="midtjylland", load=lambda: HEAD + "x = 1"),
            RoundSpec(id="acme-brudt", region="midtjylland", load=_fail),
            RoundSpec(id="acme-sludder", region="midtjylland", load=lambda: 7),  # type: ignore[arg-type,return-value]
        ]

    @hookimpl
    def kkrconsult_validators(self) -> Iterable[ValidatorSpec[_Options]]:
        def check(response: object, options: _Options, context: Context) -> tuple[()]:
            return ()

        code = Code("acme.wordy", Severity.INFO, "x")
        return [ValidatorSpec(name="acme-words", codes=(code,), options=_Options, create=per_response(check))]

    @hookimpl
    def kkrconsult_exporters(self) -> Iterable[ExporterSpec]:
        def write(report: object, sink: object, options: object) -> None: ...

        formats = (("html", Markdown), ("md2", Markdown), ("docx2", Docx))
        return [
            ExporterSpec(name="acme-notat", suffix=f".{end}", media_type="a/b", options=options, write=write)
            for end, options in formats
        ]

    @hookimpl
    def kkrconsult_readers(self) -> Iterable[ReaderSpec[_Options]]:
        return [ReaderSpec(name="acme-reader", suffixes=(".acme",), options=_Options, read=lambda *_: ())]


@pytest.fixture(scope="module")
def registry() -> Registry:
    found = load_plugins(extra=[_Acme()], entry_points=False)
    assert not [failure for failure in found.failures if failure.kind == "given"]
    return found


class TestByItsId:
    def test_a_plugin_may_give_the_round_itself(self, registry: Registry) -> None:
        assert load_round("acme-klar", registry=registry) is READY

    def test_or_the_text_of_a_file_that_names_its_own_validators(self, registry: Registry) -> None:
        found = load_round("acme-tekst", registry=registry)
        assert found.settings.validators["acme-words"]["words"] == 1

    def test_a_text_that_cannot_be_used_is_told_with_round_and_plugin(self, registry: Registry) -> None:
        with pytest.raises(ConfigError, match=r"round acme-fejl of plugin '_Acme'.*cannot be used; 1 problem"):
            load_round("acme-fejl", registry=registry)

    def test_a_plugin_that_fails_is_named(self, registry: Registry) -> None:
        with pytest.raises(
            PluginError, match=r"round acme-brudt of plugin.*cannot be loaded: OSError: 'disken er væk'"
        ):
            load_round("acme-brudt", registry=registry)
        with pytest.raises(PluginError, match="must give a Round or a round file's text, not 7"):
            load_round("acme-sludder", registry=registry)

    def test_an_unknown_one_is_told_with_those_there_are(self, registry: Registry) -> None:
        with pytest.raises(ConfigError, match=r"found 'acme-kla'; allowed: .*acme-klar.*Did you mean 'acme-klar'"):
            load_round("acme-kla", registry=registry)
        with pytest.raises(ConfigError, match=r"found 'x'. The path of a round file ends with .toml"):
            load_round("x", registry=Registry())


class TestFromAFile:
    @pytest.fixture
    def file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(tmp_path)
        path = tmp_path / "runde.toml"
        path.write_text(HEAD, encoding="utf-8")
        return path

    def test_by_path_or_by_name(self, file: Path, registry: Registry) -> None:
        for source in (file, str(file), "runde.toml", "./runde.toml"):
            assert load_round(source, registry=registry).id == "prøve-2020"

    def test_a_name_without_suffix_is_a_file_if_no_round_has_it(self, file: Path, registry: Registry) -> None:
        file.rename("runde")
        assert load_round("runde", registry=registry).id == "prøve-2020"
        Path("acme-klar").write_text(HEAD, encoding="utf-8")
        assert load_round("acme-klar", registry=registry) is READY
        assert load_round(Path("acme-klar"), registry=registry).id == "prøve-2020"

    def test_problems_name_the_file_as_it_was_given(self, file: Path, registry: Registry) -> None:
        file.write_text("x", encoding="utf-8")
        with pytest.raises(ConfigError, match=r"^runde\.toml cannot be used; 1 problem:\n  runde\.toml:1: not TOML"):
            load_round("runde.toml", registry=registry)

    def test_without_a_registry_the_installed_plugins_are_taken(self, file: Path) -> None:
        assert load_round(file).id == "prøve-2020"
        with pytest.raises(ConfigError, match="no such round"):
            load_round("runder")

    def test_local_plugins_are_used_only_where_they_are_allowed(self, file: Path, registry: Registry) -> None:
        file.write_text(HEAD + "[validators.min-regel]\n[plugins]\nlocal = ['min_regel.py']", encoding="utf-8")
        assert local_plugins("acme-klar") == ()
        with pytest.raises(ConfigError, match="is not there"):
            local_plugins(file)
        Path("min_regel.py").write_text(LOCAL, encoding="utf-8")
        with pytest.raises(ConfigError, match="not allowed here"):
            load_round(file)
        assert "min-regel" in load_round(file, allow_local_plugins=True).settings.validators
        own = load_plugins(local=local_plugins(file), entry_points=False)
        assert "min-regel" in load_round(file, registry=own, allow_local_plugins=True).settings.validators
        with pytest.raises(ConfigError, match="there is no validator of this name; found 'min-regel'"):
            load_round(file, registry=registry, allow_local_plugins=True)
        file.rename("runde")
        assert [Path(path).name for path in local_plugins("runde")] == ["min_regel.py"]


class TestKnownFrom:
    def test_everything_in_a_registry_is_known(self, registry: Registry) -> None:
        known = known_from(registry)
        assert known.validators["acme-words"].codes == {"acme.wordy"}
        assert known.validators["acme-words"].options == (_Options,)
        assert known.exporters["acme-notat"].options == (Docx, Markdown)
        assert known.readers["acme-reader"].options == (_Options,)

    def test_what_is_lacking_is_known_too(self) -> None:
        found = load_plugins(extra=[object()], entry_points=False, disabled=["validators"])
        known = known_from(found)
        assert any("is switched off" in reason for reason in known.absent)
        assert "plugin:validators" in known.disabled


SETTINGS = """[validators.acme-words]
words = "many"
[exporters.acme-notat]
nonsense = 1
[readers.acme-reader]
words = "many"
"""


class TestSettingsOfWhatTheCallerDisabled:
    @staticmethod
    def known(*disabled: str, extra: object | None = None) -> Registry:
        given = [_Acme()] if extra is None else [_Acme(), extra]
        return load_plugins(extra=given, entry_points=False, disabled=disabled)

    def test_are_ignored_where_the_records_are_named(self) -> None:
        names = ["validator:acme-words", "exporter:acme-notat", "reader:acme-reader"]
        assert parse_round(HEAD + SETTINGS, known=known_from(self.known(*names))).id == "prøve-2020"

    def test_are_ignored_where_the_plugin_is_named(self) -> None:
        registry = self.known("plugin:_Acme")
        round_ = parse_round(HEAD + SETTINGS, known=known_from(registry))
        assert check(round_, [], at=AT, registry=registry).complete

    def test_are_ignored_by_the_check_as_well(self) -> None:
        tables = FrozenMap({"acme-words": FrozenMap({"words": "many"}), "page-limit": FrozenMap({"maximum": "x"})})
        groupers = FrozenMap({"acme-grouper": FrozenMap({"x": 1})})
        round_ = attrs.evolve(READY, settings=Settings(validators=tables, groupers=groupers))
        check(round_, [], at=AT, registry=self.known("plugin:_Acme", "validator:page-limit"))

    def test_stay_errors_where_the_name_is_a_slip(self) -> None:
        registry = self.known("plugin:_Acme")
        with pytest.raises(ConfigError, match="there is no validator of this name; found 'page-limt'"):
            parse_round(HEAD + "[validators.page-limt]", known=known_from(registry))
        tables: FrozenMap[str, FrozenMap[str, object]] = FrozenMap({"page-limt": FrozenMap()})
        with pytest.raises(ConfigError, match="there is no validator 'page-limt'"):
            check(attrs.evolve(READY, settings=Settings(validators=tables)), [], at=AT, registry=registry)

    def test_stay_errors_where_it_belongs_to_a_plugin_that_failed(self) -> None:
        class Broken:
            @hookimpl
            def kkrconsult_validators(self) -> Iterable[ValidatorSpec[_Options]]:
                names = ("acme-letters", "page-limit")
                return [ValidatorSpec(name=name, codes=(), options=_Options, create=_nothing) for name in names]

        registry = self.known("plugin:_Acme", extra=Broken())
        with pytest.raises(ConfigError, match="there is no validator of this name; found 'acme-letters'"):
            parse_round(HEAD + "[validators.acme-letters]", known=known_from(registry))

    def test_stay_errors_in_sections_of_which_nothing_is_disabled(self) -> None:
        registry = self.known("plugin:validators")
        parse_round(HEAD + "[validators.whatever]", known=known_from(registry))
        with pytest.raises(ConfigError, match="there is no reader of this name"):
            parse_round(HEAD + "[readers.whatever]", known=known_from(registry))


class TestFilesOfARoundThatAPluginShips:
    TEXT = HEAD + '[exporters.hoeringsnotat]\ntemplate = "brev.docx"\n[exporters.matrix]\nlanguage = "da"\n'

    def loaded(self, folder: str | Path | None) -> Round:
        class Plugin:
            @hookimpl
            def kkrconsult_rounds(self) -> Iterable[RoundSpec]:
                return [RoundSpec(id="acme-brev", region="midtjylland", load=lambda: text, folder=folder)]

        text = self.TEXT
        registry = load_plugins(entry_points=False, extra=[Plugin()], strict=True)
        return load_round("acme-brev", registry=registry)

    def template(self, folder: str | Path | None) -> object:
        return self.loaded(folder).settings.exporters["hoeringsnotat"]["template"]

    def test_are_looked_for_in_the_folder_that_it_names(self, tmp_path: Path) -> None:
        assert self.template(tmp_path) == str(tmp_path / "brev.docx")
        assert self.template(str(tmp_path)) == str(tmp_path / "brev.docx")

    def test_are_left_as_they_are_without_one(self) -> None:
        assert self.template(None) == "brev.docx"

    def test_leave_all_other_settings_alone(self, tmp_path: Path) -> None:
        assert self.loaded(tmp_path).settings.exporters["matrix"] == {"language": "da"}

    def test_have_no_folder_that_is_no_path(self) -> None:
        with pytest.raises(DataError, match="folder must be a path"):
            RoundSpec(id="acme", region="midtjylland", load=str, folder=7)  # type: ignore[arg-type]
