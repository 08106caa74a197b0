"""JSON Schema of a round file, for editors.

It is made from the classes that read the file and from the options classes of the plugins.
"""

from __future__ import annotations

from typing import Any

from kkrconsult.config._file import ParticipantsTable, RoundFile, RoundTable
from kkrconsult.config._known import SECTIONS, Known, KnownPlugin
from kkrconsult.findings import Severity
from kkrconsult.model import Demand
from kkrconsult.municipalities import areas, packaged_parties
from kkrconsult.structure import json_schema

__all__ = ["SCHEMA_ID", "round_schema"]

SCHEMA_ID = "urn:kkrconsult:schema:round:1"
"""The ``$id`` of the schema; its last part is the version of the format."""


def round_schema(known: Known) -> dict[str, Any]:
    """Describe round files as JSON Schema 2020-12.

    TOML's dates and times count as the texts that they are written as, as editors have it.

    Args:
        known: The plugins whose tables a file may have.

    Returns:
        The schema as plain data.
    """
    definitions: dict[str, Any] = {}
    root = _definition(RoundFile, definitions)
    properties = root["properties"]
    for section, kind in SECTIONS.items():
        tables = {name: _table(section, plugin, definitions) for name, plugin in sorted(known.section(section).items())}
        properties[section] = {
            "type": "object",
            "description": f"Options of {section}, by name of the {kind}.",
            "properties": tables,
            "additionalProperties": False,
        }
    _definition(RoundTable, definitions)["properties"]["region"]["enum"] = list(areas())
    parties = _definition(ParticipantsTable, definitions)["properties"]
    parties["region"]["enum"] = list(areas())
    parties["regions"]["items"] = {"enum": list(areas())}
    parties["exclude"]["items"] = {"enum": [party.id for party in packaged_parties().values() if party.code]}
    parties["parties"]["items"] = {"enum": list(packaged_parties())}
    _definition(Demand, definitions)["properties"]["validators"]["items"] = {"enum": sorted(known.validators)}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Round file of kkrconsult",
        **root,
    }
    del definitions[_name(RoundFile, definitions)]
    schema["$defs"] = dict(sorted(definitions.items()))
    result: dict[str, Any] = _without_null(schema)
    return result


def _name(cls: type, definitions: dict[str, Any]) -> str:
    reference: str = json_schema(cls, definitions)["$ref"]
    return reference.removeprefix("#/$defs/")


def _definition(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a class itself, in place, where others refer to it."""
    found: dict[str, Any] = definitions[_name(cls, definitions)]
    return found


def _table(section: str, plugin: KnownPlugin, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of one plugin's table: all its options, and what the library adds to a validator's."""
    properties: dict[str, Any] = {}
    required: set[str] = set()
    for options in plugin.options:
        described = definitions.pop(_name(options, definitions))
        properties |= described["properties"]
        required |= set(described.get("required", ()))
    if section == "validators":
        levels = {
            "enum": [level.value for level in Severity],
            "description": "How grave a finding of this code is.",
        }
        properties |= {
            "enabled": {"type": "boolean", "default": plugin.enabled, "description": "Whether it runs."},
            "severity": {
                "type": "object",
                "description": "Severities that this round sets, by code.",
                "properties": dict.fromkeys(sorted(plugin.codes), levels),
                "additionalProperties": False,
            },
        }
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    if "en" in plugin.summary:
        schema["description"] = plugin.summary["en"]
    if required:
        # What is switched off need not be complete.
        schema["required"] = sorted(required)
        if section == "validators":
            del schema["required"]
            off = {"properties": {"enabled": {"const": False}}, "required": ["enabled"]}
            schema["anyOf"] = [off, {"required": sorted(required)}]
    return schema


def _without_null(schema: Any) -> Any:
    """TOML has no null, so no editor should offer it."""
    if isinstance(schema, list):
        return [_without_null(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _without_null(item) for key, item in schema.items()}
    choices = plain.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        rest = [choice for choice in choices if choice != {"type": "null"}]
        del plain["anyOf"]
        plain = rest[0] | plain if len(rest) == 1 else {**plain, "anyOf": rest}
    return plain
