"""What is there: rounds, plugins, records and codes, as text or JSON."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import click

import kkrconsult as kc

__all__ = ["codes", "explain", "option_names", "plugins", "records", "rounds", "shared_suffixes"]


def _print(rows: list[dict[str, Any]], form: str, columns: Iterable[str]) -> None:
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    names = list(columns)
    widths = {name: max((len(str(row[name] or "")) for row in rows), default=0) for name in names}
    for row in rows:
        click.echo("  ".join(str(row[name] or "").ljust(widths[name]) for name in names).rstrip())


def _text(texts: Any, lang: str) -> str:
    return str(texts.get(lang) or texts.get("da") or texts.get("en") or "")


def rounds(registry: kc.Registry, form: str, lang: str) -> None:
    """The rounds."""
    rows = [
        {
            "id": entry.spec.id,
            "region": entry.spec.region,
            "summary": _text(entry.spec.summary, lang),
            "plugin": entry.plugin.name,
        }
        for entry in registry.rounds
    ]
    _print(rows, form, ("id", "region", "summary"))


def records(entries: Iterable[Any], form: str, lang: str) -> None:
    """Validators, exporters or readers."""
    from kkrconsult.structure import field_docs

    rows = []
    for entry in entries:
        spec = entry.spec
        docs = field_docs(spec.options)
        row: dict[str, Any] = {
            "name": spec.name,
            "suffix": getattr(spec, "suffix", None) or " ".join(getattr(spec, "suffixes", ())),
            "summary": _text(spec.summary, lang),
            "plugin": entry.plugin.name,
            "options": {name: docs.get(name, "") for name in option_names(spec.options)},
            "codes": [code.name for code in getattr(spec, "codes", ())],
        }
        rows.append(row)
    _print(rows, form, ("name", "suffix", "summary"))


def shared_suffixes(registry: kc.Registry, lang: str) -> None:
    """Say of each suffix that several readers have which of them reads a file."""
    from kkrconsult.texts import word

    owners: defaultdict[str, list[kc.Registered[Any]]] = defaultdict(list)
    for entry in registry.readers:
        for suffix in entry.spec.suffixes:
            owners[suffix].append(entry)
    for suffix, entries in sorted(owners.items()):
        if len(entries) > 1:
            first = min(entries, key=lambda entry: (entry.plugin.kind != "builtin", entry.name))
            names = [entry.name for entry in entries]
            click.echo(word("cli.shared-suffix", lang, suffix=suffix, readers=names, first=first.name))


def option_names(options: type) -> list[str]:
    """The keys of an options class."""
    return [field.alias or field.name for field in attrs.fields(options)]


def codes(registry: kc.Registry, form: str, lang: str) -> None:
    """Every code. Programs get the templates as they are."""
    from kkrconsult.texts import template

    shown = str if form == "json" else _readable
    rows = [
        {
            "code": code.name,
            "severity": code.severity.value,
            "message": shown(template(code.name, lang, code.text) or ""),
        }
        for code in registry.codes.values()
    ]
    _print(rows, form, ("code", "severity", "message"))


def plugins(registry: kc.Registry, form: str) -> None:
    """The plugins, and those that failed."""
    from kkrconsult.plugins import describe

    described = describe(registry)
    if form == "json":
        click.echo(json.dumps(described, ensure_ascii=False, indent=2))
        return
    for one in described:
        origin = " ".join(part for part in (one["distribution"], one["version"], one["path"]) if part)
        click.echo(f"{one['name']}  {one['kind']}  {origin}".rstrip())
        if one["failure"]:
            click.echo(f"  not {one['failure']['stage']}: {one['failure']['message']}")


def _readable(text: str) -> str:
    """A template for people: what is filled in later stands as ‹name›, and of two forms of a word the second."""

    def shown(match: re.Match[str]) -> str:
        name, _, kind = match[1].partition(":")
        return kind.partition("/")[2] if kind.startswith("n=") else f"‹{name}›"

    return re.sub(r"\{([^{}]*)\}", shown, text)


def explain(registry: kc.Registry, name: str, lang: str) -> str:
    """What a code or a validator means."""
    from kkrconsult.structure import did_you_mean
    from kkrconsult.texts import meaning, remedy, template, word

    known = registry.codes
    if name in known:
        code = known[name]
        lines = [f"{code.name} ({code.severity.value})", "", _readable(template(name, lang, code.text) or "")]
        for text in (meaning(name, lang, code.meaning), remedy(name, lang, code.remedy)):
            lines += ["", text] if text else []
        return "\n".join(lines)
    for entry in registry.validators:
        if entry.name == name:
            spec = entry.spec
            lines = [spec.name, "", _text(spec.summary, lang), ""]
            lines += [f"{word('cli.keeps', lang)} {_text(spec.keeps, lang)}", ""] if spec.keeps else []
            lines += _option_lines(spec)
            lines += ["", *(f"  {code.name} ({code.severity.value})" for code in spec.codes)]
            return "\n".join(lines)
    names = [*known, *(entry.name for entry in registry.validators)]
    hint = did_you_mean(name, names) or "See: kkrconsult codes, kkrconsult validators."
    local = "If a plugin that is a file has it, add --plugin FILE."
    raise kc.ConfigError(f"there is no code and no validator {name!r}. {hint} {local}")


def _option_lines(spec: kc.ValidatorSpec[Any]) -> Iterator[str]:
    """The table of a round file that sets the options: each with its default, its type and what it is for."""
    from kkrconsult.config import default_text
    from kkrconsult.structure import field_docs, hints_of, type_text

    fields = [field for field in attrs.fields(spec.options) if field.init]
    if not fields:
        return
    docs, hints = field_docs(spec.options), hints_of(spec.options)
    yield f"  [validators.{spec.name}]"
    for field in fields:
        text = f"  {field.alias or field.name} = {default_text(field)}  ({type_text(hints[field.name])})"
        yield f"{text} - {docs[field.name]}" if field.name in docs else text
