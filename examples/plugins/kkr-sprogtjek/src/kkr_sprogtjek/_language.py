"""Which language a text is in, told by the small words and the letters that it uses.

A third or so of any running text is made of the same hundred small words, and most of them belong to one language.
Where two languages share one, it says less. That tells Danish from Swedish, English and German in a few lines of text,
and from Norwegian in a few more. It tells nothing of names, figures and lists, and then says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
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
        af alle at blev blive bliver bruge bruges bør da de den denne der deres det dette dog efter eller en er et
        flere for fra før gennem giver god gælder gør gøre ham han har have hen her hinanden hos hvad hvem hver
        hvilke hvis hvor hvordan i igen ikke ind ingen jeg kan kun kunne lige man med meget mellem men mere mod må
        mødet ned nogen nogle nu når og også om op os over på samt se selv siden sig sin skal skulle som så sådan
        tage til ud uden under ved vi via vil ville vores være været år
    """,
    "de": """
        aber alle als am an auch auf aus bei bis da dann das dass dem den der des die dies diese dieser doch du
        durch ein eine einem einen einer es für gegen haben hat ich ihre im in ist kann können man mehr mit muss
        müssen nach nicht noch nur ob oder ohne sehr sein sich sie sind sollen sollte um und uns unter vom von vor
        war was wenn werden wie wir wird wurde zu zum zur zwischen über
    """,
    "en": """
        a about after all also an and any are as at be been but by can could do each for from had has have he how if
        in into is it its may more most must no not of on one only or other our out over should so some such than
        that the their them then there these they this through to under up was we were what when where which who
        will with would you your
    """,
    "nb": """
        alle at av ble bli blir bruke brukes bør da de den denne der deres det dette dog eller en enn er et etter
        flere for fra før gir gjelder gjennom gjør gjøre god han har hva hvem hver hverandre hvilke hvis hvor
        hvordan i igjen ikke ingen inn jeg kan kun kunne likevel man med meget mellom men mer mot mye må ned noe
        noen nå når og også om opp oss over på samt se seg selv siden sin skal skulle slik som så ta til under ut
        uten ved vi via vil ville vår våre være vært år
    """,
    "sv": """
        alla att av blev bli blir bör de dem den denna deras det detta där då efter eller en ett fler flera från för
        före genom god han har hur här i ingen inom inte jag kan kunde man med mellan men mer mot mycket måste ned
        ner nu när någon några och också om oss på samt se sedan sig sin ska skall som så till under upp ut utan vad
        var vara varit vem vi vid vilka vill vår våra är år över
    """,
}
_ENDINGS: Mapping[str, str] = {
    "da": "ede erne hed heden heder tion tionen tioner",
    "de": "heit keit lich schaft tion ung ungen",
    "en": "ally ing ment ness tion tions",
    "nb": "ene het heten heter sjon sjonen sjoner",
    "sv": "arna erna het heten orna tion tionen tioner",
}
_LETTERS: Mapping[str, str] = {"da": "æøå", "de": "äöüß", "en": "", "nb": "æøå", "sv": "äöå"}
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_SHORTEST_STEM = 3
"""Letters that a word has before an ending, so that a short word is not taken for one."""
_HINT = 0.5
"""What an ending or a letter says, where a small word says 1."""
_CLEARLY = 1.5
"""How many times as much must speak for a language as for any other, by what only one of the two has."""


def _signs() -> Mapping[str, Mapping[str, float]]:
    """What speaks for each language, and how much: small words, endings with a hyphen, and letters with a colon."""
    return {
        language: {
            **dict.fromkeys(words.split(), 1.0),
            **{f"-{ending}": _HINT for ending in _ENDINGS[language].split()},
            **{f":{letter}": _HINT for letter in _LETTERS[language]},
        }
        for language, words in _SMALL_WORDS.items()
    }


_SIGNS = _signs()
_LONGEST_ENDING = max(len(ending) for endings in _ENDINGS.values() for ending in endings.split())


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


def guess(text: str, *, expected: Collection[str] = (), minimum_words: int = 20, minimum_share: float = 0.15) -> Guess:
    """Say which language a text is in.

    >>> guess("Kommunen er enig i, at det er vigtigt, men vil gerne have mere tid til det.", minimum_words=10).language
    'da'
    >>> guess("Skive, Struer, Lemvig, Viborg", minimum_words=1).language is None
    True

    Args:
        text: The text.
        expected: Tags of the languages that are likely. Where nothing tells a text's language from another, such as
            Danish from Norwegian, it is in the one that is expected, if only one is.
        minimum_words: Of a text with fewer words, nothing is said.
        minimum_share: The least share of small words in a text; lists of names have fewer.

    Returns:
        The language, or None where there is too little to go by, or several languages are about equally likely.
    """
    words = words_of(text)
    if not words or len(words) < minimum_words:
        return Guess(language=None, share=0.0)
    found = _found(words)
    # In the order of tags where two are equal, so that the answer never depends on anything but the text.
    best = min(_SIGNS, key=lambda language: (-_evidence(found, language), language))
    share = sum(number for word, number in Counter(words).items() if word in _SIGNS[best]) / len(words)
    if share < minimum_share:
        return Guess(language=None, share=share)
    likely = [best, *(other for other in _SIGNS if other != best and not _clear(found, best, other))]
    if len(likely) > 1:
        likely = [language for language in likely if language in expected]
    return Guess(language=likely[0] if len(likely) == 1 else None, share=share)


def _found(words: list[str]) -> Counter[str]:
    """How often each sign is there that may tell something."""
    found = Counter(words)
    for word, number in Counter(words).items():
        # The longest ending alone: one in "-tionen" is none in "-en".
        endings = (word[-length:] for length in range(_LONGEST_ENDING, 1, -1) if len(word) >= length + _SHORTEST_STEM)
        known = next((one for one in endings if any(f"-{one}" in signs for signs in _SIGNS.values())), None)
        if known is not None:
            found[f"-{known}"] += number
        for letter in set(word):
            found[f":{letter}"] += number
    return found


def _evidence(found: Counter[str], language: str, other: str | None = None) -> float:
    """What speaks for a language; with another, only what does not speak for that one too."""
    beside = _SIGNS[other] if other is not None else {}
    return sum(weight * found[sign] for sign, weight in _SIGNS[language].items() if sign not in beside)


def _clear(found: Counter[str], best: str, other: str) -> bool:
    """Whether a text is rather in one language than in another: something must tell them apart."""
    ours, theirs = _evidence(found, best, other), _evidence(found, other, best)
    return ours >= 1 and ours >= _CLEARLY * theirs
