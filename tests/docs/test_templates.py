"""The page on templates names everything that a template may use."""

from __future__ import annotations

from pathlib import Path

import pytest

from kkrconsult.rendering.html import REQUIRED, VARIABLES
from kkrconsult.rendering.pdf import NAMES

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "design-a-template.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*VARIABLES, *NAMES])
def test_a_name_for_templates_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_it_says_which_names_must_be_there() -> None:
    assert f"| {', '.join(f'`{name}`' for name in REQUIRED)} | must be there" in PAGE
