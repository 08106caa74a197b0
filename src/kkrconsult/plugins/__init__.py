"""Plugins: the hooks and records by which they say what they give, and the registry that holds it."""

from __future__ import annotations

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
    Proposal,
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
