"""What stands twice in a TOML text is told with the line on which it stood first."""

from __future__ import annotations

import pytest

from kkrconsult.config._text import load_toml
from kkrconsult.errors import Problem


@pytest.mark.parametrize(
    ("text", "line", "first"),
    [
        ("[validators.x]\na=1\n[other]\n[ validators . 'x' ] # igen\nb=2\n", 4, 1),
        ("a=1\nb=2\na = 3\n", 3, 1),
        ("a=1\n[x]\nb=0\n[y]\na=1\n'a'=2\n", 6, 5),
    ],
)
def test_what_stands_twice_names_both_lines(text: str, line: int, first: int) -> None:
    problem = load_toml(text)
    assert isinstance(problem, Problem)
    assert problem.line == line
    assert problem.suggestion == f"It stands first in line {first}; keep one of them."


def test_what_is_not_found_again_is_only_told_to_stand_twice() -> None:
    problem = load_toml("x={a=1}\n[x]\n")
    assert isinstance(problem, Problem)
    assert problem.suggestion == "Something stands twice; keep one of them."
