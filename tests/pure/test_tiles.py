"""The municipalities as a map of equal tiles."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.municipalities import ALL, Tile, kkrs, members, municipalities, tile_of, tiles

DAY = dt.date(2026, 11, 1)
IDS = [municipality.id for municipality in municipalities()]

# Where the main town lies, east and north in degrees, to a tenth: facts that any atlas has.
TOWNS = {
    "hjoerring": (10.0, 57.5),
    "frederikshavn": (10.5, 57.4),
    "thisted": (8.7, 57.0),
    "aalborg": (9.9, 57.0),
    "skive": (9.0, 56.6),
    "lemvig": (8.3, 56.5),
    "randers": (10.0, 56.5),
    "holstebro": (8.6, 56.4),
    "aarhus": (10.2, 56.2),
    "horsens": (9.9, 55.9),
    "samsoe": (10.6, 55.9),
    "varde": (8.5, 55.6),
    "kolding": (9.5, 55.5),
    "toender": (8.9, 54.9),
    "soenderborg": (9.8, 54.9),
    "odense": (10.4, 55.4),
    "nyborg": (10.8, 55.3),
    "kalundborg": (11.1, 55.7),
    "naestved": (11.8, 55.2),
    "helsingoer": (12.6, 56.0),
    "koebenhavn": (12.6, 55.7),
    "bornholm": (14.7, 55.1),
}
ISLANDS = ["bornholm", "fanoe", "langeland", "laesoe", "samsoe", "aeroe"]
JUTLAND_IN_THE_SOUTH = {
    "billund", "esbjerg", "fredericia", "haderslev", "kolding", "soenderborg", "toender", "varde", "vejen", "vejle",
    "aabenraa",
}  # fmt: skip
FUNEN = {
    "assens", "faaborg-midtfyn", "kerteminde", "middelfart", "nordfyns", "nyborg", "odense", "svendborg",
}  # fmt: skip


def at(municipality: str) -> Tile:
    tile = tile_of(municipality)
    assert tile is not None
    return tile


def of_kkr(kkr: str) -> list[str]:
    return [party.id for party in members(kkr, DAY)]


def distance(one: str, other: str) -> int:
    """How many steps of a king there are between two tiles; 1 if they touch."""
    return max(abs(at(one).row - at(other).row), abs(at(one).column - at(other).column))


def spearman(pairs: list[tuple[float, float]]) -> float:
    """The correlation of ranks; equal values share the mean of their ranks."""

    def ranks(values: list[float]) -> list[float]:
        return [sum(other < value for other in values) + (values.count(value) - 1) / 2 for value in values]

    one, other = (ranks(list(values)) for values in zip(*pairs, strict=True))
    middle = (len(pairs) - 1) / 2
    covariance = sum((a - middle) * (b - middle) for a, b in zip(one, other, strict=True))
    spread = sum((a - middle) ** 2 for a in one) * sum((b - middle) ** 2 for b in other)
    return float(covariance / spread**0.5)


class TestTheMapOfDenmark:
    def test_each_of_the_98_has_a_tile_of_its_own(self) -> None:
        assert len({at(each) for each in IDS}) == 98

    def test_it_is_22_columns_wide_and_16_rows_high(self) -> None:
        found = [at(each) for each in IDS]
        assert (min(tile.column for tile in found), max(tile.column for tile in found)) == (0, 21)
        assert (min(tile.row for tile in found), max(tile.row for tile in found)) == (0, 15)

    def test_a_municipality_is_found_by_its_id_and_by_its_code(self) -> None:
        assert all(at(municipality.id) == at(municipality.code) for municipality in municipalities())

    @pytest.mark.parametrize("other", ["region-midtjylland", "kkr-midtjylland", "411", "Aarhus", ""])
    def test_what_is_no_municipality_has_no_tile(self, other: str) -> None:
        assert tile_of(other) is None

    def test_columns_follow_east_and_rows_follow_north(self) -> None:
        assert spearman([(at(town).column, east) for town, (east, _) in TOWNS.items()]) > 0.95
        assert spearman([(-at(town).row, north) for town, (_, north) in TOWNS.items()]) > 0.9

    @pytest.mark.parametrize("island", ISLANDS)
    def test_the_small_islands_stand_apart(self, island: str) -> None:
        near = [other for other in IDS if other != island and distance(island, other) == 1]
        assert near == (["esbjerg"] if island == "fanoe" else [])  # by a corner, as the ferry goes

    def test_jutland_funen_and_zealand_are_parted_by_empty_tiles(self) -> None:
        zealand = {*of_kkr("sjaelland"), *of_kkr("hovedstaden")} - {"bornholm"}
        jutland = {*of_kkr("nordjylland"), *of_kkr("midtjylland"), *JUTLAND_IN_THE_SOUTH}
        for one, other in ((jutland, FUNEN), (FUNEN, zealand), (jutland, zealand)):
            assert min(distance(a, b) for a in one for b in other) >= 2

    @pytest.mark.parametrize("kkr", [kkr.id for kkr in kkrs()])
    def test_the_tiles_of_a_kkr_hang_together_but_for_the_islands(self, kkr: str) -> None:
        apart = {*ISLANDS, "lolland", "guldborgsund"}
        left = {each for each in of_kkr(kkr) if each not in apart and each not in FUNEN}
        reached = {min(left)}
        while more := {each for each in left - reached if any(distance(each, other) == 1 for other in reached)}:
            reached |= more
        assert reached == left


class TestDirections:
    """What a Dane would look for first, region by region."""

    @pytest.mark.parametrize(
        ("northern", "southern"),
        [
            ("frederikshavn", "aalborg"),  # Skagen belongs to Frederikshavn
            ("hjoerring", "broenderslev"),
            ("broenderslev", "aalborg"),
            ("aalborg", "rebild"),
            ("rebild", "mariagerfjord"),
            ("thisted", "morsoe"),
            ("mariagerfjord", "randers"),
            ("skive", "viborg"),
            ("lemvig", "ringkoebing-skjern"),
            ("norddjurs", "syddjurs"),
            ("randers", "favrskov"),
            ("aarhus", "odder"),
            ("skanderborg", "horsens"),
            ("horsens", "hedensted"),
            ("varde", "esbjerg"),
            ("kolding", "haderslev"),
            ("haderslev", "aabenraa"),
            ("odense", "faaborg-midtfyn"),
            ("svendborg", "langeland"),
            ("faaborg-midtfyn", "aeroe"),
            ("odsherred", "holbaek"),
            ("kalundborg", "slagelse"),
            ("koege", "faxe"),
            ("naestved", "vordingborg"),
            ("vordingborg", "guldborgsund"),
            ("helsingoer", "fredensborg"),
            ("gribskov", "hilleroed"),
            ("hilleroed", "alleroed"),
            ("lyngby-taarbaek", "gentofte"),
            ("koebenhavn", "taarnby"),
            ("taarnby", "dragoer"),
        ],
    )
    def test_one_lies_north_of_the_other(self, northern: str, southern: str) -> None:
        assert at(northern).row < at(southern).row

    @pytest.mark.parametrize(
        ("western", "eastern"),
        [
            ("thisted", "aalborg"),
            ("jammerbugt", "broenderslev"),
            ("vesthimmerlands", "rebild"),
            ("frederikshavn", "laesoe"),
            ("lemvig", "struer"),
            ("struer", "skive"),
            ("holstebro", "viborg"),
            ("lemvig", "aarhus"),
            ("ringkoebing-skjern", "silkeborg"),
            ("ikast-brande", "skanderborg"),
            ("aarhus", "syddjurs"),
            ("horsens", "odder"),
            ("odder", "samsoe"),
            ("fanoe", "esbjerg"),
            ("vejen", "kolding"),
            ("kolding", "fredericia"),
            ("fredericia", "middelfart"),
            ("toender", "aabenraa"),
            ("aabenraa", "soenderborg"),
            ("assens", "odense"),
            ("odense", "nyborg"),
            ("aeroe", "langeland"),
            ("nyborg", "slagelse"),
            ("kalundborg", "holbaek"),
            ("lejre", "roskilde"),
            ("soroe", "ringsted"),
            ("lolland", "guldborgsund"),
            ("faxe", "stevns"),
            ("roskilde", "hoeje-taastrup"),
            ("halsnaes", "hilleroed"),
            ("frederikssund", "alleroed"),
            ("ballerup", "gladsaxe"),
            ("albertslund", "koebenhavn"),
        ],
    )
    def test_one_lies_west_of_the_other(self, western: str, eastern: str) -> None:
        assert at(western).column < at(eastern).column

    def test_bornholm_lies_east_of_all(self) -> None:
        assert all(at(each).column < at("bornholm").column for each in IDS if each != "bornholm")

    def test_nothing_lies_north_of_vendsyssel_or_south_of_lolland(self) -> None:
        assert [each for each in IDS if at(each).row == 0] == ["frederikshavn", "hjoerring"]
        assert [each for each in IDS if at(each).row == 15] == ["guldborgsund", "lolland"]


class TestAMapOfSome:
    def test_midtjylland_looks_like_midtjylland(self) -> None:
        drawn = [["..."] * 6 for _ in range(6)]
        for municipality, tile in tiles(of_kkr("midtjylland")).items():
            drawn[tile.row][tile.column] = municipality[:3]
        assert [" ".join(row) for row in drawn] == [
            "... ... ski ... ... ...",
            "lem str vib ran nor ...",
            "hol her sil fav syd ...",
            "rin ika ska aar ... ...",
            "... ... hor odd ... sam",
            "... ... hed ... ... ...",
        ]

    @pytest.mark.parametrize("kkr", [kkr.id for kkr in kkrs()])
    def test_a_kkr_begins_at_the_upper_left_corner(self, kkr: str) -> None:
        found = tiles(of_kkr(kkr))
        assert min(tile.row for tile in found.values()) == min(tile.column for tile in found.values()) == 0

    def test_all_of_denmark_is_the_whole_map(self) -> None:
        everybody = [party.id for party in members(ALL, DAY)]
        assert tiles(everybody) == {each: tile_of(each) for each in everybody}

    def test_other_parties_are_left_out(self) -> None:
        assert tiles(["region-midtjylland", "751"]) == {"751": Tile(row=0, column=0)}

    def test_nobody_gives_an_empty_map(self) -> None:
        assert dict(tiles([])) == {}

    @given(st.lists(st.sampled_from(IDS), min_size=1))
    def test_a_part_keeps_the_distances_and_directions_of_the_whole(self, some: list[str]) -> None:
        found = tiles(some)
        assert set(found) == set(some)
        assert min(tile.row for tile in found.values()) == min(tile.column for tile in found.values()) == 0
        for one, other in combinations(found, 2):
            assert found[one].row - found[other].row == at(one).row - at(other).row
            assert found[one].column - found[other].column == at(one).column - at(other).column

    @given(st.lists(st.sampled_from(IDS)).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
    def test_it_is_in_reading_order_whatever_the_order_asked_in(self, orders: tuple[list[str], list[str]]) -> None:
        one, other = (tiles(some) for some in orders)
        assert list(one.items()) == list(other.items())
        assert list(one.values()) == sorted(one.values())

    def test_tiles_can_neither_be_changed_nor_mistaken(self) -> None:
        assert at("aarhus") == Tile(row=7, column=4)
        assert hash(at("aarhus")) == hash(Tile(row=7, column=4))
