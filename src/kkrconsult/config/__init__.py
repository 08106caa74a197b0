"""Round files: TOML to a `Round` and back, their JSON Schema, and the options of plugins.

Everything is a pure function of text and data but `load_round_file` and `local_files`, which open files.
Which validators and the like there are is a parameter, `Known`: the registry of plugins is a layer above.

Lazy like the package itself: whoever binds options needs nothing that reads or writes round files.
"""

from __future__ import annotations

from kkrconsult._lazy import lazily

# Type checkers take this name for true, whoever defines it.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from kkrconsult.config._dump import dump_plugins, dump_round, dump_themes
    from kkrconsult.config._file import SCHEMA
    from kkrconsult.config._known import SECTIONS, Known, KnownPlugin
    from kkrconsult.config._load import is_file, load_round_file, local_files
    from kkrconsult.config._local import local_names
    from kkrconsult.config._parse import parse_round
    from kkrconsult.config._schema import SCHEMA_ID, round_schema
    from kkrconsult.config._starter import STARTER_LANGUAGES, default_text, new_round_file
    from kkrconsult.config.options import ValidatorSettings, bind_options, bind_validator

__all__ = [
    "SCHEMA",
    "SCHEMA_ID",
    "SECTIONS",
    "STARTER_LANGUAGES",
    "Known",
    "KnownPlugin",
    "ValidatorSettings",
    "bind_options",
    "bind_validator",
    "default_text",
    "dump_plugins",
    "dump_round",
    "dump_themes",
    "is_file",
    "load_round_file",
    "local_files",
    "local_names",
    "new_round_file",
    "parse_round",
    "round_schema",
]

# Hidden from type checkers: with it in sight they would take every misspelt name for one that exists.
if not TYPE_CHECKING:  # pragma: no branch
    __getattr__ = lazily(
        globals(),
        {
            "._dump": "dump_plugins dump_round dump_themes",
            "._file": "SCHEMA",
            "._known": "SECTIONS Known KnownPlugin",
            "._load": "is_file load_round_file local_files",
            "._local": "local_names",
            "._parse": "parse_round",
            "._schema": "SCHEMA_ID round_schema",
            "._starter": "STARTER_LANGUAGES default_text new_round_file",
            ".options": "ValidatorSettings bind_options bind_validator",
        },
    )

    def __dir__():
        return sorted({*globals(), *__all__})
