"""One browser for all tests of rendered pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.rendered.browser import Browser, started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser with axe-core; the test is skipped where there is none."""
    with started() as found:
        yield found
