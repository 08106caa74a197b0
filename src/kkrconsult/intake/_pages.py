"""Counting the pages of office files by having LibreOffice print them, where somebody asks for it.

What a file claims about its length was written by a program that may never have laid it out. LibreOffice does, with the
fonts of this machine, so the count says which program it was.
"""

from __future__ import annotations

import contextlib
import functools
import shutil
import subprocess
import tempfile
from pathlib import Path

import attrs

from kkrconsult.document import Document
from kkrconsult.intake._files import File
from kkrconsult.intake._reading import Item
from kkrconsult.model import PageBasis, PageCount

__all__ = ["PageCounter"]

_SUFFIXES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
}


class PageCounter:
    """Counts pages; where the program is not there, or a file is too much for it, what the file claims stays."""

    def __init__(self, seconds: float) -> None:
        """Set how long one file may take."""
        self._seconds = seconds
        self._program = shutil.which("soffice") or shutil.which("libreoffice")

    def counted(self, item: Item, file: File) -> Item:
        """A document with its pages counted; anything else as it is."""
        suffix = _SUFFIXES.get(item.media_type) if isinstance(item, Document) else None
        # The program would fetch what a document refers to, so such a document is not shown to it.
        if self._program is None or suffix is None or "external-references" in item.remarks:  # type: ignore[union-attr]
            return item
        data = file.load()
        pages = self._printed(data, suffix) if isinstance(data, bytes) else None
        if pages is None:
            return item
        count = PageCount(pages=pages, basis=PageBasis.COUNTED, method=self._version)
        return attrs.evolve(item, pages=count)  # type: ignore[arg-type]

    @functools.cached_property
    def _version(self) -> str:
        assert self._program is not None  # noqa: S101 - only asked for where it is there
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            done = subprocess.run(  # noqa: S603 - a program of this machine, with arguments of our own
                [self._program, "--version"], capture_output=True, text=True, timeout=self._seconds, check=True
            )
            return " ".join(done.stdout.split()[:2])[:60] or "LibreOffice"
        return "LibreOffice"

    def _printed(self, data: bytes, suffix: str) -> int | None:
        """The pages of a file as printed; None where that came to nothing."""
        try:
            import pypdfium2
        except ImportError:
            return None
        with tempfile.TemporaryDirectory(prefix="kkrconsult-", ignore_cleanup_errors=True) as folder:
            source = Path(folder) / f"file{suffix}"
            source.write_bytes(data)
            command = [str(self._program), "--headless", "--norestore", "--nolockcheck", "--nodefault"]
            command += [f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", folder]
            try:
                subprocess.run(  # noqa: S603
                    [*command, str(source)],
                    capture_output=True,
                    timeout=self._seconds,
                    check=True,
                    stdin=subprocess.DEVNULL,
                )
                document = pypdfium2.PdfDocument((Path(folder) / "file.pdf").read_bytes())
                return len(document)
            except (OSError, subprocess.SubprocessError, pypdfium2.PdfiumError):
                return None
