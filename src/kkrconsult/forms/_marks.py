"""Bookmarks around the fields of a form, since not every program keeps the names of fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kkrconsult.recognition.form_content import Field, Part

__all__ = ["bookmarks", "properties"]


def bookmarks(parts: Sequence[Part]) -> dict[str, str]:
    """A bookmark for each field, by the field's name; short, since Word takes no more than 40 characters."""
    names = (part.name for part in parts if isinstance(part, Field))
    return {name: f"kkr_{number}" for number, name in enumerate(names, 1)}


def properties(round_id: str, marks: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The properties by which a filled-in form is known: name and text."""
    fields = ";".join(f"{mark}={name}" for name, mark in marks.items())
    return ("kkrconsult-form", round_id), ("kkrconsult-fields", fields)
