"""The page on texts of letters names every placeholder, and none that there is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kkrconsult.exporters._letters_texts import FIELDS, Kind

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "letter-texts.md").read_text(encoding="utf-8")


def sections() -> dict[str, set[str]]:
    """The placeholders of each letter, and those of all."""
    common, _, rest = PAGE.partition("## In every letter")[2].partition("## In some")
    found: dict[str, set[str]] = {"all": set(re.findall(r"^\| `\{(\w+)\}`", common, re.MULTILINE))}
    letter = ""
    for row in rest.splitlines():
        _, *cells = (cell.strip("` ") for cell in row.split("|"))
        if cells and "{" in row:
            letter = cells[0] or letter
            found.setdefault(letter, set()).update(re.findall(r"\{(\w+)\}", cells[1]))
    return found


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.value)
def test_every_placeholder_of_a_letter_is_explained(kind: Kind) -> None:
    found = sections()
    assert found["all"] | found[kind.value] == set(FIELDS[kind].all)
