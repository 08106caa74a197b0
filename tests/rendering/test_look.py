"""The look of office documents: readable for everybody, and in print without colours."""

from __future__ import annotations

import itertools

import pytest
from tests.rendering.papers import notat

from kkrconsult.paper import Tone
from kkrconsult.rendering._look import PAGE, TONES, Ink, locale


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ink", ["000000", Ink.ACCENT, Ink.MUTED, Ink.LINK])
def test_every_text_stands_out_from_every_ground(ink: str) -> None:
    grounds = ["FFFFFF", Ink.HEAD, *(look.ground for look in TONES.values())]
    assert min(contrast(ink, ground) for ground in grounds) >= 4.5


@pytest.mark.parametrize("tone", Tone)
def test_the_bar_of_a_tone_stands_out_from_its_ground_and_the_page(tone: Tone) -> None:
    look = TONES[tone]
    assert min(contrast(look.bar, look.ground), contrast(look.bar, "FFFFFF")) >= 3


def test_tones_tell_themselves_apart_without_colours() -> None:
    # Two may have one pattern where both are in order: something was answered, something was noted.
    alike = {
        frozenset((one, other))
        for one, other in itertools.combinations(Tone, 2)
        if TONES[one].pattern == TONES[other].pattern
    }
    assert alike == {frozenset((Tone.GOOD, Tone.NOTED))}


def test_pages_are_a4() -> None:
    assert [(page.width, page.height) for page in (PAGE[False], PAGE[True])] == [(210, 297), (297, 210)]


@pytest.mark.parametrize(
    ("language", "found"), [("da", ("da", "DK")), ("en", ("en", "GB")), ("en-us", ("en", "US")), ("kl", ("kl", ""))]
)
def test_a_language_has_its_country(language: str, found: tuple[str, str]) -> None:
    assert locale(notat(language)) == found
