"""Personal data in text: what is found, what is left alone, and what is never shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.dk import cpr as oracle
from stdnum.exceptions import InvalidComponent

from kkrconsult.privacy import (
    Hit,
    Kind,
    find,
    is_function_mailbox,
    is_private_email,
    placeholder,
    prescan,
    redact,
)

OFFICIAL = frozenset({"aarhus.dk", "skive.dk", "rm.dk"})


def found(text: str, *kinds: Kind) -> list[tuple[str, str]]:
    """What is found in a text, with its kind; each hit is checked against its offsets."""
    hits = find(text, frozenset(kinds)) if kinds else find(text)
    assert all(text[hit.start : hit.end] == hit.value for hit in hits)
    return [(hit.kind.value, hit.value) for hit in hits]


def only(text: str) -> Hit:
    (hit,) = find(text)
    return hit


@st.composite
def birth_dates_and_numbers(draw: st.DrawFn) -> tuple[date, str]:
    """A day, and a CPR number that someone born on it could have had."""
    born = draw(st.dates(date(1858, 1, 1), date(2057, 12, 31)))
    if born.year < 1900:
        sevenths = "5678"
    elif born.year < 2000:
        sevenths = "0123" + ("49" if born.year >= 1937 else "")
    else:
        sevenths = "5678" + ("49" if born.year <= 2036 else "")
    seventh = draw(st.sampled_from(sevenths))
    return born, f"{born:%d%m%y}{seventh}{draw(st.integers(0, 999)):03}"


DANISH = st.sampled_from(
    [
        "Byrådet i Ærøskøbing kan tilslutte sig strategien",
        "Sagen (j.nr. 13.05.00-G00-2-13) blev behandlet den 15. december 2020 kl. 10.00",
        "– jf. side 3, stk. 2; beløbet er 1.250.000 kr.",
        "Høringssvaret er afgivet med forbehold for politisk godkendelse.",
        "«æøå» 98 kommuner, 46 + 30",
        "",
    ]
)
SEPARATORS = ["", "-", " ", "\u00a0", "\u2011", "–", " - ", "\u00ad", "-\n", "\u2212", "-\r\n", "--"]


class TestACprNumber:
    @pytest.mark.parametrize("separator", SEPARATORS)
    def test_is_found_with_any_separator(self, separator: str) -> None:
        number = f"010180{separator}1234"
        assert found(f"Borgeren ({number}) er flyttet.") == [("cpr", number)]

    @pytest.mark.parametrize("separator", [".", "/", "   ", "\n", "\t", "---", "x"])
    def test_is_not_made_of_two_numbers_that_merely_follow_each_other(self, separator: str) -> None:
        assert found(f"010180{separator}1234") == []

    @given(birth_dates_and_numbers(), st.sampled_from(SEPARATORS), DANISH, DANISH)
    def test_is_found_in_danish_text_for_every_birth_date(
        self, person: tuple[date, str], separator: str, before: str, after: str
    ) -> None:
        born, number = person
        assert oracle.get_birth_date(number) == born
        written = f"{number[:6]}{separator}{number[6:]}"
        text = f"{before} {written} {after}"
        assert found(text, Kind.CPR) == [("cpr", written)]
        assert find(text, frozenset({Kind.CPR}))[0].start == len(before) + 1

    @given(st.from_regex("[0-3][0-9][01][0-9]{7}", fullmatch=True))
    @example("2902000123")  # 1900 was no leap year …
    @example("2902004123")  # … and 2000 was.
    @example("2902995123")
    @example("2902965123")  # 1896
    @example("3104801234")
    @example("0013801234")
    @example("0100801234")
    @example("0001801234")
    def test_has_a_real_date_in_the_century_of_its_seventh_digit(self, number: str) -> None:
        try:
            oracle.get_birth_date(number)
        except InvalidComponent:
            assert found(number) == []
        else:
            assert found(number) == [("cpr", number)]

    @pytest.mark.parametrize(
        ("number", "year"),
        [
            ("0102370123", 1937),
            ("0102003123", 1900),
            ("0102364123", 2036),
            ("0102374123", 1937),
            ("0102369123", 2036),
            ("0102379123", 1937),
            ("0102575123", 2057),
            ("0102585123", 1858),
            ("0102998123", 1899),
            ("0102008123", 2000),
        ],
    )
    def test_turns_century_where_the_table_says(self, number: str, year: int) -> None:
        # A leap day tells the century apart: it is found exactly in leap years.
        leap = f"2902{number[4:]}"
        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        assert oracle.get_birth_date(number).year == year
        assert bool(found(leap)) == is_leap

    @pytest.mark.parametrize("day", ["61", "71", "91"])
    def test_may_be_a_replacement_number(self, day: str) -> None:
        assert found(f"{day}0180-1234") == [("cpr", f"{day}0180-1234")]
        assert only(f"{day}0180-1234").hint is None

    @pytest.mark.parametrize("number", ["320180-1234", "600180-1234", "920180-1234", "910280-1234", "410180-1234"])
    def test_has_no_other_days(self, number: str) -> None:
        assert found(number) == []

    @given(birth_dates_and_numbers())
    def test_has_a_hint_that_is_the_modulus_11_check(self, person: tuple[date, str]) -> None:
        number = person[1]
        fits = oracle.checksum(number) == 0
        assert only(number).hint is fits
        assert only(f"{number[:6]}-{number[6:]}").hint is fits

    def test_is_found_whether_or_not_it_passes_the_check(self) -> None:
        assert [only(text).hint for text in ("211062-5629", "211062-5620")] == [True, False]

    @pytest.mark.parametrize(
        "text",
        [
            "CPR010180-1234",
            "cpr-nr.010180-1234",
            "Personnummer010180-1234",
            "CPR:010180-1234",
            "født/010180-1234",
            "(010180-1234)",
            "010180-1234.",
            "010180-1234, 8000 Aarhus",
            "010180-1234's sag",
            "ansøgning_010180-1234_v2.pdf",
            "bilag-010180-1234-underskrevet.docx",
            "2;010180-1234;ja",
            "den 15. 010180-1234",
            "nr.-010180-1234",
            '{"cpr":"010180-1234"}',
            'href="https://skive.dk">010180-1234',
            "https://skive.dk 010180-1234",
            "https://skive.dk[010180-1234",
            "Reg. 1234 010180-1234",
        ],
    )
    def test_is_found_beside(self, text: str) -> None:
        assert found(text) == [("cpr", "010180-1234")]

    @pytest.mark.parametrize(
        "text",
        [
            "3,0101801234,ja",
            "konto 0101801234",
            "0101801234.pdf",
            "CPR-nr. 0101801234",
            "op-nr. x 0101801234",
        ],
    )
    def test_is_found_undivided_beside(self, text: str) -> None:
        assert found(text) == [("cpr", "0101801234")]

    def test_is_found_next_to_another(self) -> None:
        text = "010180-1234/020280-1234, 0303801234 040480 1234"
        assert [value for _, value in found(text)] == ["010180-1234", "020280-1234", "0303801234", "040480 1234"]

    @pytest.mark.parametrize(
        "text",
        [
            "13.05.00-G00-2-13",
            "00.01.00P35-0101",
            "1-51-71-3321-08",
            "07/5773",
            "2015-4655",
            "CVR 01018012",
            "CVR-nr. 29189927",
            "EAN 5798009811578",
            "EAN 0101801234567",
            "DK5000400440116243",
            "DK50 0040 0440 1162 43",
            "DK0101801234",
            "01.02.2021",
            "15-12-2020",
            "+45 12 34 56 78",
            "https://www.kl.dk/0101801234",
            "https://www.kl.dk/sag/0101801234/bilag",
            "www.kl.dk/?id=0101801234",
            "990101801234",
            "010180123499",
            "010180-12345",
            "010180 12345",
            "9-010180-1234",
            "9.0101801234",
            "2020\u2011010180-1234",
            "010180-1234-5",
            "010180-1234.5",
            "a010180-1234",
            "å010180-1234",
            "010180-1234b",
            "010180-123",
            "P-nr. 1003388394",
            "P-nummer: 1003388394",
            "Pnr 1003388394",
        ],
    )
    def test_is_not_seen_in_other_numbers(self, text: str) -> None:
        assert found(text, Kind.CPR) == []

    def test_may_stand_where_a_unit_number_is_divided(self) -> None:
        # Only undivided numbers can be the number of a production unit.
        assert found("P-nr. 010180-1234") == [("cpr", "010180-1234")]

    def test_is_found_far_behind_a_web_address(self) -> None:
        # Looking back is bounded; too many hits are better than too much time.
        assert found("https://" + "x" * 480 + "/0101801234") == []
        assert found("https://" + "x/" * 250 + "0101801234") == [("cpr", "0101801234")]


class TestAnEmailAddress:
    @pytest.mark.parametrize(
        "address",
        [
            "jens@gmail.com",
            "Jens.Hansen+kkr@teknik.aarhus.dk",
            "jens_hansen-2@a.dk",
            "søren@sønderborg.dk",
            "o'neil@mail.dk",
            "1@2.dk",
            "post@xn--sknderborg-1cb.dk",
        ],
    )
    @pytest.mark.parametrize(
        "around", ["{}", "<{}>", "Skriv til {}.", "mailto:{}?subject=x", "({})", "'{}'", "&lt;{}&gt;"]
    )
    def test_is_found(self, address: str, around: str) -> None:
        assert found(around.format(address)) == [("email", address)]

    @pytest.mark.parametrize(
        "text",
        [
            "@",
            "a@",
            "@b.dk",
            "a@b",
            "a@b.c",
            "a@b.1",
            "a @b.dk",
            "a@ b.dk",
            "..@b.dk",
            "a@.dk",
            "a@@b.dk",
            "https://www.google.com/maps/@56.15,10.2,15z",
            "jens (at) gmail.com",
            "a@" + "b" * 64 + ".dk",
        ],
    )
    def test_is_not_seen_where_there_is_none(self, text: str) -> None:
        assert found(text) == []

    def test_ends_before_what_was_glued_to_it(self) -> None:
        assert found("jens@gmail.com1 og -hanne@mail.dk-") == [("email", "jens@gmail.com"), ("email", "hanne@mail.dk")]

    def test_may_follow_another_at_once(self) -> None:
        assert found("a@b.dk;c@d.dk@e@f.dk") == [("email", "a@b.dk"), ("email", "c@d.dk"), ("email", "e@f.dk")]

    @pytest.mark.parametrize(
        "address",
        [
            "jens@gmail.com",
            "JENS@GMAIL.COM",
            "jens@hotmail.com",
            "jens@hotmail.dk",
            "jens@live.co.uk",
            "jens@outlook.com.br",
            "jens@yahoo.dk",
            "jens@icloud.com",
            "jens@mail.dk",
            "jens@ofir.dk",
            "jens@jubii.dk",
            "jens@stofanet.dk",
            "jens@youmail.dk",
            "jens@tdcadsl.dk",
            "jens@protonmail.com",
            "jens@post4.tele.dk",
            "post@gmail.com",
        ],
    )
    def test_is_private_with_a_well_known_provider(self, address: str) -> None:
        assert is_private_email(address)
        assert is_private_email(address, OFFICIAL)

    @pytest.mark.parametrize(
        "address",
        [
            "post@aarhus.dk",
            "jens@aarhus.dk",
            "jens@firma.dk",
            "jens@notgmail.com",
            "jens@gmail.com.eksempel.dk",
            "jens@live.aarhus.dk",
            "jens@live.org",
            "jens@livex.com",
            "jens",
        ],
    )
    def test_is_not_private_elsewhere(self, address: str) -> None:
        assert not is_private_email(address)

    def test_is_not_private_at_a_domain_that_is_declared_official(self) -> None:
        assert not is_private_email("forening@mail.dk", {"mail.dk"})
        assert not is_private_email("forening@Post.Mail.dk", {"mail.dk"})

    @pytest.mark.parametrize(
        "address",
        [
            "post@aarhus.dk",
            "POST@AARHUS.DK",
            "raadhus@skive.dk",
            "kommunen@skive.dk",
            "teknik-og-miljø@teknik.aarhus.dk",
        ],
    )
    def test_is_an_offices_by_its_name_at_an_official_domain(self, address: str) -> None:
        assert is_function_mailbox(address, OFFICIAL)

    @pytest.mark.parametrize("address", ["post@gmail.com", "jens.hansen@aarhus.dk", "post@notaarhus.dk", "post", ""])
    def test_is_otherwise_not_an_offices(self, address: str) -> None:
        assert not is_function_mailbox(address, OFFICIAL)


class TestATelephoneNumber:
    @pytest.mark.parametrize(
        "number",
        [
            "12 34 56 78",
            "1234 5678",
            "12\u00a034\u00a056\u00a078",
            "+45 12 34 56 78",
            "+4512345678",
            "+45 12345678",
            "+45 1234 5678",
            "+45-12345678",
            "+45 12 345 678",
            "+4512 34 56 78",
            "+451234 5678",
            "0045 12345678",
            "004512345678",
            "0045 12 34 56 78",
        ],
    )
    @pytest.mark.parametrize("around", ["{}", "({}).", "Ring {}, tak", "tlf. {}", "tel:{};", "3. {} (lokal 5)"])
    def test_is_found_as_it_stands(self, number: str, around: str) -> None:
        assert found(around.format(number)) == [("phone", number)]

    @pytest.mark.parametrize(
        "lead",
        [
            "tlf. ",
            "Tlf.: ",
            "TLF ",
            "tlf",
            "Telefon: ",
            "telefon\n",
            "telefonnummer er ",
            "Tlf.nr. ",
            "mobil ",
            "Mob. ",
            "mobiltelefon ",
            "mobilnr. ",
            "Direkte: ",
            "direkte tlf. (",
            "Tel. ",
            "T: ",
            "M. ",
            "ring til ",
            "ring på ",
            "phone number ",
            "(+45) ",
            "+45) ",
            "tlf. (+45) ",
            "(0045) ",
        ],
    )
    @pytest.mark.parametrize(
        "number", ["12345678", "12 345 678", "12.34.56.78", "12-34-56-78", "12.345.678", "1234-5678"]
    )
    def test_is_found_in_any_grouping_when_announced(self, lead: str, number: str) -> None:
        assert found(f"Skriv eller {lead}{number}) i dag") == [("phone", number)]

    @pytest.mark.parametrize(
        "number", ["12345678", "12.34.56.78", "12-34-56-78", "12 345 678", "12.345.678", "1234-5678"]
    )
    @pytest.mark.parametrize("lead", ["", "nr. ", "stf ", "system. ", "entlf ", "stel ", "t ", "at. ", "+46 ", "+"])
    def test_is_not_seen_in_other_groupings_when_not_announced(self, lead: str, number: str) -> None:
        assert found(lead + number) == []

    @pytest.mark.parametrize("link", [" og ", ", ", "/", " / ", " eller ", "; ", " & ", " or "])
    def test_announces_the_next_one(self, link: str) -> None:
        text = f"tlf. 12345678{link}87654321{link}11223344"
        assert [value for _, value in found(text)] == ["12345678", "87654321", "11223344"]

    @pytest.mark.parametrize("link", [" ", " CVR ", " - ", " ogg ", ". ", "   og ", " og\n\n\n"])
    def test_announces_nothing_further_on(self, link: str) -> None:
        assert found(f"tlf. 12345678{link}29189927") == [("phone", "12345678")]

    def test_may_begin_with_45_itself(self) -> None:
        assert found("tlf. 45 12 34 56") == [("phone", "45 12 34 56")]
        assert found("tlf. 45123456") == [("phone", "45123456")]
        assert found("tlf. 45 12 34 56 78") == [("phone", "45 12 34 56 78")]
        assert found("tlf. 4512345678") == [("phone", "4512345678")]

    def test_may_be_followed_by_another_number_when_announced(self) -> None:
        assert found("tlf. 12 34 56 78 2020") == [("phone", "12 34 56 78")]
        assert found("tlf. 12345678 11 22 33 44") == [("phone", "12345678"), ("phone", "11 22 33 44")]

    @pytest.mark.parametrize(
        "text",
        [
            "CVR 12345678",
            "CVR-nr.: 29 18 99 27",
            "CVR: DK 29 18 99 27",
            "cvr.nr. 2918 9927",
            "CVR/SE-nr. 29 18 99 27",
            "SE-nr. 29 18 99 27",
            "EAN 57 98 00 98 11 57 8",
            "EAN-nr. 57 98 00 98",
            "Konto 1234 5678",
            "kontonr. 1234 5678",
            "sag 1234 5678",
            "Journalnr. 1234 5678",
            "J.nr. 1234 5678",
            "DK50 0040 0440 1162 43",
            "12.345.678",
            "12.345.678 kr.",
            "1.234.567",
            "2020 2021",
            "1999 2000",
            "2015-4655",
            "1990-2030",
            "01.02.2021",
            "2020-12-15",
            "8000 Aarhus C",
            "00 34 56 78",
            "01 02 20 21",
            "12 34 56",
            "12 34 56 78 90",
            "123 12 34 56 78",
            "5 12 34 56 78",
            "1234 5678 9012",
            "12  34 56 78",
            "12\n34 56 78",
            "12-34 56 78",
            "x12 34 56 78",
            "12 34 56 78x",
            "12 34 56 78 %",
            "12 34 56 78%",
            "https://www.kl.dk/tlf.12345678",
            "https://www.kl.dk/+4512345678",
            "https://www.kl.dk/12 34 56 78",
            "+45 12 34 56 7",
            "+45 12 34 56 789",
            "+45 12 34 56 78-9",
            "+4512345",
            "+451234567890",
            "+46 12 345 678",
            "tlf. 12345678-9",
            "tlf. 12345678.9",
            "tlf. 123456789",
            "tlf. 1234567",
            "tlf. er vigtig: 12345678",
            "0045 1234567",
        ],
    )
    def test_is_not_seen_in_other_numbers(self, text: str) -> None:
        assert found(text, Kind.PHONE) == []

    @pytest.mark.parametrize(
        "text", ["2020 4455", "4455 2020", "fcvr 12 34 56 78", "CVR-registret 12 34 56 78", "+45 12 34 56"]
    )
    def test_is_found_though_it_resembles_one(self, text: str) -> None:
        assert found(text, Kind.PHONE) != []


class TestKinds:
    TEXT = "jens@gmail.com, 010180-1234, tlf. 12345678"

    def test_come_in_order_of_place(self) -> None:
        assert [hit.kind for hit in find(self.TEXT)] == [Kind.EMAIL, Kind.CPR, Kind.PHONE]

    @pytest.mark.parametrize("kind", list(Kind))
    def test_can_be_asked_for_one_by_one(self, kind: Kind) -> None:
        assert [hit.kind for hit in find(self.TEXT, frozenset({kind}))] == [kind]

    def test_can_be_left_out_altogether(self) -> None:
        assert find(self.TEXT, frozenset()) == []

    def test_do_not_overlap_and_the_cpr_number_wins(self) -> None:
        assert found("jens.0101801234@gmail.com") == [("cpr", "0101801234")]
        assert found("0101801234.jens@gmail.com") == [("cpr", "0101801234"), ("email", "jens@gmail.com")]
        assert found("tlf. 0101801234") == [("cpr", "0101801234")]
        assert found("mobil 12345678@gmail.com") == [("email", "12345678@gmail.com")]

    def test_an_address_frees_the_number_that_was_glued_to_it(self) -> None:
        text = "jens@gmail.com0101801234"
        assert found(text) == [("email", "jens@gmail.com"), ("cpr", "0101801234")]
        assert found(text, Kind.CPR) == []


class TestAHit:
    @pytest.mark.parametrize(
        ("text", "masked"),
        [
            ("010180-1234", "••••••-••••"),
            ("0101801234", "••••••-••••"),
            ("jens@gmail.com", "•••@gmail.com"),
            ("Jens@Hotmail.DK", "•••@hotmail.dk"),
            ("lars@familien-jensen.dk", "•••@•••.dk"),
            ("+45 12 34 56 78", "•• •• •• 78"),
        ],
    )
    def test_has_a_mask_that_tells_little(self, text: str, masked: str) -> None:
        assert only(text).masked == masked

    @given(
        birth_dates_and_numbers(), st.integers(10_000_000, 99_999_999), st.from_regex("[a-z0-9.]{1,20}", fullmatch=True)
    )
    def test_never_shows_what_was_found(self, person: tuple[date, str], phone: int, local: str) -> None:
        for text in (person[1], f"tlf. {phone}", f"x{local}@gmail.com", f"x{local}@{phone}.dk"):
            for hit in find(text):
                for shown in (repr(hit), str(hit), f"{hit}", hit.masked):
                    assert hit.value not in shown
                runs = {hit.value[at : at + 4] for at in range(len(hit.value) - 3)}
                assert not any(run.isdecimal() and run in hit.masked for run in runs)

    def test_cannot_be_changed(self) -> None:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            only("010180-1234").value = ""  # type: ignore[misc]


class TestTheFirstLook:
    def test_sees_nothing_in_most_text(self) -> None:
        guard = prescan("Mødet den 15. december 2020 kl. 10.00 – 19 kommuner, 1.250.000 kr., 15-12-2020.")
        assert (guard.long_run, guard.phone_shape, guard.at, guard.digits) == (False, False, False, False)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("123456", (True, False, False)),
            ("12345", (False, False, False)),
            ("12 34 56 78", (False, True, False)),
            ("12–345\u202f678", (False, True, False)),
            ("12345678", (True, True, False)),
            ("@", (False, False, True)),
        ],
    )
    def test_tells_what_may_be_there(self, text: str, expected: tuple[bool, bool, bool]) -> None:
        guard = prescan(text)
        assert (guard.long_run, guard.phone_shape, guard.at) == expected
        assert guard.digits == (expected[0] or expected[1])

    def test_is_used_when_given(self) -> None:
        text = "010180-1234, jens@gmail.com, tlf. 12345678"
        assert find(text, guard=prescan(text)) == find(text)
        assert find(text, guard=prescan("x" * len(text))) == []

    def test_shows_nothing_of_the_text(self) -> None:
        assert "010180" not in repr(prescan("010180-1234"))

    @given(st.text())
    def test_has_a_class_for_every_character(self, text: str) -> None:
        assert len(prescan(text).classes) == len(text)


# Pieces that bind, divide, announce and disguise numbers, to be put together in every way.
PIECES = st.lists(
    st.sampled_from(
        [
            *("010180-1234", "0101801234", "610180 1234", "12345678", "12 34 56 78", "1234 5678", "12.345.678"),
            *("+45", "0045", "45", "tlf.", "T:", "cpr", "nr", "CVR ", "P-nr. ", "og", "%"),
            *("jens@gmail.com", "a@b.dk", "@", "x", "å", "1", "00", "https://", "www.", "[", "]", "(", ")"),
            *(" ", "-", ".", "/", ",", "\u2011", "\u00a0", "\u200b", "\n", "'", "+", "–", "²", "٣"),
        ]
    ),
    max_size=12,
).map("".join)


class TestRedaction:
    def test_tells_what_was_left_out(self) -> None:
        text = "Borgeren 010180-1234 (jens@gmail.com, tlf. 12345678)."
        danish = "Borgeren [udeladt: CPR-nummer] ([udeladt: e-mailadresse], tlf. [udeladt: telefonnummer])."
        english = "Borgeren [omitted: CPR number] ([omitted: e-mail address], tlf. [omitted: telephone number])."
        assert redact(text, find(text)) == danish
        assert redact(text, find(text), language="en") == english
        assert redact(text, find(text), language="kl") == danish

    def test_takes_a_replacement(self) -> None:
        text = "Ring 12 34 56 78 eller 87 65 43 21"
        assert redact(text, find(text), lambda hit: f"<{hit.masked}>") == "Ring <•• •• •• 78> eller <•• •• •• 21>"
        assert redact(text, find(text), lambda hit: "") == "Ring  eller "

    def test_leaves_a_text_without_hits_as_it_is(self) -> None:
        assert redact("Ingen bemærkninger", []) == "Ingen bemærkninger"

    def test_needs_hits_in_no_order(self) -> None:
        text = "010180-1234 a@b.dk"
        hits = find(text)
        assert redact(text, reversed(hits)) == redact(text, hits)
        assert redact(text, [*hits, *hits]) == redact(text, hits)

    def test_takes_away_all_that_overlapping_hits_cover(self) -> None:
        text = "..12 34 56 78@b.dk.."
        phone = Hit(kind=Kind.PHONE, start=2, end=13, value="12 34 56 78", masked="")
        email = Hit(kind=Kind.EMAIL, start=11, end=18, value="78@b.dk", masked="")
        inner = Hit(kind=Kind.EMAIL, start=5, end=7, value="34", masked="")
        assert redact(text, [email, inner, phone]) == f"..{placeholder(phone)}.."

    def test_refuses_hits_from_another_text(self) -> None:
        with pytest.raises(ValueError, match="does not fit this text") as caught:
            redact("Her er 010180-1234", find("010180-1234"))
        assert "010180" not in str(caught.value)

    @given(PIECES)
    @example("0101801234-0202801234")
    @example("0101801234\u20115jens@gmail.com")
    @example("https://x.dk/?m=jens@gmail.com&id=0101801234")
    @example("https://x.dk/+4512345678/0101801234")
    @example("tlf. 12345678 12345678, 12 34 56 78")
    @example("+4512345678T:12345678")
    def test_leaves_nothing_to_find(self, text: str) -> None:
        hits = find(text)
        assert all(one.end <= other.start for one, other in pairwise(hits))
        assert all(text[hit.start : hit.end] == hit.value for hit in hits)
        for language in ("da", "en"):
            assert find(redact(text, hits, language=language)) == []

    @given(st.text())
    def test_does_nothing_strange_to_any_text(self, text: str) -> None:
        assert find(redact(text, find(text))) == []


@pytest.mark.no_cover
class TestHostileText:
    """A megabyte of each; what takes quadratic time does not come back at all."""

    SIZE = 1_000_000

    @pytest.mark.parametrize(
        "unit",
        [
            *("1", "12 ", "00 ", "010180-", "0101801234-", "0045 1234567 ", "P-nr. 1003388394 "),
            *("a", "a.", "@", "a@", "tlf ", "tlf. 1234567 ", "CVR 12 34 56 78\n", " ", "+", "("),
            *("www.x/", "https://x/12345678 "),
        ],
    )
    def test_without_hits_is_gone_through(self, unit: str) -> None:
        # The end is what makes the first look say that there may be something.
        assert find(unit * (self.SIZE // len(unit)) + "x@12345678") == []

    @pytest.mark.parametrize(
        ("unit", "kind"),
        [
            ("0101801234 ", Kind.CPR),
            ("0045 12345678 ", Kind.PHONE),
            ("12 34 56 78, ", Kind.PHONE),
            ("a@b.dk ", Kind.EMAIL),
        ],
    )
    def test_full_of_hits_is_gone_through(self, unit: str, kind: Kind) -> None:
        times = self.SIZE // len(unit) // 4
        text = unit * times
        hits = find(text)
        assert [hit.kind for hit in hits] == [kind] * times
        assert find(redact(text, hits)) == []

    @pytest.mark.parametrize(
        "build",
        [
            lambda size: "a" * size + "@",
            lambda size: "'" * size + "@x.dk",
            lambda size: "x@" + "a-" * (size // 2),
            lambda size: "x@" + "a." * (size // 2),
            lambda size: "tlf" + " " * size + "12345678",
            lambda size: "https://" + "0101801234-" * (size // 11),
            lambda size: "@" * size + ".dk",
        ],
    )
    def test_with_a_long_beginning_is_gone_through(self, build: Callable[[int], str]) -> None:
        assert find(build(self.SIZE)) == []
