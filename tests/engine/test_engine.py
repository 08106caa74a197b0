"""The engine: one pass, the same report in any order and any parts, and a broken validator costs only itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kkrconsult as kc
from kkrconsult.engine import Plan

AT = dt.datetime(2020, 12, 20, tzinfo=dt.UTC)

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
        runs = [plan.start() for _ in range(3)]
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
        good, bad = plan.start(), plan.start()
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
        first, second = plan.start(), plan.start()
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

    def test_unknown_validators_and_options_are_told_together(self) -> None:
        round_ = self.settings(prob={}, probe={"words": 3})
        with pytest.raises(kc.ConfigError) as caught:
            kc.check(round_, [], at=AT, registry=registry(SEEN))
        assert len(caught.value.problems) == 2
        assert "probe" in str(caught.value)
