"""The answer form: made from a round, sent to the parties, and read back as they filled it in.

Every format holds the same fields under the same names; `kkrconsult.recognition.form` makes a response of them.
"""

from __future__ import annotations

from typing import BinaryIO

from kkrconsult.errors import ExportError, bounded
from kkrconsult.model import Round
from kkrconsult.recognition.form_content import form_parts
from kkrconsult.texts import languages

__all__ = ["FORMATS", "write_form"]

FORMATS = (".docx", ".odt", ".md", ".html")
"""The formats of a form, by suffix."""


def write_form(round_: Round, sink: BinaryIO, suffix: str, *, language: str = "da") -> None:
    """Write the answer form of a round.

    Args:
        round_: The round.
        sink: Where it goes; it stays open.
        suffix: One of `FORMATS`.
        language: ``da`` or ``en``.

    Raises:
        ExportError: No such format or language.
        MissingExtraError: Word forms need the extra ``documents``.
    """
    if suffix not in FORMATS:
        raise ExportError(f"there is no form {bounded(suffix)}; there are: {', '.join(FORMATS)}")
    if language not in languages():
        raise ExportError(f"there is no form in {bounded(language)}; there are: {', '.join(languages())}")
    parts = form_parts(round_, language)
    if suffix == ".docx":
        from kkrconsult.forms._docx import docx_form

        sink.write(docx_form(round_, parts, language))
    elif suffix == ".odt":
        from kkrconsult.forms._odt import odt_form

        sink.write(odt_form(round_, parts, language))
    elif suffix == ".md":
        from kkrconsult.forms._markdown import markdown_form

        sink.write(markdown_form(round_, parts, language).encode())
    else:
        from kkrconsult.forms._html import html_form

        sink.write(html_form(round_, parts, language).encode())
