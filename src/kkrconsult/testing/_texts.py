"""Whether findings can be put into words: every text in every language, with everything in it filled in."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping

from kkrconsult.errors import bounded
from kkrconsult.findings import Code, Finding
from kkrconsult.structure import FrozenMap
from kkrconsult.testing._contract import Breach
from kkrconsult.testing._shared import LANGUAGES
from kkrconsult.texts import languages, template

__all__ = ["on_codes", "on_params"]


def on_codes(codes: Iterable[Code]) -> Iterator[Breach]:
    """Whether each code has its texts, and these agree on their parameters."""
    for code in codes:
        for part in ("text", "meaning", "remedy"):
            yield from (Breach(rule="every-language", message=message) for message in _faults(code, part))


def _faults(code: Code, part: str) -> Iterator[str]:
    own: FrozenMap[str, str] = getattr(code, part)
    # A message must be there; what it means and how to mend it may be left out, but not in one language alone.
    if not own and part != "text":
        return
    texts = _texts(code, own) if part == "text" else dict(own)
    missing = [language for language in LANGUAGES if not texts.get(language, "").strip()]
    for language in missing:
        example = '{"da": "…", "en": "…"}'
        yield f"{part} of {code.name} has none in {language!r}; give it as {example}"
    if part != "text":
        return
    names = {language: _names(text) for language, text in texts.items() if text.strip()}
    everything = sorted({name for found in names.values() for name in found})
    for language, found in names.items():
        lacking = [name for name in everything if name not in found]
        if lacking:
            others = ", ".join(repr(other) for other, theirs in names.items() if lacking[0] in theirs)
            yield f"text of {code.name} in {language!r} lacks {{{lacking[0]}}}, which it has in {others}"


def _texts(code: Code, own: Mapping[str, str]) -> dict[str, str]:
    """The texts by language; those of built-in codes stand in the catalogues."""
    if own:
        return dict(own)
    return {language: text for language in languages() if (text := template(code.name, language)) is not None}


def _names(text: str) -> set[str]:
    """The parameters that a text names."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def on_params(findings: Iterable[Finding], codes: Iterable[Code]) -> Iterator[Breach]:
    """Whether the parameters of findings fill in the texts of their codes."""
    texts = {code.name: _texts(code, code.text) for code in codes}
    for finding in findings:
        for language, text in texts.get(finding.code, {}).items():
            for name in sorted(_names(text)):
                message = _unfilled(finding, name, language)
                if message is not None:
                    yield Breach(rule="params-fill-texts", message=message)


def _unfilled(finding: Finding, name: str, language: str) -> str | None:
    shown = f"{{{name}}} in the text of {finding.code} in {language!r}"
    if name not in finding.params:
        there = ", ".join(sorted(finding.params)) or "none"
        return f"{shown} stays as it is, since a finding has no such parameter; it has: {there}"
    value = finding.params[name]
    if value is None:
        return f"{shown} becomes 'None'; leave the finding out, or give it a code whose text does without"
    if isinstance(value, Mapping) and not any(key in value for key in (language, *LANGUAGES)):
        return f"{shown} becomes nothing: {bounded(value)} is no table by language"
    return None
