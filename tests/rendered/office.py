"""Office files as LibreOffice shows them: printed page by page, or saved again as another program would.

Needs LibreOffice; the tests that know how pages fall also need Carlito, which is as wide as Calibri.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from tests.rendered.browser import absent

__all__ = ["Office", "started"]

_SECONDS = 180


class Office:
    """LibreOffice with a profile of its own."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._done: dict[tuple[bytes, str, str], bytes] = {}

    @property
    def version(self) -> str:
        """The program's version, without its build."""
        done = subprocess.run(
            [self._program, "--version"], capture_output=True, text=True, check=True, timeout=_SECONDS
        )
        found = re.search(r"LibreOffice \d+\.\d+", done.stdout)
        return found[0] if found else done.stdout.strip()

    def saved(self, data: bytes, suffix: str, wanted: str) -> bytes:
        """A file as LibreOffice saves it.

        Args:
            data: The file.
            suffix: Which kind it is, such as ``docx``.
            wanted: Which kind it is to be, such as ``odt`` or ``pdf``.
        """
        key = (data, suffix, wanted)
        if key not in self._done:
            self._done[key] = self._save(*key)
        return self._done[key]

    def _save(self, data: bytes, suffix: str, wanted: str) -> bytes:
        folder = self._folder / str(len(self._done))
        (folder / "out").mkdir(parents=True)
        (folder / f"file.{suffix}").write_bytes(data)
        command = [self._program, "--headless", "--norestore", f"-env:UserInstallation=file://{self._folder}/profile"]
        command += ["--convert-to", wanted, "--outdir", str(folder / "out"), str(folder / f"file.{suffix}")]
        subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS, stdin=subprocess.DEVNULL)
        return (folder / "out" / f"file.{wanted}").read_bytes()

    def pages(self, data: bytes, suffix: str) -> list[str]:
        """The text of each page as printed, its lines from top to bottom."""
        document = pypdfium2.PdfDocument(self.saved(data, suffix, "pdf"))
        with contextlib.closing(document):
            return [page.get_textpage().get_text_range().replace("\r\n", "\n").strip() for page in document]

    def pictures(self, data: bytes, suffix: str, target: Path) -> list[Path]:
        """The pages as PNG, for people to look at."""
        document = pypdfium2.PdfDocument(self.saved(data, suffix, "pdf"))
        target.mkdir(parents=True, exist_ok=True)
        found = []
        with contextlib.closing(document):
            for number, page in enumerate(document, 1):
                found.append(target / f"page-{number}.png")
                page.render(scale=2).to_pil().save(found[-1])
        return found


@contextlib.contextmanager
def started() -> Iterator[Office]:
    """LibreOffice; the test is skipped where it is not there."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        absent("LibreOffice")
    with tempfile.TemporaryDirectory(prefix="kkrconsult-office-", ignore_cleanup_errors=True) as folder:
        yield Office(program, Path(folder))
