"""The README's two commands are run by .ci/run; here, that it finds them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "ends_with"), [("run", " -o report"), ("test", "pytest -n auto")])
def test_the_readme_has_one_line_for_each_command(name: str, ends_with: str) -> None:
    blocks = re.findall(rf"^<!-- command: {name} -->\n```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    (line,) = blocks[0].splitlines()
    assert line.endswith(ends_with)


def test_the_readme_lists_every_extra() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)) == set(project["optional-dependencies"])


def test_the_readme_links_to_pages_that_are_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert {"docs/tutorial/first-validator.md", "docs/explanation/stability.md"} < set(links)
    assert [link for link in links if not (Path(__file__).parents[2] / link).exists()] == []
