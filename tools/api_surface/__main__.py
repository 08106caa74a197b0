"""The command line: ``python -m tools.api_surface check|record``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.api_surface import Surface, breaks, named, surface

ROOT = Path(__file__).parents[2]
MODULES = ("kkrconsult", "kkrconsult.plugins", "kkrconsult.plugins.hooks", "kkrconsult.testing")
COMMAND = "python -m tools.api_surface record"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare or write, and say what is to be done. Gives 1 where something is."""
    parser = argparse.ArgumentParser(prog="python -m tools.api_surface", description="The public names, recorded.")
    parser.add_argument("command", choices=["check", "record"])
    parser.add_argument("--source", type=Path, default=ROOT / "src", help="folder that the package lies in")
    parser.add_argument("--recorded", type=Path, default=ROOT / "tests" / "api" / "surface.json", help="the record")
    parser.add_argument("--changelog", type=Path, default=ROOT / "changelog.d", help="folder with the fragments")
    parser.add_argument("--modules", nargs="+", default=MODULES, help="the package, and modules in it")
    options = parser.parse_args(arguments)

    present = surface(options.modules, options.source)
    recorded = json.loads(options.recorded.read_text(encoding="utf-8")) if options.recorded.exists() else {}
    known = named(options.changelog)
    untold = [one for one in breaks(recorded, present) if one.name not in known]
    if untold:
        for one in untold:
            print(one)
        shortest = untold[0].name.partition(".")[2]
        print(f"These break the public names. Give them back, or name each in backticks (such as `{shortest}`) in a")
        print(f"fragment of changelog.d, of the kind removed, changed or deprecated, and run: {COMMAND}")
        return 1
    if options.command == "record":
        options.recorded.write_text(_text(present), encoding="utf-8", newline="\n")
        return 0
    return _compared(recorded, present)


def _text(present: Surface) -> str:
    return json.dumps(present, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _compared(recorded: Surface, present: Surface) -> int:
    differing = [name for name in {**recorded, **present} if recorded.get(name) != present.get(name)]
    if not differing:
        return 0
    for name in sorted(differing):
        state = "is new" if name not in recorded else "is gone" if name not in present else "has changed"
        print(f"{name} {state}")
    print(f"This is not recorded yet. Run: {COMMAND}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
