"""What the contract checks look at: one small round, answers that differ in all that answers differ in, and a report.

Everything is constructed: no party, person or opinion in it is real.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

from kkrconsult.audience import public_view
from kkrconsult.engine import check
from kkrconsult.model import (
    Anchor,
    Assessment,
    Attachment,
    Channel,
    Contact,
    Deadline,
    Decision,
    DecisionKind,
    Demand,
    Disposition,
    Extension,
    GeneralPoint,
    Handling,
    HandlingMode,
    Material,
    MaterialKind,
    Milestone,
    MilestoneKind,
    NoRemarks,
    PageBasis,
    PageCount,
    Participant,
    ParticipantKind,
    Reservation,
    Response,
    Round,
    Sender,
    SetAside,
    Signatory,
    Stage,
    ThemeDecision,
    ThemeProposal,
    Track,
    TrackPoint,
    TrackStatus,
    Withdrawal,
    localized,
)
from kkrconsult.plugins import load_plugins
from kkrconsult.report import Audience, Report
from kkrconsult.testing._defaults import MOMENT, moment

__all__ = ["HOSTILE", "MOMENT", "constructed_report", "constructed_responses", "reference_round"]

HOSTILE = (
    '=HYPERLINK("https://angreb.example/","Klik her")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "<script>alert('konstrueret')</script><b>fed</b> &amp; &nbsp;",
    "{{ 7 * 7 }} {% raw %} ${HOME} {title} %s %(navn)s {0.__class__}",
    "Styretegn: \x00\x07\x1b[31mrød\x1b[0m\x7f\x85 og \ufffe slut",
    "Højre mod venstre: \u202etset\u202c, \u05e9\u05dc\u05d5\u05dd, \u0645\u0631\u062d\u0628\u0627",
    "Nul bredde: a\u200bb\u200dc\ufeffd\u00ade, sat sammen: a\u030aA\u030a æøå",
    "Billedtegn: \U0001f30a\U0001f9d1\u200d\U0001f33e\U0001f1e9\U0001f1f0 \U0001d504",
    "| a | b |\n|---|---|\n# Overskrift\n```\n[link](javascript:alert(1))",
    "../../etc/passwd ; rm -rf / \\\\server\\share C:\\fil.txt",
)
"""Texts that break what writes, fills in or shows texts without care; each stands for a kind of attack or mishap."""

_WORDS = (
    "Kommunen ser det konstruerede spor som en del af et længere arbejde med kyster, veje, skoler og landbrug, "
    "og peger på, at økonomien bør følges ad med opgaverne, så at ingen del af kommunen står alene med dem, når vandet "
    "stiger, vejene lægges om, skolerne bygges til, og markerne tages ud af drift til gavn for natur og grundvand."
)


@functools.cache
def reference_round() -> Round:
    """A small constructed round: seven parties, three tracks, one of them dropped, an extension and a settled theme."""
    return Round(
        id="konstrueret-klima-2024",
        title=localized(da="Konstrueret klimahøring 2024", en="Constructed climate consultation 2024"),
        opens=moment(1, 3, 8),
        deadline=Deadline(day=dt.date(2024, 5, 15), time=dt.time(12)),
        region="midtjylland",
        organiser="Det Konstruerede Sekretariat",
        case_number="2024-000123",
        contact=Contact(name="Det Konstruerede Sekretariat", email="sekretariat@kkr.example"),
        background=localized(da="Runden er konstrueret til prøver.", en="The round is constructed for tests."),
        purpose=localized(da="At prøve udvidelser af programmet.", en="To test extensions of the program."),
        tracks=(
            Track(
                id="klima",
                title=localized(da="Klimatilpasning", en="Climate adaptation"),
                description=localized(da="Vand fra hav, himmel og grund.", en="Water from sea, sky and ground."),
                aliases=("spor 1",),
            ),
            Track(id="groen-vaekst", title=localized(da="Grøn vækst", en="Green growth"), aliases=("spor 2",)),
            Track(id="viden", title=localized(da="Viden", en="Knowledge"), status=TrackStatus.DROPPED),
        ),
        materials=(
            Material(
                id="hoeringsbrev",
                title=localized(da="Høringsbrev", en="Letter"),
                kind=MaterialKind.LETTER,
                tracks=("klima", "groen-vaekst"),
                url="https://kkr.example/brev",
            ),
        ),
        milestones=(
            Milestone(
                id="vedtagelse",
                kind=MilestoneKind.ADOPTED,
                title=localized(da="Strategien vedtages", en="The strategy is adopted"),
                on=dt.date(2024, 6, 20),
            ),
        ),
        participants=(
            _party("birkelund", "Birkelund"),
            _party("skovby", "Skovby"),
            _party("aadal", "Ådal", aliases=("Aadal",)),
            _party("oesterbaek", "Østerbæk"),
            _party("noerresund-vesteraa", "Nørresund-Vesterå"),
            _party("soemarken", "Sømarken"),
            Participant(
                id="klimaraad",
                name="Det Konstruerede Klimaråd",
                kind=ParticipantKind.ORGANISATION,
                added_on=dt.date(2024, 3, 20),
            ),
        ),
        extensions=(
            Extension(
                deadline=Deadline(day=dt.date(2024, 5, 18), time=dt.time(12)),
                participants=("aadal",),
                granted_by="Det Konstruerede Sekretariat",
                granted_on=dt.date(2024, 5, 2),
                reason=localized(da="Byrådet mødes sent.", en="The council meets late."),
            ),
        ),
        demands=(
            Demand(
                id="laengde",
                text=localized(da="Svaret må fylde to sider.", en="Two pages at most."),
                validators=("page-limit",),
            ),
        ),
        themes=(ThemeDecision(title="Stigende havvand", titles=("Havvand",), note="Sagt på to måder (konstrueret)."),),
        unknowns=(localized(da="Alt i runden er konstrueret.", en="All of the round is constructed."),),
    )


def _party(id_: str, name: str, **fields: Any) -> Participant:
    return Participant(id=id_, name=name, official_name=f"{name} Kommune", email_domains=(f"{id_}.example",), **fields)


def _answer(id_: str, *participants: str, **fields: Any) -> Response:
    fields.setdefault("received_at", moment(10))
    return Response(id=id_, participants=participants, **fields)


def _on_track(id_: str, text: str, track: str = "klima", rationale: str | None = "Det regner mere.") -> TrackPoint:
    return TrackPoint(id=id_, track=track, text=text, rationale=rationale, anchor=Anchor(quote=text[:40]))


@functools.cache
def constructed_responses() -> tuple[Response, ...]:
    """Answers to `reference_round`, each the only one of its kind, in no particular order; their ids say what kind.

    Among them are an empty one, a very long one, one full of `HOSTILE` texts, versions that replace one another, a
    joint one, one withdrawn, one rejected, one too late, one without a moment, and some of whom or of what the round
    knows nothing.
    """
    return (*_plain(), *_of_standing(), *_odd())


def _plain() -> tuple[Response, ...]:
    """Answers as they should be."""
    return (
        _answer(
            "almindeligt",
            "birkelund",
            channel=Channel.EMAIL,
            title="Høringssvar fra Birkelund Kommune",
            body="Til sekretariatet.\n\nKommunen støtter klimatilpasning.\n\nHavvand mangler.\n\nVenlig hilsen",
            points=(
                TrackPoint(
                    id="almindeligt.1",
                    track="klima",
                    text="Kommunen støtter klimatilpasning.",
                    anchor=Anchor(paragraphs=(2,)),
                ),
                ThemeProposal(
                    id="almindeligt.2",
                    title="Havvand",
                    rationale="Kysten er lav (konstrueret).",
                    anchor=Anchor(paragraphs=(3,)),
                ),
            ),
            set_aside=(SetAside(paragraphs=(1,), reason="greeting"), SetAside(paragraphs=(4,), reason="signature")),
            handling=Handling(mode=HandlingMode.POLITICAL, body="Byrådet", decided_on=dt.date(2024, 5, 7)),
            signatory=Signatory(name="Kim Konstrueret", title="borgmester"),
            contact=Contact(name="Kim Konstrueret", email="kim@birkelund.example", phone="+45 19 46 37 28"),
            pages=PageCount(pages=1, basis=PageBasis.COUNTED),
            publication_consent=True,
            case_number="B-24/17",
        ),
        _answer("ingen-bemaerkninger", "klimaraad", no_remarks=NoRemarks(), body="Vi har ingen bemærkninger."),
        _answer(
            "faelles",
            "oesterbaek",
            "noerresund-vesteraa",
            title="Fælles høringssvar",
            body="Vi svarer sammen.\n\nStigende havvand er et tema.",
            points=(
                ThemeProposal(id="faelles.1", title="Stigende havvand", text="Det er et tema."),
                GeneralPoint(id="faelles.2", text="Vi svarer sammen."),
            ),
            handling=Handling(mode=HandlingMode.ADMINISTRATIVE),
            on_behalf_of=("Havnesamarbejdet (konstrueret)",),
        ),
        _answer(
            "english",
            "klimaraad",
            received_at=moment(11),
            language="en",
            title="Response (constructed)",
            body="We support green growth.",
            points=(_on_track("english.1", "We support green growth.", "groen-vaekst", None),),
        ),
        _answer("uden-punkter", "birkelund", received_at=moment(11), body=_WORDS),
        # Nearly the same words as another party's.
        _answer("naesten-ens", "skovby", received_at=moment(11), body=f"{_WORDS} Det mener vi også."),
    )


def _of_standing() -> tuple[Response, ...]:
    """Answers that count, or do not, for different reasons."""
    return (
        _answer("foerste-udgave", "skovby", received_at=moment(8), body="Første udgave.", stage=Stage.PROVISIONAL),
        _answer(
            "anden-udgave",
            "skovby",
            received_at=moment(12),
            version=2,
            supersedes="foerste-udgave",
            body="Anden udgave, som erstatter den første.",
            points=(GeneralPoint(id="anden-udgave.1", text="Anden udgave, som erstatter den første."),),
            reservation=Reservation(body="Byrådet", expected_on=dt.date(2024, 5, 28), quote="med forbehold"),
        ),
        _answer(
            "trukket-tilbage",
            "oesterbaek",
            body="Dette svar gælder ikke længere.",
            withdrawn=Withdrawal(reason="Sendt ved en fejl (konstrueret).", at=moment(12)),
        ),
        _answer(
            "afvist",
            "noerresund-vesteraa",
            received_at=moment(17),
            body="Et svar, som sekretariatet afviste.",
            decision=Decision(kind=DecisionKind.REJECTED, on=dt.date(2024, 5, 18), reason="For sent (konstrueret)."),
        ),
        _answer("udsat-frist", "aadal", received_at=moment(17), body="Kom efter fristen, men inden for den udsatte."),
        _answer("for-sent", "birkelund", received_at=moment(16), body="Kom efter fristen."),
        _answer("oensker-ikke", "noerresund-vesteraa", declined=True, body="Kommunen ønsker ikke at svare."),
    )


def _odd() -> tuple[Response, ...]:
    """Answers that lack something, or have too much of it."""
    long = "\n\n".join(f"{number}. {_WORDS}" for number in range(1, 201))
    return (
        Response(id="tomt", participants=("aadal",), received_at=moment(9)),
        _answer(
            "langt",
            "oesterbaek",
            title="Et meget langt svar",
            body=long,
            points=(_on_track("langt.1", long, "groen-vaekst"),),
            pages=PageCount(pages=12.5, basis=PageBasis.ESTIMATED, method="3000 tegn pr. side"),
        ),
        _answer(
            "fjendtligt",
            "soemarken",
            title=HOSTILE[0],
            body="\n\n".join(HOSTILE),
            points=(
                *(_on_track(f"fjendtligt.{number}", text, rationale=text) for number, text in enumerate(HOSTILE)),
                *(ThemeProposal(id=f"fjendtligt.t{number}", title=text) for number, text in enumerate(HOSTILE)),
            ),
            signatory=Signatory(name=HOSTILE[2], title=HOSTILE[4]),
            attachments=(Attachment(name="..\\..\\bilag <1>.pdf", title=HOSTILE[5]),),
            case_number=HOSTILE[1],
        ),
        _answer(
            "personoplysninger",
            "birkelund",
            received_at=moment(13),
            body="Borgeren Kim Konstrueret, 010180-1234, har telefon 12 34 56 78 og adressen kim@privat.example.",
        ),
        Response(id="uden-tidspunkt", participants=("aadal",), body="Ingen ved, hvornår det kom."),
        _answer("ukendt-part", "ukendt-part", body="Fra en part, som runden ikke kender."),
        _answer(
            "uopfordret",
            sender=Sender(name="Foreningen Konstruktion", email="formand@konstruktion.example"),
            channel=Channel.PORTAL,
            body="Fra en forening, som ikke blev spurgt.",
            points=(ThemeProposal(id="uopfordret.1", title="Lystbådehavne", text="De mangler."),),
        ),
        _answer(
            "ukendt-spor",
            "birkelund",
            body="Om et spor, som ikke findes.",
            points=(_on_track("ukendt-spor.1", "Om et spor, som ikke findes.", "findes-ikke"),),
        ),
        _answer(
            "kun-bilag",
            "birkelund",
            body="Se vedhæftede.",
            attachments=(Attachment(name="svar.pdf", media_type="application/pdf", size=2048),),
        ),
        _answer("ordret-gentagelse", "oesterbaek", body=_WORDS, language=None),
    )


def constructed_report(audience: Audience | str = Audience.INTERNAL) -> Report:
    """What the built-in validators make of `reference_round` and `constructed_responses`, with a few assessments.

    Args:
        audience: For whom; of the public one, all is gone that the public may not see.

    Raises:
        ValueError: There is no such audience.
    """
    return _reports()[Audience(audience)]


@functools.cache
def _reports() -> dict[Audience, Report]:
    # Only what is built in: what else is installed must not change what a plugin is tested with.
    registry = load_plugins(entry_points=False)
    assessments = (
        Assessment(
            point="almindeligt.1",
            disposition=Disposition.ACCOMMODATED,
            summary="Støtter sporet.",
            reply="Tak for støtten (konstrueret).",
            change="Ingen.",
            responsible="Sekretariatet",
            assessed_by="Kim Konstrueret",
            assessed_at=moment(18),
        ),
        Assessment(point="faelles.1", disposition=Disposition.PARTLY, reply=HOSTILE[0]),
        Assessment(point="langt.1", disposition=Disposition.NOT_ACCOMMODATED, reply=" ".join(HOSTILE)),
    )
    internal = check(reference_round(), constructed_responses(), at=MOMENT, assessments=assessments, registry=registry)
    return {Audience.INTERNAL: internal, Audience.PUBLIC: public_view(internal)}
