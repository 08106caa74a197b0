"""The description of the open data: a Data Package (https://datapackage.org, version 2) with a Table Schema a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from kkrconsult.errors import DataError, Problem, bounded
from kkrconsult.exporters._dataset_tables import Field, Table, moment
from kkrconsult.formats.names import slug
from kkrconsult.model import Source
from kkrconsult.report import Report
from kkrconsult.texts import word

__all__ = ["Resource", "about", "check_licence", "description", "package", "title"]

_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_LICENCE = re.compile(r"[-A-Za-z0-9._]+|https?://[!-~]+")
_WEB = re.compile(r"https?://[!-~]+")
_CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-SA)?)-(\d\.\d)")


@attrs.frozen(kw_only=True)
class Resource:
    """A table as a file."""

    table: Table
    """Which."""
    path: str
    """Where it stands in the package."""
    size: int
    """How many bytes the file has."""
    sha256: str
    """Their checksum."""
    fields: tuple[Field, ...]
    """The columns that are in it."""


def check_licence(owner: object, licence: str | None) -> None:
    """Refuse what can be no licence of a Data Package.

    Raises:
        DataError: It is neither an identifier nor an address.
    """
    if licence is not None and not _LICENCE.fullmatch(licence):
        problem = Problem(
            message="must be the identifier of a licence, such as CC-BY-4.0, or its address",
            path=("licence",),
            found=bounded(licence),
        )
        raise DataError(f"{type(owner).__name__}: licence does not fit", [problem])


def title(name: str, language: str) -> str:
    """What people call a table, or a column by its key."""
    return word(f"dataset.{name}", language)


def about(name: str, language: str) -> str:
    """What a table or a column holds."""
    return word(f"dataset.{name}.about", language)


def _field_key(field: Field) -> str:
    return f"field.{field.key or field.name.replace('_', '-')}"


def describe_field(field: Field, language: str) -> tuple[str, str]:
    """Title and description of a column."""
    return title(_field_key(field), language), about(_field_key(field), language)


def package(report: Report, resources: Iterable[Resource], *, language: str, licence: str | None) -> dict[str, Any]:
    """The contents of datapackage.json."""
    round_, created = report.round, moment(report.at)
    resources = list(resources)
    there = {resource.table.name for resource in resources}
    found: dict[str, Any] = {
        "$schema": _SCHEMA,
        "name": slug(round_.id),
        "title": round_.title.in_language(language),
        "description": description(report, language),
        "version": _version(created),
        "created": created,
        "keywords": [word("dataset.keyword", language), *([round_.region] if round_.region else [])],
    }
    if licence is not None:
        found["licenses"] = [_licence(licence)]
    sources = [*round_.sources, *(round_.outcome.sources if round_.outcome else ())]
    if sources:
        found["sources"] = [_source(source) for source in dict.fromkeys(sources)]
    if round_.organiser and round_.organiser.strip():
        found["contributors"] = [{"title": round_.organiser, "roles": ["publisher"]}]
    found["resources"] = [_resource(resource, there, language) for resource in resources]
    return found


def _version(created: str) -> str:
    """When the question was asked, as a version that sorts.

    >>> _version("2020-12-18T12:00:00Z")
    '2020.12.18.120000'
    """
    day, _, time = created.removesuffix("Z").partition("T")
    return f"{day}.{time}".replace("-", ".").replace(":", "")


def description(report: Report, language: str) -> str:
    """What the data are about, in a sentence or two."""
    round_ = report.round
    said = word("dataset.description", language, title=round_.title.in_language(language))
    purpose = round_.purpose.in_language(language) if round_.purpose else ""
    return f"{said} {purpose}".strip()


def _licence(licence: str) -> dict[str, str]:
    if _WEB.fullmatch(licence):
        return {"path": licence}
    found = {"name": licence}
    commons = _CREATIVE_COMMONS.fullmatch(licence)
    if commons:
        found["path"] = f"https://creativecommons.org/licenses/{commons[1].lower()}/{commons[2]}/"
    elif licence == "CC0-1.0":
        found["path"] = "https://creativecommons.org/publicdomain/zero/1.0/"
    return found


def _source(source: Source) -> dict[str, str]:
    found = {"title": source.title}
    if source.url and _WEB.fullmatch(source.url):
        found["path"] = source.url
    return found


def _resource(resource: Resource, there: set[str], language: str) -> dict[str, Any]:
    name = resource.table.name
    return {
        "name": name,
        "type": "table",
        "title": title(f"table.{name}", language),
        "description": about(f"table.{name}", language),
        "path": resource.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": resource.size,
        "hash": f"sha256:{resource.sha256}",
        "dialect": {
            "header": True,
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
        },
        "schema": _schema(resource, there, language),
    }


def _schema(resource: Resource, there: set[str], language: str) -> dict[str, Any]:
    table = resource.table
    found: dict[str, Any] = {
        "fields": [
            _field(field, unique=table.primary == (field.name,), language=language) for field in resource.fields
        ],
        "missingValues": [""],
    }
    if table.primary:
        found["primaryKey"] = list(table.primary)
    keys = [
        {"fields": [key.field], "reference": {"resource": key.table, "fields": [key.to]}}
        for key in table.keys
        if key.table in there
    ]
    if keys:
        found["foreignKeys"] = keys
    return found


def _field(field: Field, *, unique: bool, language: str) -> dict[str, Any]:
    called, means = describe_field(field, language)
    found: dict[str, Any] = {"name": field.name, "type": field.kind, "title": called, "description": means}
    constraints: Mapping[str, Any] = {
        **({"required": True} if field.required else {}),
        **({"unique": True} if unique else {}),
    }
    categories = field.categories(language)
    if categories:
        found["categories"] = [{"value": value, "label": label} for value, label in categories]
        constraints = {**constraints, "enum": [value for value, _ in categories]}
    if constraints:
        found["constraints"] = constraints
    return found
