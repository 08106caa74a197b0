"""Plain data to attrs classes and back, with every fault named; and JSON Schema and docs from the same classes.

One description serves everything: the types, defaults and attribute docstrings of an attrs class. `decode`
reads JSON or TOML data by them, `encode` writes it, `json_schema` tells editors about it, `field_docs` feeds
the reference.

Two hooks let a class have a plain form of its own: a classmethod ``__from_plain__(data)`` with a method
``__to_plain__()``, and optionally a classmethod ``__plain_schema__()``.
"""

from __future__ import annotations

from kkrconsult.structure._decode import decode, hints_of
from kkrconsult.structure._docs import class_doc, field_docs, type_text
from kkrconsult.structure._encode import encode, json_dumps, written_fields
from kkrconsult.structure._fast import fast_decoder
from kkrconsult.structure._faults import did_you_mean
from kkrconsult.structure._frozen import FrozenMap, freeze, thaw
from kkrconsult.structure._json import json_loads
from kkrconsult.structure._schema import json_schema

__all__ = [
    "FrozenMap",
    "class_doc",
    "decode",
    "did_you_mean",
    "encode",
    "fast_decoder",
    "field_docs",
    "freeze",
    "hints_of",
    "json_dumps",
    "json_loads",
    "json_schema",
    "thaw",
    "type_text",
    "written_fields",
]
