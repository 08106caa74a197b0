"""The file of the results."""

from __future__ import annotations

from pathlib import Path

from benchmarks.large.data import Results
from kkrconsult.structure import decode, encode, json_dumps, json_loads

__all__ = ["RESULTS", "read", "written"]

RESULTS = Path(__file__).parents[1] / "results.json"


def read(path: Path) -> Results | None:
    """What was measured before; None where nothing was."""
    if not path.exists():
        return None
    found: Results = decode(Results, json_loads(path.read_bytes()))
    return found


def written(results: Results) -> str:
    """The results as JSON."""
    return json_dumps(encode(results), indent=1) + "\n"
