"""Texts that must not be published, found again however they are set.

Case, spaces, hyphens, line breaks and punctuation between letters do not count: what is compared are the letters and
digits alone, from the beginning of a word. So a name is found when a document splits it into runs, a calendar folds it,
or a PDF breaks it over two lines.
"""

from __future__ import annotations

import enum
import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from kkrconsult.privacy import _cpr, _email, _phone

__all__ = ["Secret", "SecretKind", "Secrets", "letters_of", "passages"]

_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
_BETWEEN: Final = r"[\W_]{0,9}"
# Digits stand close together where they are one number; cells of a table do not count as one.
_BETWEEN_DIGITS: Final = r"[\W_]{0,3}"
_MOST_GROUPS: Final = 5
_HEADS: Final = (16, 5)
"""Letters by which a secret is looked for: as many of these as it has."""
_SHORTEST: Final = _HEADS[-1]
_PARAGRAPH: Final = 30
"""Letters of a paragraph that says something of its own: about 40 characters, with the spaces between them."""
_PASSAGE: Final = 24
"""Letters of a passage, which is a part of such a paragraph."""
_STRETCH, _OVERLAP = 1 << 20, 1 << 12
_OTHER: Final = re.compile(r"[\W_]")


class SecretKind(enum.Enum):
    """What sort of text must not be published."""

    CPR = "cpr"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"
    ID = "id"
    TITLE = "title"
    FILE = "file"
    TEXT = "text"


_NUMBERS: Final = frozenset({SecretKind.CPR, SecretKind.PHONE})


@attrs.frozen(kw_only=True)
class Secret:
    """One text that must not be published. Its `repr` and `str` never show it."""

    kind: SecretKind
    """What it is."""
    text: str = attrs.field(repr=False)
    """The text. For comparing only; never to be shown."""

    @property
    def masked(self) -> str:
        """A stand-in that is safe to show."""
        if self.kind is SecretKind.CPR:
            return _cpr.MASK
        if self.kind is SecretKind.EMAIL:
            return _email.masked(self.text)
        if self.kind is SecretKind.PHONE:
            return _phone.masked(self.text)
        return "•••"


def letters_of(text: str) -> str:
    """The letters and digits of a text, small, without anything between them.

    >>> letters_of("Jens  Hansen-Åberg, 12 34")
    'jenshansenåberg1234'
    """
    return "".join(_TOKEN.findall(_folded(text)))


def passages(text: str) -> Iterator[str]:
    """Parts of the paragraphs of a text, each long enough to be told from anybody else's; none of a short paragraph.

    They lie side by side, so that whoever quotes two lines of the text quotes at least one of them whole. What is left
    at the end of a paragraph is taken together with what stands before it.
    """
    for paragraph in re.split(r"\n\s*\n", text):
        tokens = _TOKEN.findall(_folded(paragraph))
        if sum(map(len, tokens)) < _PARAGRAPH:
            continue
        part: list[str] = []
        size = 0
        for token in tokens:
            part.append(token)
            size += len(token)
            if size >= _PASSAGE:
                yield "".join(part)
                part, size = [], 0
        if part:
            first = len(tokens) - len(part)
            while size < _PASSAGE:
                first -= 1
                size += len(tokens[first])
            yield "".join(tokens[first:])


class Secrets:
    r"""Secrets to look for, all of them in one pass over a text; made once for a report.

    >>> secrets = Secrets([Secret(kind=SecretKind.NAME, text="Jens Hansen")])
    >>> [found.kind.value for found in secrets.found_in("Kære jens-\n HANSEN!")]
    ['name']
    >>> secrets.found_in("Jens Hansens hus")
    ()
    >>> secrets.redacted("Ring til Jens\nHansen.", "[udeladt]")
    'Ring til [udeladt].'
    """

    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        self._known: dict[tuple[SecretKind, str], Secret] = {}
        for secret in secrets:
            letters = letters_of(secret.text)
            if len(letters) >= _SHORTEST:
                self._known.setdefault((secret.kind, letters), secret)

    def __bool__(self) -> bool:
        return bool(self._known)

    def __iter__(self) -> Iterator[Secret]:
        return iter(self._known.values())

    def __len__(self) -> int:
        return len(self._known)

    def only(self, keep: Callable[[Secret], bool]) -> Secrets:
        """Some of them."""
        return self._of({key: secret for key, secret in self._known.items() if keep(secret)})

    def without(self, other: Iterable[Secret]) -> Secrets:
        """The same without some of them."""
        gone = set(other)
        return self.only(lambda secret: secret not in gone)

    def joined(self, other: Secrets) -> Secrets:
        """These and others."""
        return self._of({**other._known, **self._known})

    @staticmethod
    def _of(known: dict[tuple[SecretKind, str], Secret]) -> Secrets:
        found = Secrets()
        found._known = known
        return found

    def found_in(self, text: str) -> tuple[Secret, ...]:
        """The secrets that stand in a text, each once."""
        if not self._known:
            return ()
        found: dict[Secret, None] = {}
        for stretch in _stretches(text):
            found.update(dict.fromkeys(self._found(_folded(stretch))))
        return tuple(found)

    @functools.cached_property
    def _heads(self) -> Mapping[int, Mapping[str, frozenset[int]]]:
        """The first letters of the secrets, by their number, with how long secrets are that begin so."""
        heads: dict[int, dict[str, set[int]]] = {}
        for _, letters in self._known:
            size = next(size for size in _HEADS if len(letters) >= size)
            heads.setdefault(size, {}).setdefault(letters[:size], set()).add(len(letters))
        return {size: {head: frozenset(found) for head, found in one.items()} for size, one in heads.items()}

    @functools.cached_property
    def _by_letters(self) -> Mapping[str, Sequence[Secret]]:
        found: dict[str, list[Secret]] = {}
        for (_, letters), secret in self._known.items():
            found.setdefault(letters, []).append(secret)
        return found

    def _found(self, folded: str) -> Iterator[Secret]:
        tokens = _TOKEN.findall(folded)
        joined = "".join(tokens)
        places = [0, *itertools.accumulate(map(len, tokens))]
        borders: frozenset[int] = frozenset()
        for size, heads in self._heads.items():
            # Slicing and comparing without a step of Python for each word is several times as fast.
            begun = list(map(joined.__getitem__, map(slice, places, [place + size for place in places])))
            met = heads.keys() & set(begun)
            if not met:
                continue
            borders = borders or frozenset(places)
            for place, head in zip(places, begun, strict=True):
                if head in met:
                    for end in (place + length for length in heads[head]):
                        for secret in self._by_letters.get(joined[place:end], ()):
                            # A passage may be cut off in the middle of a word; anything else is whole words.
                            if secret.kind is SecretKind.TEXT or (end in borders and _is_one_number(secret, folded)):
                                yield secret

    def redacted(self, text: str, placeholder: str) -> str:
        """A text in which a placeholder stands for every secret; for all of the text where it quotes a passage."""
        found = self.found_in(text)
        if not found:
            return text
        if any(secret.kind is SecretKind.TEXT for secret in found):
            return placeholder
        changed = unicodedata.normalize("NFC", text)
        # The longest first: it may begin with another.
        for secret in sorted(found, key=lambda secret: (-len(secret.text), secret.text)):
            changed = _pattern(letters_of(secret.text), secret.kind).sub(lambda _: placeholder, changed)
        # Letters that have no single small form are beyond a pattern; then nothing of the text is shown.
        return placeholder if self.found_in(changed) else changed


def _is_one_number(secret: Secret, folded: str) -> bool:
    """Whether the digits of a secret stand together, as those of a number do; true of what is no number."""
    if secret.kind not in _NUMBERS:
        return True
    found = _pattern(letters_of(secret.text), secret.kind).finditer(folded)
    return any(len(_TOKEN.findall(match[0])) <= _MOST_GROUPS for match in found)


def _folded(text: str) -> str:
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()


def _stretches(text: str) -> Iterator[str]:
    """A long text in parts that overlap, so that memory stays bounded; none ends within a word."""
    if len(text) <= _STRETCH:
        yield text
        return
    start = 0
    while start < len(text):
        border = _OTHER.search(text, min(start + _STRETCH, len(text)))
        end = border.start() if border else len(text)
        yield text[start:end]
        again = _OTHER.search(text, end - _OVERLAP)
        start = end if end == len(text) or again is None else again.start()


def _pattern(letters: str, kind: SecretKind) -> re.Pattern[str]:
    """What finds a secret with anything that may stand between its letters."""
    between = _BETWEEN_DIGITS if kind in _NUMBERS else _BETWEEN
    before = r"(?<!\d)" if letters[0].isdecimal() else r"(?<![^\W\d_])"
    after = r"(?!\d)" if letters[-1].isdecimal() else r"(?![^\W\d_])"
    return re.compile(before + between.join(map(re.escape, letters)) + after, re.IGNORECASE)
