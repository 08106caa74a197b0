"""Office files made by hand, element by element."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODT = "application/vnd.oasis.opendocument.text"
NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("meta", "meta"),
        ("draw", "drawing"),
    )
)


def archive(files: Mapping[str, bytes | str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return sink.getvalue()


def relations(*entries: tuple[str, str], external: tuple[tuple[str, str], ...] = ()) -> str:
    rows = [
        f'<Relationship Id="r{number}" Type="{KINDS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(entries)
    ]
    rows += [
        f'<Relationship Id="x{number}" Type="{KINDS}/{kind}" Target="{target}" TargetMode="External"/>'
        for number, (kind, target) in enumerate(external)
    ]
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(rows)}</Relationships>'


def docx(body: str, *, rels: str = "", **files: bytes | str) -> bytes:
    """A Word file: `body` is what stands in ``w:body``; further files by name, with __ for / and ___ for a point."""
    more = {name.replace("___", ".").replace("__", "/"): data for name, data in files.items()}
    return archive(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
            **({"word/_rels/document.xml.rels": rels} if rels else {}),
            **more,
        }
    )


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of Word's."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of Word's."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def odt(text: str, *, styles: str = "", automatic: str = "", meta: str = "", **files: bytes | str) -> bytes:
    """An OpenDocument file: `text` is what stands in ``office:text``."""
    more = {name.replace("___", ".").replace("__", "/"): data for name, data in files.items()}
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
    found: dict[str, bytes | str] = {"mimetype": ODT, "content.xml": content}
    if styles:
        found["styles.xml"] = f"<office:document-styles {NAMES}>{styles}</office:document-styles>"
    if meta:
        dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
        found["meta.xml"] = (
            f"<office:document-meta {NAMES} {dc}><office:meta>{meta}</office:meta></office:document-meta>"
        )
    return archive({**found, **more})
