"""Danish names, dates and alphabetical order."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from decimal import ROUND_UP, Context, Decimal, localcontext
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kkrconsult.danish import (
    fold,
    fold_all,
    format_date,
    format_moment,
    format_number,
    join_names,
    name_variants,
    parse_danish_date,
    sort_key,
    suggest,
    weekday_name,
    without_marks,
    written_languages,
)

# The 98 municipalities in the order of Danish lists.
MUNICIPALITIES = (
    "Albertslund", "Allerød", "Assens", "Ballerup", "Billund", "Bornholm", "Brøndby", "Brønderslev",
    "Dragør", "Egedal", "Esbjerg", "Fanø", "Favrskov", "Faxe", "Fredensborg", "Fredericia", "Frederiksberg",
    "Frederikshavn", "Frederikssund", "Furesø", "Faaborg-Midtfyn", "Gentofte", "Gladsaxe", "Glostrup",
    "Greve", "Gribskov", "Guldborgsund", "Haderslev", "Halsnæs", "Hedensted", "Helsingør", "Herlev",
    "Herning", "Hillerød", "Hjørring", "Holbæk", "Holstebro", "Horsens", "Hvidovre", "Høje-Taastrup",
    "Hørsholm", "Ikast-Brande", "Ishøj", "Jammerbugt", "Kalundborg", "Kerteminde", "Kolding", "København",
    "Køge", "Langeland", "Lejre", "Lemvig", "Lolland", "Lyngby-Taarbæk", "Læsø", "Mariagerfjord",
    "Middelfart", "Morsø", "Norddjurs", "Nordfyns", "Nyborg", "Næstved", "Odder", "Odense", "Odsherred",
    "Randers", "Rebild", "Ringkøbing-Skjern", "Ringsted", "Roskilde", "Rudersdal", "Rødovre", "Samsø",
    "Silkeborg", "Skanderborg", "Skive", "Slagelse", "Solrød", "Sorø", "Stevns", "Struer", "Svendborg",
    "Syddjurs", "Sønderborg", "Thisted", "Tønder", "Tårnby", "Vallensbæk", "Varde", "Vejen", "Vejle",
    "Vesthimmerlands", "Viborg", "Vordingborg", "Ærø", "Aabenraa", "Aalborg", "Aarhus",
)  # fmt: skip

# Other names in use, which follow from data and not from the name.
ALIASES = {
    "Mors": "Morsø",
    "Nordfyn": "Nordfyns",
    "Ringkjøbing-Skjern": "Ringkøbing-Skjern",
    "Vesthimmerland": "Vesthimmerlands",
}

names = st.text(st.sampled_from("aaAåÅeéoøöuüyæäz -.'0129бß"), max_size=8)


def folded(name: str) -> set[str]:
    return {fold(variant) for variant in name_variants(name)}


def assert_order(*texts: str) -> None:
    for before, after in pairwise(texts):
        assert sort_key(before) < sort_key(after), (before, after)


class TestAlphabeticalOrder:
    def test_the_municipalities_come_in_the_order_of_danish_lists(self) -> None:
        assert len(MUNICIPALITIES) == 98
        assert sorted(sorted(MUNICIPALITIES), key=sort_key) == list(MUNICIPALITIES)

    def test_ae_oe_and_aa_come_last(self) -> None:
        assert_order("zebra", "æble", "øl", "ål")

    def test_double_a_sorts_as_one_letter_after_the_new_spelling(self) -> None:
        assert_order("krydder", "krål", "kraal", "kråm")
        assert_order("Nygård", "Nygaard", "Nygårds")

    def test_a_third_a_is_a_letter_of_its_own(self) -> None:
        assert_order("Åa", "Aaa", "Åb")

    def test_initials_are_not_a_double_a(self) -> None:
        assert_order("A.A. Andersen", "Ab", "Aase")

    def test_foreign_letters_sort_as_danish_ones_after_them(self) -> None:
        assert_order("Schytt", "Schütt", "Schyttz")
        assert_order("Bæk", "Bäk", "Bæl")
        assert_order("Børge", "Börge", "Børgf")
        assert_order("Odin", "Oðin", "Odio")
        assert_order("Thor", "Þor", "Thos")
        assert_order("Oeuvre", "Œuvre", "Oeuvrf")

    def test_accents_do_not_count_unless_nothing_else_differs(self) -> None:
        assert_order("Ree", "Rée", "Ref")
        assert_order("morter", "mortér", "mortere")
        assert_order("cafe", "café", "cafeer")

    def test_capitals_come_first_when_nothing_else_differs(self) -> None:
        assert_order("Karl", "karl", "Karla")

    def test_case_decides_only_after_spelling(self) -> None:
        assert_order("Nygård", "nygård", "Nygaard", "nygaard")

    def test_digits_come_before_letters_and_other_alphabets_after(self) -> None:
        assert_order("9", "A", "Å", "Б", "В")
        assert_order("Spor 1", "Spor 3", "Spor A")
        assert_order("Spor ١", "Spor 2", "Spor ٣")

    def test_names_are_ordered_word_by_word_and_a_hyphen_parts_words(self) -> None:
        assert_order("Ny Vejle", "Nyborg")
        assert_order("Høje Taastrup", "Høje-Taastrup", "Højer")
        assert_order("Ringkøbing", "Ringkøbing-Skjern", "Ringkøbinge")

    def test_other_signs_do_not_count(self) -> None:
        assert_order("Kommunernes A", "»Kommunernes« B", "Kommunernes C")

    def test_a_decomposed_letter_sorts_like_a_composed_one(self) -> None:
        decomposed = unicodedata.normalize("NFD", "Ålborg")
        assert decomposed != "Ålborg"
        assert sort_key(decomposed)[:2] == sort_key("Ålborg")[:2]

    @given(st.text(), st.text())
    @example("a", "A")
    @example("aa", "å")
    @example("a-b", "a b")
    def test_different_texts_never_share_a_key(self, one: str, other: str) -> None:
        assert (sort_key(one) == sort_key(other)) == (one == other)

    @given(st.lists(names).flatmap(lambda texts: st.tuples(st.just(texts), st.permutations(texts))))
    def test_the_order_does_not_depend_on_the_order_before(self, two: tuple[list[str], list[str]]) -> None:
        texts, shuffled = two
        assert sorted(texts, key=sort_key) == sorted(shuffled, key=sort_key)


# Signs of one byte, which are looked up in a table, with what matters to the rules more often.
ONE_BYTE = st.lists(
    st.sampled_from([*map(chr, range(256)), *"aaaåæø -'", "aa", "kommune", " Kommunes", "é"]), max_size=10
).map("".join)


class TestATextOfOneByteSigns:
    """An ellipsis counts for nothing, and is not among those signs: with it, each letter is looked at by itself."""

    @given(ONE_BYTE)
    def test_sorts_as_any_other(self, text: str) -> None:
        assert sort_key(text)[:2] == sort_key(text + "…")[:2]

    @given(ONE_BYTE)
    def test_folds_as_any_other(self, text: str) -> None:
        assert fold(text) == fold(text + "…")

    @given(st.lists(ONE_BYTE | st.text(max_size=6) | names, min_size=1))
    @example(["a.a", "aa", "a", "a"])
    @example(["Aarhus Kommune", "kom mune", "\\x01", "àaa"])
    def test_folds_alone_as_among_others(self, texts: list[str]) -> None:
        lines = [text.replace("\n", "") for text in texts]
        assert fold_all(lines) == [fold(line) for line in lines]


class TestFolding:
    @pytest.mark.parametrize(
        "written",
        [
            "Aarhus",
            "Århus",
            "AARHUS KOMMUNE",
            "Århus Kommunes",
            "aarhus  kommune.",
            "(Aarhus)",
            "Aarhus'",
            "A\u030arhus",
        ],
    )
    def test_spellings_of_one_name_become_one(self, written: str) -> None:
        assert fold(written) == "århus"

    @pytest.mark.parametrize("written", ["Høje-Taastrup", "Høje Tåstrup", "høje–taastrup", "HØJETAASTRUP"])
    def test_hyphens_dashes_and_spaces_do_not_matter(self, written: str) -> None:
        assert fold(written) == "højetåstrup"

    def test_the_regional_municipality_is_a_municipality(self) -> None:
        assert fold("Bornholms Regionskommune") == "bornholms"

    def test_foreign_letters_and_accents_become_danish(self) -> None:
        assert fold("Götz Müller André Häl ǻ") == "gøtzmyllerandrehælå"

    def test_a_word_that_only_begins_with_kommune_is_kept(self) -> None:
        assert fold("Kommunernes Landsforening") == "kommunerneslandsforening"

    def test_kommune_alone_is_kept(self) -> None:
        assert fold("Kommune") == "kommune"

    def test_signs_alone_leave_nothing(self) -> None:
        assert fold(" -.! ") == fold("") == ""

    @given(st.one_of(st.text(), names))
    @example("a aa")
    @example("kom mune")
    def test_folding_twice_is_folding_once(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(st.text())
    def test_only_letters_and_digits_are_left(self, text: str) -> None:
        assert all(char.isalnum() for char in fold(text))


class TestNameVariants:
    def test_aarhus_is_found_in_all_its_forms(self) -> None:
        assert {
            "Aarhus",
            "Århus",
            "Aarhus'",
            "Aarhus Kommune",
            "Aarhus kommunes",
            "Byrådet i Aarhus",
            "Byrådet i Århus Kommune",
            "Aarhus Byråd",
        } <= name_variants("Aarhus")

    def test_the_genitive_adds_an_s(self) -> None:
        variants = name_variants("København")
        assert {"Københavns", "Københavns Kommune", "Københavns Borgerrepræsentation"} <= variants
        assert "København'" not in variants

    @pytest.mark.parametrize("name", ["Nordfyns", "Aarhus", "Assens"])
    def test_a_name_in_s_gets_no_second_s(self, name: str) -> None:
        assert {name, f"{name}'", f"{name} Kommune"} <= name_variants(name)
        assert not any(f"{name}s" in variant for variant in name_variants(name))

    def test_a_name_without_danish_letters_is_found(self) -> None:
        assert "Koebenhavn" in name_variants("København")
        assert "Aeroe" in name_variants("Ærø")
        assert "Oesterby" in name_variants("Østerby")
        assert "Taarnby" in name_variants("Tårnby")
        assert "Lyngby-Taarbaek" in name_variants("Lyngby-Taarbæk")

    def test_a_hyphen_may_be_a_space(self) -> None:
        assert {"Høje Taastrup", "Høje-Tåstrup", "Byrådet i Høje Tåstrup"} <= name_variants("Høje-Taastrup")

    @pytest.mark.parametrize("official", ["Aarhus Kommune", "Aarhus  kommune", "Aarhus Kommunes"])
    def test_the_official_name_gives_the_same_as_the_short_one(self, official: str) -> None:
        assert name_variants(official) == name_variants("Aarhus")

    def test_the_official_names_that_differ_are_found_too(self) -> None:
        assert fold("Københavns Kommune") in folded("København")
        assert fold("Bornholms Regionskommune") in folded("Bornholm")

    def test_two_senders_of_one_municipality_are_both_found(self) -> None:
        # As in the report on bill L 17 of 2023-24.
        for sender in ("Byrådet i Ringkøbing-Skjern", "Ringkøbing-Skjern Kommune"):
            assert fold(sender) in folded("Ringkøbing-Skjern")

    def test_no_form_is_shared_by_two_municipalities(self) -> None:
        forms = {name: folded(name) for name in MUNICIPALITIES}
        for alias, name in ALIASES.items():
            forms[name] |= folded(alias)
        shared = {(a, b): forms[a] & forms[b] for a, b in combinations(forms, 2) if forms[a] & forms[b]}
        assert shared == {}

    def test_a_name_is_not_found_in_a_longer_one(self) -> None:
        assert fold("Ringkøbing") not in folded("Ringkøbing-Skjern")
        assert fold("Brønderslev") not in folded("Brøndby")
        assert fold("Midtfyn") not in folded("Faaborg-Midtfyn")


class TestSuggestions:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("Hernig", "Herning"),
            ("Herlov", "Herlev"),
            ("kobenhavns kommune", "København"),
            ("Koebenhavn", "København"),
            ("Århus", "Aarhus"),
            ("Ringkjøbing Skjern", "Ringkøbing-Skjern"),
        ],
    )
    def test_a_misspelt_municipality_is_recognised(self, written: str, meant: str) -> None:
        assert suggest(written, MUNICIPALITIES) == (meant,)

    def test_a_misspelt_key_is_recognised(self) -> None:
        assert suggest("dedline", ["opens", "deadline", "timezone"]) == ("deadline",)
        assert suggest("time_zone", ["opens", "deadline", "timezone"]) == ("timezone",)

    def test_nothing_alike_gives_nothing(self) -> None:
        assert suggest("xyz", MUNICIPALITIES) == ()
        assert suggest("", MUNICIPALITIES) == ()
        assert suggest("...", MUNICIPALITIES) == ()
        assert suggest("Herning", []) == ()

    def test_letters_in_another_order_are_not_alike(self) -> None:
        assert suggest("gninreh", ["herning"]) == ()

    def test_the_likeliest_come_first_and_no_more_than_asked_for(self) -> None:
        assert suggest("Vejl", ["Vejen", "Vejle", "Viborg"], n=3) == ("Vejle", "Vejen")
        assert suggest("Vejl", ["Vejen", "Vejle", "Viborg"], n=1) == ("Vejle",)
        assert suggest("Vejle", ["Vejle"], n=0) == suggest("Vejle", ["Vejle"], n=-1) == ()

    @given(st.permutations(["Nyborg", "Nyberg", "nyborg", "NYBORG"]))
    def test_equally_good_ones_come_in_alphabetical_order(self, candidates: list[str]) -> None:
        assert suggest("nyborg", candidates, n=4) == ("NYBORG", "Nyborg", "nyborg", "Nyberg")

    def test_a_candidate_given_twice_is_suggested_once(self) -> None:
        assert suggest("Vejl", ["Vejle", "Vejle"], n=2) == ("Vejle",)


class TestReadingDates:
    @pytest.mark.parametrize(
        "text",
        [
            "15. december 2020",
            "15 december 2020",
            "15. December 2020",
            "15. dec. 2020",
            "15. dec 2020",
            "15.dec.2020",
            "den 15. dec. 2020",
            "Den 15. december 2020",
            "d. 15. december 2020",
            "d.15.12.2020",
            "tirsdag den 15. december 2020",
            "Tirsdag, den 15. december 2020",
            "tirsdag 15.12.2020",
            "15. december, 2020",
            "15.12.2020",
            "15. 12. 2020",
            "15/12-2020",
            "15/12 2020",
            "15/12/2020",
            "15-12-2020",
            "15 - 12 - 2020",
            "2020-12-15",
            "  15.\N{NO-BREAK SPACE}december\n2020 ",
        ],
    )
    def test_a_danish_date_is_read(self, text: str) -> None:
        assert parse_danish_date(text) == date(2020, 12, 15)

    def test_the_day_comes_first_also_where_it_could_be_a_month(self) -> None:
        assert parse_danish_date("12.3.2026") == date(2026, 3, 12)
        assert parse_danish_date("01/02-2021") == date(2021, 2, 1)

    @pytest.mark.parametrize("text", ["1. sept. 2020", "1. sep 2020", "1. september 2020"])
    def test_september_has_two_abbreviations(self, text: str) -> None:
        assert parse_danish_date(text) == date(2020, 9, 1)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "december 2020",
            "15. december",
            "12/15/2020",
            "31.2.2020",
            "29. februar 2021",
            "0.1.2020",
            "15.12.0000",
            "0000-01-01",
            "2020-13-01",
            "2020-1-1",
            "20201215",
            "15.12.20",
            "15122020",
            "15. dece 2020",
            "15. October 2020",
            "December 15, 2020",
            "mandag den 15. december 2020",
            "den 2020-12-15",
            "15. december 2020 kl. 10",
            "115. december 2020",
            "١٥.١٢.٢٠٢٠",
        ],
    )
    def test_what_is_no_date_or_not_a_certain_one_is_none(self, text: str) -> None:
        assert parse_danish_date(text) is None

    @given(st.dates(min_value=date(1000, 1, 1)))
    def test_a_date_comes_back_from_every_way_of_writing_it(self, day: date) -> None:
        written = format_date(day, "da")
        for text in (
            written,
            f"{weekday_name(day, 'da')} den {written}",
            f"{day:%d.%m.%Y}",
            f"{day.day}/{day.month}-{day.year}",
            day.isoformat(),
        ):
            assert parse_danish_date(text) == day

    @given(st.one_of(st.text(), st.from_regex(r"[0-9]{1,3}[./ -][0-9]{1,2}[./ -][0-9]{1,5}")))
    def test_no_text_is_too_odd_to_be_looked_at(self, text: str) -> None:
        result = parse_danish_date(text)
        assert result is None or str(result.year).zfill(4) in text


class TestWritingDatesAndLists:
    def test_a_date_is_written_as_in_the_language(self) -> None:
        assert format_date(date(2020, 12, 15), "da") == "15. december 2020"
        assert format_date(date(2020, 12, 15), "en") == "15 December 2020"

    def test_every_month_has_its_name(self) -> None:
        months = {
            lang: [format_date(date(2026, m, 1), lang).split()[1] for m in range(1, 13)] for lang in written_languages()
        }
        assert " ".join(months["da"]) == (
            "januar februar marts april maj juni juli august september oktober november december"
        )
        assert " ".join(months["en"]) == (
            "January February March April May June July August September October November December"
        )

    def test_every_weekday_has_its_name(self) -> None:
        week = [date(2026, 2, day) for day in range(2, 9)]
        assert " ".join(weekday_name(day, "da") for day in week) == (
            "mandag tirsdag onsdag torsdag fredag lørdag søndag"
        )
        assert " ".join(weekday_name(day, "en") for day in week) == (
            "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
        )

    def test_a_moment_is_written_with_hours_and_minutes(self) -> None:
        moment = datetime(2020, 12, 15, 10, 0, 0, 999, tzinfo=UTC)
        assert format_moment(moment, "da") == "15. december 2020 kl. 10.00"
        assert format_moment(moment, "en") == "15 December 2020 at 10:00"

    def test_seconds_are_written_when_there_are_any(self) -> None:
        moment = datetime(2020, 12, 15, 9, 5, 30, tzinfo=UTC)
        assert format_moment(moment, "da") == "15. december 2020 kl. 09.05.30"
        assert format_moment(moment, "en") == "15 December 2020 at 09:05:30"

    @pytest.mark.parametrize(
        ("given_names", "da", "en"),
        [
            ([], "", ""),
            (["A"], "A", "A"),
            (["A", "B"], "A og B", "A and B"),
            (["A", "B", "C"], "A, B og C", "A, B and C"),
        ],
    )
    def test_names_are_joined_into_a_list(self, given_names: list[str], da: str, en: str) -> None:
        assert join_names(given_names, "da") == join_names(iter(given_names), "da") == da
        assert join_names(given_names, "en") == en

    @pytest.mark.parametrize(
        ("value", "da", "en"),
        [
            (0, "0", "0"),
            (999, "999", "999"),
            (1000, "1.000", "1,000"),
            (-1234567.891, "-1.234.567,89", "-1,234,567.89"),
            (2.5, "2,5", "2.5"),
            (2.0, "2", "2"),
            (1 / 3, "0,33", "0.33"),
            (Decimal("0.10"), "0,1", "0.1"),
            (-0.004, "0", "0"),
            (1e22, "10.000.000.000.000.000.000.000", "10,000,000,000,000,000,000,000"),
            (float("inf"), "∞", "∞"),
            (float("-inf"), "-∞", "-∞"),
            (float("nan"), "NaN", "NaN"),
        ],
    )
    def test_a_number_has_the_signs_of_the_language(self, value: float | Decimal, da: str, en: str) -> None:
        assert format_number(value, "da") == da
        assert format_number(value, "en") == en

    def test_a_number_has_as_many_decimals_as_are_wanted(self) -> None:
        assert [format_number(3.14159, "da", decimals) for decimals in range(4)] == ["3", "3,1", "3,14", "3,142"]
        assert format_number(2.5, "da", 2, keep_zeros=True) == "2,50"
        assert format_number(-0.001, "da", 2, keep_zeros=True) == "0,00"

    def test_half_is_rounded_to_even_by_what_is_seen(self) -> None:
        assert [format_number(value, "en", 0) for value in (0.5, 1.5, 2.5)] == ["0", "2", "2"]
        assert format_number(2.675, "en") == "2.68"

    def test_rounding_does_not_depend_on_what_others_have_set(self) -> None:
        with localcontext(Context(prec=2, rounding=ROUND_UP)):
            assert format_number(12345.674, "en") == "12,345.67"

    def test_danish_comes_first(self) -> None:
        assert written_languages() == ("da", "en")

    def test_an_unknown_language_is_an_error_that_names_the_known_ones(self) -> None:
        with pytest.raises(ValueError, match=r"'de'; choose one of da, en"):
            format_date(date(2020, 12, 15), "de")
        with pytest.raises(ValueError, match="choose one of"):
            weekday_name(date.min, "xx")
        with pytest.raises(ValueError, match="choose one of"):
            join_names([], "xx")
        with pytest.raises(ValueError, match="choose one of"):
            format_number(1, "xx")


class TestWithoutMarks:
    @pytest.mark.parametrize(
        ("text", "plain"),
        [("Høring på Ærø", "hoering paa aeroe"), ("Cafe\u0301 ÉN", "cafe en"), ("a\u030a", "aa"), ("Жук", "жук")],
    )
    def test_danish_letters_are_spelt_and_others_lose_their_marks(self, text: str, plain: str) -> None:
        assert without_marks(text) == plain
