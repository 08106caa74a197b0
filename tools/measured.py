"""Holds the coverage that was measured to what pyproject.toml demands: of the pure layers, with --whole of the whole.

pytest --cov --cov-report= … && python tools/measured.py
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main(*, whole: bool) -> int:
    """Print what is missing; the status says whether it is too much."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["kkrconsult"]
    outside = ",".join(f"*/kkrconsult/{glob}" for glob in (*table["files"], *table["streams"]))
    report = [sys.executable, "-m", "coverage", "report"]
    demands = [[f"--omit={outside}", f"--fail-under={table['pure_coverage']}"]]
    if whole:
        demands.insert(0, ["--skip-covered"])
    found = [subprocess.run([*report, *demand], cwd=ROOT, check=False).returncode for demand in demands]
    return int(any(found))


if __name__ == "__main__":
    sys.exit(main(whole="--whole" in sys.argv[1:]))
