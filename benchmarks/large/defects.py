"""Every kind of fault that the built-in validators find in one answer: how it is made, and the codes that it must give.

A kind changes a clean answer, which has a rationale for every theme and came from a citizen in time. What it says of
codes is by the definition of the fault, and not by what a program found.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import attrs

from benchmarks.large.wording import Chance

__all__ = ["KINDS", "NOT_A_RESPONSE", "Kind", "party"]

Draft: TypeAlias = dict[str, Any]
NOT_A_RESPONSE = "file.not-a-response"

_POLITICAL = {"mode": "political", "body": "Prøveudvalget", "decided_on": "2026-01-20"}
_IN_TIME, _LATE, _LATER = "2026-02-20T10:00:00+01:00", "2026-03-18T09:30:00+01:00", "2026-05-04T08:00:00+02:00"
_SHORT = "Konstrueret svar. "


@attrs.frozen(kw_only=True)
class Kind:
    """A kind of fault."""

    name: str
    """What it is called."""
    codes: tuple[str, ...]
    """The codes that it must give, each once."""
    change: Callable[[Draft, Chance], None] | None = None
    """Makes it out of a clean answer."""
    spoil: Callable[[bytes, Chance], bytes] | None = None
    """Makes it out of a clean line, for what is not even an answer."""


def party(number: int) -> str:
    """The id of a consulted party, from 1 to 40."""
    return f"part-{number:02d}"


def _set(**fields: Any) -> Callable[[Draft, Chance], None]:
    def change(draft: Draft, _chance: Chance) -> None:
        draft.update(fields)

    return change


def _without(*names: str) -> Callable[[Draft, Chance], None]:
    def change(draft: Draft, _chance: Chance) -> None:
        for name in names:
            draft.pop(name, None)

    return change


def _from_party(draft: Draft, chance: Chance, **fields: Any) -> None:
    """From one of the thirty parties that gave an answer in the first week."""
    number = 1 + chance.below(30)
    sender = {"name": f"Konstrueret Kommune {number:02d}", "email": f"post@kommune{number:02d}.example"}
    draft.update(participants=[party(number)], sender=sender, handling=_POLITICAL, received_at=_IN_TIME)
    draft.update(fields)


def _unknown_party(draft: Draft, chance: Chance) -> None:
    draft.update(participants=[f"prt-{100 + chance.below(900)}"], handling=_POLITICAL)


def _unrecognised(draft: Draft, chance: Chance) -> None:
    number = 1 + chance.below(40)
    draft["sender"] = {"name": chance.of(["Konstrueret Kommune {}", "konstrueret {}"]).format(f"{number:02d}")}


def _on_behalf(draft: Draft, chance: Chance) -> None:
    draft["on_behalf_of"] = ["Konstrueret Nabolag", f"Konstrueret {1 + chance.below(40):02d} Kommune"]


def _other_domain(draft: Draft, chance: Chance) -> None:
    number = 1 + chance.below(40)
    draft.update(participants=["prt-000"], handling=_POLITICAL)
    draft["sender"] = {"name": "Konstrueret Afsender", "email": f"post@kommune{number:02d}.example"}


def _short(text: str, **fields: Any) -> Callable[[Draft, Chance], None]:
    """An answer of few words, without points or pages."""

    def change(draft: Draft, _chance: Chance) -> None:
        for name in ("points", "pages"):
            draft.pop(name, None)
        draft.update(body=text and _SHORT + text, **fields)

    return change


def _point(**fields: Any) -> Callable[[Draft, Chance], None]:
    """With one more point."""

    def change(draft: Draft, chance: Chance) -> None:
        point = {"id": f"{draft['id']}-x", "rationale": "Fordi teksten er konstrueret.", **fields}
        draft["points"].append({key: value for key, value in point.items() if value is not None})
        # The place hangs on nothing.
        place = chance.below(len(draft["points"]))
        draft["points"].insert(place, draft["points"].pop())

    return change


def _said(make: Callable[[Chance], str]) -> Callable[[Draft, Chance], None]:
    """With something in a sentence of its own: in the body, in a point, or in a point that quotes the body."""

    def change(draft: Draft, chance: Chance) -> None:
        sentence = make(chance)
        place = chance.below(3)
        if place != 1:
            parts = draft["body"].split("\n\n")
            parts.insert(chance.below(len(parts)), sentence)
            draft["body"] = "\n\n".join(parts)
        if place != 0:
            draft["points"].append({"type": "general-point", "id": f"{draft['id']}-x", "text": sentence})

    return change


def _digits(chance: Chance, count: int) -> str:
    return "".join(str(chance.below(10)) for _ in range(count))


def _cpr(chance: Chance) -> str:
    day, month, year = 1 + chance.below(28), 1 + chance.below(12), 40 + chance.below(60)
    number = f"{day:02d}{month:02d}{year}", f"{chance.below(4)}{_digits(chance, 3)}"
    return f"Afsenderen har det konstruerede CPR-nummer {chance.of(['-', '', ' ']).join(number)} i sagen."


def _email(chance: Chance) -> str:
    domain = chance.of(["gmail.com", "hotmail.dk", "yahoo.dk", "mail.dk", "outlook.com", "live.dk"])
    return f"Skriv gerne til konstrueret.{_digits(chance, 4)}@{domain} i stedet for."


def _phone(chance: Chance) -> str:
    pairs = [f"{2 + chance.below(8)}{chance.below(10)}", *(_digits(chance, 2) for _ in range(3))]
    shown = chance.of([" ".join(pairs), f"tlf. {''.join(pairs)}", f"+45 {' '.join(pairs)}"])
    return f"Afsenderen kan nås på {shown} om formiddagen."


def _protected(chance: Chance) -> str:
    words = ["adressebeskyttelse", "navne- og adressebeskyttelse", "hemmelig adresse", "beskyttet adresse"]
    return f"Den konstruerede afsender har {chance.of(words)} og vil ikke nævnes."


def _repeats(draft: Draft, chance: Chance) -> None:
    title = f"Prøvetema {_digits(chance, 3)} igen"
    _point(type="theme-proposal", title=title, rationale=f"{title.upper()}!")(draft, chance)


def _twice(draft: Draft, chance: Chance) -> None:
    title = f"Prøvetema {_digits(chance, 3)} to gange"
    for place, written in enumerate((title, title.upper())):
        theme = {"type": "theme-proposal", "id": f"{draft['id']}-x{place}", "title": written}
        draft["points"].append({**theme, "rationale": "Fordi teksten er konstrueret."})


def _estimated(draft: Draft, _chance: Chance) -> None:
    draft.pop("pages", None)
    # About 3.7 pages: with a quarter more that is too many.
    draft["body"] = (draft["body"] * 3)[:8900]


def _supersedes_other(draft: Draft, chance: Chance) -> None:
    draft["supersedes"] = f"svar-{party(1 + chance.below(30))}"


def _cut(line: bytes, chance: Chance) -> bytes:
    # Never within a letter of several bytes, which is another fault.
    text = line.decode()
    return text[: len(text) // 2 + chance.below(len(text) // 3)].rstrip("\n").encode() + b"\n"


def _replaced(old: bytes, new: bytes) -> Callable[[bytes, Chance], bytes]:
    def spoil(line: bytes, _chance: Chance) -> bytes:
        assert old in line
        return line.replace(old, new, 1)

    return spoil


def _found(name: str, code: str, make: Callable[[Chance], str]) -> Kind:
    return Kind(name=name, codes=(code,), change=_said(make))


KINDS: tuple[Kind, ...] = (
    # Who answers
    Kind(name="unknown party", codes=("party.unknown",), change=_unknown_party),
    Kind(name="party under its name only", codes=("party.unrecognised",), change=_unrecognised),
    Kind(name="for a party", codes=("party.on-behalf",), change=_on_behalf),
    Kind(name="another party's domain", codes=("party.unknown", "party.other-domain"), change=_other_domain),
    # When
    Kind(name="late", codes=("deadline.late",), change=_set(received_at=_LATE)),
    Kind(
        name="late and accepted",
        codes=("deadline.late-accepted",),
        change=_set(received_at=_LATE, decision={"kind": "accepted", "by": "Konstrueret", "on": "2026-03-19"}),
    ),
    Kind(
        name="late and rejected",
        codes=("deadline.late-rejected",),
        change=_set(received_at=_LATE, decision={"kind": "rejected", "by": "Konstrueret", "on": "2026-03-19"}),
    ),
    Kind(name="in grace", codes=("deadline.grace",), change=_set(received_at="2026-03-16T12:07:00+01:00")),
    Kind(name="time unknown", codes=("deadline.unknown-time",), change=_without("received_at")),
    Kind(
        name="before opening",
        codes=("deadline.before-opening",),
        change=_set(received_at="2026-01-05T11:00:00+01:00"),
    ),
    Kind(name="after the moment", codes=("deadline.after-moment",), change=_set(received_at=_LATER)),
    # How it was handled
    Kind(
        name="handling missing",
        codes=("handling.missing", "response.second"),
        change=lambda draft, chance: _from_party(draft, chance, handling=None),
    ),
    Kind(name="reservation", codes=("handling.reservation",), change=_set(reservation={"expected_on": "2026-04-20"})),
    Kind(
        name="reservation overdue",
        codes=("handling.reservation-overdue",),
        change=_set(reservation={"body": "Prøverådet", "expected_on": "2026-03-02"}),
    ),
    Kind(name="provisional", codes=("handling.provisional",), change=_set(stage="provisional")),
    Kind(
        name="decided in the future",
        codes=("handling.date-in-future",),
        change=_set(handling={"mode": "political", "decided_on": "2026-06-01"}),
    ),
    Kind(
        name="decided after receipt",
        codes=("handling.decided-after-receipt",),
        change=_set(received_at=_IN_TIME, handling={"mode": "administrative", "decided_on": "2026-03-03"}),
    ),
    Kind(
        name="decided before opening",
        codes=("handling.before-opening",),
        change=_set(handling={"mode": "political", "decided_on": "2025-12-01"}),
    ),
    # Tracks, themes and reasons
    Kind(
        name="unknown track",
        codes=("track.unknown",),
        change=_point(type="track-point", track="stiger", text="Konstrueret bemærkning til et spor."),
    ),
    Kind(
        name="dropped track",
        codes=("track.dropped",),
        change=_point(type="track-point", track="lys", text="Konstrueret bemærkning til et spor."),
    ),
    Kind(
        name="rationale missing",
        codes=("rationale.missing",),
        change=_point(type="theme-proposal", title="Prøvetema uden grund", rationale=None),
    ),
    Kind(name="rationale repeats", codes=("rationale.repeats",), change=_repeats),
    Kind(
        name="theme without a title",
        codes=("theme.missing-title",),
        change=_point(type="theme-proposal", title=" ", text="Konstrueret tema uden titel."),
    ),
    Kind(
        name="long title",
        codes=("theme.too-long",),
        change=_point(type="theme-proposal", title="Konstrueret titel, som er alt for lang, " * 4),
    ),
    Kind(
        name="theme that is a track",
        codes=("theme.same-as-track",),
        change=_point(type="theme-proposal", title="PRØVEVAND"),
    ),
    Kind(name="theme twice", codes=("theme.repeated",), change=_twice),
    # How much is said
    Kind(name="too many pages", codes=("pages.too-many",), change=_set(pages={"pages": 7.0, "basis": "counted"})),
    Kind(name="perhaps too many pages", codes=("pages.estimated",), change=_estimated),
    Kind(name="too few pages", codes=("pages.too-few",), change=_set(pages={"pages": 0.5, "basis": "declared"})),
    Kind(name="empty", codes=("response.empty",), change=_short("")),
    Kind(
        name="no remarks, with points",
        codes=("response.no-remarks-with-points",),
        change=_set(no_remarks={"quote": "Ingen bemærkninger."}),
    ),
    Kind(name="declined, with points", codes=("response.declined-with-points",), change=_set(declined=True)),
    Kind(
        name="no remarks, not marked",
        codes=("response.no-remarks-unmarked", "pages.too-few"),
        change=_short("Vi har ingen bemærkninger til udkastet."),
    ),
    Kind(
        name="see attachment",
        codes=("response.see-attachment", "pages.unknown"),
        change=_short("Se det vedhæftede dokument.", attachments=[{"name": "konstrueret-svar.pdf"}]),
    ),
    Kind(
        name="attachment missing",
        codes=("response.attachment-missing", "pages.too-few"),
        change=_short("Vores svar er vedlagt."),
    ),
    # Personal data
    _found("CPR number", "personal-data.cpr", _cpr),
    _found("private e-mail address", "personal-data.email", _email),
    _found("telephone number", "personal-data.phone", _phone),
    _found("protected address", "personal-data.protected", _protected),
    # Several answers
    Kind(name="second answer", codes=("response.second",), change=_from_party),
    Kind(name="supersedes nothing", codes=("response.supersedes-unknown",), change=_set(supersedes="svar-findes-ikke")),
    Kind(name="supersedes another's", codes=("response.supersedes-other",), change=_supersedes_other),
    Kind(name="repeated id", codes=("response.repeated-id",)),
    # What is not an answer
    Kind(name="cut off", codes=(NOT_A_RESPONSE,), spoil=_cut),
    Kind(name="not JSON", codes=(NOT_A_RESPONSE,), spoil=lambda *_: b"dette er ikke JSON\n"),
    Kind(name="comma too many", codes=(NOT_A_RESPONSE,), spoil=_replaced(b'"points":[', b'"points":[,')),
    Kind(name="not UTF-8", codes=(NOT_A_RESPONSE,), spoil=_replaced(b"Konstrueret", b"Konstrueret \xe6")),
    Kind(name="a list", codes=(NOT_A_RESPONSE,), spoil=lambda line, _: b"[" + line.rstrip() + b"]\n"),
    Kind(name="wrong type", codes=(NOT_A_RESPONSE,), change=_set(body=5)),
    Kind(name="wrong type within", codes=(NOT_A_RESPONSE,), change=_set(pages={"pages": "to", "basis": "counted"})),
    Kind(name="unknown key", codes=(NOT_A_RESPONSE,), change=_set(brødtekst="konstrueret")),
    Kind(name="unknown value", codes=(NOT_A_RESPONSE,), change=_set(channel="brevdue")),
    Kind(name="id missing", codes=(NOT_A_RESPONSE,), change=_without("id")),
    Kind(name="bad id", codes=(NOT_A_RESPONSE,), change=_set(id="svar/7")),
    Kind(name="nobody's", codes=(NOT_A_RESPONSE,), change=_without("sender", "participants")),
    Kind(name="moment without a zone", codes=(NOT_A_RESPONSE,), change=_set(received_at="2026-02-20T10:00:00")),
    Kind(name="unknown kind of point", codes=(NOT_A_RESPONSE,), change=_set(points=[{"type": "punkt", "id": "p"}])),
    Kind(
        name="point without text",
        codes=(NOT_A_RESPONSE,),
        change=_set(points=[{"type": "general-point", "id": "p", "text": " "}]),
    ),
)
"""All of them; a corpus goes through them in turn."""
