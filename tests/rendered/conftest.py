"""One browser for all tests of rendered pages, and one office program for those of documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.rendered import office as _office
from tests.rendered.browser import Browser, started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser with axe-core; the test is skipped where there is none."""
    with started() as found:
        yield found


@pytest.fixture(scope="session")
def office() -> Iterator[_office.Office]:
    """LibreOffice; the test is skipped where there is none."""
    with _office.started() as found:
        yield found
