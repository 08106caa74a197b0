"""All benchmarks of large rounds in one command: ``python benchmarks/run.py``; ``--help`` says what it takes."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.large.main import main

if __name__ == "__main__":
    sys.exit(main())
