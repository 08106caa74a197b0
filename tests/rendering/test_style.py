"""The colours of pages can be told apart by those who see them badly, in both schemes and on paper."""

from __future__ import annotations

import importlib.resources
import re

import pytest

CSS = (importlib.resources.files("kkrconsult.rendering") / "style.css").read_text(encoding="utf-8")
TONES = ("good", "partly", "bad", "noted", "open")


def schemes() -> dict[str, dict[str, str]]:
    """The colours that each block for :root sets, by what they are for: light, dark, and on paper."""
    blocks = [
        dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    ]
    return dict(zip(("light", "dark", "paper"), blocks, strict=True))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "paper"])
class TestColours:
    def test_text_stands_out_from_what_is_behind_it(self, scheme: str) -> None:
        found = schemes()[scheme]
        texts = ["ink", "muted", "accent", *(f"{tone}-ink" for tone in TONES)]
        pairs = [(text, ground) for text in texts for ground in ("paper", "surface")]
        pairs += [(text, f"{tone}-wash") for tone in TONES for text in ("ink", f"{tone}-ink")]
        assert [(pair, found) for pair in pairs if contrast(found[pair[0]], found[pair[1]]) < 4.5] == []

    def test_edges_and_the_focus_can_be_seen(self, scheme: str) -> None:
        found = schemes()["light"] | schemes()[scheme]
        for ground in ("paper", "surface"):
            assert contrast(found["edge"], found[ground]) >= 3
            assert contrast(found["focus"], found[ground]) >= 3

    def test_tones_differ_from_one_another(self, scheme: str) -> None:
        found = schemes()[scheme]
        assert len({found[f"{tone}-ink"] for tone in TONES}) == len(TONES)


class TestTheSheet:
    def test_asks_for_nothing_from_elsewhere(self) -> None:
        assert not re.search(r"url\(|@import|@font-face|expression\(|https?:", CSS)

    def test_gives_every_tone_a_mark_of_its_own_shape(self) -> None:
        marks = [re.search(rf"\.{tone}\.tone::before[^{{]*\{{(.*?)\}}", CSS, re.DOTALL) for tone in TONES]
        shapes = {re.sub(r"\s+", " ", mark[1]) for mark in marks if mark}
        assert len(shapes) == len(TONES)
