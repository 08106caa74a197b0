"""A new plugin: all files or none, the same ones each time, and nothing anywhere else."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import kkrconsult as kc
from kkrconsult.plugins.registry import RecordKind
from kkrconsult.scaffold import KINDS, make_plugin

pytest.importorskip("cookiecutter")

NAMES = ("kkr-acme", "kkr-" + "a" * 36)
"""A short name and the longest: lines that have it must be formatted well with both."""


def contents(folder: Path) -> dict[str, bytes]:
    """What was made, without what Python compiled of it since."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != "__pycache__")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def settings(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[RecordKind, str], Path]:
    """Every kind with each name; only to be read."""
    folder = tmp_path_factory.mktemp("made")
    return {(kind, name): make_plugin(name, kind, folder / kind) for kind in KINDS for name in NAMES}


@pytest.fixture(params=[(kind, name) for kind in KINDS for name in NAMES], ids=lambda one: f"{one[0]}-{len(one[1])}")
def package(request: pytest.FixtureRequest, made: dict[tuple[RecordKind, str], Path]) -> Path:
    return made[request.param]


class TestAPackage:
    def test_has_all_that_a_package_needs(self, package: Path) -> None:
        found = contents(package)
        kind = package.parent.name
        module = f"src/{package.name.replace('-', '_')}"
        wanted = {
            *("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".gitignore", ".github/workflows/ci.yml"),
            *(f"{module}/__init__.py", f"{module}/py.typed", f"tests/test_{kind}.py", "tests/test_plugin.py"),
        }
        (own,) = set(found) - wanted
        assert wanted < set(found)
        assert own == f"{module}/{package.name.removeprefix('kkr-') + '.toml' if kind == 'round' else kind + '.py'}"

    def test_has_no_place_left_that_was_to_be_filled_in(self, package: Path) -> None:
        workflow = ".github/workflows/ci.yml"
        for name, content in contents(package).items():
            text = content.decode()
            assert "cookiecutter" not in name + text, name
            assert "{%" not in text, name
            assert name == workflow or "{{" not in text, name
            assert "\r" not in text, name
            assert text == "" or text.endswith("\n"), name
            assert not text.endswith("\n\n"), name
        assert "python-version: ${{ matrix.python }}" in contents(package)[workflow].decode()

    def test_is_one_that_an_installer_and_kkrconsult_understand(self, package: Path) -> None:
        table = settings(package)
        project = table["project"]
        assert project["name"] == package.name
        assert project["requires-python"] == ">=3.11"
        assert f"kkrconsult>={kc.__version__}" in project["dependencies"]
        module = package.name.replace("-", "_")
        assert project["entry-points"] == {"kkrconsult": {package.name.removeprefix("kkr-"): module}}
        assert project["optional-dependencies"]["dev"] == table["dependency-groups"]["dev"]

    def test_is_well_formed_python(self, package: Path) -> None:
        for path in package.rglob("*.py"):
            compile(path.read_text(encoding="utf-8"), str(path), "exec")

    def test_is_in_the_style_that_it_asks_for(self, package: Path) -> None:
        ruff = shutil.which("ruff", path=str(Path(sys.executable).parent))
        if ruff is None:
            pytest.skip("ruff is not there")
        for command in (["check"], ["format", "--check"]):
            done = subprocess.run(
                [ruff, *command, "--no-cache", str(package)], capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout

    def test_gives_what_it_says(self, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        module = package.name.replace("-", "_")
        monkeypatch.syspath_prepend(str(package / "src"))
        before = set(sys.modules)
        try:
            registry = kc.load_plugins(entry_points=False, extra=[importlib.import_module(module)], strict=True)
        finally:
            for name in set(sys.modules) - before:
                if name.partition(".")[0] == module:
                    del sys.modules[name]
        (info,) = [one for one in registry.plugins if one.kind == "given"]
        assert {kind: len(names) for kind, names in info.gives.items()} == {package.parent.name: 1}
        assert package.name.removeprefix("kkr-") in str(info.gives)


FAULTS = {
    "a hook that does not exist": ("def kkrconsult_validators", "def kkrconsult_validator"),
    "no mark on the hook": ("@kc.hookimpl\n", ""),
    "no list": ("return [validator]", "return validator"),
    "names that are not there yet": (f'kkrconsult_api = "{kc.API_VERSION}"', 'kkrconsult_api = "1.7"'),
    "an entry point that leads nowhere": ('acme = "kkr_acme"', 'acme = "kkr_acmes"'),
    "an entry point in another group": ("entry-points.kkrconsult]", "entry-points.kkrconsults]"),
}


class TestItsOwnTests:
    def test_pass_where_it_is_installed(self, tmp_path: Path) -> None:
        done = outcome(make_plugin("kkr-acme", "validator", tmp_path))
        assert done.returncode == 0, done.stdout

    def test_fail_where_it_is_not_installed(self, tmp_path: Path) -> None:
        done = outcome(make_plugin("kkr-acme", "validator", tmp_path), installed=False)
        assert done.returncode == 1, done.stdout
        assert "look at the entry point" in done.stdout

    @pytest.mark.parametrize("name", FAULTS)
    def test_fail_where_kkrconsult_cannot_use_it(self, tmp_path: Path, name: str) -> None:
        package = make_plugin("kkr-acme", "validator", tmp_path)
        right, wrong = FAULTS[name]
        changed = 0
        for path in (package / "pyproject.toml", package / "src" / "kkr_acme" / "__init__.py"):
            text = path.read_text(encoding="utf-8")
            changed += text.count(right)
            path.write_text(text.replace(right, wrong), encoding="utf-8")
        assert changed == 1
        done = outcome(package)
        assert done.returncode == 1, done.stdout
        assert "1 failed" in done.stdout


def outcome(package: Path, *, installed: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the test of the plugin as a whole, with the metadata beside it that an installer would write."""
    if installed:
        project = settings(package)["project"]
        metadata = package / "src" / "kkr_acme-0.1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: 0.1.0\n", encoding="utf-8"
        )
        ((group, entries),) = project["entry-points"].items()
        lines = [f"[{group}]", *(f"{name} = {module}" for name, module in entries.items()), ""]
        (metadata / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    paths = [str(package / "src"), *(path for path in sys.path if path)]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_plugin.py"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=package,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


class TestMaking:
    def test_the_same_name_and_kind_give_the_same_bytes(self, package: Path, tmp_path: Path) -> None:
        kind: Any = package.parent.name
        assert contents(make_plugin(package.name, kind, tmp_path)) == contents(package)

    def test_a_folder_that_is_not_there_is_made(self, tmp_path: Path) -> None:
        assert make_plugin("acme", "round", tmp_path / "a" / "b") == (tmp_path / "a" / "b" / "acme").resolve()

    def test_the_current_folder_is_where_it_is_made_without_another(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert make_plugin("acme", "round") == (tmp_path / "acme").resolve()
        assert Path.cwd() == tmp_path.resolve()

    @pytest.mark.parametrize("what", ["folder", "empty folder", "file", "link to nothing"])
    def test_nothing_is_overwritten(self, tmp_path: Path, what: str) -> None:
        target = tmp_path / "acme"
        if what == "file":
            target.write_bytes(b"mine")
        elif what == "link to nothing":
            target.symlink_to(tmp_path / "nowhere")
        else:
            target.mkdir()
            if what == "folder":
                (target / "README.md").write_bytes(b"mine")
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(kc.ConfigError, match="is there already, and nothing is overwritten"):
            make_plugin("acme", "validator", tmp_path)
        assert sorted(tmp_path.rglob("*")) == before

    def test_a_folder_that_is_a_file_is_an_error_that_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(kc.ConfigError, match="acme cannot be written: "):
            make_plugin("acme", "validator", tmp_path / "file")

    def test_a_full_disk_leaves_nothing_half_made(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*args: object, **more: object) -> str:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("cookiecutter.generate.generate_file", full)
        with pytest.raises(kc.ConfigError, match="acme cannot be written: No space left on device"):
            make_plugin("acme", "validator", tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_a_bad_name_makes_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(kc.ConfigError, match="is not a good name"):
            make_plugin("../acme", "validator", tmp_path / "inner")
        assert list(tmp_path.iterdir()) == []


def run(*arguments: object, cwd: Path, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kkrconsult", "plugin", "new", *map(str, arguments)]
    environment = {**os.environ, **({"HOME": str(home), "USERPROFILE": str(home)} if home else {})}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd, env=environment
    )


class TestTheCommand:
    def test_says_what_it_made_and_what_comes_next(self, tmp_path: Path) -> None:
        done = run("acme", "--kind", "validator", "--lang", "en", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines() == [
            "acme",
            "",
            "Next, in a virtual environment:",
            "  cd acme",
            '  pip install -e ".[dev]"',
            "  pytest",
            "  kkrconsult plugins --explain acme",
        ]
        assert sorted(one.name for one in tmp_path.iterdir()) == ["acme"]

    def test_names_the_plugin_as_its_read_me_does(self, tmp_path: Path) -> None:
        done = run("kkr-acme", "--kind", "validator", "--lang", "da", cwd=tmp_path)
        hint = done.stdout.splitlines()[-1].strip()
        assert hint == "kkrconsult plugins --explain acme"
        assert hint in (tmp_path / "kkr-acme" / "README.md").read_text(encoding="utf-8")

    def test_says_that_the_package_is_in_english(self, tmp_path: Path) -> None:
        assert "what is in the package is in English" in " ".join(run("--help", cwd=tmp_path).stdout.split())

    def test_neither_reads_nor_writes_the_home_of_its_user(self, tmp_path: Path) -> None:
        home, work = tmp_path / "home", tmp_path / "work"
        home.mkdir()
        work.mkdir()
        # Not YAML: whoever reads it fails.
        (home / ".cookiecutterrc").write_text("default_context: [", encoding="utf-8")
        done = run("acme", "--kind", "round", cwd=work, home=home)
        assert done.returncode == 0, done.stderr
        assert [one.name for one in home.iterdir()] == [".cookiecutterrc"]

    @pytest.mark.parametrize("name", ["../acme", "Acme", "deadline", "json"])
    def test_ends_with_2_and_a_reason_without_a_traceback(self, tmp_path: Path, name: str) -> None:
        done = run(name, "--kind", "validator", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("kkrconsult: the plugin cannot be called so:")
        assert "Traceback" not in done.stderr
        assert list(tmp_path.iterdir()) == []

    def test_wants_to_know_the_kind(self, tmp_path: Path) -> None:
        done = run("acme", "--kind", "widget", cwd=tmp_path)
        assert done.returncode == 2
        assert "'validator', 'exporter', 'reader', 'round', 'grouper'" in done.stderr

    def test_names_the_extra_that_is_missing(self, tmp_path: Path) -> None:
        code = (
            "import sys; sys.modules['cookiecutter'] = sys.modules['cookiecutter.generate'] = None\n"
            "from kkrconsult.cli import main\n"
            "sys.argv = ['kkrconsult', 'plugin', 'new', 'acme', '--kind', 'round']\n"
            "main()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path
        )
        assert done.returncode == 2
        assert done.stderr == 'kkrconsult: making a plugin needs an extra: pip install "kkrconsult[authors]"\n'
