"""The answer form: what is filled in is what is read, whichever program saved it."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

import kkrconsult as kc
from kkrconsult.errors import ExportError
from kkrconsult.forms import FORMATS, write_form
from kkrconsult.texts import message

REGISTRY = kc.load_plugins(entry_points=False)
ROUND = kc.load_round("midtjylland-klima-2020", registry=REGISTRY)
SOFFICE = shutil.which("soffice")
FILLED = {
    "participant": "Skive Kommune",
    "contact.name": "Anna Hansen",
    "contact.email": "post@example.dk",
    "case_number": "00.01-A00-1-20",
    "handling.mode": "politisk",
    "handling.body": "Byrådet",
    "handling.decided_on": "8. december 2020",
    "track.dk2020": "Vi er <med> & glade.\n\nVi vil mere: æ, ø, å.",
    "theme.1.title": "Affald",
    "theme.1.text": "Der er for meget.",
    "theme.1.rationale": "Fordi.",
    "general": "Godt tænkt.",
    "signatory.name": "Bo Hansen",
    "signatory.title": "Borgmester",
}


def form(suffix: str, language: str = "da", round_: kc.Round = ROUND) -> bytes:
    sink = io.BytesIO()
    write_form(round_, sink, suffix, language=language)
    return sink.getvalue()


def changed(data: bytes, entry: str, change: Any) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()).encode() if name == entry else content)
    return sink.getvalue()


def fill_docx(data: bytes, values: dict[str, str], checks: tuple[str, ...] = ()) -> bytes:
    """Fill in as Word does: the hint goes, and line ends are breaks."""

    def change(text: str) -> str:
        for name, value in values.items():
            lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in value.split("\n"))
            pattern = (
                rf'(<w:tag w:val="kkr:{re.escape(name)}"/>)<w:showingPlcHdr/>(.*?<w:sdtContent>).*?(</w:sdtContent>)'
            )
            found = re.search(pattern, text, re.DOTALL)
            assert found, name
            text = f"{text[: found.start()]}{found[1]}{found[2]}<w:r>{lines}</w:r>{found[3]}{text[found.end() :]}"
        for name in checks:
            pattern = rf'(<w:tag w:val="kkr:{name}"/><w14:checkbox><w14:checked w14:val=)"0"'
            text, count = re.subn(pattern, r'\1"1"', text)
            assert count == 1, name
        return text

    return changed(data, "word/document.xml", change)


def fill_odt(data: bytes, values: dict[str, str]) -> bytes:
    """Fill in as LibreOffice does."""

    def change(text: str) -> str:
        for name, value in values.items():
            lines = escape(value).replace("\n", "<text:line-break/>")
            pattern = (
                rf'(loext:tag="kkr:{re.escape(name)}") loext:showing-place-holder="true"'
                r"([^>]*>(?:<loext:list-item[^>]*/>)*)[^<]*(</loext:content-control>)"
            )
            found = re.search(pattern, text)
            assert found, name
            text = f"{text[: found.start()]}{found[1]}{found[2]}{lines}{found[3]}{text[found.end() :]}"
        return text

    return changed(data, "content.xml", change)


def read(data: bytes, name: str) -> kc.Inbox:
    stream = io.BytesIO(data)
    stream.name = name
    return kc.read_inbox(stream, ROUND, registry=REGISTRY)


def is_right(inbox: kc.Inbox) -> None:
    """Whether a form that was filled in with FILLED came back."""
    assert inbox.problems == ()
    (response,) = inbox.responses
    assert response.participants == ("skive",)
    assert [
        (type(one).__name__, getattr(one, "track", getattr(one, "title", "")), one.text, one.rationale)
        for one in response.points
    ] == [
        ("TrackPoint", "dk2020", "Vi er <med> & glade.\n\nVi vil mere: æ, ø, å.", None),
        ("ThemeProposal", "Affald", "Der er for meget.", "Fordi."),
        ("GeneralPoint", "", "Godt tænkt.", None),
    ]
    assert response.handling == kc.Handling(
        mode=kc.HandlingMode.POLITICAL, body="Byrådet", decided_on=dt.date(2020, 12, 8)
    )
    assert response.contact == kc.Contact(name="Anna Hansen", email="post@example.dk")
    assert response.signatory == kc.Signatory(name="Bo Hansen", title="Borgmester")
    assert response.case_number == "00.01-A00-1-20"
    assert response.set_aside == ()
    assert response.no_remarks is None
    assert response.body == "\n\n".join(
        ["Vi er <med> & glade.", "Vi vil mere: æ, ø, å.", "Der er for meget.", "Fordi.", "Godt tænkt."]
    )


class TestFilledIn:
    def test_in_word(self) -> None:
        is_right(read(fill_docx(form(".docx"), FILLED), "skema.docx"))

    def test_in_libreoffice(self) -> None:
        is_right(read(fill_odt(form(".odt"), FILLED), "skema.odt"))

    def test_in_a_browser(self) -> None:
        values = {
            **FILLED,
            "participant": "skive",
            "handling.mode": "political",
            "no_remarks": "false",
            "theme.2.title": "",
        }
        is_right(read(json.dumps({"kkrconsult-form": ROUND.id, "fields": values}).encode(), "skema.json"))

    @pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
    @pytest.mark.parametrize(("first", "then"), [("docx", "docx"), ("docx", "odt"), ("odt", "odt"), ("odt", "docx")])
    def test_and_saved_again_by_libreoffice(self, first: str, then: str, tmp_path: Path) -> None:
        fill = fill_docx if first == "docx" else fill_odt
        source = tmp_path / f"skema.{first}"
        source.write_bytes(fill(form(f".{first}"), FILLED))
        command = [str(SOFFICE), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", then]
        subprocess.run(
            [*command, "--outdir", str(tmp_path / "out"), str(source)], check=True, capture_output=True, timeout=120
        )
        is_right(read((tmp_path / "out" / f"skema.{then}").read_bytes(), f"skema.{then}"))

    def test_with_a_cross(self) -> None:
        data = fill_docx(form(".docx"), {"participant": "Odder Kommune"}, checks=("no_remarks", "reservation"))
        (response,) = read(data, "skema.docx").responses
        assert (response.participants, response.no_remarks, response.points) == (("odder",), kc.NoRemarks(), ())
        assert response.reservation == kc.Reservation()

    def test_beside_the_fields_is_kept(self) -> None:
        data = changed(
            fill_docx(form(".docx"), {"participant": "Odder Kommune"}),
            "word/document.xml",
            lambda text: text.replace("<w:sectPr", "<w:p><w:r><w:t>Skrevet udenfor.</w:t></w:r></w:p><w:sectPr", 1),
        )
        (response,) = read(data, "skema.docx").responses
        assert [one.text for one in response.points] == ["Skrevet udenfor."]


class TestAnAnswerFile:
    @pytest.mark.parametrize("language", ["da", "en"])
    def test_is_read_as_it_was_made_where_a_party_is_named(self, language: str) -> None:
        text = form(".md", language).decode()
        key, theme = ("part", "Supplerende tema: ") if language == "da" else ("party", "Supplementary theme: ")
        text = text.replace(f'# {key} = "Skive"', f'{key} = "Skive"')
        text = text.replace("DK2020\n", "DK2020\n\nVi er med.\n", 1).replace(f"## {theme}\n", f"## {theme}Affald\n", 1)
        inbox = read(text.encode(), "skive.md")
        assert [message(one.code, one.params, "en") for one in inbox.problems] == []
        (response,) = inbox.responses
        assert response.participants == ("skive",)
        assert [getattr(one, "track", getattr(one, "title", "")) for one in response.points] == ["dk2020", "Affald"]


class TestEveryForm:
    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize("language", ["da", "en"])
    def test_is_the_same_every_time_and_speaks_one_language(self, suffix: str, language: str) -> None:
        data = form(suffix, language)
        assert data == form(suffix, language)
        if suffix in (".docx", ".odt"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
        else:
            text = data.decode()
        other = "General remarks" if language == "da" else "Generelle bemærkninger"
        assert other not in text
        assert "DK2020" in text

    def test_tells_the_deadline_and_the_limit(self) -> None:
        text = form(".html").decode()
        assert "Svarfrist: 15. december 2020 kl. 10.00." in text
        assert "højst fylde 2 A4-sider" in text

    def test_shows_whatever_a_round_says_as_text(self) -> None:
        nasty = kc.Round(
            id="r",
            title=kc.localized(da='<script>x</script> & "to"'),
            contact=kc.Contact(email="a@example.dk"),
            deadline=kc.Deadline(day=dt.date(2026, 1, 1)),
            new_themes=False,
            tracks=(kc.Track(id="a", title=kc.localized(da="<b>A</b>"), description=kc.localized(da="]]>")),),
        )
        page = form(".html", round_=nasty).decode()
        assert "<script>x" not in page
        assert "&lt;script&gt;x" in page
        assert "a@example.dk" in page
        assert "Supplerende temaer" not in page
        for suffix in (".docx", ".odt"):
            stream = io.BytesIO(form(suffix, round_=nasty))
            with zipfile.ZipFile(stream) as archive:
                assert archive.testzip() is None
            assert "file.unreadable" not in [one.code for one in read(stream.getvalue(), f"x{suffix}").problems]

    def test_asks_nothing_of_the_network(self) -> None:
        assert not re.search(r'(?:src|href)\s*=\s*"http', form(".html").decode())

    def test_in_an_unknown_format_or_language_is_refused(self) -> None:
        with pytest.raises(ExportError, match=r"\.docx, \.odt"):
            form(".pdf")
        with pytest.raises(ExportError, match="da, en"):
            form(".md", "de")


class TestAFormThatIsNoForm:
    @pytest.mark.parametrize("fields", [3, {"a": 1}, None])
    def test_is_told(self, fields: object) -> None:
        inbox = read(json.dumps({"kkrconsult-form": "x", "fields": fields}).encode(), "skema.json")
        assert [one.code for one in inbox.problems] == ["file.not-a-response"]
