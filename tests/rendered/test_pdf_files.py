"""PDF files before two checkers of accessibility, and their tags one by one.

Both checkers are young and neither is veraPDF. `pdfua` knows 16 of the 106 rules of PDF/UA-1 that a program can check,
`outloud` the checkpoints of the Matterhorn Protocol and WCAG 2.2 as far as a program can; so what they are asked for is
that they find nothing, and nothing more is claimed than "checked with".
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.rendered.browser import needed
from tests.rendered.notes import example_note
from tests.rendering.sample import PAPER

from kkrconsult.paper import Paper
from kkrconsult.rendering import render

# pdfua 0.1.3 stumbles over every list in the table of contents, and so does not look for empty headings; outloud does.
STUMBLES = {"UA-14-001"}


@pytest.fixture(scope="module", params=["sample", "on its side", "in English", "example letters"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    papers: dict[str, Paper] = {
        "sample": PAPER,
        "on its side": attrs.evolve(PAPER, landscape=True, contents=""),
        "in English": attrs.evolve(PAPER, language="en"),
    }
    paper = papers[request.param] if request.param in papers else example_note()
    found = tmp_path_factory.mktemp("pdf") / "note.pdf"
    found.write_bytes(render(paper, ".pdf"))
    return found


class TestTheCheckers:
    def test_pdfua_finds_nothing(self, file: Path) -> None:
        report = needed("pdfua").validate(str(file))
        assert [f"{one.rule_id}: {one.message}" for one in report.findings] == []
        assert {one.rule_id for one in report.skipped} <= STUMBLES

    def test_outloud_finds_nothing(self, file: Path) -> None:
        result = needed("outloud").check(str(file))
        assert result.error is None
        assert [f"{one.rule}: {one.message}" for one in result.findings if one.severity != "info"] == []
        assert [one.rule for one in result.runs if one.status == "crashed"] == []
        statuses = {row["id"]: row["status"] for rows in result.criteria.values() for row in rows}
        assert "fail" not in statuses.values()
        # Headings that are empty, which the other checker does not get to.
        assert statuses["14"] == "pass"


def tags(node: Any, pikepdf: Any) -> Iterator[Any]:
    """Every element of the structure, in the order in which it is read."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from tags(one, pikepdf)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from tags(node.get("/K"), pikepdf)


@pytest.fixture(scope="module")
def found() -> Iterator[list[Any]]:
    """The tags of the sample."""
    pikepdf = needed("pikepdf")
    with pikepdf.open(io.BytesIO(render(PAPER, ".pdf"))) as document:
        yield list(tags(document.Root.StructTreeRoot.K, pikepdf))


class TestTheTags:
    def test_are_headings_tables_lists_and_links(self, found: list[Any]) -> None:
        roles = [str(one.S) for one in found]
        for role, number in {
            "/H1": 3,
            "/H2": 1,
            "/H3": 1,
            "/Table": 2,
            "/L": 1,
            "/LI": 2,
            "/TOC": 2,
            "/Figure": 1,
        }.items():
            assert (role, roles.count(role)) == (role, number)
        # Three lines of the contents, and one that leads to the web.
        assert roles.count("/Link") == 4
        assert roles.count("/BlockQuote") == 1

    def test_say_which_cell_heads_which(self, found: list[Any]) -> None:
        heads = [one for one in found if str(one.S) == "/TH"]
        cells = [one for one in found if str(one.S) == "/TD"]
        assert len(heads) == 3 + 6
        assert {str(one.A[0].Scope) for one in heads} == {"/Column"}
        ids = {bytes(one.ID) for one in heads}
        assert all(len(one.A[0].Headers) == 1 and bytes(one.A[0].Headers[0]) in ids for one in cells)

    def test_describe_the_picture_in_words(self, found: list[Any]) -> None:
        (figure,) = [one for one in found if str(one.S) == "/Figure"]
        assert str(figure.Alt) == "17 af 19 har svaret."
