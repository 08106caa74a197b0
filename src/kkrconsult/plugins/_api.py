"""Which version of the public names a plugin asks for, and whether it is here.

A plugin says so as an attribute ``kkrconsult_api = "1.0"`` of the module, or whatever object its entry point names. It
is looked at before any hook is called, so that one that was written for another version is refused with a reason, and
not with what happens to break first.
"""

from __future__ import annotations

import re

from kkrconsult._version import API_VERSION, __version__
from kkrconsult.plugins._found import Rejected
from kkrconsult.plugins._say import crash, shown

__all__ = ["ATTRIBUTE", "asked_api", "check_api"]

ATTRIBUTE = "kkrconsult_api"

_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})", re.ASCII)


def asked_api(plugin: object) -> str | None:
    """What a plugin asks for; None if it does not say.

    Raises:
        Rejected: What it says is no version.
    """
    try:
        asked: object = getattr(plugin, ATTRIBUTE, None)
    except Exception as error:  # a stranger's property
        raise Rejected("validated", f"its {ATTRIBUTE} cannot be read: {crash(error)}", error) from error
    if asked is None:
        return None
    if not isinstance(asked, str) or not _VERSION.fullmatch(asked):
        advice = f'write a text of two numbers, such as "{API_VERSION}"'
        raise Rejected("validated", f"its {ATTRIBUTE} is {shown(asked)}, which is no version; {advice}")
    return str(asked)


def check_api(asked: str | None, here: str = API_VERSION) -> None:
    """Refuse a plugin that asks for what is not here.

    Args:
        asked: What it asks for; None is content with everything.
        here: What is here. The same first number must be here, and at least the second.

    Raises:
        Rejected: It asks for another version.
    """
    if asked is None:
        return
    wanted, offered = _numbers(asked), _numbers(here)
    if wanted[0] == offered[0] and wanted <= offered:
        return
    remedy = "upgrade kkrconsult" if wanted > offered else "upgrade the plugin, or install an older kkrconsult"
    raise Rejected(
        "validated",
        f"it asks for version {asked} of kkrconsult's API, and kkrconsult {__version__} has {here}; {remedy}",
    )


def _numbers(version: str) -> tuple[int, int]:
    major, _, minor = version.partition(".")
    return int(major), int(minor)
