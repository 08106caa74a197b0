"""The overview: one row an answer, in the columns that a municipal hearing portal gives to its caseworkers.

The columns are those of the overview sheet of Aarhus Kommune's hearing portal, whose source is public
(itk-dev/hoeringsportal on GitHub), so that a sheet made here can go where one from the portal goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO
from zoneinfo import ZoneInfo

import attrs
import kkrconsult as kc

from kkr_hoeringsoversigt._sheets import CSV, XLSX, csv_sheet, xlsx_sheet

__all__ = ["COLUMNS", "Options", "exporters", "rows", "write_csv", "write_xlsx"]

COLUMNS = (
    "Dato modtaget",
    "HøringID",
    "Høringssvar ID",
    "Emne",
    "Navn på afsender",
    "Udtaler sig som",
    "Evt. Navn på organisation",
    "Resume",
    "Vurdering",
)
"""The headings, as the portal writes them."""

_KINDS = {
    kc.ParticipantKind.MUNICIPALITY: "Kommune",
    kc.ParticipantKind.REGION: "Region",
    kc.ParticipantKind.KKR: "KKR",
    kc.ParticipantKind.AUTHORITY: "Myndighed",
    kc.ParticipantKind.COMPANY: "Virksomhed",
    kc.ParticipantKind.ORGANISATION: "Organisation",
    kc.ParticipantKind.CITIZENS: "Borgere",
    kc.ParticipantKind.OTHER: "Andet",
}
_UNLISTED = "Ikke på høringslisten"


@attrs.frozen(kw_only=True)
class Options:
    """What stands in the overview. The fields are the keys of ``[exporters.hoeringsoversigt]``."""

    subject: str = ""
    """What stands under »Emne« where an answer has no title of its own; by default the title of the round."""
    own_words: bool = False
    """Whether an answer's own words stand under »Resume« where the secretariat wrote no summary of a point."""


def rows(report: kc.Report, options: Options) -> Iterator[tuple[str, ...]]:
    """The rows below the headings, one for each answer that counts, in the order of receipt.

    Only what the report holds is shown: one for the public has lost what is private before it comes here.

    Args:
        report: The report.
        options: What stands in it.

    Yields:
        As many texts as there are `COLUMNS`.
    """
    parties = {party.id: party for party in report.round.participants}
    tracks = {track.id: track.title.in_language("da") for track in report.round.tracks}
    entries: dict[str, list[kc.PointEntry]] = {}
    for entry in report.points:
        entries.setdefault(entry.response, []).append(entry)
    for response in report.accepted:
        known = [parties[one] for one in response.participants if one in parties]
        points = entries.get(response.id, [])
        yield (
            _received(response, report.round),
            report.round.id,
            response.id,
            response.title or options.subject or report.round.title.in_language("da"),
            response.sender.name if response.sender is not None else "",
            ", ".join(dict.fromkeys(_KINDS[party.kind] for party in known)) or _UNLISTED,
            ", ".join(party.full_name for party in known),
            _lines(points, tracks, {one.point.id: _summary(one, options) for one in points}),
            _lines(points, tracks, {one.point.id: _reply(one) for one in points}),
        )


def _received(response: kc.Response, round_: kc.Round) -> str:
    """The moment as people in the round's zone read it from the clock; empty where nothing tells."""
    if response.received_at is None:
        return ""
    return response.received_at.astimezone(ZoneInfo(round_.timezone)).strftime("%d-%m-%Y %H:%M")


def _summary(entry: kc.PointEntry, options: Options) -> str:
    found = entry.assessment.summary if entry.assessment is not None else None
    own = (getattr(entry.point, "title", "") or entry.point.text) if options.own_words else ""
    return found or own


def _reply(entry: kc.PointEntry) -> str:
    return (entry.assessment.reply if entry.assessment is not None else None) or ""


def _lines(points: list[kc.PointEntry], tracks: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """What is said of each point, a line each, with the track that it is about before it."""
    lines = []
    for entry in points:
        text = " ".join(texts[entry.point.id].split())
        track = tracks.get(entry.point.track, entry.point.track) if isinstance(entry.point, kc.TrackPoint) else ""
        if text:
            lines.append(f"{track}: {text}" if track else text)
    return "\n".join(lines)


def write_csv(report: kc.Report, sink: BinaryIO, options: Options) -> None:
    """Write the overview for Excel as it is set up in Denmark."""
    sink.write(csv_sheet(COLUMNS, rows(report, options)))


def write_xlsx(report: kc.Report, sink: BinaryIO, options: Options) -> None:
    """Write the overview as an Excel workbook.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
    """
    sink.write(xlsx_sheet(COLUMNS, rows(report, options), made=report.at))


def _spec(suffix: str, media_type: str) -> kc.ExporterSpec[Options]:
    return kc.ExporterSpec(
        name="hoeringsoversigt",
        suffix=suffix,
        media_type=media_type,
        options=Options,
        write=write_csv if suffix == ".csv" else write_xlsx,
        summary={
            "da": "Oversigt over høringssvar med høringsportalens kolonner, en række for hvert svar.",
            "en": "Overview of the answers in the columns of the hearing portal, one row an answer.",
        },
    )


exporters = (_spec(".csv", CSV), _spec(".xlsx", XLSX))
"""One name, two formats: the ending of the file says which."""
