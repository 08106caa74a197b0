"""The text that goes with the open data, for people who open the archive: README.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kkrconsult.exporters._dataset_package import Resource, about, describe_field, description, title
from kkrconsult.rendering.markdown import inline
from kkrconsult.report import Audience, Report
from kkrconsult.texts import word
from kkrconsult.timeline import zone_of

__all__ = ["readme"]


def readme(
    report: Report,
    resources: Iterable[Resource],
    notices: Mapping[str, int],
    *,
    language: str,
    licence: str | None,
    texts: bool,
    guarded: bool,
) -> str:
    """What the data are, how they are to be read, and what must be known of them."""

    def said(key: str, **params: object) -> str:
        return word(f"dataset.readme.{key}", language, **params)

    lines = [f"# {inline(report.round.title.in_language(language))}", inline(description(report, language))]
    lines += [f"**{inline(text)}**" for text in _warnings(report, notices, language)]
    at = report.at.astimezone(zone_of(report.round.timezone)).isoformat()
    lines += [said("as-of", at=at), said("files"), said("cells")]
    lines.append(said("guarded" if guarded else "not-guarded"))
    if not texts:
        lines.append(said("without-texts"))
    lines.append(said("public" if report.audience is Audience.PUBLIC else "internal"))
    lines.append(said("licence", licence=inline(licence)) if licence else said("no-licence"))
    for resource in resources:
        lines += list(_table(resource, language))
    return "\n\n".join(lines) + "\n"


def _warnings(report: Report, notices: Mapping[str, int], language: str) -> Iterator[str]:
    for text, number in notices.items():
        yield word("notat.notice", language, n=number, text=text)
    if not report.complete:
        yield word("dataset.readme.incomplete", language)


def _table(resource: Resource, language: str) -> Iterator[str]:
    name = resource.table.name
    yield f"## {title(f'table.{name}', language)}"
    yield f"`{resource.path}`: {about(f'table.{name}', language)}"
    head = [word(f"dataset.readme.{key}", language) for key in ("column", "type", "meaning")]
    rows = [f"| {' | '.join(head)} |", "|---|---|---|"]
    for field in resource.fields:
        called, means = describe_field(field, language)
        values = ", ".join(f"`{value}` ({label})" for value, label in field.categories(language))
        rows.append(f"| `{field.name}` | {field.kind} | {called}. {means}{f' {values}' if values else ''} |")
    yield "\n".join(rows)
