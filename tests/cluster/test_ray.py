"""The lines of the documentation for Ray, run where it is installed (nox -s clusters-more)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cluster.page import AT, answers, run_lines, the_round

import kkrconsult as kc

# How Ray begins and ends is its own affair.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def ray(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two processes of this machine."""
    # Otherwise it writes a key into the home folder of whoever runs this.
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    ray = pytest.importorskip("ray")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


def test_the_lines_for_ray_give_the_report_of_one_process(ray: None, tmp_path: Path) -> None:
    file = answers(tmp_path / "svar.jsonl")
    found = run_lines("ray", file)
    assert found.counts["personal-data.cpr"] == 4
    assert kc.to_json(found) == kc.to_json(kc.check_files(the_round(), file, at=AT, jobs=1))
