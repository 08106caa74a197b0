"""Every task of the project: ``nox -l`` lists them, ``nox -s lint typing`` runs two of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import nox

ROOT = Path(__file__).parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGE = ROOT / "src" / "kkrconsult"
# Have sessions of their own, since they need programs and packages that the other tests do not.
APART = ["--ignore=tests/typing", "--ignore=tests/rendered"]

nox.needs_version = ">=2025.2.9"
# uv where it is installed (nox[uv]): it takes seconds where pip takes most of a minute.
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["lint", "typing", "tests", "docs"]
nox.options.error_on_external_run = True


def group(name: str) -> list[str]:
    """The requirements of a dependency group (pip itself knows groups from 25.1 only)."""
    return list(nox.project.dependency_groups(PROJECT, name))


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests, and the examples in the documentation; arguments go to pytest."""
    session.install("-e", ".[cli,test]")
    session.run("pytest", *session.posargs)


@nox.session
def themes(session: nox.Session) -> None:
    """Run the tests of grouping by meaning, which need a language model of 95 MB."""
    # No more than what these tests use: the rest takes longer to install than they do to run.
    needed = [one for one in group("test") if one.startswith(("hypothesis", "pytest", "sybil", "tzdata"))]
    session.install("-e", ".[themes]", *needed)
    session.run("pytest", "-q", "tests/plugins/test_groupers.py", *session.posargs, env={"KKRCONSULT_NO_SKIPS": "1"})


@nox.session
def cluster(session: nox.Session) -> None:
    """Run the tests of checking on a cluster, with a real one of several processes."""
    needed = [one for one in group("test") if one.startswith(("hypothesis", "pytest", "sybil", "tzdata"))]
    session.install("-e", ".[cluster]", *needed)
    session.run("pytest", "-q", "tests/cluster", *session.posargs, env={"KKRCONSULT_NO_SKIPS": "1"})


@nox.session(name="clusters-more", default=False)
def clusters_more(session: nox.Session) -> None:
    """Run the lines that the documentation gives for Ray and Spark, which are 700 MB and need Java."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        session.error("Spark needs Java (on Debian: default-jre-headless)")
    needed = [one for one in group("test") if one.startswith(("hypothesis", "pytest", "sybil", "tzdata"))]
    session.install("-e", ".", "ray", "pyspark", *needed)
    for name in ("ray", "spark"):
        # Each in a process of its own, without what the other left behind.
        session.run("pytest", "-q", f"tests/cluster/test_{name}.py", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """See that all who are compared in benchmarks/ find what is there; arguments measure: -- --parts peers start-up."""
    listed = "requirements-large.txt" if session.posargs else "requirements.txt"
    session.install("-e", ".[cli]", "-r", f"benchmarks/{listed}")
    session.run("python", "benchmarks/run.py", *(session.posargs or ["--check"]))


@nox.session
def instructions(session: nox.Session) -> None:
    """Count the instructions that an answer takes, and hold them to the record (``-- record``). Needs valgrind."""
    session.install("-e", ".[fast]")
    session.run("python", "-m", "tools.instructions", *(session.posargs or ["check"]))


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, layers, the public names and changelog fragments."""
    session.install("-e", ".", *group("lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports", "--no-cache")
    session.run("python", "-m", "tools.api_surface", "check")
    session.run("towncrier", "build", "--draft", "--version", "next", silent=True)


@nox.session(name="format")
def format_(session: nox.Session) -> None:
    """Rewrite the code in the project's style."""
    session.install(*group("lint"))
    session.run("ruff", "check", "--fix")
    session.run("ruff", "format")


@nox.session
def typing(session: nox.Session) -> None:
    """Type-check everything with mypy and pyright, and plugins that must fail to."""
    session.install("-e", ".[cli,test]", *group("typing"))
    session.run("mypy")
    session.run("pyright", "--pythonpath", str(Path(session.bin) / "python"))
    session.run("pytest", "-q", "tests/typing", env={"KKRCONSULT_NO_SKIPS": "1"})


@nox.session
def rendered(session: nox.Session) -> None:
    """Let others' checkers judge pages (in Chromium), PDF files and open data."""
    session.install("-e", ".[cli,test]", *group("rendered"))
    session.run(
        "pytest", "-q", "-n", "auto", *(session.posargs or ["tests/rendered"]), env={"KKRCONSULT_NO_SKIPS": "1"}
    )


def paths(selection: list[str]) -> list[str]:
    """Arguments of pytest for some tests, named relative to the folder of all."""
    return [one if one.startswith("-") else f"tests/{one}" for one in selection]


MEASURING = ["--cov", "--cov-report=", "--cov-fail-under=0"]
# What runs every line of the pure layers. To measure doubles what a test takes, so it is not done with all of them, and
# with few examples of each property: more of them run the same lines.
PURE = [
    "--hypothesis-profile=few",
    "charts",
    "config",
    "engine",
    "forms",
    "plugins",
    "pure",
    "readers",
    "scaffold",
    "testing",
    "validators",
    "test_package.py",
    "assessing/test_reading.py",
    "exporters/test_leaks.py",
    "exporters/test_responses.py",
    "--ignore=tests/engine/test_forking.py",
    "--ignore=tests/engine/test_sandbox.py",
    "--ignore=tests/readers/test_eml.py",
    "--ignore=tests/scaffold/test_making.py",
    "--ignore=tests/testing/test_builtin_exporters.py",
    "--ignore=tests/testing/test_builtin_readers.py",
    "--ignore=tests/testing/test_reader_contract.py",
]
# What users do with the installed wheel, and all that needs package data.
INSTALLED = [
    "cli",
    "exporters/test_every_exporter.py",
    "exporters/test_report_html.py",
    "forms",
    "packaging",
    "regions",
    "scaffold",
    "test_package.py",
    # All letters in all formats ran from the sources.
    "--ignore=tests/regions/test_example_letters.py",
]


@nox.session
def coverage(session: nox.Session) -> None:
    """Measure branch coverage of the pure layers; with ``-- tests`` of all tests, and so of the whole."""
    session.install("-e", ".[cli,test]")
    session.run("pytest", "-q", "-n", "auto", *MEASURING, *APART, *(session.posargs or paths(PURE)))
    session.run("python", "tools/measured.py", *(["--whole"] if session.posargs else []))


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; any warning is an error."""
    session.install("-e", ".[cli]", *group("docs"))
    # What the gallery shows.
    session.install("--no-deps", *map(str, sorted((ROOT / "examples" / "plugins").glob("*-*"))))
    target = str(ROOT / "docs" / "_build" / "html")
    session.run("sphinx-build", "-W", "--keep-going", "-q", "-b", "html", "docs", target, *session.posargs)


@nox.session
def package(session: nox.Session) -> None:
    """Build sdist and wheel, look into the wheel, and run tests against it, away from the sources."""
    session.install("build")
    folder = Path(session.create_tmp()).resolve()
    dist, elsewhere = folder / "dist", folder / "elsewhere"
    for stale in (dist, elsewhere):
        shutil.rmtree(stale, ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", str(dist))
    (wheel,) = dist.glob("*.whl")
    (sdist,) = dist.glob("*.tar.gz")
    for built in (wheel, sdist):
        session.log(f"{built.name}: {built.stat().st_size // 1024} KB")

    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    wanted = {
        path.relative_to(ROOT / "src").as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    if held != wanted:
        missing, extra = sorted(wanted - held), sorted(held - wanted)
        session.error(f"not in the wheel: {missing}; not in the sources: {extra}")

    session.install(f"{wheel}[cli,test]")
    elsewhere.mkdir()
    for name in ("pyproject.toml", "conftest.py", "README.md"):
        shutil.copy(ROOT / name, elsewhere)
    for name in ("tests", "tools", "docs", "examples", "benchmarks"):
        ignore = shutil.ignore_patterns("__pycache__", "_build")
        shutil.copytree(ROOT / name, elsewhere / name, ignore=ignore)
    with session.chdir(elsewhere):
        where = "import kkrconsult as kc, sys; assert kc.__file__.startswith(sys.prefix), kc.__file__"
        session.run("python", "-c", where)
        # All tests ran under the test command already; whoever doubts the wheel runs "nox -s package -- tests".
        selection = [
            *APART,
            *(session.posargs or paths(INSTALLED)),
        ]
        session.run("pytest", "-q", "-n", "auto", "-p", "no:cacheprovider", *selection)


KINDS = ("validator", "exporter", "reader", "round", "grouper")


@nox.session
def plugins(session: nox.Session) -> None:
    """Make a plugin of every kind, and test these and the examples as strangers have them: as installed wheels."""
    session.install("hatchling", "pip")
    folder = Path(session.create_tmp()).resolve()
    dist, made = folder / "dist", folder / "made"
    for stale in (dist, made):
        shutil.rmtree(stale, ignore_errors=True)
    # Away from the sources, and without what building and testing leave behind.
    ignore = shutil.ignore_patterns("__pycache__", ".*_cache", "dist")
    shutil.copytree(ROOT / "examples" / "plugins", made, ignore=ignore)
    build = ("python", "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--wheel-dir", str(dist))
    session.run(*build, str(ROOT))
    (wheel,) = dist.glob("kkrconsult-*.whl")
    session.install(f"{wheel}[authors]")
    for kind in KINDS:
        session.run("kkrconsult", "plugin", "new", f"kkr-acme-{kind}", "--kind", kind, "-o", str(made), silent=True)
    packages = sorted(path.parent for path in made.glob("*/pyproject.toml"))
    session.run(*build, *map(str, packages))
    session.install(*(f"{path}[dev]" for path in sorted(dist.glob("kkr_*.whl"))))

    listed = json.loads(str(session.run("kkrconsult", "plugins", "--format", "json", silent=True)))
    registered = {one["distribution"] for one in listed if one["outcome"] == "registered"}
    if missing := sorted({package.name for package in packages} - registered):
        session.error(f"installed, but not among the plugins: {', '.join(missing)}")

    session.run("ruff", "check", "--no-cache", "--no-respect-gitignore", *map(str, packages))
    session.run("ruff", "format", "--check", "--no-cache", "--no-respect-gitignore", *map(str, packages))
    shared = ("--cache-dir", str(folder / "mypy"))
    for package in packages:
        with session.chdir(package):
            session.run("mypy", *shared, silent=True)
            session.run("pytest", "-q", "-p", "no:cacheprovider")


@nox.session
def tutorials(session: nox.Session) -> None:
    """Follow the tutorials for authors of plugins as written: an empty folder, a new environment, the wheel."""
    session.install("build")
    dist = Path(session.create_tmp()).resolve() / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.run("python", "-m", "build", "--wheel", "--outdir", str(dist), silent=True)
    pages = session.posargs or [f"docs/tutorial/first-{kind}.md" for kind in ("validator", "exporter")]
    session.run("python", "tools/tutorials.py", "--wheels", str(dist), *pages)


def floors() -> list[str]:
    """The lowest core dependencies that pyproject.toml allows."""
    found = [re.match(r"([\w-]+)\s*>=\s*([\d.]+)", one) for one in PROJECT["project"]["dependencies"]]
    return [f"{match[1]}=={match[2]}" for match in found if match]


@nox.session
def compat(session: nox.Session) -> None:
    """Run what leans on the core dependencies with the oldest of them, and the plugins with the newest."""
    run = ("pytest", "-q", "-n", "auto", "-p", "no:cacheprovider")
    session.install("-e", ".[cli,test]", "pip")
    session.install(*floors())
    session.run("python", "-m", "pip", "list", "--format=freeze", silent=False)
    # attrs: every class; pluggy: the plugins; dateutil: the times. Documents and letters have no part in it.
    pure = [
        f"tests/pure/test_{name}.py"
        for name in ("calendar", "making", "model", "refusals", "straight_json", "structure", "timeline")
    ]
    engine = [f"tests/engine/test_{name}.py" for name in ("engine", "parts", "assessments", "exporting")]
    session.run(*run, "tests/config", "tests/plugins", "tests/validators", *engine, *pure, *session.posargs)
    # In the same environment: all else in it is the same, and takes longest to install.
    names = [one.split("==")[0] for one in floors()]
    session.install("--upgrade", *names, "-e", ".")
    session.run("python", "-m", "pip", "list", "--format=freeze", silent=False)
    session.run(*run, "tests/plugins", *session.posargs)


@nox.session
def mutation(session: nox.Session) -> None:
    """Change the pure layers and see whether the tests notice; arguments pick some: kkrconsult.timeline*."""
    session.install("-e", ".[cli,test]", *group("mutation"))
    children = str(os.cpu_count() or 1)
    session.run("mutmut", "run", "--max-children", children, *session.posargs, env={"CI": "1"})
    session.run("mutmut", "export-cicd-stats", silent=True)
    stats = json.loads((ROOT / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    noticed = stats["killed"] + stats["timeout"] + stats["segfault"]
    tried = noticed + stats["survived"] + stats["suspicious"] + stats["no_tests"]
    if not tried:
        session.error("no mutant was tried")
    session.log(f"{noticed} of {tried} mutants noticed: {noticed / tried:.1%}")


@nox.session(name="changelog", default=False)
def changelog(session: nox.Session) -> None:
    """Show the next release's notes; ``-- --version 0.2.0 --yes`` writes them."""
    session.install(*group("lint"))
    session.run("towncrier", "build", *(session.posargs or ["--draft", "--version", "next"]))
