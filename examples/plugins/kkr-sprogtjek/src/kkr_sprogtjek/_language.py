"""Which language a text is in, told by the small words and the letters that it uses.

A third or so of any running text is made of the same hundred small words, and most of them belong to one language.
Where two languages share one, it says less. That tells Danish from Swedish, English and German in a few lines of text,
and from Norwegian in a few more. It tells nothing of names, figures and lists, and then says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

import attrs

__all__ = ["LANGUAGES", "Guess", "guess", "words_of"]

LANGUAGES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "da": {"da": "dansk", "en": "Danish"},
        "de": {"da": "tysk", "en": "German"},
        "en": {"da": "engelsk", "en": "English"},
        "nb": {"da": "norsk", "en": "Norwegian"},
        "sv": {"da": "svensk", "en": "Swedish"},
    }
)
"""The languages that are told apart, by tag, with their names by language."""

_SMALL_WORDS: Mapping[str, str] = {
    "da": """
        af alle at blev blive bliver bør da de den denne der deres det dette dog efter eller en er et flere for fra
        før gennem god ham han har have hen her hos hvad hvem hver hvilke hvis hvor hvordan i ikke ind ingen jeg kan
        kun kunne lige man med meget mellem men mere mod må mødet ned nogen nogle nu når og også om op os over på
        samt se selv siden sig sin skal skulle som så ved vi via vil ville vores være været til ud uden under år
    """,
    "de": """
        aber alle als am an auch auf aus bei bis da dann das dass dem den der des die dies diese dieser doch du
        durch ein eine einem einen einer es für gegen haben hat ich ihre im in ist kann können man mehr mit muss
        müssen nach nicht noch nur ob oder ohne sehr sein sich sie sind sollen sollte über um und uns unter vom von
        vor war was wenn werden wie wir wird wurde zu zum zur zwischen
    """,
    "en": """
        a about after all also an and any are as at be been but by can could do each for from had has have he how if
        in into is it its may more most must no not of on one only or other our out over should so some such than
        that the their them then there these they this through to under up was we were what when where which who
        will with would you your
    """,
    "nb": """
        alle at av ble bli blir bør da de den denne der deres det dette dog eller en enn er et etter flere for fra
        før gjennom god han har hva hvem hver hvilke hvis hvor hvordan i ikke inn ingen jeg kan kun kunne man med
        meget mellom men mer mot mye må ned noe noen når nå og også om opp oss over på samt se selv seg siden sin
        skal skulle som så til under ut uten ved vi via vil ville vår våre være vært år
    """,
    "sv": """
        alla att av blev bli blir bör de dem den denna deras det detta då där efter eller en ett fler flera från för
        före genom god han har hur här i ingen inom inte jag kan kunde man med mellan men mer mot mycket måste ned
        ner nu när någon några och också om oss på samt se sedan sig sin ska skall som så till under upp ut utan vad
        var vara varit vem vi vid vilka vill vår våra år är över
    """,
}
_LETTERS: Mapping[str, str] = {"da": "æøå", "de": "äöüß", "en": "", "nb": "æøå", "sv": "äöå"}
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_LETTER_WEIGHT = 0.5
"""What a letter of its own alphabet counts, in small words: a language has more of them than one in ten words."""
_CLEARLY = 1.1
"""How many times the evidence of the second-best language the best must have."""


def _weights() -> Mapping[str, Mapping[str, float]]:
    """What each small word says for each language: less, the more languages have it."""
    lists = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
    shared = Counter(word for words in lists.values() for word in words)
    return {language: {word: 1 / shared[word] for word in words} for language, words in lists.items()}


_WEIGHTS = _weights()


@attrs.frozen(kw_only=True)
class Guess:
    """What a text looks like."""

    language: str | None
    """Tag of the language; None where nothing can be said."""
    share: float
    """Share of its words that are small words of that language, from 0 to 1."""


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without figures and signs.

    >>> words_of("Støj fra A15, og 3 ord.")
    ['støj', 'fra', 'a', 'og', 'ord']
    """
    return _WORD.findall(text.casefold())


def guess(text: str, minimum_words: int = 20, minimum_share: float = 0.15) -> Guess:
    """Say which language a text is in.

    >>> guess("Kommunen er enig i, at det er vigtigt, men vil gerne have mere tid til det.", minimum_words=10).language
    'da'
    >>> guess("Skive, Struer, Lemvig, Viborg", minimum_words=1).language is None
    True

    Args:
        text: The text.
        minimum_words: Of a text with fewer words, nothing is said.
        minimum_share: The least share of small words in a text; lists of names have fewer.

    Returns:
        The language, or None where there is too little to go by or two languages are equally likely.
    """
    words = words_of(text)
    if not words or len(words) < minimum_words:
        return Guess(language=None, share=0.0)
    counts = Counter(words)
    letters = Counter(letter for word, number in counts.items() for letter in word * min(number, 3))
    evidence = {
        language: sum(weight * counts[word] for word, weight in weights.items() if word in counts)
        + _LETTER_WEIGHT * sum(letters[letter] for letter in _LETTERS[language])
        for language, weights in _WEIGHTS.items()
    }
    # In the order of tags where two are equal, so that the answer never depends on anything but the text.
    best, second = sorted(evidence, key=lambda language: (-evidence[language], language))[:2]
    share = sum(number for word, number in counts.items() if word in _WEIGHTS[best]) / len(words)
    if share < minimum_share or evidence[best] < _CLEARLY * evidence[second]:
        return Guess(language=None, share=share)
    return Guess(language=best, share=share)
