"""A new plugin as a complete package, filled in from a template (extra ``authors``)."""

from __future__ import annotations

from kkrconsult.scaffold._make import make_plugin
from kkrconsult.scaffold._names import KINDS, PluginNames, names_for

__all__ = ["KINDS", "PluginNames", "make_plugin", "names_for"]
