"""The example letters say what the example answers say, in every format and from every program that saved them."""

from __future__ import annotations

import datetime as dt
import html
import json
import runpy
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.readers.makers import Stored, outlook

import kkrconsult as kc

HERE = Path(__file__).parents[2] / "examples" / "midtjylland-klima-2020"
REGISTRY = kc.load_plugins(entry_points=False)
ROUND = kc.load_round("midtjylland-klima-2020", registry=REGISTRY)
MADE: dict[str, Any] = runpy.run_path(str(HERE / "make_letters.py"))
ANSWERS: list[kc.Response] = MADE["answers"]()
TITLES = {track.id: track.title.in_language("da") for track in ROUND.tracks}
NAMES: dict[str, str] = MADE["names"]()
LINES: dict[str, list[tuple[str, str]]] = {one.id: list(MADE["letter"](one, NAMES, TITLES)) for one in ANSWERS}
SOFFICE = shutil.which("soffice")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NOTICE = "Dette svar er konstrueret som eksempel og udtrykker ikke kommunens holdning."


def key(response: kc.Response) -> object:
    return response.participants, response.version


def points(response: kc.Response) -> list[tuple[str, str, str, str | None]]:
    return [
        (type(one).__name__, getattr(one, "track", getattr(one, "title", "")), one.text, one.rationale)
        for one in response.points
    ]


def said(response: kc.Response) -> dict[str, object]:
    """What a letter tells of a response; the rest stands in the sidecar, or nowhere."""
    reservation = response.reservation
    return {
        "participants": response.participants,
        "points": points(response),
        "handling": response.handling,
        "reservation": reservation and (reservation.body, reservation.expected_on),
        "no_remarks": response.no_remarks,
    }


def read(path: Path) -> kc.Inbox:
    return kc.read_inbox(path, ROUND, registry=REGISTRY)


class TestTheExampleInbox:
    INBOX = read(HERE / "letters")

    def test_gives_the_same_responses_as_the_answers_it_was_made_of(self) -> None:
        assert self.INBOX.problems == ()
        assert self.INBOX.unread == ()
        found = {key(response): response for response in self.INBOX}
        assert found.keys() == {key(response) for response in ANSWERS}
        for answer in ANSWERS:
            letter = found[key(answer)]
            assert said(letter) == said(answer)
            for field in ("received_at", "channel", "version", "supersedes", "withdrawn"):
                assert getattr(letter, field) == getattr(answer, field), (answer.id, field)

    def test_has_one_that_is_too_long_and_one_with_a_number_that_nobody_should_see(self) -> None:
        report = kc.check(ROUND, self.INBOX, at=dt.datetime(2020, 12, 18, tzinfo=dt.UTC), registry=REGISTRY)
        (long,) = [one for one in report.findings if one.code == "pages.too-many"]
        assert (long.params["pages"], long.params["estimated"]) == (3, False)
        assert report.counts["personal-data.cpr"] == 1
        assert report.accounting.received == 19

    def test_accounts_for_every_paragraph(self) -> None:
        for response in self.INBOX:
            claimed = [number for one in response.points if one.anchor for number in one.anchor.paragraphs]
            claimed += [number for one in response.set_aside for number in one.paragraphs]
            assert sorted(claimed) == list(range(1, len(response.body.split("\n\n")) + 1))

    def test_says_of_every_letter_that_it_is_constructed(self) -> None:
        assert [response.id for response in self.INBOX if NOTICE not in response.body] == []
        names = [path.name for path in (HERE / "letters").iterdir()]
        assert [name for name in names if "konstrueret" not in name] == ["inbox.toml"]

    def test_holds_the_files_that_the_script_makes(self) -> None:
        assert {path.name for path in (HERE / "letters").iterdir()} == set(MADE["files"]())
        assert (HERE / "letters" / "inbox.toml").read_bytes() == MADE["files"]()["inbox.toml"]


def as_html(lines: list[tuple[str, str]]) -> bytes:
    tags = {"title": "h1", "heading": "h2", "text": "p"}
    body = "".join(f"<{tags[kind]}>{html.escape(text)}</{tags[kind]}>\n" for kind, text in lines)
    return f'<!DOCTYPE html><html lang="da"><meta charset="utf-8"><body>{body}</body></html>'.encode()


def as_rtf(lines: list[tuple[str, str]]) -> bytes:
    def escaped(text: str) -> str:
        return "".join(sign if ord(sign) < 128 else f"\\u{ord(sign)}?" for sign in text)

    return ("{\\rtf1\\ansi " + "".join(f"{escaped(text)}\\par\\par\n" for _, text in lines) + "}").encode("ascii")


def as_msg(lines: list[tuple[str, str]]) -> bytes:
    """An Outlook e-mail whose body is the letter."""
    body = "\r\n\r\n".join(text for _, text in lines)
    return outlook(Stored(texts={0x0037: "Høringssvar", 0x1000: body, 0x001A: "IPM.Note", 0x5D01: "post@example.dk"}))


def as_typst(lines: list[tuple[str, str]]) -> bytes:
    """A tagged PDF of another program than a word processor."""
    import typst

    tags = {"title": 1, "heading": 2}
    body = "".join(
        f"#heading(level: {tags[kind]}, {quoted})\n" if kind in tags else f"#par({quoted})\n"
        for kind, quoted in ((kind, json.dumps(text, ensure_ascii=False)) for kind, text in lines)
    )
    found: bytes = typst.compile(f'#set text(lang: "da")\n#set document(title: "Svar")\n{body}'.encode(), format="pdf")
    return found


WRITERS: dict[str, Callable[[list[tuple[str, str]]], bytes]] = {
    "docx": MADE["as_docx"],
    "odt": MADE["as_odt"],
    "pdf": MADE["as_pdf"],
    "typst": as_typst,
    "msg": as_msg,
    "html": as_html,
    "rtf": as_rtf,
    "txt": lambda lines: MADE["as_text"](lines).encode(),
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_format_gives_the_same(suffix: str, tmp_path: Path) -> None:
    for answer in ANSWERS:
        ending = "pdf" if suffix == "typst" else suffix
        (tmp_path / f"{answer.id}.{ending}").write_bytes(WRITERS[suffix](LINES[answer.id]))
    found = {response.id: said(response) for response in read(tmp_path)}
    # Horsens' two versions differ in one theme; each is the only file with its text.
    assert found == {answer.id: said(answer) for answer in ANSWERS}


def converted(source: Path, suffix: str, folder: Path) -> Path:
    command = [str(SOFFICE), "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", suffix]
    command += ["--outdir", str(folder / "out"), *map(str, sorted(source.iterdir()))]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / "out"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("first", "then"), [("docx", "odt"), ("docx", "pdf"), ("docx", "rtf"), ("odt", "docx")])
def test_so_does_every_format_that_libreoffice_saves(first: str, then: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for answer in ANSWERS:
        (source / f"{answer.id}.{first}").write_bytes(WRITERS[first](LINES[answer.id]))
    out = converted(source, then, tmp_path)
    assert {response.id: said(response) for response in read(out)} == {answer.id: said(answer) for answer in ANSWERS}


@pytest.mark.skipif(CHROMIUM is None, reason="no browser is installed")
def test_so_does_what_a_browser_prints(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    chosen = ANSWERS[:4]
    for answer in chosen:
        page = tmp_path / f"{answer.id}.html"
        page.write_bytes(as_html(LINES[answer.id]))
        target = tmp_path / "out" / f"{answer.id}.pdf"
        command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={target}", str(page)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = {response.id: said(response) for response in read(tmp_path / "out")}
    assert found == {answer.id: said(answer) for answer in chosen}
