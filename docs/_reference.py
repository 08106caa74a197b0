"""Writes the generated parts of the reference: from the registry, the options classes and the catalogues."""

from __future__ import annotations

import inspect
from importlib import metadata
from pathlib import Path
from typing import Any

import attrs

import kkrconsult as kc
from kkrconsult.config import round_schema
from kkrconsult.plugins import hooks
from kkrconsult.rounds import known_from
from kkrconsult.structure import class_doc, field_docs
from kkrconsult.testing import RULES
from kkrconsult.texts import meaning, remedy, template

__all__ = [
    "codes",
    "contract_checks",
    "exporters",
    "gallery",
    "groupers",
    "hook_pages",
    "model",
    "readers",
    "round_file",
    "validators",
    "write_all",
]


def _cell(value: object) -> str:
    return " ".join(str(value).replace("|", "\\|").split())


def _options(options: type) -> list[str]:
    fields = attrs.fields(options)
    if not fields:
        return ["It has no options.", ""]
    docs = field_docs(options)
    lines = ["| option | default | what it does |", "|---|---|---|"]
    for field in fields:
        factory = isinstance(field.default, attrs.Factory)  # type: ignore[arg-type]
        default = "" if field.default is attrs.NOTHING or factory else f"`{_cell(field.default)}`"
        lines.append(f"| `{field.name}` | {default} | {_cell(docs.get(field.name, ''))} |")
    return [*lines, ""]


def _summary(spec: Any) -> list[str]:
    return [str(spec.summary.get("en", "")), ""]


def validators(registry: kc.Registry) -> str:
    """A section for each validator."""
    lines: list[str] = []
    for entry in registry.validators:
        lines += [f"## {entry.name}", "", *_summary(entry.spec), *_options(entry.spec.options)]
        if keeps := entry.spec.keeps.get("en"):
            lines += [f"Keeps in memory: {keeps}", ""]
        lines += [
            "Codes: " + ", ".join(f"`{code.name}` ({code.severity.value})" for code in entry.spec.codes) + ".",
            "",
        ]
    return "\n".join(lines)


def exporters(registry: kc.Registry) -> str:
    """A section for each exporter."""
    lines: list[str] = []
    for entry in registry.exporters:
        title = f"## {entry.name} ({entry.spec.suffix})"
        lines += [title, "", *_summary(entry.spec), f"Media type: `{entry.spec.media_type}`.", ""]
        if entry.spec.stream is not None:
            lines += [
                "Can write responses one at a time: `responses=` of `kc.export`, `--jobs` on the command line.",
                "",
            ]
        lines += _options(entry.spec.options)
    return "\n".join(lines)


def readers(registry: kc.Registry) -> str:
    """A section for each reader."""
    lines: list[str] = []
    for entry in registry.readers:
        suffixes = ", ".join(f"`{suffix}`" for suffix in entry.spec.suffixes)
        lines += [
            f"## {entry.name}",
            "",
            *_summary(entry.spec),
            f"Files: {suffixes}.",
            "",
            *_options(entry.spec.options),
        ]
    return "\n".join(lines)


def groupers(registry: kc.Registry) -> str:
    """A section for each grouper."""
    lines: list[str] = []
    for entry in registry.groupers:
        lines += [f"## {entry.name}", "", *_summary(entry.spec), *_options(entry.spec.options)]
    return "\n".join(lines)


def codes(registry: kc.Registry) -> str:
    """A section for each code."""
    lines: list[str] = []
    for code in registry.codes.values():
        lines += [f"## `{code.name}`", "", f"Severity: {code.severity.value}.", ""]
        for language in ("da", "en"):
            text = template(code.name, language, code.text) or ""
            lines += [f"- {language}: {_cell(text)}".replace("{", "`{").replace("}", "}`")]
        lines += ["", meaning(code.name, "en", code.meaning) or "", "", remedy(code.name, "en", code.remedy) or "", ""]
    return "\n".join(lines)


_FIRST = (
    "Response",
    "Round",
    "Participant",
    "Context",
    "Finding",
    "Code",
    "ValidatorSpec",
    "ExporterSpec",
    "ReaderSpec",
)


def model() -> str:
    """A section for each class of data: what plugins are given and what they give first, the others by name."""
    classes = {name: value for name in kc.__all__ if attrs.has(value := getattr(kc, name))}
    lines = ["# Classes of data", "", "All of them are frozen; `attrs.evolve` makes a changed copy.", ""]
    for name in (*_FIRST, *(one for one in classes if one not in _FIRST)):
        docs = field_docs(classes[name])
        lines += [f"## {name}", "", _cell(class_doc(classes[name]).partition("\n\n")[0]), ""]
        fields = [field for field in attrs.fields(classes[name]) if not field.name.startswith("_")]
        if fields:
            lines += ["| field | type | what it is |", "|---|---|---|"]
            lines += [f"| `{one.name}` | `{_cell(_typed(one))}` | {_cell(docs.get(one.name, ''))} |" for one in fields]
            lines.append("")
    lines += ["## Validator", "", *_methods(kc.Validator), "## Concluding", "", *_methods(kc.Concluding)]
    return "\n".join(lines)


def _typed(field: attrs.Attribute[Any]) -> str:
    return field.type if isinstance(field.type, str) else getattr(field.type, "__name__", str(field.type))


def _methods(protocol: type) -> list[str]:
    found = [(name, value) for name, value in vars(protocol).items() if inspect.isfunction(value) and name[0] != "_"]
    rows = [f"| `{name}` | {_cell(inspect.getdoc(value) or '')} |" for name, value in found]
    return [_cell(inspect.getdoc(protocol) or ""), "", "| method | what it does |", "|---|---|", *rows, ""]


def hook_pages() -> str:
    """A section for each hook."""
    lines: list[str] = []
    for name in hooks.__all__:
        if name.startswith("kkrconsult_"):
            function = getattr(hooks, name)
            returns = inspect.signature(function).return_annotation
            lines += [f"## {name}", "", f"`{name}() -> {returns}`", "", inspect.getdoc(function) or "", ""]
    return "\n".join(lines)


def contract_checks() -> str:
    """A section for each rule of the contract checks, after a table of which holds for what."""
    kinds = ("validator", "exporter", "reader", "grouper", "round")
    lines = [f"| rule | {' | '.join(kinds)} |", "|---" * (len(kinds) + 1) + "|"]
    for rule in RULES:
        marks = " | ".join("✓" if kind in rule.applies_to else "" for kind in kinds)
        lines.append(f"| [{rule.name}](#{rule.name}) | {marks} |")
    lines.append("")
    for rule in RULES:
        lines += [f"## {rule.name}", "", f"Holds for: {', '.join(rule.applies_to)}.", ""]
        lines += [rule.what, "", f"Why: {rule.why}", "", f"Where it does not hold: {rule.remedy}", ""]
    return "\n".join(lines)


def round_file(registry: kc.Registry) -> str:
    """A section for each table of a round file, from the JSON Schema."""
    schema = round_schema(known_from(registry))
    lines = ["| key | what it holds |", "|---|---|"]
    for key, part in schema["properties"].items():
        lines.append(f"| `{key}` | {_cell(part.get('description', ''))} |")
    lines.append("")
    for name, definition in sorted(schema["$defs"].items()):
        properties = definition.get("properties")
        short = name.rsplit(".", 1)[-1]
        if not properties or name.startswith("kkrconsult.validators"):
            continue
        lines += [f"## {short}", "", definition.get("description", ""), "", "| key | what it holds |", "|---|---|"]
        lines += [f"| `{key}` | {_cell(part.get('description', ''))} |" for key, part in properties.items()]
        lines.append("")
    return "\n".join(lines)


def gallery(registry: kc.Registry) -> str:
    """A section for each plugin that is installed, with what its distribution says of itself and what it gives."""
    lines: list[str] = []
    for plugin in registry.plugins:
        if plugin.kind == "builtin" or plugin.distribution is None:
            continue
        about = metadata.metadata(plugin.distribution)
        addresses = [one.partition(", ")[2] for one in about.get_all("Project-URL") or ()]
        title = f"[{plugin.name}]({addresses[0]})" if addresses else plugin.name
        lines += [f"## {title}", "", str(about["Summary"] or ""), ""]
        lines += [f"Distribution `{plugin.distribution}`, version {plugin.version}.", ""]
        lines += ["| gives | what it does |", "|---|---|"]
        for kind, entries in (
            ("validator", registry.validators),
            ("exporter", registry.exporters),
            ("reader", registry.readers),
            ("grouper", registry.groupers),
            ("round", registry.rounds),
        ):
            for entry in entries:
                if entry.plugin == plugin:
                    suffix = getattr(entry.spec, "suffix", "")
                    lines.append(f"| {kind} `{entry.name}{suffix}` | {_cell(entry.spec.summary.get('en', ''))} |")
        lines.append("")
    return "\n".join(lines) or "None is installed where this page was made."


def write_all(folder: Path) -> None:
    """Write every generated page; only what changed, so that Sphinx need not build the rest again."""
    registry = kc.load_plugins(entry_points=False, strict=True)
    folder.mkdir(exist_ok=True)
    pages = {
        "validators": validators(registry),
        "exporters": exporters(registry),
        "readers": readers(registry),
        "groupers": groupers(registry),
        "codes": codes(registry),
        "hooks": hook_pages(),
        "contract-checks": contract_checks(),
        "round-file": round_file(registry),
        "gallery": gallery(kc.load_plugins()),
    }
    for name, text in pages.items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
