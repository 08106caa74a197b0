"""The documentation of a class and its fields, taken from where it stands: the source.

An attribute's text is the string literal right beneath it (Sphinx reads the same), or ``metadata={"doc":
…}``. It is wanted only for the JSON Schema and the reference, so the source is parsed on demand and never at
import.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
import typing
from collections.abc import Mapping
from typing import Any

import attrs

from kkrconsult.structure._cache import cached

__all__ = ["class_doc", "field_docs", "type_text"]


def class_doc(cls: type) -> str:
    """The first paragraph of a class's docstring on one line; empty where it has none of its own."""
    text = inspect.cleandoc(cls.__dict__.get("__doc__") or "")
    return " ".join(text.split("\n\n")[0].split())


@cached
def field_docs(cls: type) -> Mapping[str, str]:
    """The texts of an attrs class's fields, by field name; fields without a text are absent.

    A base class's texts are included. Where the source is not there (a zipped application), only metadata
    counts.
    """
    docs: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if attrs.has(base):
            docs.update(_literals(base))
    for field in attrs.fields(cls):
        if "doc" in field.metadata:
            docs[field.name] = str(field.metadata["doc"])
    return docs


def _literals(cls: type) -> dict[str, str]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except (OSError, TypeError, SyntaxError):
        return {}
    found: dict[str, str] = {}
    body = tree.body[0].body if tree.body and isinstance(tree.body[0], ast.ClassDef) else []
    for statement, following in itertools.pairwise(body):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and isinstance(following, ast.Expr)
            and isinstance(following.value, ast.Constant)
            and isinstance(following.value.value, str)
        ):
            found[statement.target.id] = " ".join(following.value.value.split())
    return found


def type_text(hint: Any) -> str:
    """A type as its author wrote it, or nearly so."""
    plain = isinstance(hint, type) and typing.get_origin(hint) is None
    return str(hint.__name__ if plain else hint).replace("typing.", "")
