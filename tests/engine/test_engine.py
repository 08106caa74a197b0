"""The engine: one pass, the same report in any order and any parts, and a broken validator costs only itself."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import Scenario, scenarios

import kkrconsult as kc
from kkrconsult.engine import Plan, Run

AT = dt.datetime(2020, 12, 20, tzinfo=dt.UTC)
BUILT_IN = kc.load_plugins(entry_points=False)

ROUND = kc.Round(
    id="konstrueret",
    title=kc.localized(da="Konstrueret høring", en="Constructed round"),
    deadline=kc.Deadline(day=dt.date(2020, 12, 15), time=dt.time(10)),
    tracks=(kc.Track(id="a", title=kc.localized(da="Spor A")),),
    participants=tuple(kc.Participant(id=name.lower(), name=name) for name in ("Anden", "Bøv", "Aaby")),
)


def answer(number: int, party: str = "anden", **changes: object) -> kc.Response:
    response = kc.Response(
        id=f"svar-{number}",
        participants=(party,),
        received_at=dt.datetime(2020, 12, 1, 9, number % 60, tzinfo=dt.UTC),
        body="Konstrueret svar.",
        points=(
            kc.TrackPoint(id=f"p{number}", track="a", text="Konstrueret svar.", anchor=kc.Anchor(paragraphs=(1,))),
        ),
    )
    return attrs.evolve(response, **changes)  # type: ignore[arg-type]


def plugin(*specs: kc.ValidatorSpec, name: str = "prøve") -> object:
    class Given:
        @kc.hookimpl
        def kkrconsult_validators(self) -> Iterable[kc.ValidatorSpec]:
            return specs

    Given.__name__ = name
    return Given()


def registry(*specs: kc.ValidatorSpec) -> kc.Registry:
    return kc.load_plugins(entry_points=False, extra=[plugin(*specs)], disabled=["plugin:validators"])


def every(response: kc.Response, options: kc.NoOptions) -> Iterator[kc.Finding]:
    yield kc.Finding(code="probe.seen", params=kc.FrozenMap({"id": response.id}))


SEEN = kc.ValidatorSpec(
    name="probe",
    codes=(kc.Code("probe.seen", kc.Severity.WARNING, "saw {id}"),),
    create=kc.per_response(every),
)


class Counting:
    """Counts what it sees: a validator of the whole round."""

    def __init__(self, options: kc.NoOptions, context: kc.Context) -> None:
        self.count = 0

    def observe(self, response: kc.Response) -> Iterable[kc.Finding]:
        self.count += 1
        return ()

    def finish(self) -> Iterable[kc.Finding]:
        yield kc.Finding(code="count.total", params=kc.FrozenMap({"n": self.count}))

    def merge(self, other: Counting) -> None:
        self.count += other.count


COUNT = kc.ValidatorSpec(name="count", codes=(kc.Code("count.total", kc.Severity.INFO, "{n} seen"),), create=Counting)


def crashing(response: kc.Response, options: kc.NoOptions) -> Iterator[kc.Finding]:
    yield kc.Finding(code="broken.first")
    raise ZeroDivisionError("secret detail")


BROKEN = kc.ValidatorSpec(
    name="broken",
    codes=(kc.Code("broken.first", kc.Severity.ERROR, "first"),),
    create=kc.per_response(crashing),
)


class TestOnePass:
    def test_an_iterator_is_enough(self) -> None:
        report = kc.check(ROUND, iter([answer(1), answer(2)]), at=AT, registry=registry(SEEN))
        assert report.counts == {"probe.seen": 2}
        assert [response.id for response in report.responses] == ["svar-1", "svar-2"]

    def test_findings_say_who_found_what_about_whom(self) -> None:
        (finding,) = kc.check(ROUND, [answer(1)], at=AT, registry=registry(SEEN)).findings
        assert finding.subject == kc.Subject(kind=kc.SubjectKind.RESPONSE, id="svar-1")
        assert (finding.validator, finding.severity) == ("probe", kc.Severity.WARNING)
        assert finding.plugin

    def test_the_report_survives_json(self) -> None:
        report = kc.check(ROUND, [answer(1), answer(2, "bøv")], at=AT, registry=registry(SEEN, COUNT))
        assert kc.from_json(kc.Report, kc.to_json(report)) == report

    def test_all_findings_are_counted_though_only_some_are_stored(self) -> None:
        answers = [answer(number) for number in range(1, 8)]
        forwards = kc.check(ROUND, answers, at=AT, registry=registry(SEEN), cap=3)
        assert forwards.counts["probe.seen"] == 7
        assert len(forwards.findings) == 3
        assert kc.check(ROUND, answers[::-1], at=AT, registry=registry(SEEN), cap=3) == forwards

    def test_responses_need_not_be_kept(self) -> None:
        full = kc.check(ROUND, [answer(1)], at=AT, registry=registry(COUNT))
        light = kc.check(ROUND, [answer(1)], at=AT, registry=registry(COUNT), keep_responses=False)
        assert light.responses == ()
        assert light.accounting == full.accounting
        assert light.participation == full.participation

    def test_a_moment_without_a_zone_is_refused(self) -> None:
        with pytest.raises(kc.DataError, match="at must be a moment"):
            kc.check(ROUND, [], at=dt.datetime(2020, 12, 20), registry=registry())  # noqa: DTZ001


class TestOrderAndParts:
    @given(st.permutations(range(1, 9)), st.lists(st.integers(0, 2), min_size=8, max_size=8))
    def test_neither_order_nor_partition_changes_the_report(self, order: list[int], places: list[int]) -> None:
        known = registry(SEEN, COUNT)
        whole = kc.check(ROUND, [answer(n, ("anden", "bøv")[n % 2]) for n in range(1, 9)], at=AT, registry=known)
        plan = Plan.compile(ROUND, at=AT, registry=known)
        runs = [Run(plan) for _ in range(3)]
        for number, place in zip(order, places, strict=True):
            runs[place].observe(answer(number, ("anden", "bøv")[number % 2]))
        runs[2].merge(runs[0])
        runs[2].merge(runs[1])
        assert runs[2].finish() == whole


class TestBrokenValidators:
    def test_one_that_raises_is_retired_and_the_rest_still_runs(self) -> None:
        report = kc.check(ROUND, [answer(1), answer(2)], at=AT, registry=registry(SEEN, BROKEN))
        assert not report.complete
        assert not report.valid
        assert report.counts == {"plugin.crashed": 1, "probe.seen": 2}

    def test_a_run_that_failed_in_one_part_failed_in_the_whole(self) -> None:
        def sometimes(response: kc.Response, options: kc.NoOptions) -> Iterator[kc.Finding]:
            if response.id == "svar-2":
                raise ValueError
            yield kc.Finding(code="broken.first")

        spec = attrs.evolve(BROKEN, create=kc.per_response(sometimes))
        known = registry(spec)
        plan = Plan.compile(ROUND, at=AT, registry=known)
        good, bad = Run(plan), Run(plan)
        good.observe(answer(1))
        bad.observe(answer(2))
        good.merge(bad)
        assert good.finish() == kc.check(ROUND, [answer(2), answer(1)], at=AT, registry=known)

    def test_an_undeclared_code_is_named(self) -> None:
        spec = attrs.evolve(SEEN, codes=(kc.Code("probe.other", kc.Severity.INFO, "x"),))
        report = kc.check(ROUND, [answer(1)], at=AT, registry=registry(spec))
        (finding,) = report.findings
        assert finding.code == "plugin.undeclared-code"
        assert finding.params["code"] == "probe.seen"
        assert not report.complete

    @pytest.mark.parametrize("method", ["finish", "conclude"])
    def test_an_undeclared_code_is_named_also_where_it_comes_last(self, method: str) -> None:
        class Late(Counting):
            def finish(self) -> Iterable[kc.Finding]:
                return ()

            def conclude(self, participation: kc.Participation) -> Iterable[kc.Finding]:
                return ()

        def last(self: Late, *given: object) -> Iterable[kc.Finding]:
            return [kc.Finding(code="late.undeclared")]

        setattr(Late, method, last)
        report = kc.check(ROUND, [answer(1)], at=AT, registry=registry(attrs.evolve(COUNT, create=Late)))
        (finding,) = report.findings
        assert finding.code == "plugin.undeclared-code"
        assert finding.params["code"] == "late.undeclared"
        assert not report.complete

    def test_one_that_fails_when_it_is_told_who_answered_is_retired(self) -> None:
        class Late(Counting):
            def conclude(self, participation: kc.Participation) -> Iterable[kc.Finding]:
                raise ValueError(participation.answering)

        report = kc.check(ROUND, [answer(1)], at=AT, registry=registry(attrs.evolve(COUNT, create=Late)))
        assert report.counts == {"plugin.crashed": 1}

    def test_rubbish_instead_of_a_finding_retires_the_validator(self) -> None:
        def rubbish(response: kc.Response, options: kc.NoOptions) -> Iterable[kc.Finding]:
            return ["rubbish"]  # type: ignore[list-item]

        spec = attrs.evolve(SEEN, create=kc.per_response(rubbish))
        assert kc.check(ROUND, [answer(1)], at=AT, registry=registry(spec)).counts == {"plugin.crashed": 1}

    def test_one_that_cannot_even_start_is_named(self) -> None:
        def create(options: kc.NoOptions, context: kc.Context) -> Counting:
            raise RuntimeError("no")

        spec = attrs.evolve(COUNT, create=create)
        assert kc.check(ROUND, [], at=AT, registry=registry(spec)).counts == {"plugin.crashed": 1}

    def test_one_that_cannot_merge_is_retired(self) -> None:
        class Unmergeable(Counting):
            def merge(self, other: Counting) -> None:
                raise RuntimeError("no")

        plan = Plan.compile(ROUND, at=AT, registry=registry(attrs.evolve(COUNT, create=Unmergeable)))
        first, second = Run(plan), Run(plan)
        first.merge(second)
        assert first.finish().counts == {"plugin.crashed": 1}

    @pytest.mark.parametrize("spec", [BROKEN, attrs.evolve(SEEN, codes=(kc.Code("probe.other", kc.Severity.INFO),))])
    def test_strict_raises_instead(self, spec: kc.ValidatorSpec) -> None:
        with pytest.raises(kc.PluginError, match=spec.name):
            kc.check(ROUND, [answer(1)], at=AT, registry=registry(spec), strict=True)


class TestSettings:
    def settings(self, **tables: dict[str, object]) -> kc.Round:
        validators = kc.FrozenMap({name: kc.FrozenMap(table) for name, table in tables.items()})
        return attrs.evolve(ROUND, settings=kc.Settings(validators=validators))

    def test_a_round_changes_the_severity_of_a_code(self) -> None:
        round_ = self.settings(probe={"severity": kc.FrozenMap({"probe.seen": "error"})})
        report = kc.check(round_, [answer(1)], at=AT, registry=registry(SEEN))
        assert report.severities == {"error": 1}
        assert not report.valid

    def test_a_round_switches_a_validator_off(self) -> None:
        round_ = self.settings(probe={"enabled": False})
        assert kc.check(round_, [answer(1)], at=AT, registry=registry(SEEN)).findings == ()

    def test_a_validator_that_is_off_by_itself_runs_where_a_round_names_it(self) -> None:
        known = registry(attrs.evolve(SEEN, enabled=False))
        assert kc.check(ROUND, [answer(1)], at=AT, registry=known).counts == {}
        asked = self.settings(probe={"enabled": True})
        assert kc.check(asked, [answer(1)], at=AT, registry=known).counts == {"probe.seen": 1}

    def test_unknown_validators_and_options_are_told_together(self) -> None:
        round_ = self.settings(prob={}, probe={"words": 3})
        with pytest.raises(kc.ConfigError) as caught:
            kc.check(round_, [], at=AT, registry=registry(SEEN))
        assert len(caught.value.problems) == 2
        assert "probe" in str(caught.value)

    def test_a_reader_s_finding_weighs_what_its_code_says(self) -> None:
        inbox = kc.Inbox(
            files=(kc.SourceFile(name="a.csv"),),
            problems=(
                kc.Finding(code="file.empty"),
                kc.Finding(code="probe.seen"),
                kc.Finding(code="nobody.knows"),
                kc.Finding(code="file.empty", params=kc.FrozenMap({"n": 2}), severity=kc.Severity.INFO),
            ),
        )
        report = kc.check(ROUND, inbox, at=AT, registry=registry(SEEN))
        weights = sorted((found.code, found.severity.value) for found in report.findings if found.severity)
        assert weights == [
            ("file.empty", "error"),
            ("file.empty", "info"),
            ("nobody.knows", "error"),
            ("probe.seen", "warning"),
        ]
        assert [code.name for code in report.codes] == ["file.empty", "probe.seen"]
        assert not report.complete

    def test_a_plugin_that_did_not_load_makes_the_report_incomplete(self) -> None:
        class Bad:
            @kc.hookimpl
            def kkrconsult_validators(self) -> Iterable[kc.ValidatorSpec]:
                raise ImportError("no")

        known = kc.load_plugins(entry_points=False, extra=[Bad(), plugin(SEEN)], disabled=["plugin:validators"])
        report = kc.check(ROUND, [answer(1)], at=AT, registry=known)
        assert report.counts == {"plugin.failed-to-load": 1, "probe.seen": 1}
        assert not report.complete


def themed(number: int, title: str, **changes: object) -> kc.Response:
    theme = kc.ThemeProposal(id=f"p{number}", title=title, text="Konstrueret tema.", rationale="Derfor.")
    return attrs.evolve(answer(number, points=(theme,)), **changes)  # type: ignore[arg-type]


def grouper(group: Callable[[Sequence[kc.Proposal], Any], Iterable[kc.Theme]], name: str = "chosen") -> kc.Registry:
    class Given:
        @kc.hookimpl
        def kkrconsult_groupers(self) -> Iterable[kc.GrouperSpec]:
            return [kc.GrouperSpec(name=name, group=group)]

    return kc.load_plugins(entry_points=False, extra=[Given()], disabled=["plugin:validators", "plugin:groupers"])


class TestTheMoment:
    @pytest.mark.parametrize("at", [None, dt.datetime(2020, 12, 15)])  # noqa: DTZ001
    def test_must_be_one(self, at: Any) -> None:
        with pytest.raises(kc.DataError, match="at"):
            kc.check(ROUND, [], at=at)


class TestThemes:
    WITH = attrs.evolve(ROUND, settings=kc.Settings(groupers=kc.FrozenMap({"chosen": kc.FrozenMap()})))
    ANSWERS = (themed(1, "Vand"), themed(2, "vand", participants=("bøv",)), themed(3, "Jord"))

    @staticmethod
    def points(report: kc.Report) -> list[tuple[str, ...]]:
        return [theme.points for theme in report.themes]

    def test_those_of_one_title_are_one_and_the_largest_comes_first(self) -> None:
        assert self.points(kc.check(ROUND, self.ANSWERS, at=AT)) == [("p1", "p2"), ("p3",)]

    def test_they_know_who_proposed_them_by_name(self) -> None:
        answers = [
            self.ANSWERS[0],
            themed(2, "Luft", participants=("ukendt",)),
            themed(3, "Jord", participants=(), sender=kc.Sender(name="Bente")),
        ]
        themes = {theme.title: theme.participants for theme in kc.check(ROUND, answers, at=AT).themes}
        assert themes == {"Vand": ("Anden",), "Luft": ("ukendt",), "Jord": ("Bente",)}

    def test_what_a_person_decided_goes_before_the_grouper(self) -> None:
        titles = {one.title for answer in self.ANSWERS for one in answer.points if isinstance(one, kc.ThemeProposal)}
        decision = kc.ThemeDecision(title="Alt", titles=(*sorted(titles), "Uhørt"))
        report = kc.check(attrs.evolve(ROUND, themes=(decision,)), self.ANSWERS, at=AT, registry=registry())
        assert self.points(report) == [("p1", "p2", "p3")]
        assert report.themes[0].grouped_by is kc.GroupedBy.PERSON
        (finding,) = [one for one in report.findings if one.code == "inbox.theme-unmatched"]
        assert finding.params == {"title": "Alt", "missing": ("Uhørt",)}

    def test_without_responses_in_the_report_nothing_is_said_to_be_missing(self) -> None:
        round_ = attrs.evolve(ROUND, themes=(kc.ThemeDecision(title="Alt", titles=("Uhørt",)),))
        report = kc.check(round_, self.ANSWERS, at=AT, registry=registry(), keep_responses=False)
        assert "inbox.theme-unmatched" not in report.counts

    def test_a_round_chooses_its_grouper(self) -> None:
        def together(proposals: Sequence[kc.Proposal], options: object) -> Iterable[kc.Theme]:
            points = tuple(proposal.point for proposal in proposals)
            return [kc.Theme(id="alle", title="Alle", points=points)]

        assert self.points(kc.check(self.WITH, self.ANSWERS, at=AT, registry=grouper(together))) == [("p1", "p2", "p3")]

    def test_who_proposes_a_theme_follows_from_its_proposals_whatever_a_grouper_says(self) -> None:
        def careless(proposals: Sequence[kc.Proposal], options: Any) -> list[kc.Theme]:
            points = tuple(reversed([item.point for item in proposals]))
            return [kc.Theme(id="t", title="Alt", points=points, participants=("Ingen",))]

        (theme,) = kc.check(self.WITH, self.ANSWERS, at=AT, registry=grouper(careless)).themes
        assert (theme.points, theme.participants) == (("p1", "p2", "p3"), ("Anden", "Bøv"))
        assert (theme.grouped_by, theme.grouper) == (kc.GroupedBy.PROGRAM, "chosen")

    def test_a_person_s_grouping_has_no_strategy_of_a_program(self) -> None:
        def recorded(proposals: Sequence[kc.Proposal], options: Any) -> list[kc.Theme]:
            points = tuple(item.point for item in proposals)
            return [kc.Theme(id="t", title="Alt", points=points, grouped_by=kc.GroupedBy.PERSON)]

        (theme,) = kc.check(self.WITH, self.ANSWERS, at=AT, registry=grouper(recorded)).themes
        assert theme.grouper is None

    def test_a_grouper_that_lacks_an_extra_says_which(self) -> None:
        def lacking(proposals: Sequence[kc.Proposal], options: Any) -> list[kc.Theme]:
            raise kc.MissingExtraError("themes", "grouping themes by meaning")

        with pytest.raises(kc.MissingExtraError, match=r"kkrconsult\[themes\]"):
            kc.check(self.WITH, self.ANSWERS, at=AT, registry=grouper(lacking))

    def test_an_unknown_grouper_is_told_before_anything_is_read(self) -> None:
        with pytest.raises(kc.ConfigError, match="chosen") as caught:
            kc.check(self.WITH, self.ANSWERS, at=AT, registry=registry(SEEN))
        assert [problem.path for problem in caught.value.problems] == [("groupers", "chosen")]

    def test_two_groupers_are_one_too_many(self) -> None:
        tables: dict[str, kc.FrozenMap[str, object]] = {"chosen": kc.FrozenMap(), "exact-title": kc.FrozenMap()}
        round_ = attrs.evolve(ROUND, settings=kc.Settings(groupers=kc.FrozenMap(tables)))
        with pytest.raises(kc.ConfigError, match="keep one of: chosen, exact-title") as caught:
            kc.check(round_, self.ANSWERS, at=AT)
        assert [problem.path for problem in caught.value.problems] == [("groupers",)]

    def test_options_that_a_grouper_does_not_know_are_told_together_with_the_rest(self) -> None:
        tables = kc.FrozenMap({"same-title": kc.FrozenMap({"x": 1})})
        settings = kc.Settings(groupers=tables, validators=kc.FrozenMap({"prob": kc.FrozenMap()}))
        with pytest.raises(kc.ConfigError) as caught:
            kc.check(attrs.evolve(ROUND, settings=settings), [], at=AT, registry=registry(SEEN))
        assert [problem.path for problem in caught.value.problems] == [
            ("validators", "prob"),
            ("groupers", "same-title", "x"),
        ]

    def test_without_any_grouper_each_stands_alone(self) -> None:
        report = kc.check(ROUND, self.ANSWERS, at=AT, registry=kc.Registry())
        assert self.points(report) == [("p3",), ("p1",), ("p2",)]
        assert report.complete

    @pytest.mark.parametrize(
        "group",
        [
            lambda proposals, options: 1 / 0,
            lambda proposals, options: ["not a theme"],
            lambda proposals, options: [],
            lambda proposals, options: [kc.Theme(id="x", title="X", points=("p1", "p1", "p2", "p3"))],
        ],
        ids=["raises", "rubbish", "loses", "doubles"],
    )
    def test_a_grouper_that_fails_costs_its_grouping_and_no_theme(self, group: Any) -> None:
        report = kc.check(self.WITH, self.ANSWERS, at=AT, registry=grouper(group))
        assert self.points(report) == [("p3",), ("p1",), ("p2",)]
        assert report.counts == {"plugin.crashed": 1}
        assert report.findings[0].params["record"] == "grouper chosen"
        assert not report.complete

    def test_strict_raises_instead(self) -> None:
        with pytest.raises(kc.PluginError, match=r"grouper chosen.*did not put every proposal"):
            kc.check(self.WITH, self.ANSWERS, at=AT, registry=grouper(lambda proposals, options: []), strict=True)

    def test_one_without_a_title_is_named_by_what_it_says(self) -> None:
        report = kc.check(ROUND, [themed(1, " ")], at=AT, registry=kc.Registry())
        assert report.themes[0].title == "Konstrueret tema. Derfor."


class TestPickledRuns:
    @settings(max_examples=25)
    @given(scenarios())
    def test_a_part_survives_pickle_and_merges_to_the_same_report(self, scenario: Scenario) -> None:
        known = BUILT_IN
        plan = Plan.compile(scenario.round, at=scenario.at, registry=known)
        parts = [Run(plan) for _ in range(2)]
        for index, response in enumerate(scenario.responses):
            parts[index % 2].observe(response)
        whole = Run(plan)
        for part in parts:
            whole.merge(pickle.loads(pickle.dumps(part)))
        assert whole.finish() == kc.check(scenario.round, scenario.responses, at=scenario.at, registry=known)

    def test_a_plain_function_and_a_failed_validator_travel_too(self) -> None:
        known = registry(SEEN, COUNT, BROKEN)
        plan = Plan.compile(ROUND, at=AT, registry=known)
        part, whole = Run(plan), Run(plan)
        part.observe(answer(1))
        whole.merge(pickle.loads(pickle.dumps(part)))
        assert whole.finish() == kc.check(ROUND, [answer(1)], at=AT, registry=known)

    def test_a_part_alone_says_what_it_is_for(self) -> None:
        part = pickle.loads(pickle.dumps(Run(Plan.compile(ROUND, at=AT, registry=registry()))))
        with pytest.raises(RuntimeError, match="merge it into a run of its plan"):
            part.observe(answer(1))
