"""Archives that are the same for the same content: entries in order, with one fixed date."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

__all__ = ["packed"]

_DATE = (1980, 1, 1, 0, 0, 0)


def packed(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of entries; one that is called ``mimetype`` is stored as it is, as OpenDocument wants it."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in entries:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            # As on every system, whichever this one is.
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return sink.getvalue()
