"""The texts of letters: the library's own, or a region's in their place, checked before any of them is used."""

from __future__ import annotations

import enum
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from kkrconsult.errors import ExportError, Problem, bounded
from kkrconsult.exporters._letters_template import Fields, faults
from kkrconsult.structure import did_you_mean
from kkrconsult.texts import word

__all__ = ["FIELDS", "Kind", "Texts", "own_texts", "region_texts"]


class Kind(enum.Enum):
    """What a letter is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    RECEIPT = "receipt"
    FEEDBACK = "feedback"


@attrs.frozen(kw_only=True)
class Texts:
    """The templates of one kind of letter."""

    subject: str
    """Subject of the e-mail, and title of the letter."""
    text: str
    """Text of the e-mail."""
    letter: str = ""
    """Text of the letter that goes with it; empty for a kind that is an e-mail alone."""


_COMMON = frozenset(
    {
        "case_number",
        "contact",
        "contact_email",
        "date",
        "deadline",
        "extension",
        "how",
        "organiser",
        "party",
        "short_name",
        "title",
    }
)
FIELDS: Mapping[Kind, Fields] = {
    Kind.INVITATION: Fields(
        inline=_COMMON | {"background", "due", "period", "purpose", "themes"},
        blocks=frozenset({"demands", "materials", "milestones", "tracks"}),
    ),
    Kind.REMINDER: Fields(inline=_COMMON | {"days", "standing"}, blocks=frozenset({"demands"})),
    Kind.RECEIPT: Fields(
        inline=_COMMON | {"checksum", "file", "joint", "received", "response", "standing"},
        blocks=frozenset({"found"}),
    ),
    Kind.FEEDBACK: Fields(
        inline=_COMMON | {"count", "joint", "open", "outcome", "received", "response", "sums"},
        blocks=frozenset({"points"}),
    ),
}
"""What may stand in the texts of each kind."""

WITH_LETTER = frozenset({Kind.INVITATION, Kind.FEEDBACK})
"""The kinds of which a letter as a document goes with the e-mail."""


def _keys(kind: Kind) -> tuple[str, ...]:
    return ("subject", "text", "letter") if kind in WITH_LETTER else ("subject", "text")


def own_texts(language: str) -> Mapping[Kind, Texts]:
    """The library's own texts."""
    return {kind: Texts(**{key: word(f"letter.{kind.value}.{key}", language) for key in _keys(kind)}) for kind in Kind}


def region_texts(data: bytes, file: str, language: str) -> Mapping[Kind, Texts]:
    """The texts of a region, and the library's own for what it does not say.

    Args:
        data: A TOML file with a table for each kind, of ``subject``, ``text`` and, for letters, ``letter``.
        file: Its name, for messages.
        language: Language of the library's own texts.

    Raises:
        ExportError: Something in it cannot be used; carries every problem.
    """
    tables = _read(data, file)
    problems = [*_problems(tables, file)]
    if problems:
        raise ExportError(f"the texts of letters in {bounded(file)} cannot be used:", problems)
    found = dict(own_texts(language))
    for kind in Kind:
        found[kind] = attrs.evolve(
            found[kind], **{key: _clean(text) for key, text in tables.get(kind.value, {}).items()}
        )
    return found


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read(data: bytes, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        problem = Problem(message="is not UTF-8", file=file, suggestion="Save it as UTF-8 in your editor.")
    except tomllib.TOMLDecodeError as error:
        problem = Problem(message=f"is not TOML: {bounded(str(error), 200)}", file=file)
    except RecursionError:
        problem = Problem(message="is nested too deeply", file=file)
    raise ExportError(f"the texts of letters in {bounded(file)} cannot be read:", [problem])


def _problems(tables: Mapping[str, Any], file: str) -> Iterator[Problem]:
    kinds = {kind.value: kind for kind in Kind}
    for name, table in tables.items():
        kind = kinds.get(name)
        if kind is None:
            yield _unknown((name,), kinds, file, "is no kind of letter")
        elif not isinstance(table, dict):
            yield Problem(message="must be a table of texts", path=(name,), file=file, found=bounded(table))
        else:
            for key, text in table.items():
                yield from _text_problems(kind, key, text, file)


def _text_problems(kind: Kind, key: str, text: object, file: str) -> Iterator[Problem]:
    path = (kind.value, key)
    if key not in _keys(kind):
        yield _unknown(path, _keys(kind), file, "is no text of this letter")
    elif not isinstance(text, str) or not text.strip():
        yield Problem(message="must be text that is not empty", path=path, file=file, found=bounded(text))
    else:
        yield from faults(_clean(text), FIELDS[kind], path=path, file=file, line=key == "subject")


def _unknown(path: tuple[str, ...], known: Mapping[str, object] | tuple[str, ...], file: str, what: str) -> Problem:
    return Problem(
        message=what,
        path=path,
        file=file,
        found=bounded(path[-1]),
        allowed=", ".join(known),
        suggestion=did_you_mean(path[-1], known),
    )
