"""The command: what is measured, how large, and where the results go."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import attrs

from benchmarks.large import duplicates, startup
from benchmarks.large.competitors import COMPETITORS, GROWTH, SCALING
from benchmarks.large.corpus import Spec
from benchmarks.large.data import Competitor, LeftOut, Machine, Results, Section
from benchmarks.large.measuring import (
    WrongResultError,
    busy,
    codes_of_checks,
    left_out,
    machine,
    make,
    measure,
    run_once,
)
from benchmarks.large.pages import write_pages
from benchmarks.large.store import RESULTS, read, written
from benchmarks.large.tables import BUSY, document

__all__ = ["main"]

_WARM_UP = 200
_MILLION = 1_000_000
_ABOUT = """\
Benchmarks of large rounds. All competitors run in turn, each in a process of its own, over constructed answers of about
6 KB; what they find is held against the truth, and a wrong result ends the run with exit status 1. Without options it
takes about a quarter of an hour on two cores, and 2 GB of disk for a while. Results are kept by part: a run of some
parts leaves the others as they were measured before on the same machine.
"""
_PARTS_ABOUT = """\
parts, with what they take by themselves on two cores:
  peers      library, pydantic, msgspec, Polars, JSON Schema, frictionless, floor; 20,000 answers, 5 rounds  (3 min)
  scaling    one process, two, and pools by hand; 100,000 answers, 5 rounds                                  (6 min)
  growth     10,000 and 100,000 answers on two processes; with --million 1,000,000 too (6 GB, 10 min more)   (2 min)
  copies     near-duplicates among 20,000 texts, 3 rounds                                                    (2 min)
  start-up   --help, rounds, imports; 40 rounds                                                              (1 min)
"""


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
    parser = argparse.ArgumentParser(
        prog="benchmarks/run.py",
        description=_ABOUT,
        epilog=_PARTS_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--parts", nargs="+", choices=list(_PARTS), default=list(_PARTS), help="what to measure (all)")
    parser.add_argument("--responses", type=int, default=20_000, help="answers that the peers are given (20000)")
    parser.add_argument(
        "--large", type=int, default=100_000, help="answers for several processes, and for growth (100000)"
    )
    parser.add_argument("--texts", type=int, default=20_000, help="texts among which copies are looked for (20000)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each peer runs (5)")
    parser.add_argument("--million", action="store_true", help="growth up to a million answers")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="some competitors only")
    parser.add_argument("--folder", type=Path, help="where corpora are made and kept; else in a temporary folder")
    parser.add_argument("--results", type=Path, default=RESULTS, help="file of the results (benchmarks/results.json)")
    parser.add_argument("--write", action="store_true", help="put tables and plot into the documentation")
    parser.add_argument(
        "--write-only", action="store_true", help="the same from the results there are; measure nothing"
    )
    parser.add_argument("--check", action="store_true", help="400 answers, each competitor once: are they right?")
    options = parser.parse_args(arguments)
    known = [one.name for one in (*COMPETITORS, *SCALING, *duplicates.FINDERS)]
    if unknown := set(options.only or ()) - set(known):
        parser.error(f"no competitor is called {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
    return options


def _run(options: argparse.Namespace, folder: Path) -> None:
    if options.check:
        _check(options, folder)
        return
    if not options.write_only:
        folder.mkdir(parents=True, exist_ok=True)
        for name in options.parts:
            taken = busy()
            if taken is not None and taken > BUSY:
                _tell(f"other programs take {taken:.0%} of the processors: times that pass will be too long")
            results = _PARTS[name](options, folder, _known(options, machine()))
            if taken is not None:
                results = attrs.evolve(results, busy={**results.busy, name: round(taken, 2)})
            # Kept after each part, so that a run that is cut short has not been in vain.
            options.results.write_text(written(results), encoding="utf-8")
    results = read(options.results) or _known(options, machine())
    print(document(results))
    if options.write or options.write_only:
        write_pages(results)


def _known(options: argparse.Namespace, here: Machine) -> Results:
    """What was measured before; nothing where that was elsewhere, or with other versions."""
    known = read(options.results)
    return known if known is not None and known.machine == here else Results(machine=here, seed=options.seed)


def _check(options: argparse.Namespace, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    there = _there(_chosen(options, (*COMPETITORS, *SCALING)))[0]
    # Half of them faulty, so that there are several of every kind.
    corpus = make(folder, Spec(responses=400, seed=options.seed, defects=0.5))
    corpora = {one.fraction: corpus for one in there}
    made = measure(there, corpora, corpus, rounds=1, codes=codes_of_checks(), tell=_tell)
    print(f"{len(made)} competitors found what is there, and nothing else")


def _peers(options: argparse.Namespace, folder: Path, known: Results) -> Results:
    chosen = _chosen(options, COMPETITORS)
    section = _section(chosen, folder, responses=options.responses, rounds=options.rounds, seed=options.seed)
    return attrs.evolve(known, peers=section)


def _scaling(options: argparse.Namespace, folder: Path, known: Results) -> Results:
    chosen = _chosen(options, SCALING)
    section = _section(chosen, folder, responses=options.large, rounds=options.rounds, seed=options.seed)
    return attrs.evolve(known, scaling=section)


def _growth(options: argparse.Namespace, folder: Path, known: Results) -> Results:
    there, _ = _there(_chosen(options, [one for one in SCALING if one.name in GROWTH]))
    warm_up, codes = make(folder, Spec(responses=_WARM_UP, seed=options.seed, defects=0.5)), codes_of_checks()
    found = []
    sizes = (options.large // 10, options.large, *([_MILLION] if options.million else []))
    for size in sizes:
        _tell(f"{size:,} answers")
        corpus = make(folder, Spec(responses=size, seed=options.seed))
        for one in there:
            found.append(run_once(one, corpus, warm_up, codes))
            _tell(f"{one.name}: {found[-1].wall:.1f} s")
    return attrs.evolve(known, growth=tuple(found))


def _copies(options: argparse.Namespace, folder: Path, known: Results) -> Results:
    there, _ = _there(_chosen(options, duplicates.FINDERS))
    rounds = min(options.rounds, 3)
    found = duplicates.measured(there, folder, count=options.texts, rounds=rounds, seed=options.seed, tell=_tell)
    return attrs.evolve(known, near_duplicates=tuple(found))


def _start_up(_options: argparse.Namespace, _folder: Path, known: Results) -> Results:
    return attrs.evolve(known, start_up=startup.measured(40, _tell))


_PARTS: Mapping[str, Callable[[argparse.Namespace, Path, Results], Results]] = {
    "peers": _peers,
    "scaling": _scaling,
    "growth": _growth,
    "copies": _copies,
    "start-up": _start_up,
}


def _chosen(options: argparse.Namespace, competitors: Sequence[Competitor]) -> list[Competitor]:
    return [one for one in competitors if options.only is None or one.name in options.only]


def _there(competitors: Sequence[Competitor]) -> tuple[list[Competitor], tuple[LeftOut, ...]]:
    """Those that can run here; of the others it is told why not."""
    missing = tuple(left_out(competitors))
    for one in missing:
        print(f"left out: {one.competitor} ({one.reason})", flush=True)
    gone = {one.competitor for one in missing}
    return [one for one in competitors if one.name not in gone], missing


def _section(competitors: Sequence[Competitor], folder: Path, *, responses: int, rounds: int, seed: int) -> Section:
    there, missing = _there(competitors)
    warm_up = make(folder, Spec(responses=_WARM_UP, seed=seed, defects=0.5))
    corpora = {
        fraction: make(folder, Spec(responses=max(responses // fraction, _WARM_UP), seed=seed))
        for fraction in {one.fraction for one in there}
    }
    made = measure(there, corpora, warm_up, rounds=rounds, codes=codes_of_checks(), tell=_tell)
    return Section(responses=responses, rounds=rounds, measurements=tuple(made), left_out=missing)


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
