"""Who is compared, in which order, and with what said of it."""

from __future__ import annotations

from benchmarks.large.data import Competitor
from benchmarks.large.truth import STRUCTURE

__all__ = [
    "ALL_CHECKS",
    "APART",
    "COMPETITORS",
    "CORE",
    "FAST",
    "FLOOR",
    "GROWTH",
    "LIBRARIES",
    "POOLS",
    "PYDANTIC",
    "SCALING",
    "by_name",
]

ALL_CHECKS = (
    STRUCTURE,
    "consulted-party",
    "deadline",
    "empty-response",
    "handling",
    "known-track",
    "one-response-per-participant",
    "page-limit",
    "participation",
    "personal-data",
    "rationale",
    "see-attachment",
    "theme-title",
)
"""All validators but near-duplicate, which no peer has; it is measured by itself."""
APART = (
    "consulted-party",
    "empty-response",
    "known-track",
    "page-limit",
    "personal-data",
    "rationale",
    "see-attachment",
    "theme-title",
)
"""Those whose findings on two halves are those on the whole."""
_NOT_JSON = ("cut off", "not JSON", "comma too many", "not UTF-8")
_PEERS = "benchmarks.large.peers"

CORE, FAST, PYDANTIC, FLOOR = "core", "fast", "pydantic", "floor-scan"

COMPETITORS = (
    Competitor(
        name=CORE,
        title="kkrconsult, core",
        run=f"{_PEERS}.ours:check",
        checks=ALL_CHECKS,
        without=("msgspec",),
    ),
    Competitor(
        name=FAST,
        title="kkrconsult, extra `fast`",
        run=f"{_PEERS}.ours:check",
        checks=ALL_CHECKS,
        needs=("msgspec",),
    ),
    Competitor(
        name=PYDANTIC,
        title="pydantic, checks by hand",
        run=f"{_PEERS}.with_pydantic:check",
        checks=ALL_CHECKS,
        needs=("pydantic",),
        row_wise=True,
    ),
    Competitor(
        name="pydantic-guarded",
        title="pydantic, checks by hand, text looked at as bytes first",
        run=f"{_PEERS}.with_pydantic:check_guarded",
        checks=ALL_CHECKS,
        needs=("pydantic",),
        row_wise=True,
    ),
    Competitor(
        name="msgspec",
        title="msgspec structs, the same by hand",
        run=f"{_PEERS}.with_msgspec:check",
        checks=ALL_CHECKS,
        needs=("msgspec",),
        row_wise=True,
    ),
    Competitor(
        name="polars",
        title="Polars, vectorised, all processors, all in memory",
        run=f"{_PEERS}.vectorised:check",
        prepare=f"{_PEERS}.vectorised:prepare",
        checks=tuple(sorted((*APART, "deadline", "handling"))),
        needs=("polars",),
    ),
    Competitor(
        name="jsonschema-rs",
        title="jsonschema-rs",
        run=f"{_PEERS}.structure:in_rust",
        checks=(STRUCTURE,),
        needs=("jsonschema_rs", "orjson"),
    ),
    Competitor(
        name="jsonschema",
        title="jsonschema",
        run=f"{_PEERS}.structure:in_python",
        checks=(STRUCTURE,),
        needs=("jsonschema",),
        fraction=10,
    ),
    Competitor(
        name="frictionless",
        title="frictionless, on flattened rows",
        run=f"{_PEERS}.rows:check",
        prepare=f"{_PEERS}.rows:prepare",
        checks=(STRUCTURE,),
        kinds=("moment without a zone", "wrong type within", "bad id", "nobody's", "unknown value", "id missing"),
        needs=("frictionless",),
    ),
    Competitor(
        name="floor-parse",
        title="floor: `orjson.loads` of each line",
        run=f"{_PEERS}.floor:parse",
        checks=(STRUCTURE,),
        kinds=_NOT_JSON,
        needs=("orjson",),
    ),
    Competitor(
        name=FLOOR,
        title="floor: the same, and texts scanned for personal data",
        run=f"{_PEERS}.floor:parse_and_scan",
        checks=(STRUCTURE, "personal-data"),
        kinds=_NOT_JSON,
        needs=("orjson",),
    ),
)

GROWTH = ("jobs-2", "pool-pydantic", "pool-msgspec")
"""Who is followed as a round grows."""
POOLS = {"pool-pydantic": "pydantic", "pool-msgspec": "msgspec"}
"""Pools of processes, and what their answers are read with."""

SCALING = (
    Competitor(name="jobs-1", title="kkrconsult, one process", run=f"{_PEERS}.ours:check", checks=ALL_CHECKS),
    Competitor(name="jobs-2", title="kkrconsult, two processes", run=f"{_PEERS}.ours:check", checks=ALL_CHECKS, jobs=2),
    Competitor(
        name="apart",
        title="two processes that share nothing, each with half of the answers",
        run=f"{_PEERS}.ours:apart",
        prepare=f"{_PEERS}.ours:halve",
        checks=APART,
        jobs=2,
    ),
    Competitor(
        name="pool-pydantic",
        title="`multiprocessing.Pool(2)`, pydantic by hand",
        run=f"{_PEERS}.pool:with_pydantic",
        checks=ALL_CHECKS,
        needs=("pydantic",),
        jobs=2,
    ),
    Competitor(
        name="pool-msgspec",
        title="`multiprocessing.Pool(2)`, msgspec by hand",
        run=f"{_PEERS}.pool:with_msgspec",
        checks=ALL_CHECKS,
        needs=("msgspec",),
        jobs=2,
    ),
)
"""The same answers in one process and in two; the library by whichever path it takes by itself."""

LIBRARIES = (
    "attrs",
    "datasketch",
    "frictionless",
    "jsonschema",
    "jsonschema-rs",
    "msgspec",
    "orjson",
    "polars",
    "pydantic",
)
"""Distributions whose versions are written down."""


def by_name(name: str) -> Competitor:
    """The competitor of a name."""
    return next(one for one in (*COMPETITORS, *SCALING) if one.name == name)
