"""The reports that an exporter is tried with, all made of one: of it for the public, of hostile answers, of none."""

from __future__ import annotations

import datetime as dt
import functools
import pickle
from typing import TypeVar

import attrs

import kkrconsult as kc
from kkrconsult.leaks import PublicEdition, public_edition
from kkrconsult.testing._output import MARK

__all__ = ["HOSTILE", "Material", "material"]

V = TypeVar("V")

HOSTILE: tuple[str, ...] = (
    f'=HYPERLINK("http://konstrueret.invalid/","{MARK}")',
    f"+{MARK}|' /C calc'!A0",
    f"-2+3+cmd|' /C {MARK}'!A0",
    f"@SUM(1+1)*{MARK}",
    f"\t={MARK}",
    f"\r={MARK}",
    f"<script>alert('{MARK}')</script>",
    f"<img src=x onerror=\"alert('{MARK}')\">",
    f"\"><script>alert('{MARK}')</script>",
    f"' onmouseover='alert(1)' {MARK}='",
    f"]]><{MARK}/><!-- --> -->",
    f"</title></style></textarea><script>alert('{MARK}')</script>",
    f"[{MARK}](javascript:alert(1))",
    f"# {MARK}\n| a | b |\n|---|---|",
    f"{{{{ 7 * 7 }}}} ${{7 * 7}} #{{7 * 7}} %s {{0}} {{name}} {MARK}",
    f'#eval("1") \\input{{x}} $1$ *{MARK}*',
    f"..\\..\\{MARK}/../../etc/passwd",
    f"{MARK}\x00\x01\x02\x08\x0b\x0c\x0e\x1f\x7f\x80\x9f\ufffe\uffff",
    f"\u202e{MARK}\u202c\u2066\u2069\u200b\u200f\ufeff",
    f"A\u030a\u0301\u0302\u0303 \U0001f3f4\U000e0067\U000e0062 \u05e9\u05dc\u05d5\u05dd {MARK}",
    f"{MARK}\r\nBcc: ingen@konstrueret.invalid\r\n\r\nX",
    f'{MARK};{MARK},{MARK}\t"{MARK}"\n{MARK}',
    f"{'x' * 3000}{MARK}",
)
"""Texts that do harm where they are written as they are: in spreadsheets, browsers, mail programs, typesetters."""


def _points(number: int, text: str, track: str | None) -> tuple[kc.Point, ...]:
    anchor = kc.Anchor(file=f"{text[:80]}.docx", page=1, section=text, quote=text)
    made: list[kc.Point] = [
        kc.ThemeProposal(id=f"fjendtlig-{number}-1", title=text, text=text, rationale=text, anchor=anchor),
        kc.GeneralPoint(id=f"fjendtlig-{number}-2", text=text, anchor=anchor),
    ]
    if track is not None:
        made.append(kc.TrackPoint(id=f"fjendtlig-{number}-3", track=track, text=text, rationale=text, anchor=anchor))
    return tuple(made)


def _response(round_: kc.Round, number: int, text: str) -> kc.Response:
    track = round_.tracks[number % len(round_.tracks)].id if round_.tracks else None
    party = round_.participants[number].id if number < len(round_.participants) else None
    day = dt.timedelta(hours=number)
    return kc.Response(
        id=f"fjendtlig-{number}",
        participants=(party,) if party else (),
        sender=kc.Sender(name=text),
        on_behalf_of=(text,),
        received_at=round_.opens + day if round_.opens else None,
        title=text,
        body="\n\n".join((text, "Dette svar er konstrueret.", text)),
        points=_points(number, text, track),
        handling=kc.Handling(mode=kc.HandlingMode.POLITICAL, body=text),
        reservation=kc.Reservation(body=text, quote=text),
        signatory=kc.Signatory(name=text, title=text),
        attachments=(kc.Attachment(name=f"{text}.pdf", title=text),),
        source=kc.SourceFile(name=f"{text}.eml"),
    )


@attrs.frozen(kw_only=True)
class Material:
    """The reports that belong to one."""

    edition: PublicEdition
    """It for the public, with what must not be in that."""
    reordered: kc.Report
    """An equal one, of answers that came in another order."""
    hostile: kc.Report
    """Of the same round and moment, with hostile senders, answers and remarks."""
    empty: kc.Report
    """Of the same round and moment, before anybody has answered."""


@functools.lru_cache(maxsize=2)
def material(report: kc.Report) -> Material:
    """Make what an exporter is tried with; it costs more than most exporters do, so the last ones are kept."""
    registry = kc.load_plugins(entry_points=False)
    round_, at = _without_strangers(report.round, registry), report.at
    turned = kc.check(round_, report.responses[::-1], at=at, assessments=report.assessments[::-1], registry=registry)
    return Material(
        edition=public_edition(report),
        # Another check than that of the caller, such as one with plugins, cannot be made again here.
        reordered=turned if turned == report else pickle.loads(pickle.dumps(report)),  # noqa: S301 - made a line above
        hostile=_hostile(round_, at, registry),
        empty=kc.check(round_, (), at=at, registry=registry),
    )


def _without_strangers(round_: kc.Round, registry: kc.Registry) -> kc.Round:
    """The round without the settings of what is not built in, which would be an error here."""
    settings = round_.settings
    own = {entry.name for entry in registry.validators}
    strategies = {entry.name for entry in registry.groupers}
    readers = {entry.name for entry in registry.readers}
    return attrs.evolve(
        round_,
        settings=attrs.evolve(
            settings,
            validators=_among(settings.validators, own),
            groupers=_among(settings.groupers, strategies),
            readers=_among(settings.readers, readers),
        ),
    )


def _among(tables: kc.FrozenMap[str, V], names: set[str]) -> kc.FrozenMap[str, V]:
    return kc.FrozenMap({name: table for name, table in tables.items() if name in names})


def _hostile(round_: kc.Round, at: dt.datetime, registry: kc.Registry) -> kc.Report:
    responses = [_response(round_, number, text) for number, text in enumerate(HOSTILE)]
    remarks = [
        kc.Assessment(
            point=f"fjendtlig-{number}-1", disposition=kc.Disposition.NOTED, summary=text, reply=text, change=text
        )
        for number, text in enumerate(HOSTILE)
    ]
    return kc.check(round_, responses, at=at, assessments=remarks, registry=registry)
