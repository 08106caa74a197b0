"""Makes the example inbox: constructed answers to the reference hearing, one file each.

No real answer to that hearing is public. Every text here is a placeholder and says so; none of it is the opinion of the
municipality that it names. Run it to write the same files again: ``python make_inbox.py``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs

import kkrconsult as kc

ZONE = ZoneInfo("Europe/Copenhagen")
NOTICE = "Dette svar er konstrueret som eksempel og udtrykker ikke kommunens holdning."
TRACKS = ("dk2020", "groen-vaekst", "videndeling")
# Filler words, so that the placeholders differ as real answers do: no two municipalities get the same ones.
FILLER = (
    "anker",
    "birk",
    "cedertræ",
    "drivhus",
    "eng",
    "fyrtårn",
    "granit",
    "hede",
    "indhegning",
    "jordbær",
    "kompas",
    "lanterne",
    "mølle",
    "nålefilt",
    "okker",
    "pil",
    "quinoa",
    "rev",
    "skovsti",
    "tagsten",
    "uldgarn",
    "vindfløj",
    "xylofon",
    "ymer",
    "zink",
    "ærter",
    "øre",
    "ål",
    "bøje",
    "cykelsti",
    "dige",
    "egetræ",
    "fjord",
    "grusgrav",
    "havn",
    "isvinter",
    "jolle",
    "kløver",
    "lyng",
    "marsk",
    "nor",
    "odde",
    "plov",
    "rug",
    "strand",
    "tang",
    "urt",
    "vig",
    "ørred",
    "åbred",
)
# The seventh digit puts the date of birth in 2036, so no one has the number; it is recognised all the same.
NO_ONES_NUMBER = "010136-9999"
EXTENDED = """
# ------------------------------------------------------------------ konstrueret forlængelse

[[extensions]]
participants = ["ringkoebing-skjern"]
deadline = 2020-12-18T10:00:00
granted_on = 2020-12-14
reason = { da = "Konstrueret som eksempel; ingen kilde fortæller om forlængelser.", en = "Constructed as an example; no source tells of extensions." }
"""  # noqa: E501
DECIDED = """
# ------------------------------------------------------------------ konstruerede beslutninger om temaer

[[themes]]
title = "Affald og cirkulær økonomi"
titles = ["Affald", "Cirkulær økonomi"]
track = "affald"
note = "Konstrueret som eksempel; ingen kilde fortæller, hvilke forslag der førte til sporet."

[[themes]]
title = "Klimatilpasning og vand"
track = "vand-og-klimasikring"
note = "Konstrueret som eksempel; ingen kilde fortæller, hvilke forslag der førte til sporet."
"""


def moment(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A local moment in December 2020."""
    return dt.datetime(2020, 12, day, hour, minute, tzinfo=ZONE)


def filler(party: str, part: int) -> str:
    """Eight words that mean nothing; which ones hangs on the party and the part of the answer alone."""
    seed = hashlib.sha256(f"{party}/{part}".encode()).digest()
    return " ".join(FILLER[byte % len(FILLER)] for byte in seed[:8])


def answer(party: str, *, themes: tuple[str, ...] = (), day: int = 10, hour: int = 9, **changes: object) -> kc.Response:
    """A placeholder answer: a notice, a point on each track, and the themes."""
    texts = [f"Pladsholder for en bemærkning til sporet {track}" for track in TRACKS]
    texts += [f"Pladsholder for et forslag om temaet {theme.lower()}" for theme in themes]
    texts = [f"{text}: {filler(party, part)}." for part, text in enumerate(texts)]
    points: list[kc.Point] = []
    for index, text in enumerate(texts):
        anchor = kc.Anchor(paragraphs=(index + 2,), quote=text[:40])
        if index < len(TRACKS):
            point_id = f"{party}-{TRACKS[index]}"
            points.append(kc.TrackPoint(id=point_id, track=TRACKS[index], text=text, anchor=anchor))
        else:
            number = index - len(TRACKS)
            points.append(
                kc.ThemeProposal(
                    id=f"{party}-tema-{number + 1}",
                    title=themes[number],
                    text=text,
                    rationale="Pladsholder for en begrundelse.",
                    anchor=anchor,
                )
            )
    response = kc.Response(
        id=f"{party}-konstrueret",
        participants=(party,),
        received_at=moment(day, hour),
        channel=kc.Channel.EMAIL,
        title="Konstrueret høringssvar",
        body="\n\n".join([NOTICE, *texts]),
        points=tuple(points),
        set_aside=(kc.SetAside(paragraphs=(1,), reason="notice"),),
        handling=kc.Handling(mode=kc.HandlingMode.ADMINISTRATIVE),
        pages=kc.PageCount(pages=2, basis=kc.PageBasis.COUNTED, method="konstrueret"),
        publication_consent=True,
    )
    return attrs.evolve(response, **changes)  # type: ignore[arg-type]


def notice_only(party: str, **changes: object) -> kc.Response:
    """An answer that makes no point."""
    bare = attrs.evolve(answer(party), points=(), body=NOTICE, **changes)  # type: ignore[arg-type]
    return attrs.evolve(bare, pages=kc.PageCount(pages=1, basis=kc.PageBasis.COUNTED, method="konstrueret"))


def inbox() -> list[kc.Response]:
    """All answers. Samsø's is missing; Norddjurs is late, and Ringkøbing-Skjern too where there is no extension."""
    political = kc.Handling(mode=kc.HandlingMode.POLITICAL, body="Byrådet", decided_on=dt.date(2020, 12, 8))
    with_number = answer("viborg", day=11)
    remark = with_number.points[0]
    leak = f"{remark.text} Konstrueret nummer, som ingen har: {NO_ONES_NUMBER}."
    personal = attrs.evolve(
        with_number,
        body=with_number.body.replace(remark.text, leak),
        points=(attrs.evolve(remark, text=leak), *with_number.points[1:]),
    )
    first = answer("horsens", day=7)
    second = attrs.evolve(
        answer("horsens", day=9, themes=("Klimatilpasning og vand",)),
        id="horsens-konstrueret-version-2",
        version=2,
        supersedes=first.id,
        points=tuple(
            attrs.evolve(point, id=f"{point.id}-v2")
            for point in answer("horsens", themes=("Klimatilpasning og vand",)).points
        ),
    )
    stranger = attrs.evolve(
        answer("forening", day=12),
        participants=(),
        sender=kc.Sender(name="Foreningen Eksempel (konstrueret)"),
        points=(),
        body=NOTICE,
    )
    return [
        answer("favrskov", themes=("Cirkulær økonomi",)),
        answer("hedensted", handling=political),
        answer("herning", themes=("Cirkulær økonomi", "Klimatilpasning og vand")),
        answer("holstebro", pages=kc.PageCount(pages=3, basis=kc.PageBasis.COUNTED, method="konstrueret")),
        first,
        second,
        answer("ikast-brande"),
        answer("lemvig", participants=("lemvig", "struer"), themes=("Klimatilpasning og vand",)),
        answer("norddjurs", day=16, hour=8),
        notice_only("odder", no_remarks=kc.NoRemarks(quote="Kommunen har ingen bemærkninger (konstrueret).")),
        answer("randers", reservation=kc.Reservation(body="Byrådet", expected_on=dt.date(2020, 12, 21))),
        answer("ringkoebing-skjern", day=17, hour=12),
        answer("silkeborg", themes=("Cirkulær økonomi", "Affald")),
        answer("skanderborg", themes=("Affald", "Biodiversitet")),
        answer("skive", withdrawn=kc.Withdrawal(reason="Konstrueret: sendt ved en fejl.", at=moment(13, 10))),
        answer("syddjurs", themes=("Affald",)),
        personal,
        answer("aarhus", handling=political, themes=("Cirkulær økonomi",)),
        stranger,
    ]


def _changed(id_: str, danish: str, english: str) -> str:
    """The shipped round file, with an id and a title of its own."""
    shipped = files("kkrconsult.regions").joinpath("midtjylland-klima-2020.toml").read_text(encoding="utf-8")
    changed = shipped.replace('id = "midtjylland-klima-2020"', f'id = "midtjylland-klima-2020-{id_}"', 1)
    changed = changed.replace('klimastrategi", en = ', f'klimastrategi ({danish})", en = ', 1)
    return changed.replace('KKR Midtjylland" }', f'KKR Midtjylland ({english})" }}', 1)


def round_with_extension() -> str:
    """The shipped round file, with an id of its own and a constructed extension."""
    head = "# Konstrueret eksempel: referencerunden med en forlængelse, som ingen kilde fortæller om.\n"
    changed = _changed("konstrueret-forlaengelse", "konstrueret forlængelse", "constructed extension")
    return f"{head}{changed}{EXTENDED}"


def round_with_decisions() -> str:
    """The shipped round file, with an id of its own and constructed decisions on what the answers propose."""
    head = "# Konstrueret eksempel: referencerunden med beslutninger om temaer, som ingen kilde fortæller om.\n"
    changed = _changed("konstruerede-beslutninger", "konstruerede beslutninger", "constructed decisions")
    return f"{head}{changed}{DECIDED}"


def main() -> None:
    """Write the inbox, the round with an extension and the one with decisions beside this file."""
    folder = Path(__file__).parent / "inbox"
    folder.mkdir(exist_ok=True)
    (folder.parent / "round-with-extension.toml").write_text(round_with_extension(), encoding="utf-8")
    (folder.parent / "round-with-decisions.toml").write_text(round_with_decisions(), encoding="utf-8")
    for response in inbox():
        (folder / f"{response.id}.json").write_text(kc.to_json(response, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
