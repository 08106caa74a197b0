"""The command: what is measured, how large, and where the results go."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import attrs

from benchmarks.large.competitors import COMPETITORS
from benchmarks.large.corpus import Spec
from benchmarks.large.data import Competitor, Results, Section
from benchmarks.large.measuring import WrongResultError, codes_of_checks, left_out, machine, make, measure
from benchmarks.large.store import RESULTS, read, written
from benchmarks.large.tables import document

__all__ = ["main"]

_WARM_UP = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks; the exit status is 1 where a competitor found something wrong."""
    options = _options(arguments)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            _run(options, options.folder or Path(scratch))
    except WrongResultError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks/run.py", description=__doc__)
    parser.add_argument("--responses", type=int, default=20_000, help="answers that the peers are given (20000)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each runs (5)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="some competitors only")
    parser.add_argument("--folder", type=Path, help="where corpora are made and kept; else in a temporary folder")
    parser.add_argument("--results", type=Path, default=RESULTS, help="file of the results")
    parser.add_argument("--check", action="store_true", help="400 answers, each competitor once: are they right?")
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [one for one in COMPETITORS if options.only is None or one.name in options.only]
    if options.check:
        section = _peers(chosen, folder, responses=400, rounds=1, seed=options.seed, defects=0.5)
        print(f"{len(section.measurements)} competitors found what is there, and nothing else")
        return
    section = _peers(chosen, folder, responses=options.responses, rounds=options.rounds, seed=options.seed)
    here = machine()
    known = read(options.results)
    results = known if known is not None and known.machine == here else Results(machine=here, seed=options.seed)
    results = attrs.evolve(results, peers=section)
    options.results.write_text(written(results), encoding="utf-8")
    print(document(results))


def _peers(
    chosen: Sequence[Competitor], folder: Path, *, responses: int, rounds: int, seed: int, defects: float = 0.05
) -> Section:
    missing = tuple(left_out(chosen))
    for one in missing:
        print(f"left out: {one.competitor} ({one.reason})", flush=True)
    there = [one for one in chosen if one.name not in {gone.competitor for gone in missing}]
    warm_up = make(folder, Spec(responses=_WARM_UP, seed=seed, defects=0.5))
    corpora = {
        fraction: make(folder, Spec(responses=max(responses // fraction, _WARM_UP), seed=seed, defects=defects))
        for fraction in {one.fraction for one in there}
    }
    made = measure(there, corpora, warm_up, rounds=rounds, codes=codes_of_checks(), tell=_tell)
    return Section(responses=responses, rounds=rounds, measurements=tuple(made), left_out=missing)


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
