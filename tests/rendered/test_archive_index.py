"""The index of an archive, as people meet it in a browser."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.exporters.test_archive import LETTERS, REGISTRY, example
from tests.rendered.browser import Browser, check_page

import kkrconsult as kc


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_can_be_read_by_everybody(browser: Browser, tmp_path: Path, audience: str) -> None:
    options = {"originals": str(LETTERS), "documents": str(LETTERS.parent), "language": "da"}
    kc.export(example(), "archive", tmp_path / "a.zip", audience=audience, options=options, registry=REGISTRY)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path)
    (page,) = tmp_path.glob("*/data/index.html")
    check_page(browser, page)
