"""What the public may see."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import Scenario, instances, scenarios

import kkrconsult as kc
from kkrconsult.assessment import fingerprint
from kkrconsult.audience import public_view, redacted, redacted_text, secrets_of, split, texts_in
from kkrconsult.privacy import Secrets

AT = dt.datetime(2020, 12, 20, tzinfo=dt.UTC)
NUMBER = "010180-1234"
REGISTRY = kc.load_plugins(entry_points=False)
ROUND = kc.Round(
    id="konstrueret",
    title=kc.localized(da="Konstrueret høring"),
    contact=kc.Contact(email="sekretariat@example.org"),
    deadline=kc.Deadline(day=dt.date(2020, 12, 15)),
    participants=(
        kc.Participant(id="a", name="Anholt", contact=kc.Contact(email="a@gmail.com")),
        kc.Participant(id="b", name="Bogense"),
        kc.Participant(id="c", name="Christiansø"),
    ),
)
PLAIN = kc.Response(
    id="svar-a",
    participants=("a",),
    contact=kc.Contact(name="Konstrueret Person"),
    recorded_by="Konstrueret Sekretær",
    case_number="2020-4711",
    sender=kc.Sender(name="Konstrueret Medarbejder", email="a@gmail.com"),
    received_at=dt.datetime(2020, 12, 1, tzinfo=dt.UTC),
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
    received_at=dt.datetime(2020, 12, 2, tzinfo=dt.UTC),
    publication_consent=False,
    points=(kc.ThemeProposal(id="p-c", title="Tema", text="Fortroligt."),),
)


def checked(*responses: kc.Response, round_: kc.Round = ROUND, at: dt.datetime = AT) -> kc.Report:
    return kc.check(round_, responses, at=at, registry=REGISTRY)


def party(report: kc.Report, name: str) -> kc.PartyStatus:
    found = report.participation.of(name)
    assert found is not None
    return found


REPORT = attrs.evolve(
    checked(PLAIN, WITHDRAWN, UNCONSENTED),
    assessments=(
        kc.Assessment(point="p-a", reply=f"Svar om {NUMBER}", responsible="Konstrueret Person"),
        kc.Assessment(point="p-c", reply="Fortroligt svar"),
    ),
)


class TestPublicView:
    def test_a_sender_that_is_no_party_keeps_its_name(self) -> None:
        stranger = kc.Response(id="x", sender=kc.Sender(name="Foreningen Eksempel", email="b@gmail.com"), body="Hej.")
        (found,) = public_view(checked(stranger)).responses
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
            "2020-4711",
            "Hemmeligt",
            "Fortroligt",
            "svar-b",
            "svar-c",
        ):
            assert secret not in text

    def test_what_was_taken_out_shows(self) -> None:
        (response,) = public_view(REPORT).responses
        assert "[udeladt: CPR-nummer]" in response.body

    def test_the_sums_stay_those_of_the_whole_round(self) -> None:
        public = public_view(REPORT)
        assert public.accounting == REPORT.accounting
        assert public.participation.by_status == REPORT.participation.by_status
        assert public.participation.by_standing == REPORT.participation.by_standing
        assert public.participation.answering == 2

    def test_the_internal_report_is_not_touched(self) -> None:
        before = kc.to_json(REPORT)
        public_view(REPORT)
        assert kc.to_json(REPORT) == before

    def test_once_is_enough(self) -> None:
        public = public_view(REPORT)
        assert public_view(public) is public
        assert public.audience is kc.Audience.PUBLIC

    def test_what_nobody_took_away_from_is_what_it_was(self) -> None:
        response = attrs.evolve(
            PLAIN, contact=None, recorded_by=None, sender=None, case_number=None, body="Hej.", points=()
        )
        report = checked(response)
        public = public_view(report)
        assert public.responses == report.responses
        assert public.participation == report.participation
        assert public.findings == report.findings


class TestParties:
    def test_one_that_took_its_answer_back_has_none(self) -> None:
        found = party(public_view(REPORT), "b")
        assert (found.status, found.responses, found.counted, found.received_at) == (kc.Status.MISSING, (), None, None)

    def test_it_is_not_yet_due_while_its_deadline_runs(self) -> None:
        early = public_view(checked(WITHDRAWN, at=dt.datetime(2020, 12, 1, tzinfo=dt.UTC)))
        assert party(early, "b").status is kc.Status.NOT_YET_DUE

    @pytest.mark.parametrize(
        ("concluded", "status"),
        [(None, kc.Status.NOT_YET_DUE), (dt.date(2020, 12, 18), kc.Status.MISSING)],
    )
    def test_without_a_deadline_it_is_missing_once_the_round_is_over(
        self, concluded: dt.date | None, status: kc.Status
    ) -> None:
        round_ = attrs.evolve(ROUND, deadline=None, concluded_on=concluded)
        assert party(public_view(checked(WITHDRAWN, round_=round_)), "b").status is status

    def test_one_that_does_not_agree_to_publication_has_answered_and_no_more(self) -> None:
        found = party(public_view(REPORT), "c")
        assert (found.status, found.responses, found.counted) == (kc.Status.ANSWERED, (), None)
        assert (found.received_at, found.late, found.joint_with) == (None, None, ())

    def test_with_whom_it_answered_is_not_told(self) -> None:
        joint = attrs.evolve(UNCONSENTED, participants=("b", "c"))
        public = public_view(checked(joint))
        assert party(public, "b").joint_with == party(public, "c").joint_with == ()
        open_ = public_view(checked(attrs.evolve(joint, publication_consent=True)))
        assert party(open_, "b").joint_with == ("c",)

    def test_a_stranger_that_took_its_answer_back_is_not_there(self) -> None:
        stranger = kc.Response(
            id="x", sender=kc.Sender(name="En Borger"), body="Hej.", withdrawn=kc.Withdrawal(reason="fejl")
        )
        public = public_view(checked(PLAIN, stranger))
        assert [entry.participant for entry in public.participation.parties] == ["a", "b", "c"]
        assert "Borger" not in kc.to_json(public)
        assert public.accounting.withdrawn == 1

    def test_a_stranger_is_spelled_as_in_what_is_published(self) -> None:
        gone = kc.Response(
            id="x1", sender=kc.Sender(name="JENS eksempel"), body="Hej.", withdrawn=kc.Withdrawal(reason="fejl")
        )
        there = kc.Response(id="x2", sender=kc.Sender(name="Jens Eksempel"), body="Hej igen.")
        internal = checked(gone, there)
        public = public_view(internal)
        assert [entry.name for entry in internal.participation.parties if not entry.consulted] == ["JENS eksempel"]
        assert [entry.name for entry in public.participation.parties if not entry.consulted] == ["Jens Eksempel"]
        turned = public_view(checked(attrs.evolve(there, withdrawn=gone.withdrawn), attrs.evolve(gone, withdrawn=None)))
        assert [entry.name for entry in turned.participation.parties if not entry.consulted] == ["JENS eksempel"]

    def test_a_party_that_nobody_asked_has_its_id_for_a_name_where_nothing_published_names_it(self) -> None:
        joint = kc.Response(id="x1", participants=("a", "fremmed"), body="Fælles.")
        gone = kc.Response(
            id="x2",
            participants=("fremmed",),
            sender=kc.Sender(name="Jens Eksempel"),
            body="Eget.",
            withdrawn=kc.Withdrawal(reason="fejl"),
        )
        assert party(checked(joint, gone), "fremmed").name == "Jens Eksempel"
        assert party(public_view(checked(joint, gone)), "fremmed").name == "fremmed"

    def test_without_the_answers_at_hand_none_can_be_named(self) -> None:
        report = attrs.evolve(REPORT, responses=())
        public = public_view(report)
        assert [entry.responses for entry in public.participation.parties] == [(), (), ()]
        assert public.participation.responses == ()


class TestVersions:
    FIRST = attrs.evolve(PLAIN, id="svar-a-1", body="Den forkastede tekst.", points=(), title="Første udkast")
    SECOND = attrs.evolve(PLAIN, id="svar-a-2", version=2, supersedes="svar-a-1")

    def test_an_earlier_one_is_named_and_not_published(self) -> None:
        public = public_view(checked(self.FIRST, self.SECOND))
        assert [one.id for one in public.responses] == ["svar-a-2"]
        assert public.responses[0].supersedes == "svar-a-1"
        assert {one.response: one.standing for one in public.participation.responses} == {
            "svar-a-1": kc.Standing.SUPERSEDED,
            "svar-a-2": kc.Standing.ACCEPTED,
        }
        assert "forkastede" not in kc.to_json(public)
        assert "Første udkast" not in kc.to_json(public)

    def test_one_before_that_is_named_too(self) -> None:
        third = attrs.evolve(self.SECOND, id="svar-a-3", version=3, supersedes="svar-a-2")
        public = public_view(checked(self.FIRST, self.SECOND, third))
        assert party(public, "a").responses == ("svar-a-1", "svar-a-2", "svar-a-3")

    @pytest.mark.parametrize("change", [{"publication_consent": False}, {"withdrawn": kc.Withdrawal(reason="fejl")}])
    def test_none_is_named_where_the_last_one_is_hidden(self, change: dict[str, Any]) -> None:
        text = kc.to_json(public_view(checked(self.FIRST, attrs.evolve(self.SECOND, **change))))
        assert "svar-a" not in text

    def test_one_that_may_not_be_published_is_not_named(self) -> None:
        first = attrs.evolve(self.FIRST, publication_consent=False)
        public = public_view(checked(first, self.SECOND))
        assert party(public, "a").responses == ("svar-a-2",)
        assert public.responses[0].supersedes is None

    def test_one_that_is_replaced_by_a_hidden_one_for_some_does_not_name_it(self) -> None:
        report = checked(self.FIRST, self.SECOND)
        entries = tuple(
            attrs.evolve(one, superseded_by="skjult") if one.response == "svar-a-2" else one
            for one in report.participation.responses
        )
        report = attrs.evolve(report, participation=attrs.evolve(report.participation, responses=entries))
        assert {one.superseded_by for one in public_view(report).participation.responses} == {"svar-a-2", None}

    def test_what_came_after_the_moment_is_not_there_yet(self) -> None:
        later = attrs.evolve(PLAIN, id="svar-sen", body="Senere.", received_at=dt.datetime(2021, 1, 1, tzinfo=dt.UTC))
        public = public_view(checked(later))
        assert public.responses == ()
        assert public.participation.later == ()

    def test_a_rejected_answer_is_published_all_the_same(self) -> None:
        decision = kc.Decision(kind=kc.DecisionKind.REJECTED, by="Konstrueret Sekretær", reason="For sent.")
        (found,) = public_view(checked(attrs.evolve(PLAIN, decision=decision))).responses
        assert found.decision == attrs.evolve(decision, by=None)


class TestAssessments:
    def test_those_on_hidden_points_and_on_none_are_left_out(self) -> None:
        report = attrs.evolve(REPORT, assessments=(*REPORT.assessments, kc.Assessment(point="væk", reply="Til ingen.")))
        assert [(one.point, one.responsible) for one in public_view(report).assessments] == [("p-a", None)]

    def test_where_two_points_have_one_id_the_checksum_tells_which_is_meant(self) -> None:
        point = kc.GeneralPoint(id="p-a", text="Noget andet.")
        hidden = attrs.evolve(UNCONSENTED, points=(point,))
        mine, theirs = (fingerprint(one) for one in (PLAIN.points[0], point))
        for mark, kept in ((mine, 1), (theirs, 0), (None, 0)):
            report = attrs.evolve(
                checked(PLAIN, hidden), assessments=(kc.Assessment(point="p-a", reply="Svar.", fingerprint=mark),)
            )
            assert len(public_view(report).assessments) == kept

    def test_a_version_with_the_ids_of_the_one_before_keeps_its_assessments(self) -> None:
        first = attrs.evolve(PLAIN, id="svar-a-1", body="Før.")
        second = attrs.evolve(PLAIN, id="svar-a-2", version=2)
        report = attrs.evolve(checked(first, second), assessments=(kc.Assessment(point="p-a", reply="Svar."),))
        assert len(public_view(report).assessments) == 1

    def test_a_reply_that_quotes_a_hidden_answer_is_left_out_whole(self) -> None:
        said = "Vi er lodret imod, at der rejses vindmøller langs den gamle jernbane til Konstrueret By."
        hidden = attrs.evolve(UNCONSENTED, body=said)
        for reply in (f"Som skrevet: {said}", f"Jf. »{said[30:]}«"):
            report = attrs.evolve(checked(PLAIN, hidden), assessments=(kc.Assessment(point="p-a", reply=reply),))
            assert public_view(report).assessments[0].reply == "[udeladt]"

    def test_a_reply_may_say_what_a_published_answer_says_too(self) -> None:
        said = "Vi er lodret imod, at der rejses vindmøller langs den gamle jernbane til Konstrueret By."
        responses = attrs.evolve(PLAIN, body=said), attrs.evolve(UNCONSENTED, body=said)
        report = attrs.evolve(checked(*responses), assessments=(kc.Assessment(point="p-a", reply=said),))
        assert public_view(report).assessments[0].reply == said

    def test_names_that_only_hidden_answers_and_contact_data_know_are_taken_out_of_replies(self) -> None:
        stranger = kc.Response(
            id="svar-x",
            sender=kc.Sender(name="Jens Eksempel"),
            signatory=kc.Signatory(name="Konstruerede Karen"),
            body="Hej.",
            publication_consent=False,
        )
        reply = "Som Jens\nEksempel og Konstruerede Karen siger, jf. konstrueret person; Anholt er enig med Jens."
        report = attrs.evolve(checked(PLAIN, stranger), assessments=(kc.Assessment(point="p-a", reply=reply),))
        assert public_view(report).assessments[0].reply == (
            "Som [udeladt] og [udeladt] siger, jf. [udeladt]; Anholt er enig med Jens."
        )


class TestThemes:
    VAND = kc.ThemeProposal(id="p-a", title="Vand", text="Om vand.")
    HIDDEN = kc.ThemeProposal(id="p-c", title="vandet", text="Også om grundvand.")

    def report(self, mine: kc.ThemeProposal, theirs: kc.ThemeProposal, *decisions: kc.ThemeDecision) -> kc.Report:
        responses = attrs.evolve(PLAIN, points=(mine,)), attrs.evolve(UNCONSENTED, points=(theirs,))
        return checked(*responses, round_=attrs.evolve(ROUND, themes=decisions))

    def test_one_of_which_nothing_may_be_shown_is_left_out(self) -> None:
        shown = {point for theme in public_view(REPORT).themes for point in theme.points}
        assert shown == {"p-a"}

    def test_one_tells_of_published_answers_only_in_its_quotes_and_likenesses(self) -> None:
        report = self.report(self.VAND, self.HIDDEN)
        (theme,) = report.themes
        (reason,) = theme.reasons
        assert [quote.point for quote in reason.quotes] == list(theme.points)
        like = attrs.evolve(reason, kind="similar-meaning", likeness=0.9)
        decided = attrs.evolve(reason, kind="decided")
        (public,) = public_view(attrs.evolve(report, themes=(attrs.evolve(theme, reasons=(like, decided)),))).themes
        assert [(one.kind, [quote.point for quote in one.quotes]) for one in public.reasons] == [("decided", ["p-a"])]

    def test_what_a_decision_was_made_of_is_not_told(self) -> None:
        decisions = (
            kc.ThemeDecision(title="Vand"),
            kc.ThemeDecision(title="Alt vand", titles=("Hav",), merges=("Vand",), note="Hører sammen."),
        )
        report = self.report(self.VAND, self.HIDDEN)
        public = public_view(attrs.evolve(report, round=attrs.evolve(report.round, themes=decisions)))
        assert [(one.title, set(one.titles), one.merges) for one in public.round.themes] == [
            ("Alt vand", {"Vand", "Hav"}, ())
        ]

    def test_the_history_of_a_track_tells_of_published_answers_only(self) -> None:
        kinds = kc.TrackChangeKind
        report = self.report(self.VAND, self.HIDDEN)
        hidden = next(point for point in report.themes[0].points if point != "p-a")
        history = (
            kc.TrackChange(kind=kinds.PROPOSED, by=("a", "c"), titles=("Vand",), points=("p-a", hidden)),
            kc.TrackChange(kind=kinds.PROPOSED, by=("c",), titles=("Vand",), points=(hidden,)),
            kc.TrackChange(kind=kinds.ADOPTED),
        )
        track = kc.Track(id="vand", title=kc.localized(da="Vand"), history=history)
        round_ = attrs.evolve(report.round, tracks=(track,), outcome=kc.Outcome(tracks=(track,)))
        public = public_view(attrs.evolve(report, round=round_)).round
        for found in (*public.tracks, *(public.outcome.tracks if public.outcome else ())):
            assert [(step.kind, step.by, step.points) for step in found.history] == [
                (kinds.PROPOSED, ("a",), ("p-a",)),
                (kinds.ADOPTED, (), ()),
            ]

    def test_a_hidden_title_is_in_no_history(self) -> None:
        report = self.report(self.VAND, kc.ThemeProposal(id="p-h", title="Hemmeligt tema"))
        merged = kc.TrackChange(kind=kc.TrackChangeKind.MERGED, by=("b",), titles=("Vand", "Hemmeligt tema"))
        renamed = kc.TrackChange(kind=kc.TrackChangeKind.RENAMED, title=kc.localized(da="Hemmeligt tema"))
        track = kc.Track(id="vand", title=kc.localized(da="Vand"), history=(merged, renamed))
        public = public_view(attrs.evolve(report, round=attrs.evolve(report.round, tracks=(track,)))).round
        assert public.tracks[0].history == (attrs.evolve(merged, titles=("Vand",)), attrs.evolve(renamed, title=None))

    def test_one_that_both_propose_is_the_published_answers_alone(self) -> None:
        report = self.report(self.VAND, self.HIDDEN)
        assert [theme.participants for theme in report.themes] == [("Anholt", "Christiansø")]
        (theme,) = public_view(report).themes
        assert (theme.title, theme.points, theme.participants, theme.reasons) == ("Vand", ("p-a",), ("Anholt",), ())

    def test_its_title_is_not_the_hidden_answers(self) -> None:
        report = self.report(self.VAND, self.HIDDEN)
        report = attrs.evolve(report, themes=(attrs.evolve(report.themes[0], title="vandet", id="p-c"),))
        (theme,) = public_view(report).themes
        assert (theme.title, theme.id) == ("Vand", "p-a")

    def test_who_proposes_it_is_told_in_the_grouper_s_own_way(self) -> None:
        report = self.report(self.VAND, self.HIDDEN)
        for said, kept in ((("a", "c"), ("a",)), (("Kommunen A", "Kommunen C"), ("Anholt",))):
            changed = attrs.evolve(report, themes=(attrs.evolve(report.themes[0], participants=said),))
            assert public_view(changed).themes[0].participants == kept

    def test_reasons_lose_the_words_that_only_a_hidden_answer_gave(self) -> None:
        mine = (self.VAND, kc.ThemeProposal(id="p-a2", title="Rent vand"))
        response = attrs.evolve(PLAIN, points=mine)
        report = checked(response, attrs.evolve(UNCONSENTED, points=(self.HIDDEN,)))
        reasons = (
            kc.ThemeReason(kind="shared-words", words=("vand", "grundvand"), points=("p-a", "p-a2", "p-c")),
            kc.ThemeReason(kind="shared-words", words=("vandet",), points=("p-a", "p-c")),
        )
        theme = kc.Theme(id="t", title="Vand", points=("p-a", "p-a2", "p-c"), reasons=reasons)
        (found,) = public_view(attrs.evolve(report, themes=(theme,))).themes
        assert found.reasons == (kc.ThemeReason(kind="shared-words", words=("vand",), points=("p-a", "p-a2")),)

    def test_what_a_person_decided_keeps_its_title_unless_only_a_hidden_answer_has_it(self) -> None:
        other = attrs.evolve(self.HIDDEN, title="Spildevand fra Nordby")
        umbrella = kc.ThemeDecision(title="Alt om vand", titles=("Vand", "Spildevand fra Nordby"), points=("p-c",))
        public = public_view(self.report(self.VAND, other, umbrella))
        assert public.themes[0].title == "Alt om vand"
        assert [(one.kind, one.points, len(one.quotes)) for one in public.themes[0].reasons] == [
            ("decided", ("p-a",), 1)
        ]
        assert public.round.themes == (kc.ThemeDecision(title="Alt om vand", titles=("Vand",)),)
        named = kc.ThemeDecision(title="Spildevand fra Nordby", titles=("Vand",), note="Samlet.")
        public = public_view(self.report(self.VAND, other, named))
        assert public.themes[0].title == "Vand"
        assert public.round.themes == (kc.ThemeDecision(title="Vand", titles=("Vand",), note="Samlet."),)

    def test_a_decision_on_hidden_proposals_alone_is_left_out(self) -> None:
        other = attrs.evolve(self.HIDDEN, title="Spildevand fra Nordby")
        decisions = (
            kc.ThemeDecision(title="Spildevand fra Nordby"),
            kc.ThemeDecision(title="Noget om rør", points=("p-c",)),
            kc.ThemeDecision(title="Ingen har foreslået det"),
            kc.ThemeDecision(title="Vand", points=("væk",)),
        )
        public = public_view(self.report(self.VAND, other, *decisions))
        assert [item.title for item in public.round.themes] == ["Ingen har foreslået det", "Vand"]

    def test_decisions_that_differ_in_a_number_only_do_not_fall_together(self) -> None:
        decisions = (
            kc.ThemeDecision(title=f"Sag {NUMBER}", titles=("Vand",)),
            kc.ThemeDecision(title="Andet", titles=("Sag 020280-1234",)),
            kc.ThemeDecision(title="Sag 030380-1234", points=("p-a",)),
        )
        public = public_view(checked(PLAIN, round_=attrs.evolve(ROUND, themes=decisions)))
        assert [(item.title, item.titles) for item in public.round.themes] == [
            ("Sag [udeladt: CPR-nummer]", ("Vand",)),
            ("Andet", ()),
        ]

    def test_a_remark_on_a_decision_does_not_tell_of_a_hidden_answer(self) -> None:
        hidden = kc.Response(
            id="svar-x", sender=kc.Sender(name="Jens Eksempel"), body="Hej.", withdrawn=kc.Withdrawal(reason="fejl")
        )
        decision = kc.ThemeDecision(title="Tema", note=f"Foreslået af Jens Eksempel ({NUMBER}).")
        public = public_view(checked(PLAIN, hidden, round_=attrs.evolve(ROUND, themes=(decision,))))
        assert public.round.themes[0].note == "Foreslået af [udeladt] ([udeladt: CPR-nummer])."
        assert public.themes[0].reasons[0].words == (public.round.themes[0].note,)


class TestFindings:
    FINDING = kc.Finding(
        code="response.second",
        severity=kc.Severity.ERROR,
        params={"responses": ["svar-a"]},
        subject=kc.Subject(kind=kc.SubjectKind.RESPONSE, id="svar-a"),
    )

    def kept(self, *findings: kc.Finding) -> tuple[kc.Finding, ...]:
        return public_view(attrs.evolve(REPORT, findings=findings)).findings

    def test_those_on_hidden_answers_are_left_out(self) -> None:
        about = {finding.subject.id for finding in public_view(REPORT).findings if finding.subject}
        assert about.isdisjoint({"svar-b", "svar-c", "p-c"})

    def test_one_that_names_a_hidden_answer_among_others_is_left_out(self) -> None:
        named = attrs.evolve(self.FINDING, params={"responses": ["svar-a", "svar-b"]})
        nested = attrs.evolve(self.FINDING, params={"deep": {"list": ["svar-c"]}, "n": 1})
        inside = attrs.evolve(self.FINDING, params={"said": "se svar-c"})
        assert self.kept(named, nested, inside, self.FINDING) == (self.FINDING,)

    @pytest.mark.parametrize(
        "change",
        [
            {"subject": None},
            {"subject": kc.Subject(kind=kc.SubjectKind.FILE, id="a.docx")},
            {"subject": kc.Subject(kind=kc.SubjectKind.POINT, id="p-c")},
            {"subject": kc.Subject(kind=kc.SubjectKind.PARTICIPANT, id="b")},
            {"location": kc.Location(point="p-c")},
            {"code": "personal-data.cpr"},
            {"code": "inbox.theme-unmatched"},
            {"code": "plugin.crashed"},
        ],
    )
    def test_those_on_files_personal_data_and_parties_without_a_published_answer_are_left_out(
        self, change: dict[str, Any]
    ) -> None:
        assert self.kept(attrs.evolve(self.FINDING, **change)) == ()

    @pytest.mark.parametrize(
        "change",
        [
            {"subject": kc.Subject(kind=kc.SubjectKind.POINT, id="p-a"), "location": kc.Location(point="p-a")},
            {"subject": kc.Subject(kind=kc.SubjectKind.PARTICIPANT, id="c")},
            {"subject": kc.Subject(kind=kc.SubjectKind.ROUND, id="konstrueret"), "location": kc.Location(page=1)},
        ],
    )
    def test_others_stay(self, change: dict[str, Any]) -> None:
        finding = attrs.evolve(self.FINDING, **change)
        assert self.kept(finding) == (finding,)


class TestTheRound:
    def test_its_texts_are_redacted_but_for_the_mailboxes_of_offices(self) -> None:
        said = (
            "Send svar til hoering@kkr-eksempel.dk, ikke til jens@kkr-eksempel.dk eller post@gmail.com, tlf. 12345678."
        )
        settings = kc.Settings(
            validators=kc.FrozenMap(
                {
                    "personal-data": kc.FrozenMap({"allowed": ("12345678",)}),
                    "page-limit": kc.FrozenMap({"maximum": 2, "severity": kc.FrozenMap({"pages.too-many": "info"})}),
                }
            ),
            readers=kc.FrozenMap({"eml": kc.FrozenMap({"x": "jens"})}),
            exporters=kc.FrozenMap({"letters": kc.FrozenMap({"answers_to": "post@kkr-eksempel.dk"})}),
        )
        extension = kc.Extension(
            deadline=kc.Deadline(day=dt.date(2020, 12, 18)), granted_by="Konstrueret Sekretær", participants=("a",)
        )
        demand = kc.Demand(id="d", text=kc.localized(da=said))
        round_ = attrs.evolve(ROUND, demands=(demand,), settings=settings, extensions=(extension,))
        public = public_view(checked(PLAIN, round_=round_)).round
        assert public.demands[0].text.in_language("da") == (
            "Send svar til hoering@kkr-eksempel.dk, ikke til [udeladt: e-mailadresse] eller [udeladt: e-mailadresse], "
            "tlf. [udeladt: telefonnummer]."
        )
        limit = kc.FrozenMap({"page-limit": kc.FrozenMap({"maximum": 2})})
        assert public.settings == kc.Settings(validators=limit, exporters=settings.exporters)
        assert public.extensions[0].granted_by is None
        assert public.contact is None

    def test_words_for_dispositions_are_kept_or_not_used_at_all(self) -> None:
        def public(noted: str) -> kc.AssessmentRules:
            labels = kc.DispositionLabels(noted=kc.localized(da=noted), partly=kc.localized(da="Nr. 020280-1234"))
            if "1234" not in noted:
                labels = attrs.evolve(labels, partly=None)
            rules = kc.AssessmentRules(labels=labels)
            return public_view(checked(PLAIN, round_=attrs.evolve(ROUND, assessment=rules))).round.assessment

        assert public("Noteret").labels.noted == kc.localized(da="Noteret")
        assert public(f"Nr. {NUMBER}") == kc.AssessmentRules()

    def test_the_shipped_rounds_have_nothing_to_take_out(self) -> None:
        for entry in REGISTRY.rounds:
            round_ = kc.load_round(entry.spec.id, registry=REGISTRY)
            given = round_.settings
            limit = kc.FrozenMap({key: value for key, value in given.validators.items() if key == "page-limit"})
            settings = kc.Settings(validators=limit, exporters=given.exporters)
            bare = attrs.evolve(round_, contact=None, settings=settings)
            bare = attrs.evolve(bare, participants=tuple(attrs.evolve(one, contact=None) for one in bare.participants))
            assert public_view(checked(round_=round_)).round == bare


class TestFilesAndIds:
    def answer(self, name: str, **fields: Any) -> kc.Response:
        source = kc.SourceFile(name=name)
        point = kc.GeneralPoint(id="p-a", text="Hej.", anchor=kc.Anchor(file=name))
        attachment = kc.Attachment(name=name, title=f"Bilag {NUMBER}")
        return attrs.evolve(PLAIN, source=source, points=(point,), attachments=(attachment,), **fields)

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("svar 010180-1234.docx", "svar [udeladt: CPR-nummer].docx"),
            ("svar_010180_1234.docx", "svar_[udeladt: CPR-nummer].docx"),
            ("svar0101801234b.docx", "svar[udeladt: CPR-nummer]b.docx"),
            ("svar_tlf_12345678.docx", "svar_tlf_[udeladt: telefonnummer].docx"),
            ("jens_eksempel@gmail.com.eml", "[udeladt: e-mailadresse]"),
            ("Konstrueret_Person-svar.docx", "[udeladt]-svar.docx"),
            ("Anholt_2020-12-15_3112991234.docx", "Anholt_2020-12-15_[udeladt: CPR-nummer].docx"),
            ("Anholt_20201215_9999991234.docx", "Anholt_20201215_9999991234.docx"),
        ],
    )
    def test_names_of_files_hold_neither_numbers_nor_names_of_those_behind(self, name: str, shown: str) -> None:
        (found,) = public_view(checked(self.answer(name))).responses
        assert found.source is not None
        assert found.points[0].anchor is not None
        assert {found.source.name, found.attachments[0].name, found.points[0].anchor.file} == {shown}
        assert found.attachments[0].title == "Bilag [udeladt: CPR-nummer]"

    def test_a_name_that_is_published_anyway_stays(self) -> None:
        contact = kc.Contact(name="Borgmester Konstrueret")
        answer = self.answer("Borgmester_Konstrueret.docx", contact=contact)
        signed = attrs.evolve(answer, signatory=kc.Signatory(name="Borgmester Konstrueret"))
        assert public_view(checked(signed)).responses[0].attachments[0].name == "Borgmester_Konstrueret.docx"
        assert public_view(checked(answer)).responses[0].attachments[0].name == "[udeladt].docx"
        sender = kc.Sender(name="Borgmester Konstrueret")
        own = attrs.evolve(answer, participants=(), sender=sender)
        assert public_view(checked(own)).responses[0].attachments[0].name == "Borgmester_Konstrueret.docx"

    def test_an_id_made_of_such_a_name_is_replaced_wherever_it_stands(self) -> None:
        numbers = ("010180-1234", "020280-1234")
        answers = [
            attrs.evolve(PLAIN, id=f"svar-{one}", points=(kc.ThemeProposal(id=f"svar-{one}-1", title=f"Tema {n}"),))
            for n, one in enumerate(numbers)
        ]
        report = checked(*answers)
        remarks = tuple(kc.Assessment(point=f"svar-{one}-1", reply="Tak.") for one in numbers)
        public = public_view(attrs.evolve(report, assessments=remarks))
        assert [one.id for one in public.responses] == ["svar-udeladt", "svar-udeladt-2"]
        assert party(public, "a").responses == ("svar-udeladt", "svar-udeladt-2")
        assert [entry.assessment is not None for entry in public.points] == [True, True]
        assert {point for theme in public.themes for point in theme.points} == {
            one.points[0].id for one in public.responses
        }
        (second,) = (one for one in public.findings if one.code == "response.second")
        assert second.params["responses"] == ("svar-udeladt",)
        assert not any(number in kc.to_json(public) for number in numbers)

    def test_an_id_made_of_the_name_of_an_employee_is_replaced_too(self) -> None:
        (found,) = public_view(checked(attrs.evolve(PLAIN, id="svar-fra-konstrueret-person"))).responses
        assert found.id == "svar-fra-udeladt"

    def test_what_proposes_a_theme_is_redacted_as_a_name(self) -> None:
        sender = kc.Sender(name=f"Jens {NUMBER}")
        stranger = kc.Response(id="x", sender=sender, points=(kc.ThemeProposal(id="p-x", title="Vand"),))
        public = public_view(checked(stranger))
        assert public.themes[0].participants == ("Jens [udeladt: CPR-nummer]",)


class TestNamesOfSenders:
    def test_a_sender_is_called_as_in_the_version_that_is_published(self) -> None:
        first = kc.Response(id="v1", participants=("fremmed",), sender=kc.Sender(name="Gammelt Navn"), body="Hej.")
        second = attrs.evolve(first, id="v2", sender=kc.Sender(name="Nyt Navn"), version=2, supersedes="v1")
        public = public_view(checked(first, second))
        assert party(public, "fremmed").name == "Nyt Navn"
        assert "Gammelt" not in kc.to_json(public)

    def test_a_sender_is_called_the_same_when_a_public_report_is_made_public_again(self) -> None:
        first = kc.Response(
            id="v1", participants=("fremmed",), sender=kc.Sender(name="Foreningen Eksempel"), body="Hej."
        )
        second = attrs.evolve(first, id="v2", version=2, supersedes="v1")
        public = public_view(checked(first, second))
        assert party(public, "fremmed").name == "Foreningen Eksempel"
        assert public_view(attrs.evolve(public, audience=kc.Audience.INTERNAL)) == public

    def test_who_sent_for_a_party_that_was_asked_is_not_told(self) -> None:
        employee = kc.Sender(name="Konstrueret Medarbejder", email="a@example.dk")
        (found,) = public_view(checked(attrs.evolve(PLAIN, sender=employee))).responses
        assert found.sender is None


class TestRedaction:
    def test_what_has_nothing_personal_is_given_back_as_it_is(self) -> None:
        assert redacted(ROUND) is not None
        response = attrs.evolve(PLAIN, body="Hej.", points=(), contact=None, sender=None)
        assert redacted(response) is response
        assert redacted_text("Hej.") == "Hej."

    def test_texts_of_every_language_and_of_mappings_are_redacted(self) -> None:
        text = kc.localized(da=f"Nr. {NUMBER}", en="None")
        assert redacted(text) == kc.localized(da="Nr. [udeladt: CPR-nummer]", en="None")
        assert redacted(kc.FrozenMap({"x": (NUMBER, 1)})) == kc.FrozenMap({"x": ("[udeladt: CPR-nummer]", 1)})


class TestSecretsOf:
    HIDDEN = kc.Response(
        id="svar-x",
        participants=("a", "b"),
        sender=kc.Sender(name="Anholt", email=" jens@anholt-eksempel.dk "),
        contact=kc.Contact(name="Jens Eksempel", phone="+45 12 34 56 78", address="Konstrueret Vej 12, Anholt"),
        on_behalf_of=("Grundejerne", "Os"),
        title="Klage over naboens hæk",
        case_number="2020-4711",
        publication_consent=False,
        points=(kc.ThemeProposal(id="svar-x-1", title="Hække", text="", anchor=kc.Anchor(file="bilag/haek.docx")),),
        attachments=(kc.Attachment(name="Bilag 1.pdf", title="Høring"), kc.Attachment(name="foto-af-haek.png")),
        source=kc.SourceFile(name="post\\Høringssvar fra Anholt.eml"),
        no_remarks=kc.NoRemarks(quote="Vi har slet ingen bemærkninger til strategien overhovedet."),
        set_aside=(kc.SetAside(paragraphs=(1,), reason="greeting"),),
        provenance=kc.FrozenMap({"sender": kc.Provenance(kind=kc.ProvenanceKind.HEADER, detail="From")}),
    )

    def found(self, hidden: kc.Response, *others: kc.Response) -> set[tuple[str, str]]:
        report = checked(hidden, *others)
        return {(secret.kind.value, secret.text) for secret in secrets_of(report, split(report))}

    def test_they_are_contact_data_and_all_that_is_a_hidden_answer_s_own(self) -> None:
        found = self.found(self.HIDDEN)
        passages = {text for kind, text in found if kind == "text"}
        assert "".join(sorted(passages, reverse=True)).startswith("viharsletingenbemærkninger")
        assert {pair for pair in found if pair[0] != "text"} == {
            ("email", "a@gmail.com"),
            ("email", "sekretariat@example.org"),
            ("email", "jens@anholt-eksempel.dk"),
            ("name", "Jens Eksempel"),
            ("name", "Grundejerne"),
            *(("phone", one) for one in ("12345678", "4512345678", "004512345678")),
            ("address", "Konstrueret Vej 12, Anholt"),
            ("id", "svar-x"),
            ("id", "svar-x-1"),
            ("id", "2020-4711"),
            ("title", "Klage over naboens hæk"),
            ("file", "haek.docx"),
            ("file", "foto-af-haek"),
        }

    def test_a_case_number_of_letters_alone_an_office_and_a_short_address_say_nothing(self) -> None:
        hidden = attrs.evolve(
            self.HIDDEN,
            case_number="Sag",
            contact=kc.Contact(name="Sekretariatet", phone="112", address="Anholt"),
            on_behalf_of=(),
            signatory=kc.Signatory(name="Bo"),
        )
        found = {pair for pair in self.found(hidden) if pair[0] in ("name", "phone", "address", "id")}
        assert found == {("id", "svar-x"), ("id", "svar-x-1")}


class TestTextsIn:
    def test_gives_texts_keys_dates_and_long_numbers(self) -> None:
        value = kc.FrozenMap({"k": ("t", 1, 12345678, None, dt.date(2020, 12, 15)), "l": ["m"]})
        assert set(texts_in(value)) == {"k", "t", "12345678", "2020-12-15", "l", "m"}


# ------------------------------------------------------------------------------------- whatever came in


def _word(kind: str, number: int) -> str:
    """A word that nobody else has, of letters alone."""
    return f"qz{kind}x{'abcdefgh'[number]}xzq"


def _dressed(response: kc.Response, number: int) -> kc.Response:
    """A response in which every text has a word that tells whose it is, and personal data besides."""
    mine, behind = _word("svar", number), _word("kontakt", number)
    # One that nobody asked is told apart by the name of its sender, which is its own.
    sender = mine if response.participants in ((), ("fremmed",)) else behind
    personal = f"0{number + 1}0180-1234, b{number}@gmail.com, tlf. 1234567{number}"
    said = f"{mine} {personal}"
    points = tuple(
        attrs.evolve(
            point,
            text=said,
            rationale=f"Fordi {said}",
            anchor=kc.Anchor(file=f"{mine}_0{number + 1}0180_1234.docx", section=said, quote=said),
        )
        if not isinstance(point, kc.ThemeProposal)
        else attrs.evolve(point, title=f"{point.title} {mine}", text=said, rationale=f"Fordi {said}")
        for point in response.points
    )
    return attrs.evolve(
        response,
        points=points,
        title=said,
        body=f"{response.body}\n\n{said}",
        sender=kc.Sender(name=f"{sender} Eksempel", email=f"{behind}@gmail.com"),
        on_behalf_of=(said,),
        recorded_by=f"Ansat {behind}",
        signatory=kc.Signatory(name=mine, title=said),
        contact=kc.Contact(name=f"Ansat {behind}", email=f"{behind}@x.dk", phone="12345678", address=f"{behind} 1"),
        reservation=kc.Reservation(quote=said),
        attachments=(kc.Attachment(name=f"{mine}_Ansat_{behind}.pdf", title=said),),
        source=kc.SourceFile(name=f"Ansat_{behind}_{mine}.docx"),
        decision=kc.Decision(kind=kc.DecisionKind.ACCEPTED, by=f"Ansat {behind}", reason=said),
        provenance=kc.FrozenMap(
            {"handling": kc.Provenance(kind=kc.ProvenanceKind.RECOGNISED, detail=f"{mine} {behind}")}
        ),
        set_aside=(kc.SetAside(paragraphs=(1,), reason=said),),
        case_number=f"{behind}",
    )


@st.composite
def reports(draw: st.DrawFn) -> kc.Report:
    scenario: Scenario = draw(scenarios())
    responses = tuple(
        attrs.evolve(_dressed(one, number), publication_consent=draw(st.sampled_from([None, True, False])))
        for number, one in enumerate(scenario.responses)
    )
    proposed = [point for one in responses for point in one.points if isinstance(point, kc.ThemeProposal)]
    chosen = draw(st.lists(st.sampled_from(proposed), max_size=4, unique_by=lambda point: point.id)) if proposed else []
    decisions: tuple[kc.ThemeDecision, ...] = ()
    if chosen and len({" ".join(point.title.split()).casefold() for point in chosen}) == len(chosen):
        first, *rest = chosen
        titles = tuple(point.title for point in rest[:1])
        decisions = (kc.ThemeDecision(title=first.title, titles=titles, points=tuple(point.id for point in rest[1:])),)
    round_ = attrs.evolve(scenario.round, themes=decisions)
    report = kc.check(round_, responses, at=scenario.at, registry=REGISTRY)
    remarks = tuple(
        kc.Assessment(point=point.id, reply=f"Til {number}: 010180-1234", assessed_by="Ansat Qzvurderingzq")
        for number, point in enumerate(point for one in responses for point in one.points)
    )
    return attrs.evolve(report, assessments=remarks)


class TestWhateverCameIn:
    @given(report=reports())
    def test_nothing_of_a_hidden_answer_and_nothing_personal_is_in_the_public_report(self, report: kc.Report) -> None:
        public = public_view(report)
        text = kc.to_json(public)
        parts = split(report)
        for number, response in enumerate(sorted(report.responses, key=lambda one: one.id)):
            assert _word("kontakt", int(response.id.removeprefix("svar-"))) not in text
            hidden = response.withdrawn is not None or response.publication_consent is False
            if hidden or response.id in report.participation.later:
                assert not re.search(rf'"{response.id}[-"]', text), number
            if response.id not in parts.ids:
                assert _word("svar", int(response.id.removeprefix("svar-"))) not in text
        assert "qzvurdering" not in text.casefold()
        assert not re.search(r"\d{6}[-_]1234|@gmail|1234567\d", text)

    @given(report=reports())
    def test_it_fits_together(self, report: kc.Report) -> None:
        public = public_view(report)
        assert public.accounting == report.accounting
        consulted = [entry.participant for entry in report.participation.parties if entry.consulted]
        assert [entry.participant for entry in public.participation.parties if entry.consulted] == consulted
        points = {point.id for one in public.responses for point in one.points}
        assert {point for theme in public.themes for point in theme.points} <= points
        assert {one.point for one in public.assessments} <= points
        again = public_view(attrs.evolve(public, audience=kc.Audience.INTERNAL))
        assert again == public

    @given(report=reports())
    def test_what_is_looked_for_is_not_in_it(self, report: kc.Report) -> None:
        """The secrets that stand in no published text are in no text of the secretariat's either."""
        public = public_view(report)
        mine = Secrets(secrets_of(report, split(report)))
        rest = [attrs.evolve(public.round, themes=()), public.responses, public.participation]
        left = mine.without(mine.found_in("\n".join(texts_in(rest))))
        told = [public.assessments, public.round.themes]
        assert {secret.kind.value for secret in left.found_in("\n".join(texts_in(told)))} <= {"title"}

    @given(report=instances(kc.Report))
    def test_any_report_has_a_public_view(self, report: kc.Report) -> None:
        public = public_view(attrs.evolve(report, audience=kc.Audience.INTERNAL))
        assert kc.from_json(kc.Report, kc.to_json(public)) == public
