"""Files on a web server, a real one on this machine: each part asks for its own bytes, and what goes wrong is told."""

from __future__ import annotations

import http.server
import importlib.util
import itertools
import os
import re
import threading
from collections.abc import Iterator

import attrs
import pytest
from tests.engine.test_engine import AT, BUILT_IN, ROUND, answer

import kkrconsult as kc

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("aiohttp") is None and "KKRCONSULT_NO_SKIPS" not in os.environ,
        reason="needs the extra cluster",
    ),
    # Connections that fsspec keeps for later are closed by the interpreter.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

DATA = "\n".join([*(kc.to_json(answer(number)) for number in range(1500)), "{"]).encode()


@attrs.define
class Site:
    """A server, and what it was asked for."""

    address: str
    ranges: list[tuple[int, int]] = attrs.field(factory=list)
    breaks: bool = False
    """Whether it hangs up in the middle of a piece."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Gives ranges of one file, to whoever has the password; beside it is one that nobody may read."""

    site: Site

    def do_HEAD(self) -> None:
        if self._refused():
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(DATA)))
        self.send_header("Accept-Ranges", "none" if self.path.startswith("/whole") else "bytes")
        self.end_headers()

    def do_GET(self) -> None:
        if self._refused():
            return
        first, last = map(int, re.findall(r"\d+", self.headers.get("Range") or f"0-{len(DATA) - 1}"))
        self.site.ranges.append((first, last + 1))
        self.send_response(206)
        self.send_header("Content-Length", str(last + 1 - first))
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(DATA)}")
        self.end_headers()
        self.wfile.write(DATA[first : last if self.site.breaks else last + 1])
        self.close_connection = self.site.breaks

    def _refused(self) -> bool:
        status = {"/mangler.jsonl": 404, "/lukket.jsonl": 403}.get(self.path.partition("?")[0])
        if status is not None:
            self.send_error(status)
        return status is not None

    def log_message(self, format: str, *args: object) -> None: ...


class Server(http.server.ThreadingHTTPServer):
    """Says nothing of clients that hang up, as those do that were killed with their process."""

    def handle_error(self, request: object, client_address: object) -> None: ...


@pytest.fixture
def site() -> Iterator[Site]:
    with Server(("127.0.0.1", 0), Handler) as server:
        Handler.site = Site(f"127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Handler.site
        server.shutdown()
        thread.join()


def test_a_file_on_a_server_is_checked_like_one_on_this_machine(site: Site) -> None:
    url = f"http://anna:hemmeligt@{site.address}/svar.jsonl?sig=abc"
    parts = kc.parts_of(url, 5)
    found = kc.check_files(ROUND, parts, at=AT, registry=BUILT_IN, jobs=1)
    assert found.accounting.received == 1500
    assert [item.location for item in found.findings if item.code == "file.not-a-response"] == [
        kc.Location(file="svar.jsonl", line=1501, column=2)
    ]
    assert "hemmeligt" not in kc.to_json(found)
    # Other processes fetch their parts themselves.
    assert kc.check_files(ROUND, parts, at=AT, registry=BUILT_IN, jobs=2) == found


def test_a_part_asks_for_its_own_bytes_and_little_more(site: Site) -> None:
    parts = kc.parts_of(f"http://{site.address}/svar.jsonl", 4)
    assert [site.ranges, len(parts)] == [[], 4]
    counts = []
    for part in parts[:3]:
        site.ranges.clear()
        counts.append(sum(isinstance(item, kc.Response) for item in part))
        assert part.stop is not None
        assert site.ranges[0] == (max(part.start - 1, 0), part.stop)
        assert site.ranges[-1][1] <= part.stop + (1 << 16)
        assert all(one[1] == other[0] for one, other in itertools.pairwise(site.ranges))
    assert sum(counts) == pytest.approx(1125, abs=3)


@pytest.mark.parametrize(
    ("place", "said"),
    [("mangler.jsonl?sig=abc", "404|no such file"), ("lukket.jsonl?sig=abc", "403"), ("whole.jsonl", "streaming")],
)
def test_what_the_server_refuses_is_told(site: Site, place: str, said: str) -> None:
    url = f"http://anna:hemmeligt@{site.address}/{place}"
    with pytest.raises(kc.ReadError, match=said) as found:
        list(kc.FilePart(path=url, start=1000))
    assert f"http://***@{site.address}/" in str(found.value)
    assert not [secret for secret in ("hemmeligt", "abc") if secret in str(found.value)]


def test_a_connection_that_breaks_makes_no_report(site: Site) -> None:
    site.breaks = True
    with pytest.raises(kc.ReadError, match="cannot be read"):
        kc.check_files(ROUND, f"http://{site.address}/svar.jsonl", at=AT, registry=BUILT_IN, jobs=1)


def test_nobody_who_answers_makes_no_report() -> None:
    with pytest.raises(kc.ReadError, match=r"127\.0\.0\.1:9.* cannot be read: "):
        kc.parts_of("http://127.0.0.1:9/svar.jsonl", 2)
