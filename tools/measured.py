"""Holds the coverage that was measured to what pyproject.toml demands: of the pure layers, and of the whole.

pytest --cov --cov-report= … && python tools/measured.py
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Print what is missing; the status says whether it is too much."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["kkrconsult"]
    outside = ",".join(f"*/kkrconsult/{glob}" for glob in (*table["files"], *table["streams"]))
    report = [sys.executable, "-m", "coverage", "report"]
    whole = subprocess.run([*report, "--skip-covered"], cwd=ROOT, check=False)
    pure = subprocess.run(
        [*report, f"--omit={outside}", f"--fail-under={table['pure_coverage']}"], cwd=ROOT, check=False
    )
    return whole.returncode or pure.returncode


if __name__ == "__main__":
    sys.exit(main())
