"""What holds for every built-in validator: codes, texts, options, parts and order."""

from __future__ import annotations

import datetime as dt
import pickle
import string
from collections import Counter
from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import Scenario, scenarios
from tests.validators.tools import (
    DAY,
    NOW,
    ROUND,
    SPECS,
    answer,
    changed,
    finished,
    general,
    moment,
    observed,
    on_track,
    results,
    run,
    stranger,
    theme,
)

from kkrconsult.findings import Finding, Severity, finding_key
from kkrconsult.model import (
    Attachment,
    Deadline,
    Decision,
    DecisionKind,
    Extension,
    Handling,
    HandlingMode,
    NoRemarks,
    PageBasis,
    PageCount,
    Reservation,
    Response,
    Round,
    Sender,
    Stage,
    Withdrawal,
)
from kkrconsult.plugins import load_plugins
from kkrconsult.plugins.records import Context
from kkrconsult.similarity import shingles
from kkrconsult.structure import class_doc, decode, encode, field_docs
from kkrconsult.texts import languages, meaning, message, remedy, template

NAMES = (
    *("consulted-party", "deadline", "empty-response", "handling", "known-track", "near-duplicate"),
    *("one-response-per-participant", "page-limit", "participation", "personal-data", "rationale"),
    *("see-attachment", "theme-title"),
)


@attrs.frozen(kw_only=True)
class Specimen:
    """Something that provokes a code."""

    responses: tuple[Response, ...] = ()
    round: Round = ROUND
    at: dt.datetime = NOW
    options: Mapping[str, object] = attrs.field(factory=dict)


def these(*responses: Response, **options: object) -> Specimen:
    return Specimen(responses=responses, options=options)


def pages(number: float, basis: PageBasis = PageBasis.COUNTED) -> PageCount:
    return PageCount(pages=number, basis=basis)


def decided(day: dt.date) -> Handling:
    return Handling(mode=HandlingMode.ADMINISTRATIVE, decided_on=day)


LATE = moment(15, 10, 1)
LONG = " ".join(f"ord{number}" for number in range(60))
FILE = Attachment(name="svar.pdf")
WITHDRAWN = Withdrawal(reason="Fejl")
REJECTED = Decision(kind=DecisionKind.REJECTED)
LATER = Extension(deadline=Deadline(day=dt.date(2020, 12, 17)), participants=("skive",))
EARLIER = Extension(deadline=Deadline(day=dt.date(2020, 12, 14)), participants=("skive",))

SPECIMENS: Mapping[str, Specimen] = {
    "deadline.late": these(answer(received_at=LATE)),
    "deadline.late-accepted": these(answer(received_at=LATE, decision=Decision(kind=DecisionKind.ACCEPTED))),
    "deadline.late-rejected": these(answer(received_at=LATE, decision=REJECTED)),
    "deadline.extended": Specimen(
        responses=(answer("a", "skive", received_at=LATE),), round=changed(extensions=(LATER,))
    ),
    "deadline.grace": Specimen(
        responses=(answer(received_at=LATE),),
        round=changed(deadline=Deadline(day=DAY, time=dt.time(10), grace_minutes=15)),
    ),
    "deadline.unknown-time": these(answer(received_at=None)),
    "deadline.before-opening": these(answer(received_at=moment(30, month=9))),
    "deadline.after-moment": these(answer(received_at=moment(21))),
    "deadline.none": Specimen(round=changed(deadline=None)),
    "deadline.ends-before-opening": Specimen(round=changed(opens=moment(16))),
    "deadline.on-day-off": Specimen(round=changed(deadline=Deadline(day=dt.date(2020, 12, 12)))),
    "deadline.short-period": Specimen(round=changed(opens=moment(1))),
    "deadline.holiday-period": Specimen(round=changed(deadline=Deadline(day=dt.date(2021, 1, 5)))),
    "deadline.extension-earlier": Specimen(round=changed(extensions=(EARLIER,))),
    "party.unknown": these(answer("a", "arhus")),
    "party.unsolicited": these(stranger("En borger")),
    "party.unrecognised": these(stranger("Århus Kommune")),
    "party.joint": these(answer("a", "aarhus", "skive")),
    "party.on-behalf": these(answer(on_behalf_of=("Skive Kommune",))),
    "party.other-domain": these(answer("a", "aarhus", sender=Sender(name="x", email="x@skive.dk"))),
    "response.second": these(answer("a", "aarhus"), answer("b", "aarhus")),
    "response.also-joint": these(answer("a", "aarhus"), answer("b", "aarhus", "skive")),
    "response.supersedes-unknown": these(answer(supersedes="x")),
    "response.supersedes-other": these(answer("a", "aarhus"), answer("b", "skive", supersedes="a")),
    "response.repeated-id": these(answer("a", "aarhus"), answer("a", "skive")),
    "pages.too-many": these(answer(pages=pages(3))),
    "pages.estimated": these(answer(pages=pages(2.1, PageBasis.ESTIMATED))),
    "pages.too-few": these(answer(pages=pages(0.5))),
    "pages.unknown": these(answer(body="", attachments=(FILE,))),
    "handling.missing": these(answer()),
    "handling.not-political": these(answer(handling=decided(DAY)), political=True),
    "handling.reservation": these(answer(reservation=Reservation(expected_on=dt.date(2021, 1, 15)))),
    "handling.reservation-overdue": these(answer(reservation=Reservation(expected_on=DAY))),
    "handling.provisional": these(answer(stage=Stage.PROVISIONAL)),
    "handling.date-in-future": these(answer(handling=decided(dt.date(2020, 12, 24)))),
    "handling.decided-after-receipt": these(answer(handling=decided(dt.date(2020, 12, 2)))),
    "handling.before-opening": these(answer(handling=decided(dt.date(2020, 9, 1)))),
    "track.unknown": these(answer(points=(on_track("dk2021"),))),
    "track.dropped": these(answer(points=(on_track("viden"),))),
    "rationale.missing": these(answer(points=(theme(rationale=None),))),
    "rationale.repeats": these(answer(points=(theme("Vand", rationale="Vand"),))),
    "rationale.track-missing": these(answer(points=(on_track(),)), tracks=True),
    "theme.missing-title": these(answer(points=(theme("", text="Vand"),))),
    "theme.too-long": these(answer(points=(theme("x" * 111),))),
    "theme.same-as-track": these(answer(points=(theme("Grøn vækst"),))),
    "theme.repeated": these(answer(points=(theme("Vand"), theme("Vand", "p2")))),
    "theme.not-invited": Specimen(responses=(answer(points=(theme(),)),), round=changed(new_themes=False)),
    "response.empty": these(answer(body="")),
    "response.no-remarks-with-points": these(answer(no_remarks=NoRemarks(), points=(general(),))),
    "response.declined-with-points": these(answer(declined=True, points=(general(),))),
    "response.no-remarks-unmarked": these(answer(body="Ingen bemærkninger.")),
    "response.see-attachment": these(answer(body="Se vedhæftede.", attachments=(FILE,))),
    "response.attachment-missing": these(answer(body="Se vedhæftede.")),
    "personal-data.cpr": these(answer(body="010180-1234")),
    "personal-data.email": these(answer(body="hanne@gmail.com")),
    "personal-data.phone": these(answer(body="tlf. 12 34 56 78")),
    "personal-data.protected": these(answer(body="Hun er adressebeskyttet.")),
    "response.near-duplicate": these(answer("a", "aarhus", body=LONG), answer("b", "skive", body=LONG)),
    "participation.missing": Specimen(),
    "participation.withdrawn": these(answer(withdrawn=WITHDRAWN)),
    "participation.rejected": these(answer(decision=REJECTED)),
    "participation.too-few": these(quorum=0.5),
}
DECLARED = {code.name: name for name, spec in SPECS.items() for code in spec.codes}


def provoked(code: str) -> list[Finding]:
    """What the code's validator has to say of the code's specimen."""
    specimen = SPECIMENS[code]
    found = run(DECLARED[code], *specimen.responses, round=specimen.round, at=specimen.at, **dict(specimen.options))
    return [finding for finding in found if finding.code == code]


def test_there_are_these_validators() -> None:
    assert tuple(sorted(SPECS)) == NAMES


def test_they_are_found_like_any_plugin() -> None:
    registry = load_plugins()
    assert set(NAMES) <= {entry.name for entry in registry.validators if entry.plugin.kind == "builtin"}


def test_every_code_has_one_validator_and_a_specimen() -> None:
    assert Counter(code.name for spec in SPECS.values() for code in spec.codes).most_common(1)[0][1] == 1
    assert set(SPECIMENS) == set(DECLARED)


@pytest.mark.parametrize("code", SPECIMENS)
class TestACode:
    def test_is_provoked_by_its_specimen(self, code: str) -> None:
        assert provoked(code)

    @pytest.mark.parametrize("language", languages())
    def test_has_a_message_that_names_only_what_the_finding_holds(self, code: str, language: str) -> None:
        text = template(code, language)
        assert text is not None
        named = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        for finding in provoked(code):
            assert named <= set(finding.params)
            written = message(code, finding.params, language)
            assert not any(sign in written for sign in ("{", "}", "None", "FrozenMap", "True", "False", "  "))
            assert written[0].isupper() or written[0] in "»“0123456789"
            assert written[-1] in ".?…"

    @pytest.mark.parametrize("language", languages())
    def test_has_a_meaning_and_a_remedy_of_its_own_in_each_language(self, code: str, language: str) -> None:
        for part in (meaning, remedy):
            text = part(code, language)
            assert text
            assert text.endswith(".")
            assert language == "da" or text != part(code, "da")

    def test_can_be_sent_as_json(self, code: str) -> None:
        for finding in provoked(code):
            assert decode(Finding, encode(finding)) == finding


@pytest.mark.parametrize("name", NAMES)
class TestAValidator:
    def test_says_what_it_checks_in_each_language(self, name: str) -> None:
        assert set(SPECS[name].summary) == set(languages())

    def test_documents_every_option(self, name: str) -> None:
        options: type[Any] = SPECS[name].options
        assert class_doc(options)
        assert set(field_docs(options)) == {field.name for field in attrs.fields(options)}

    def test_works_without_options(self, name: str) -> None:
        assert SPECS[name].options() == decode(SPECS[name].options, {})

    def test_emits_only_what_it_declares(self, name: str) -> None:
        # Every specimen, not only its own.
        declared = {code.name for code in SPECS[name].codes}
        for specimen in SPECIMENS.values():
            found = run(name, *specimen.responses, round=specimen.round, at=specimen.at)
            assert {finding.code for finding in found} <= declared

    def test_has_nothing_to_say_of_a_good_round(self, name: str) -> None:
        good = [
            answer(
                f"svar-{number}",
                party,
                body=f"{party} støtter sporene, fordi det konstruerede behov er stort. " * 35,
                points=(on_track(id=f"{party}-1"), theme("Vand", f"{party}-2", text="Mere vand.")),
                handling=Handling(mode=HandlingMode.POLITICAL, body="Byrådet", decided_on=dt.date(2020, 11, 25)),
            )
            for number, party in enumerate(("aarhus", "skive", "rksk"))
        ]
        assert [one for one in run(name, *good) if one.code != "response.near-duplicate"] == []


def start(name: str, scenario: Scenario) -> Any:
    """A run with options that let as much as possible be found."""
    strict: Mapping[str, Mapping[str, object]] = {
        "handling": {"political": True},
        "near-duplicate": {"minimum_words": 1, "threshold": 0.2},
        "one-response-per-participant": {"unsolicited": True},
        "page-limit": {"characters_per_page": 20, "count_attachments": True},
        "participation": {"quorum": 1},
        "personal-data": {"emails": "personal"},
        "rationale": {"tracks": True},
        "theme-title": {"maximum_characters": 5},
    }
    spec = SPECS[name]
    options: Any = decode(spec.options, strict.get(name, {}))
    return spec.create(options, Context(round=scenario.round, at=scenario.at))


@given(data=st.data(), scenario=scenarios())
def test_neither_order_nor_parts_change_what_is_found(data: st.DataObject, scenario: Scenario) -> None:
    shuffled = data.draw(st.permutations(scenario.responses))
    where = data.draw(st.lists(st.integers(0, 3), min_size=len(shuffled), max_size=len(shuffled)))
    # Parts are merged in any order, and along any tree.
    merges = [data.draw(st.permutations(range(left)))[:2] for left in (4, 3, 2)]
    for name in NAMES:
        whole = results(start(name, scenario), scenario.round, scenario.responses, scenario.at)
        assert {finding.code for finding in whole} <= {code.name for code in SPECS[name].codes}
        assert results(start(name, scenario), scenario.round, shuffled, scenario.at) == whole, name
        parts = [start(name, scenario) for _ in range(4)]
        found: list[Finding] = []
        for response, part in zip(shuffled, where, strict=True):
            found += observed(parts[part], [response])
        for first, second in merges:
            parts[first].merge(parts[second])
            del parts[second]
        found += finished(parts[0], scenario.round, shuffled, scenario.at)
        assert sorted(found, key=finding_key) == whole, name


@settings(max_examples=20)
@given(scenario=scenarios())
def test_what_is_remembered_can_travel_between_processes(scenario: Scenario) -> None:
    for name in NAMES:
        validator = start(name, scenario)
        found = observed(validator, scenario.responses)
        travelled = pickle.loads(pickle.dumps(validator))
        given = scenario.round, scenario.responses, scenario.at
        assert finished(travelled, *given) == finished(validator, *given), name
        assert observed(travelled, scenario.responses) == found, name


def test_severities_are_those_that_a_secretariat_can_live_with() -> None:
    # What is an error makes a report invalid, so it must be something that has to be settled.
    errors = {code.name for spec in SPECS.values() for code in spec.codes if code.severity is Severity.ERROR}
    assert errors == {
        "deadline.ends-before-opening",
        "deadline.late",
        "handling.not-political",
        "pages.too-many",
        "party.unknown",
        "personal-data.cpr",
        "response.attachment-missing",
        "response.empty",
        "response.repeated-id",
        "response.second",
        "theme.missing-title",
        "track.unknown",
    }


def test_the_round_is_looked_at_once_and_not_per_response(monkeypatch: pytest.MonkeyPatch) -> None:
    from kkrconsult.validators import near_duplicate

    texts: list[str] = []

    def counted(text: str) -> frozenset[int]:
        texts.append(text)
        return shingles(text)

    monkeypatch.setattr(near_duplicate, "shingles", counted)
    run("near-duplicate", *(answer(f"a-{number}", body=LONG) for number in range(9)))
    assert texts == ["En konstrueret høring", "DK2020", "DK2020", "Grøn vækst", "Green growth", "Viden"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_kept_of_answers_is_declared(name: str) -> None:
    def size(count: int) -> int:
        validator = SPECS[name].create(SPECS[name].options(), Context(round=ROUND, at=NOW))
        for number in range(count):
            words = " ".join(f"ord{number * 100 + place}" for place in range(60))
            observed(
                validator,
                [
                    answer(
                        f"svar-{number}",
                        body=words,
                        stage=Stage.PROVISIONAL,
                        supersedes=f"før-{number}",
                        version=number + 1,
                        points=(theme(id=f"p{number}"),),
                    )
                ],
            )
        return len(pickle.dumps(validator))

    # Whatever is looked up at the first answer is the same for all.
    assert (size(60) > size(1) + 60 * 4) == bool(SPECS[name].keeps)
    assert set(SPECS[name].keeps) in (set(), {"da", "en"})
