"""Broken plugins that are installed: each is named in the listing and in the report, and the rest still runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

ROUND = "midtjylland-klima-2020"
AT = ("--at", "2020-12-18T12:00")
INBOX = Path(__file__).parents[2] / "examples" / ROUND / "inbox"

IMPORT = "import attrs\nimport kkrconsult as kc\n"
CHECK = """
def check(response, options):
    {body}

CODES = (kc.Code("{code}", kc.Severity.INFO, "seen"),)
SPEC = kc.ValidatorSpec(name="{name}", codes=CODES, create=kc.per_response(check))

@kc.hookimpl
def kkrconsult_validators():
    return [SPEC]
"""

BROKEN = {
    "cannot_import": "import no_such_module_anywhere\n",
    "raises": IMPORT + CHECK.format(body="raise RuntimeError('in the middle')", name="raises", code="raises.seen"),
    "rubbish": IMPORT + "@kc.hookimpl\ndef kkrconsult_validators():\n    return ['rubbish']\n",
    "taken": IMPORT + CHECK.format(body="return []", name="page-limit", code="taken.seen"),
    "no_such_hook": IMPORT + "@kc.hookimpl\ndef kkrconsult_valdators():\n    return []\n",
    "healthy": IMPORT + CHECK.format(body="yield kc.Finding(code='healthy.seen')", name="healthy", code="healthy.seen"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, source in BROKEN.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[kkrconsult]\n{name} = {name}\n", encoding="utf-8")
    return tmp_path


def run(site: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", "kkrconsult", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": paths}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment)


class TestInTheListing:
    def test_each_is_named_with_the_step_that_it_did_not_pass(self, site: Path) -> None:
        result = run(site, "plugins", "--format", "json")
        assert result.returncode == 3
        rows = {row["name"]: row for row in json.loads(result.stdout)}
        failed = {name: row["failure"]["stage"] for name, row in rows.items() if row["failure"]}
        assert set(failed) == {"cannot_import", "rubbish", "taken", "no_such_hook"}
        assert failed["cannot_import"] == "loaded"
        assert "kkrconsult_validators" in rows["no_such_hook"]["failure"]["message"]
        assert rows["healthy"]["validators"] == ["healthy"]
        assert rows["healthy"]["version"] == "1.0"


class TestInTheReport:
    def test_each_is_named_the_rest_runs_and_it_is_incomplete(self, site: Path) -> None:
        result = run(site, "check", ROUND, INBOX, "--at", "2020-12-18T12:00", "--format", "json")
        assert result.returncode == 3
        assert "Traceback" not in result.stderr
        report = json.loads(result.stdout)
        assert not report["complete"]
        assert not report["valid"]
        assert report["counts"]["plugin.failed-to-load"] == 4
        assert report["counts"]["plugin.crashed"] == 1
        assert report["counts"]["healthy.seen"] == 19
        assert report["counts"]["pages.too-many"] == 1
        named = {f["params"]["plugin"] for f in report["findings"] if f["code"].startswith("plugin.")}
        assert named == {"cannot_import", "raises", "rubbish", "taken", "no_such_hook"}

    def test_strict_stops_with_every_failure_named(self, site: Path) -> None:
        result = run(site, "check", ROUND, INBOX, "--strict")
        assert result.returncode == 2
        assert all(name in result.stderr for name in ("cannot_import", "rubbish", "taken", "no_such_hook"))

    def test_they_can_be_left_out_by_name(self, site: Path) -> None:
        names = [word for name in BROKEN if name != "healthy" for word in ("--disable", name)]
        result = run(site, "check", ROUND, INBOX, "--at", "2020-12-18T12:00", "--format", "json", *names)
        assert json.loads(result.stdout)["complete"]


class TestLocalPlugins:
    def test_they_run_only_where_the_caller_allows_it(self, tmp_path: Path) -> None:
        text = files("kkrconsult.regions").joinpath(f"{ROUND}.toml").read_text(encoding="utf-8")
        (tmp_path / "runde.toml").write_text(text + '\n[plugins]\nlocal = ["regel.py"]\n', encoding="utf-8")
        (tmp_path / "regel.py").write_text(BROKEN["healthy"], encoding="utf-8")
        path = tmp_path / "runde.toml"
        refused = run(tmp_path, "check", path, INBOX)
        assert refused.returncode == 2
        assert "--allow-local-plugins" in refused.stderr
        allowed = run(tmp_path, "check", path, INBOX, "--format", "json", "--allow-local-plugins")
        assert json.loads(allowed.stdout)["counts"]["healthy.seen"] == 19

    def test_a_file_that_is_named_both_ways_is_one_plugin(self, tmp_path: Path) -> None:
        text = files("kkrconsult.regions").joinpath(f"{ROUND}.toml").read_text(encoding="utf-8")
        path, rule = tmp_path / "runde.toml", tmp_path / "regel.py"
        path.write_text(text + '\n[plugins]\nlocal = ["regel.py"]\n', encoding="utf-8")
        rule.write_text(BROKEN["healthy"], encoding="utf-8")
        named = tmp_path / "." / "sub" / ".." / "regel.py"
        (tmp_path / "sub").mkdir()
        result = run(
            tmp_path, "check", path, INBOX, *AT, "--format", "json", "--allow-local-plugins", "--plugin", named
        )
        assert json.loads(result.stdout)["counts"]["healthy.seen"] == 19
