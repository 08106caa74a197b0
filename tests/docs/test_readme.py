"""The README's two commands are run by .ci/run; here, that it finds them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "ends_with"), [("run", " -o report"), ("test", "pytest -n auto")])
def test_the_readme_has_one_line_for_each_command(name: str, ends_with: str) -> None:
    blocks = re.findall(rf"^<!-- command: {name} -->\n```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    (line,) = blocks[0].splitlines()
    assert line.endswith(ends_with)
