"""The accounts come out even, and a point is recognised when it is read again."""

from __future__ import annotations

import datetime as dt
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import Scenario, bodies, ids, instances, scenarios, texts

from kkrconsult.assessment import (
    AccountProblem,
    AccountProblemKind,
    AccountState,
    account,
    account_problems,
    fingerprint,
    identity_lines,
    notices,
    open_points,
    paragraphs,
    point_id,
    point_ids,
    stale,
)
from kkrconsult.model import (
    Accounting,
    Anchor,
    Assessment,
    Disposition,
    GeneralPoint,
    NoRemarks,
    Point,
    Response,
    Round,
    SetAside,
    ThemeProposal,
    TrackPoint,
    Withdrawal,
    localized,
)
from kkrconsult.participation import participation
from kkrconsult.report import Report

AT = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
ROUND = Round(id="prøve", title=localized(da="Prøve"))
BODY = "Kære KKR\n\nVi støtter sporet.\n\nOg et til.\n\nVenlig hilsen"


def point(identity: str = "p1", *numbers: int, text: str = "Vi støtter sporet.") -> GeneralPoint:
    return GeneralPoint(id=identity, text=text, anchor=Anchor(paragraphs=numbers) if numbers else None)


def answer(**fields: object) -> Response:
    return Response(**{"id": "svar-1", "participants": ("skive",), "body": BODY, **fields})  # type: ignore[arg-type]


def accounts(*responses: Response, assessments: tuple[Assessment, ...] = ()) -> Accounting:
    return account(responses, participation(ROUND, responses, AT), assessments)


class TestNotices:
    def test_are_what_answers_say_of_themselves_with_how_many_say_it(self) -> None:
        def answer(number: int, body: str, *parts: SetAside) -> Response:
            return Response(id=f"r{number}", participants=("a",), body=body, set_aside=parts)

        notice = SetAside(paragraphs=(1,), reason="notice")
        found = notices(
            [
                answer(1, "Konstrueret.\n\nTekst.", notice),
                answer(2, "Konstrueret.", notice),
                answer(3, "Prøve.", notice),
                answer(4, "Hej.", SetAside(paragraphs=(1,), reason="greeting")),
            ]
        )
        assert list(found.items()) == [("Konstrueret.", 2), ("Prøve.", 1)]


class TestParagraphs:
    def test_stand_between_blank_lines(self) -> None:
        assert paragraphs(BODY) == ("Kære KKR", "Vi støtter sporet.", "Og et til.", "Venlig hilsen")

    def test_may_have_several_lines(self) -> None:
        assert paragraphs("en\nto\n\ntre") == ("en\nto", "tre")

    @pytest.mark.parametrize(
        "between", ["\n\n", "\r\n\r\n", "\r\r", "\n \t \n", "\n\n\n\n", "\n\u00a0\n", "\u2028\u2028"]
    )
    def test_are_parted_by_every_kind_of_blank_line(self, between: str) -> None:
        assert paragraphs(f"en{between}to") == ("en", "to")

    @pytest.mark.parametrize("text", ["", "\n\n", "  \n\t\n"])
    def test_of_nothing_are_none(self, text: str) -> None:
        assert paragraphs(text) == ()

    @given(bodies() | texts(max_size=40) | st.text("a \n\t\x1f\r\u2028\u00a0", max_size=12))
    def test_are_counted_as_they_are_split(self, text: str) -> None:
        found = account([answer(body=text)], participation(ROUND, [answer(body=text)], AT))
        assert found.paragraphs == len(paragraphs(text))

    @given(bodies() | texts(max_size=40))
    def test_read_again_are_the_same(self, text: str) -> None:
        found = paragraphs(text)
        assert paragraphs("\n\n".join(found)) == found

    @given(bodies() | texts(max_size=40))
    def test_lose_nothing_but_white_space(self, text: str) -> None:
        assert "".join("".join(paragraphs(text)).split()) == "".join(text.split())


class TestAFingerprint:
    def test_does_not_change_with_white_space_or_the_way_letters_are_composed(self) -> None:
        assert fingerprint(point(text="Så  støtter\n vi")) == fingerprint(point(text="Sa\u030a støtter vi"))

    def test_changes_with_the_words(self) -> None:
        assert fingerprint(point(text="Vi støtter")) != fingerprint(point(text="Vi støtter ikke"))

    def test_is_of_title_text_and_rationale_and_of_which_is_which(self) -> None:
        made = [
            ThemeProposal(id="p", title="Vand", text="", rationale="Klima"),
            ThemeProposal(id="p", title="Vand", text="Klima"),
            ThemeProposal(id="p", title="", text="Vand", rationale="Klima"),
            ThemeProposal(id="p", title="Vand Klima"),
        ]
        assert len({fingerprint(item) for item in made}) == len(made)

    def test_can_be_made_of_half_a_surrogate_pair_too(self) -> None:
        assert fingerprint(point(text="a\ud800")) != fingerprint(point(text="a\ud801"))

    def test_does_not_hang_on_id_or_place(self) -> None:
        moved = TrackPoint(id="andet", track="dk2020", text="Vi støtter sporet.")
        assert fingerprint(moved) == fingerprint(point("p1", 2))

    @given(instances(Point))
    def test_is_sixteen_hexadecimal_digits(self, made: Point) -> None:
        assert len(fingerprint(made)) == 16
        assert int(fingerprint(made), 16) >= 0


class TestAPointId:
    def test_is_the_same_when_the_text_is_read_again(self) -> None:
        assert point_id("svar-1", "Vi støtter\nsporet.") == point_id("svar-1", "Vi  støtter sporet.")

    def test_differs_by_response_and_by_text(self) -> None:
        made = {point_id("svar-1", "a"), point_id("svar-2", "a"), point_id("svar-1", "b"), point_id("svar-1", "a", 2)}
        assert len(made) == 4

    def test_of_the_same_text_twice_has_a_number(self) -> None:
        first, other, second = point_ids("svar-1", ["ens", "andet", "ens"])
        assert second == f"{first}-2"
        assert other not in (first, second)

    def test_of_one_text_does_not_change_when_another_is_added(self) -> None:
        assert point_ids("svar-1", ["a", "b"])[1] == point_ids("svar-1", ["x", "a", "b"])[2]

    @given(ids() | st.text("abc", min_size=88, max_size=120), st.lists(texts(), max_size=6))
    def test_is_an_id_and_no_two_are_alike(self, response: str, said: list[str]) -> None:
        found = point_ids(response, said)
        assert len(set(found)) == len(said)
        for identity in found:
            assert GeneralPoint(id=identity, text="x").id == identity

    def test_of_responses_with_long_names_that_begin_alike_differ(self) -> None:
        assert point_id("a" * 119 + "b", "x") != point_id("a" * 119 + "c", "x")


class TestTheAccounts:
    def test_count_paragraphs_in_points_and_set_aside(self) -> None:
        found = accounts(
            answer(points=(point("p1", 2, 3),), set_aside=(SetAside(paragraphs=(1, 4), reason="greeting"),))
        )
        assert (found.paragraphs, found.paragraphs_in_points, found.paragraphs_set_aside) == (4, 2, 2)
        assert found.balanced

    def test_leave_unaccounted_what_nobody_claimed(self) -> None:
        found = accounts(answer(points=(point("p1", 2),)))
        assert found.paragraphs_unaccounted == 3
        assert not found.balanced

    def test_of_a_response_without_points_are_all_unaccounted(self) -> None:
        assert accounts(answer()).paragraphs_unaccounted == 4

    def test_of_a_point_that_names_no_paragraph_claim_none(self) -> None:
        assert accounts(answer(points=(point(),))).paragraphs_unaccounted == 4

    def test_count_a_paragraph_in_two_points_once(self) -> None:
        assert accounts(answer(points=(point("p1", 2), point("p2", 2)))).paragraphs_in_points == 1

    def test_count_a_paragraph_in_a_point_there_also_if_it_was_set_aside(self) -> None:
        found = accounts(answer(points=(point("p1", 2),), set_aside=(SetAside(paragraphs=(2,), reason="form"),)))
        assert (found.paragraphs_in_points, found.paragraphs_set_aside) == (1, 0)

    def test_do_not_count_numbers_beyond_the_text(self) -> None:
        found = accounts(answer(points=(point("p1", 9),), set_aside=(SetAside(paragraphs=(8,), reason="form"),)))
        assert (found.paragraphs_in_points, found.paragraphs_set_aside) == (0, 0)

    @pytest.mark.parametrize("fields", [{"no_remarks": NoRemarks()}, {"declined": True}])
    def test_set_aside_what_says_that_there_is_nothing_to_say(self, fields: dict[str, object]) -> None:
        found = accounts(answer(points=(point("p1", 2),), **fields))
        assert (found.paragraphs_in_points, found.paragraphs_set_aside) == (1, 3)
        assert found.paragraphs_unaccounted == 0

    def test_of_points_without_a_body_have_no_paragraphs(self) -> None:
        found = accounts(answer(body="", points=(point("p1", 2),)))
        assert (found.paragraphs, found.points) == (0, 1)

    def test_count_only_what_counts(self) -> None:
        taken_back = answer(id="svar-2", withdrawn=Withdrawal(reason="Fejl"), points=(point("p9", 1),))
        found = accounts(answer(points=(point("p1", 2),)), taken_back)
        assert (found.received, found.accepted, found.withdrawn) == (2, 1, 1)
        assert (found.paragraphs, found.points) == (4, 1)

    def test_count_points_as_disposed_of_when_they_have_a_disposition(self) -> None:
        response = answer(points=(point("p1", 1, 2), point("p2", 3, 4)))
        decided = Assessment(point="p1", disposition=Disposition.NOTED)
        found = accounts(response, assessments=(decided, Assessment(point="p2", reply="Tak")))
        assert (found.points, found.disposed, found.open) == (2, 1, 1)
        assert found.balanced

    def test_balance_the_files(self) -> None:
        found = account([], participation(ROUND, [], AT), files=4, files_read=2, problems=1, duplicates=1)
        assert found.balanced
        assert not attrs.evolve(found, problems=0).balanced

    @given(scenarios(), st.data())
    def test_of_parts_that_are_merged_are_those_of_the_whole(self, scenario: Scenario, data: st.DataObject) -> None:
        points = [item.id for response in scenario.responses for item in response.points]
        chosen = data.draw(st.lists(st.sampled_from(points), unique=True)) if points else []
        assessments = tuple(Assessment(point=item, disposition=Disposition.NOTED) for item in chosen)
        parts = [AccountState(assessments) for _ in range(3)]
        for response in data.draw(st.permutations(scenario.responses)):
            parts[data.draw(st.integers(0, 2))].observe(response)
        one, two, three = (pickle.loads(pickle.dumps(part)) for part in parts)
        two.merge(three)
        one.merge(two)
        found = participation(scenario.round, scenario.responses, scenario.at)
        assert one.finish(found) == account(scenario.responses, found, assessments)

    @given(scenarios())
    def test_always_come_out_even_but_for_the_work_left_to_do(self, scenario: Scenario) -> None:
        found = account(scenario.responses, participation(scenario.round, scenario.responses, scenario.at))
        assert found.received == found.accepted + found.rejected + found.superseded + found.withdrawn
        assert found.paragraphs_unaccounted >= 0
        assert found.points == found.disposed + found.open
        assert found.balanced is (found.paragraphs_unaccounted == 0)


class TestTheLines:
    ALL = Accounting(
        files=5,
        files_read=3,
        problems=1,
        duplicates=1,
        received=3,
        accepted=1,
        rejected=1,
        superseded=1,
        paragraphs=4,
        paragraphs_in_points=2,
        paragraphs_set_aside=1,
        points=3,
        disposed=2,
        open=1,
    )

    def test_are_equations_in_danish(self) -> None:
        assert identity_lines(self.ALL) == (
            "Filer: 5 modtaget = 3 læst + 1 ikke læst + 1 dublet",
            "Svar: 3 modtaget = 1 taget med + 1 afvist + 1 erstattet + 0 trukket tilbage",
            "Afsnit: 4 = 2 i bemærkninger + 1 lagt til side + 1 endnu ikke gjort rede for",
            "Bemærkninger: 3 = 2 behandlede + 1 åben",
        )

    def test_are_equations_in_english(self) -> None:
        assert identity_lines(self.ALL, "en")[2:] == (
            "Paragraphs: 4 = 2 in points + 1 set aside + 1 not yet accounted for",
            "Points: 3 = 2 disposed of + 1 open",
        )

    def test_leave_out_files_without_an_inbox_and_what_is_not_left_to_do(self) -> None:
        assert identity_lines(Accounting(received=2, accepted=2, paragraphs=1, paragraphs_in_points=1)) == (
            "Svar: 2 modtaget = 2 taget med + 0 afviste + 0 erstattede + 0 trukket tilbage",
            "Afsnit: 1 = 1 i bemærkninger + 0 lagt til side",
            "Bemærkninger: 0 = 0 behandlede + 0 åbne",
        )


class TestProblems:
    def test_are_none_where_numbers_and_text_agree(self) -> None:
        assert account_problems(answer(points=(point("p1", 2), point("p2", 2), point("p3")))) == ()

    def test_name_paragraphs_that_are_in_a_point_and_set_aside(self) -> None:
        response = answer(
            points=(point("p1", 1), point("p2", 2, 3)), set_aside=(SetAside(paragraphs=(2, 3, 4), reason="form"),)
        )
        assert account_problems(response) == (
            AccountProblem(kind=AccountProblemKind.OVERLAP, paragraphs=(2, 3), points=("p2",)),
        )

    def test_name_paragraphs_beyond_the_end(self) -> None:
        response = answer(points=(point("p1", 1, 5),), set_aside=(SetAside(paragraphs=(7,), reason="form"),))
        assert account_problems(response) == (
            AccountProblem(kind=AccountProblemKind.OUT_OF_RANGE, paragraphs=(5, 7), points=("p1",)),
        )

    def test_are_not_found_where_there_is_no_text(self) -> None:
        assert account_problems(answer(body=" \n", points=(point("p1", 9),))) == ()


class TestOpenPoints:
    def test_are_those_without_a_disposition(self) -> None:
        response = answer(points=(point("p1", 1), point("p2", 2), point("p3", 3)))
        report = Report(
            round=ROUND,
            at=AT,
            participation=participation(ROUND, [response], AT),
            responses=(response,),
            assessments=(
                Assessment(point="p1", disposition=Disposition.PARTLY),
                Assessment(point="p2", reply="Tak"),
            ),
        )
        assert [entry.point.id for entry in open_points(report)] == ["p2", "p3"]


class TestStaleAssessments:
    def test_are_those_whose_point_says_something_else_or_is_gone(self) -> None:
        now = point("p1", text="Nu sådan")
        fresh = Assessment(point="p1", fingerprint=fingerprint(now))
        changed = Assessment(point="p1", fingerprint=fingerprint(point("p1", text="Før sådan")))
        unmarked = Assessment(point="p1")
        gone = Assessment(point="p2")
        found = stale([fresh, changed, unmarked, gone], [now])
        assert found.changed == (changed,)
        assert found.gone == (gone,)
