"""Languages are told apart, and where that cannot be done nothing is said. All texts are constructed."""

from __future__ import annotations

import pytest

from kkr_sprogtjek import guess

TEXTS = {
    "da": """
        Kommunen har læst udkastet og er enig i, at der skal være mere plads til cykler på vejene. Vi vil dog gerne
        pege på, at det ikke kan ske uden flere penge, og at borgerne bør høres, før noget bliver besluttet.
    """,
    "nb": """
        Kommunen har lest utkastet og er enig i at det skal være mer plass til sykler på veiene. Vi vil likevel peke
        på at det ikke kan skje uten flere penger, og at innbyggerne bør høres før noe blir bestemt. Hva som skjer
        etter det, må vår administrasjon se nærmere på.
    """,
    "sv": """
        Kommunen har läst utkastet och håller med om att det ska finnas mer plats för cyklar på vägarna. Vi vill
        dock peka på att det inte kan ske utan mer pengar, och att invånarna bör höras innan något beslutas.
    """,
    "en": """
        The municipality has read the draft and agrees that there should be more room for bicycles on the roads. We
        would like to add that this cannot be done without more money, and that people must be heard before anything
        is decided.
    """,
    "de": """
        Die Gemeinde hat den Entwurf gelesen und ist der Meinung, dass es mehr Platz für Fahrräder auf den Straßen
        geben muss. Wir weisen aber darauf hin, dass dies nicht ohne mehr Geld möglich ist und die Bürger gehört
        werden sollen.
    """,
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_a_few_lines_are_enough(language: str, text: str) -> None:
    assert guess(text).language == language


@pytest.mark.parametrize("text", TEXTS.values())
def test_capitals_and_line_breaks_make_no_difference(text: str) -> None:
    assert guess(text.upper()).language == guess(" ".join(text.split())).language is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Enig.",
        "Skive, Struer, Lemvig, Viborg, Randers, Samsø, Odder, Horsens, Hedensted, Skanderborg, Favrskov, Silkeborg, "
        "Herning, Ikast, Ringkøbing, Holstebro, Norddjurs, Syddjurs, Aarhus, Brande, Hadsten, Grenaa",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22",
        # Half in one language and half in another.
        TEXTS["en"] + TEXTS["en"] + TEXTS["de"] + TEXTS["de"],
    ],
)
def test_nothing_is_said_where_nothing_can_be(text: str) -> None:
    assert guess(text).language is None


EITHER = (
    "Svaret er konstruert, og det er til for vi kan se om en fil er tom, om den er hel, og så alle de andre filer der."
)


@pytest.mark.parametrize(
    ("expected", "language"), [((), None), (("da",), "da"), (("nb",), "nb"), (("da", "nb"), None), (("en",), None)]
)
def test_where_nothing_tells_two_apart_it_is_the_one_that_is_expected(
    expected: tuple[str, ...], language: str | None
) -> None:
    assert guess(EITHER, expected=expected).language == language


def test_what_is_expected_never_goes_before_what_is_seen() -> None:
    assert all(guess(text, expected=("da", "fr")).language == language for language, text in TEXTS.items())


def test_a_quotation_in_another_language_changes_nothing() -> None:
    assert guess(TEXTS["da"] * 2 + "»The quick brown fox jumps over the lazy dog.«").language == "da"


def test_the_share_is_between_0_and_1() -> None:
    assert all(0 < guess(text).share < 1 for text in TEXTS.values())
    assert guess("og " * 30).share == 1
