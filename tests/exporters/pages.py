"""Reports to be shown as pages, and a reader of pages that minds what browsers forgive."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs

import kkrconsult as kc
from kkrconsult.engine import check
from kkrconsult.exporters.report_html import Options, write
from kkrconsult.model import (
    Assessment,
    Deadline,
    Disposition,
    GeneralPoint,
    Participant,
    Response,
    Round,
    Sender,
    ThemeProposal,
    Track,
    TrackPoint,
    localized,
)
from kkrconsult.report import Report

EXAMPLES = Path(__file__).parents[2] / "examples" / "midtjylland-klima-2020"
CET = dt.timezone(dt.timedelta(hours=1))
AT = dt.datetime(2020, 12, 20, 12, tzinfo=CET)
HOSTILE = "</script></style><!-- \"q\" 'a' <img src=x onerror=alert(1)> \u202eRTL {{ 7*7 }} $x^2$ \x00 \ud800 &amp; ]]>"
ENDLESS = "x" * 10_000
VOID = {"meta", "input", "br", "hr", "img", "link", "col"}


def example(**changes: Any) -> Report:
    """The constructed answers to the reference round, with an extension, late ones, joint ones and so on."""
    round_ = kc.load_round(EXAMPLES / "round-with-extension.toml")
    found = kc.check(round_, kc.read_inbox(EXAMPLES / "inbox", round_), at=AT)
    return attrs.evolve(found, **changes)


def assessed(report: Report) -> Report:
    """The same with most points assessed, in every way."""
    ways = list(Disposition)
    made = tuple(
        Assessment(
            point=entry.point.id,
            disposition=ways[number % 4] if number % 5 else None,
            summary="Pladsholder for et resumé.",
            reply="Pladsholder for en vurdering.",
            change="Pladsholder for en ændring.",
            responsible="Ida Ansvarlig",
            fingerprint="0" * 16,
        )
        for number, entry in enumerate(report.points)
    )
    sums = report.accounting
    done = sum(item.disposition is not None for item in made)
    return attrs.evolve(report, assessments=made, accounting=attrs.evolve(sums, disposed=done, open=sums.points - done))


def hostile() -> Report:
    """A round and answers in which every text tries to be more than text."""
    parties = (
        Participant(id="aarhus", name=HOSTILE),
        Participant(id="viborg", name=ENDLESS),
        Participant(id="den-tredje", name="אבג \u202e שלום", code="760"),
        *(Participant(id=f"forening-{n}", name=f"Forening {n} {HOSTILE}") for n in range(70)),
    )
    round_ = Round(
        id="fjendtlig",
        title=localized(da=HOSTILE + ENDLESS),
        region="midtjylland",
        organiser=HOSTILE,
        deadline=Deadline(day=dt.date(2020, 12, 15)),
        tracks=(Track(id="t1", title=localized(da=HOSTILE)), Track(id="t2", title=localized(da=ENDLESS))),
        participants=parties,
    )
    points = (
        TrackPoint(id="k1", track="t1", text=f"{HOSTILE}\n\n{ENDLESS}", rationale=HOSTILE),
        ThemeProposal(id="k2", title=HOSTILE, text="a"),
        ThemeProposal(id="k3", title=ENDLESS),
        TrackPoint(id="k4", track="ukendt", text=HOSTILE),
        GeneralPoint(id="k5", text=HOSTILE),
    )
    answers = (
        Response(id="s1", participants=("aarhus",), received_at=dt.datetime(2020, 12, 1, tzinfo=CET), points=points),
        Response(
            id="s2",
            sender=Sender(name=HOSTILE + ENDLESS),
            received_at=dt.datetime(2020, 12, 3, tzinfo=CET),
            points=(GeneralPoint(id="k6", text="Hej"),),
        ),
    )
    remarks = (Assessment(point="k1", reply=HOSTILE, summary=ENDLESS, responsible=HOSTILE),)
    return attrs.evolve(check(round_, answers, at=AT), assessments=remarks)


def written(report: Report, **options: Any) -> str:
    """The page."""
    sink = io.BytesIO()
    write(report, sink, Options(**options))
    return sink.getvalue().decode()


@attrs.define
class Node:
    """An element of a page, with what is in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = attrs.field(factory=list)

    def walk(self) -> Iterator[Node]:
        """It and all elements in it."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    @property
    def text(self) -> str:
        """Its text, on one line."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style"):
                yield from child._texts()

    def find(self, tag: str = "", **attributes: str) -> list[Node]:
        """All elements in it of that tag, with these attributes (``class_`` names one of several classes)."""
        wanted = attributes.pop("class_", None)
        return [
            node
            for node in self.walk()
            if (not tag or node.tag == tag)
            and (wanted is None or wanted in node.attributes.get("class", "").split())
            and all(node.attributes.get(key) == value for key, value in attributes.items())
        ]

    def one(self, tag: str = "", **attributes: str) -> Node:
        """The only such element."""
        (found,) = self.find(tag, **attributes)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({key for key, _ in attrs}) == len(attrs), f"<{tag}> has an attribute twice"
        node = Node(tag, {key: value or "" for key, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data[:80]}")


def read(page: str) -> Node:
    """The page as a tree; what is not closed, closed wrongly or given twice is an error."""
    reader = _Reader()
    reader.feed(re.sub(r"\A<!doctype html>\n", "", page.lstrip()))
    reader.close()
    assert [node.tag for node in reader.open] == ["root"]
    return reader.root
