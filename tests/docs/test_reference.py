"""The reference leaves nothing out: a hook, a code, an option or a record without documentation fails here."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import attrs
import pytest

import kkrconsult as kc
from kkrconsult.plugins import hooks
from kkrconsult.structure import class_doc, field_docs
from kkrconsult.testing import RULES
from kkrconsult.texts import languages, meaning, remedy, template

DOCS = Path(__file__).parents[2] / "docs"
REGISTRY = kc.load_plugins(entry_points=False, strict=True)
RECORDS = [*REGISTRY.validators, *REGISTRY.exporters, *REGISTRY.readers, *REGISTRY.groupers]


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("_reference", DOCS / "_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestEveryRecord:
    @pytest.mark.parametrize("entry", RECORDS, ids=lambda entry: f"{type(entry.spec).__name__}-{entry.name}")
    def test_says_what_it_does_in_every_language(self, entry: kc.Registered) -> None:  # type: ignore[type-arg]
        assert set(entry.spec.summary) >= set(languages())

    @pytest.mark.parametrize("entry", RECORDS, ids=lambda entry: f"{type(entry.spec).__name__}-{entry.name}")
    def test_describes_its_options(self, entry: kc.Registered) -> None:  # type: ignore[type-arg]
        options = entry.spec.options
        assert class_doc(options)
        assert set(field_docs(options)) >= {field.name for field in attrs.fields(options)}

    def test_stands_in_the_reference(self) -> None:
        pages = reference()
        for name in ("validators", "exporters", "readers", "groupers"):
            page = getattr(pages, name)(REGISTRY)
            for entry in getattr(REGISTRY, name):
                assert f"## {entry.name}" in page
                assert all(f"`{field.name}`" in page for field in attrs.fields(entry.spec.options))


class TestEveryCode:
    @pytest.mark.parametrize("code", REGISTRY.codes.values(), ids=lambda code: code.name)
    def test_has_message_meaning_and_remedy_in_every_language(self, code: kc.Code) -> None:
        for language in languages():
            for text in (
                template(code.name, language, code.text),
                meaning(code.name, language),
                remedy(code.name, language),
            ):
                assert text

    def test_stands_in_the_reference(self) -> None:
        page = reference().codes(REGISTRY)
        assert all(f"## `{name}`" in page for name in REGISTRY.codes)


class TestEveryHook:
    def test_stands_in_the_reference_with_its_purpose(self) -> None:
        page = reference().hook_pages()
        names = [name for name in hooks.__all__ if name.startswith("kkrconsult_")]
        assert len(names) == 5
        for name in names:
            assert f"## {name}" in page
            assert getattr(hooks, name).__doc__


class TestEveryPublicName:
    def test_is_documented(self) -> None:
        plain = {"__version__", "Point"}
        undocumented = [name for name in kc.__all__ if name not in plain and not getattr(kc, name).__doc__]
        assert undocumented == ["hookimpl"] or undocumented == []

    def test_of_the_model_describes_each_field(self) -> None:
        for name in kc.__all__:
            value = getattr(kc, name)
            if isinstance(value, type) and attrs.has(value):
                missing = {field.name for field in attrs.fields(value)} - set(field_docs(value))
                assert not missing, f"{name}: {missing}"


class TestThePageOfClasses:
    def test_is_what_the_code_says(self) -> None:
        # To write it anew, in docs/: python -c "import _reference as r; print(r.model(), end='')" > reference/model.md
        assert (DOCS / "reference" / "model.md").read_text(encoding="utf-8") == reference().model()

    def test_has_all_that_a_rule_is_given_and_gives(self) -> None:
        page = (DOCS / "reference" / "model.md").read_text(encoding="utf-8")
        for name in (
            "Response",
            "Round",
            "Participant",
            "Context",
            "Concluding",
            "Validator",
            "ValidatorSpec",
            "RoundSpec",
            "Finding",
        ):
            assert page.count(f"## {name}\n") == 1


class TestTheGallery:
    def test_shows_each_installed_plugin_with_what_it_gives(self) -> None:
        """Any installed distribution will do to be asked about; pytest is one that tests always have."""

        def write(report: kc.Report, sink: BinaryIO, options: kc.NoOptions) -> None:
            """Write nothing."""

        made = kc.PluginInfo(name="prøve", kind="entry-point", distribution="pytest", version="1")
        spec = kc.ExporterSpec(
            name="proeve", suffix=".txt", media_type="text/plain", write=write, summary={"en": "A constructed one."}
        )
        page = reference().gallery(kc.Registry(plugins=(made,), exporters=(kc.Registered(spec=spec, plugin=made),)))
        assert "prøve" in page
        assert "Distribution `pytest`, version 1." in page
        assert "| exporter `proeve.txt` | A constructed one. |" in page

    def test_says_so_where_none_is_installed(self) -> None:
        assert reference().gallery(REGISTRY) == "None is installed where this page was made."


class TestEveryRule:
    def test_stands_in_the_reference_once(self) -> None:
        page = reference().contract_checks()
        names = [rule.name for rule in RULES]
        assert len(set(names)) == len(names)
        assert all(page.count(f"\n## {name}\n") == 1 for name in names)
        assert all(rule.what in page and rule.why in page and rule.remedy in page for rule in RULES)
