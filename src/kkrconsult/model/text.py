"""Texts that exist in several languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from kkrconsult.errors import DataError, Problem, bounded
from kkrconsult.structure import FrozenMap

__all__ = ["LocalizedText", "localized"]

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _frozen(value: Mapping[str, str]) -> FrozenMap[str, str]:
    return value if isinstance(value, FrozenMap) else FrozenMap(value)


@attrs.frozen(kw_only=True)
class LocalizedText:
    """One text in one or more languages, Danish (``da``) first where it is there.

    In files it is a table, ``{ da = "…", en = "…" }``; a plain text is read as Danish.

    >>> localized(da="Grøn vækst", en="Green growth").in_language("en")
    'Green growth'
    """

    translations: FrozenMap[str, str] = attrs.field(converter=_frozen)
    """The text by language tag (BCP 47, such as ``da`` or ``en``)."""

    def __attrs_post_init__(self) -> None:
        if not self.translations:
            raise DataError("a text needs at least one language", [Problem(message="must have at least one language")])
        # What the type says is not what a caller without a type checker may have given.
        given: Mapping[Any, Any] = self.translations
        for language, text in given.items():
            if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
                problem = Problem(
                    message="is not a language tag", path=(str(language),), allowed="tags such as da or en"
                )
                raise DataError(f"{bounded(language)} is not a language tag", [problem])
            if not isinstance(text, str) or not text.strip():
                problem = Problem(message="must be text that is not empty", path=(language,), found=bounded(text))
                raise DataError(f"the text in {language} must not be empty", [problem])

    def in_language(self, *languages: str) -> str:
        """The text in the first of `languages` that it has, else Danish, else English, else any, in that order."""
        for language in (*languages, "da", "en"):
            if language in self.translations:
                return self.translations[language]
        return self.translations[min(self.translations)]

    def __str__(self) -> str:
        return self.in_language()

    @classmethod
    def __from_plain__(cls, data: object) -> LocalizedText:
        if isinstance(data, str):
            return cls(translations=FrozenMap({"da": data}))
        if not isinstance(data, Mapping):
            problem = Problem(message="must be text or a table of languages", found=bounded(data))
            raise DataError("not a text", [problem])
        return cls(translations=FrozenMap(data))

    def __to_plain__(self) -> dict[str, str]:
        return dict(self.translations)

    @classmethod
    def __plain_schema__(cls) -> dict[str, Any]:
        return {
            "description": "One text, in Danish as it is, or a table by language.",
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"pattern": f"^{_LANGUAGE.pattern}$"},
                    "additionalProperties": {"type": "string", "minLength": 1},
                },
            ],
        }


def localized(**translations: str) -> LocalizedText:
    """Shorthand: ``localized(da="…", en="…")``."""
    return LocalizedText(translations=FrozenMap(translations))
