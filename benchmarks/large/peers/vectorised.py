"""Polars: whole columns at a time, on all processors, with everything in memory.

It does the checks that can be said as expressions over columns. Who answered twice, in place of whom and not at all is
left out. It stops at a line that is not JSON and takes a number for a text, so it is given the lines that are answers;
that file is made before anything is measured.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, TypeAlias

import attrs
import polars as pl  # pyright: ignore[reportMissingImports]

from benchmarks.large.corpus import AT, ROUND
from benchmarks.large.data import Found, Task
from benchmarks.large.defects import NOT_A_RESPONSE
from benchmarks.large.peers.hand import Facts

__all__ = ["check", "prepare"]

Expr: TypeAlias = Any
Frame: TypeAlias = Any

_ANSWERS = ".answers.jsonl"
_POINT = {"type": pl.String, "id": pl.String, "track": pl.String, "title": pl.String, "text": pl.String}
_SCHEMA = {
    "id": pl.String,
    "participants": pl.List(pl.String),
    "sender": pl.Struct({"name": pl.String, "email": pl.String}),
    "on_behalf_of": pl.List(pl.String),
    "received_at": pl.String,
    "title": pl.String,
    "body": pl.String,
    "points": pl.List(pl.Struct({**_POINT, "rationale": pl.String})),
    "no_remarks": pl.Struct({"quote": pl.String}),
    "declined": pl.Boolean,
    "stage": pl.String,
    "reservation": pl.Struct({"body": pl.String, "expected_on": pl.String}),
    "handling": pl.Struct({"mode": pl.String, "decided_on": pl.String}),
    "pages": pl.Struct({"pages": pl.Float64, "basis": pl.String}),
    "attachments": pl.List(pl.Struct({"name": pl.String})),
    "withdrawn": pl.Struct({"reason": pl.String, "at": pl.String}),
    "decision": pl.Struct({"kind": pl.String, "on": pl.String}),
}
_CPR = r"\b[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{2}[- ]?[0-9]{4}\b"
# Without \b, which sends this one to a search that is thirty times as slow.
_PHONE = r"[0-9]{2}(?: [0-9]{2}){3}|(?:tlf\.?|\+45) ?[0-9]{8}"
_EMAIL = (
    r"@(?:(?:gmail|googlemail|icloud|msn|me|mac|protonmail|aol)\.com|(?:mail|jubii|stofanet|youmail|ofir)\.dk"
    r"|(?:hotmail|live|outlook|yahoo)\.[a-z]{2,3})\b"
)
_PROTECTED = r"(?i)(?:adresse|navne)-?\s?beskytte|(?:beskytte(?:t|de)|hemmelig[et]?)\s(?:navn|adresse)"
_PAGE, _TOLERANCE = 2400, 0.25


def prepare(task: Task) -> None:
    """Leave out the lines that are no answers."""
    corpus = Path(task.corpus)
    told = json.loads(corpus.with_suffix(".truth.json").read_text(encoding="utf-8"))["findings"]
    bad = {one["line"] for one in told if one["code"] == NOT_A_RESPONSE}
    with corpus.open("rb") as lines, corpus.with_suffix(_ANSWERS).open("wb") as out:
        out.writelines(line for number, line in enumerate(lines, 1) if number not in bad)


def check(task: Task) -> Found:
    """Check all of it."""
    facts = _in_utc(Facts.read(ROUND, AT))
    answers = _answers(pl.read_ndjson(Path(task.corpus).with_suffix(_ANSWERS), schema=_SCHEMA), facts)
    wanted = {**_of_answers(answers, facts), **_of_points(answers, facts), **_personal(answers)}
    columns = pl.collect_all(list(wanted.values()))
    about = {code: found.to_series().to_list() for code, found in zip(wanted, columns, strict=True)}
    return Found(counts={code: len(ids) for code, ids in about.items() if ids}, about=about)


def _in_utc(facts: Facts) -> Facts:
    """Moments of different zones cannot be compared."""
    utc = dt.UTC
    return attrs.evolve(
        facts,
        opens=facts.opens.astimezone(utc),
        deadline=facts.deadline.astimezone(utc),
        at=facts.at.astimezone(utc),
        extended={party: ends.astimezone(utc) for party, ends in facts.extended.items()},
    )


def _plain(text: Expr) -> Expr:
    return text.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")


def _name(text: Expr) -> Expr:
    return _plain(text.str.to_lowercase().str.replace_all(r"\bkommunes?\b", ""))


def _count(column: str) -> Expr:
    return pl.col(column).list.len().fill_null(0)


def _answers(frame: Frame, facts: Facts) -> Frame:
    """The answers with what several checks need, computed once."""
    text, last = pl.col, facts.deadline + facts.grace
    extended = pl.col("participants").list.eval(pl.element().replace_strict(facts.extended, default=facts.deadline))
    silent = text("no_remarks").is_not_null() | text("declined").fill_null(value=False)
    kind = text("decision").struct.field("kind")
    frame = frame.lazy().with_columns(
        received=text("received_at").str.to_datetime("%Y-%m-%dT%H:%M:%S%z"),
        parties=_count("participants"),
        said=_count("points"),
        files=_count("attachments"),
        ends=extended.list.max().fill_null(facts.deadline),
        last=pl.lit(last),
        kind=kind,
        silent=silent,
        there=text("withdrawn").is_null(),
        live=text("withdrawn").is_null() & kind.ne_missing("rejected"),
        body=text("body").fill_null(""),
        owner=text("sender")
        .struct.field("email")
        .str.split("@")
        .list.last()
        .replace_strict(facts.domains, default=None),
        known=_name(text("sender").struct.field("name")).is_in(list(facts.parties)),
    )
    return frame.with_columns(trimmed=pl.col("body").str.strip_chars()).with_columns(
        words=pl.col("trimmed").str.count_matches(r"\S+"), length=pl.col("trimmed").str.len_chars()
    )


def _of_answers(answers: Frame, facts: Facts) -> dict[str, Frame]:
    col = pl.col
    today, opened = (moment.astimezone(facts.zone).date().isoformat() for moment in (facts.at, facts.opens))
    received, live, parties = col("received"), col("live"), col("parties")
    usual = received.is_between(facts.opens, facts.at) | (received < facts.opens)
    late = col("there") & usual & (received > col("ends") + facts.grace)
    expected = col("reservation").struct.field("expected_on")
    decided = col("handling").struct.field("decided_on")
    bare, speaking = (col("said") == 0) & live, live & ~col("silent")
    pages = col("pages").struct.field("pages")
    estimate = pl.when(pages.is_null()).then(col("length") / _PAGE).otherwise(pages)
    slack = pl.when(pages.is_null()).then(_TOLERANCE).otherwise(0.0)
    measured = speaking & (pages.is_not_null() | (col("length") > 0))
    covering = (col("files") > 0) & pages.is_null() & (estimate < facts.minimum)
    pointer = (
        (col("length") > 0)
        & (col("words") <= 50)
        & col("trimmed").str.contains(r"(?i)\b(?:vedhæft|vedlagt|vedlæg|hoslagt|bifog)")
    )
    nothing = r"(?i)\b(?:ingen|ikke)(?: (?:nogen|konkrete|særlige))? (?:bemærkninger|kommentarer)\b"
    in_future = decided > today
    after = ~in_future & (decided > received.dt.convert_time_zone(facts.zone.key).dt.strftime("%Y-%m-%d"))
    after &= col("reservation").is_null()
    rules = {
        "party.joint": parties > 1,
        "party.other-domain": (parties > 0)
        & col("owner").is_not_null()
        & ~col("participants").list.contains(col("owner")),
        "party.unrecognised": (parties == 0) & (col("owner").is_not_null() | col("known")),
        "deadline.unknown-time": col("there") & received.is_null(),
        "deadline.after-moment": col("there") & (received > facts.at),
        "deadline.before-opening": col("there") & (received < facts.opens),
        "deadline.late": late & col("kind").is_null(),
        "deadline.late-accepted": late & (col("kind") == "accepted"),
        "deadline.late-rejected": late & (col("kind") == "rejected"),
        "deadline.extended": col("there") & (received > col("last")) & (received <= col("ends") + facts.grace),
        "deadline.grace": col("there") & (received > col("ends")) & (received <= col("last")),
        "handling.missing": live & (parties > 0) & col("handling").is_null() & ~col("silent"),
        "handling.reservation": live & col("reservation").is_not_null() & ~(expected < today).fill_null(value=False),
        "handling.reservation-overdue": live & (expected < today),
        "handling.provisional": live & col("reservation").is_null() & (col("stage") == "provisional"),
        "handling.date-in-future": live & in_future,
        "handling.decided-after-receipt": live & after,
        "handling.before-opening": live & (decided < opened),
        "response.no-remarks-with-points": live & (col("said") > 0) & col("no_remarks").is_not_null(),
        "response.declined-with-points": live & (col("said") > 0) & col("declined") & col("no_remarks").is_null(),
        "response.empty": bare & ~col("silent") & (col("length") == 0) & (col("files") == 0),
        "response.no-remarks-unmarked": bare
        & ~col("silent")
        & (col("words") <= 25)
        & col("trimmed").str.contains(nothing),
        "response.see-attachment": bare & ~col("silent") & (pointer | (col("length") == 0)) & (col("files") > 0),
        "response.attachment-missing": bare & ~col("silent") & pointer & (col("files") == 0),
        "pages.unknown": speaking & covering,
        "pages.too-many": measured & ~covering & (estimate * (1 - slack) > facts.maximum),
        "pages.estimated": measured
        & ~covering
        & (estimate * (1 - slack) <= facts.maximum)
        & (estimate * (1 + slack) > facts.maximum),
        "pages.too-few": measured & ~covering & (estimate * (1 + slack) < facts.minimum),
    }
    found = {code: answers.filter(rule).select("id") for code, rule in rules.items()}
    named = answers.select("id", "participants").explode("participants").drop_nulls()
    found["party.unknown"] = named.filter(~col("participants").is_in(list(facts.ids))).select("id")
    spoken = answers.select("id", "participants", "on_behalf_of").explode("on_behalf_of").drop_nulls("on_behalf_of")
    meant = _name(col("on_behalf_of")).replace_strict(facts.parties, default=None)
    spoken = spoken.with_columns(meant=meant).filter(col("meant").is_not_null())
    apart = ~col("participants").list.contains(col("meant")).fill_null(value=False)
    found["party.on-behalf"] = spoken.filter(apart).select("id")
    return found


def _of_points(answers: Frame, facts: Facts) -> dict[str, Frame]:
    col = pl.col
    live = answers.filter(col("live"), col("said") > 0).select(col("id").alias("of"), "points")
    points = live.explode("points").unnest("points")
    tracks = points.filter(col("type") == "track-point")
    themes = points.filter(col("type") == "theme-proposal").with_columns(
        plain=_plain(col("title")),
        reason=_plain(col("rationale").fill_null("")),
        said=_plain(col("text").fill_null("")),
    )
    titled = themes.filter(col("plain") != "")
    given = themes.filter(col("reason") != "")
    return {
        "track.unknown": tracks.filter(~col("track").is_in(list(facts.tracks))).select("of"),
        "track.dropped": tracks.filter(col("track").is_in(list(facts.dropped))).select("of"),
        "rationale.missing": themes.filter(col("reason") == "").select("of"),
        "rationale.repeats": given.filter((col("reason") == col("plain")) | (col("reason") == col("said"))).select(
            "of"
        ),
        "theme.missing-title": themes.filter(col("plain") == "").select("of"),
        "theme.same-as-track": titled.filter(col("plain").is_in(list(facts.track_names))).select("of"),
        "theme.too-long": titled.filter(col("title").str.strip_chars().str.len_chars() > 110).select("of"),
        "theme.repeated": titled.filter(~pl.struct("of", "plain").is_first_distinct()).select("of"),
    }


def _personal(answers: Frame) -> dict[str, Frame]:
    """Hits in the body, and in what the body does not quote."""
    col = pl.col
    points = answers.filter(col("said") > 0).select("id", "body", "points").explode("points")
    besides = [
        points.select("id", "body", text=col("points").struct.field(name)) for name in ("title", "text", "rationale")
    ]
    besides.append(answers.select("id", "body", text="title"))
    rest = pl.concat(besides).drop_nulls("text").filter(~col("body").str.contains(col("text"), literal=True))
    texts = pl.concat([answers.select("id", text="body"), rest.select("id", "text")])
    patterns = {"cpr": _CPR, "email": _EMAIL, "phone": _PHONE}
    found = {
        f"personal-data.{name}": texts.filter(col("text").str.contains(pattern)).select("id")
        for name, pattern in patterns.items()
    }
    found["personal-data.protected"] = texts.filter(col("text").str.contains(_PROTECTED)).select("id").unique()
    return found
