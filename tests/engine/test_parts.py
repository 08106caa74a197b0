"""A round checked in parts comes to the same report as all at once, whatever the parts and however they are merged."""

from __future__ import annotations

import datetime as dt
import functools
import pickle
from collections.abc import Iterable, Iterator

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.test_engine import AT, BUILT_IN, COUNT, ROUND, Counting, answer, registry
from tests.strategies import Scenario, scenarios

import kkrconsult as kc
from kkrconsult.engine import Plan, absorb, begin_part, plan_part
from kkrconsult.participation._known import Known

ANSWERS = [answer(number, party) for number, party in enumerate(["anden", "bøv", "anden", "aaby", "fremmed"])]


def parts_of(responses: Iterable[kc.Response], places: list[int], count: int) -> list[list[kc.Response]]:
    """Deal responses out."""
    parts: list[list[kc.Response]] = [[] for _ in range(count)]
    for response, place in zip(responses, places, strict=False):
        parts[place % count].append(response)
    return parts


def part(responses: Iterable[kc.Response | kc.Finding], **changes: object) -> kc.Summary:
    given: dict[str, object] = {"at": AT, "registry": BUILT_IN, **changes}
    return kc.check_part(ROUND, responses, **given)  # type: ignore[arg-type]


def in_any_tree(summaries: list[kc.Summary], draw: st.DataObject) -> kc.Summary:
    """Merge two or three at a time, in an order that is drawn."""
    left = list(summaries)
    while len(left) > 1:
        taken = [left.pop(draw.draw(st.integers(0, len(left) - 1))) for _ in range(min(len(left), 2))]
        left.append(kc.merge(*taken))
    return left[0]


class TestAnyParts:
    @given(scenario=scenarios(), data=st.data())
    def test_come_to_the_same_report_to_the_byte(self, scenario: Scenario, data: st.DataObject) -> None:
        count = data.draw(st.integers(1, 5))
        places = data.draw(st.lists(st.integers(0, count - 1), min_size=len(scenario.responses)))
        whole = kc.check(scenario.round, scenario.responses, at=scenario.at, registry=BUILT_IN)
        summaries = [
            kc.check_part(scenario.round, one, at=scenario.at, registry=BUILT_IN)
            for one in parts_of(scenario.responses, places, count)
        ]
        merged = in_any_tree(summaries, data)
        assert merged.responses == len(scenario.responses)
        assert kc.to_json(kc.finish(merged, registry=BUILT_IN)) == kc.to_json(whole)

    @given(scenario=scenarios(), data=st.data())
    def test_come_to_the_same_report_where_answers_have_one_id(self, scenario: Scenario, data: st.DataObject) -> None:
        ids = data.draw(st.lists(st.sampled_from("ab"), min_size=len(scenario.responses)))
        responses = [
            attrs.evolve(one, id=id, supersedes=None) for one, id in zip(scenario.responses, ids, strict=False)
        ]
        others = data.draw(st.permutations(responses))
        one, other = (kc.check(scenario.round, some, at=scenario.at, registry=BUILT_IN) for some in (responses, others))
        assert kc.to_json(one) == kc.to_json(other)

    @given(scenario=scenarios(), data=st.data())
    def test_know_the_themes_without_the_responses(self, scenario: Scenario, data: st.DataObject) -> None:
        points = [point for response in scenario.responses for point in response.points]
        remarks = [
            kc.Assessment(
                point=point.id, disposition=kc.Disposition.NOTED, fingerprint=data.draw(st.sampled_from("xy"))
            )
            for point in (data.draw(st.lists(st.sampled_from(points), unique_by=lambda one: one.id)) if points else [])
        ]
        themes = kc.ThemeDecision(title="Havet", titles=("Vand", "Findes ikke"))
        round_ = attrs.evolve(scenario.round, themes=(themes,))
        terms = {
            "at": scenario.at,
            "registry": BUILT_IN,
            "assessments": [*remarks, kc.Assessment(point="væk", reply="x")],
        }
        count = data.draw(st.integers(1, 4))
        places = data.draw(st.lists(st.integers(0, count - 1), min_size=len(scenario.responses)))
        summaries = [
            kc.check_part(round_, one, keep_responses=False, keep_themes=True, **terms)  # type: ignore[arg-type]
            for one in parts_of(scenario.responses, places, count)
        ]
        report = kc.finish(in_any_tree(summaries, data), registry=BUILT_IN)
        whole = kc.check(round_, scenario.responses, **terms)  # type: ignore[arg-type]
        assert report == attrs.evolve(whole, responses=())

    def test_may_be_pickled_on_the_way(self) -> None:
        summaries = [pickle.loads(pickle.dumps(part([one]))) for one in ANSWERS]
        merged = pickle.loads(pickle.dumps(functools.reduce(kc.merge, summaries)))
        assert kc.finish(merged, registry=BUILT_IN) == kc.check(ROUND, ANSWERS, at=AT, registry=BUILT_IN)

    @pytest.mark.parametrize("kept", [{}, {"keep_responses": False}, {"keep_responses": False, "keep_themes": True}])
    def test_come_to_a_report_without_listing_everybody(
        self, kept: dict[str, object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        theme = kc.ThemeProposal(id="p", title="Vand")
        crowd = [kc.Response(id=f"svar-{n}", sender=kc.Sender(name=f"Borger {n}"), points=(theme,)) for n in range(3)]
        summary = part([*ANSWERS, *crowd], assessments=[kc.Assessment(point="p", reply="Tak")], **kept)
        with monkeypatch.context() as patched:
            patched.setattr(Known, "made", None)
            report = kc.finish(pickle.loads(pickle.dumps(summary)), registry=BUILT_IN)
            assert report.accounting.received == 8
            assert report.participation.by_status["unsolicited"] == 4
        assert len(report.participation.responses) == 8

    def test_an_empty_part_changes_nothing(self) -> None:
        some = part(ANSWERS)
        for merged in (kc.merge(some, part([])), kc.merge(part([]), some), kc.merge(some)):
            assert kc.finish(merged, registry=BUILT_IN) == kc.finish(some, registry=BUILT_IN)

    def test_what_could_not_be_read_is_in_the_report_from_whichever_part(self) -> None:
        problem = kc.Finding(code="file.unreadable", params=kc.FrozenMap({"file": "x.docx", "reason": "prøve"}))
        ways: list[list[list[kc.Response | kc.Finding]]] = [[[*ANSWERS, problem]], [[problem], [*ANSWERS]]]
        for parts in ways:
            report = kc.finish(kc.merge(*map(part, parts)), registry=BUILT_IN)
            assert report.counts["file.unreadable"] == 1
            assert report == kc.check(ROUND, [problem, *ANSWERS], at=AT, registry=BUILT_IN)

    def test_inboxes_add_up_their_files(self) -> None:
        inboxes = [
            kc.Inbox(
                responses=(one,),
                files=(kc.SourceFile(name=f"{one.id}.json", sha256="0" * 64),),
                read=(f"{one.id}.json",),
            )
            for one in ANSWERS
        ]
        report = kc.finish(kc.merge(*map(part, inboxes)), registry=BUILT_IN)
        assert (report.accounting.files, report.accounting.files_read) == (5, 5)


class TestWhatIsSentOfAPart:
    @given(scenario=scenarios(), data=st.data())
    def test_is_all_that_merging_needs(self, scenario: Scenario, data: st.DataObject) -> None:
        places = data.draw(st.lists(st.integers(0, 2), min_size=len(scenario.responses)))
        plan = Plan.compile(scenario.round, at=scenario.at, registry=BUILT_IN)
        whole = begin_part(plan)
        for one in parts_of(scenario.responses, places, 3):
            found = plan_part(plan, one)
            sent = pickle.loads(pickle.dumps(found.state.to_be_sent()))
            whole = absorb(whole, attrs.evolve(found, state=sent))
        expected = kc.check(scenario.round, scenario.responses, at=scenario.at, registry=BUILT_IN)
        assert kc.to_json(kc.finish(whole, registry=BUILT_IN)) == kc.to_json(expected)

    def test_leaves_out_validators_that_never_change(self) -> None:
        sent = part(ANSWERS).state.to_be_sent()
        assert "deadline" not in sent.validators
        assert "near-duplicate" in sent.validators

    def test_has_a_validator_that_cannot_be_copied(self) -> None:
        known = registry(attrs.evolve(COUNT, create=Unwilling))
        state = part(ANSWERS, registry=known).state
        assert state.to_be_sent().validators == state.validators


class Listing(Counting):
    """Keeps a list in a list, which a shallow copy would share."""

    def __init__(self, options: object, context: object) -> None:
        self.seen: list[list[str]] = [[]]

    def observe(self, response: kc.Response) -> tuple[kc.Finding, ...]:
        self.seen[0].append(response.id)
        return ()

    def merge(self, other: Listing) -> None:  # type: ignore[override]
        self.seen[0].extend(other.seen[0])

    def finish(self) -> Iterator[kc.Finding]:
        for one in sorted(self.seen[0]):
            yield kc.Finding(code=COUNT.codes[0].name, params=kc.FrozenMap({"n": one}))


class Uncopyable(Listing):
    def __deepcopy__(self, memo: object) -> Uncopyable:
        raise TypeError("cannot be copied")


class Unwilling(Listing):
    def __copy__(self) -> Unwilling:
        raise TypeError("cannot be copied")


class TestSummaries:
    @pytest.mark.parametrize(
        "known", [BUILT_IN, registry(attrs.evolve(COUNT, create=Listing))], ids=["built-in", "own"]
    )
    def test_are_values_that_merging_and_finishing_leave_as_they_are(self, known: kc.Registry) -> None:
        first, second = (part(some, registry=known) for some in (ANSWERS[:2], ANSWERS[2:]))
        once = kc.finish(kc.merge(first, second), registry=known)
        assert kc.finish(kc.merge(second, first), registry=known) == once
        assert kc.finish(first, registry=known) == kc.finish(first, registry=known)
        assert kc.finish(kc.merge(first, second), registry=known) == once

    def test_of_other_terms_are_refused(self) -> None:
        later = part(ANSWERS, at=AT + dt.timedelta(days=1))
        with pytest.raises(kc.DataError, match="differ in: at"):
            kc.merge(part([]), later)
        other = kc.check_part(attrs.evolve(ROUND, tracks=()), [], at=AT, registry=BUILT_IN)
        with pytest.raises(kc.DataError, match="differ in: round"):
            kc.merge(part([]), other)

    def test_are_finished_by_the_plugins_that_checked_them(self) -> None:
        with pytest.raises(kc.DataError, match="differ in: validators"):
            kc.finish(part(ANSWERS), registry=registry(COUNT))

    def test_that_are_used_up_by_a_merge_must_be_of_the_same_terms_too(self) -> None:
        with pytest.raises(kc.DataError, match="differ in: at"):
            absorb(part(ANSWERS), part([], at=AT + dt.timedelta(days=1)))

    def test_say_briefly_what_they_are(self) -> None:
        assert repr(part(ANSWERS)) == "Summary(round='konstrueret', responses=5)"

    def test_a_validator_that_cannot_be_copied_costs_only_itself(self) -> None:
        known = registry(attrs.evolve(COUNT, create=Uncopyable))
        report = kc.finish(kc.merge(part(ANSWERS, registry=known), part([], registry=known)), registry=known)
        assert report.counts == {"plugin.crashed": 1}
        assert not report.complete

    def test_under_strict_it_stops_the_merge(self) -> None:
        known = registry(attrs.evolve(COUNT, create=Uncopyable))
        with pytest.raises(kc.PluginError, match="cannot be copied"):
            kc.merge(part(ANSWERS, registry=known, strict=True))
