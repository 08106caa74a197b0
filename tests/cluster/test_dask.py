"""Parts checked by a real cluster of several processes: the report is the same, also where a worker is lost."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.engine.test_engine import AT, BUILT_IN, ROUND, answer

import kkrconsult as kc
from kkrconsult.parallel import connected

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("distributed") is None and "KKRCONSULT_NO_SKIPS" not in os.environ,
        reason="needs the extra cluster",
    ),
    # Dask's own event loop, and processes that end in the middle, leave open what the interpreter then closes.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A cluster of two processes."""
    import distributed  # pyright: ignore[reportMissingImports]

    # Workers are new interpreters, which find the tests' own sources as this one does.
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(one for one in sys.path if one))
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as found,
    ):
        yield found


@pytest.fixture
def parts(tmp_path: Path) -> tuple[kc.FilePart, ...]:
    file = tmp_path / "svar.jsonl"
    lines = [kc.to_json(answer(number, ("anden", "bøv", "aaby")[number % 3])) for number in range(60)]
    lines[7:7] = ["{", "[]"]
    file.write_text("\n".join(lines), encoding="utf-8")
    return kc.parts_of(file, 12)


def test_a_cluster_gives_the_report_of_one_process(client: Any, parts: tuple[kc.FilePart, ...]) -> None:
    here = kc.check_files(ROUND, parts, at=AT, registry=BUILT_IN, keep_responses=True, jobs=1)
    there = kc.check_files(ROUND, parts, at=AT, registry=BUILT_IN, keep_responses=True, client=client)
    assert kc.to_json(here) == kc.to_json(there)


def test_findings_are_told_in_the_order_of_the_file(client: Any, parts: tuple[kc.FilePart, ...]) -> None:
    here: list[kc.Finding] = []
    there: list[kc.Finding] = []
    kc.check_files(ROUND, parts, at=AT, registry=BUILT_IN, jobs=1, findings=here.append)
    kc.check_files(ROUND, parts, at=AT, registry=BUILT_IN, client=client, findings=there.append)
    assert here == there
    assert here


def test_workers_read_their_parts_of_a_url(client: Any, parts: tuple[kc.FilePart, ...]) -> None:
    url = Path(parts[0].path).as_uri()
    found = kc.check_files(ROUND, kc.parts_of(url, 12), at=AT, registry=BUILT_IN, client=client)
    assert kc.to_json(found) == kc.to_json(kc.check_files(ROUND, parts, at=AT, registry=BUILT_IN, jobs=1))


def test_a_worker_that_is_lost_in_the_middle_costs_nothing_but_time(
    client: Any, parts: tuple[kc.FilePart, ...]
) -> None:
    victims = list(client.run(os.getpid).values())[:1]

    def kill(*_: object) -> None:
        if victims:
            os.kill(victims.pop(), signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)

    found = kc.check_files(ROUND, parts, at=AT, registry=BUILT_IN, client=client, progress=kill)
    assert not victims
    assert kc.to_json(found) == kc.to_json(kc.check_files(ROUND, parts, at=AT, registry=BUILT_IN, jobs=1))


def test_a_file_that_the_workers_do_not_see_is_named(client: Any, tmp_path: Path) -> None:
    with pytest.raises(kc.ReadError, match=r"mangler\.jsonl"):
        kc.check_files(
            ROUND, kc.FilePart(path=str(tmp_path / "mangler.jsonl")), at=AT, registry=BUILT_IN, client=client
        )


def test_a_cluster_can_be_named_by_its_address(client: Any, parts: tuple[kc.FilePart, ...]) -> None:
    with connected(client.scheduler.address) as found:
        assert kc.check_files(ROUND, parts, at=AT, registry=BUILT_IN, client=found).accounting.received == 60


def test_an_address_at_which_nothing_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(kc.ReadError, match="nothing-here"), connected("nothing-here://127.0.0.1:1"):
        pass
