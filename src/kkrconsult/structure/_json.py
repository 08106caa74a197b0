"""JSON text to plain data, strictly: what another program might read in another way is refused."""

from __future__ import annotations

import json
from collections import Counter

from kkrconsult.errors import DataError, Problem, bounded

__all__ = ["json_loads", "no_constant"]


def json_loads(text: str | bytes) -> object:
    """Parse JSON strictly.

    Raises:
        DataError: Not JSON, a key that stands twice, NaN or infinity, or nesting beyond the interpreter's limit.
    """
    try:
        return json.loads(text, parse_constant=no_constant, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        problem = Problem(message=f"not JSON: {error.msg}", line=error.lineno, column=error.colno)
        raise DataError("this is not JSON:", [problem]) from None
    except UnicodeDecodeError as error:
        problem = Problem(message=f"not UTF-8 text: byte {error.start}", suggestion="Save the file as UTF-8.")
        raise DataError("this is not JSON:", [problem]) from None
    except RecursionError:
        raise DataError("this JSON is nested too deeply to be read") from None
    except DataError:
        raise
    except ValueError:
        # Python refuses to convert numbers of more than some thousand digits.
        raise DataError("this JSON has a number with too many digits") from None


def no_constant(name: str) -> float:
    """Refuse what Python takes for a number of JSON, and nobody else."""
    raise DataError(f"this is not JSON: {name} is not a JSON number")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for key, number in Counter(key for key, _ in pairs).items() if number > 1)
        raise DataError(f"the key {bounded(twice)} stands twice in one JSON object; remove one of them")
    return found
