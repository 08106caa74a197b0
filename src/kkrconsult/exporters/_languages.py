"""The language that an exporter is asked for."""

from __future__ import annotations

from kkrconsult.errors import DataError, Problem, bounded
from kkrconsult.texts import languages

__all__ = ["check_language"]


def check_language(owner: object, language: str) -> None:
    """Refuse a language without a catalogue, rather than to write in another one.

    Raises:
        DataError: There is no catalogue for it.
    """
    if language not in languages():
        allowed = ", ".join(languages())
        problem = Problem(
            message="is not a language of documents", path=("language",), found=bounded(language), allowed=allowed
        )
        raise DataError(f"{type(owner).__name__}: language does not fit", [problem])
