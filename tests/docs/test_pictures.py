"""Pictures in the documentation are there, small, and said in words."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
IMAGES = DOCS / "images"
LARGEST = 150_000


def named() -> dict[str, list[str]]:
    """The pictures that pages show, and what each is said to be."""
    found: dict[str, list[str]] = {}
    for page in sorted(DOCS.rglob("*.md")):
        if "_build" in page.parts:
            continue
        text = page.read_text(encoding="utf-8")
        said = [(path, alt) for alt, path in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", text)]
        said += re.findall(r"\{image\} (\S+)\n:alt: (.*)", text)
        for path, alt in said:
            found.setdefault((page.parent / path).resolve().name, []).append(alt)
    return found


class TestPictures:
    def test_are_all_shown_and_all_there(self) -> None:
        assert sorted(named()) == sorted(one.name for one in IMAGES.iterdir())

    def test_are_said_in_words(self) -> None:
        assert all(len(alt) > 20 for texts in named().values() for alt in texts)

    def test_are_small(self) -> None:
        assert [one.name for one in IMAGES.iterdir() if one.stat().st_size > LARGEST] == []
