"""Plugins: the hooks and records by which they say what they give, and the registry that holds it.

Lazy like the package itself: whoever declares a hook needs nothing that looks for plugins.
"""

from __future__ import annotations

from kkrconsult._lazy import lazily

# Type checkers take this name for true, whoever defines it.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from kkrconsult.model import Proposal
    from kkrconsult.plugins._absent import Absent, Unconnected, seek
    from kkrconsult.plugins._load import load_plugins
    from kkrconsult.plugins.codes import LIBRARY_CODES, RESERVED
    from kkrconsult.plugins.hooks import hookimpl
    from kkrconsult.plugins.introspect import Steps, describe, explain
    from kkrconsult.plugins.records import (
        Concluding,
        Context,
        ExporterSpec,
        GivenFile,
        GivenFiles,
        GrouperSpec,
        NoOptions,
        ReaderSpec,
        RoundSpec,
        Validator,
        ValidatorSpec,
        per_response,
    )
    from kkrconsult.plugins.registry import PluginFailure, PluginInfo, Registered, Registry

__all__ = [
    "LIBRARY_CODES",
    "RESERVED",
    "Absent",
    "Concluding",
    "Context",
    "ExporterSpec",
    "GivenFile",
    "GivenFiles",
    "GrouperSpec",
    "NoOptions",
    "PluginFailure",
    "PluginInfo",
    "Proposal",
    "ReaderSpec",
    "Registered",
    "Registry",
    "RoundSpec",
    "Steps",
    "Unconnected",
    "Validator",
    "ValidatorSpec",
    "describe",
    "explain",
    "hookimpl",
    "load_plugins",
    "per_response",
    "seek",
]

# Hidden from type checkers: with it in sight they would take every misspelt name for one that exists.
if not TYPE_CHECKING:  # pragma: no branch
    __getattr__ = lazily(
        globals(),
        {
            "..model": "Proposal",
            "._absent": "Absent Unconnected seek",
            "._load": "load_plugins",
            ".codes": "LIBRARY_CODES RESERVED",
            ".hooks": "hookimpl",
            ".introspect": "Steps describe explain",
            ".records": """
                Concluding Context ExporterSpec GivenFile GivenFiles GrouperSpec NoOptions ReaderSpec RoundSpec
                Validator ValidatorSpec per_response
            """,
            ".registry": "PluginFailure PluginInfo Registered Registry",
        },
    )

    def __dir__():
        return sorted({*globals(), *__all__})
