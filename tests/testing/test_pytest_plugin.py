"""The fixtures, in a project of their own that pytest runs from its folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ACME = """
import kkrconsult as kc


def check(response, options):
    if response.title and response.title.isupper():
        yield kc.Finding(code="acme.shouting", params={"title": response.title})


@kc.hookimpl
def kkrconsult_validators():
    text = {"da": "Råber: {title}", "en": "Shouts: {title}"}
    code = kc.Code("acme.shouting", kc.Severity.INFO, text)
    return [kc.ValidatorSpec(name="acme-shouting", codes=(code,), create=kc.per_response(check))]
"""

TESTS = """
import kkrconsult as kc
from kkrconsult.testing import make


def test_the_registry_has_the_plugin_and_what_is_built_in(kkrconsult_registry):
    names = {plugin.name for plugin in kkrconsult_registry.plugins if plugin.kind != "builtin"}
    assert names == {"acme_kkr"}
    assert kkrconsult_registry.validator("deadline")


def test_it_checks(kkrconsult_registry, kkrconsult_round, kkrconsult_report):
    answer = make(kc.Response, title="KONSTRUERET")
    report = kc.check(kkrconsult_round, [answer], at=kkrconsult_report.at, registry=kkrconsult_registry)
    assert report.counts["acme.shouting"] == 1


def test_the_inbox_can_be_read(kkrconsult_inbox, kkrconsult_round, kkrconsult_responses, kkrconsult_registry):
    inbox = kc.read_inbox(kkrconsult_inbox, kkrconsult_round, registry=kkrconsult_registry)
    assert {answer.id for answer in inbox} == {answer.id for answer in kkrconsult_responses}
    assert inbox.unread == ()
    assert inbox.duplicates == ()


def test_the_report_is_of_the_round(kkrconsult_report, kkrconsult_round):
    assert kkrconsult_report.round == kkrconsult_round
    assert kkrconsult_report.complete
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "acme_kkr.py").write_text(ACME, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nkkrconsult_plugin = acme_kkr\npythonpath = .\n", encoding="utf-8")
    (tmp_path / "test_acme.py").write_text(TESTS, encoding="utf-8")
    return tmp_path


def run(project: Path, *arguments: str) -> str:
    """Run pytest in the project, with no plugin but this one, and give all that it prints."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-m", "pytest", "-p", "kkrconsult.testing.pytest_plugin", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-W", "error", *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def test_pytest_finds_the_plugin() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    assert table["pytest11"] == {"kkrconsult": "kkrconsult.testing.pytest_plugin"}


def test_the_fixtures_work(project: Path) -> None:
    assert "4 passed" in run(project)


def test_nothing_is_loaded_before_a_fixture_is_asked_for(project: Path) -> None:
    loaded = (
        "import sys\n\n\ndef test_nothing():\n"
        "    ours = {name for name in sys.modules if name.partition('.')[0] == 'kkrconsult'}\n"
        "    assert ours == {'kkrconsult', 'kkrconsult.testing', 'kkrconsult.testing.pytest_plugin'}\n"
        "    assert not {'attr', 'attrs', 'hypothesis', 'time_machine'} & set(sys.modules)\n"
    )
    (project / "test_acme.py").write_text(loaded, encoding="utf-8")
    assert "1 passed" in run(project)


def test_a_suite_may_make_its_plugin_itself(project: Path) -> None:
    (project / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (project / "conftest.py").write_text(
        "import pytest\n\n\n@pytest.fixture(scope='session')\ndef kkrconsult_plugin():\n"
        "    import acme_kkr\n    return acme_kkr\n",
        encoding="utf-8",
    )
    assert "4 passed" in run(project)


def test_a_plugin_that_is_not_named_is_asked_for(project: Path) -> None:
    (project / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    said = run(project, "-k", "registry_has")
    assert "name the plugin that is tested: kkrconsult_plugin = acme_kkr" in said
    assert "1 error" in said


def test_a_plugin_that_there_is_not_is_named(project: Path) -> None:
    (project / "pytest.ini").write_text("[pytest]\nkkrconsult_plugin = acme\n", encoding="utf-8")
    assert "kkrconsult_plugin = acme: No module named 'acme'" in run(project, "-k", "registry_has")


def test_a_plugin_that_is_broken_says_why(project: Path) -> None:
    (project / "acme_kkr.py").write_text(ACME.replace("return [", "["), encoding="utf-8")
    assert "hook kkrconsult_validators returned nothing" in run(project, "-k", "registry_has")
