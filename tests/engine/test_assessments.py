"""What a report says of the secretariat's remarks: contradictions, changes, and what is gone."""

from __future__ import annotations

import attrs
from tests.assessing.tools import ANSWERS, AT, FAELLES, ROUND, SKIVE, report

import kkrconsult as kc
from kkrconsult.assessment import fingerprint
from kkrconsult.audience import public_view
from kkrconsult.texts import message

POINT = SKIVE.points[1]
REMARK = kc.Assessment(point=POINT.id, disposition=kc.Disposition.NOTED, fingerprint=fingerprint(POINT))
PLACE = kc.Location(file="ark.xlsx", line=3)


def found(code: str, result: kc.Report) -> list[kc.Finding]:
    return [finding for finding in result.findings if finding.code == code]


def book(*remarks: kc.Remark, **rest: object) -> kc.AssessmentBook:
    return kc.merge_assessments(kc.AssessmentBook(remarks=remarks, **rest))  # type: ignore[arg-type]


def test_remarks_that_fit_are_used_without_a_word() -> None:
    result = report(book=[REMARK])
    assert result.assessments == (REMARK,)
    assert not any(code.startswith("assessment.") for code in result.counts)
    assert {entry.assessment for entry in result.points} == {None, REMARK}


def test_a_point_that_changed_is_named_with_the_place_of_its_remark() -> None:
    (finding,) = found(
        "assessment.changed",
        report(book=book(kc.Remark(point=POINT.id, reply="x", fingerprint="old", places=(PLACE,)))),
    )
    assert finding.severity is kc.Severity.WARNING
    assert finding.subject == kc.Subject(kind=kc.SubjectKind.POINT, id=POINT.id)
    assert finding.location == kc.Location(file="ark.xlsx", line=3, point=POINT.id)


def test_a_point_that_is_gone_is_named() -> None:
    (finding,) = found(
        "assessment.gone", report([FAELLES], book(kc.Remark(point=POINT.id, reply="x", places=(PLACE,))))
    )
    assert message(finding.code, finding.params, "da") == (
        "Bemærkningen skive-n, som er vurderet, findes ikke længere (ark.xlsx, række 3)."
    )
    (bare,) = found("assessment.gone", report([FAELLES], [REMARK]))
    assert bare.location == kc.Location(point=POINT.id)


def test_nobody_can_tell_what_is_gone_where_the_responses_are_not_kept() -> None:
    result = kc.check(ROUND, ANSWERS, at=AT, assessments=[REMARK], keep_responses=False)
    assert found("assessment.gone", result) == []
    assert result.accounting.disposed == 1


def test_a_contradiction_is_told_in_the_words_of_the_round_and_in_both_languages() -> None:
    labels = kc.DispositionLabels(noted=kc.localized(da="Noteres"))
    round_ = attrs.evolve(ROUND, assessment=kc.AssessmentRules(labels=labels))
    long = "Konstrueret. " * 20
    remarks = (
        kc.Remark(
            point=POINT.id, disposition=kc.Disposition.NOTED, others=kc.FrozenMap({"Noter": "a"}), places=(PLACE,)
        ),
        kc.Remark(
            point=POINT.id,
            written="vist nok",
            others=kc.FrozenMap({"Noter": long}),
            places=(kc.Location(file="b.json"),),
        ),
    )
    disposition, own = sorted(
        found("assessment.conflict", report(book=book(*remarks), round_=round_)), key=lambda one: "kolonnen" in str(one)
    )
    assert message(disposition.code, disposition.params, "da").startswith(
        "Om bemærkningen skive-n er der skrevet noget forskelligt i udfald: "
        "»Noteres« (ark.xlsx, række 3); »vist nok« (b.json)."
    )
    assert "in disposition: “noted” (ark.xlsx, row 3); “vist nok” (b.json)" in message(
        disposition.code, disposition.params, "en"
    )
    text = message(own.code, own.params, "da")
    assert "kolonnen 'Noter'" in text
    assert "…« (b.json)" in text


def test_assessments_that_contradict_each_other_are_a_contradiction_wherever_they_come_from() -> None:
    result = report(book=[REMARK, attrs.evolve(REMARK, disposition=kc.Disposition.PARTLY)])
    assert [entry.disposition for entry in result.assessments] == [None]
    assert len(found("assessment.conflict", result)) == 1
    assert result.accounting.disposed == 0


def test_a_sheet_that_could_not_be_read_makes_the_report_incomplete() -> None:
    problem = kc.Finding(code="assessment.no-table", params=kc.FrozenMap({"file": "x.csv", "columns": ()}))
    result = report(book=kc.AssessmentBook(problems=(problem,), unread=("x.csv",)))
    assert not result.complete
    assert found("assessment.no-table", result)[0].severity is kc.Severity.ERROR


def test_what_is_not_settled_is_not_published() -> None:
    result = report(book=[REMARK, attrs.evolve(REMARK, disposition=kc.Disposition.PARTLY)])
    assert not [finding for finding in public_view(result).findings if finding.code.startswith("assessment.")]


def test_with_the_themes_it_is_known_what_is_gone() -> None:
    left = [FAELLES]
    result = kc.check(ROUND, left, at=AT, assessments=[REMARK], keep_responses=False, keep_themes=True)
    assert [finding.subject for finding in found("assessment.gone", result)] == [
        kc.Subject(kind=kc.SubjectKind.POINT, id=POINT.id)
    ]
    assert found("assessment.changed", result) == []
    assert result.responses == ()
    assert result.themes == kc.check(ROUND, left, at=AT).themes
