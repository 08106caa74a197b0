"""The whole set of documents: what is written into a folder, under which names, and in which order."""

from __future__ import annotations

import shutil
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

import kkrconsult as kc
from kkrconsult.leaks import public_edition
from kkrconsult.texts import word

__all__ = ["SET", "SetWriter", "listed"]

SET = (
    ("hoeringsnotat.docx", "hoeringsnotat"),
    ("hoeringsnotat.odt", "hoeringsnotat"),
    ("hoeringsnotat.pdf", "hoeringsnotat"),
    ("hoeringsnotat.html", "hoeringsnotat"),
    ("hoeringsnotat.md", "hoeringsnotat"),
    ("report.html", "report-html"),
    ("assessment-table.xlsx", "assessment-table"),
    ("assessment-table.docx", "assessment-table"),
    ("matrix.xlsx", "matrix"),
    ("matrix.html", "matrix"),
    ("participation.docx", "participation"),
    ("participation.xlsx", "participation"),
    ("participation.csv", "participation"),
    ("calendar.ics", "calendar"),
    ("letters.zip", "letters"),
    ("responses.csv", "csv-responses"),
    ("points.csv", "csv-points"),
    ("responses.jsonl", "jsonl"),
    ("report.json", "json"),
    ("dataset.zip", "dataset"),
    ("archive.zip", "archive"),
)
"""What ``report`` writes: file name and exporter. The archive comes last, since it holds the others."""

_NOT_PUBLISHED = frozenset({"letters"})
"""Drafts of letters to single parties are for nobody else."""
_WIDTH = 100


@attrs.frozen(kw_only=True)
class SetWriter:
    """Writes the set of one report."""

    report: kc.Report
    """The report."""
    inbox: str
    """Where the answers came from, for the archive."""
    folder: Path
    """Where to write; it is there."""
    audience: str | None
    """For whom."""
    registry: kc.Registry
    """The plugins."""
    options: Callable[[str], Mapping[str, object]]
    """Options for an exporter that the command line gave."""

    def write(self, told: Callable[[int, int], None] | None = None) -> Iterator[tuple[str, kc.KkrconsultError | None]]:
        """Write what can be written.

        Args:
            told: Is told how many files are done, of how many.

        Yields:
            The name of each file, and why it could not be written, if it could not.
        """
        public = self.audience == "public"
        edition = public_edition(self.report) if public else None
        there = {(entry.name, entry.spec.suffix) for entry in self.registry.exporters}
        # An exporter that the user switched off is not missed.
        names = [
            (name, exporter)
            for name, exporter in SET
            if (exporter, Path(name).suffix) in there and not (public and exporter in _NOT_PUBLISHED)
        ]
        written: list[Path] = []
        for number, (name, exporter) in enumerate(names, 1):
            options = dict(self.options(exporter))
            error: kc.KkrconsultError | None = None
            try:
                with tempfile.TemporaryDirectory() as beside:
                    if exporter == "archive":
                        options |= self._for_archive(written, Path(beside), public=public)
                    kc.export(
                        self.report,
                        exporter,
                        self.folder / name,
                        audience=self.audience,
                        options=options,
                        registry=self.registry,
                        edition=edition,
                    )
                written.append(self.folder / name)
            except kc.KkrconsultError as found:
                error = found
            if told is not None:
                told(number, len(names))
            yield name, error

    def _for_archive(self, written: Sequence[Path], beside: Path, *, public: bool) -> dict[str, object]:
        """The originals, and the documents of this run: what else may be in the folder is none of it."""
        for file in written:
            shutil.copyfile(file, beside / file.name)
        documents: dict[str, object] = {"documents": str(beside)}
        return documents | ({"documents_are_public": True} if public else {"originals": self.inbox})


def listed(folder: Path, names: Sequence[str], language: str) -> str:
    """What was written, in few lines."""
    text = word("cli.written", language, n=len(names), folder=str(folder))
    files = textwrap.fill(", ".join(names), _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    return f"{text}\n{files}"
