"""Takes the pictures of the documentation: ``python docs/_pictures.py``, from the folder of the repository.

Needs the dependency group ``rendered`` and a browser (see tests/rendered/browser.py). What is seen is made of the
constructed answers in examples/, with placeholders for assessments. Pictures differ where the fonts of machines do, so
no test compares them. They are in few colours, to be small.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from PIL import Image  # noqa: E402
from tests.exporters.pages import assessed, example, written  # noqa: E402
from tests.rendered.browser import Browser, Setting, started  # noqa: E402

from kkrconsult.charts import points_per_track  # noqa: E402

TARGET = ROOT / "docs" / "images"
LARGEST = 150_000


def save(name: str, picture: bytes, *, crop: tuple[int, int, int, int] | None = None, width: int = 0) -> None:
    """Write a picture in few colours."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image = image.crop(crop) if crop else image
    if width:
        image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    found = io.BytesIO()
    image.quantize(192, dither=Image.Dither.NONE).save(found, "PNG", optimize=True)
    if len(found.getvalue()) > LARGEST:
        raise SystemExit(f"{name} has {len(found.getvalue())} bytes")
    (TARGET / name).write_bytes(found.getvalue())


def seen(browser: Browser, page: Path, setting: Setting, part: str = "") -> bytes:
    """What is in the window, or a part of the page."""
    with browser.page(page, setting) as found:
        found.add_style_tag(content="*{scroll-behavior:auto !important}") if setting.scripts else None
        shot = found.locator(part).first.screenshot() if part else found.screenshot()
        return bytes(shot)


def main() -> None:
    """Take them all."""
    TARGET.mkdir(exist_ok=True)
    report = assessed(example())
    with tempfile.TemporaryDirectory() as folder, started() as browser:
        danish, english = Path(folder) / "da.html", Path(folder) / "en.html"
        danish.write_text(written(report), encoding="utf-8")
        english.write_text(written(report, language="en"), encoding="utf-8")
        quiet = {"scripts": False}
        with browser.page(english, Setting(1280, **quiet)) as page:
            save("overview.png", page.screenshot(full_page=True), crop=(0, 0, 1280, 1500), width=960)
        with browser.page(english, Setting(1280, "dark", **quiet)) as page:
            top = int(page.locator("#when").bounding_box()["y"])
            picture = page.screenshot(full_page=True)
            save("overview-charts-dark.png", picture, crop=(0, top - 20, 1280, top + 1080), width=960)
        with browser.page(english, Setting(1280)) as page:
            page.fill("#by-text", "hav")
            page.locator("#points").scroll_into_view_if_needed()
            page.evaluate("document.getElementById('points').scrollIntoView()")
            save("overview-filter.png", page.screenshot(), crop=(0, 0, 1280, 760), width=960)
        with browser.page(danish, Setting(360, **quiet)) as page:
            save("overview-telephone.png", page.screenshot(full_page=True), crop=(0, 0, 360, 1500))
    chart = points_per_track(report, "en")
    assert chart is not None
    save("chart-points.png", chart.figure().png, width=800)


if __name__ == "__main__":
    main()
