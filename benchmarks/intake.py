"""How fast letters are read: by format against a named peer, an inbox of 19 letters, and an inbox of 2,000.

``python benchmarks/intake.py`` prints a table. All figures of a row come from one run, the two sides in turn; what
counts is the ratio. Needs the extras ``documents`` and ``test``.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import io
import os
import platform
import runpy
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import kkrconsult as kc

HERE = Path(__file__).parents[1] / "examples" / "midtjylland-klima-2020"
ROUNDS = 7
LARGE = 2000


def peers() -> dict[str, tuple[str, Callable[[bytes], object]]]:
    """What the text of a file costs elsewhere: the least that a program could do with a well-known library."""
    import docx
    import pypdfium2

    def word(data: bytes) -> object:
        return [one.text for one in docx.Document(io.BytesIO(data)).iter_inner_content() if hasattr(one, "text")]

    def pdf(data: bytes) -> object:
        document = pypdfium2.PdfDocument(data)
        return [page.get_textpage().get_text_range() for page in document]

    def odt(data: bytes) -> object:
        import xml.etree.ElementTree as ET

        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(ET.fromstring(archive.read("content.xml")).itertext())

    def mail(data: bytes) -> object:
        message = email.message_from_bytes(data, policy=email.policy.default)
        body = message.get_body()
        return body.get_content() if body else None

    def page(data: bytes) -> object:
        HTMLParser().feed(data.decode())
        return None

    return {
        "docx": ("python-docx", word),
        "pdf": ("pypdfium2, text alone", pdf),
        "odt": ("ElementTree, text alone", odt),
        "eml": ("email of the standard library", mail),
        "html": ("html.parser, no text kept", page),
    }


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def by_format(made: dict[str, Any], lines: list[tuple[str, str]], answer: kc.Response) -> None:
    registry = kc.load_plugins(entry_points=False)
    files = {
        "docx": made["as_docx"](lines),
        "pdf": made["as_pdf"](lines),
        "odt": made["as_odt"](lines),
        "eml": made["as_mail"](answer, made["as_text"](lines)),
        "html": "".join(f"<p>{text}</p>" for _, text in lines).encode(),
    }
    print("| format | files a second, one core | against | ratio of times |")
    print("|---|---|---|---|")
    for suffix, (peer, other) in peers().items():
        data = files[suffix]
        entry = registry.reader_for(f"a.{suffix}", data)
        options = entry.spec.options()

        def ours(entry: Any = entry, data: bytes = data, options: Any = options, suffix: str = suffix) -> object:
            return list(entry.spec.read(io.BytesIO(data), f"a.{suffix}", options))

        times: list[tuple[float, float]] = []
        ours(), other(data)
        for _ in range(ROUNDS):
            many = range(20)
            times.append((timed(lambda: [ours() for _ in many]), timed(lambda: [other(data) for _ in many])))
        mine = statistics.median(one for one, _ in times) / 20
        ratio = statistics.median(one / two for one, two in times)
        print(f"| .{suffix} | {1 / mine:,.0f} | {peer} | {ratio:.2f} |")


def inboxes(made: dict[str, Any]) -> None:
    round_ = kc.load_round("midtjylland-klima-2020")
    at = dt.datetime(2020, 12, 18, 12, tzinfo=dt.UTC)
    whole = min(timed(lambda: kc.check(round_, kc.read_inbox(HERE / "letters", round_), at=at)) for _ in range(3))
    print(f"\n19 letters (Word, PDF, OpenDocument, e-mail) read, recognised and checked: {whole:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        letters = {name: data for name, data in made["files"]().items() if name != "inbox.toml"}
        for number in range(LARGE // len(letters) + 1):
            for name, data in letters.items():
                if len(list(target.iterdir())) < LARGE:
                    # A comment of its own, so that no file is a copy of another.
                    (target / f"{number}-{name}").write_bytes(data + f"\n% {number}".encode())
        times = {jobs: timed(lambda jobs=jobs: kc.read_inbox(target, round_, jobs=jobs)) for jobs in (1, 2)}  # type: ignore[misc]
    print(
        f"{LARGE:,} files: {times[1]:.1f} s with one worker, {times[2]:.1f} s with two "
        f"({times[1] / times[2]:.2f} times as fast), {LARGE / times[2]:,.0f} files a second"
    )


def main() -> None:
    made = runpy.run_path(str(HERE / "make_letters.py"))
    answer = made["answers"]()[0]
    titles = {track.id: str(track.title) for track in kc.load_round("midtjylland-klima-2020").tracks}
    lines = list(made["letter"](answer, made["names"](), titles))
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    print(f"{platform.python_implementation()} {platform.python_version()}, {machine}\n")
    by_format(made, lines, answer)
    inboxes(made)


if __name__ == "__main__":
    sys.exit(main())
