"""The form as an answer file: Markdown with its particulars at the top, which is read back as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kkrconsult.config._writer import toml_value
from kkrconsult.model import Round
from kkrconsult.recognition.form_content import THEMES, Heading, Part, Text
from kkrconsult.texts import word

__all__ = ["markdown_form"]


def markdown_form(round_: Round, parts: Sequence[Part], language: str) -> str:
    """The form as Markdown. Sections that stay empty make no point."""
    return "\n".join(_lines(round_, parts, language)) + "\n"


def _lines(round_: Round, parts: Sequence[Part], language: str) -> Iterator[str]:
    said = [part.text for part in parts if isinstance(part, Text)]
    title = next(part.text for part in parts if isinstance(part, Heading))
    keys = _KEYS[language]
    yield "+++"
    yield f"# {title}"
    yield from (f"# {text}" for text in said if "\n" not in text)
    for key, example in keys:
        yield f"# {key} = {example}"
    titles = {track.title.in_language(language): track.id for track in round_.tracks}
    if titles:
        inner = ", ".join(f"{toml_value(name)} = {toml_value(track)}" for name, track in titles.items())
        yield f"{'spor' if language == 'da' else 'tracks'} = {{ {inner} }}"
    yield "+++"
    for name in titles:
        yield from ("", f"## {word('answer-file.track', language)}: {name}", "")
    if round_.new_themes:
        yield from ("", f"<!-- {word('form.themes-why', language)} -->")
        for _ in range(THEMES):
            yield from ("", f"## {word('answer-file.theme', language)}: ", "")
            yield from (f"### {word('answer-file.rationale', language)}", "")
    yield from ("", f"## {word('answer-file.general', language)}", "")


_KEYS = {
    "da": (
        ("part", '"Skive"'),
        ("behandling", '{ form = "politisk", instans = "Byrådet", dato = 2026-12-09 }'),
        ("underskriver", '{ navn = "", titel = "" }'),
        ("ingen_bemaerkninger", "true"),
    ),
    "en": (
        ("party", '"Skive"'),
        ("handling", '{ mode = "political", body = "Byrådet", decided_on = 2026-12-09 }'),
        ("signatory", '{ name = "", title = "" }'),
        ("no_remarks", "true"),
    ),
}
