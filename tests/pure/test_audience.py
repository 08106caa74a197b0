"""What the public may see."""

from __future__ import annotations

import datetime as dt

import attrs

import kkrconsult as kc
from kkrconsult.audience import public_view

AT = dt.datetime(2020, 12, 20, tzinfo=dt.UTC)
NUMBER = "010180-1234"
ROUND = kc.Round(
    id="konstrueret",
    title=kc.localized(da="Konstrueret høring"),
    contact=kc.Contact(email="sekretariat@example.org"),
    participants=(
        kc.Participant(id="a", name="A", contact=kc.Contact(email="a@gmail.com")),
        kc.Participant(id="b", name="B"),
        kc.Participant(id="c", name="C"),
    ),
)
PLAIN = kc.Response(
    id="svar-a",
    participants=("a",),
    contact=kc.Contact(name="Konstrueret Person"),
    recorded_by="Konstrueret Sekretær",
    sender=kc.Sender(name="Konstrueret Medarbejder", email="a@gmail.com"),
    body=f"Konstrueret. Nummer {NUMBER} her.",
    points=(kc.ThemeProposal(id="p-a", title="Tema", text=f"Om {NUMBER}."),),
)
WITHDRAWN = kc.Response(
    id="svar-b", participants=("b",), body="Hemmeligt.", withdrawn=kc.Withdrawal(reason="Konstrueret grund.")
)
UNCONSENTED = kc.Response(
    id="svar-c",
    participants=("c",),
    body="Fortroligt.",
    publication_consent=False,
    points=(kc.ThemeProposal(id="p-c", title="Tema", text="Fortroligt."),),
)
REPORT = attrs.evolve(
    kc.check(ROUND, [PLAIN, WITHDRAWN, UNCONSENTED], at=AT, registry=kc.load_plugins(entry_points=False)),
    assessments=(
        kc.Assessment(point="p-a", reply=f"Svar om {NUMBER}", responsible="Konstrueret Person"),
        kc.Assessment(point="p-c", reply="Fortroligt svar"),
    ),
)


class TestPublicView:
    def test_a_sender_that_is_no_party_keeps_its_name(self) -> None:
        stranger = kc.Response(id="x", sender=kc.Sender(name="Foreningen Eksempel", email="b@gmail.com"), body="Hej.")
        report = kc.check(ROUND, [stranger], at=AT, registry=kc.load_plugins(entry_points=False))
        (found,) = public_view(report).responses
        assert found.sender == kc.Sender(name="Foreningen Eksempel")

    def test_nothing_personal_withdrawn_or_unconsented_is_in_it(self) -> None:
        text = kc.to_json(public_view(REPORT))
        for secret in (
            NUMBER,
            "a@gmail.com",
            "sekretariat@",
            "Konstrueret Person",
            "Medarbejder",
            "Sekretær",
            "Hemmeligt",
            "Fortroligt",
        ):
            assert secret not in text

    def test_what_was_taken_out_shows(self) -> None:
        (response,) = public_view(REPORT).responses
        assert "[udeladt: CPR-nummer]" in response.body

    def test_the_sums_stay_those_of_the_whole_round(self) -> None:
        assert public_view(REPORT).accounting == REPORT.accounting

    def test_the_internal_report_is_not_touched(self) -> None:
        before = kc.to_json(REPORT)
        public_view(REPORT)
        assert kc.to_json(REPORT) == before

    def test_once_is_enough(self) -> None:
        public = public_view(REPORT)
        assert public_view(public) is public
        assert public.audience is kc.Audience.PUBLIC

    def test_a_theme_of_which_nothing_may_be_shown_is_left_out(self) -> None:
        shown = {point for theme in public_view(REPORT).themes for point in theme.points}
        assert shown == {"p-a"}

    def test_findings_on_hidden_answers_are_left_out(self) -> None:
        about = {finding.subject.id for finding in public_view(REPORT).findings if finding.subject}
        assert about.isdisjoint({"svar-b", "svar-c"})

    def test_a_finding_that_names_a_hidden_answer_among_others_is_left_out(self) -> None:
        finding = kc.Finding(
            code="response.second",
            params={"responses": ["svar-a", "svar-b"]},
            subject=kc.Subject(kind=kc.SubjectKind.RESPONSE, id="svar-a"),
        )
        nested = attrs.evolve(finding, params={"deep": {"list": ["svar-c"]}, "n": 1})
        plain = attrs.evolve(finding, params={"responses": ["svar-a"]})
        report = attrs.evolve(REPORT, findings=(finding, nested, plain))
        assert public_view(report).findings == (plain,)
