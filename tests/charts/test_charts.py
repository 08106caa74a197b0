"""What the charts of a report say: in a sentence, as a table, and in numbers before anything is drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs
import pytest
from hypothesis import given, settings
from tests.strategies import Scenario, scenarios

from kkrconsult.charts import CHARTS, Chart, answers_over_time, handling, length, points_per_track, themes
from kkrconsult.charts._specs import Bars, Columns, Paint, Steps
from kkrconsult.engine import check
from kkrconsult.model import (
    Assessment,
    AssessmentRules,
    Deadline,
    Disposition,
    DispositionLabels,
    Extension,
    GeneralPoint,
    Handling,
    HandlingMode,
    NoRemarks,
    Outcome,
    PageBasis,
    PageCount,
    Participant,
    Reservation,
    Response,
    Round,
    Sender,
    Settings,
    Theme,
    ThemeProposal,
    Track,
    TrackPoint,
    localized,
)
from kkrconsult.report import Report
from kkrconsult.structure import FrozenMap

CET = dt.timezone(dt.timedelta(hours=1))
AT = dt.datetime(2021, 1, 5, 12, tzinfo=CET)
NAMES = ("Viborg", "Skive", "Struer", "Odder")


def a_round(**changes: object) -> Round:
    found = Round(
        id="klima",
        title=localized(da="Klimastrategi"),
        opens=dt.datetime(2020, 12, 1, 9, tzinfo=CET),
        deadline=Deadline(day=dt.date(2020, 12, 15), time=dt.time(10)),
        tracks=(
            Track(id="groen", title=localized(da="Grøn vækst", en="Green growth")),
            Track(id="viden", title=localized(da="Viden")),
        ),
        participants=tuple(Participant(id=name.casefold(), name=name) for name in NAMES),
    )
    return attrs.evolve(found, **changes)  # type: ignore[arg-type]


def answer(party: str, day: int | None, **more: object) -> Response:
    at = None if day is None else dt.datetime(2020, 12, day, 8, tzinfo=CET)
    return Response(id=f"svar-{party}", participants=(party,), received_at=at, **more)  # type: ignore[arg-type]


def report(*answers: Response, at: dt.datetime = AT, round_: Round | None = None, **changes: object) -> Report:
    return attrs.evolve(check(round_ or a_round(), answers, at=at), **changes)  # type: ignore[arg-type]


def drawn(chart: Chart | None) -> Chart:
    assert chart is not None
    return chart


def cells(chart: Chart | None) -> list[list[str]]:
    return [[cell.text for cell in row] for row in drawn(chart).table.rows]


def steps(chart: Chart | None) -> Steps:
    spec = drawn(chart).spec
    assert isinstance(spec, Steps)
    return spec


def bars(chart: Chart | None) -> Bars:
    spec = drawn(chart).spec
    assert isinstance(spec, Bars)
    return spec


def columns(chart: Chart | None) -> Columns:
    spec = drawn(chart).spec
    assert isinstance(spec, Columns)
    return spec


class TestEveryChart:
    @pytest.mark.parametrize("name", CHARTS)
    def test_is_none_where_nobody_has_answered(self, name: str) -> None:
        assert CHARTS[name](report(), "da") is None

    @settings(max_examples=25)
    @given(scenarios())
    def test_says_the_same_in_words_and_in_a_table_whatever_comes(self, scenario: Scenario) -> None:
        found = check(scenario.round, scenario.responses, at=scenario.at)
        for name, make in CHARTS.items():
            for language in ("da", "en"):
                chart = make(found, language)
                if chart is not None:
                    assert chart.name == name
                    assert chart.alt
                    assert chart.title == chart.table.caption
                    assert {len(row) for row in chart.table.rows} == {len(chart.table.columns)}
                    assert "{" not in chart.alt.replace("{}", "") or "{" in str(found)

    def test_is_in_the_language_asked_for(self) -> None:
        found = report(answer("viborg", 2, points=(TrackPoint(id="p", track="groen", text="Ja"),)))
        assert drawn(answers_over_time(found, "en")).alt.startswith("1 of 4 consulted parties had answered")
        assert cells(points_per_track(found, "en"))[0][0] == "Green growth"


class TestAnswersOverTime:
    def test_says_how_many_answered_when_and_how_many_late(self) -> None:
        found = report(answer("viborg", 2), answer("skive", 16), answer("odder", 14))
        assert drawn(answers_over_time(found)).alt == (
            "3 af 4 hørte parter havde svaret 5. januar 2021 kl. 12.00. "
            "Det første svar kom 2. december 2020, det seneste 16. december 2020. 1 kom efter fristen."
        )
        assert cells(answers_over_time(found)) == [
            ["2. december 2020", "1", "1", "0"],
            ["14. december 2020", "1", "2", "0"],
            ["16. december 2020", "1", "3", "1"],
        ]

    def test_counts_days_from_the_morning_of_the_first_of_them(self) -> None:
        spec = steps(answers_over_time(report(answer("viborg", 2), answer("skive", 16))))
        third = 8 / 24
        assert [(round(at, 6), number) for at, number in spec.points] == [
            (round(1 + third, 6), 1),
            (round(15 + third, 6), 2),
        ]
        assert spec.late == spec.points[1:]
        assert spec.ticks[0] == (0.0, "1. dec.")
        assert [rule.label for rule in spec.rules] == ["Frist 15. december 2020 kl. 10.00"]
        assert spec.rules[0].at == pytest.approx(14 + 10 / 24)

    def test_takes_one_step_for_answers_of_one_moment(self) -> None:
        assert [
            number for _, number in steps(answers_over_time(report(answer("viborg", 2), answer("odder", 2)))).points
        ] == [2]

    def test_shows_a_line_only_as_far_as_is_known(self) -> None:
        early = dt.datetime(2020, 12, 5, tzinfo=CET)
        spec = steps(answers_over_time(report(answer("viborg", 2), at=early)))
        assert spec.ends == pytest.approx(4)
        assert spec.last > 14

    def test_is_not_stretched_by_a_report_made_years_later(self) -> None:
        late = dt.datetime(2030, 1, 1, tzinfo=CET)
        assert steps(answers_over_time(report(answer("viborg", 2), at=late))).last < 16

    def test_marks_extensions_with_those_whom_they_are_for(self) -> None:
        extensions = (
            Extension(deadline=Deadline(day=dt.date(2020, 12, 20)), participants=("skive",)),
            Extension(deadline=Deadline(day=dt.date(2020, 12, 20)), participants=("odder",)),
            Extension(deadline=Deadline(day=dt.date(2020, 12, 22))),
        )
        found = report(answer("skive", 16), round_=a_round(extensions=extensions))
        rules = steps(answers_over_time(found)).rules
        assert [(rule.label, rule.dashed) for rule in rules] == [
            ("Frist 15. december 2020 kl. 10.00", False),
            ("Forlænget til 20. december 2020 for 2 parter", True),
            ("Forlænget til 22. december 2020 for alle", True),
        ]
        assert drawn(answers_over_time(found)).alt.endswith("Svaret kom 16. december 2020. 0 kom efter fristen.")

    def test_says_what_it_leaves_out(self) -> None:
        stranger = Response(id="b", sender=Sender(name="Borger"), received_at=dt.datetime(2020, 12, 3, tzinfo=CET))
        found = report(answer("viborg", 2), answer("odder", None), stranger)
        assert drawn(answers_over_time(found)).note == (
            "1 svar uden kendt modtagelsestidspunkt er ikke med. 1 afsender uden for høringslisten er ikke med."
        )

    def test_counts_everybody_in_a_round_without_a_list_or_a_deadline(self) -> None:
        bare = a_round(participants=(), deadline=None, opens=None)
        found = report(answer("viborg", 2), round_=bare)
        assert drawn(answers_over_time(found)).alt == (
            "1 afsender havde svaret 5. januar 2021 kl. 12.00. Svaret kom 2. december 2020. "
            "Høringen har ingen kendt frist."
        )
        spec = steps(answers_over_time(found))
        assert (spec.full, spec.rules) == (0, ())

    @pytest.mark.parametrize(
        ("opens", "label"),
        [
            (dt.datetime(2020, 10, 30, tzinfo=CET), "2. nov."),
            (dt.datetime(2020, 6, 3, tzinfo=CET), "1. jul."),
            (dt.datetime(2018, 6, 3, tzinfo=CET), "1. jul. 2018"),
            (dt.datetime(1990, 6, 3, tzinfo=CET), "1. jan. 1992"),
        ],
    )
    def test_has_days_on_its_axis_that_fit_the_span(self, opens: dt.datetime, label: str) -> None:
        ticks = steps(answers_over_time(report(answer("viborg", 2), round_=a_round(opens=opens)))).ticks
        assert ticks[0][1] == label
        assert len(ticks) < 130

    def test_ends_with_the_calendar(self) -> None:
        end = a_round(deadline=Deadline(day=dt.date(9999, 12, 30)), timezone="UTC")
        found = report(answer("viborg", 2), round_=end)
        assert steps(answers_over_time(found)).ticks


def points() -> tuple[object, ...]:
    return (
        TrackPoint(id="p1", track="groen", text="Et"),
        TrackPoint(id="p2", track="groen", text="To"),
        TrackPoint(id="p3", track="ukendt", text="Tre"),
        GeneralPoint(id="p4", text="Fire"),
        ThemeProposal(id="p5", title="Vand"),
    )


class TestPointsPerTrack:
    def test_has_every_track_and_what_is_beside_them(self) -> None:
        found = report(answer("viborg", 2, points=points()))
        assert [row[:2] for row in cells(points_per_track(found))] == [
            ["Grøn vækst", "2"],
            ["Viden", "0"],
            ["Spor, som høringen ikke har", "1"],
            ["Generelle bemærkninger", "1"],
            ["Forslag til supplerende temaer", "1"],
        ]

    def test_is_of_one_colour_before_anything_is_assessed(self) -> None:
        chart = points_per_track(report(answer("viborg", 2, points=points())))
        assert {part.paint for row in bars(chart).rows for part in row.segments} == {Paint.MAIN}
        assert bars(chart).legend == ()
        assert drawn(chart).alt == (
            "Svarene rummer 5 bemærkninger. Flest er der under Grøn vækst: 2. "
            "Ingen af bemærkningerne er vurderet endnu."
        )

    def test_shows_what_became_of_them(self) -> None:
        made = (
            Assessment(point="p1", disposition=Disposition.ACCOMMODATED),
            Assessment(point="p4", disposition=Disposition.NOT_ACCOMMODATED),
            Assessment(point="p5", reply="Endnu intet"),
        )
        chart = points_per_track(report(answer("viborg", 2, points=points()), assessments=made))
        assert [(part.paint, part.value) for part in bars(chart).rows[0].segments] == [(Paint.GOOD, 1), (Paint.OPEN, 1)]
        assert [key.text for key in bars(chart).legend] == ["imødekommet", "ikke imødekommet", "endnu åben"]
        assert drawn(chart).alt.endswith("2 er der taget stilling til; 3 er åbne.")
        assert cells(chart)[0] == ["Grøn vækst", "2", "1", "0", "0", "0", "1"]
        assert drawn(chart).note == ""

    def test_calls_what_became_of_them_as_the_round_does(self) -> None:
        labels = DispositionLabels(accommodated=localized(da="fulgt"))
        round_ = a_round(assessment=AssessmentRules(labels=labels))
        made = (Assessment(point="p1", disposition=Disposition.ACCOMMODATED),)
        chart = points_per_track(report(answer("viborg", 2, points=points()), round_=round_, assessments=made))
        assert [key.text for key in bars(chart).legend] == ["fulgt", "endnu åben"]

    def test_names_none_as_the_most_where_all_are_alike(self) -> None:
        chart = points_per_track(report(answer("viborg", 2, points=points()[2:4]), round_=a_round(tracks=())))
        assert "Flest" not in drawn(chart).alt

    def test_names_all_that_share_the_first_place(self) -> None:
        made = (*points()[1:2], TrackPoint(id="p6", track="viden", text="Seks"))
        chart = points_per_track(report(answer("viborg", 2, points=(*made, *points()[2:3])), round_=a_round()))
        assert "Flest" not in drawn(chart).alt
        more = (*points()[:2], *(TrackPoint(id=f"v{n}", track="viden", text=f"V{n}") for n in (1, 2)), *points()[2:3])
        chart = points_per_track(report(answer("viborg", 2, points=more)))
        assert "Flest er der under Grøn vækst og Viden: 2 hvert sted." in drawn(chart).alt


class TestThemes:
    def found(self, *made: Theme) -> Report:
        final = Outcome(tracks=(Track(id="vandet", title=localized(da="Vandet")),))
        return report(themes=made, round_=a_round(outcome=final))

    def test_have_those_of_most_parties_first(self) -> None:
        chart = themes(
            self.found(
                Theme(id="a", title="Luft", points=("p1",), participants=("skive",)),
                Theme(id="b", title="Vand", points=("p2", "p3"), participants=("odder", "skive"), track="vandet"),
            )
        )
        assert [(row.label, row.total) for row in bars(chart).rows] == [("Vand", "2 parter"), ("Luft", "1 part")]
        assert cells(chart)[0] == ["Vand", "2", "Odder og Skive", "2", "Vandet"]
        assert drawn(chart).alt == (
            "Der er 2 supplerende temaer; 1 er foreslået af mere end én part. Flest parter står bag Vand: 2."
        )

    def test_of_nobody_named_count_their_proposals_and_keep_what_is_unknown(self) -> None:
        chart = themes(self.found(Theme(id="a", title="Luft", points=("p1", "p2"), track="væk")))
        assert cells(chart) == [["Luft", "2", "", "2", "væk"]]

    def test_are_all_in_the_table_but_not_all_in_the_picture(self) -> None:
        many = (Theme(id=f"t{n}", title=f"Tema {n}", points=(f"p{n}",), participants=("skive",)) for n in range(20))
        chart = themes(self.found(*many))
        assert len(bars(chart).rows) == 12
        assert len(cells(chart)) == 20
        assert drawn(chart).note == "Billedet viser de 12, som flest står bag; tabellen har også de øvrige 8."


class TestHandling:
    def test_counts_each_way_and_the_reservations(self) -> None:
        political = Handling(mode=HandlingMode.POLITICAL)
        chart = handling(
            report(
                answer("viborg", 2, handling=political),
                answer("skive", 3, handling=political, reservation=Reservation(body="Byrådet")),
                answer("odder", 4),
            )
        )
        assert cells(chart) == [["Politisk", "2", "1"], ["Administrativt", "0", "0"], ["Ikke oplyst", "1", "0"]]
        assert [key.text for key in bars(chart).legend] == ["Uden forbehold", "Med forbehold for politisk godkendelse"]
        assert drawn(chart).alt == (
            "Af 3 svar er 2 behandlet politisk og 0 administrativt. For 1 er det ikke oplyst. "
            "1 svar har forbehold for politisk godkendelse."
        )

    def test_says_nothing_of_what_is_not_there(self) -> None:
        chart = handling(report(answer("viborg", 2, handling=Handling(mode=HandlingMode.ADMINISTRATIVE))))
        assert cells(chart) == [["Politisk", "0", "0"], ["Administrativt", "1", "0"]]
        assert bars(chart).legend == ()
        assert drawn(chart).alt.endswith("Ingen har forbehold for politisk godkendelse.")


class TestLength:
    def found(self, *pages: float, limit: object = 2, basis: PageBasis = PageBasis.COUNTED) -> Report:
        rules = FrozenMap({"page-limit": FrozenMap({"maximum": limit})})
        parties = tuple(Participant(id=f"p{n}", name=f"Part {n}") for n in range(len(pages) + 2))
        round_ = a_round(participants=parties)
        answers: Sequence[Response] = [
            answer(f"p{n}", 2, pages=PageCount(pages=number, basis=basis)) for n, number in enumerate(pages)
        ]
        found = report(*answers, round_=round_)
        return attrs.evolve(found, round=attrs.evolve(round_, settings=Settings(validators=rules)))

    def test_holds_the_answers_against_the_limit(self) -> None:
        chart = length(self.found(1, 2, 2.2, 5))
        assert drawn(chart).alt == (
            "Længden er kendt for 4 svar: det midterste har 2 sider, det længste 5. "
            "2 er længere end de 2 sider, der var plads til."
        )
        assert [(one.left, one.right, one.within, one.beyond) for one in columns(chart).columns] == [
            (0.5, 1.0, 1, 0),
            (1.5, 2.0, 1, 0),
            (2.0, 2.5, 0, 1),
            (4.5, 5.0, 0, 1),
        ]
        assert [rule.label for rule in columns(chart).rules] == ["Højst 2 sider"]
        assert cells(chart)[2] == ["over 2 til og med 2,5", "1", "1"]

    def test_divides_a_range_in_which_the_limit_lies(self) -> None:
        assert [(one.within, one.beyond) for one in columns(length(self.found(1.7, 1.9, limit=1.8))).columns] == [
            (1, 1)
        ]

    @pytest.mark.parametrize("limit", [None, "two", True, 0, float("inf")])
    def test_has_no_limit_where_the_round_file_names_none(self, limit: object) -> None:
        chart = length(self.found(1, 3, limit=limit))
        assert columns(chart).rules == ()
        assert "plads" not in drawn(chart).alt

    def test_is_not_squeezed_by_one_endless_answer(self) -> None:
        chart = length(self.found(1, 1, 2, 300))
        assert columns(chart).last < 10
        assert drawn(chart).note == "Den sidste søjle samler 1 svar på over 6 sider."
        assert cells(chart)[-1][1] == "1"

    def test_has_wider_columns_for_longer_answers(self) -> None:
        chart = length(self.found(40, 80, 120, limit=None))
        assert len({one.right - one.left for one in columns(chart).columns}) == 1
        assert columns(chart).columns[0].right - columns(chart).columns[0].left >= 4

    def test_says_what_is_estimated_and_what_unknown(self) -> None:
        found = self.found(1, 2, basis=PageBasis.ESTIMATED)
        more = check(found.round, (*found.responses, answer("p2", 3), answer("p3", 3, no_remarks=NoRemarks())), at=AT)
        assert drawn(length(more)).note == "For 1 svar er længden ikke kendt. 2 af længderne er skønnet ud fra teksten."

    def test_takes_an_answer_of_no_pages_for_a_short_one(self) -> None:
        assert columns(length(self.found(0))).columns[0].left == 0
