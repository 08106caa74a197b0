"""Plain data to attrs classes and back, with every fault named; and JSON Schema and docs from the same classes.

One description serves everything: the types, defaults and attribute docstrings of an attrs class. `decode`
reads JSON or TOML data by them, `encode` writes it, `json_schema` tells editors about it, `field_docs` feeds
the reference.

Two hooks let a class have a plain form of its own: a classmethod ``__from_plain__(data)`` with a method
``__to_plain__()``, and optionally a classmethod ``__plain_schema__()``.

Lazy like the package itself: whoever makes a class of the model needs no JSON Schema.
"""

from __future__ import annotations

from kkrconsult._lazy import lazily

# Type checkers take this name for true, whoever defines it.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from kkrconsult.structure._decode import decode, hints_of
    from kkrconsult.structure._docs import class_doc, field_docs, type_text
    from kkrconsult.structure._encode import encode, json_dumps, written_fields
    from kkrconsult.structure._fast import fast_decoder
    from kkrconsult.structure._faults import did_you_mean
    from kkrconsult.structure._frozen import FrozenMap, freeze, thaw
    from kkrconsult.structure._json import json_loads
    from kkrconsult.structure._schema import json_schema
    from kkrconsult.structure._straight import straight_decoder

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
    "straight_decoder",
    "thaw",
    "type_text",
    "written_fields",
]

# Hidden from type checkers: with it in sight they would take every misspelt name for one that exists.
if not TYPE_CHECKING:  # pragma: no branch
    __getattr__ = lazily(
        globals(),
        {
            "._decode": "decode hints_of",
            "._docs": "class_doc field_docs type_text",
            "._encode": "encode json_dumps written_fields",
            "._fast": "fast_decoder",
            "._faults": "did_you_mean",
            "._frozen": "FrozenMap freeze thaw",
            "._json": "json_loads",
            "._schema": "json_schema",
            "._straight": "straight_decoder",
        },
    )
