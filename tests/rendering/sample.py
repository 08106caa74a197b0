"""A constructed document with everything that a document can hold."""

from __future__ import annotations

import struct
import zlib

import attrs
from hypothesis import strategies as st

from kkrconsult.paper import (
    Builder,
    Callout,
    Cell,
    Column,
    Figure,
    Heading,
    Items,
    Paper,
    Paragraph,
    ParagraphKind,
    Run,
    Table,
    Tone,
    emphasis,
    line,
    link,
    strong,
)

__all__ = ["FIGURE", "PAPER", "SVG", "papers", "png", "texts_of"]

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" viewBox="0 0 80 40" role="img">
<title id="t">Svar</title><defs><linearGradient id="g"><stop offset="0" stop-color="#0a5275"/></linearGradient></defs>
<rect id="r" x="5" y="5" width="30" height="30" style="fill:url(#g);stroke:#333333"/>
<text x="42" y="25" font-size="8">17 af 19</text></svg>"""


def png() -> bytes:
    """A small picture, of 8 by 4 dark points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes.fromhex("0a5275") * 8) * 4
    parts = (chunk(b"IHDR", struct.pack(">2I5B", 8, 4, 8, 2, 0, 0, 0)), chunk(b"IDAT", zlib.compress(rows)))
    return b"".join([b"\x89PNG\r\n\x1a\n", *parts, chunk(b"IEND", b"")])


FIGURE = Figure(
    svg=SVG, png=png(), width_mm=80, height_mm=40, alt="17 af 19 har svaret.", caption="Figur 1. Svar. Konstrueret."
)


def cell(*lines: str | Run, tone: Tone | None = None) -> Cell:
    return Cell(lines=tuple(line(one) for one in lines), tone=tone)


def _paper() -> Paper:
    build = Builder()
    build.heading("Høringen <konstrueret>")
    build.say(strong("Baggrund."), " Teksten er konstrueret, og #intet i *den* er opmærkning: $x$ @y _z_ \\.")
    build.label("Materiale")
    build.items(["Et oplæg", line("Mere på ", link("https://example.dk/a?b=1&c=2", "nettet"), "; ", emphasis("sent"))])
    build.heading("Parterne", 2)
    build.table(
        [Column(label="Part", width=15), Column(label="Svar", width=40), Column(label="Udfald", width=15)],
        [
            [
                cell("Eksempel", "eksempel-1"),
                cell("Første linje\nanden linje", "Nyt afsnit"),
                cell("imødekommet", tone=Tone.GOOD),
            ],
            [cell("Prøve"), cell("Kort"), cell("delvist imødekommet", tone=Tone.PARTLY)],
            [cell("Tredje"), cell(), cell("ikke imødekommet", tone=Tone.BAD)],
            [cell("Fjerde"), cell("Kort"), cell("taget til efterretning", tone=Tone.NOTED)],
            [cell("Femte"), cell("Kort"), cell("åben", tone=Tone.OPEN)],
        ],
        "Svar fra parterne",
    )
    build.heading("Under parterne", 3)
    build.text("Hvad en anden skrev.", ParagraphKind.QUOTE)
    build.text("Med småt.", ParagraphKind.NOTE)
    for tone in Tone:
        build.note(f"Bemærk: {tone.value}", tone=tone)
    build.page_break()
    build.heading("Tal")
    build.table(
        [Column(label=f"Tal {number}") for number in range(6)],
        [[cell(f"{row}{number}") for number in range(6)] for row in range(2)],
        row_headings=False,
    )
    build.figure(FIGURE)
    return build.paper(
        title="Høringsnotat: et konstrueret eksempel",
        language="da",
        top=(Callout(lines=(line("Læs dette først."),), tone=Tone.BAD),),
        facts=(("Status", "Udkast"), ("Svar", "17 af 19")),
        contents="Indhold",
        author="KKR Eksempel",
        subject="Et eksempel",
        keywords=("høring", "eksempel"),
        footer="Et konstrueret eksempel",
    )


PAPER = _paper()


def papers(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Paper]:
    """Documents in which these texts stand in every place."""
    lines = texts.map(line) | texts.map(lambda text: line("x ", strong(text), emphasis(text)))

    @st.composite
    def built(draw: st.DrawFn) -> Paper:
        build = Builder(numbered=draw(st.booleans()))
        build.heading(draw(texts))
        build.say(*draw(lines), link("https://example.dk/", draw(texts)))
        build.items(draw(st.lists(lines, max_size=2)))
        build.heading(draw(texts), 2)
        build.table(
            [Column(label=draw(texts)), Column(label=draw(texts)), Column(label=draw(texts))],
            [[Cell(lines=(draw(lines), draw(lines)), tone=draw(st.sampled_from([None, *Tone]))) for _ in range(3)]],
            draw(texts),
        )
        build.note(draw(lines), tone=draw(st.sampled_from(list(Tone))))
        build.text(draw(texts), draw(st.sampled_from(list(ParagraphKind))))
        build.figure(attrs.evolve(FIGURE, alt=draw(texts), caption=draw(texts)))
        return build.paper(
            title=draw(texts),
            language=draw(st.sampled_from(["da", "en"])),
            top=(Callout(lines=(draw(lines),)),),
            facts=((draw(texts), draw(texts)),),
            contents=draw(texts),
            author=draw(texts),
            subject=draw(texts),
            keywords=(draw(texts),),
            footer=draw(texts),
            landscape=draw(st.booleans()),
        )

    return built()


def texts_of(paper: Paper) -> list[str]:
    """All that a document says where its blocks stand, in order."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, Run):
            found.append(value.text)
        elif isinstance(value, tuple):
            for one in value:
                walk(one)
        elif isinstance(value, Heading | Paragraph | Items | Table | Column | Cell | Callout):
            for field in attrs.fields(type(value)):
                one = getattr(value, field.name)
                if isinstance(one, str) and field.name in ("text", "label", "caption"):
                    found.append(one)
                else:
                    walk(one)

    walk(paper.blocks)
    return found
