"""The municipalities, and who belongs where on which day."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.danish import sort_key
from kkrconsult.errors import DataError
from kkrconsult.model import ParticipantKind
from kkrconsult.municipalities import (
    ALL,
    areas,
    kkrs,
    members,
    municipalities,
    packaged_parties,
    party_id,
    region_of,
    regions,
)

BEFORE, AFTER = dt.date(2026, 12, 31), dt.date(2027, 1, 1)
SIZES = {"hovedstaden": 29, "sjaelland": 17, "syddanmark": 22, "midtjylland": 19, "nordjylland": 11}
MIDTJYLLAND = [
    "favrskov",
    "hedensted",
    "herning",
    "holstebro",
    "horsens",
    "ikast-brande",
    "lemvig",
    "norddjurs",
    "odder",
    "randers",
    "ringkoebing-skjern",
    "samsoe",
    "silkeborg",
    "skanderborg",
    "skive",
    "struer",
    "syddjurs",
    "viborg",
    "aarhus",
]


class TestTheMunicipalities:
    def test_there_are_98_with_codes_names_and_numbers_of_their_own(self) -> None:
        found = municipalities()
        assert len(found) == 98
        for field in ("id", "code", "name", "official_name", "cvr"):
            assert len({getattr(one, field) for one in found}) == 98

    def test_they_stand_in_danish_alphabetical_order(self) -> None:
        names = [one.name for one in municipalities()]
        assert names == sorted(names, key=sort_key)
        assert names[0] == "Albertslund"
        assert names[-4:] == ["Ærø", "Aabenraa", "Aalborg", "Aarhus"]

    def test_ids_can_be_typed_anywhere(self) -> None:
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", one.id) for one in municipalities())
        assert party_id("Høje-Taastrup") == "hoeje-taastrup"
        assert party_id("Tårnby") == "taarnby"
        assert party_id("Ærø") == "aeroe"

    def test_codes_have_three_digits_and_business_numbers_pass_modulus_11(self) -> None:
        weights = (2, 7, 6, 5, 4, 3, 2, 1)
        for one in municipalities():
            assert re.fullmatch(r"\d{3}", one.code)
            assert sum(int(digit) * weight for digit, weight in zip(one.cvr, weights, strict=True)) % 11 == 0

    @pytest.mark.parametrize(("code", "name"), [("330", "Slagelse"), ("820", "Vesthimmerlands"), ("329", "Ringsted")])
    def test_codes_that_other_lists_get_wrong_are_right(self, code: str, name: str) -> None:
        assert [one.name for one in municipalities() if one.code == code] == [name]

    def test_two_official_names_are_unlike_the_others(self) -> None:
        odd = {one.official_name for one in municipalities() if one.official_name != f"{one.name} Kommune"}
        assert odd == {"Københavns Kommune", "Bornholms Regionskommune"}

    def test_an_alias_is_another_spelling_than_the_name(self) -> None:
        assert all(one.name not in one.aliases for one in municipalities())
        assert next(one for one in municipalities() if one.id == "aarhus").aliases == ("Århus",)

    def test_christiansoe_is_no_municipality(self) -> None:
        assert "411" not in {one.code for one in municipalities()}


class TestMembers:
    @pytest.mark.parametrize(("area", "size"), SIZES.items())
    def test_a_kkr_has_as_many_as_it_says(self, area: str, size: int) -> None:
        assert len(members(area, dt.date(2020, 12, 15))) == size

    def test_those_of_midtjylland_come_in_danish_order_as_parties(self) -> None:
        found = members("midtjylland", dt.date(2020, 12, 15))
        assert [party.id for party in found] == MIDTJYLLAND
        last = found[-1]
        assert (last.name, last.full_name, last.code, last.region) == ("Aarhus", "Aarhus Kommune", "751", "midtjylland")
        assert last.kind is ParticipantKind.MUNICIPALITY

    @given(st.dates(dt.date(2007, 1, 1), dt.date(2040, 1, 1)))
    def test_the_kkrs_part_the_country_on_every_day(self, day: dt.date) -> None:
        found = [party.id for kkr in kkrs() for party in members(kkr.id, day)]
        assert len(found) == len(set(found)) == 98
        assert set(found) == {party.id for party in members(ALL, day)}

    def test_before_the_reform_of_2007_there_are_none(self) -> None:
        assert members("midtjylland", dt.date(2006, 12, 31)) == ()
        assert members(ALL, dt.date(2006, 12, 31)) == ()

    def test_oestdanmark_has_46_from_2027_and_none_before(self) -> None:
        assert members("oestdanmark", BEFORE) == ()
        found = {party.id for party in members("oestdanmark", AFTER)}
        assert len(found) == 46
        assert {"koebenhavn", "lolland", "bornholm"} <= found

    def test_the_two_eastern_kkrs_are_kept_and_marked_as_not_known_after_2026(self) -> None:
        assert {kkr.id: kkr.known_until for kkr in kkrs()} == {
            **dict.fromkeys(SIZES),
            "hovedstaden": BEFORE,
            "sjaelland": BEFORE,
        }
        assert len(members("sjaelland", AFTER)) == 17

    def test_an_unknown_area_is_refused_with_the_one_that_was_meant(self) -> None:
        with pytest.raises(DataError, match=r"is not a KKR or region; found 'midtjyland'.*Did you mean 'midtjylland'"):
            members("midtjyland", AFTER)

    def test_all_areas_can_be_asked_for(self) -> None:
        assert areas() == (*SIZES, "oestdanmark", "danmark")
        assert all(members(area, AFTER) for area in areas())


class TestRegions:
    @pytest.mark.parametrize(
        ("code", "day", "region"),
        [
            ("101", BEFORE, "hovedstaden"),
            ("101", AFTER, "oestdanmark"),
            ("360", BEFORE, "sjaelland"),
            ("360", AFTER, "oestdanmark"),
            ("751", BEFORE, "midtjylland"),
            ("751", AFTER, "midtjylland"),
        ],
    )
    def test_a_municipality_may_change_region_with_the_reform_of_2027(
        self, code: str, day: dt.date, region: str
    ) -> None:
        assert region_of(code, day).id == region

    def test_there_are_five_regions_and_then_four(self) -> None:
        assert len(regions(BEFORE)) == 5
        assert len(regions(AFTER)) == 4
        assert len(regions()) == 6
        assert regions(dt.date(2006, 1, 1)) == ()

    def test_a_region_that_is_not_there_yet_has_no_official_code(self) -> None:
        assert {region.id for region in regions() if region.code is None} == {"oestdanmark"}
        assert {region.iso for region in regions(BEFORE)} == {f"DK-{number}" for number in range(81, 86)}

    def test_an_unknown_code_is_refused(self) -> None:
        with pytest.raises(DataError, match="is not a municipality code; found '411'"):
            region_of("411", BEFORE)

    def test_a_day_before_the_regions_is_refused(self) -> None:
        with pytest.raises(DataError, match="before the regions came into being; found 2006-12-31"):
            region_of("101", dt.date(2006, 12, 31))


class TestPackagedParties:
    def test_regions_and_kkrs_are_parties_too(self) -> None:
        parties = packaged_parties()
        assert len(parties) == 98 + 6 + 5
        region, kkr = parties["region-midtjylland"], parties["kkr-sjaelland"]
        assert (region.name, region.kind) == ("Region Midtjylland", ParticipantKind.REGION)
        assert (kkr.name, kkr.kind) == ("KKR Sjælland", ParticipantKind.KKR)
        assert all(id_ == party.id for id_, party in parties.items())
