"""One name gives all names of a new plugin, and a bad one is refused with what would do."""

from __future__ import annotations

import unicodedata

import pytest

import kkrconsult as kc
from kkrconsult.plugins.codes import RESERVED
from kkrconsult.plugins.registry import RecordKind
from kkrconsult.scaffold import KINDS, names_for


class TestAGoodName:
    @pytest.mark.parametrize(
        ("name", "module", "prefix"),
        [
            ("acme-words", "acme_words", "acme-words"),
            ("kkr-acme-words", "kkr_acme_words", "acme-words"),
            ("kkrconsult-acme", "kkrconsult_acme", "acme"),
            ("acme2", "acme2", "acme2"),
            ("a-2", "a_2", "a-2"),
            ("a" * 40, "a" * 40, "a" * 40),
        ],
    )
    def test_gives_the_others(self, name: str, module: str, prefix: str) -> None:
        names = names_for(name, "validator")
        assert (names.distribution, names.module, names.prefix) == (name, module, prefix)

    def test_of_a_record_of_another_kind_may_be_used(self) -> None:
        assert names_for("matrix", "validator").prefix == "matrix"


class TestABadName:
    @pytest.mark.parametrize(
        "name",
        [
            *("", " ", "Acme", "acme words", "acme_words", "-acme", "acme-", "acme--words", "2acme", "øst"),
            *("../acme", "/acme", "acme/words", "acme\\words", "..", ".", "c:acme", "acme\n", "acme\0", "~"),
            *("{{ cookiecutter.name }}", "{% raw %}", "acme'); import os", "$(id)", "acme.words", "--kind"),
        ],
    )
    def test_is_refused_with_what_may_stand_there(self, name: str) -> None:
        with pytest.raises(kc.ConfigError) as caught:
            names_for(name, "validator")
        assert "is not a good name for a package" in str(caught.value)
        assert "such as acme-words" in str(caught.value)
        assert len(str(caught.value).splitlines()) == 2

    def test_is_answered_with_what_was_probably_meant(self) -> None:
        with pytest.raises(kc.ConfigError, match=r"Perhaps acme-words\."):
            names_for("Acme Words", "validator")

    @pytest.mark.parametrize(
        ("name", "meant"),
        [("hørings-ord", "hoerings-ord"), ("Ærø", "aeroe"), ("råd og ånd", "raad-og-aand"), ("café", "cafe")],
    )
    def test_in_danish_is_spelt_as_addresses_are(self, name: str, meant: str) -> None:
        for form in ("NFC", "NFD"):
            with pytest.raises(kc.ConfigError, match=rf"Perhaps {meant}\."):
                names_for(unicodedata.normalize(form, name), "validator")

    def test_from_a_hostile_hand_is_cut_short(self) -> None:
        with pytest.raises(kc.ConfigError) as caught:
            names_for("X" * 100_000, "validator")
        assert len(str(caught.value)) < 500

    @pytest.mark.parametrize("name", ["ab", "a" * 41])
    def test_may_be_too_short_or_too_long(self, name: str) -> None:
        with pytest.raises(kc.ConfigError, match="3 to 40 characters"):
            names_for(name, "validator")

    @pytest.mark.parametrize("name", ["json", "kkrconsult", "pytest", "tests", "class", "con", "com1", "attrs"])
    def test_hides_nothing_that_is_there(self, name: str) -> None:
        with pytest.raises(kc.ConfigError, match=f"is taken .* such as acme-{name}"):
            names_for(name, "validator")

    def test_needs_a_letter_for_its_codes(self) -> None:
        with pytest.raises(kc.ConfigError, match="no letter"):
            names_for("kkr-2026", "validator")

    @pytest.mark.parametrize("name", RESERVED)
    @pytest.mark.parametrize("kind", KINDS)
    def test_is_no_prefix_that_the_library_keeps_for_itself(self, name: str, kind: RecordKind) -> None:
        with pytest.raises(kc.ConfigError, match="reserved for the library"):
            names_for(f"kkr-{name}", kind)

    @pytest.mark.parametrize(
        ("name", "kind", "why"),
        [
            ("deadline", "validator", "the name of another validator"),
            ("pages", "validator", "what codes of the library begin with"),
            ("kkr-matrix", "exporter", "the name of another exporter"),
            ("docx", "reader", "the name of another reader"),
            ("same-title", "grouper", "the name of another grouper"),
            ("midtjylland-klima-2020", "round", "the name of another round"),
        ],
    )
    def test_is_none_that_is_there_already(self, name: str, kind: RecordKind, why: str) -> None:
        with pytest.raises(kc.ConfigError, match=f"would be called .*, which is {why}.* such as acme-"):
            names_for(name, kind)
