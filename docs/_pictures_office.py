"""Makes the pictures of office documents for the pages: ``python docs/_pictures_office.py``.

Needs the extras ``documents`` and ``charts``, LibreOffice (soffice) and pdftoppm. The answers are the
constructed ones under examples/; the assessments are made here, and say that they are constructed.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import tempfile
from pathlib import Path

import kkrconsult as kc

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
AT = dt.datetime(2020, 12, 18, 11, tzinfo=dt.UTC)


def report() -> kc.Report:
    """The example answers with constructed assessments of most points."""
    round_ = kc.load_round("midtjylland-klima-2020")
    inbox = kc.read_inbox(ROOT / "examples" / round_.id / "letters", round_)
    points = [point for response in inbox.responses for point in response.points]
    remarks = [
        kc.Assessment(
            point=point.id,
            disposition=tuple(kc.Disposition)[number % 4],
            summary="Konstrueret resumé af bemærkningen.",
            reply="Konstrueret vurdering: emnet er behandlet i afsnittet om samarbejde.",
        )
        for number, point in enumerate(points)
        if number % 5
    ]
    return kc.check(round_, inbox, at=AT, assessments=remarks)


def page_of(pdf: Path, number: int, name: str) -> None:
    """One page of a PDF as a picture."""
    target = IMAGES / name
    subprocess.run(
        ["pdftoppm", "-r", "60", "-png", "-singlefile", "-f", str(number), "-l", str(number), str(pdf), str(target)],
        check=True,
    )


def main() -> None:
    """Make them all."""
    IMAGES.mkdir(exist_ok=True)
    found = report()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, exporter in (
            ("notat.pdf", "hoeringsnotat"),
            ("notat.docx", "hoeringsnotat"),
            ("matrix.xlsx", "matrix"),
        ):
            kc.export(found, exporter, folder / file)
        kc.write_assessments(found, folder / "vurdering.xlsx")
        page_of(folder / "notat.pdf", 5, "hoeringsnotat-pdf")
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        for file in ("notat.docx", "matrix.xlsx", "vurdering.xlsx"):
            command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), file]
            subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        page_of(folder / "notat.pdf", 1, "hoeringsnotat-docx")
        page_of(folder / "matrix.pdf", 1, "matrix")
        page_of(folder / "vurdering.pdf", 2, "assessment-sheet")


if __name__ == "__main__":
    main()
