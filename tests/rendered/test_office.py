"""Documents of office programs as they are printed, and after another program has saved them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest
from tests.rendered.browser import needed
from tests.rendered.office import Office
from tests.rendering import opendocument
from tests.rendering.opendocument import n, paragraphs
from tests.rendering.papers import PARTIES, everything, hostile, notat
from tests.rendering.templates import letterhead, odt_letterhead

from kkrconsult.paper import Paper
from kkrconsult.rendering import docx as word
from kkrconsult.rendering import odt, render

GOLDEN = Path(__file__).parent / "golden"
SUFFIXES = ("docx", "odt")
PAPERS = {"notat": notat(), "landscape": notat(landscape=True), "everything": everything(), "hostile": hostile()}


def carlito() -> bool:
    """Whether there is the font with which the golden pages were printed."""
    program = shutil.which("fc-list")
    return program is not None and "Carlito" in subprocess.run([program], capture_output=True, text=True).stdout


def hyphens() -> bool:
    """Whether LibreOffice knows where Danish words may be parted, as it did when the golden pages were printed."""
    return any(Path(folder, "hyph_da_DK.dic").exists() for folder in ("/usr/share/hyphen", "/usr/local/share/hyphen"))


@pytest.fixture(scope="module", params=SUFFIXES)
def printed(request: pytest.FixtureRequest, office: Office) -> tuple[str, list[str]]:
    """The suffix, and the pages of a høringsnotat."""
    return request.param, office.pages(render(notat(), f".{request.param}"), request.param)


class TestAHoeringsnotatInPrint:
    def test_numbers_its_pages_and_repeats_its_title(self, printed: tuple[str, list[str]]) -> None:
        _, pages = printed
        for number, page in enumerate(pages, 1):
            assert f"Side {number} af {len(pages)}" in page
            assert notat().footer in page
            assert page.startswith(notat().title) == (number > 1)

    def test_repeats_the_head_of_a_table_that_goes_on(self, printed: tuple[str, list[str]]) -> None:
        _, pages = printed
        heads = [page.count("Resumé og ordlyd") for page in pages]
        rows = ["Resumé:" in page for page in pages]
        assert all(head >= 1 for head, row in zip(heads, rows, strict=True) if row)
        assert sum(heads) > 3

    def test_leaves_no_heading_at_the_foot_of_a_page(self, printed: tuple[str, list[str]]) -> None:
        _, pages = printed
        headings = {heading.shown for heading in notat().headings}
        for page in pages:
            lines = [line for line in page.split("\n") if line.strip()]
            text = [line for line in lines if notat().footer not in line and not line.startswith("Side ")]
            assert text[-1].strip() not in headings

    def test_keeps_each_short_row_on_one_page(self, printed: tuple[str, list[str]]) -> None:
        _, pages = printed
        # Each has its sender, its text and where that stands on one page.
        for number in range(15):
            if number != 7:
                (page,) = [page for page in pages if re.search(rf"^p{number}\b", page, re.MULTILINE)]
                assert "(s. 2, afsnit 1 og 2)" in page

    def test_has_all_its_text(self, printed: tuple[str, list[str]]) -> None:
        _, pages = printed
        # Words may be hyphenated, so letters are compared.
        letters = re.sub(r"[\W_]", "", "".join(pages))
        for text in (*PARTIES, "Materiale", "Tre parter har taget forbehold", "konstrueret citat", "Figur 1. Hvem"):
            assert re.sub(r"[\W_]", "", text) in letters

    def test_tells_in_its_contents_where_things_are(self, office: Office) -> None:
        # LibreOffice counts the pages of an OpenDocument itself; those of a Word file, Word does.
        pages = office.pages(odt.render(notat()), "odt")
        contents = re.findall(r"^([\d.]+ [^.\n]+?)\.*(\d+)$", pages[0], re.MULTILINE)
        assert [entry for entry, _ in contents] == [heading.shown for heading in notat().headings]
        for entry, page in contents:
            assert entry in pages[int(page) - 1]

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_falls_into_the_pages_that_somebody_has_looked_at(self, office: Office, suffix: str) -> None:
        if not carlito():
            pytest.skip("Carlito is not there, and other letters are wider")
        if not hyphens():
            pytest.skip("no Danish hyphenation is there, and lines break elsewhere without it")
        first, _, wanted = (GOLDEN / f"notat.{suffix}.txt").read_text(encoding="utf-8").partition("\n")
        if first != office.version:
            pytest.skip(f"the pages were looked at in {first}; this is {office.version}")
        assert printable_pages(office.pages(render(notat(), f".{suffix}"), suffix)) == wanted


def printable_pages(pages: list[str]) -> str:
    """Pages as a text to look at."""
    text = "".join(f"----- {number} -----\n{page}\n" for number, page in enumerate(pages, 1))
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


class TestEveryDocument:
    @pytest.mark.parametrize("suffix", SUFFIXES)
    @pytest.mark.parametrize("name", PAPERS)
    def test_passes_the_checks_of_others(self, name: str, suffix: str, tmp_path: Path) -> None:
        audit: Any = needed("openxml_audit")
        file = tmp_path / f"x.{suffix}"
        file.write_bytes(render(PAPERS[name], f".{suffix}"))
        found = (audit.OdfValidator() if suffix == "odt" else audit.OpenXmlValidator()).validate(file)
        errors = [str(one.description) for one in found.errors if one.severity.name == "ERROR"]
        # Word makes do without a theme, since no style of ours takes a colour or a font from one.
        assert [one for one in errors if "relationships/theme" not in one] == []

    @pytest.mark.parametrize("suffix", SUFFIXES)
    @pytest.mark.parametrize("name", PAPERS)
    def test_is_opened(self, office: Office, name: str, suffix: str) -> None:
        paper = PAPERS[name]
        pages = office.pages(render(paper, f".{suffix}"), suffix)
        assert len(pages) > 1
        assert paper.title.split()[0] in pages[0]

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_lies_on_its_side_where_that_is_asked(self, office: Office, suffix: str) -> None:
        import pypdfium2

        document = pypdfium2.PdfDocument(office.saved(render(notat(landscape=True), f".{suffix}"), suffix, "pdf"))
        width, height = document[0].get_size()
        assert width > height


class TestAnotherProgram:
    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_keeps_headings_and_tables(self, office: Office, suffix: str) -> None:
        saved: Any = docx.Document(io.BytesIO(office.saved(render(notat(), f".{suffix}"), suffix, "docx")))
        found = [one.text for one in saved.paragraphs if one.style.name.startswith("Heading")]
        assert found == [heading.shown for heading in notat().headings]
        assert len(saved.tables) == 4
        assert all(table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader") for table in saved.tables)
        assert saved.core_properties.title == notat().title


def texts_of(data: bytes, suffix: str) -> list[str]:
    if suffix == "docx":
        document: Any = docx.Document(io.BytesIO(data))
        return [one.text for one in document.paragraphs]
    (body,) = opendocument.elements(data, "office:text")
    return [opendocument.text_of(one) for one in paragraphs(body)]


class TestTemplatesThatLibreOfficeSaved:
    @pytest.mark.parametrize("wanted", SUFFIXES)
    @pytest.mark.parametrize("source", SUFFIXES)
    def test_are_filled_in(self, office: Office, source: str, wanted: str) -> None:
        original = letterhead() if source == "docx" else odt_letterhead()
        template = office.saved(original, source, wanted)
        data = render(notat(), f".{wanted}", template)
        texts = texts_of(data, wanted)
        assert texts[0] == notat().title
        assert "Status\tUdkast" in texts
        assert texts[-1].startswith("Konstrueret Region")
        assert not [text for text in texts if "{{" in text]
        pages = office.pages(data, wanted)
        assert all(notat().footer in page for page in pages)
        headings = {heading.shown for heading in notat().headings}
        assert headings <= {line.strip() for page in pages for line in page.split("\n")}

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_are_ours_saved_again(self, office: Office, suffix: str) -> None:
        module: Any = word if suffix == "docx" else odt
        template = office.saved(module.built_in("da"), suffix, suffix)
        data = module.render(notat(), template)
        assert data == module.render(notat(), template)
        assert len(office.pages(data, suffix)) in (7, 8, 9)

    def test_keep_their_first_page(self, office: Office) -> None:
        template = office.saved(odt.built_in("da"), "odt", "odt")
        pages = office.pages(odt.render(notat(), template), "odt")
        assert not pages[0].startswith(notat().title + "\n" + notat().title)
        assert pages[1].startswith(notat().title)


def test_links_lead_where_they_did(office: Office) -> None:
    paper = Paper(title="T", language="da", blocks=notat().blocks)
    saved = office.saved(word.render(paper), "docx", "odt")
    links = [one.get(n("xlink:href")) for one in opendocument.elements(saved, "text:a")]
    assert "https://example.org/opl%C3%A6g" in links
