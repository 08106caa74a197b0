"""What all pages on the web have in common: the look, the parts that they are put together of, and what they may load.

A page is one file: its style stands inside, nothing is fetched, and its Content Security Policy lets nothing else in.

    >>> from kkrconsult.rendering.pages import policy
    >>> policy([])
    "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"
"""

from __future__ import annotations

import base64
import functools
import hashlib
import importlib.resources
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kkrconsult.errors import MissingExtraError
from kkrconsult.rendering._plain import printable

if TYPE_CHECKING:
    import jinja2

__all__ = ["address", "environment", "policy", "shown", "stylesheet"]

_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?|mailto):[!-~]+", re.IGNORECASE)


@functools.cache
def stylesheet() -> str:
    """The style that every page shares, without its comments; ``rendering/style.css`` tells what its names are for."""
    text = (importlib.resources.files("kkrconsult.rendering") / "style.css").read_text(encoding="utf-8")
    return _COMMENT.sub("", text).strip()


def policy(styles: Iterable[str], scripts: Iterable[str] = ()) -> str:
    """The Content Security Policy for a page: just these styles and scripts, pictures inside the page, and no more.

    Args:
        styles: What stands in its ``style`` elements, to the letter.
        scripts: What stands in its ``script`` elements, to the letter.
    """
    parts = ["default-src 'none'", _allowed("style-src", styles), _allowed("script-src", scripts)]
    return "; ".join([*filter(None, parts), "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _allowed(kind: str, texts: Iterable[str]) -> str:
    hashes = (_base64(hashlib.sha256(text.encode()).digest()) for text in texts)
    found = " ".join(f"'sha256-{one}'" for one in hashes)
    return f"{kind} {found}" if found else ""


def shown(text: str) -> Any:
    """A text of anybody's as HTML: escaped, with its line ends, and without what HTML cannot hold."""
    import markupsafe

    return markupsafe.Markup("<br>").join(printable(text).split("\n"))


def address(url: str | None) -> str:
    """The address of a link, if it is one that may be followed from a page."""
    return url if url is not None and _ADDRESS.fullmatch(url) else ""


@functools.cache
def environment() -> jinja2.Environment:
    """Jinja for the templates beside this module: everything is escaped, and a name that is not there is an error.

    All pages share one, which compiles each template once; nobody may change it.

    ``{% import "parts.html.j2" as parts %}`` gives a template the parts of a page: paragraphs, tables, notes, contents.

    Raises:
        MissingExtraError: Jinja is not installed.
    """
    try:
        import jinja2
    except ImportError:
        raise MissingExtraError("documents", "writing pages for the web") from None

    found = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(shown=shown, address=address, printable=printable, base64=_base64)
    return found


def _template(name: str) -> str | None:
    if not re.fullmatch(r"[\w-]+\.html\.j2", name):
        return None
    return (importlib.resources.files("kkrconsult.rendering") / name).read_text(encoding="utf-8")
