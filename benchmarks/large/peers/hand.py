"""The checks of a round written by hand, for answers with the attributes of `kkrconsult.Response`.

They give codes and ids and nothing else: no messages, places, suggestions or severities, and no order of versions. They
know this round and the rules that it uses. A program of one's own would be written so.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from benchmarks.large.data import Found
from benchmarks.large.defects import NOT_A_RESPONSE
from benchmarks.large.peers.scan import Scan

__all__ = ["Checks", "Facts"]

_SIGNS = re.compile(r"[\W_]+")
_KOMMUNE = re.compile(r"\bkommunes?\b")
_NO_REMARKS = re.compile(
    r"\b(?:ingen|ikke)(?: (?:nogen|konkrete|særlige))? (?:bemærkninger|kommentarer)\b", re.IGNORECASE
)
_POINTER = re.compile(r"\b(?:vedhæft|vedlagt|vedlæg|hoslagt|bifog)\w*", re.IGNORECASE)
_PAGE = 2400
_TOLERANCE = 0.25
_LONGEST_TITLE = 110


@attrs.frozen(kw_only=True)
class Facts:
    """What the checks must know of the round."""

    opens: dt.datetime
    deadline: dt.datetime
    grace: dt.timedelta
    extended: dict[str, dt.datetime]
    """Deadlines of parties that have their own."""
    parties: dict[str, str]
    """Id by plain name."""
    ids: frozenset[str]
    domains: dict[str, str]
    tracks: frozenset[str]
    dropped: frozenset[str]
    track_names: frozenset[str]
    minimum: float
    maximum: float
    zone: ZoneInfo
    at: dt.datetime

    @classmethod
    def read(cls, path: Path, at: str) -> Facts:
        """Read them from the round's file."""
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        round_, parties, tracks = data["round"], data["participants"]["include"], data["tracks"]
        zone = ZoneInfo(round_["timezone"])
        pages = data["validators"]["page-limit"]
        names = [
            name for track in tracks for name in (*track["title"].values(), *track.get("aliases", ()), track["id"])
        ]
        return cls(
            opens=dt.datetime.combine(round_["opens"], dt.time(), zone),
            deadline=round_["deadline"].replace(tzinfo=zone),
            grace=dt.timedelta(minutes=round_["grace_minutes"]),
            extended={
                party: one["deadline"].replace(tzinfo=zone)
                for one in data["extensions"]
                for party in one["participants"]
            },
            parties={plain_name(party["name"]): party["id"] for party in parties},
            ids=frozenset(party["id"] for party in parties),
            domains={domain: party["id"] for party in parties for domain in party["email_domains"]},
            tracks=frozenset(track["id"] for track in tracks),
            dropped=frozenset(track["id"] for track in tracks if track["status"] == "dropped"),
            track_names=frozenset(map(plain, names)),
            minimum=pages["minimum"],
            maximum=pages["maximum"],
            zone=zone,
            at=dt.datetime.fromisoformat(at),
        )


def plain(text: str) -> str:
    """Letters and digits, small."""
    return _SIGNS.sub("", text.casefold())


def plain_name(name: str) -> str:
    """A party's name without the word for a municipality."""
    return plain(_KOMMUNE.sub("", name.casefold()))


class Checks:
    """Sees answers one by one. Two of them can be put together, which is all that several processes need."""

    def __init__(self, facts: Facts, scan: Scan) -> None:
        self.facts = facts
        self.scan = scan
        self.found: defaultdict[str, list[str]] = defaultdict(list)
        self.lines = 0
        """How many lines there were."""
        self.bad: list[int] = []
        """Those that are no answers, counted from one."""
        self.ids: set[str] = set()
        self.repeated: list[str] = []
        self.answers: list[tuple[dt.datetime, str, tuple[str, ...], str]] = []
        """When, id, parties and standing of what parties answered."""
        self.replaces: list[tuple[str, str, tuple[str, ...]]] = []
        self.today = facts.at.astimezone(facts.zone).date()
        self.opened = facts.opens.date()
        self.last = facts.deadline + facts.grace

    def observe(self, answer: Any) -> None:
        """Look at an answer."""
        self.remember(answer)
        self.parties(answer)
        self.deadline(answer)
        rejected = answer.decision is not None and answer.decision.kind == "rejected"
        if answer.withdrawn is None and not rejected:
            self.handling(answer)
            self.points(answer)
            self.amount(answer)
        self.personal(answer)

    def remember(self, answer: Any) -> None:
        key = answer.id
        if key in self.ids:
            self.repeated.append(key)
        self.ids.add(key)
        if answer.supersedes is not None:
            self.replaces.append((key, answer.supersedes, tuple(answer.participants)))
        if answer.participants:
            standing = "accepted"
            if answer.withdrawn is not None:
                standing = "withdrawn"
            elif answer.decision is not None and answer.decision.kind == "rejected":
                standing = "rejected"
            when = answer.received_at or self.facts.opens
            if when <= self.facts.at:
                self.answers.append((when, key, tuple(answer.participants), standing))

    def parties(self, answer: Any) -> None:
        facts, found, key = self.facts, self.found, answer.id
        sender = answer.sender
        owner = None
        if sender is not None and sender.email:
            owner = facts.domains.get(sender.email.rpartition("@")[2].lower())
        if answer.participants:
            for party in answer.participants:
                if party not in facts.ids:
                    found["party.unknown"].append(key)
            if len(answer.participants) > 1:
                found["party.joint"].append(key)
            if owner is not None and owner not in answer.participants:
                found["party.other-domain"].append(key)
        elif owner is not None or (sender is not None and plain_name(sender.name) in facts.parties):
            found["party.unrecognised"].append(key)
        for name in answer.on_behalf_of:
            party = facts.parties.get(plain_name(name))
            if party is not None and party not in answer.participants:
                found["party.on-behalf"].append(key)

    def deadline(self, answer: Any) -> None:
        facts, found, key, received = self.facts, self.found, answer.id, answer.received_at
        if answer.withdrawn is not None:
            return
        if received is None:
            found["deadline.unknown-time"].append(key)
            return
        if received > facts.at:
            found["deadline.after-moment"].append(key)
            return
        if received < facts.opens:
            found["deadline.before-opening"].append(key)
        ends = facts.deadline
        if answer.participants:
            ends = max(facts.extended.get(party, ends) for party in answer.participants)
        if received > ends + facts.grace:
            if answer.decision is None:
                found["deadline.late"].append(key)
            else:
                found[f"deadline.late-{answer.decision.kind}"].append(key)
        elif received > self.last:
            found["deadline.extended"].append(key)
        elif received > ends:
            found["deadline.grace"].append(key)

    def handling(self, answer: Any) -> None:
        found, key = self.found, answer.id
        if answer.reservation is not None:
            expected = answer.reservation.expected_on
            overdue = expected is not None and expected < self.today
            found["handling.reservation-overdue" if overdue else "handling.reservation"].append(key)
        elif answer.stage == "provisional":
            found["handling.provisional"].append(key)
        handling = answer.handling
        if handling is None:
            if answer.participants and not answer.declined and answer.no_remarks is None:
                found["handling.missing"].append(key)
        elif (decided := handling.decided_on) is not None:
            received = answer.received_at
            if decided > self.today:
                found["handling.date-in-future"].append(key)
            elif received is not None and decided > received.date() and answer.reservation is None:
                found["handling.decided-after-receipt"].append(key)
            elif decided < self.opened:
                found["handling.before-opening"].append(key)

    def points(self, answer: Any) -> None:
        facts, found, key = self.facts, self.found, answer.id
        seen: set[str] = set()
        for point in answer.points:
            kind = point.type
            if kind == "track-point":
                if point.track not in facts.tracks:
                    found["track.unknown"].append(key)
                elif point.track in facts.dropped:
                    found["track.dropped"].append(key)
            elif kind == "theme-proposal":
                title, reason = plain(point.title), plain(point.rationale or "")
                if not reason:
                    found["rationale.missing"].append(key)
                elif reason == title or reason == plain(point.text):
                    found["rationale.repeats"].append(key)
                if not title:
                    found["theme.missing-title"].append(key)
                    continue
                if title in facts.track_names:
                    found["theme.same-as-track"].append(key)
                if title in seen:
                    found["theme.repeated"].append(key)
                seen.add(title)
                if len(point.title.strip()) > _LONGEST_TITLE:
                    found["theme.too-long"].append(key)

    def amount(self, answer: Any) -> None:
        found, key, body = self.found, answer.id, answer.body.strip()
        if answer.no_remarks is not None or answer.declined:
            if answer.points:
                kind = "no-remarks" if answer.no_remarks is not None else "declined"
                found[f"response.{kind}-with-points"].append(key)
            return
        files = len(answer.attachments)
        if not answer.points:
            words = body.split() if len(body) < 1000 else ()
            if not body and not files:
                found["response.empty"].append(key)
            elif words and len(words) <= 25 and _NO_REMARKS.search(body):
                found["response.no-remarks-unmarked"].append(key)
            if (words and len(words) <= 50 and _POINTER.search(body)) or (files and not body):
                found["response.see-attachment" if files else "response.attachment-missing"].append(key)
        self.pages(answer, body, files)

    def pages(self, answer: Any, body: str, files: int) -> None:
        facts, found, key, slack = self.facts, self.found, answer.id, 0.0
        if answer.pages is not None:
            pages = answer.pages.pages
        elif body:
            pages, slack = len(body) / _PAGE, _TOLERANCE
        else:
            pages = -1.0
        if files and answer.pages is None and pages < facts.minimum:
            found["pages.unknown"].append(key)
        elif pages < 0:
            return
        elif pages * (1 - slack) > facts.maximum:
            found["pages.too-many"].append(key)
        elif pages * (1 + slack) > facts.maximum:
            found["pages.estimated"].append(key)
        elif pages * (1 + slack) < facts.minimum:
            found["pages.too-few"].append(key)

    def personal(self, answer: Any) -> None:
        besides = [answer.title] if answer.title else []
        for point in answer.points:
            if point.type == "theme-proposal":
                besides.append(point.title)
            besides.append(point.text)
            if point.rationale:
                besides.append(point.rationale)
        besides.extend(file.name for file in answer.attachments)
        for code in self.scan(answer.body, besides):
            self.found[code].append(answer.id)

    def merge(self, other: Checks) -> None:
        """Take over what another saw, of the part of the file that comes next."""
        self.bad += [self.lines + number for number in other.bad]
        self.lines += other.lines
        for code, keys in other.found.items():
            self.found[code] += keys
        self.repeated += [*other.repeated, *(self.ids & other.ids)]
        self.ids |= other.ids
        self.answers += other.answers
        self.replaces += other.replaces

    def finish(self) -> Found:
        """Say what holds for the round as a whole, and give everything."""
        found = self.found
        found[NOT_A_RESPONSE] = [f"line {number}" for number in self.bad]
        found["response.repeated-id"] += sorted(set(self.repeated))
        owners = {key: parties for _, key, parties, _ in self.answers}
        for new, old, parties in self.replaces:
            if old not in self.ids:
                found["response.supersedes-unknown"].append(new)
            elif old in owners and not set(owners[old]) & set(parties):
                found["response.supersedes-other"].append(new)
        self._participation()
        return Found(counts={code: len(keys) for code, keys in found.items() if keys}, about=dict(found))

    def _participation(self) -> None:
        found = self.found
        by_party: defaultdict[str, list[tuple[str, bool, str]]] = defaultdict(list)
        for _, key, parties, standing in sorted(self.answers):
            for party in parties:
                by_party[party].append((key, len(parties) > 1, standing))
        second: set[str] = set()
        beside: set[str] = set()
        for party in self.facts.ids:
            given = by_party.get(party, [])
            live = [(key, joint) for key, joint, standing in given if standing == "accepted"]
            kinds: set[bool] = set()
            for key, joint in live:
                if kinds:
                    (second if joint in kinds else beside).add(key)
                kinds.add(joint)
            if not given:
                found["participation.missing"].append(party)
            elif not live:
                found[f"participation.{given[-1][2]}"].append(party)
        found["response.second"] += sorted(second)
        found["response.also-joint"] += sorted(beside)
