"""Documents to render: one as an office would publish it, one of everything, and one of hostile texts.

All answers here are constructed; no municipality has said any of this.
"""

from __future__ import annotations

import functools
import struct
import zlib
from typing import Any

import attrs

from kkrconsult.paper import (
    Builder,
    Callout,
    Cell,
    Column,
    Figure,
    Paper,
    ParagraphKind,
    Tone,
    emphasis,
    line,
    link,
    strong,
)

__all__ = ["HOSTILE", "LONG", "bars", "everything", "hostile", "notat"]

TRACKS = (
    ("Grøn omstilling af transporten", "Flere ladestandere, færre køer og en bedre kollektiv trafik på tværs."),
    ("Klimatilpasning og vand", "Vand følger vandløb og ikke kommunegrænser."),
    ("Cirkulær økonomi", "Affald som ressource, og fælles krav i udbud."),
)
PARTIES = (
    *("Favrskov", "Hedensted", "Herning", "Holstebro", "Horsens", "Ikast-Brande", "Lemvig", "Norddjurs", "Odder"),
    *("Randers", "Ringkøbing-Skjern", "Samsø", "Silkeborg", "Skanderborg", "Skive", "Struer", "Syddjurs", "Viborg"),
    "Aarhus",
)
TEXT = (
    "Konstrueret svar: Kommunen støtter sporet og foreslår, at der sættes fælles mål for udledningen i 2030. "
    "Målene bør kunne måles, og de bør følges op hvert år."
)
LONG = (
    "Konstrueret svar: Kommunen ønsker, at indsatsen beskrives nærmere, herunder hvem der har ansvaret, hvornår den "
    "begynder, og hvordan den betales. "
) * 14
HOSTILE = (
    '<script>alert("x")</script> & \x00\x1f\ud800\ufffe ]]> {{body}} =1+1 \u202eomvendt\u202c',
    "linje\r\nlinje\x0blinje\u2028linje\ttabulator",
)
TONES = {
    "imødekommet": Tone.GOOD,
    "delvist imødekommet": Tone.PARTLY,
    "ikke imødekommet": Tone.BAD,
    "taget til efterretning": Tone.NOTED,
    "åben": Tone.OPEN,
}


@functools.cache
def bars(values: tuple[int, ...] = (15, 2, 1, 1)) -> Figure:
    """A picture of bars, as SVG and as PNG."""
    width, height, top = 640, 240, max(values)
    rows = [[(255, 255, 255)] * width for _ in range(height)]
    shapes = []
    for number, value in enumerate(values):
        left, tall = 40 + number * 150, round(value / top * 200)
        shapes.append(f'<rect x="{left}" y="{height - tall}" width="100" height="{tall}" fill="#1d4a63"/>')
        for y in range(height - tall, height):
            rows[y][left : left + 100] = [(29, 74, 99)] * 100
    data = b"".join(b"\0" + bytes(part for pixel in row for part in pixel) for row in rows)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{"".join(shapes)}</svg>'
    return Figure(
        svg=svg.encode(),
        png=png,
        width_mm=150,
        height_mm=56.25,
        alt="Søjler: 15 parter har svaret, 2 har ingen bemærkninger, 1 mangler, og 1 har trukket sit svar tilbage.",
        caption="Figur 1. Hvem der har svaret (konstruerede tal)",
    )


def cell(*lines: Any, tone: Tone | None = None) -> Cell:
    return Cell(lines=tuple(found for one in lines if (found := line(one))), tone=tone)


def points(build: Builder, first: int, *, long: bool = False) -> None:
    """A table of points, as høringsnotater have them."""
    columns = [
        Column(label=label, width=width)
        for label, width in (
            ("Afsender", 15),
            ("Resumé og ordlyd", 34),
            ("Vurdering", 28),
            ("Ændring", 20),
            ("Udfald", 17),
        )
    ]
    rows = []
    for number, (outcome, tone) in enumerate(TONES.items()):
        party = PARTIES[(first + number) % len(PARTIES)]
        text = LONG if long and number == 2 else TEXT
        rows.append(
            [
                cell(strong(party), f"p{first + number}"),
                cell(line(strong("Resumé:"), " Fælles mål for 2030"), text, emphasis("(s. 2, afsnit 1 og 2)")),
                cell("KKR er enig i, at mål skal kunne måles.", "Det står nu i afsnit 4.") if number != 4 else Cell(),
                cell("Afsnit 4 er udvidet.") if number < 2 else Cell(),
                cell(outcome, tone=tone),
            ]
        )
    build.table(columns, rows, caption="Bemærkninger til sporet")


def notat(language: str = "da", **properties: Any) -> Paper:
    """A høringsnotat as an office would send it to mayors."""
    build = Builder()
    build.heading("Høringen")
    build.say(strong("Afsender:"), " KKR Midtjylland")
    build.text(
        "Kommunerne er hørt om et oplæg til en fælles klimastrategi. Oplægget har tre spor, og kommunerne kan "
        "foreslå supplerende temaer. Høringen er politisk, så hvert svar er behandlet i et byråd.\n\n"
        "Svarene er samlet her med KKR's vurdering af hver enkelt bemærkning."
    )
    build.titled(
        "Materiale",
        [
            line("Oplæg til klimastrategi, ", link("https://example.org/opl%C3%A6g", "hentet fra KKR's side")),
            "Bilag om vandløb og oversvømmelser; Region Midtjylland",
        ],
    )
    build.heading("Høringsperiode", 2)
    build.say("Høringen løb fra 2. november 2020 til 15. december 2020, i alt 43 dage, heraf 31 arbejdsdage.")
    build.heading("Hørte parter", 2)
    build.figure(bars())
    build.label("Har afgivet bemærkninger (15)")
    build.items(PARTIES[:15])
    build.text("* ikke på høringslisten", ParagraphKind.NOTE)
    build.heading("Høringssvarene")
    build.say("19 af 19 hørte parter er optalt. Sådan er status for hver af dem:")
    build.table(
        [
            Column(label="Høringspart", width=30),
            Column(label="Status", width=28),
            Column(label="Modtaget", width=22),
            Column(label="Behandlet", width=20),
        ],
        [
            [
                cell(party),
                cell("har svaret", tone=Tone.GOOD) if number % 5 else cell("mangler", tone=Tone.BAD),
                cell(f"{number + 1}. december 2020"),
                cell("politisk") if number % 5 else Cell(),
            ]
            for number, party in enumerate(PARTIES)
        ],
        caption="Status for parterne",
    )
    build.note("Tre parter har taget forbehold for politisk godkendelse.")
    build.heading("Bemærkninger til sporene")
    for number, (title, text) in enumerate(TRACKS):
        build.heading(title, 2)
        build.say(emphasis("Sporet er foreløbigt."))
        build.text(text)
        build.text("”Vi vil gerne være med.” (konstrueret citat)", ParagraphKind.QUOTE)
        points(build, number * 5, long=number == 1)
        build.heading("Drøftelse", 3)
        build.text("KKR drøfter bemærkningerne på møde den 8. januar 2021.")
    build.heading("Regnskab")
    build.items(["20 svar modtaget", "19 taget med", "1 erstattet af et senere svar"])
    found: dict[str, Any] = {
        "title": "Høringsnotat: Fælles klimastrategi for de midtjyske kommuner",
        "language": language,
        "contents": "Indhold",
        "author": "KKR Midtjylland",
        "subject": "Høring om fælles klimastrategi",
        "keywords": ("høring", "klima", "KKR"),
        "footer": "KKR Midtjylland · konstrueret eksempel",
        "facts": (
            ("Status", "Udkast"),
            ("Opgjort", "5. januar 2021 kl. 12.00"),
            ("Høringsfrist", "15. december 2020 kl. 10.00"),
            ("Gælder for", "Til intern brug. Notatet er ikke behandlet politisk."),
        ),
        "top": (
            Callout(
                lines=(
                    line(strong("Alle svar og bemærkninger i dette notat er konstruerede.")),
                    line("De viser, hvordan et notat ser ud."),
                ),
                tone=Tone.BAD,
            ),
        ),
    }
    return build.paper(**{**found, **properties})


def everything(**properties: Any) -> Paper:
    """A small document with every kind of block, in every order that matters."""
    build = Builder()
    build.heading("Et")
    build.text("Tekst med\nto linjer og en\ttabulator")
    build.say("Se ", link("https://example.org/a?b=c&d=e", "siden"), " og ", strong("husk"), " ", emphasis("det"), ".")
    for kind in ParagraphKind:
        build.text(f"Afsnit: {kind.value}", kind)
    build.items(["Punkt", strong("Vigtigt punkt")])
    columns = [Column(label="Part", width=3), Column(label="Svar", width=7)]
    build.table(columns, [[cell("A"), cell("ja", "nej")], [Cell(), Cell(tone=Tone.BAD)]], caption="To rækker")
    build.table(columns, [[cell("B"), cell("åben", tone=Tone.OPEN)]], row_headings=False)
    for tone in Tone:
        build.note(f"Bemærk: {tone.value}", "Mere", tone=tone)
    build.figure(bars())
    build.page_break()
    build.heading("To", 2)
    build.page_break()
    build.table(columns, [[cell("C"), cell("D")]])
    found: dict[str, Any] = {"title": "Alt", "language": "da", "contents": "Indhold"}
    return build.paper(**{**found, **properties})


def hostile() -> Paper:
    """What strangers may write, in every place for text."""
    text = " ".join(HOSTILE)
    paper = notat(
        title=f"Notat {text}",
        contents=f"Indhold {text}",
        author=text,
        subject=text,
        keywords=(text, text),
        footer=text,
        facts=((text, text),),
        top=(Callout(lines=(line(text),)),),
    )
    build = Builder()
    build.heading(text)
    build.text(text)
    build.items([text])
    build.table([Column(label=text)], [[cell(text)]], caption=text)
    build.note(text)
    build.figure(attrs.evolve(bars(), alt=text, caption=text))
    return attrs.evolve(paper, blocks=build.paper(title="x", language="da").blocks)
