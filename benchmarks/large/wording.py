"""The words of constructed answers: Danish to look at, and nobody's opinion. The same seed gives the same words."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["Chance", "paragraphs", "rationales", "titles"]

T = TypeVar("T")

_WHO = (
    "prøveudvalget", "den konstruerede forening", "arbejdsgruppen", "lauget", "brugerrådet", "skolebestyrelsen",
    "det rådgivende panel", "grundejerlauget", "styregruppen", "kredsen", "biblioteket", "den lokale afdeling",
)  # fmt: skip
_DOES = (
    "noterer sig", "gennemgår", "har drøftet", "bygger videre på", "efterlyser", "sammenholder", "henviser til",
    "opsummerer", "ordner", "beskriver", "kortlægger", "genfortæller", "læser", "samler op på",
)  # fmt: skip
_WHAT = (
    "udkastets afsnit om stierne", "planen for vådområderne", "oversigten over bygninger", "skitsen til belysningen",
    "bilagets figurer", "tidsplanen for arbejdet", "de økonomiske forudsætninger", "kortet over oplandet",
    "redegørelsen for naturområderne", "notatet om varmeforsyningen", "forslaget til organisering",
    "rammerne for samarbejdet", "målingerne fra prøvefeltet", "ordlisten bagest i udkastet",
    "skemaet over ansvar og roller", "de nævnte eksempler på genbrug",
)  # fmt: skip
_HOW = (
    "i lyset af de foregående møder", "uden at tage stilling til enkeltheder", "med henblik på en samlet fremstilling",
    "på linje med det tidligere materiale", "som led i den almindelige opfølgning", "efter den aftalte fremgangsmåde",
    "inden for den afsatte ramme", "med blik for både by og land", "over en længere årrække",
    "i samspil med naboerne", "så vidt materialet rækker", "ved den årlige gennemgang",
)  # fmt: skip
_ALSO = (
    "Det samme gælder {what}, som {who} {does} {how}.",
    "Derfor bør teksten læses sammen med {what}.",
    "Til sammenligning {does} {who} {what} {how}.",
    "Afsnittet er alene fyld i en konstrueret tekst og siger intet om {what}.",
    "Her kan der også peges på {what}, idet {who} {does} {what2}.",
    "Endelig {does} {who} {what} {how}, og det er beskrevet flere steder.",
)
_NUMBERS = (
    "I {year} omfattede det {few} ud af {more} områder.",
    "Rammen var {more}.{hundred} kr. i {year} og {few} pct. lavere året efter.",
    "Jf. § {few}, stk. 2, i prøvebekendtgørelse nr. {hundred} af {day}. juni {year}.",
    "Strækningen er {few},{day} km lang og ventes færdig i {year}.",
)
# What a careless scanner takes for personal data, or for worth a closer look.
_TRAPS = (
    "Henvendelse kan ske til post@prøvelauget.example eller på hjemmesiden.",
    "Fakturaer sendes til EAN-nummer 5798000{hundred}{hundred2}.",
    "Perioden {year}-{year2} er beskrevet i bilag {few}.",
    "Sagen har nummer 2026-0{hundred}{hundred2} i journalen.",
    "Området er omfattet af naturbeskyttelse og har været fredet siden {year}.",
    "Grundvandet har sin egen beskyttelse, som er beskrevet i bilag {few}.",
)
_TRAPS_ONE_IN = 64

_TITLES = ("Fælles", "Bedre", "Nye", "Åbne", "Samlede", "Grønne", "Rolige", "Korte")
_TITLES_OF = ("prøvefelter", "vådområder", "værksteder", "ruter", "mødesteder", "målepunkter", "lagre", "skitser")
_TITLES_IN = ("langs åen", "ved skolerne", "i havnen", "på landet", "i midtbyen", "ved stationen", "i ådalen", "på øen")


class Chance:
    """Chance by a seed, by no more than what every version of Python gives alike."""

    def __init__(self, seed: str) -> None:
        # A text as seed goes through SHA-512, and so does not hang on how texts are hashed.
        self._random = random.Random(seed)

    def below(self, count: int) -> int:
        """A number from 0 and below `count`."""
        return int(self._random.random() * count)

    def of(self, items: Sequence[T]) -> T:
        """One of some items."""
        return items[self.below(len(items))]

    def bytes(self, count: int) -> bytes:
        """So many bytes."""
        return self._random.randbytes(count)


def _filled(template: str, chance: Chance) -> str:
    year = 1990 + chance.below(36)
    return template.format(
        who=chance.of(_WHO),
        does=chance.of(_DOES),
        what=chance.of(_WHAT),
        what2=chance.of(_WHAT),
        how=chance.of(_HOW),
        year=year,
        year2=year + 2,
        few=2 + chance.below(30),
        more=40 + chance.below(900),
        day=1 + chance.below(28),
        hundred=100 + chance.below(900),
        hundred2=100 + chance.below(900),
    )


def _sentence(chance: Chance) -> str:
    kind = chance.below(10)
    if kind < 4:
        sentence = _filled("{who} {does} {what} {how}.", chance)
        return sentence[0].upper() + sentence[1:]
    return _filled(chance.of(_ALSO if kind < 9 else _NUMBERS), chance)


def paragraphs(chance: Chance, count: int) -> list[str]:
    """So many paragraphs of about 400 letters."""
    found = []
    for number in range(count):
        sentences: list[str] = []
        while sum(map(len, sentences)) < 360:
            sentences.append(_sentence(chance))
        if number % _TRAPS_ONE_IN == 0:
            sentences.insert(1, _filled(_TRAPS[number // _TRAPS_ONE_IN % len(_TRAPS)], chance))
        found.append(" ".join(sentences))
    return found


def rationales(chance: Chance, count: int) -> list[str]:
    """So many reasons of one or two sentences."""
    return [
        " ".join([_filled("Det hænger sammen med, at {who} {does} {what} {how}.", chance), _sentence(chance)])
        for _ in range(count)
    ]


def titles(chance: Chance, count: int) -> list[str]:
    """So many titles of themes, all different."""
    every = [f"{one} {two} {three}" for one in _TITLES for two in _TITLES_OF for three in _TITLES_IN]
    return [every.pop(chance.below(len(every))) for _ in range(count)]
