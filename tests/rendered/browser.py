"""A page as people meet it: in a real browser, narrow and wide, light and dark, with scripts and without.

    def test_the_page(browser, tmp_path):
        check_page(browser, page)                # the file; fails with everything that is wrong with it
        browser.picture(page, Setting(width=360), tmp_path / "phone.png")

`check_page` holds a page to this, in every setting: axe-core finds nothing to complain of, nothing but the file itself
is asked for, nothing is logged as an error (such as what the page's own Content Security Policy forbids), the page
never scrolls sideways, and it says the same with scripts and without.

Needs Chromium, and the packages of the dependency group ``rendered``; `nox -s rendered` brings those.
"""

from __future__ import annotations

import contextlib
import importlib
import itertools
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import attrs
import pytest

__all__ = ["SETTINGS", "Browser", "Setting", "Visit", "absent", "check_page", "needed", "started"]

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Also the rules that axe calls best practice (one h1, landmarks, order of headings), not only those of WCAG.
_AXE = "() => axe.run(document, {resultTypes: ['violations']})"
_SCRIPTS = re.compile(r"<script\b.*?</script\s*>|</?noscript\b[^>]*>", re.DOTALL | re.IGNORECASE)


def absent(what: str) -> NoReturn:
    """Skip a test that needs what is not there; where everything must be there, fail it."""
    if "KKRCONSULT_NO_SKIPS" in os.environ:
        pytest.fail(f"{what} is not there")
    pytest.skip(f"{what} is not there; nox -s rendered brings the packages, .ci/run the programs")


def needed(module: str) -> Any:
    """A module that is there in `nox -s rendered` and need not be elsewhere."""
    try:
        return importlib.import_module(module)
    except ImportError:
        absent(module)


@attrs.frozen
class Setting:
    """How somebody looks at a page."""

    width: int = 1280
    scheme: str = "light"
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}, {'with' if self.scripts else 'without'} scripts"


SETTINGS = tuple(Setting(*one) for one in itertools.product(WIDTHS, SCHEMES, (True, False)))


@attrs.frozen(kw_only=True)
class Visit:
    """What became of looking at a page."""

    text: str
    """The text that can be seen."""
    violations: tuple[str, ...]
    """What axe-core complains of: rule, help and the elements."""
    requests: tuple[str, ...]
    """What was asked for besides the file itself."""
    complaints: tuple[str, ...]
    """Errors of the page: scripts that failed, and what its policy forbade."""
    sideways: int
    """By how many pixels the page is wider than the window."""


class Browser:
    """One browser for many visits."""

    def __init__(self, program: Any, axe: str) -> None:
        self._program = program
        self._axe = axe

    @property
    def version(self) -> str:
        """The browser's version, and axe-core's."""
        axe = re.search(r"axe v([\d.]+)", self._axe)
        return f"Chromium {self._program.version}, axe-core {axe[1] if axe else '?'}"

    @contextlib.contextmanager
    def page(self, file: Path, setting: Setting, **more: Any) -> Iterator[Any]:
        """A page of Playwright that shows the file, for tests that press keys or measure."""
        context = self._program.new_context(
            viewport={"width": setting.width, "height": 900},
            color_scheme=setting.scheme,
            java_script_enabled=setting.scripts,
            offline=True,
            **more,
        )
        try:
            page = context.new_page()
            page.seen_requests, page.seen_complaints = [], []
            page.on("request", lambda request: page.seen_requests.append(request.url))
            page.on("pageerror", lambda error: page.seen_complaints.append(str(error)))
            page.on("console", lambda said: said.type == "error" and page.seen_complaints.append(said.text))
            page.goto(file.resolve().as_uri())
            yield page
        finally:
            context.close()

    def visit(self, file: Path, setting: Setting) -> Visit:
        """Look at a page, and let axe-core look at it."""
        with self.page(file, setting) as page:
            sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            text = page.inner_text("body")
            requests = [url for url in page.seen_requests if url != file.resolve().as_uri()]
            complaints = list(page.seen_complaints)
            # axe-core waits for promises, which never come where scripts are off: it is shown what the page became.
            violations = self._look(page) if setting.scripts else self._look_again(page.content(), setting)
        return Visit(
            text=text,
            violations=violations,
            requests=tuple(url for url in requests if not url.startswith("data:")),
            complaints=tuple(complaints),
            sideways=sideways,
        )

    def picture(self, file: Path, setting: Setting, target: Path, *, whole: bool = True) -> None:
        """Take a picture of a page, for people to look at."""
        with self.page(file, setting) as page:
            page.screenshot(path=str(target), full_page=whole)

    def _look(self, page: Any) -> tuple[str, ...]:
        page.evaluate(self._axe)
        found = page.evaluate(_AXE)
        return tuple(
            f"{rule['id']}: {rule['help']}: " + "; ".join(node["html"][:160] for node in rule["nodes"][:3])
            for rule in found["violations"]
        )

    def _look_again(self, content: str, setting: Setting) -> tuple[str, ...]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "page.html"
            file.write_text(_SCRIPTS.sub("", content), encoding="utf-8")
            with self.page(file, attrs.evolve(setting, scripts=True)) as page:
                return self._look(page)


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    """A browser, from Debian's package or what else there is; none is downloaded."""
    playwright = needed("playwright.sync_api")
    axe = needed("axe_playwright_python.base").AXE_SCRIPT
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    if found is None:
        absent("a browser (chromium)")
    with playwright.sync_playwright() as driver:
        program = driver.chromium.launch(executable_path=found, headless=True, args=_FLAGS)
        try:
            yield Browser(program, axe)
        finally:
            program.close()


def check_page(browser: Browser, file: Path, settings: Iterable[Setting] = SETTINGS) -> None:
    """Fail with everything that is wrong with a page, in every setting."""
    faults: list[str] = []
    texts: dict[Setting, str] = {}
    for setting in settings:
        visit = browser.visit(file, setting)
        texts[setting] = visit.text
        wrong = [f"axe: {one}" for one in visit.violations]
        wrong += [f"asked for {url}" for url in visit.requests]
        wrong += [f"complaint: {one}" for one in visit.complaints]
        wrong += [f"{visit.sideways} px too wide"] if visit.sideways > 0 else []
        faults += [f"{setting}: {one}" for one in wrong]
    for setting, text in texts.items():
        if not setting.scripts and text != texts.get(attrs.evolve(setting, scripts=True), text):
            faults.append(f"{setting}: says something else than with scripts")
    assert not faults, "\n".join([browser.version, *faults])
