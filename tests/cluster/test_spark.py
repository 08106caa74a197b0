"""The lines of the documentation for Spark, run where it and a Java are installed (nox -s clusters-more)."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cluster.page import AT, answers, run_lines, the_round

import kkrconsult as kc

# How Spark begins and ends is its own affair.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def spark(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A session with two processes of this machine."""
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("needs Java")
    # Workers are of this interpreter, and find the tests' own sources as this one does.
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(one for one in sys.path if one))
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    found = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    yield found
    found.stop()


def test_the_lines_for_spark_give_the_report_of_one_process(spark: Any, tmp_path: Path) -> None:
    file = answers(tmp_path / "svar.jsonl")
    found = run_lines("spark", file, spark=spark)
    assert found.counts["personal-data.cpr"] == 4
    assert kc.to_json(found) == kc.to_json(kc.check_files(the_round(), file, at=AT, jobs=1))
