"""The rule: answers are in the languages agreed on and not too long, each by itself and beside the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from statistics import median
from typing import Self

import attrs
import kkrconsult as kc

from kkr_sprogtjek._language import LANGUAGES, guess, words_of

__all__ = ["COUNTED", "OTHER_LANGUAGE", "OUTLIER", "TOO_LONG", "Options", "Run", "validator"]

OTHER_LANGUAGE = kc.Code(
    "sprogtjek.other-language",
    kc.Severity.WARNING,
    {
        "da": "Svaret ser ud til at være på {language} ({percent} % af ordene er almindelige småord på det sprog).",
        "en": "The answer seems to be in {language} ({percent} % of its words are small words of that language).",
    },
    meaning={
        "da": "Runden beder om svar på bestemte sprog. Programmet gætter ud fra småord og bogstaver og kan tage fejl.",
        "en": "The round asks for answers in certain languages. The program guesses by small words and letters, and "
        "may be wrong.",
    },
    remedy={
        "da": "Læs svaret. Bed om en oversættelse, eller føj sproget til languages.",
        "en": "Read the answer. Ask for a translation, or add the language to languages.",
    },
)
TOO_LONG = kc.Code(
    "sprogtjek.too-long",
    kc.Severity.WARNING,
    {"da": "Svaret har {words} ord; højst {most} er aftalt.", "en": "The answer has {words} words; at most {most}."},
    meaning={"da": "Svaret er længere end aftalt.", "en": "The answer is longer than agreed."},
    remedy={
        "da": "Bed om en kortere udgave, eller hæv most_words.",
        "en": "Ask for a shorter one, or raise most_words.",
    },
)
OUTLIER = kc.Code(
    "sprogtjek.outlier",
    kc.Severity.INFO,
    {
        "da": "Svaret har {words} ord; de fleste har omkring {median}.",
        "en": "The answer has {words} words; most have about {median}.",
    },
    meaning={
        "da": "Svaret er meget længere eller meget kortere end de andre. Måske mangler en del, eller noget kom med, "
        "som ikke hører til.",
        "en": "The answer is much longer or much shorter than the others. Perhaps a part is missing, or something "
        "came along that does not belong to it.",
    },
    remedy={"da": "Se efter, om filen er hel.", "en": "See whether the file is whole."},
)
COUNTED = kc.Code(
    "sprogtjek.counted",
    kc.Severity.INFO,
    {"da": "Svarenes sprog: {counts}.", "en": "Languages of the answers: {counts}."},
    meaning={
        "da": "Hvor mange svar der er på hvert sprog; korte svar kan ikke bestemmes.",
        "en": "How many answers there are in each language; short ones cannot be told.",
    },
    remedy={"da": "Ingenting; det er til oplysning.", "en": "Nothing; it is for information."},
)

_UNTOLD = {"da": "ubestemt", "en": "not told"}
_READERS = ("da", "en")


@attrs.frozen(kw_only=True)
class Options:
    """Which languages, and how long. The fields are the keys of ``[validators.sprogtjek]``."""

    languages: tuple[str, ...] = attrs.field(
        default=("da",), validator=attrs.validators.deep_iterable(attrs.validators.in_(tuple(LANGUAGES)))
    )
    """Tags of the languages that answers may be in: ``da``, ``de``, ``en``, ``nb``, ``sv``."""
    minimum_words: int = attrs.field(default=20, validator=attrs.validators.ge(1))
    """Of an answer with fewer words, the language is not told."""
    minimum_share: float = attrs.field(
        default=0.15, validator=attrs.validators.and_(attrs.validators.gt(0), attrs.validators.le(1))
    )
    """Least share of small words in a text whose language is told, above 0 and up to 1."""
    most_words: int = attrs.field(default=1200, validator=attrs.validators.ge(0))
    """Most words of an answer; 0 for any number."""
    outlier: float = attrs.field(default=5.0, validator=attrs.validators.gt(1))
    """How many times longer or shorter than the median an answer is when it is pointed out."""
    minimum_answers: int = attrs.field(default=5, validator=attrs.validators.ge(2))
    """With fewer answers, none is compared with the others."""


@attrs.frozen(kw_only=True, order=True)
class _Seen:
    """What is kept of an answer: a few numbers, whatever its length."""

    id: str
    words: int
    language: str
    """Empty where it cannot be told."""
    supersedes: str


class Run:
    """One run over a round. Looks at each answer by itself, and remembers what `finish` needs."""

    def __init__(self, options: Options, context: kc.Context) -> None:
        self._options = options
        self._seen: list[_Seen] = []

    def observe(self, response: kc.Response) -> Iterator[kc.Finding]:
        """Look at one answer."""
        if _silent(response):
            return
        options = self._options
        words = len(words_of(response.text))
        found = guess(
            response.text,
            expected=options.languages,
            minimum_words=options.minimum_words,
            minimum_share=options.minimum_share,
        )
        self._seen.append(
            _Seen(id=response.id, words=words, language=found.language or "", supersedes=response.supersedes or "")
        )
        if found.language is not None and found.language not in options.languages:
            params = {"language": LANGUAGES[found.language], "percent": round(found.share * 100)}
            yield kc.Finding(code=OTHER_LANGUAGE.name, params=params)
        if options.most_words and words > options.most_words:
            yield kc.Finding(code=TOO_LONG.name, params={"words": words, "most": options.most_words})

    def merge(self, other: Self) -> None:
        """Take over what another run saw; order does not matter, since `finish` sorts."""
        self._seen += other._seen

    def finish(self) -> Iterator[kc.Finding]:
        """Say what holds for all answers together; one that another replaced does not count."""
        replaced = {one.supersedes for one in self._seen}
        seen = sorted(one for one in self._seen if one.id not in replaced)
        if seen:
            yield kc.Finding(code=COUNTED.name, params={"counts": _counts(seen)})
        yield from self._outliers(seen)

    def _outliers(self, seen: list[_Seen]) -> Iterator[kc.Finding]:
        lengths = [one.words for one in seen if one.words]
        if len(lengths) < self._options.minimum_answers:
            return
        middle = median(lengths)
        for one in seen:
            longest, shortest = max(one.words, middle), min(one.words, middle)
            if one.words and longest > shortest * self._options.outlier:
                yield kc.Finding(
                    code=OUTLIER.name,
                    params={"words": one.words, "median": round(middle)},
                    subject=kc.Subject(kind=kc.SubjectKind.RESPONSE, id=one.id),
                )


def _silent(response: kc.Response) -> bool:
    """Whether there is nothing to look at: taken back, rejected, or without anything of its own to say."""
    rejected = response.decision is not None and response.decision.kind is kc.DecisionKind.REJECTED
    return rejected or response.withdrawn is not None or response.declined or response.no_remarks is not None


def _counts(seen: Iterable[_Seen]) -> Mapping[str, str]:
    """How many answers in each language, most first, in the words of each reader's language."""
    numbers = Counter(one.language for one in seen)
    ordered = sorted(numbers, key=lambda tag: (tag == "", -numbers[tag], tag))
    return {
        reader: ", ".join(f"{LANGUAGES.get(tag, _UNTOLD)[reader]} {numbers[tag]}" for tag in ordered)
        for reader in _READERS
    }


validator = kc.ValidatorSpec(
    name="sprogtjek",
    codes=(OTHER_LANGUAGE, TOO_LONG, OUTLIER, COUNTED),
    options=Options,
    create=Run,
    summary={
        "da": "Om svar er på de aftalte sprog og har en rimelig længde.",
        "en": "Whether answers are in the languages agreed on, and of a reasonable length.",
    },
)
"""What kkrconsult gets to know about the rule."""
