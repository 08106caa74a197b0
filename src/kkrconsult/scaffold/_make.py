"""Fills in the template. Cookiecutter renders it; nothing is asked, fetched, run or kept outside the new folder."""

from __future__ import annotations

import tempfile
from os import PathLike
from pathlib import Path

from kkrconsult._version import API_VERSION, __version__
from kkrconsult.errors import ConfigError, MissingExtraError, bounded
from kkrconsult.plugins.registry import RecordKind
from kkrconsult.scaffold._names import PluginNames, names_for

__all__ = ["make_plugin"]

_TEMPLATE = Path(__file__).parent / "template"


def make_plugin(name: str, kind: RecordKind, folder: str | PathLike[str] = ".") -> Path:
    """Make a package with a plugin that works, is typed, and is tested.

    The same name and kind give the same files. All of them appear, or none.

    Args:
        name: Name of the package, such as ``acme-words``.
        kind: What the plugin gives.
        folder: Where the folder of the package is made; made itself where it is not there.

    Returns:
        The new folder.

    Raises:
        ConfigError: The name cannot be used, its folder is there already, or it cannot be written.
        MissingExtraError: The extra ``authors`` is not installed.
    """
    names = names_for(name, kind)
    parent = Path(folder).resolve()
    target = parent / names.distribution
    if target.exists() or target.is_symlink():
        raise ConfigError(f"{target} is there already, and nothing is overwritten; choose another name or folder")
    try:
        from cookiecutter.generate import generate_files
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "cookiecutter":
            raise
        raise MissingExtraError("authors", "making a plugin") from None
    try:
        parent.mkdir(parents=True, exist_ok=True)
        # Made beside its place and moved there, so that a half-made package is never taken for a whole one.
        with tempfile.TemporaryDirectory(prefix=f".{names.distribution}.", dir=parent) as making:
            # Not through cookiecutter's main function: that one reads and writes files in the user's home.
            made = generate_files(str(_TEMPLATE), _context(names, kind), output_dir=making, accept_hooks=False)
            Path(made).rename(target)
    except OSError as error:
        reason = error.strerror or bounded(str(error))
        raise ConfigError(f"{target} cannot be written: {reason}") from None
    return target


def _context(names: PluginNames, kind: RecordKind) -> dict[str, object]:
    """What the template may say. A file whose name comes out empty is left out."""
    return {
        "cookiecutter": {
            "name": names.distribution,
            "module": names.module,
            "prefix": names.prefix,
            "compact": names.prefix.replace("-", ""),
            "kind": kind,
            "version": __version__,
            "api": API_VERSION,
            # No name in the template ends as a source or settings file does, so that no tool takes it for one.
            "dot": ".",
            "source": "" if kind == "round" else f"{kind}.py",
            "data": f"{names.prefix}.toml" if kind == "round" else "",
            "_jinja2_env_vars": {"lstrip_blocks": True, "trim_blocks": True},
            "_new_lines": "\n",
        }
    }
